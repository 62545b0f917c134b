//! Code of this repository that is not there.

use schemars::JsonSchema;
use serde::Serialize;

use crate::input::Fact;
use crate::input::pipeline::model::Pipeline;

/// Code that the pipeline runs and the repository does not hold.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Missing {
    /// What is used, as it is written: `./.github/actions/login`.
    pub name: String,
    /// What it is: `action` (of GitLab: a step of `run`), `reusable_workflow`, `include` or `program`.
    pub kind: &'static str,
    /// What is not there: a path of the repository, empty for its root.
    pub file: String,
    /// Whether the path leads out of the repository.
    pub outside: bool,
}

/// What is missing.
pub(super) fn of(pipeline: &Pipeline) -> Vec<Fact<Missing>> {
    let fact = |missing: &super::super::model::Missing| {
        let (name, file) = (missing.name.clone(), missing.path.clone());
        let says = Missing { name, kind: missing.kind, outside: file.contains(".."), file };
        Fact::new(&missing.loc, Vec::new(), &missing.job, says)
    };
    pipeline.missing.iter().map(fact).collect()
}
