//! Tests and scans of changes, beside the checks that a branch requires before a merge. GitHub only: GitLab knows one
//! check, the pipeline.

use std::collections::BTreeSet;
use std::ptr::from_ref;

use super::dominance;
use super::graph::{Graph, JobRun};
use super::passed::bites;
use super::sarif::reports;
use crate::input::pipeline::github::outlives_failure;
use crate::input::pipeline::model::{Job, Pipeline, Role, Step, TriggerClass};

/// A test or a scan of a job that looks at changes and can fail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MergeCheck {
    /// The place of the job.
    pub loc: String,
    /// The id of the job.
    pub job: String,
    /// The name under which its result is reported, with the expressions in it.
    pub name: String,
    /// `test` or `scan`.
    pub does: &'static str,
    /// Of a scan, what it looks at.
    pub category: &'static str,
    /// The tool by its usual name.
    pub tool: String,
    /// Whether its failure stops a merge; null where only the run or the forge knows.
    pub required: Option<bool>,
    /// A required check that is skipped when it fails, which counts as passed; empty where there is none.
    pub behind: String,
}

/// Those of a pipeline, and which of the names of required checks are of its jobs.
pub(in crate::input) fn of<'n>(
    pipeline: &Pipeline,
    branch: &str,
    names: &BTreeSet<&'n str>,
) -> (Vec<MergeCheck>, BTreeSet<&'n str>) {
    if pipeline.vendor != "github" || pipeline.is_judged_by_callers() || !looks_at_changes(pipeline, branch) {
        return (Vec::new(), BTreeSet::new());
    }
    let graph = Graph::of(pipeline);
    let whole: BTreeSet<&str> = names.iter().copied().filter(|name| is_file(name, &pipeline.file)).collect();
    let reported: Vec<(&JobRun<'_>, String)> = graph.jobs.iter().map(|run| (run, reported_as(run))).collect();
    let mut taken = whole.clone();
    let (mut judging, mut skipped) = (BTreeSet::new(), Vec::new());
    for (run, pattern) in &reported {
        let found: Vec<&str> = names.iter().copied().filter(|name| fits(pattern, name)).collect();
        let Some(first) = found.first() else { continue };
        taken.extend(&found);
        let top = top(run);
        if judges_those_before(top, run.job) {
            judging.insert(from_ref(run.job));
        } else if skipped.len() < SKIPPED && !outlives_failure(&top.condition) {
            skipped.push((*first, top.ancestors.ids()));
        }
    }
    let held = dominance::ahead(&graph, &|job| judging.contains(&from_ref(job)), &|_| true);
    let mut checks = Vec::new();
    for (run, pattern) in &reported {
        let does = what(run.job);
        if does.is_empty() {
            continue;
        }
        let is_held = held.get(run.number) == Some(&true);
        let is_required = !whole.is_empty() || is_held || names.iter().any(|name| fits(pattern, name));
        let waits = skipped.iter().find(|(_, before)| before.binary_search(&top(run).id.as_str()).is_ok());
        let is_unsure = is_open(pattern) || reports(run);
        let required = if is_required { Some(true) } else { (!is_unsure).then_some(false) };
        for (does, category, tool) in does {
            checks.push(MergeCheck {
                loc: run.job.loc.clone(),
                job: run.job.id.clone(),
                name: pattern.replace(ANY, "*"),
                does,
                category,
                tool: tool.to_owned(),
                required,
                behind: waits.map(|(name, _)| (*name).to_owned()).unwrap_or_default(),
            });
        }
    }
    (checks, taken)
}

/// How many required checks are looked behind for those that they wait for.
const SKIPPED: usize = 20;

/// The job of the pipeline that it is, or that calls it.
fn top<'a>(run: &JobRun<'a>) -> &'a Job {
    run.callers.first().copied().unwrap_or(run.job)
}

/// What stands for a part of a name that only the run knows.
const ANY: char = '\u{0}';

/// Whether changes into a branch start a pipeline.
fn looks_at_changes(pipeline: &Pipeline, branch: &str) -> bool {
    pipeline.triggers.iter().any(|trigger| {
        let is_for_it = |pattern: &String| pattern == branch || pattern.contains(['*', '?', '!', '[']);
        matches!(trigger.class, TriggerClass::Pr | TriggerClass::PrUntrusted)
            && (trigger.branches.is_empty() || trigger.branches.iter().any(is_for_it))
    })
}

