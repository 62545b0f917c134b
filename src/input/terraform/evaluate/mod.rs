//! Evaluates the expressions of the code as the tool does, as far as that is possible before apply.
//!
//! The language is HCL with the functions of Terraform; <https://developer.hashicorp.com/terraform/language/expressions>.
//! What hangs on something that is known only after apply is open, and so is what gate does not follow: a value that is
//! known here is the one that the tool comes to. Work is counted, and what takes too much of it is open too.

#[cfg(test)]
mod against;
mod ahead;
mod body;
mod each;
mod function;
mod given;
mod names;
mod operator;
mod planned;
mod scope;
mod template;
#[cfg(test)]
mod tests;
mod traverse;

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

use hcl_edit::Span as _;
use hcl_edit::expr::{Expression, Object as Constructor, ObjectKey};

pub(super) use self::ahead::reads_file;
pub(super) use self::names::block_and_key;
pub(super) use self::planned::Planned;
pub(super) use self::scope::{Instance, Own, Scope, address_of, instance_address};
use super::code::{Code, Expr, Written};
use super::value::{Is, List, Object, Open, Origin, Value, to_text};
use crate::input::Context;
use crate::input::tree::{Node, NodeValue, Style};
use crate::source::{RepoPath, Source, Span};

/// How deep expressions may be nested, what names stand for included.
const DEPTH: usize = 200;

/// How many parts a value may have.
const HEAVIEST: u64 = 400_000;

/// How many steps one value may take.
const STEPS: u64 = 400_000;

/// How many steps all values of a plan may take.
const STEPS_OF_PLAN: u64 = 60_000_000;

/// An expression that is an error to the tool: `try` goes on with its next argument, and `can` says no.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Invalid;

/// What an expression comes to.
pub(super) type Outcome = Result<Value, Invalid>;

/// The file that an expression stands in.
#[derive(Debug, Clone, Copy)]
struct At<'s> {
    source: &'s Arc<Source>,
    /// The place of all of it, where the expression stands in a text of the file: a template in JSON.
    fixed: Option<Span>,
}

impl At<'_> {
    fn origin(&self, span: Option<std::ops::Range<usize>>) -> Option<Origin> {
        let span = self.fixed.or_else(|| span.map(|range| Span::new(range.start, range.end)))?;
        Some(Origin { source: Arc::clone(self.source), span })
    }
}

/// What names came to, by module instance and name: only what hangs neither on itself nor on what took too much work,
/// so that it is the same whoever asks first.
#[derive(Debug, Default)]
pub(super) struct Memo {
    names: Mutex<BTreeMap<(String, String), Value>>,
    /// The files that expressions read; none where one is not there.
    files: Mutex<BTreeMap<RepoPath, Option<Arc<Source>>>>,
    /// The names of files that fit a pattern, by folder and pattern.
    sets: Mutex<BTreeMap<String, Value>>,
    /// Of the files that give values, which may have given the plan its own.
    named: std::sync::OnceLock<Vec<bool>>,
    /// How many steps were taken for all values.
    steps: std::sync::atomic::AtomicU64,
}

/// Evaluates the code of one plan.
pub(super) struct Evaluator<'a> {
    code: &'a Code,
    planned: &'a Planned,
    memo: &'a Memo,
    /// The judged tree, for the files that expressions read; only those that were read before are known without it.
    context: Option<&'a Context<'a>>,
    steps: Cell<u64>,
    depth: Cell<usize>,
    /// The names that are being looked up.
    pending: RefCell<BTreeSet<(String, String)>>,
    /// Whether what is being looked up met itself, or an end of work or depth.
    is_cut: Cell<bool>,
}

impl<'a> Evaluator<'a> {
    pub(super) fn new(code: &'a Code, planned: &'a Planned, memo: &'a Memo, context: Option<&'a Context<'a>>) -> Self {
        let (steps, depth, is_cut) = (Cell::new(STEPS), Cell::new(0), Cell::new(false));
        Self { code, planned, memo, context, steps, depth, pending: RefCell::default(), is_cut }
    }

