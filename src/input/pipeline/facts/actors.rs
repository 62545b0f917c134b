//! Conditions that take whoever did something last for the author of a change.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::Serialize;

use super::decisions;
use super::graph::{Graph, JobRun};
use super::holders;
use super::in_job::InJob;
use super::path;
use super::reach::{Chosen, Reach, Suppose};
use super::weight;
use crate::input::Fact;
use crate::input::pipeline::github::condition::{Condition, Value};
use crate::input::pipeline::model::{Interpolation, Job, Permissions};

/// A condition that asks whether a bot has started the run, in a run with the rights of the repository about the change of a
/// stranger. The bot starts it too when it does something to that change: whoever wrote it is another question. Its place
/// is the condition. GitHub only.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ActorCheck {
    /// What it asks: `github.actor`.
    pub asks: String,
    /// The event that starts the run: `pull_request_target` or `workflow_run`.
    pub event: String,
    /// What nothing else keeps from the stranger: `merges`, `deploys`, `publishes`, `secrets`, `identity`, or `rights` to
    /// write to the repository.
    pub guards: &'static str,
}

/// What holds who has done something last.
const ACTORS: [&str; 5] = [
    "github.actor",
    "github.triggering_actor",
    "github.event.sender.login",
    "github.event.workflow_run.actor.login",
    "github.event.workflow_run.triggering_actor.login",
];

/// Who has written the change.
const AUTHORS: [&str; 2] = ["github.event.pull_request.user.login", "github.event.pull_request.head.user.login"];

/// How the account of an app is called.
const BOT: &str = "[bot]";

/// A stranger: no account is called so.
const SOMEBODY: &str = "(a stranger)";

/// Events in which the one and the other may be two.
const EVENTS: [&str; 2] = ["pull_request_target", "workflow_run"];

/// Those of a pipeline.
pub(super) fn of<'a>(graph: &'a Graph<'a>, reach: &Reach<'a>) -> Vec<Fact<ActorCheck>> {
    let theirs = |event: Option<&str>| event.is_some_and(|event| EVENTS.contains(&event));
    let events: Vec<usize> =
        reach.events.iter().enumerate().filter(|(_, event)| theirs(**event)).map(|(index, _)| index).collect();
    if events.is_empty() || graph.pipeline.is_judged_by_callers() {
        return Vec::new();
    }
    let mut bots: BTreeSet<String> = BTreeSet::new();
    for run in &graph.jobs {
        let steps = run.steps.iter().map(|placed| placed.step.condition.as_str());
        let conditions = run.way().map(|job| job.condition.as_str()).chain(steps);
        bots.extend(conditions.filter_map(asked).flat_map(|(_, bots)| bots));
    }
    if bots.is_empty() {
        return Vec::new();
    }
    let supposing = |name: Value| {
        let mut chosen: Chosen = ACTORS.iter().map(|context| ((*context).to_owned(), name.clone())).collect();
        chosen.extend(AUTHORS.iter().map(|context| ((*context).to_owned(), Value::text(SOMEBODY))));
        reach.of_strangers(chosen)
    };
    let bot = supposing(Value::texts(bots.iter().map(String::as_str)));
    let person = supposing(Value::text(SOMEBODY));
    let opened = |at: InJob<'a>, event: usize| {
        bot.step(at, Suppose::Stranger, event) != Some(false)
            && person.step(at, Suppose::Stranger, event) == Some(false)
    };
    let mut facts = Vec::new();
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    let checked = |run: &&JobRun<'_>| graph.steps_of(run).any(checks);
    let checking: BTreeSet<&str> = graph.jobs.iter().filter(checked).map(|run| run.job.id.as_str()).collect();
    for run in &graph.jobs {
        let waits = |job: &Job| !checking.is_empty() && job.ancestors.ids().into_iter().any(|id| checking.contains(id));
        if run.way().any(waits) {
            continue;
        }
        for at in graph.steps_of(run).take_while(|at| !checks(*at)) {
            let Some(event) = events.iter().copied().find(|event| opened(at, *event)) else { continue };
            if is_asked(at) {
                continue;
            }
            let guards = of_step(at);
            let Some((loc, asks)) = place(at).filter(|_| !guards.is_empty()) else { continue };
            if seen.insert(loc) {
                let event = reach.events.get(event).copied().flatten().unwrap_or_default().to_owned();
                let fact = Fact::new(loc, path(["if"]), at.about(), ActorCheck { asks, event, guards });
                facts.push(Fact { via: at.via(), ..fact });
            }
        }
    }
    facts
}

