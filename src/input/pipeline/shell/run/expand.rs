//! What the shell puts into words.

use super::super::syntax::{List, Part, Piece, PieceWhat, Simple, What, Word};
use super::value::{Job, Value};
use super::world::{Ends, World};
use super::{Around, Run};

impl<'s> Run<'s> {
    /// Runs what stands in a word, and says what the word is then.
    pub(super) fn put_in(&mut self, word: &'s Word, world: World<'s>, around: Around) -> Vec<(World<'s>, Value)> {
        self.steps();
        let mut worlds = vec![world];
        for (list, is_file) in word.run() {
            worlds = worlds.into_iter().flat_map(|world| self.captured(list, is_file, world, around)).collect();
        }
        let value = |mut world: World<'s>| {
            let mut value = self.value(&word.pieces, &world);
            self.sets_defaults(&word.pieces, &mut world);
            if std::mem::take(&mut world.printed) {
                value = Value::unknown(true);
            }
            (world, value)
        };
        worlds.into_iter().map(value).collect()
    }

    /// `${NAME:=word}` sets what it puts in.
    fn sets_defaults(&self, pieces: &'s [Piece], world: &mut World<'s>) {
        for piece in pieces {
            let PieceWhat::Variable { name, operator, inside } = &piece.what else { continue };
            self.sets_defaults(inside, world);
            if operator.starts_with(":=") || operator.starts_with('=') {
                let value = self.variable(name, operator, inside, world);
                world.set(name, value);
            }
        }
    }

    /// What pieces are together.
    pub(super) fn value(&self, pieces: &'s [Piece], world: &World<'s>) -> Value {
        match pieces {
            [] => Value::text(""),
            [piece] => self.piece(piece, world),
            _ => pieces.iter().fold(Value::text(""), |value, piece| value.then(&self.piece(piece, world))),
        }
    }

    /// The elements of an array, with blanks between them.
    pub(super) fn elements(&self, word: &'s Word, world: &World<'s>) -> Value {
        let mut value = Value::text("");
        let mut end = None;
        for piece in &word.pieces {
            let gap = end.and_then(|end| self.text.get(end..piece.span.start));
            if gap.is_some_and(|gap| gap.contains(char::is_whitespace)) {
                value = value.then(&Value::text(" "));
            }
            value = value.then(&self.piece(piece, world));
            end = Some(piece.span.end);
        }
        value
    }

    fn piece(&self, piece: &'s Piece, world: &World<'s>) -> Value {
        match &piece.what {
            PieceWhat::Text(text) => Value::text(text),
            PieceWhat::Variable { name, operator, inside } => self.variable(name, operator, inside, world),
            PieceWhat::Script(list) if world.pending && lists_jobs(list) => {
                Value { job: Job::Among, ..Value::unknown(true) }
            }
            PieceWhat::Script(list) => self.prints(list, world).unwrap_or_default(),
            PieceWhat::Process(_) => Value::default(),
            PieceWhat::Arithmetic => {
                let text = self.text.get(piece.span.start..piece.span.end).unwrap_or_default();
                let inner = text.strip_prefix("$((").and_then(|text| text.strip_suffix("))")).unwrap_or_default();
                self.number(inner, world).value()
            }
            PieceWhat::Expression => {
                let text = self.text.get(piece.span.start..piece.span.end).unwrap_or_default();
                Value { texts: (self.setting.expression)(text), ..Value::default() }
            }
        }
    }

    /// What a script prints that only says where a program is, or a text: `$(command -v make)`, `$(echo text)`.
    fn prints(&self, list: &'s List, world: &World<'s>) -> Option<Value> {
        let simple = alone(list)?;
        let literals: Option<Vec<&str>> = simple.words.iter().map(Word::literal).collect();
        match literals.as_deref() {
            Some(["which" | "command" | "type", "-v" | "-p" | "-P", name] | ["which", name]) => {
                Some(Value::text(name)).filter(|_| !name.starts_with('-'))
            }
            _ => match simple.words.as_slice() {
                [program, text] if program.literal() == Some("echo") && !text.text.starts_with('-') => {
                    Some(self.value(&text.pieces, world)).filter(|_| text.scripts().is_empty())
                }
                _ => None,
            },
        }
    }

    /// What a variable holds, by what the script and then the file set.
    pub(super) fn held(&self, name: &str, world: &World<'s>) -> Option<Value> {
        if let Some(value) = world.env.variables.get(name) {
            return Some(value.clone());
        }
        match name {
            "?" => Some(of_status(&world.status.ends, world.status.traced)),
            "@" | "*" => Some(together(world.env.arguments.as_deref()?)),
            "#" => Some(Value::text(&world.env.arguments.as_ref()?.len().to_string())),
            _ => match name.parse::<usize>() {
                Ok(0) => None,
                Ok(at) => {
                    let given = world.env.arguments.as_ref()?.get(at.saturating_sub(1));
                    Some(given.cloned().unwrap_or_else(|| Value { unset: true, ..Value::text("") }))
                }
                Err(_) => self.given(name, world),
            },
        }
    }

    /// What a variable of the environment holds.
    fn given(&self, name: &str, world: &World<'s>) -> Option<Value> {
        let presumed = self.setting.presumed || world.env.open;
        match (self.setting.variable)(name) {
            Some(texts) => Some(Value { texts, presumed, ..Value::default() }),
            // It may have been set since.
            None => world.env.open.then(|| Value { unset: true, ..Value::default() }),
        }
    }

    fn variable(&self, name: &str, operator: &str, inside: &'s [Piece], world: &World<'s>) -> Value {
        if name == "PIPESTATUS" {
            return of_pipe(operator, world);
        }
        let held = self.held(name, world);
        let given = || held.clone().unwrap_or_else(|| Value { unset: true, ..Value::default() });
        match operator {
            "" | "[@]" | "[*]" => return given(),
            _ => {}
        }
        if operator.starts_with('#') && matches!(operator, "#" | "#[@]" | "#[*]") {
            return length(&given(), operator.len() > 1);
        }
        let behind = |sign: usize| self.default(inside, sign, world);
        let may_be_empty = |value: &Value| value.texts.as_ref().is_none_or(|texts| texts.contains(""));
        let is_set = |value: &Value| Value { unset: false, ..value.clone() };
        match (held.as_ref(), operator.get(..2).unwrap_or_default(), operator.get(..1).unwrap_or_default()) {
            (None, ":-" | ":=", _) => behind(2),
            (None, _, "-" | "=") => behind(1),
            (None, ":+", _) | (None, _, "+") => Value::text(""),
            (Some(value), ":-" | ":=", _) if value.single() == Some("") => {
                Value { traced: value.traced, presumed: value.presumed, ..behind(2) }
            }
            (Some(value), ":-" | ":=", _) if value.unset || value.texts.is_some() && may_be_empty(value) => {
                let filled = value.texts.clone().map(|texts| texts.into_iter().filter(|it| !it.is_empty()).collect());
                Value { texts: filled, ..is_set(value) }.or(&behind(2))
            }
            (Some(value), _, "-" | "=") if value.unset => is_set(value).or(&behind(1)),
            (Some(value), ":-" | ":=" | ":?", _) | (Some(value), _, "-" | "=" | "?") => is_set(value),
            (Some(value), ":+", _) if !value.unset && !may_be_empty(value) => {
                Value { presumed: value.presumed, ..behind(2) }
            }
            (Some(value), _, _) => Value::unknown(value.traced),
            (None, _, _) => Value::default(),
        }
    }

    /// The word behind the sign of `${X:-word}`.
    fn default(&self, inside: &'s [Piece], sign: usize, world: &World<'s>) -> Value {
        let Some((first, rest)) = inside.split_first() else { return Value::text("") };
        let PieceWhat::Text(text) = &first.what else { return Value::default() };
        Value::text(text.get(sign..).unwrap_or_default()).then(&self.value(rest, world))
    }
}

