//! What the code tells of a value without the tool: constants, locals, the values of variables, arguments of calls, `each`,
//! texts around `${…}`, what `jsonencode` is given. Everything else is unknown.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use hcl_edit::expr::{Expression, FuncCall, Traversal, TraversalOperator};
use hcl_edit::template::{Element, Strip};
use serde_json::Value as Json;

use super::constant;
use super::module::shapes_objects;
use super::written::{Block, Module, Value};
use crate::input::terraform::address::Key;
use crate::input::terraform::code::key_text;
use crate::input::terraform::raw;

/// How deep expressions may be nested, locals and calls included.
const DEPTH: usize = 24;

/// Expressions that are looked at for one plan; those behind them are unknown, so that no difference is found in them.
const STEPS: usize = 1_000_000;

/// A value as far as the code tells it.
#[derive(Clone)]
pub(super) enum Partial {
    Unknown,
    Known(Json),
    /// A text that begins, goes on and ends with these; `None` is anything.
    Text(Vec<Option<String>>),
    List(Vec<Partial>),
    Object(BTreeMap<String, Partial>),
    /// JSON in a text.
    Encoded(Box<Partial>),
}

/// How many expressions may still be looked at.
#[derive(Clone)]
pub(super) struct Steps(Rc<Cell<usize>>);

impl Default for Steps {
    fn default() -> Self {
        Self(Rc::new(Cell::new(STEPS)))
    }
}

/// Where the values of the variables of a module come from.
enum Outer<'a> {
    /// The plan.
    Plan(&'a BTreeMap<String, raw::Variable>),
    /// A call, in the scope around it.
    Call(Scope<'a>, &'a Block<'a>),
}

/// An instance of a module.
struct Frame<'a> {
    module: &'a Module<'a>,
    outer: Outer<'a>,
    /// Locals that were looked at.
    locals: RefCell<BTreeMap<String, Rc<Partial>>>,
    steps: Steps,
}

/// What stands for a name such as `each`.
#[derive(Clone)]
struct Bound {
    name: String,
    key: Partial,
    value: Partial,
}

/// What expressions are evaluated with.
#[derive(Clone)]
pub(super) struct Scope<'a> {
    frame: Rc<Frame<'a>>,
    bound: Vec<Bound>,
}

impl<'a> Scope<'a> {
    /// That of the root.
    pub(super) fn root(module: &'a Module<'a>, variables: &'a BTreeMap<String, raw::Variable>, steps: Steps) -> Self {
        Self::new(Frame { module, outer: Outer::Plan(variables), locals: RefCell::default(), steps })
    }

    /// That of a module that a block of this one calls.
    pub(super) fn inside(&self, module: &'a Module<'a>, call: &'a Block<'a>) -> Self {
        let (outer, steps) = (Outer::Call(self.clone(), call), self.frame.steps.clone());
        Self::new(Frame { module, outer, locals: RefCell::default(), steps })
    }

    fn new(frame: Frame<'a>) -> Self {
        Self { frame: Rc::new(frame), bound: Vec::new() }
    }

    /// Its module.
    pub(super) fn module(&self) -> &'a Module<'a> {
        self.frame.module
    }

    /// The same with something that stands for a name.
    pub(super) fn binding(&self, name: &str, key: Partial, value: Partial) -> Self {
        let mut scope = self.clone();
        scope.bound.push(Bound { name: name.to_owned(), key, value });
        scope
    }

    /// The same for the instance of a block, whose `for_each` comes to `each`.
    pub(super) fn of_instance(&self, key: &Key, each: &Partial) -> Self {
        match key {
            Key::Single => self.clone(),
            Key::Index(index) => self.binding("count", Partial::Known(Json::from(*index)), Partial::Unknown),
            Key::Text(text) => {
                let key = Partial::Known(Json::from(text.as_str()));
                let value = match each {
                    // A set, of which each element is its own key.
                    Partial::List(_) | Partial::Known(Json::Array(_)) => key.clone(),
                    each => select(each, text),
                };
                self.binding("each", key, value)
            }
        }
    }

