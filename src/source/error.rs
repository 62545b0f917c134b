//! Why a tree, an index or a revision cannot be opened. Each message says what to do next.

use std::path::PathBuf;

/// Gate cannot begin: there is nothing to judge, or nothing to judge it by.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SourceError {
    /// The folder to judge cannot be opened.
    #[error("{path}: not a folder that can be read: {why}", path = path.display())]
    Root {
        /// The folder.
        path: PathBuf,
        /// What the operating system says.
        why: String,
    },
    /// The folder belongs to no repository.
    #[error("{path}: not in a git repository; run gate where the repository is checked out", path = path.display())]
    NotARepository {
        /// The folder.
        path: PathBuf,
    },
    /// Git refuses to trust a repository of another user.
    #[error(
        "{path}: the repository belongs to another user, so git does not trust it; \
         if that is meant so, as in a container, pass --trust-checkout",
        path = path.display()
    )]
    Owner {
        /// The top of the working tree.
        path: PathBuf,
    },
    /// A file of the git folder is none.
    #[error("{path}: not a regular file, so the repository cannot be opened; clone it again", path = path.display())]
    Odd {
        /// The file.
        path: PathBuf,
    },
    /// The ignore rules take more than any tree that people write.
    #[error("matching them takes too many steps; write simpler patterns in the .gitignore files")]
    IgnoreRules,
    /// The commit is not in this clone.
    #[error("`{revision}` is not in this clone{}; {fix}", if *shallow { ", which is shallow" } else { "" })]
    UnknownRevision {
        /// What the caller wrote.
        revision: String,
        /// Whether the clone lacks history.
        shallow: bool,
        /// The command that brings it.
        fix: String,
    },
    /// The revision names something else than a commit.
    #[error(
        "`{revision}` is no name for a base: git may take it for several things, of which a change can bring one; \
         write origin/main, refs/heads/main, HEAD~1 or all 40 digits of a commit"
    )]
    NotACommit {
        /// What the caller wrote.
        revision: String,
    },
    /// The repository uses a format that the library does not read.
    #[error("the repository uses a format that gate cannot read: {what}; {fix}")]
    Format {
        /// The format.
        what: String,
        /// How to do without it.
        fix: &'static str,
    },
    /// The index holds a merge that is not finished.
    #[error("the index holds a conflict in {path}; finish the merge, then run gate again")]
    Conflict {
        /// The file.
        path: String,
    },
    /// A commit holds more than a run considers.
    #[error("commit {commit} holds more than {most} files; judge a folder of the repository instead")]
    TooManyFiles {
        /// The commit.
        commit: String,
        /// How many files a run considers.
        most: usize,
    },
    /// Anything else that git says.
    #[error("git cannot be read: {message}; `git fsck` says more")]
    Git {
        /// What it says.
        message: String,
    },
}

impl From<git2::Error> for SourceError {
    fn from(error: git2::Error) -> Self {
        let message = error.message().to_owned();
        let fix = if message.contains("unsupported mandatory extension") {
            "run `git update-index --no-split-index` and `git config index.sparse false`"
        } else if message.contains("object format") {
            "only repositories with SHA-1 commits can be read"
        } else if message.contains("extensions.") {
            "clone it again without that extension"
        } else {
            return Self::Git { message };
        };
        Self::Format { what: message, fix }
    }
}
