//! Numbers.

use super::super::operator::as_number;
use super::collection::from_float;
use super::text_of;
use crate::input::terraform::value::{Is, Value};

/// The most numbers that `range` makes; the tool stops there too.
const MOST: usize = 1_024;

fn at(arguments: &[Value], index: usize) -> Option<f64> {
    arguments.get(index).and_then(as_number)
}

/// All numbers among the arguments, or in the one list that they are.
fn all(arguments: &[Value]) -> Option<Vec<f64>> {
    let values = match arguments {
        [Value { is: Is::List(list), .. }] => list.items.as_slice(),
        other => other,
    };
    values.iter().map(as_number).collect()
}

pub(super) fn abs(arguments: &[Value]) -> Option<Value> {
    from_float(at(arguments, 0)?.abs())
}

pub(super) fn ceil(arguments: &[Value]) -> Option<Value> {
    from_float(at(arguments, 0)?.ceil())
}

pub(super) fn floor(arguments: &[Value]) -> Option<Value> {
    from_float(at(arguments, 0)?.floor())
}

/// The argument that is more than the others by `more`: it stands where it stands.
fn most(arguments: &[Value], more: fn(f64, f64) -> bool) -> Option<Value> {
    let mut best: Option<(f64, &Value)> = None;
    for value in arguments {
        let number = as_number(value)?;
        if best.is_none_or(|(best, _)| more(number, best)) {
            best = Some((number, value));
        }
    }
    let (number, value) = best?;
    Some(Value { is: from_float(number)?.is, ..value.clone() })
}

pub(super) fn max(arguments: &[Value]) -> Option<Value> {
    most(arguments, |one, other| one > other)
}

pub(super) fn min(arguments: &[Value]) -> Option<Value> {
    most(arguments, |one, other| one < other)
}

pub(super) fn pow(arguments: &[Value]) -> Option<Value> {
    from_float(at(arguments, 0)?.powf(at(arguments, 1)?)).filter(Value::is_known)
}

pub(super) fn signum(arguments: &[Value]) -> Option<Value> {
    let value = at(arguments, 0)?;
    from_float(if value == 0.0 { 0.0 } else { value.signum() })
}

pub(super) fn sum(arguments: &[Value]) -> Option<Value> {
    from_float(all(arguments)?.into_iter().sum())
}

pub(super) fn parse_int(arguments: &[Value]) -> Option<Value> {
    let base =
        at(arguments, 1).and_then(|base| format!("{base:.0}").parse().ok()).filter(|base| (2..=36).contains(base))?;
    let number = i64::from_str_radix(&text_of(arguments.first()?)?, base).ok()?;
    Some(Value::new(Is::Number(number.into()), None))
}

pub(super) fn range(arguments: &[Value]) -> Option<Value> {
    let (start, end, step) = match arguments.len() {
        1 => (0.0, at(arguments, 0)?, None),
        _ => (at(arguments, 0)?, at(arguments, 1)?, at(arguments, 2)),
    };
    let step = step.unwrap_or(if end < start { -1.0 } else { 1.0 });
    if step == 0.0 || (step > 0.0) != (end >= start) && end != start {
        return None;
    }
    let mut numbers = Vec::new();
    let mut next = start;
    while if step > 0.0 { next < end } else { next > end } {
        if numbers.len() >= MOST {
            return None;
        }
        numbers.push(from_float(next)?);
        next += step;
    }
    Some(Value::list(numbers))
}
