//! Commands that run somewhere else: in a container, in a pod, on another machine.

use super::super::{Language, Reader};
use super::Call;
use super::files::PLAIN;
use super::words;
use crate::input::pipeline::shell::syntax::Word;
use crate::input::pipeline::wrappers::{self, Where, skip_options};

/// Options of `ssh` that take a value.
const SSH: &[&str] = &[
    "-b", "-c", "-D", "-E", "-e", "-F", "-I", "-i", "-J", "-L", "-l", "-m", "-O", "-o", "-P", "-p", "-Q", "-R", "-S",
    "-W", "-w",
];

/// Options of `docker exec` and of `docker compose run` that take a value.
const EXEC: &[&str] = &[
    "-e",
    "--env",
    "--env-file",
    "-u",
    "--user",
    "-w",
    "--workdir",
    "--entrypoint",
    "-v",
    "--volume",
    "-p",
    "--name",
    "--index",
];

/// Options of `docker compose` that take a value.
const COMPOSE: &[&str] = &["-f", "--file", "-p", "--project-name", "--profile", "--env-file", "--project-directory"];

/// How `gcloud compute ssh` is given a command in one word.
const COMMAND: &str = "--command=";

/// How many words stand in front of the command that a program runs in a container, a pod, or for each file.
pub(super) fn enter(program: &str, arguments: &[&str]) -> Option<(usize, Where)> {
    let behind = |rest: &[&str], more: usize| arguments.len().saturating_sub(rest.len()).saturating_add(more);
    match (program, arguments) {
        ("kubectl" | "oc", _) => {
            let exec = arguments.iter().position(|word| matches!(*word, "exec" | "rsh" | "debug"))?;
            let dashes = arguments.iter().position(|word| *word == "--").filter(|at| *at > exec)?;
            Some((dashes.saturating_add(1), Where::Elsewhere))
        }
        ("docker" | "podman" | "nerdctl", ["exec", rest @ ..] | ["container", "exec", rest @ ..]) => {
            Some((behind(skip_options(rest, EXEC), 1), Where::Container))
        }
        ("docker" | "podman", ["compose", rest @ ..]) => {
            in_service(rest).map(|rest| (behind(rest, 1), Where::Container))
        }
        ("docker-compose", rest) => in_service(rest).map(|rest| (behind(rest, 1), Where::Container)),
        ("find" | "fd", _) => {
            let exec = ["-exec", "-execdir", "-ok", "-okdir", "-x", "-X"];
            let at = arguments.iter().position(|word| exec.contains(word))?;
            Some((at.saturating_add(1), Where::Here))
        }
        ("nsenter" | "lxc" | "incus" | "sshpass" | "systemd-run" | "firejail" | "catchsegv" | "op", _) => {
            // What runs stands behind `--`, or behind the options.
            let dashes = arguments.iter().position(|word| *word == "--");
            let plain = (program == "sshpass").then(|| behind(skip_options(arguments, &["-p", "-f", "-d", "-P"]), 0));
            Some((dashes.map(|at| at.saturating_add(1)).or(plain)?, Where::Here))
        }
        _ => None,
    }
}

/// What stands behind `exec` or `run` of a composition: the service and the command.
fn in_service<'a, 'w>(arguments: &'a [&'w str]) -> Option<&'a [&'w str]> {
    match skip_options(arguments, COMPOSE) {
        ["exec" | "run", rest @ ..] => Some(skip_options(rest, EXEC)),
        _ => None,
    }
}

impl Reader<'_, '_> {
    /// Reads what `ssh` hands to the shell of another machine: all its words behind the host, or what it reads.
    pub(super) fn over_ssh(&mut self, call: &Call<'_>) -> bool {
        let arguments = call.arguments();
        let rest = skip_options(&arguments, SSH);
        // Options may stand behind the host too.
        let behind = skip_options(rest.get(1..).unwrap_or_default(), SSH);
        let first = arguments.len().saturating_sub(behind.len());
        let mut frame = call.frame(Language::Shell(PLAIN));
        (frame.remote, frame.folder) = (true, None);
        let words: Vec<&Word> = (first..arguments.len()).filter_map(|index| call.word(index)).collect();
        if words.is_empty() || is_shell(behind) {
            return self.input(call, frame);
        }
        self.words(call, &words, frame)
    }

    /// Reads `gcloud compute ssh host --command "…"`.
    pub(super) fn by_gcloud(&mut self, call: &Call<'_>) -> bool {
        let arguments = call.arguments();
        if !arguments.contains(&"ssh") {
            return false;
        }
        let at = arguments.iter().position(|word| *word == "--command").map(|at| at.saturating_add(1));
        let joined = || arguments.iter().position(|word| word.starts_with(COMMAND));
        let mut frame = call.frame(Language::Shell(PLAIN));
        (frame.remote, frame.folder) = (true, None);
        let Some(word) = at.or_else(joined).and_then(|index| call.word(index)) else { return false };
        let Some(text) = words::text_of(call.text, &[word]) else { return false };
        self.nested(call, &text.behind(COMMAND), frame, None)
    }
}

/// Whether the words start a shell that reads its script.
fn is_shell(words: &[&str]) -> bool {
    let split: Vec<&str> = words.iter().flat_map(|word| word.split_whitespace()).collect();
    let rest = skip_options(&split, &["-u"]);
    let rest = if let ["sudo", rest @ ..] = rest { skip_options(rest, &["-u"]) } else { rest };
    let is_option = |word: &&str| word.starts_with('-') && !word.contains('c');
    match rest {
        [program, options @ ..] if wrappers::is_shell(program) => {
            let before = options.iter().take_while(|word| !matches!(**word, "--"));
            before.clone().all(is_option) || options.contains(&"-s")
        }
        _ => false,
    }
}
