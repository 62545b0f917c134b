//! Everything that may hold a credential: the pipeline, its jobs, their steps.

use std::collections::BTreeMap;

use super::graph::Graph;
use super::in_job::InJob;
use crate::input::pipeline::model::{Literal, SecretUse};

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
    };
    let jobs = pipeline.jobs.iter().map(|job| Holder {
        loc: &job.loc,
        job: &job.id,
        secrets: &job.secrets,
        literals: &job.literals,
        env: &job.env,
        step: None,
    });
    let steps = graph.steps().map(|at| Holder {
        loc: &at.step.loc,
        job: at.about(),
        secrets: &at.step.secrets,
        // What is called says itself what is written out in it.
        literals: if at.placed.via.is_empty() { &at.step.literals } else { &[] },
        env: &at.step.env,
        step: Some(at),
    });
    std::iter::once(whole).chain(jobs).chain(steps)
}

/// The last name of a dotted path as the name of a variable: `AWS_SECRET_ACCESS_KEY` for `with.aws-secret-access-key`.
pub(super) fn variable(at: &str) -> String {
    at.rsplit('.').next().unwrap_or(at).replace('-', "_").to_uppercase()
}
