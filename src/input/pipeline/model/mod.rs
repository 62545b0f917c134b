//! The normalised pipeline: what pipeline policies see, whoever runs it.
//!
//! `policies/schemas/pipeline.json` is derived from these types. Collections are always present (empty, never null),
//! so that a rule may iterate over each of them. A credential that is written out shows as `***`.

mod job;
mod step;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::facts::Facts;

pub use super::needs::{Ancestors, Order};
pub use super::servers::Around;
pub use job::{Approval, Artifacts, Environment, FromTemplate, Image, Job, Rule, Runner, Weakened};
pub use step::{
    Background, Called, Command, Injection, Interpolation, Literal, Ref, Role, Run, SecretUse, Step, Trust,
};

/// A set of dotted paths below the entity; every value is `true`.
pub type Paths = BTreeMap<String, bool>;

/// The version of this shape.
pub const SCHEMA: &str = "gate.pipeline/v1";

/// What a credential that is written out is replaced by.
pub const REDACTED: &str = "***";

/// One pipeline: a workflow, an action of one's own, or a GitLab pipeline with everything that it includes.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Pipeline {
    /// Always `gate.pipeline/v1`.
    pub schema: &'static str,
    /// What the reader computed for policies, by concept. They come before the entities that they are about: of two values
    /// with one `_loc` the later one is the entity (`engine::entity`).
    pub facts: Facts,
    /// The place of the pipeline itself. Children: `on`, `jobs`, `permissions`, `env.<name>`.
    #[serde(rename = "_loc")]
    pub loc: String,
    /// The path of the file.
    pub file: String,
    /// Who runs it: `github` or `gitlab`.
    pub vendor: &'static str,
    /// What it is: `workflow`, `action`, `pipeline`, or `fragment` for a part of a GitLab pipeline that is included
    /// from somewhere else.
    pub kind: &'static str,
    /// Its own name; empty when it has none.
    pub name: String,
    /// What starts it.
    pub triggers: Vec<Trigger>,
    /// The inputs of a manual or called run, or of an action.
    pub inputs: Vec<Input>,
    /// What the token of the run may do. GitHub only.
    pub permissions: Permissions,
    /// Environment variables for every job.
    pub env: BTreeMap<String, String>,
    /// The jobs in the order of the file. The steps of an action are one job with the id `runs`.
    pub jobs: Vec<Job>,
    /// Expressions outside of jobs.
    pub interpolations: Vec<Interpolation>,
    /// Secrets that `env` hands to every job.
    pub secrets: Vec<SecretUse>,
    /// Credentials written out outside of jobs.
    pub literals: Vec<Literal>,
    /// Everything that is fetched from somewhere else: actions, reusable workflows, images, includes. Those of jobs and
    /// steps too, so that one loop sees them all.
    pub refs: Vec<Ref>,
    /// Code of this repository that the pipeline runs and the repository does not hold.
    pub missing: Vec<Missing>,
    /// What stands in the file and gate does not know, so that it cannot say what it does.
    pub unread: Vec<Unread>,
    /// What cannot be known from the file, such as `include.2`.
    pub unknown: Paths,
    /// Whether something else in the tree runs it, so that what depends on the caller is judged there.
    pub is_called: bool,
    /// What is known of the repository around it.
    #[serde(skip)]
    pub around: Around,
}

impl Pipeline {
    /// Whether others may call it: an action, or a workflow that says so.
    #[must_use]
    pub fn is_for_callers(&self) -> bool {
        self.kind == "action" || self.triggers.iter().any(|trigger| trigger.class == TriggerClass::Call)
    }

    /// Whether what depends on the caller is judged where it is called: something of the tree does, and nothing else
    /// starts it.
    #[must_use]
    pub fn is_judged_by_callers(&self) -> bool {
        self.is_called && self.triggers.iter().all(|trigger| trigger.class == TriggerClass::Call)
    }
}

