//! Encodings: JSON, YAML, base64 and URLs.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

use data_encoding::BASE64;

use super::super::{Invalid, Outcome};
use super::{argument, document_of, open, text_of};
use crate::input::terraform::value::{Is, Made, Value, from_json, place};
use crate::input::tree::{self, Dialect, Node, NodeValue};
use crate::limits::LIMITS;
use crate::source::{RepoPath, Source};

/// The text of an argument, none where it is not known; what is no text is an error.
fn given(value: &Value) -> Result<Option<Arc<str>>, Invalid> {
    match &value.is {
        Is::Null | Is::List(_) | Is::Object(_) => Err(Invalid),
        _ => Ok(text_of(value)),
    }
}

pub(super) fn json_encode(arguments: &[Value]) -> Outcome {
    argument(arguments, 0).cloned().map(|value| Value::new(Is::Encoded(Arc::new(value)), None))
}

pub(super) fn json_decode(arguments: &[Value]) -> Outcome {
    let value = argument(arguments, 0)?;
    if let Is::Encoded(inner) = &value.is {
        return Ok((**inner).clone());
    }
    let Some(text) = given(value)? else {
        return document_of(value).map_or_else(|| Ok(open(arguments)), Ok);
    };
    let json: serde_json::Value = serde_json::from_str(&text).map_err(|_| Invalid)?;
    Ok(decoded(value, &text, |source| tree::parse_json(source, &LIMITS).ok()).unwrap_or_else(|| from_json(&json)))
}

pub(super) fn yaml_decode(arguments: &[Value]) -> Outcome {
    let value = argument(arguments, 0)?;
    let Some(text) = given(value)? else { return Ok(open(arguments)) };
    if text.trim().is_empty() {
        return Err(Invalid);
    }
    decoded(value, &text, |source| tree::parse(source, &LIMITS).ok()).ok_or(Invalid)
}

/// What a text stands for, each part of it with its place.
fn decoded(value: &Value, text: &str, parse: impl Fn(&Source) -> Option<tree::Tree>) -> Option<Value> {
    let source = Source::from_text(RepoPath::new("text")?, text);
    let tree = parse(&source).filter(|tree| tree.problems.is_empty())?;
    let decoded = tree.root().map_or_else(|| Value::new(Is::Null, None), |root| from_node(&root.merged(), value));
    Some(if value.given { decoded.outside() } else { decoded })
}

fn from_node(node: &Node, text: &Value) -> Value {
    let origin = place(text, node.span.start, node.span.end);
    let value = match &node.value {
        NodeValue::Sequence(items) => Value::list(items.iter().map(|item| from_node(item, text)).collect()),
        NodeValue::Mapping(entries) => {
            let entries =
                entries.iter().filter_map(|entry| Some((entry.name()?.to_owned(), from_node(&entry.value, text))));
            Value::object(entries.collect::<BTreeMap<_, _>>())
        }
        NodeValue::Scalar(_) => from_json(&node.to_json(Dialect::Yaml12)),
    };
    value.at(origin)
}

/// A text in base64, which is looked into as the text that it stands for.
pub(super) fn base64_encode(arguments: &[Value]) -> Outcome {
    let value = argument(arguments, 0)?;
    let made = Made::Base64(Arc::new(value.clone()));
    let Some(text) = given(value)? else { return Ok(open(arguments).from(made)) };
    Ok(value.remade(BASE64.encode(text.as_bytes())).from(made))
}

/// A text in base64 that is something else before: compressed, or in another set of characters.
pub(super) fn base64_of_other(arguments: &[Value]) -> Outcome {
    let value = argument(arguments, 0)?;
    Ok(open(arguments).from(Made::Base64(Arc::new(value.clone()))))
}

pub(super) fn base64_decode(arguments: &[Value]) -> Outcome {
    let value = argument(arguments, 0)?;
    if let Some(Made::Base64(inner)) = &value.made {
        return Ok((**inner).clone());
    }
    let Some(text) = given(value)? else { return Ok(open(arguments)) };
    let decoded = BASE64.decode(text.as_bytes()).ok().and_then(|bytes| String::from_utf8(bytes).ok());
    decoded.map(|text| value.remade(text)).ok_or(Invalid)
}

pub(super) fn url_encode(arguments: &[Value]) -> Option<Value> {
    let mut out = String::new();
    for byte in text_of(arguments.first()?)?.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => out.push(char::from(byte)),
            b' ' => out.push('+'),
            // Writing to a text never fails.
            other => drop(write!(out, "%{other:02X}")),
        }
    }
    Some(Value::text(out))
}
