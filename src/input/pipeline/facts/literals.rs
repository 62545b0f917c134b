//! Credentials that are written out.

use schemars::JsonSchema;
use serde::Serialize;

use super::graph::Graph;
use super::holders::{self, variable};
use crate::input::Fact;
use crate::input::pipeline::knowledge::cloud_keys::CloudKeys;

/// A credential that is written out; its value is never shown. Keys of clouds stand in `keys`. A password that everybody
/// knows, such as `postgres` for a database that ends with its job, keeps nobody out and is none.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Literal {
    /// The value that it stands in, as a dotted path: `env.PASSWORD`, `run`.
    pub at: String,
    /// What it is: `private-key`, `password` …
    pub kind: &'static str,
}

/// Kinds that are no credential by themselves: such a password, and the id of a key.
const HARMLESS: [&str; 2] = ["default-password", "aws-access-key"];

/// The credentials of a pipeline.
pub(super) fn of(graph: &Graph<'_>, keys: &CloudKeys) -> Vec<Fact<Literal>> {
    let mut facts = Vec::new();
    for holder in holders::of(graph) {
        for literal in holder.literals.iter().filter(|literal| !HARMLESS.contains(&literal.kind)) {
            if keys.named(&variable(&literal.at)).is_none() {
                let says = Literal { at: literal.at.clone(), kind: literal.kind };
                facts.push(Fact::new(&literal.loc, Vec::new(), holder.job, says));
            }
        }
    }
    facts
}
