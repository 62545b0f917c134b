//! Simple commands: their assignments and words, what they read, and where their output goes.

use super::Handed;
use super::sink::is_shell;
use super::value::{Seen, Value};
use super::walk::{Goes, Walk};
use crate::input::pipeline::shell::syntax::{Part, Redirect, Simple};
use crate::input::pipeline::wrappers;
use crate::source::Span;

/// What a place says that a value goes through.
const SET: &str = "is put into a variable here";
const WRITTEN: &str = "is written to a file here";

/// A command that is about to run.
pub(super) struct Call {
    /// Its program and words, wrappers such as `sudo` taken away.
    pub(super) values: Vec<Value>,
    /// The same as far as they are known.
    pub(super) argv: Vec<String>,
    /// All of the command.
    pub(super) span: Span,
    /// What it reads.
    pub(super) input: Option<Value>,
}

impl Call {
    /// The program without folders.
    pub(super) fn program(&self) -> &str {
        self.argv.first().map(|program| wrappers::base_name(program)).unwrap_or_default()
    }

    /// Its words behind the program.
    pub(super) fn arguments(&self) -> impl DoubleEndedIterator<Item = (&str, &Value)> {
        self.argv.iter().map(String::as_str).zip(&self.values).skip(1)
    }

    /// A command that stands in the words of this one.
    pub(super) fn inner(&self, from: usize) -> Self {
        Self {
            values: self.values.iter().skip(from).cloned().collect(),
            argv: self.argv.iter().skip(from).cloned().collect(),
            span: self.span,
            input: self.input.clone(),
        }
    }

    /// What it reads, and all of its words.
    pub(super) fn everything(&self) -> Value {
        let mut all = self.input.clone().unwrap_or_default();
        for (_, value) in self.arguments() {
            all.push(value.clone());
        }
        all
    }
}

