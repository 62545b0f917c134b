//! Scans that do not run, or only for whoever starts them.

use super::graph::Graph;
use super::in_job::InJob;
use super::reach::Reach;
use super::scans::Lost;
use crate::input::Segment;
use crate::input::fact::path;
use crate::input::pipeline::model::{Job, Role};
use crate::input::pipeline::shell::NEVER;

/// Why a scan is as good as none, and where that stands.
pub(super) struct Idle<'a> {
    pub(super) lost: Lost,
    pub(super) loc: &'a str,
    pub(super) path: Vec<Segment>,
    pub(super) detail: &'static str,
}

/// Why a scan does not run; `None` when it may.
pub(super) fn of<'a>(graph: &Graph<'_>, at: InJob<'a>, role: &'a Role, reach: &Reach<'_>) -> Option<Idle<'a>> {
    let never = |loc, path, detail| Some(Idle { lost: Lost::Never, loc, path, detail });
    let job = at.job;
    if reach.is_dead(at.run) {
        return match job {
            _ if !reach.is_dead_alone(at.run) => never(&role.loc, Vec::new(), "what calls it never runs"),
            Job { condition, .. } if !condition.is_empty() => {
                never(&job.loc, path(["if"]), "its condition never holds")
            }
            Job { rules, .. } if !rules.is_empty() => never(&job.loc, path(["rules"]), "its rules never start it"),
            Job { when, .. } if when == "never" => never(&job.loc, path(["when"]), "it is never started"),
            _ => never(&job.loc, path(["needs"]), "a job that it needs never runs"),
        };
    }
    if reach.is_dead_step(at) {
        return if reach.is_dead_step_alone(at) {
            never(&at.step.loc, path(["if"]), "its condition never holds")
        } else {
            never(&role.loc, Vec::new(), "a step around it never runs")
        };
    }
    if role.ignored.as_deref() == Some(NEVER) {
        return never(&role.loc, Vec::new(), NEVER);
    }
    let is_optional = job.when == "manual" && job.allow_failure == Some(true);
    (is_optional && !holds_up(graph, job)).then(|| Idle {
        lost: Lost::ByHand,
        loc: &job.loc,
        path: path([if job.rules.is_empty() { "when" } else { "rules" }]),
        detail: "",
    })
}

/// Whether anything waits for a job that somebody starts by hand: another job that needs it, or what it deploys itself.
fn holds_up(graph: &Graph<'_>, job: &Job) -> bool {
    let deploys = job.steps.iter().any(|step| step.does("deploy"));
    deploys || graph.pipeline.jobs.iter().any(|other| other.needs.contains(&job.id))
}
