//! Agents that do what a prompt tells them.

use schemars::JsonSchema;
use serde::Serialize;

use super::graph::Graph;
use super::in_job::InJob;
use super::path;
use crate::input::Fact;
use crate::input::pipeline::knowledge::agents::{AgentRow, Agents};
use crate::input::pipeline::model::{Command, Trust};
use crate::input::pipeline::wrappers;

/// An agent that a step starts. What it reads it may take for what it has to do.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Agent {
    /// The agent by its usual name.
    pub agent: String,
    /// What says what it has to do: inputs of the action, or flags of the command, that are given.
    pub prompts: Vec<String>,
    /// What anybody can write that is put into the prompt, as a context such as `github.event.issue.body`. Empty when
    /// nothing of the kind is.
    pub source: String,
    /// What says which tools it may use: inputs or flags that are given.
    pub limits: Vec<String>,
    /// Whether it may do anything without being asked. Null when that is decided during the run.
    pub free: Option<bool>,
    /// The secrets that the step hands over, in capitals.
    pub secrets: Vec<String>,
}

/// The agents of a pipeline.
pub(super) fn of(graph: &Graph<'_>, known: &Agents) -> Vec<Fact<Agent>> {
    let mut agents = Vec::new();
    for at in graph.steps() {
        if let Some(uses) = at.action() {
            let row = known.action(&format!("{}/{}", uses.owner, uses.name));
            agents.extend(row.map(|row| of_action(at, row)));
        }
        for command in at.step.run.iter().flat_map(|run| &run.commands) {
            agents.extend(of_command(at, command, known));
        }
    }
    agents
}

fn of_action(at: InJob<'_>, row: &AgentRow) -> Fact<Agent> {
    let value = |name: &str| at.handed(name).map(|(_, value)| value.to_owned()).find(|value| !value.is_empty());
    let given = |names: &[String]| names.iter().filter(|name| value(name).is_some()).cloned().collect();
    let is_prompt = |place: &str| {
        place.strip_prefix("with.").is_some_and(|input| row.prompts.iter().any(|it| it.eq_ignore_ascii_case(input)))
    };
    let mut tainted = at.step.interpolations.iter().filter(|it| it.trust == Trust::Untrusted && is_prompt(&it.at));
    let source = tainted.next().map(|it| it.tainted_by.clone()).unwrap_or_default();
    let says = agent(at, row, given(&row.prompts), given(&row.limits), source, row.is_free(&value));
    let why = because(&says);
    Fact { via: at.placed.via.clone(), ..Fact::new(&at.step.loc, path(["uses"]), at.about(), says).because(why) }
}

fn of_command(at: InJob<'_>, command: &Command, known: &Agents) -> Option<Fact<Agent>> {
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
    let given = |names: &[String]| names.iter().filter(|name| value(name).is_some()).cloned().collect();
    let line = command.argv.join(" ");
    let in_it = |it: &&crate::input::pipeline::model::Interpolation| {
        it.trust == Trust::Untrusted && it.at == "run" && line.contains(it.expr.as_str())
    };
    let source = at.step.interpolations.iter().find(in_it).map(|it| it.tainted_by.clone()).unwrap_or_default();
    let says = agent(at, row, given(&row.prompts), given(&row.limits), source, row.is_free(&value));
    let why = because(&says);
    let via = at.placed.via.iter().chain(&command.via).cloned().collect();
    Some(Fact { via, ..Fact::new(&command.loc, Vec::new(), at.about(), says).because(why) })
}

fn agent(
    at: InJob<'_>,
    row: &AgentRow,
    prompts: Vec<String>,
    limits: Vec<String>,
    source: String,
    free: Option<bool>,
) -> Agent {
    let secrets = at.step.secrets.iter().map(|secret| secret.name.clone()).collect();
    Agent { agent: row.agent.clone(), prompts, source, limits, free, secrets }
}

fn because(agent: &Agent) -> &'static str {
    if agent.free.is_none() { "an expression decides what it may do" } else { "" }
}