    /// What an argument of a block comes to.
    pub(super) fn argument(&self, block: &Block<'_>, name: &str) -> Option<Partial> {
        match block.arguments.get(name)?.value {
            Value::Native(expression) => Some(self.value(expression, 0)),
            Value::Json(_) => Some(Partial::Unknown),
        }
    }

    /// What an expression comes to, `depth` expressions deep.
    pub(super) fn value(&self, expression: &Expression, depth: usize) -> Partial {
        let Some(below) = Some(depth.saturating_add(1)).filter(|depth| *depth < DEPTH) else { return Partial::Unknown };
        if !self.takes(1) {
            return Partial::Unknown;
        }
        if let Some(known) = constant::of(expression) {
            return Partial::Known(known);
        }
        match expression {
            Expression::Parenthesis(inner) => self.value(inner.inner(), below),
            Expression::Array(items) => Partial::List(items.iter().map(|item| self.value(item, below)).collect()),
            Expression::Object(object) => {
                let entries =
                    object.iter().map(|(key, item)| Some((key_text(key)?.to_owned(), self.value(item.expr(), below))));
                entries.collect::<Option<_>>().map_or(Partial::Unknown, Partial::Object)
            }
            Expression::StringTemplate(template) => self.text(&template.iter().collect::<Vec<_>>(), below),
            Expression::HeredocTemplate(heredoc) => self.text(&heredoc.template.iter().collect::<Vec<_>>(), below),
            Expression::FuncCall(call) => self.call(call, below),
            Expression::Traversal(traversal) => self.reference(traversal, below),
            _ => Partial::Unknown,
        }
    }

    /// Counts so many steps; `false` when there are not so many left.
    fn takes(&self, steps: usize) -> bool {
        let left = self.frame.steps.0.get();
        self.frame.steps.0.set(left.saturating_sub(steps));
        left >= steps
    }

    fn text(&self, elements: &[&Element], depth: usize) -> Partial {
        if let [Element::Interpolation(only)] = elements {
            return self.value(&only.expr, depth);
        }
        let mut parts = Vec::new();
        for element in elements {
            match element {
                Element::Literal(literal) => parts.push(Some(literal.as_str().to_owned())),
                Element::Interpolation(inner) if inner.strip == Strip::None => match self.value(&inner.expr, depth) {
                    Partial::Known(known) => parts.push(constant::as_text(&known)),
                    Partial::Text(inner) => parts.extend(inner),
                    _ => parts.push(None),
                },
                Element::Interpolation(_) | Element::Directive(_) => return Partial::Unknown,
            }
        }
        match joined(parts).as_slice() {
            [] => Partial::Known(Json::from("")),
            [Some(text)] => Partial::Known(Json::from(text.as_str())),
            parts => Partial::Text(parts.to_vec()),
        }
    }

    fn call(&self, call: &FuncCall, depth: usize) -> Partial {
        let only =
            (call.args.len() == 1 && !call.args.expand_final() && !call.name.is_namespaced()).then(|| call.args.get(0));
        match (call.name.name.as_str(), only.flatten()) {
            ("jsonencode", Some(argument)) => Partial::Encoded(Box::new(self.value(argument, depth))),
            // The elements of a set are compared in any order, as those of a list.
            ("toset" | "tolist" | "tomap", Some(argument)) => self.value(argument, depth),
            _ => Partial::Unknown,
        }
    }

