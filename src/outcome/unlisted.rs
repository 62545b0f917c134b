//! What a report counts and does not list.

use serde::{Deserialize, Serialize};

use crate::finding::{Answer, Disposition, PolicyId};

/// Findings of one policy that do not decide, by one word, and that there was no room for: a report holds
/// [`crate::limits::Limits::findings`]. They are counted like all others.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Unlisted {
    /// Their policy.
    pub policy: PolicyId,
    /// What they say.
    pub answer: Answer,
    /// Why they do not decide; never [`Disposition::Open`].
    pub disposition: Disposition,
    /// How many there are.
    pub number: usize,
}
