//! What a word, a variable or the output of a command may be: texts that are known, and parts that are not.

use std::sync::Arc;

use crate::input::pipeline::held::Held;
use crate::input::pipeline::model::Trust;

/// The most parts that one value is followed in; what is longer is one part.
const PARTS: usize = 400;

/// The most bytes of the text of one part; what is longer is as if only the run knew it.
const BYTES: usize = 200_000;

/// How many parts, and bytes of text, of a variable take as long as a command.
const PARTS_A_STEP: usize = 8;
const BYTES_A_STEP: usize = 2_000;

/// A value of a script, in the order of its text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::input::pipeline) struct Value {
    pub(super) parts: Vec<Part>,
}

/// A part of a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Part {
    /// A text that is known.
    Text(String),
    /// What only the run knows and no stranger decides, by how it is called.
    Named(String),
    /// What somebody decides.
    Given(Box<Given>),
}

/// What somebody decides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Given {
    pub(super) held: Arc<Held>,
    /// How it stands in the script.
    pub(super) seen: Seen,
    /// Whether a program has quoted it for a shell.
    pub(super) quoted: bool,
}

/// How a value stands in a script.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Seen {
    /// A variable of this name.
    Variable(String),
    /// An expression of the vendor, which is judged where it stands.
    Expression,
    /// The text of a file, or what a program prints.
    Elsewhere,
}

impl Part {
    fn given(held: Held, seen: Seen, quoted: bool) -> Self {
        Self::Given(Box::new(Given { held: Arc::new(held), seen, quoted }))
    }
}

impl Given {
    /// Whether a stranger decides it, or may.
    pub(super) fn is_hostile(&self) -> bool {
        self.held.trust >= Trust::Perhaps
    }

    /// Says whether it can have line ends.
    pub(super) fn set_lines(&mut self, lines: bool) {
        if self.held.lines != lines {
            Arc::make_mut(&mut self.held).lines = lines;
        }
    }
}

impl Value {
    /// A text that is known.
    pub(super) fn text(text: &str) -> Self {
        Self { parts: vec![Part::Text(text.to_owned())] }
    }

    /// What only the run knows.
    pub(super) fn named(name: &str) -> Self {
        Self { parts: vec![Part::Named(name.to_owned())] }
    }

    /// What is held; the text itself where it can be one only.
    pub(super) fn of(held: Held, seen: Seen) -> Self {
        match held.known() {
            Some(text) if held.trust == Trust::Trusted && held.contexts.is_empty() => Self::text(text),
            _ => Self { parts: vec![Part::given(held, seen, false)] },
        }
    }

    /// Puts another value behind it.
    pub(super) fn push(&mut self, other: Self) {
        for part in other.parts {
            match (self.parts.last_mut(), part) {
                (Some(last @ Part::Text(_)), Part::Text(more)) => {
                    let Part::Text(text) = last else { continue };
                    if text.len().saturating_add(more.len()) > BYTES {
                        *last = Part::Named("a text too long to be followed".to_owned());
                    } else {
                        text.push_str(&more);
                    }
                }
                (_, part) => self.parts.push(part),
            }
        }
        if self.parts.len() > PARTS || self.bytes() > BYTES {
            let held = self.held();
            self.parts = vec![Part::given(held, Seen::Elsewhere, false)];
        }
    }

    /// How many steps it costs to keep it.
    pub(super) fn weight(&self) -> usize {
        let of_bytes = self.bytes().checked_div(BYTES_A_STEP).unwrap_or_default();
        of_bytes.saturating_add(self.parts.len().checked_div(PARTS_A_STEP).unwrap_or_default())
    }

    fn bytes(&self) -> usize {
        let length = |part: &Part| if let Part::Text(text) = part { text.len() } else { 0 };
        self.parts.iter().map(length).fold(0, usize::saturating_add)
    }

    pub(super) fn push_text(&mut self, text: &str) {
        self.push(Self::text(text));
    }

