//! The schema of the normalised pipeline is the one that the types say. `UPDATE=1 cargo test --test schema_pipeline`
//! rewrites it.

#![expect(clippy::disallowed_methods, reason = "this test compares and rewrites a file of the project")]

#[test]
fn the_pipeline_schema_follows_from_the_types() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/policies/schemas/pipeline.json");
    let derived = serde_json::to_string_pretty(&gate::input::pipeline::model::schema()).unwrap() + "\n";
    if std::env::var("UPDATE").is_ok() {
        std::fs::write(path, &derived).unwrap();
    }
    let kept = std::fs::read_to_string(path).unwrap();
    assert!(
        kept == derived,
        "policies/schemas/pipeline.json is not up to date; run UPDATE=1 cargo test --test schema_pipeline"
    );
}
