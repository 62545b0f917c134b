//! The facts of a plan: one module per concept.

mod argument;
mod inside;
mod kleene;
#[cfg(test)]
mod sample;
mod statement;
mod table;

use schemars::JsonSchema;
use serde::Serialize;

use super::model::Plan;

/// Lists of facts, by concept.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
pub struct Facts {}

impl Facts {
    /// What follows from a plan.
    #[must_use]
    pub fn of(_plan: &Plan) -> Self {
        Self {}
    }
}
