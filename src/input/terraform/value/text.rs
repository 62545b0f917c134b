//! Texts of which some parts are open.

use std::fmt::Write as _;
use std::sync::Arc;

use serde_json::Value as Json;

use super::convert::{encode, to_text};
use super::{Is, Object, Open, Value};

/// Stand for an open part in a text that is read as JSON: characters of the private use area, which no policy has.
const OPENS: char = '\u{f8f0}';
const CLOSES: char = '\u{f8f1}';

/// A part of a text.
#[derive(Debug, Clone)]
pub(in crate::input::terraform) enum Piece {
    Text(Arc<str>),
    Open(Open),
}

impl Piece {
    pub(in crate::input::terraform) const fn as_open(&self) -> Option<&Open> {
        match self {
            Self::Text(_) => None,
            Self::Open(open) => Some(open),
        }
    }
}

/// The parts of a value as text; `None` for one that has no text, such as a list.
pub(in crate::input::terraform) fn pieces(value: &Value) -> Option<Vec<Piece>> {
    Some(match &value.is {
        Is::Template(pieces) => pieces.to_vec(),
        Is::Open(open) => vec![Piece::Open(open.clone())],
        Is::Encoded(inner) => match encode(inner) {
            Some(text) => vec![Piece::Text(text.into())],
            None => encoded(inner),
        },
        _ => vec![Piece::Text(to_text(value)?)],
    })
}

/// The JSON text of a value of which some parts are open.
fn encoded(value: &Value) -> Vec<Piece> {
    let mut found = Vec::new();
    write(value, &mut found);
    found
}

fn write(value: &Value, found: &mut Vec<Piece>) {
    let text = |text: &str| Piece::Text(text.into());
    match &value.is {
        _ if value.is_known() => found.extend(encode(value).map(|known| Piece::Text(known.into()))),
        Is::Object(Object { entries, rest: None }) => {
            for (index, (key, item)) in entries.iter().enumerate() {
                let before = if index == 0 { "{" } else { "," };
                found.push(text(&format!("{before}{}:", Json::String(key.clone()))));
                write(item, found);
            }
            found.push(text("}"));
        }
        Is::List(list) if list.rest.is_none() => {
            for (index, item) in list.items.iter().enumerate() {
                found.push(text(if index == 0 { "[" } else { "," }));
                write(item, found);
            }
            found.push(text("]"));
        }
        Is::Template(pieces) => {
            found.push(text("\""));
            for piece in pieces.iter() {
                match piece {
                    Piece::Text(part) => {
                        let quoted = Json::String(part.to_string()).to_string();
                        found.extend(quoted.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).map(text));
                    }
                    Piece::Open(open) => found.push(Piece::Open(open.clone())),
                }
            }
            found.push(text("\""));
        }
        _ => found.push(Piece::Open(value.opens())),
    }
}

impl Value {
    /// The text of several parts.
    pub(in crate::input::terraform) fn of_pieces(parts: Vec<Piece>) -> Self {
        let mut joined: Vec<Piece> = Vec::new();
        for part in parts {
            match (joined.last_mut(), part) {
                (Some(Piece::Text(before)), Piece::Text(after)) => *before = format!("{before}{after}").into(),
                (_, Piece::Text(text)) if text.is_empty() => {}
                (_, part) => joined.push(part),
            }
        }
        Self::new(
            match joined.as_slice() {
                [] => Is::Text("".into()),
                [Piece::Text(only)] => Is::Text(Arc::clone(only)),
                [Piece::Open(only)] => Is::Open(only.clone()),
                _ => Is::Template(joined.into()),
            },
            None,
        )
    }
}

/// The JSON document that a text with open parts is; `None` when it is none. An open part is never a key.
pub(in crate::input::terraform) fn document(pieces: &[Piece]) -> Option<Value> {
    let mut text = String::new();
    for (index, piece) in pieces.iter().enumerate() {
        match piece {
            Piece::Text(part) if part.contains([OPENS, CLOSES]) => return None,
            Piece::Text(part) => text.push_str(part),
            // Writing to a text never fails.
            Piece::Open(_) => drop(write!(text, "{OPENS}{index}{CLOSES}")),
        }
    }
    // An open part that stands outside of a string is a value of its own.
    let parsed: Json = serde_json::from_str(&text).ok().or_else(|| serde_json::from_str(&quoted(&text)).ok())?;
    (parsed.is_object() || parsed.is_array()).then(|| marked(&parsed, pieces))?
}

/// The text with quotes around each open part that stands outside of a string.
fn quoted(text: &str) -> String {
    let (mut out, mut inside, mut escaped) = (String::new(), false, false);
    for character in text.chars() {
        match character {
            OPENS if !inside => out.push('"'),
            '"' if !escaped => inside = !inside,
            _ => {}
        }
        out.push(character);
        if character == CLOSES && !inside {
            out.push('"');
        }
        escaped = character == '\\' && inside && !escaped;
    }
    out
}

fn marked(parsed: &Json, pieces: &[Piece]) -> Option<Value> {
    Some(match parsed {
        Json::String(text) if text.contains(OPENS) => {
            let mut parts = Vec::new();
            for (at, part) in text.split(OPENS).enumerate() {
                let (open, rest) =
                    part.split_once(CLOSES).filter(|_| at > 0).map_or((None, part), |(n, r)| (Some(n), r));
                if let Some(index) = open {
                    parts.push(pieces.get(index.parse::<usize>().ok()?)?.clone());
                }
                parts.push(Piece::Text(rest.into()));
            }
            Value::of_pieces(parts)
        }
        Json::Array(items) => Value::list(items.iter().map(|item| marked(item, pieces)).collect::<Option<_>>()?),
        Json::Object(entries) => {
            let mut marked_entries = std::collections::BTreeMap::new();
            for (key, item) in entries {
                if key.contains(OPENS) {
                    return None;
                }
                marked_entries.insert(key.clone(), marked(item, pieces)?);
            }
            Value::object(marked_entries)
        }
        other => super::from_json(other),
    })
}
