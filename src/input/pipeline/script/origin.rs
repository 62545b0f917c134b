//! Where the bytes of a script stand: in the values that it was put together from, in a file of its own, or in a word of
//! another script.

use std::sync::Arc;

use super::super::places::Places;
use crate::input::tree::{Offsets, Scalar};
use crate::source::{Source, Span};

/// One scalar of shell text and where it stands.
pub(in crate::input::pipeline) struct Part<'a> {
    pub(in crate::input::pipeline) source: &'a Arc<Source>,
    pub(in crate::input::pipeline) scalar: &'a Scalar,
}

/// The text of a script and the way back.
pub(super) struct Text<'a> {
    pub(super) text: String,
    origin: Origin<'a>,
}

enum Origin<'a> {
    /// Where each part begins in the text.
    Parts(Vec<(usize, &'a Part<'a>, Offsets)>),
    /// A file: where pieces of the text begin, and where each begins in the file.
    File(Arc<Source>, Vec<(usize, usize)>),
    /// A word of another script: where its text begins there, if it stands there as it is; otherwise all of the word.
    Word(&'a Text<'a>, Span, bool),
}

impl<'a> Text<'a> {
    /// The parts of a script joined by line ends, as one shell runs them.
    pub(super) fn joined(parts: &'a [Part<'a>]) -> Self {
        let mut text = String::new();
        let mut starts = Vec::with_capacity(parts.len());
        for part in parts {
            if !text.is_empty() && !text.ends_with('\n') {
                text.push('\n');
            }
            starts.push((text.len(), part, part.scalar.offsets(part.source)));
            text.push_str(&part.scalar.text);
        }
        Self { text, origin: Origin::Parts(starts) }
    }

    /// A text of a file, with the beginnings of its pieces in the text and in the file, in order.
    pub(super) const fn of_file(source: Arc<Source>, text: String, pieces: Vec<(usize, usize)>) -> Self {
        Self { text, origin: Origin::File(source, pieces) }
    }

    /// A text that is a word of another script. `exact` says that it stands at the beginning of the span as it is.
    pub(super) const fn of_word(outer: &'a Text<'a>, text: String, span: Span, exact: bool) -> Self {
        Self { text, origin: Origin::Word(outer, span, exact) }
    }

    /// Whether it is a word of another script, which was searched for credentials as a whole.
    pub(super) const fn is_word(&self) -> bool {
        matches!(self.origin, Origin::Word(..))
    }

    /// Where a range of the text stands: its bytes up to the end of their first line.
    pub(super) fn place(&self, range: Span) -> Option<(Arc<Source>, Span)> {
        let last = range.end.saturating_sub(1).max(range.start);
        let (source, span) = match &self.origin {
            Origin::Parts(parts) => {
                let index = parts.partition_point(|(start, _, _)| *start <= range.start);
                let (start, part, offsets) = parts.get(index.checked_sub(1)?)?;
                let at = |offset: usize| offsets.at(offset.saturating_sub(*start));
                (Arc::clone(part.source), Span::new(at(range.start), at(last).saturating_add(1)))
            }
            Origin::File(source, pieces) => {
                let index = pieces.partition_point(|(start, _)| *start <= range.start);
                let (start, base) = pieces.get(index.checked_sub(1)?)?;
                let at = |offset: usize| offset.saturating_sub(*start).saturating_add(*base);
                (Arc::clone(source), Span::new(at(range.start), at(last).saturating_add(1)))
            }
            Origin::Word(outer, span, exact) => {
                return outer.place(if *exact { range.shifted(span.start) } else { *span });
            }
        };
        let line = source.first_line(span);
        Some((source, line))
    }

    /// Gives a range its `_loc`.
    pub(super) fn entity(&self, places: &mut Places, range: Span) -> String {
        self.place(range).map(|(source, span)| places.entity(&source, span)).unwrap_or_default()
    }
}