    /// The code that it evaluates.
    pub(super) const fn code(&self) -> &'a Code {
        self.code
    }

    /// The values that the plan has for an instance.
    pub(super) fn planned(&self, address: &str) -> Option<serde_json::Value> {
        self.planned.instance(address).map(|instance| instance.values)
    }

    /// What an expression comes to; what is an error is open.
    pub(super) fn evaluate(&self, written: &Written<'_>, scope: &Scope<'_>) -> Value {
        self.outcome(written, scope).unwrap_or_else(|Invalid| Value::open())
    }

    fn outcome(&self, written: &Written<'_>, scope: &Scope<'_>) -> Outcome {
        let at = At { source: written.source, fixed: None };
        match written.expression {
            Expr::Native(expression) => self.expression(expression, at, scope),
            Expr::Json(node) => self.node(node, at, scope),
        }
    }

    /// Begins a new value, which may take as many steps as any other.
    pub(super) fn begin(&self) {
        let used = STEPS.saturating_sub(self.steps.get());
        let all = self.memo.steps.fetch_add(used, std::sync::atomic::Ordering::Relaxed).saturating_add(used);
        self.steps.set(if all > STEPS_OF_PLAN { 0 } else { STEPS });
    }

    /// Takes one step; false when there are none left.
    fn step(&self) -> bool {
        self.steps(1)
    }

    /// Takes as many steps as there are new elements.
    fn steps(&self, count: usize) -> bool {
        let count = u64::try_from(count).unwrap_or(u64::MAX);
        let left = self.steps.get();
        self.steps.set(left.saturating_sub(count));
        if left < count {
            self.is_cut.set(true);
        }
        left >= count
    }

    /// Goes one level deeper.
    fn deeper<T>(&self, inside: impl FnOnce() -> T) -> Option<T> {
        let depth = self.depth.get();
        if depth >= DEPTH || !self.step() {
            self.is_cut.set(true);
            return None;
        }
        self.depth.set(depth.saturating_add(1));
        let result = inside();
        self.depth.set(depth);
        Some(result)
    }

    /// What a name of a module instance came to, or what `find` finds, once. A name that hangs on itself is open.
    fn once(&self, scope: &Scope<'_>, name: &str, find: impl FnOnce() -> Value) -> Value {
        let key = (instance_address(scope.module), name.to_owned());
        let names = || self.memo.names.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = names().get(&key) {
            return known.clone();
        }
        if !self.pending.borrow_mut().insert(key.clone()) {
            self.is_cut.set(true);
            return Value::open();
        }
        let (before, steps) = (self.is_cut.replace(false), self.steps.get());
        let mut found = find();
        self.pending.borrow_mut().remove(&key);
        // What takes most of the work that one value may take is not tried again.
        let is_heavy = steps.saturating_sub(self.steps.get()) > STEPS / 2;
        if is_heavy {
            found = Value::open();
        } else if self.is_cut.get() {
            return found;
        }
        self.is_cut.set(before);
        names().insert(key, found.clone());
        found
    }

    fn expression(&self, expression: &Expression, at: At<'_>, scope: &Scope<'_>) -> Outcome {
        let found = self.deeper(|| self.inside(expression, at, scope));
        let value = found.unwrap_or_else(|| Ok(Value::open()))?.weighed();
        // Names that repeat one another grow without end.
        let value = if value.weight > HEAVIEST { Value::open() } else { value };
        Ok(value.at(at.origin(expression.span())))
    }

    fn inside(&self, expression: &Expression, at: At<'_>, scope: &Scope<'_>) -> Outcome {
        Ok(match expression {
            Expression::Null(_) => Value::new(Is::Null, None),
            Expression::Bool(value) => Value::bool(*value.value()),
            Expression::Number(number) => number_of(number.value()),
            Expression::String(text) => Value::text(text.value().as_str()),
            Expression::Parenthesis(inner) => self.expression(inner.inner(), at, scope)?,
            Expression::Array(items) => {
                let items = items.iter().map(|item| self.expression(item, at, scope));
                Value::list(items.collect::<Result<_, _>>()?)
            }
            Expression::Object(object) => self.object(object, at, scope)?,
            Expression::StringTemplate(template) => {
                self.template(template.iter(), at.origin(expression.span()).as_ref(), at, scope)?
            }
            Expression::HeredocTemplate(heredoc) => {
                self.template(heredoc.template.iter(), at.origin(expression.span()).as_ref(), at, scope)?
            }
            Expression::Variable(name) => self.variable(name.as_str(), &[], at, scope)?,
            Expression::Traversal(traversal) => self.traversal(traversal, at, scope)?,
            Expression::Conditional(conditional) => self.conditional(conditional, at, scope)?,
            Expression::UnaryOp(operation) => self.unary(operation, at, scope)?,
            Expression::BinaryOp(operation) => self.binary(operation, at, scope)?,
            Expression::FuncCall(call) => self.call(call, at, scope)?,
            Expression::ForExpr(each) => self.each(each, at, scope)?,
        })
    }

    fn object(&self, object: &Constructor, at: At<'_>, scope: &Scope<'_>) -> Outcome {
        let mut entries = BTreeMap::new();
        let mut rest: Option<Open> = None;
        for (key, item) in object {
            let name = match key {
                ObjectKey::Ident(name) => Some(name.as_str().into()),
                ObjectKey::Expression(expression) => {
                    let key = self.expression(expression, at, scope)?;
                    let text = to_text(&key);
                    if text.is_none() {
                        if key.is_known() {
                            return Err(Invalid);
                        }
                        rest = Some(key.opens());
                    }
                    text
                }
            };
            let value = self.expression(item.expr(), at, scope)?;
            // A key that is open may be any of those before it.
            if let Some(name) = name {
                entries.insert(name.to_string(), value);
            } else {
                let unsure = |value: &mut Value| *value = Value::either(Open::default(), [value.clone()]);
                entries.values_mut().for_each(unsure);
            }
        }
        Ok(Value::new(Is::Object(Object { entries: Arc::new(entries), rest }), None))
    }

    /// A value of code in JSON, in which every text is a template.
    fn node(&self, node: &Node, at: At<'_>, scope: &Scope<'_>) -> Outcome {
        let at = At { fixed: Some(node.span), ..at };
        let found = self.deeper(|| match &node.value {
            NodeValue::Sequence(items) => {
                let at = At { fixed: None, ..at };
                let items = items.iter().map(|item| self.node(item, at, scope));
                Ok(Value::list(items.collect::<Result<_, _>>()?))
            }
            NodeValue::Mapping(entries) => {
                let at = At { fixed: None, ..at };
                let (mut made, mut rest) = (BTreeMap::new(), None);
                for entry in entries.iter() {
                    let Some(name) = entry.name() else { continue };
                    let value = self.node(&entry.value, at, scope)?;
                    match self.key(name, at, scope)? {
                        Ok(key) => drop(made.insert(key.to_string(), value)),
                        Err(open) => rest = Some(open),
                    }
                }
                Ok(Value::new(Is::Object(Object { entries: Arc::new(made), rest }), None))
            }
            NodeValue::Scalar(scalar) if scalar.style == Style::Plain => {
                let json: Option<serde_json::Value> = serde_json::from_str(&scalar.text).ok();
                Ok(json.map_or_else(Value::open, |json| super::value::from_json(&json)))
            }
            NodeValue::Scalar(scalar) => self.template_text(&scalar.text, at, scope),
        });
        Ok(found.unwrap_or_else(|| Ok(Value::open()))?.at(at.origin(None)))
    }

    /// A key of an object in JSON, which is a template too, or why it is open.
    fn key(&self, key: &str, at: At<'_>, scope: &Scope<'_>) -> Result<Result<Arc<str>, Open>, Invalid> {
        if !key.contains("${") && !key.contains("%{") {
            return Ok(Ok(key.into()));
        }
        let key = self.template_text(key, at, scope)?;
        match to_text(&key) {
            Some(text) => Ok(Ok(text)),
            None if key.is_known() => Err(Invalid),
            None => Ok(Err(key.opens())),
        }
    }
}

