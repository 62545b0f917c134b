//! Text: what panics or grows without bound in regorus.

use super::super::rego::Value;
use super::string;

/// Bytes that one call may produce; a message or a name is never near it.
const CAP: usize = 16 * 1024 * 1024;

/// `strings.count(text, part)`: regorus panics on an empty part; OPA finds it before, between and after all characters.
pub(super) fn count(arguments: &[Value]) -> Result<Value, String> {
    let [text, part] = arguments else { return Err("`strings.count` expects two arguments".to_owned()) };
    let (text, part) = (string("strings.count", text)?, string("strings.count", part)?);
    let count = if part.is_empty() { text.chars().count().saturating_add(1) } else { text.matches(part).count() };
    Ok(Value::from(count))
}

/// `concat(delimiter, list or set)`: a loop of it doubles text faster than the time limit can see.
pub(super) fn concat(arguments: &[Value]) -> Result<Value, String> {
    let [delimiter, collection] = arguments else { return Err("`concat` expects two arguments".to_owned()) };
    let delimiter = string("concat", delimiter)?;
    let parts: Vec<&str> = match collection {
        Value::Array(items) => items.iter().map(|item| string("concat", item)).collect::<Result<_, _>>()?,
        Value::Set(items) => items.iter_sorted().map(|item| string("concat", item)).collect::<Result<_, _>>()?,
        _ => return Err("`concat` expects a list or a set of text".to_owned()),
    };
    let between = delimiter.len().saturating_mul(parts.len());
    let length = parts.iter().fold(between, |length, part| length.saturating_add(part.len()));
    if length > CAP {
        return Err(format!("`concat` would make more than {CAP} bytes"));
    }
    Ok(Value::from(parts.join(delimiter)))
}