/// Code that should be in the repository and is not, so that nobody can review what runs.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Missing {
    /// Its place: where it is used.
    #[serde(rename = "_loc")]
    pub loc: String,
    /// What is used, as it is written, such as `./.github/actions/login`.
    pub name: String,
    /// What it is: `action` (of GitLab: a step of `run`), `reusable_workflow`, `include` or `program`.
    pub kind: &'static str,
    /// What is not there: a path of the repository.
    pub path: String,
    /// The id of the job; empty outside of jobs.
    pub job: String,
}

/// A part of the file that gate has no word for.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Unread {
    /// Its place: the key.
    #[serde(rename = "_loc")]
    pub loc: String,
    /// The key.
    pub key: String,
    /// What it stands in: `workflow`, `job`, `run step`, `action`, `pipeline` …, and the way down from there, such as
    /// `job.container`.
    pub of: &'static str,
    /// The id of the job; empty outside of jobs.
    pub job: String,
    /// What stands there, as sixteen hexadecimal digits: two that differ say something else.
    pub says: String,
}

/// An event that starts a pipeline.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Trigger {
    /// Its place.
    #[serde(rename = "_loc")]
    pub loc: String,
    /// The event by the vendor's name, such as `pull_request_target`.
    pub raw: String,
    /// What it means.
    pub class: TriggerClass,
    /// The branches that it is limited to; empty = all.
    pub branches: Vec<String>,
    /// The tags that it is limited to; empty = no such limit.
    pub tags: Vec<String>,
    /// The kinds of activity that it is limited to; empty = the vendor's default.
    pub types: Vec<String>,
    /// The schedule, if it is one.
    pub cron: Option<String>,
}

/// Who or what causes an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TriggerClass {
    /// Somebody with write access pushes or changes the repository.
    Push,
    /// A tag is pushed.
    Tag,
    /// A change is proposed; the run has the rights of the proposer.
    Pr,
    /// A change is proposed, perhaps from a fork, and the run has the rights of the repository.
    PrUntrusted,
    /// Anybody can cause it: an issue, a comment, a fork, a star. The run has the rights of the repository.
    Outsider,
    /// The clock.
    Schedule,
    /// Somebody with write access, by hand.
    Manual,
    /// A program with a token.
    Api,
    /// Another pipeline calls this one as a part of itself.
    Call,
    /// Another pipeline, a deployment or a check went before.
    Upstream,
    /// A release is made.
    Release,
    /// An event that gate does not know.
    Unknown,
}

/// An input of a pipeline.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Input {
    /// Its place: the key.
    #[serde(rename = "_loc")]
    pub loc: String,
    /// Its name.
    pub name: String,
    /// Who sets it: `workflow_dispatch`, `workflow_call`, `action` or `spec`.
    pub of: &'static str,
    /// Its type: `string`, `boolean`, `choice`, `environment` …; empty when the file does not say.
    #[serde(rename = "type")]
    pub kind: String,
    /// What it may be; empty = anything.
    pub options: Vec<String>,
}

/// What the token of a run may do.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Permissions {
    /// Their place; that of the pipeline or job when they are not declared there.
    #[serde(rename = "_loc")]
    pub loc: String,
    /// `unspecified` (the repository's setting counts), `none`, `read-all`, `write-all` or `scopes`.
    pub default: &'static str,
    /// Access by scope (`read`, `write`, `none`) when `default` is `scopes`; the rest is `none`.
    pub scopes: BTreeMap<String, String>,
    /// Whether a job has them from its workflow.
    pub inherited: bool,
}

/// The JSON Schema of [`Pipeline`] (draft 2020-12), as `policies/schemas/pipeline.json` holds it.
#[must_use]
pub fn schema() -> Value {
    let mut schema = schemars::schema_for!(Pipeline);
    schema.insert("title".to_owned(), SCHEMA.into());
    schema.to_value()
}
