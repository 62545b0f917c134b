//! How changes of the default branch are reviewed.

use schemars::JsonSchema;
use serde::Serialize;

use super::super::model::{Branch, Rules};
use super::gap::Gap;
use super::label;
use crate::input::Fact;

/// How changes of a branch are reviewed. How many approvals are enough is for a policy to say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Review {
    /// The name of the branch.
    pub branch: String,
    /// Its name in a sentence.
    pub label: String,
    /// What holds for a person without a bypass.
    pub effective: ReviewRules,
    /// What holds for everyone: only what nobody may bypass.
    pub effective_for_everyone: ReviewRules,
    /// Why a value of it is null; null for a declared ruleset, which is judged for what it declares only.
    pub gap: Option<Gap>,
}

/// The rules about reviews.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ReviewRules {
    /// Changes come through a pull request only.
    pub pull_request_required: Option<bool>,
    /// How many approvals a pull request needs.
    pub approvals_required: Option<u32>,
    /// How many it needs at the least, as far as can be seen.
    pub approvals_required_at_least: u32,
}

impl ReviewRules {
    const fn of(rules: &Rules) -> Self {
        Self {
            pull_request_required: rules.pull_request_required,
            approvals_required: rules.approvals_required,
            approvals_required_at_least: rules.approvals_required_at_least,
        }
    }
}

/// That of a branch.
pub(super) fn of(branch: &Branch, observed: bool) -> Fact<Review> {
    let gap = observed.then(|| Gap::of_branch(branch));
    let why = gap.as_ref().map(|gap| gap.why.clone()).unwrap_or_default();
    let says = Review {
        branch: branch.name.clone(),
        label: label(branch),
        effective: ReviewRules::of(&branch.effective),
        effective_for_everyone: ReviewRules::of(&branch.effective_for_everyone),
        gap,
    };
    Fact::new(&branch.loc, Vec::new(), &branch.name, says).because(why)
}
