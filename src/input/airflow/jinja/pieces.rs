//! A template as text and tags.

use super::Reject;
use super::delimiters::{Begins, Delimiters};
use super::flat::Flat;
use super::syntax::Place;
use super::token::{self, Token, Word};

/// What stands between two delimiters.
#[derive(Debug)]
pub(super) struct Tag {
    /// With the delimiters.
    pub(super) whole: Place,
    /// Without them.
    pub(super) inner: Place,
    pub(super) tokens: Vec<Token>,
}

/// A piece of a template.
#[derive(Debug)]
pub(super) enum Piece {
    Data(Place),
    Comment(Place),
    Insert(Tag),
    Statement(Tag),
}

impl Piece {
    /// Where it ends.
    pub(super) const fn end(&self) -> usize {
        match self {
            Self::Data(place) | Self::Comment(place) => place.end,
            Self::Insert(tag) | Self::Statement(tag) => tag.whole.end,
        }
    }
}

/// The pieces of a template in order, and why the text behind them is no template.
pub(super) fn split(flat: &Flat, delimiters: &Delimiters) -> (Vec<Piece>, Option<Reject>) {
    let mut pieces = Vec::new();
    let mut at = 0;
    loop {
        let rest = flat.text.get(at..).unwrap_or_default();
        let Some((offset, begins, length)) = delimiters.next(rest) else {
            pieces.push(Piece::Data(Place { start: at, end: flat.text.len() }));
            return (pieces, None);
        };
        let start = at + offset;
        pieces.push(Piece::Data(Place { start: at, end: start }));
        let inside = start + length;
        let read = match begins {
            Begins::Comment => comment(flat, delimiters, start, inside),
            Begins::Expression => {
                tag(flat, &delimiters.expression.1, start, inside).map(|tag| (tag.whole.end, Piece::Insert(tag)))
            }
            Begins::Statement => match raw(flat, delimiters, inside) {
                Some(raw) => raw,
                None => {
                    tag(flat, &delimiters.statement.1, start, inside).map(|tag| (tag.whole.end, Piece::Statement(tag)))
                }
            },
        };
        match read {
            Ok((end, piece)) => {
                pieces.push(piece);
                at = end;
            }
            Err(reject) => return (pieces, Some(reject)),
        }
    }
}

fn comment(flat: &Flat, delimiters: &Delimiters, start: usize, inside: usize) -> Result<(usize, Piece), Reject> {
    let close = &delimiters.comment.1;
    let length = flat.text.get(inside..).and_then(|rest| rest.find(close.as_str()));
    let length = length.ok_or(Reject { at: start, why: "a comment in it does not end" })?;
    let end = inside + length + close.len();
    Ok((end, Piece::Comment(Place { start, end })))
}

/// The text between `raw` and `endraw`; `None` when the statement is another one.
fn raw(flat: &Flat, delimiters: &Delimiters, inside: usize) -> Option<Result<(usize, Piece), Reject>> {
    let begin = word_of_raw(flat.text.get(inside..)?, "raw", &delimiters.statement.1)? + inside;
    let mut at = begin;
    while let Some(offset) = flat.text.get(at..).and_then(|rest| rest.find(delimiters.statement.0.as_str())) {
        let end = at + offset;
        let behind = end + delimiters.statement.0.len();
        let rest = flat.text.get(behind..).unwrap_or_default();
        if let Some(length) = word_of_raw(rest, "endraw", &delimiters.statement.1) {
            return Some(Ok((behind + length, Piece::Data(Place { start: begin, end }))));
        }
        at = behind;
    }
    Some(Err(Reject { at: inside, why: "a block `raw` in it does not end" }))
}

/// The length of `word` and the end of its tag, when a text begins with them.
fn word_of_raw(text: &str, word: &str, close: &str) -> Option<usize> {
    let rest = text.strip_prefix(['-', '+']).unwrap_or(text);
    let rest = rest.trim_start().strip_prefix(word)?.trim_start();
    let rest = rest.strip_prefix(close).or_else(|| rest.strip_prefix(['-', '+'])?.strip_prefix(close))?;
    Some(text.len() - rest.len())
}

/// The words up to the end of a tag. Within brackets its end is none.
fn tag(flat: &Flat, close: &str, start: usize, inside: usize) -> Result<Tag, Reject> {
    let mut at = inside;
    if flat.text.get(at..).is_some_and(|rest| rest.starts_with(['-', '+'])) {
        at += 1;
    }
    let mut open: Vec<&str> = Vec::new();
    let mut tokens = Vec::new();
    loop {
        let rest = flat.text.get(at..).unwrap_or_default();
        let blank = rest.len() - rest.trim_start().len();
        let rest = rest.trim_start();
        at += blank;
        if rest.is_empty() {
            return Err(Reject { at: start, why: "a tag in it does not end" });
        }
        if open.is_empty() {
            let trimmed = usize::from(rest.strip_prefix(['-', '+']).is_some_and(|rest| rest.starts_with(close)));
            if trimmed == 1 || rest.starts_with(close) {
                let end = at + trimmed;
                let whole = Place { start, end: end + close.len() };
                return Ok(Tag { whole, inner: Place { start: inside, end }, tokens });
            }
        }
        let (token, end) = token::next(flat, at)?;
        match token.word {
            Word::Mark("(") => open.push(")"),
            Word::Mark("[") => open.push("]"),
            Word::Mark("{") => open.push("}"),
            Word::Mark(mark @ (")" | "]" | "}")) if open.pop() != Some(mark) => {
                return Err(Reject { at, why: "a bracket in it closes none" });
            }
            _ => {}
        }
        tokens.push(token);
        at = end;
    }
}
