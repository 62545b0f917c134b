//! Follows values of the document through a policy: loops, aliases, functions and rules.
//!
//! It reports fields that the schema does not have, loops over what may be null, and `not` over what may be absent.
//! Where it loses track it says nothing.

use std::collections::{BTreeMap, BTreeSet};

use super::names::{Names, Target};
use super::shape::{Schemas, Shape};
use super::syntax::{Expr, Import, Kind, Literal, Node, Operator, Rule, Statement};
use super::visit::variables;
use super::{Lint, nearest};
use crate::policy::{Authority, Policy};

/// Functions that are looked into for one file; far more than any policy calls.
const CALLS: usize = 5000;
/// Functions inside functions that are looked into.
const NESTING: usize = 24;

/// The analysis of one file.
pub(super) struct Flow<'a> {
    pub(super) names: &'a Names<'a>,
    pub(super) schemas: Schemas<'a>,
    /// The file that is linted.
    index: usize,
    /// The policy that it is, for its parameters.
    policy: Option<&'a Policy>,
    rules: BTreeMap<(usize, String), Shape<'a>>,
    calls: usize,
    lints: BTreeSet<Lint>,
}

/// Where the analysis is.
#[derive(Debug, Clone)]
pub(super) struct Frame<'a> {
    /// The file.
    pub(super) file: usize,
    /// The variables that have a value.
    pub(super) variables: BTreeMap<&'a str, Shape<'a>>,
    /// References that were found to be collections: `layer.actors` after `is_array(layer.actors)`.
    collections: BTreeSet<String>,
    /// Offset and name of the call in the linted file that led to another file.
    site: Option<(usize, String)>,
    /// How many functions are around it.
    depth: usize,
}

impl Frame<'_> {
    /// An empty frame in a file, one level deeper.
    pub(super) fn inside(&self, file: usize) -> Self {
        let depth = self.depth.saturating_add(1);
        Self { file, variables: BTreeMap::new(), collections: BTreeSet::new(), site: self.site.clone(), depth }
    }

    /// Whether functions may still be looked into.
    pub(super) const fn is_shallow(&self) -> bool {
        self.depth < NESTING
    }
}

impl<'a> Flow<'a> {
    /// The lints of a file; `index` is its place among the names.
    pub(super) fn lints(
        names: &'a Names<'a>,
        index: usize,
        schemas: Schemas<'a>,
        policy: Option<&'a Policy>,
    ) -> BTreeSet<Lint> {
        let (rules, lints) = (BTreeMap::new(), BTreeSet::new());
        let mut flow = Self { names, schemas, index, policy, rules, calls: CALLS, lints };
        let frame =
            Frame { file: index, variables: BTreeMap::new(), collections: BTreeSet::new(), site: None, depth: 0 };
        for import in names.file(index).map_or(&[][..], |file| &file.tree.imports) {
            flow.import(import, &frame);
        }
        for rule in names.file(index).map_or(&[][..], |file| &file.tree.rules) {
            flow.rule(rule, &[], &frame);
        }
        flow.lints
    }

    /// Reports at an offset of the file of the frame, or at the call that led there.
    pub(super) fn report(&mut self, frame: &Frame<'a>, at: usize, what: &str, instead: &str) {
        let Some(file) = self.names.file(self.index) else { return };
        let lint = match &frame.site {
            Some((site, name)) => {
                file.report(*site, &format!("`{name}` is given something else than it takes: {what}"), instead)
            }
            None if frame.file == self.index => file.report(at, what, instead),
            None => return,
        };
        self.lints.insert(lint);
    }

    /// The shape of what a rule gives for these arguments; without arguments its parameters may be anything.
    fn rule(&mut self, rule: &'a Rule, arguments: &[Shape<'a>], outer: &Frame<'a>) -> Shape<'a> {
        let mut frame = Frame { depth: outer.depth.saturating_add(1), ..outer.clone() };
        frame.variables.clear();
        frame.collections.clear();
        for (index, parameter) in rule.parameters.iter().enumerate() {
            bind(parameter, arguments.get(index).cloned().unwrap_or_else(Shape::any), &mut frame);
        }
        if rule.bodies.is_empty() {
            return self.head(rule, None, &mut frame);
        }
        rule.bodies.iter().fold(Shape::default(), |shape, body| {
            let mut frame = frame.clone();
            self.statements(&body.statements, &mut frame);
            shape.or(self.head(rule, body.value.as_ref(), &mut frame))
        })
    }

