//! Strings of which a part may be unknown.

use std::rc::Rc;

use super::jinja::holes;
use crate::source::Span;

/// Characters that one string may have; a longer one is a hole, so that a loop cannot fill the memory.
const LONGEST: usize = 64 * 1024;

/// Characters of what a hole is called.
pub(crate) const LONGEST_NAME: usize = 60;

/// A piece of a [`Text`].
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Part {
    /// Characters that are known.
    Known(String),
    /// Something that only the run will know, and what it is called in the code.
    Hole(Rc<str>),
}

/// A string: known, partly known, or unknown but certainly a string.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Text {
    parts: Vec<Part>,
    length: usize,
    /// Where the literal stands that it was written as; `None` when it was put together.
    pub(crate) origin: Option<Span>,
}

impl Text {
    /// A known string.
    pub(crate) fn known(text: impl Into<String>) -> Self {
        let text = text.into();
        let length = text.len();
        if length > LONGEST {
            return Self::hole("too long to follow");
        }
        let parts = if text.is_empty() { Vec::new() } else { vec![Part::Known(text)] };
        Self { parts, length, origin: None }
    }

    /// A known string that is written out at `origin`.
    pub(crate) fn literal(text: &str, origin: Span) -> Self {
        Self { origin: Some(origin), ..Self::known(text) }
    }

    /// A string of which nothing is known.
    pub(crate) fn hole(name: &str) -> Self {
        let mut this = Self::default();
        this.push_hole(name);
        this
    }

    /// Adds known characters.
    pub(crate) fn push_str(&mut self, text: &str) {
        if self.length.saturating_add(text.len()) > LONGEST {
            self.push_hole("too long to follow");
        } else if !text.is_empty() {
            self.length = self.length.saturating_add(text.len());
            match self.parts.last_mut() {
                Some(Part::Known(known)) => known.push_str(text),
                _ => self.parts.push(Part::Known(text.to_owned())),
            }
        }
    }

    /// Adds something unknown. Two holes in a row are one: the one that may hold more.
    pub(crate) fn push_hole(&mut self, name: &str) {
        match self.parts.last_mut() {
            Some(Part::Hole(last)) if holes::of(last) >= holes::of(name) => {}
            Some(Part::Hole(last)) => *last = Rc::from(short(name)),
            _ => self.parts.push(Part::Hole(Rc::from(short(name)))),
        }
    }

    /// Adds another text.
    pub(crate) fn push(&mut self, other: &Self) {
        for part in &other.parts {
            self.push_part(part);
        }
    }

    /// Its pieces in order.
    pub(crate) fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// The string, when all of it is known.
    pub(crate) fn as_known(&self) -> Option<&str> {
        match self.parts.as_slice() {
            [] => Some(""),
            [Part::Known(known)] => Some(known),
            _ => None,
        }
    }

    /// The string for people: every hole is its name in braces.
    pub(crate) fn display(&self) -> String {
        self.with_holes(|name| format!("{{{name}}}"))
    }

    /// The string with every hole replaced.
    pub(crate) fn with_holes(&self, hole: impl Fn(&str) -> String) -> String {
        self.parts
            .iter()
            .map(|part| match part {
                Part::Known(known) => known.clone(),
                Part::Hole(name) => hole(name),
            })
            .collect()
    }

    /// What is known of its beginning.
    pub(crate) fn prefix(&self) -> &str {
        match self.parts.first() {
            Some(Part::Known(known)) => known,
            _ => "",
        }
    }

    /// The same text, as if it had been put together and written nowhere.
    pub(crate) fn put_together(&self) -> Self {
        Self { origin: None, ..self.clone() }
    }

    /// Whether a known part holds a text.
    pub(crate) fn says(&self, text: &str) -> bool {
        self.parts.iter().any(|part| matches!(part, Part::Known(known) if known.contains(text)))
    }

