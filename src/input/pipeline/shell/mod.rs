//! The commands of a shell script, and what happens when one of them fails.
//!
//! This is not a shell: it knows words, quotes, substitutions, lists, groups and conditions, so that it can say which
//! programs a script runs with which words, and which failures it swallows. It expands nothing and runs nothing.

mod failure;
mod parse;
mod substitution;
#[cfg(test)]
mod tests;
mod token;

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

/// The commands of a script in order, those of substitutions behind the command that they stand in. `None` when it nests
/// too deep to be followed.
#[must_use]
pub fn commands(script: &str, shell: Shell) -> Option<Vec<Command>> {
    let mut found = Vec::new();
    collect(script, Span::new(0, script.len()), shell, 0, &mut found)?;
    Some(found)
}

fn collect(script: &str, part: Span, shell: Shell, depth: usize, found: &mut Vec<Command>) -> Option<()> {
    if depth >= parse::DEPTH {
        return None;
    }
    let text = script.get(part.start..part.end).unwrap_or_default();
    let list = parse::parse(token::tokens(text))?;
    for (mut command, nested) in failure::judge(text, &list, shell) {
        command.span = command.span.shifted(part.start);
        command.words.iter_mut().for_each(|word| *word = word.shifted(part.start));
        if !command.argv.is_empty() || !command.variables.is_empty() {
            found.push(command);
        }
        for (start, end) in nested {
            let inner = Span::new(start.saturating_add(part.start), end.saturating_add(part.start));
            collect(script, inner, shell, depth.saturating_add(1), found)?;
        }
    }
    Some(())
}
