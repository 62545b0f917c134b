//! Agents that do what a prompt tells them.

use schemars::JsonSchema;
use serde::Serialize;

use super::graph::Graph;
use super::holders;
use super::in_job::InJob;
use super::path;
use super::reach::Reach;
use super::tokens;
use super::words::{self, Words};
use crate::input::pipeline::github::condition::and;
use crate::input::pipeline::knowledge::agents::{AgentRow, Agents};
use crate::input::pipeline::model::Command;
use crate::input::pipeline::wrappers;
use crate::input::{Fact, Via};

/// An agent that a step starts. What it reads it may take for what it has to do.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Agent {
    /// The agent by its usual name.
    pub agent: String,
    /// What says what it has to do: inputs of the action, or flags of the command, that are given.
    pub prompts: Vec<String>,
    /// Whether what a stranger can write is put into the prompt. Null when nobody knows whether it still is, or whether the
    /// run is one that a stranger can start.
    pub foreign: Option<bool>,
    /// What that is: a context such as `github.event.issue.body`, or what a program prints. Empty when nothing of the kind
    /// is put into it.
    pub source: String,
    /// What says which tools it may use: inputs or flags that are given.
    pub limits: Vec<String>,
    /// Whether it may do anything without being asked. Null when that is decided during the run.
    pub free: Option<bool>,
    /// Whether somebody without rights in the repository can start it, by an event that nothing keeps from them: no
    /// condition, and no check of the agent. Null when a condition decides that gate cannot tell. GitHub only.
    pub open: Option<bool>,
    /// Whether the token of the run may write anything. Null when the settings of the repository decide.
    pub writes: Option<bool>,
    /// The secrets that the step gets, in capitals, those that its job or the whole pipeline sets too.
    pub secrets: Vec<String>,
}

/// The event of a run that another one has started.
const OF_RUNS: &str = "workflow_run";

/// The agents of a pipeline.
pub(super) fn of(graph: &Graph<'_>, reach: &Reach<'_>, known: &Agents) -> Vec<Fact<Agent>> {
    let mut agents = Vec::new();
    for at in graph.steps() {
        if let Some(uses) = at.action() {
            let row = known.action(&format!("{}/{}", uses.owner, uses.name));
            agents.extend(row.map(|row| of_action(at, reach, row)));
        }
        for command in at.step.run.iter().flat_map(|run| &run.commands) {
            agents.extend(of_command(at, reach, command, known));
        }
    }
    agents
}

fn of_action(at: InJob<'_>, reach: &Reach<'_>, row: &AgentRow) -> Fact<Agent> {
    let value = |name: &str| at.handed(name).map(|(_, value)| value.to_owned()).find(|value| !value.is_empty());
    let words = words::of_inputs(at, &row.prompts);
    let fact = agent(at, reach, row, &value, &words);
    let via = at.placed.via.iter().chain(&words.via).cloned().collect();
    Fact { loc: at.step.loc.clone(), path: path(["uses"]), via, ..fact }
}

fn of_command(at: InJob<'_>, reach: &Reach<'_>, command: &Command, known: &Agents) -> Option<Fact<Agent>> {
    // Most commands are none: nothing is copied for them.
    if !command.argv.iter().any(|word| known.begins(wrappers::base_name(word))) {
        return None;
    }
    let argv = wrappers::unwrap(&command.argv, |_| None);
    let (program, arguments) = argv.split_first()?;
    let row = known.command(wrappers::base_name(program), arguments)?;
    let value = |name: &str| {
        arguments.iter().enumerate().find_map(|(index, word)| {
            let rest = word.strip_prefix(name)?;
            if let Some(value) = rest.strip_prefix('=') {
                return Some(value.to_owned());
            }
            let next = || arguments.get(index.saturating_add(1)).cloned().unwrap_or_default();
            rest.is_empty().then(next)
        })
    };
    let words = words::of_command(at, command);
    let fact = agent(at, reach, row, &value, &words);
    let via = at.placed.via.iter().chain(&command.via).chain(&words.via);
    let via = via.fold(Vec::new(), |mut all: Vec<Via>, next| {
        if !all.contains(next) {
            all.push(next.clone());
        }
        all
    });
    Some(Fact { loc: command.loc.clone(), via, ..fact })
}

/// The agent with what surrounds it. `value` says what an input or flag holds.
fn agent(
    at: InJob<'_>,
    reach: &Reach<'_>,
    row: &AgentRow,
    value: &dyn Fn(&str) -> Option<String>,
    words: &Words,
) -> Fact<Agent> {
    let given = |names: &[String]| names.iter().filter(|name| value(name).is_some()).cloned().collect();
    // What asks who has started the run cannot ask it of a run that another one has started.
    let behind_others = reach.by_strangers(at, &|event| event == OF_RUNS);
    let open = or(behind_others, and(reach.by_strangers(at, &|event| event != OF_RUNS), row.is_open(value)));
    let says = Agent {
        agent: row.agent.clone(),
        prompts: given(&row.prompts),
        foreign: words.foreign(at, reach, open),
        source: words.source.clone(),
        limits: given(&row.limits),
        free: row.is_free(value),
        open,
        writes: tokens::may_write(&at.job.permissions),
        secrets: holders::secrets_of(at.pipeline, at.run, at.step),
    };
    let why = because(&says, words);
    Fact::new("", Vec::new(), at.about(), says).because(why)
}

fn or(one: Option<bool>, other: Option<bool>) -> Option<bool> {
    and(one.map(|it| !it), other.map(|it| !it)).map(|it| !it)
}

fn because(agent: &Agent, words: &Words) -> String {
    let mut reasons = Vec::new();
    if agent.foreign.is_none() {
        reasons.push(words.doubted());
    }
    if agent.free.is_none() {
        reasons.push("an expression decides what it may do".to_owned());
    }
    if agent.open.is_none() && agent.foreign.is_some() {
        reasons.push("a condition that only the run can evaluate decides who starts it".to_owned());
    }
    if agent.writes.is_none() {
        reasons.push("the settings of the repository say what its token may do".to_owned());
    }
    reasons.join(", and ")
}
