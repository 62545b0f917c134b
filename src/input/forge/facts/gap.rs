//! Why something is not known, as policies say it.

use schemars::JsonSchema;
use serde::Serialize;

use super::super::model::{Branch, Forge, Unknown};
use crate::input::Fact;

/// Why something is not known, with the place that shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Gap {
    /// The answer of the forge, or the list that lacks it.
    #[serde(rename = "_loc")]
    pub loc: String,
    /// What the forge said, and what it takes to know, as the end of a sentence.
    pub why: String,
}

impl Gap {
    /// The reason that a document gives.
    pub(super) fn of(unknown: &Unknown) -> Self {
        Self { loc: unknown.loc.clone(), why: reason(unknown) }
    }

    /// Why the protection of a branch is not fully known: the first of the reasons that it names.
    pub(super) fn of_branch(branch: &Branch) -> Self {
        let untold = || Self { loc: branch.loc.clone(), why: "the snapshot does not say why".to_owned() };
        branch.unknowns.first().map_or_else(untold, Self::of)
    }
}

/// A reason as the end of a sentence, with what would be needed.
pub(crate) fn reason(unknown: &Unknown) -> String {
    match &unknown.needs {
        Some(needs) => format!("{}; it takes {needs}", unknown.message),
        None => unknown.message.clone(),
    }
}

/// The default branch, as far as its name is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct DefaultBranch {
    /// Its name; always null, because a branch that is told is not here.
    pub name: Option<String>,
}

/// Why nobody can say which branch is the default one.
pub(super) fn of(forge: &Forge, observed: bool) -> Vec<Fact<DefaultBranch>> {
    let gaps = forge.unknowns.iter().filter(|unknown| observed && unknown.path == "/repository/default_branch");
    gaps.map(|unknown| {
        Fact::new(&unknown.loc, Vec::new(), "default branch", DefaultBranch { name: None }).because(reason(unknown))
    })
    .collect()
}
