//! Images that deployments are told to run.

use schemars::JsonSchema;
use serde::Serialize;

use super::address;
use super::deployments;
use super::graph::{Graph, JobRun};
use super::in_job::InJob;
use super::reach::Reach;
use crate::input::Fact;
use crate::input::pipeline::image_name;
use crate::input::pipeline::knowledge::image_arguments::ImageArguments;
use crate::input::pipeline::model::Role;

/// An image that a command or action which deploys is told to run, under a name that can come to mean another one. A digest,
/// a version and a tag that is made of the commit are not here, nor what a variable decides of which nothing is known.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Rollout {
    /// The tool that deploys.
    pub tool: String,
    /// The image as it is written, `:latest` where only its tag is.
    pub image: String,
    /// What it goes by: `latest`, `none` which means the same, or `branch` for the name of a branch or of a stage.
    pub pin: &'static str,
    /// The names that the environment of its job can have; empty when it has none. Null when an expression decides.
    pub environments: Option<Vec<String>>,
    /// Where it has no environment, what else tells where it goes.
    pub signs: Vec<String>,
}

/// Tags that are the names of branches and stages, whatever they mean today.
const BRANCHES: &[&str] = &[
    "main",
    "master",
    "develop",
    "development",
    "dev",
    "trunk",
    "staging",
    "stage",
    "test",
    "edge",
    "nightly",
    "stable",
    "production",
    "prod",
    "release",
    "current",
    "newest",
    "head",
    "live",
];

/// Those of a pipeline. What only others call is said where it is called.
pub(super) fn of(graph: &Graph<'_>, reach: &Reach<'_>, known: &ImageArguments) -> Vec<Fact<Rollout>> {
    if graph.pipeline.is_judged_by_callers() {
        return Vec::new();
    }
    let mut facts = Vec::new();
    for run in graph.jobs.iter().filter(|run| !reach.is_dead(run)) {
        if !run.steps.iter().any(|at| at.step.roles.iter().any(|role| role.role == "deploy")) {
            continue;
        }
        for (at, role) in deployments::deploying(graph, reach, run) {
            let found = images(at, role, known).into_iter().filter_map(|image| Some((pin(&image)?, image)));
            facts.extend(found.map(|(pin, image)| fact(run, at, role, image, pin)));
        }
    }
    facts
}

/// The images of a command or action, with the values of variables that the pipeline sets.
fn images(at: InJob<'_>, role: &Role, known: &ImageArguments) -> Vec<String> {
    if let Some(uses) = at.action().filter(|uses| uses.loc == role.loc) {
        let value = |name: &str| at.handed(name).next().map(|(_, value)| value.to_owned());
        let images = known.of_action(&format!("{}/{}", uses.owner, uses.name), &value);
        return images.iter().map(|image| address::filled(at, image)).collect();
    }
    let commands = at.step.run.iter().flat_map(|run| &run.commands);
    let command = commands.into_iter().find(|command| command.loc == role.loc);
    let images = command.map(|command| known.of_command(&command.argv)).unwrap_or_default();
    images.iter().map(|image| address::filled(at, image)).collect()
}

/// What a name that can come to mean another image goes by.
fn pin(image: &str) -> Option<&'static str> {
    let parts = image_name::image(image);
    if parts.digest.is_some() {
        return None;
    }
    match parts.tag.as_deref() {
        Some("latest") => Some("latest"),
        Some(tag) => BRANCHES.contains(&tag.to_ascii_lowercase().as_str()).then_some("branch"),
        // A name without a path may be anything that a chart has a name for.
        None => (image.contains('/') && !image.contains('$')).then_some("none"),
    }
}

fn fact(run: &JobRun<'_>, at: InJob<'_>, role: &Role, image: String, pin: &'static str) -> Fact<Rollout> {
    let job = run.job;
    let names = [&job.id, &job.name, &job.stage].map(String::clone).to_vec();
    let environments = match &job.environment {
        Some(environment) => Some(environment.names.clone()).filter(|names| !names.is_empty()),
        None => Some(Vec::new()),
    };
    let signs = if job.environment.is_none() { deployments::signs(run, &[(at, role)], names) } else { Vec::new() };
    let why = if environments.is_none() { "an expression decides which environment it is" } else { "" };
    let says = Rollout { tool: role.tool.clone(), image, pin, environments, signs };
    let via = at.placed.via.iter().chain(&role.via).cloned().collect();
    Fact { via, ..Fact::new(&role.loc, Vec::new(), at.about(), says).because(why) }
}
