//! Takes secrets out of values before any policy sees them.
//!
//! A plan shows sensitive values in clear and says beside them where they are. What it does not know to be sensitive,
//! but what looks like a credential, is taken out too.

use std::collections::{BTreeMap, BTreeSet};

use data_encoding::BASE64;
use serde_json::{Map, Value, json};

use super::identifiers::Identifiers;
use super::literal::{SCRIPTS, refers_by};
use super::model::Step;
use crate::source::secret::{self, Known};

/// The shortest text that can have the shape of a credential without being a URL; see `source::secret`.
const SHORTEST_SHAPE: usize = 15;

/// A credential that was found in a value.
pub(super) struct Found<'a> {
    /// Where.
    pub(super) path: &'a [Step],
    /// What it looks like.
    pub(super) kind: &'static str,
    /// The credential itself.
    pub(super) value: &'a str,
}

/// Is told of each credential and answers whether the configuration writes it out.
pub(super) type Witness<'w> = dyn FnMut(&Found<'_>) -> bool + 'w;

/// The shortest sensitive text that is looked for elsewhere; a shorter one, such as `true`, says too little.
const SHORTEST_SECRET: usize = 6;

/// Masks values. It remembers which names are those of credentials, because a plan repeats few names many times.
#[derive(Default)]
pub(super) struct Masker {
    names: BTreeMap<String, bool>,
    secrets: BTreeSet<String>,
    /// What the plan and its code call things.
    pub(super) identifiers: Identifiers,
    /// Every credential that was masked.
    pub(super) known: Known,
    /// Whether a mark is only assumed: then its value is masked, but it may be a word that stands everywhere.
    pub(super) assumed: bool,
}

/// One value on its way through a masker.
struct Walk<'m, 'w> {
    masker: &'m mut Masker,
    witness: &'m mut Witness<'w>,
    path: Vec<Step>,
    found: usize,
    /// Whether the value is inside JSON text already, which is not unpacked twice.
    packed: bool,
}

impl Masker {
    /// `value` without what `sensitive`, its mirror in the plan, marks and without credentials.
    pub(super) fn mask(&mut self, key: &str, value: Value, sensitive: &Value, witness: &mut Witness<'_>) -> Value {
        let mut walk = Walk { masker: self, witness, path: Vec::new(), found: 0, packed: false };
        walk.value(key, value, sensitive)
    }

    /// Whether a value is one that was marked as sensitive elsewhere, such as a variable that sets a password.
    pub(super) fn knows(&self, value: &Value) -> bool {
        value.as_str().is_some_and(|text| self.secrets.contains(text))
    }

    /// Remembers a credential: all of it, the parts that are one by their shape, and each text of a JSON document.
    /// Of what is only sensitive, a name that stands everywhere is none.
    fn learn(&mut self, key: &str, value: &str, is_credential: bool) {
        if !is_credential && self.identifiers.contains(value) {
            return;
        }
        if secret::shape(value).is_none() || secret::names_credential(key) {
            self.known.add(value);
        }
        self.known.add_inside(value);
        if value.starts_with(['{', '[']) {
            let inner: Value = serde_json::from_str(value).unwrap_or_default();
            let Self { known, identifiers, .. } = self;
            texts("", &inner, &mut |key, text| {
                if secret::literal(key, text).is_some() || !identifiers.contains(text) {
                    known.add(text);
                }
            });
        }
    }

    /// Remembers what a script sets to a credential.
    fn learn_script(&mut self, script: &str) {
        self.known.add_inside(script);
        let decoded = BASE64.decode(script.as_bytes()).ok().and_then(|bytes| String::from_utf8(bytes).ok());
        self.known.add_inside(&decoded.unwrap_or_default());
    }

    fn kind(&mut self, key: &str, value: &str) -> Option<&'static str> {
        let named = self.names.get(key).copied().unwrap_or_else(|| {
            let named = secret::names_credential(key);
            self.names.insert(key.to_owned(), named);
            named
        });
        let shaped = value.len() >= SHORTEST_SHAPE || value.contains("://");
        if named || shaped { secret::literal(key, value) } else { None }
    }
}

