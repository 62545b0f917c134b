//! Lists, sets and objects.

use std::collections::BTreeMap;

use super::super::rego::Value;
use super::bounded_items;
use crate::limits::LIMITS;

/// `array.flatten(list)`: unpacks the lists in a list, one level deep.
pub(super) fn flatten(arguments: &[Value]) -> Result<Value, String> {
    let [Value::Array(items)] = arguments else { return Err("`array.flatten` expects a list".to_owned()) };
    let mut flat = Vec::new();
    for item in items.iter() {
        match item {
            Value::Array(inner) => flat.extend(inner.iter().cloned()),
            other => flat.push(other.clone()),
        }
        bounded_items("array.flatten", flat.len())?;
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
    let most = u64::try_from(LIMITS.builtin_items).unwrap_or(u64::MAX);
    if from.abs_diff(to) >= most {
        return Err(format!("`{name}` would span more than {most} numbers"));
    }
    let numbers: Vec<Value> = if from <= to {
        (from..=to).step_by(step).map(Value::from).collect()
    } else {
        (to..=from).rev().step_by(step).map(Value::from).collect()
    };
    Ok(Value::from(numbers))
}

/// `count(collection or text)`: regorus counts a character outside of the first plane as two.
pub(super) fn count(arguments: &[Value]) -> Result<Value, String> {
    match arguments {
        [Value::String(text)] => Ok(Value::from(text.chars().count())),
        [Value::Array(items)] => Ok(Value::from(items.len())),
        [Value::Set(items)] => Ok(Value::from(items.len())),
        [Value::Object(fields)] => Ok(Value::from(fields.len())),
        _ => Err("`count` expects text, a list, a set or an object".to_owned()),
    }
}

/// `array.concat(a, b)`.
pub(super) fn concat(arguments: &[Value]) -> Result<Value, String> {
    let [Value::Array(a), Value::Array(b)] = arguments else {
        return Err("`array.concat` expects two lists".to_owned());
    };
    bounded_items("array.concat", a.len().saturating_add(b.len()))?;
    Ok(Value::from(a.iter().chain(b.iter()).cloned().collect::<Vec<_>>()))
}

/// `object.union(a, b)`: objects below the same key are joined, otherwise `b` wins.
pub(super) fn object_union(arguments: &[Value]) -> Result<Value, String> {
    let [a @ Value::Object(_), b @ Value::Object(_)] = arguments else {
        return Err("`object.union` expects two objects".to_owned());
    };
    joined(a, b, &mut 0)
}

/// `object.union_n(list of objects)`: from left to right.
pub(super) fn object_union_n(arguments: &[Value]) -> Result<Value, String> {
    let [Value::Array(items)] = arguments else { return Err("`object.union_n` expects a list of objects".to_owned()) };
    let mut made = Value::new_object();
    let mut fields = 0;
    for item in items.iter() {
        if !matches!(item, Value::Object(_)) {
            return Err("`object.union_n` expects a list of objects".to_owned());
        }
        made = joined(&made, item, &mut fields)?;
    }
    Ok(made)
}

/// Two values of the same key; `fields` counts what all objects hold together.
fn joined(a: &Value, b: &Value, fields: &mut usize) -> Result<Value, String> {
    let (Value::Object(left), Value::Object(right)) = (a, b) else { return Ok(b.clone()) };
    let mut made: BTreeMap<Value, Value> = left.iter().map(|(key, value)| (key.clone(), value.clone())).collect();
    for (key, value) in right.iter() {
        let value = match left.get(key) {
            Some(other) => joined(other, value, fields)?,
            None => value.clone(),
        };
        made.insert(key.clone(), value);
    }
    *fields = fields.saturating_add(made.len());
    bounded_items("object.union", *fields)?;
    Ok(Value::from(made))
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
