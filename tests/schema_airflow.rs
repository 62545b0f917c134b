//! The published schema of Airflow documents is that of the code; `UPDATE=1` rewrites it.

#![expect(clippy::disallowed_methods, reason = "a test reads and writes the schemas of the project")]

use std::path::Path;

#[test]
fn the_schema_of_airflow_documents_is_up_to_date() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("policies/schemas/airflow.json");
    let schema = gate::input::airflow::schema();
    let expected = format!("{}\n", serde_json::to_string_pretty(&schema).unwrap());
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &expected).unwrap();
    }
    let published = std::fs::read_to_string(&path).unwrap();
    assert!(published == expected, "run UPDATE=1 cargo test --test schema_airflow");
}
