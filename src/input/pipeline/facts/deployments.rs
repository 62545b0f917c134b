//! What a pipeline deploys, to which environment, and who has to agree.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::along::Along;
use super::any_ref;
use super::approval;
use super::clusters;
use super::dominance;
use super::graph::{Graph, JobRun};
use super::in_job::InJob;
use super::passed::{Passed, checks};
use super::reach::Reach;
use super::steps::{Steps, TOO_LARGE};
use crate::input::pipeline::github::flowing;
use crate::input::pipeline::model::{Environment, Interpolation, Job, Role};
use crate::input::{Fact, Via};

/// A job that deploys something, or that has an environment. Its place is that of the environment, or of the job when it
/// has none; of a called job the command that deploys what the caller hands over.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Deployment {
    /// The tools that deploy, in order; empty when gate knows none of what the job runs.
    pub tools: Vec<String>,
    /// Whether it deploys: by its tools, or because the file says so, as GitLab records it for every job with an
    /// environment that it starts. Null when only the name of what it runs says so.
    pub deploys: Option<bool>,
    /// The names that its environment can have; empty when it has no environment. Null when an expression decides.
    pub environments: Option<Vec<String>>,
    /// Its environment as written; empty when it has none.
    pub written: String,
    /// Where it has no environment, what else tells where it goes: its id, name and stage, what the tools are given, and
    /// what is known of that: the values of variables and of the matrix, what runs the tools, what is piped into them.
    pub signs: Vec<String>,
    /// Who has to agree before it runs. Null when a part of the job stands in another project.
    pub approver: Option<Approver>,
    /// Whether on every way to it tests have passed that can fail, in a job before it or in the same.
    pub tested: bool,
    /// The kinds of scans that have passed on every way to it and can fail: `sast`, `sca` …
    pub scanned: Vec<&'static str>,
    /// The jobs that it waits for, that test or scan, and whose failure does not keep it from running.
    pub ignores: Vec<String>,
    /// The events by which it runs for any branch for sure: `workflow_dispatch`, `push`. Empty where a condition or a script
    /// asks which branch it is, where it has an environment, whose settings may, and on GitLab.
    pub any_branch: Vec<String>,
    /// What it ships, as far as its pipeline tells: `code` that is built or tested in it or before it, an `image` that is
    /// pushed there, `infrastructure` whose code it applies.
    pub ships: Vec<&'static str>,
    /// Whether on every way to it something is deployed to an environment whose name says that it comes before production.
    pub rehearsed: bool,
    /// Whether on every way to it, or in it, the signature or provenance of something is checked so that the job fails.
    pub verified: bool,
    /// What runs before it and can fail, in it and in the jobs that it waits for, by name: actions and called workflows as
    /// they are written, tools, programs. Null where the pipeline is too large.
    pub steps: Option<Vec<String>>,
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

/// The most commands of a job that are named as what deploys.
const NAMED: usize = 5;

/// The deployments of a pipeline. What only others call is said where it is called.
pub(super) fn of(graph: &Graph<'_>, reach: &Reach<'_>) -> Vec<Fact<Deployment>> {
    let pipeline = graph.pipeline;
    if pipeline.is_judged_by_callers() {
        return Vec::new();
    }
    let by_hand: BTreeMap<&str, &Job> =
        pipeline.jobs.iter().filter(|job| job.when == "manual").map(|job| (job.id.as_str(), job)).collect();
    let may_hold = |job: &Job| job.when == "manual";
    let held = dominance::behind(graph, &may_hold, &|_| true);
    let alive = graph.jobs.iter().zip(held).filter(|(run, _)| !reach.is_dead(run));
    let mut facts: Vec<_> = alive
        .flat_map(|(run, held)| deployments(graph, reach, run, &by_hand, held).into_iter().map(move |fact| (run, fact)))
        .collect();
    if facts.is_empty() {
        return Vec::new();
    }
    let passed = Passed::of(graph);
    let along = Along::of(graph, reach);
    let steps = Steps::of(graph, reach, facts.len());
    let jobs: BTreeMap<&str, &Job> = pipeline.jobs.iter().map(|job| (job.id.as_str(), job)).collect();
    let anywhere = reach.choosing(any_ref::chosen());
    for (run, fact) in &mut facts {
        if pipeline.vendor == "github" && run.job.environment.is_none() && !any_ref::is_asked(run) {
            fact.says.any_branch = any_ref::starts(graph, &anywhere, run);
        }
        fact.says.tested = passed.tested(run.number, run.job);
        fact.says.scanned = passed.scanned(run.number, run.job);
        fact.says.ships = along.ships(run.number);
        fact.says.rehearsed = along.rehearsed(run.number);
        fact.says.verified = along.verified(run.number);
        fact.says.steps = steps.before(run);
        if fact.says.steps.is_none() && fact.why.is_empty() {
            TOO_LARGE.clone_into(&mut fact.why);
        }
        fact.says.ignores = ignored(graph, reach, run, &jobs);
    }
    facts.into_iter().map(|(_, fact)| fact).collect()
}

