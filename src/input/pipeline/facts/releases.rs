//! Packages and releases that are published.

use schemars::JsonSchema;
use serde::Serialize;

use super::approvals::holds_up;
use super::dominance;
use super::graph::Graph;
use super::passed::{Passed, bites};
use crate::input::Fact;
use crate::input::pipeline::model::{Job, Role};

/// Something that is published for others to use.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Release {
    /// The tool by its usual name: `npm`, `twine`, `release` …
    pub tool: String,
    /// What it works on: the words of the command, or the inputs of the action.
    pub subject: String,
    /// Whether the job may ask the vendor for a token of its own, which registries accept instead of a stored one.
    pub oidc: bool,
    /// Whether on every way to it somebody has to agree: at the job, or at one before it. Null when the settings of the
    /// forge decide.
    pub approved: Option<bool>,
    /// Whether on every way to it tests have passed, in a job before it or in the same.
    pub tested: bool,
    /// The kinds of scans that have passed on every way to it: `sast`, `sca` …
    pub scanned: Vec<&'static str>,
}

fn publishes(role: &Role) -> bool {
    role.role == "deploy" && role.category == "package"
}

fn roles(job: &Job) -> impl Iterator<Item = &Role> {
    job.steps.iter().flat_map(|step| &step.roles)
}

/// The releases of a pipeline.
pub(super) fn of(graph: &Graph<'_>) -> Vec<Fact<Release>> {
    if !graph.jobs.iter().any(|run| roles(run.job).any(publishes)) {
        return Vec::new();
    }
    let github = graph.pipeline.vendor == "github";
    let by_hand = |job: &Job| {
        job.when == "manual" && job.allow_failure == Some(false) || bites(job, &|role| role.role == "approve")
    };
    let may_ask = |job: &Job| github && job.environment.is_some();
    let approved = dominance::behind(graph, &by_hand, &holds_up);
    let perhaps = dominance::behind(graph, &may_ask, &holds_up);
    let passed = Passed::of(graph);
    let mut releases = Vec::new();
    for (number, run) in graph.jobs.iter().enumerate() {
        let job = run.job;
        let at = |found: &[bool]| found.get(number) == Some(&true);
        for role in roles(job).filter(|role| publishes(role)) {
            let sure = job.when == "manual" || by_hand(job) || at(&approved);
            let approved = if sure { Some(true) } else { (!may_ask(job) && !at(&perhaps)).then_some(false) };
            let says = Release {
                tool: role.tool.clone(),
                subject: role.subject.clone(),
                oidc: job.oidc,
                approved,
                tested: passed.tested(number, job),
                scanned: passed.scanned(number, job),
            };
            let why =
                if approved.is_none() { "the settings of the forge say whether the environment asks" } else { "" };
            let via = run.via.iter().chain(&role.via).cloned().collect();
            releases.push(Fact { via, ..Fact::new(&role.loc, Vec::new(), &job.id, says).because(why) });
        }
    }
    releases
}
