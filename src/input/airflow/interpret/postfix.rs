//! Attributes, subscripts and calls: `a.b[c](d).e`, followed from the left without recursion.

use std::rc::Rc;

use ruff_python_ast::Expr;

use super::super::arena::Id;
use super::super::value::{Bound, Scope, Value};
use super::Interpreter;
use crate::source::Span;

/// Characters of a dotted name; a longer one is not followed.
pub(super) const LONGEST_NAME: usize = 256;

impl<'a> Interpreter<'a> {
    pub(super) fn postfix(&mut self, expression: &'a Expr, scope: Id<Scope<'a>>) -> Value<'a> {
        let mut steps = Vec::new();
        let mut base = expression;
        loop {
            let inner: &'a Expr = match base {
                Expr::Attribute(attribute) => &attribute.value,
                Expr::Subscript(subscript) => &subscript.value,
                Expr::Call(call) => &call.func,
                _ => break,
            };
            steps.push(base);
            base = inner;
        }
        let mut value = self.eval(base, scope);
        for step in steps.into_iter().rev() {
            let at = self.at(step);
            if !self.step(1, at.start) {
                return Value::unknown("not followed");
            }
            value = match step {
                Expr::Attribute(attribute) => self.attribute(&value, attribute.attr.as_str(), at),
                Expr::Subscript(subscript) => self.subscript(&value, subscript, scope, at),
                Expr::Call(call) => {
                    let args = self.arguments(&call.arguments, scope);
                    self.lead_on(at);
                    self.call(&value, args, at)
                }
                _ => value,
            };
        }
        value
    }

    /// `value.name`.
    pub(super) fn attribute(&mut self, value: &Value<'a>, name: &str, at: Span) -> Value<'a> {
        if let Some(found) = self.attribute_of_made(value, name, at) {
            return found;
        }
        match value {
            // The members of Airflow's enumerations are strings.
            Value::Symbol(base) if base.ends_with(".TriggerRule") || base.ends_with(".WeightRule") => {
                Value::text(name.to_ascii_lowercase())
            }
            Value::Symbol(base) if base.len() < LONGEST_NAME => self.foreign(format!("{base}.{name}"), at),
            Value::Dag(id) => self.dag_attribute(*id, name, at),
            Value::Task(id) => match name {
                "output" | "operator" => value.clone(),
                "task_id" | "node_id" => Value::Text(Rc::new(self.heap.tasks.get(*id).id.clone())),
                "dag" => self.heap.tasks.get(*id).dag.map_or(Value::None, Value::Dag),
                _ => match self.heap.tasks.get(*id).args.named(name) {
                    Some(item) => item.value.clone(),
                    None => self.bound(value, name),
                },
            },
            Value::Group(id) if name == "group_id" => Value::Text(Rc::new(self.heap.groups.get(*id).id.clone())),
            Value::Object(id) => self.object_attribute(*id, name, at),
            Value::Package(id) => self.package_attribute(*id, name, at),
            Value::Class(id) => self.class_attribute(*id, name, at),
            Value::Function(id) => self.function_attribute(*id, name),
            Value::Text(_) if matches!(name, "value" | "name") => value.clone(),
            Value::Either(values) => {
                let values = values.iter().filter(|value| !matches!(value, Value::None));
                let values = values.map(|value| self.undecided(|this| this.attribute(value, name, at))).collect();
                Self::either(values)
            }
            Value::Unknown(what) if what.len() < LONGEST_NAME => Value::unknown(format!("{what}.{name}")),
            Value::Unknown(_) | Value::Symbol(_) => Value::unknown("long name"),
            _ => self.bound(value, name),
        }
    }

    pub(super) fn bound(&mut self, receiver: &Value<'a>, name: &str) -> Value<'a> {
        Value::Bound(self.heap.bounds.add(Bound { receiver: receiver.clone(), name: Rc::from(name) }))
    }

    fn dag_attribute(&mut self, dag: Id<super::Dag<'a>>, name: &str, at: Span) -> Value<'a> {
        let tasks = self.heap.dags.get(dag).tasks.clone();
        let heap = &self.heap;
        let kept: Vec<Value<'a>> = match name {
            "dag_id" => return Value::Text(Rc::new(heap.dags.get(dag).id.clone())),
            "default_args" | "params" => {
                let argument = heap.dags.get(dag).args.named(name);
                return argument.map_or_else(|| Value::unknown(name), |item| item.value.clone());
            }
            "tasks" => tasks.into_iter().map(Value::Task).collect(),
            "roots" => {
                tasks.into_iter().filter(|id| heap.tasks.get(*id).upstream.is_empty()).map(Value::Task).collect()
            }
            "leaves" => {
                tasks.into_iter().filter(|id| heap.tasks.get(*id).downstream.is_empty()).map(Value::Task).collect()
            }
            _ => {
                let argument = heap.dags.get(dag).args.named(name).map(|item| item.value.clone());
                return argument.unwrap_or_else(|| self.bound(&Value::Dag(dag), name));
            }
        };
        self.heap.list_of(kept, at)
    }
}
