//! What a script says to the runner: outputs, variables of the environment and folders of the search path.
//!
//! The files take `NAME=value`, or `NAME<<END`, lines, and `END` (docs.github.com/actions/reference/workflows-and-actions/workflow-commands).
//! Whoever can write a line end into a value sets any other name; and whoever knows the `END` ends it before its time.

use super::value::{Given, Part, Seen, Value};
use super::walk::Walk;
use super::{Hit, Left};
use crate::input::pipeline::facts::Sink;
use crate::input::pipeline::held::Held;
use crate::source::Span;

/// The files of the runner, by how a script calls them.
const FILES: &[(&str, &str)] =
    &[("$GITHUB_ENV", "GITHUB_ENV"), ("$GITHUB_OUTPUT", "GITHUB_OUTPUT"), ("$GITHUB_PATH", "GITHUB_PATH")];

/// A name with its value, and the command that wrote it.
struct Entry {
    span: Span,
    /// `None` where a stranger may choose it.
    name: Option<String>,
    value: Value,
    /// Whether a line end in it begins another entry.
    breaks: bool,
}

impl Walk<'_, '_> {
    /// Takes what is written to a file of the runner; `false` for any other file.
    pub(super) fn written_for_the_runner(&mut self, key: &str, output: &Value, span: Span) -> bool {
        let Some((_, name)) = FILES.iter().find(|(known, _)| *known == key) else { return false };
        self.written.entry(name).or_default().push((span, output.clone()));
        true
    }

    /// Commands that are printed: `::set-output name=title::value`.
    pub(super) fn said_to_the_runner(&mut self, printed: Value) {
        for line in printed.lines() {
            let command = line.split_once("::set-output name=").filter(|(before, _)| before.trim().is_empty());
            let Some((name, value)) = command.and_then(|(_, rest)| rest.split_once("::")) else { continue };
            self.outcome.outputs.push(left(name, &value));
        }
    }

    /// Hands over what was written.
    pub(super) fn hand_over(&mut self) {
        let written = std::mem::take(&mut self.written);
        for (file, writes) in written {
            match file {
                "GITHUB_PATH" => {
                    for (span, value) in writes {
                        self.hit(span, Sink::Path, file, &value);
                    }
                }
                _ => {
                    for entry in entries(writes) {
                        self.take(file, entry);
                    }
                }
            }
        }
    }

    fn take(&mut self, file: &'static str, entry: Entry) {
        let loc = if entry.value.is_hostile() { self.place(entry.span) } else { String::new() };
        let what = if file == "GITHUB_ENV" { "is put into the environment here" } else { "is put into an output here" };
        let is_env = file == "GITHUB_ENV";
        let injects = |given: &Given| entry.name.is_none() || (entry.breaks && given.held.lines);
        if is_env {
            let bad: Vec<Given> = entry.value.hostile().filter(|given| injects(given)).cloned().collect();
            for given in bad {
                self.hit_one(entry.span, Sink::Environment, file, &given);
            }
        }
        let value = entry.value.passed(&loc, what);
        match (entry.name, is_env) {
            (Some(name), true) => self.outcome.environment.push(left(name, &value)),
            (None, true) => {}
            (name, false) => self.outcome.outputs.push(left(name.unwrap_or_default(), &value)),
        }
    }

    /// Keeps what a command makes code of.
    pub(super) fn hit(&mut self, span: Span, sink: Sink, taker: &str, value: &Value) {
        let hostile: Vec<Given> = value.hostile().cloned().collect();
        for given in hostile {
            self.hit_one(span, sink, taker, &given);
        }
    }

    pub(super) fn hit_one(&mut self, span: Span, sink: Sink, taker: &str, given: &Given) {
        let variable = match &given.seen {
            // The expression is judged where it stands: it is a part of the script before any of this runs.
            Seen::Expression => return,
            Seen::Variable(name) => name.clone(),
            Seen::Elsewhere => String::new(),
        };
        let quoted = given.quoted && matches!(sink, Sink::Shell | Sink::Text);
        let known = |hit: &Hit| hit.span == span && hit.sink == sink && hit.taker == taker && hit.variable == variable;
        if !quoted && !self.outcome.hits.iter().any(known) {
            let hit = Hit { span, sink, taker: taker.to_owned(), variable, held: Held::clone(&given.held) };
            self.outcome.hits.push(hit);
        }
    }

