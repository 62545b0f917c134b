//! The facts of a pipeline: one module per concept.

use schemars::JsonSchema;
use serde::Serialize;

use super::model::Pipeline;

/// Lists of facts, by concept.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
pub struct Facts {}

impl Facts {
    /// What follows from a pipeline.
    #[must_use]
    pub fn of(_pipeline: &Pipeline) -> Self {
        Self {}
    }
}
