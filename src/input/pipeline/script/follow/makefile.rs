//! The rules of a makefile, as far as make's own functions leave them known.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::super::origin::Piece;
use crate::source::{Source, Span};

/// How deep variables are put into each other, and the most bytes that a line may become by it.
const DEPTH: usize = 8;
const BYTES: usize = 64_000;

/// The most variables that are put into one line.
const REFERENCES: usize = 10_000;

/// Functions that leave nothing where they stand.
const SILENT: &[&str] = &["info", "warning", "eval"];

/// A rule.
#[derive(Default, Clone)]
pub(super) struct Rule {
    pub(super) needs: Vec<String>,
    /// Its lines with the files that they stand in, without the tab.
    pub(super) lines: Vec<(Arc<Source>, Span)>,
    /// Whether it is of `::`, which adds to the rules before it and always runs.
    pub(super) double: bool,
    /// The variables that it sets for itself.
    pub(super) variables: BTreeMap<String, String>,
}

/// What makefiles say.
#[derive(Default)]
pub(super) struct Makefile {
    pub(super) rules: BTreeMap<String, Rule>,
    pub(super) variables: BTreeMap<String, String>,
    /// Those that count only where the environment sets none of the name: `?=`.
    pub(super) weak: BTreeSet<String>,
    /// The target that is made when none is named.
    pub(super) default: Option<String>,
    /// The files that it takes in, as they are written, each with where that stands.
    pub(super) includes: Vec<(Arc<Source>, usize, String)>,
    /// Whether one shell runs all lines of a rule.
    pub(super) one_shell: bool,
}

/// Words that begin a condition; both ways are read.
const CONDITIONS: &[&str] = &["ifeq", "ifneq", "ifdef", "ifndef", "else", "endif"];

impl Makefile {
    /// Adds what a file says.
    pub(super) fn read(&mut self, source: &Arc<Source>) {
        let text = source.text();
        let mut open: Vec<String> = Vec::new();
        let mut defined: Option<(String, String)> = None;
        let mut at = 0_usize;
        // Whether the next line of a recipe is the first of its rule, where that begins, and how many conditions are around it.
        let (mut fresh, mut begins, mut conditions) = (false, 0_usize, 0_usize);
        while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
            let length = logical_line(rest);
            let line = rest.get(..length).unwrap_or_default().trim_end_matches(['\n', '\r']);
            let span = Span::new(at, at.saturating_add(line.len()));
            at = at.saturating_add(length);
            if let Some((name, value)) = &mut defined {
                if line.trim() == "endef" {
                    self.variables.insert(name.clone(), value.trim_end().to_owned());
                    defined = None;
                } else {
                    value.push_str(line);
                    value.push('\n');
                }
                continue;
            }
            if line.starts_with('\t') {
                let replaces = std::mem::take(&mut fresh) && conditions == 0;
                for name in &open {
                    if let Some(rule) = self.rules.get_mut(name) {
                        // Of two recipes of one target the last counts.
                        if replaces && !rule.double {
                            rule.lines.retain(|(from, line)| from.path() != source.path() || line.start >= begins);
                        }
                        rule.lines.push((Arc::clone(source), Span::new(span.start.saturating_add(1), span.end)));
                    }
                }
                continue;
            }
            let first = line.split_whitespace().next().unwrap_or_default();
            match first {
                "" => {}
                _ if first.starts_with('#') => {}
                _ if CONDITIONS.contains(&first) => match first {
                    "else" => {}
                    "endif" => conditions = conditions.saturating_sub(1),
                    _ => conditions = conditions.saturating_add(1),
                },
                "define" => {
                    let name = line.split_whitespace().nth(1).unwrap_or_default();
                    defined = Some((name.to_owned(), String::new()));
                }
                "include" | "-include" | "sinclude" => {
                    // `$(wildcard mk/*.mk)` is what `mk/*.mk` is here.
                    let written = line.trim_start().get(first.len()..).unwrap_or_default().trim();
                    let inner = written.strip_prefix("$(wildcard ").and_then(|inner| inner.strip_suffix(')'));
                    let names = inner.unwrap_or(written).split_whitespace();
                    self.includes.extend(names.map(|name| (Arc::clone(source), span.start, name.to_owned())));
                }
                _ => {
                    open = self.statement(source, line, span).unwrap_or_default();
                    (fresh, begins) = (true, span.start);
                }
            }
        }
    }

    /// A rule or an assignment; the targets of a rule.
    fn statement(&mut self, source: &Arc<Source>, line: &str, span: Span) -> Option<Vec<String>> {
        if let Some((name, operator, value)) = assignment(line) {
            if operator == "?" && !self.variables.contains_key(name) {
                self.weak.insert(name.to_owned());
            }
            set(&mut self.variables, name, operator, value);
            return None;
        }
        let colon = outside(line, ":")?;
        let (left, right) = (line.get(..colon)?, line.get(colon.saturating_add(1)..)?);
        let double = right.starts_with(':') && !right.starts_with("::=") && !right.starts_with(":=");
        let right = right.trim_start_matches(':');
        let targets = names(&self.expanded(left));
        if targets.iter().any(|target| target == ".ONESHELL") {
            self.one_shell = true;
        }
        let (right, inline) = right.split_once(';').map_or((right, None), |(needs, rest)| (needs, Some(rest)));
        let right = right.split('#').next().unwrap_or(right);
        let own = assignment(right);
        let needs: Vec<String> = match own {
            Some(_) => Vec::new(),
            None => names(&self.expanded(right)).into_iter().filter(|it| it != "|").collect(),
        };
        let inline =
            inline.filter(|_| own.is_none()).map(|rest| Span::new(span.end.saturating_sub(rest.len()), span.end));
        for target in &targets {
            if self.default.is_none() && own.is_none() && !target.starts_with('.') && !target.contains('%') {
                self.default = Some(target.clone());
            }
            let rule = self.rules.entry(target.clone()).or_default();
            rule.double |= double;
            rule.needs.extend(needs.iter().cloned());
            rule.lines.extend(inline.map(|span| (Arc::clone(source), span)));
            if let Some((name, operator, value)) = own {
                set(&mut rule.variables, name, operator, value);
            }
        }
        Some(targets)
    }

    fn expanded(&self, text: &str) -> String {
        let find = |name: &str| self.variables.get(name).cloned();
        expand(text, &find).0
    }

    /// Whether make goes on when a line of a target fails: `.IGNORE`.
    pub(super) fn forgives(&self, target: &str) -> bool {
        self.rules.get(".IGNORE").is_some_and(|rule| rule.needs.is_empty() || rule.needs.iter().any(|it| it == target))
    }

    /// Whether a target is none of a file.
    pub(super) fn is_phony(&self, target: &str) -> bool {
        self.rules.get(".PHONY").is_some_and(|rule| rule.needs.iter().any(|it| it == target))
    }

    /// The rule of a target, with what `%` stands for in its name.
    pub(super) fn rule(&self, target: &str) -> Option<(&Rule, String)> {
        if let Some(rule) = self.rules.get(target) {
            return Some((rule, String::new()));
        }
        self.rules.iter().find_map(|(pattern, rule)| {
            let (before, behind) =
                pattern.split_once('%').filter(|(before, behind)| !before.is_empty() || !behind.is_empty())?;
            let stem = target.strip_prefix(before)?.strip_suffix(behind)?;
            Some((rule, stem.to_owned()))
        })
    }
}