    /// The shape of the head once its variables are bound.
    fn head(&mut self, rule: &'a Rule, own: Option<&'a Expr>, frame: &mut Frame<'a>) -> Shape<'a> {
        let key = rule.key.as_ref().map(|key| self.expr(key, frame));
        let value = own.or(rule.value.as_ref()).map(|value| self.expr(value, frame));
        match rule.kind {
            Kind::Set => Shape::collection(key.unwrap_or_else(Shape::any)),
            Kind::Object => Shape::collection(value.unwrap_or_else(Shape::any)),
            Kind::Complete | Kind::Function | Kind::Default => value.unwrap_or_else(Shape::scalar),
        }
    }

    fn statements(&mut self, statements: &'a [Statement], frame: &mut Frame<'a>) {
        for statement in statements {
            if statement.with.is_empty() {
                self.literal(&statement.literal, frame);
            } else if let Literal::Holds(Expr { node: Node::Assign(left, _), .. }) = &statement.literal {
                // Under another input nothing is known.
                bind(left, Shape::any(), frame);
            }
        }
    }

    fn literal(&mut self, literal: &'a Literal, frame: &mut Frame<'a>) {
        match literal {
            Literal::SomeIn { key, value, collection } => {
                let element = self.loop_over(collection, frame);
                bind(value, element, frame);
                if let Some(key) = key {
                    bind(key, Shape::scalar(), frame);
                }
            }
            Literal::Holds(expr) => {
                self.expr(expr, frame);
                narrow(expr, frame);
            }
            Literal::Not(expr) => {
                let mut inner = frame.clone();
                self.expr(expr, &mut inner);
                self.negated(expr, &inner);
            }
            Literal::Every { variables, domain, statements } => {
                let element = self.loop_over(domain, frame);
                let mut inner = frame.clone();
                if let Some((value, keys)) = variables.split_last() {
                    inner.variables.insert(value, element);
                    inner.variables.extend(keys.iter().map(|key| (key.as_str(), Shape::scalar())));
                }
                self.statements(statements, &mut inner);
            }
            Literal::Declare(_) | Literal::Other => {}
        }
    }

    /// The shape of the elements of a collection that is looped over.
    fn loop_over(&mut self, collection: &'a Expr, frame: &mut Frame<'a>) -> Shape<'a> {
        let shape = self.expr(collection, frame);
        let checked = collection.path().is_some_and(|path| frame.collections.contains(&path.join(".")));
        if let Some(why) = shape.not_iterable().filter(|_| !checked) {
            let what = format!("this loops over something that {why}, which stops the policy");
            self.report(frame, collection.at, &what, "check it first: `is_array(x)`");
        }
        self.schemas.element(&shape)
    }

