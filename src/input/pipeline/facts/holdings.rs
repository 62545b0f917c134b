//! What whoever gets a program of theirs into a job would have.

use super::graph::{Graph, JobRun};
use super::holders::TOKEN;
use crate::input::pipeline::model::{Pipeline, SecretUse};

/// What each job of a graph holds.
pub(super) struct Holdings(Vec<Vec<&'static str>>);

impl Holdings {
    /// Those of a graph.
    pub(super) fn of(graph: &Graph<'_>) -> Self {
        Self(graph.jobs.iter().map(|run| of(graph.pipeline, run)).collect())
    }

    /// Those of one of its jobs.
    pub(super) fn at(&self, run: &JobRun<'_>) -> Vec<&'static str> {
        self.0.get(run.number).cloned().unwrap_or_default()
    }
}

/// What a job holds, in the order of its weight: `deploys`, `publishes`, `secrets` that it is handed, `identity` for which it
/// may ask clouds, `rights` to change the repository.
fn of(pipeline: &Pipeline, run: &JobRun<'_>) -> Vec<&'static str> {
    let job = run.job;
    let deploys = |is_package: bool| {
        let roles = run.steps.iter().flat_map(|at| &at.step.roles).filter(|role| role.role == "deploy");
        roles.into_iter().any(|role| (role.category == "package") == is_package)
    };
    let is_secret = |secret: &SecretUse| secret.name != TOKEN;
    let whole = if run.of.is_none() { pipeline.secrets.as_slice() } else { &[] };
    // What a caller lets a workflow inherit only gets to the jobs that name it.
    let secrets =
        job.secrets.iter().chain(whole).chain(run.steps.iter().flat_map(|at| &at.step.secrets)).any(is_secret);
    let permissions = &job.permissions;
    let writes = permissions.default == "write-all"
        || permissions.scopes.iter().any(|(scope, access)| access == "write" && scope != "id-token");
    let held = [
        ("deploys", deploys(false)),
        ("publishes", deploys(true)),
        ("secrets", secrets),
        ("identity", job.oidc),
        ("rights", writes),
    ];
    held.into_iter().filter(|(_, holds)| *holds).map(|(name, _)| name).collect()
}
