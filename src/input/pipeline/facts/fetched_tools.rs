//! Programs that actions fetch when they run.

use schemars::JsonSchema;
use serde::Serialize;

use super::address;
use super::graph::Graph;
use super::holdings::Holdings;
use super::in_job::InJob;
use super::path;
use super::reach::Reach;
use crate::input::Fact;
use crate::input::pipeline::knowledge::action_tools::ActionTools;

/// A program that an action fetches at whatever version is newest then, however firmly the action itself is pinned. A version
/// that only the run knows is one that somebody has chosen, and not here. GitHub only.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct FetchedTool {
    /// The action: `owner/name` and the path below it.
    pub action: String,
    /// The program.
    pub tool: String,
    /// The input that says its version.
    pub input: String,
    /// What its job holds, the weightiest first: `deploys`, `publishes`, `secrets`, `identity` (it may ask for tokens of
    /// clouds), `rights` (its token may write).
    pub holds: Vec<&'static str>,
}

/// Those of a pipeline. What only others call is said where it is called.
pub(super) fn of(
    graph: &Graph<'_>,
    reach: &Reach<'_>,
    holdings: &Holdings,
    known: &ActionTools,
) -> Vec<Fact<FetchedTool>> {
    if graph.pipeline.vendor != "github" || graph.pipeline.is_judged_by_callers() {
        return Vec::new();
    }
    let alive = graph.jobs.iter().filter(|run| !reach.is_dead(run));
    let steps = alive.flat_map(|run| graph.steps_of(run)).filter(|at| !reach.is_dead_step(*at));
    steps.filter_map(|at| fact(at, holdings, known)).collect()
}

fn fact(at: InJob<'_>, holdings: &Holdings, known: &ActionTools) -> Option<Fact<FetchedTool>> {
    let uses = at.action()?;
    let row = known.of(uses)?;
    let given = row.inputs.iter().find_map(|input| at.handed(input).find(|(_, value)| !value.is_empty()));
    let path = match given {
        None if row.is_newest => path(["uses"]),
        Some((input, value)) if is_newest(&address::filled(at, value)) => path(["with", input]),
        _ => return None,
    };
    let parts = [uses.owner.as_str(), &uses.name, &uses.path].into_iter().filter(|part| !part.is_empty());
    let says = FetchedTool {
        action: parts.collect::<Vec<_>>().join("/"),
        tool: row.tool.clone(),
        input: row.inputs.first().cloned().unwrap_or_default(),
        holds: holdings.at(at.run),
    };
    Some(Fact { via: at.via(), ..Fact::new(&at.step.loc, path, at.about(), says) })
}

/// Whether a version is whatever is newest.
fn is_newest(version: &str) -> bool {
    matches!(version.trim().to_ascii_lowercase().as_str(), "latest" | "canary" | "nightly" | "stable")
}
