//! Builds of what the run of a stranger has made.

use schemars::JsonSchema;
use serde::Serialize;

use super::graph::{Graph, JobRun};
use super::in_job::InJob;
use super::path;
use super::reach::{Reach, Suppose};
use crate::input::pipeline::model::{Command, Step};
use crate::input::pipeline::wrappers;
use crate::input::{Fact, Segment, Via};

/// A program that builds, installs or loads what lies in a folder, in one that an artifact of the run has filled that started
/// this one. A stranger can have started that one, and decides what its artifacts hold. Scripts that are run out of them
/// are flows. Its place is the command, or the action of this repository. GitHub only.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ForeignBuild {
    /// The program, or the action as it is written.
    pub taker: String,
    /// The folder; empty for the workspace.
    pub folder: String,
}

/// The event of a run that another one has started.
const OF_RUNS: &str = "workflow_run";

/// What says which run it was.
const RUN: &str = "github.event.workflow_run";

/// How many folders of a job are remembered.
const FOLDERS: usize = 16;

/// Programs that run what the files of their folder say.
const BUILDS: [&str; 20] = [
    "npm",
    "npx",
    "yarn",
    "pnpm",
    "bun",
    "make",
    "gradle",
    "gradlew",
    "mvn",
    "mvnw",
    "cargo",
    "bundle",
    "rake",
    "composer",
    "cmake",
    "tox",
    "nox",
    "pre-commit",
    "poetry",
    "just",
];

/// Programs that run, or make a part of the machine, what they are given, by a word behind them; empty for any.
const TAKES: [(&str, &str); 10] = [
    ("pip", "install"),
    ("pip3", "install"),
    ("uv", "pip"),
    ("dpkg", "-i"),
    ("rpm", "-i"),
    ("apt-get", "install"),
    ("docker", "load"),
    ("docker", "build"),
    ("podman", "load"),
    ("gem", "install"),
];

/// Those of a pipeline.
pub(super) fn of(graph: &Graph<'_>, reach: &Reach<'_>) -> Vec<Fact<ForeignBuild>> {
    let event = reach.events.iter().position(|event| *event == Some(OF_RUNS));
    let Some(event) = event.filter(|_| !graph.pipeline.is_judged_by_callers()) else { return Vec::new() };
    graph.jobs.iter().filter_map(|run| of_job(graph, reach, run, event)).collect()
}

/// The first of a job.
fn of_job(graph: &Graph<'_>, reach: &Reach<'_>, run: &JobRun<'_>, event: usize) -> Option<Fact<ForeignBuild>> {
    let mut filled: Vec<(String, &Step)> = Vec::new();
    for at in graph.steps_of(run) {
        let is_clean = at.runs("actions", "checkout") && at.handed("path").next().is_none();
        let commands: Vec<&Command> =
            at.step.run.iter().flat_map(|run| &run.commands).filter(|command| command.reached).collect();
        let fills = download(at).or_else(|| commands.iter().find_map(|command| fetched(at, command)));
        if !is_clean && fills.is_none() && filled.is_empty() {
            continue;
        }
        if reach.step(at, Suppose::Stranger, event) == Some(false) {
            continue;
        }
        // A checkout empties the workspace.
        if is_clean {
            filled.clear();
        }
        for (folder, source) in &filled {
            let Some((place, taker)) = taken(at, &commands, folder) else { continue };
            let (loc, path) =
                place.map_or_else(|| (&at.step.loc, path(["uses"])), |it| (&it.loc, Vec::<Segment>::new()));
            let here = Via { loc: source.loc.clone(), path: Vec::new(), what: "is downloaded here".to_owned() };
            let via = at.via().into_iter().chain([here]).collect();
            let says = ForeignBuild { taker, folder: folder.clone() };
            return Some(Fact { via, ..Fact::new(loc, path, at.about(), says) });
        }
        let is_new = |folder: &String| filled.len() < FOLDERS && filled.iter().all(|(known, _)| known != folder);
        let fills = fills.filter(is_new);
        filled.extend(fills.map(|folder| (folder, at.step)));
    }
    None
}

