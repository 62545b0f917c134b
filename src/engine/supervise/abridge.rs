//! What the child need not say: most cells of the matrix say nothing, and follow from the policies that both know.

use std::collections::{BTreeMap, BTreeSet};

use super::super::{Judgement, plan};
use super::protocol::Job;
use crate::finding::{Cell, Kind, PolicyId, State};
use crate::policy::{Policy, PolicyError, bundled};
use crate::source::RepoPath;

/// The policies of a job: those that are built in, but for those that are switched off, and those of the user.
///
/// # Errors
/// As [`bundled`].
pub(super) fn policies(job: &Job) -> Result<Vec<Policy>, PolicyError> {
    let mut policies = bundled()?;
    policies.retain(|policy| !job.without.contains(&policy.meta.id));
    policies.extend(job.user_policies.iter().cloned());
    Ok(policies)
}

/// Leaves out the cells that [`completed`] puts back.
pub(super) fn abridged(mut judgement: Judgement) -> Judgement {
    judgement.cells.retain(|cell| match cell.state {
        State::Judged => cell.violations > 0 || cell.unknowns > 0,
        State::NotApplicable(_) => false,
        State::Incomplete(_) | State::SetAside(_) => true,
    });
    judgement
}

/// Puts the cells back that say nothing about a document of this kind with these facets.
pub(super) fn completed(
    mut judgement: Judgement,
    policies: &[Policy],
    path: &RepoPath,
    kind: Kind,
    facets: &BTreeSet<String>,
) -> Judgement {
    let said: BTreeMap<PolicyId, Cell> = judgement.cells.drain(..).map(|cell| (cell.policy.clone(), cell)).collect();
    let of_kind = policies.iter().filter(|policy| policy.meta.input == kind);
    judgement.cells = of_kind
        .map(|policy| {
            said.get(&policy.meta.id).cloned().unwrap_or_else(|| Cell {
                path: path.clone(),
                kind,
                policy: policy.meta.id.clone(),
                state: plan::not_applicable(policy, kind, facets).map_or(State::Judged, State::NotApplicable),
                violations: 0,
                unknowns: 0,
            })
        })
        .collect();
    judgement.cells.sort();
    judgement
}
