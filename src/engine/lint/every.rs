//! `not` inside of `every`: the engine takes the variable of the `every` in an index for a loop of its own, so that
//! `not o[k]` does not hold where `o` has no `k`. OPA says that it holds.

use super::syntax::{Expr, Literal, Node, Statement};
use super::visit::{self, Visit};
use super::{Lint, Parsed};

/// Checks every `every` of a file, in rules, functions and comprehensions.
pub(super) fn every(file: &Parsed, lints: &mut Vec<Lint>) {
    let mut every = Every { file, lints };
    file.tree.rules.iter().for_each(|rule| visit::rule(rule, &mut every));
}

struct Every<'a, 'l> {
    file: &'a Parsed,
    lints: &'l mut Vec<Lint>,
}

impl<'a> Visit<'a> for Every<'a, '_> {
    fn statement(&mut self, statement: &'a Statement) {
        if let Literal::Every { variables, statements, .. } = &statement.literal {
            let mut negated = Negated { variables, inside: false, found: Vec::new() };
            negated.statements(statements);
            for (at, variable) in negated.found {
                let what = format!("`not` over `[{variable}]` inside of `every`: gate would say no where OPA says yes");
                let instead =
                    format!("write `object.get(o, {variable}, null) == null`, or `not` a rule that looks it up");
                self.lints.push(self.file.report(at, &what, &instead));
            }
        }
    }
}

/// Indexes below `not` that are variables of the `every` around.
struct Negated<'a> {
    variables: &'a [String],
    inside: bool,
    found: Vec<(usize, &'a str)>,
}

impl<'a> Negated<'a> {
    fn statements(&mut self, statements: &'a [Statement]) {
        for statement in statements {
            match &statement.literal {
                Literal::Not(expr) => {
                    self.inside = true;
                    self.expr(expr);
                    self.inside = false;
                }
                Literal::Every { domain, statements, .. } => {
                    self.expr(domain);
                    self.statements(statements);
                }
                Literal::Holds(expr) | Literal::SomeIn { collection: expr, .. } => self.expr(expr),
                Literal::Declare(_) | Literal::Other => {}
            }
        }
    }

    fn expr(&mut self, expr: &'a Expr) {
        if let Node::Index(_, index) = &expr.node
            && let Node::Var(name) = &index.node
            && self.inside
            && self.variables.contains(name)
        {
            self.found.push((expr.at, name));
        }
        expr.children().into_iter().for_each(|child| self.expr(child));
        if let Node::Comprehension { statements, .. } = &expr.node {
            let outside = std::mem::take(&mut self.inside);
            self.statements(statements);
            self.inside = outside;
        }
    }
}
