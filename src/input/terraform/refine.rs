//! What the code decides although the plan says that it is known only after apply.
//!
//! The tool calls an argument unknown as a whole when a part of it is, and when the provider may fill it in: null in the
//! code. Here the known parts come back, an argument that the code sets to null is as good as left out, and what is left
//! of the unknown is as small as it can be.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json, json};

use super::configuration::dotted;
use super::evaluate::Evaluator;
use super::model::{Paths, Reference, Step};
use super::trace::walk;
use super::value::{Attribute, Is, Open, Piece, Value, document, pieces, to_json};

/// What the code says about the arguments of one instance that are known only after apply.
#[derive(Debug, Default)]
pub(super) struct Refined {
    /// What is written of texts that are not wholly known, by dotted path; see
    /// [`written`](super::model::Resource::written).
    pub(super) written: BTreeMap<String, Json>,
    /// What each argument comes from that is known only after apply, as the code says it: by the path of the argument,
    /// for it and for what is inside.
    pub(super) sources: BTreeMap<String, Vec<Reference>>,
}

/// Puts what the code decides into the values of an instance. `steps` are the paths that are known only after apply;
/// those that are left are put into `unknown`. What is sensitive stays unknown: the plan has no mark for it.
pub(super) fn refine(
    evaluator: &Evaluator<'_>,
    address: &str,
    values: &mut Json,
    steps: &[Vec<Step>],
    unknown: &mut Paths,
) -> Refined {
    let mut refined = Refined::default();
    unknown.clear();
    for path in steps {
        match decided(evaluator, address, path, values) {
            Some(value) if !value.holds_sensitive() => {
                let mut sources = Vec::new();
                collect(&value, path, &mut sources);
                if !sources.is_empty() {
                    refined.sources.insert(dotted(path), sources);
                }
                place(&value, path, values, unknown, &mut refined);
            }
            _ => drop(unknown.insert(dotted(path), true)),
        }
    }
    refined
}

/// What a value comes from, each part at its path. A part that comes from nothing that has a name is not followed.
fn collect(value: &Value, path: &[Step], sources: &mut Vec<Reference>) {
    let mut add = |open: &Open, path: &[Step]| {
        sources.extend(open.from.iter().map(|attribute| Reference {
            path: dotted(path),
            to: attribute.address.clone(),
            attr: attribute.name.clone(),
            exact: attribute.instance,
        }));
    };
    match &value.is {
        Is::List(list) => {
            list.rest.iter().for_each(|rest| add(rest, &below(path, Step::Index(list.items.len()))));
            for (index, item) in list.items.iter().enumerate() {
                collect(item, &below(path, Step::Index(index)), sources);
            }
        }
        Is::Object(object) => {
            object.rest.iter().for_each(|rest| add(rest, path));
            for (key, item) in object.entries.iter() {
                collect(item, &below(path, Step::Key(key.clone())), sources);
            }
        }
        _ => add(&value.opens(), path),
    }
}

/// What the code sets at a path.
fn decided(evaluator: &Evaluator<'_>, address: &str, path: &[Step], values: &Json) -> Option<Value> {
    let (Step::Key(name), rest) = path.split_first()? else { return None };
    evaluator.begin();
    let value = evaluator.argument(address, name)?;
    Some(walk(&value, values.get(name).unwrap_or(&Json::Null), rest))
}

/// Puts a value at a path, as far as it is known.
fn place(value: &Value, path: &[Step], values: &mut Json, unknown: &mut Paths, refined: &mut Refined) {
    match &value.is {
        Is::List(list) if list.rest.is_none() || !list.items.is_empty() => {
            put(values, path, Json::Array(vec![Json::Null; list.items.len()]));
            for (index, item) in list.items.iter().enumerate() {
                place(item, &below(path, Step::Index(index)), values, unknown, refined);
            }
            if list.rest.is_some() {
                let rest = below(path, Step::Index(list.items.len()));
                put(values, &rest, Json::Null);
                let bits = list.rest.as_ref().and_then(|rest| rest.bits);
                refined.written.extend(bits.map(|bits| (dotted(&rest), json!({"$bits": bits}))));
                unknown.insert(dotted(&rest), true);
            }
        }
        Is::Object(object) if object.rest.is_none() => {
            put(values, path, Json::Object(Map::new()));
            for (key, item) in object.entries.iter() {
                place(item, &below(path, Step::Key(key.clone())), values, unknown, refined);
            }
        }
        _ => {
            if let Some(known) = to_json(value) {
                put(values, path, known);
            } else {
                let name = dotted(path);
                refined.written.extend(written(value).map(|written| (name.clone(), written)));
                unknown.insert(name, true);
            }
        }
    }
}

