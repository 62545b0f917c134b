//! Programs from the net that run without being checked.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::address::{self, Address};
use super::graph::Graph;
use super::holdings::Holdings;
use super::in_job::InJob;
use super::packages;
use super::reach::Reach;
use crate::input::Fact;
use crate::input::pipeline::knowledge::downloads::{Does, Into, Reads, does};
use crate::input::pipeline::knowledge::packages::Packages;
use crate::input::pipeline::model::Command;
use crate::input::pipeline::wrappers;

/// A program that is fetched from an address and runs, where nothing compares it with what it should be: neither a digest nor
/// a signature, and the address does not name a commit. Its place is the command that fetches it.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Download {
    /// The program that fetches it.
    pub program: String,
    /// The host that it comes from; empty where a variable holds it.
    pub host: String,
    /// The program that runs it, or makes a program of it; `the shell` where the script calls it by its path.
    pub runs: String,
    /// Whether it stays what it is: `false`, or null where a variable may hold a commit.
    pub pinned: Option<bool>,
    /// What its job holds, the weightiest first: `deploys`, `publishes`, `secrets`, `identity` (it may ask for tokens of
    /// clouds), `rights` (its token may write).
    pub holds: Vec<&'static str>,
}

/// Why nobody can say whether a download is pinned.
const VARIABLE: &str = "a variable holds a part of the address";

/// The most commands behind one that fetches among which those are looked for that its pipe leads to, or its words hold.
const BEHIND: usize = 64;

/// The downloads of a pipeline.
pub(super) fn of(graph: &Graph<'_>, reach: &Reach<'_>, holdings: &Holdings, known: &Packages) -> Vec<Fact<Download>> {
    if graph.pipeline.is_judged_by_callers() {
        return Vec::new();
    }
    let mut facts = Vec::new();
    for run in graph.jobs.iter().filter(|run| !reach.is_dead(run)) {
        let holds = holdings.at(run);
        let mut files = Files::default();
        for at in graph.steps_of(run).filter(|at| !reach.is_dead_step(*at)) {
            of_step(at, &holds, &mut files, &mut facts);
        }
    }
    facts.extend(packages::from_addresses(graph, reach, holdings, known));
    facts
}

/// A file that was fetched: what from, and by which command of which step.
#[derive(Clone)]
struct Fetched<'a> {
    at: InJob<'a>,
    command: &'a Command,
    from: &'a str,
}

/// The files that a job has fetched and neither run nor checked, by their path.
#[derive(Default)]
struct Files<'a>(BTreeMap<String, Fetched<'a>>);

fn of_step<'a>(at: InJob<'a>, holds: &[&'static str], files: &mut Files<'a>, facts: &mut Vec<Fact<Download>>) {
    let Some(run) = &at.step.run else { return };
    let commands = &run.commands;
    let compares = commands
        .iter()
        .any(|it| it.condition || matches!(it.program.as_str(), "[" | "[[" | "test" | "diff" | "cmp" | "grep"));
    let mut add = |fetched: &Fetched<'_>, runs: &str| facts.extend(fact(fetched, runs, holds));
    for (index, command) in commands.iter().enumerate().filter(|(_, it)| it.reached) {
        let behind = commands.get(index.saturating_add(1)..).unwrap_or_default();
        match does(&command.argv) {
            Some(Does::Fetches(words, into)) => {
                let Some(from) = words.into_iter().find(|word| address::of(at, word).is_some()) else { continue };
                let fetched = Fetched { at, command, from };
                match reader(command, behind) {
                    Some(runs) => add(&fetched, &runs),
                    None => files.fetched(fetched, &into),
                }
            }
            Some(Does::Reads(Reads::Texts(texts))) => {
                let begins = |text: &&str| {
                    text.starts_with("$(")
                        || text.starts_with('`')
                        || text.starts_with("<(")
                        || is_powershell(command) && text.contains("$(")
                };
                for text in texts.iter().copied().filter(begins) {
                    if let Some((fetch, from)) = substituted(at, command, text, behind) {
                        add(&Fetched { at, command: fetch, from }, program(command));
                    }
                }
            }
            Some(Does::Reads(Reads::File(text))) if text.starts_with("<(") => {
                if let Some((fetch, from)) = substituted(at, command, text, behind) {
                    add(&Fetched { at, command: fetch, from }, program(command));
                }
            }
            Some(Does::Reads(Reads::File(from))) if from.contains("://") => {
                add(&Fetched { at, command, from }, program(command));
            }
            Some(Does::Reads(Reads::File(file))) => files.run(file).iter().for_each(|it| add(it, program(command))),
            Some(Does::Runs(words)) => {
                for file in words {
                    files.run(file).iter().for_each(|it| add(it, program(command)));
                }
            }
            None if is_of_client(command, commands.get(index.wrapping_sub(1))) => {
                if run.text.contains("DownloadString") {
                    let from = command.argv.first().map_or("", String::as_str);
                    add(&Fetched { at, command, from }, "iex");
                }
            }
            Some(Does::Checks) if command.ignored.is_none() || command.condition => files.0.clear(),
            Some(Does::Digests) if compares || command.pipe_to.as_deref() == Some("grep") => files.0.clear(),
            Some(_) | None => {
                files.moved(command);
                files.run(innermost(command)).iter().for_each(|it| add(it, "the shell"));
            }
        }
    }
}

