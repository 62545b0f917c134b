//! Lists, sets and objects.

use super::super::rego::Value;

/// Numbers that one range may have: far more than a policy can use, far fewer than memory holds.
const RANGE: u64 = 1_000_000;

/// `array.flatten(list)`: unpacks the lists in a list, one level deep.
pub(super) fn flatten(arguments: &[Value]) -> Result<Value, String> {
    let [Value::Array(items)] = arguments else { return Err("`array.flatten` expects a list".to_owned()) };
    let mut flat = Vec::new();
    for item in items.iter() {
        match item {
            Value::Array(inner) => flat.extend(inner.iter().cloned()),
            other => flat.push(other.clone()),
        }
    }
    Ok(Value::from(flat))
}

/// `numbers.range(a, b)`: all whole numbers from `a` to `b`, up or down; regorus allocates whatever is asked for.
pub(super) fn range(arguments: &[Value]) -> Result<Value, String> {
    let [from, to] = arguments else { return Err("`numbers.range` expects two arguments".to_owned()) };
    numbers("numbers.range", from, to, 1)
}

/// `numbers.range_step(a, b, step)`: every `step`-th number from `a` on.
pub(super) fn range_step(arguments: &[Value]) -> Result<Value, String> {
    const NAME: &str = "numbers.range_step";
    let [from, to, step] = arguments else { return Err(format!("`{NAME}` expects three arguments")) };
    let step = step.as_u64().ok().and_then(|step| usize::try_from(step).ok()).filter(|step| *step > 0);
    numbers(NAME, from, to, step.ok_or_else(|| format!("`{NAME}` expects a step above zero"))?)
}

fn numbers(name: &str, from: &Value, to: &Value, step: usize) -> Result<Value, String> {
    let whole = |value: &Value| value.as_i64().map_err(|_| format!("`{name}` expects whole numbers"));
    let (from, to) = (whole(from)?, whole(to)?);
    if from.abs_diff(to) >= RANGE {
        return Err(format!("`{name}` would span more than {RANGE} numbers"));
    }
    let numbers: Vec<Value> = if from <= to {
        (from..=to).step_by(step).map(Value::from).collect()
    } else {
        (to..=from).rev().step_by(step).map(Value::from).collect()
    };
    Ok(Value::from(numbers))
}

/// `object.subset(super, sub)`: regorus panics when `sub` is an empty list.
pub(super) fn subset(arguments: &[Value]) -> Result<Value, String> {
    let [whole, part] = arguments else { return Err("`object.subset` expects two arguments".to_owned()) };
    match is_subset(whole, part) {
        Some(is) => Ok(Value::from(is)),
        None => Err("`object.subset` expects two objects, two sets, two lists, or a list and a set".to_owned()),
    }
}

/// Objects are compared with their values, sets by members, lists as a run in order; `None` for other pairs.
fn is_subset(whole: &Value, part: &Value) -> Option<bool> {
    match (whole, part) {
        (Value::Object(whole), Value::Object(part)) => Some(part.iter().all(|(key, wanted)| {
            whole.get(key).is_some_and(|value| is_subset(value, wanted).unwrap_or(value == wanted))
        })),
        (Value::Set(whole), Value::Set(part)) => Some(part.iter().all(|item| whole.contains(item))),
        (Value::Array(whole), Value::Set(part)) => Some(part.iter().all(|item| whole.contains(item))),
        (Value::Array(whole), Value::Array(part)) => {
            let (whole, part) = (whole.to_vec(), part.to_vec());
            Some(part.is_empty() || whole.windows(part.len()).any(|window| window == part))
        }
        _ => None,
    }
}
