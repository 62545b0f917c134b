//! Judges documents with policies. Only `rego.rs` names the Rego engine, and nothing that goes wrong in it can reach a
//! verdict as a pass.

mod answer;
mod ask;
mod builtins;
mod contract;
mod debt;
mod doubt;
mod entity;
mod fault;
mod guard;
mod judge;
#[cfg(test)]
mod judge_tests;
mod libraries;
mod lint;
mod names;
mod parts;
mod plan;
mod program;
mod rego;
mod suite;
pub mod supervise;
#[cfg(test)]
mod upstream;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use serde_json::Value;

pub use ask::Rules;
pub use guard::Guard;
pub use judge::{Guards, Judge, built_in};
pub use lint::{Lint, Linter};
use names::{answers_with, rule_names};
pub use suite::{Suite, TestOutcome};

use crate::config::Known;
use crate::finding::{Cell, Finding, PolicyId, Severity};
use crate::policy::Policy;

/// The stack that a thread needs to judge: the interpreter recurses with the depth of a policy's calls.
pub const STACK_BYTES: usize = 64 * 1024 * 1024;

/// What the trusted configuration says about policies.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Settings {
    /// Severities that replace those of the metadata.
    pub severities: BTreeMap<PolicyId, Severity>,
    /// Parameters by policy slug and name; what is not set has the default of the metadata.
    pub parameters: BTreeMap<String, BTreeMap<String, Value>>,
    /// Whether every finding says what it is wherever it stands, which costs a look at the whole document.
    pub identities: bool,
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
    /// The names on the way to everything in a pipeline or DAG file, as [`crate::finding::Identity::names`] has them, where
    /// findings say what they are.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub names: BTreeSet<String>,
}

/// What the configuration may say about a policy.
#[must_use]
pub fn known(policy: &Policy) -> Known {
    let meta = &policy.meta;
    let parameters = meta.parameters.iter();
    Known {
        id: meta.id.clone(),
        slug: meta.slug.clone(),
        adoptable: meta.adoptable,
        parameters: parameters
            .map(|(name, parameter)| (name.clone(), (parameter.description.clone(), parameter.default.clone())))
            .collect(),
    }
}
