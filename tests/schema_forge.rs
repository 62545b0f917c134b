//! The published schemas of forge and repository documents are those of the code; `UPDATE=1` rewrites them.

#![expect(clippy::disallowed_methods, reason = "a test reads and writes the schemas of the project")]

use std::path::Path;

use gate::input::{Kind, repository};

/// Whether a schema file says what the code says; with `UPDATE=1` it is made to.
fn is_current(name: &str, schema: &serde_json::Value) -> std::io::Result<bool> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("policies/schemas").join(name);
    let expected = format!("{}\n", serde_json::to_string_pretty(schema)?);
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &expected)?;
    }
    Ok(std::fs::read_to_string(&path)? == expected)
}

const HOW: &str = "run UPDATE=1 cargo test --test schema_forge";

#[test]
fn the_schema_of_forge_documents_is_up_to_date() {
    assert!(is_current("forge.json", gate::input::forge::schema().as_value()).unwrap(), "{HOW}");
}

/// The other kinds' schemas are those of their files, whose own tests keep them up to date.
#[test]
fn the_schema_of_repository_documents_is_up_to_date() {
    let parse = |kind| (kind, serde_json::from_str(gate::policy::schema(kind)).unwrap());
    let others = [Kind::Pipeline, Kind::Terraform, Kind::Airflow].map(parse);
    let forge = (Kind::Forge, gate::input::forge::schema().to_value());
    let schema = repository::schema(&others.into_iter().chain([forge]).collect::<Vec<_>>());
    assert!(is_current("repository.json", &schema).unwrap(), "{HOW}");
}
