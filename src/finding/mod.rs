//! What a policy found, in a form that every report can use.

mod coverage;
mod fingerprint;
mod kind;
mod location;
mod severity;
mod text;

use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

pub use coverage::{Cell, Coverage, State, Tally};
pub use fingerprint::{LineHashes, digits, fingerprint};
pub use kind::Kind;
pub use location::{Location, Snippet};
pub use severity::{Confidence, Severity};
pub use text::Text;

/// The stable id of a policy, such as `TF012`; a user's policy may use any `[A-Z][A-Z0-9_-]*` of at most 32 characters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PolicyId(Arc<str>);

impl PolicyId {
    /// An id from its text; `None` when it is not of the form above.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        let mut characters = text.chars();
        let first = characters.next()?;
        let rest = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '-' || c == '_';
        (text.len() <= 32 && first.is_ascii_uppercase() && characters.all(rest)).then(|| Self(text.into()))
    }

    /// The id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for PolicyId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.pad(&self.0)
    }
}

/// What a finding says: that something is wrong, or that it cannot be known whether it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    /// The policy is violated.
    Violation,
    /// The policy could not decide, and says why.
    Unknown,
}

/// What became of a finding.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "state")]
pub enum Disposition {
    /// It counts.
    Open,
    /// A valid waiver covers it.
    Waived {
        /// The waiver's id.
        waiver: String,
        /// Who answers for it.
        owner: String,
        /// Why it was granted.
        reason: Text,
        /// Last day on which it holds, `YYYY-MM-DD`.
        expires: String,
    },
    /// It is shown but does not block, and this is why.
    Noted {
        /// The reason, in a sentence fragment.
        why: String,
    },
    /// It was there when gate began here, and an entry of the baseline answers for it until a day.
    Adopted {
        /// Who answers for it.
        owner: String,
        /// Why it may stay until then.
        reason: Text,
        /// Last day on which the entry holds, `YYYY-MM-DD`.
        expires: String,
    },
    /// It was there before the change under judgement, which alone decides.
    Before,
    /// It does not block yet: its policy, or what makes it block, is newer than the edition or has a day of its own.
    Upcoming {
        /// From when on it blocks: `edition 2027-01`, `2027-01-31`.
        from: String,
    },
    /// An emergency acceptance covers it.
    Emergency {
        /// The id of the emergency.
        emergency: String,
        /// The incident that it is for.
        incident: String,
        /// Who granted it.
        approver: String,
        /// Until when it holds, RFC 3339 in UTC.
        until: String,
    },
}

impl Disposition {
    /// Whether it counts.
    #[must_use]
    pub fn is_open(&self) -> bool {
        *self == Self::Open
    }
}

/// What a finding is wherever it stands: what a baseline and a comparison of two trees go by. The first three are
/// sixteen hexadecimal digits each.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Identity {
    /// Policy, answer, what it says without the names of what it is about, and the text at fault, however that is written.
    /// Made from unmasked text: for comparing within a run, never for a report.
    pub content: String,
    /// The names on the way to its entity; places in lists do not enter.
    pub names: String,
    /// Policy, answer, key and message, names, and the value or text at fault, with credentials masked: what an entry of
    /// a baseline names. It changes when the value at fault is touched.
    pub debt: String,
    /// What can be reached from where it stands, a word each: in a pipeline, secrets, environments, what a token may write.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub reach: BTreeSet<String>,
    /// The job that it belongs to, in a pipeline.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub job: String,
}

/// A second place that explains a finding.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Related {
    /// What is there.
    pub message: Text,
    /// Where.
    pub location: Location,
}

/// One answer of one policy about one place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// Which policy; its title, remediation and controls are looked up by this id.
    pub policy: PolicyId,
    /// Violation or unknown.
    pub answer: Answer,
    /// The severity after configuration.
    pub severity: Severity,
    /// How sure the policy is.
    pub confidence: Confidence,
    /// What is wrong, the thing first, without a full stop.
    pub message: Text,
    /// The value at fault.
    pub location: Location,
    /// Other places that belong to it.
    pub related: Vec<Related>,
    /// Sixteen hexadecimal digits that stay the same when lines move: policy, path, subject.
    pub fingerprint: String,
    /// For an unknown: sixteen hexadecimal digits from policy, path, entity and the expression that cannot be followed. A
    /// waiver with `answer: unknown` names them, and covers nothing any more once one of these changes.
    pub acceptance: Option<String>,
    /// `primaryLocationLineHash` as CodeQL computes it.
    pub line_hash: String,
    /// What it is wherever it stands, where the run asks for it ([`crate::engine::Settings::identities`]).
    pub identity: Option<Identity>,
    /// What is said once at its place: of several findings there with this text, also of other policies, the strongest stands
    /// for those that it covers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub once: Option<String>,
    /// What became of it.
    pub disposition: Disposition,
}

impl Finding {
    /// Whether nothing more has to be said at its place about another one with the same `once`: it is as severe, and as sure.
    #[must_use]
    pub fn covers(&self, other: &Self) -> bool {
        self.severity >= other.severity && (self.answer == Answer::Violation || other.answer == Answer::Unknown)
    }

    /// The order of every report: severity down, then path, position, policy, message.
    #[must_use]
    pub fn order(&self, other: &Self) -> std::cmp::Ordering {
        other
            .severity
            .cmp(&self.severity)
            .then_with(|| self.location.path.cmp(&other.location.path))
            .then_with(|| self.location.start.cmp(&other.location.start))
            .then_with(|| self.policy.cmp(&other.policy))
            .then_with(|| self.answer.cmp(&other.answer))
            .then_with(|| self.message.cmp(&other.message))
            .then_with(|| self.fingerprint.cmp(&other.fingerprint))
    }
}
