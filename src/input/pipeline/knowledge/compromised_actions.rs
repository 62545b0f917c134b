//! Versions of actions that held the code of an attacker, or have a hole that is known.

use std::collections::BTreeMap;

use crate::input::pipeline::model::Ref;
use crate::input::pipeline::version::{Range, Version};
use crate::knowledge::{Lookup, Row, concepts};

/// Those of a run.
pub(super) static COMPROMISED: Lookup<Compromised> = Lookup::new(&concepts::references::COMPROMISED_ACTIONS, |rows| {
    let mut all = Compromised::default();
    for row in rows {
        let (repository, path) = split(row.text("action"));
        let row = CompromisedRow::of(&row, path);
        all.0.entry(repository.to_owned()).or_default().extend(row);
    }
    all
});

/// By `owner/name` in small letters.
#[derive(Debug, Default)]
pub(in crate::input::pipeline) struct Compromised(BTreeMap<String, Vec<CompromisedRow>>);

/// What is known of some versions of an action.
#[derive(Debug)]
pub(in crate::input::pipeline) struct CompromisedRow {
    /// `malicious`, `moved`, `restored` or `vulnerable`.
    pub(in crate::input::pipeline) kind: &'static str,
    /// The first version that is right; empty where there is none.
    pub(in crate::input::pipeline) fixed: String,
    pub(in crate::input::pipeline) severity: &'static str,
    pub(in crate::input::pipeline) advisory: String,
    pub(in crate::input::pipeline) date: String,
    /// A path below the repository; empty for all of it.
    path: String,
    versions: Versions,
}

#[derive(Debug)]
enum Versions {
    Commit(String),
    Tag(String),
    Range(Range),
}

/// By what a version is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::input::pipeline) enum By {
    /// The commit, or the name of a tag or branch.
    Name,
    /// What the comment behind a commit says.
    Comment,
}

/// `owner/name`, and the path below it.
fn split(action: &str) -> (&str, &str) {
    let slash = action.match_indices('/').nth(1).map(|(at, _)| at);
    slash
        .and_then(|at| action.split_at_checked(at))
        .map_or((action, ""), |(repository, path)| (repository, path.trim_start_matches('/')))
}

impl CompromisedRow {
    fn of(row: &Row<'_>, path: &str) -> Option<Self> {
        let (kind, text) = (row.word("kind"), row.text("versions"));
        let versions = match text.strip_prefix('=') {
            Some(tag) => Versions::Tag(tag.to_owned()),
            None if kind == "malicious" => Versions::Commit(text.to_ascii_lowercase()),
            None => Versions::Range(Range::of(text)?),
        };
        Some(Self {
            kind,
            fixed: row.text("fixed").to_owned(),
            severity: row.word("severity"),
            advisory: row.text("advisory").to_owned(),
            date: row.text("date").to_owned(),
            path: path.to_owned(),
            versions,
        })
    }

    /// Whether a reference is to one of its versions, and by what that is known.
    fn concerns(&self, of: &Ref) -> Option<By> {
        let reference = of.reference.as_deref().unwrap_or_default();
        match (&self.versions, of.pin) {
            (Versions::Commit(commit), "sha") => commit.eq_ignore_ascii_case(reference).then_some(By::Name),
            (Versions::Tag(tag), "tag" | "semver") => is_tag(reference, tag).then_some(By::Name),
            (Versions::Range(range), "tag" | "semver") => {
                Version::of(reference).is_some_and(|version| range.holds(&version)).then_some(By::Name)
            }
            // A commit stays what it is when tags are moved; what an advisory says of versions is said of it too.
            (Versions::Range(range), "sha") if self.kind == "vulnerable" => {
                of.version().is_some_and(|version| range.holds(&version)).then_some(By::Comment)
            }
            // What is newest is right where anything is.
            (Versions::Range(range), "branch" | "latest" | "none") if self.kind == "vulnerable" => {
                range.is_open().then_some(By::Name)
            }
            _ => None,
        }
    }
}

/// Whether a reference is to a tag: `v1` or `refs/tags/v1`.
fn is_tag(reference: &str, tag: &str) -> bool {
    reference.strip_prefix("refs/tags/").unwrap_or(reference) == tag
}

impl Compromised {
    /// What is known of the version that a reference is to.
    pub(in crate::input::pipeline) fn of<'r>(
        &'r self,
        reference: &'r Ref,
    ) -> impl Iterator<Item = (&'r CompromisedRow, By)> {
        let name = format!("{}/{}", reference.owner, reference.name).to_ascii_lowercase();
        let rows = self.0.get(&name).map(Vec::as_slice).unwrap_or_default();
        let path = if rows.is_empty() { String::new() } else { reference.path.to_ascii_lowercase() };
        let found = rows.iter().filter(move |row| path.starts_with(row.path.as_str()));
        found.filter_map(|row| Some((row, row.concerns(reference)?)))
    }
}
