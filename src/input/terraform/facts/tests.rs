//! Plans of few resources, written out, through the whole reader.

use serde_json::{Map, Value, json};

use super::Facts;
use crate::input::terraform::TerraformPlan;
use crate::input::terraform::model::Plan;
use crate::input::{Context, Format as _, Options, Parsed};
use crate::limits::LIMITS;
use crate::source::files::Memory;
use crate::source::{Files as _, RepoPath, Source};

/// The facts of a plan. Each entry has an `address`, `before` and `after` as in a plan, and may have `unknown`,
/// `sensitive`, `before_sensitive`, `actions`, `replace_paths`, `provider` and, in `says`, what else its entry holds. What stands in `after` is written in the code as a
/// constant, unless `code` says an expression for it; what is null is not written.
pub(super) fn facts(entries: &Value) -> Facts {
    facts_with(entries, &json!({}))
}

/// The same with configurations of providers.
pub(super) fn facts_with(entries: &Value, providers: &Value) -> Facts {
    let entries = entries.as_array().unwrap();
    let plan = json!({
        "format_version": "1.2",
        "terraform_version": "1.11.4",
        "resource_changes": entries.iter().map(change).collect::<Vec<_>>(),
        "configuration": {
            "provider_config": providers,
            "root_module": {"resources": entries.iter().filter_map(resource).collect::<Vec<_>>()},
        },
    });
    let path = RepoPath::new("plan.json").unwrap();
    let files = Memory::new([Source::from_text(path.clone(), &plan.to_string())]);
    let source = files.read(&path, LIMITS.plan_bytes).unwrap();
    let options = Options::default();
    match TerraformPlan.parse(&source, &Context { files: &files, limits: &LIMITS, options: &options }) {
        Parsed::Document(document) => document.content.model::<Plan>().unwrap().facts.clone(),
        other => panic!("{other:?}"),
    }
}

fn names(entry: &Value) -> (&str, &str, &str) {
    let address = entry["address"].as_str().unwrap();
    let (mode, rest) = address.strip_prefix("data.").map_or(("managed", address), |rest| ("data", rest));
    let (kind, name) = rest.split_once('.').unwrap();
    (mode, kind, name)
}

fn change(entry: &Value) -> Value {
    let (mode, kind, name) = names(entry);
    let (before, after) = (&entry["before"], &entry["after"]);
    let actions = match (&entry["actions"], before.is_null(), after.is_null()) {
        (Value::Null, true, _) => json!(["create"]),
        (Value::Null, _, true) => json!(["delete"]),
        (Value::Null, ..) => json!([if before == after { "no-op" } else { "update" }]),
        (actions, ..) => actions.clone(),
    };
    let change = json!({"address": entry["address"], "mode": mode, "type": kind, "name": name, "change": {
        "actions": actions, "before": before, "after": after, "after_unknown": entry["unknown"],
        "before_sensitive": entry["before_sensitive"], "after_sensitive": entry["sensitive"],
        "replace_paths": entry["replace_paths"],
    }});
    with(change, entry["says"].clone())
}

fn resource(entry: &Value) -> Option<Value> {
    let (mode, kind, name) = names(entry);
    let mut expressions = written(entry["after"].as_object()?);
    merge(&mut expressions, &entry["code"]);
    let provider = entry["provider"].as_str().unwrap_or("aws");
    Some(json!({
        "mode": mode, "type": kind, "name": name, "provider_config_key": provider, "expressions": expressions,
    }))
}

/// The expressions that write values out: blocks are lists of objects.
fn written(values: &Map<String, Value>) -> Value {
    let expression = |value: &Value| match value.as_array() {
        Some(items) if items.iter().any(Value::is_object) => {
            items.iter().map(|item| item.as_object().map_or_else(|| json!({}), written)).collect()
        }
        _ => json!({"constant_value": value}),
    };
    let given = values.iter().filter(|(_, value)| !value.is_null());
    given.map(|(key, value)| (key.clone(), expression(value))).collect::<Map<_, _>>().into()
}

fn merge(into: &mut Value, from: &Value) {
    match (into, from) {
        (_, Value::Null) => {}
        (Value::Object(into), Value::Object(from)) if !from.contains_key("references") => {
            for (key, value) in from {
                merge(into.entry(key).or_insert(Value::Null), value);
            }
        }
        (Value::Array(into), Value::Array(from)) => {
            for (into, from) in into.iter_mut().zip(from) {
                merge(into, from);
            }
        }
        (into, from) => *into = from.clone(),
    }
}

/// What a `Fact` says, in short, for a table of expectations: the fields of it that are named.
pub(super) fn said(facts: &impl serde::Serialize, fields: &[&str]) -> Vec<Value> {
    let facts = serde_json::to_value(facts).unwrap();
    let pick = |fact: &Value| fields.iter().map(|field| fact[field].clone()).collect::<Value>();
    facts.as_array().unwrap().iter().map(pick).collect()
}

/// A value that comes from somewhere else.
pub(super) fn computed() -> Value {
    json!({"references": ["var.x"]})
}

/// An object with further entries.
pub(super) fn with(mut object: Value, more: Value) -> Value {
    if let (Value::Object(object), Value::Object(more)) = (&mut object, more) {
        object.extend(more);
    }
    object
}

/// An object of these entries.
pub(super) fn object<const N: usize>(entries: [(&str, Value); N]) -> Value {
    entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect::<Map<_, _>>().into()
}
