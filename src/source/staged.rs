//! The git index: what a commit would hold, whatever the working tree says.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use git2::{Index, IndexEntryExtendedFlag, Oid};

use super::files::Content;
use super::git::{Git, Owner, canonical, link_target};
use super::submodule::Submodule;
use super::{Entry, Files, RepoPath, Skip, Source, SourceError, Unreadable, decode, disk};
use crate::limits::LIMITS;

/// Links that lead to links; Linux follows forty.
const LINKS: usize = 40;

/// The blobs of the git index as a judged tree.
pub struct Staged {
    git: Mutex<Git>,
    entries: BTreeMap<RepoPath, (u32, Oid)>,
    paths: Vec<RepoPath>,
    skipped: Vec<Skip>,
    submodules: Vec<Submodule>,
    unreadable: Vec<(String, String)>,
    folders: Vec<PathBuf>,
}

impl Staged {
    /// The index of the repository around `root`, or the one that git names to its hooks in `GIT_INDEX_FILE`:
    /// `git commit -a` and `git commit FILE` use another than `.git/index`.
    ///
    /// # Errors
    /// When there is no repository, or its index cannot be read or holds a conflict.
    pub fn open(root: &Path, index: Option<&Path>, owner: Owner) -> Result<Self, SourceError> {
        let git = Git::required(&canonical(root)?, owner)?;
        let index = match index {
            // Git starts hooks at the top of the working tree.
            Some(file) => {
                let file = git.top().join(file);
                disk::size(&file).map_err(|_| SourceError::Odd { path: file.clone() })?;
                Index::open(&file)?
            }
            None => git.repository().index()?,
        };
        let folders = git.folders();
        let mut staged = Self {
            git: Mutex::new(git),
            entries: BTreeMap::new(),
            paths: Vec::new(),
            skipped: Vec::new(),
            submodules: Vec::new(),
            unreadable: Vec::new(),
            folders,
        };
        staged.list(&index)?;
        Ok(staged)
    }

    /// The folders of git that the blobs are read from.
    #[must_use]
    pub fn folders(&self) -> &[PathBuf] {
        &self.folders
    }

    fn list(&mut self, index: &Index) -> Result<(), SourceError> {
        for entry in index.iter() {
            let git = self.git.get_mut().unwrap_or_else(PoisonError::into_inner);
            let Some(name) = git.below(&entry.path) else { continue };
            let shown = String::from_utf8_lossy(name).into_owned();
            if (entry.flags >> 12) & 3 != 0 {
                return Err(SourceError::Conflict {
                    path: RepoPath::new(&shown).map_or(shown, |path| path.to_string()),
                });
            }
            // `git add --intent-to-add` is a promise without content; it is not committed.
            if IndexEntryExtendedFlag::from_bits_truncate(entry.flags_extended).is_intent_to_add() {
                continue;
            }
            match std::str::from_utf8(name).ok().and_then(RepoPath::new) {
                Some(path) if Entry::of_mode(entry.mode) == Entry::Submodule => {
                    self.submodules.push(Submodule::new(path.clone(), entry.id.to_string()));
                    self.skipped.push(Skip { path, reason: "a submodule; judge it in its own repository".to_owned() });
                }
                Some(path) => {
                    self.entries.insert(path, (entry.mode, entry.id));
                }
                None => self.unreadable.push((shown, "its name is not valid UTF-8; rename it".to_owned())),
            }
        }
        self.submodules.sort();
        self.paths = self.entries.keys().cloned().collect();
        Ok(())
    }

    fn git(&self) -> MutexGuard<'_, Git> {
        self.git.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The blob of a file, through links that stay in the index.
    fn find(&self, git: &Git, path: &RepoPath) -> Result<Oid, Unreadable> {
        let (mut path, mut seen) = (path.clone(), BTreeSet::new());
        for _ in 0..LINKS {
            let (mode, blob) = self.entries.get(&path).ok_or(Unreadable::Missing)?;
            let next = match Entry::of_mode(*mode) {
                Entry::File | Entry::Program => return Ok(*blob),
                Entry::Link => link_target(&path, &git.blob(*blob, 4096)?).ok_or(Unreadable::LinkOut)?,
                _ => return Err(Unreadable::NotAFile),
            };
            if !seen.insert(std::mem::replace(&mut path, next)) {
                return Err(Unreadable::LinkLoop);
            }
        }
        Err(Unreadable::LinkOut)
    }
}

impl Files for Staged {
    fn paths(&self) -> &[RepoPath] {
        &self.paths
    }

    fn read(&self, path: &RepoPath, cap: u64) -> Result<Arc<Source>, Unreadable> {
        let raw = {
            let git = self.git();
            git.blob(self.find(&git, path)?, cap)?
        };
        decode::source(path, &raw).map(Arc::new)
    }

    fn head(&self, path: &RepoPath) -> Result<String, Unreadable> {
        let raw = {
            let git = self.git();
            git.blob(self.find(&git, path)?, LIMITS.plan_bytes)?
        };
        decode::head(raw.get(..decode::HEAD_BYTES).unwrap_or(&raw))
    }

    fn remains(&self, path: &RepoPath, cap: u64) -> Result<String, Unreadable> {
        let git = self.git();
        git.blob(self.find(&git, path)?, cap).map(|raw| decode::remains(&raw))
    }

    fn content(&self, path: &RepoPath) -> Result<Box<dyn Content + '_>, Unreadable> {
        let git = self.git();
        let raw = git.blob(self.find(&git, path)?, LIMITS.staged_bytes)?;
        Ok(Box::new(Cursor::new(raw)))
    }

    fn size(&self, path: &RepoPath) -> Result<u64, Unreadable> {
        let git = self.git();
        git.size(self.find(&git, path)?)
    }

    fn skipped(&self) -> &[Skip] {
        &self.skipped
    }

    fn submodules(&self) -> &[Submodule] {
        &self.submodules
    }

    fn unreadable(&self) -> &[(String, String)] {
        &self.unreadable
    }

    fn entry(&self, path: &RepoPath) -> Entry {
        match self.entries.get(path) {
            Some((mode, _)) => Entry::of_mode(*mode),
            None if self.skipped.iter().any(|skip| skip.path == *path) => Entry::Submodule,
            None => Entry::Missing,
        }
    }
}
