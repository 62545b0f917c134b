//! The common model `gate.forge/v1`: what a forge enforces around a repository, whichever forge it is.
//!
//! Every key is always present. `null` means "not known", never "off", and `unknowns` says why for each.

mod branch;
mod settings;

use schemars::JsonSchema;
use serde::Serialize;

use super::facts::Facts;

pub use branch::{Branch, BypassActor, BypassMode, BypassScope, Check, Enforcement, Layer, Level, Rules, TagRules};
pub use settings::{Ci, Codeowners, CodeownersError, Environment, Merge, Organization, Security};

/// The name of this model in `schema`.
pub const SCHEMA: &str = "gate.forge/v1";

/// What a forge enforces around one repository.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(title = "gate.forge/v1")]
pub struct Forge {
    /// `gate.forge/v1`.
    pub schema: &'static str,
    /// The file that it was read from.
    pub file: String,
    /// The whole file.
    #[serde(rename = "_loc")]
    pub loc: String,
    /// Where the facts come from.
    pub source: Provenance,
    /// The repository itself.
    pub repository: Repository,
    /// Branches that the file says something about; the default branch is always among them if its name is known.
    pub branches: Vec<Branch>,
    /// Rulesets about tags.
    pub tags: Vec<TagRules>,
    /// How pull requests may be merged.
    pub merge: Merge,
    /// What pipelines may do.
    pub ci: Ci,
    /// Scanners and updates of the forge.
    pub security: Security,
    /// The file that says who must review what.
    pub codeowners: Codeowners,
    /// Deployment environments.
    pub environments: Vec<Environment>,
    /// The organization that owns the repository.
    pub organization: Organization,
    /// Why a value above is `null` or a list may be short; those of a branch are in the branch.
    pub unknowns: Vec<Unknown>,
    /// What the reader computed for policies, by concept.
    pub facts: Facts,
}

/// Whether facts were observed or only declared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Read from the forge in this run.
    Live,
    /// Read from the forge before, and kept in a file.
    Snapshot,
    /// Settings as code: an intent, not a state. It is judged for what it declares only.
    Declared,
}

/// Where the facts come from.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Provenance {
    /// `github`.
    pub forge: &'static str,
    /// The host, such as `github.com`.
    pub host: Option<String>,
    /// Whether they were observed or only declared.
    pub kind: Standing,
    /// When they were read, RFC 3339.
    pub collected_at: Option<String>,
    /// What wrote the file.
    pub collector: Option<String>,
    /// In whose name it asked.
    pub principal: Option<String>,
    /// SHA-256 of the file.
    pub sha256: String,
}

/// The repository itself.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
pub struct Repository {
    /// The place that describes it.
    #[serde(rename = "_loc")]
    pub loc: String,
    /// The user or organization.
    pub owner: Option<String>,
    /// The name without the owner.
    pub name: Option<String>,
    /// `owner/name`.
    pub full_path: Option<String>,
    /// `public`, `private` or `internal`.
    pub visibility: Option<String>,
    /// The name of the default branch.
    pub default_branch: Option<String>,
    /// Whether it is read-only.
    pub archived: Option<bool>,
    /// Whether it is a fork.
    pub fork: Option<bool>,
}

/// Why something is not known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Unknown {
    /// The place that shows why: the answer, or the list that lacks it.
    #[serde(rename = "_loc")]
    pub loc: String,
    /// What is not known, as a JSON pointer into this document or this branch.
    pub path: String,
    /// Why not.
    pub reason: Reason,
    /// The status of the answer, if there was one.
    pub http_status: Option<u16>,
    /// What the forge said, or what to do.
    pub message: String,
    /// What would be needed to know it.
    pub needs: Option<String>,
}

/// Why something is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// The token may not see it.
    Forbidden,
    /// The plan of the account does not have it.
    NotLicensed,
    /// Only an owner of the organization is told.
    NotOwner,
    /// The forge refused to answer for now.
    RateLimited,
    /// This version of the forge does not have it.
    Unsupported,
    /// The snapshot does not hold the answer.
    NotCollected,
    /// A declared setting is all that is known; it does not say.
    NotDeclared,
    /// The answer cannot be made sense of.
    Unreadable,
}
