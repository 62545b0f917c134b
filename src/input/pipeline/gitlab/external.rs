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
        let by_commit = is_by_commit(url);
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

/// Whether an address names a commit: in its path, or as the revision that the interface of a forge is asked for. Anything
/// else behind `?` or `#` may mean nothing to whoever answers.
fn is_by_commit(url: &str) -> bool {
    let is_commit = |segment: &str| references::pin(segment) == "sha";
    let url = url.split('#').next().unwrap_or(url);
    let (path, query) = url.split_once('?').unwrap_or((url, ""));
    let asks_forge =
        ["/api/v4/projects/", "/api/v3/repos/", "//api.github.com/repos/"].iter().any(|api| path.contains(api));
    let by_query = query.split('&').filter_map(|pair| pair.strip_prefix("ref=")).any(is_commit);
    path.split('/').any(is_commit) || (asks_forge && by_query)
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

#[cfg(test)]
mod tests {
    use super::is_by_commit;

    #[test]
    fn a_commit_counts_where_it_says_what_is_fetched() {
        const COMMIT: &str = "8f4b7f84864484a7bf31766abe9204da3cbe65b3";
        for (address, expected) in [
            ("https://forge.test/acme/ci/-/raw/$SHA/build.yml", true),
            ("https://forge.test/api/v4/projects/7/repository/files/build.yml/raw?ref=$SHA", true),
            ("https://forge.test/api/v4/projects/7/repository/files/build.yml/raw?x=1&ref=$SHA", true),
            ("https://forge.test/build.yml?ref=$SHA", false),
            ("https://forge.test/build.yml?$SHA", false),
            ("https://forge.test/build.yml?v=/$SHA/", false),
            ("https://forge.test/build.yml#/$SHA/", false),
            ("https://forge.test/-/raw/main/build.yml", false),
        ] {
            assert_eq!(is_by_commit(&address.replace("$SHA", COMMIT)), expected, "{address}");
        }
    }
}
