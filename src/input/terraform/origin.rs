//! Finds where the configuration writes out a credential that a resource holds.

use std::collections::BTreeMap;

use serde_json::Value;

use super::address::{BlockAddress, Part, module_address};
use super::code::{self, Code};
use super::configuration::{Configuration, Leaf, Reference, leaf, references, written};
use super::model::Step;
use super::raw;

/// How many references a search may follow.
const FUEL: usize = 500;

/// The place that writes a credential out.
pub(super) struct Origin {
    /// The block: that of a resource, `module.db`, `var.password`, `local.login`.
    pub(super) block: BlockAddress,
    /// The argument of it.
    pub(super) at: Vec<Step>,
}

/// A search for the origin of one credential.
pub(super) struct Search<'a> {
    configuration: &'a Configuration<'a>,
    code: &'a Code,
    value: &'a str,
    fuel: usize,
    /// The values that the variables of the root are given.
    given: &'a BTreeMap<String, raw::Variable>,
    /// Whether its resource is new, so that only the code can have set it.
    is_new: bool,
    /// An argument that is computed of constants alone: with no better one, the origin.
    computed: Option<Origin>,
    /// What is known of a value that was not found.
    ends: Ends,
}

/// Where the ways ended that were followed in vain.
#[derive(Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a kind of end of its own")]
struct Ends {
    /// At a variable of the root that the configuration does not declare.
    undeclared: bool,
    /// Where the value may still be written out: at a local without its code, or with the fuel.
    lost: bool,
    /// At a constant that does not hold the value, which may be made of it, or stand beside it.
    made: bool,
    /// Out of the configuration: at a resource, or at a variable that is given the value.
    outside: bool,
}

impl<'a> Search<'a> {
    pub(super) fn new(
        configuration: &'a Configuration<'a>,
        code: &'a Code,
        given: &'a BTreeMap<String, raw::Variable>,
        value: &'a str,
        is_new: bool,
    ) -> Self {
        Self { configuration, code, value, fuel: FUEL, given, is_new, computed: None, ends: Ends::default() }
    }

    /// Whether an origin that was not found may be there all the same.
    pub(super) fn is_lost(&self) -> bool {
        let Ends { undeclared, lost, made, outside } = self.ends;
        // What is handed to the plan need not stand in its code.
        let handed = || self.given.values().any(|variable| string_at(&variable.value.0, self.value).is_some());
        undeclared || (lost && !handed()) || (made && !outside)
    }

    /// Whether a variable of the root is given the value, or something that is a part of it.
    fn is_given(&self, name: &str) -> bool {
        fn any(value: &Value, of: &str) -> bool {
            match value {
                Value::String(text) => !text.is_empty() && of.contains(text.as_str()),
                Value::Array(items) => items.iter().any(|item| any(item, of)),
                Value::Object(fields) => fields.values().any(|item| any(item, of)),
                _ => false,
            }
        }
        self.given.get(name).is_none_or(|variable| any(&variable.value.0, self.value))
    }

    /// Where the credential at `path` of a resource in the module `names` is written out; `None` when it comes from
    /// outside the configuration.
    pub(super) fn of_resource(&mut self, names: &[String], block: &BlockAddress, path: &[Step]) -> Option<Origin> {
        let resource = self.known(self.configuration.resources.get(block).copied())?;
        let (depth, leaf) = leaf_at(&resource.expressions.0, path).unzip();
        let (argument, _) = path.split_at_checked(depth.unwrap_or(path.len()))?;
        // The exact place of the text: a set or an encoded list may have another order in the plan.
        let expression = self.code.expression(block, argument);
        if let Some(inner) = expression.and_then(|expression| code::literal_at(expression, self.value)) {
            return Some(Origin { block: block.clone(), at: [argument, &inner].concat() });
        }
        let exact = self.code.expression(block, path).map(written);
        self.ends.lost |= leaf.is_none() && self.is_new;
        let references = match leaf? {
            Leaf::Computed(references) if !references.is_empty() => {
                exact.or_else(|| expression.map(written)).unwrap_or(references)
            }
            Leaf::Constant(_) | Leaf::Computed(_) => {
                return Some(Origin { block: block.clone(), at: path.to_vec() });
            }
        };
        let found = references.iter().find_map(|reference| self.follow(names, reference));
        found.or_else(|| self.computed.take())
    }

    /// What is needed to go on; without it, the way is lost.
    const fn known<T: Copy>(&mut self, needed: Option<T>) -> Option<T> {
        self.ends.lost |= needed.is_none();
        needed
    }

