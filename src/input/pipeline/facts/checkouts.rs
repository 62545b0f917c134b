//! Code of strangers that a job fetches.

use std::cell::OnceCell;
use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::Serialize;

use super::dominance;
use super::graph::Graph;
use super::head::is_fetched;
use super::in_job::InJob;
use super::path;
use crate::input::pipeline::github::{flowing, keeps_out};
use crate::input::pipeline::knowledge::{contexts, events};
use crate::input::pipeline::model::{Approval, Interpolation, Job};
use crate::input::{Fact, Segment};

/// Code of a pull request, perhaps from a fork, that is fetched in a run with the rights of the repository.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Checkout {
    /// The event that starts the run: `pull_request_target`, `workflow_run` or `issue_comment`. Of a file that nothing in
    /// this repository calls: `the event of its caller`.
    pub event: String,
    /// What says which code it is: a context such as `github.event.pull_request.head.sha`, or a ref. Empty for a command
    /// that fetches it.
    pub code: String,
    /// Whether it is the code of a stranger. Null when a step or job decides it during the run, or whoever calls the file.
    pub foreign: Option<bool>,
    /// Whether somebody has to agree before the job runs: `false`, or null when its environment, or that of a job before
    /// it, may ask; the settings of the forge say whether it does.
    pub approved: Option<bool>,
}

/// The checkouts of a pipeline.
pub(super) fn of(graph: &Graph<'_>) -> Vec<Fact<Checkout>> {
    let pipeline = graph.pipeline;
    if pipeline.is_judged_by_callers() {
        return Vec::new();
    }
    let events: BTreeSet<&str> = pipeline.triggers.iter().map(|trigger| trigger.raw.as_str()).collect();
    let events: Vec<&str> = events.into_iter().filter(|event| events::brings_strangers(event)).collect();
    let mut checkouts = Vec::new();
    let by_anybody = events.is_empty() && pipeline.is_for_callers();
    if events.is_empty() && !by_anybody {
        return checkouts;
    }
    let asked = dominance::behind(graph, &asks, &|_| true);
    for (run, asked) in graph.jobs.iter().zip(asked) {
        let job = run.job;
        let guarded = asks(job) || asked;
        let reaching = OnceCell::new();
        for at in graph.steps_of(run) {
            let found = found(at);
            if found.is_empty() {
                continue;
            }
            if by_anybody {
                let heads = found.iter().filter(|code| code.foreign == Some(true));
                checkouts.extend(heads.map(|code| code.by_anybody(at, guarded)));
            }
            let is_reached = |event: &&str| !run.conditions().any(|condition| keeps_out(condition, event));
            let reach_job = || events.iter().copied().filter(is_reached).collect();
            let events: &Vec<&str> = reaching.get_or_init(reach_job);
            let is_reached = |event: &&&str| !at.placed.conditions().any(|condition| keeps_out(condition, event));
            for event in events.iter().filter(is_reached) {
                checkouts.extend(found.iter().map(|code| code.fact(at, event, guarded)));
            }
        }
    }
    checkouts
}

/// Code that a step gets.
struct Code<'a> {
    loc: &'a str,
    path: Vec<Segment>,
    code: String,
    foreign: Option<bool>,
}

/// What a step gets that is, or may be, the code of a pull request.
fn found(at: InJob<'_>) -> Vec<Code<'_>> {
    let mut found = Vec::new();
    if at.runs("actions", "checkout") {
        for interpolation in &at.step.interpolations {
            by_expression(at, interpolation, &mut found);
        }
        for (input, value) in at.handed("ref").filter(|(_, value)| value.contains("refs/pull/")) {
            let (code, path) = (value.to_owned(), path(["with", input]));
            found.push(Code { loc: &at.step.loc, path, code, foreign: Some(true) });
        }
    }
    let commands = at.step.run.iter().flat_map(|run| &run.commands);
    found.extend(commands.filter(|command| is_fetched(at, command)).map(|command| Code {
        loc: &command.loc,
        path: Vec::new(),
        code: String::new(),
        foreign: Some(true),
    }));
    found
}

/// What an expression of the checkout action says about the code that it gets.
fn by_expression<'a>(at: InJob<'a>, interpolation: &Interpolation, found: &mut Vec<Code<'a>>) {
    let Some(input) = interpolation.at.strip_prefix("with.") else { return };
    let is = |name: &str| input.eq_ignore_ascii_case(name);
    if !(is("repository") || is("ref")) {
        return;
    }
    // The name of a stranger's branch in another, named repository is a branch of that repository; a commit is the same
    // wherever it is fetched from, and no name means this repository.
    let is_name = |repository: &str| !repository.is_empty() && !repository.contains("${{");
    let elsewhere = is("ref") && at.handed("repository").any(|(_, repository)| is_name(repository));
    let is_commit = |context: &str| context.ends_with("sha") || context.ends_with("head_commit.id");
    let mut add = |code: &str, foreign| {
        found.push(Code { loc: &at.step.loc, path: path(["with", input]), code: code.to_owned(), foreign });
    };
    let mut is_head = false;
    for context in &interpolation.contexts {
        if contexts::is_head(context) {
            is_head = true;
            if !elsewhere || is_commit(context) {
                add(context, Some(true));
            }
        } else if !elsewhere && ["steps", "needs"].contains(&context.split('.').next().unwrap_or_default()) {
            add(context, None);
        }
    }
    // The head may be read out of what holds it beside other things: `fromJSON(toJSON(github.event))`.
    if is_head || elsewhere {
        return;
    }
    for context in flowing(&interpolation.expr).iter().filter(|context| contexts::holds_head(context)) {
        add(context, None);
    }
}

impl Code<'_> {
    fn fact(&self, at: InJob<'_>, event: &str, guarded: bool) -> Fact<Checkout> {
        let why = match (self.foreign, guarded) {
            (None, _) => "a step or job decides during the run which code it is",
            (_, true) => "whether its environment asks for an approval stands in the settings of the forge",
            _ => "",
        };
        let says = Checkout {
            event: event.to_owned(),
            code: self.code.clone(),
            foreign: self.foreign,
            approved: if guarded { None } else { Some(false) },
        };
        let fact = Fact::new(self.loc, self.path.clone(), at.about(), says).because(why);
        Fact { via: at.via(), ..fact }
    }

    /// The same of a file that anybody may call.
    fn by_anybody(&self, at: InJob<'_>, guarded: bool) -> Fact<Checkout> {
        let fact =
            self.fact(at, BY_ANYBODY, guarded).because("nothing here calls the file, so nobody knows what starts it");
        Fact { says: Checkout { foreign: None, ..fact.says.clone() }, ..fact }
    }
}

/// What starts a file that nothing in this repository calls.
const BY_ANYBODY: &str = "the event of its caller";

/// Whether the settings of the forge may ask somebody before a job runs.
fn asks(job: &Job) -> bool {
    job.approval == Approval::External || job.called.iter().any(|called| called.jobs.iter().any(asks))
}
