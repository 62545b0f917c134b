//! The commands of a shell script, and what happens when one of them fails.
//!
//! [`read`] gives a script as it is written ([`syntax`]), [`commands`] which programs it runs with which words, and which
//! failures it swallows. Nothing is expanded, and nothing is run.

mod compound;
mod cursor;
mod failure;
mod grammar;
pub mod syntax;
#[cfg(test)]
mod tests;
mod word;

pub use cursor::Unread;

use self::cursor::Cursor;
use self::syntax::List;
use crate::source::Span;

/// How a shell was told to treat failures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shell {
    /// A failed command ends the script: `set -e`.
    pub errexit: bool,
    /// A pipe fails when any of its commands fails: `set -o pipefail`.
    pub pipefail: bool,
}

/// A command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Command {
    /// Its bytes in the script, from its first word to its last.
    pub span: Span,
    /// Its words without quotes; assignments in front of the program are left out.
    pub argv: Vec<String>,
    /// The bytes of each of these words in the script, quotes included.
    pub words: Vec<Span>,
    /// Variables that the shell puts into its words, assignments included.
    pub variables: Vec<String>,
    /// The first word of the command that reads what it prints.
    pub pipe_to: Option<String>,
    /// Why the script goes on when it fails.
    pub ignored: Option<String>,
    /// Whether its failure is an answer instead of an error.
    pub condition: bool,
}

/// A script that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Script {
    /// Its commands, as far as they could be read.
    pub list: List,
    /// The first thing that could not be read, or that no shell would read.
    pub unread: Option<Unread>,
}

/// Reads a script.
#[must_use]
pub fn read(script: &str) -> Script {
    let mut cursor = Cursor::new(script);
    let list = cursor.script();
    Script { list, unread: cursor.unread }
}

/// The commands of a script in order, those of substitutions behind the command that they stand in.
#[must_use]
pub fn commands(text: &str, script: &Script, shell: Shell) -> Vec<Command> {
    failure::judge(text, &script.list, shell)
}

/// Whether a script assigns a variable, in whatever branch.
#[must_use]
pub fn sets(script: &str, name: &str) -> bool {
    syntax::assigns(&read(script).list, name)
}
