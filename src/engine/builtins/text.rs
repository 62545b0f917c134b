//! Text: what panics, grows without bound or differs from OPA in regorus.

use std::collections::BTreeMap;

use super::super::rego::Value;
use super::{bounded, bounded_items, pair, string, triple};

/// `strings.count(text, part)`: regorus panics on an empty part; OPA finds it before, between and after all characters.
pub(super) fn count(arguments: &[Value]) -> Result<Value, String> {
    let (text, part) = pair("strings.count", arguments)?;
    let count = if part.is_empty() { text.chars().count().saturating_add(1) } else { text.matches(part).count() };
    Ok(Value::from(count))
}

/// `concat(delimiter, list or set)`: a loop of it doubles text faster than steps are counted.
pub(super) fn concat(arguments: &[Value]) -> Result<Value, String> {
    let [delimiter, collection] = arguments else { return Err("`concat` expects two arguments".to_owned()) };
    let delimiter = string("concat", delimiter)?;
    let parts: Vec<&str> = match collection {
        Value::Array(items) => items.iter().map(|item| string("concat", item)).collect::<Result<_, _>>()?,
        Value::Set(items) => items.iter_sorted().map(|item| string("concat", item)).collect::<Result<_, _>>()?,
        _ => return Err("`concat` expects a list or a set of text".to_owned()),
    };
    let between = delimiter.len().saturating_mul(parts.len());
    bounded("concat", parts.iter().fold(between, |length, part| length.saturating_add(part.len())))?;
    Ok(Value::from(parts.join(delimiter)))
}

/// `lower(text)`: each character by itself, as Go does; a Σ at the end of a word is no other than elsewhere.
pub(super) fn lower(arguments: &[Value]) -> Result<Value, String> {
    let [text] = arguments else { return Err("`lower` expects one argument".to_owned()) };
    let lowered = string("lower", text)?.chars().map(|one| one.to_lowercase().next().unwrap_or(one));
    Ok(Value::from(lowered.collect::<String>()))
}

/// `upper(text)`: each character by itself; one that would become several, such as ß, stays.
pub(super) fn upper(arguments: &[Value]) -> Result<Value, String> {
    let [text] = arguments else { return Err("`upper` expects one argument".to_owned()) };
    let raised = string("upper", text)?.chars().map(|one| {
        let mut upper = one.to_uppercase();
        upper.next().filter(|_| upper.next().is_none()).unwrap_or(one)
    });
    Ok(Value::from(raised.collect::<String>()))
}

/// `indexof(text, part)`: the first place in characters, or -1. OPA refuses an empty part.
pub(super) fn index_of(arguments: &[Value]) -> Result<Value, String> {
    let (text, part) = searched("indexof", arguments)?;
    let place = text.find(part).and_then(|at| text.get(..at)).map(|before| before.chars().count());
    Ok(place.map_or_else(|| Value::from(-1_i64), Value::from))
}

/// `indexof_n(text, part)`: every place, those that overlap too.
pub(super) fn index_of_n(arguments: &[Value]) -> Result<Value, String> {
    let (text, part) = searched("indexof_n", arguments)?;
    let mut places = Vec::new();
    for (place, (at, _)) in text.char_indices().enumerate() {
        if text.get(at..).is_some_and(|rest| rest.starts_with(part)) {
            places.push(Value::from(place));
            bounded_items("indexof_n", places.len())?;
        }
    }
    Ok(Value::from(places))
}

fn searched<'a>(name: &str, arguments: &'a [Value]) -> Result<(&'a str, &'a str), String> {
    let (text, part) = pair(name, arguments)?;
    if part.is_empty() { Err(format!("`{name}` expects text to look for")) } else { Ok((text, part)) }
}

/// `replace(text, old, new)`. What OPA makes of an empty `old` is not always text, so it is refused.
pub(super) fn replace(arguments: &[Value]) -> Result<Value, String> {
    let (text, old, new) = triple("replace", arguments)?;
    if old.is_empty() {
        return Err("`replace` expects text to replace".to_owned());
    }
    let more = new.len().saturating_sub(old.len());
    if more > 0 {
        bounded("replace", text.matches(old).count().saturating_mul(more).saturating_add(text.len()))?;
    }
    Ok(Value::from(text.replace(old, new)))
}

/// `strings.replace_n({old: new}, text)`: one pass; where several fit, the first in the order of text.
pub(super) fn replace_n(arguments: &[Value]) -> Result<Value, String> {
    const NAME: &str = "strings.replace_n";
    let [Value::Object(pairs), text] = arguments else { return Err(format!("`{NAME}` expects an object and text")) };
    let mut patterns = BTreeMap::new();
    for (old, new) in pairs.iter() {
        patterns.insert(string(NAME, old)?, string(NAME, new)?);
    }
    if patterns.contains_key("") {
        return Err(format!("`{NAME}` expects text to replace"));
    }
    let mut rest = string(NAME, text)?;
    let mut made = String::new();
    while let Some(next) = rest.chars().next() {
        let found = patterns.iter().find_map(|(old, new)| rest.strip_prefix(old).map(|after| (*new, after)));
        let (new, after) = match found {
            Some((new, after)) => (new.to_owned(), after),
            None => (next.to_string(), rest.get(next.len_utf8()..).unwrap_or_default()),
        };
        made.push_str(&new);
        bounded(NAME, made.len())?;
        rest = after;
    }
    Ok(Value::from(made))
}

/// `split(text, delimiter)`; an empty delimiter splits between characters.
pub(super) fn split(arguments: &[Value]) -> Result<Value, String> {
    let (text, delimiter) = pair("split", arguments)?;
    let mut parts = Vec::new();
    let mut push = |part: &str| {
        parts.push(Value::from(part));
        bounded_items("split", parts.len())
    };
    if delimiter.is_empty() {
        let mut buffer = [0; 4];
        text.chars().try_for_each(|one| push(one.encode_utf8(&mut buffer)))?;
    } else {
        text.split(delimiter).try_for_each(push)?;
    }
    Ok(Value::from(parts))
}

/// `substring(text, offset, length)` in characters; a negative length means to the end.
pub(super) fn substring(arguments: &[Value]) -> Result<Value, String> {
    const NAME: &str = "substring";
    let [text, offset, length] = arguments else { return Err(format!("`{NAME}` expects three arguments")) };
    let whole = |value: &Value| value.as_i64().map_err(|_| format!("`{NAME}` expects whole numbers"));
    let (text, offset, length) = (string(NAME, text)?, whole(offset)?, whole(length)?);
    let offset = usize::try_from(offset).map_err(|_| format!("`{NAME}` expects an offset of at least 0"))?;
    let length = usize::try_from(length).unwrap_or(usize::MAX);
    Ok(Value::from(text.chars().skip(offset).take(length).collect::<String>()))
}
