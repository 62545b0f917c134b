//! The script of `actions/github-script`: what it makes outputs, variables and commands of.
//!
//! There is no syntax tree. Names are followed from where they are set to where they are used; an output is a stranger's if
//! what it is set to names such a text other than in a comparison or a question.

use std::collections::BTreeMap;

use super::javascript_tokens::{MOST, Token, Word, tokens};
use super::json::{GOT, field};
use super::pattern;
use super::{Outcome, Scope};
use crate::input::pipeline::held::Held;
use crate::input::pipeline::model::Trust;
use crate::source::Span;

/// Methods and properties by which nothing of a text is left.
const QUESTIONS: &[&str] = &[
    "startsWith",
    "endsWith",
    "includes",
    "indexOf",
    "length",
    "test",
    "some",
    "every",
    "has",
    "search",
    "findIndex",
    "size",
];

/// Functions that give a number or a truth value.
const PLAIN: &[&str] =
    &["Number", "parseInt", "parseFloat", "Boolean", "test", "includes", "has", "indexOf", "startsWith", "endsWith"];

const COMPARES: &[&str] = &["===", "!==", "==", "!=", "<", ">", "<=", ">="];

/// What a name stands for.
#[derive(Debug, Clone)]
enum Bound {
    /// A part of the event.
    Event(String),
    /// What the API of the forge gives.
    Document(Held),
    /// A text.
    Text(Held),
}

pub(super) struct Program<'p, 't> {
    pub(super) tokens: &'p [Token<'t>],
    scope: &'p Scope<'p>,
    artifact: Option<&'p Held>,
    bound: BTreeMap<&'t str, Bound>,
}

/// Reads a script. The output `result` is what it returns.
///
/// `artifact` is what files hold that come out of the run which started this one.
pub(in crate::input::pipeline) fn read(
    text: &str,
    scope: &Scope<'_>,
    artifact: Option<&Held>,
    place: &mut dyn FnMut(Span) -> String,
) -> Outcome {
    let tokens = tokens(text);
    let mut program = Program { tokens: &tokens, scope, artifact, bound: BTreeMap::new() };
    // What is set further down may be used in a function further up.
    program.bind();
    program.bind();
    let is_cut = tokens.len() > MOST;
    let mut outcome = Outcome { gave_up: is_cut, is_cut, ..Outcome::default() };
    for index in 0..tokens.len() {
        program.call(index, place, &mut outcome);
        program.returned(index, place, &mut outcome);
    }
    outcome
}

