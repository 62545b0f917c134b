//! A variable of a comprehension or an `every` with the name of one outside. In OPA it is another variable; the engine
//! takes `some i` for the one outside, and refuses most else in words that help nobody.

use std::collections::BTreeSet;

use super::syntax::{Body, Expr, Literal, Node, Rule, Statement};
use super::visit::variables;
use super::{Lint, Parsed};

/// Checks every rule of a file.
pub(super) fn shadow(file: &Parsed, lints: &mut Vec<Lint>) {
    for rule in &file.tree.rules {
        let mut shadow = Shadow { file, lints };
        let parameters: BTreeSet<&str> = rule.parameters.iter().flat_map(variables).collect();
        shadow.rule(rule, &parameters);
    }
}

struct Shadow<'a, 'l> {
    file: &'a Parsed,
    lints: &'l mut Vec<Lint>,
}

impl<'a> Shadow<'a, '_> {
    fn rule(&mut self, rule: &'a Rule, parameters: &BTreeSet<&'a str>) {
        for Body { value, statements } in &rule.bodies {
            let mut names = parameters.clone();
            self.statements(statements, rule.at, &mut names, &BTreeSet::new());
            value.iter().chain(&rule.key).chain(&rule.value).for_each(|part| self.expr(part, &names));
        }
        if rule.bodies.is_empty() {
            rule.value.iter().for_each(|part| self.expr(part, parameters));
        }
    }

    /// Statements in their order. `names` are those so far, `outside` those of the scopes around.
    fn statements(
        &mut self,
        all: &'a [Statement],
        at: usize,
        names: &mut BTreeSet<&'a str>,
        outside: &BTreeSet<&'a str>,
    ) {
        for statement in all {
            match &statement.literal {
                Literal::Declare(declared) => {
                    for name in declared {
                        self.declare(name, at, names, outside);
                    }
                }
                Literal::SomeIn { key, value, collection } => {
                    self.expr(collection, names);
                    for part in key.iter().chain([value]) {
                        for name in variables(part) {
                            self.declare(name, part.at, names, outside);
                        }
                    }
                }
                Literal::Holds(Expr { node: Node::Assign(left, right), .. }) => {
                    self.expr(right, names);
                    names.extend(variables(left));
                }
                Literal::Holds(expr) | Literal::Not(expr) => self.expr(expr, names),
                Literal::Every { variables, domain, statements } => {
                    self.expr(domain, names);
                    let around = names.clone();
                    let mut inner = around.clone();
                    inner.extend(variables.iter().map(String::as_str));
                    self.statements(statements, domain.at, &mut inner, &around);
                }
                Literal::Other => {}
            }
        }
    }

    fn declare(&mut self, name: &'a str, at: usize, names: &mut BTreeSet<&'a str>, outside: &BTreeSet<&'a str>) {
        if outside.contains(name) && name != "_" {
            let what = format!("`{name}` is declared again inside: gate would take it for the one outside");
            self.lints.push(self.file.report(at, &what, "give it another name"));
        }
        names.insert(name);
    }

    fn expr(&mut self, expr: &'a Expr, names: &BTreeSet<&'a str>) {
        expr.children().into_iter().for_each(|child| self.expr(child, names));
        if let Node::Comprehension { terms, statements } = &expr.node {
            let mut inner = names.clone();
            self.statements(statements, expr.at, &mut inner, names);
            for term in terms {
                self.expr(term, &inner);
            }
        }
    }
}
