//! The facts of a DAG file: one module per concept.

use schemars::JsonSchema;
use serde::Serialize;

use super::model::AirflowFile;

/// Lists of facts, by concept.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
pub(crate) struct Facts {}

impl Facts {
    /// What follows from a DAG file.
    pub(crate) fn of(_file: &AirflowFile) -> Self {
        Self {}
    }
}
