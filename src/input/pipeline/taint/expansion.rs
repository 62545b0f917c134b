//! Words: what the shell puts in.

use super::pattern;
use super::value::{Seen, Value};
use super::walk::Walk;
use crate::input::pipeline::facts::Sink;
use crate::input::pipeline::held::Held;
use crate::input::pipeline::shell::syntax::{Piece, PieceWhat, Word};
use crate::source::Span;

/// The files by which a step of GitHub speaks to its runner, as expressions.
const FILES: &[(&str, &str)] = &[
    ("github.env", "GITHUB_ENV"),
    ("github.output", "GITHUB_OUTPUT"),
    ("github.path", "GITHUB_PATH"),
    ("github.event_path", "GITHUB_EVENT_PATH"),
    ("github.step_summary", "GITHUB_STEP_SUMMARY"),
];

impl<'s> Walk<'_, 's> {
    /// What a word may be.
    pub(super) fn word(&mut self, word: &'s Word) -> Value {
        self.pieces(&word.pieces)
    }

    fn pieces(&mut self, pieces: &'s [Piece]) -> Value {
        let mut value = Value::default();
        for piece in pieces {
            let more = self.piece(piece);
            value.push(more);
        }
        value
    }

    fn piece(&mut self, piece: &'s Piece) -> Value {
        match &piece.what {
            PieceWhat::Text(text) => Value::text(text),
            PieceWhat::Variable { name, operator, inside } => self.expansion(piece.span, name, operator, inside),
            PieceWhat::Script(list) => self.output(list),
            PieceWhat::Process(list) => {
                let printed = self.output(list);
                let name = format!("/dev/fd/{}", piece.span.start);
                self.kept.files.insert(name.clone(), printed);
                Value::text(&name)
            }
            PieceWhat::Arithmetic => {
                self.arithmetic(piece.span, piece.span, "$((");
                Value::named("((")
            }
            PieceWhat::Expression => self.expression(piece.span),
        }
    }

    fn expression(&mut self, span: Span) -> Value {
        let text = self.text.get(span.start..span.end).unwrap_or_default();
        let inner = text.strip_prefix("${{").and_then(|text| text.strip_suffix("}}"));
        let inner = inner.or_else(|| text.strip_prefix("$[[").and_then(|text| text.strip_suffix("]]")));
        let inner = inner.unwrap_or(text).trim();
        if let Some((_, name)) = FILES.iter().find(|(context, _)| inner.eq_ignore_ascii_case(context)) {
            return Value::named(name);
        }
        let loc = self.place(span);
        let held = (self.scope.expression)(inner);
        if let Some(file) = file_of_the_runner(&held) {
            return file;
        }
        if held.texts.is_none() && held.contexts.is_empty() {
            return Value::named(inner);
        }
        Value::of(held, Seen::Expression).passed(&loc, "stands in a script here")
    }

    /// What a variable holds now.
    pub(super) fn variable(&self, name: &str) -> Value {
        let seen = |value: Value| value.map(|given| given.seen = Seen::Variable(name.to_owned()));
        if let Some(value) = self.kept.variables.get(name) {
            return seen(value.clone());
        }
        match name {
            "@" | "*" => return seen(Value::joined(self.arguments.clone(), " ")),
            "?" | "#" | "$" | "!" | "-" | "RANDOM" | "LINENO" | "SECONDS" => return Value::named(name),
            _ => {}
        }
        match name.parse::<usize>() {
            Ok(0) => Value::named("0"),
            Ok(index) => {
                let argument = self.arguments.get(index.saturating_sub(1));
                argument.map_or_else(|| Value::named(name), |value| seen(value.clone()))
            }
            Err(_) => self.around(name),
        }
    }

    /// Sets a variable.
    pub(super) fn set(&mut self, name: &str, value: Value) {
        self.steps = self.steps.saturating_add(value.weight());
        self.kept.variables.insert(name, value);
    }

    fn expansion(&mut self, span: Span, name: &'s str, operator: &'s str, inside: &'s [Piece]) -> Value {
        let written = self.text.get(span.start..span.end).unwrap_or_default();
        if written.starts_with("${#") {
            return Value::named(name);
        }
        // The variable that it names.
        let value = match (written.starts_with("${!"), self.variable(name).known()) {
            (true, Some(other)) if !other.is_empty() && operator == "!" => self.variable(other),
            (true, _) => return Value::named(name),
            (false, _) => self.variable(name),
        };
        let inside = self.pieces(inside);
        let operator = operator.strip_prefix("[@]").or_else(|| operator.strip_prefix("[*]")).unwrap_or(operator);
        match operator.trim_start_matches(':').chars().next() {
            Some('-' | '=') => value.or(without_sign(inside)),
            Some('+') => without_sign(inside),
            Some('@') if matches!(operator, "@Q" | "@A" | "@K") => value.map(|given| given.quoted = true),
            Some('/') if operator.starts_with("//") && cleans(operator) => value.harmless(),
            Some('/') => {
                let instead = inside;
                if instead.is_hostile() { value.or(instead) } else { value }
            }
            _ => value,
        }
    }

    /// Arithmetic, which evaluates the text of a variable as an expression of its own; an index in that may be a command:
    /// `a[$(id)]` (bash(1), "ARITHMETIC EVALUATION").
    pub(super) fn arithmetic(&mut self, range: Span, command: Span, taker: &str) {
        let text = self.text.get(range.start..range.end).unwrap_or_default();
        for name in counted(&without_commands(text)) {
            let value = self.variable(name);
            self.hit(command, Sink::Shell, taker, &value);
        }
    }
}

