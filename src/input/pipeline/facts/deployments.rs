//! What a pipeline deploys, to which environment, and who has to agree.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::approval;
use super::dominance;
use super::graph::{Graph, JobRun};
use super::reach::Reach;
use crate::input::Fact;
use crate::input::pipeline::github::flowing;
use crate::input::pipeline::model::{Environment, Interpolation, Job, Role};

/// A job that deploys something, or that has an environment. Its place is that of the environment, or of the job when it
/// has none; of a called job the command that deploys what the caller hands over.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Deployment {
    /// The tools that deploy, in order; empty when gate knows none of what the job runs.
    pub tools: Vec<String>,
    /// Whether it deploys: by its tools, or because the file says so, as GitLab records it for every job with an
    /// environment that it starts.
    pub deploys: bool,
    /// The names that its environment can have; empty when it has no environment. Null when an expression decides.
    pub environments: Option<Vec<String>>,
    /// Its environment as written; empty when it has none.
    pub written: String,
    /// Where it has no environment, what else tells where it goes: its id, name and stage, and what the tools are given.
    pub signs: Vec<String>,
    /// Who has to agree before it runs. Null when a part of the job stands in another project.
    pub approver: Option<Approver>,
}

/// Who has to agree before a job runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Approver {
    /// Nobody.
    Nobody,
    /// Whoever starts it, or a job that it waits for, by hand. Also of a job that never runs.
    Starter,
    /// Whom the settings of the forge name for the environment.
    Environment,
}

/// What of deployments changes something outside of the forge; a package does not.
const CATEGORIES: [&str; 4] = ["infrastructure", "cluster", "cloud", "host"];

/// The deployments of a pipeline.
pub(super) fn of(graph: &Graph<'_>, reach: &Reach<'_>) -> Vec<Fact<Deployment>> {
    let pipeline = graph.pipeline;
    if pipeline.is_judged_by_callers() {
        return Vec::new();
    }
    let by_hand: BTreeMap<&str, &Job> =
        pipeline.jobs.iter().filter(|job| job.when == "manual").map(|job| (job.id.as_str(), job)).collect();
    let may_hold = |job: &Job| job.when == "manual";
    let held = dominance::behind(graph, &may_hold, &|_| true);
    let alive = graph.jobs.iter().zip(held).filter(|(run, _)| !reach.is_dead(run.job));
    alive.filter_map(|(run, held)| deployment(graph, reach, run, &by_hand, held)).collect()
}

fn deployment(
    graph: &Graph<'_>,
    reach: &Reach<'_>,
    run: &JobRun<'_>,
    by_hand: &BTreeMap<&str, &Job>,
    held: bool,
) -> Option<Fact<Deployment>> {
    let (job, vendor) = (run.job, graph.pipeline.vendor);
    let alive = graph.steps_of(run).filter(|at| !reach.is_dead_step(*at));
    let roles: Vec<&Role> = alive.flat_map(|at| &at.step.roles).filter(|role| deploys(role)).collect();
    let environment = job.environment.as_ref();
    if roles.is_empty() && environment.is_none() {
        return None;
    }
    let declared = vendor == "gitlab" && environment.is_some_and(|environment| environment.action == "start");
    let names = |environment: &Environment| Some(environment.names.clone()).filter(|names| !names.is_empty());
    let environments = environment.map_or_else(|| Some(Vec::new()), names);
    let (approver, unsure) = approver(vendor, job, by_hand, held);
    let why = match (&environments, approver) {
        (None, _) => "an expression decides which environment it is",
        (_, None) => unsure,
        _ => "",
    };
    let says = Deployment {
        tools: roles.iter().map(|role| role.tool.clone()).collect(),
        deploys: declared || !roles.is_empty(),
        environments,
        written: environment.map(|environment| environment.raw.clone()).unwrap_or_default(),
        signs: if environment.is_none() { signs(job, &roles) } else { Vec::new() },
        approver,
    };
    let loc = environment.map_or_else(|| handed(run).unwrap_or(&job.loc), |environment| &environment.loc);
    let fact = Fact::new(loc, Vec::new(), &job.id, says).because(why);
    Some(Fact { via: run.via.clone(), ..fact })
}

/// The command of a called job that deploys what its caller says: there it is decided, the job itself is for any caller.
fn handed<'a>(run: &JobRun<'a>) -> Option<&'a String> {
    let is_input = |it: &Interpolation| flowing(&it.expr).iter().any(|context| context.starts_with("inputs"));
    let called = run.steps.iter().filter(|_| !run.callers.is_empty());
    let mut steps = called.filter(|at| at.step.interpolations.iter().any(is_input));
    steps.find_map(|at| at.step.roles.iter().find(|role| deploys(role))).map(|role| &role.loc)
}

fn deploys(role: &Role) -> bool {
    role.role == "deploy" && CATEGORIES.contains(&role.category)
}

fn signs(job: &Job, roles: &[&Role]) -> Vec<String> {
    let names = [&job.id, &job.name, &job.stage].into_iter();
    names.chain(roles.iter().map(|role| &role.subject)).cloned().collect()
}

/// Why nobody can say who has to agree.
const ELSEWHERE: &str = "a part of the job stands in a file of another project";
const CONDITIONAL: &str = "a variable decides whether the job is there that asks for it";

/// Who has to agree, or why that cannot be known. At GitHub the environment asks, or the settings of the forge are at
/// fault, which are judged with them. `held` says whether anything by hand comes before it at all.
fn approver(vendor: &str, job: &Job, by_hand: &BTreeMap<&str, &Job>, held: bool) -> (Option<Approver>, &'static str) {
    if matches!(job.when.as_str(), "manual" | "never") {
        return (Some(Approver::Starter), "");
    }
    if vendor == "github" && job.environment.is_some() {
        return (Some(Approver::Environment), "");
    }
    let held = held && vendor == "gitlab";
    let asked = if held { approval::is_asked_before(job, by_hand) } else { Some(false) };
    match asked {
        Some(true) => return (Some(Approver::Starter), ""),
        Some(false) => {}
        None => return (None, CONDITIONAL),
    }
    let elsewhere = ["extends", "reference"].iter().any(|part| job.unknown.contains_key(*part));
    if elsewhere { (None, ELSEWHERE) } else { (Some(Approver::Nobody), "") }
}
