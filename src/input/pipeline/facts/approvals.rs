//! Where somebody has to agree.

use schemars::JsonSchema;
use serde::Serialize;

use super::answerers;
use super::dominance;
use super::graph::Graph;
use super::path;
use crate::input::Fact;
use crate::input::pipeline::github::outlives_failure;
use crate::input::pipeline::model::{Job, Role, Step};

/// A job or step at which somebody has to agree, or may have to.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Approval {
    /// How.
    pub asks: Asks,
    /// Whether nothing behind it goes on before somebody has agreed: `false` for a job by hand that the pipeline does not
    /// wait for. Null for an environment, of which the settings of the forge decide, and where an expression decides.
    pub holds: Option<bool>,
    /// Whether something is deployed at it or behind it, on every way to which it stands.
    pub guards: bool,
    /// Of a step, whether whoever starts the run may answer it alone: they are named as the one who does, or they are not
    /// kept from it and one answer is enough. Null where an expression decides. `false` for anything else.
    pub by_starter: Option<bool>,
}

/// How somebody is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Asks {
    /// Somebody starts the job by hand.
    Start,
    /// The forge asks for the environment of the job. GitHub only.
    Environment,
    /// A step waits until somebody answers.
    Step,
}

/// The approvals of a pipeline.
pub(super) fn of(graph: &Graph<'_>) -> Vec<Fact<Approval>> {
    let github = graph.pipeline.vendor == "github";
    let has_environment = |job: &Job| github && job.environment.is_some();
    let asks = |job: &Job| job.when == "manual" || has_environment(job) || asked(job).next().is_some();
    if !graph.jobs.iter().any(|run| asks(run.job)) {
        return Vec::new();
    }
    let guarded = dominance::ahead(graph, &deploys, &holds_up);
    let mut approvals = Vec::new();
    for (run, guards) in graph.jobs.iter().zip(guarded) {
        let job = run.job;
        let mut add = |loc: &str, at: Vec<_>, asks, holds: Option<bool>, by_starter: Option<bool>| {
            let guards = deploys(job) || guards && holds != Some(false);
            let why = match (holds, asks) {
                (Some(_), _) if by_starter.is_none() => "an expression decides who may answer",
                (Some(_), _) => "",
                (None, Asks::Step) => "an expression decides whether the job goes on without an answer",
                (None, _) => "the settings of the forge say whether it asks",
            };
            let fact = Fact::new(loc, at, &job.id, Approval { asks, holds, guards, by_starter }).because(why);
            approvals.push(Fact { via: run.via.clone(), ..fact });
        };
        if job.when == "manual" {
            add(&job.loc, path(["when"]), Asks::Start, Some(job.allow_failure == Some(false)), Some(false));
        }
        if let Some(environment) = job.environment.as_ref().filter(|_| github) {
            add(&environment.loc, Vec::new(), Asks::Environment, None, Some(false));
        }
        for (step, role) in asked(job) {
            let ends = [step.continue_on_error, job.allow_failure];
            let goes_on = role.ignored.is_some() || ends.contains(&Some(true));
            let holds = if goes_on { Some(false) } else { (!ends.contains(&None)).then_some(true) };
            add(&role.loc, Vec::new(), Asks::Step, holds, answerers::by_starter(&step.with));
        }
    }
    approvals
}

/// What a job does to ask somebody.
fn asked(job: &Job) -> impl Iterator<Item = (&Step, &Role)> {
    let roles = job.steps.iter().flat_map(|step| step.roles.iter().map(move |role| (step, role)));
    roles.filter(|(_, role)| role.role == "approve")
}

/// Whether a job deploys something.
pub(super) fn deploys(job: &Job) -> bool {
    job.environment.as_ref().is_some_and(|it| it.action == "start") || job.steps.iter().any(|step| step.does("deploy"))
}

/// Whether a job waits until those before it have succeeded, or ends badly itself where they have not.
pub(super) fn holds_up(job: &Job) -> bool {
    let waits = !matches!(job.when.as_str(), "always" | "on_failure") && !outlives_failure(&job.condition);
    let ends = |step: &Step| step.continue_on_error == Some(false) && step.does("require");
    waits || job.allow_failure == Some(false) && job.steps.iter().any(ends)
}
