//! Follows references to the resources that they mean: through variables, module outputs, locals and `for_each`.
//!
//! This happens once for each argument of the configuration. The result is symbolic: which instance is meant is a
//! [`Rule`] about the keys of whoever refers, so that ten thousand instances cost ten thousand look-ups.

use std::collections::BTreeSet;

use serde_json::Value;

use super::address::{BlockAddress, Key, Part, module_address};
use super::code::{self, Code};
use super::configuration::{Configuration, Leaf, Reference, leaf, references, written};
use super::model::Step;

/// How many references one argument may lead through; more is a dead end.
const FUEL: usize = 4_000;

/// How many references may follow one another.
const DEPTH: usize = 32;

/// Which key an instance must have.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Rule {
    /// That of whoever refers: at this step of its module path, or its own one after the last step.
    Same(usize),
    /// This one.
    Exactly(Key),
    /// Any: the index is not known.
    Any,
}

/// Where a trail ends.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Goal {
    /// At a resource; one rule for each step of its module path and its own key.
    Resource(BlockAddress, Vec<Rule>),
    /// Before a resource: `var.x` of the root, a local or output that cannot be looked up.
    End(String),
}

/// What an argument refers to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Target {
    /// The resource.
    pub(super) goal: Goal,
    /// What of it.
    pub(super) attribute: String,
    /// It is meant only if the key of this rule is that one.
    pub(super) only: Option<(Rule, Key)>,
    /// It may be meant or not: one of several parts of a value that could not be told apart.
    pub(super) loose: bool,
}

/// The module and the instance that a reference stands in.
#[derive(Clone)]
struct Scope<'s> {
    names: &'s [String],
    rules: &'s [Rule],
    /// The key of the resource or module call whose argument it is.
    own: Rule,
    /// What `each.value` means.
    each: &'s [Reference],
    only: Option<(Rule, Key)>,
    loose: bool,
    depth: usize,
}

/// Resolves the arguments of one block.
pub(super) struct Resolver<'a> {
    pub(super) configuration: &'a Configuration<'a>,
    pub(super) code: &'a Code,
    targets: BTreeSet<Target>,
    fuel: usize,
}

impl<'a> Resolver<'a> {
    pub(super) const fn new(configuration: &'a Configuration<'a>, code: &'a Code) -> Self {
        Self { configuration, code, targets: BTreeSet::new(), fuel: 0 }
    }

    /// What the references of one argument of a resource in the module `names` mean.
    pub(super) fn resolve(&mut self, names: &[String], each: &[Reference], references: &[Reference]) -> Vec<Target> {
        self.fuel = FUEL;
        let rules: Vec<Rule> = (0..names.len()).map(Rule::Same).collect();
        let own = Rule::Same(names.len());
        let scope = Scope { names, rules: &rules, own, each, only: None, loose: false, depth: 0 };
        for reference in references {
            self.follow(&scope, reference);
        }
        std::mem::take(&mut self.targets).into_iter().collect()
    }

    fn follow(&mut self, scope: &Scope<'_>, reference: &Reference) {
        let Some(Part::Name(head)) = reference.parts.first() else { return };
        self.fuel = self.fuel.saturating_sub(1);
        if self.fuel == 0 || scope.depth >= DEPTH {
            return self.end(scope, reference);
        }
        match (head.as_str(), reference.parts.get(1)) {
            ("each", Some(Part::Name(word))) if word == "value" => self.each(scope, reference),
            ("each" | "count" | "path" | "terraform" | "self", _) => {}
            ("var", Some(Part::Name(name))) => self.variable(scope, reference, name),
            ("local", Some(Part::Name(name))) => self.local(scope, reference, name),
            ("module", Some(Part::Name(name))) => self.output(scope, reference, name),
            _ => self.resource(scope, reference),
        }
    }

