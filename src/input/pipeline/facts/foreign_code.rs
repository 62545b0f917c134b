//! Code of other repositories that a job fetches and runs.

use schemars::JsonSchema;
use serde::Serialize;

use super::address;
use super::graph::{Graph, JobRun};
use super::holdings::Holdings;
use super::in_job::InJob;
use super::path;
use super::reach::Reach;
use crate::input::pipeline::model::Command;
use crate::input::pipeline::{references, wrappers};
use crate::input::{Fact, Segment};

/// A checkout or clone of another repository that names no commit, and of which the same job runs something. Its place is the
/// input or command that fetches it.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ForeignCode {
    /// The repository: `owner/name`, or host and path.
    pub repository: String,
    /// What it goes by: `tag`, `semver` (a full version, which is a tag), `branch`, `latest` or `none`. Null when a variable
    /// decides.
    pub pin: Option<&'static str>,
    /// The program that runs something of it.
    pub runs: String,
    /// What its job holds, the weightiest first: `deploys`, `publishes`, `secrets`, `identity` (it may ask for tokens of
    /// clouds), `rights` (its token may write).
    pub holds: Vec<&'static str>,
}

/// Programs that run what stands in a folder, or in a file that they are given.
const RUNNERS: &[&str] = &[
    "make",
    "gmake",
    "cmake",
    "ninja",
    "npm",
    "npx",
    "yarn",
    "pnpm",
    "bun",
    "node",
    "deno",
    "pip",
    "pip3",
    "pipx",
    "uv",
    "poetry",
    "python",
    "python3",
    "tox",
    "go",
    "cargo",
    "mvn",
    "gradle",
    "sbt",
    "ant",
    "bash",
    "sh",
    "zsh",
    "source",
    ".",
    "pwsh",
    "docker",
    "podman",
    "buildah",
    "helm",
    "terraform",
    "tofu",
    "ansible-playbook",
    "composer",
    "php",
    "bundle",
    "rake",
    "ruby",
    "perl",
    "dotnet",
    "mix",
    "just",
    "task",
    "bazel",
    "swift",
    "meson",
];

/// A repository that a job has fetched.
struct Fetched<'a> {
    at: InJob<'a>,
    loc: &'a str,
    path: Vec<Segment>,
    repository: String,
    /// Its folder; empty for that of the job.
    folder: String,
    pin: &'static str,
}

/// That of a pipeline.
pub(super) fn of(graph: &Graph<'_>, reach: &Reach<'_>, holdings: &Holdings) -> Vec<Fact<ForeignCode>> {
    if graph.pipeline.is_judged_by_callers() {
        return Vec::new();
    }
    let mut facts = Vec::new();
    let own = graph.pipeline.around.own.to_ascii_lowercase();
    let is_own = |name: &str| !own.is_empty() && name.to_ascii_lowercase().ends_with(&own);
    for run in graph.jobs.iter().filter(|run| !reach.is_dead(run) && may_fetch(run)) {
        let mut fetched: Vec<Fetched<'_>> = Vec::new();
        let mut into = String::new();
        for at in graph.steps_of(run).filter(|at| !reach.is_dead_step(*at)) {
            fetched.extend(by_action(at));
            let Some(script) = &at.step.run else { continue };
            // Each step of GitHub begins in the folder of the job.
            if graph.pipeline.vendor == "github" {
                plain(&script.working_directory).clone_into(&mut into);
            }
            for command in script.commands.iter().filter(|it| it.reached) {
                let Some((program, words)) = words(command) else { continue };
                match program {
                    "cd" | "pushd" => into = within(&into, words.first().copied().unwrap_or_default()),
                    "git" => by_git(at, command, &words, &into, &mut fetched),
                    "gh" if words.starts_with(&["repo", "clone"]) => {
                        fetched.extend(cloned(at, command, words.get(2..).unwrap_or_default()));
                    }
                    _ => {
                        let ran = fetched.iter().position(|it| it.is_run(program, &words, &into));
                        let it = ran.filter(|_| fetched.len() <= FETCHED).map(|index| fetched.remove(index));
                        let foreign = it.filter(|it| !is_own(&it.repository));
                        facts.extend(foreign.and_then(|it| it.fact(program, holdings)));
                    }
                }
            }
        }
    }
    facts
}

/// Whether a job may fetch another repository: most do not, and nothing is made for them.
fn may_fetch(run: &JobRun<'_>) -> bool {
    run.steps.iter().any(|at| {
        let by_action = at.step.with.keys().any(|name| name.eq_ignore_ascii_case("repository"));
        let mut words = at.step.run.iter().flat_map(|run| &run.commands).flat_map(|command| &command.argv);
        by_action || words.any(|word| word == "clone")
    })
}

/// The most repositories of a job that are told apart.
const FETCHED: usize = 50;

/// The program of a command behind its wrappers, and its words.
fn words(command: &Command) -> Option<(&str, Vec<&str>)> {
    let all: Vec<&str> = command.argv.iter().map(String::as_str).collect();
    let (program, from, _) = wrappers::core(&all)?;
    let words = all.get(from..).unwrap_or_default().to_vec();
    Some((if program.contains('/') { program } else { wrappers::base_name(program) }, words))
}

/// A path as it is compared.
fn plain(folder: &str) -> &str {
    let below = folder.strip_prefix("./").unwrap_or(folder).trim_end_matches('/');
    if below == "." { "" } else { below }
}

