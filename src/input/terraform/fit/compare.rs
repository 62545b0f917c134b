//! The `expressions` of a plan against the block that sets them.

use serde_json::{Map, Value as Json};

use super::constant::{self, same};
use super::references::{self, References};
use super::written::{Argument, Block, Value};
use super::{Difference, Differences};
use crate::source::{Source, Span};

/// How many blocks of one name are matched in any order; more are compared one by one.
const MATCHED: usize = 200;

/// Compares what a block sets. `own` are the arguments and blocks that the configuration of a plan leaves out or keeps
/// elsewhere; `what` is the name of the block for a message.
pub(super) fn body(planned: &Map<String, Json>, block: &Block<'_>, own: &[&str], what: &str, found: &mut Differences) {
    for (name, planned) in planned {
        argument(name, planned, block, what, found);
    }
    let known = |name: &str| own.contains(&name) || planned.contains_key(name);
    for (name, argument) in block.arguments.iter().filter(|(name, _)| !known(name)) {
        found.push(differs(argument.source, argument.at, name, what));
    }
    for (name, nested) in block.blocks.iter().filter(|(name, _)| !known(name)) {
        found.extend(nested.first().map(|nested| differs(nested.source, nested.header, name, what)));
    }
}

fn argument(name: &str, planned: &Json, block: &Block<'_>, what: &str, found: &mut Differences) {
    let written = block.arguments.get(name);
    let blocks = block.blocks.get(name).map(Vec::as_slice).unwrap_or_default();
    match planned {
        Json::Array(list) => {
            let in_json = block.nested(name);
            nested(name, list, if blocks.is_empty() { &in_json } else { blocks }, block, what, found);
        }
        Json::Object(object) if is_leaf(object) => match (written, blocks) {
            (Some(written), _) if !fits(object, written.value) => {
                // `{}` stands for a block that sets nothing as well.
                let empty = object.is_empty() && block.nested(name).iter().all(|nested| nested.arguments.is_empty());
                if !empty || matches!(written.value, Value::Native(_)) {
                    found.push(differs(written.source, written.at, name, what));
                }
            }
            (Some(_), _) => {}
            (None, []) if block.dynamic.contains_key(name) => {}
            (None, []) => found.push(differs(block.source, block.header, name, what)),
            (None, [only]) if object.is_empty() => body(object, only, &[], &format!("{name} of {what}"), found),
            (None, blocks) => {
                if let Some(first) = blocks.first().filter(|_| !as_attribute(object, blocks)) {
                    found.push(differs(first.source, first.header, name, what));
                }
            }
        },
        Json::Object(object) => {
            let in_json = block.nested(name);
            match (blocks, in_json.as_slice()) {
                ([only], _) | (_, [only]) => body(object, only, &[], &format!("{name} of {what}"), found),
                ([], []) => found.push(differs(block.source, block.header, name, what)),
                // Blocks with labels: which is which is not known here.
                _ => {}
            }
        }
        _ => {}
    }
}

/// Compares nested blocks of one name, in whatever order they stand.
fn nested(name: &str, planned: &[Json], blocks: &[Block<'_>], outer: &Block<'_>, what: &str, found: &mut Differences) {
    let below = format!("{name} of {what}");
    let empty = Map::new();
    let planned: Vec<&Map<String, Json>> = planned.iter().map(|one| one.as_object().unwrap_or(&empty)).collect();
    if planned.len() != blocks.len() {
        let more = blocks.get(planned.len()).or(blocks.first());
        let (source, at) = more.map_or((outer.source, outer.header), |block| (block.source, block.header));
        found.push(differs(source, at, name, what));
        return;
    }
    let compared = |planned: &Map<String, Json>, block: &Block<'_>| {
        let mut differences = Differences::new();
        body(planned, block, &[], &below, &mut differences);
        differences
    };
    let mut left: Vec<(&Map<String, Json>, &Block<'_>)> = planned.iter().copied().zip(blocks).collect();
    left.retain(|(planned, block)| !compared(planned, block).is_empty());
    if left.len() > 1 && left.len() <= MATCHED {
        let mut free: Vec<&Block<'_>> = left.iter().map(|(_, block)| *block).collect();
        let mut unmatched = Vec::new();
        for (planned, _) in left {
            match free.iter().position(|block| compared(planned, block).is_empty()) {
                Some(at) => drop(free.remove(at)),
                None => unmatched.push(planned),
            }
        }
        left = unmatched.into_iter().zip(free).collect();
    }
    found.extend(left.into_iter().flat_map(|(planned, block)| compared(planned, block)));
}

/// Blocks that stand for an argument, which the provider allows for some: `ingress { … }` of a security group.
fn as_attribute(planned: &Map<String, Json>, blocks: &[Block<'_>]) -> bool {
    let Some(Json::Array(values)) = planned.get("constant_value") else {
        let mut written = References::new();
        for block in blocks {
            collect(block, &mut written);
        }
        return references::agree(&listed(planned), &written);
    };
    let sets = |value: &Json, block: &Block<'_>| {
        let Some(value) = value.as_object() else { return false };
        let set = |(name, argument): (&&str, &Argument<'_>)| match (value.get(*name), argument.value) {
            (Some(value), Value::Native(expression)) => {
                constant::of(expression).is_none_or(|written| constant::converts(value, &written, false))
            }
            (Some(_), Value::Json(_)) => true,
            (None, _) => false,
        };
        let unset = |(name, value): (&String, &Json)| {
            let nothing = value.is_null() || value.as_array().is_some_and(Vec::is_empty);
            nothing || block.arguments.contains_key(name.as_str()) || block.blocks.contains_key(name.as_str())
        };
        block.arguments.iter().all(set) && value.iter().all(unset)
    };
    values.len() == blocks.len() && blocks.iter().all(|block| values.iter().any(|value| sets(value, block)))
}

fn collect(block: &Block<'_>, found: &mut References) {
    for argument in block.arguments.values() {
        if let Value::Native(expression) = argument.value {
            found.extend(references::of(expression));
        }
    }
    for inner in block.blocks.values().flatten() {
        collect(inner, found);
    }
}

/// Whether a planned expression is what the code writes. `true` where nobody can say.
pub(super) fn fits(planned: &Map<String, Json>, written: Value<'_>) -> bool {
    let value = planned.get("constant_value");
    let expression = match written {
        Value::Native(expression) => expression,
        // The plan repeats a value of JSON as it stands there, templates included.
        Value::Json(node) => {
            return value.is_none_or(|value| constant::of_json(node).is_none_or(|written| same(value, &written)));
        }
    };
    let refers = references::of(expression);
    match (value, constant::of(expression)) {
        (Some(value), Some(written)) => same(value, &written),
        (None, Some(_)) => false,
        (_, None) => references::agree(&listed(planned), &refers),
    }
}

fn listed(planned: &Map<String, Json>) -> References {
    let list = planned.get("references").and_then(Json::as_array);
    list.map(|list| references::planned(list)).unwrap_or_default()
}

/// Whether an object stands for one expression, and not for a block.
fn is_leaf(object: &Map<String, Json>) -> bool {
    object.is_empty() || object.contains_key("constant_value") || object.get("references").is_some_and(Json::is_array)
}

/// That an argument or block is not what the plan was made of.
pub(super) fn differs(source: &Source, at: Span, name: &str, what: &str) -> Difference {
    Difference::new(source, at, &format!("`{name}` of {what} is not what the plan was made of"))
}
