//! Packages and releases that are published.

use schemars::JsonSchema;
use serde::Serialize;

use super::approvals::holds_up;
use super::dominance;
use super::graph::Graph;
use super::holders;
use super::passed::{Passed, bites};
use crate::input::Fact;
use crate::input::pipeline::model::{Job, Role, TriggerClass};

/// Something that is published for others to use.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Release {
    /// The tool by its usual name: `npm`, `twine`, `release` …
    pub tool: String,
    /// What it works on: the words of the command, or the inputs of the action.
    pub subject: String,
    /// Whether the job may ask the vendor for a token of its own, which registries accept instead of a stored one.
    pub oidc: bool,
    /// The secrets that the step gets, in capitals, those that its job or the whole pipeline sets too; the token of the run
    /// is none.
    pub secrets: Vec<String>,
    /// Whether on every way to it somebody has to agree: at the job, or at one before it. Null when the settings of the
    /// forge decide.
    pub approved: Option<bool>,
    /// The environment of the job as written; empty when it has none.
    pub environment: String,
    /// Whether on every way to it tests have passed, in a job before it or in the same. Null when a job before it is a
    /// workflow of another repository, or when nothing in this repository calls the file.
    pub tested: Option<bool>,
    /// The kinds of scans that have passed on every way to it: `sast`, `sca` … Null when none is known to have, and a job
    /// before it is a workflow of another repository or nothing in this repository calls the file.
    pub scanned: Option<Vec<&'static str>>,
}

fn publishes(role: &Role) -> bool {
    role.role == "deploy" && role.category == "package"
}

fn why(release: &Release, by_anybody: bool) -> String {
    let is_unsure = release.tested.is_none() || release.scanned.is_none();
    if by_anybody && (is_unsure || release.approved.is_none()) {
        return "nothing here calls the file, so nobody knows what stands before it".to_owned();
    }
    let asks = release.approved.is_none().then_some("the settings of the forge say whether the environment asks");
    let runs = is_unsure.then_some("a job before it runs a workflow of another repository");
    asks.into_iter().chain(runs).collect::<Vec<_>>().join(", and ")
}

/// The releases of a pipeline.
pub(super) fn of(graph: &Graph<'_>) -> Vec<Fact<Release>> {
    let is_judged_elsewhere = graph.pipeline.is_judged_by_callers();
    if is_judged_elsewhere || !graph.steps().any(|at| at.step.roles.iter().any(publishes)) {
        return Vec::new();
    }
    let by_anybody = graph.pipeline.triggers.iter().all(|trigger| trigger.class == TriggerClass::Call);
    let by_anybody = by_anybody && graph.pipeline.is_for_callers();
    let github = graph.pipeline.vendor == "github";
    let by_hand = |job: &Job| {
        job.when == "manual" && job.allow_failure == Some(false) || bites(job, &|role| role.role == "approve")
    };
    let may_ask = |job: &Job| github && job.environment.is_some();
    let approved = dominance::behind(graph, &by_hand, &holds_up);
    let perhaps = dominance::behind(graph, &may_ask, &holds_up);
    let passed = Passed::of(graph);
    let is_elsewhere = |job: &Job| job.uses.is_some() && job.called.is_none();
    let elsewhere = dominance::behind(graph, &is_elsewhere, &holds_up);
    let mut releases = Vec::new();
    for (number, run) in graph.jobs.iter().enumerate() {
        let job = run.job;
        let at = |found: &[bool]| found.get(number) == Some(&true);
        let published = graph.steps_of(run).flat_map(|at| at.step.roles.iter().map(move |role| (at, role)));
        for (place, role) in published.filter(|(_, role)| publishes(role)) {
            let sure = job.when == "manual" || by_hand(job) || at(&approved);
            let approved =
                if sure { Some(true) } else { (!by_anybody && !may_ask(job) && !at(&perhaps)).then_some(false) };
            let kinds = passed.scanned(number, job);
            let is_whole = !by_anybody && !at(&elsewhere);
            let tested = if passed.tested(number, job) { Some(true) } else { is_whole.then_some(false) };
            let says = Release {
                tool: role.tool.clone(),
                subject: role.subject.clone(),
                oidc: job.oidc,
                secrets: holders::secrets_of(graph.pipeline, run, place.step),
                approved,
                environment: job.environment.as_ref().map(|it| it.raw.clone()).unwrap_or_default(),
                tested,
                scanned: (!kinds.is_empty() || is_whole).then_some(kinds),
            };
            let why = why(&says, by_anybody);
            let via = place.placed.via.iter().chain(&role.via).cloned().collect();
            releases.push(Fact { via, ..Fact::new(&role.loc, Vec::new(), &job.id, says).because(why) });
        }
    }
    releases
}
