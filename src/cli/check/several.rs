//! Several plans of one folder: a finding says which of them have it, where not all do.

use std::collections::BTreeMap;

use super::judged::PLAN;
use crate::engine::supervise::protocol::Job;
use crate::finding::{Finding, Location, Related, Text};
use crate::source::RepoPath;

/// What stands at the plan that a finding comes from.
const HERE: &str = "a plan that has it; not every plan of this folder does";

/// For each plan that is not the only one of its folder, how many there are.
pub(super) struct Several(BTreeMap<RepoPath, usize>);

impl Several {
    /// Those of a job.
    pub(super) fn of(job: &Job) -> Self {
        let mut folders: BTreeMap<Option<RepoPath>, Vec<&RepoPath>> = BTreeMap::new();
        for plan in job.candidates.iter().filter(|candidate| candidate.format == PLAN) {
            let folder = job.options.plan_roots.get(&plan.path).cloned().unwrap_or_else(|| plan.path.parent());
            folders.entry(folder).or_default().push(&plan.path);
        }
        let several = folders.into_values().filter(|plans| plans.len() > 1);
        Self(several.flat_map(|plans| plans.clone().into_iter().map(move |plan| (plan.clone(), plans.len()))).collect())
    }

    /// Says of a finding which plan it comes from.
    pub(super) fn mark(&self, finding: &mut Finding, plan: &RepoPath) {
        if self.0.contains_key(plan) && finding.location.path != *plan {
            let location = Location::start_of(plan.clone());
            finding.related.insert(0, Related { message: Text::new(HERE), location });
        }
    }

    /// Says nothing of plans where all of them have a finding.
    pub(super) fn unmark(&self, findings: &mut [Finding]) {
        if self.0.is_empty() {
            return;
        }
        let is_mark = |related: &Related| related.message.raw() == HERE && self.0.contains_key(&related.location.path);
        for finding in findings {
            let marks = || finding.related.iter().filter(|related| is_mark(related));
            let all = marks().next().and_then(|first| self.0.get(&first.location.path));
            if all == Some(&marks().count()) {
                finding.related.retain(|related| !is_mark(related));
            }
        }
    }
}
