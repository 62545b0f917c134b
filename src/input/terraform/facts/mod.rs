//! The facts of a plan: one module per concept.

mod argument;
mod binding;
pub mod exposure;
pub mod federation;
pub mod grant;
mod inside;
mod kleene;
mod length;
pub mod literal;
mod network;
pub mod opening;
pub mod part;
mod pattern;
pub mod placement;
pub mod property;
pub mod retention;
#[cfg(test)]
mod sample;
pub mod setting;
pub mod statement;
pub mod store;
#[cfg(test)]
mod tests;
mod written;

use schemars::JsonSchema;
use serde::Serialize;

use self::argument::Resources;
use self::exposure::{AccessBlock, Exposure};
use self::federation::Federation;
use self::grant::Grant;
use self::literal::Literal;
use self::opening::Opening;
use self::part::Part;
use self::placement::Placement;
use self::property::{Labels, Property};
use self::retention::Weakening;
use self::statement::Documents;
use self::store::Store;
use super::model::Plan;
use crate::input::Fact;
use crate::knowledge::Knowledge;

/// Lists of facts, by concept.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
pub struct Facts {
    /// Public access blocks with a switch that is not surely on.
    pub access_blocks: Vec<Fact<AccessBlock>>,
    /// Access to object storage that everybody has, or may have.
    pub exposures: Vec<Fact<Exposure>>,
    /// Roles that runs of pipelines may take by the identity which their forge gives them. AWS only.
    pub federations: Vec<Fact<Federation>>,
    /// Who may do what: statements, policies and roles.
    pub grants: Vec<Fact<Grant>>,
    /// Credentials that the code writes out.
    pub literals: Vec<Fact<Literal>>,
    /// Rules of networks that let everybody in, or may do so.
    pub openings: Vec<Fact<Opening>>,
    /// Where what holds data is, and where it copies it to.
    pub placements: Vec<Fact<Placement>>,
    /// Properties that resources must have and do not surely have, and lengths of time.
    pub properties: Vec<Fact<Property>>,
    /// What holds objects.
    pub stores: Vec<Fact<Store>>,
    /// Parts of the plan that no policy judges.
    pub unread: Vec<Fact<Part>>,
    /// Protections of records that the plan weakens, or may weaken.
    pub weakenings: Vec<Fact<Weakening>>,
}

impl Facts {
    /// What follows from a plan, with what is known in a run.
    #[must_use]
    pub fn of(plan: &Plan, knowledge: &Knowledge) -> Self {
        let resources = Resources::of(plan);
        let documents = Documents::new(&resources);
        let labels = Labels::new(knowledge);
        let grants = grant::grants(&resources, &documents, knowledge);
        Self {
            access_blocks: exposure::blocks(&resources),
            exposures: exposure::exposures(plan, &resources, &documents, knowledge),
            federations: federation::federations(&grants, &resources),
            grants,
            literals: literal::literals(plan, &resources),
            openings: opening::openings(&resources, knowledge),
            placements: placement::placements(plan, &resources, &labels, knowledge),
            properties: property::properties(plan, &resources, &labels, knowledge),
            stores: store::stores(plan, &resources, knowledge),
            unread: part::parts(plan),
            weakenings: retention::weakenings(&resources, knowledge),
        }
    }
}
