//! Emulators of clouds, for which any word is a key.

use super::graph::Graph;
use super::holders::Holder;
use crate::input::pipeline::credentials::NO_KEY;
use crate::input::pipeline::knowledge::no_keys;
use crate::input::pipeline::model::{Job, Literal, Step};

/// The kind of a word that everybody knows, which no cloud hands out as a key.
const COMMON: &str = "default-password";

/// Whether what is written out under the name of a key is none: a word that everybody knows, or anything that has not the
/// form of a key where nothing but an emulator is asked.
pub(super) fn is_word_for_one(graph: &Graph<'_>, holder: &Holder<'_>, literal: &Literal, cloud: &str) -> bool {
    if literal.kind == COMMON {
        return true;
    }
    if literal.kind != NO_KEY {
        return false;
    }
    let mut jobs = graph.jobs.iter().map(|run| run.job).filter(|job| match &holder.step {
        Some(at) => std::ptr::eq(*job, at.job),
        None => holder.job.is_empty() || job.id == holder.job,
    });
    jobs.all(|job| talks_to_one(job, cloud))
}

/// Whether a job has an emulator of a cloud beside it, or names an address on its own machine as that of the cloud.
fn talks_to_one(job: &Job, cloud: &str) -> bool {
    let mut images = job.image.iter().chain(&job.services);
    if images.any(|image| no_keys::emulates(cloud, &image.repository)) {
        return true;
    }
    let starts = |step: &Step| {
        let action = step.uses.as_ref().map(|uses| format!("{}/{}", uses.owner, uses.name));
        action.is_some_and(|action| no_keys::starts_emulator(cloud, &action))
    };
    let variables = job.env.iter().chain(job.steps.iter().flat_map(|step| &step.env));
    let is_local = |(name, value): (&String, &String)| name.contains("ENDPOINT") && is_own_machine(value);
    job.steps.iter().any(starts) || variables.into_iter().any(is_local)
}

/// Whether an address is one of the machine itself.
fn is_own_machine(address: &str) -> bool {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let host = rest.split(['/', ':']).next().unwrap_or_default();
    matches!(host, "localhost" | "127.0.0.1" | "0.0.0.0")
}
