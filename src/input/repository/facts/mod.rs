//! The facts of a repository: what follows from documents of several kinds. One module per concept.

mod deliveries;
#[cfg(test)]
mod tests;

use schemars::JsonSchema;
use serde::Serialize;

pub use self::deliveries::{Delivery, Risk};
use crate::input::Fact;
use crate::input::airflow::model::AirflowFile;
use crate::input::terraform::model::Plan;

/// Lists of facts, by concept.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
pub struct Facts {
    /// Tasks that write to a bucket of a plan that is not safe, or may not be.
    pub deliveries: Vec<Fact<Delivery>>,
}

impl Facts {
    /// What follows from the DAG files and the plans of a repository.
    pub(super) fn of(files: &[&AirflowFile], plans: &[&Plan]) -> Self {
        Self { deliveries: deliveries::of(files, plans) }
    }
}