/// The folder in which a script is behind `cd`.
fn within(folder: &str, to: &str) -> String {
    match plain(to) {
        "" | "-" | ".." => String::new(),
        to if folder.is_empty() || to.starts_with(['/', '$', '~']) => to.to_owned(),
        to => format!("{folder}/{to}"),
    }
}

/// A checkout by GitHub's action of a repository that is written out.
fn by_action(at: InJob<'_>) -> Option<Fetched<'_>> {
    if !at.runs("actions", "checkout") {
        return None;
    }
    let (input, repository) = at.handed("repository").find(|(_, name)| name.contains('/') && !name.contains('$'))?;
    let reference = at.handed("ref").map(|(_, value)| value).find(|value| !value.is_empty());
    let given = if reference.is_some() { at.handed("ref").next().map_or(input, |(name, _)| name) } else { input };
    let folder = at.handed("path").next().map_or("", |(_, value)| plain(value)).to_owned();
    let pin = reference.map_or("none", |reference| references::pin(&address::filled(at, reference)));
    let path = path(["with", given]);
    Some(Fetched { at, loc: &at.step.loc, path, repository: repository.to_owned(), folder, pin })
}

/// What git does to what was fetched: clones it, or goes to a commit of it.
fn by_git<'a>(at: InJob<'a>, command: &'a Command, words: &[&str], into: &str, fetched: &mut Vec<Fetched<'a>>) {
    let (folder, words) = match words {
        ["-C", folder, rest @ ..] => (within(into, folder), rest),
        _ => (into.to_owned(), words),
    };
    let Some((verb, rest)) = words.split_first() else { return };
    if *verb == "clone" {
        fetched.extend(cloned(at, command, rest));
    } else if matches!(*verb, "checkout" | "reset" | "switch" | "fetch") {
        let to = rest.iter().rev().find(|word| !word.starts_with('-')).copied().unwrap_or_default();
        let there = fetched.iter_mut().rev().find(|it| it.folder == folder);
        let to = address::filled(at, to.trim_start_matches("origin/"));
        match there {
            Some(it) if is_commit(&to) => it.pin = "sha",
            // What is fetched, and what is there already, is no other version.
            Some(it) if *verb != "fetch" && !matches!(to.as_str(), "" | "." | "HEAD" | "FETCH_HEAD") => {
                it.pin = references::pin(&to);
            }
            _ => {}
        }
    }
}

/// A commit, perhaps with its first digits only.
fn is_commit(word: &str) -> bool {
    (7..=64).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Options of `git clone` with a value behind them.
const TAKE: &[&str] =
    &["-b", "--branch", "--depth", "-c", "--config", "-o", "--origin", "-j", "--jobs", "--reference", "--filter"];

/// A repository that a command clones.
fn cloned<'a>(at: InJob<'a>, command: &'a Command, words: &[&str]) -> Option<Fetched<'a>> {
    let (mut names, mut branch) = (Vec::new(), None);
    let mut rest = words.iter();
    while let Some(word) = rest.next() {
        if let Some(value) = word.strip_prefix("--branch=") {
            branch = Some(value);
        } else if TAKE.contains(word) {
            let value = rest.next().copied();
            branch = if matches!(*word, "-b" | "--branch") { value } else { branch };
        } else if !word.starts_with('-') {
            names.push(*word);
        }
    }
    let repository = repository(&address::filled(at, names.first()?))?;
    let own = repository.rsplit('/').next().unwrap_or_default();
    let folder = names.get(1).map_or(own, |folder| plain(folder)).to_owned();
    let pin = branch.map_or("none", |branch| references::pin(&address::filled(at, branch)));
    Some(Fetched { at, loc: &command.loc, path: Vec::new(), repository, folder, pin })
}

/// Host and path of an address, or owner and name; `None` where a variable holds a part of it.
fn repository(address: &str) -> Option<String> {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    // What stands in front of the host is who asks.
    let rest = rest.rsplit_once('@').map_or(rest, |(_, rest)| rest);
    let name = rest.trim_end_matches('/').trim_end_matches(".git").replace(':', "/");
    let is_name = name.contains('/') && !name.starts_with(['.', '/', '~']) && !name.contains(['$', ' ', '(']);
    is_name.then_some(name)
}

impl Fetched<'_> {
    /// Whether a command runs something of it.
    fn is_run(&self, program: &str, words: &[&str], into: &str) -> bool {
        let inside = |word: &str| {
            let word = plain(word);
            word.strip_prefix(self.folder.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        let is_path = program.contains('/') && !program.starts_with(['/', '~', '$']);
        if self.folder.is_empty() {
            return into.is_empty() && (is_path || RUNNERS.contains(&program));
        }
        let is_here = inside(into);
        if is_path {
            return is_here || inside(program);
        }
        let named = || words.iter().any(|word| inside(word.rsplit_once('=').map_or(word, |(_, value)| value)));
        RUNNERS.contains(&program) && (is_here || named())
    }

    /// `None` where it is pinned.
    fn fact(self, runs: &str, holdings: &Holdings) -> Option<Fact<ForeignCode>> {
        if self.pin == "sha" {
            return None;
        }
        let pin = Some(self.pin).filter(|pin| *pin != "unknown");
        let why = if pin.is_none() { "a variable decides which version it is" } else { "" };
        let holds = holdings.at(self.at.run);
        let says = ForeignCode { repository: self.repository, pin, runs: runs.to_owned(), holds };
        let fact = Fact::new(self.loc, self.path, self.at.about(), says).because(why);
        Some(Fact { via: self.at.via(), ..fact })
    }
}
