//! Conditions of GitHub, evaluated as GitHub does it with what is known of a run.
//!
//! There are three answers: it holds in every such run, it holds in none, or that is not known.

mod functions;
mod occasion;
#[cfg(test)]
mod tests;
mod value;

use github_actions_expressions::call::{Call, Function};
use github_actions_expressions::op::{BinExpr, BinOp, UnOp};
use github_actions_expressions::{Expr, SpannedExpr};

pub(in crate::input::pipeline) use self::occasion::{Occasion, SoFar};
pub(in crate::input::pipeline) use self::value::Value;
use self::value::{equal, same};
use super::expression::{self, Found};
use crate::input::pipeline::held::BYTES;

/// Whether a condition holds. One that is not there holds while nothing has failed, as does one that does not ask how the
/// run went.
pub(in crate::input::pipeline) fn holds(condition: &str, on: &Occasion<'_>) -> Option<bool> {
    let asked = asked(condition);
    let own = match &asked {
        Asked::Nothing | Asked::Text => Some(true),
        Asked::Expression(text) => expression::parse(text).ok().and_then(|parsed| value(&parsed, on).truth()),
    };
    if asks_how_it_went(condition) { own } else { and(on.so_far.success, own) }
}

/// Whether a condition is false in every run that the event starts about the code of a stranger.
pub(in crate::input::pipeline) fn keeps_out(condition: &str, event: &str) -> bool {
    let occasion = Occasion { event: Some(event), triggers: &[], stranger: true, so_far: SoFar::ANY, named: &|_| None };
    holds(condition, &occasion) == Some(false)
}

/// Whether a condition asks how the run went, so that it may hold after a failure.
pub(in crate::input::pipeline) fn asks_how_it_went(condition: &str) -> bool {
    let texts: Vec<&str> = match asked(condition) {
        Asked::Expression(text) => vec![text],
        _ => expressions(condition).collect(),
    };
    texts.into_iter().any(|text| expression::parse(text).is_ok_and(|parsed| asks(&parsed)))
}

/// Every text that a value with expressions in it can be.
pub(in crate::input::pipeline) fn texts(text: &str, on: &Occasion<'_>) -> Option<Vec<String>> {
    let mut all = vec![String::new()];
    let mut at = 0_usize;
    for found in expression::find(text) {
        let Found::Closed(inner) = found else { return None };
        let open = text.get(at..inner.start)?.rfind("${{").map(|open| at.saturating_add(open))?;
        let before = text.get(at..open)?;
        let values = value(&expression::parse(text.get(inner.start..inner.end)?).ok()?, on).written()?;
        if all.len().saturating_mul(values.len()) > value::MOST {
            return None;
        }
        all = all.iter().flat_map(|it| values.iter().map(move |value| format!("{it}{before}{value}"))).collect();
        at = text.get(inner.end..)?.find("}}").map(|close| inner.end.saturating_add(close).saturating_add(2))?;
        if all.iter().any(|text| text.len() > BYTES) {
            return None;
        }
    }
    let rest = text.get(at..)?;
    for text in &mut all {
        text.push_str(rest);
    }
    Some(all)
}

/// Both; `None` when that is not known.
pub(in crate::input::pipeline) fn and(one: Option<bool>, other: Option<bool>) -> Option<bool> {
    match (one, other) {
        (Some(false), _) | (_, Some(false)) => Some(false),
        (Some(true), Some(true)) => Some(true),
        _ => None,
    }
}

/// What a condition is.
enum Asked<'c> {
    Nothing,
    Expression(&'c str),
    /// With anything around an expression, a blank or a line end too, it is a text, and no text of those is empty.
    Text,
}

fn asked(condition: &str) -> Asked<'_> {
    if !condition.contains("${{") {
        let text = condition.trim();
        return if text.is_empty() { Asked::Nothing } else { Asked::Expression(text) };
    }
    let inner = condition.strip_prefix("${{").and_then(|rest| rest.strip_suffix("}}"));
    match inner.filter(|_| expression::find(condition).len() == 1) {
        Some(inner) => Asked::Expression(inner.trim()),
        None => Asked::Text,
    }
}

/// The expressions in a text.
fn expressions(text: &str) -> impl Iterator<Item = &str> {
    expression::find(text).into_iter().filter_map(|found| match found {
        Found::Closed(inner) => text.get(inner.start..inner.end),
        Found::Open(_) => None,
    })
}

/// Whether a function that says how the run went stands anywhere in an expression.
fn asks(expression: &SpannedExpr<'_>) -> bool {
    match &expression.inner {
        Expr::Call(Call { func, args }) => {
            matches!(func, Function::Success | Function::Failure | Function::Always | Function::Cancelled)
                || args.iter().any(asks)
        }
        Expr::BinExpr(BinExpr { lhs, rhs, .. }) => asks(lhs) || asks(rhs),
        Expr::UnExpr { expr, .. } | Expr::Index(expr) => asks(expr),
        Expr::Context(context) => context.parts.iter().any(asks),
        _ => false,
    }
}

/// What is known of the value of an expression.
fn value(expression: &SpannedExpr<'_>, on: &Occasion<'_>) -> Value {
    if let Some(constant) = expression.consteval() {
        return Value::OneOf(vec![constant]);
    }
    match &expression.inner {
        Expr::Context(context) => context.as_pattern().map_or(Value::Unknown, |pattern| on.context(&pattern)),
        Expr::UnExpr { op: UnOp::Not, expr } => Value::maybe(value(expr, on).truth().map(|truth| !truth)),
        Expr::BinExpr(BinExpr { lhs, op, rhs }) => of_operator(op, value(lhs, on), value(rhs, on)),
        Expr::Call(Call { func, args }) => on.status(*func).unwrap_or_else(|| {
            let arguments: Vec<Value> = args.iter().map(|argument| value(argument, on)).collect();
            functions::call(*func, &arguments)
        }),
        _ => Value::Unknown,
    }
}

fn of_operator(op: &BinOp, left: Value, right: Value) -> Value {
    match op {
        BinOp::And => match (left.truth(), right.truth()) {
            (Some(false), _) => left,
            (Some(true), _) => right,
            (None, Some(false)) => Value::Truth(false),
            (None, _) => Value::Unknown,
        },
        BinOp::Or => match (left.truth(), right.truth()) {
            (Some(true), _) => left,
            (Some(false), _) => right,
            (None, Some(true)) => Value::Truth(true),
            (None, _) => Value::Unknown,
        },
        BinOp::Eq => Value::maybe(equal(&left, &right)),
        BinOp::Neq => Value::maybe(equal(&left, &right).map(|equal| !equal)),
        BinOp::Gt | BinOp::Ge | BinOp::Lt | BinOp::Le => Value::maybe(compared(op, &left, &right)),
    }
}

fn compared(op: &BinOp, left: &Value, right: &Value) -> Option<bool> {
    let (Value::OneOf(left), Value::OneOf(right)) = (left, right) else { return None };
    let pairs = left.iter().flat_map(|one| right.iter().map(move |other| (one.sema(), other.sema())));
    same(pairs.map(|(one, other)| {
        Some(match op {
            BinOp::Gt => one > other,
            BinOp::Ge => one >= other,
            BinOp::Lt => one < other,
            _ => one <= other,
        })
    }))
}
