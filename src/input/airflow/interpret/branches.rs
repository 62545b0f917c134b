//! Conditions: one branch where the condition is known, both where it is not.

use std::collections::BTreeMap;
use std::rc::Rc;

use ruff_python_ast::{Expr, Stmt, StmtIf, StmtMatch};

use super::super::arena::Id;
use super::super::value::{Scope, Value};
use super::{Flow, Interpreter};

/// Values that a name may have at once; more are simply unknown.
const ALTERNATIVES: usize = 8;

impl<'a> Interpreter<'a> {
    pub(super) fn if_statement(&mut self, statement: &'a StmtIf, scope: Id<Scope<'a>>) -> Flow<'a> {
        let mut branches: Vec<(Option<&'a Expr>, &'a [Stmt])> = vec![(Some(&statement.test), &statement.body)];
        branches.extend(statement.elif_else_clauses.iter().map(|clause| (clause.test.as_ref(), &*clause.body)));
        let mut open: Vec<&'a [Stmt]> = Vec::new();
        let mut complete = false;
        for (test, body) in branches {
            let truth = match test {
                Some(test) => self.eval(test, scope).truth(&self.heap),
                None => Some(true),
            };
            match truth {
                Some(false) => {}
                Some(true) if open.is_empty() => return self.block(body, scope),
                Some(true) => {
                    open.push(body);
                    complete = true;
                    break;
                }
                None => open.push(body),
            }
        }
        self.alternatives(&open, complete, scope)
    }

    pub(super) fn match_statement(&mut self, statement: &'a StmtMatch, scope: Id<Scope<'a>>) -> Flow<'a> {
        self.eval(&statement.subject, scope);
        for case in &statement.cases {
            self.bind_pattern(&case.pattern, scope);
        }
        let bodies: Vec<&'a [Stmt]> = statement.cases.iter().map(|case| &*case.body).collect();
        self.alternatives(&bodies, false, scope)
    }

    /// Follows every body from the same start and joins what they leave behind. When they are not all there is
    /// (`complete` is false), the way past all of them counts too.
    pub(super) fn alternatives(&mut self, bodies: &[&'a [Stmt]], complete: bool, scope: Id<Scope<'a>>) -> Flow<'a> {
        if bodies.is_empty() {
            return Flow::Next;
        }
        let start = self.heap.scopes.get(scope).names.clone();
        let mut outcomes: Vec<BTreeMap<Rc<str>, Value<'a>>> = Vec::new();
        let mut returned: Vec<Value<'a>> = Vec::new();
        self.conditions += 1;
        for body in bodies {
            let at = body.first().map_or(0, |first| self.at(first).start);
            if !self.step(start.len(), at) {
                break;
            }
            self.heap.scopes.get_mut(scope).names.clone_from(&start);
            match self.block(body, scope) {
                Flow::Return(value) => returned.push(value),
                // A `break` or `continue` that may not happen is not followed, so the rest of the loop is.
                _ => outcomes.push(std::mem::take(&mut self.heap.scopes.get_mut(scope).names)),
            }
        }
        self.conditions -= 1;
        if !complete || outcomes.is_empty() {
            outcomes.push(start);
        }
        let everywhere = complete && returned.len() == bodies.len();
        let joined = Self::join_names(outcomes);
        self.heap.scopes.get_mut(scope).names = joined;
        if everywhere {
            return Flow::Return(Self::either(returned));
        }
        if let Some(frame) = self.returns.last_mut() {
            frame.extend(returned);
        }
        Flow::Next
    }

    fn join_names(outcomes: Vec<BTreeMap<Rc<str>, Value<'a>>>) -> BTreeMap<Rc<str>, Value<'a>> {
        let mut outcomes = outcomes.into_iter();
        let mut joined = outcomes.next().unwrap_or_default();
        for outcome in outcomes {
            for (name, value) in outcome {
                let value = match joined.remove(&name) {
                    Some(other) => Self::either(vec![other, value]),
                    None => value,
                };
                joined.insert(name, value);
            }
        }
        joined
    }

    /// One of several values: the value itself where they are the same.
    pub(super) fn either(values: Vec<Value<'a>>) -> Value<'a> {
        let mut distinct: Vec<Value<'a>> = Vec::new();
        for value in values {
            let parts = match &value {
                Value::Either(parts) => parts.to_vec(),
                _ => vec![value],
            };
            for part in parts {
                if !distinct.iter().any(|other| same(other, &part)) {
                    distinct.push(part);
                }
            }
        }
        if distinct.len() > ALTERNATIVES {
            return Value::unknown("depends on conditions");
        }
        match distinct.len() {
            0 => Value::None,
            1 => distinct.pop().unwrap_or(Value::None),
            _ => Value::Either(Rc::from(distinct)),
        }
    }
}

/// Whether two values are certainly the same one.
pub(super) fn same(left: &Value<'_>, right: &Value<'_>) -> bool {
    match (left, right) {
        (Value::None, Value::None) => true,
        (Value::Bool(left), Value::Bool(right)) => left == right,
        (Value::Int(left), Value::Int(right)) => left == right,
        (Value::Text(left), Value::Text(right)) => {
            Rc::ptr_eq(left, right) || (!left.is_partial() && left.as_known() == right.as_known())
        }
        (Value::Symbol(left), Value::Symbol(right)) | (Value::Unknown(left), Value::Unknown(right)) => left == right,
        (Value::List(left), Value::List(right)) => left == right,
        (Value::Dict(left), Value::Dict(right)) => left == right,
        (Value::Object(left), Value::Object(right)) => left == right,
        (Value::Bound(left), Value::Bound(right)) => left == right,
        (Value::Function(left), Value::Function(right)) => left == right,
        (Value::Class(left), Value::Class(right)) => left == right,
        (Value::Blueprint(left), Value::Blueprint(right)) => left == right,
        (Value::Dag(left), Value::Dag(right)) => left == right,
        (Value::Task(left), Value::Task(right)) => left == right,
        (Value::Group(left), Value::Group(right)) => left == right,
        _ => false,
    }
}
