//! What the build script built in: the bundled policies, their Rego libraries and the schemas of the inputs.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde_json::value::RawValue;

use super::{Authority, Meta, Policy, PolicyError, metadata::Block};
use crate::finding::Kind;

/// Written by `policies/build.rs`: every policy with its metadata, in the order of ids.
const POLICIES: &str = include_str!(concat!(env!("OUT_DIR"), "/policies.json"));
/// Written by `policies/build.rs`: name and text of every library.
const LIBRARIES: &str = include_str!(concat!(env!("OUT_DIR"), "/libraries.json"));
/// Written by `policies/build.rs`: path and text of every file below `policies`, but for the schemas.
const TREE: &str = include_str!(concat!(env!("OUT_DIR"), "/tree.json"));

/// One policy as the build script writes it.
#[derive(serde::Deserialize)]
struct Built {
    slug: String,
    file: String,
    package: String,
    block: Block,
    text: String,
}

/// Derived from the bundled policies by `UPDATE=1 cargo test --test guards`, which also compares it.
const GUARDS: &str = include_str!("../../policies/guards.json");

/// What each bundled policy needs to say anything, by its id, as JSON that only the engine understands.
pub fn guards() -> &'static BTreeMap<String, Box<RawValue>> {
    static BY_ID: OnceLock<BTreeMap<String, Box<RawValue>>> = OnceLock::new();
    BY_ID.get_or_init(|| serde_json::from_str(GUARDS).unwrap_or_default())
}

/// The bundled policies, sorted by id.
///
/// # Errors
/// [`PolicyError`] if a bundled policy is malformed, which a test of the project rules out.
pub fn bundled() -> Result<Vec<Policy>, PolicyError> {
    let built: Vec<Built> = serde_json::from_str(POLICIES)
        .map_err(|error| PolicyError::Invalid { file: "policies".to_owned(), message: error.to_string() })?;
    built
        .into_iter()
        .map(|built| {
            let meta = Meta::from_block(&built.file, &built.slug, built.block)?;
            let Built { file, package, text, .. } = built;
            Ok(Policy { meta, authority: Authority::Bundled, package, file, text })
        })
        .collect()
}

/// The Rego libraries below `policies/lib`, as (file, text), sorted by file.
///
/// # Errors
/// [`PolicyError`] if the embedded list is malformed, which a test of the project rules out.
pub fn libraries() -> Result<Vec<(String, String)>, PolicyError> {
    serde_json::from_str(LIBRARIES)
        .map_err(|error| PolicyError::Invalid { file: "policies/lib".to_owned(), message: error.to_string() })
}

/// The bundled policies with all that tests them, as (file, text): libraries, unit tests, good and bad files.
///
/// # Errors
/// [`PolicyError`] if the embedded list is malformed, which a test of the project rules out.
pub fn tree() -> Result<Vec<(String, String)>, PolicyError> {
    serde_json::from_str(TREE)
        .map_err(|error| PolicyError::Invalid { file: "policies".to_owned(), message: error.to_string() })
}

/// The schemas, in the order of [`Kind::ALL`].
const SCHEMAS: [(Kind, &str); 5] = [
    (Kind::Pipeline, include_str!("../../policies/schemas/pipeline.json")),
    (Kind::Terraform, include_str!("../../policies/schemas/terraform.json")),
    (Kind::Airflow, include_str!("../../policies/schemas/airflow.json")),
    (Kind::Forge, include_str!("../../policies/schemas/forge.json")),
    (Kind::Repository, include_str!("../../policies/schemas/repository.json")),
];

/// The JSON Schema (draft 2020-12) of the normalised documents of a kind.
#[must_use]
pub fn schema(kind: Kind) -> &'static str {
    SCHEMAS.iter().find(|(of, _)| *of == kind).map_or("", |(_, schema)| schema)
}
