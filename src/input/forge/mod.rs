//! Settings of the forge: branch protection, rulesets, environments, what pipelines may do.
//!
//! Two formats make the same document, `gate.forge/v1` ([`model`]): a *snapshot* holds the forge's own answers and is
//! evidence; a *declared* ruleset is a file that says what somebody wants. Every key is always there, `null` means
//! "not known", and a strict value seen in any layer is certain even when another layer is hidden.
//!
//! This module never asks a forge. Which repository a snapshot must be about and how old it may be is for the caller to
//! say, who knows the clone and the time: [`Evidence`].

mod declared;
mod evidence;
pub mod facts;
mod github;
mod layer;
pub mod model;
mod reader;
mod refname;
mod snapshot;
mod strength;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use serde_json::Value;

pub use declared::Ruleset;
pub use evidence::{Evidence, Subject};
pub use snapshot::Snapshot;

use crate::input::content::{Content, Model, json};
use crate::input::{Document, Kind, Parsed, Problem};
use crate::source::secret::Known;
use facts::Facts;
use model::Forge;
use reader::Reader;

impl Model for Forge {
    fn whole(&self) -> Value {
        json(self)
    }

    fn facts(&self) -> Value {
        json(&self.facts)
    }
}

/// The document of a file that was read.
fn document(reader: Reader<'_>, format: &'static str, mut forge: Forge, earlier: Vec<Problem>) -> Parsed {
    let path = reader.source().path().clone();
    let (places, mut problems) = reader.finish();
    problems.extend(earlier);
    problems.sort();
    problems.dedup();
    forge.facts = Facts::of(&forge);
    Parsed::Document(Box::new(Document {
        kind: Kind::Forge,
        format,
        path,
        facets: BTreeSet::from([forge.source.forge.to_owned()]),
        content: Content::new(forge),
        problems,
        notices: Vec::new(),
        outside: Vec::new(),
        runs: BTreeSet::new(),
        known: Known::default(),
        locator: Box::new(places),
    }))
}

/// The JSON Schema of [`Forge`] as policies see it.
#[must_use]
pub fn schema() -> schemars::Schema {
    schemars::generate::SchemaSettings::draft2020_12().for_serialize().into_generator().into_root_schema_for::<Forge>()
}
