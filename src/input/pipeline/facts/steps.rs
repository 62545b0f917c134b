//! What runs before a deployment, by name: actions, called workflows, tools and programs.

use std::collections::{BTreeMap, BTreeSet};

use super::deployments::deploys;
use super::graph::{Graph, JobRun};
use super::reach::Reach;
use crate::input::pipeline::model::Job;

/// How many jobs before deployments are looked at, for all deployments of a pipeline.
const LOOKS: usize = 100_000;

/// Why nobody can say what runs before a deployment.
pub(super) const TOO_LARGE: &str = "the pipeline is too large for gate to list what runs before it";

/// The names of what the jobs of a graph run.
pub(super) struct Steps<'a> {
    /// Of each job of the graph, by its number: what runs in it before it deploys.
    own: Vec<BTreeSet<&'a str>>,
    /// Of each job of the pipeline by id: all that runs in it, or in what it calls.
    whole: BTreeMap<&'a str, BTreeSet<&'a str>>,
    /// Whether it is too much to look behind each deployment.
    is_too_large: bool,
}

impl<'a> Steps<'a> {
    /// Those of a graph with so many deployments.
    pub(super) fn of(graph: &'a Graph<'a>, reach: &Reach<'_>, deployments: usize) -> Self {
        let is_too_large = deployments.saturating_mul(graph.pipeline.jobs.len()) > LOOKS;
        let (mut own, mut whole) = (Vec::new(), BTreeMap::<&str, BTreeSet<&str>>::new());
        if !is_too_large {
            for run in &graph.jobs {
                let mut names = BTreeSet::new();
                let all = add_names(graph, reach, run, &mut names);
                own.push(names);
                let top = run.callers.first().copied().unwrap_or(run.job);
                whole.entry(&top.id).or_default().extend(all);
            }
        }
        Self { own, whole, is_too_large }
    }

    /// What runs before a deployment in its job, and in the jobs that it waits for. Nothing where the pipeline is too large.
    pub(super) fn before(&self, run: &JobRun<'a>) -> Option<Vec<String>> {
        if self.is_too_large {
            return None;
        }
        let mut names = self.own.get(run.number).cloned().unwrap_or_default();
        let top = run.callers.first().copied().unwrap_or(run.job);
        let before = top.ancestors.ids();
        names.extend(before.into_iter().filter_map(|id| self.whole.get(id)).flatten());
        Some(names.into_iter().map(str::to_owned).collect())
    }
}

/// Adds the names of what a job runs before it deploys, of what can fail it; answers with those of all that it runs.
fn add_names<'a>(
    graph: &'a Graph<'a>,
    reach: &Reach<'_>,
    run: &'a JobRun<'a>,
    before: &mut BTreeSet<&'a str>,
) -> BTreeSet<&'a str> {
    let mut all = BTreeSet::new();
    if run.job.allow_failure != Some(false) || reach.is_dead(run) {
        return all;
    }
    all.extend(called(run.job));
    before.extend(all.iter());
    let mut is_before = true;
    for at in graph.steps_of(run) {
        is_before = is_before && !at.step.roles.iter().any(deploys);
        if at.step.continue_on_error != Some(false) || reach.is_dead_step(at) {
            continue;
        }
        let uses = at.step.uses.iter().map(|uses| uses.raw.as_str());
        let tools = at.step.roles.iter().filter(|role| role.ignored.is_none()).map(|role| role.tool.as_str());
        let commands = at.step.run.iter().flat_map(|run| &run.commands);
        let commands = commands.filter(|it| it.ignored.is_none() && it.reached && !it.program.is_empty());
        let programs = commands.map(|command| command.program.as_str());
        let names: BTreeSet<&str> = uses.chain(tools).chain(programs).collect();
        if is_before {
            before.extend(&names);
        }
        all.extend(names);
    }
    all
}

/// The workflow that a job consists of, or that calls it.
fn called(job: &Job) -> impl Iterator<Item = &str> {
    job.uses.iter().map(|uses| uses.raw.as_str())
}
