//! The edge of a run: everything that was seen and not judged, so that nothing is passed over in silence.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::finding::Text;
use crate::input::Outside;
use crate::source::RepoPath;

/// What was not judged, and does not keep the run from passing: it belongs to somebody else, no policy is about it, or
/// an entry of the trusted side answers for it. What does keep the run from passing is in
/// [`super::Outcome::unjudged`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edge {
    /// References to other repositories, sorted.
    pub outside: Vec<Outside>,
    /// Files whose format is recognised and that no policy is about, by format.
    pub listed: Vec<Listed>,
    /// The exclusions of the configuration, in its order.
    pub excluded: Vec<Excluded>,
    /// Files without a reader that their owner has accepted, sorted.
    pub accepted: Vec<Accepted>,
}

/// Files of one format that are recognised and not judged.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Listed {
    /// The name of the format, such as `kubernetes`.
    pub form: String,
    /// The same for people: `Kubernetes manifest`.
    pub title: String,
    /// The files.
    pub paths: BTreeSet<RepoPath>,
}

/// One exclusion and what it covers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Excluded {
    /// Its patterns.
    pub patterns: Vec<String>,
    /// Why no platform runs these files.
    pub reason: Text,
    /// Who answers for it.
    pub owner: Text,
    /// What it covers.
    pub paths: BTreeSet<RepoPath>,
}

/// A file without a reader that a waiver with `answer: unread` covers.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Accepted {
    /// The file.
    pub path: RepoPath,
    /// What it is and why it is not judged.
    pub what: Text,
    /// The id of the waiver.
    pub waiver: Text,
    /// Who answers for it.
    pub owner: Text,
    /// The last day on which it is accepted, `YYYY-MM-DD`.
    pub expires: String,
}