/// The actor that a condition asks for, and the bots that it names.
fn asked(condition: &str) -> Option<(String, Vec<String>)> {
    // Most conditions name no bot: they are not read once more.
    if !condition.contains(BOT) {
        return None;
    }
    let terms = Condition::read(condition).terms();
    let asks = terms.contexts.into_iter().find(|context| ACTORS.contains(&context.as_str()))?;
    // A list is one text of JSON.
    let listed = |text: String| serde_json::from_str::<Vec<String>>(&text).unwrap_or_else(|_| vec![text]);
    let named = terms.texts.into_iter().flat_map(listed).filter(|text| text.ends_with(BOT));
    Some((asks, named.collect()))
}

/// The innermost condition in front of a step that asks for the actor.
fn place(at: InJob<'_>) -> Option<(&str, String)> {
    let steps = std::iter::once(at.step).chain(at.placed.callers.iter().rev().copied());
    let steps = steps.map(|step| (step.loc.as_str(), step.condition.as_str()));
    let jobs = std::iter::once(at.job).chain(at.run.callers.iter().rev().copied());
    let jobs = jobs.map(|job| (job.loc.as_str(), job.condition.as_str()));
    steps.chain(jobs).find_map(|(loc, condition)| Some((loc, asked(condition)?.0)))
}

/// Whether a step fails where somebody else than Dependabot has made the change.
fn checks(at: InJob<'_>) -> bool {
    let is_off = |(_, value): (&str, &str)| !value.trim().eq_ignore_ascii_case("false");
    at.runs("dependabot", "fetch-metadata")
        && at.step.continue_on_error == Some(false)
        && !at.handed("skip-verification").any(is_off)
}

/// Whether what another step or job has found out decides too: it may have looked at the author.
fn is_asked(at: InJob<'_>) -> bool {
    let steps = std::iter::once(at.step).chain(at.placed.callers.iter().copied()).map(|step| &step.condition);
    let mut conditions = steps.chain(at.run.way().map(|job| &job.condition)).filter(|condition| !condition.is_empty());
    conditions.any(|condition| {
        let contexts = Condition::read(condition).terms().contexts;
        contexts.iter().any(|context| context.contains(".outputs."))
    })
}

/// What a step has or does that a stranger is after.
fn of_step(at: InJob<'_>) -> &'static str {
    let own = weight::of_step(at.step);
    if !decisions::of_step(at).is_empty() {
        "merges"
    } else if !own.is_empty() {
        own
    } else if !holders::secrets_of(at.pipeline, at.run, at.step).is_empty() {
        "secrets"
    } else if at.job.oidc {
        "identity"
    } else if may_push(&at.job.permissions) && uses_token(at) {
        "rights"
    } else {
        ""
    }
}

/// Whether a token may change code, packages or what runs; labels and comments are none of those.
fn may_push(permissions: &Permissions) -> bool {
    let weighty = |scope: &str| matches!(scope, "contents" | "packages" | "actions" | "deployments" | "pages");
    let scopes = || permissions.scopes.iter().any(|(scope, access)| access == "write" && weighty(scope));
    permissions.default == "write-all" || scopes()
}

/// Whether a step has the token of the run: it names it, or it runs an action, which has it by itself.
fn uses_token(at: InJob<'_>) -> bool {
    let is_token = |context: &String| matches!(context.as_str(), "github.token" | "secrets.github_token");
    let named = |it: &Interpolation| it.contexts.iter().any(is_token);
    at.step.interpolations.iter().chain(&at.job.interpolations).any(named) || at.runs("actions", "github-script")
}
