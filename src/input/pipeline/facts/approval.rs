//! Who has to agree before a job runs, as far as that can be told: an approval counts only if nothing runs without it.

use std::collections::BTreeMap;

use super::graph::{Graph, JobRun};
use super::reach::Reach;
use crate::input::pipeline::model::{Approval, Job};

/// Whether the settings of the forge may ask somebody before a job of GitHub runs: its own environment, or that of a job
/// without which it does not run.
pub(super) fn may_be_asked(graph: &Graph<'_>, reach: &Reach<'_>, run: &JobRun<'_>) -> bool {
    let mut jobs = graph.pipeline.jobs.as_slice();
    for job in run.way() {
        if asks(job) || jobs.iter().any(|other| asks(other) && reach.requires(job, other, jobs)) {
            return true;
        }
        jobs = job.called.as_ref().map_or(&[], |called| called.jobs.as_slice());
    }
    false
}

/// Whether a job of GitLab waits for one that somebody starts by hand, in every pipeline that it is in.
pub(super) fn is_asked_before(job: &Job, by_hand: &BTreeMap<&str, &Job>) -> Option<bool> {
    // One that may fail holds up only those that need it by name.
    let holds_up = |other: &&Job| other.allow_failure == Some(false) || job.needs.contains(&other.id);
    let before = job.ancestors.ids();
    let mut asked = Some(false);
    for other in before.into_iter().filter_map(|id| by_hand.get(id).copied()).filter(holds_up) {
        match other.presence.asks_before(&job.presence) {
            Some(true) => return Some(true),
            Some(false) => {}
            None => asked = None,
        }
    }
    asked
}

fn asks(job: &Job) -> bool {
    job.approval == Approval::External
}
