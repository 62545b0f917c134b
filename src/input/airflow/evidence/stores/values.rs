//! The texts that a value of the code may be.

use super::super::super::knowledge::calls;
use super::super::super::text::Text;
use super::super::super::value::{Heap, Item, Object, Value};
use super::super::templates;
use crate::source::Span;

/// Values that are looked at within one.
const MOST: usize = 10_000;

/// Texts that are kept of one value.
const KEPT: usize = 1_000;

/// Whether a text that a value may be can name a URI. Most arguments of calls are texts that do not.
pub(super) fn may_name_uris(value: &Value<'_>) -> bool {
    match value {
        // What stands around the braces of a template can meet.
        Value::Text(text) => text.says("://") || text.says("{"),
        Value::List(_) | Value::Either(_) | Value::Object(_) => true,
        _ => false,
    }
}

/// Every text that a value may be, the items of a list among them; what is not known is a hole.
pub(super) fn possible(heap: &Heap<'_>, value: &Value<'_>) -> Vec<Text> {
    let (mut found, mut waiting, mut seen) = (Vec::new(), vec![value], 0);
    while let Some(value) = waiting.pop().filter(|_| seen < MOST && found.len() < KEPT) {
        seen += 1;
        match value {
            Value::Text(text) => found.push(templates::with_holes(text)),
            Value::List(list) => {
                let list = heap.lists.get(*list);
                if list.open {
                    found.push(Text::hole("more of a list"));
                }
                waiting.extend(list.items.iter().rev().map(|item| &item.value));
            }
            Value::Either(values) => waiting.extend(values.iter().rev()),
            Value::Unknown(what) => found.push(Text::hole(what)),
            Value::Symbol(name) => found.push(Text::hole(name)),
            Value::Object(object) => {
                let object = heap.objects.get(*object);
                match named_by(object) {
                    Some(item) => waiting.push(&item.value),
                    // What a statement is put together from is read where it is made.
                    None if object.callee.contains("sql.SQL()") => {}
                    None => found.push(Text::hole(&format!("{}()", object.callee))),
                }
            }
            Value::Task(task) => found.push(Text::hole(&format!("result of {}", heap.tasks.get(*task).id.display()))),
            Value::None | Value::Bool(_) | Value::Int(_) | Value::Float(_) | Value::Dict(_) => {}
            _ => found.push(Text::hole("value")),
        }
    }
    found
}

/// The argument that names what a call gives: `text("select …")`, `client.dataset("x").table("y")`.
fn named_by<'i, 'a>(object: &'i Object<'a>) -> Option<&'i Item<'a>> {
    let name = calls::named(&object.callee)?.iter().find_map(|entry| entry.name.as_deref())?;
    let (name, position) = name.split_once('@')?;
    object.args.get(name, position.parse().ok()?)
}

/// The URIs of assets: `Asset("s3://…")`, `Dataset(uri=…)`, a plain string.
pub(super) fn assets<'a>(heap: &Heap<'a>, item: &Item<'a>) -> Vec<(Text, Span)> {
    let (mut found, mut waiting, mut seen) = (Vec::new(), vec![item], 0);
    while let Some(item) = waiting.pop().filter(|_| seen < MOST) {
        seen += 1;
        match &item.value {
            Value::Text(text) => found.push((templates::with_holes(text), item.span)),
            Value::List(list) => waiting.extend(heap.lists.get(*list).items.iter().rev()),
            Value::Object(object) => {
                let object = heap.objects.get(*object);
                let uri = object.args.named("uri").or_else(|| object.args.positional.first());
                if let Some(Item { value: Value::Text(text), .. }) = uri {
                    found.push((templates::with_holes(text), item.span));
                }
            }
            _ => {}
        }
    }
    found
}

/// The strings anywhere in a value.
pub(super) fn nested_texts<'a>(heap: &Heap<'a>, value: &Value<'a>) -> Vec<Text> {
    let (mut found, mut waiting, mut seen) = (Vec::new(), vec![value], 0);
    while let Some(value) = waiting.pop().filter(|_| seen < MOST) {
        seen += 1;
        match value {
            Value::Text(text) => found.push((**text).clone()),
            Value::List(list) => waiting.extend(heap.lists.get(*list).items.iter().map(|item| &item.value)),
            Value::Dict(dict) => waiting.extend(heap.dicts.get(*dict).entries.iter().map(|(_, item)| &item.value)),
            Value::Object(object) => waiting.extend(heap.objects.get(*object).args.items().map(|item| &item.value)),
            Value::Either(values) => waiting.extend(values.iter()),
            _ => {}
        }
    }
    found
}
