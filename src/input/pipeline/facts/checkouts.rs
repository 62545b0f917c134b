//! Code of strangers that a job fetches.

use std::cell::OnceCell;

use schemars::JsonSchema;
use serde::Serialize;

use super::approval;
use super::graph::Graph;
use super::head::{self, MERGE, is_fetched};
use super::in_job::InJob;
use super::path;
use super::reach::{Reach, Suppose};
use crate::input::pipeline::github::flowing;
use crate::input::pipeline::knowledge::{checkout_refusals, contexts, events};
use crate::input::pipeline::model::Interpolation;
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
pub(super) fn of(graph: &Graph<'_>, reach: &Reach<'_>) -> Vec<Fact<Checkout>> {
    if graph.pipeline.is_judged_by_callers() {
        return Vec::new();
    }
    let events = reach.events.iter().enumerate().filter_map(|(index, event)| Some((index, (*event)?)));
    let events: Vec<(usize, &str)> = events.filter(|(_, event)| events::brings_strangers(event)).collect();
    let mut checkouts = Vec::new();
    // Where something of the tree calls the file, its callers say under which events that happens.
    let by_anybody = events.is_empty() && graph.pipeline.is_for_callers() && !graph.pipeline.is_called;
    if events.is_empty() && !by_anybody {
        return checkouts;
    }
    for run in &graph.jobs {
        let guarded = OnceCell::new();
        for at in graph.steps_of(run) {
            let found = found(at);
            if found.is_empty() {
                continue;
            }
            let guarded = *guarded.get_or_init(|| approval::may_be_asked(graph, reach, run));
            if by_anybody {
                let heads = found.iter().filter(|code| code.foreign == Some(true));
                checkouts.extend(heads.filter_map(|code| code.by_anybody(at, guarded)));
            }
            for (index, event) in &events {
                let comes = |suppose| reach.step(at, suppose, *index) != Some(false);
                let reached = found.iter().filter(|code| comes(code.supposed()));
                checkouts.extend(reached.filter_map(|code| code.fact(at, event, guarded)));
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
    /// Whether it is the commit that merges the pull request, which is of the repository once somebody has merged it.
    is_merge: bool,
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
            found.push(Code { loc: &at.step.loc, path, code, foreign: Some(true), is_merge: false });
        }
    }
    let commands = at.step.run.iter().flat_map(|run| &run.commands);
    found.extend(commands.filter(|command| is_fetched(at, command, head::any)).map(|command| Code {
        loc: &command.loc,
        path: Vec::new(),
        code: String::new(),
        foreign: Some(true),
        is_merge: !is_fetched(at, command, head::not_merge),
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
        let is_merge = code == MERGE;
        found.push(Code { loc: &at.step.loc, path: path(["with", input]), code: code.to_owned(), foreign, is_merge });
    };
    let mut is_head = false;
    // Where the ref is written out in the end it is said with its text.
    let is_written = at.handed("ref").any(|(_, value)| value.contains("refs/pull/"));
    for context in interpolation.contexts.iter().filter(|context| !(is_written && *context == contexts::PULLS)) {
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
    /// What has to be so for it to be a stranger's.
    const fn supposed(&self) -> Suppose {
        if self.is_merge { Suppose::Unmerged } else { Suppose::Stranger }
    }

    /// `None` where the action refuses it.
    fn fact(&self, at: InJob<'_>, event: &str, guarded: bool) -> Option<Fact<Checkout>> {
        let refuses = if self.path.is_empty() { Some(false) } else { refuses(at, event) };
        if self.foreign == Some(true) && refuses == Some(true) {
            return None;
        }
        let foreign = self.foreign.filter(|_| refuses.is_some());
        let why = match (self.foreign, foreign, guarded) {
            (None, ..) => "a step or job decides during the run which code it is",
            (_, None, _) => "an expression decides whether the action refuses the code of forks",
            (.., true) => "whether its environment asks for an approval stands in the settings of the forge",
            _ => "",
        };
        let says = Checkout {
            event: event.to_owned(),
            code: self.code.clone(),
            foreign,
            approved: if guarded { None } else { Some(false) },
        };
        let fact = Fact::new(self.loc, self.path.clone(), at.about(), says).because(why);
        Some(Fact { via: at.via(), ..fact })
    }

    /// The same of a file that anybody may call.
    fn by_anybody(&self, at: InJob<'_>, guarded: bool) -> Option<Fact<Checkout>> {
        let fact = self.fact(at, BY_ANYBODY, guarded)?;
        let fact = fact.because("nothing here calls the file, so nobody knows what starts it");
        Some(Fact { says: Checkout { foreign: None, ..fact.says.clone() }, ..fact })
    }
}

/// What starts a file that nothing in this repository calls.
const BY_ANYBODY: &str = "the event of its caller";

/// Whether the action of a step refuses the code of a fork by itself; `None` when an expression decides.
fn refuses(at: InJob<'_>, event: &str) -> Option<bool> {
    let Some(unless) = at.action().and_then(|action| checkout_refusals::unless(action, event)) else {
        return Some(false);
    };
    let open = at.handed(unless).map(|(_, value)| value.trim()).next().unwrap_or_default();
    if open.contains("${{") { None } else { Some(!open.eq_ignore_ascii_case("true")) }
}