    /// What it is if it is either of two.
    pub(super) fn or(self, other: Self) -> Self {
        if self == other || other.parts.is_empty() {
            return self;
        }
        if self.parts.is_empty() {
            return other;
        }
        let seen = self.given().chain(other.given()).map(|given| given.seen.clone()).next();
        let quoted = self.hostile().chain(other.hostile()).all(|given| given.quoted);
        let mut held = self.held();
        held.join(&other.held());
        Self { parts: vec![Part::given(held, seen.unwrap_or(Seen::Elsewhere), quoted)] }
    }

    /// The text, if all of it is known.
    pub(super) fn known(&self) -> Option<&str> {
        match self.parts.as_slice() {
            [] => Some(""),
            [Part::Text(text)] => Some(text),
            _ => None,
        }
    }

    /// How a file of this name is called in a script; `None` for one that somebody else names.
    pub(super) fn key(&self) -> Option<String> {
        let mut key = String::new();
        for part in &self.parts {
            match part {
                Part::Text(text) => key.push_str(text),
                Part::Named(name) => {
                    key.push('$');
                    key.push_str(name);
                }
                Part::Given(_) => return None,
            }
        }
        Some(key.strip_prefix("./").map(str::to_owned).unwrap_or(key))
    }

    /// As a word of a command line; what is not known is a sign that stands in no option.
    pub(super) fn shown(&self) -> String {
        let part = |part: &Part| match part {
            Part::Text(text) => text.clone(),
            Part::Named(name) => format!("${name}"),
            Part::Given(_) => "\u{fffd}".to_owned(),
        };
        self.parts.iter().map(part).collect()
    }

    /// The parts that somebody decides.
    pub(super) fn given(&self) -> impl Iterator<Item = &Given> {
        self.parts.iter().filter_map(|part| if let Part::Given(given) = part { Some(given.as_ref()) } else { None })
    }

    /// Whether what a stranger decides in it can have line ends.
    pub(super) fn has_lines(&self) -> bool {
        self.hostile().any(|given| given.held.lines)
    }

    /// The parts that a stranger decides, or may.
    pub(super) fn hostile(&self) -> impl Iterator<Item = &Given> {
        self.given().filter(|given| given.is_hostile())
    }

    pub(super) fn is_hostile(&self) -> bool {
        self.hostile().next().is_some()
    }

    /// What a stranger decides in it, or may, with the text that is known in front of it; not what a program has quoted,
    /// nor an expression, which is judged where it stands.
    pub(in crate::input::pipeline) fn of_strangers(&self) -> Option<(&str, Held)> {
        let counts = |given: &&Given| !given.quoted && given.seen != Seen::Expression;
        let given = self.hostile().find(counts)?;
        let before = if let Some(Part::Text(text)) = self.parts.first() { text.as_str() } else { "" };
        Some((before, Held::clone(&given.held)))
    }

    /// The variable and its value of a word `NAME=value` in which a stranger has a part.
    pub(super) fn assignment(&self) -> Option<(String, Self)> {
        let (Part::Text(first), rest) = self.parts.split_first().filter(|_| self.is_hostile())? else { return None };
        let (name, begins) = first.split_once('=')?;
        let is_name = |it: char| it.is_ascii_alphanumeric() || it == '_';
        let mut value = Self::text(begins);
        value.push(Self { parts: rest.to_vec() });
        (!name.is_empty() && name.chars().all(is_name)).then(|| (name.to_owned(), value))
    }

    /// Whether it begins with what a stranger decides.
    pub(super) fn begins_hostile(&self) -> bool {
        matches!(self.parts.first(), Some(Part::Given(given)) if given.is_hostile())
    }

    /// Changes what somebody decides.
    pub(super) fn map(mut self, change: impl Fn(&mut Given)) -> Self {
        for part in &mut self.parts {
            if let Part::Given(given) = part {
                change(given);
            }
        }
        self
    }

    /// The same without what strangers could do with it: none of its characters means anything to a shell.
    pub(super) fn harmless(self) -> Self {
        let harmless = |part| match part {
            Part::Given(given) if given.is_hostile() => Part::given(Held::harmless(), given.seen, given.quoted),
            part => part,
        };
        Self { parts: self.parts.into_iter().map(harmless).collect() }
    }

