//! Visits every statement and expression of a rule.

use std::collections::BTreeSet;

use super::syntax::{Body, Expr, Literal, Node, Rule, Statement};

/// Something that looks at statements and expressions; both see the outer one first.
pub(in crate::engine) trait Visit<'a> {
    /// Looks at one statement.
    fn statement(&mut self, _statement: &'a Statement) {}
    /// Looks at one expression.
    fn expr(&mut self, _expr: &'a Expr) {}
}

/// Shows everything in a rule to a visitor.
pub(in crate::engine) fn rule<'a>(rule: &'a Rule, visitor: &mut impl Visit<'a>) {
    rule.key.iter().chain(&rule.value).chain(&rule.parameters).for_each(|part| expr(part, visitor));
    for Body { value, statements: body } in &rule.bodies {
        if let Some(value) = value {
            expr(value, visitor);
        }
        statements(body, visitor);
    }
}

/// Shows statements and everything in them.
pub(in crate::engine) fn statements<'a>(all: &'a [Statement], visitor: &mut impl Visit<'a>) {
    for statement in all {
        visitor.statement(statement);
        match &statement.literal {
            Literal::SomeIn { key, value, collection } => {
                key.iter().chain([value, collection]).for_each(|part| expr(part, visitor));
            }
            Literal::Holds(held) | Literal::Not(held) => expr(held, visitor),
            Literal::Every { domain, statements: body, .. } => {
                expr(domain, visitor);
                statements(body, visitor);
            }
            Literal::Declare(_) | Literal::Other => {}
        }
        statement.with.iter().for_each(|(_, replacement)| expr(replacement, visitor));
    }
}

/// Shows an expression and everything in it.
pub(in crate::engine) fn expr<'a>(one: &'a Expr, visitor: &mut impl Visit<'a>) {
    visitor.expr(one);
    one.children().into_iter().for_each(|child| expr(child, visitor));
    if let Node::Comprehension { terms, statements: body } = &one.node {
        for term in terms {
            expr(term, visitor);
        }
        statements(body, visitor);
    }
}

/// The names that a rule declares for itself.
pub(in crate::engine) fn locals(of: &Rule) -> BTreeSet<&str> {
    struct Locals<'a>(BTreeSet<&'a str>);
    impl<'a> Visit<'a> for Locals<'a> {
        fn statement(&mut self, statement: &'a Statement) {
            match &statement.literal {
                Literal::Declare(names) | Literal::Every { variables: names, .. } => {
                    self.0.extend(names.iter().map(String::as_str));
                }
                Literal::SomeIn { key, value, .. } => {
                    key.iter().chain([value]).for_each(|part| self.0.extend(variables(part)));
                }
                Literal::Holds(Expr { node: Node::Assign(left, _), .. }) => self.0.extend(variables(left)),
                Literal::Holds(_) | Literal::Not(_) | Literal::Other => {}
            }
        }
    }
    let mut found = Locals(of.parameters.iter().flat_map(variables).collect());
    rule(of, &mut found);
    found.0
}

/// The variables of a pattern such as `[a, {"k": b}]`.
pub(in crate::engine) fn variables(pattern: &Expr) -> Vec<&str> {
    match &pattern.node {
        Node::Var(name) => vec![name],
        Node::List(_) => pattern.children().into_iter().flat_map(variables).collect(),
        Node::Object(fields) => fields.iter().flat_map(|(_, value)| variables(value)).collect(),
        _ => Vec::new(),
    }
}
