//! The configuration of a plan, flat: each module and resource under its address without instance keys.

use std::collections::BTreeMap;

use serde_json::Value;

use super::address::{BlockAddress, Part, module_address, modules, parts};
use super::code::{self, Code};
use super::model::Step;
use super::raw::{self, EPHEMERAL};

/// The modules of a plan's configuration.
pub(super) struct Configuration<'a> {
    /// By address; the root is the empty one.
    pub(super) modules: BTreeMap<String, &'a raw::Module>,
    /// The names of the calls that lead to each module but the root, outermost first.
    pub(super) paths: Vec<Vec<&'a str>>,
    /// By address.
    pub(super) resources: BTreeMap<BlockAddress, &'a raw::Resource>,
}

/// What sets an argument.
pub(super) enum Leaf<'a> {
    /// It is written out.
    Constant(&'a Value),
    /// It is computed from these; from constants only when there are none.
    Computed(Vec<Reference>),
}

/// A reference inside an expression.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Reference {
    /// Its parts.
    pub(super) parts: Vec<Part>,
    /// Whether `each.key` or `count.index` occurs beside it, so that an index that got lost is probably that.
    pub(super) paired: bool,
}

impl<'a> Configuration<'a> {
    /// Flattens a configuration; its depth is bounded by that of the JSON.
    pub(super) fn new(configuration: &'a raw::Configuration) -> Self {
        let mut flat = Self { modules: BTreeMap::new(), paths: Vec::new(), resources: BTreeMap::new() };
        flat.add(&configuration.root_module, &[]);
        flat
    }

    fn add(&mut self, module: &'a raw::Module, names: &[&'a str]) {
        let address = module_address(names.iter().copied());
        // An ephemeral resource may be called like another one, and nothing of it stays.
        for resource in module.resources.iter().filter(|resource| resource.mode != EPHEMERAL) {
            let block = BlockAddress::of_resource(&address, &resource.mode, &resource.kind, &resource.name);
            self.resources.insert(block, resource);
        }
        self.modules.insert(address, module);
        for (name, call) in &module.calls.0 {
            let mut names = names.to_vec();
            names.push(name);
            self.paths.push(names.clone());
            self.add(&call.module, &names);
        }
    }

    /// Whether a module is there once for sure: neither its call nor one around it has `count` or `for_each`.
    pub(super) fn is_once(&self, module: &str) -> bool {
        let names: Vec<String> = modules(module).into_iter().map(|(name, _)| name).collect();
        (1..=names.len()).all(|depth| {
            let call = names.get(..depth).and_then(|names| self.call(names));
            call.is_some_and(|call| call.count_expression.0.is_null() && call.for_each_expression.0.is_null())
        })
    }

    /// The call of a module, by the names that lead to it.
    pub(super) fn call(&self, names: &[String]) -> Option<&'a raw::ModuleCall> {
        let (name, outer) = names.split_last()?;
        let outer = self.modules.get(&module_address(outer.iter().map(String::as_str)))?;
        outer.calls.0.get(name)
    }
}

/// The arguments of an `expressions` object, each with its path.
pub(super) fn leaves(expressions: &Value) -> Vec<(Vec<Step>, Leaf<'_>)> {
    let mut found = Vec::new();
    if let Value::Object(arguments) = expressions {
        for (name, expression) in arguments {
            collect(expression, &mut vec![Step::Key(name.clone())], &mut found);
        }
    }
    found
}

fn collect<'a>(expression: &'a Value, path: &mut Vec<Step>, found: &mut Vec<(Vec<Step>, Leaf<'a>)>) {
    match expression {
        Value::Array(blocks) => {
            for (index, block) in blocks.iter().enumerate() {
                path.push(Step::Index(index));
                // An element is a block even when it sets nothing.
                if block.as_object().is_some_and(|block| !block.is_empty()) {
                    collect(block, path, found);
                }
                path.pop();
            }
        }
        Value::Object(object) => {
            if let Some(leaf) = leaf(expression) {
                found.push((path.clone(), leaf));
                return;
            }
            for (name, inner) in object {
                path.push(Step::Key(name.clone()));
                collect(inner, path, found);
                path.pop();
            }
        }
        _ => {}
    }
}

/// A single expression: `{"constant_value": …}`, `{"references": […]}`, or `{}` for a computation over constants.
pub(super) fn leaf(expression: &Value) -> Option<Leaf<'_>> {
    let object = expression.as_object()?;
    let refers = object.get("references").and_then(Value::as_array).is_some_and(|references| !references.is_empty());
    // Of code in JSON the tool says the text of a template as a constant, and what the template refers to.
    if let Some(constant) = object.get("constant_value").filter(|_| !refers) {
        return Some(Leaf::Constant(constant));
    }
    match object.get("references") {
        Some(Value::Array(references)) => {
            let texts: Vec<&str> = references.iter().filter_map(Value::as_str).collect();
            Some(Leaf::Computed(maximal(&texts)))
        }
        _ => object.is_empty().then(|| Leaf::Computed(Vec::new())),
    }
}

/// The references of an expression without those that are only the beginning of another.
fn maximal(texts: &[&str]) -> Vec<Reference> {
    let paired = texts.iter().any(|text| matches!(*text, "each.key" | "count.index"));
    let begins = |short: &str, long: &str| long.strip_prefix(short).is_some_and(|rest| rest.starts_with(['.', '[']));
    let kept = texts.iter().filter(|text| !texts.iter().any(|other| begins(text, other)));
    kept.filter_map(|text| Some(Reference { parts: parts(text)?, paired })).collect()
}

/// The references of an argument: from the `.tf` file, which keeps every index, else from the plan.
pub(super) fn references(code: &Code, block: &BlockAddress, path: &[Step], leaf: &Leaf<'_>) -> Vec<Reference> {
    match (leaf, code.expression(block, path)) {
        (Leaf::Constant(_), _) => Vec::new(),
        (Leaf::Computed(_), Some(expression)) => written(expression),
        (Leaf::Computed(references), None) => references.clone(),
    }
}

/// The references of an expression of a `.tf` file.
pub(super) fn written(expression: &hcl_edit::expr::Expression) -> Vec<Reference> {
    code::references(expression).into_iter().map(|parts| Reference { parts, paired: false }).collect()
}

/// A path as dotted text.
pub(super) fn dotted(path: &[Step]) -> String {
    let steps = path.iter().map(|step| match step {
        Step::Index(index) => index.to_string(),
        Step::Key(key) => key.clone(),
    });
    steps.collect::<Vec<_>>().join(".")
}