fn number_of(number: &hcl_edit::Number) -> Value {
    let whole = number.as_i64().map(serde_json::Number::from).or_else(|| number.as_u64().map(serde_json::Number::from));
    let number = whole.or_else(|| super::value::number(number.as_f64()?));
    number.map_or_else(Value::open, |number| Value::new(Is::Number(number), None))
}

/// Of what a value is made of, the only part that is written outside of its own expression: that is what decides.
fn from_elsewhere<'o>(origins: impl Iterator<Item = &'o Origin>, own: Option<&Origin>) -> Option<Origin> {
    let own = own?;
    let inside = |origin: &Origin| {
        origin.source.path() == own.source.path()
            && own.span.start <= origin.span.start
            && origin.span.end <= own.span.end
    };
    let mut others = origins.filter(|origin| !inside(origin));
    others.next().filter(|_| others.next().is_none()).cloned()
}

/// Elements with their keys, and why there may be others.
type Elements = (Vec<(Value, Value)>, Option<Open>);

/// The elements of a list, of a set, or the entries of an object, with their keys.
fn elements(value: &Value) -> Option<Elements> {
    match &value.is {
        Is::List(List { items, rest, is_set }) => {
            let key = |(index, item): (usize, &Value)| {
                let index = Value::new(Is::Number(index.into()), None);
                (if *is_set { item.clone() } else { index }, item.clone())
            };
            Some((items.iter().enumerate().map(key).collect(), rest.clone()))
        }
        Is::Object(Object { entries, rest }) => {
            let entries =
                entries.iter().map(|(key, value)| (Value::text(key.as_str()).at(value.origin.clone()), value.clone()));
            Some((entries.collect(), rest.clone()))
        }
        _ => None,
    }
}
