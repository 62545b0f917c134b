//! What goes along with a deployment: what it ships, and what was done on every way to it.

use std::collections::BTreeSet;
use std::ptr::from_ref;

use super::approvals::holds_up;
use super::deployments::deploys;
use super::dominance;
use super::graph::{Graph, JobRun};
use super::passed::bites;
use super::published::pushes_image;
use super::reach::Reach;
use crate::input::pipeline::knowledge::shipped::{self, Ships};
use crate::input::pipeline::model::Job;

/// Parts of the names of environments and jobs that come before production.
const BEFORE_PRODUCTION: [&str; 13] = [
    "staging",
    "stage",
    "stg",
    "preprod",
    "preproduction",
    "uat",
    "qa",
    "test",
    "testing",
    "integration",
    "acceptance",
    "preview",
    "dev",
];

/// What goes along with the jobs of a graph, by their number.
pub(super) struct Along {
    image: Vec<bool>,
    code: Vec<bool>,
    infrastructure: Vec<bool>,
    workload: Vec<bool>,
    rehearsed: Vec<bool>,
    verified: Vec<bool>,
}

/// Jobs by where they are: one that is called twice is one.
type Jobs = BTreeSet<*const Job>;

/// What a job ships by itself: `code`, an `image`, `infrastructure`, a `workload`.
type Own = BTreeSet<&'static str>;

impl Along {
    /// That of a graph.
    pub(super) fn of(graph: &Graph<'_>, reach: &Reach<'_>) -> Self {
        let own: Vec<Own> = graph.jobs.iter().map(|run| own(graph, reach, run)).collect();
        let by_itself = |what: &str| own.iter().map(|own| own.contains(what)).collect::<Vec<bool>>();
        let with_those_before = |what: &str| {
            let mut found = by_itself(what);
            let all = graph.jobs.iter().zip(&own).filter(|(_, own)| own.contains(what));
            let jobs: Jobs = all.map(|(run, _)| from_ref(run.job)).collect();
            if !jobs.is_empty() {
                let before = dominance::behind(graph, &|job| jobs.contains(&from_ref(job)), &|_| true);
                found.iter_mut().zip(before).for_each(|(found, before)| *found |= before);
            }
            found
        };
        let verifies = |job: &Job| bites(job, &|role| role.role == "verify");
        let verified = dominance::behind(graph, &verifies, &holds_up);
        Self {
            image: with_those_before("image"),
            code: with_those_before("code"),
            infrastructure: by_itself("infrastructure"),
            workload: by_itself("workload"),
            rehearsed: dominance::behind(graph, &is_rehearsal, &holds_up),
            verified: verified.iter().zip(&graph.jobs).map(|(before, run)| *before || verifies(run.job)).collect(),
        }
    }

    /// What a job ships when it deploys.
    pub(super) fn ships(&self, number: usize) -> Vec<&'static str> {
        let built = [("code", &self.code), ("image", &self.image)];
        let all = built.into_iter().chain([("infrastructure", &self.infrastructure), ("workload", &self.workload)]);
        all.filter(|(_, is)| at(is, number)).map(|(name, _)| name).collect()
    }

    /// Whether something was deployed before it to an environment that comes before production.
    pub(super) fn rehearsed(&self, number: usize) -> bool {
        at(&self.rehearsed, number)
    }

    /// Whether a signature was checked before it or in it.
    pub(super) fn verified(&self, number: usize) -> bool {
        at(&self.verified, number)
    }
}

fn at(found: &[bool], number: usize) -> bool {
    found.get(number) == Some(&true)
}

/// What a job ships by itself: what it builds or tests, the image that it pushes, the code of infrastructure it applies.
fn own(graph: &Graph<'_>, reach: &Reach<'_>, run: &JobRun<'_>) -> Own {
    let mut own = Own::new();
    if run.steps.iter().all(|placed| placed.step.roles.is_empty()) || reach.is_dead(run) {
        return own;
    }
    for place in graph.steps_of(run) {
        for role in &place.step.roles {
            if pushes_image(place, role) {
                own.insert("image");
            }
            if role.role == "deploy" && role.category == "cluster" {
                own.insert("workload");
            }
            own.extend(shipped::of(role).map(|ships| match ships {
                Ships::Code => "code",
                Ships::Infrastructure => "infrastructure",
            }));
        }
    }
    own
}

/// Whether a job deploys to an environment that comes before production, by its names.
fn is_rehearsal(job: &Job) -> bool {
    let starts = job.environment.as_ref().filter(|it| it.action == "start");
    if starts.is_none() && !job.steps.iter().flat_map(|step| &step.roles).any(deploys) {
        return false;
    }
    let names = starts.map(|it| it.names.as_slice()).filter(|names| !names.is_empty());
    match names {
        Some(names) => names.iter().all(|name| is_before_production(name)),
        None => [&job.id, &job.name, &job.stage].into_iter().any(|name| is_before_production(name)),
    }
}

/// Whether a name says that it comes before production.
fn is_before_production(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    let mut words = lower.split(|character: char| !character.is_ascii_alphabetic());
    words.any(|word| BEFORE_PRODUCTION.contains(&word)) || lower.contains("pre-prod")
}
