//! What a baseline names of a finding: what its policy says, about what by name, and what is written there.

use serde_json::Value;

use super::contract::{Element, Point};
use super::entity::{Entities, LOC, without_places};
use crate::finding::{PolicyId, digits};
use crate::input::{Document, arranged, plain};
use crate::source::{Source, Span, secret};

/// The debt that an element states, sixteen hexadecimal digits. `answer` is its word, and its place is the last.
pub(super) fn debt(
    document: &Document,
    entities: &Entities<'_>,
    (policy, answer): (&PolicyId, &str),
    element: &Element,
    (source, span): (&Source, Span),
) -> String {
    let Point { message, loc, .. } = &element.point;
    let said = || arranged(document.kind, source, span);
    let AtFault { value, text } = AtFault::of(entities, &element.point, source.slice(span), &said);
    let key = element.key.as_deref().unwrap_or_default();
    let masked = |text: &str| secret::mask(&document.known.mask(text));
    // A key alone does not tell two faults of one thing apart, and a baseline answers for the one that it names.
    let owed = [key, message, &value, &text, &entities.names(loc)].map(masked);
    let owed = [policy.as_str(), answer].into_iter().chain(owed.iter().map(String::as_str));
    digits(&owed.collect::<Vec<_>>())
}

/// What is at fault, in a form that layout and quotes do not change.
#[derive(Debug, Default, PartialEq, Eq)]
struct AtFault {
    /// The value in the document as JSON; empty if it has none there.
    value: String,
    /// What is written; empty where the value says all of it.
    text: String,
}

impl AtFault {
    /// `written` stands at the place, and `said` makes of it what it says.
    fn of(entities: &Entities<'_>, point: &Point, written: &str, said: &dyn Fn() -> String) -> Self {
        // Of a document in a text all of it counts: what is at fault may be written where nobody can look.
        if let Some(document) = around(entities, point) {
            return Self { text: said(), value: document };
        }
        match entities.value(&point.loc, &point.path).filter(holds_no_entity) {
            // Of a block that holds much else, the first line says what it is.
            None if point.path.is_empty() => {
                Self { text: plain(written.lines().next().unwrap_or_default()), ..Self::default() }
            }
            None => Self { text: said(), ..Self::default() },
            Some(Value::String(value)) => {
                let text = if plain(&value) == plain(unquoted(written)) { String::new() } else { said() };
                Self { text, value: Value::String(value).to_string() }
            }
            Some(value) => {
                let says_all = !point.path.is_empty() && is_known(&value);
                let text = if says_all { String::new() } else { said() };
                Self { text, value: without_places(&value).to_string() }
            }
        }
    }
}

/// The text that a path leads into, such as a policy in JSON.
fn around(entities: &Entities<'_>, point: &Point) -> Option<String> {
    let mut above = (1..point.path.len()).filter_map(|depth| point.path.get(..depth));
    above.find_map(|path| entities.value(&point.loc, path).filter(Value::is_string)).map(|text| text.to_string())
}

/// A text without the quotes around it, where nothing in it depends on them.
fn unquoted(text: &str) -> &str {
    let inside = |quote| text.strip_prefix(quote)?.strip_suffix(quote).filter(|it| !it.contains([quote, '\\']));
    ['"', '\''].into_iter().find_map(inside).unwrap_or(text)
}

/// Whether nothing in a value has a place of its own: that is judged by itself.
fn holds_no_entity(value: &Value) -> bool {
    fn holds_none(value: &Value) -> bool {
        match value {
            Value::Object(fields) => !fields.contains_key(LOC) && fields.values().all(holds_none),
            Value::Array(elements) => elements.iter().all(holds_none),
            _ => true,
        }
    }
    match value {
        Value::Object(fields) => fields.values().all(holds_none),
        other => holds_none(other),
    }
}

/// Whether a value is known to its last part: nothing in it is null or was taken out.
fn is_known(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Object(fields) => fields.get("redacted") != Some(&Value::Bool(true)) && fields.values().all(is_known),
        Value::Array(elements) => elements.iter().all(is_known),
        _ => true,
    }
}
