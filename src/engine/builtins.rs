//! Builtins that regorus lacks or gets wrong.

use super::rego::Value;

/// A builtin: its arguments have the right number; an error is a fragment without a full stop.
pub(super) type Builtin = fn(&[Value]) -> Result<Value, String>;

/// Name, number of arguments and implementation.
pub(super) const ALL: &[(&str, u8, Builtin)] = &[("rand.intn", 2, refuse_random), ("strings.count", 2, count_text)];

/// The same input must give the same answer.
fn refuse_random(_: &[Value]) -> Result<Value, String> {
    Err("`rand.intn` is not available: a policy must give the same answer every time".to_owned())
}

/// `strings.count(text, part)`: regorus panics on an empty part; OPA finds it before, between and after all characters.
fn count_text(arguments: &[Value]) -> Result<Value, String> {
    let [Value::String(text), Value::String(part)] = arguments else {
        return Err("`strings.count` expects two strings".to_owned());
    };
    let count =
        if part.is_empty() { text.chars().count().saturating_add(1) } else { text.matches(part.as_ref()).count() };
    Ok(Value::from(count))
}