/// The folder that an action fills with an artifact of that run.
fn download(at: InJob<'_>) -> Option<String> {
    let is_one = at.runs("actions", "download-artifact") || at.runs("dawidd6", "action-download-artifact");
    let names = |input: &str| {
        let mut read = at.step.interpolations.iter().filter(|it| it.at.eq_ignore_ascii_case(&format!("with.{input}")));
        read.any(|it| it.contexts.iter().any(|context| context.starts_with(RUN)))
    };
    (is_one && ["run-id", "run_id"].into_iter().any(names)).then(|| {
        let given = at.handed("path").map(|(_, value)| value).next().unwrap_or_default();
        folder_of(given)
    })
}

/// The same of `gh run download`.
fn fetched(at: InJob<'_>, command: &Command) -> Option<String> {
    let words: Vec<&str> = command.argv.iter().map(String::as_str).collect();
    let ["gh", "run", "download", rest @ ..] = words.as_slice() else { return None };
    let names = |word: &&str| {
        word.contains(RUN)
            || command.variables.iter().any(|name| {
                let held = at.variable(name).into_iter().flat_map(|(_, held)| held);
                word.contains(name.as_str()) && held.flat_map(|it| &it.contexts).any(|context| context.starts_with(RUN))
            })
    };
    if !rest.iter().any(names) {
        return None;
    }
    let named = rest.iter().zip(rest.iter().skip(1)).find(|(word, _)| matches!(**word, "-D" | "--dir"));
    Some(folder_of(named.map_or("", |(_, folder)| folder)))
}

/// A path without what stands for the workspace.
fn folder_of(path: &str) -> String {
    let path = path.trim().trim_start_matches("${{ github.workspace }}").trim_start_matches("$GITHUB_WORKSPACE");
    path.trim_start_matches("./").trim_matches('/').trim_start_matches('.').to_owned()
}

/// What of a step takes what lies in a folder: a command, or an action of this repository.
fn taken<'a>(at: InJob<'a>, commands: &[&'a Command], folder: &str) -> Option<(Option<&'a Command>, String)> {
    let is_below = |path: &str| {
        let path = folder_of(path);
        !folder.is_empty() && path.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    if let Some(uses) = at.step.uses.as_ref().filter(|uses| uses.kind == "local") {
        return (folder.is_empty() || is_below(&uses.raw)).then(|| (None, uses.raw.clone()));
    }
    let mut is_inside = match at.step.run.as_ref().map(|run| run.working_directory.as_str()) {
        Some("") | None => folder.is_empty(),
        Some(own) => is_below(own),
    };
    for command in commands {
        let argv = wrappers::unwrap(&command.argv, |_| None);
        let Some((program, rest)) = argv.split_first() else { continue };
        let name = wrappers::base_name(program);
        if matches!(name, "cd" | "pushd") {
            is_inside = rest.first().is_some_and(|word| is_below(word)) || is_inside && folder.is_empty();
            continue;
        }
        let names = || rest.iter().any(|word| is_below(word.rsplit('=').next().unwrap_or(word)));
        let given = || TAKES.iter().any(|(program, word)| *program == name && rest.iter().any(|it| it == word));
        let takes = if BUILDS.contains(&name) {
            is_inside || names()
        } else {
            given() && (names() || is_local(rest) && is_inside)
        };
        if takes && command.via.is_empty() {
            return Some((Some(*command), name.to_owned()));
        }
    }
    None
}

/// Whether a command is given the folder that it runs in, or a file of it.
fn is_local(arguments: &[String]) -> bool {
    let is_it = |word: &String| matches!(word.as_str(), "." | "./" | "-r" | "-e") || word.starts_with("./");
    arguments.iter().any(is_it)
}
