//! The facts of a repository: what follows from documents of several kinds. One module per concept.

mod coverage;
mod deliveries;
mod deployments;
mod own_reviews;
mod pins;
#[cfg(test)]
mod tests;
mod unrequired;

use schemars::JsonSchema;
use serde::Serialize;

pub use self::coverage::Coverage;
pub use self::deliveries::{Delivery, Risk};
pub use self::deployments::Deployment;
pub use self::own_reviews::OwnReview;
pub use self::pins::Pin;
pub use self::unrequired::Unrequired;
use crate::input::Fact;
use crate::input::airflow::model::AirflowFile;
use crate::input::forge::model::Forge;
use crate::input::pipeline::model::Pipeline;
use crate::input::terraform::model::Plan;

/// Lists of facts, by concept.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
pub struct Facts {
    /// Jobs that deploy, with the scans that can stop a change on its way to them.
    pub coverage: Vec<Fact<Coverage>>,
    /// Tasks that write to a bucket of a plan that is not safe, or may not be.
    pub deliveries: Vec<Fact<Delivery>>,
    /// Jobs that deploy to an environment that nobody has to approve, or of which that is not known.
    pub deployments: Vec<Fact<Deployment>>,
    /// Commits that pipelines are pinned to, of which two comments say what cannot both be so.
    pub pins: Vec<Fact<Pin>>,
    /// Environments of deployments whose approval one account can give itself.
    pub own_reviews: Vec<Fact<OwnReview>>,
    /// Tests and scans of changes whose failure does not stop a merge.
    pub unrequired: Vec<Fact<Unrequired>>,
}

/// The documents that facts of a repository follow from.
pub(super) struct Evidence<'a> {
    /// The files with DAGs.
    pub(super) files: Vec<&'a AirflowFile>,
    /// The plans.
    pub(super) plans: Vec<&'a Plan>,
    /// The pipelines.
    pub(super) pipelines: Vec<&'a Pipeline>,
    /// The forge's own answers, where a snapshot was given.
    pub(super) forge: Option<&'a Forge>,
}

impl Facts {
    /// What follows from the documents of a repository.
    pub(super) fn of(evidence: &Evidence<'_>) -> Self {
        let (pipelines, forge) = (&evidence.pipelines, evidence.forge);
        Self {
            coverage: coverage::of(pipelines, forge),
            deliveries: deliveries::of(&evidence.files, &evidence.plans),
            deployments: forge.map(|forge| deployments::of(pipelines, forge)).unwrap_or_default(),
            own_reviews: forge.map(|forge| own_reviews::of(pipelines, forge)).unwrap_or_default(),
            pins: pins::of(pipelines),
            unrequired: forge.map(|forge| unrequired::of(pipelines, forge)).unwrap_or_default(),
        }
    }
}