    fn follow(&mut self, names: &[String], reference: &Reference) -> Option<Origin> {
        let left = self.fuel.checked_sub(1);
        self.fuel = self.known(left)?;
        let [Part::Name(head), Part::Name(name), ..] = reference.parts.as_slice() else { return None };
        match head.as_str() {
            "var" => self.variable(names, name),
            "local" => self.local(names, name),
            "module" => self.output(names, name, reference.parts.get(2..).unwrap_or_default()),
            _ => {
                self.ends.outside = true;
                None
            }
        }
    }

    fn variable(&mut self, names: &[String], name: &str) -> Option<Origin> {
        let module = module_address(names.iter().map(String::as_str));
        let argument = self.configuration.call(names).and_then(|call| call.expressions.0.get(name));
        let (Some(argument), Some((call, outer))) = (argument, names.split_last()) else {
            let declared = self.configuration.modules.get(&module).and_then(|it| it.variables.0.get(name));
            self.ends.undeclared |= declared.is_none();
            let at = self.below("default", &declared?.default.0);
            self.ends.outside |= names.is_empty() && self.is_given(name);
            let at = at?;
            return Some(Origin { block: BlockAddress::new(&module, &format!("var.{name}")), at });
        };
        let block = BlockAddress::new(&module_address(outer.iter().map(String::as_str)), &format!("module.{call}"));
        match leaf(argument)? {
            Leaf::Constant(constant) => Some(Origin { block, at: self.below(name, constant)? }),
            // It is computed of constants alone.
            Leaf::Computed(references) if references.is_empty() => {
                self.computed.get_or_insert(Origin { block, at: vec![Step::Key(name.to_owned())] });
                None
            }
            computed @ Leaf::Computed(_) => {
                let path = [Step::Key(name.to_owned())];
                if let Some(expression) = self.code.expression(&block, &path)
                    && let Some(inner) = code::literal_at(expression, self.value)
                {
                    return Some(Origin { block, at: [&path[..], &inner[..]].concat() });
                }
                let references = references(self.code, &block, &path, &computed);
                references.iter().find_map(|reference| self.follow(outer, reference))
            }
        }
    }

    fn local(&mut self, names: &[String], name: &str) -> Option<Origin> {
        let module = module_address(names.iter().map(String::as_str));
        let expression = self.known(self.code.local(&module, name))?;
        if let Some(at) = code::literal_at(expression, self.value) {
            return Some(Origin { block: BlockAddress::new(&module, &format!("local.{name}")), at });
        }
        written(expression).iter().find_map(|reference| self.follow(names, reference))
    }

    fn output(&mut self, names: &[String], call: &str, rest: &[Part]) -> Option<Origin> {
        let output = rest.iter().find_map(|part| match part {
            Part::Name(name) => Some(name),
            _ => None,
        })?;
        let mut names = names.to_vec();
        names.push(call.to_owned());
        let call = self.configuration.call(&names);
        let config = self.known(call.and_then(|call| call.module.outputs.0.get(output)))?;
        match leaf(&config.expression.0)? {
            Leaf::Constant(constant) => {
                let module = module_address(names.iter().map(String::as_str));
                let block = BlockAddress::new(&module, &format!("output.{output}"));
                Some(Origin { block, at: self.below("value", constant)? })
            }
            Leaf::Computed(references) => references.iter().find_map(|reference| self.follow(&names, reference)),
        }
    }

    /// The path to the credential inside a value that stands under `key`.
    fn below(&mut self, key: &str, value: &Value) -> Option<Vec<Step>> {
        let inner = string_at(value, self.value);
        self.ends.made |= inner.is_none();
        let inner = inner?;
        Some(std::iter::once(Step::Key(key.to_owned())).chain(inner).collect())
    }
}

/// The single expression that sets `path` or something above it, and how many steps lead to it.
fn leaf_at<'a>(expressions: &'a Value, path: &[Step]) -> Option<(usize, Leaf<'a>)> {
    let mut at = expressions;
    for (depth, step) in path.iter().enumerate() {
        at = match step {
            Step::Key(key) => at.get(key)?,
            Step::Index(index) => at.get(index)?,
        };
        if let Some(leaf) = leaf(at) {
            return Some((depth.saturating_add(1), leaf));
        }
    }
    None
}

/// The path to a string inside a value.
pub(super) fn string_at(value: &Value, wanted: &str) -> Option<Vec<Step>> {
    let below = |step: Step, inner: &Value| {
        let mut path = string_at(inner, wanted)?;
        path.insert(0, step);
        Some(path)
    };
    match value {
        Value::String(text) => (text == wanted).then(Vec::new),
        Value::Array(items) => items.iter().enumerate().find_map(|(index, item)| below(Step::Index(index), item)),
        Value::Object(entries) => entries.iter().find_map(|(key, item)| below(Step::Key(key.clone()), item)),
        _ => None,
    }
}
