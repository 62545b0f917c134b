//! Between values and JSON.

use std::sync::Arc;

use serde_json::{Map, Number, Value as Json};

use super::{Is, Value};

/// The value that JSON is, without a place.
pub(in crate::input::terraform) fn from_json(json: &Json) -> Value {
    let is = match json {
        Json::Null => Is::Null,
        Json::Bool(value) => Is::Bool(*value),
        Json::Number(number) => Is::Number(number.clone()),
        Json::String(text) => Is::Text(text.as_str().into()),
        Json::Array(items) => return Value::list(items.iter().map(from_json).collect()),
        Json::Object(entries) => {
            return Value::object(entries.iter().map(|(key, item)| (key.clone(), from_json(item))).collect());
        }
    };
    Value::new(is, None)
}

/// The JSON of a value; `None` when a part of it is open.
pub(in crate::input::terraform) fn to_json(value: &Value) -> Option<Json> {
    Some(match &value.is {
        Is::Null => Json::Null,
        Is::Bool(value) => Json::Bool(*value),
        Is::Number(number) => Json::Number(number.clone()),
        Is::Text(text) => Json::String(text.to_string()),
        Is::List(list) if list.rest.is_none() => Json::Array(list.items.iter().map(to_json).collect::<Option<_>>()?),
        Is::Object(object) if object.rest.is_none() => {
            let entries = object.entries.iter().map(|(key, item)| Some((key.clone(), to_json(item)?)));
            Json::Object(entries.collect::<Option<Map<_, _>>>()?)
        }
        Is::Encoded(inner) => Json::String(encode(inner)?),
        Is::List(_) | Is::Object(_) | Is::Template(_) | Is::Open(_) => return None,
    })
}

/// The text that `jsonencode` makes of a value: keys sorted, `<`, `>` and `&` escaped as Go does.
pub(super) fn encode(value: &Value) -> Option<String> {
    let text = plain(to_json(value)?)?.to_string();
    let text = text.replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026");
    Some(text.replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029"))
}

/// The same with whole numbers written as the tool writes them; `None` for one that has no such form here.
fn plain(json: Json) -> Option<Json> {
    Some(match json {
        Json::Number(number) => {
            let text = number_text(&number);
            Json::Number(text.parse().ok().filter(|number: &Number| number.to_string() == text)?)
        }
        Json::Array(items) => Json::Array(items.into_iter().map(plain).collect::<Option<_>>()?),
        Json::Object(entries) => {
            let entries = entries.into_iter().map(|(key, item)| Some((key, plain(item)?)));
            Json::Object(entries.collect::<Option<Map<_, _>>>()?)
        }
        other => other,
    })
}

/// A scalar as text, as the tool converts it.
pub(in crate::input::terraform) fn to_text(value: &Value) -> Option<Arc<str>> {
    match &value.is {
        Is::Bool(value) => Some(if *value { "true" } else { "false" }.into()),
        Is::Number(number) => Some(number_text(number).into()),
        _ => value.as_text(),
    }
}

fn number_text(number: &Number) -> String {
    match number.as_f64() {
        Some(float) if number.is_f64() && float.fract() == 0.0 => format!("{float:.0}"),
        _ => number.to_string(),
    }
}

/// A number of the tool, which knows one kind of them.
pub(in crate::input::terraform) fn number(value: f64) -> Option<Number> {
    // Beyond 2^53 a float is no longer exact, and the tool counts exactly.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    if value.fract() == 0.0 && value.abs() < EXACT {
        return format!("{value:.0}").parse::<i64>().ok().map(Number::from);
    }
    Number::from_f64(value)
}

/// Whether two values are the same; `None` where that is open.
pub(in crate::input::terraform) fn same(left: &Value, right: &Value) -> Option<bool> {
    match (&left.is, &right.is) {
        (Is::Open(_) | Is::Template(_), _) | (_, Is::Open(_) | Is::Template(_)) => differ(left, right).then_some(false),
        (Is::Null, Is::Null) => Some(true),
        (Is::Bool(left), Is::Bool(right)) => Some(left == right),
        (Is::Number(left), Is::Number(right)) => Some(left == right || left.as_f64() == right.as_f64()),
        (Is::Text(_) | Is::Encoded(_), Is::Text(_) | Is::Encoded(_)) => Some(left.as_text()? == right.as_text()?),
        (Is::List(left), Is::List(right)) => {
            if left.rest.is_some() || right.rest.is_some() {
                return None;
            }
            if left.items.len() != right.items.len() {
                return Some(false);
            }
            all(left.items.iter().zip(right.items.iter()).map(|(left, right)| same(left, right)))
        }
        (Is::Object(left), Is::Object(right)) => {
            if left.rest.is_some() || right.rest.is_some() {
                return None;
            }
            if left.entries.len() != right.entries.len() || !left.entries.keys().eq(right.entries.keys()) {
                return Some(false);
            }
            all(left.entries.values().zip(right.entries.values()).map(|(left, right)| same(left, right)))
        }
        _ => Some(false),
    }
}

/// Whether a text with open parts cannot be another one, by what it begins or ends with.
fn differ(left: &Value, right: &Value) -> bool {
    let (open, known) = match (&left.is, &right.is) {
        (Is::Template(pieces), _) => (pieces, right),
        (_, Is::Template(pieces)) => (pieces, left),
        _ => return false,
    };
    let Some(known) = known.as_text() else { return !matches!(known.is, Is::Open(_) | Is::Template(_)) };
    let begins = match open.first() {
        Some(super::Piece::Text(text)) => known.starts_with(&**text),
        _ => true,
    };
    let ends = match open.last() {
        Some(super::Piece::Text(text)) => known.ends_with(&**text),
        _ => true,
    };
    !begins || !ends
}

fn all(answers: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    let mut whole = Some(true);
    for answer in answers {
        match answer {
            Some(false) => return Some(false),
            Some(true) => {}
            None => whole = None,
        }
    }
    whole
}