/// The program of a command behind its wrappers, as it is written; empty where there is none.
fn innermost(command: &Command) -> &str {
    let words: Vec<&str> = command.argv.iter().map(String::as_str).collect();
    wrappers::core(&words).map_or("", |(program, _, _)| program)
}

/// Its name.
fn program(command: &Command) -> &str {
    wrappers::base_name(innermost(command))
}

fn is_powershell(command: &Command) -> bool {
    matches!(command.program.to_ascii_lowercase().as_str(), "iex" | "invoke-expression")
}

/// Whether a word is what a client of PowerShell is told to fetch: `iex (New-Object Net.WebClient).DownloadString('…')`, which is
/// read as two commands.
fn is_of_client(command: &Command, before: Option<&Command>) -> bool {
    let is_client = |it: &Command| it.program == "New-Object" && it.argv.iter().any(|word| word.ends_with("WebClient"));
    before.is_some_and(is_client) && command.argv.first().is_some_and(|word| word.contains("://"))
}

/// The program that runs what a command prints, through the pipes behind it.
fn reader(command: &Command, behind: &[Command]) -> Option<String> {
    let mut next = command.pipe_to.as_deref();
    let mut rest = behind.iter().take(BEHIND);
    // Each turn takes at least one of them.
    while let Some(name) = next {
        let reader = rest.find(|it| it.program == name && it.via.len() == command.via.len())?;
        if does(&reader.argv) == Some(Does::Reads(Reads::Input)) {
            return Some(program(reader).to_owned());
        }
        if matches!(does(&reader.argv), Some(Does::Checks)) {
            return None;
        }
        next = reader.pipe_to.as_deref();
    }
    None
}

/// The command in a word that a command runs, if it fetches something.
fn substituted<'a>(
    at: InJob<'_>,
    command: &Command,
    text: &str,
    behind: &'a [Command],
) -> Option<(&'a Command, &'a str)> {
    let inside = behind.iter().filter(|it| it.via.len() == command.via.len());
    inside.take(BEHIND).filter(|it| text.contains(it.program.as_str())).find_map(|it| match does(&it.argv) {
        Some(Does::Fetches(words, _)) => {
            let from = words.into_iter().find(|word| text.contains(*word) && address::of(at, word).is_some())?;
            Some((it, from))
        }
        _ => None,
    })
}

/// A path as it is compared.
fn path(word: &str) -> &str {
    word.strip_prefix("./").or_else(|| word.strip_prefix(".\\")).unwrap_or(word)
}

impl<'a> Files<'a> {
    /// Takes in a file that is fetched.
    fn fetched(&mut self, fetched: Fetched<'a>, into: &Into<'_>) {
        let end = fetched.from.split(['?', '#']).next().unwrap_or_default().rsplit('/').next().unwrap_or_default();
        let file = match into {
            Into::File(file) => *file,
            Into::Named => end,
            Into::Output => match fetched.command.writes.first() {
                Some(file) => file,
                None => return,
            },
        };
        if !file.is_empty() {
            self.0.insert(path(file).to_owned(), fetched);
        }
    }

    /// The download that a file is, which is said once.
    fn run(&mut self, file: &str) -> Option<Fetched<'a>> {
        self.0.remove(path(file))
    }

    /// Takes in a command that gives a file another name.
    fn moved(&mut self, command: &Command) {
        let words: Vec<&str> = command.argv.iter().map(String::as_str).collect();
        let Some((program, from, _)) = wrappers::core(&words) else { return };
        let mut names = words.get(from..).unwrap_or_default().iter().filter(|word| !word.starts_with('-'));
        if let ("mv" | "cp" | "ln", Some(old), Some(new)) = (wrappers::base_name(program), names.next(), names.next()) {
            let Some(fetched) = self.0.get(path(old)).cloned() else { return };
            let name = old.rsplit('/').next().unwrap_or(old);
            let is_folder = new.ends_with('/') || new.ends_with("/bin") || *new == ".";
            let new = if is_folder { format!("{}/{name}", new.trim_end_matches('/')) } else { (*new).to_owned() };
            self.0.insert(path(&new).to_owned(), fetched);
        }
    }
}

fn fact(fetched: &Fetched<'_>, runs: &str, holds: &[&'static str]) -> Option<Fact<Download>> {
    let Fetched { at, command, from } = fetched;
    let Address { host, pinned } = address::of(*at, from)?;
    if pinned == Some(true) {
        return None;
    }
    let says =
        Download { program: program(command).to_owned(), host, runs: runs.to_owned(), pinned, holds: holds.to_vec() };
    let why = if pinned.is_none() { VARIABLE } else { "" };
    let via = at.placed.via.iter().chain(&command.via).cloned().collect();
    Some(Fact { via, ..Fact::new(&command.loc, Vec::new(), at.about(), says).because(why) })
}

/// A download that a tool which installs packages fetches and runs itself.
pub(super) fn by_tool(
    at: InJob<'_>,
    command: &Command,
    (tool, word): (&str, &str),
    holds: &[&'static str],
) -> Option<Fact<Download>> {
    let from = word.rsplit_once("@ ").map_or(word, |(_, address)| address);
    let from = from.trim_start_matches("git+");
    let fact = fact(&Fetched { at, command, from }, tool, holds)?;
    Some(Fact { says: Download { program: tool.to_owned(), ..fact.says }, ..fact })
}
