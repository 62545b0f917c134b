//! Packages that are installed outside of what the project locks.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::Serialize;

use super::address;
use super::downloads::{self, Download};
use super::graph::Graph;
use super::holdings::Holdings;
use super::in_job::InJob;
use super::reach::Reach;
use crate::input::Fact;
use crate::input::pipeline::knowledge::packages::{Installer, Named, Packages};
use crate::input::pipeline::model::Command;
use crate::input::pipeline::wrappers;

/// Packages that a command installs, or runs, outside of a lock file and not in one exact version. Their code runs in the job.
/// Its place is the command.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Package {
    /// The tool by its usual name: `pip`, `npm` …
    pub tool: String,
    /// The packages, in order.
    pub packages: Vec<String>,
    /// Whether their versions are exact: `false`, or null where a variable decides for all of them.
    pub exact: Option<bool>,
    /// What its job holds, the weightiest first: `deploys`, `publishes`, `secrets`, `identity` (it may ask for tokens of
    /// clouds), `rights` (its token may write).
    pub holds: Vec<&'static str>,
}

/// The most packages of one command that are named.
const NAMED: usize = 20;

/// The ends of files that are packages.
const FILES: &[&str] = &[
    ".whl", ".tgz", ".tar.gz", ".tar.bz2", ".gem", ".zip", ".nupkg", ".deb", ".vsix", ".txt", ".toml", ".go", ".lock",
];

/// Every installing command of a job that may run, with what it installs.
type Install<'a> = (InJob<'a>, &'a Command, &'a Installer, Vec<Named<'a>>);

fn installs<'a>(graph: &'a Graph<'a>, reach: &Reach<'a>, known: &'a Packages) -> Vec<Install<'a>> {
    if graph.pipeline.is_judged_by_callers() {
        return Vec::new();
    }
    let mut found = Vec::new();
    for run in graph.jobs.iter().filter(|run| !reach.is_dead(run)) {
        // Whether the packages of the project are there, among which a tool may be, and the tools that were installed besides.
        let mut own = false;
        let mut tools = BTreeSet::new();
        for at in graph.steps_of(run).filter(|at| !reach.is_dead_step(*at)) {
            let commands = at.step.run.iter().flat_map(|run| &run.commands);
            for command in commands.filter(|it| it.reached) {
                own = own || installs_project(command);
                let Some((installer, named)) = known.installs(&command.argv) else { continue };
                let runs_installed = installer.bare == "installed";
                let bare = if runs_installed { own } else { installer.bare == "project" };
                let is_there = |word: &str| bare || runs_installed && tools.contains(word);
                let taken = |it: &Named<'_>| it.version.is_some() || !is_there(it.word) || is_address(it.word);
                let named: Vec<Named<'_>> = named.into_iter().filter(taken).collect();
                if installer.tool == "npm" && !runs_installed {
                    tools.extend(named.iter().flat_map(|it| programs(it.word)));
                }
                found.push((at, command, installer, named));
            }
        }
    }
    found
}

/// Whether a command installs the packages that a project of Node locks, here or in a container that sees its files. One that
/// adds a package to them installs the others too.
fn installs_project(command: &Command) -> bool {
    let words: Vec<&str> = command.argv.iter().map(String::as_str).collect();
    let Some((program, from, _)) = wrappers::core(&words) else { return false };
    let behind = words.get(from..).unwrap_or_default();
    let is_global = behind.iter().any(|word| matches!(*word, "-g" | "--global" | "--location=global" | "global"));
    let first = behind.iter().find(|word| !word.starts_with('-')).copied();
    match (wrappers::base_name(program), first) {
        ("npm", Some("install" | "i" | "add"))
        | ("yarn" | "pnpm" | "bun", None | Some("install" | "i" | "ci" | "add")) => !is_global,
        ("npm", Some("ci" | "clean-install" | "install-ci-test" | "cit")) | ("lerna" | "rush" | "ni" | "nci", _) => {
            true
        }
        _ => false,
    }
}