/// The file that a value names by an expression alone.
pub(super) fn file_of_the_runner(held: &Held) -> Option<Value> {
    let mut contexts = held.contexts.iter();
    let (Some(only), None) = (contexts.next(), contexts.next()) else { return None };
    FILES.iter().find(|(context, _)| only == context).map(|(_, name)| Value::named(name))
}

/// The variables whose text arithmetic evaluates; the length of one is a number.
fn counted(text: &str) -> Vec<&str> {
    let is_name = |character: char| character.is_ascii_alphanumeric() || character == '_';
    let mut names = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find(is_name) {
        let (before, from) = rest.split_at_checked(start).unwrap_or((rest, ""));
        let length = from.find(|character| !is_name(character)).unwrap_or(from.len());
        let (name, behind) = from.split_at_checked(length).unwrap_or((from, ""));
        if !name.starts_with(|first: char| first.is_ascii_digit()) && !before.ends_with('#') {
            names.push(name);
        }
        rest = behind;
    }
    names
}

/// A text without the commands in it, whose words are no part of the arithmetic.
fn without_commands(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut depth = 0_usize;
    let mut rest = text;
    while let Some(next) = rest.chars().next() {
        let opens = depth == 0 && rest.starts_with("$(") && !rest.starts_with("$((");
        match next {
            '$' if opens => depth = 1,
            '(' if depth > 0 => depth = depth.saturating_add(1),
            // The bracket behind the sign is the first one of the command.
            ')' if depth > 0 => depth = if depth == 2 { 0 } else { depth.saturating_sub(1) },
            _ if depth == 0 => kept.push(next),
            _ => {}
        }
        rest = rest.get(next.len_utf8()..).unwrap_or_default();
    }
    kept
}

/// What stands behind `:-` and the like.
fn without_sign(inside: Value) -> Value {
    let Some(text) = inside.parts.first().and_then(|first| match first {
        super::value::Part::Text(text) => Some(text.trim_start_matches(':')),
        _ => None,
    }) else {
        return inside;
    };
    let rest = text.strip_prefix(['-', '=', '+']).unwrap_or(text).to_owned();
    let mut value = Value::text(&rest);
    value.push(Value { parts: inside.parts.into_iter().skip(1).collect() });
    value
}

/// Whether `//pattern/instead` takes out everything that has a meaning.
fn cleans(operator: &str) -> bool {
    let Some(rest) = operator.strip_prefix("//") else { return false };
    let (found, instead) = rest.split_once('/').unwrap_or((rest, ""));
    let is_one_class = found.starts_with("[^") || found.starts_with("[!");
    let class = found.strip_suffix(']').filter(|_| is_one_class);
    let Some(pattern) = class.and_then(|_| pattern::of_glob(found)) else { return false };
    pattern::finds_all_meant(&pattern, instead) && !instead.contains(['$', '`'])
}