fn below(path: &[Step], step: Step) -> Vec<Step> {
    path.iter().cloned().chain([step]).collect()
}

/// Puts JSON at a path of which all but the last step is there.
fn put(values: &mut Json, path: &[Step], value: Json) {
    let Some((step, rest)) = path.split_first() else {
        *values = value;
        return;
    };
    let next = match (step, values) {
        (Step::Key(key), Json::Object(entries)) => entries.entry(key.clone()).or_insert(Json::Null),
        (Step::Index(index), Json::Array(items)) => {
            if items.len() == *index {
                items.push(Json::Null);
            }
            match items.get_mut(*index) {
                Some(item) => item,
                None => return,
            }
        }
        _ => return,
    };
    put(next, rest, value);
}

/// What is written of a text that is not wholly known: the document that it is, or the size of a range of addresses.
fn written(value: &Value) -> Option<Json> {
    if let Is::Encoded(inner) = &value.is {
        return Some(marked(inner)).filter(|marked| marked.is_object() || marked.is_array());
    }
    let parts = pieces(value)?;
    if let Some(document) = document(&parts) {
        return Some(marked(&document));
    }
    value.bits().map(|bits| json!({"$bits": bits})).or_else(|| known_parts(&parts))
}

/// Types whose attributes are numbers and letters that a machine makes up: they say nothing.
const MACHINES: &[&str] = &["random_", "terraform_data.", "null_resource.", "time_", "data.aws_caller_identity."];

/// The known parts of a text.
fn known_parts(parts: &[Piece]) -> Option<Json> {
    let texts = parts.iter().filter_map(|part| match part {
        Piece::Text(text) => Some(Json::String(text.to_string())),
        Piece::Open(_) => None,
    });
    let texts: Vec<Json> = texts.collect();
    let made = |attribute: &Attribute| MACHINES.iter().any(|machine| attribute.block.starts_with(machine));
    let opens = parts.iter().filter_map(Piece::as_open);
    let machine = opens.into_iter().all(|open| !open.from.is_empty() && open.from.iter().all(made));
    (!texts.is_empty()).then(|| json!({"$parts": texts, "made": machine}))
}

/// A value as JSON in which each open part is marked.
fn marked(value: &Value) -> Json {
    match &value.is {
        Is::List(list) => {
            let rest = list.rest.iter().map(|_| unknown());
            Json::Array(list.items.iter().map(marked).chain(rest).collect())
        }
        Is::Object(object) if object.rest.is_none() && !object.entries.keys().any(|key| key.starts_with('$')) => {
            Json::Object(object.entries.iter().map(|(key, item)| (key.clone(), marked(item))).collect())
        }
        Is::Open(open) => reference(open).unwrap_or_else(unknown),
        Is::Template(pieces) => match pieces.first() {
            Some(Piece::Text(text)) if text.starts_with("arn:aws") => json!({"$arn": true}),
            Some(Piece::Open(open)) => reference(open).unwrap_or_else(unknown),
            _ => unknown(),
        },
        _ => to_json(value).unwrap_or_else(unknown),
    }
}

fn unknown() -> Json {
    json!({"$unknown": true})
}

/// The ARN of one resource or data source.
fn reference(open: &Open) -> Option<Json> {
    let [Attribute { block, name, .. }] = &*open.from else { return None };
    let arn = name == "arn" || name.ends_with("_arn");
    (open.exact && arn).then(|| json!({"$reference": format!("{block}.{name}")}))
}
