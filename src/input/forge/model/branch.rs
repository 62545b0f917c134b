//! What protects branches and tags.

use schemars::JsonSchema;
use serde::Serialize;

use super::Unknown;
/// What protects one branch.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Branch {
    /// The answer that describes it.
    #[serde(rename = "_loc")]
    pub loc: String,
    /// Its name; a pattern of a declared ruleset that names no single branch.
    pub name: String,
    /// Whether it is the default branch.
    pub is_default: Option<bool>,
    /// Whether any enforced layer applies to it.
    pub protected: Option<bool>,
    /// What applies to it, one layer for each source; layers add up, the strictest value of each rule wins.
    pub layers: Vec<Layer>,
    /// What holds for a person without a bypass.
    pub effective: Rules,
    /// What holds for everyone: only what nobody may bypass.
    pub effective_for_everyone: Rules,
    /// The checks that must pass, of all enforced layers.
    pub required_checks: Vec<Check>,
    /// Who may bypass an enforced layer; `null` when the list of one is hidden.
    pub bypass_actors: Option<Vec<BypassActor>>,
    /// What could not be seen.
    pub unknowns: Vec<Unknown>,
}

/// One source of rules for a branch.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Layer {
    /// Where it stands.
    #[serde(rename = "_loc")]
    pub loc: String,
    /// `classic`, or `ruleset:` and its id.
    pub source: String,
    /// Its name, if it has one.
    pub name: Option<String>,
    /// Who set it.
    pub level: Level,
    /// Whether it binds anybody.
    pub enforcement: Enforcement,
    /// Who may bypass it; `null` when hidden.
    pub bypass_actors: Option<Vec<BypassActor>>,
    /// The checks that it requires.
    pub required_checks: Vec<Check>,
    /// What it says alone. `null` = it does not say, or that part could not be read.
    pub rules: Rules,
}

/// Who set a layer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// The repository.
    Repository,
    /// Its organization.
    Organization,
    /// Its enterprise.
    Enterprise,
}

/// Whether a layer binds anybody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Enforcement {
    /// It is enforced.
    Active,
    /// It only reports what it would refuse: it protects nothing.
    Evaluate,
    /// It is switched off.
    Disabled,
}

/// The rules of all forges. Layers add strictness, so a strict value is certain even when another layer is hidden.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Rules {
    /// Changes come through a pull request only.
    pub pull_request_required: Option<bool>,
    /// How many approvals a pull request needs.
    pub approvals_required: Option<u32>,
    /// How many it needs at the least, as far as can be seen.
    pub approvals_required_at_least: u32,
    /// An owner named in CODEOWNERS must approve.
    pub code_owner_review_required: Option<bool>,
    /// New commits discard approvals.
    pub dismiss_stale_approvals: Option<bool>,
    /// Someone other than the last pusher must approve.
    pub last_push_approval_required: Option<bool>,
    /// The author's own approval counts.
    pub author_can_approve: Option<bool>,
    /// Open conversations block the merge.
    pub conversation_resolution_required: Option<bool>,
    /// Commits must be signed.
    pub signed_commits_required: Option<bool>,
    /// No merge commits.
    pub linear_history_required: Option<bool>,
    /// History may be rewritten.
    pub force_push_allowed: Option<bool>,
    /// The branch may be deleted.
    pub deletion_allowed: Option<bool>,
    /// Commits may be pushed without a pull request.
    pub direct_push_allowed: Option<bool>,
    /// At least one check must pass.
    pub status_checks_required: Option<bool>,
    /// The branch must be up to date when its checks run.
    pub status_checks_strict: Option<bool>,
    /// Only named people may dismiss a review.
    pub review_dismissal_restricted: Option<bool>,
    /// Merges go through a queue.
    pub merge_queue_required: Option<bool>,
    /// Nobody may push.
    pub locked: Option<bool>,
}

/// A check that must pass.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Check {
    /// Where it is required.
    #[serde(rename = "_loc")]
    pub loc: String,
    /// The name that is reported, or the path of a required workflow.
    pub context: String,
    /// The app whose report counts; `null` = anybody's who may set a commit status.
    pub app_id: Option<i64>,
    /// Whether only one source can report it: an app, or a workflow that the ruleset itself names; `null` when the answer
    /// does not say.
    pub bound: Option<bool>,
}

/// Who may bypass a layer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct BypassActor {
    /// Where it is granted.
    #[serde(rename = "_loc")]
    pub loc: String,
    /// `User`, `Team`, `Integration`, `OrganizationAdmin`, `RepositoryRole`, `DeployKey`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The number of the actor, if it has one.
    pub id: Option<i64>,
    /// Its name, if the forge tells it.
    pub name: Option<String>,
    /// When it may bypass.
    pub mode: BypassMode,
    /// What it may bypass.
    pub scope: BypassScope,
}

/// When an actor may bypass.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum BypassMode {
    /// On every push and merge.
    Always,
    /// Only by merging a pull request.
    PullRequest,
    /// The rules are not even evaluated for it.
    Exempt,
}

/// What an actor may bypass.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum BypassScope {
    /// All rules of the layer.
    Everything,
    /// All but the bans on force pushes and deletion, which bind administrators in any case.
    AllButRewriting,
    /// The rules about pull requests.
    Reviews,
}

/// A ruleset about tags.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct TagRules {
    /// Where it stands.
    #[serde(rename = "_loc")]
    pub loc: String,
    /// `ruleset:` and its id.
    pub source: String,
    /// Its name.
    pub name: Option<String>,
    /// Whether it binds anybody.
    pub enforcement: Enforcement,
    /// Patterns of the tags that it names.
    pub include: Vec<String>,
    /// Patterns of those that it leaves out.
    pub exclude: Vec<String>,
    /// The types of its rules, such as `deletion`.
    pub rules: Vec<String>,
    /// Who may bypass it; `null` when hidden.
    pub bypass_actors: Option<Vec<BypassActor>>,
}
