//! Conditions of GitHub, evaluated as GitHub does it with what is known of a run.
//!
//! There are three answers: it holds in every such run, it holds in none, or that is not known.

mod functions;
mod meant;
mod occasion;
#[cfg(test)]
mod tests;
mod value;

use github_actions_expressions::call::{Call, Function};
use github_actions_expressions::op::{BinExpr, BinOp, UnOp};
use github_actions_expressions::{Expr, SpannedExpr};

pub(in crate::input::pipeline) use self::meant::{By, Part, Void, void};
pub(in crate::input::pipeline) use self::occasion::{Occasion, SoFar};
pub(in crate::input::pipeline) use self::value::Value;
use self::value::{equal, same};
use super::expression::{self, Piece};
use crate::input::pipeline::held::BYTES;

/// A condition that was read. One that is not there holds while nothing has failed, as does one that does not ask how the
/// run went.
pub(in crate::input::pipeline) struct Condition<'c> {
    asked: Asked<'c>,
    asks_how_it_went: bool,
}

impl<'c> Condition<'c> {
    /// Reads a condition as it is written.
    pub(in crate::input::pipeline) fn read(condition: &'c str) -> Self {
        let asked = Asked::of(condition);
        let asks_how_it_went = match &asked {
            Asked::Nothing | Asked::Unread => false,
            Asked::Expression(parsed) => asks(parsed, &HOW_IT_WENT),
            Asked::Text => {
                expressions(condition).any(|text| expression::parse(text).is_ok_and(|it| asks(&it, &HOW_IT_WENT)))
            }
        };
        Self { asked, asks_how_it_went }
    }

    /// Whether it holds.
    pub(in crate::input::pipeline) fn holds(&self, on: &Occasion<'_>) -> Option<bool> {
        let own = match &self.asked {
            Asked::Nothing | Asked::Text => Some(true),
            Asked::Expression(parsed) => value(parsed, on).truth(),
            Asked::Unread => None,
        };
        if self.asks_how_it_went { own } else { and(on.so_far.success, own) }
    }

    /// The patterns of the contexts that it asks about, in small letters; `None` when it cannot be read.
    pub(in crate::input::pipeline) fn contexts(&self) -> Option<Vec<String>> {
        match &self.asked {
            Asked::Nothing | Asked::Text => Some(Vec::new()),
            Asked::Expression(parsed) => {
                let mut contexts = Vec::new();
                collect(parsed, &mut contexts).then_some(contexts)
            }
            Asked::Unread => None,
        }
    }

    /// Whether it asks how the run went, so that it may hold after a failure.
    pub(in crate::input::pipeline) const fn asks_how_it_went(&self) -> bool {
        self.asks_how_it_went
    }
}

/// Functions that say how the run went.
const HOW_IT_WENT: [Function; 4] = [Function::Success, Function::Failure, Function::Always, Function::Cancelled];

/// Those by which a job runs although one before it has failed.
const AFTER_FAILURE: [Function; 3] = [Function::Always, Function::Failure, Function::Cancelled];

/// Whether a job with this condition may run although one that it needs has failed: only `always()`, `failure()` and
/// `cancelled()` take away the `success()` that GitHub adds. One that cannot be read may.
pub(in crate::input::pipeline) fn outlives_failure(condition: &str) -> bool {
    match Asked::of(condition.trim()) {
        Asked::Nothing => false,
        Asked::Expression(parsed) => asks(&parsed, &AFTER_FAILURE),
        Asked::Text | Asked::Unread => true,
    }
}

/// Whether a condition holds.
pub(in crate::input::pipeline) fn holds(condition: &str, on: &Occasion<'_>) -> Option<bool> {
    Condition::read(condition).holds(on)
}

/// Whether a condition is false in every run that the event starts about the code of a stranger.
pub(in crate::input::pipeline) fn keeps_out(condition: &str, event: &str) -> bool {
    let occasion = Occasion { event: Some(event), triggers: &[], stranger: true, so_far: SoFar::ANY, named: &|_| None };
    holds(condition, &occasion) == Some(false)
}

