//! Connections of which nobody checks where they lead.

use schemars::JsonSchema;
use serde::Serialize;

use super::graph::Graph;
use super::holdings::Holdings;
use super::in_job::InJob;
use super::path;
use super::reach::Reach;
use super::{address, holders};
use crate::input::Fact;
use crate::input::pipeline::knowledge::unchecked::Unchecked;
use crate::input::pipeline::model::Command;

/// A program that is told not to check the certificate, or the key, of whom it talks to. Its place is the command or the
/// variable that says so. One that talks to a machine of the job is none.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct UncheckedPeer {
    /// The program; empty where a variable says so for any.
    pub program: String,
    /// What says so, as it is written: an option, or the name of a variable.
    pub by: String,
    /// What its job holds, the weightiest first: `deploys`, `publishes`, `secrets`, `identity` (it may ask for tokens of
    /// clouds), `rights` (its token may write). Empty outside of jobs.
    pub holds: Vec<&'static str>,
}

/// Those of a pipeline.
pub(super) fn of(
    graph: &Graph<'_>,
    reach: &Reach<'_>,
    holdings: &Holdings,
    known: &Unchecked,
) -> Vec<Fact<UncheckedPeer>> {
    if graph.pipeline.is_judged_by_callers() {
        return Vec::new();
    }
    let mut facts = Vec::new();
    for holder in holders::of(graph) {
        let is_dead = holder.step.is_some_and(|at| reach.is_dead_step(at) || reach.is_dead(at.run));
        for (name, value) in holder.env.iter().filter(|_| !is_dead) {
            if known.variable(name, value) {
                let holds = holder.step.map(|at| holdings.at(at.run)).unwrap_or_default();
                let says = UncheckedPeer { program: String::new(), by: name.clone(), holds };
                let via = holder.step.map(InJob::via).unwrap_or_default();
                let place = path([holders::variables(graph.pipeline.vendor), name]);
                facts.push(Fact { via, ..Fact::new(holder.loc, place, holder.job, says) });
            }
        }
    }
    for run in graph.jobs.iter().filter(|run| !reach.is_dead(run)) {
        let holds = holdings.at(run);
        for at in graph.steps_of(run).filter(|at| !reach.is_dead_step(*at)) {
            let commands = at.step.run.iter().flat_map(|run| &run.commands);
            for command in commands.filter(|it| it.reached) {
                let Some((program, by)) = of_command(at, command, known) else { continue };
                let says = UncheckedPeer { program, by, holds: holds.clone() };
                let via = at.placed.via.iter().chain(&command.via).cloned().collect();
                facts.push(Fact { via, ..Fact::new(&command.loc, Vec::new(), at.about(), says) });
            }
        }
    }
    facts
}

fn of_command(at: InJob<'_>, command: &Command, known: &Unchecked) -> Option<(String, String)> {
    let set = |words: &[String]| {
        let mut set = words.iter().filter_map(|word| word.split_once('='));
        set.find(|(name, value)| known.variable(name, value)).map(|(name, _)| name.to_owned())
    };
    let exported = if command.program == "export" { command.argv.as_slice() } else { &[] };
    if let Some(name) = set(exported).or_else(|| set(&command.assigns).filter(|_| !command.argv.is_empty())) {
        return Some((String::new(), name));
    }
    let found = known.command(&command.argv)?;
    (!is_own(at, command)).then_some(found)
}

/// Whether a command names addresses, and all of them are of the job.
fn is_own(at: InJob<'_>, command: &Command) -> bool {
    let mut addresses = command.argv.iter().filter(|word| word.contains("://")).peekable();
    addresses.peek().is_some() && addresses.all(|word| address::of(at, word).is_none())
}
