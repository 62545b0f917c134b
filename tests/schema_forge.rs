//! The published schemas of forge and repository documents are those of the code; `UPDATE=1` rewrites them.

#![expect(clippy::disallowed_methods, reason = "a test reads and writes the schemas of the project")]

use std::path::Path;

/// Compares a schema file with what the code says.
fn check(name: &str, schema: &serde_json::Value) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("policies/schemas").join(name);
    let expected = format!("{}\n", serde_json::to_string_pretty(schema).unwrap());
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &expected).unwrap();
    }
    let found = std::fs::read_to_string(&path).unwrap();
    assert!(found == expected, "policies/schemas/{name} is out of date; run UPDATE=1 cargo test --test schema_forge");
}

#[test]
fn the_schema_of_forge_documents_is_up_to_date() {
    check("forge.json", gate::input::forge::schema().as_value());
}
