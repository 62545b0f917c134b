//! Tokens that a checkout leaves in the workspace and an artifact takes along.

use schemars::JsonSchema;
use serde::Serialize;

use super::graph::{Graph, JobRun};
use super::in_job::InJob;
use super::path;
use super::reach::Reach;
use crate::input::pipeline::model::Ref;
use crate::input::{Fact, Via};

/// An artifact of the whole workspace of a job in which a checkout has left its token. Whoever may read artifacts has it.
/// GitHub only. Its place is the path of the artifact.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct KeptCredential {
    /// The action that uploads it, as it is written.
    pub uploads: String,
    /// Whether the token is in the artifact: `true`, or null where the versions of the actions or an expression decide.
    pub uploaded: Option<bool>,
}

/// Why nobody can say whether the token is in the artifact.
const VERSION: &str = "the version of an action or an expression decides whether hidden files are uploaded, or whether the \
                       token is in one";

/// Such artifacts of a pipeline.
pub(super) fn of(graph: &Graph<'_>, reach: &Reach<'_>) -> Vec<Fact<KeptCredential>> {
    if graph.pipeline.is_judged_by_callers() {
        return Vec::new();
    }
    let alive = graph.jobs.iter().filter(|run| !reach.is_dead(run));
    alive.flat_map(|run| of_job(graph, reach, run)).collect()
}

fn of_job(graph: &Graph<'_>, reach: &Reach<'_>, run: &JobRun<'_>) -> Vec<Fact<KeptCredential>> {
    let mut checkouts: Vec<(InJob<'_>, Option<bool>)> = Vec::new();
    let mut facts = Vec::new();
    for at in graph.steps_of(run).filter(|at| !reach.is_dead_step(*at)) {
        if at.runs("actions", "checkout") {
            let keeps = keeps(at);
            checkouts.extend((keeps != Some(false)).then_some((at, keeps)));
        }
        if !at.runs("actions", "upload-artifact") {
            continue;
        }
        let Some(uses) = at.action() else { continue };
        let hidden = takes_hidden(at, uses);
        for (input, value) in at.handed("path") {
            let held = checkouts.iter().rev().find(|(checkout, _)| takes(value, folder(*checkout)));
            let Some((checkout, kept)) = held.filter(|_| hidden != Some(false)) else { continue };
            let uploaded = kept.and(hidden);
            let says = KeptCredential { uploads: format!("{}/{}", uses.owner, uses.name), uploaded };
            let fact = Fact::new(&at.step.loc, path(["with", input]), at.about(), says);
            let mut via = at.via();
            let place = checkout.step.uses.as_ref().map_or(&checkout.step.loc, |uses| &uses.loc);
            via.push(Via { loc: place.clone(), path: Vec::new(), what: "leaves its token here".to_owned() });
            facts.push(Fact { via, ..fact.because(if uploaded.is_none() { VERSION } else { "" }) });
        }
    }
    facts
}

/// Whether a checkout leaves its token in the workspace. From version 6 on the token is kept beside it.
fn keeps(at: InJob<'_>) -> Option<bool> {
    let given = at.handed("persist-credentials").map(|(_, value)| value.trim()).next();
    match given {
        Some(value) if value.eq_ignore_ascii_case("false") => return Some(false),
        Some(value) if value.contains("${{") => return None,
        _ => {}
    }
    let (major, _) = version(at.action()?)?;
    Some(major < 6)
}

/// Whether an upload takes files along whose names begin with a dot. From version 4.4 on it has to be told so.
fn takes_hidden(at: InJob<'_>, uses: &Ref) -> Option<bool> {
    let asked = at.handed("include-hidden-files").map(|(_, value)| value.trim()).next();
    match asked {
        Some(value) if value.contains("${{") => return None,
        Some(value) if value.eq_ignore_ascii_case("true") => return Some(true),
        _ => {}
    }
    let (major, minor) = version(uses)?;
    Some(major < 4 || major == 4 && minor.is_some_and(|minor| minor < 4))
}

/// The numbers of a version, the second one where it is written; `None` for a commit. A branch is the newest.
fn version(uses: &Ref) -> Option<(u32, Option<u32>)> {
    let text = uses.reference.as_deref()?;
    if uses.pin == "sha" {
        return None;
    }
    let mut numbers = text.trim_start_matches('v').split('.').map(str::parse::<u32>);
    match numbers.next()? {
        Ok(major) => Some((major, numbers.next().and_then(Result::ok))),
        Err(_) => (uses.pin == "branch").then_some((u32::MAX, None)),
    }
}

/// The folder that a checkout fills; empty for the workspace.
fn folder(at: InJob<'_>) -> &str {
    at.handed("path").next().map_or("", |(_, value)| plain(value))
}

/// A path of the workspace without what says nothing.
fn plain(path: &str) -> &str {
    let path = path.trim().trim_start_matches("./").trim_end_matches('/');
    if path == "." { "" } else { path }
}

/// Whether the paths of an artifact take in all of a folder.
fn takes(paths: &str, folder: &str) -> bool {
    let is_git = |line: &str| line.contains(".git") && !line.contains(".github") && !line.contains(".gitignore");
    let lines = || paths.lines().map(str::trim).filter(|line| !line.is_empty());
    if lines().any(|line| line.starts_with('!') && is_git(line)) {
        return false;
    }
    lines().any(|line| {
        let line = match line.strip_prefix("${{").and_then(|rest| rest.split_once("}}")) {
            Some((inner, rest)) if inner.trim() == "github.workspace" => rest.trim_start_matches('/'),
            _ => line,
        };
        let line = plain(line);
        let all = ["**/*", "**", "*"].iter().find_map(|glob| line.strip_suffix(glob));
        let taken = all.unwrap_or(line).trim_end_matches('/');
        taken.is_empty() || taken == folder
    })
}
