//! What a policy may return: a set of findings and nothing else.

use super::rego::Value;
use crate::input::Segment;
use crate::limits::LIMITS;

/// One finding as a policy states it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Element {
    /// What is wrong and where.
    pub(super) point: Point,
    /// Other places that belong to it.
    pub(super) related: Vec<Point>,
    /// A name of its subject that does not change when the message does.
    pub(super) key: Option<String>,
    /// What is said once at its place.
    pub(super) once: Option<String>,
}

/// A message about a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Point {
    /// The message.
    pub(super) message: String,
    /// The `_loc` of an entity of the document.
    pub(super) loc: String,
    /// The path of the value below the entity.
    pub(super) path: Vec<Segment>,
}

/// The elements of one rule, and the first breach of the contract.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Elements {
    /// What was well formed.
    pub(super) good: Vec<Element>,
    /// What was not.
    pub(super) breach: Option<String>,
}

/// How to do it right, at the end of every message.
const IDIOM: &str = "build it with gate.finding(entity, path, message)";

/// Reads the value of `deny` or `unknown`.
pub(super) fn elements(rule: &str, value: &Value) -> Elements {
    let set = match value {
        Value::Set(set) => set,
        Value::Undefined => {
            return breach(format!("`{rule}` has no value; write it as `{rule} contains finding if {{ … }}`"));
        }
        _ => return breach(format!("`{rule}` is not a set; write it as `{rule} contains finding if {{ … }}`")),
    };
    let mut elements = Elements::default();
    for item in set.iter_sorted().take(LIMITS.findings) {
        match element(item) {
            Ok(element) => elements.good.push(element),
            Err(message) => {
                let message = format!("`{rule}` returned something that is not a finding: {message}; {IDIOM}");
                elements.breach.get_or_insert(message);
            }
        }
    }
    if set.len() > LIMITS.findings {
        elements.breach = Some(format!("`{rule}` found more than {} things; only these are shown", LIMITS.findings));
    }
    elements
}

fn breach(message: String) -> Elements {
    Elements { good: Vec::new(), breach: Some(message) }
}

/// One element: exactly the fields of the contract.
fn element(value: &Value) -> Result<Element, String> {
    let point = point(value, &["message", "loc", "path", "related", "key", "once"])?;
    let related = match field(value, "related") {
        None => Vec::new(),
        Some(Value::Array(items)) => {
            items.iter().map(|item| self::point(item, &["message", "loc", "path"])).collect::<Result<_, _>>()?
        }
        Some(_) => return Err("`related` is not a list".to_owned()),
    };
    let given = |name: &str| field(value, name).map(|given| text(given, name)).transpose();
    Ok(Element { point, related, key: given("key")?, once: given("once")? })
}

/// Message, place and path, and no field that is not `allowed`.
fn point(value: &Value, allowed: &[&str]) -> Result<Point, String> {
    let Value::Object(fields) = value else {
        return Err("it is not an object".to_owned());
    };
    for key in fields.keys_sorted() {
        match key {
            Value::String(name) if allowed.contains(&name.as_ref()) => {}
            Value::String(name) => return Err(format!("`{name}` is not a field of a finding")),
            _ => return Err("a field name is not text".to_owned()),
        }
    }
    let required = |name: &str| field(value, name).ok_or_else(|| format!("`{name}` is missing"));
    let message = text(required("message")?, "message")?;
    if message.trim().is_empty() {
        return Err("`message` is empty".to_owned());
    }
    let loc = text(required("loc")?, "loc")?;
    let Value::Array(path) = required("path")? else {
        return Err("`path` is not a list of keys and indexes".to_owned());
    };
    let path = path.iter().map(segment).collect::<Result<_, _>>()?;
    Ok(Point { message, loc, path })
}

fn field<'a>(value: &'a Value, name: &str) -> Option<&'a Value> {
    match value {
        Value::Object(fields) => fields.get(&Value::from(name)),
        _ => None,
    }
}

fn text(value: &Value, name: &str) -> Result<String, String> {
    match value {
        Value::String(text) => Ok(text.to_string()),
        _ => Err(format!("`{name}` is not text")),
    }
}

fn segment(value: &Value) -> Result<Segment, String> {
    let index = |value: &Value| value.as_u64().ok().and_then(|index| usize::try_from(index).ok());
    match value {
        Value::String(key) => Ok(Segment::Key(key.to_string())),
        Value::Number(_) => {
            index(value).map(Segment::Index).ok_or_else(|| "`path` holds a number that is no index".to_owned())
        }
        _ => Err("`path` holds something that is neither a key nor an index".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Elements, elements};
    use crate::engine::rego::{Value, value};

    fn set(items: &[serde_json::Value]) -> Value {
        Value::from(items.iter().map(value).collect::<std::collections::BTreeSet<_>>())
    }

    #[test]
    fn a_finding_has_exactly_the_fields_of_the_contract() {
        let good = json!({"message": "m", "loc": "l", "path": ["a", 0], "key": "k", "once": "o",
            "related": [{"message": "m", "loc": "l", "path": []}]});
        let Elements { good, breach } = elements("deny", &set(&[good]));
        assert_eq!((good.len(), breach), (1, None));
        for (bad, why) in [
            (json!("text"), "it is not an object"),
            (json!({"loc": "l", "path": []}), "`message` is missing"),
            (json!({"message": " ", "loc": "l", "path": []}), "`message` is empty"),
            (json!({"message": "m", "path": []}), "`loc` is missing"),
            (json!({"message": "m", "loc": "l"}), "`path` is missing"),
            (json!({"message": "m", "loc": 1, "path": []}), "`loc` is not text"),
            (json!({"message": "m", "loc": "l", "path": "a"}), "`path` is not a list"),
            (json!({"message": "m", "loc": "l", "path": [-1]}), "no index"),
            (json!({"message": "m", "loc": "l", "path": [1.5]}), "no index"),
            (json!({"message": "m", "loc": "l", "path": [null]}), "neither a key nor an index"),
            (json!({"message": "m", "loc": "l", "path": [], "msg": "x"}), "`msg` is not a field"),
            (json!({"message": "m", "loc": "l", "path": [], "related": "x"}), "`related` is not a list"),
            (json!({"message": "m", "loc": "l", "path": [], "related": [{"loc": "l"}]}), "`message` is missing"),
            (json!({"message": "m", "loc": "l", "path": [], "key": 1}), "`key` is not text"),
            (json!({"message": "m", "loc": "l", "path": [], "once": 1}), "`once` is not text"),
        ] {
            let found = elements("deny", &set(std::slice::from_ref(&bad)));
            assert!(found.good.is_empty(), "{bad}");
            assert!(found.breach.as_ref().is_some_and(|breach| breach.contains(why)), "{bad}: {:?}", found.breach);
        }
    }

    #[test]
    fn a_rule_that_is_not_a_set_breaks_the_contract() {
        for bad in [json!(false), json!(true), json!([]), json!({}), json!("x"), json!(null)] {
            assert!(elements("deny", &value(&bad)).breach.is_some(), "{bad}");
        }
        assert!(elements("deny", &Value::Undefined).breach.is_some());
        assert_eq!(elements("deny", &Value::new_set()), Elements::default());
    }

    #[test]
    fn one_bad_element_does_not_hide_the_good_ones() {
        let good = json!({"message": "m", "loc": "l", "path": []});
        let found = elements("deny", &set(&[json!("oops"), good]));
        assert_eq!(found.good.len(), 1);
        assert!(found.breach.is_some());
    }
}
