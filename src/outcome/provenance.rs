//! What a verdict rests on, so that somebody else can see that it was the same.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::source::RepoPath;

/// Digests of the inputs of a run; those of policies follow from their texts.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Provenance {
    /// The commit that is checked out, where there is a repository. What was judged may differ from it: `files` says
    /// what it was.
    pub head: Option<String>,
    /// The SHA-256 of every file that was read to judge, as 64 hexadecimal digits.
    pub files: BTreeMap<RepoPath, String>,
    /// The same of the files that the rules were read from, by their path at the trusted revision.
    pub rules: BTreeMap<RepoPath, String>,
    /// The same of the tables of what is known: those that are built into gate by their name, those that the repository
    /// adds by their path at the trusted revision.
    pub knowledge: BTreeMap<String, String>,
    /// The same of the rule folders of organisations that hold, each as a whole, by what it calls itself.
    pub extends: BTreeMap<String, String>,
}
