//! Shapes of expressions, and whether they always have a value.

use std::collections::BTreeMap;

use super::flow::{Flow, Frame, bind};
use super::names::Target;
use super::shape::Shape;
use super::syntax::{Expr, Kind, Node};

/// Builtins that give back a collection of what they are given.
const SAME_ELEMENTS: &[&str] = &["array.concat", "array.reverse", "array.slice", "sort"];

impl<'a> Flow<'a> {
    /// The shape of an expression; assignments in it bind variables of the frame.
    pub(super) fn expr(&mut self, expr: &'a Expr, frame: &mut Frame<'a>) -> Shape<'a> {
        match &expr.node {
            Node::Scalar(_) | Node::String(_) => Shape::scalar(),
            Node::Null => Shape::null(),
            Node::Var(name) => self.variable(name, frame),
            Node::Field(base, name) => self.named(expr, frame).unwrap_or_else(|| {
                let base = self.expr(base, frame);
                self.field(&base, name, expr.at, frame)
            }),
            Node::Index(base, index) => {
                let base = self.expr(base, frame);
                self.expr(index, frame);
                self.schemas.element(&base)
            }
            Node::List(items) => Shape::list(items.iter().map(|item| self.expr(item, frame)).collect()),
            Node::Object(fields) => self.object(fields, frame),
            Node::Comprehension { terms, statements } => self.comprehension(terms, statements, frame),
            Node::Call { function, arguments } => self.called(function, arguments, frame),
            Node::Assign(left, right) => {
                let shape = self.expr(right, frame);
                if is_pattern(left, frame) {
                    bind(left, shape, frame);
                } else {
                    let shape = self.expr(left, frame);
                    if is_pattern(right, frame) {
                        bind(right, shape, frame);
                    }
                }
                Shape::scalar()
            }
            Node::Operator(..) => {
                for child in expr.children() {
                    self.expr(child, frame);
                }
                Shape::any()
            }
            Node::Other => Shape::any(),
        }
    }

    /// The shape of an object that is written out; anything when a key is computed.
    fn object(&mut self, fields: &'a [(Expr, Expr)], frame: &mut Frame<'a>) -> Shape<'a> {
        let mut record = BTreeMap::new();
        let mut computed = false;
        for (key, value) in fields {
            let shape = self.expr(value, frame);
            if let Node::String(name) = &key.node {
                record.insert(name.as_str(), shape);
            } else {
                self.expr(key, frame);
                computed = true;
            }
        }
        if computed { Shape::any() } else { Shape::record(record) }
    }

    fn variable(&mut self, name: &'a str, frame: &Frame<'a>) -> Shape<'a> {
        if let Some(shape) = frame.variables.get(name) {
            return shape.clone();
        }
        if name == "input" {
            return self.schemas.document();
        }
        match self.resolve(&[name], frame) {
            Some(Target::Rule { file, name, .. }) => self.rule_shape(file, &name, frame),
            _ => self.imported(name, frame).unwrap_or_else(Shape::any),
        }
    }

    /// The shape of a reference that names a rule or something below `data`.
    fn named(&mut self, expr: &'a Expr, frame: &Frame<'a>) -> Option<Shape<'a>> {
        let path = expr.path()?;
        let root = *path.first()?;
        if root == "input" || frame.variables.contains_key(root) {
            return None;
        }
        match self.resolve(&path, frame)? {
            Target::Rule { file, name, used } => {
                let shape = self.rule_shape(file, &name, frame);
                let below = path.get(used..).unwrap_or_default();
                Some(below.iter().fold(shape, |shape, field| self.field(&shape, field, expr.at, frame)))
            }
            Target::Parameters { used } => {
                self.parameter(path.get(used..).unwrap_or_default(), expr.at, frame);
                Some(Shape::any())
            }
            // What is not there has a lint of its own, in `imports`.
            Target::Package | Target::Nothing => Some(Shape::any()),
        }
    }

    fn called(&mut self, function: &'a Expr, arguments: &'a [Expr], frame: &mut Frame<'a>) -> Shape<'a> {
        let given: Vec<Shape<'a>> = arguments.iter().map(|argument| self.expr(argument, frame)).collect();
        let path = function.path().unwrap_or_default();
        match self.resolve(&path, frame) {
            Some(Target::Rule { file, name, .. }) => self.call((file, &name), function.at, &given, frame),
            Some(_) => Shape::any(),
            None => self.builtin(&path.join("."), arguments, &given, frame),
        }
    }

    fn builtin(&mut self, name: &str, arguments: &'a [Expr], given: &[Shape<'a>], frame: &Frame<'a>) -> Shape<'a> {
        if name == "object.get" {
            let [base, _, default] = given else { return Shape::any() };
            let Some(key) = arguments.get(1) else { return Shape::any() };
            let keys: Vec<&str> = match &key.node {
                Node::String(key) => vec![key],
                Node::List(items) => items.iter().filter_map(as_string).collect(),
                _ => return Shape::any(),
            };
            let found =
                keys.into_iter().fold(base.clone(), |shape, key| self.field(&shape, key, key_at(arguments), frame));
            return found.or(default.clone());
        }
        if SAME_ELEMENTS.contains(&name) {
            let collections = given.iter().filter(|shape| shape.not_iterable().is_none());
            let element = collections.fold(Shape::default(), |shape, other| shape.or(self.schemas.element(other)));
            return Shape::collection(element);
        }
        Shape::any()
    }

    /// Reports a `not` whose expression may have no value, because OPA then gives no answer and gate says yes.
    pub(super) fn negated(&mut self, expr: &'a Expr, frame: &Frame<'a>) {
        // Without a schema nobody knows what is always there.
        if self.schemas.document().fields().is_empty() && !self.is_strict(frame) {
            return;
        }
        let operands: Vec<&'a Expr> = match &expr.node {
            Node::Call { arguments, .. } => arguments.iter().collect(),
            Node::Operator(_, operands) | Node::List(operands) => operands.iter().collect(),
            Node::Object(fields) => fields.iter().flat_map(|(key, value)| [key, value]).collect(),
            Node::Index(_, index) => vec![index],
            _ => return,
        };
        for operand in operands {
            // Where the shape is unknown a bundled policy knows what it does; anybody else is told.
            if !self.always_defined(operand, frame) && (self.is_strict(frame) || is_own(operand, frame)) {
                let what = "`not` over a value that may be absent: gate would say yes, OPA nothing";
                let instead = "bind it first: `x := object.get(entity, \"field\", \"\")`";
                self.report(frame, operand.at, what, instead);
            }
        }
    }

    /// Whether an expression has a value whenever its variables have one.
    fn always_defined(&mut self, expr: &'a Expr, frame: &Frame<'a>) -> bool {
        match &expr.node {
            Node::Scalar(_) | Node::Null | Node::String(_) | Node::Comprehension { .. } | Node::Other => true,
            Node::Var(name) => {
                name == "input" || frame.variables.contains_key(name.as_str()) || self.rule_is_defined(&[name], frame)
            }
            Node::Field(base, name) => {
                if let Some(path) = expr.path()
                    && self.rule_is_defined(&path, frame)
                {
                    return true;
                }
                let shape = self.expr(base, &mut frame.clone());
                self.always_defined(base, frame) && shape.always_has(name)
            }
            Node::Index(..) => false,
            Node::Call { function, arguments } => {
                arguments.iter().all(|argument| self.always_defined(argument, frame))
                    && self.always_answers(function, arguments, frame)
            }
            Node::List(_) | Node::Object(_) | Node::Operator(..) | Node::Assign(..) => {
                expr.children().into_iter().all(|child| self.always_defined(child, frame))
            }
        }
    }

    /// Whether a function has a value for arguments that have one: builtins have, or they stop the policy.
    fn always_answers(&mut self, function: &'a Expr, arguments: &'a [Expr], frame: &Frame<'a>) -> bool {
        let path = function.path().unwrap_or_default();
        let Some(target) = self.resolve(&path, frame) else { return true };
        let (Target::Rule { file, name, .. }, true) = (target, frame.is_shallow()) else { return false };
        let given: Vec<Shape<'a>> = arguments.iter().map(|argument| self.expr(argument, &mut frame.clone())).collect();
        let all = self.names.file(file).map_or(&[][..], |file| &file.tree.rules);
        all.iter().filter(|rule| rule.name == name).any(|rule| {
            let mut inner = frame.inside(file);
            for (parameter, shape) in rule.parameters.iter().zip(&given) {
                bind(parameter, shape.clone(), &mut inner);
            }
            let value = rule.value.as_ref().filter(|_| rule.bodies.is_empty());
            rule.kind == Kind::Default || value.is_some_and(|value| self.always_defined(value, &inner))
        })
    }

    /// Whether a path names a rule that always has a value, or a parameter.
    fn rule_is_defined(&self, path: &[&str], frame: &Frame<'a>) -> bool {
        match self.resolve(path, frame) {
            Some(Target::Rule { file, name, used }) if used == path.len() => {
                let rules = self.names.file(file).map_or(&[][..], |file| &file.tree.rules);
                rules
                    .iter()
                    .filter(|rule| rule.name == name)
                    .any(|rule| matches!(rule.kind, Kind::Set | Kind::Object | Kind::Default) || rule.bodies.is_empty())
            }
            Some(Target::Parameters { .. }) => true,
            _ => false,
        }
    }
}

/// Whether a value comes only from what has a known shape, so that something can be said about it.
fn is_own(expr: &Expr, frame: &Frame<'_>) -> bool {
    match expr.root() {
        Some("input") => true,
        Some(name) => frame.variables.get(name).is_none_or(|shape| !shape.is_open()),
        None => expr.children().into_iter().all(|child| is_own(child, frame)),
    }
}

/// Whether an assignment to this gives variables their values.
fn is_pattern(expr: &Expr, frame: &Frame<'_>) -> bool {
    match &expr.node {
        Node::Var(name) => name != "input" && !frame.variables.contains_key(name.as_str()),
        Node::List(_) | Node::Object(_) => true,
        _ => false,
    }
}

fn as_string(expr: &Expr) -> Option<&str> {
    match &expr.node {
        Node::String(text) => Some(text),
        _ => None,
    }
}

/// Offset of the key of an `object.get`.
fn key_at(arguments: &[Expr]) -> usize {
    arguments.get(1).map_or(0, |key| key.at)
}
