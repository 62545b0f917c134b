//! What an expression refers to.

use hcl_edit::expr::{Expression, Traversal, TraversalOperator};
use hcl_edit::visit::{Visit, visit_traversal};

use super::lookup::key_text;
use crate::input::terraform::address::{Key, Part};
use crate::input::terraform::model::Step;

/// Every reference in an expression, each as its parts. Iterators of `for` and `dynamic` are among them; whoever
/// resolves them finds nothing of that name.
pub(in crate::input::terraform) fn references(expression: &Expression) -> Vec<Vec<Part>> {
    let mut collector = Collector(Vec::new());
    collector.visit_expr(expression);
    collector.0
}

struct Collector(Vec<Vec<Part>>);

impl Visit for Collector {
    fn visit_traversal(&mut self, traversal: &Traversal) {
        if let Expression::Variable(head) = &traversal.expr {
            let mut parts = vec![Part::Name(head.as_str().to_owned())];
            parts.extend(traversal.operators.iter().map(|operator| part(operator.value())));
            self.0.push(parts);
        }
        visit_traversal(self, traversal);
    }
}

fn part(operator: &TraversalOperator) -> Part {
    match operator {
        TraversalOperator::GetAttr(name) => Part::Name(name.as_str().to_owned()),
        TraversalOperator::LegacyIndex(index) => Part::Key(Key::Index(*index.value())),
        TraversalOperator::Index(index) => index_part(index),
        TraversalOperator::AttrSplat(_) | TraversalOperator::FullSplat(_) => Part::Any,
    }
}

fn index_part(index: &Expression) -> Part {
    match index {
        Expression::String(text) => Part::Key(Key::Text(text.value().clone())),
        Expression::Number(number) => number.value().as_u64().map_or(Part::Any, |number| Part::Key(Key::Index(number))),
        Expression::Traversal(traversal) => {
            let head = traversal.expr.as_variable().map(hcl_edit::Ident::as_str);
            let [operator] = traversal.operators.as_slice() else { return Part::Any };
            match (head, operator.value()) {
                (Some("each"), TraversalOperator::GetAttr(name)) if name.as_str() == "key" => Part::Own,
                (Some("count"), TraversalOperator::GetAttr(name)) if name.as_str() == "index" => Part::Own,
                _ => Part::Any,
            }
        }
        _ => Part::Any,
    }
}

/// A part of an expression that a reference may mean.
pub(in crate::input::terraform) struct Narrowed<'a, 'p> {
    /// The part.
    pub(in crate::input::terraform) expression: &'a Expression,
    /// The key that whoever refers must have for this part to be meant.
    pub(in crate::input::terraform) only: Option<Key>,
    /// What of the reference is left.
    pub(in crate::input::terraform) rest: &'p [Part],
}

/// Follows a reference into object and list constructors as far as its parts lead.
pub(in crate::input::terraform) fn narrow<'a, 'p>(
    expression: &'a Expression,
    parts: &'p [Part],
) -> Vec<Narrowed<'a, 'p>> {
    let Some((first, rest)) = parts.split_first() else {
        return vec![Narrowed { expression, only: None, rest: parts }];
    };
    let stop = || vec![Narrowed { expression, only: None, rest: parts }];
    match (expression, first) {
        (Expression::Parenthesis(inner), _) => narrow(inner.inner(), parts),
        (Expression::Object(object), Part::Name(name) | Part::Key(Key::Text(name))) => {
            super::lookup::entry(object, name).map_or_else(stop, |value| narrow(value, rest))
        }
        (Expression::Object(object), Part::Own) => {
            let items = object.iter().filter_map(|(key, value)| Some((key_text(key)?.to_owned(), value.expr())));
            let narrowed = items.flat_map(|(key, value)| {
                narrow(value, rest).into_iter().map(move |part| Narrowed { only: Some(Key::Text(key.clone())), ..part })
            });
            narrowed.collect()
        }
        (Expression::Array(array), Part::Key(Key::Index(index))) => {
            let value = usize::try_from(*index).ok().and_then(|index| array.get(index));
            value.map_or_else(stop, |value| narrow(value, rest))
        }
        _ => stop(),
    }
}

/// The path to the string `value` that an expression writes out.
pub(in crate::input::terraform) fn literal_at(expression: &Expression, value: &str) -> Option<Vec<Step>> {
    let below = |step: Step, inner: &Expression| {
        let mut path = literal_at(inner, value)?;
        path.insert(0, step);
        Some(path)
    };
    match expression {
        Expression::String(text) => (text.value() == value).then(Vec::new),
        Expression::Parenthesis(inner) => literal_at(inner.inner(), value),
        Expression::Object(object) => object.iter().find_map(|(key, item)| {
            let key = key_text(key)?.to_owned();
            below(Step::Key(key), item.expr())
        }),
        Expression::Array(array) => array.iter().enumerate().find_map(|(index, item)| below(Step::Index(index), item)),
        Expression::FuncCall(call) => call.args.iter().find_map(|argument| literal_at(argument, value)),
        _ => None,
    }
}