/// Every text that a value with expressions in it can be.
pub(in crate::input::pipeline) fn texts(text: &str, on: &Occasion<'_>) -> Option<Vec<String>> {
    let mut all = vec![String::new()];
    for piece in expression::pieces(text) {
        let values = match piece {
            Piece::Text(text) => vec![text.to_owned()],
            Piece::Expression(inner, _) => value(&expression::parse(inner).ok()?, on).written()?,
            Piece::Open(_) => return None,
        };
        if all.len().saturating_mul(values.len()) > value::MOST {
            return None;
        }
        all = all.iter().flat_map(|it| values.iter().map(move |value| format!("{it}{value}"))).collect();
        if all.iter().any(|text| text.len() > BYTES) {
            return None;
        }
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

/// What a condition asks for, and what it compares that with.
#[derive(Debug, Default)]
pub(in crate::input::pipeline) struct Terms {
    /// Its contexts, by their patterns in small letters.
    pub(in crate::input::pipeline) contexts: Vec<String>,
    /// The texts that are written out in it.
    pub(in crate::input::pipeline) texts: Vec<String>,
}

impl Condition<'_> {
    /// What it asks for.
    pub(in crate::input::pipeline) fn terms(&self) -> Terms {
        let mut terms = Terms::default();
        if let Asked::Expression(parsed) = &self.asked {
            add_terms(parsed, &mut terms);
        }
        terms
    }
}

fn add_terms(expression: &SpannedExpr<'_>, terms: &mut Terms) {
    match &expression.inner {
        Expr::Context(context) => terms.contexts.extend(context.as_pattern()),
        Expr::Literal(literal) => terms.texts.push(literal.as_str().into_owned()),
        Expr::Call(Call { args, .. }) => args.iter().for_each(|it| add_terms(it, terms)),
        Expr::BinExpr(BinExpr { lhs, rhs, .. }) => {
            add_terms(lhs, terms);
            add_terms(rhs, terms);
        }
        Expr::UnExpr { expr, .. } | Expr::Index(expr) => add_terms(expr, terms),
        _ => {}
    }
}

/// What a condition is.
enum Asked<'c> {
    Nothing,
    Expression(SpannedExpr<'c>),
    /// With anything around an expression, a blank or a line end too, it is a text, and no text of those is empty.
    Text,
    /// Something that gate cannot read.
    Unread,
}

impl<'c> Asked<'c> {
    fn of(condition: &'c str) -> Self {
        let parsed = |text: &'c str| expression::parse(text.trim()).map_or(Self::Unread, Self::Expression);
        if !condition.contains("${{") {
            return if condition.trim().is_empty() { Self::Nothing } else { parsed(condition) };
        }
        let inner = condition.strip_prefix("${{").and_then(|rest| rest.strip_suffix("}}"));
        inner.filter(|_| expressions(condition).count() == 1).map_or(Self::Text, parsed)
    }
}

/// The expressions in a text.
fn expressions(text: &str) -> impl Iterator<Item = &str> {
    expression::pieces(text).into_iter().filter_map(|piece| match piece {
        Piece::Expression(inner, _) => Some(inner),
        Piece::Text(_) | Piece::Open(_) => None,
    })
}

/// Whether one of some functions stands anywhere in an expression.
fn asks(expression: &SpannedExpr<'_>, functions: &[Function]) -> bool {
    let asks = |expression: &SpannedExpr<'_>| asks(expression, functions);
    match &expression.inner {
        Expr::Call(Call { func, args }) => functions.contains(func) || args.iter().any(asks),
        Expr::BinExpr(BinExpr { lhs, rhs, .. }) => asks(lhs) || asks(rhs),
        Expr::UnExpr { expr, .. } | Expr::Index(expr) => asks(expr),
        Expr::Context(context) => context.parts.iter().any(asks),
        _ => false,
    }
}

/// Takes the contexts out of an expression; whether all of them are read.
fn collect(expression: &SpannedExpr<'_>, into: &mut Vec<String>) -> bool {
    match &expression.inner {
        Expr::Call(Call { args, .. }) => args.iter().all(|argument| collect(argument, into)),
        Expr::BinExpr(BinExpr { lhs, rhs, .. }) => collect(lhs, into) && collect(rhs, into),
        Expr::UnExpr { expr, .. } => collect(expr, into),
        Expr::Context(context) => context.as_pattern().map(|pattern| into.push(pattern)).is_some(),
        Expr::Index(_) => false,
        _ => true,
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
