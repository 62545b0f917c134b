//! What an expression refers to, as the configuration of a plan lists it.

use std::collections::BTreeSet;

use hcl_edit::expr::{Expression, ForExpr, ObjectKey, Traversal, TraversalOperator};
use hcl_edit::template::{Directive, Element, Template};

use crate::input::terraform::address::{Key, Part, parts};

/// References, each as its parts.
pub(super) type References = BTreeSet<Vec<Part>>;

/// Every reference of an expression, up to the first index that is not written out. Iterators of `for` are none.
pub(super) fn of(expression: &Expression) -> References {
    let mut walk = Walk { scope: Vec::new(), found: BTreeSet::new() };
    walk.expression(expression);
    walk.found
}

/// The references that a plan lists.
pub(super) fn planned(list: &[serde_json::Value]) -> References {
    list.iter().filter_map(|text| parts(text.as_str()?)).collect()
}

/// Whether two sets mean the same: each reference of one begins or goes on with one of the other. Old versions of the
/// tool list `aws_s3_bucket.b` where newer ones add `aws_s3_bucket.b.id`.
pub(super) fn agree(planned: &References, written: &References) -> bool {
    let planned = maximal(planned);
    let written = maximal(written);
    let related = |left: &[Part], right: &[Part]| left.starts_with(right) || right.starts_with(left);
    written.iter().all(|one| planned.iter().any(|other| related(one, other)))
        && planned.iter().all(|one| written.iter().any(|other| related(one, other)))
}

/// Those that are not the beginning of another.
fn maximal(references: &References) -> Vec<&Vec<Part>> {
    // Whatever goes on with a reference comes right behind it in order.
    let mut ordered = references.iter().peekable();
    let mut kept = Vec::new();
    while let Some(reference) = ordered.next() {
        if ordered.peek().is_none_or(|next| !next.starts_with(reference)) {
            kept.push(reference);
        }
    }
    kept
}

struct Walk<'a> {
    /// The iterators that are in scope.
    scope: Vec<&'a str>,
    found: References,
}

impl<'a> Walk<'a> {
    fn expression(&mut self, expression: &'a Expression) {
        match expression {
            Expression::Array(items) => items.iter().for_each(|item| self.expression(item)),
            Expression::Object(object) => {
                for (key, value) in object {
                    // A bare name is a key, not a reference.
                    if let ObjectKey::Expression(key) = key
                        && !matches!(key, Expression::Variable(_))
                    {
                        self.expression(key);
                    }
                    self.expression(value.expr());
                }
            }
            Expression::StringTemplate(template) => template.iter().for_each(|element| self.element(element)),
            Expression::HeredocTemplate(heredoc) => self.template(&heredoc.template),
            Expression::Parenthesis(inner) => self.expression(inner.inner()),
            Expression::Conditional(conditional) => {
                self.expression(&conditional.cond_expr);
                self.expression(&conditional.true_expr);
                self.expression(&conditional.false_expr);
            }
            Expression::FuncCall(call) => call.args.iter().for_each(|argument| self.expression(argument)),
            Expression::Traversal(traversal) => self.traversal(traversal),
            Expression::UnaryOp(operation) => self.expression(&operation.expr),
            Expression::BinaryOp(operation) => {
                self.expression(&operation.lhs_expr);
                self.expression(&operation.rhs_expr);
            }
            Expression::ForExpr(each) => self.each(each),
            Expression::Null(_)
            | Expression::Bool(_)
            | Expression::Number(_)
            | Expression::String(_)
            | Expression::Variable(_) => {}
        }
    }

    fn each(&mut self, each: &'a ForExpr) {
        self.expression(&each.intro.collection_expr);
        let before = self.scope.len();
        self.scope.extend(each.intro.key_var.iter().map(|name| name.as_str()));
        self.scope.push(each.intro.value_var.as_str());
        if let Some(key) = &each.key_expr {
            self.expression(key);
        }
        self.expression(&each.value_expr);
        if let Some(condition) = &each.cond {
            self.expression(&condition.expr);
        }
        self.scope.truncate(before);
    }

    fn template(&mut self, template: &'a Template) {
        template.iter().for_each(|element| self.element(element));
    }

    fn element(&mut self, element: &'a Element) {
        match element {
            Element::Literal(_) => {}
            Element::Interpolation(interpolation) => self.expression(&interpolation.expr),
            Element::Directive(directive) => match directive.as_ref() {
                Directive::If(choice) => {
                    self.expression(&choice.if_expr.cond_expr);
                    self.template(&choice.if_expr.template);
                    if let Some(otherwise) = &choice.else_expr {
                        self.template(&otherwise.template);
                    }
                }
                Directive::For(each) => {
                    self.expression(&each.for_expr.collection_expr);
                    let before = self.scope.len();
                    self.scope.extend(each.for_expr.key_var.iter().map(|name| name.as_str()));
                    self.scope.push(each.for_expr.value_var.as_str());
                    self.template(&each.for_expr.template);
                    self.scope.truncate(before);
                }
            },
        }
    }

    fn traversal(&mut self, traversal: &'a Traversal) {
        let mut reference = match &traversal.expr {
            Expression::Variable(head) if !self.scope.contains(&head.as_str()) => {
                Some(vec![Part::Name(head.as_str().to_owned())])
            }
            Expression::Variable(_) => None,
            inner => {
                self.expression(inner);
                None
            }
        };
        let mut open = true;
        for operator in &traversal.operators {
            let part = match operator.value() {
                TraversalOperator::GetAttr(name) => Some(Part::Name(name.as_str().to_owned())),
                TraversalOperator::LegacyIndex(index) => Some(Part::Key(Key::Index(*index.value()))),
                TraversalOperator::Index(index) => {
                    self.expression(index);
                    written_out(index).map(Part::Key)
                }
                TraversalOperator::AttrSplat(_) | TraversalOperator::FullSplat(_) => None,
            };
            open &= part.is_some();
            if let (true, Some(part), Some(reference)) = (open, part, &mut reference) {
                reference.push(part);
            }
        }
        self.found.extend(reference.and_then(subject));
    }
}

/// An index that the tool takes for a part of the reference.
fn written_out(index: &Expression) -> Option<Key> {
    match index {
        Expression::String(text) => Some(Key::Text(text.value().clone())),
        Expression::Number(number) => number.value().as_u64().map(Key::Index),
        _ => None,
    }
}

/// A reference as the tool lists it; `None` when it is too short to name anything.
fn subject(mut parts: Vec<Part>) -> Option<Vec<Part>> {
    let head = match parts.first()? {
        Part::Name(name) => name.clone(),
        _ => return None,
    };
    if head == "resource" {
        parts.remove(0);
    }
    let least = if head == "data" { 3 } else { 2 };
    (parts.len() >= least).then_some(parts)
}
