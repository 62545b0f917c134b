//! The JSON Schema of the repository document, made of the schemas of the other kinds.

use serde_json::{Map, Value, json};

use super::facts::Facts;
use super::{SCHEMA, Surroundings};
use crate::input::Kind;

/// The name of the definition of the facts.
const FACTS: &str = "repository.Facts";

/// The schema (draft 2020-12). `parts` are the other kinds with their schemas; their definitions are taken in under
/// `<kind>.<name>`, so that the result needs no other file.
#[must_use]
pub fn schema(parts: &[(Kind, Value)]) -> Value {
    let mut definitions = Map::new();
    for (kind, part) in parts {
        take_in(&mut definitions, *kind, kind.as_str(), part.clone());
    }
    let settings = schemars::generate::SchemaSettings::draft2020_12().for_serialize();
    let surroundings = settings.clone().into_generator().into_root_schema_for::<Surroundings>();
    take_in(&mut definitions, Kind::Repository, Kind::Repository.as_str(), surroundings.to_value());
    let facts = settings.into_generator().into_root_schema_for::<Facts>();
    take_in(&mut definitions, Kind::Repository, FACTS, facts.to_value());
    let one = |kind: Kind| json!({"$ref": format!("#/$defs/{kind}")});
    let list = |kind: Kind, what: &str| json!({"description": what, "type": "array", "items": one(kind)});
    let with = |what: &str, key: &str, value: Value| {
        let properties = Map::from_iter([(key.to_owned(), value)]);
        json!({"description": what, "type": "object", "properties": properties, "required": [key]})
    };
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": SCHEMA,
        "description": "Every document of a repository at once.",
        "type": "object",
        "properties": {
            "schema": {"description": "The name of this model.", "const": SCHEMA},
            "terraform": with("Terraform.", "plans", list(Kind::Terraform, "One for each plan.")),
            "airflow": with("Airflow.", "files", list(Kind::Airflow, "One for each Python file with DAGs.")),
            "pipelines": list(Kind::Pipeline, "One for each pipeline file."),
            "forge": {
                "description": "What the forge enforces by its own answers; null when no snapshot was given.",
                "anyOf": [one(Kind::Forge), {"type": "null"}],
            },
            "forge_declared": list(Kind::Forge, "Settings of the forge that files declare: an intent, not a state."),
            "repository": one(Kind::Repository),
            "facts": {"$ref": format!("#/$defs/{FACTS}")},
        },
        "required": ["schema", "terraform", "airflow", "pipelines", "forge", "forge_declared", "repository", "facts"],
        "$defs": definitions,
    })
}

/// Adds a schema of a kind under a name, and its definitions.
fn take_in(definitions: &mut Map<String, Value>, kind: Kind, name: &str, mut schema: Value) {
    qualify(&mut schema, kind);
    let Value::Object(mut root) = schema else { return };
    root.remove("$schema");
    if let Some(Value::Object(own)) = root.remove("$defs") {
        definitions.extend(own.into_iter().map(|(name, definition)| (format!("{kind}.{name}"), definition)));
    }
    definitions.insert(name.to_owned(), Value::Object(root));
}

/// Makes every reference into `$defs` one into the definitions of the kind. A schema comes from this project, so its
/// depth is no risk.
fn qualify(schema: &mut Value, kind: Kind) {
    match schema {
        Value::Object(map) => {
            for (key, value) in map {
                match value {
                    Value::String(target) if key == "$ref" => {
                        if let Some(name) = target.strip_prefix("#/$defs/") {
                            *target = format!("#/$defs/{kind}.{name}");
                        } else if target == "#" {
                            *target = format!("#/$defs/{kind}");
                        }
                    }
                    value => qualify(value, kind),
                }
            }
        }
        Value::Array(elements) => elements.iter_mut().for_each(|element| qualify(element, kind)),
        _ => {}
    }
}
