//! What of a repository a run looks at.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::source::RepoPath;

/// The part of the repository that is judged; its rules and everything that is followed may lie outside of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Scope {
    /// All of it.
    #[default]
    Whole,
    /// What lies below a folder.
    Folder(RepoPath),
    /// Files that were named one by one.
    Files(BTreeSet<RepoPath>),
}

impl Scope {
    /// Whether a file belongs to it.
    #[must_use]
    pub fn holds(&self, path: &RepoPath) -> bool {
        match self {
            Self::Whole => true,
            Self::Folder(folder) => path == folder || path.is_below(Some(folder)),
            Self::Files(files) => files.contains(path),
        }
    }

    /// Whether it is the whole repository: only then can anything be missed in it.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        *self == Self::Whole
    }
}
