//! Code of strangers, and what the job holds that fetches it.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::Serialize;

use super::head::is_fetched;
use super::in_job::InJob;
use super::path;
use crate::input::pipeline::github::{flowing, keeps_out};
use crate::input::pipeline::knowledge::{contexts, events};
use crate::input::pipeline::model::{Approval, Interpolation, Job, Permissions, Pipeline};
use crate::input::{Fact, Segment};

/// Code of a pull request, perhaps from a fork, that is fetched in a run with the rights of the repository.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Checkout {
    /// The event that starts the run: `pull_request_target`, `workflow_run` or `issue_comment`.
    pub event: String,
    /// What says which code it is: a context such as `github.event.pull_request.head.sha`, or a ref. Empty for a command
    /// that fetches it.
    pub code: String,
    /// Whether it is the code of a stranger. Null when a step or job decides it during the run.
    pub foreign: Option<bool>,
    /// Whether somebody has to agree before the job runs: `false`, or null when its environment, or that of a job before
    /// it, may ask; the settings of the forge say whether it does.
    pub approved: Option<bool>,
    /// The secrets that the job, its steps and the workflow are handed, sorted; `*` for all of them.
    pub secrets: Vec<String>,
    /// What the token of the job may do: `write`, `read`, `none`, or `unspecified` when the settings of the repository say it.
    pub token: &'static str,
}

/// The checkouts of a pipeline.
pub(super) fn of(pipeline: &Pipeline) -> Vec<Fact<Checkout>> {
    let events: BTreeSet<&str> = pipeline.triggers.iter().map(|trigger| trigger.raw.as_str()).collect();
    let events: Vec<&str> = events.into_iter().filter(|event| events::brings_strangers(event)).collect();
    let mut checkouts = Vec::new();
    if events.is_empty() {
        return checkouts;
    }
    let asking: BTreeSet<&str> = pipeline.jobs.iter().filter(|job| asks(job)).map(|job| job.id.as_str()).collect();
    for at in InJob::all(pipeline) {
        let found = found(at);
        if found.is_empty() {
            continue;
        }
        let guarded = asks(at.job) || at.job.ancestors.iter().any(|id| asking.contains(id.as_str()));
        let reaches = |event: &&&str| !keeps_out(&at.job.condition, event) && !keeps_out(&at.step.condition, event);
        for event in events.iter().filter(reaches) {
            checkouts.extend(found.iter().map(|code| code.fact(at, event, guarded)));
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
    // The name of a stranger's branch in another, named repository is a branch of that repository.
    let is_named = || at.handed("repository").any(|(_, repository)| !repository.contains("${{"));
    if !(is("repository") || is("ref") && !is_named()) {
        return;
    }
    let mut add = |code: &str, foreign| {
        found.push(Code { loc: &at.step.loc, path: path(["with", input]), code: code.to_owned(), foreign });
    };
    let mut is_head = false;
    for context in &interpolation.contexts {
        if contexts::is_head(context) {
            is_head = true;
            add(context, Some(true));
        } else if ["steps", "needs"].contains(&context.split('.').next().unwrap_or_default()) {
            add(context, None);
        }
    }
    // The head may be read out of what holds it beside other things: `fromJSON(toJSON(github.event))`.
    for context in flowing(&interpolation.expr).iter().filter(|context| !is_head && contexts::holds_head(context)) {
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
            secrets: secrets(at),
            token: token(&at.job.permissions),
        };
        Fact::new(self.loc, self.path.clone(), &at.job.id, says).because(why)
    }
}

/// Whether the settings of the forge may ask somebody before a job runs.
fn asks(job: &Job) -> bool {
    job.approval == Approval::External
}

fn secrets(at: InJob<'_>) -> Vec<String> {
    let steps = at.job.steps.iter().flat_map(|step| &step.secrets);
    let all = at.pipeline.secrets.iter().chain(&at.job.secrets).chain(steps);
    all.map(|secret| &secret.name).collect::<BTreeSet<_>>().into_iter().cloned().collect()
}

fn token(permissions: &Permissions) -> &'static str {
    let may = |what: &str| permissions.scopes.values().any(|access| access == what);
    match permissions.default {
        "write-all" => "write",
        "read-all" => "read",
        "unspecified" => "unspecified",
        _ if may("write") => "write",
        _ if may("read") => "read",
        _ => "none",
    }
}
