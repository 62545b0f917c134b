//! The configuration as people write it.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use super::exclude::{Exclusion, Pattern};
use super::extends::Extension;
use super::forge::{ForgeInput, RepositoryName};
use super::schedule::Scheduled;
use crate::finding::{Kind, PolicyId, Severity};
use crate::policy::EditionName;
use crate::source::RepoPath;

/// The whole file. Every key is optional; an unknown key is an error.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Config {
    /// The version of this format; only `1` exists.
    pub version: Option<u32>,
    /// The edition of the rules that decides; what is newer is only shown. Default: everything decides.
    pub edition: Option<EditionName>,
    /// Findings at or above this severity block. Default: high.
    pub fail_on: Option<Severity>,
    /// Unknowns at or above this severity make the run incomplete. Default: the value of `fail-on`.
    pub fail_on_unknown: Option<Severity>,
    /// The rules of organisations, which the rest may tighten and never loosen.
    pub extends: Vec<Extension>,
    /// Whether violations block or are only shown.
    pub mode: ModeWord,
    /// Whether a run that finds nothing to judge is blocked. Default: yes.
    pub fail_on_empty: Option<bool>,
    /// Files that no platform runs.
    pub exclude: Vec<Exclusion>,
    /// What is expected to be there.
    pub inputs: Inputs,
    /// What policies do.
    pub policies: Policies,
    /// Where gate itself runs.
    pub gate: Gate,
}

/// `gate:`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Gate {
    /// The job that runs gate: `.github/workflows/gate.yml#gate`, or the job alone where its file does not matter. A
    /// change that edits it is a finding.
    pub job: Option<String>,
}

/// `mode:`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ModeWord {
    /// Violations block.
    #[default]
    Block,
    /// Violations are shown; what could not be judged still blocks.
    Observe,
}

/// `inputs:`, by kind.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Inputs {
    /// CI pipelines.
    pub pipeline: PipelineInput,
    /// Terraform plans.
    pub terraform: TerraformInput,
    /// Airflow DAGs.
    pub airflow: AirflowInput,
    /// Settings of the forge.
    pub forge: ForgeInput,
}

impl Inputs {
    /// The kinds that must be present for a run to be complete.
    #[must_use]
    pub fn required(&self) -> Vec<Kind> {
        [
            (Kind::Pipeline, self.pipeline.required),
            (Kind::Terraform, self.terraform.required),
            (Kind::Airflow, self.airflow.required),
            (Kind::Forge, self.forge.required),
        ]
        .into_iter()
        .filter_map(|(kind, required)| required.then_some(kind))
        .collect()
    }
}

/// `inputs.pipeline`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct PipelineInput {
    /// Whether a run without any is incomplete.
    pub required: bool,
    /// Pipelines at places that only the settings of their platform name.
    pub files: Vec<NamedPipeline>,
    /// Clones of other repositories that pipelines call by a full commit.
    pub sources: Vec<PipelineSource>,
}

/// One entry of `inputs.pipeline.sources`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct PipelineSource {
    /// The repository: `acme/ci`.
    pub repository: RepositoryName,
    /// Its clone, relative to the root of the repository: `../ci`.
    pub path: String,
}

/// One entry of `inputs.pipeline.files`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct NamedPipeline {
    /// The file, relative to the root of the repository.
    pub file: String,
    /// What runs it, such as `gitlab` or `azure-pipelines`.
    pub vendor: String,
}

/// `inputs.airflow`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct AirflowInput {
    /// Whether a run without any is incomplete.
    pub required: bool,
    /// Callables that build a DAG besides Airflow's own: `acme.dags.TeamDag`.
    pub dag_constructors: Vec<String>,
    /// Folders of the repository that are on the path of Python where DAGs run: `libs/acme/src`, `.`.
    pub folders: Vec<String>,
}

/// `inputs.terraform`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct TerraformInput {
    /// Whether a run without any plan is incomplete.
    pub required: bool,
    /// Whether `.tf` files need a plan beside them.
    pub plan: PlanNeed,
    /// Folders of which that does not hold.
    pub roots: Vec<Root>,
    /// Plans whose `.tf` files lie elsewhere.
    pub plans: Vec<PlanRoot>,
}

/// One entry of `inputs.terraform.roots`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Root {
    /// The folder of the code.
    pub root: Folder,
    /// Whether it needs a plan.
    pub plan: PlanNeed,
}

/// A folder and those below it, as a path or a glob; `.` is the top folder alone.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub enum Folder {
    /// `.`
    Top,
    /// Any other.
    Below(Pattern),
}

impl TryFrom<String> for Folder {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        if text.trim_end_matches('/') == "." { Ok(Self::Top) } else { Pattern::try_from(text).map(Self::Below) }
    }
}

impl Folder {
    fn holds(&self, file: &RepoPath) -> bool {
        match self {
            Self::Top => file.parent().is_none(),
            Self::Below(pattern) => pattern.covers(file),
        }
    }
}

impl TerraformInput {
    /// Whether the folder of a file of code needs a plan: what the last entry about it says, or else what holds for all.
    #[must_use]
    pub fn need(&self, file: &RepoPath) -> PlanNeed {
        self.roots.iter().rev().find(|root| root.root.holds(file)).map_or(self.plan, |root| root.plan)
    }
}

/// `inputs.terraform.plan`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PlanNeed {
    /// `.tf` files without a plan make the run incomplete.
    #[default]
    Required,
    /// They are listed and do not block.
    Optional,
}

/// One entry of `inputs.terraform.plans`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct PlanRoot {
    /// The plan, relative to the root of the repository.
    pub plan: String,
    /// The folder of its `.tf` files.
    pub root: String,
}

/// `policies:`.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Policies {
    /// Policies that are not evaluated; each names who answers for that and why.
    pub disable: Vec<Disabled>,
    /// Severities that replace those of the policies.
    pub severity: BTreeMap<PolicyId, Severity>,
    /// Parameters by slug and name.
    pub parameters: BTreeMap<String, BTreeMap<String, Value>>,
    /// What begins on a day of its own.
    pub schedule: Vec<Scheduled>,
    /// The lowest severities that organisations allow, whatever the edition says. No configuration says this.
    #[serde(skip)]
    pub at_least: BTreeMap<PolicyId, Severity>,
}

/// One entry of `policies.disable`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Disabled {
    /// The policy.
    pub id: PolicyId,
    /// Why.
    pub reason: String,
    /// Who answers for it.
    pub owner: String,
}