    /// The shape of the rules of a name, computed once.
    pub(super) fn rule_shape(&mut self, file: usize, name: &str, frame: &Frame<'a>) -> Shape<'a> {
        let key = (file, name.to_owned());
        if let Some(shape) = self.rules.get(&key) {
            return shape.clone();
        }
        // Recursion has its own lint; here it only must end.
        self.rules.insert(key.clone(), Shape::any());
        let outer =
            Frame { file, variables: BTreeMap::new(), collections: BTreeSet::new(), site: None, depth: frame.depth };
        let all = self.names.file(file).map_or(&[][..], |file| &file.tree.rules);
        let named = all.iter().filter(|rule| rule.name == name);
        let shape = named.fold(Shape::default(), |shape, rule| shape.or(self.rule(rule, &[], &outer)));
        self.rules.insert(key, shape.clone());
        shape
    }

    /// The shape of a call of a function of one of the files.
    pub(super) fn call(
        &mut self,
        target: (usize, &str),
        at: usize,
        given: &[Shape<'a>],
        frame: &Frame<'a>,
    ) -> Shape<'a> {
        let (file, name) = target;
        let Some(left) = self.calls.checked_sub(1).filter(|_| frame.depth < NESTING) else { return Shape::any() };
        self.calls = left;
        let site = frame.site.clone().or_else(|| (file != self.index).then(|| (at, name.to_owned())));
        let outer = Frame { file, variables: BTreeMap::new(), collections: BTreeSet::new(), site, depth: frame.depth };
        let rules = self.names.rules(file, name);
        rules.into_iter().fold(Shape::default(), |shape, rule| shape.or(self.rule(rule, given, &outer)))
    }

    /// The shape of a comprehension.
    pub(super) fn comprehension(&mut self, terms: &'a [Expr], body: &'a [Statement], frame: &Frame<'a>) -> Shape<'a> {
        let mut inner = frame.clone();
        self.statements(body, &mut inner);
        let shapes: Vec<Shape<'a>> = terms.iter().map(|term| self.expr(term, &mut inner)).collect();
        Shape::collection(shapes.into_iter().next_back().unwrap_or_default())
    }

    /// A field of a value, reported when there is none.
    pub(super) fn field(&mut self, base: &Shape<'a>, name: &str, at: usize, frame: &Frame<'a>) -> Shape<'a> {
        self.schemas.field(base, name).unwrap_or_else(|| {
            let fields = base.fields();
            let instead = match nearest(name, fields.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None if fields.is_empty() => "see the schema of its input".to_owned(),
                None => format!("it has {}", fields.into_iter().take(12).collect::<Vec<_>>().join(", ")),
            };
            self.report(frame, at, &format!("there is no field `{name}` here"), &instead);
            Shape::any()
        })
    }

    /// Checks a reference into the parameters of policies: `rest` is the slug, the name and what is below it.
    pub(super) fn parameter(&mut self, rest: &[&str], at: usize, frame: &Frame<'a>) {
        let Some(policy) = self.policy.filter(|_| frame.file == self.index) else { return };
        let slug = &policy.meta.slug;
        let names: Vec<&str> = policy.meta.parameters.keys().map(String::as_str).collect();
        match rest {
            [own, name, ..] if own == slug && !names.contains(name) => {
                let what = format!("the metadata has no parameter `{name}`");
                self.report(frame, at, &what, "declare it under `parameters` with its default");
            }
            [other, ..] if other != slug => {
                let what = format!("`{other}` is not this policy, so it has no parameters of that name");
                self.report(frame, at, &what, &format!("write data.gate.parameters[\"{slug}\"]"));
            }
            _ => {}
        }
    }

    /// Checks an import below the input, or of parameters.
    fn import(&mut self, import: &'a Import, frame: &Frame<'a>) {
        let path: Vec<&str> = import.path.iter().map(String::as_str).collect();
        match path.as_slice() {
            ["input", below @ ..] => {
                let shape = self.schemas.document();
                below.iter().fold(shape, |shape, name| self.field(&shape, name, import.at, frame));
            }
            ["data", "gate", "parameters", rest @ ..] => self.parameter(rest, import.at, frame),
            _ => {}
        }
    }

    /// The shape of a name that stands for something below the input.
    pub(super) fn imported(&self, name: &str, frame: &Frame<'a>) -> Option<Shape<'a>> {
        let imports = &self.names.file(frame.file)?.tree.imports;
        let import = imports.iter().find(|import| import.alias == name)?;
        let (_, below) = import.path.split_first().filter(|(root, _)| *root == "input")?;
        let field = |shape: Shape<'a>, name: &String| self.schemas.field(&shape, name).unwrap_or_else(Shape::any);
        Some(below.iter().fold(self.schemas.document(), field))
    }

    /// Whether a frame is in a file of a user, about which nothing is taken on trust.
    pub(super) fn is_strict(&self, frame: &Frame<'a>) -> bool {
        frame.file == self.index && self.policy.is_some_and(|policy| policy.authority == Authority::User)
    }

    /// What a path stands for in the file of a frame.
    pub(super) fn resolve(&self, path: &[&str], frame: &Frame<'a>) -> Option<Target> {
        self.names.resolve(&self.names.file(frame.file)?.tree, path)
    }
}

/// Gives the variables of a pattern their shapes.
pub(super) fn bind<'a>(pattern: &'a Expr, shape: Shape<'a>, frame: &mut Frame<'a>) {
    match &pattern.node {
        Node::Var(name) => drop(frame.variables.insert(name, shape)),
        Node::List(parts) => {
            parts.iter().zip(shape.destructured(parts.len())).for_each(|(part, shape)| bind(part, shape, frame));
        }
        _ => variables(pattern).into_iter().for_each(|name| drop(frame.variables.insert(name, Shape::any()))),
    }
}

/// Checks that leave only collections.
const COLLECTIONS: &[&str] = &["is_array", "is_object", "is_set"];

/// Remembers what a condition says about a reference: `is_array(x)` or `x != null`.
fn narrow<'a>(condition: &'a Expr, frame: &mut Frame<'a>) {
    let checked = match &condition.node {
        Node::Call { function, arguments } => match (function.path().as_deref(), &arguments[..]) {
            (Some([check]), [one]) if COLLECTIONS.contains(check) => one.path(),
            _ => None,
        },
        Node::Operator(Operator::Differs, operands) => match &operands[..] {
            [one, Expr { node: Node::Null, .. }] | [Expr { node: Node::Null, .. }, one] => one.path(),
            _ => None,
        },
        _ => None,
    };
    frame.collections.extend(checked.map(|path| path.join(".")));
}
