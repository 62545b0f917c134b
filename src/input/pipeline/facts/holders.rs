//! Everything that may hold a credential: the pipeline, its jobs, their steps.

use std::collections::{BTreeMap, BTreeSet};

use super::graph::{Graph, JobRun};
use super::in_job::InJob;
use crate::input::pipeline::model::{Literal, Pipeline, Ref, SecretUse, Step};

/// One of them.
pub(super) struct Holder<'a> {
    /// Its place.
    pub(super) loc: &'a str,
    /// The job; empty outside of jobs.
    pub(super) job: &'a str,
    /// Secrets that it is handed.
    pub(super) secrets: &'a [SecretUse],
    /// Credentials written out in it.
    pub(super) literals: &'a [Literal],
    /// Its variables.
    pub(super) env: &'a BTreeMap<String, String>,
    /// The step, if it is one.
    pub(super) step: Option<InJob<'a>>,
    /// The workflow that the job calls, if it does.
    pub(super) calls: Option<&'a Ref>,
}

/// All of a pipeline.
pub(super) fn of<'a>(graph: &'a Graph<'a>) -> impl Iterator<Item = Holder<'a>> {
    let pipeline = graph.pipeline;
    let whole = Holder {
        loc: &pipeline.loc,
        job: "",
        secrets: &pipeline.secrets,
        literals: &pipeline.literals,
        env: &pipeline.env,
        step: None,
        calls: None,
    };
    let jobs = pipeline.jobs.iter().map(|job| Holder {
        loc: &job.loc,
        job: &job.id,
        secrets: &job.secrets,
        literals: &job.literals,
        env: &job.env,
        step: None,
        calls: job.uses.as_ref(),
    });
    let steps = graph.steps().map(|at| Holder {
        loc: &at.step.loc,
        job: at.about(),
        secrets: &at.step.secrets,
        // What is called says itself what is written out in it.
        literals: if at.placed.via.is_empty() { &at.step.literals } else { &[] },
        env: &at.step.env,
        step: Some(at),
        calls: None,
    });
    std::iter::once(whole).chain(jobs).chain(steps)
}

/// The token of a run.
pub(super) const TOKEN: &str = "GITHUB_TOKEN";

/// The secrets that a step gets, those that its job or the whole pipeline sets too.
pub(super) fn secrets_of(pipeline: &Pipeline, run: &JobRun<'_>, step: &Step) -> Vec<String> {
    let of_job = run.job.secrets.iter().filter(|secret| secret.at.starts_with("env."));
    // The variables of a workflow do not reach one that it calls.
    let whole = pipeline.secrets.iter().filter(|_| run.of.is_none());
    let all = step.secrets.iter().chain(of_job).chain(whole).map(|secret| secret.name.clone());
    all.filter(|name| name != TOKEN).collect::<BTreeSet<_>>().into_iter().collect()
}

/// The key below which pipelines and jobs of a vendor have their variables.
pub(super) fn variables(vendor: &str) -> &'static str {
    if vendor == "gitlab" { "variables" } else { "env" }
}

/// The last name of a dotted path as the name of a variable: `AWS_SECRET_ACCESS_KEY` for `with.aws-secret-access-key`.
pub(super) fn variable(at: &str) -> String {
    at.rsplit('.').next().unwrap_or(at).replace('-', "_").to_uppercase()
}
