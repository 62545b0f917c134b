//! What anybody can start by what they write.

use std::cell::OnceCell;
use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::Serialize;

use super::approval;
use super::clusters;
use super::decisions;
use super::graph::{Graph, JobRun};
use super::in_job::InJob;
use super::path;
use super::reach::Reach;
use super::weight;
use crate::input::Fact;
use crate::input::pipeline::github::condition::Condition;
use crate::input::pipeline::knowledge::{contexts, permission_checks};
use crate::input::pipeline::model::{Command, Interpolation, Job};

/// A step of weight in a job that an issue or a comment starts, where nothing but its conditions asks who has written that.
/// Once for each job, and none where a step before asks the forge, or an environment may. Its place is the step. Agents
/// and checkouts have facts of their own. GitHub only.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Opening {
    /// What it does: `deploys`, `publishes`, `merges`, or `starts` another workflow.
    pub does: &'static str,
    /// The event, such as `issue_comment`.
    pub event: String,
    /// Whether somebody without rights in the repository can start it. Null when a condition decides that gate cannot tell.
    pub open: Option<bool>,
}

/// What people write.
const EVENTS: [&str; 5] = ["issue_comment", "issues", "discussion_comment", "discussion", "pull_request_comment"];

/// Actions that start another workflow.
const STARTS: [(&str, &str); 4] = [
    ("peter-evans", "repository-dispatch"),
    ("benc-uk", "workflow-dispatch"),
    ("convictional", "trigger-workflow-and-wait"),
    ("aurelien-baudet", "workflow-dispatch"),
];

/// Those of a pipeline.
pub(super) fn of(graph: &Graph<'_>, reach: &Reach<'_>) -> Vec<Fact<Opening>> {
    let pipeline = graph.pipeline;
    let event = pipeline.triggers.iter().map(|trigger| trigger.raw.as_str()).find(|event| EVENTS.contains(event));
    let Some(event) = event.filter(|_| !pipeline.is_judged_by_callers()) else { return Vec::new() };
    let checking: BTreeSet<&str> =
        graph.jobs.iter().filter(|run| graph.steps_of(run).any(asks)).map(|run| run.job.id.as_str()).collect();
    let mut facts = Vec::new();
    for run in &graph.jobs {
        let waits = |job: &Job| !checking.is_empty() && job.ancestors.ids().into_iter().any(|id| checking.contains(id));
        if run.way().any(waits) {
            continue;
        }
        let steps = graph.steps_of(run).take_while(|at| !asks(*at));
        let inside = OnceCell::new();
        let is_inside = |at: InJob<'_>| {
            let own = inside.get_or_init(|| clusters::inside(graph, run));
            let mut roles = at.step.roles.iter().filter(|role| role.role == "deploy");
            roles.all(|role| role.category == "cluster" && own.contains(&clusters::at(at, &role.loc)))
        };
        let weighty = steps.filter_map(|at| Some((at, does(at)?)));
        let weighty = weighty.filter(|(at, does)| *does != "deploys" || !is_inside(*at));
        let opened = weighty.filter_map(|(at, does)| {
            let open = reach.by_strangers(at, &|event| EVENTS.contains(&event));
            (open != Some(false)).then_some((at, does, open))
        });
        let Some((at, does, open)) = opened.into_iter().next() else { continue };
        if approval::may_be_asked(graph, reach, run) {
            continue;
        }
        let why = if open.is_none() { "a condition that only the run can evaluate decides who starts it" } else { "" };
        let says = Opening { does, event: event.to_owned(), open };
        facts.push(fact(run, at, says).because(why));
    }
    facts
}

fn fact(run: &JobRun<'_>, at: InJob<'_>, says: Opening) -> Fact<Opening> {
    let place = if at.step.uses.is_some() { path(["uses"]) } else { path(["run"]) };
    let via = if at.via().is_empty() { run.via.clone() } else { at.via() };
    Fact { via, ..Fact::new(&at.step.loc, place, at.about(), says) }
}

/// What a step does that only people of the repository should start.
fn does(at: InJob<'_>) -> Option<&'static str> {
    let own = if at.step.called.is_some() { "" } else { weight::of_step(at.step) };
    match own {
        "deploys" | "publishes" => return Some(own),
        _ if !decisions::of_step(at).is_empty() => return Some("merges"),
        _ => {}
    }
    // A note of what somebody wrote is none; what does as they wrote is.
    if !is_told(at) {
        return None;
    }
    let mut commands = at.step.run.iter().flat_map(|run| &run.commands);
    let starts = STARTS.iter().any(|(owner, name)| at.runs(owner, name)) || commands.any(is_start);
    starts.then_some("starts")
}

/// Whether a condition asks what somebody wrote.
fn is_told(at: InJob<'_>) -> bool {
    let steps = std::iter::once(at.step).chain(at.placed.callers.iter().copied()).map(|step| &step.condition);
    let mut conditions = steps.chain(at.run.way().map(|job| &job.condition)).filter(|condition| !condition.is_empty());
    conditions.any(|condition| Condition::read(condition).terms().contexts.iter().any(|it| contexts::is_free_text(it)))
}

/// Whether a command starts another workflow: `gh workflow run`, or the API.
fn is_start(command: &Command) -> bool {
    let words: Vec<&str> = command.argv.iter().map(String::as_str).take(3).collect();
    let by_api = || command.argv.iter().any(|word| word.trim_end_matches('/').ends_with("/dispatches"));
    command.reached
        && (words == ["gh", "workflow", "run"] || matches!(command.program.as_str(), "gh" | "curl") && by_api())
}

/// Whether a step asks who has started the run: the forge, or what the event says of them.
fn asks(at: InJob<'_>) -> bool {
    let is_person = |it: &Interpolation| {
        let told = |context: &String| context.ends_with(".author_association") || context == "github.actor";
        it.at != "if"
            && it.contexts.iter().any(told)
            && at.step.run.as_ref().is_some_and(|run| {
                run.commands.iter().any(|command| {
                    command.condition || matches!(command.program.as_str(), "[" | "[[" | "test" | "case")
                })
            })
    };
    permission_checks::by_step(at.action(), at.step) || at.step.interpolations.iter().any(is_person)
}
