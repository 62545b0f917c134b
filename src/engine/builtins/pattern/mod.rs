//! Regular expressions. OPA has those of Go, so a pattern is translated and one that Go refuses is refused.
//!
//! The engine's own copies the compiled pattern, and with it all its scratch memory, for every call. A pattern is compiled
//! once a thread here and kept.

mod class;
mod translate;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use regex::{Regex, RegexBuilder};
use translate::translate;

use super::{bounded, bounded_items, pair, string, triple};
use crate::engine::rego::Value;
use crate::limits::LIMITS;

/// Patterns that a thread keeps; policies have a few dozen, and one that builds patterns from its input gains nothing.
const KEPT: usize = 256;

thread_local! {
    static PATTERNS: RefCell<BTreeMap<String, Rc<Regex>>> = const { RefCell::new(BTreeMap::new()) };
}

/// `regex.match(pattern, value)`: whether the pattern occurs in the value.
pub(super) fn is_match(arguments: &[Value]) -> Result<Value, String> {
    const NAME: &str = "regex.match";
    let (pattern, value) = pair(NAME, arguments)?;
    Ok(Value::from(compiled(NAME, pattern)?.is_match(value)))
}

/// `regex.is_valid(pattern)`.
pub(super) fn is_valid(arguments: &[Value]) -> Result<Value, String> {
    let [pattern] = arguments else { return Err("`regex.is_valid` expects one argument".to_owned()) };
    let Value::String(pattern) = pattern else { return Ok(Value::from(false)) };
    Ok(Value::from(translate(pattern).is_some_and(|pattern| native("regex.is_valid", &pattern).is_ok())))
}

/// `regex.find_n(pattern, value, number)`: the first so many places, all when the number is negative.
pub(super) fn find_n(arguments: &[Value]) -> Result<Value, String> {
    const NAME: &str = "regex.find_n";
    let [pattern, value, number] = arguments else { return Err(format!("`{NAME}` expects three arguments")) };
    let number = number.as_i64().map_err(|_| format!("`{NAME}` expects a whole number"))?;
    let most = usize::try_from(number).unwrap_or(usize::MAX);
    let regex = compiled(NAME, string(NAME, pattern)?)?;
    let mut found = Vec::new();
    for place in regex.find_iter(string(NAME, value)?).take(most) {
        found.push(Value::from(place.as_str()));
        bounded_items(NAME, found.len())?;
    }
    Ok(Value::from(found))
}

/// `regex.replace(text, pattern, value)`, where `$1` and `${name}` stand for groups.
pub(super) fn replace(arguments: &[Value]) -> Result<Value, String> {
    const NAME: &str = "regex.replace";
    let (text, pattern, value) = triple(NAME, arguments)?;
    let regex = compiled(NAME, pattern)?;
    let mut made = String::new();
    let mut end = 0;
    for groups in regex.captures_iter(text) {
        let Some(whole) = groups.get(0) else { continue };
        made.push_str(text.get(end..whole.start()).unwrap_or_default());
        groups.expand(value, &mut made);
        bounded(NAME, made.len())?;
        end = whole.end();
    }
    made.push_str(text.get(end..).unwrap_or_default());
    bounded(NAME, made.len())?;
    Ok(Value::from(made))
}

/// `regex.split(pattern, text)`: what stands between the places, as Go cuts it.
pub(super) fn split(arguments: &[Value]) -> Result<Value, String> {
    const NAME: &str = "regex.split";
    let (pattern, text) = pair(NAME, arguments)?;
    let regex = compiled(NAME, pattern)?;
    if text.is_empty() && !pattern.is_empty() {
        return Ok(Value::from(vec![Value::from("")]));
    }
    let mut parts = Vec::new();
    let (mut begin, mut end) = (0, 0);
    for place in regex.find_iter(text) {
        end = place.start();
        if place.end() != 0 {
            parts.push(Value::from(text.get(begin..end).unwrap_or_default()));
            bounded_items(NAME, parts.len())?;
        }
        begin = place.end();
    }
    if end != text.len() {
        parts.push(Value::from(text.get(begin..).unwrap_or_default()));
    }
    Ok(Value::from(parts))
}

/// A pattern of Go, compiled.
fn compiled(name: &str, pattern: &str) -> Result<Rc<Regex>, String> {
    let translated = translate(pattern).ok_or_else(|| format!("`{name}`: not a regular expression of Go (RE2)"))?;
    native(name, &translated)
}

/// A pattern in the syntax of the `regex` crate, compiled.
pub(super) fn native(name: &str, pattern: &str) -> Result<Rc<Regex>, String> {
    PATTERNS.with_borrow_mut(|patterns| {
        if let Some(kept) = patterns.get(pattern) {
            return Ok(Rc::clone(kept));
        }
        let built = RegexBuilder::new(pattern).size_limit(LIMITS.pattern_bytes).build();
        let regex = built.map_err(|_| format!("`{name}`: not a regular expression that it can use"))?;
        if patterns.len() >= KEPT {
            patterns.clear();
        }
        let regex = Rc::new(regex);
        patterns.insert(pattern.to_owned(), Rc::clone(&regex));
        Ok(regex)
    })
}
