//! Files that a run keeps for a time that the file says.

use schemars::JsonSchema;
use serde::Serialize;

use super::graph::{Graph, JobRun};
use super::in_job::InJob;
use super::path;
use super::reach::Reach;
use crate::input::Fact;

/// Files that a run uploads, or a job of GitLab leaves behind, with a time of its own. Where the file says no time, the
/// settings of the forge do. What a job of GitLab hands over as a report, the forge keeps by itself.
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

/// What a job of GitLab keeps for a time that it says.
fn of_job(run: &JobRun<'_>) -> Option<Fact<Kept>> {
    let artifacts = run.job.artifacts.as_ref()?;
    let days = match artifacts.expire_in.trim().to_ascii_lowercase().as_str() {
        "" | "never" => return None,
        time => in_days(time),
    };
    let why = if days.is_none() { "how long is decided when it runs" } else { "" };
    let says = Kept { name: artifacts.name.clone(), paths: artifacts.paths.join("\n"), days, reported: false };
    let fact = Fact::new(&run.job.loc, path(["artifacts", "expire_in"]), &run.job.id, says).because(why);
    Some(Fact { via: run.via.clone(), ..fact })
}

/// The whole days of a time in words: `30 days`, `3 mos 4 sec`, `2h20min`; a number alone counts seconds.
fn in_days(time: &str) -> Option<u64> {
    let mut seconds: u64 = 0;
    let mut rest = time.replace("and", " ").replace(',', " ");
    while !rest.trim().is_empty() {
        let text = rest.trim_start();
        let (number, behind) = text.split_at(text.find(|it: char| !it.is_ascii_digit()).unwrap_or(text.len()));
        let behind = behind.trim_start();
        let (unit, behind) = behind.split_at(behind.find(|it: char| !it.is_ascii_alphabetic()).unwrap_or(behind.len()));
        seconds = seconds.checked_add(number.parse::<u64>().ok()?.checked_mul(seconds_of(unit)?)?)?;
        rest = behind.to_owned();
    }
    seconds.checked_div(86_400)
}

/// How many seconds a unit has.
fn seconds_of(unit: &str) -> Option<u64> {
    match unit {
        "" | "s" | "sec" | "secs" | "second" | "seconds" => Some(1),
        "m" | "min" | "mins" | "minute" | "minutes" => Some(60),
        "h" | "hr" | "hrs" | "hour" | "hours" => Some(3_600),
        "d" | "day" | "days" => Some(86_400),
        "w" | "wk" | "wks" | "week" | "weeks" => Some(604_800),
        "mo" | "mos" | "mon" | "month" | "months" => Some(2_592_000),
        "y" | "yr" | "yrs" | "year" | "years" => Some(31_557_600),
        _ => None,
    }
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
    if graph.pipeline.vendor == "gitlab" {
        return graph.jobs.iter().filter(|run| !reach.is_dead(run)).filter_map(of_job).collect();
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