    /// The text before and after the first `separator` that stands in a known part.
    pub(crate) fn split_once(&self, separator: &str) -> Option<(Self, Self)> {
        if !self.says(separator) {
            return None;
        }
        let (mut before, mut after, mut found) = (Self::default(), Self::default(), false);
        for part in &self.parts {
            let side = if found { &mut after } else { &mut before };
            match part {
                Part::Known(known) if !found => match known.split_once(separator) {
                    Some((left, right)) => {
                        side.push_str(left);
                        after.push_str(right);
                        found = true;
                    }
                    None => side.push_str(known),
                },
                Part::Known(known) => side.push_str(known),
                Part::Hole(name) => side.push_hole(name),
            }
        }
        found.then_some((before, after))
    }

    /// The text after the last `separator` that stands in a known part; all of it when there is none.
    pub(crate) fn after_last(&self, separator: &str) -> Self {
        let last = self.parts.iter().rposition(|part| matches!(part, Part::Known(known) if known.contains(separator)));
        let mut rest = Self::default();
        for (at, part) in self.parts.iter().enumerate().skip(last.unwrap_or(0)) {
            match part {
                Part::Known(known) if Some(at) == last => {
                    rest.push_str(known.rsplit_once(separator).map_or(known.as_str(), |(_, after)| after));
                }
                Part::Known(known) => rest.push_str(known),
                Part::Hole(name) => rest.push_hole(name),
            }
        }
        rest
    }

    /// The text before and after the last `separator` that stands in a known part.
    pub(crate) fn rsplit_once(&self, separator: &str) -> Option<(Self, Self)> {
        let last =
            self.parts.iter().rposition(|part| matches!(part, Part::Known(known) if known.contains(separator)))?;
        let (mut before, mut after) = (Self::default(), Self::default());
        for (at, part) in self.parts.iter().enumerate() {
            match part {
                Part::Known(known) if at == last => {
                    let (left, right) = known.rsplit_once(separator)?;
                    before.push_str(left);
                    after.push_str(right);
                }
                other if at < last => before.push_part(other),
                other => after.push_part(other),
            }
        }
        Some((before, after))
    }

    /// Adds one piece of another text.
    pub(crate) fn push_part(&mut self, part: &Part) {
        match part {
            Part::Known(known) => self.push_str(known),
            Part::Hole(name) => self.push_hole(name),
        }
    }

    /// Whether it holds any unknown part.
    pub(crate) fn is_partial(&self) -> bool {
        self.as_known().is_none()
    }
}

/// The first characters of a name, for a hole.
fn short(name: &str) -> &str {
    name.char_indices().nth(LONGEST_NAME).and_then(|(end, _)| name.get(..end)).unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::Text;

    #[test]
    fn a_partly_known_text_keeps_what_is_known() {
        let mut text = Text::known("s3://acme-");
        text.push_hole("ENV");
        text.push_str("/raw/x");
        assert_eq!(text.as_known(), None);
        assert_eq!(text.display(), "s3://acme-{ENV}/raw/x");
        assert_eq!(text.prefix(), "s3://acme-");
        let (scheme, rest) = text.split_once("://").unwrap();
        assert_eq!(scheme.as_known(), Some("s3"));
        assert_eq!(rest.split_once("/").unwrap().0.display(), "acme-{ENV}");
        assert_eq!(text.after_last("/").as_known(), Some("x"));
    }

    #[test]
    fn of_two_holes_the_one_that_may_hold_more_is_kept() {
        for (first, second, kept) in [
            ("environment variable X", "load()", "{load()}"),
            ("load()", "environment variable X", "{load()}"),
            ("number", "Variable X", "{Variable X}"),
            ("a", "b", "{a}"),
        ] {
            let mut text = Text::hole(first);
            text.push_hole(second);
            assert_eq!(text.display(), kept);
        }
    }

    #[test]
    fn a_text_cannot_grow_without_end() {
        let mut text = Text::known("x".repeat(60_000));
        let copy = text.clone();
        text.push(&copy);
        assert!(text.is_partial() && text.display().len() < 70_000);
    }
}
