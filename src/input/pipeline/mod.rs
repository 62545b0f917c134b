//! CI pipelines: GitHub workflows and actions, GitLab pipelines.
//!
//! What policies see is [`model::Pipeline`], whoever runs it. Nothing is fetched: what a pipeline takes from somewhere
//! else is listed in `refs` with how firmly it is pinned.

mod credentials;
pub mod facts;
pub mod gate_job;
pub mod github;
pub mod gitlab;
mod held;
mod image_name;
mod knowledge;
mod mentions;
pub mod model;
mod named;
mod needs;
mod persistent;
mod places;
pub mod reach;
mod references;
mod roles;
mod script;
mod servers;
pub mod shell;
mod taint;
#[cfg(test)]
mod tests;
pub(super) mod version;
mod wrappers;

use std::collections::BTreeSet;
use std::sync::Arc;

use serde_json::Value;

use self::facts::Facts;
use self::model::{Pipeline, Ref};
use self::places::Places;
use super::content::{Content, Model, json};
use super::{Document, Kind, Locate, Outside, Parsed};
use crate::finding::Text;
use crate::source::Source;

impl Model for Pipeline {
    fn whole(&self) -> Value {
        json(self)
    }

    fn facts(&self) -> Value {
        json(&self.facts)
    }
}

/// The document of a pipeline that was read.
fn document(format: &'static str, source: &Arc<Source>, mut pipeline: Pipeline, places: Places) -> Parsed {
    let outside = outside(&pipeline.refs, &places);
    pipeline.facts = Facts::of(&pipeline, &places.tools, &places.tables);
    let mut problems = places.problems;
    problems.sort();
    problems.dedup();
    Parsed::Document(Box::new(Document {
        kind: Kind::Pipeline,
        format,
        path: source.path().clone(),
        facets: BTreeSet::from([pipeline.vendor.to_owned()]),
        content: Content::new(pipeline),
        problems,
        notices: Vec::new(),
        outside,
        runs: places.runs,
        known: places.known,
        locator: Box::new(places.table),
    }))
}

/// What a pipeline takes from other repositories, registries and projects.
fn outside(refs: &[Ref], places: &Places) -> Vec<Outside> {
    let mut outside: Vec<Outside> = refs
        .iter()
        .filter(|reference| reference.kind != "local")
        .filter_map(|reference| {
            let place = places.table.locate(&reference.loc, &[])?;
            Some(Outside {
                path: place.source.path().clone(),
                position: Some(place.source.position(place.span.start)),
                name: Text::new(&reference.raw),
                pin: reference.pin.to_owned(),
            })
        })
        .collect();
    outside.sort();
    outside.dedup();
    outside
}
