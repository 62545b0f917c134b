//! `with`: DAGs, groups, setups and teardowns that what is made within belongs to.

use ruff_python_ast::{Expr, StmtWith};

use super::super::arena::Id;
use super::super::graph::tasks_in;
use super::super::value::{Scope, Value};
use super::branches::Ways;
use super::{Context, Flow, Interpreter};
use crate::source::Span;

/// What a context manager does to what is made within.
enum Opened<'a> {
    /// Something is around it.
    Around(Context<'a>),
    /// One of several things is around it, or none of them (`None`).
    Either(Vec<Value<'a>>),
    /// An exception within ends the block and nothing else.
    Suppresses,
    /// Nothing.
    Nothing,
}

impl<'a> Interpreter<'a> {
    pub(super) fn with_statement(&mut self, statement: &'a StmtWith, scope: Id<Scope<'a>>) -> Flow<'a> {
        let start = self.names(scope).clone();
        let mut suppresses = false;
        let (outside, entered) = (self.context.len(), self.entered());
        let mut opened: Vec<(Option<&'a Expr>, Vec<Value<'a>>)> = Vec::new();
        for item in &statement.items {
            let value = self.eval(&item.context_expr, scope);
            let at = self.at(&item.context_expr);
            let bound = self.enter_object(&value, at);
            let opens = if bound.is_some() { Opened::Nothing } else { self.open(&value, at) };
            match opens {
                Opened::Around(context) => self.context.push(context),
                Opened::Either(values) => opened.push((item.optional_vars.as_deref(), values)),
                Opened::Suppresses => suppresses = true,
                Opened::Nothing => {}
            }
            let value = bound.unwrap_or(value);
            if let Some(target) = &item.optional_vars {
                self.assign(target, value, scope);
            }
        }
        self.attempts += usize::from(suppresses);
        let flow = match opened.pop() {
            Some((target, values)) => self.within_either(target, &values, statement, scope),
            None => self.block(&statement.body, scope),
        };
        self.attempts -= usize::from(suppresses);
        self.exit_objects(entered);
        self.close(outside);
        if !suppresses {
            return flow;
        }
        let mut ways = Ways::from(start.clone());
        let names = self.take_names(scope);
        ways.add(flow, names);
        ways.add(Flow::Next, start);
        self.rejoin(ways, scope)
    }

    /// Leaves what was opened since then.
    pub(super) fn close(&mut self, outside: usize) {
        while self.context.len() > outside {
            match self.context.pop() {
                Some(Context::Around { around, within }) => self.surround(&around, &within),
                Some(Context::Group(group)) => self.launch(group),
                _ => {}
            }
        }
    }

    /// Follows the body once in each of several things that may be around it.
    fn within_either(
        &mut self,
        target: Option<&'a Expr>,
        values: &[Value<'a>],
        statement: &'a StmtWith,
        scope: Id<Scope<'a>>,
    ) -> Flow<'a> {
        let mut ways = Ways::from(self.names(scope).clone());
        for value in values {
            self.set_names(scope, ways.start.clone());
            let flow = self.undecided(|this| {
                let outside = this.context.len();
                if let Some(target) = target {
                    this.assign(target, value.clone(), scope);
                }
                if let Opened::Around(context) = this.open(value, Span::default()) {
                    this.context.push(context);
                }
                let flow = this.block(&statement.body, scope);
                this.close(outside);
                flow
            });
            let names = self.take_names(scope);
            ways.add(flow, names);
        }
        self.rejoin(ways, scope)
    }

    fn open(&mut self, value: &Value<'a>, at: Span) -> Opened<'a> {
        match value {
            Value::Dag(id) => Opened::Around(Context::Dag(*id)),
            Value::Group(id) => Opened::Around(Context::Group(*id)),
            Value::Task(_) | Value::List(_) => {
                let around: Vec<_> = tasks_in(&self.heap, value).into_iter().collect();
                if around.is_empty() {
                    Opened::Nothing
                } else {
                    Opened::Around(Context::Around { around, within: Vec::new() })
                }
            }
            Value::Either(values) => {
                let values: Vec<Value<'a>> =
                    values.iter().filter(|value| !matches!(value, Value::None)).cloned().collect();
                let opens = |value: &Value<'a>| {
                    matches!(value, Value::Dag(_) | Value::Group(_) | Value::Task(_)) || self.may_be_a_dag(value)
                };
                if values.iter().any(opens) { Opened::Either(values) } else { Opened::Nothing }
            }
            Value::Object(id) if &*self.heap.objects.get(*id).callee == "contextlib.suppress" => Opened::Suppresses,
            other if self.importing() && self.may_be_a_dag(other) => self.open_unknown(other, at),
            _ => Opened::Nothing,
        }
    }

    /// Something that is made where gate cannot follow it: a DAG where none is around, else something within that DAG.
    fn open_unknown(&mut self, value: &Value<'a>, at: Span) -> Opened<'a> {
        match self.current_dag() {
            Some(dag) => {
                self.lose(dag, at, "opens a context that is made where gate cannot follow it");
                Opened::Nothing
            }
            None => Opened::Around(Context::Dag(self.dag_of_unknown(value, at))),
        }
    }
}