/// The bytes of a line with those that it goes on in.
fn logical_line(text: &str) -> usize {
    let mut end = 0_usize;
    for line in text.split_inclusive('\n') {
        end = end.saturating_add(line.len());
        if !line.trim_end_matches(['\n', '\r']).ends_with('\\') {
            break;
        }
    }
    end
}

/// The names that a text is. Blanks in brackets part none: what only a run of make knows is still a call there.
fn names(text: &str) -> Vec<String> {
    let mut names = Vec::new();
    let (mut name, mut depth) = (String::new(), 0_usize);
    for character in text.chars() {
        match character {
            '(' | '{' => depth = depth.saturating_add(1),
            ')' | '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 && character.is_whitespace() {
            names.push(std::mem::take(&mut name));
        } else {
            name.push(character);
        }
    }
    names.push(name);
    names.retain(|name| !name.is_empty());
    names
}

/// Where a text stands for the first time outside of brackets.
fn outside(line: &str, wanted: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, character) in line.char_indices() {
        match character {
            '(' | '{' => depth = depth.saturating_add(1),
            ')' | '}' => depth = depth.saturating_sub(1),
            _ if depth == 0 && line.get(at..).is_some_and(|rest| rest.starts_with(wanted)) => return Some(at),
            _ => {}
        }
    }
    None
}

/// `NAME = value`, with its operator.
fn assignment(line: &str) -> Option<(&str, &str, &str)> {
    let equals = outside(line, "=")?;
    let (left, value) = (line.get(..equals)?, line.get(equals.saturating_add(1)..)?);
    let name = left.trim_end_matches([':', '?', '+', '!']);
    let operator = left.get(name.len()..)?;
    let name = name.split_whitespace().last()?;
    let is_rule = outside(left.get(..left.len().saturating_sub(operator.len()))?, ":").is_some();
    (!is_rule).then(|| (name, operator, value.split(" #").next().unwrap_or(value).trim()))
}

fn set(variables: &mut BTreeMap<String, String>, name: &str, operator: &str, value: &str) {
    match operator {
        "?" if variables.contains_key(name) => {}
        "+" => {
            let known = variables.entry(name.to_owned()).or_default();
            if known.len() < BYTES {
                let longer = format!("{known} {value}");
                longer.trim().clone_into(known);
            }
        }
        // What a command prints, only a run knows.
        "!" => drop(variables.insert(name.to_owned(), format!("$(shell {value})"))),
        _ => drop(variables.insert(name.to_owned(), value.to_owned())),
    }
}

