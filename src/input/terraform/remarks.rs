//! What whoever reads a report should know of a plan, and what decides nothing.

use super::model::{Action, Check, Plan};
use super::raw::EPHEMERAL;
use super::{raw, whole};
use crate::finding::Text;

/// How many of a kind a remark names.
const NAMED: usize = 3;

/// How the name of an argument ends that is sent and never kept.
const WRITE_ONLY: &str = "_wo";

/// The remarks about a plan. `given` is what files of values say of it.
pub(super) fn of(raw: &raw::Plan<'_>, plan: &Plan, given: Option<String>) -> Vec<Text> {
    let remarks = [destroyed(raw), forgotten(plan), checked(plan), ephemeral(raw), write_only(plan), given];
    remarks.into_iter().flatten().map(|remark| Text::new(&remark)).collect()
}

/// A plan that destroys sets nothing, so that only what it takes away is judged.
fn destroyed(raw: &raw::Plan<'_>) -> Option<String> {
    let count = raw.resource_changes.iter().flatten().filter(|change| change.mode == "managed").count();
    whole::destroys(raw).then(|| {
        let resources = if count == 1 { "resource" } else { "resources" };
        format!("a plan that destroys ({count} {resources}): judged for what it takes away")
    })
}

/// What leaves the state goes on to exist, and no plan speaks of it any more.
fn forgotten(plan: &Plan) -> Option<String> {
    let addresses = plan.resources.iter().filter(|it| it.action == Action::Forget).map(|it| it.address.as_str());
    named(addresses).map(|names| format!("nobody manages what the plan forgets and leaves in place: {names}"))
}

/// Checks are the words of whoever wrote the code; they decide nothing here, and nothing in the tool.
fn checked(plan: &Plan) -> Option<String> {
    let failed = plan.checks.iter().filter(|check| matches!(check.status.as_str(), "fail" | "error"));
    let said = |check: &Check| match check.problems.first() {
        Some(problem) => format!("{} ({})", check.address, problem.split_whitespace().collect::<Vec<_>>().join(" ")),
        None => check.address.clone(),
    };
    let failed: Vec<String> = failed.map(said).collect();
    named(failed.iter().map(String::as_str))
        .map(|names| format!("checks of the code fail, which gate does not judge: {names}"))
}

fn ephemeral(raw: &raw::Plan<'_>) -> Option<String> {
    let changes = raw.resource_changes.iter().flatten().filter(|change| change.mode == EPHEMERAL);
    let names = named(changes.map(|change| change.address.as_str()))?;
    Some(format!("no policy judges what is there only while the tool runs: {names}"))
}

/// Write-only arguments that the configuration sets: the plan has null for each.
fn write_only(plan: &Plan) -> Option<String> {
    let mut found = Vec::new();
    for resource in &plan.resources {
        let unset = resource.values.iter().filter(|(name, value)| name.ends_with(WRITE_ONLY) && value.is_null());
        let set = |name: &&String| {
            resource.constants.contains_key(*name) || resource.refs.iter().any(|reference| reference.path == **name)
        };
        found.extend(unset.map(|(name, _)| name).filter(set).map(|name| format!("{}.{name}", resource.address)));
    }
    let names = named(found.iter().map(String::as_str))?;
    Some(format!("no plan holds the value of a write-only argument: {names}"))
}

/// The first of some names, and how many more there are; `None` without any.
fn named<'n>(names: impl Iterator<Item = &'n str>) -> Option<String> {
    let names: Vec<&str> = names.collect();
    let first = names.get(..NAMED.min(names.len()))?.join(", ");
    match names.len().saturating_sub(NAMED) {
        _ if names.is_empty() => None,
        0 => Some(first),
        more => Some(format!("{first} and {more} more")),
    }
}
