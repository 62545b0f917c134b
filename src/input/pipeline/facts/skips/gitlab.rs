//! Checks of GitLab that a variable, the message of a commit, or a label leaves out.

use std::collections::BTreeSet;

use super::{Skip, check, deploys, is_too_much, too_large};
use crate::input::fact::path;
use crate::input::pipeline::facts::graph::Graph;
use crate::input::pipeline::gitlab::condition::only_variable;
use crate::input::pipeline::model::{Job, Rule};
use crate::input::{Fact, Via};

/// Variables that hold what somebody writes for a change.
const WRITTEN: [(&str, &str); 5] = [
    ("CI_COMMIT_MESSAGE", "message"),
    ("CI_COMMIT_TITLE", "message"),
    ("CI_COMMIT_DESCRIPTION", "message"),
    ("CI_MERGE_REQUEST_LABELS", "label"),
    ("CI_MERGE_REQUEST_TITLE", "title"),
];

/// Words in the name of a variable that is there to leave something out.
const LEAVING_OUT: [&str; 6] = ["SKIP", "FORCE", "BYPASS", "DISABLE", "IGNORE", "EMERGENCY"];

/// A check of a job, and the rule by which somebody leaves it out.
struct Check<'a> {
    job: &'a Job,
    kind: &'static str,
    category: &'static str,
    tool: &'a str,
    out: Option<(&'a Rule, &'static str, String)>,
}

/// The skips of a pipeline.
pub(super) fn of(graph: &Graph<'_>) -> Vec<Fact<Skip>> {
    let jobs = &graph.pipeline.jobs;
    let checks: Vec<Check<'_>> = jobs.iter().flat_map(checks).collect();
    if checks.iter().all(|check| check.out.is_none()) {
        return Vec::new();
    }
    let is_deployment = |job: &&Job| {
        let declared = job.environment.as_ref().is_some_and(|environment| environment.action == "start");
        job.when != "never" && (declared || job.steps.iter().flat_map(|step| &step.roles).any(deploys))
    };
    let deployments: Vec<&Job> = jobs.iter().filter(is_deployment).collect();
    if is_too_much([checks.len(), deployments.len(), jobs.len()]) {
        return too_large(graph);
    }
    let mut facts = Vec::new();
    for deployment in deployments {
        let before: BTreeSet<&str> = deployment.ancestors.ids().into_iter().collect();
        let ways: Vec<&Check<'_>> = checks.iter().filter(|check| before.contains(check.job.id.as_str())).collect();
        for (number, check) in ways.iter().enumerate() {
            let Some((rule, by, name)) = &check.out else { continue };
            let same = |other: &&&Check<'_>| other.kind == check.kind && other.category == check.category;
            let leaves_out =
                |other: &Check<'_>| other.out.as_ref().is_some_and(|(other, _, _)| other.condition == rule.condition);
            let is_first = !ways.iter().take(number).any(|other| same(&other));
            let goes_on = !is_left_out(deployment, rule) && !is_needed(check.job, deployment, &before, jobs);
            if is_first && goes_on && ways.iter().filter(same).all(|other| leaves_out(other)) {
                let says = Skip {
                    check: check.kind,
                    category: check.category,
                    tool: check.tool.to_owned(),
                    by,
                    name: name.clone(),
                    deployment: deployment.id.clone(),
                    goes_on: Some(true),
                };
                let deploys = Via { loc: deployment.loc.clone(), path: Vec::new(), what: "deploys here".to_owned() };
                facts.push(Fact { via: vec![deploys], ..Fact::new(&rule.loc, path(["if"]), &check.job.id, says) });
            }
        }
    }
    facts
}

fn checks(job: &Job) -> Vec<Check<'_>> {
    if job.template.is_some() || job.allow_failure != Some(false) && job.when != "manual" {
        return Vec::new();
    }
    let out = || job.rules.iter().find_map(|rule| leaving_out(rule));
    let roles = job.steps.iter().flat_map(|step| &step.roles);
    let found = roles.filter_map(|role| Some((check(role)?, role)));
    found.map(|(kind, role)| Check { job, kind, category: role.category, tool: &role.tool, out: out() }).collect()
}

/// By what a rule leaves its job out, where that is somebody's choice.
fn leaving_out(rule: &Rule) -> Option<(&Rule, &'static str, String)> {
    let name = only_variable(&rule.condition).filter(|_| rule.when == "never" && rule.changes.is_none())?;
    if let Some((_, by)) = WRITTEN.iter().find(|(written, _)| *written == name) {
        return Some((rule, by, String::new()));
    }
    let of_file = ["CI_", "GITLAB_"].iter().any(|start| name.starts_with(start));
    let says = name.to_ascii_uppercase();
    let is_meant = !of_file && LEAVING_OUT.iter().any(|word| says.contains(word));
    is_meant.then_some((rule, "variable", name))
}

/// Whether the same leaves out a deployment.
fn is_left_out(deployment: &Job, rule: &Rule) -> bool {
    deployment.rules.iter().any(|other| other.when == "never" && other.condition == rule.condition)
}

/// Whether the pipeline is not made without a job: something on the way to the deployment needs it by name.
fn is_needed(job: &Job, deployment: &Job, before: &BTreeSet<&str>, jobs: &[Job]) -> bool {
    let on_way = |other: &&Job| other.id == deployment.id || before.contains(other.id.as_str());
    jobs.iter().filter(on_way).any(|other| other.needs.contains(&job.id) && !other.optional_needs.contains(&job.id))
}
