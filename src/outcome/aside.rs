//! What does not decide although it is not right, and by whose word.

use serde::{Deserialize, Serialize};

use super::Unjudged;
use crate::finding::{Disposition, Text};

/// One thing that could not be judged and does not keep the run from passing.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Aside {
    /// What.
    pub unjudged: Unjudged,
    /// Why it does not decide; never [`Disposition::Open`].
    pub disposition: Disposition,
}

/// An emergency acceptance that holds now. It is never silent.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Emergency {
    /// Its id.
    pub id: Text,
    /// The incident that it is for.
    pub incident: Text,
    /// Who answers for it.
    pub owner: Text,
    /// Who granted it.
    pub approver: Text,
    /// Why.
    pub reason: Text,
    /// Until when it holds, RFC 3339 in UTC.
    pub until: String,
    /// How many findings and things that could not be judged it covers in this run.
    pub covers: usize,
}

/// What a change was compared with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Compared {
    /// The commits where the change left its base, 40 or 64 hexadecimal digits each.
    pub commits: Vec<String>,
}
