//! `.gate/baseline.yaml`: the debts that were there on day one, each with an owner and the day by which it is paid.
//!
//! ```yaml
//! version: 1
//! adopted: 2026-11-28
//! approver: "@acme/security"
//! reason: there before gate
//! entries:
//!   - { policy: CI001, where: .github/workflows/ci.yml, debt: 0123456789abcdef, owner: "@acme/platform", expires: 2026-12-12 }
//!   - { answer: unread, where: Jenkinsfile, debt: fedcba9876543210, owner: "@acme/platform", expires: 2026-12-19 }
//! ```
//!
//! An entry covers exactly one thing: a finding by its policy, answer, file and [`crate::finding::Identity::debt`], or
//! something that could not be judged by what its file holds ([`Unread`]). Things that are equal in all of that need as
//! many entries. No entry follows a file that is renamed: what is in a new file is new.

mod apply;
mod forms;
mod read;
mod removal;
mod rest;
mod unread;

use jiff::civil::Date;

pub use apply::{Applied, Judged, apply, matched};
pub use forms::{Form, forms};
pub use read::read;
pub use removal::only_removes;
pub use rest::without;
pub use unread::Unread;

use crate::finding::PolicyId;
use crate::source::{RepoPath, Span};

/// Where the baseline lies in a repository.
pub const BASELINE_PATH: &str = ".gate/baseline.yaml";

/// The longest time that a debt may be taken on for, in days.
pub const MAX_DAYS: i64 = 366;

/// Everything that was there on day one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Baseline {
    /// The day on which it was written.
    pub adopted: Date,
    /// Who has approved it.
    pub approver: String,
    /// Why its debts may stay until their days.
    pub reason: String,
    /// The debts, in the order of the file.
    pub entries: Vec<Entry>,
}

/// One debt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What it covers.
    pub debt: Debt,
    /// Who answers for it.
    pub owner: String,
    /// The last day on which it holds.
    pub expires: Date,
    /// Why, where it is not what the baseline says.
    pub reason: Option<String>,
    /// Its first line in the file.
    pub span: Span,
    /// All of it.
    pub whole: Span,
}

/// What an entry covers and what a run finds: equal in all of it, or not the same.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Debt {
    /// Its file.
    pub path: RepoPath,
    /// Its policy; none for what could not be judged.
    pub policy: Option<PolicyId>,
    /// What it is.
    pub kind: DebtKind,
    /// Sixteen hexadecimal digits.
    pub digits: String,
}

/// `answer:`, what a debt is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DebtKind {
    /// A policy is violated.
    Violation,
    /// A policy cannot know.
    Unknown,
    /// Something could not be judged.
    Unread,
}

impl DebtKind {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Violation, Self::Unknown, Self::Unread];

    /// The word of the file.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Violation => "violation",
            Self::Unknown => "unknown",
            Self::Unread => "unread",
        }
    }
}

impl Debt {
    /// That of a finding; `None` if the run did not ask for identities.
    #[must_use]
    pub fn of(finding: &crate::finding::Finding) -> Option<Self> {
        let kind = match finding.answer {
            crate::finding::Answer::Violation => DebtKind::Violation,
            crate::finding::Answer::Unknown => DebtKind::Unknown,
        };
        let digits = finding.identity.as_ref()?.debt.clone();
        Some(Self { path: finding.location.path.clone(), policy: Some(finding.policy.clone()), kind, digits })
    }

    /// What it is and where, in words for a message.
    #[must_use]
    pub fn named(&self) -> String {
        match &self.policy {
            Some(policy) => format!("{policy} in {}", self.path),
            None => self.path.to_string(),
        }
    }
}

#[cfg(test)]
mod tests;