    /// What a reference means, as far as its way is written out.
    fn reference(&self, traversal: &Traversal, depth: usize) -> Partial {
        let Some(head) = traversal.expr.as_variable().map(hcl_edit::Ident::as_str) else { return Partial::Unknown };
        let Some((first, rest)) = traversal.operators.split_first() else { return Partial::Unknown };
        let TraversalOperator::GetAttr(name) = first.value() else { return Partial::Unknown };
        let bound = self.bound.iter().rev().find(|bound| bound.name == head);
        let start = match (head, bound) {
            (_, Some(bound)) if matches!(name.as_str(), "key" | "index") => Rc::new(bound.key.clone()),
            (_, Some(bound)) if name.as_str() == "value" => Rc::new(bound.value.clone()),
            ("local", None) => self.local(name.as_str(), depth),
            ("var", None) => Rc::new(self.variable(name.as_str(), depth)),
            _ => return Partial::Unknown,
        };
        let mut found = start.as_ref();
        let mut selected;
        for operator in rest {
            selected = match operator.value() {
                TraversalOperator::GetAttr(name) => select(found, name.as_str()),
                TraversalOperator::Index(index) => match self.value(index, depth) {
                    Partial::Known(Json::String(key)) => select(found, &key),
                    _ => return Partial::Unknown,
                },
                _ => return Partial::Unknown,
            };
            found = &selected;
        }
        if self.takes(size(found)) { found.clone() } else { Partial::Unknown }
    }

    fn local(&self, name: &str, depth: usize) -> Rc<Partial> {
        if let Some(known) = self.frame.locals.borrow().get(name) {
            return Rc::clone(known);
        }
        let plain = Self { frame: Rc::clone(&self.frame), bound: Vec::new() };
        let found = match self.frame.module.locals.get(name) {
            Some(Value::Native(expression)) => plain.value(expression, depth),
            _ => Partial::Unknown,
        };
        let found = Rc::new(found);
        self.frame.locals.borrow_mut().insert(name.to_owned(), Rc::clone(&found));
        found
    }

    /// Whether the type of a variable drops entries of what it is given, and adds others.
    fn shapes(&self, name: &str) -> bool {
        let block = self.frame.module.blocks.get(&("variable", name.to_owned()));
        block.and_then(|block| block.arguments.get("type")).is_some_and(shapes_objects)
    }

    fn variable(&self, name: &str, depth: usize) -> Partial {
        match &self.frame.outer {
            Outer::Plan(values) => {
                values.get(name).map_or(Partial::Unknown, |variable| Partial::Known(variable.value.0.clone()))
            }
            Outer::Call(scope, block) => match block.arguments.get(name).map(|argument| argument.value) {
                // A null may stand for the default.
                Some(Value::Native(expression)) => match scope.value(expression, depth) {
                    Partial::Known(Json::Null) => Partial::Unknown,
                    found @ (Partial::Known(_) | Partial::Text(_)) => found,
                    _ if self.shapes(name) => Partial::Unknown,
                    found => found,
                },
                Some(Value::Json(_)) => Partial::Unknown,
                None => {
                    let block = self.frame.module.blocks.get(&("variable", name.to_owned()));
                    block.and_then(|block| self.argument(block, "default")).unwrap_or(Partial::Unknown)
                }
            },
        }
    }
}

/// The parts of a text with those that are known side by side as one.
fn joined(parts: Vec<Option<String>>) -> Vec<Option<String>> {
    let mut joined: Vec<Option<String>> = Vec::new();
    for part in parts {
        match (joined.last_mut(), part) {
            (Some(Some(last)), Some(text)) => last.push_str(&text),
            (Some(None), None) => {}
            (_, part) => joined.push(part),
        }
    }
    joined
}

/// The entry of a value by its name.
fn select(value: &Partial, name: &str) -> Partial {
    match value {
        Partial::Known(known) => known.get(name).map_or(Partial::Unknown, |inner| Partial::Known(inner.clone())),
        Partial::Object(entries) => entries.get(name).cloned().unwrap_or(Partial::Unknown),
        _ => Partial::Unknown,
    }
}

/// How many parts a value has.
fn size(value: &Partial) -> usize {
    match value {
        Partial::List(items) => items.iter().map(size).sum::<usize>().saturating_add(1),
        Partial::Object(entries) => entries.values().map(size).sum::<usize>().saturating_add(1),
        Partial::Encoded(inner) => size(inner).saturating_add(1),
        Partial::Text(parts) => parts.len(),
        Partial::Known(Json::Array(items)) => items.len().saturating_add(1),
        Partial::Known(Json::Object(entries)) => entries.len().saturating_add(1),
        Partial::Known(_) | Partial::Unknown => 1,
    }
}
