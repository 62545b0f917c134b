//! The condition of a rule, from its syntax tree.

use std::collections::BTreeMap;

use serde_json::Value;

use super::condition::{Allowed, Condition, EACH, Need, Test};
use super::reads::below_input;
use crate::engine::lint::names::{Names, Target};
use crate::engine::lint::syntax::{Body, Expr, Kind, Literal, Node, Operator, Rule, Statement};

/// How many rules deep a condition is followed through the rules that a rule uses.
const DEPTH: usize = 8;

/// How a rule is used.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Use {
    /// Its elements are: it must have one.
    Elements,
    /// It is: it must have a value, and an empty list is one.
    Value,
}

/// What must hold for the answer of that name to yield. Nothing can when the policy leaves it out for the `other` one; an
/// answer that is no set is for the contract to refuse.
pub(super) fn condition(names: &Names<'_>, file: usize, name: &str, other: &str) -> Condition {
    let no_set = |name: &str| names.rules(file, name).iter().any(|rule| rule.kind != Kind::Set);
    let left_out = |name: &str| names.rules(file, name).is_empty();
    if no_set(name) || (left_out(name) && (left_out(other) || name == "deny" && no_set(other))) {
        return Condition::All(Vec::new());
    }
    of_rules(names, file, name, Use::Elements, DEPTH)
}

/// What must hold for the rules of that name to be of use.
fn of_rules(names: &Names<'_>, file: usize, name: &str, used: Use, depth: usize) -> Condition {
    let always = || Condition::All(Vec::new());
    let Some(holder) = names.file(file) else { return always() };
    let defaults = holder.tree.rules.iter().any(|rule| rule.name == name && rule.kind == Kind::Default);
    if depth == 0 || defaults {
        return always();
    }
    let rules = names.rules(file, name);
    let of_rule = |rule: &&Rule| match (rule.kind, used) {
        // A set without elements is a value too.
        (Kind::Function | Kind::Default, _) | (Kind::Set | Kind::Object, Use::Value) => always(),
        // So is a whole of which `a.b` is a part, and a part that is a set without elements.
        (Kind::Set, _) | (_, Use::Value) if rule.is_part => always(),
        _ => {
            let walk = || Walk { names, file, rule, depth, bound: BTreeMap::new(), needs: Vec::new() };
            // The value of a part, or of a key, is an element itself, and may be empty.
            let iterated = used == Use::Elements && rule.kind == Kind::Complete && !rule.is_part;
            let head = rule.value.as_ref().filter(|_| iterated);
            if rule.bodies.is_empty() {
                return walk().body(&[], head);
            }
            let of_body = |body: &Body| {
                let own = body.value.as_ref().filter(|_| iterated);
                walk().body(&body.statements, own.or(head))
            };
            Condition::Any(rule.bodies.iter().map(of_body).collect())
        }
    };
    Condition::Any(rules.iter().map(of_rule).collect())
}

/// What a name or a path stands for in the document.
#[derive(Clone)]
struct Found {
    /// The need that it is an element of; `None` for the document itself.
    need: Option<usize>,
    /// The keys below that.
    below: Vec<String>,
}

/// One body on its way to a condition.
struct Walk<'a, 'n> {
    names: &'n Names<'a>,
    file: usize,
    rule: &'n Rule,
    depth: usize,
    /// Variables that stand for something in the document.
    bound: BTreeMap<String, Found>,
    needs: Vec<Need>,
}

impl Walk<'_, '_> {
    /// The condition of statements that must all hold, and of a value that must not be empty.
    fn body(&mut self, statements: &[Statement], value: Option<&Expr>) -> Condition {
        let mut parts = self.statements(statements);
        // An empty comprehension is a value; whoever iterates over it gets nothing.
        if let Some(Expr { node: Node::Comprehension { statements, .. }, .. }) = value {
            parts.extend(self.inner(statements));
        }
        parts.extend(std::mem::take(&mut self.needs).into_iter().map(Condition::There));
        Condition::All(parts)
    }

    /// What statements ask for that is no need of this body: the conditions of rules that they use.
    fn statements(&mut self, statements: &[Statement]) -> Vec<Condition> {
        let mut parts = Vec::new();
        for statement in statements.iter().filter(|statement| statement.with.is_empty()) {
            match &statement.literal {
                Literal::SomeIn { value, collection, .. } => parts.extend(self.some_in(value, collection)),
                Literal::Holds(expr) => parts.extend(self.holds(expr)),
                // What must not hold, or must hold for every element, holds where nothing is.
                Literal::Not(_) | Literal::Every { .. } | Literal::Declare(_) | Literal::Other => {}
            }
        }
        parts
    }

