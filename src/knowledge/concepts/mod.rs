//! Every concept: the columns of its table, and whether a repository may add rows.
//!
//! The build script checks each table against these declarations. To add one: a constant in the file of its kind, its name
//! in [`CONCEPTS`], and a table of that name below `policies/knowledge`.

pub mod airflow;
pub mod controls;
pub mod credentials;
pub mod demand;
pub mod pipeline;
pub mod property;
pub mod references;
pub mod retention;
pub mod rights;
pub mod scripts;
pub mod shipping;
pub mod terraform;

use super::table::{Concept, Wrong};

/// All of them, sorted by name.
pub const CONCEPTS: &[&Concept] = &[
    &airflow::ARGUMENTS,
    &airflow::BUILDERS,
    &airflow::CALLS,
    &airflow::COMMANDS,
    &airflow::CREDENTIALS,
    &airflow::DESTINATIONS,
    &airflow::EXECUTIONS,
    &airflow::OPERATORS,
    &airflow::PACKAGES,
    &airflow::REACHES,
    &airflow::SCHEMES,
    &controls::FRAMEWORKS,
    &credentials::COMMANDS,
    &credentials::NAMES,
    &credentials::SHAPES,
    &pipeline::ACTION_INPUTS,
    &references::ACTION_TOOLS,
    &references::AGENT_FILES,
    &pipeline::AGENTS,
    &pipeline::CHECKOUT_REFUSALS,
    &pipeline::CLOUD_KEYS,
    &pipeline::CLUSTERS,
    &references::COMPROMISED_ACTIONS,
    &pipeline::CONTEXTS,
    &scripts::DOWNLOADS,
    &pipeline::EVENTS,
    &pipeline::GITLAB_TEMPLATES,
    &pipeline::GITLAB_VARIABLES,
    &references::IMAGE_ARGUMENTS,
    &references::KNOWN_ACTIONS,
    &pipeline::NO_KEYS,
    &scripts::PACKAGES,
    &rights::PERMISSION_CHECKS,
    &references::RETIRED_ACTIONS,
    &shipping::SCAN_COVERS,
    &shipping::SHIPPED,
    &pipeline::TOOLS,
    &rights::TUNNELS,
    &scripts::UNCHECKED,
    &pipeline::WRAPPERS,
    &terraform::ADMINISTRATORS,
    &property::BACKED_UP,
    &property::CENTRAL_AUTHENTICATION,
    &terraform::CONDITION_KEYS,
    &property::CUSTOMER_KEY,
    &property::DELETION_PROTECTED,
    &property::ENCRYPTED_AT_REST,
    &terraform::EXPOSURES,
    &terraform::GRANTS,
    &property::HARDENED,
    &property::HOLDERS,
    &property::IMMUTABLE_IMAGE,
    &property::IN_TRANSIT,
    &property::ISOLATED,
    &property::LOGGED,
    &property::METADATA_V2,
    &terraform::OPENINGS,
    &property::PRIVATE_CONTROL_PLANE,
    &property::PRIVATE,
    &terraform::RECORD_WRITERS,
    &property::RETAINED,
    &retention::GUARDS,
    &retention::LENGTHS,
    &retention::LISTS,
    &retention::PROTECTIONS,
    &retention::RECORDS,
    &retention::RULES,
    &property::ROTATED,
    &property::SCANNED_IMAGE,
    &terraform::STORE_LOCKS,
    &terraform::STORES,
    &property::VERSIONED,
];

/// The concept of that name.
#[must_use]
pub fn named(name: &str) -> Option<&'static Concept> {
    CONCEPTS.iter().copied().find(|concept| concept.name == name)
}

/// A complaint about a cell.
fn wrong(column: &'static str, message: String, help: &str) -> Result<(), Wrong> {
    Err(Wrong { column, message, help: help.to_owned() })
}