/// The names under which the programs of a package of npm are usually called: its own, and that of its scope.
fn programs(word: &str) -> impl Iterator<Item = String> + use<> {
    let name = word.rfind('@').filter(|at| *at > 0).and_then(|at| word.get(..at)).unwrap_or(word);
    let parts = name.strip_prefix('@').and_then(|name| name.split_once('/'));
    let short = parts.map(|(scope, name)| [scope.to_owned(), name.to_owned()]);
    std::iter::once(name.to_owned()).chain(short.into_iter().flatten())
}

/// Whether a package is named by its address.
fn is_address(word: &str) -> bool {
    word.contains("://") && !word.contains("file://") || word.starts_with("github:") || word.starts_with("git@")
}

/// Whether a word is a path of the job.
fn is_local(word: &str) -> bool {
    let begins = [
        "./",
        "../",
        "/",
        "~",
        "file:",
        "$PWD",
        "$GITHUB_WORKSPACE",
        "$CI_PROJECT_DIR",
        "$RUNNER_TEMP",
        "$HOME",
        "%",
        "<",
    ];
    let bare = word.split('[').next().unwrap_or(word);
    matches!(bare, "." | "" | ".." | "all" | "-")
        || begins.iter().any(|start| word.starts_with(start))
        || word.contains(['*', '(', '`', '\\'])
        || FILES.iter().any(|end| word.ends_with(end))
        || word.starts_with("${{ github.workspace")
}

/// The packages of a pipeline from registries.
pub(super) fn of(graph: &Graph<'_>, reach: &Reach<'_>, holdings: &Holdings, known: &Packages) -> Vec<Fact<Package>> {
    let mut facts = Vec::new();
    for (at, command, installer, named) in installs(graph, reach, known) {
        let (mut loose, mut unsure) = (Vec::new(), Vec::new());
        for Named { word: raw, version, by_option } in named {
            let word = &address::filled(at, raw);
            let is_file = command.texts.get(raw).is_some_and(|texts| texts.iter().all(|text| is_local(text)));
            if is_file || is_local(word) || is_address(word) || installer.takes_paths() && word.contains('/') {
                continue;
            }
            let version = version.map(|version| address::filled(at, version));
            let is_exact = |version: &str| {
                let is_open = by_option && version.contains('$');
                if is_open { Some(true) } else { installer.is_exact(version) }
            };
            match version.as_deref().map_or(Some(false), is_exact) {
                Some(false) if !word.starts_with('$') => loose.push(word.clone()),
                Some(true) => {}
                _ => unsure.push(word.clone()),
            }
        }
        let (exact, packages) = if loose.is_empty() { (None, unsure) } else { (Some(false), loose) };
        if packages.is_empty() {
            continue;
        }
        let holds = holdings.at(at.run);
        let packages = packages.into_iter().take(NAMED).collect();
        let says = Package { tool: installer.tool.clone(), packages, exact, holds };
        let why = if exact.is_none() { "a variable decides which version it is" } else { "" };
        let via = at.placed.via.iter().chain(&command.via).cloned().collect();
        facts.push(Fact { via, ..Fact::new(&command.loc, Vec::new(), at.about(), says).because(why) });
    }
    facts
}

/// The packages that are named by their address, which are downloads.
pub(super) fn from_addresses(
    graph: &Graph<'_>,
    reach: &Reach<'_>,
    holdings: &Holdings,
    known: &Packages,
) -> Vec<Fact<Download>> {
    let mut facts = Vec::new();
    for (at, command, installer, named) in installs(graph, reach, known) {
        let is_pinned = |version: Option<&str>| version.is_some_and(address::names_commit);
        let words = named.into_iter().filter(|it| is_address(it.word) && !is_pinned(it.version));
        // One command is one cause.
        let holds = holdings.at(at.run);
        let mut found = words.filter_map(|it| downloads::by_tool(at, command, (&installer.tool, it.word), &holds));
        facts.extend(found.next());
    }
    facts
}
