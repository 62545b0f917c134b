//! What has passed before a job on every way to it: tests and scans that can fail.

use std::collections::BTreeSet;

use super::approvals::holds_up;
use super::dominance;
use super::graph::Graph;
use crate::input::pipeline::knowledge::scan_covers::covers;
use crate::input::pipeline::model::{Job, Pipeline, Role, Step};

/// What scans look at.
const SCANS: [&str; 6] = ["dast", "iac", "image", "sast", "sca", "secret"];

/// What has passed, for each job of a graph.
pub(super) struct Passed {
    tested: Vec<bool>,
    scanned: [(&'static str, Vec<bool>); 6],
}

impl Passed {
    /// That of a graph.
    pub(super) fn of(graph: &Graph<'_>) -> Self {
        let tested = dominance::behind(graph, &is_tested, &holds_up);
        let scanned = SCANS.map(|kind| (kind, dominance::behind(graph, &|job| is_scanned(job, kind), &holds_up)));
        Self { tested, scanned }
    }

    /// Whether tests have passed before a job or in it.
    pub(super) fn tested(&self, number: usize, job: &Job) -> bool {
        self.tested.get(number) == Some(&true) || is_tested(job)
    }

    /// The kinds of scans that have passed before a job or in it.
    pub(super) fn scanned(&self, number: usize, job: &Job) -> Vec<&'static str> {
        let passed = |kind: &str, before: &[bool]| before.get(number) == Some(&true) || is_scanned(job, kind);
        self.scanned.iter().filter(|(kind, before)| passed(kind, before)).map(|(kind, _)| *kind).collect()
    }
}

/// Whether a job has something of a kind whose failure stops the pipeline.
pub(super) fn bites(job: &Job, is: &dyn Fn(&Role) -> bool) -> bool {
    job.allow_failure == Some(false) && job.steps.iter().any(|step| step_bites(step, is))
}

/// The same of a step, with those of the action that it calls.
fn step_bites(step: &Step, is: &dyn Fn(&Role) -> bool) -> bool {
    let stops = |role: &&Role| role.toothless.is_none() && role.ignored.is_none();
    let called = step.called.iter().flat_map(|called| &called.jobs);
    step.continue_on_error == Some(false)
        && (step.roles.iter().filter(stops).any(is) || called.flat_map(|job| &job.steps).any(|it| step_bites(it, is)))
}

fn is_tested(job: &Job) -> bool {
    bites(job, &|role| role.role == "test")
}

/// A scan of a template of the vendor reports to the vendor, whose approvals decide: it counts unless the project has
/// weakened it.
fn is_scanned(job: &Job, kind: &str) -> bool {
    match &job.template {
        _ if job.when == "never" => false,
        Some(template) => template.category == kind && template.weakened.iter().all(|it| it.stops == Some(true)),
        None => bites(job, &|role| role.role == "scan" && covers(role, kind)),
    }
}

/// Whether a job, or what it calls, tests or scans, so that its failure has something to say.
pub(super) fn checks(job: &Job) -> bool {
    let called = job.called.iter().flat_map(|called| &called.jobs);
    job.steps.iter().any(step_checks) || called.into_iter().any(checks)
}

fn step_checks(step: &Step) -> bool {
    let called = step.called.iter().flat_map(|called| &called.jobs);
    step.roles.iter().any(|role| matches!(role.role, "test" | "scan")) || called.into_iter().any(checks)
}

/// The kinds of scans of a pipeline whose findings can stop it.
#[must_use]
pub fn scans_that_stop(pipeline: &Pipeline) -> BTreeSet<&'static str> {
    let mut found = BTreeSet::new();
    pipeline.jobs.iter().for_each(|job| add_scans(job, &mut found));
    found
}

fn add_scans(job: &Job, found: &mut BTreeSet<&'static str>) {
    found.extend(SCANS.iter().filter(|kind| is_scanned(job, kind)));
    job.called.iter().flat_map(|called| &called.jobs).for_each(|job| add_scans(job, found));
}
