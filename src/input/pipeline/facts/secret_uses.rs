//! Secrets that something is handed.

use schemars::JsonSchema;
use serde::Serialize;

use super::graph::Graph;
use super::holders;
use super::in_job::InJob;
use crate::input::Fact;

/// A secret that a pipeline, job or step is handed. The token of the run, which every job has, is none.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct SecretUse {
    /// Its name in capitals; `*` for all of them.
    pub name: String,
    /// The value that it stands in, as a dotted path: `env.KEY`, `with.token`, `run`, `secrets`.
    pub at: String,
    /// Whether all of them are meant because an expression makes the name of the one: `secrets[env.NAME]`.
    pub computed: bool,
    /// Who gets it: `pipeline`, and so every job of it, `job`, and so every step, or `step`.
    pub of: &'static str,
    /// The action or workflow from elsewhere that gets it, as `owner/name`; empty for anything else.
    pub action: String,
}

/// The secrets of a pipeline.
pub(super) fn of(graph: &Graph<'_>) -> Vec<Fact<SecretUse>> {
    let mut uses = Vec::new();
    for holder in holders::of(graph) {
        for secret in holder.secrets.iter().filter(|secret| secret.name != holders::TOKEN) {
            let workflow = holder.calls.filter(|uses| uses.kind == "reusable_workflow");
            let taker = holder.step.and_then(InJob::action).or(workflow);
            let action = taker.map(|uses| format!("{}/{}", uses.owner, uses.name));
            let of = match (holder.step, holder.job) {
                (Some(_), _) => "step",
                (None, "") => "pipeline",
                _ => "job",
            };
            let says = SecretUse {
                name: secret.name.clone(),
                at: secret.at.clone(),
                computed: secret.computed,
                of,
                action: action
                    .filter(|_| ["with.", "secrets"].iter().any(|it| secret.at.starts_with(it)))
                    .unwrap_or_default(),
            };
            let via = holder.step.map(|at| at.placed.via.clone()).unwrap_or_default();
            uses.push(Fact { via, ..Fact::new(&secret.loc, Vec::new(), holder.job, says) });
        }
    }
    uses
}
