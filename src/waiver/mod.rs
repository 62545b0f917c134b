//! `.gate/waivers.yaml`: exceptions with an owner, an approver and an end date.
//!
//! A waiver covers violations of one policy in one file, or exactly one of them. With `answer: unknown` it accepts one
//! thing that cannot be known, and with `answer: unread` one file that gate has no reader for. It can only take away what
//! it names; no combination of waivers covers more than each does alone.

mod apply;
mod approval;
pub mod emergency;
mod entry;
mod person;
pub mod placeholder;
mod read;
mod record;
mod spelling;

use jiff::civil::Date;

pub use apply::{Applied, Judged, apply};
pub use approval::{Approvals, Form, forms};
pub use person::{is_author, is_name, is_named, same_person};
pub use placeholder::says_nothing;
pub use read::read;

use crate::finding::PolicyId;
use crate::source::{RepoPath, Span};

/// Where waivers lie in a repository.
pub const WAIVERS_PATH: &str = ".gate/waivers.yaml";

/// The longest time that a waiver may be granted for, in days.
pub const MAX_DAYS: i64 = 90;

/// What a waiver takes away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Covers {
    /// Violations of a policy in the file.
    Violations {
        /// The policy.
        policy: PolicyId,
        /// The fingerprint of the only finding that it covers, if it covers one.
        finding: Option<String>,
    },
    /// One thing that a policy cannot know: this entity with this expression.
    Unknown {
        /// The policy.
        policy: PolicyId,
        /// The finding's `acceptance`.
        finding: String,
    },
    /// That gate has no reader for the file.
    Unread,
}

/// One waiver.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiver {
    /// Its id, unique in the file.
    pub id: String,
    /// What it takes away.
    pub covers: Covers,
    /// The file that it covers; exact.
    pub path: RepoPath,
    /// Why it was granted.
    pub reason: String,
    /// Who answers for it.
    pub owner: String,
    /// Who granted it.
    pub approver: String,
    /// The last day on which it holds.
    pub expires: Date,
    /// Its id in the file, for findings about it.
    pub span: Span,
}

#[cfg(test)]
mod tests;