impl Word {
    /// The scripts in it, each with whether it is connected as a file.
    fn run(&self) -> Vec<(&List, bool)> {
        let mut found = Vec::new();
        scripts(&self.pieces, &mut found);
        found
    }
}

fn scripts<'a>(pieces: &'a [Piece], into: &mut Vec<(&'a List, bool)>) {
    for piece in pieces {
        match &piece.what {
            PieceWhat::Script(list) => into.push((list, false)),
            PieceWhat::Process(list) => into.push((list, true)),
            PieceWhat::Variable { inside, .. } => scripts(inside, into),
            _ => {}
        }
    }
}

/// What a status is as a number.
pub(super) fn of_status(ends: &Ends, traced: bool) -> Value {
    match ends {
        Ends::Zero => Value { traced, ..Value::text("0") },
        Ends::NonZero => Value::code(traced),
        Ends::Assumed | Ends::Unsure(_) => Value::unknown(traced),
    }
}

/// `${#X}` and `${#X[@]}`
fn length(value: &Value, is_list: bool) -> Value {
    let count = |text: &String| if is_list { text.split_whitespace().count() } else { text.chars().count() };
    let lengths = |texts: &std::collections::BTreeSet<String>| texts.iter().map(|it| count(it).to_string()).collect();
    Value { texts: value.texts.as_ref().map(lengths), ..Value::unknown(value.traced) }
}

/// `${PIPESTATUS[0]}`
fn of_pipe(operator: &str, world: &World<'_>) -> Value {
    let index = operator.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    let at = if operator.is_empty() { Some(0) } else { index.and_then(|index| index.parse::<usize>().ok()) };
    let own = std::slice::from_ref(&world.status);
    let ends = if world.pipe.is_empty() { own } else { world.pipe.as_slice() };
    match at {
        Some(at) => ends.get(at).map_or_else(Value::default, |status| of_status(&status.ends, status.traced)),
        None => Value::unknown(ends.iter().any(|status| status.traced)),
    }
}

fn together(all: &[Value]) -> Value {
    let blank = Value::text(" ");
    let mut joined = Value::text("");
    for (index, value) in all.iter().enumerate() {
        joined = if index == 0 { value.clone() } else { joined.then(&blank).then(value) };
    }
    joined
}

/// The command that is all of a script.
fn alone(list: &List) -> Option<&Simple> {
    let [and_or] = list.as_slice() else { return None };
    let [(_, pipeline)] = and_or.pipelines.as_slice() else { return None };
    let [Part { what: What::Simple(simple), redirects, .. }] = pipeline.parts.as_slice() else { return None };
    (redirects.is_empty() && !pipeline.negated && !and_or.background).then_some(simple)
}

/// Whether a script is `jobs -p`.
fn lists_jobs(list: &List) -> bool {
    alone(list).is_some_and(|simple| simple.words.first().is_some_and(|word| word.text == "jobs"))
}
