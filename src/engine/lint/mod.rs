//! Finds in a policy what the engine would get wrong or the schema rules out, before the policy judges anything.
//!
//! A user's policy is linted before every run, a bundled one by `gate policy lint` and a test of the project. What is
//! wrong here would otherwise be a silent pass: a typo in `input.` finds nothing, and a head that is undefined once
//! throws away what was found before.

mod calls;
mod every;
mod flow;
#[cfg(test)]
mod flow_tests;
mod growth;
mod heads;
mod imports;
mod infer;
pub(super) mod names;
mod operator;
mod patterns;
mod recursion;
mod scan;
mod shadow;
mod shape;
pub(super) mod syntax;
#[cfg(test)]
mod tests;
pub(super) mod visit;

use std::collections::BTreeMap;
use std::fmt;

use flow::Flow;
use names::Names;
use serde_json::Value as Json;
use shape::Schemas;

use super::fault::Fault;
use super::guard::Guard;
use super::rego;
use crate::finding::Kind;
use crate::policy::{Authority, Policy, schema};
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
    schemas: BTreeMap<Kind, Json>,
}

impl Linter {
    /// A linter for policies that may import these libraries (file name and text). A library that cannot be parsed
    /// is not there; [`Linter::library`] says why.
    #[must_use]
    pub fn new(libraries: &[(String, String)]) -> Self {
        let parse = |kind: Kind| (kind, serde_json::from_str(schema(kind)).unwrap_or_default());
        Self {
            libraries: libraries.iter().filter_map(|(file, text)| Parsed::new(file, text).ok()).collect(),
            schemas: Kind::ALL.into_iter().map(parse).collect(),
        }
    }

    /// What is wrong with a policy, sorted; empty when it may run.
    #[must_use]
    pub fn policy(&self, policy: &Policy) -> Vec<Lint> {
        self.checked(policy).err().unwrap_or_default()
    }

    /// What a policy needs to say anything, once nothing is wrong with it.
    ///
    /// # Errors
    /// Its lints, sorted; never none.
    pub(super) fn checked(&self, policy: &Policy) -> Result<Guard, Vec<Lint>> {
        let file = Parsed::new(&policy.file, &policy.text).map_err(|lint| vec![lint])?;
        let names = Names::new(self.libraries.iter().chain([&file]).collect());
        let index = self.libraries.len();
        let mut lints = Vec::new();
        heads::answers(policy, &file, &mut lints);
        common(&names, index, &file, policy.authority, &mut lints);
        if let Some(root) = self.schemas.get(&policy.meta.input) {
            lints.extend(Flow::lints(&names, index, Schemas { root }, Some(policy)));
        }
        if lints.is_empty() { Ok(Guard::of(&names, index)) } else { Err(sorted(lints)) }
    }

    /// What a policy needs to say anything, whatever else is wrong with it.
    ///
    /// # Errors
    /// The lint when it cannot be parsed.
    pub fn guard(&self, policy: &Policy) -> Result<Guard, Lint> {
        let file = Parsed::new(&policy.file, &policy.text)?;
        Ok(Guard::of(&Names::new(self.libraries.iter().chain([&file]).collect()), self.libraries.len()))
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
        let index = names.len().saturating_sub(1);
        common(&names, index, &file, Authority::Bundled, &mut lints);
        // The libraries of a kind are called after it: `gate.pipeline`.
        let kind =
            Kind::ALL.into_iter().find(|kind| file.tree.package.get(1).is_some_and(|name| name == kind.as_str()));
        if let Some(root) = kind.and_then(|kind| self.schemas.get(&kind)) {
            lints.extend(Flow::lints(&names, index, Schemas { root }, None));
        }
        sorted(lints)
    }
}

/// The lints of policies and libraries alike. `index` is the place of `file` among the names.
fn common(names: &Names<'_>, index: usize, file: &Parsed, author: Authority, lints: &mut Vec<Lint>) {
    heads::heads(file, author, lints);
    imports::imports(names, file, lints);
    calls::calls(names, file, author, lints);
    every::every(file, lints);
    patterns::patterns(file, lints);
    recursion::recursion(names, index, file, lints);
    growth::growth(names, index, file, lints);
    shadow::shadow(file, lints);
}

fn sorted(mut lints: Vec<Lint>) -> Vec<Lint> {
    lints.sort();
    lints.dedup();
    lints
}

/// A file that was parsed.
pub(super) struct Parsed {
    file: String,
    pub(super) tree: syntax::File,
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
    pub(super) fn new(file: &str, text: &str) -> Result<Self, Lint> {
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

    /// Whether nothing but blanks stands before an offset in its line.
    fn begins_its_line(&self, offset: usize) -> bool {
        let before = self.source.as_ref().and_then(|source| source.text().get(..offset));
        before.is_some_and(|before| before.rsplit('\n').next().is_none_or(|line| line.trim().is_empty()))
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

/// The name that is most like `wanted`, if one is like it at all.
fn nearest<'n>(wanted: &str, names: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let most = wanted.chars().count().div_ceil(3);
    names
        .map(|name| (distance(wanted, name), name))
        .filter(|(distance, _)| *distance <= most)
        .min()
        .map(|(_, name)| name)
}

/// How many characters must be changed, added or removed to make one text the other.
fn distance(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().collect();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (at, character) in left.chars().enumerate() {
        let mut previous = at.saturating_add(1);
        let mut next = vec![previous];
        for (other, (above_left, above)) in right.iter().zip(row.iter().zip(row.iter().skip(1))) {
            let changed = above_left.saturating_add(usize::from(*other != character));
            previous = changed.min(above.saturating_add(1)).min(previous.saturating_add(1));
            next.push(previous);
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}
