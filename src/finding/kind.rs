//! The kinds of documents that gate judges.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The kind of a document; a policy names the kind that it judges.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A CI pipeline file.
    Pipeline,
    /// A Terraform plan.
    Terraform,
    /// A Python file that defines Airflow DAGs.
    Airflow,
    /// Settings of the forge: branch protection, environments, token permissions.
    Forge,
    /// The whole repository: every other document at once, plus git facts.
    Repository,
}

impl Kind {
    /// All kinds, in the order of reports.
    pub const ALL: [Self; 5] = [Self::Pipeline, Self::Terraform, Self::Airflow, Self::Forge, Self::Repository];

    /// The word used in metadata and reports.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pipeline => "pipeline",
            Self::Terraform => "terraform",
            Self::Airflow => "airflow",
            Self::Forge => "forge",
            Self::Repository => "repository",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.pad(self.as_str())
    }
}
