//! Numbers.

use super::super::operator::{as_number, is_exact};
use super::collection::from_float;
use crate::input::terraform::value::{Is, Value};

/// The most numbers that `range` makes; the tool stops there too.
const MOST: usize = 1_024;

fn at(arguments: &[Value], index: usize) -> Option<f64> {
    arguments.get(index).and_then(as_number)
}

/// All numbers in a list.
fn all(arguments: &[Value]) -> Option<Vec<f64>> {
    let values = match arguments {
        [Value { is: Is::List(list), .. }] => list.items.as_slice(),
        _ => return None,
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
    let (base, power) = (at(arguments, 0)?, at(arguments, 1)?);
    let value = base.powf(power);
    // A whole power of a whole number is exact as long as it is small.
    let exact = power >= 0.0 && [base, power, value].iter().all(|it| it.fract() == 0.0 && is_exact(*it));
    if exact { from_float(value) } else { Some(Value::open()) }
}

pub(super) fn signum(arguments: &[Value]) -> Option<Value> {
    let value = at(arguments, 0).filter(|value| value.fract() == 0.0 && is_exact(*value))?;
    from_float(if value == 0.0 { 0.0 } else { value.signum() })
}

pub(super) fn sum(arguments: &[Value]) -> Option<Value> {
    let numbers = all(arguments).filter(|numbers| !numbers.is_empty())?;
    let sum = numbers.iter().sum();
    if numbers.iter().all(|number| is_exact(*number)) && is_exact(sum) { from_float(sum) } else { Some(Value::open()) }
}

pub(super) fn parse_int(arguments: &[Value]) -> Option<Value> {
    let base: u32 = at(arguments, 1).and_then(|base| format!("{base}").parse().ok())?;
    if (37..=62).contains(&base) {
        return Some(Value::open());
    }
    let base = Some(base).filter(|base| (2..=36).contains(base))?;
    let text = arguments.first()?.as_text()?;
    // What is too large for it here need not be so for the tool.
    i64::from_str_radix(&text, base).map_or_else(
        |error| if *error.kind() == std::num::IntErrorKind::InvalidDigit { None } else { Some(Value::open()) },
        |number| Some(Value::new(Is::Number(number.into()), None)),
    )
}

pub(super) fn range(arguments: &[Value]) -> Option<Value> {
    let (start, end, step) = match arguments.len() {
        1 => (0.0, at(arguments, 0)?, None),
        2 => (at(arguments, 0)?, at(arguments, 1)?, None),
        _ => (at(arguments, 0)?, at(arguments, 1)?, Some(at(arguments, 2)?)),
    };
    if ![start, end, step.unwrap_or(1.0)].into_iter().all(is_exact) {
        return Some(Value::open());
    }
    let step = step.unwrap_or(if end < start { -1.0 } else { 1.0 });
    if step == 0.0 || (step > 0.0) != (end >= start) && (end - start).abs() > 0.0 {
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
