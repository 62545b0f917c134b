//! Tokens of runs that may do more than anybody has decided.

use schemars::JsonSchema;
use serde::Serialize;

use super::path;
use crate::input::Fact;
use crate::input::pipeline::model::{Job, Permissions, Pipeline, TriggerClass};

/// The token of a workflow or job that may write everything, or whose rights nobody has written down.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Token {
    /// Whose it is: `workflow` for that of every job, `job` for that of one.
    pub of: &'static str,
    /// What it may do: `write-all`, `write` for that of every job which may write something, or `unspecified` when neither
    /// the workflow nor the job says it, so that the settings of the repository count.
    pub may: &'static str,
    /// What it may write, where that is said one by one: `contents`.
    pub scopes: Vec<String>,
    /// How many jobs have it because they say nothing themselves.
    pub jobs: usize,
}

/// What the token of a whole workflow is about.
const WORKFLOW: &str = "workflow";

/// Such tokens of a pipeline.
pub(super) fn of(pipeline: &Pipeline) -> Vec<Fact<Token>> {
    let mut tokens = Vec::new();
    let token = |of, may| Token { of, may, scopes: Vec::new(), jobs: 0 };
    let inheriting = pipeline.jobs.iter().filter(|job| job.permissions.inherited).count();
    if pipeline.permissions.default == "write-all" {
        let says = Token { jobs: inheriting, ..token("workflow", "write-all") };
        tokens.push(Fact::new(&pipeline.permissions.loc, Vec::new(), WORKFLOW, says));
    }
    let scopes = written(&pipeline.permissions);
    if !scopes.is_empty() {
        let says = Token { scopes, jobs: inheriting, ..token("workflow", "write") };
        tokens.push(Fact::new(&pipeline.permissions.loc, Vec::new(), WORKFLOW, says));
    }
    for job in pipeline.jobs.iter().filter(|job| !job.permissions.inherited && job.permissions.default == "write-all") {
        let says = Token { jobs: 1, ..token("job", "write-all") };
        tokens.push(Fact::new(&job.permissions.loc, Vec::new(), &job.id, says));
    }
    if is_undeclared(pipeline) {
        let own: Vec<&Job> = pipeline.jobs.iter().filter(|job| !is_said_below(job)).collect();
        let silent = || own.iter().filter(|job| job.permissions.default == "unspecified");
        let at = path(["permissions"]);
        if silent().count() < own.len() {
            let says = Token { jobs: 1, ..token("job", "unspecified") };
            let of_job = |loc: &str, id: &str| Fact::new(loc, at.clone(), id, says.clone());
            tokens.extend(silent().map(|job| of_job(&job.loc, &job.id)));
        } else if !own.is_empty() {
            let says = Token { jobs: own.len(), ..token("workflow", "unspecified") };
            tokens.push(Fact::new(&pipeline.loc, at, WORKFLOW, says));
        }
    }
    tokens
}

/// Whether a job consists of the jobs of a workflow of this repository, each of which has its token described there.
fn is_said_below(job: &Job) -> bool {
    let said = |job: &Job| job.permissions.default != "unspecified" || is_said_below(job);
    job.called.as_ref().is_some_and(|called| !called.jobs.is_empty() && called.jobs.iter().all(said))
}

/// The scopes that may be written, where they are named.
fn written(permissions: &Permissions) -> Vec<String> {
    if permissions.default != "scopes" {
        return Vec::new();
    }
    let written = permissions.scopes.iter().filter(|(_, access)| *access == "write");
    written.map(|(scope, _)| scope.clone()).collect()
}

/// Whether a token may write anything; `None` where the settings of the repository say it.
pub(super) fn may_write(permissions: &Permissions) -> Option<bool> {
    match permissions.default {
        "unspecified" => None,
        "write-all" => Some(true),
        _ => Some(!written(permissions).is_empty()),
    }
}

/// Whether a workflow leaves it to its jobs. What is only called by other workflows has at most the permissions of its
/// caller, which is judged itself.
fn is_undeclared(pipeline: &Pipeline) -> bool {
    pipeline.kind == "workflow"
        && pipeline.permissions.default == "unspecified"
        && pipeline.triggers.iter().any(|trigger| trigger.class != TriggerClass::Call)
}
