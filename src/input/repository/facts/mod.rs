//! The facts of a repository: what follows from documents of several kinds. One module per concept.

mod deployments;
#[cfg(test)]
mod tests;

use schemars::JsonSchema;
use serde::Serialize;

pub use self::deployments::Deployment;
use crate::input::Fact;
use crate::input::forge::model::Forge;
use crate::input::pipeline::model::Pipeline;

/// Lists of facts, by concept.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
pub struct Facts {
    /// Jobs that deploy to an environment that nobody has to approve, or of which that is not known.
    pub deployments: Vec<Fact<Deployment>>,
}

impl Facts {
    /// What follows from the pipelines and, where a snapshot was given, from the forge's own answers.
    pub(super) fn of(pipelines: &[&Pipeline], forge: Option<&Forge>) -> Self {
        Self { deployments: forge.map(|forge| deployments::of(pipelines, forge)).unwrap_or_default() }
    }
}