impl Walk<'_, '_> {
    fn value(&mut self, key: &str, value: Value, sensitive: &Value) -> Value {
        match value {
            Value::Null => Value::Null,
            value if *sensitive == Value::Bool(true) => self.redact(key, &value),
            Value::String(text) => self.text(key, text),
            Value::Array(items) => {
                let masked = items.into_iter().enumerate().map(|(index, item)| {
                    let sensitive = sensitive.get(index).unwrap_or(&Value::Null);
                    self.below(Step::Index(index), |walk| walk.value(key, item, sensitive))
                });
                Value::Array(masked.collect())
            }
            Value::Object(object) => {
                let name = name_of(&object).filter(|_| !refers(&self.path, &object));
                let mut masked = Map::new();
                for (entry, item) in object {
                    let sensitive = sensitive.get(&entry).unwrap_or(&Value::Null);
                    let key = name.as_deref().filter(|_| entry == "value").unwrap_or(&entry);
                    let item = self.below(Step::Key(entry.clone()), |walk| walk.value(key, item, sensitive));
                    masked.insert(entry, item);
                }
                Value::Object(masked)
            }
            value => value,
        }
    }

    /// The marker in place of a sensitive value; credentials inside it are told to the witness all the same.
    fn redact(&mut self, key: &str, value: &Value) -> Value {
        let literal = self.search(key, value);
        marker(value, literal)
    }

    /// Whether a value holds a credential that the configuration writes out.
    fn search(&mut self, key: &str, value: &Value) -> bool {
        match value {
            Value::String(text) => {
                let kind = self.masker.kind(key, text);
                let names = kind.is_none() && self.masker.identifiers.contains(text);
                if text.len() >= SHORTEST_SECRET && !names {
                    self.masker.secrets.insert(text.clone());
                }
                if kind.is_some() || !self.masker.assumed {
                    self.masker.learn(key, text, kind.is_some());
                }
                kind.is_some_and(|kind| self.tell(kind, text))
            }
            Value::Array(items) => items.iter().enumerate().fold(false, |literal, (index, item)| {
                self.below(Step::Index(index), |walk| walk.search(key, item)) || literal
            }),
            Value::Object(object) => {
                let name = name_of(object);
                object.iter().fold(false, |literal, (entry, item)| {
                    let key = name.as_deref().filter(|_| entry == "value").unwrap_or(entry);
                    self.below(Step::Key(entry.clone()), |walk| walk.search(key, item)) || literal
                })
            }
            _ => false,
        }
    }

    fn text(&mut self, key: &str, text: String) -> Value {
        if SCRIPTS.contains(&key) {
            self.masker.learn_script(&text);
        }
        if let Some(unpacked) = self.unpack(key, &text) {
            return unpacked;
        }
        match self.masker.kind(key, &text) {
            Some(kind) => {
                self.masker.learn(key, &text, true);
                let literal = self.tell(kind, &text);
                marker(&Value::String(text), literal)
            }
            None => Value::String(text),
        }
    }

    /// JSON inside a text, such as container definitions, with its credentials taken out; `None` when it has none.
    fn unpack(&mut self, key: &str, text: &str) -> Option<Value> {
        if self.packed || !text.starts_with(['{', '[']) {
            return None;
        }
        let inner: Value = serde_json::from_str(text).ok()?;
        let before = self.found;
        self.packed = true;
        let masked = self.value(key, inner, &Value::Null);
        self.packed = false;
        (self.found > before).then(|| Value::String(masked.to_string()))
    }

    fn tell(&mut self, kind: &'static str, value: &str) -> bool {
        self.found = self.found.saturating_add(1);
        (self.witness)(&Found { path: &self.path, kind, value })
    }

    fn below<T>(&mut self, step: Step, inside: impl FnOnce(&mut Self) -> T) -> T {
        self.path.push(step);
        let result = inside(self);
        self.path.pop();
        result
    }
}

/// The name that the `value` of an object stands under: `{"name": "DB_PASSWORD", "value": "…"}`.
fn name_of(object: &Map<String, Value>) -> Option<String> {
    object.get("value")?;
    ["name", "key"].iter().find_map(|name| object.get(*name)?.as_str()).map(str::to_owned)
}

/// Whether the `value` of an object at `path` names an entry of a store.
fn refers(path: &[Step], object: &Map<String, Value>) -> bool {
    let block = path.iter().rev().find_map(|step| match step {
        Step::Key(key) => Some(key.as_str()),
        Step::Index(_) => None,
    });
    block.is_some_and(|block| {
        refers_by(block, |argument| object.get(argument).and_then(Value::as_str).map(str::to_owned))
    })
}

