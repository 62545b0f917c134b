//! What an expression comes to that refers to nothing, as the tool evaluates it for the configuration of a plan.

use hcl_edit::Number;
use hcl_edit::expr::{BinaryOperator, Expression, Object, ObjectKey, UnaryOperator};
use hcl_edit::template::{Element, Strip};
use serde_json::{Map, Value};
use unicode_normalization::UnicodeNormalization;

use crate::input::terraform::code::key_text;
use crate::input::tree::{Node, NodeValue, Style};

/// The value of an expression without references; `None` where gate does not evaluate it.
pub(super) fn of(expression: &Expression) -> Option<Value> {
    match expression {
        Expression::Null(_) => Some(Value::Null),
        Expression::Bool(value) => Some(Value::Bool(*value.value())),
        Expression::Number(number) => of_number(number.value()),
        Expression::String(text) => Some(Value::String(text.value().clone())),
        Expression::Parenthesis(inner) => of(inner.inner()),
        Expression::Array(items) => Some(Value::Array(items.iter().map(of).collect::<Option<_>>()?)),
        Expression::Object(object) => of_object(object),
        Expression::StringTemplate(template) => {
            let elements: Vec<&Element> = template.iter().collect();
            match elements.as_slice() {
                // `"${x}"` is `x`, of whatever type.
                [Element::Interpolation(only)] => of(&only.expr),
                elements => text_of(elements),
            }
        }
        Expression::HeredocTemplate(heredoc) => {
            let elements: Vec<&Element> = heredoc.template.iter().collect();
            text_of(&elements)
        }
        Expression::UnaryOp(operation) => match (operation.operator.value(), of(&operation.expr)?) {
            (UnaryOperator::Not, Value::Bool(value)) => Some(Value::Bool(!value)),
            (UnaryOperator::Neg, Value::Number(number)) => from_float(-number.as_f64()?),
            _ => None,
        },
        Expression::BinaryOp(operation) => {
            let (left, right) = (of(&operation.lhs_expr)?.as_f64()?, of(&operation.rhs_expr)?.as_f64()?);
            match operation.operator.value() {
                BinaryOperator::Plus => from_float(left + right),
                BinaryOperator::Minus => from_float(left - right),
                BinaryOperator::Mul => from_float(left * right),
                _ => None,
            }
        }
        _ => None,
    }
}

fn of_number(number: &Number) -> Option<Value> {
    let whole = number.as_i64().map(Value::from).or_else(|| number.as_u64().map(Value::from));
    whole.or_else(|| from_float(number.as_f64()?))
}

fn from_float(number: f64) -> Option<Value> {
    serde_json::Number::from_f64(number).map(Value::Number)
}

fn of_object(object: &Object) -> Option<Value> {
    let mut entries = Map::new();
    for (key, item) in object {
        let text = match (key, key_text(key)) {
            (_, Some(text)) => text.to_owned(),
            (ObjectKey::Expression(expression), None) => as_text(&of(expression)?)?,
            (ObjectKey::Ident(_), None) => return None,
        };
        entries.insert(text, of(item.expr())?);
    }
    Some(Value::Object(entries))
}

/// The text of a template without directives and without markers that strip blanks.
fn text_of(elements: &[&Element]) -> Option<Value> {
    let mut text = String::new();
    for element in elements {
        match element {
            Element::Literal(literal) => text.push_str(literal),
            Element::Interpolation(inner) if inner.strip == Strip::None => text.push_str(&as_text(&of(&inner.expr)?)?),
            Element::Interpolation(_) | Element::Directive(_) => return None,
        }
    }
    Some(Value::String(text))
}

/// A scalar as text.
pub(super) fn as_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Bool(value) => Some(value.to_string()),
        Value::Number(number) => number.as_i64().map(|number| number.to_string()),
        _ => None,
    }
}

/// A value of a file in JSON. The configuration of a plan repeats it as it stands there, templates included.
pub(super) fn of_json(node: &Node) -> Option<Value> {
    match &node.value {
        NodeValue::Scalar(scalar) if scalar.style == Style::Plain => serde_json::from_str(&scalar.text).ok(),
        NodeValue::Scalar(scalar) => Some(Value::String(scalar.text.clone())),
        NodeValue::Sequence(items) => Some(Value::Array(items.iter().map(of_json).collect::<Option<_>>()?)),
        NodeValue::Mapping(entries) => {
            let entries = entries.iter().map(|entry| Some((entry.name()?.to_owned(), of_json(&entry.value)?)));
            Some(Value::Object(entries.collect::<Option<_>>()?))
        }
    }
}

/// Whether two values are the same to the tool, which normalises texts and knows one kind of number.
pub(super) fn same(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Number(left), Value::Number(right)) => left == right || left.as_f64() == right.as_f64(),
        (Value::String(left), Value::String(right)) => left == right || normalised(left) == normalised(right),
        (Value::Array(left), Value::Array(right)) => {
            left.len() == right.len() && left.iter().zip(right).all(|(left, right)| same(left, right))
        }
        (Value::Object(left), Value::Object(right)) => {
            let same = |(key, value): (&String, &Value)| right.get(key).is_some_and(|other| same(value, other));
            left.len() == right.len() && left.iter().all(same)
        }
        _ => left == right,
    }
}

fn normalised(text: &str) -> String {
    text.replace("\r\n", "\n").nfc().collect()
}

/// Whether `planned` is what a declared type makes of `written`: a text may become a number, a list a set, and an object
/// may lose or gain attributes.
pub(super) fn converts(planned: &Value, written: &Value, loose: bool) -> bool {
    match (planned, written) {
        (Value::Array(planned), Value::Array(written)) => {
            let among = |value: &Value| planned.iter().any(|other| converts(other, value, loose));
            let back = |value: &Value| written.iter().any(|other| converts(value, other, loose));
            written.iter().all(among) && planned.iter().all(back)
        }
        (Value::Object(planned), Value::Object(written)) => {
            let shared = |(key, value): (&String, &Value)| match planned.get(key) {
                Some(other) => converts(other, value, loose),
                None => loose,
            };
            written.iter().all(shared) && (loose || planned.keys().all(|key| written.contains_key(key)))
        }
        _ => same(planned, written) || as_text(planned).is_some_and(|text| Some(text) == as_text(written)),
    }
}