/// The jobs that a job, or the one that calls it, waits for, that test or scan, and whose failure does not stop it.
fn ignored(graph: &Graph<'_>, reach: &Reach<'_>, run: &JobRun<'_>, jobs: &BTreeMap<&str, &Job>) -> Vec<String> {
    let job = run.callers.first().copied().unwrap_or(run.job);
    let checking = job
        .needs
        .iter()
        .filter_map(|id| jobs.get(id.as_str()).copied())
        .filter(|other| other.allow_failure == Some(false) && checks(other));
    let goes_on = |other: &&Job| match graph.pipeline.vendor {
        "github" => !reach.needs_success(job, other),
        _ => job.when == "always",
    };
    checking.filter(goes_on).map(|other| other.id.clone()).collect()
}

/// A command or action that deploys, in its step.
pub(super) type Deploying<'a> = (InJob<'a>, &'a Role);

/// What of a job deploys; not what it does in a cluster that lives as long as the job.
pub(super) fn deploying<'a>(graph: &'a Graph<'a>, reach: &Reach<'_>, run: &'a JobRun<'a>) -> Vec<Deploying<'a>> {
    let alive = graph.steps_of(run).filter(|at| !reach.is_dead_step(*at));
    let roles = alive.flat_map(|at| at.step.roles.iter().map(move |role| (at, role)));
    let mut known: Vec<Deploying<'a>> = roles.filter(|(_, role)| deploys(role)).collect();
    if known.iter().any(|(_, role)| role.category == "cluster") {
        let inside = clusters::inside(graph, run);
        known.retain(|(at, role)| role.category != "cluster" || !inside.contains(&clusters::at(*at, &role.loc)));
    }
    known
}

fn deployments(
    graph: &Graph<'_>,
    reach: &Reach<'_>,
    run: &JobRun<'_>,
    by_hand: &BTreeMap<&str, &Job>,
    held: bool,
) -> Vec<Fact<Deployment>> {
    let (job, vendor) = (run.job, graph.pipeline.vendor);
    let alive = || graph.steps_of(run).filter(|at| !reach.is_dead_step(*at));
    let roles = || alive().flat_map(|at| at.step.roles.iter().map(move |role| (at, role)));
    let known = deploying(graph, reach, run);
    let named: Vec<Deploying<'_>> = roles().filter(|(_, role)| role.role == "may_deploy").collect();
    let environment = job.environment.as_ref();
    let declared = vendor == "gitlab" && environment.is_some_and(|environment| environment.action == "start");
    let approver = &approver(vendor, job, by_hand, held);
    let mut facts = Vec::new();
    let job_names = [&job.id, &job.name, &job.stage].map(String::clone).to_vec();
    if declared || !known.is_empty() || (named.is_empty() && environment.is_some()) {
        let deploys = Some(declared || !known.is_empty());
        facts.push(deployment(run, approver, deploys, &known, job_names));
        // What its name says of the job as a whole is judged with what is known.
        if !named.is_empty() && environment.is_none() {
            facts.push(deployment(run, approver, None, &named, Vec::new()));
        }
    } else if !named.is_empty() {
        facts.push(deployment(run, approver, None, &named, job_names));
    }
    facts
}

