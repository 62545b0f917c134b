//! `regex.match` without its cost: the engine's own copies the compiled pattern, and with it all its scratch memory, for
//! every call. A pattern is compiled once a thread here and kept.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use regex::Regex;

use super::string;
use crate::engine::rego::Value;

const NAME: &str = "regex.match";

/// Patterns that a thread keeps; policies have a few dozen, and one that builds patterns from its input gains nothing.
const KEPT: usize = 256;

thread_local! {
    static PATTERNS: RefCell<BTreeMap<String, Rc<Regex>>> = const { RefCell::new(BTreeMap::new()) };
}

/// `regex.match(pattern, value)`: whether the pattern occurs in the value.
pub(super) fn is_match(arguments: &[Value]) -> Result<Value, String> {
    let [pattern, value] = arguments else { return Err(format!("`{NAME}` expects two arguments")) };
    let (pattern, value) = (string(NAME, pattern)?, string(NAME, value)?);
    Ok(Value::from(compiled(pattern)?.is_match(value)))
}

fn compiled(pattern: &str) -> Result<Rc<Regex>, String> {
    PATTERNS.with_borrow_mut(|patterns| {
        if let Some(kept) = patterns.get(pattern) {
            return Ok(Rc::clone(kept));
        }
        let regex = Regex::new(pattern).map_err(|_| format!("`{NAME}`: not a regular expression that it can use"))?;
        if patterns.len() >= KEPT {
            patterns.clear();
        }
        let regex = Rc::new(regex);
        patterns.insert(pattern.to_owned(), Rc::clone(&regex));
        Ok(regex)
    })
}
