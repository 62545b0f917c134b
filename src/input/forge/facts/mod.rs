//! The facts of the settings of a forge: one module per concept.

use schemars::JsonSchema;
use serde::Serialize;

use super::model::Forge;

/// Lists of facts, by concept.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
pub struct Facts {}

impl Facts {
    /// What follows from the settings of a forge.
    #[must_use]
    pub fn of(_forge: &Forge) -> Self {
        Self {}
    }
}
