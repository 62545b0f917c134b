//! Patterns of objects: `{"a": x}` matches only objects of exactly these fields in OPA, and every object that has them in
//! the engine.

use super::syntax::{Expr, Literal, Node, Statement};
use super::visit::{self, Visit, variables};
use super::{Lint, Parsed};

/// Checks every pattern of a file.
pub(super) fn patterns(file: &Parsed, lints: &mut Vec<Lint>) {
    let mut patterns = Patterns { file, lints };
    for rule in &file.tree.rules {
        rule.parameters.iter().for_each(|parameter| patterns.check(parameter));
        visit::rule(rule, &mut patterns);
    }
}

struct Patterns<'a, 'l> {
    file: &'a Parsed,
    lints: &'l mut Vec<Lint>,
}

impl Patterns<'_, '_> {
    fn check(&mut self, pattern: &Expr) {
        match &pattern.node {
            Node::Object(_) => {
                let what = "a pattern of an object matches more here than in OPA";
                self.lints.push(self.file.report(pattern.at, what, "bind the object and take its fields by name"));
            }
            Node::List(parts) => parts.iter().for_each(|part| self.check(part)),
            _ => {}
        }
    }
}

impl<'a> Visit<'a> for Patterns<'a, '_> {
    fn statement(&mut self, statement: &'a Statement) {
        if let Literal::SomeIn { key, value, .. } = &statement.literal {
            key.iter().chain([value]).for_each(|pattern| self.check(pattern));
        }
    }

    fn expr(&mut self, expr: &'a Expr) {
        if let Node::Assign(left, _) = &expr.node
            && !variables(left).is_empty()
        {
            self.check(left);
        }
    }
}
