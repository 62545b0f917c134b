//! What follows a value: `.name`, `[0]`, `["key"]`, `[*]` and `.*`.

use std::sync::Arc;

use hcl_edit::Decorated;
use hcl_edit::expr::{Expression, Traversal, TraversalOperator};

use super::{At, Evaluator, Invalid, Outcome, Scope};
use crate::input::terraform::value::{Attribute, Is, List, Made, Object, Open, Value, to_text};

/// What follows a name or a value.
pub(super) type Operators = [Decorated<TraversalOperator>];

impl Evaluator<'_> {
    pub(super) fn traversal(&self, traversal: &Traversal, at: At<'_>, scope: &Scope<'_>) -> Outcome {
        match &traversal.expr {
            Expression::Variable(name) => self.variable(name.as_str(), &traversal.operators, at, scope),
            other => {
                let value = self.expression(other, at, scope)?;
                self.follow(value, &traversal.operators, at, scope)
            }
        }
    }

    /// What the operators lead to from a value.
    pub(super) fn follow(&self, value: Value, operators: &Operators, at: At<'_>, scope: &Scope<'_>) -> Outcome {
        let mut value = value;
        let mut operators = operators;
        while let Some((operator, rest)) = operators.split_first() {
            if !self.step() {
                return Ok(Value::open());
            }
            let sensitive = value.sensitive;
            value = match operator.value() {
                TraversalOperator::GetAttr(name) => self.get(&value, name.as_str())?,
                TraversalOperator::LegacyIndex(index) => self.index_by(&value, *index.value())?,
                TraversalOperator::Index(index) => {
                    let key = self.expression(index, at, scope)?;
                    self.index(&value, &key)?
                }
                TraversalOperator::FullSplat(_) => {
                    return Ok(self.splat(value, rest, at, scope)?.made_of(sensitive));
                }
                TraversalOperator::AttrSplat(_) => {
                    let attributes = |operator: &Decorated<TraversalOperator>| {
                        matches!(operator.value(), TraversalOperator::GetAttr(_))
                    };
                    let count = rest.iter().take_while(|operator| attributes(operator)).count();
                    let (each, after) = rest.split_at(count);
                    operators = after;
                    value = self.splat(value, each, at, scope)?.made_of(sensitive);
                    continue;
                }
            }
            .made_of(sensitive);
            operators = rest;
        }
        Ok(value)
    }

    /// An attribute of a value.
    pub(super) fn get(&self, value: &Value, name: &str) -> Outcome {
        match &value.is {
            Is::Object(object) => entry(object, name),
            Is::Open(open) => {
                let below = self.below(open, name);
                let Some(Made::Either(values)) = &value.made else { return Ok(below) };
                // What may be meant may be it all the same.
                let inner = values.iter().filter_map(|value| self.deeper(|| self.get(value, name).ok())?);
                Ok(match &below.is {
                    Is::Open(open) => Value::either(open.clone(), inner),
                    _ => below,
                })
            }
            _ => Err(Invalid),
        }
    }

    fn index(&self, value: &Value, key: &Value) -> Outcome {
        if key.as_open().is_some() || matches!(key.is, Is::Template(_)) {
            return Ok(Value::new(Is::Open(Open::of([value, key])), None));
        }
        match &value.is {
            Is::List(list) if list.is_set => Err(Invalid),
            Is::List(_) => {
                let index = super::operator::as_number(key).ok_or(Invalid)?;
                let index = if index >= 0.0 && index.fract() == 0.0 { format!("{index:.0}") } else { String::new() };
                self.index_by(value, index.parse().map_err(|_| Invalid)?)
            }
            _ => self.get(value, &to_text(key).ok_or(Invalid)?),
        }
    }

    fn index_by(&self, value: &Value, index: u64) -> Outcome {
        match &value.is {
            Is::List(list) if list.is_set => Err(Invalid),
            Is::List(list) => {
                let item = usize::try_from(index).ok().and_then(|index| list.items.get(index));
                match (item, &list.rest) {
                    // Others may stand before it.
                    (_, Some(rest)) => Ok(Value::new(Is::Open(Open { exact: false, ..rest.clone() }), None)),
                    (Some(item), None) => Ok(item.clone()),
                    (None, None) => Err(Invalid),
                }
            }
            _ => self.get(value, &index.to_string()),
        }
    }

    /// What `[*]` makes of a value: each of a list, one that is no list, none of null.
    fn splat(&self, value: Value, rest: &Operators, at: At<'_>, scope: &Scope<'_>) -> Outcome {
        let list = match value.is {
            Is::Null => List::default(),
            Is::List(list) => list,
            Is::Open(ref open) if !is_instance(open) => {
                return Ok(Value::new(Is::Open(Open { exact: false, ..value.opens() }), None));
            }
            is => List { items: Arc::new(vec![Value::new(is, value.origin)]), ..List::default() },
        };
        if !self.steps(list.items.len()) {
            return Ok(Value::open());
        }
        let items = list.items.iter().map(|item| self.follow(item.clone(), rest, at, scope));
        let items = Arc::new(items.collect::<Result<Vec<_>, _>>()?);
        Ok(Value::new(Is::List(List { items, rest: list.rest, is_set: false }), None))
    }

    /// A part of something that is open. What an instance says may be known all the same.
    fn below(&self, open: &Open, name: &str) -> Value {
        let [attribute] = &*open.from else {
            return Value::new(Is::Open(Open { exact: false, bits: None, ..open.clone() }), None);
        };
        if !open.exact {
            return Value::new(Is::Open(open.clone()), None);
        }
        if attribute.name.is_empty() {
            return self.of_instance(attribute, name);
        }
        let name = format!("{}.{name}", attribute.name);
        Value::new(Is::Open(Open::attribute(Attribute { name, ..attribute.clone() })), None)
    }
}

/// Whether what is open is a resource or module instance as a whole.
fn is_instance(open: &Open) -> bool {
    open.exact && matches!(&*open.from, [only] if only.name.is_empty())
}

/// An entry of an object; one that is not there is an error.
pub(super) fn entry(object: &Object, name: &str) -> Outcome {
    match (object.entries.get(name), &object.rest) {
        (Some(value), _) => Ok(value.clone()),
        (None, Some(rest)) => Ok(Value::new(Is::Open(Open { exact: false, ..rest.clone() }), None)),
        (None, None) => Err(Invalid),
    }
}