fn deployment(
    run: &JobRun<'_>,
    (approver, unsure): &(Option<Approver>, &str),
    deploys: Option<bool>,
    roles: &[Deploying<'_>],
    names: Vec<String>,
) -> Fact<Deployment> {
    let job = run.job;
    let environment = job.environment.as_ref();
    let possible = |environment: &Environment| Some(environment.names.clone()).filter(|names| !names.is_empty());
    let environments = environment.map_or_else(|| Some(Vec::new()), possible);
    let why = match (deploys, &environments, approver) {
        (None, _, _) => {
            let tool = roles.first().map(|(_, role)| role.tool.as_str()).unwrap_or_default();
            format!("only the name `{tool}` says so")
        }
        (_, None, _) => "an expression decides which environment it is".to_owned(),
        (_, _, None) => (*unsure).to_owned(),
        _ => String::new(),
    };
    let says = Deployment {
        tools: roles.iter().map(|(_, role)| role.tool.clone()).collect(),
        deploys,
        environments,
        written: environment.map(|environment| environment.raw.clone()).unwrap_or_default(),
        signs: if environment.is_none() { signs(run, roles, names) } else { Vec::new() },
        approver: *approver,
        tested: false,
        scanned: Vec::new(),
        ignores: Vec::new(),
        any_branch: Vec::new(),
        ships: Vec::new(),
        rehearsed: false,
        verified: false,
        steps: Some(Vec::new()),
    };
    let loc = environment.map_or_else(|| handed(run).unwrap_or(&job.loc), |environment| &environment.loc);
    let via = via(run, roles).into_iter().filter(|via| via.loc != *loc).collect();
    Fact { via, ..Fact::new(loc, Vec::new(), &job.id, says).because(why) }
}

/// The command of a called job that deploys what its caller says: there it is decided, the job itself is for any caller.
fn handed<'a>(run: &JobRun<'a>) -> Option<&'a String> {
    let is_input = |it: &Interpolation| flowing(&it.expr).iter().any(|context| context.starts_with("inputs"));
    let called = run.steps.iter().filter(|_| !run.callers.is_empty());
    let mut steps = called.filter(|at| at.step.interpolations.iter().any(is_input));
    steps.find_map(|at| at.step.roles.iter().find(|role| deploys(role))).map(|role| &role.loc)
}

/// Whether a role changes something outside of the forge.
pub(super) fn deploys(role: &Role) -> bool {
    role.role == "deploy" && CATEGORIES.contains(&role.category)
}

/// The calls of the job, and the commands that deploy with what runs them.
fn via(run: &JobRun<'_>, roles: &[Deploying<'_>]) -> Vec<Via> {
    let mut via = run.via.clone();
    let mut add = |place: Via| {
        if !via.contains(&place) {
            via.push(place);
        }
    };
    for (at, role) in roles.iter().take(NAMED) {
        at.placed.via.iter().chain(&role.via).for_each(|place| add(place.clone()));
        add(Via { loc: role.loc.clone(), path: Vec::new(), what: "deploys here".to_owned() });
    }
    via
}

/// What tells where a job deploys to: its names, what its tools are given, and what is known of that.
pub(super) fn signs(run: &JobRun<'_>, roles: &[Deploying<'_>], names: Vec<String>) -> Vec<String> {
    let mut signs = names;
    signs.extend(roles.iter().map(|(_, role)| role.subject.clone()));
    signs.extend(roles.iter().flat_map(|(_, role)| role.signs.clone()));
    for (at, role) in roles {
        let commands = at.step.run.iter().flat_map(|run| &run.commands);
        let runs = |loc: &String| *loc == role.loc || role.via.iter().any(|via| via.loc == *loc);
        for command in commands.filter(|command| runs(&command.loc)) {
            signs.extend(
                command
                    .variables
                    .iter()
                    .filter_map(|name| at.variable(name))
                    .flat_map(|(value, _)| of_matrix(run.job, value)),
            );
            signs.extend(
                command.argv.iter().filter(|word| word.contains("matrix.")).flat_map(|word| of_matrix(run.job, word)),
            );
        }
        signs.extend(at.step.with.values().flat_map(|value| of_matrix(run.job, value)));
    }
    for caller in &run.callers {
        signs.extend([caller.id.clone(), caller.name.clone()].into_iter().chain(caller.with.values().cloned()));
    }
    signs
}

/// A value, or what the matrix of its job puts into it.
fn of_matrix(job: &Job, value: &str) -> Vec<String> {
    let key = value.split_once("matrix.").map(|(_, rest)| rest);
    let name: String =
        key.unwrap_or_default().chars().take_while(|it| it.is_alphanumeric() || "_-".contains(*it)).collect();
    match job.matrix.get(&name).filter(|_| value.contains("${{")) {
        Some(values) => values.clone(),
        None => vec![value.to_owned()],
    }
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
