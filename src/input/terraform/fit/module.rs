//! One module of a plan against the folder that it was made of.

use std::collections::{BTreeMap, BTreeSet};

use hcl_edit::expr::Expression;
use serde_json::{Map, Value as Json};

use super::compare::{body, differs, fits};
use super::constant;
use super::written::{Argument, Block, Module, Value};
use super::{Difference, Differences};
use crate::input::terraform::raw;
use crate::source::Span;

/// What every resource may set besides what its provider knows; the configuration of a plan keeps it elsewhere.
const OF_RESOURCES: &[&str] =
    &["count", "for_each", "provider", "depends_on", "lifecycle", "connection", "provisioner"];
/// The same of module calls.
const OF_CALLS: &[&str] = &["source", "version", "count", "for_each", "providers", "depends_on", "lifecycle"];
/// The same of provider blocks.
const OF_PROVIDERS: &[&str] = &["alias", "version"];

/// The values that a plan has for the variables of its root.
pub(super) type Variables = BTreeMap<String, raw::Variable>;

/// Compares a module. `values` are those of the root.
pub(super) fn compare(
    planned: &raw::Module,
    module: &Module<'_>,
    address: &str,
    values: &Variables,
    found: &mut Differences,
) {
    let mut known = BTreeSet::new();
    for resource in &planned.resources {
        let word = match resource.mode.as_str() {
            "managed" => "resource",
            "data" => "data",
            _ => continue,
        };
        let name = format!("{}.{}", resource.kind, resource.name);
        if let Some(block) = lookup(module, word, name, address, &mut known, found) {
            self::resource(resource, block, address.is_empty(), found);
        }
    }
    for (name, call) in &planned.calls.0 {
        if let Some(block) = lookup(module, "module", name.clone(), address, &mut known, found) {
            self::call(name, call, block, found);
        }
    }
    for (name, variable) in &planned.variables.0 {
        if let Some(block) = lookup(module, "variable", name.clone(), address, &mut known, found) {
            let value = values.get(name).filter(|_| address.is_empty()).map(|variable| &variable.value.0);
            self::variable(name, variable, value, block, found);
        }
    }
    for (name, output) in &planned.outputs.0 {
        if let Some(block) = lookup(module, "output", name.clone(), address, &mut known, found) {
            expression("value", &output.expression.0, block, &format!("output.{name}"), found);
            flag("sensitive", output.sensitive, block, &format!("output.{name}"), found);
        }
    }
    for (name, block) in module.blocks.iter().filter(|(name, _)| name.0 != "provider" && !known.contains(*name)) {
        let what = format!("{} is in the code and not in the plan", shown(name.0, &name.1, address));
        found.push(Difference::new(block.source, block.header, &what));
    }
}

