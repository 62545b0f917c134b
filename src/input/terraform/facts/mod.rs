//! The facts of a plan: one module per concept.

mod argument;
pub mod exposure;
mod inside;
mod kleene;
mod length;
mod pattern;
pub mod retention;
#[cfg(test)]
mod sample;
pub mod setting;
mod statement;
pub mod store;
mod table;
#[cfg(test)]
mod tests;

use schemars::JsonSchema;
use serde::Serialize;

use self::argument::Resources;
use self::exposure::{AccessBlock, Exposure};
use self::retention::Weakening;
use self::statement::Documents;
use self::store::Store;
use super::model::Plan;
use crate::input::Fact;

/// Lists of facts, by concept.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
pub struct Facts {
    /// Public access blocks with a switch that is not surely on.
    pub access_blocks: Vec<Fact<AccessBlock>>,
    /// Access to object storage that everybody has, or may have.
    pub exposures: Vec<Fact<Exposure>>,
    /// What holds objects.
    pub stores: Vec<Fact<Store>>,
    /// Protections of records that the plan weakens, or may weaken.
    pub weakenings: Vec<Fact<Weakening>>,
}

impl Facts {
    /// What follows from a plan.
    #[must_use]
    pub fn of(plan: &Plan) -> Self {
        let resources = Resources::of(plan);
        let documents = Documents::new(&resources);
        Self {
            access_blocks: exposure::blocks(&resources),
            exposures: exposure::exposures(plan, &resources, &documents),
            stores: store::stores(&resources),
            weakenings: retention::weakenings(&resources),
        }
    }
}