/// Whether a required workflow is this file.
fn is_file(name: &str, file: &str) -> bool {
    name.starts_with(".github/workflows/") && file.ends_with(name)
}

/// What a job checks and can fail: its first test, and its first scan of each kind.
fn what(job: &Job) -> Vec<(&'static str, &'static str, &str)> {
    let mut found: Vec<(&'static str, &'static str, &str)> = Vec::new();
    let called = |step| -> Vec<&Role> { roles(step) };
    for role in job.steps.iter().flat_map(called) {
        let is_new = !found.iter().any(|(does, category, _)| (*does, *category) == (role.role, role.category));
        let is_it = |other: &Role| (other.role, other.category) == (role.role, role.category);
        if matches!(role.role, "test" | "scan") && is_new && bites(job, &is_it) {
            found.push((role.role, role.category, &role.tool));
        }
    }
    found
}

/// The roles of a step and of the action that it calls.
fn roles(step: &Step) -> Vec<&Role> {
    let called = step.called.iter().flat_map(|called| &called.jobs).flat_map(|job| &job.steps);
    step.roles.iter().chain(called.flat_map(roles)).collect()
}

/// The name under which a job is reported: those of the jobs that call it in front of its own.
fn reported_as(run: &JobRun<'_>) -> String {
    run.way().map(part).collect::<Vec<_>>().join(" / ")
}

/// The name of a job with [`ANY`] for expressions, and for what its matrix adds.
fn part(job: &Job) -> String {
    let mut name = String::new();
    let mut rest = job.name.as_str();
    while let Some((text, behind)) = rest.split_once("${{") {
        name.push_str(text);
        name.push(ANY);
        rest = behind.split_once("}}").map_or("", |(_, rest)| rest);
    }
    name.push_str(rest);
    if !job.matrix.is_empty() && !name.contains(ANY) {
        name.push_str(" (");
        name.push(ANY);
        name.push(')');
    }
    name
}

/// Whether a pattern says nothing of the name.
fn is_open(pattern: &str) -> bool {
    !pattern.chars().any(|character| character != ANY)
}

/// Whether a name is one that a pattern stands for. One that says nothing stands for none.
fn fits(pattern: &str, name: &str) -> bool {
    if is_open(pattern) {
        return false;
    }
    let mut pieces = pattern.split(ANY);
    let Some(mut rest) = pieces.next().and_then(|first| name.strip_prefix(first)) else { return false };
    if !pattern.contains(ANY) {
        return rest.is_empty();
    }
    for piece in pieces {
        let Some((_, behind)) = rest.split_once(piece) else { return false };
        rest = behind;
    }
    true
}

/// Whether a required job fails when one that it waits for has failed: it runs in any case and looks at how they ended.
fn judges_those_before(top: &Job, job: &Job) -> bool {
    let looks = |job: &Job| {
        let own = job.interpolations.iter();
        let all = own.chain(job.steps.iter().flat_map(|step| &step.interpolations));
        let asks = job.steps.iter().any(|step| step.does("require") || step.condition.contains("needs."));
        asks || all.flat_map(|it| &it.contexts).any(|context| context.starts_with("needs"))
    };
    outlives_failure(&top.condition) && (looks(top) || looks(job))
}

#[cfg(test)]
mod tests {
    use super::fits;

    #[test]
    fn a_name_fits_what_a_job_is_called() {
        for (pattern, name, expected) in [
            ("scan", "scan", true),
            ("scan", "scan (x)", false),
            ("scan (\u{0})", "scan (x)", true),
            ("scan (\u{0})", "scan", false),
            ("test \u{0} on \u{0}", "test a on b", true),
            ("test \u{0} on \u{0}", "test a", false),
            ("ci / scan", "ci / scan", true),
            ("ci / scan", "scan", false),
            ("\u{0}", "scan", false),
        ] {
            assert_eq!(fits(pattern, name), expected, "{pattern:?} {name}");
        }
    }
}