/// A text of make as its shell gets it. What is not known stays there as a variable of the shell, which it may be.
pub(super) fn expand(text: &str, find: &dyn Fn(&str) -> Option<String>) -> (String, Vec<Piece>) {
    let mut made = Made { text: String::new(), pieces: Vec::new(), left: REFERENCES };
    made.put(text, Some(0), find, DEPTH);
    (made.text, made.pieces)
}

struct Made {
    text: String,
    pieces: Vec<Piece>,
    /// How many variables may still be put in.
    left: usize,
}

impl Made {
    /// Adds a text of make; `at` is where it stands, unless it is the value of something that stands elsewhere.
    fn put(&mut self, text: &str, at: Option<usize>, find: &dyn Fn(&str) -> Option<String>, depth: usize) {
        let mut rest = text;
        while !rest.is_empty() && self.text.len() < BYTES {
            let offset = text.len().saturating_sub(rest.len());
            let plain = rest.find('$').unwrap_or(rest.len());
            let (before, behind) = rest.split_at_checked(plain).unwrap_or((rest, ""));
            self.piece(at.map(|at| at.saturating_add(offset)), before.len());
            self.text.push_str(before);
            let Some(reference) = behind.strip_prefix('$') else { return };
            let dollar = at.map(|at| at.saturating_add(offset).saturating_add(plain));
            let length = match reference.chars().next() {
                Some(open @ ('(' | '{')) => closed(reference, open),
                Some(other) => other.len_utf8(),
                None => 0,
            };
            self.piece(dollar, length.saturating_add(1));
            let name = reference.get(..length).unwrap_or_default();
            self.reference(name, find, depth);
            rest = reference.get(length..).unwrap_or_default();
        }
    }

    fn piece(&mut self, at: Option<usize>, length: usize) {
        if let Some(at) = at.filter(|_| length > 0) {
            self.pieces.push(Piece { text: self.text.len(), at, length });
        }
    }

    fn reference(&mut self, written: &str, find: &dyn Fn(&str) -> Option<String>, depth: usize) {
        let inner = written.strip_prefix(['(', '{']).map_or(written, |inner| inner.trim_end_matches([')', '}']));
        if written == "$" {
            return self.text.push('$');
        }
        let (function, argument) = inner.split_once(' ').unwrap_or((inner, ""));
        let (Some(depth), Some(left)) = (depth.checked_sub(1), self.left.checked_sub(1)) else { return };
        self.left = left;
        match (function, find(inner)) {
            ("MAKE", _) => self.text.push_str("make"),
            (_, Some(value)) => self.put(&value, None, find, depth),
            ("shell", _) => {
                self.text.push_str("$(");
                self.put(argument, None, find, depth);
                self.text.push(')');
            }
            ("call", _) => {
                let arguments: Vec<&str> = argument.split(',').map(str::trim).collect();
                let Some((name, rest)) = arguments.split_first() else { return };
                let number = |name: &str| name.parse::<usize>().ok().and_then(|it| it.checked_sub(1));
                let bound = |name: &str| match number(name) {
                    Some(index) => Some(rest.get(index).copied().unwrap_or_default().to_owned()),
                    None => find(name),
                };
                if let Some(body) = find(name) {
                    self.put(&body, None, &bound, depth);
                }
            }
            _ => {
                // What a function makes of it nobody knows; that it is in it does not get lost.
                let (text, pieces) = (self.text.len(), self.pieces.len());
                self.put(argument, None, find, depth);
                self.text.truncate(text);
                self.pieces.truncate(pieces);
                let name: String = function.chars().filter(|it| it.is_ascii_alphanumeric() || *it == '_').collect();
                if !name.is_empty() && !SILENT.contains(&function) {
                    self.text.extend(["${", &name, "}"]);
                }
            }
        }
    }
}

/// Whether a call of a function or the name of a variable goes on behind the text.
pub(super) fn is_open(text: &str) -> bool {
    let mut rest = text;
    while let Some((_, behind)) = rest.split_once('$') {
        let Some(open @ ('(' | '{')) = behind.chars().next() else {
            rest = behind.strip_prefix('$').unwrap_or(behind);
            continue;
        };
        let Some(length) = end(behind, open) else { return true };
        rest = behind.get(length..).unwrap_or_default();
    }
    false
}

/// The bytes up to the bracket that closes the first; all of them where none does.
fn closed(text: &str, open: char) -> usize {
    end(text, open).unwrap_or(text.len())
}

fn end(text: &str, open: char) -> Option<usize> {
    let close = if open == '(' { ')' } else { '}' };
    let mut depth = 0_usize;
    for (at, character) in text.char_indices() {
        if character == open {
            depth = depth.saturating_add(1);
        } else if character == close {
            depth = depth.saturating_sub(1);
            if depth == 0 {
                return Some(at.saturating_add(1));
            }
        }
    }
    None
}
