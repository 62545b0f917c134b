//! Where a change left its base: what it is compared with.

use std::path::Path;

use git2::{Commit, Oid, Repository};

use super::SourceError;
use super::base;
use super::git::{Git, Owner, canonical};
use super::history::parents;

/// The commits at which the judged commit left a base.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Forks {
    /// Every best common ancestor, all digits each, sorted.
    pub commits: Vec<String>,
    /// Whether these are all of them. Where a clone ends before history does, another one may lie beyond.
    pub complete: bool,
}

impl Forks {
    /// Of the commit that is checked out and the base with these digits, in the repository around `root`.
    ///
    /// # Errors
    /// When there is no repository, or git refuses to open it.
    pub fn find(root: &Path, base: &str, owner: Owner) -> Result<Self, SourceError> {
        let git = Git::required(&canonical(root)?, owner)?;
        let base = Oid::from_str(base)?;
        let found = base::forks(&git, base);
        let complete = found == [base] || reaches(git.repository(), base, &found).unwrap_or(false);
        let mut commits: Vec<String> = found.iter().map(Oid::to_string).collect();
        commits.sort();
        Ok(Self { commits, complete })
    }
}

/// Whether every way back from both sides ends at a common ancestor that was found, or where history begins.
fn reaches(repository: &Repository, base: Oid, found: &[Oid]) -> Result<bool, git2::Error> {
    let mut walk = repository.revwalk()?;
    walk.push_head()?;
    walk.push(base)?;
    for fork in found {
        walk.hide(*fork)?;
    }
    for commit in walk {
        if is_cut(&repository.find_commit(commit?)?) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Whether a commit has parents that this clone leaves out.
fn is_cut(commit: &Commit<'_>) -> bool {
    let count = commit.parent_count();
    parents(commit).is_none_or(|named| named.len() != count) || (0..count).any(|index| commit.parent(index).is_err())
}
