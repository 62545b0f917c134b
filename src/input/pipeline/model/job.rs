//! A job and what surrounds its steps.

use std::collections::BTreeMap;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::Serialize;

use super::{Ancestors, Called, Interpolation, Literal, Paths, Permissions, Ref, SecretUse, Step};
use crate::input::pipeline::gitlab::condition::Presence;

/// One job.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Job {
    /// Its place: the key. Children: every key of the job, such as `environment`, `continue-on-error`,
    /// `allow_failure`, `runs-on`, and `env.<name>`, `with.<name>`, `variables.<name>`.
    #[serde(rename = "_loc")]
    pub loc: String,
    /// Its id.
    pub id: String,
    /// What people see; the id when the file gives no name.
    pub name: String,
    /// Its stage; empty when the vendor has none.
    pub stage: String,
    /// The jobs that must end before it, by id.
    pub needs: Vec<String>,
    /// Of `needs`, those that may be missing from a pipeline, which then does not wait for them. GitLab only.
    pub optional_needs: Vec<String>,
    /// All jobs that must end before it, through the needs of its needs and earlier stages; sorted.
    /// Empty in a pipeline of more than 2 000 jobs, which then says `ancestors` in `unknown`.
    #[schemars(with = "Vec<String>")]
    pub ancestors: Ancestors,
    /// The condition as written; empty when there is none.
    #[serde(rename = "if")]
    pub condition: String,
    /// The rules by which it is added to a pipeline. GitLab only.
    pub rules: Vec<Rule>,
    /// When it runs: `on_success`, `manual`, `always`, `never`, `delayed`. `manual` only if it never starts by itself.
    pub when: String,
    /// In which pipelines it is. GitLab only.
    #[serde(skip)]
    pub(in crate::input::pipeline) presence: Presence,
    /// Where it runs.
    pub runner: Runner,
    /// The container that it runs in; null when there is none.
    pub image: Option<Image>,
    /// Containers beside it.
    pub services: Vec<Image>,
    /// The environment that it deploys to; null when it names none.
    pub environment: Option<Environment>,
    /// Whether somebody must agree before it runs.
    pub approval: Approval,
    /// What its token may do; its workflow's permissions when it declares none.
    pub permissions: Permissions,
    /// Whether it may ask for a token of the vendor's identity provider, which clouds accept instead of a stored key.
    pub oidc: bool,
    /// Whether the pipeline goes on when it fails; null when an expression decides.
    pub allow_failure: Option<bool>,
    /// The most minutes that it may take; null when it does not say or an expression decides.
    pub timeout_minutes: Option<f64>,
    /// The values of its matrix that are written out, by key.
    pub matrix: BTreeMap<String, Vec<String>>,
    /// The concurrency group; empty when there is none.
    pub concurrency: String,
    /// The reusable workflow or downstream pipeline that it consists of; null for a job with steps.
    pub uses: Option<Ref>,
    /// The jobs of the workflow of this repository that it consists of, as it is called here; null for anything else.
    pub called: Option<Arc<Called>>,
    /// The scan of a template of the vendor that it is; null for anything else, and where it runs another scanner.
    pub template: Option<FromTemplate>,
    /// What it hands to `uses`.
    pub with: BTreeMap<String, String>,
    /// The variables of the pipeline that it gets, by name; null for all of them. GitLab only.
    pub inherits: Option<Vec<String>>,
    /// Its environment variables.
    pub env: BTreeMap<String, String>,
    /// Its steps in order. GitLab: `pre_get_sources_script`, `before_script`, `script`, `after_script`, and the scripts of
    /// `run`.
    pub steps: Vec<Step>,
    /// Expressions in the job outside of its steps.
    pub interpolations: Vec<Interpolation>,
    /// Secrets that the job is handed outside of its steps.
    pub secrets: Vec<SecretUse>,
    /// Credentials written out in the job outside of its steps.
    pub literals: Vec<Literal>,
    /// The files that it leaves behind; null when it leaves none. GitLab only.
    pub artifacts: Option<Artifacts>,
    /// What cannot be known from the file, by dotted path: `environment`, `continue-on-error`, `runs-on`, `extends`.
    pub unknown: Paths,
}

