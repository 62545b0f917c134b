//! Commands that send all variables or all secrets of a job to a host.

use std::collections::BTreeSet;

use super::address;
use super::in_job::InJob;
use super::outlets::Gives;
use crate::input::pipeline::github::flowing;
use crate::input::pipeline::model::Command;
use crate::input::pipeline::shell::{self, Setting, Shell};
use crate::input::pipeline::wrappers;

/// Programs that send what they are given.
const SENDS: [&str; 8] = ["curl", "wget", "nc", "ncat", "netcat", "http", "https", "socat"];

/// Programs that print all that they read, perhaps in another form.
const PASSES: [&str; 13] =
    ["base64", "base32", "gzip", "bzip2", "xz", "sort", "cat", "tee", "xxd", "od", "hexdump", "rev", "openssl"];

/// How many commands of a pipe are followed.
const PIPE: usize = 8;

/// How many files of a script are remembered.
const FILES: usize = 16;

/// The commands that send all, what they send, and their program.
pub(super) fn of<'a>(at: InJob<'a>, commands: &[&'a Command]) -> Vec<(&'a Command, Gives, String)> {
    let sends = |command: &Command| command.argv.iter().any(|word| SENDS.contains(&wrappers::base_name(word)));
    // Most scripts send nothing: nothing is made for them.
    if !commands.iter().any(|command| sends(command)) {
        return Vec::new();
    }
    let secrets = all_secrets(at);
    let mut files: BTreeSet<&str> = BTreeSet::new();
    let mut found = Vec::new();
    for (index, command) in commands.iter().enumerate() {
        let behind = commands.get(index.saturating_add(1)..).unwrap_or_default();
        let gives = if lists(&command.argv) {
            Some(Gives::Variables)
        } else {
            let has_all = command.argv.iter().any(|word| secrets.iter().any(|it| word.contains(it.as_str())));
            has_all.then_some(Gives::Secrets)
        };
        if gives.is_some() {
            let last = last(command, behind);
            let room = FILES.saturating_sub(files.len());
            files.extend(last.writes.iter().map(String::as_str).take(room));
            if last.pipe_to.is_some() || !sends(command) {
                let reader = behind.iter().find(|it| last.pipe_to.as_deref() == it.argv.first().map(String::as_str));
                found.extend(reader.and_then(|it| Some((*it, gives?, sender(at, it)?))));
                continue;
            }
        }
        let read = || command.argv.iter().any(|word| files.iter().any(|file| is_file(word, file)));
        let gives = gives.or_else(|| (read() || substitutes(command)).then_some(Gives::Variables));
        found.extend(gives.and_then(|gives| Some((*command, gives, sender(at, command)?))));
    }
    found
}

/// Whether a command prints all variables.
fn lists(argv: &[String]) -> bool {
    let words: Vec<&str> = argv.iter().map(String::as_str).collect();
    matches!(
        words.as_slice(),
        ["env" | "printenv" | "set" | "export"]
            | ["env" | "printenv", "-0" | "--null"]
            | ["export" | "declare" | "typeset", "-p" | "-x" | "-px" | "-xp"]
            | ["cat", "/proc/self/environ"]
    )
}

/// The last command of a pipe that passes on what it reads.
fn last<'a>(command: &'a Command, behind: &[&'a Command]) -> &'a Command {
    let mut last = command;
    let mut rest = behind.iter().copied();
    for _ in 0..PIPE {
        let Some(name) = last.pipe_to.as_deref().filter(|name| PASSES.contains(&wrappers::base_name(name))) else {
            break;
        };
        let Some(reader) = rest.find(|it| it.argv.first().map(String::as_str) == Some(name)) else { break };
        last = reader;
    }
    last
}

/// The program of a command that sends something to a host of the net.
fn sender(at: InJob<'_>, command: &Command) -> Option<String> {
    let argv = wrappers::unwrap(&command.argv, |_| None);
    let (program, rest) = argv.split_first()?;
    let name = wrappers::base_name(program);
    let is_far = |word: &String| !word.starts_with(['-', '@', '{']) && address::of(at, word).is_some();
    (SENDS.contains(&name) && rest.iter().any(is_far)).then(|| name.to_owned())
}

/// Whether a word of a command that sends names a file: `@all.txt`, `f=@all.txt`, or behind an option.
fn is_file(word: &str, file: &str) -> bool {
    let name = word.rsplit(['@', '=']).next().unwrap_or(word);
    let name = name.split(';').next().unwrap_or(name);
    !file.is_empty() && name == file
}

/// Whether all variables are put into a word of the command.
fn substitutes(command: &Command) -> bool {
    let mut words = command.argv.iter().filter(|word| word.contains("$(") || word.contains('`'));
    words.any(|word| {
        let setting = Setting::of(Shell { errexit: false, pipefail: false });
        let inner = shell::commands(word, &shell::read(word), setting);
        // A program behind it that does not pass all on takes something out.
        let passes = |name: &Option<String>| name.as_deref().is_none_or(|it| PASSES.contains(&wrappers::base_name(it)));
        inner.iter().any(|it| lists(&it.argv) && passes(&it.pipe_to))
    })
}

/// What stands in a script for all secrets: expressions, and variables that hold them.
fn all_secrets(at: InJob<'_>) -> Vec<String> {
    let is_all = |secret: &&crate::input::pipeline::model::SecretUse| secret.name == "*";
    let of_steps = at.placed.callers.iter().flat_map(|caller| &caller.secrets).chain(&at.step.secrets);
    let uses: Vec<_> = at.pipeline.secrets.iter().chain(&at.job.secrets).chain(of_steps).filter(is_all).collect();
    if uses.is_empty() {
        return Vec::new();
    }
    let names = uses.iter().filter_map(|secret| secret.at.strip_prefix("env."));
    let variables = names.flat_map(|name| [format!("${name}"), format!("${{{name}}}")]);
    let written = at.step.interpolations.iter().filter(|it| it.at == "run");
    let written = written.filter(|it| flowing(&it.expr).iter().any(|context| context == "secrets"));
    variables.chain(written.map(|it| it.expr.clone())).collect()
}
