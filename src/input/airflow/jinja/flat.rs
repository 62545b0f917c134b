//! A text with holes as one string, so that a template can be read across them.

use std::rc::Rc;

use super::super::text::{Part, Text};

/// Stands for one hole. A text that has this character itself is read with another one in its place.
pub(super) const HOLE: char = '\u{F8FF}';

/// What the character is replaced with that stands for holes; as long as that one, so that places stay.
const REPLACED: &str = "\u{FFFD}";

/// A text in which every hole is one [`HOLE`].
#[derive(Debug, Default)]
pub(super) struct Flat {
    pub(super) text: String,
    /// What the holes are called in the code, by their places.
    holes: Vec<(usize, Rc<str>)>,
}

impl Flat {
    pub(super) fn of(text: &Text) -> Self {
        let mut flat = Self::default();
        for part in text.parts() {
            match part {
                Part::Known(known) => flat.text.push_str(&known.replace(HOLE, REPLACED)),
                Part::Hole(name) => {
                    flat.holes.push((flat.text.len(), Rc::clone(name)));
                    flat.text.push(HOLE);
                }
            }
        }
        flat
    }

    /// A text of which all is known, such as that of a file.
    pub(super) fn known(text: &str) -> Self {
        Self { text: text.replace(HOLE, REPLACED), holes: Vec::new() }
    }

    /// The names of the holes between two places.
    pub(super) fn holes(&self, start: usize, end: usize) -> Vec<Rc<str>> {
        let from = self.holes.partition_point(|(at, _)| *at < start);
        self.holes.iter().skip(from).take_while(|(at, _)| *at < end).map(|(_, name)| Rc::clone(name)).collect()
    }

    /// Adds a piece of it to a text, holes as holes.
    pub(super) fn copy(&self, start: usize, end: usize, into: &mut Text) {
        let mut holes = self.holes(start, end).into_iter();
        let mut pieces = self.text.get(start..end).unwrap_or_default().split(HOLE);
        into.push_str(pieces.next().unwrap_or_default());
        for piece in pieces {
            into.push_hole(&holes.next().unwrap_or_default());
            into.push_str(piece);
        }
    }

    /// A piece of it for people: every hole is its name in braces.
    pub(super) fn show(&self, start: usize, end: usize) -> String {
        let mut shown = String::new();
        let mut holes = self.holes(start, end).into_iter();
        for c in self.text.get(start..end).unwrap_or_default().chars() {
            if c == HOLE {
                shown.extend(["{", &holes.next().unwrap_or_default(), "}"]);
            } else {
                shown.push(c);
            }
        }
        shown
    }
}

#[cfg(test)]
mod tests {
    use super::{Flat, HOLE};
    use crate::input::airflow::text::Text;

    #[test]
    fn a_hole_is_one_character_and_keeps_its_name() {
        let mut text = Text::known(format!("a{HOLE}b"));
        text.push_hole("X");
        text.push_str("c");
        let flat = Flat::of(&text);
        assert_eq!(flat.text.matches(HOLE).count(), 1, "a character of the text is no hole");
        assert_eq!(flat.holes(0, 5), []);
        assert_eq!(&*flat.holes(0, flat.text.len())[0], "X");
        assert!(flat.show(0, flat.text.len()).ends_with("b{X}c"));
        assert_eq!(Flat::known(&format!("{HOLE}x")).text.len(), 4);
    }
}