/// Files that a job of GitLab leaves behind.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Artifacts {
    /// What they are called; empty when the job gives no name.
    pub name: String,
    /// Their paths. What is a report for GitLab is not among them.
    pub paths: Vec<String>,
    /// How long they are kept, as written; empty when the job does not say.
    pub expire_in: String,
}

/// A rule by which GitLab adds a job to a pipeline.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Rule {
    /// Its place.
    #[serde(rename = "_loc")]
    pub loc: String,
    /// The condition; empty when it always holds.
    #[serde(rename = "if")]
    pub condition: String,
    /// When the job runs then: `on_success`, `manual`, `always`, `never`, `delayed`.
    pub when: String,
    /// Whether the pipeline goes on when the job fails; null when the rule does not say.
    pub allow_failure: Option<bool>,
    /// The files of which one must have been changed; null when the rule does not ask.
    pub changes: Option<Vec<String>>,
    /// The files of which one must be there; null when the rule does not ask.
    pub exists: Option<Vec<String>>,
    /// The variables that the job gets then.
    pub variables: BTreeMap<String, String>,
    /// The jobs that it needs then, in place of those of the job; null when the rule does not say.
    pub needs: Option<Vec<String>>,
}

/// A scan of a template that the vendor ships. By itself it reports to the vendor, whose approvals decide.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct FromTemplate {
    /// The tool by the name of the vendor.
    pub tool: String,
    /// What it looks at: `sast`, `dast`, `sca`, `secret`, `image` or `iac`.
    pub category: &'static str,
    /// What the project does to it so that its result is lost.
    pub weakened: Vec<Weakened>,
}

/// Something that takes its teeth from a scan of a template.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Weakened {
    /// Its place.
    #[serde(rename = "_loc")]
    pub loc: String,
    /// What it is, as a fragment: `allow_failure` is `true`.
    pub what: String,
    /// Whether the scan still stops the pipeline: `false`, or null when that is decided during the run.
    pub stops: Option<bool>,
}

/// Where a job runs.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Runner {
    /// `hosted` by the vendor, `self_hosted`, or `unknown` when an expression decides.
    pub kind: &'static str,
    /// The labels or tags as written.
    pub labels: Vec<String>,
}

/// A container image.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Image {
    /// Its place.
    #[serde(rename = "_loc")]
    pub loc: String,
    /// As written.
    pub raw: String,
    /// Registry and repository: `ghcr.io/acme/tool`.
    pub repository: String,
    /// Its tag; null when there is none.
    pub tag: Option<String>,
    /// Its digest; null when there is none.
    pub digest: Option<String>,
    /// How it is pinned: `digest`, `tag`, `latest`, `none` (which means the same), or `unknown` when a variable decides.
    pub pin: &'static str,
}

/// A deployment environment.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Environment {
    /// Its place.
    #[serde(rename = "_loc")]
    pub loc: String,
    /// Its name; null when an expression decides.
    pub name: Option<String>,
    /// Every name that it can have, when they are known: those of a choice, a matrix or `a && 'x' || 'y'`.
    pub names: Vec<String>,
    /// As written.
    pub raw: String,
    /// Its address; null when there is none.
    pub url: Option<String>,
    /// What the job does to it. GitLab: `start`, `prepare`, `stop`, `verify`, `access`. GitHub: always `start`.
    pub action: String,
}

/// Whether somebody must agree before a job runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Approval {
    /// Nobody.
    None,
    /// Somebody starts it by hand in the pipeline.
    Manual,
    /// It has an environment, and the forge's settings of that environment say who must agree.
    External,
}
