//! Tokens of runs that may do more than anybody has decided.

use schemars::JsonSchema;
use serde::Serialize;

use super::path;
use crate::input::Fact;
use crate::input::pipeline::model::{Pipeline, TriggerClass};

/// The token of a workflow or job that may write everything, or whose rights nobody has written down.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Token {
    /// Whose it is: `workflow` for that of every job, `job` for that of one.
    pub of: &'static str,
    /// What it may do: `write-all`, or `unspecified` when neither the workflow nor the job says it, so that the settings of
    /// the repository count.
    pub may: &'static str,
}

/// What the token of a whole workflow is about.
const WORKFLOW: &str = "workflow";

/// Such tokens of a pipeline.
pub(super) fn of(pipeline: &Pipeline) -> Vec<Fact<Token>> {
    let mut tokens = Vec::new();
    if pipeline.permissions.default == "write-all" {
        let says = Token { of: "workflow", may: "write-all" };
        tokens.push(Fact::new(&pipeline.permissions.loc, Vec::new(), WORKFLOW, says));
    }
    for job in pipeline.jobs.iter().filter(|job| !job.permissions.inherited && job.permissions.default == "write-all") {
        let says = Token { of: "job", may: "write-all" };
        tokens.push(Fact::new(&job.permissions.loc, Vec::new(), &job.id, says));
    }
    if is_undeclared(pipeline) {
        let silent = || pipeline.jobs.iter().filter(|job| job.permissions.default == "unspecified");
        let at = path(["permissions"]);
        if silent().count() < pipeline.jobs.len() {
            let of_job = |loc: &str, id: &str| Fact::new(loc, at.clone(), id, Token { of: "job", may: "unspecified" });
            tokens.extend(silent().map(|job| of_job(&job.loc, &job.id)));
        } else if !pipeline.jobs.is_empty() {
            let says = Token { of: "workflow", may: "unspecified" };
            tokens.push(Fact::new(&pipeline.loc, at, WORKFLOW, says));
        }
    }
    tokens
}

/// Whether a workflow leaves it to its jobs. What is only called by other workflows has at most the permissions of its
/// caller, which is judged itself.
fn is_undeclared(pipeline: &Pipeline) -> bool {
    pipeline.kind == "workflow"
        && pipeline.permissions.default == "unspecified"
        && pipeline.triggers.iter().any(|trigger| trigger.class != TriggerClass::Call)
}
