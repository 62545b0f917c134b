//! Numbers that double their length again and again: integers have no limit in the engine, no step is counted inside of
//! a multiplication, and thirty squares are a number of a gigabyte.
//!
//! How long each value may become is estimated from the text. A value is as long as the longest of what it is made of;
//! a product is as long as both of its factors together, and a function makes its arguments so many times longer as it
//! makes a number of 64 bits.

use std::collections::BTreeMap;

use super::names::{Names, Target};
use super::syntax::{Expr, Literal, Node, Operator, Rule, Statement};
use super::{Lint, Parsed};

/// Bits of a number of the input.
const WORD: u64 = 64;
/// The most bits of a number; it has 19 000 digits.
const MOST: u64 = 65_536;
/// How often a body is read, because a variable may stand above the statement that binds it.
const READINGS: usize = 8;

/// Checks that no rule of a file makes a number of more than [`MOST`] bits.
pub(super) fn growth(names: &Names<'_>, index: usize, file: &Parsed, lints: &mut Vec<Lint>) {
    let mut growth = Growth { names, index, file, known: BTreeMap::new(), longest: 0 };
    for rule in &file.tree.rules {
        growth.named(&rule.name);
        if growth.longest > MOST {
            let what = format!("numbers of more than {MOST} bits: products of products");
            lints.push(file.report(rule.at, &what, "multiply values of the input"));
            return;
        }
    }
}

struct Growth<'a> {
    names: &'a Names<'a>,
    index: usize,
    file: &'a Parsed,
    /// The bits of rules, and of functions of a number of 64 bits.
    known: BTreeMap<&'a str, u64>,
    longest: u64,
}

/// The bits of the variables of a rule.
type Variables<'a> = BTreeMap<&'a str, u64>;

impl<'a> Growth<'a> {
    /// The bits of a rule of the file.
    fn named(&mut self, name: &'a str) -> u64 {
        if let Some(bits) = self.known.get(name) {
            return *bits;
        }
        // Recursion is refused elsewhere; it must end here.
        self.known.insert(name, WORD);
        let rules = self.names.rules(self.index, name);
        let bits = rules.into_iter().map(|rule| self.rule(rule)).max().unwrap_or(WORD);
        self.known.insert(name, bits);
        bits
    }

    fn rule(&mut self, rule: &'a Rule) -> u64 {
        let mut variables = Variables::new();
        for _ in 0..READINGS {
            let before = variables.clone();
            for body in &rule.bodies {
                self.statements(&body.statements, &mut variables);
            }
            if variables == before {
                break;
            }
        }
        let values =
            rule.key.iter().chain(&rule.value).chain(rule.bodies.iter().filter_map(|body| body.value.as_ref()));
        values.map(|value| self.expr(value, &mut variables)).max().unwrap_or(WORD)
    }

    fn statements(&mut self, statements: &'a [Statement], variables: &mut Variables<'a>) {
        for statement in statements {
            match &statement.literal {
                Literal::SomeIn { key, value, collection } => {
                    let bits = self.expr(collection, variables);
                    key.iter().chain([value]).for_each(|pattern| bind(pattern, bits, variables));
                }
                Literal::Holds(held) | Literal::Not(held) => {
                    self.expr(held, variables);
                }
                Literal::Every { variables: names, domain, statements } => {
                    let bits = self.expr(domain, variables);
                    for name in names {
                        longer(name, bits, variables);
                    }
                    self.statements(statements, variables);
                }
                Literal::Declare(_) | Literal::Other => {}
            }
        }
    }

    fn expr(&mut self, expr: &'a Expr, variables: &mut Variables<'a>) -> u64 {
        let bits = match &expr.node {
            Node::Comprehension { terms, statements } => {
                self.statements(statements, variables);
                terms.iter().map(|term| self.expr(term, variables)).max().unwrap_or(WORD)
            }
            Node::Assign(left, right) => {
                let bits = self.expr(right, variables);
                bind(left, bits, variables);
                bits
            }
            Node::Operator(Operator::Times, factors) => {
                factors.iter().map(|factor| self.expr(factor, variables)).fold(0, u64::saturating_add)
            }
            Node::Call { function, arguments } => {
                let given = arguments.iter().map(|argument| self.expr(argument, variables)).max().unwrap_or(WORD);
                let made = self.own(function).map_or(WORD, |name| self.named(name));
                given.saturating_mul(made.div_ceil(WORD))
            }
            Node::Var(_) | Node::Field(..) | Node::Index(..) => self.reference(expr, variables),
            _ => expr.children().into_iter().map(|child| self.expr(child, variables)).max().unwrap_or(WORD),
        };
        self.longest = self.longest.max(bits);
        bits
    }

    fn reference(&mut self, expr: &'a Expr, variables: &Variables<'a>) -> u64 {
        let local = expr.root().and_then(|root| variables.get(root).copied());
        local.unwrap_or_else(|| self.own(expr).map_or(WORD, |name| self.named(name)))
    }

    /// The rule of the file that a reference names.
    fn own(&self, reference: &'a Expr) -> Option<&'a str> {
        let path = reference.path().or_else(|| Some(vec![reference.root()?]))?;
        match self.names.resolve(&self.file.tree, &path)? {
            Target::Rule { file, name, .. } if file == self.index => {
                self.file.tree.rules.iter().find(|rule| rule.name == name).map(|rule| rule.name.as_str())
            }
            _ => None,
        }
    }
}

/// Gives the variables of a pattern the bits of what they are bound to.
fn bind<'a>(pattern: &'a Expr, bits: u64, variables: &mut Variables<'a>) {
    for name in super::visit::variables(pattern) {
        longer(name, bits, variables);
    }
}

fn longer<'a>(name: &'a str, bits: u64, variables: &mut Variables<'a>) {
    let known = variables.entry(name).or_default();
    *known = bits.max(*known);
}
