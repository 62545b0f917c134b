//! Jobs that deploy, beside the scans that the repository has.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::Serialize;

use crate::input::Fact;
use crate::input::forge::model::Forge;
use crate::input::pipeline::facts::scans_that_stop;
use crate::input::pipeline::model::{Job, Pipeline, Ref, Step, TriggerClass};

/// A job that deploys, with the kinds of scans that can stop a change on its way to it. Its place is that of the deployment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Coverage {
    /// The names that its environment can have; empty when it has none. Null when an expression decides.
    pub environments: Option<Vec<String>>,
    /// Where it has no environment, what else tells where it goes.
    pub signs: Vec<String>,
    /// The kinds of scans that have passed on every way to it, in its own pipeline.
    pub before: Vec<&'static str>,
    /// Those that can stop a change in any pipeline of the repository that looks at changes.
    pub elsewhere: Vec<&'static str>,
    /// Whether all of these pipelines is in the repository. Null when a part of them stands elsewhere: what is included or
    /// called, and an action that gate does not know and that scans by its name.
    pub whole: Option<bool>,
    /// What is shipped, as far as its pipeline tells: `code`, an `image`, `infrastructure`, a `workload` of a cluster.
    pub ships: Vec<&'static str>,
    /// Whether it is deployed before to an environment whose name says that it comes before production.
    pub rehearsed: bool,
    /// The kinds of scans with which the forge itself refuses a change, by a snapshot of its settings: `secret` or nothing.
    pub by_forge: Vec<&'static str>,
    /// Whether a pipeline of the repository signs images or attests how they were built.
    pub signing: bool,
    /// Whether a signature or provenance is checked before it so that the job fails.
    pub verified: bool,
}

/// Tools that sign images, or attest how they were built.
const SIGNERS: [&str; 4] = ["cosign", "notation", "attest", "slsa-github-generator"];

/// Those of a repository.
pub(super) fn of(pipelines: &[&Pipeline], forge: Option<&Forge>) -> Vec<Fact<Coverage>> {
    if pipelines.iter().all(|pipeline| pipeline.facts.deployments.is_empty()) {
        return Vec::new();
    }
    let looking: Vec<&Pipeline> = pipelines.iter().copied().filter(|pipeline| looks_at_changes(pipeline)).collect();
    let elsewhere: BTreeSet<&'static str> = looking.iter().flat_map(|pipeline| scans_that_stop(pipeline)).collect();
    let outside = looking.iter().find_map(|pipeline| first_outside(pipeline));
    let refuses =
        |forge: &&Forge| forge.security.secret_scanning == Some(true) && forge.security.push_protection == Some(true);
    let by_forge: Vec<&'static str> = forge.filter(refuses).map(|_| "secret").into_iter().collect();
    let signing = pipelines.iter().any(|pipeline| does_sign(pipeline));
    let mut facts = Vec::new();
    for pipeline in pipelines {
        let outside = first_outside(pipeline).or_else(|| outside.clone());
        for deployment in
            pipeline.facts.deployments.iter().filter(|it| it.says.deploys == Some(true) || !it.says.written.is_empty())
        {
            let says = Coverage {
                environments: deployment.says.environments.clone(),
                signs: deployment.says.signs.clone(),
                before: deployment.says.scanned.clone(),
                elsewhere: elsewhere.iter().copied().collect(),
                whole: outside.is_none().then_some(true),
                ships: deployment.says.ships.clone(),
                rehearsed: deployment.says.rehearsed,
                by_forge: by_forge.clone(),
                signing,
                verified: deployment.says.verified,
            };
            let why = match (&outside, &says.environments) {
                (Some(what), _) => format!("`{what}` is not in this repository"),
                (None, None) => "an expression decides which environment it is".to_owned(),
                (None, Some(_)) => String::new(),
            };
            let fact = Fact::new(&deployment.loc, deployment.path.clone(), &deployment.about, says).because(why);
            facts.push(Fact { via: deployment.via.clone(), ..fact });
        }
    }
    facts
}

/// Whether changes start a pipeline. All of GitLab's may be started by them.
fn looks_at_changes(pipeline: &Pipeline) -> bool {
    use TriggerClass::{Pr, PrUntrusted, Push};
    pipeline.vendor != "github" && pipeline.kind == "pipeline"
        || pipeline.triggers.iter().any(|trigger| matches!(trigger.class, Push | Pr | PrUntrusted))
}

/// What a pipeline calls or includes that is not in the repository; the first of it. Of actions, those that scan by their
/// names and that gate does not know.
fn first_outside(pipeline: &Pipeline) -> Option<String> {
    let included = pipeline.refs.iter().find(|it| matches!(it.kind, "project" | "remote" | "component" | "downstream"));
    included.map(|it| it.raw.clone()).or_else(|| pipeline.jobs.iter().find_map(called_outside))
}

fn called_outside(job: &Job) -> Option<String> {
    let below = |jobs: &[Job]| jobs.iter().find_map(called_outside);
    match (&job.uses, &job.called) {
        (_, Some(called)) => below(&called.jobs),
        (Some(uses), None) => Some(uses.raw.clone()),
        (None, None) => job.steps.iter().find_map(|step| match (&step.called, &step.uses) {
            (Some(called), _) => below(&called.jobs),
            (None, Some(uses)) if uses.kind == "action" && step.roles.is_empty() && may_scan(uses) => {
                Some(uses.raw.clone())
            }
            (None, _) => None,
        }),
    }
}

/// Parts of the names of actions that scan, and of those that only make ready for it.
const SCANS: [&str; 13] = [
    "scan",
    "scanner",
    "scanning",
    "sast",
    "dast",
    "snyk",
    "trivy",
    "grype",
    "semgrep",
    "security",
    "vulnerability",
    "vulnerabilities",
    "audit",
];
const READIES: [&str; 6] = ["setup", "install", "init", "login", "upload", "download"];

/// Whether an action that gate does not know may scan, by its name.
fn may_scan(uses: &Ref) -> bool {
    let name = format!("{}/{}", uses.name, uses.path).to_ascii_lowercase();
    let words: Vec<&str> = name.split(|character: char| !character.is_ascii_alphanumeric()).collect();
    let has = |parts: &[&str]| words.iter().any(|word| parts.contains(word));
    has(&SCANS) && !has(&READIES)
}

/// Whether a pipeline signs an image, or attests how it was built.
fn does_sign(pipeline: &Pipeline) -> bool {
    fn of_job(job: &Job) -> bool {
        job.called.iter().flat_map(|called| &called.jobs).any(of_job) || job.steps.iter().any(of_step)
    }
    fn of_step(step: &Step) -> bool {
        let mut roles = step.roles.iter();
        let own = roles.any(|role| matches!(role.role, "sign" | "attest") && SIGNERS.contains(&role.tool.as_str()));
        own || step.called.iter().flat_map(|called| &called.jobs).any(of_job)
    }
    pipeline.jobs.iter().any(of_job)
}
