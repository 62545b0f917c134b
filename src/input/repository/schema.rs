//! The JSON Schema of the repository document, made of the schemas of the other kinds.

use serde_json::{Map, Value, json};

use super::{SCHEMA, Surroundings};
use crate::input::Kind;

/// The schema (draft 2020-12). `parts` are the other kinds with their schemas; their definitions are taken in under
/// `<kind>.<name>`, so that the result needs no other file.
#[must_use]
pub fn schema(parts: &[(Kind, Value)]) -> Value {
    let mut definitions = Map::new();
    for (kind, part) in parts {
        take_in(&mut definitions, *kind, part.clone());
    }
    let settings = schemars::generate::SchemaSettings::draft2020_12().for_serialize();
    let facts = settings.into_generator().into_root_schema_for::<Surroundings>();
    take_in(&mut definitions, Kind::Repository, facts.to_value());
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
        },
        "required": ["schema", "terraform", "airflow", "pipelines", "forge", "forge_declared", "repository"],
        "$defs": definitions,
    })
}

/// Adds the schema of a kind and its definitions.
fn take_in(definitions: &mut Map<String, Value>, kind: Kind, mut schema: Value) {
    qualify(&mut schema, kind);
    let Value::Object(mut root) = schema else { return };
    root.remove("$schema");
    if let Some(Value::Object(own)) = root.remove("$defs") {
        definitions.extend(own.into_iter().map(|(name, definition)| (format!("{kind}.{name}"), definition)));
    }
    definitions.insert(kind.to_string(), Value::Object(root));
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
