//! Arithmetic on numbers, as Python does it.

use std::cmp::Ordering;

use ruff_python_ast::Operator;

use super::super::value::Value;

/// Whole numbers up to here are floats exactly.
const EXACT: u64 = 1 << 53;

/// A number that is known.
#[derive(Debug, Clone, Copy)]
pub(super) enum Number {
    Whole(i64),
    Float(f64),
}

impl Number {
    /// The number that a value is. `True` is one.
    pub(super) fn of(value: &Value<'_>) -> Option<Self> {
        match value {
            Value::Int(number) => Some(Self::Whole(*number)),
            Value::Bool(truth) => Some(Self::Whole(i64::from(*truth))),
            Value::Float(number) => Some(Self::Float(*number)),
            _ => None,
        }
    }

    /// As a float; `None` where that would not be exact.
    pub(super) fn float(self) -> Option<f64> {
        match self {
            Self::Float(number) => Some(number),
            Self::Whole(number) if number.unsigned_abs() <= EXACT => number.to_string().parse().ok(),
            Self::Whole(_) => None,
        }
    }

    /// Which of two comes first.
    pub(super) fn compare(self, other: Self) -> Option<Ordering> {
        match (self, other) {
            (Self::Whole(one), Self::Whole(other)) => Some(one.cmp(&other)),
            (one, other) => one.float()?.partial_cmp(&other.float()?),
        }
    }
}

/// What an operator makes of two numbers; what does not fit is unknown.
pub(super) fn computed<'a>(op: Operator, left: Number, right: Number) -> Value<'a> {
    let made = match (op, left, right) {
        (Operator::Div, left, right) => left.float().zip(right.float()).and_then(|(left, right)| quotient(left, right)),
        (_, Number::Whole(left), Number::Whole(right)) => whole(op, left, right).map(Value::Int),
        (_, left, right) => left.float().zip(right.float()).and_then(|(left, right)| float(op, left, right)),
    };
    made.unwrap_or_else(|| Value::unknown("number"))
}

fn quotient<'a>(left: f64, right: f64) -> Option<Value<'a>> {
    (right != 0.0).then(|| Value::Float(left / right))
}

fn float<'a>(op: Operator, left: f64, right: f64) -> Option<Value<'a>> {
    let number = match op {
        Operator::Add => left + right,
        Operator::Sub => left - right,
        Operator::Mult => left * right,
        Operator::FloorDiv if right != 0.0 => (left / right).floor(),
        _ => return None,
    };
    number.is_finite().then_some(Value::Float(number))
}

/// Whole-number arithmetic that stays in 64 bits. Python rounds quotients down, and a remainder has the sign of the
/// divisor.
fn whole(op: Operator, left: i64, right: i64) -> Option<i64> {
    match op {
        Operator::Add => left.checked_add(right),
        Operator::Sub => left.checked_sub(right),
        Operator::Mult => left.checked_mul(right),
        Operator::FloorDiv => {
            let (quotient, rest) = (left.checked_div(right)?, left.checked_rem(right)?);
            if rest != 0 && (rest < 0) != (right < 0) { quotient.checked_sub(1) } else { Some(quotient) }
        }
        Operator::Mod => {
            let rest = left.checked_rem(right)?;
            if rest != 0 && (rest < 0) != (right < 0) { rest.checked_add(right) } else { Some(rest) }
        }
        Operator::Pow => u32::try_from(right).ok().and_then(|right| left.checked_pow(right)),
        Operator::BitAnd => Some(left & right),
        Operator::BitOr => Some(left | right),
        Operator::BitXor => Some(left ^ right),
        Operator::LShift => {
            let shift = u32::try_from(right).ok().filter(|shift| *shift < 62)?;
            left.checked_mul(1_i64.checked_shl(shift)?)
        }
        Operator::RShift => u32::try_from(right).ok().map(|shift| left >> shift.min(63)),
        Operator::Div | Operator::MatMult => None,
    }
}
