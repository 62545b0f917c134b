//! How bad a finding is, and how sure its policy is.

use std::fmt;

use serde::{Deserialize, Serialize};

/// How bad it is when the policy is right. Ordered: `Low < Critical`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// Good practice that is missing.
    Low,
    /// A weakness that needs another one to hurt.
    Medium,
    /// A control is missing or broken.
    High,
    /// Can be used by an attacker as it stands.
    Critical,
}

impl Severity {
    /// All of them, from low to critical.
    pub const ALL: [Self; 4] = [Self::Low, Self::Medium, Self::High, Self::Critical];

    /// The word used in files and reports.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
            Self::Critical => "critical",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.pad(self.as_str())
    }
}

/// How sure a policy is that what it reports is real.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Confidence {
    /// A hint.
    Low,
    /// Usually right.
    Medium,
    /// Certain from what was read.
    High,
}

impl Confidence {
    /// The word used in files and reports.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
        }
    }
}
