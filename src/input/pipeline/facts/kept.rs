//! Files that a run keeps for a time that the file says.

use schemars::JsonSchema;
use serde::Serialize;

use super::graph::Graph;
use super::in_job::InJob;
use super::path;
use super::reach::Reach;
use crate::input::Fact;

/// Files that a run uploads with a time of its own. Where the file says no time, the settings of the forge do. GitHub only.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Kept {
    /// What they are called, as written; empty when the file gives no name.
    pub name: String,
    /// Their paths, as written, one in a line.
    pub paths: String,
    /// How many days they are kept. Null when that is decided during the run.
    pub days: Option<u64>,
    /// Whether a step of the job hands the findings of a scan over to the forge, which keeps them by itself.
    pub reported: bool,
}

/// The input that says how long.
const DAYS: &str = "retention-days";

/// Whether a step hands findings over to the forge.
fn is_report(at: InJob<'_>) -> bool {
    at.runs("github", "codeql-action")
        && at.action().is_some_and(|uses| matches!(uses.path.as_str(), "upload-sarif" | "analyze"))
}

/// What the runs of a pipeline keep.
pub(super) fn of(graph: &Graph<'_>, reach: &Reach<'_>) -> Vec<Fact<Kept>> {
    if graph.pipeline.is_judged_by_callers() {
        return Vec::new();
    }
    let uploads = graph.steps().filter(|at| at.runs("actions", "upload-artifact") && !reach.is_dead_step(*at));
    let kept = uploads.filter_map(|at| {
        let (input, days) = at.handed(DAYS).next()?;
        let text = |name: &str| at.handed(name).next().map(|(_, value)| value.to_owned()).unwrap_or_default();
        let days = days.trim();
        // Nothing and 0 both mean what the settings say.
        if matches!(days, "" | "0") {
            return None;
        }
        let known = days.parse().ok();
        let why = if known.is_none() { "how long is decided when it runs" } else { "" };
        let reported = graph.steps_of(at.run).any(is_report);
        let says = Kept { name: text("name"), paths: text("path"), days: known, reported };
        let fact = Fact::new(&at.step.loc, path(["with", input]), at.about(), says).because(why);
        Some(Fact { via: at.via(), ..fact })
    });
    kept.collect()
}