/// Tells `found` every text in a value, with the key that it stands under.
fn texts(key: &str, value: &Value, found: &mut impl FnMut(&str, &str)) {
    match value {
        Value::String(text) => found(key, text),
        Value::Array(items) => items.iter().for_each(|item| texts(key, item, found)),
        Value::Object(entries) => entries.iter().for_each(|(key, item)| texts(key, item, found)),
        _ => {}
    }
}

/// What stands in place of a value that must not be seen. `length` counts characters or elements.
pub(super) fn marker(value: &Value, literal: bool) -> Value {
    let (kind, length) = match value {
        Value::String(text) => ("string", text.chars().count()),
        Value::Number(_) => ("number", 0),
        Value::Bool(_) => ("bool", 0),
        Value::Array(items) => ("list", items.len()),
        Value::Object(entries) => ("object", entries.len()),
        Value::Null => ("null", 0),
    };
    let mut marker = json!({"redacted": true, "kind": kind, "length": length});
    if let Some(marker) = marker.as_object_mut().filter(|_| literal) {
        marker.insert("literal".to_owned(), Value::Bool(true));
    }
    marker
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::Masker;
    use crate::input::terraform::configuration::dotted;

    fn mask(value: serde_json::Value, sensitive: &serde_json::Value) -> (serde_json::Value, Vec<String>) {
        let mut found = Vec::new();
        let masked = Masker::default().mask("", value, sensitive, &mut |credential| {
            found.push(dotted(credential.path));
            true
        });
        (masked, found)
    }

    #[test]
    fn what_the_plan_marks_is_gone_with_its_structure_kept_as_far_as_the_mark_allows() {
        let value =
            json!({"user": "gate", "pin": 1234, "all": {"a": "x", "b": null}, "list": ["a", "b"], "none": null});
        let sensitive = json!({"pin": true, "all": true, "list": [false, true], "none": true});
        let (masked, found) = mask(value, &sensitive);
        let expected = json!({
            "user": "gate",
            "pin": {"redacted": true, "kind": "number", "length": 0},
            "all": {"redacted": true, "kind": "object", "length": 2},
            "list": ["a", {"redacted": true, "kind": "string", "length": 1}],
            "none": null,
        });
        assert_eq!(masked, expected);
        assert!(found.is_empty());
    }

    #[test]
    fn a_credential_is_gone_even_when_the_plan_does_not_mark_it() {
        let definitions = json!([{"environment": [{"name": "STAGE", "value": "prod"}, {"name": "SMTP_PASSWORD", "value": "hunter2-ecs"}]}]);
        let value = json!({
            "env": {"DB_PASSWORD": "hunter2"},
            "variables": [{"name": "API_TOKEN", "value": "s3cr3t-token"}],
            "container_definitions": definitions.to_string(),
            "url": "postgres://u:hunter2@db/x",
        });
        let (masked, found) = mask(value, &json!({}));
        let text = masked.to_string();
        for gone in ["hunter2", "s3cr3t"] {
            assert!(!text.contains(gone), "{text}");
        }
        for kept in ["prod", "SMTP_PASSWORD", "API_TOKEN"] {
            assert!(text.contains(kept), "{text}");
        }
        let paths = ["container_definitions.0.environment.1.value", "env.DB_PASSWORD", "url", "variables.0.value"];
        let mut found = found;
        found.sort();
        assert_eq!(found, paths);
    }

    #[test]
    fn a_name_that_a_sensitive_value_repeats_is_not_hidden_and_a_credential_is() {
        let mut masker = Masker::default();
        masker.identifiers.add("tracking_cards");
        let value = json!({"login": {"user": "tracking", "password": "cards", "motto": "velvet-otter"}});
        masker.mask("", value, &json!({"login": true}), &mut |_| false);
        assert_eq!(masker.known.mask("tracking cards velvet-otter"), "tracking ***** ************");
    }

    #[test]
    fn the_credential_inside_a_marked_value_is_told() {
        let (masked, found) = mask(json!({"login": {"password": "hunter2"}}), &json!({"login": true}));
        assert_eq!(masked, json!({"login": {"redacted": true, "kind": "object", "length": 1, "literal": true}}));
        assert_eq!(found, ["login.password"]);
    }
}
