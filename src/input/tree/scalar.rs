//! Scalars, and the way from a byte of their text back to a byte of the file.

use super::align;
use crate::source::{Source, Span};

/// How a scalar is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// Without quotes.
    Plain,
    /// `'…'`
    SingleQuoted,
    /// `"…"`
    DoubleQuoted,
    /// A block that keeps its lines: `|`.
    Literal,
    /// A block whose lines are joined: `>`.
    Folded,
}

/// Where the bytes of a scalar's text stand in the file.
#[derive(Debug)]
pub struct Offsets {
    base: usize,
    span: Span,
    pieces: Vec<align::Piece>,
}

impl Offsets {
    /// The byte of the file that the byte `offset` of [`Scalar::text`] was read from, through quotes, escapes,
    /// indentation and folding. An offset that has no byte of its own (a folded line end, the middle of an escape)
    /// gives the nearest place before it; never a place outside the scalar.
    #[must_use]
    pub fn at(&self, offset: usize) -> usize {
        let index = self.pieces.partition_point(|piece| piece.text <= offset);
        let piece = index.checked_sub(1).and_then(|index| self.pieces.get(index));
        let within =
            piece.map_or(0, |piece| piece.raw.saturating_add(offset.saturating_sub(piece.text).min(piece.length)));
        self.base.saturating_add(within).clamp(self.span.start, self.span.end)
    }
}

/// The text of a value, not resolved to any type: a plain `010`, `on` or `3.10` is kept as written.
#[derive(Clone, PartialEq, Eq)]
pub struct Scalar {
    /// The text after quotes, escapes, indentation and folding.
    pub text: String,
    /// How it is written.
    pub style: Style,
    /// The bytes in the file with quotes; of a block, its lines without the header (`|-`) and the first indentation.
    pub span: Span,
}

impl Scalar {
    /// The way back for every byte of the text; make it once to look up several.
    #[must_use]
    pub fn offsets(&self, source: &Source) -> Offsets {
        let base = self.first_line(source);
        let raw = source.slice(Span::new(base, self.span.end));
        Offsets { base, span: self.span, pieces: align::pieces(raw, self) }
    }

    /// The byte of the file that the byte `offset` of [`Scalar::text`] was read from; see [`Offsets::at`].
    #[must_use]
    pub fn source_offset(&self, source: &Source, offset: usize) -> usize {
        self.offsets(source).at(offset)
    }

    /// The span of a range of bytes of [`Scalar::text`]. Where it spans several lines it includes what lies between
    /// them in the file.
    #[must_use]
    pub fn source_span(&self, source: &Source, range: Span) -> Span {
        let offsets = self.offsets(source);
        let start = offsets.at(range.start);
        let last = range.end.saturating_sub(1).max(range.start);
        let end = offsets.at(last).max(start);
        let width = source.text().get(end..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        Span::new(start, if range.end > range.start { end.saturating_add(width) } else { start })
    }

    /// Where the raw text begins: in a block with the indentation of its first line, so that all lines are alike.
    fn first_line(&self, source: &Source) -> usize {
        if !matches!(self.style, Style::Literal | Style::Folded) {
            return self.span.start;
        }
        let before = source.text().get(..self.span.start).unwrap_or_default();
        before.rfind('\n').map_or(0, |at| at.saturating_add(1))
    }
}
