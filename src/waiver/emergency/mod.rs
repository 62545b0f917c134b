//! `.gate/emergency.yaml`: break-glass, for the hours in which nothing else is possible. At most 72 of them, approved by
//! somebody else, and said aloud in every report.
//!
//! It covers what is open at the end: findings, unknowns, and files and checks that could not be judged. It never covers
//! what gate says of its own rules, a credential that was written down, or what concerns a run as a whole.

mod apply;
mod instant;
mod read;
#[cfg(test)]
mod tests;

use jiff::{SignedDuration, Timestamp};

pub use apply::{Covered, Subject, apply};
pub use read::read;

use crate::finding::{Disposition, PolicyId};
use crate::source::{RepoPath, Span, secret};

/// Where emergency acceptances lie in a repository.
pub const EMERGENCY_PATH: &str = ".gate/emergency.yaml";

/// How long one may last.
pub const MOST: SignedDuration = SignedDuration::from_hours(72);

/// One emergency acceptance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Emergency {
    /// Its id, unique in the file.
    pub id: String,
    /// The incident that it is for, unique in the file: an emergency is not prolonged.
    pub incident: String,
    /// Why it was granted.
    pub reason: String,
    /// Who answers for it.
    pub owner: String,
    /// Who granted it.
    pub approver: String,
    /// From when on it holds.
    pub from: Timestamp,
    /// When it ends.
    pub until: Timestamp,
    /// The files and folders that it covers; none is all.
    pub places: Vec<RepoPath>,
    /// The policies that it covers; none is all.
    pub policies: Vec<PolicyId>,
    /// Its id in the file, for findings about it.
    pub span: Span,
}

impl Emergency {
    /// What becomes of what it covers.
    #[must_use]
    pub fn disposition(&self) -> Disposition {
        Disposition::Emergency {
            emergency: secret::mask(&self.id),
            incident: secret::mask(&self.incident),
            approver: secret::mask(&self.approver),
            until: self.until.to_string(),
        }
    }

    /// Whether it speaks of a file.
    fn covers_path(&self, path: &RepoPath) -> bool {
        // The rules of a run are none of its inputs.
        let is_own = path.as_str() == ".gate" || path.as_str().starts_with(".gate/");
        let within = |place: &RepoPath| path == place || path.is_below(Some(place));
        !is_own && (self.places.is_empty() || self.places.iter().any(within))
    }

    /// Whether it speaks of a policy.
    fn covers_policy(&self, policy: &PolicyId) -> bool {
        self.policies.is_empty() || self.policies.contains(policy)
    }
}