impl<'s> Walk<'_, 's> {
    pub(super) fn simple(&mut self, part: &'s Part, simple: &'s Simple) -> Goes {
        let mut assigned = Vec::with_capacity(simple.assignments.len());
        for assignment in &simple.assignments {
            let value = self.word(&assignment.value);
            let value = self.through(value, assignment.span, SET);
            let value =
                if assignment.adds { Value::joined(vec![self.variable(&assignment.name), value], "") } else { value };
            assigned.push((assignment.name.as_str(), value));
        }
        let mut values: Vec<Value> = simple.words.iter().map(|word| self.word(word)).collect();
        // `$RUN "$x"`: the shell makes words of what the variable holds.
        let first =
            simple.words.first().zip(values.first()).filter(|(word, _)| word.pieces.iter().all(|it| !it.quoted));
        let split = first.and_then(|(_, value)| value.known()).filter(|text| text.trim().contains(char::is_whitespace));
        if let Some(text) = split {
            let words: Vec<Value> = text.split_whitespace().map(Value::text).collect();
            values.splice(0..1, words);
        }
        if values.is_empty() {
            for (name, value) in assigned {
                self.set(name, value);
            }
            // `$(< file)`
            if simple.assignments.is_empty() && part.redirects.iter().any(|redirect| redirect.operator == "<") {
                self.printed = self.input.clone().unwrap_or_default();
            }
            return Goes::On;
        }
        let before = (!assigned.is_empty()).then(|| self.kept.variables.clone());
        let hostile = assigned.iter().filter(|(_, value)| value.is_hostile());
        let own = hostile.map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
        for (name, value) in assigned {
            self.set(name, value);
        }
        let goes = self.program(part.span, values, own);
        if let Some(before) = before {
            self.kept.variables = before;
        }
        goes
    }

    /// A value with the place that it goes through.
    pub(super) fn through(&mut self, value: Value, span: Span, what: &str) -> Value {
        if !value.is_hostile() {
            return value;
        }
        let loc = self.place(span);
        value.passed(&loc, what)
    }

    /// `own` are the hostile variables that are set for it.
    fn program(&mut self, span: Span, values: Vec<Value>, own: Vec<(String, Value)>) -> Goes {
        let argv: Vec<String> = values.iter().map(Value::shown).collect();
        let inner = wrappers::unwrap(&argv, |_| None);
        let skipped = argv.len().saturating_sub(inner.len());
        let is_behind = argv.get(skipped..) == Some(inner.as_slice());
        let skipped = if is_behind { skipped } else { 0 };
        let wrapped = argv.get(..skipped).unwrap_or_default();
        let has = |name: &str| wrapped.iter().any(|word| wrappers::base_name(word) == name);
        let first = wrapped.iter().map(String::as_str).find(|word| !matches!(*word, "command" | "builtin"));
        let (feeds, ends) = (has("xargs"), first == Some("exec"));
        let whole = Call { values, argv, span, input: self.input.clone() };
        let mut call = whole.inner(skipped);
        if feeds && let Some(input) = call.input.take() {
            feed(&mut call, input);
        }
        // `env TITLE="$1" make`
        let by_wrapper = whole.values.iter().take(skipped).filter_map(Value::assignment);
        let variables: Vec<(String, Value)> = own.into_iter().chain(by_wrapper).collect();
        if !variables.is_empty() || call.values.iter().any(Value::is_hostile) {
            self.outcome.calls.insert(span.start, Handed { arguments: positional(&call), variables });
        }
        if let Some(function) = self.functions.get(call.program()).copied() {
            return self.called(function, call);
        }
        self.sinks(&call);
        if let Some(goes) = self.builtin(&call) {
            return goes;
        }
        self.printed = self.prints(&call);
        if ends { Goes::Ends } else { Goes::On }
    }

    /// Runs a function of the script.
    fn called(&mut self, function: &'s Part, call: Call) -> Goes {
        if self.depth >= super::walk::CALLS {
            self.outcome.gave_up = true;
            return Goes::On;
        }
        self.depth = self.depth.saturating_add(1);
        let arguments = call.values.into_iter().skip(1).collect();
        let arguments = std::mem::replace(&mut self.arguments, arguments);
        self.part(function, call.input);
        self.arguments = arguments;
        self.depth = self.depth.saturating_sub(1);
        Goes::On
    }

    /// What a command reads: what its last redirection says, or what it is given.
    pub(super) fn input_of(&mut self, part: &'s Part, given: Option<Value>) -> Option<Value> {
        let mut input = given;
        for redirect in &part.redirects {
            let is_input = redirect.descriptor.as_deref().is_none_or(|descriptor| descriptor == "0");
            match redirect.operator {
                "<" | "<>" if is_input => {
                    let file = self.word(&redirect.target);
                    input = Some(self.content(&file));
                }
                "<<<" | "<<" | "<<-" if is_input => {
                    let mut text = self.word(&redirect.target);
                    if redirect.operator == "<<<" {
                        text.push_text("\n");
                    }
                    input = Some(text);
                }
                _ => {}
            }
        }
        input
    }

    /// What a file holds, as far as it is known.
    pub(super) fn content(&self, file: &Value) -> Value {
        let Some(key) = file.key() else { return Value::named("file") };
        if let Some(known) = self.kept.files.get(&key) {
            return known.clone();
        }
        if key == "$GITHUB_EVENT_PATH" {
            return self.of_context("github.event");
        }
        self.filled_by_a_stranger(&key).unwrap_or_else(|| Value::named(&key))
    }

    /// Puts what a command printed where its redirections say.
    pub(super) fn send(&mut self, part: &'s Part, output: Value) {
        let Some((redirect, appends)) = part.redirects.iter().rev().find_map(to_file) else {
            return self.printed.push(output);
        };
        let file = self.word(&redirect.target);
        if redirect.operator == ">&" && matches!(redirect.target.text.as_str(), "1" | "2" | "-") {
            return;
        }
        self.write(&file, output, appends, part.span);
    }

    /// Writes to a file.
    pub(super) fn write(&mut self, file: &Value, output: Value, appends: bool, span: Span) {
        let Some(key) = file.key() else { return };
        if self.written_for_the_runner(&key, &output, span) {
            return;
        }
        match key.as_str() {
            "/dev/null" | "/dev/stderr" => return,
            "/dev/stdout" | "/dev/tty" => return self.printed.push(output),
            _ => {}
        }
        let output = self.through(output, span, WRITTEN).map(|given| given.seen = Seen::Elsewhere);
        let known = self.kept.files.get(&key).cloned().filter(|_| appends);
        let value = Value::joined(known.into_iter().chain([output]).collect(), "");
        self.kept.files.insert(key, value);
    }
}

/// A redirection of what is printed, and whether it appends.
fn to_file(redirect: &Redirect) -> Option<(&Redirect, bool)> {
    let is_output = redirect.descriptor.as_deref().is_none_or(|descriptor| descriptor == "1");
    match redirect.operator {
        ">" | ">|" | "&>" | ">&" if is_output => Some((redirect, false)),
        ">>" | "&>>" if is_output => Some((redirect, true)),
        _ => None,
    }
}

/// The arguments of the script that a command runs: those behind its file.
fn positional(call: &Call) -> Vec<Value> {
    let is_reader = is_shell(call.program()) || matches!(call.program(), "source" | ".");
    let file = call.argv.iter().skip(1).position(|word| !word.starts_with('-')).unwrap_or_default();
    let is_text =
        call.argv.iter().take(file.saturating_add(1)).any(|word| word.starts_with('-') && word.ends_with('c'));
    let skipped = match (is_reader, is_text) {
        (false, _) => 1,
        (true, false) => file.saturating_add(2),
        // Behind the text of `-c` stands how it is called.
        (true, true) => file.saturating_add(3),
    };
    call.values.iter().skip(skipped).cloned().collect()
}

/// `xargs` puts what it reads behind the words, or where they say `{}`.
fn feed(call: &mut Call, input: Value) {
    let marked: Vec<usize> =
        call.argv.iter().enumerate().filter(|(_, word)| word.contains("{}")).map(|(index, _)| index).collect();
    for index in &marked {
        if let Some(value) = call.values.get_mut(*index) {
            value.push(input.clone());
        }
    }
    if marked.is_empty() {
        call.argv.push(input.shown());
        call.values.push(input);
    }
}
