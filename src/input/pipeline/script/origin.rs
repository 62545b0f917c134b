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
    /// Whether it was searched for credentials as a part of something else.
    searched: bool,
}

/// Where a stretch of a text stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Piece {
    /// Where it begins in the text.
    pub(super) text: usize,
    /// Where it begins in what it was taken from.
    pub(super) at: usize,
    /// How many bytes it has there; what was put into the text in its place may be longer.
    pub(super) length: usize,
}

impl Piece {
    /// Where a byte of the text stands, by the last piece that begins before it.
    fn find(pieces: &[Self], offset: usize) -> Option<usize> {
        let index = pieces.partition_point(|piece| piece.text <= offset);
        let piece = pieces.get(index.checked_sub(1)?)?;
        let within = offset.saturating_sub(piece.text).min(piece.length.saturating_sub(1));
        Some(piece.at.saturating_add(within))
    }
}

enum Origin<'a> {
    /// Where each part begins in the text.
    Parts(Vec<(usize, &'a Part<'a>, Offsets)>),
    /// A file.
    File(Arc<Source>, Vec<Piece>),
    /// Words of another script, and where all of them stand there.
    Words(&'a Text<'a>, Span, Vec<Piece>),
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
        Self { text, origin: Origin::Parts(starts), searched: false }
    }

    /// A text that was put together from a file, with its pieces in order.
    pub(super) const fn of_file(source: Arc<Source>, text: String, pieces: Vec<Piece>) -> Self {
        Self { text, origin: Origin::File(source, pieces), searched: false }
    }

    /// All of a file.
    pub(super) fn whole(source: Arc<Source>) -> Self {
        let (text, length) = (source.text().to_owned(), source.text().len());
        Self::of_file(source, text, vec![Piece { text: 0, at: 0, length }])
    }

    /// A part of a file that is read as a whole besides.
    pub(super) fn part(source: Arc<Source>, span: Span) -> Self {
        let text = source.slice(span).to_owned();
        let piece = Piece { text: 0, at: span.start, length: text.len() };
        Self { searched: true, ..Self::of_file(source, text, vec![piece]) }
    }

    /// What stands behind some text that words begin with; all of it where they begin otherwise.
    pub(super) fn behind(mut self, prefix: &str) -> Self {
        let Some(rest) = self.text.strip_prefix(prefix).map(str::to_owned) else { return self };
        self.text = rest;
        if let Origin::Words(_, _, pieces) = &mut self.origin {
            let cut = prefix.len();
            pieces.retain(|piece| piece.text.saturating_add(piece.length) > cut);
            for piece in pieces {
                let gone = cut.saturating_sub(piece.text);
                let (text, at) = (piece.text.saturating_sub(cut), piece.at.saturating_add(gone));
                *piece = Piece { text, at, length: piece.length.saturating_sub(gone) };
            }
        }
        self
    }

    /// A text that is made of words of another script, which stand in a range of it.
    pub(super) const fn of_words(outer: &'a Text<'a>, text: String, span: Span, pieces: Vec<Piece>) -> Self {
        Self { text, origin: Origin::Words(outer, span, pieces), searched: true }
    }

    /// Whether it is a part of something that was searched for credentials as a whole.
    pub(super) const fn is_part(&self) -> bool {
        self.searched
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
                let start = Piece::find(pieces, range.start)?;
                let end = Piece::find(pieces, last)?.max(start).saturating_add(1);
                (Arc::clone(source), Span::new(start, end))
            }
            Origin::Words(outer, span, pieces) => {
                let start = Piece::find(pieces, range.start).unwrap_or(span.start);
                let end = Piece::find(pieces, last).map_or(span.end, |end| end.max(start).saturating_add(1));
                return outer.place(Span::new(start, end));
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