    /// What the statements of a comprehension ask for. Its variables are its own.
    fn inner(&mut self, statements: &[Statement]) -> Vec<Condition> {
        let outside = self.bound.clone();
        let parts = self.statements(statements);
        self.bound = outside;
        parts
    }

    /// `some value in collection`.
    fn some_in(&mut self, value: &Expr, collection: &Expr) -> Option<Condition> {
        if let Some(found) = self.find(collection) {
            let mut at = self.absolute(&found);
            at.push(EACH.to_owned());
            self.needs.push(Need { at, tests: Vec::new() });
            let need = self.needs.len().checked_sub(1);
            if let Node::Var(name) = &value.node {
                self.bound.insert(name.clone(), Found { need, below: Vec::new() });
            }
            return None;
        }
        match &collection.node {
            Node::Comprehension { statements, .. } => Some(Condition::All(self.inner(statements))),
            _ => self.of_rule(collection, Use::Elements),
        }
    }

    /// An expression that must be true.
    fn holds(&mut self, expr: &Expr) -> Option<Condition> {
        match &expr.node {
            Node::Assign(left, right) => {
                if let (Node::Var(name), Some(found)) = (&left.node, self.find(right)) {
                    self.bound.entry(name.clone()).or_insert(found);
                } else if let Some(value) = constant(right) {
                    self.test(left, Allowed::Is(vec![value]));
                }
                None
            }
            Node::Operator(operator @ (Operator::Equals | Operator::Differs), operands) => {
                let [left, right] = &operands[..] else { return None };
                let (path, value) = match (constant(left), constant(right)) {
                    (None, Some(value)) => (left, value),
                    (Some(value), None) => (right, value),
                    _ => return None,
                };
                let of = match operator {
                    Operator::Equals => Allowed::Is(vec![value]),
                    _ => Allowed::IsNot(vec![value]),
                };
                self.test(path, of);
                None
            }
            Node::Operator(Operator::In, operands) => {
                let [path, Expr { node: Node::List(items), .. }] = &operands[..] else { return None };
                let values: Option<Vec<Value>> = items.iter().map(constant).collect();
                self.test(path, Allowed::Is(values?));
                None
            }
            Node::Var(_) | Node::Field(..) => {
                if self.find(expr).is_some() {
                    self.test(expr, Allowed::IsNot(vec![Value::Bool(false)]));
                    None
                } else {
                    self.of_rule(expr, Use::Value)
                }
            }
            _ => None,
        }
    }

    /// The condition of a rule that an expression names.
    fn of_rule(&self, expr: &Expr, by: Use) -> Option<Condition> {
        let path = expr.path()?;
        let holder = self.names.file(self.file)?;
        if self.is_local(path.first()?) {
            return None;
        }
        match self.names.resolve(&holder.tree, &path)? {
            Target::Rule { file, name, used } if used == path.len() => {
                Some(of_rules(self.names, file, &name, by, self.depth.saturating_sub(1)))
            }
            _ => None,
        }
    }

    /// Adds a test of what an expression stands for; of what is not understood, nothing is asked.
    fn test(&mut self, expr: &Expr, of: Allowed) {
        let Some(Found { need, below }) = self.find(expr) else { return };
        match need.and_then(|need| self.needs.get_mut(need)) {
            Some(need) => need.tests.push(Test { field: below, of }),
            None => self.needs.push(Need { at: below, tests: vec![Test { field: Vec::new(), of }] }),
        }
    }

    /// What an expression stands for in the document, if that is known.
    fn find(&self, expr: &Expr) -> Option<Found> {
        let path = expr.path()?;
        let (first, rest) = path.split_first()?;
        if let Some(found) = self.bound.get(*first) {
            let mut found = found.clone();
            found.below.extend(rest.iter().map(|step| (*step).to_owned()));
            return Some(found);
        }
        let holder = self.names.file(self.file)?;
        let below = below_input(&holder.tree, &path).filter(|_| !self.is_local(first))?;
        (!below.is_empty()).then_some(Found { need: None, below })
    }

    /// The path of something from the top of the document.
    fn absolute(&self, found: &Found) -> Vec<String> {
        let base = found.need.and_then(|need| self.needs.get(need)).map(|need| need.at.clone());
        base.unwrap_or_default().into_iter().chain(found.below.iter().cloned()).collect()
    }

    /// Whether a name is a variable of the rule.
    fn is_local(&self, name: &str) -> bool {
        crate::engine::lint::visit::locals(self.rule).contains(name)
    }
}

/// The value of an expression that is written out.
fn constant(expr: &Expr) -> Option<Value> {
    match &expr.node {
        Node::Scalar(value) => Some(value.clone()),
        Node::Null => Some(Value::Null),
        Node::String(text) => Some(Value::from(text.as_str())),
        _ => None,
    }
}
