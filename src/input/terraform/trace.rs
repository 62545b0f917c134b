//! From an argument of an instance to the place where its value is written.

use serde_json::Value as Json;

use super::evaluate::Evaluator;
use super::model::Step;
use super::value::{Is, Origin, Piece, Value, pieces, place, to_text};
use crate::input::tree::{self, Node};
use crate::limits::LIMITS;
use crate::source::{RepoPath, Source};

/// Where the value at a path of an instance is written: the deepest part that is known. `None` when the code does not
/// set it, or it is not known: what cannot be known stands where the instance asks for it.
pub(super) fn origin(evaluator: &Evaluator<'_>, address: &str, path: &[Step]) -> Option<Origin> {
    let (Step::Key(name), rest) = path.split_first()? else { return None };
    evaluator.begin();
    let value = evaluator.argument(address, name)?;
    let planned = evaluator.planned(address);
    let planned = planned.as_ref().and_then(|planned| planned.get(name)).unwrap_or(&Json::Null);
    let found = walk(&value, planned, rest);
    found.origin.filter(|_| !matches!(found.is, Is::Open(_)))
}

/// The part of a value that a path leads to, or the nearest known one around it. `planned` tells the elements of a set
/// and alike blocks apart.
pub(super) fn walk(value: &Value, planned: &Json, path: &[Step]) -> Value {
    let Some((step, rest)) = path.split_first() else { return value.clone() };
    let below = |found: Option<&Value>, planned: &Json, rest: &[Step]| match found {
        Some(found) => walk(found, planned, rest).at(value.origin.clone()),
        // The code does not go as deep, or what it says there is made of it.
        None if value.as_open().is_none() => Value { is: Is::Null, ..value.clone() },
        None => value.clone(),
    };
    match (&value.is, step) {
        (Is::Encoded(inner), _) => {
            let text = planned.as_str().and_then(|text| serde_json::from_str(text).ok());
            below(Some(inner), &text.unwrap_or(Json::Null), path)
        }
        (Is::List(list), Step::Index(index)) => {
            below(list.items.get(chosen(&list.items, planned, *index)), planned.get(index).unwrap_or(&Json::Null), rest)
        }
        (Is::Object(object), Step::Key(key)) => {
            below(object.entries.get(key), planned.get(key).unwrap_or(&Json::Null), rest)
        }
        (Is::Object(object), Step::Index(index)) if object.entries.contains_key(&index.to_string()) => {
            let key = index.to_string();
            below(object.entries.get(&key), planned.get(&key).unwrap_or(&Json::Null), rest)
        }
        // A block in JSON, or one element that stands for a list of one.
        (Is::Object(_), Step::Index(0)) => {
            let planned = planned.get(0).unwrap_or(planned);
            below(Some(value), planned, rest)
        }
        (Is::Null, _) => value.clone(),
        (Is::Text(_) | Is::Template(_), _) => match inside(value, path) {
            Some(origin) => Value { origin: Some(origin), ..value.clone() },
            None => below(None, planned, rest),
        },
        _ => below(None, planned, rest),
    }
}

/// Where a part of a text in JSON is written. What is open in the text stands inside of its strings, so that it is read
/// without.
fn inside(value: &Value, path: &[Step]) -> Option<Origin> {
    let known: String = pieces(value)?
        .iter()
        .map(|piece| match piece {
            Piece::Text(text) => &**text,
            Piece::Open(_) => "",
        })
        .collect();
    let source = Source::from_text(RepoPath::new("text")?, &known);
    let tree = tree::parse_json(&source, &LIMITS).ok()?;
    let mut node = tree.root()?;
    for step in path {
        let next = match step {
            Step::Key(key) => node.get(key).or_else(|| named(node, key)),
            Step::Index(index) => node.elements().get(*index),
        };
        match next {
            Some(next) => node = next,
            // One element that stands for a list of one.
            None if *step == Step::Index(0) => {}
            None => break,
        }
    }
    // What is between the quotes may be written elsewhere.
    let quotes = usize::from(node.as_str().is_some_and(|text| !text.is_empty()));
    place(value, node.span.start.saturating_add(quotes), node.span.end.saturating_sub(quotes))
}

/// An entry whose name is written in other letters, as vendors allow.
fn named<'n>(node: &'n Node, key: &str) -> Option<&'n Node> {
    let mut entries = node.entries().iter();
    let found = entries.find(|entry| entry.name().is_some_and(|name| name.eq_ignore_ascii_case(key)));
    found.map(|entry| &entry.value)
}

/// The element that the plan lists at an index: one that says the same, the one at that index first. Each element is
/// listed once.
fn chosen(items: &[Value], planned: &Json, index: usize) -> usize {
    let Some(all) = planned.as_array() else { return index };
    let fits = |at: usize, planned: &Json| items.get(at).is_some_and(|item| agrees(item, planned));
    if all.iter().enumerate().take(index.saturating_add(1)).all(|(at, planned)| fits(at, planned)) {
        return index;
    }
    let mut free: Vec<usize> = (0..items.len()).collect();
    for (at, planned) in all.iter().enumerate() {
        let own = free.iter().position(|free| *free == at && fits(at, planned));
        let Some(position) = own.or_else(|| free.iter().position(|item| fits(*item, planned))) else { continue };
        let item = free.remove(position);
        if at == index {
            return item;
        }
    }
    index
}

/// Whether nothing that is known of a value contradicts what is planned.
fn agrees(value: &Value, planned: &Json) -> bool {
    match (&value.is, planned) {
        (_, Json::Null) | (Is::Open(_) | Is::Null, _) => true,
        (Is::Template(pieces), Json::String(text)) => match (pieces.first(), pieces.last()) {
            (Some(Piece::Text(begins)), _) if !text.starts_with(&**begins) => false,
            (_, Some(Piece::Text(ends))) => text.ends_with(&**ends),
            _ => true,
        },
        (Is::List(list), Json::Array(planned)) => {
            let among = |item: &Value| planned.iter().any(|planned| agrees(item, planned));
            let back = |planned: &Json| list.items.iter().any(|item| agrees(item, planned));
            list.items.iter().all(among) && (list.rest.is_some() || planned.iter().all(back))
        }
        (Is::Object(_), Json::Array(planned)) => planned.first().is_some_and(|planned| agrees(value, planned)),
        (Is::Object(object), Json::Object(planned)) => {
            object.entries.iter().all(|(key, item)| planned.get(key).is_none_or(|planned| agrees(item, planned)))
        }
        (_, Json::Array(_) | Json::Object(_)) => false,
        (_, planned) => to_text(value).is_some_and(|text| Some(&*text) == scalar(planned).as_deref()),
    }
}

fn scalar(planned: &Json) -> Option<String> {
    to_text(&super::value::from_json(planned)).map(|text| text.to_string())
}
