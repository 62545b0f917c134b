//! What the supervisor and its child say to each other: one job on standard input, in one line, with the bytes of a file
//! behind it that has none on disk; one event a line on standard output.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::super::{Judgement, Settings};
use super::confine::Confinement;
use crate::finding::{Kind, PolicyId, Text};
use crate::input::{Options, Outside, Problem};
use crate::policy::Policy;
use crate::source::submodule::Submodule;
use crate::source::{Owner, Piped, RepoPath};

/// Where the judged files are read from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Tree {
    /// The files of a folder.
    Folder(PathBuf),
    /// The index of the git repository at this folder, as `git commit` will record it.
    Index {
        /// The folder.
        root: PathBuf,
        /// What git names in `GIT_INDEX_FILE` while a hook runs.
        index: Option<PathBuf>,
        /// Whose repository is read.
        owner: Owner,
    },
    /// A commit of the git repository at this folder.
    Commit {
        /// The folder.
        root: PathBuf,
        /// The commit, in all its digits.
        commit: String,
        /// Whose repository is read.
        owner: Owner,
    },
}

/// A tree that the judged one is compared with, and the files from outside that belong to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Other {
    /// The tree.
    pub tree: Tree,
    /// Files from outside the tree and where they really lie.
    pub external: Vec<(RepoPath, PathBuf)>,
}

/// The format of a candidate that none claims: its content says whether it is something that is known.
pub const LOOK: &str = "look";

/// One file that a format claims, or whose content may say what it is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Candidate {
    /// The file.
    pub path: RepoPath,
    /// The name of the format, or [`LOOK`].
    pub format: String,
    /// Its size in bytes, for the limits of the child.
    pub bytes: u64,
}

/// Everything that a child needs to know. It reads no configuration and no git repository of its own.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Job {
    /// Where files are read from.
    pub tree: Tree,
    /// Every file of the tree that parsers may look at, sorted.
    pub paths: Vec<RepoPath>,
    /// Files from outside the tree and where they really lie: `--plan`, `--forge`.
    pub external: Vec<(RepoPath, PathBuf)>,
    /// The file that came on standard input; its bytes follow the job.
    #[serde(default)]
    pub piped: Option<Piped>,
    /// Trees that the judged one is compared with. With any, the child says which documents are the same in all of them,
    /// and findings of the others say what they are wherever they stand.
    pub against: Vec<Other>,
    /// What to judge.
    pub candidates: Vec<Candidate>,
    /// Files that no format claims; one may be an archive with DAGs in it.
    pub unclaimed: Vec<RepoPath>,
    /// Repositories inside the repository, with the Python files that are checked out of them: one may hold DAGs.
    pub submodules: Vec<Submodule>,
    /// Candidates that an earlier child has judged; they are read again, for what needs every document at once.
    pub done: Vec<usize>,
    /// Candidates that an earlier child died of.
    pub lost: Vec<usize>,
    /// What the configuration says about inputs.
    pub options: Options,
    /// What the configuration says about policies.
    pub settings: Settings,
    /// Bundled policies that are not evaluated.
    pub without: Vec<PolicyId>,
    /// The policies of the trusted revision.
    pub user_policies: Vec<Policy>,
    /// How many documents are judged at once.
    pub threads: usize,
    /// The time that one document has at most: [`crate::limits::Limits::document_time`].
    pub document_time: Duration,
}

/// What became of one candidate.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reading {
    /// It was read and judged; `problems` are parts that could not be read.
    Judged {
        /// Its kind.
        kind: Kind,
        /// What metadata selects by.
        facets: BTreeSet<String>,
        /// What could not be read.
        problems: Vec<Problem>,
        /// What the policies came to. The child leaves out the cells that say nothing; the supervisor puts them back.
        judgement: Judgement,
        /// What is to be said of it.
        #[serde(default)]
        notices: Vec<Text>,
        /// What it takes from other repositories.
        outside: Vec<Outside>,
        /// Files of the tree that it runs.
        runs: BTreeSet<RepoPath>,
    },
    /// It could not be read.
    Failed(Problem),
    /// It is not of this format after all.
    NotMine(String),
    /// No format reads it, and this is what it is: the name of a [`crate::input::recognised::Form`].
    Recognised(String),
    /// No format reads it, and it is nothing that is known.
    Nothing,
}

/// What needs every document at once.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Whole {
    /// What the policies over the whole repository came to; `None` when none applies.
    pub judgement: Option<Judgement>,
    /// What could not be read for them.
    pub problems: Vec<Problem>,
    /// One `.tf` file of each folder that no plan speaks for.
    pub unplanned: Vec<RepoPath>,
    /// Those of them whose code is the same in all of [`Job::against`].
    #[serde(default)]
    pub same_code: BTreeSet<RepoPath>,
    /// The SHA-256 of every file that was read, as 64 hexadecimal digits.
    pub read: BTreeMap<RepoPath, String>,
}

/// One line of the child.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Event {
    /// What the kernel holds it to.
    Confined(Confinement),
    /// It starts with a candidate.
    Begin(usize),
    /// It is done with a candidate.
    End(usize, Box<Reading>),
    /// Everything that it asked of the tree for a candidate is the same in the trees that it is compared with.
    Same(usize),
    /// It starts with what needs every document.
    WholeBegin,
    /// It is done with everything.
    WholeEnd(Box<Whole>),
}
