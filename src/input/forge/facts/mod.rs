//! The facts of the settings of a forge: one module per concept. Those about a branch are about the default branch.

mod approvals;
mod bypasses;
mod checks;
mod gap;
mod reviews;
mod rewritings;

use schemars::JsonSchema;
use serde::Serialize;

pub(crate) use self::approvals::is_unguarded;
pub use self::approvals::{Approval, EnvironmentList, Weakness};
pub use self::bypasses::Bypass;
pub use self::checks::{CheckSource, StatusChecks};
pub(crate) use self::gap::reason;
pub use self::gap::{DefaultBranch, Gap};
pub use self::reviews::{Review, ReviewRules};
pub use self::rewritings::Rewriting;

use super::model::{Branch, Forge, Standing};
use crate::input::Fact;

/// Lists of facts, by concept.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
pub struct Facts {
    /// What is wrong with the approval of deployments, or not known about it, by environment.
    pub approvals: Vec<Fact<Approval>>,
    /// Who may bypass rules that bind others.
    pub bypasses: Vec<Fact<Bypass>>,
    /// Required checks that others than one app may report, or of which that is not known.
    pub check_sources: Vec<Fact<CheckSource>>,
    /// The default branch where nobody can say which one it is; otherwise nothing.
    pub default_branches: Vec<Fact<DefaultBranch>>,
    /// The list of environments where it may be short; otherwise nothing.
    pub environment_lists: Vec<Fact<EnvironmentList>>,
    /// How changes are reviewed.
    pub reviews: Vec<Fact<Review>>,
    /// How the history can be rewritten, as far as that is not forbidden for sure.
    pub rewritings: Vec<Fact<Rewriting>>,
    /// Whether checks must pass before a change is merged.
    pub status_checks: Vec<Fact<StatusChecks>>,
}

impl Facts {
    /// What follows from the settings of a forge. The work grows with the settings.
    #[must_use]
    pub fn of(forge: &Forge) -> Self {
        let observed = is_observed(forge);
        let mut facts = Self {
            approvals: approvals::of(forge),
            environment_lists: approvals::lists(forge, observed),
            default_branches: gap::of(forge, observed),
            ..Self::default()
        };
        for branch in forge.branches.iter().filter(|branch| branch.is_default == Some(true)) {
            facts.reviews.push(reviews::of(branch, observed));
            facts.rewritings.extend(rewritings::of(branch, observed));
            facts.status_checks.extend(checks::required(branch, observed));
            facts.check_sources.extend(checks::sources(branch));
            facts.bypasses.extend(bypasses::of(branch, observed));
        }
        facts
    }
}

/// Whether the document holds the forge's own answers. A declared ruleset is judged for what it declares only, so what
/// it does not say is never unknown.
fn is_observed(forge: &Forge) -> bool {
    match forge.source.kind {
        Standing::Live | Standing::Snapshot => true,
        Standing::Declared => false,
    }
}

/// The name of a branch in a sentence.
fn label(branch: &Branch) -> String {
    match branch.name.as_str() {
        "~DEFAULT_BRANCH" => "the default branch".to_owned(),
        name => name.to_owned(),
    }
}
