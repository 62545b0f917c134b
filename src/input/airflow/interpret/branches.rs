//! Conditions: one branch where the condition is known, all that may run where it is not.

use std::collections::BTreeMap;
use std::rc::Rc;

use ruff_python_ast::{Expr, Stmt, StmtIf, StmtMatch};

use super::super::arena::Id;
use super::super::build::names;
use super::super::graph::last_segment;
use super::super::value::{Scope, Value};
use super::{Flow, Interpreter};

/// Values that a name may have at once; more are simply unknown.
const ALTERNATIVES: usize = 8;

/// The names of a scope with their values.
pub(super) type Names<'a> = BTreeMap<Rc<str>, Value<'a>>;

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
        let subject = self.eval(&statement.subject, scope);
        let mut open: Vec<&'a [Stmt]> = Vec::new();
        let mut complete = false;
        for case in &statement.cases {
            let fits = self.fits(&case.pattern, &subject, scope);
            if fits == Some(false) {
                continue;
            }
            self.bind_pattern(&case.pattern, &subject, scope);
            let guard = case.guard.as_ref().map_or(Some(true), |guard| self.eval(guard, scope).truth(&self.heap));
            match (fits, guard) {
                (_, Some(false)) => {}
                (Some(true), Some(true)) if open.is_empty() => return self.block(&case.body, scope),
                (Some(true), Some(true)) => {
                    open.push(&case.body);
                    complete = true;
                    break;
                }
                _ => open.push(&case.body),
            }
        }
        self.alternatives(&open, complete, scope)
    }

    /// Follows every body from the same start and joins what they leave behind. When they are not all there is
    /// (`complete` is false), the way past all of them counts too.
    pub(super) fn alternatives(&mut self, bodies: &[&'a [Stmt]], complete: bool, scope: Id<Scope<'a>>) -> Flow<'a> {
        let mut ways = Ways::from(self.names(scope).clone());
        for body in bodies {
            let at = body.first().map_or(0, |first| self.at(first).start);
            if !self.step(ways.start.len(), at) {
                break;
            }
            self.set_names(scope, ways.start.clone());
            let flow = self.undecided(|this| this.block(body, scope));
            ways.add(flow, self.take_names(scope));
        }
        if !complete || bodies.is_empty() {
            let start = ways.start.clone();
            ways.add(Flow::Next, start);
        }
        self.rejoin(ways, scope)
    }

    /// Goes on with what several ways left behind.
    pub(super) fn rejoin(&mut self, ways: Ways<'a>, scope: Id<Scope<'a>>) -> Flow<'a> {
        let goes_on = !ways.outcomes.is_empty();
        let names = if goes_on { Self::join_names(ways.outcomes) } else { ways.start };
        self.set_names(scope, names);
        match (goes_on, ways.returned.is_empty()) {
            (true, _) => {
                if let Some(frame) = self.returns.last_mut() {
                    frame.extend(ways.returned);
                }
                Flow::Next
            }
            (false, false) => Flow::Return(Self::either(ways.returned)),
            (false, true) => Flow::Raise,
        }
    }

    pub(super) fn names(&self, scope: Id<Scope<'a>>) -> &Names<'a> {
        &self.heap.scopes.get(scope).names
    }

    pub(super) fn set_names(&mut self, scope: Id<Scope<'a>>, names: Names<'a>) {
        self.heap.scopes.get_mut(scope).names = names;
    }

    pub(super) fn take_names(&mut self, scope: Id<Scope<'a>>) -> Names<'a> {
        std::mem::take(&mut self.heap.scopes.get_mut(scope).names)
    }

    pub(super) fn join_names(outcomes: Vec<Names<'a>>) -> Names<'a> {
        let mut outcomes = outcomes.into_iter();
        let mut joined = outcomes.next().unwrap_or_default();
        for outcome in outcomes {
            for (name, value) in outcome {
                match joined.get_mut(&name) {
                    Some(other) if same(other, &value) => {}
                    Some(other) => *other = Self::either(vec![other.clone(), value]),
                    None => {
                        joined.insert(name, value);
                    }
                }
            }
        }
        joined
    }

    /// One of several values: the value itself where they are the same.
    pub(crate) fn either(values: Vec<Value<'a>>) -> Value<'a> {
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

/// The ways through a piece of code, and what each leaves behind.
pub(super) struct Ways<'a> {
    /// The names before.
    pub(super) start: Names<'a>,
    outcomes: Vec<Names<'a>>,
    returned: Vec<Value<'a>>,
}

impl<'a> Ways<'a> {
    /// No way was followed yet.
    pub(super) const fn from(start: Names<'a>) -> Self {
        Self { start, outcomes: Vec::new(), returned: Vec::new() }
    }

    /// A way that ended so, with these names.
    pub(super) fn add(&mut self, flow: Flow<'a>, names: Names<'a>) {
        match flow {
            Flow::Return(value) => self.returned.push(value),
            Flow::Raise => {}
            // A `break` or `continue` that may not happen is not followed, so the rest of the loop is.
            Flow::Next | Flow::Break | Flow::Continue => self.outcomes.push(names),
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
        (Value::Symbol(left), Value::Symbol(right)) => left == right || is_moved(left, right),
        (Value::Unknown(left), Value::Unknown(right)) => left == right,
        (Value::List(left), Value::List(right)) => left == right,
        (Value::Dict(left), Value::Dict(right)) => left == right,
        (Value::Object(left), Value::Object(right)) => left == right,
        (Value::Bound(left), Value::Bound(right)) => left == right,
        (Value::Function(left), Value::Function(right)) => left == right,
        (Value::Class(left), Value::Class(right)) => left == right,
        (Value::Package(left), Value::Package(right)) => left == right,
        (Value::Blueprint(left), Value::Blueprint(right)) => left == right,
        (Value::Dag(left), Value::Dag(right)) => left == right,
        (Value::Task(left), Value::Task(right)) => left == right,
        (Value::Group(left), Value::Group(right)) => left == right,
        _ => false,
    }
}

/// Whether two names are of one thing that Airflow keeps in another place from release to release, such as `DAG`.
fn is_moved(left: &str, right: &str) -> bool {
    names::is_airflow(left) && names::is_airflow(right) && last_segment(left) == last_segment(right)
}
