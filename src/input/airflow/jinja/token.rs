//! The words of a tag.

use std::rc::Rc;

use super::Reject;
use super::flat::{Flat, HOLE};

/// A string or name of which a part may be a hole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Constant {
    /// What it is, when all of it is known.
    pub(super) known: Option<Rc<str>>,
    /// What its holes are called.
    pub(super) holes: Vec<Rc<str>>,
}

impl Constant {
    pub(super) fn known(text: &str) -> Self {
        Self { known: Some(Rc::from(text)), holes: Vec::new() }
    }
}

/// A word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Word {
    Name(Rc<str>),
    /// A name or number with a hole in it.
    Holes(Vec<Rc<str>>),
    Text(Constant),
    /// Its value, where it may count the items of a list.
    Integer(Option<usize>),
    Float,
    Mark(&'static str),
}

/// A word and where it begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) word: Word,
    pub(super) at: usize,
}

/// Longer marks come first.
const MARKS: &[&str] = &[
    "**", "//", "==", "!=", ">=", "<=", "+", "-", "/", "*", "%", "~", "[", "]", "(", ")", "{", "}", ">", "<", "=", ".",
    ":", "|", ",", ";",
];

/// The word that begins at a place, and where it ends.
pub(super) fn next(flat: &Flat, at: usize) -> Result<(Token, usize), Reject> {
    let rest = flat.text.get(at..).unwrap_or_default();
    let first = rest.chars().next().unwrap_or_default();
    if first == '"' || first == '\'' {
        return string(flat, at, first);
    }
    if first.is_ascii_digit() {
        let after_dot = flat.text.get(..at).is_some_and(|before| before.ends_with('.'));
        let (length, is_float) = number(rest, after_dot);
        let whole = length.max(name_length(rest));
        if holds_hole(rest, whole) {
            return Ok((Token { word: Word::Holes(flat.holes(at, at + whole)), at }, at + whole));
        }
        let digits = rest.get(..length).unwrap_or_default();
        let word = if is_float { Word::Float } else { Word::Integer(digits.parse().ok()) };
        return Ok((Token { word, at }, at + length));
    }
    let length = name_length(rest);
    if length > 0 {
        let name = rest.get(..length).unwrap_or_default();
        let word = if holds_hole(rest, length) {
            Word::Holes(flat.holes(at, at + length))
        } else {
            Word::Name(Rc::from(name))
        };
        return Ok((Token { word, at }, at + length));
    }
    let mark = MARKS.iter().find(|mark| rest.starts_with(**mark));
    let mark = mark.ok_or(Reject { at, why: "a character stands in it that means nothing" })?;
    Ok((Token { word: Word::Mark(mark), at }, at + mark.len()))
}

fn holds_hole(text: &str, length: usize) -> bool {
    text.get(..length).is_some_and(|piece| piece.contains(HOLE))
}

/// How long the name is that a text begins with. A hole may be any part of a name.
fn name_length(text: &str) -> usize {
    text.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == HOLE)).unwrap_or(text.len())
}

/// How long the number is that a text begins with, and whether it has a fraction or exponent.
fn number(text: &str, after_dot: bool) -> (usize, bool) {
    let digits = |text: &str| text.find(|c: char| !(c.is_ascii_digit() || c == '_')).unwrap_or(text.len());
    let rest_of = |at: usize| text.get(at..).unwrap_or_default();
    let prefix = text.get(..2).unwrap_or_default().to_ascii_lowercase();
    if matches!(&*prefix, "0x" | "0b" | "0o") {
        let rest = rest_of(2);
        let inner = rest.find(|c: char| !(c.is_ascii_hexdigit() || c == '_')).unwrap_or(rest.len());
        return (2 + inner, false);
    }
    let mut length = digits(text);
    let mut is_float = false;
    let fraction = rest_of(length).strip_prefix('.').map_or(0, digits);
    if !after_dot && fraction > 0 {
        length += 1 + fraction;
        is_float = true;
    }
    if !after_dot && let Some(exponent) = rest_of(length).strip_prefix(['e', 'E']) {
        let sign = usize::from(exponent.starts_with(['+', '-']));
        let inner = digits(exponent.get(sign..).unwrap_or_default());
        if inner > 0 {
            length += 1 + sign + inner;
            is_float = true;
        }
    }
    (length, is_float)
}

/// A string, its escapes decoded as Python does.
fn string(flat: &Flat, at: usize, quote: char) -> Result<(Token, usize), Reject> {
    let inside = at + 1;
    let rest = flat.text.get(inside..).unwrap_or_default();
    let mut escaped = false;
    let end = rest.char_indices().find(|(_, c)| {
        let ends = *c == quote && !escaped;
        escaped = *c == '\\' && !escaped;
        ends
    });
    let (length, _) = end.ok_or(Reject { at, why: "a string in it does not end" })?;
    let text = rest.get(..length).unwrap_or_default();
    let holes = flat.holes(inside, inside + length);
    let known = if holes.is_empty() { decoded(text).map(Rc::from) } else { None };
    Ok((Token { word: Word::Text(Constant { known, holes }), at }, inside + length + 1))
}

/// What a string says; `None` where an escape is not one that is known here.
fn decoded(text: &str) -> Option<String> {
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\\') {
        decoded.push_str(before);
        let escape = after.chars().next()?;
        let behind = after.get(escape.len_utf8()..).unwrap_or_default();
        let code = |length: usize, radix: u32, from: &str| {
            char::from_u32(u32::from_str_radix(from.get(..length)?, radix).ok()?).map(|c| (c, length))
        };
        let (c, length) = match escape {
            'n' => ('\n', 0),
            't' => ('\t', 0),
            'r' => ('\r', 0),
            '\\' | '\'' | '"' => (escape, 0),
            'x' => code(2, 16, behind)?,
            'u' => code(4, 16, behind)?,
            'U' => code(8, 16, behind)?,
            '0'..='7' => {
                let length = after.bytes().take(3).take_while(|byte| matches!(byte, b'0'..=b'7')).count();
                let (c, length) = code(length, 8, after)?;
                (c, length.saturating_sub(1))
            }
            'N' | 'a' | 'b' | 'f' | 'v' | '\n' => return None,
            // Python keeps the backslash of any other.
            _ => {
                decoded.push('\\');
                (escape, 0)
            }
        };
        decoded.push(c);
        rest = behind.get(length..).unwrap_or_default();
    }
    decoded.push_str(rest);
    Some(decoded)
}