/// The block of something planned; without one, a difference.
fn lookup<'m, 'a>(
    module: &'m Module<'a>,
    word: &'static str,
    name: String,
    address: &str,
    known: &mut BTreeSet<(&'static str, String)>,
    found: &mut Differences,
) -> Option<&'m Block<'a>> {
    let name = (word, name);
    let block = module.blocks.get(&name);
    if block.is_none() {
        let what = format!("{} is in the plan and not in the code", shown(word, &name.1, address));
        found.push(Difference::new(module.first, Span::default(), &what));
    }
    known.insert(name);
    block
}

fn shown(word: &str, name: &str, address: &str) -> String {
    let dot = if address.is_empty() { "" } else { "." };
    match word {
        "resource" => format!("{address}{dot}{name}"),
        "variable" => format!("{address}{dot}var.{name}"),
        _ => format!("{address}{dot}{word}.{name}"),
    }
}

fn resource(planned: &raw::Resource, block: &Block<'_>, root: bool, found: &mut Differences) {
    let what = format!("{}.{}", planned.kind, planned.name);
    // A plan without the expressions of a resource says nothing about what sets it.
    if let Json::Object(expressions) = &planned.expressions.0 {
        body(expressions, block, OF_RESOURCES, &what, found);
    }
    expression("count", &planned.count_expression.0, block, &what, found);
    expression("for_each", &planned.for_each_expression.0, block, &what, found);
    let steps = block.nested("provisioner");
    let steps = block.blocks.get("provisioner").map_or(steps.as_slice(), Vec::as_slice);
    // In JSON a provisioner stands below its name.
    let in_json = block.arguments.contains_key("provisioner");
    if !in_json && steps.len() != planned.provisioners.len() {
        let at = steps.first().map_or(block.header, |step| step.header);
        found.push(differs(block.source, at, "provisioner", &what));
    } else if !in_json {
        for (planned, step) in planned.provisioners.iter().zip(steps) {
            if let Json::Object(expressions) = &planned.expressions.0 {
                body(
                    expressions,
                    step,
                    &["when", "on_failure", "connection"],
                    &format!("provisioner of {what}"),
                    found,
                );
            }
        }
    }
    if root && !planned.provider_config_key.is_empty() {
        self::configured_by(&planned.provider_config_key, block, &what, found);
    }
}

/// Compares which provider configuration a resource of the root names. Inside a module the plan tells only where the
/// configuration comes from in the end.
fn configured_by(key: &str, block: &Block<'_>, what: &str, found: &mut Differences) {
    let Some(argument) = block.arguments.get("provider") else {
        if key.contains('.') {
            found.push(differs(block.source, block.header, "provider", what));
        }
        return;
    };
    let written = match argument.value {
        Value::Native(expression) => expression.to_string().split_whitespace().collect::<String>(),
        Value::Json(node) => {
            node.as_str().unwrap_or_default().trim_start_matches("${").trim_end_matches('}').to_owned()
        }
    };
    if written.trim_matches('"') != key {
        found.push(differs(argument.source, argument.at, "provider", what));
    }
}

fn call(name: &str, planned: &raw::ModuleCall, block: &Block<'_>, found: &mut Differences) {
    let what = format!("module.{name}");
    // The tool leaves out what it says of a module that is not installed.
    if planned.source.is_empty() {
        return;
    }
    text("source", &planned.source, block, &what, found);
    text("version", planned.version_constraint.as_deref().unwrap_or_default(), block, &what, found);
    if let Json::Object(expressions) = &planned.expressions.0 {
        body(expressions, block, OF_CALLS, &what, found);
    }
    expression("count", &planned.count_expression.0, block, &what, found);
    expression("for_each", &planned.for_each_expression.0, block, &what, found);
}

/// Compares a source or a version constraint, whose parts may stand in any order.
fn text(name: &str, planned: &str, block: &Block<'_>, what: &str, found: &mut Differences) {
    let parts = |text: &str| -> BTreeSet<String> {
        let tight = text.split(',').map(|part| part.split_whitespace().collect::<String>());
        tight.map(|part| part.trim_start_matches('=').to_owned()).filter(|part| !part.is_empty()).collect()
    };
    match block.arguments.get(name) {
        Some(argument) => {
            let written = constant_of(argument);
            if written.as_ref().and_then(Json::as_str).is_some_and(|written| parts(written) != parts(planned)) {
                found.push(differs(argument.source, argument.at, name, what));
            }
        }
        None if planned.is_empty() => {}
        None => found.push(differs(block.source, block.header, name, what)),
    }
}

/// Compares one expression that a plan keeps by itself: `null` where there is none, or nothing is said of it.
fn expression(name: &str, planned: &Json, block: &Block<'_>, what: &str, found: &mut Differences) {
    let argument = block.arguments.get(name);
    match (planned, argument) {
        (Json::Object(planned), Some(argument)) if !fits(planned, argument.value) => {
            found.push(differs(argument.source, argument.at, name, what));
        }
        (Json::Object(planned), None) if !planned.is_empty() => {
            found.push(differs(block.source, block.header, name, what));
        }
        // What is computed of constants alone is left out.
        (Json::Null, Some(argument)) if !fits(&Map::new(), argument.value) => {
            found.push(differs(argument.source, argument.at, name, what));
        }
        _ => {}
    }
}

fn flag(name: &str, planned: bool, block: &Block<'_>, what: &str, found: &mut Differences) {
    let argument = block.arguments.get(name);
    let written = argument.map_or(Some(Json::Bool(false)), constant_of);
    if written.is_some_and(|written| written.as_bool().is_some_and(|written| written != planned)) {
        let (source, at) = argument.map_or((block.source, block.header), |argument| (argument.source, argument.at));
        found.push(differs(source, at, name, what));
    }
}

/// A default that is another one than it was changes nothing when the plan has its value already.
fn variable(
    name: &str,
    planned: &raw::VariableConfig,
    value: Option<&Json>,
    block: &Block<'_>,
    found: &mut Differences,
) {
    let what = format!("var.{name}");
    flag("sensitive", planned.sensitive, block, &what, found);
    let argument = block.arguments.get("default");
    let Some(written) = argument.map_or(Some(Json::Null), constant_of) else { return };
    let loose = block.arguments.get("type").is_some_and(shapes_objects);
    let mut planned = std::iter::once(&planned.default.0).chain(value);
    if !planned.any(|planned| constant::converts(planned, &written, loose)) {
        let (source, at) = argument.map_or((block.source, block.header), |argument| (argument.source, argument.at));
        found.push(differs(source, at, "default", &what));
    }
}

fn constant_of(argument: &Argument<'_>) -> Option<Json> {
    match argument.value {
        Value::Native(expression) => constant::of(expression),
        Value::Json(node) => constant::of_json(node),
    }
}

/// Whether a type says which attributes an object has, so that it drops some and adds others.
pub(super) fn shapes_objects(argument: &Argument<'_>) -> bool {
    fn inside(expression: &Expression) -> bool {
        match expression {
            Expression::FuncCall(call) => call.name.name.as_str() == "object" || call.args.iter().any(inside),
            Expression::Array(items) => items.iter().any(inside),
            _ => false,
        }
    }
    match argument.value {
        Value::Native(expression) => inside(expression),
        Value::Json(node) => {
            let text = node.as_str().unwrap_or_default();
            text.parse::<Expression>().is_ok_and(|expression| inside(&expression))
        }
    }
}

/// Compares a provider configuration that a plan has. What only the plan sets is passed over: the job that plans may add
/// its own credentials, or the whole block, from a file that is in no repository.
pub(super) fn provider(planned: &raw::ProviderConfig, module: &Module<'_>, found: &mut Differences) {
    let name = name_of(planned);
    let Some(block) = module.blocks.get(&("provider", name.clone())) else { return };
    let expressions = planned.expressions.0.as_object().into_iter().flatten();
    let set = expressions.filter(|(name, _)| block.sets(name));
    let set: Map<String, Json> = set.map(|(name, planned)| (name.clone(), planned.clone())).collect();
    body(&set, block, OF_PROVIDERS, &format!("provider.{name}"), found);
}

/// Provider blocks of a module that a plan does not have.
pub(super) fn providers(
    planned: &BTreeMap<String, raw::ProviderConfig>,
    module: &Module<'_>,
    address: &str,
    found: &mut Differences,
) {
    let known: BTreeSet<String> = planned.values().filter(|it| it.module_address == address).map(name_of).collect();
    for ((word, name), block) in &module.blocks {
        if *word == "provider" && !known.contains(name) {
            let what = format!("provider.{name} is in the code and not in the plan");
            found.push(Difference::new(block.source, block.header, &what));
        }
    }
}

fn name_of(planned: &raw::ProviderConfig) -> String {
    if planned.alias.is_empty() { planned.name.clone() } else { format!("{}.{}", planned.name, planned.alias) }
}
