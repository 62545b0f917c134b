//! The checks that the default branch requires.

use schemars::JsonSchema;
use serde::Serialize;

use super::super::model::Branch;
use super::gap::Gap;
use super::label;
use crate::input::Fact;
use crate::input::fact::path;

/// Whether checks must pass before a change is merged into a branch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct StatusChecks {
    /// The name of the branch.
    pub branch: String,
    /// Its name in a sentence.
    pub label: String,
    /// Whether at least one must.
    pub required: Option<bool>,
    /// The names of those that must, in the order of the layers.
    pub names: Vec<String>,
    /// Whether `names` is all that the forge answered; a declared ruleset need not name them all.
    pub observed: bool,
}

/// A required check that may be reported by others than one app.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct CheckSource {
    /// The name of the branch.
    pub branch: String,
    /// The name of the check, or the path of a required workflow.
    pub check: String,
    /// Whether only one source can report it: false, or null when the answer does not say. One that is bound is not here.
    pub bound: Option<bool>,
}

/// Whether a branch requires checks; nothing where a declared ruleset does not say.
pub(super) fn required(branch: &Branch, observed: bool) -> Option<Fact<StatusChecks>> {
    let required = branch.effective.status_checks_required;
    let says = StatusChecks {
        branch: branch.name.clone(),
        label: label(branch),
        required,
        names: branch.required_checks.iter().map(|check| check.context.clone()).collect(),
        observed,
    };
    if required.is_some() {
        let path = path(["effective", "status_checks_required"]);
        return Some(Fact::new(&branch.loc, path, &branch.name, says));
    }
    observed.then(|| {
        let gap = Gap::of_branch(branch);
        Fact::new(&gap.loc, Vec::new(), &branch.name, says).because(gap.why)
    })
}

/// The required checks of a branch that are not bound to one source for sure.
pub(super) fn sources(branch: &Branch) -> impl Iterator<Item = Fact<CheckSource>> {
    branch.required_checks.iter().filter(|check| check.bound != Some(true)).map(|check| {
        let says = CheckSource { branch: branch.name.clone(), check: check.context.clone(), bound: check.bound };
        let fact = Fact::new(&check.loc, path(["app_id"]), &check.context, says);
        if check.bound.is_some() { fact } else { fact.because("the answer does not say which app reports it") }
    })
}
