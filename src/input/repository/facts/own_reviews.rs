//! Environments of deployments whose approval one account can give itself, by the settings of the forge.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::Serialize;

use crate::input::forge::facts::{Approval, Weakness};
use crate::input::forge::model::Forge;
use crate::input::pipeline::model::{Job, Pipeline};
use crate::input::{Fact, Via};

/// An environment that has reviewers, that a job deploys or publishes to, and whose approval whoever starts the run may
/// give, or administrators may leave out. Its place is the environment in the first such job. GitHub only: a snapshot of
/// GitLab says nothing of its environments.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct OwnReview {
    /// The id of the job.
    pub job: String,
    /// The name of the environment, as the job has it.
    pub environment: String,
    /// What is wrong with its approval: `self_review` or `administrators`.
    pub weakness: Weakness,
    /// Whether it is so: true, or null when the forge does not say.
    pub certain: Option<bool>,
}

/// Those of a repository. The work grows with the jobs and the environments.
pub(super) fn of(pipelines: &[&Pipeline], forge: &Forge) -> Vec<Fact<OwnReview>> {
    let mut weak: BTreeMap<String, Vec<&Fact<Approval>>> = BTreeMap::new();
    for approval in forge.facts.approvals.iter().filter(|it| it.says.weakness != Weakness::Nobody) {
        weak.entry(approval.says.environment.to_lowercase()).or_default().push(approval);
    }
    if weak.is_empty() {
        return Vec::new();
    }
    let (mut facts, mut said) = (Vec::new(), BTreeSet::new());
    for job in pipelines.iter().filter(|it| it.vendor == forge.source.forge).flat_map(|pipeline| &pipeline.jobs) {
        let Some(environment) = job.environment.as_ref().filter(|_| does_deploy(job)) else { continue };
        for name in &environment.names {
            let key = name.to_lowercase();
            let Some(approvals) = weak.get(&key).filter(|_| said.insert(key)) else { continue };
            for approval in approvals {
                let says = OwnReview {
                    job: job.id.clone(),
                    environment: name.clone(),
                    weakness: approval.says.weakness,
                    certain: approval.says.certain,
                };
                let what = "the settings of the environment".to_owned();
                let via = Via { loc: approval.loc.clone(), path: approval.path.clone(), what };
                let fact = Fact::new(&environment.loc, Vec::new(), &job.id, says).because(approval.why.clone());
                facts.push(Fact { via: vec![via], ..fact });
            }
        }
    }
    facts
}

/// Whether a job deploys or publishes, by its tools, or by the names of what it runs.
fn does_deploy(job: &Job) -> bool {
    job.steps.iter().any(|step| step.does("deploy") || step.does("may_deploy") || step.does("push"))
}
