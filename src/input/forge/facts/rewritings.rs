//! How the history of the default branch can be rewritten.

use schemars::JsonSchema;
use serde::Serialize;

use super::super::model::Branch;
use super::gap::Gap;
use super::label;
use crate::input::Fact;
use crate::input::fact::path;

/// Ways to rewrite the history of a branch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Rewriting {
    /// The name of the branch.
    pub branch: String,
    /// Its name in a sentence.
    pub label: String,
    /// Whether the branch can be …; what is forbidden is not here. Null when nobody can say.
    pub possible: Option<bool>,
    /// … `rewritten by a force push`, `deleted`. Never empty.
    pub ways: Vec<&'static str>,
}

/// Those of a branch: what is allowed is one fact, and what is not known another.
pub(super) fn of(branch: &Branch, observed: bool) -> impl Iterator<Item = Fact<Rewriting>> {
    let rules = &branch.effective;
    let all = [
        ("force_push_allowed", rules.force_push_allowed, "rewritten by a force push"),
        ("deletion_allowed", rules.deletion_allowed, "deleted"),
    ];
    let says = |possible: Option<bool>| Rewriting {
        branch: branch.name.clone(),
        label: label(branch),
        possible,
        ways: all.iter().filter(|(_, allowed, _)| *allowed == possible).map(|(.., words)| *words).collect(),
    };
    let first = all.iter().find(|(_, allowed, _)| *allowed == Some(true));
    let allowed = first.map(|(key, ..)| {
        let path = path(["effective", key]);
        Fact::new(&branch.loc, path, &branch.name, says(Some(true)))
    });
    let untold = (observed && all.iter().any(|(_, allowed, _)| allowed.is_none())).then(|| {
        let gap = Gap::of_branch(branch);
        Fact::new(&gap.loc, Vec::new(), &branch.name, says(None)).because(gap.why)
    });
    allowed.into_iter().chain(untold)
}