    /// `each.value.id`: the `for_each` of the block, at the same key.
    fn each(&mut self, scope: &Scope<'_>, reference: &Reference) {
        let rest = reference.parts.get(2..).unwrap_or_default();
        for source in scope.each {
            let mut parts = source.parts.clone();
            parts.push(Part::Own);
            parts.extend_from_slice(rest);
            self.follow(&Scope { each: &[], ..scope.deeper() }, &Reference { parts, paired: true });
        }
    }

    /// `var.x`: what the module call passes.
    fn variable(&mut self, scope: &Scope<'_>, reference: &Reference, name: &str) {
        let (Some((call_name, outer)), Some((own, rules))) = (scope.names.split_last(), scope.rules.split_last())
        else {
            return self.insert(scope, Goal::End(format!("var.{name}")), reference.parts.get(2..).unwrap_or_default());
        };
        let Some(call) = self.configuration.call(scope.names) else { return };
        let Some(argument) = call.expressions.0.get(name) else { return };
        let Some(leaf) = leaf(argument) else { return };
        let block =
            BlockAddress::new(&module_address(outer.iter().map(String::as_str)), &format!("module.{call_name}"));
        let each = self.for_each(&block, &call.for_each_expression.0);
        let rest = reference.parts.get(2..).unwrap_or_default();
        let scope = Scope { names: outer, rules, own: own.clone(), each: &each, ..scope.deeper() };
        match self.code.expression(&block, &[Step::Key(name.to_owned())]) {
            Some(expression) if !matches!(leaf, Leaf::Constant(_)) => self.expression(&scope, expression, rest),
            _ => self.parts(&scope, &references(self.code, &block, &[], &leaf), rest),
        }
    }

    /// `local.x`, which only the `.tf` files know.
    fn local(&mut self, scope: &Scope<'_>, reference: &Reference, name: &str) {
        let module = module_address(scope.names.iter().map(String::as_str));
        match self.code.local(&module, name) {
            Some(expression) => {
                let rest = reference.parts.get(2..).unwrap_or_default();
                self.expression(&scope.deeper(), expression, rest);
            }
            None => self.end(scope, reference),
        }
    }

    /// `module.m["key"].x`: what the output is made of.
    fn output(&mut self, scope: &Scope<'_>, reference: &Reference, name: &str) {
        let mut names = scope.names.to_vec();
        names.push(name.to_owned());
        let Some(call) = self.configuration.call(&names) else { return };
        let (key, rest) = split_key(reference.parts.get(2..).unwrap_or_default());
        let repeated = !call.count_expression.0.is_null() || !call.for_each_expression.0.is_null();
        let mut rules = scope.rules.to_vec();
        rules.push(match key {
            Some(part) => rule(part, &scope.own),
            None if !repeated => Rule::Exactly(Key::Single),
            None if reference.paired => scope.own.clone(),
            None => Rule::Any,
        });
        let output = match rest.split_first() {
            Some((Part::Name(output), rest)) => call.module.outputs.0.get(output).map(|config| (output, config, rest)),
            _ => None,
        };
        let Some((output, config, rest)) = output else { return self.end(scope, reference) };
        let scope = Scope { names: &names, rules: &rules, own: Rule::Any, each: &[], ..scope.deeper() };
        let block = BlockAddress::new(&module_address(names.iter().map(String::as_str)), &format!("output.{output}"));
        match self.code.expression(&block, &[Step::Key("value".to_owned())]) {
            Some(expression) => self.expression(&scope, expression, rest),
            None => {
                if let Some(Leaf::Computed(references)) = leaf(&config.expression.0) {
                    self.parts(&scope, &references, rest);
                }
            }
        }
    }

