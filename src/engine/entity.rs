//! The entities of a document by their `_loc`: what each is called, and what it says, whatever stands around it.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::input::Segment;

/// What names an element of a list, so that another one before it changes nothing.
const NAMES: [&str; 4] = ["address", "id", "name", "key"];

/// Where the place of an entity is kept.
pub(super) const LOC: &str = "_loc";

/// Where a plan keeps the arguments of a resource.
const ARGUMENTS: &str = "values";

/// Where facts stand, which share the places of the entities that they are about.
const FACTS: &str = "facts";

/// The entities of one document.
pub(super) struct Entities<'a>(BTreeMap<&'a str, Entity<'a>>);

/// One entity.
struct Entity<'a> {
    /// The way to it: names, and places in lists where there is no name.
    way: String,
    /// The names alone.
    names: String,
    /// What the document says about it.
    value: &'a Value,
}

impl<'a> Entities<'a> {
    /// Those of a normalised document.
    pub(super) fn of(document: &'a Value) -> Self {
        let mut entities = BTreeMap::new();
        let mut pending = vec![(String::new(), String::new(), document)];
        // What facts say about an entity is not the entity: they are looked at last.
        let mut facts = Vec::new();
        while let Some((way, names, value)) = pending.pop().or_else(|| facts.pop()) {
            match value {
                Value::Object(fields) => {
                    for (key, value) in fields {
                        let waiting = if key == FACTS { &mut facts } else { &mut pending };
                        waiting.push((format!("{way}/{key}"), format!("{names}/{key}"), value));
                    }
                    if let Some(loc) = fields.get(LOC).and_then(Value::as_str) {
                        entities.entry(loc).or_insert(Entity { way, names, value });
                    }
                }
                Value::Array(elements) => pending.extend(elements.iter().enumerate().map(|(index, value)| {
                    let name = name(value);
                    let step = name.map_or_else(|| index.to_string(), ToOwned::to_owned);
                    (format!("{way}/{step}"), format!("{names}/{}", name.unwrap_or_default()), value)
                })),
                _ => {}
            }
        }
        Self(entities)
    }

    /// What identifies the value at `path` below an entity: the names on the way to it, and what it says. Where the
    /// document has no such value, it is `text`, which stands at its place; where that is only a key, the whole entity.
    pub(super) fn identity(&self, loc: &str, path: &[Segment], text: &str) -> String {
        let Some(Entity { way, value: entity, .. }) = self.0.get(loc) else { return loc.to_owned() };
        let mut value = Some(*entity);
        let mut identity = way.clone();
        let mut last = "";
        for segment in path {
            let (below, step) = match segment {
                Segment::Key(key) => (value.and_then(|value| value.get(key)), key.clone()),
                Segment::Index(index) => (value.and_then(|value| value.get(index)), index.to_string()),
            };
            identity = format!("{identity}/{step}");
            value = below;
            last = if let Segment::Key(key) = segment { key } else { "" };
        }
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let says = match value {
            Some(value) => without_places(value).to_string(),
            None if !text.is_empty() && text.trim_matches(['"', '\'']) != last => text,
            None => without_places(entity).to_string(),
        };
        format!("{identity}\n{says}")
    }
}

impl Entities<'_> {
    /// The names on the way to an entity: `/jobs/deploy/steps/`. A place in a list is none.
    pub(super) fn names(&self, loc: &str) -> &str {
        self.0.get(loc).map_or("", |entity| entity.names.as_str())
    }

    /// What the document says at a path below an entity, or about a small entity as a whole. A plan keeps the arguments
    /// of a resource below `values`, and some of them are JSON in a text, which is looked into.
    pub(super) fn value(&self, loc: &str, path: &[Segment]) -> Option<Value> {
        let entity = self.0.get(loc)?.value;
        let arguments = entity.get(ARGUMENTS);
        if path.is_empty() {
            return arguments.is_none().then(|| entity.clone());
        }
        let found = look(entity, path).or_else(|| look(arguments?, path));
        found.filter(|value| !value.is_null())
    }
}

/// The value at a path, through texts that hold JSON.
fn look(value: &Value, path: &[Segment]) -> Option<Value> {
    let mut value = value;
    for (index, segment) in path.iter().enumerate() {
        value = match (segment, value) {
            (_, Value::String(text)) => {
                let inside: Value = serde_json::from_str(text).ok()?;
                return if inside.is_string() { None } else { look(&inside, path.get(index..)?) };
            }
            (Segment::Key(key), value) => value.get(key)?,
            (Segment::Index(index), value) => value.get(index)?,
        };
    }
    Some(value.clone())
}

/// An element's own name.
fn name(element: &Value) -> Option<&str> {
    NAMES.iter().find_map(|key| element.get(key).and_then(Value::as_str).filter(|name| !name.is_empty()))
}

/// The same value without where its entities stand: places move when something else does.
pub(super) fn without_places(value: &Value) -> Value {
    match value {
        Value::Array(elements) => elements.iter().map(without_places).collect(),
        Value::Object(fields) => fields
            .iter()
            .filter(|(key, _)| *key != LOC)
            .map(|(key, value)| (key.clone(), without_places(value)))
            .collect(),
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::Entities;
    use crate::input::Segment;

    fn identity(document: &Value, path: &[&str]) -> String {
        let path: Vec<Segment> = path.iter().map(|key| Segment::Key((*key).to_owned())).collect();
        Entities::of(document).identity("x#7", &path, "on  ${{ X }}")
    }

    #[test]
    fn an_entity_is_known_by_its_names_and_its_value_and_not_by_its_place() {
        let step = |loc: &str, run: &str| json!({"_loc": loc, "run": {"text": run, "_loc": format!("{loc}1")}});
        let of = |steps: Value| json!({"_loc": "x#0", "jobs": [{"_loc": "x#1", "id": "deploy", "steps": steps}]});
        let here = identity(&of(json!([step("x#7", "sh $X")])), &["run", "text"]);
        assert_eq!(here, "/jobs/deploy/steps/0/run/text\n\"sh $X\"");
        let later = json!({"_loc": "x#0", "jobs": [
            {"_loc": "x#1", "id": "build", "steps": []},
            {"_loc": "x#4", "id": "deploy", "steps": [step("x#7", "sh $X")]},
        ]});
        assert_eq!(identity(&later, &["run", "text"]), here);
        let other = identity(&of(json!([step("x#7", "sh $Y")])), &["run", "text"]);
        assert_ne!(other, here);
        let whole = identity(&of(json!([step("x#7", "sh $X")])), &[]);
        let written = identity(&of(json!([step("x#7", "sh $X")])), &["continue-on-error"]);
        assert_eq!(written, "/jobs/deploy/steps/0/continue-on-error\non ${{ X }}");
        let key = identity(&of(json!([step("x#7", "sh $X")])), &["on  ${{ X }}"]);
        assert_eq!(key, "/jobs/deploy/steps/0/on  ${{ X }}\non ${{ X }}");
        assert_eq!(whole, "/jobs/deploy/steps/0\n{\"run\":{\"text\":\"sh $X\"}}");
    }
}
