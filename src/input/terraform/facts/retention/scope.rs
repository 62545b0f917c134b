//! What a rule is about, so that two rules can be told to reach equally far.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

/// Arguments of which a text reaches everything that begins with it.
const PREFIXES: &[&str] = &["prefix", "prefix_match", "matches_prefix"];

/// What a rule names, by the argument; one of the texts of each must fit. Without any, it is about everything.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct Scope(BTreeMap<String, BTreeSet<String>>);

impl Scope {
    /// Takes in what an argument says. Blocks that only group others, and what is empty, say nothing.
    pub(super) fn add(&mut self, name: &str, value: &Value) {
        match value {
            Value::Null | Value::Bool(false) => {}
            Value::Bool(true) => self.insert(name, "true".to_owned()),
            Value::Number(number) if number.as_f64() == Some(0.0) => {}
            Value::Number(number) => self.insert(name, number.to_string()),
            Value::String(text) if text.is_empty() => {}
            Value::String(text) => self.insert(name, text.clone()),
            Value::Array(items) => items.iter().for_each(|item| self.add(name, item)),
            Value::Object(fields) => match (name, fields.get("key").and_then(Value::as_str), fields.get("value")) {
                ("tag" | "tags", Some(key), Some(value)) => self.add(&format!("tags.{key}"), value),
                ("tags", ..) => fields.iter().for_each(|(key, value)| self.add(&format!("tags.{key}"), value)),
                _ => fields.iter().for_each(|(key, value)| self.add(key, value)),
            },
        }
    }

    fn insert(&mut self, name: &str, text: String) {
        self.0.entry(name.to_owned()).or_default().insert(text);
    }

    /// Whether everything that another rule is about is something that this one is about.
    pub(super) fn covers(&self, other: &Self) -> bool {
        self.0.iter().all(|(name, wide)| {
            let reaches = |text: &String| {
                wide.contains(text)
                    || (PREFIXES.contains(&name.as_str()) && wide.iter().any(|wide| text.starts_with(wide)))
            };
            other.0.get(name).is_some_and(|narrow| narrow.iter().all(reaches))
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::Scope;

    fn scope(value: &Value) -> Scope {
        let mut scope = Scope::default();
        scope.add("filter", value);
        scope
    }

    #[test]
    fn a_scope_that_names_less_reaches_further() {
        let all = json!([{"prefix": "", "and": [], "object_size_greater_than": 0, "tag": null}]);
        let logs = json!([{"prefix": "logs/"}]);
        let deep = json!([{"and": [{"prefix": "logs/app/", "tags": {"tier": "cold"}}]}]);
        let tag = json!([{"tag": [{"key": "tier", "value": "cold"}]}]);
        let several = json!({"prefix_match": ["a/", "b/"], "blob_types": ["blockBlob"]});
        for (wide, narrow, expected) in [
            (&all, &all, true),
            (&all, &logs, true),
            (&logs, &all, false),
            (&logs, &deep, true),
            (&deep, &logs, false),
            (&tag, &deep, true),
            (&tag, &logs, false),
            (&several, &json!({"prefix_match": ["a/x"], "blob_types": ["blockBlob"]}), true),
            (&several, &json!({"prefix_match": ["a/", "c/"], "blob_types": ["blockBlob"]}), false),
            (&several, &json!({"prefix_match": ["a/"], "blob_types": ["appendBlob"]}), false),
            (&json!({"prefix": "log"}), &logs, true),
            (&json!({"size": 5}), &json!({"size": 50}), false),
        ] {
            assert_eq!(scope(wide).covers(&scope(narrow)), expected, "{wide} {narrow}");
        }
    }
}
