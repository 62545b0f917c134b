//! The JSON Schema of the JSON report follows from its types, and reports follow the schema.

use serde_json::Value;

use super::outcomes::{canonical, nothing};
use gate::report::{Style, by_name, json_schema};

#[test]
#[expect(clippy::disallowed_methods, reason = "this test compares and rewrites a file of the project")]
fn the_schema_of_the_json_report_is_up_to_date() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/src/report/json.schema.json");
    let derived = serde_json::to_string_pretty(&json_schema()).unwrap() + "\n";
    if std::env::var("UPDATE").is_ok() {
        std::fs::write(path, &derived).unwrap();
    }
    let kept = std::fs::read_to_string(path).unwrap_or_default();
    assert!(kept == derived, "src/report/json.schema.json is not up to date; run UPDATE=1 cargo test --test reports");
}

#[test]
fn a_json_report_has_the_fields_that_the_schema_says() {
    let schema = json_schema();
    let style = Style { color: false, links: None, width: 80, verbose: false, quiet: false };
    for outcome in canonical().into_iter().map(|(_, outcome)| outcome).chain([nothing()]) {
        let report: Value = serde_json::from_str(&by_name("json").unwrap().render(&outcome, &style)).unwrap();
        let wrong = mismatches(&schema, &schema, &report, "");
        assert!(wrong.is_empty(), "{wrong:#?}");
    }
}

/// Where a value does not follow the part of JSON Schema that `schemars` writes for structs.
fn mismatches(root: &Value, schema: &Value, value: &Value, at: &str) -> Vec<String> {
    if let Some(name) = schema["$ref"].as_str() {
        let name = name.rsplit('/').next().unwrap();
        return mismatches(root, &root["$defs"][name], value, at);
    }
    if let Some(options) = schema["anyOf"].as_array() {
        let fits = options.iter().any(|option| mismatches(root, option, value, at).is_empty());
        return if fits { Vec::new() } else { vec![format!("{at}: fits none of anyOf")] };
    }
    let mut wrong = Vec::new();
    let types: Vec<&str> = match &schema["type"] {
        Value::Array(types) => types.iter().filter_map(Value::as_str).collect(),
        one => one.as_str().into_iter().collect(),
    };
    let kind = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    if !types.contains(&kind) {
        wrong.push(format!("{at}: {kind}, not {types:?}"));
    }
    if let Some(words) = schema["enum"].as_array().filter(|words| !words.contains(value)) {
        wrong.push(format!("{at}: {value} is not one of {words:?}"));
    }
    if value.as_u64().zip(schema["minimum"].as_u64()).is_some_and(|(value, least)| value < least) {
        wrong.push(format!("{at}: {value} is too small"));
    }
    for item in value.as_array().into_iter().flatten() {
        wrong.extend(mismatches(root, &schema["items"], item, &format!("{at}[]")));
    }
    for name in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
        if value.get(name).is_none() {
            wrong.push(format!("{at}.{name}: missing"));
        }
    }
    for (name, item) in value.as_object().into_iter().flatten() {
        let place = format!("{at}.{name}");
        match schema["properties"].get(name).or_else(|| schema.get("additionalProperties")) {
            Some(schema) => wrong.extend(mismatches(root, schema, item, &place)),
            None => wrong.push(format!("{place}: not in the schema")),
        }
    }
    wrong
}
