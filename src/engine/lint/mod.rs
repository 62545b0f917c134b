//! Finds in a policy what the engine would get wrong or the schema rules out, before the policy judges anything.
//!
//! A user's policy is linted before every run, a bundled one by `gate policy lint` and a test of the project. What is
//! wrong here would otherwise be a silent pass: a typo in `input.` finds nothing, and a head that is undefined once
//! throws away what was found before.

mod calls;
mod heads;
mod names;
mod recursion;
mod scan;
mod syntax;
#[cfg(test)]
mod tests;
mod visit;

use std::fmt;

use names::Names;

use super::fault::Fault;
use super::rego;
use crate::policy::{Authority, Policy};
use crate::source::{Position, RepoPath, Source};

/// One thing that is wrong with a policy.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Lint {
    /// The name of the file.
    pub file: String,
    /// Where.
    pub position: Position,
    /// What is wrong.
    pub what: String,
    /// What to write instead.
    pub instead: String,
}

impl fmt::Display for Lint {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}:{}: {}; {}", self.file, self.position, self.what, self.instead)
    }
}

/// Lints policies against the libraries that they import.
pub struct Linter {
    libraries: Vec<Parsed>,
}

impl Linter {
    /// A linter for policies that may import these libraries (file name and text). A library that cannot be parsed
    /// is not there; [`Linter::library`] says why.
    #[must_use]
    pub fn new(libraries: &[(String, String)]) -> Self {
        Self { libraries: libraries.iter().filter_map(|(file, text)| Parsed::new(file, text).ok()).collect() }
    }

    /// What is wrong with a policy, sorted; empty when it may run.
    #[must_use]
    pub fn policy(&self, policy: &Policy) -> Vec<Lint> {
        let file = match Parsed::new(&policy.file, &policy.text) {
            Ok(file) => file,
            Err(lint) => return vec![lint],
        };
        let names = Names::new(self.libraries.iter().chain([&file]).collect());
        let index = self.libraries.len();
        let mut lints = Vec::new();
        heads::answers(policy, &file, &mut lints);
        common(&names, index, &file, policy.authority, &mut lints);
        sorted(lints)
    }

    /// What is wrong with a library.
    #[must_use]
    pub fn library(&self, file: &str, text: &str) -> Vec<Lint> {
        let file = match Parsed::new(file, text) {
            Ok(file) => file,
            Err(lint) => return vec![lint],
        };
        let others = self.libraries.iter().filter(|library| library.file != file.file);
        let names = Names::new(others.chain([&file]).collect());
        let mut lints = Vec::new();
        common(&names, names.len().saturating_sub(1), &file, Authority::Bundled, &mut lints);
        sorted(lints)
    }
}

/// The lints of policies and libraries alike. `index` is the place of `file` among the names.
fn common(names: &Names<'_>, index: usize, file: &Parsed, author: Authority, lints: &mut Vec<Lint>) {
    heads::heads(file, lints);
    calls::calls(names, file, author, lints);
    recursion::recursion(names, index, file, lints);
}

fn sorted(mut lints: Vec<Lint>) -> Vec<Lint> {
    lints.sort();
    lints.dedup();
    lints
}

/// A file that was parsed.
struct Parsed {
    file: String,
    tree: syntax::File,
    source: Option<Source>,
}

impl Parsed {
    /// A file before it is parsed.
    fn unread(file: &str, text: &str) -> Self {
        // The path is never shown; the name of the file is.
        let source = RepoPath::new("policy.rego").map(|path| Source::from_text(path, text));
        Self { file: file.to_owned(), tree: syntax::File::default(), source }
    }

    /// Scans and parses a file.
    fn new(file: &str, text: &str) -> Result<Self, Lint> {
        let mut parsed = Self::unread(file, text);
        scan::scan(text, &parsed)?;
        match rego::syntax(rego::Module { file, text }) {
            Ok(json) => parsed.tree = syntax::file(&json, text),
            Err(fault) => return Err(parsed.unparsed(&fault)),
        }
        Ok(parsed)
    }

    /// A lint at a byte offset.
    fn report(&self, offset: usize, what: &str, instead: &str) -> Lint {
        let position = self.source.as_ref().map_or(Position::START, |source| source.position(offset));
        Lint { file: self.file.clone(), position, what: what.to_owned(), instead: instead.to_owned() }
    }

    /// What the parser says, at the place that it names.
    fn unparsed(&self, fault: &Fault) -> Lint {
        let instead = "see the guide to writing policies: gate reads Rego version 1";
        let Fault::Error { at, message } = fault else { return self.report(0, &fault.to_string(), instead) };
        let mut lint = self.report(0, &format!("cannot be parsed: {message}"), instead);
        let mut numbers = at.iter().flat_map(|at| at.rsplit(':')).map(str::parse::<u32>);
        if let (Some(Ok(column)), Some(Ok(line))) = (numbers.next(), numbers.next()) {
            lint.position = Position { line, column, utf16: column };
        }
        lint
    }
}
