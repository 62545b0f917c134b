//! Judges documents with policies. Only `rego.rs` names the Rego engine, and nothing that goes wrong in it can reach a
//! verdict as a pass.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::finding::{Cell, Finding, PolicyId, Severity};

/// What the trusted configuration says about policies.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Settings {
    /// Severities that replace those of the metadata.
    pub severities: BTreeMap<PolicyId, Severity>,
    /// Parameters by policy slug and name; what is not set has the default of the metadata.
    pub parameters: BTreeMap<String, BTreeMap<String, Value>>,
    /// The run's clock in nanoseconds since 1970, which `time.now_ns` returns.
    pub now_ns: i64,
}

/// What the policies came to about one document.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Judgement {
    /// One cell for every policy of the document's kind.
    pub cells: Vec<Cell>,
    /// Violations and unknowns, in [`Finding::order`].
    pub findings: Vec<Finding>,
}