    /// `aws_s3_bucket.b[0].arn` or `data.t.n.json`. Anything else, such as the iterator of a `for`, is not configured.
    fn resource(&mut self, scope: &Scope<'_>, reference: &Reference) {
        let words = if reference.parts.first() == Some(&Part::Name("data".to_owned())) { 3 } else { 2 };
        let Some((head, rest)) = reference.parts.split_at_checked(words) else { return };
        let Some(name) = dotted_names(head) else { return };
        let module = module_address(scope.names.iter().map(String::as_str));
        let configured = BlockAddress { module, name };
        if !self.configuration.resources.contains_key(&configured) {
            return;
        }
        let (key, rest) = split_key(rest);
        let mut rules = scope.rules.to_vec();
        rules.push(match key {
            Some(part) => rule(part, &scope.own),
            None if reference.paired => scope.own.clone(),
            None => Rule::Any,
        });
        self.insert(scope, Goal::Resource(configured, rules), rest);
    }

    /// The references inside an expression of a `.tf` file, of which `rest` is meant.
    fn expression(&mut self, scope: &Scope<'_>, expression: &hcl_edit::expr::Expression, rest: &[Part]) {
        for narrowed in code::narrow(expression, rest) {
            let references = written(narrowed.expression);
            let only = narrowed.only.map(|key| (scope.own.clone(), key)).or_else(|| scope.only.clone());
            self.parts(&Scope { only, ..scope.clone() }, &references, narrowed.rest);
        }
    }

    /// Follows each reference with `rest` after it. If there are several, only one of them is meant.
    fn parts(&mut self, scope: &Scope<'_>, references: &[Reference], rest: &[Part]) {
        let loose = scope.loose || (references.len() > 1 && !rest.is_empty());
        let scope = Scope { loose, ..scope.clone() };
        for reference in references {
            let mut reference = reference.clone();
            reference.parts.extend_from_slice(rest);
            self.follow(&scope, &reference);
        }
    }

    /// What the `for_each` of a block refers to.
    pub(super) fn for_each(&self, block: &BlockAddress, expression: &Value) -> Vec<Reference> {
        let path = [Step::Key("for_each".to_owned())];
        leaf(expression).map(|leaf| references(self.code, block, &path, &leaf)).unwrap_or_default()
    }

    fn end(&mut self, scope: &Scope<'_>, reference: &Reference) {
        let head: Vec<Part> = reference.parts.iter().take(2).cloned().collect();
        let Some(name) = dotted_names(&head) else { return };
        let module = module_address(scope.names.iter().map(String::as_str));
        self.insert(
            scope,
            Goal::End(BlockAddress { module, name }.full()),
            reference.parts.get(2..).unwrap_or_default(),
        );
    }

    fn insert(&mut self, scope: &Scope<'_>, goal: Goal, rest: &[Part]) {
        let names = rest.iter().filter_map(|part| match part {
            Part::Name(name) => Some(name.clone()),
            Part::Key(Key::Index(index)) => Some(index.to_string()),
            Part::Key(Key::Text(text)) => Some(text.clone()),
            Part::Key(Key::Single) | Part::Own | Part::Any => None,
        });
        let attribute = names.collect::<Vec<_>>().join(".");
        self.targets.insert(Target { goal, attribute, only: scope.only.clone(), loose: scope.loose });
    }
}

impl Scope<'_> {
    fn deeper(&self) -> Self {
        Self { depth: self.depth.saturating_add(1), ..self.clone() }
    }
}

fn rule(part: &Part, own: &Rule) -> Rule {
    match part {
        Part::Key(key) => Rule::Exactly(key.clone()),
        Part::Own => own.clone(),
        Part::Any | Part::Name(_) => Rule::Any,
    }
}

/// The index that follows an address, and the rest.
fn split_key(parts: &[Part]) -> (Option<&Part>, &[Part]) {
    match parts.split_first() {
        Some((part, rest)) if !matches!(part, Part::Name(_)) => (Some(part), rest),
        _ => (None, parts),
    }
}

fn dotted_names(parts: &[Part]) -> Option<String> {
    let names = parts.iter().map(|part| match part {
        Part::Name(name) => Some(name.as_str()),
        _ => None,
    });
    Some(names.collect::<Option<Vec<_>>>()?.join("."))
}
