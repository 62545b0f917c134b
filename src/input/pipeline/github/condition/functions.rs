//! The functions of conditions.

use github_actions_expressions::call::{Call, Function};
use github_actions_expressions::literal::Literal;
use github_actions_expressions::{Evaluation, Expr, Origin, SpannedExpr};

use super::value::{MOST, Value, any, begins, equal, same};
use crate::input::pipeline::knowledge::contexts::Side;

/// The value of a function, other than those that ask how the run goes.
pub(super) fn call(function: Function, arguments: &[Value]) -> Value {
    match (function, arguments) {
        (Function::Contains, [search, item]) => Value::maybe(contains(search, item)),
        (Function::StartsWith, [text, with]) => Value::maybe(starts_with(text, with)),
        (Function::EndsWith, [Value::OneOf(texts), Value::OneOf(ends)]) => {
            Value::maybe(pairs(texts, ends, |text, end| text.to_lowercase().ends_with(&end.to_lowercase())))
        }
        (Function::Case, arguments) => case(arguments),
        (Function::Format | Function::Join | Function::ToJSON | Function::FromJSON, arguments) => {
            folded(function, arguments)
        }
        _ => Value::Unknown,
    }
}

/// Whether `contains(search, item)` holds.
fn contains(search: &Value, item: &Value) -> Option<bool> {
    match (search, item) {
        (Value::Each(elements), item) => any(elements.iter().map(|element| equal(element, item))),
        (Value::OneOf(lists), item) if lists.iter().any(|list| matches!(list, Evaluation::Array(_))) => {
            let [Evaluation::Array(elements)] = lists.as_slice() else { return None };
            any(elements.iter().map(|element| equal(&Value::OneOf(vec![element.clone()]), item)))
        }
        (Value::OneOf(texts), Value::OneOf(parts)) => {
            pairs(texts, parts, |text, part| text.to_lowercase().contains(&part.to_lowercase()))
        }
        // Who writes the names of repositories out means some that they know.
        (Value::OneOf(texts), Value::Identity(Side::Head, _)) => {
            texts.iter().all(|text| matches!(text, Evaluation::String(_))).then_some(false)
        }
        _ => None,
    }
}

fn starts_with(text: &Value, with: &Value) -> Option<bool> {
    match (text, with) {
        (Value::OneOf(texts), Value::OneOf(with)) => pairs(texts, with, begins),
        (Value::Begins(text), Value::OneOf(with)) => same(with.iter().map(|with| {
            let with = with.sema().to_string();
            if begins(text, &with) {
                Some(true)
            } else if begins(&with, text) {
                None
            } else {
                Some(false)
            }
        })),
        _ => None,
    }
}

/// What holds of every pair of texts.
fn pairs(left: &[Evaluation], right: &[Evaluation], holds: impl Fn(&str, &str) -> bool) -> Option<bool> {
    // Of lists and objects there is no text to look into.
    let text = |value: &Evaluation| match value {
        Evaluation::Array(_) | Evaluation::Object(_) => None,
        value => Some(value.sema().to_string()),
    };
    let left: Vec<String> = left.iter().map(text).collect::<Option<_>>()?;
    let right: Vec<String> = right.iter().map(text).collect::<Option<_>>()?;
    same(left.iter().flat_map(|one| right.iter().map(|other| Some(holds(one, other))).collect::<Vec<_>>()))
}

/// `case(condition, value, …, otherwise)`
fn case(arguments: &[Value]) -> Value {
    let mut arguments = arguments.chunks(2);
    loop {
        match arguments.next() {
            Some([condition, value]) => match condition.truth() {
                Some(true) => return value.clone(),
                Some(false) => {}
                None => return Value::Unknown,
            },
            Some([otherwise]) => return otherwise.clone(),
            _ => return Value::Unknown,
        }
    }
}

/// The value of a function of constants, for every choice of them.
fn folded(function: Function, arguments: &[Value]) -> Value {
    let mut choices: Vec<Vec<Evaluation>> = vec![Vec::new()];
    for argument in arguments {
        let Value::OneOf(values) = argument else { return Value::Unknown };
        if choices.len().saturating_mul(values.len()) > MOST {
            return Value::Unknown;
        }
        let with =
            |choice: &Vec<Evaluation>, value: &Evaluation| choice.iter().cloned().chain([value.clone()]).collect();
        choices = choices.iter().flat_map(|choice| values.iter().map(move |value| with(choice, value))).collect();
    }
    let constant = |choice: Vec<Evaluation>| {
        let args = choice.into_iter().map(literal).collect::<Option<_>>()?;
        Expr::Call(Call { func: function, args }).consteval()
    };
    choices.into_iter().map(constant).collect::<Option<_>>().map_or(Value::Unknown, Value::one_of)
}

fn literal(value: Evaluation) -> Option<SpannedExpr<'static>> {
    let literal = match value {
        Evaluation::String(text) => Literal::String(text.into()),
        Evaluation::Number(number) => Literal::Number(number),
        Evaluation::Boolean(truth) => Literal::Boolean(truth),
        Evaluation::Null => Literal::Null,
        Evaluation::Array(_) | Evaluation::Object(_) => return None,
    };
    Some(SpannedExpr { origin: Origin::new(0..0, ""), inner: Expr::Literal(literal) })
}
