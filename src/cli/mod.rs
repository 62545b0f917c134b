//! The command line: one file for every verb. It decides nothing about what is judged.

mod args;
mod argument;
mod baseline;
mod check;
mod completions;
mod contained;
mod edition;
mod environment;
mod error;
mod explain;
mod extends;
mod frame;
mod init;
mod parse;
mod policies;
mod policy;
mod progress;
mod waive;

use std::ffi::OsString;
use std::io::Write;
use std::path::{Component, Path, PathBuf};

use clap::Parser;

use self::args::{Arguments, Verb};
use self::error::CliError;
use crate::engine::supervise::contained::CONTAINED_COMMAND;
use crate::engine::supervise::{CHILD_COMMAND, worker};
use crate::exit::Exit;
use crate::report::escape::finished;
use crate::source::RepoPath;

/// Runs `gate` with the arguments of the process, the name of the program first.
#[must_use]
pub fn run(mut arguments: Vec<OsString>) -> Exit {
    if arguments.get(1).is_some_and(|first| first == CHILD_COMMAND) {
        let ran = worker::run(std::io::stdin().lock(), std::io::stdout());
        return if ran.is_ok() { Exit::Pass } else { Exit::Bug };
    }
    let inside = arguments.get(1).is_some_and(|first| first == CONTAINED_COMMAND);
    if inside {
        arguments.remove(1);
    }
    let typed: Vec<OsString> = arguments.iter().skip(1).cloned().collect();
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(message) => {
            let wanted = !message.use_stderr();
            // Without a terminal to print to, the exit code still says what happened.
            let _ = message.print();
            return if wanted { Exit::Pass } else { Exit::Usage };
        }
    };
    let style = environment::style(&arguments);
    let done = match &arguments.verb {
        Verb::Check(call) => check::run(call, &style),
        Verb::Init(call) => init::run(call, &style),
        Verb::Parse(call) if inside => contained::work(&call.file, contained::PARSE_TIME, || parse::run(call)),
        Verb::Parse(call) => contained::start(&typed, &call.file, contained::PARSE_TIME, style.color),
        Verb::Explain(call) => explain::run(call, &style),
        Verb::Policies(asked) => policies::run(asked),
        Verb::Baseline(verb) => baseline::run(verb, &style),
        Verb::Waive(call) => waive::run(call, &style),
        Verb::Extends(call) => extends::run(call),
        Verb::Edition(call) => edition::run(call, &style),
        Verb::Policy(verb) if inside => contained::work(verb.folder(), contained::POLICY_TIME, || policy::run(verb)),
        Verb::Policy(verb) => contained::start(&typed, verb.folder(), contained::POLICY_TIME, style.color),
        Verb::SelfTest => policy::self_test(),
        Verb::Completions { shell } => Ok(completions::run(*shell)),
    };
    done.unwrap_or_else(|error| {
        say_error(&frame::render(&error, &environment::error_style(&arguments)));
        error.exit()
    })
}

/// Writes to standard output. A reader that has gone away does not change how gate ends.
fn say(text: &str) {
    let _ = std::io::stdout().lock().write_all(text.as_bytes());
}

/// Writes to standard error, on the same terms. The runner of a step reads it as it reads standard output, so a line of
/// one of gate's own files that is shown in a frame must not hold a command.
fn say_error(text: &str) {
    let _ = std::io::stderr().lock().write_all(finished(text).as_bytes());
}

/// The first of some names, and how many more there are.
fn some(names: &[String], most: usize) -> String {
    let named = names.iter().take(most).cloned().collect::<Vec<_>>().join(", ");
    match names.len().saturating_sub(most) {
        0 => named,
        more => format!("{named} and {more} more"),
    }
}

/// A path from the top, without `.` and without the `..` at its beginning. One behind a folder stays: that may be a link.
fn plain(path: &Path) -> Option<PathBuf> {
    let mut whole = if path.is_absolute() { PathBuf::new() } else { std::env::current_dir().ok()? };
    let mut parts = path.components().filter(|part| *part != Component::CurDir).peekable();
    while parts.next_if(|part| *part == Component::ParentDir && !path.is_absolute()).is_some() {
        whole.pop();
    }
    whole.extend(parts);
    Some(whole)
}

/// `path` relative to `root`, if it lies below it.
fn below(root: &Path, path: &Path) -> Option<RepoPath> {
    let relative = plain(path)?;
    RepoPath::new(relative.strip_prefix(plain(root)?).ok()?.to_str()?)
}
