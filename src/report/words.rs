//! Words that every report shares.

use crate::finding::{Answer, Disposition, Finding, Kind, Severity};
use crate::policy::Policy;

/// How loud a finding is said; three words that every tool knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Level {
    /// Low.
    Note,
    /// Medium.
    Warning,
    /// High and critical.
    Error,
}

impl Level {
    /// The level of a severity.
    pub(super) const fn of(severity: Severity) -> Self {
        match severity {
            Severity::Critical | Severity::High => Self::Error,
            Severity::Medium => Self::Warning,
            Severity::Low => Self::Note,
        }
    }

    /// The word, which is also SARIF's.
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

/// `1 finding`, `2 findings`, `3 policies`.
pub(super) fn count(number: usize, noun: &str) -> String {
    match noun.strip_suffix('y') {
        _ if number == 1 => format!("{number} {noun}"),
        Some(stem) => format!("{number} {stem}ies"),
        None => format!("{number} {noun}s"),
    }
}

/// What people call a document of a kind.
pub(super) const fn document(kind: Kind) -> &'static str {
    match kind {
        Kind::Pipeline => "pipeline",
        Kind::Terraform => "Terraform plan",
        Kind::Airflow => "Airflow file",
        Kind::Forge => "settings file",
        Kind::Repository => "repository",
    }
}

/// What a finding says, in a form that cannot be mistaken for a violation when it is none.
pub(super) fn statement(finding: &Finding) -> String {
    match finding.answer {
        Answer::Violation => finding.message.raw().to_owned(),
        Answer::Unknown => format!("cannot be known: {}", finding.message.raw()),
    }
}

/// What became of a finding that does not count, in a word and in a fragment that says why; not escaped.
pub(super) fn aside(disposition: &Disposition) -> Option<(&'static str, String)> {
    let said = match disposition {
        Disposition::Open => return None,
        Disposition::Waived { waiver, owner, reason, expires } => {
            ("waived", format!("{waiver} until {expires}, {owner}: {}", reason.raw()))
        }
        Disposition::Noted { why } => ("noted", why.clone()),
        Disposition::Adopted { owner, reason, expires } => {
            ("adopted", format!("baseline until {expires}, {owner}: {}", reason.raw()))
        }
        Disposition::Before => ("before", "it was there before this change".to_owned()),
        Disposition::Upcoming { from } => ("upcoming", format!("will block from {from}")),
        Disposition::Emergency { emergency, incident, approver, until } => {
            ("emergency", format!("{emergency} for incident {incident} until {until}, approved by {approver}"))
        }
    };
    Some(said)
}

/// What to do about a finding: how to fix what is wrong, or what would answer what is not known.
#[must_use]
pub fn remedy<'a>(finding: &Finding, policy: &'a Policy) -> &'a str {
    match finding.answer {
        Answer::Violation => &policy.meta.remediation,
        Answer::Unknown => policy.meta.answers.as_deref().unwrap_or(UNANSWERED),
    }
}

/// For an unknown of a policy that does not say what would answer it.
const UNANSWERED: &str = "Write the value where the policy reads it, so that it can be read without running anything.";

/// `nist-800-53/AU-9` and so on, of a policy.
pub(super) fn controls(policy: &Policy) -> Vec<String> {
    policy.meta.controls.iter().map(|control| format!("{}/{}", control.framework, control.id)).collect()
}