impl<'t> Program<'_, 't> {
    pub(super) fn word(&self, index: usize) -> Option<Word<'t>> {
        self.tokens.get(index).map(|token| token.what)
    }

    pub(super) fn is(&self, index: usize, sign: &str) -> bool {
        matches!(self.word(index), Some(Word::Sign(it)) if it == sign)
            || matches!(self.word(index), Some(Word::Name(it)) if it == sign)
    }

    /// Where an expression ends that begins at `from`: at a sign that no bracket holds, or with its statement.
    pub(super) fn end(&self, from: usize, signs: &[&str]) -> usize {
        let mut depth = 0_usize;
        let mut index = from;
        while let Some(token) = self.tokens.get(index) {
            if let Word::Sign(sign) = token.what {
                match sign {
                    "(" | "[" | "{" => depth = depth.saturating_add(1),
                    ")" | "]" | "}" if depth == 0 => return index,
                    ")" | "]" | "}" => depth = depth.saturating_sub(1),
                    _ if depth == 0 && signs.contains(&sign) => return index,
                    _ => {}
                }
            }
            let goes_on = |word: Option<Word<'_>>| matches!(word, Some(Word::Sign(sign)) if !matches!(sign, ")" | "]" | "}" | "{" | ";"));
            let ends_line = token.fresh && depth == 0 && index > from && !matches!(token.what, Word::Sign(_));
            if ends_line && !goes_on(self.word(index.saturating_sub(1))) {
                return index;
            }
            index = index.saturating_add(1);
        }
        index
    }

    /// The names of a chain that begins here, and the index behind it: `a.b?.[0].c`.
    pub(super) fn chain(&self, from: usize) -> Option<(Vec<&'t str>, usize)> {
        let Some(Word::Name(first)) = self.word(from) else { return None };
        let is_part = from.checked_sub(1).is_some_and(|before| self.is(before, ".") || self.is(before, "?."));
        if is_part || first.starts_with(|it: char| it.is_ascii_digit()) {
            return None;
        }
        let mut names = vec![first];
        let mut index = from.saturating_add(1);
        loop {
            let next = index.saturating_add(1);
            if self.is(index, ".") || self.is(index, "?.") {
                match self.word(next) {
                    Some(Word::Name(name)) => {
                        names.push(name);
                        index = next.saturating_add(1);
                        continue;
                    }
                    _ if self.is(next, "[") => {
                        index = next;
                        continue;
                    }
                    _ => break,
                }
            }
            let closes = self.is(index, "[") && self.is(next.saturating_add(1), "]");
            match self.word(next).filter(|_| closes) {
                Some(Word::Text(name)) => names.push(name),
                Some(_) => names.push("*"),
                None => break,
            }
            index = next.saturating_add(2);
        }
        Some((names, index))
    }

    /// A method of what a call gives: `require('x').execSync`.
    pub(super) fn method(&self, index: usize) -> Option<(Vec<&'t str>, usize)> {
        let of_call = self.is(index.checked_sub(1)?, ".") && self.is(index.checked_sub(2)?, ")");
        match self.word(index).filter(|_| of_call)? {
            Word::Name(name) => Some((vec![name], index.saturating_add(1))),
            _ => None,
        }
    }

    /// What a chain stands for, if that is somebody else's.
    fn resolve(&self, names: &[&'t str]) -> Option<Bound> {
        let (first, rest) = names.split_first()?;
        let event = |rest: &[&str]| {
            let rest: Vec<String> = rest.iter().map(|name| name.to_ascii_lowercase()).collect();
            Bound::Event(std::iter::once("github.event".to_owned()).chain(rest).collect::<Vec<_>>().join("."))
        };
        match (*first, rest) {
            ("context", ["payload", rest @ ..]) => Some(event(rest)),
            (_, [.., "readFileSync" | "readFile"]) => self.artifact.cloned().map(Bound::Text),
            ("process", ["env", name, ..]) => (self.scope.variable)(name).map(Bound::Text),
            ("github" | "octokit", [.., area, method]) if self.scope.strangers && asks(area, method) => {
                let tainted_by = format!("{GOT}{area}.{method}` gives");
                Some(Bound::Document(Held { trust: Trust::Untrusted, tainted_by, lines: true, ..Held::unknown() }))
            }
            _ => self.bound.get(first).and_then(|bound| Self::below(bound, rest)),
        }
    }

    fn below(bound: &Bound, rest: &[&'t str]) -> Option<Bound> {
        if rest.iter().any(|name| QUESTIONS.contains(name)) {
            return None;
        }
        Some(match bound {
            Bound::Event(pattern) => {
                let rest: String = rest.iter().map(|name| format!(".{}", name.to_ascii_lowercase())).collect();
                Bound::Event(format!("{pattern}{rest}"))
            }
            Bound::Document(held) => {
                let rest: Vec<String> =
                    rest.iter().filter(|name| **name != "data").map(|name| name.to_ascii_lowercase()).collect();
                match field(&rest) {
                    _ if rest.is_empty() => Bound::Document(held.clone()),
                    Some(lines) => Bound::Text(Held { lines, ..held.clone() }),
                    // A method of a list, or a field that no stranger fills.
                    None if rest
                        .last()
                        .is_some_and(|last| matches!(last.as_str(), "map" | "filter" | "find" | "*")) =>
                    {
                        Bound::Document(held.clone())
                    }
                    None => return None,
                }
            }
            Bound::Text(held) => Bound::Text(held.clone()),
        })
    }

    fn held(&self, bound: &Bound) -> Held {
        match bound {
            Bound::Event(pattern) => (self.scope.context)(pattern),
            Bound::Document(held) | Bound::Text(held) => held.clone(),
        }
    }

    /// What an expression may hold.
    pub(super) fn value(&self, from: usize, to: usize) -> Held {
        // What is asked decides between two texts and is in neither.
        let mut depth = 0_usize;
        let mut begin = from;
        for index in from..to {
            match self.word(index) {
                Some(Word::Sign("(" | "[" | "{")) => depth = depth.saturating_add(1),
                Some(Word::Sign(")" | "]" | "}")) => depth = depth.saturating_sub(1),
                Some(Word::Sign("?")) if depth == 0 => begin = index,
                _ => {}
            }
        }
        let mut held = Held::default();
        let mut index = begin;
        while index < to {
            if let Some(Word::Expression(inner)) = self.word(index) {
                held.join(&(self.scope.expression)(inner));
            }
            let Some((names, behind)) = self.chain(index) else {
                index = index.saturating_add(1);
                continue;
            };
            let is_key = self.is(behind, ":") && !self.is(index.saturating_sub(1), "?");
            if !is_key
                && !self.is_asked(index, behind, &names)
                && let Some(bound) = self.resolve(&names)
            {
                let here = self.held(&bound);
                if here.trust >= Trust::Perhaps {
                    held.join(&here);
                }
            }
            index = behind.max(index.saturating_add(1));
        }
        held
    }

    /// Whether nothing of a chain is in the result: it is compared, asked, or cleaned.
    fn is_asked(&self, from: usize, behind: usize, names: &[&str]) -> bool {
        let compares = |index: usize| matches!(self.word(index), Some(Word::Sign(sign)) if COMPARES.contains(&sign));
        let before = from.checked_sub(1);
        if before.is_some_and(compares) || compares(behind) || names.iter().skip(1).any(|name| QUESTIONS.contains(name))
        {
            return true;
        }
        let function = from.checked_sub(2).and_then(|index| self.word(index));
        let in_call = before.is_some_and(|index| self.is(index, "("));
        if in_call && matches!(function, Some(Word::Name(name)) if PLAIN.contains(&name)) {
            return true;
        }
        let replaces = names.last().is_some_and(|name| matches!(*name, "replace" | "replaceAll"));
        let arguments = (self.word(behind.saturating_add(1)), self.word(behind.saturating_add(3)));
        match arguments {
            (Some(Word::Pattern(found, flags)), Some(Word::Text(instead))) if replaces && flags.contains('g') => {
                pattern::finds_all_meant(found, instead)
            }
            _ => false,
        }
    }

    /// Keeps what names are set to.
    fn bind(&mut self) {
        for index in 0..self.tokens.len() {
            let declares = ["const", "let", "var"].iter().any(|word| self.is(index, word));
            let at = index.saturating_add(1);
            if declares && self.is(at, "{") {
                self.destructure(at);
            } else if declares {
                self.bind_one(at);
            } else if !self.is(index.saturating_sub(1), ".") && self.is(at, "=") {
                self.bind_one(index);
            }
        }
    }

    fn bind_one(&mut self, at: usize) {
        let Some(Word::Name(name)) = self.word(at) else { return };
        let sign = at.saturating_add(1);
        let from = sign.saturating_add(1);
        if self.is(sign, "of") {
            let bound = self.chain(from).and_then(|(mut names, _)| {
                names.push("*");
                self.resolve(&names)
            });
            self.bound.extend(bound.map(|bound| (name, bound)));
        } else if self.is(sign, "=") || self.is(sign, "+=") {
            let to = self.end(from, &[";", ","]);
            let bound = self.whole(from, to);
            if let Some(bound) = bound {
                self.bound.insert(name, bound);
            }
        }
    }

    /// What an expression stands for: a chain as a whole, or the text that it holds.
    fn whole(&self, from: usize, to: usize) -> Option<Bound> {
        let from = if self.is(from, "await") { from.saturating_add(1) } else { from };
        if let Some((names, behind)) = self.chain(from)
            && (behind == to || self.is(behind, "(") && matches!(self.resolve(&names), Some(Bound::Document(_))))
        {
            return self.resolve(&names);
        }
        let held = self.value(from, to);
        (held.trust >= Trust::Perhaps).then_some(Bound::Text(held))
    }

    /// `const { title, body: text } = context.payload.issue`
    fn destructure(&mut self, open: usize) {
        let close = self.end(open.saturating_add(1), &[]);
        if !self.is(close.saturating_add(1), "=") {
            return;
        }
        let from = close.saturating_add(2);
        let Some(whole) = self.whole(from, self.end(from, &[";"])) else { return };
        let mut index = open.saturating_add(1);
        while index < close {
            let Some(Word::Name(key)) = self.word(index) else {
                index = index.saturating_add(1);
                continue;
            };
            let renamed = self.is(index.saturating_add(1), ":");
            let at = if renamed { index.saturating_add(2) } else { index };
            if let Some(Word::Name(name)) = self.word(at)
                && let Some(bound) = Self::below(&whole, &[key])
            {
                self.bound.insert(name, bound);
            }
            index = at.saturating_add(1);
        }
    }
}

/// Whether a method of the API gives what strangers write.
fn asks(area: &str, method: &str) -> bool {
    let is_area = matches!(area, "issues" | "pulls" | "search" | "repos" | "reactions" | "git");
    is_area && (method.starts_with("get") || method.starts_with("list") || method.starts_with("issues"))
}
