//! Modes that show what a run keeps to itself.

use schemars::JsonSchema;
use serde::Serialize;

use super::graph::Graph;
use super::in_job::InJob;
use super::path;
use super::reach::Reach;
use super::{holders, secret_variables};
use crate::input::Fact;
use crate::input::pipeline::model::Command;

/// A mode that shows what a run keeps to itself, or that lets what is printed command the runner. Its place is the variable or
/// the command.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Unmasked {
    /// What does it, as it is written: a variable, or a command.
    pub by: String,
    /// What it does.
    pub mode: Mode,
    /// The secrets that the script has in variables, by name; empty where the mode is for all that runs.
    pub secrets: Vec<String>,
}

/// What a mode shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// Every variable and command gets into the log.
    Debug,
    /// What is printed may set variables and paths of later steps.
    Commands,
    /// Each command gets into the log with the values in it.
    Trace,
    /// The variables get into the log.
    Listing,
}

/// Variables that switch a mode on where they are true.
const SWITCHES: &[(&str, Mode)] = &[
    ("ACTIONS_ALLOW_UNSECURE_COMMANDS", Mode::Commands),
    ("ACTIONS_RUNNER_DEBUG", Mode::Debug),
    ("ACTIONS_STEP_DEBUG", Mode::Debug),
    ("CI_DEBUG_SERVICES", Mode::Debug),
    ("CI_DEBUG_TRACE", Mode::Debug),
];

/// Those of a pipeline.
pub(super) fn of(graph: &Graph<'_>, reach: &Reach<'_>) -> Vec<Fact<Unmasked>> {
    let mut facts = Vec::new();
    for holder in holders::of(graph) {
        for (name, mode) in SWITCHES {
            let is_on =
                holder.env.get(*name).is_some_and(|value| matches!(value.trim(), "true" | "1" | "True" | "TRUE"));
            if is_on {
                let says = Unmasked { by: (*name).to_owned(), mode: *mode, secrets: Vec::new() };
                let via = holder.step.map(InJob::via).unwrap_or_default();
                let place = path([holders::variables(graph.pipeline.vendor), name]);
                facts.push(Fact { via, ..Fact::new(holder.loc, place, holder.job, says) });
            }
        }
    }
    for run in graph.jobs.iter().filter(|run| !reach.is_dead(run)) {
        for at in graph.steps_of(run).filter(|at| !reach.is_dead_step(*at)) {
            let commands = at.step.run.iter().flat_map(|run| &run.commands).collect::<Vec<_>>();
            facts.extend(of_script(at, &commands));
        }
    }
    facts
}

fn of_script(at: InJob<'_>, commands: &[&Command]) -> Option<Fact<Unmasked>> {
    let (index, command, mode) = commands
        .iter()
        .enumerate()
        .find_map(|(index, command)| Some((index, *command, mode(command).filter(|_| command.reached)?)))?;
    let held = secret_variables::of(at);
    let used = || commands.iter().skip(index).any(|it| secret_variables::in_words(it, &held).is_some());
    if held.is_empty() || mode == Mode::Trace && !used() {
        return None;
    }
    let says = Unmasked { by: command.argv.join(" "), mode, secrets: held.into_values().collect() };
    let via = at.placed.via.iter().chain(&command.via).cloned().collect();
    Some(Fact { via, ..Fact::new(&command.loc, Vec::new(), at.about(), says) })
}

/// The mode that a command is, or switches on.
fn mode(command: &Command) -> Option<Mode> {
    let words: Vec<&str> = command.argv.iter().map(String::as_str).collect();
    let letters = |word: &str| word.starts_with('-') && !word.starts_with("--") && word.len() < 8;
    match words.as_slice() {
        ["set", "-o", "xtrace"] => Some(Mode::Trace),
        ["set" | "bash" | "sh", option, ..] if letters(option) && option.contains('x') => Some(Mode::Trace),
        ["env" | "printenv" | "set"] | ["export" | "declare", "-p" | "-x" | "-px"] if is_shown(command) => {
            Some(Mode::Listing)
        }
        _ => None,
    }
}

/// Whether what a command prints gets into the log as it is, or sorted.
fn is_shown(command: &Command) -> bool {
    match command.pipe_to.as_deref() {
        None => command.prints && command.writes.is_empty(),
        Some(reader) => matches!(reader, "sort" | "tee" | "cat"),
    }
}