    /// The same with the place that it goes through.
    pub(super) fn passed(self, loc: &str, what: &str) -> Self {
        self.map(|given| {
            if given.held.keeps(loc) {
                Arc::make_mut(&mut given.held).passed(loc, what);
            }
        })
    }

    /// All of it as one.
    pub(in crate::input::pipeline) fn held(&self) -> Held {
        let mut held = Held::text("");
        for part in &self.parts {
            match part {
                Part::Text(text) => held.append(&Held::text(text)),
                Part::Named(_) => held.append(&Held::unknown()),
                Part::Given(given) => held.append(&given.held),
            }
        }
        held
    }

    /// Whether it has anything that neither a text nor an expression says.
    pub(super) fn is_open(&self) -> bool {
        self.parts.iter().any(|part| match part {
            Part::Text(_) => false,
            Part::Named(_) => true,
            Part::Given(given) => given.held.texts.is_none() && given.held.contexts.is_empty(),
        })
    }

    /// Its lines, without their ends.
    pub(super) fn lines(self) -> Vec<Self> {
        let mut lines = vec![Self::default()];
        for part in self.parts {
            let Part::Text(text) = part else {
                if let Some(last) = lines.last_mut() {
                    last.parts.push(part);
                }
                continue;
            };
            for (index, line) in text.split('\n').enumerate() {
                if index > 0 {
                    lines.push(Self::default());
                }
                if let Some(last) = lines.last_mut().filter(|_| !line.is_empty()) {
                    last.parts.push(Part::Text(line.to_owned()));
                }
            }
        }
        lines
    }

    /// What stands before and behind a text, if that is in what is known of its beginning.
    pub(super) fn split_once(&self, separator: &str) -> Option<(String, Self)> {
        let (first, rest) = self.parts.split_first()?;
        let Part::Text(text) = first else { return None };
        let (before, behind) = text.split_once(separator)?;
        let mut value = Self::default();
        if !behind.is_empty() {
            value.parts.push(Part::Text(behind.to_owned()));
        }
        value.parts.extend(rest.iter().cloned());
        Some((before.to_owned(), value))
    }

    /// Without the line ends behind it, as a shell takes the output of a command.
    pub(super) fn trimmed(mut self) -> Self {
        if let Some(Part::Text(text)) = self.parts.last_mut() {
            let length = text.trim_end_matches('\n').len();
            text.truncate(length);
            if text.is_empty() {
                self.parts.pop();
            }
        }
        self
    }

    /// The variables that a file of `NAME=value` sets.
    pub(in crate::input::pipeline) fn assignments(content: Self) -> Vec<(String, Held)> {
        let lines = content.lines().into_iter();
        lines
            .filter_map(|line| line.split_once("="))
            .map(|(name, value)| (name.trim().to_owned(), value.held()))
            .collect()
    }

    /// Values with a text between them.
    pub(super) fn joined(values: Vec<Self>, between: &str) -> Self {
        let mut all = Self::default();
        for (index, value) in values.into_iter().enumerate() {
            if index > 0 {
                all.push_text(between);
            }
            all.push(value);
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use super::{Held, Seen, Trust, Value};

    fn hostile() -> Value {
        let held = Held { trust: Trust::Untrusted, tainted_by: "title".to_owned(), ..Held::unknown() };
        Value::of(held, Seen::Elsewhere)
    }

    #[test]
    fn a_value_is_told_by_its_lines() {
        let mut value = Value::text("a=1\nb=");
        value.push(hostile());
        value.push_text("\n");
        let lines = value.lines();
        assert_eq!(lines.len(), 3);
        assert_eq!(lines[0].known(), Some("a=1"));
        let (name, rest) = lines[1].split_once("=").unwrap();
        assert_eq!((name.as_str(), rest.begins_hostile()), ("b", true));
        assert_eq!(lines[2], Value::default());
    }

    #[test]
    fn either_of_two_values_is_as_hostile_as_the_worse() {
        assert_eq!(Value::text("a").or(Value::text("a")).known(), Some("a"));
        let either = Value::text("a").or(hostile());
        assert!(either.is_hostile() && either.known().is_none());
        assert!(!either.harmless().is_hostile());
    }
}
