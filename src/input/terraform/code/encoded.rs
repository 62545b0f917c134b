//! What `jsonencode(…)` writes out, as far as that is known before apply.
//!
//! A policy that names the ARN of a new bucket is known only after apply as a text, although all the rest of it stands
//! in the file. A part that does not stand there is said to be unknown, never guessed.

use hcl_edit::expr::{Expression, FuncCall, Object, Traversal, TraversalOperator};
use hcl_edit::template::{Element, StringTemplate};
use serde_json::{Map, Value, json};

use super::Code;
use super::lookup::key_text;
use crate::input::terraform::address::BlockAddress;

/// How deep expressions may be nested, locals included.
const DEPTH: usize = 32;

/// How many expressions one text may consist of: locals that repeat one another grow without end.
const FUEL: usize = 2_000;

/// The beginning of what is the ARN of something, whatever follows.
const ARN: &str = "arn:aws";

/// First words of references that are not types of resources.
const OTHERS: &[&str] = &["var", "local", "module", "each", "count", "self", "path", "terraform", "output", "provider"];

/// Reads the expressions of one module.
pub(super) struct Reader<'a> {
    code: &'a Code,
    module: &'a str,
    fuel: usize,
}

impl<'a> Reader<'a> {
    pub(super) const fn new(code: &'a Code, module: &'a str) -> Self {
        Self { code, module, fuel: FUEL }
    }

    /// The object or list that an expression encodes, directly or through locals; see
    /// [`written`](crate::input::terraform::model::Resource::written) for its unknown parts.
    pub(super) fn document(&mut self, expression: &Expression) -> Option<Value> {
        let mut expression = expression;
        for _ in 0..DEPTH {
            expression = match expression {
                Expression::Parenthesis(inner) => inner.inner(),
                Expression::Traversal(traversal) => local(self.code, self.module, traversal)?,
                Expression::FuncCall(call) => {
                    let encoded = self.value(encoded(call)?, 0);
                    return Some(encoded).filter(is_document);
                }
                _ => return None,
            };
        }
        None
    }

    fn value(&mut self, expression: &Expression, depth: usize) -> Value {
        let Some(fuel) = self.fuel.checked_sub(1).filter(|_| depth < DEPTH) else { return unknown() };
        self.fuel = fuel;
        let below = depth.saturating_add(1);
        match expression {
            Expression::Null(_) => Value::Null,
            Expression::Bool(value) => Value::Bool(*value.value()),
            Expression::Number(number) => number.value().as_i64().map_or_else(unknown, Value::from),
            Expression::String(text) => Value::String(text.value().clone()),
            Expression::StringTemplate(template) => self.template(template),
            Expression::Parenthesis(inner) => self.value(inner.inner(), below),
            Expression::Array(items) => Value::Array(items.iter().map(|item| self.value(item, below)).collect()),
            Expression::Object(object) => self.object(object, below).unwrap_or_else(unknown),
            Expression::Traversal(traversal) => match local(self.code, self.module, traversal) {
                Some(local) => self.value(local, below),
                None => self.arn(traversal).unwrap_or_else(unknown),
            },
            _ => unknown(),
        }
    }

    /// `None` when one of its keys is computed, and so may be any of them, or is one of those that mark unknown parts.
    fn object(&mut self, object: &Object, depth: usize) -> Option<Value> {
        let mut entries = Map::new();
        for (key, item) in object {
            let key = key_text(key).filter(|key| !key.starts_with('$'))?;
            entries.insert(key.to_owned(), self.value(item.expr(), depth));
        }
        Some(Value::Object(entries))
    }

    /// A template of which the beginning says that it is an ARN.
    fn template(&self, template: &StringTemplate) -> Value {
        let arn = match template.iter().next() {
            Some(Element::Literal(text)) => text.starts_with(ARN).then(|| json!({"$arn": true})),
            Some(Element::Interpolation(interpolation)) => match &interpolation.expr {
                Expression::Traversal(traversal) => self.arn(traversal),
                _ => None,
            },
            _ => None,
        };
        arn.unwrap_or_else(unknown)
    }

    /// The ARN of one resource or data source of this module.
    fn arn(&self, traversal: &Traversal) -> Option<Value> {
        let mut names = vec![traversal.expr.as_variable()?.as_str()];
        for operator in &traversal.operators {
            match operator.value() {
                TraversalOperator::GetAttr(name) => names.push(name.as_str()),
                TraversalOperator::Index(_) | TraversalOperator::LegacyIndex(_) => {}
                TraversalOperator::AttrSplat(_) | TraversalOperator::FullSplat(_) => return None,
            }
        }
        let (attribute, names) = names.split_last()?;
        let block = BlockAddress::new(self.module, &names.join("."));
        let resource = match names {
            ["data", _, _] => true,
            // Variables and module calls are found by such names too.
            [kind, _] => !OTHERS.contains(kind),
            _ => false,
        };
        let arn = *attribute == "arn" || attribute.ends_with("_arn");
        (resource && arn && self.code.block(&block).is_some())
            .then(|| json!({"$reference": format!("{}.{attribute}", block.name)}))
    }
}

/// The local of a module that an expression is.
pub(super) fn local<'a>(code: &'a Code, module: &str, traversal: &Traversal) -> Option<&'a Expression> {
    let head = traversal.expr.as_variable().filter(|head| head.as_str() == "local");
    let [operator] = traversal.operators.as_slice() else { return None };
    match (head, operator.value()) {
        (Some(_), TraversalOperator::GetAttr(name)) => code.local(module, name.as_str()),
        _ => None,
    }
}

/// The argument of `jsonencode`.
fn encoded(call: &FuncCall) -> Option<&Expression> {
    let known = call.name.name.as_str() == "jsonencode" && !call.name.is_namespaced();
    if !known || call.args.len() != 1 || call.args.expand_final() {
        return None;
    }
    call.args.get(0)
}

/// Whether a value is an object or a list of which something is known.
fn is_document(value: &Value) -> bool {
    match value {
        Value::Object(object) => !object.keys().any(|key| key.starts_with('$')),
        Value::Array(_) => true,
        _ => false,
    }
}

fn unknown() -> Value {
    json!({"$unknown": true})
}
