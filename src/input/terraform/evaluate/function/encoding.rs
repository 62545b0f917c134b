//! Encodings: JSON, YAML, base64 and URLs.

use std::collections::BTreeMap;
use std::sync::Arc;

use data_encoding::BASE64;

use super::super::{Invalid, Outcome};
use super::{argument, document_of, open, text_of};
use crate::input::terraform::value::{Is, Made, Origin, Value, from_json};
use crate::input::tree::{self, Dialect, Node, NodeValue};
use crate::limits::LIMITS;
use crate::source::{RepoPath, Source};

pub(super) fn json_encode(arguments: &[Value]) -> Outcome {
    argument(arguments, 0).cloned().map(|value| Value::new(Is::Encoded(Arc::new(value)), None))
}

pub(super) fn json_decode(arguments: &[Value]) -> Outcome {
    let value = argument(arguments, 0)?;
    if let Is::Encoded(inner) = &value.is {
        return Ok((**inner).clone());
    }
    let Some(text) = text_of(value) else {
        return document_of(value).map_or_else(|| Ok(open(arguments)), Ok);
    };
    if let Some(placed) = placed(value, &text, |source| tree::parse_json(source, &LIMITS).ok()) {
        return Ok(placed);
    }
    let decoded = serde_json::from_str(&text).map(|json| from_json(&json)).map_err(|_| Invalid)?;
    Ok(if value.given { decoded.from_outside() } else { decoded })
}

pub(super) fn yaml_decode(arguments: &[Value]) -> Outcome {
    let value = argument(arguments, 0)?;
    let Some(text) = text_of(value) else { return Ok(open(arguments)) };
    let parse = |source: &Source| tree::parse(source, &LIMITS).ok();
    if let Some(placed) = placed(value, &text, parse) {
        return Ok(placed);
    }
    let Some(path) = RepoPath::new("text.yaml") else { return Ok(open(arguments)) };
    let source = Source::from_text(path, &text);
    let Some(tree) = parse(&source) else { return Err(Invalid) };
    let decoded = tree.root().map_or_else(|| Value::new(Is::Null, None), |root| from_node(&root.merged(), None));
    Ok(if value.given { decoded.from_outside() } else { decoded })
}

/// The value of a text that is all of a file, with the places of its parts.
fn placed(value: &Value, text: &str, parse: impl Fn(&Source) -> Option<tree::Tree>) -> Option<Value> {
    let source = &value.origin.as_ref()?.source;
    if source.text() != text {
        return None;
    }
    let tree = parse(source)?;
    if !tree.problems.is_empty() {
        return None;
    }
    Some(from_node(&tree.root()?.merged(), Some(source)))
}

fn from_node(node: &Node, source: Option<&Arc<Source>>) -> Value {
    let origin = source.map(|source| Origin { source: Arc::clone(source), span: node.span });
    let value = match &node.value {
        NodeValue::Sequence(items) => Value::list(items.iter().map(|item| from_node(item, source)).collect()),
        NodeValue::Mapping(entries) => {
            let entries =
                entries.iter().filter_map(|entry| Some((entry.name()?.to_owned(), from_node(&entry.value, source))));
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
    let Some(text) = text_of(value) else { return Ok(open(arguments).from(made)) };
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
    let Some(text) = text_of(value) else { return Ok(open(arguments)) };
    let decoded = BASE64.decode(text.as_bytes()).ok().and_then(|bytes| String::from_utf8(bytes).ok());
    decoded.map(|text| value.remade(text)).ok_or(Invalid)
}

pub(super) fn url_encode(arguments: &[Value]) -> Option<Value> {
    let mut out = String::new();
    for byte in text_of(arguments.first()?)?.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => out.push(char::from(byte)),
            b' ' => out.push('+'),
            other => out.push_str(&format!("%{other:02X}")),
        }
    }
    Some(Value::text(out))
}
