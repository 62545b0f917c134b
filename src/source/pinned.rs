//! A repository beside the judged one, of which files of full commits are read: what nobody can change any more.
//!
//! Only its objects are read, never its working tree; nothing is fetched.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use git2::{ErrorCode, ObjectType, Oid};
use serde::{Deserialize, Serialize};

use super::git::{Git, Owner, canonical};
use super::{RepoPath, Source, SourceError, Unreadable, decode};

/// Digits of a commit.
const DIGITS: usize = 40;

/// The mode of a link.
const LINK: i32 = 0o120_000;

/// Where a repository of the forge lies on this machine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Beside {
    /// `owner/name`.
    pub repository: String,
    /// The top of its clone, or a bare clone's `.git`.
    pub folder: PathBuf,
    /// Whose it may be.
    pub owner: Owner,
}

/// A file of a commit: where it stands at the forge.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct AtCommit {
    /// `owner/name`.
    pub repository: String,
    /// All digits of the commit.
    pub commit: String,
    /// The file.
    pub path: RepoPath,
}

impl AtCommit {
    /// What the file is called here, which no file of the judged tree is.
    #[must_use]
    pub fn name(&self) -> Option<RepoPath> {
        RepoPath::new(&format!("{}@{}/{}", self.repository, self.commit, self.path.as_str()))
    }
}

/// The repositories that are known.
#[derive(Default)]
pub struct Pinned {
    known: Vec<(String, Mutex<Git>)>,
    folders: Vec<PathBuf>,
}

impl Pinned {
    /// Opens them.
    ///
    /// # Errors
    /// When one is none, or cannot be opened.
    pub fn open(all: &[Beside]) -> Result<Self, SourceError> {
        let mut pinned = Self::default();
        for Beside { repository, folder, owner } in all {
            let git = Git::required(&canonical(folder)?, *owner)?;
            pinned.folders.extend(git.folders());
            pinned.known.push((repository.clone(), Mutex::new(git)));
        }
        Ok(pinned)
    }

    /// The folders of git that the files are read from.
    #[must_use]
    pub fn folders(&self) -> &[PathBuf] {
        &self.folders
    }

    /// Reads a file of at most `cap` bytes; `None` where nobody has said where its repository lies.
    #[must_use]
    pub fn read(&self, file: &AtCommit, cap: u64) -> Option<Result<Arc<Source>, Unreadable>> {
        let (_, git) = self.known.iter().find(|(name, _)| name.eq_ignore_ascii_case(&file.repository))?;
        let git = git.lock().unwrap_or_else(PoisonError::into_inner);
        Some(read(&git, file, cap))
    }
}

fn read(git: &Git, file: &AtCommit, cap: u64) -> Result<Arc<Source>, Unreadable> {
    let absent = || Unreadable::Absent { what: format!("there is no commit {}; fetch it there", file.commit) };
    let is_full = file.commit.len() == DIGITS && file.commit.bytes().all(|byte| byte.is_ascii_hexdigit());
    let commit = Oid::from_str(&file.commit).ok().filter(|_| is_full).ok_or_else(absent)?;
    let commit = git.repository().find_commit(commit).map_err(|_| absent())?;
    let other = |error: &git2::Error| Unreadable::Io(error.message().to_owned());
    let entry = commit.tree().map_err(|error| other(&error))?.get_path(Path::new(file.path.as_str()));
    let entry = entry.map_err(|error| match error.code() {
        ErrorCode::NotFound => Unreadable::Missing,
        _ => other(&error),
    })?;
    if entry.kind() != Some(ObjectType::Blob) || entry.filemode() == LINK {
        return Err(Unreadable::NotAFile);
    }
    let name = file.name().ok_or(Unreadable::Missing)?;
    decode::source(&name, &git.blob(entry.id(), cap)?).map(Arc::new)
}
