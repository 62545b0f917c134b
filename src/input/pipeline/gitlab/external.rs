//! What a pipeline includes from elsewhere: recorded, never fetched.

use std::sync::Arc;

use super::item::Item;
use crate::input::pipeline::references::{self, Parts};
use crate::source::{Source, Span};

/// Something that is included from elsewhere.
#[derive(Clone)]
pub(super) struct External {
    pub(super) source: Arc<Source>,
    pub(super) span: Span,
    pub(super) raw: String,
    pub(super) parts: Parts,
}

impl External {
    fn new(place: &Item, raw: &str, parts: Parts) -> Self {
        Self { source: Arc::clone(&place.source), span: place.span, raw: raw.to_owned(), parts }
    }

    /// A file at an address.
    pub(super) fn remote(place: &Item, integrity: Option<&str>) -> Self {
        let url = place.as_str().unwrap_or_default();
        let by_commit = url.split(['/', '=', '?', '&']).any(|segment| references::pin(segment) == "sha");
        let pin = match integrity {
            Some(_) => "digest",
            None if by_commit => "sha",
            None if url.contains('$') => "unknown",
            None => "none",
        };
        let host = url.split('/').nth(2).unwrap_or_default();
        Self::new(place, url, parts("remote", (host, url, ""), None, pin))
    }

    /// A template that GitLab ships.
    pub(super) fn template(place: &Item) -> Self {
        let name = place.as_str().unwrap_or_default();
        Self::new(place, name, parts("template", ("", name, ""), None, "none"))
    }

    /// Files of another project.
    pub(super) fn project(include: &Item, project: &Item) -> Self {
        let name = project.as_str().unwrap_or_default();
        let reference = include.get("ref").and_then(Item::as_str);
        let files = include.get("file").map(Item::texts).unwrap_or_default().join(", ");
        let (owner, short) = name.rsplit_once('/').unwrap_or(("", name));
        let pin = reference.map_or("none", references::pin);
        let raw = reference.map_or_else(|| name.to_owned(), |reference| format!("{name}@{reference}"));
        let place = include.get("ref").unwrap_or(project);
        Self::new(place, &raw, parts("project", (owner, short, &files), reference, pin))
    }

    /// A component of a catalog.
    pub(super) fn component(place: &Item) -> Self {
        let raw = place.as_str().unwrap_or_default();
        let (address, reference) = raw.rsplit_once('@').map_or((raw, None), |(address, it)| (address, Some(it)));
        // Without the host: group/project/component.
        let inside = address.split_once('/').map_or(address, |(_, rest)| rest);
        let (project, path) = inside.rsplit_once('/').unwrap_or((inside, ""));
        let (owner, name) = project.rsplit_once('/').unwrap_or(("", project));
        let pin = reference.map_or("none", references::pin);
        Self::new(place, raw, parts("component", (owner, name, path), reference, pin))
    }
}

fn parts(
    kind: &'static str,
    (owner, name, path): (&str, &str, &str),
    reference: Option<&str>,
    pin: &'static str,
) -> Parts {
    Parts {
        kind,
        owner: owner.to_owned(),
        name: name.to_owned(),
        path: path.to_owned(),
        reference: reference.map(str::to_owned),
        pin,
    }
}
