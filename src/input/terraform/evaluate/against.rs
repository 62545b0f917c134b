//! The outputs of real plans against what their code comes to: what is known must be what the tool says.

#![expect(clippy::disallowed_methods, reason = "reads plans that somebody names")]

use std::path::{Path, PathBuf};

use serde_json::{Value as Json, json};

use super::tests::{context_source, files, plans};
use super::{Evaluator, Instance, Memo, Planned};
use crate::input::terraform::code::{Code, Directory};
use crate::input::terraform::configuration::Configuration;
use crate::input::terraform::raw;
use crate::input::terraform::value::{Is, Value, to_json};
use crate::input::{Context, Options};
use crate::limits::LIMITS;
use crate::source::files::Memory;

/// What a plan says of an output, and what its code comes to.
struct Output<'o> {
    name: &'o str,
    found: Option<Value>,
    after: &'o Json,
    unknown: &'o Json,
}

/// Each output of the root.
fn outputs(plan: &Path, each: &mut impl FnMut(&Output<'_>)) {
    let root = plan.parent().unwrap();
    let mut sources = Vec::new();
    files(root, root, &mut sources);
    let files = Memory::new(sources);
    let options = Options::default();
    let context = Context { files: &files, limits: &LIMITS, options: &options };
    let source = context_source(plan);
    let mut raw: raw::Plan<'_> = serde_json::from_str(source.text()).unwrap();
    let whole: Json = serde_json::from_str(source.text()).unwrap();
    let stored = raw.configuration.take().unwrap_or_default();
    let configuration = Configuration::new(&stored);
    let code = Code::read(&context, &Directory(None), &configuration.paths);
    let planned = Planned::of(&source, &raw);
    let memo = Memo::default();
    let evaluator = Evaluator::new(&code, &planned, &memo, Some(&context));
    for (name, change) in whole["output_changes"].as_object().into_iter().flatten() {
        evaluator.begin();
        let found = evaluator.output(&Instance::new(), name);
        each(&Output { name, found, after: &change["after"], unknown: &change["after_unknown"] });
    }
}

/// How a value stands to what the tool says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Stands {
    Agrees,
    /// It is known where the tool does not know it yet.
    Beyond,
    /// It is open where the tool knows it.
    Open,
    Wrong,
}

fn stands(value: &Value, after: &Json, unknown: &Json) -> Stands {
    let none = &Json::Null;
    match (&value.is, after) {
        (Is::Open(_), _) if *unknown == Json::Bool(true) => Stands::Agrees,
        (Is::Open(_) | Is::Template(_), _) if *unknown != Json::Bool(true) => Stands::Open,
        (_, _) if *unknown == Json::Bool(true) => Stands::Beyond,
        (Is::List(list), Json::Array(items)) => {
            if list.rest.is_some() {
                return Stands::Open;
            }
            if list.items.len() != items.len() {
                return Stands::Wrong;
            }
            let each = list.items.iter().zip(items).enumerate();
            let each = each.map(|(at, (one, other))| stands(one, other, unknown.get(at).unwrap_or(none)));
            each.max().unwrap_or(Stands::Agrees)
        }
        (Is::Object(object), Json::Object(entries)) => {
            let mut keys: Vec<&String> = entries.keys().collect();
            keys.extend(unknown.as_object().into_iter().flat_map(|later| later.keys()));
            keys.sort_unstable();
            keys.dedup();
            if object.rest.is_some() {
                return Stands::Open;
            }
            if !object.entries.keys().eq(keys) {
                return Stands::Wrong;
            }
            let each = object
                .entries
                .iter()
                .map(|(key, one)| stands(one, entries.get(key).unwrap_or(none), unknown.get(key).unwrap_or(none)));
            each.max().unwrap_or(Stands::Agrees)
        }
        _ => match to_json(value) {
            Some(found) if equal(&found, after) => Stands::Agrees,
            Some(_) => Stands::Wrong,
            None => Stands::Open,
        },
    }
}

/// Numbers are the same whatever way they are written; everything else must be equal.
fn equal(one: &Json, other: &Json) -> bool {
    match (one, other) {
        (Json::Number(one), Json::Number(other)) => one == other || one.as_f64() == other.as_f64(),
        _ => one == other,
    }
}

/// Compares every plan below the folder that `OUTPUTS` names, and prints what differs and what stays open.
#[test]
#[ignore = "for plans that are not a part of the project"]
fn what_is_known_of_outputs_is_what_the_tool_says() {
    let Some(folder) = std::env::var_os("OUTPUTS") else { return println!("skipped: OUTPUTS names no folder") };
    let mut all: Vec<PathBuf> = Vec::new();
    plans(Path::new(&folder), &mut all);
    let mut counts = std::collections::BTreeMap::<String, usize>::new();
    for plan in &all {
        let label = plan.parent().unwrap().display().to_string();
        outputs(plan, &mut |output| {
            let stands = output.found.as_ref().map(|value| stands(value, output.after, output.unknown));
            *counts.entry(format!("{stands:?}")).or_default() += 1;
            if stands != Some(Stands::Agrees) {
                let found = output.found.as_ref().map(|value| to_json(value).ok_or(format!("{:?}", value.is)));
                let line = json!({"say": format!("{stands:?}"), "plan": label, "name": output.name, "gate": format!("{found:?}"), "tool": output.after});
                println!("{line}");
            }
        });
    }
    println!("{} plans: {counts:?}", all.len());
    assert!(!counts.contains_key("Some(Wrong)") && !counts.contains_key("None"));
}
