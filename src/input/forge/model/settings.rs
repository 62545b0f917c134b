//! What a forge enforces beside branches.

use schemars::JsonSchema;
use serde::Serialize;

/// How pull requests may be merged.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
pub struct Merge {
    /// The place that describes it.
    #[serde(rename = "_loc")]
    pub loc: String,
    /// With a merge commit.
    pub merge_commit: Option<bool>,
    /// Squashed.
    pub squash: Option<bool>,
    /// Rebased.
    pub rebase: Option<bool>,
    /// As soon as all requirements are met.
    pub auto_merge: Option<bool>,
    /// Whether the merged branch is deleted.
    pub delete_branch_on_merge: Option<bool>,
    /// Whether commits made in the browser must be signed off.
    pub web_signoff_required: Option<bool>,
}

/// What pipelines may do.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
pub struct Ci {
    /// The place that describes it.
    #[serde(rename = "_loc")]
    pub loc: String,
    /// Whether pipelines run at all.
    pub enabled: Option<bool>,
    /// `read` or `write`: what the job token may do unless the workflow says otherwise.
    pub default_token_permission: Option<String>,
    /// Whether a pipeline may approve pull requests.
    pub can_approve_pull_requests: Option<bool>,
    /// `all`, `local_only` or `selected`.
    pub allowed_actions: Option<String>,
    /// Whether actions must be pinned to a commit.
    pub sha_pinning_required: Option<bool>,
    /// Whose pull requests from forks need approval before pipelines run.
    pub fork_approval: Option<String>,
    /// Whether pipelines of private forks get secrets.
    pub fork_secrets: Option<bool>,
    /// How long logs are kept.
    pub log_retention_days: Option<u32>,
}

/// Scanners and updates of the forge.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
pub struct Security {
    /// The place that describes it.
    #[serde(rename = "_loc")]
    pub loc: String,
    /// Whether commits are searched for secrets.
    pub secret_scanning: Option<bool>,
    /// Whether a push with a secret is refused.
    pub push_protection: Option<bool>,
    /// Whether vulnerable dependencies are reported.
    pub vulnerability_alerts: Option<bool>,
    /// Whether they are updated by pull requests.
    pub automatic_fixes: Option<bool>,
    /// Whether outsiders may report vulnerabilities in private.
    pub private_vulnerability_reporting: Option<bool>,
    /// Whether releases cannot be changed.
    pub immutable_releases: Option<bool>,
}

/// The file that says who must review what, as the forge sees it.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
pub struct Codeowners {
    /// The place that describes it.
    #[serde(rename = "_loc")]
    pub loc: String,
    /// Whether there is one.
    pub present: Option<bool>,
    /// Its path, if the forge named it.
    pub path: Option<String>,
    /// What the forge finds wrong with it.
    pub errors: Vec<CodeownersError>,
}

/// A line of CODEOWNERS that the forge ignores.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct CodeownersError {
    /// Where the answer says so.
    #[serde(rename = "_loc")]
    pub loc: String,
    /// The line of CODEOWNERS, from 1.
    pub line: Option<u32>,
    /// The kind of error in the forge's words.
    pub kind: Option<String>,
}

/// A deployment environment.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Environment {
    /// Where it stands.
    #[serde(rename = "_loc")]
    pub loc: String,
    /// Its name.
    pub name: String,
    /// How many people or teams may approve a deployment; one of them has to. 0 = nobody has to.
    pub reviewers: Option<u32>,
    /// Whether the person who started the deployment may not approve it.
    pub prevent_self_review: Option<bool>,
    /// How long a deployment waits.
    pub wait_minutes: Option<u32>,
    /// Whether administrators may skip the protection.
    pub admins_bypass: Option<bool>,
    /// From which branches it may be deployed to: `all`, `protected` or `selected`.
    pub branch_policy: Option<String>,
    /// How many apps guard it with rules of their own.
    pub custom_rules: Option<u32>,
}

/// The organization that owns the repository.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
pub struct Organization {
    /// The place that describes it.
    #[serde(rename = "_loc")]
    pub loc: String,
    /// Whether members must use two factors.
    pub mfa_required: Option<bool>,
    /// What every member may do: `none`, `read`, `write` or `admin`.
    pub default_repository_permission: Option<String>,
}