    /// What a file holds that a stranger has put there.
    pub(super) fn filled_by_a_stranger(&self, key: &str) -> Option<Value> {
        if self.kept.filled.is_empty() || key.starts_with('/') {
            return None;
        }
        let path = key.strip_prefix("$GITHUB_WORKSPACE/").unwrap_or(key);
        let is_relative = !path.starts_with('$') || path.starts_with("$RUNNER_TEMP");
        let whole = if is_relative && !self.scope.folder.is_empty() {
            format!("{}/{path}", self.scope.folder)
        } else {
            path.to_owned()
        };
        if (self.scope.in_tree)(&whole) {
            return None;
        }
        let held = self.kept.filled.iter().find(|(folder, _)| {
            let below = whole.strip_prefix(folder.as_str());
            folder.is_empty() && !path.starts_with('$')
                || below.is_some_and(|rest| !folder.is_empty() && rest.starts_with('/'))
        })?;
        Some(Value::of(held.1.clone(), Seen::Elsewhere))
    }
}

fn left(name: String, value: &Value) -> Left {
    Left { name, held: value.held(), open: value.is_open() }
}

/// Reads what was written to a file of the runner.
fn entries(writes: Vec<(Span, Value)>) -> Vec<Entry> {
    let mut lines: Vec<(Span, Value)> = Vec::new();
    for (span, value) in writes {
        let mut of_write = value.lines();
        // What stands behind the last line end.
        if of_write.last().is_some_and(|last| last.parts.is_empty()) {
            of_write.pop();
        }
        lines.extend(of_write.into_iter().map(|line| (span, line)));
    }
    let mut found = Vec::new();
    let mut lines = lines.into_iter();
    while let Some((span, line)) = lines.next() {
        let mark = line.split_once("<<").filter(|(name, _)| is_name(name));
        if let Some((name, end)) = mark {
            let (value, breaks) = until(&end, &mut lines);
            found.push(Entry { span, name: Some(name), value, breaks });
            continue;
        }
        if let Some((name, value)) = line.split_once("=") {
            found.push(Entry { span, name: Some(name), value, breaks: true });
        } else if line.is_hostile() {
            found.push(named_by_others(span, line));
        }
    }
    found
}

/// A line that does not begin with a name: a stranger may choose it, but for one that a switch or a known part precedes.
fn named_by_others(span: Span, line: Value) -> Entry {
    let mut name = String::new();
    for part in &line.parts {
        match part {
            Part::Text(text) if text.contains('=') => {
                name.push_str(text.split('=').next().unwrap_or_default());
                return Entry { span, name: (!line.begins_hostile()).then_some(name), value: line, breaks: true };
            }
            Part::Text(text) => name.push_str(text),
            Part::Named(_) => name.push('*'),
            Part::Given(_) => return Entry { span, name: None, value: line, breaks: true },
        }
    }
    Entry { span, name: None, value: line, breaks: true }
}

/// The lines up to the one that ends them, and whether a stranger knows that one.
fn until(end: &Value, lines: &mut impl Iterator<Item = (Span, Value)>) -> (Value, bool) {
    let mut value = Value::default();
    for (index, (_, line)) in lines.enumerate() {
        let is_end = trimmed(&line).is_some_and(|line| trimmed(end) == Some(line));
        if line == *end || is_end {
            break;
        }
        if index > 0 {
            value.push_text("\n");
        }
        value.push(line);
    }
    (value, end.known().is_some())
}

fn trimmed(value: &Value) -> Option<&str> {
    value.known().map(str::trim)
}

fn is_name(text: &str) -> bool {
    !text.is_empty()
        && !text.contains('=')
        && text.chars().all(|it| it.is_ascii_alphanumeric() || matches!(it, '_' | '-' | '.'))
}
