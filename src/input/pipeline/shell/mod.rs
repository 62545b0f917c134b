//! The commands of a shell script, and what happens when one of them fails.
//!
//! [`read`] gives a script as it is written ([`syntax`]), [`commands`] which programs it runs with which words, what the
//! words can be ([`Command::resolved`], [`Command::lines`]), whether it comes to them at all, and which failures it swallows.
//! Nothing is run.

mod compound;
mod cursor;
mod grammar;
mod listing;
mod run;
pub mod syntax;
#[cfg(test)]
mod tests;
mod word;

pub use cursor::Unread;

use std::collections::{BTreeMap, BTreeSet};

use self::cursor::Cursor;
use self::syntax::List;
use crate::source::Span;

/// Every text that a value can be; `None` when that is not known.
pub type Texts = Option<BTreeSet<String>>;

/// How it begins why nobody can say what becomes of a failure that a script leaves word of.
pub const TELLS: &str = "the script tells";

/// Why a failure of a command says nothing that no way through the script leads to.
pub const NEVER: &str = "nothing in the script comes to it";

/// The most ways to read one command with all that its words can be.
const LINES: usize = 16;

/// How a shell was told to treat failures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shell {
    /// A failed command ends the script: `set -e`.
    pub errexit: bool,
    /// A pipe fails when any of its commands fails: `set -o pipefail`.
    pub pipefail: bool,
}

/// What a script starts with.
#[derive(Clone, Copy)]
pub struct Setting<'a> {
    /// How the shell was told to treat failures.
    pub shell: Shell,
    /// What a variable of the environment can hold; `None` for one that the files do not set.
    pub variable: &'a dyn Fn(&str) -> Option<Texts>,
    /// Whether whoever starts the run can give these variables other values; the same for all scripts of a document.
    pub presumed: bool,
    /// What an expression of the vendor can be, by its text with the delimiters.
    pub expression: &'a dyn Fn(&str) -> Texts,
    /// Whether it matters what becomes of a failure of a program, by its path. Asked of scripts that are too long to find
    /// out for all.
    pub matters: &'a dyn Fn(&str) -> bool,
    /// Whether another script may call a function of this name, which reads this one into its own shell.
    pub lends: &'a dyn Fn(&str) -> bool,
    /// The script that `source` reads, by its name; `None` for one that is not of the repository.
    pub sourced: &'a dyn Fn(&str) -> Option<Script>,
}

impl Setting<'static> {
    /// A shell of which nothing else is known.
    #[must_use]
    pub fn of(shell: Shell) -> Self {
        Self {
            shell,
            variable: &|_| None,
            presumed: false,
            expression: &|_| None,
            matters: &|_| true,
            lends: &|_| false,
            sourced: &|_| None,
        }
    }
}

/// What a word is when the command runs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Resolved {
    /// Every text that it can be.
    pub texts: Texts,
    /// Whether the shell splits it at blanks, as it does with `$OPTIONS`.
    pub splits: bool,
}

/// Whether a script comes to a command.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reached {
    /// It never does.
    #[default]
    Never,
    /// It does under a condition of which only the run knows.
    Maybe,
    /// It does unless something fails before.
    Always,
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
    /// The files that take what it prints.
    pub writes: Vec<String>,
    /// Whether what it prints may get into the log: nothing reads it, and no file takes it.
    pub prints: bool,
    /// The variables that are set in front of it, as `NAME=value` without quotes.
    pub assigns: Vec<String>,
    /// Why the script goes on when it fails.
    pub ignored: Option<String>,
    /// Why nobody can say whether the script goes on when it fails.
    pub unsure: Option<String>,
    /// Whether its failure is an answer instead of an error.
    pub condition: bool,
    /// Whether the script comes to it.
    pub reached: Reached,
    /// Whether it is a program or a command of the shell, not always a function of the script.
    pub runs_program: bool,
    /// What each of its words can be when it runs; as many as `argv`.
    pub resolved: Vec<Resolved>,
    /// The variables that the script has set for it, and what they can be.
    pub sets: BTreeMap<String, Texts>,
}

/// A word of a command as it runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Its text; as written where that is not known.
    pub text: String,
    /// Whether the text is all that it can be in this way to read the command.
    pub known: bool,
    /// Whether it may be none or several words.
    pub splits: bool,
}

impl Command {
    /// The ways in which the command can run: its words with every text that they can be, split as the shell does. A word
    /// that is not known stands there as written; so does one with which there would be too many ways.
    #[must_use]
    pub fn lines(&self) -> Vec<Vec<Token>> {
        let mut ways = 1_usize;
        let mut lines = vec![Vec::with_capacity(self.argv.len())];
        for (written, resolved) in self.argv.iter().zip(&self.resolved) {
            let unknown = || vec![Token { text: written.clone(), known: false, splits: resolved.splits }];
            let more = |texts: &BTreeSet<String>| ways.saturating_mul(texts.len().max(1));
            let texts = resolved.texts.as_ref().filter(|texts| more(texts) <= LINES);
            ways = texts.map_or(ways, more);
            let readings: Vec<Vec<Token>> = match texts {
                Some(texts) => texts.iter().map(|text| resolved.tokens(text)).collect(),
                None => vec![unknown()],
            };
            lines = lines
                .iter()
                .flat_map(|line| readings.iter().map(move |reading| [line.as_slice(), reading].concat()))
                .collect();
        }
        lines
    }
}

impl Resolved {
    /// The words that one of its texts is.
    fn tokens(&self, text: &str) -> Vec<Token> {
        let token = |text: &str| Token { text: text.to_owned(), known: true, splits: false };
        if self.splits { text.split_whitespace().map(token).collect() } else { vec![token(text)] }
    }
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
pub fn commands(text: &str, script: &Script, setting: Setting<'_>) -> Vec<Command> {
    listing::commands(text, &script.list, setting)
}

/// Where the commands begin that a script never comes to, whatever its variables hold and whoever calls its functions.
#[must_use]
pub fn never(text: &str, script: &Script, shell: Shell) -> BTreeSet<usize> {
    let found = commands(text, script, Setting { lends: &|_| true, ..Setting::of(shell) });
    found.into_iter().filter(|command| command.reached == Reached::Never).map(|command| command.span.start).collect()
}

/// The first words of the commands of a script, where they are written out.
#[must_use]
pub fn programs(script: &Script) -> BTreeSet<String> {
    listing::programs(&script.list)
}

/// Whether a script assigns a variable, in whatever branch.
#[must_use]
pub fn sets(script: &str, name: &str) -> bool {
    syntax::assigns(&read(script).list, name)
}

/// What a script sets a variable to, in whatever branch: the texts without quotes, each with the variables in it.
#[must_use]
pub fn assigned(script: &str, name: &str) -> Vec<(String, Vec<String>)> {
    let of = |word: &syntax::Word| (word.text.clone(), word.variables().into_iter().map(str::to_owned).collect());
    syntax::assigned(&read(script).list, name).into_iter().map(of).collect()
}
