//! Secrets that scripts print, or write where others read them.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::graph::{Graph, JobRun};
use super::in_job::InJob;
use super::reach::Reach;
use super::secret_variables;
use crate::input::Fact;
use crate::input::pipeline::model::Command;

/// A secret that a command prints, or writes into a file that others get. The token of the run is none. GitHub only. Its
/// place is the command.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct SecretPrint {
    /// Its name.
    pub secret: String,
    /// Where it gets.
    pub to: To,
    /// The program that makes something else of it before, which no mask of the log knows; empty when none does.
    pub encoder: String,
}

/// Where a secret gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum To {
    /// The log.
    Log,
    /// The outputs of the step.
    Output,
    /// The summary of the job.
    Summary,
    /// A file of an artifact.
    Artifact,
}

/// Programs that print what they are given.
const PRINT: &[&str] = &["echo", "printf", "print", "Write-Host", "Write-Output"];

/// Programs that print something else of what they read, in which the value is still there.
const ENCODE: &[&str] = &["base64", "base32", "xxd", "od", "hexdump", "rev", "sed", "tr", "fold", "jq"];

/// Those of a pipeline.
pub(super) fn of(graph: &Graph<'_>, reach: &Reach<'_>) -> Vec<Fact<SecretPrint>> {
    if graph.pipeline.is_judged_by_callers() || graph.pipeline.vendor != "github" {
        return Vec::new();
    }
    graph.jobs.iter().filter(|run| !reach.is_dead(run)).flat_map(|run| of_job(graph, reach, run)).collect()
}

fn of_job(graph: &Graph<'_>, reach: &Reach<'_>, run: &JobRun<'_>) -> Vec<Fact<SecretPrint>> {
    let mut facts = Vec::new();
    let mut files: BTreeMap<String, Fact<SecretPrint>> = BTreeMap::new();
    for at in graph.steps_of(run).filter(|at| !reach.is_dead_step(*at)) {
        if at.runs("actions", "upload-artifact") {
            let paths: Vec<&str> = at.handed("path").flat_map(|(_, value)| value.lines()).map(str::trim).collect();
            // Each is said once.
            files.retain(|file, fact| {
                let is_taken = paths.iter().any(|path| holds(path, file));
                facts.extend(is_taken.then(|| fact.clone()));
                !is_taken
            });
        }
        let commands = at.step.run.iter().flat_map(|run| &run.commands).filter(|command| may_print(command));
        let mut commands = commands.peekable();
        // Most steps print no secret: nothing is made for them.
        if commands.peek().is_none() {
            continue;
        }
        let held = secret_variables::of(at);
        let all = at.step.run.iter().flat_map(|run| &run.commands).collect::<Vec<_>>();
        for (index, command) in all.iter().enumerate().filter(|(_, command)| may_print(command)) {
            let Some(secret) = secret_variables::in_words(command, &held) else { continue };
            let behind = all.get(index.saturating_add(1)..).unwrap_or_default();
            let (last, encoder) = last(command, behind);
            let of =
                |to: To| fact(at, command, SecretPrint { secret: secret.clone(), to, encoder: encoder.to_owned() });
            match last.writes.first().map(|file| plain(file)) {
                Some("$GITHUB_OUTPUT" | "${GITHUB_OUTPUT}") => facts.push(of(To::Output)),
                Some("$GITHUB_STEP_SUMMARY" | "${GITHUB_STEP_SUMMARY}") => facts.push(of(To::Summary)),
                Some(file) => drop(files.insert(file.to_owned(), of(To::Artifact))),
                None if command.argv.iter().any(|word| word.contains("::set-output")) => facts.push(of(To::Output)),
                None if last.prints && last.pipe_to.is_none() => facts.push(of(To::Log)),
                None => {}
            }
        }
    }
    facts
}

/// Whether a command may print a secret: one that tells the runner to mask it does not.
fn may_print(command: &Command) -> bool {
    PRINT.contains(&command.program.as_str())
        && command.reached
        && command.via.is_empty()
        && !command.argv.iter().any(|word| word.contains("::add-mask::"))
}

/// The last command of a pipe as far as the value gets, and the program that makes something else of it.
fn last<'a>(command: &'a Command, behind: &[&'a Command]) -> (&'a Command, &'a str) {
    let (mut last, mut encoder) = (command, "");
    let mut rest = behind.iter().copied();
    while let Some(name) = last.pipe_to.as_deref() {
        let is_known = ENCODE.contains(&name) || matches!(name, "tee" | "cat");
        let Some(reader) = rest.find(|it| it.program == name).filter(|_| is_known) else { break };
        if ENCODE.contains(&name) {
            encoder = &reader.program;
        }
        last = reader;
    }
    (last, encoder)
}

/// A path without what says nothing.
fn plain(path: &str) -> &str {
    path.trim().trim_start_matches("./")
}

/// Whether a path of an artifact is a file or has it below.
fn holds(path: &str, file: &str) -> bool {
    let path = plain(path).trim_end_matches("/**").trim_end_matches("/*").trim_end_matches('/');
    let below = file.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    !path.is_empty() && below || path == "." && !file.starts_with(['/', '$', '~', '.'])
}

fn fact(at: InJob<'_>, command: &Command, says: SecretPrint) -> Fact<SecretPrint> {
    Fact { via: at.via(), ..Fact::new(&command.loc, Vec::new(), at.about(), says) }
}
