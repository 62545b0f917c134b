//! `gate completions SHELL`.

use clap::CommandFactory;
use clap_complete::Shell;

use super::args::Arguments;
use super::say;
use crate::exit::Exit;

/// Prints the completion script of a shell.
pub(super) fn run(shell: Shell) -> Exit {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "gate", &mut script);
    say(&String::from_utf8_lossy(&script));
    Exit::Pass
}
