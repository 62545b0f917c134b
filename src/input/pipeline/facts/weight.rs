//! What hangs on a condition: what the job or step does that it lets run.

use super::approvals;
use super::graph::JobRun;
use super::holders::TOKEN;
use super::holdings::Holdings;
use super::in_job::InJob;
use crate::input::pipeline::model::{SecretUse, Step};

/// What a job does, the weightiest first: `deploys`, `publishes`, `merges` (or approves a change), `secrets` that it is
/// handed, `identity` for which it may ask clouds. Empty for any other.
pub(super) fn of_job(run: &JobRun<'_>, holdings: &Holdings) -> &'static str {
    if approvals::deploys(run.job) {
        // What publishes packages deploys them.
        let is_package = run.job.environment.is_none() && holdings.at(run).first() == Some(&"publishes");
        return if is_package { "publishes" } else { "deploys" };
    }
    let steps = || run.steps.iter().map(|placed| placed.step);
    if steps().any(|step| step.roles.iter().any(|role| is_push(role.role))) {
        return "publishes";
    }
    if steps().any(decides) {
        return "merges";
    }
    holdings.at(run).into_iter().find(|held| *held != "rights").unwrap_or_default()
}

/// What a step does by itself, in the same words.
pub(super) fn of_step(step: &Step) -> &'static str {
    let roles = || step.roles.iter();
    let is_secret = |secret: &SecretUse| secret.name != TOKEN;
    if roles().any(|role| role.role == "deploy" && role.category != "package") {
        "deploys"
    } else if roles().any(|role| role.role == "deploy" || is_push(role.role)) {
        "publishes"
    } else if decides(step) {
        "merges"
    } else if step.secrets.iter().any(is_secret) {
        "secrets"
    } else {
        step.called
            .iter()
            .flat_map(|called| &called.jobs)
            .flat_map(|job| &job.steps)
            .map(of_step)
            .find(|it| !it.is_empty())
            .unwrap_or_default()
    }
}

/// A condition in front of something of weight.
pub(super) struct Guard<'a> {
    /// The place of the job or step that it stands in.
    pub(super) loc: &'a str,
    pub(super) condition: &'a str,
    /// What hangs on it; empty for nothing of weight.
    pub(super) guards: &'static str,
    /// The step, where it is of one.
    pub(super) step: Option<InJob<'a>>,
}

/// The conditions of a job with those of the jobs that call it, and of its steps with those that call them.
pub(super) fn guards<'a>(
    run: &'a JobRun<'a>,
    steps: impl Iterator<Item = InJob<'a>>,
    holdings: &Holdings,
) -> Vec<Guard<'a>> {
    let mut guards = Vec::new();
    let jobs = || run.way().filter(|job| !job.condition.is_empty());
    if jobs().next().is_some() {
        let of_job = of_job(run, holdings);
        guards.extend(jobs().map(|job| Guard { loc: &job.loc, condition: &job.condition, guards: of_job, step: None }));
    }
    for at in steps.filter(|at| !at.step.condition.is_empty()) {
        let (loc, condition) = (&at.step.loc, &at.step.condition);
        guards.push(Guard { loc, condition, guards: of_step(at.step), step: Some(at) });
    }
    guards
}

fn is_push(role: &str) -> bool {
    matches!(role, "push" | "register")
}

fn decides(step: &Step) -> bool {
    step.roles.iter().any(|role| matches!(role.role, "review" | "merge" | "override"))
}
