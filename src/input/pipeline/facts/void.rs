//! Conditions that hold whatever the run is about.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::Serialize;

use super::graph::Graph;
use super::holdings::Holdings;
use super::in_job::InJob;
use super::path;
use super::reach::Reach;
use super::weight;
use crate::input::Fact;
use crate::input::pipeline::github::condition::{Void, void};
use crate::input::pipeline::gitlab::condition::is_void;

/// A condition that asks something and holds in every run all the same, in front of a job or step of weight. Its place is
/// the condition.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct VoidCondition {
    /// Why it holds: `fenced` where something stands outside of `${{ }}`, so that the whole is a text; `constant` where
    /// `||` joins a text to a comparison, or a variable is compared with itself.
    pub by: &'static str,
    /// What it lets run: `deploys`, `publishes`, `merges`, `secrets` or `identity` of the job or step.
    pub guards: &'static str,
}

/// Those of a pipeline.
pub(super) fn of(graph: &Graph<'_>, reach: &Reach<'_>, holdings: &Holdings) -> Vec<Fact<VoidCondition>> {
    if graph.pipeline.vendor == "gitlab" { of_gitlab(graph, holdings) } else { of_github(graph, reach, holdings) }
}

fn of_github(graph: &Graph<'_>, reach: &Reach<'_>, holdings: &Holdings) -> Vec<Fact<VoidCondition>> {
    let mut facts = Vec::new();
    let mut known: BTreeMap<&str, Option<Void>> = BTreeMap::new();
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    for run in &graph.jobs {
        for guard in weight::guards(run, graph.steps_of(run), holdings) {
            let by = *known.entry(guard.condition).or_insert_with(|| void(guard.condition));
            let (Some(by), false) = (by, guard.guards.is_empty()) else { continue };
            if reach.is_dead(run) || !seen.insert(guard.loc) {
                continue;
            }
            let by = if by == Void::Fenced { "fenced" } else { "constant" };
            let via = guard.step.map_or_else(|| run.via.clone(), InJob::via);
            let about = guard.step.map_or(run.job.id.as_str(), InJob::about);
            let says = VoidCondition { by, guards: guard.guards };
            facts.push(Fact { via, ..Fact::new(guard.loc, path(["if"]), about, says) });
        }
    }
    facts
}

fn of_gitlab(graph: &Graph<'_>, holdings: &Holdings) -> Vec<Fact<VoidCondition>> {
    let mut facts = Vec::new();
    let mut known: BTreeMap<&str, bool> = BTreeMap::new();
    for run in &graph.jobs {
        let starts = |when: &str| !matches!(when, "never" | "manual");
        for rule in run.job.rules.iter().filter(|rule| !rule.condition.is_empty() && starts(&rule.when)) {
            let void = *known.entry(&rule.condition).or_insert_with(|| is_void(&rule.condition));
            let guards = if void { weight::of_job(run, holdings) } else { "" };
            if !guards.is_empty() {
                let says = VoidCondition { by: "constant", guards };
                facts.push(Fact { via: run.via.clone(), ..Fact::new(&rule.loc, path(["if"]), &run.job.id, says) });
            }
        }
    }
    facts
}
