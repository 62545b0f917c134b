//! The facts of a plan: one module per concept.

mod argument;
pub mod grant;
mod inside;
mod kleene;
pub mod literal;
mod network;
pub mod opening;
pub mod part;
pub mod property;
#[cfg(test)]
mod sample;
mod statement;
mod table;

use schemars::JsonSchema;
use serde::Serialize;

use self::argument::Resources;
use self::grant::Grant;
use self::literal::Literal;
use self::opening::Opening;
use self::part::Part;
use self::property::Property;
use super::model::Plan;
use crate::input::Fact;

/// Lists of facts, by concept.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
pub struct Facts {
    /// What gives the rights of an administrator, or may do so.
    pub grants: Vec<Fact<Grant>>,
    /// Credentials that the code writes out.
    pub literals: Vec<Fact<Literal>>,
    /// Rules of networks that let everybody in, or may do so.
    pub openings: Vec<Fact<Opening>>,
    /// Properties that resources must have and do not surely have.
    pub properties: Vec<Fact<Property>>,
    /// Parts of the plan that no policy judges.
    pub unread: Vec<Fact<Part>>,
}

impl Facts {
    /// What follows from a plan.
    #[must_use]
    pub fn of(plan: &Plan) -> Self {
        let resources = Resources::of(plan);
        Self {
            grants: grant::grants(&resources),
            literals: literal::literals(plan, &resources),
            openings: opening::openings(&resources),
            properties: property::properties(plan, &resources),
            unread: part::parts(plan),
        }
    }
}
