//! The tree of a commit as a judged tree: what stood there before a change.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use git2::{ErrorCode, IndexEntryExtendedFlag, ObjectType, Oid};

use super::files::Content;
use super::git::{Git, Owner, canonical};
use super::submodule::Submodule;
use super::{Entry, Files, RepoPath, Skip, Source, SourceError, Unreadable, decode};
use crate::limits::LIMITS;

/// Links on the way to one file; Linux follows forty.
const LINKS: usize = 40;

/// Bytes of the target of a link.
const TARGET_BYTES: u64 = 4096;

/// What git keeps at a path.
#[derive(Debug, Clone, Copy)]
struct Kept {
    mode: u32,
    blob: Oid,
}

/// What a path leads to.
enum End {
    /// A regular file.
    File(Oid),
    /// A folder, or a repository inside the repository.
    Folder,
}

/// The blobs of one commit as a judged tree, seen from the judged folder: everything that it tracks, except what a
/// sparse checkout leaves out of the tree that it is compared with.
pub struct CommitTree {
    git: Mutex<Git>,
    entries: BTreeMap<RepoPath, Kept>,
    below: BTreeSet<RepoPath>,
    paths: Vec<RepoPath>,
    skipped: Vec<Skip>,
    submodules: Vec<Submodule>,
    unreadable: Vec<(String, String)>,
    folders: Vec<PathBuf>,
}

impl CommitTree {
    /// The tree of the commit with these digits in the repository around `root`.
    ///
    /// # Errors
    /// When there is no repository, the commit or a folder of it is not in this clone, or it has too many files.
    pub fn open(root: &Path, commit: &str, owner: Owner) -> Result<Self, SourceError> {
        let git = Git::required(&canonical(root)?, owner)?;
        let folders = git.folders();
        let mut opened = Self {
            git: Mutex::new(git),
            entries: BTreeMap::new(),
            below: BTreeSet::new(),
            paths: Vec::new(),
            skipped: Vec::new(),
            submodules: Vec::new(),
            unreadable: Vec::new(),
            folders,
        };
        opened.list(Oid::from_str(commit)?)?;
        opened.sort_links();
        Ok(opened)
    }

    /// The folders of git that the blobs are read from.
    #[must_use]
    pub fn folders(&self) -> &[PathBuf] {
        &self.folders
    }

    /// Walks the trees below the judged folder; every entry counts, so that no nesting takes longer than its files.
    fn list(&mut self, commit: Oid) -> Result<(), SourceError> {
        let git = self.git.get_mut().unwrap_or_else(PoisonError::into_inner);
        let left_out = left_out(git)?;
        let most = LIMITS.files.saturating_mul(2);
        let (mut seen, mut pending) = (0_usize, Vec::new());
        pending.extend(top(git, commit)?.map(|tree| (Vec::new(), tree)));
        while let Some((folder, tree)) = pending.pop() {
            for entry in &git.repository().find_tree(tree)? {
                seen = seen.saturating_add(1);
                if seen > most || self.entries.len() > LIMITS.files {
                    return Err(SourceError::TooManyFiles { commit: commit.to_string(), most: LIMITS.files });
                }
                let name = [folder.as_slice(), entry.name_bytes()].concat();
                let text = std::str::from_utf8(&name).ok();
                let path = text.and_then(|text| RepoPath::new(text).filter(|path| path.as_str() == text));
                let mode = u32::try_from(entry.filemode()).unwrap_or_default();
                match path {
                    None => {
                        let shown = super::visible::shown(&String::from_utf8_lossy(&name));
                        self.unreadable.push((shown, "its name is not valid UTF-8; rename it".to_owned()));
                    }
                    Some(path) if entry.kind() == Some(ObjectType::Tree) => {
                        self.below.insert(path);
                        pending.push(([name.as_slice(), b"/"].concat(), entry.id()));
                    }
                    Some(path) if Entry::of_mode(mode) == Entry::Submodule => {
                        self.submodules.push(Submodule::new(path.clone(), entry.id().to_string()));
                        let reason = "a submodule; judge it in its own repository".to_owned();
                        self.skipped.push(Skip { path, reason });
                    }
                    Some(_) if left_out.contains(&name) => {}
                    Some(path) => {
                        self.entries.insert(path, Kept { mode, blob: entry.id() });
                    }
                }
            }
        }
        self.submodules.sort();
        Ok(())
    }

    /// Lists the files; a link to a folder is passed over, as in a working tree.
    fn sort_links(&mut self) {
        let leads_to_folder = |path: &RepoPath, kept: &Kept| {
            Entry::of_mode(kept.mode) == Entry::Link && matches!(self.find(&self.git(), path), Ok(End::Folder))
        };
        let (links, paths): (Vec<_>, Vec<_>) =
            self.entries.iter().partition(|(path, kept)| leads_to_folder(path, kept));
        let (links, paths): (Vec<RepoPath>, Vec<RepoPath>) = (
            links.into_iter().map(|(path, _)| path.clone()).collect(),
            paths.into_iter().map(|(path, _)| path.clone()).collect(),
        );
        self.paths = paths;
        let reason = "a link to a folder; not followed";
        self.skipped.extend(links.into_iter().map(|path| Skip { path, reason: reason.to_owned() }));
        self.skipped.sort();
    }

    fn git(&self) -> MutexGuard<'_, Git> {
        self.git.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What a path leads to through links that stay in the judged folder, those of folders on the way included.
    fn find(&self, git: &Git, path: &RepoPath) -> Result<End, Unreadable> {
        let mut pending: Vec<String> = path.as_str().rsplit('/').map(str::to_owned).collect();
        let (mut at, mut links) = (None::<RepoPath>, 0_usize);
        while let Some(step) = pending.pop() {
            match step.as_str() {
                "" | "." => continue,
                // Up from the top of the judged folder.
                ".." => {
                    at = at.ok_or(Unreadable::LinkOut)?.parent();
                    continue;
                }
                _ => {}
            }
            let next = RepoPath::join(at.as_ref(), &step).ok_or(Unreadable::Missing)?;
            let Some(kept) = self.entries.get(&next) else {
                let is_module = self.submodules.iter().any(|submodule| submodule.path == next);
                match (self.below.contains(&next), is_module, pending.is_empty()) {
                    (true, ..) => at = Some(next),
                    (_, true, true) => return Ok(End::Folder),
                    _ => return Err(Unreadable::Missing),
                }
                continue;
            };
            match Entry::of_mode(kept.mode) {
                Entry::File | Entry::Program if pending.is_empty() => return Ok(End::File(kept.blob)),
                Entry::File | Entry::Program => return Err(Unreadable::Missing),
                Entry::Link if links < LINKS => {
                    links = links.saturating_add(1);
                    let target = git.blob(kept.blob, TARGET_BYTES)?;
                    let target = std::str::from_utf8(&target).ok().filter(|target| !target.starts_with('/'));
                    pending.extend(target.ok_or(Unreadable::LinkOut)?.rsplit('/').map(str::to_owned));
                }
                Entry::Link => return Err(Unreadable::LinkLoop),
                _ => return Err(Unreadable::NotAFile),
            }
        }
        Ok(End::Folder)
    }

    /// The bytes of a file of at most `cap` bytes.
    fn raw(&self, path: &RepoPath, cap: u64) -> Result<Vec<u8>, Unreadable> {
        let git = self.git();
        git.blob(self.blob(&git, path)?, cap)
    }

    fn blob(&self, git: &Git, path: &RepoPath) -> Result<Oid, Unreadable> {
        match self.find(git, path)? {
            End::File(blob) => Ok(blob),
            End::Folder => Err(Unreadable::NotAFile),
        }
    }
}

impl Files for CommitTree {
    fn paths(&self) -> &[RepoPath] {
        &self.paths
    }

    fn read(&self, path: &RepoPath, cap: u64) -> Result<Arc<Source>, Unreadable> {
        decode::source(path, &self.raw(path, cap)?).map(Arc::new)
    }

    fn head(&self, path: &RepoPath) -> Result<String, Unreadable> {
        let raw = self.raw(path, LIMITS.plan_bytes)?;
        decode::head(raw.get(..decode::HEAD_BYTES).unwrap_or(&raw))
    }

    fn remains(&self, path: &RepoPath, cap: u64) -> Result<String, Unreadable> {
        self.raw(path, cap).map(|raw| decode::remains(&raw))
    }

    fn content(&self, path: &RepoPath) -> Result<Box<dyn Content + '_>, Unreadable> {
        Ok(Box::new(Cursor::new(self.raw(path, LIMITS.staged_bytes)?)))
    }

    fn size(&self, path: &RepoPath) -> Result<u64, Unreadable> {
        let git = self.git();
        git.size(self.blob(&git, path)?)
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
        let mode = |path: &RepoPath| self.entries.get(path).map(|kept| Entry::of_mode(kept.mode));
        let above = std::iter::successors(path.parent(), RepoPath::parent);
        if above.into_iter().any(|folder| mode(&folder) == Some(Entry::Link)) {
            return Entry::Link;
        }
        match mode(path) {
            Some(entry) => entry,
            None if self.below.contains(path) => Entry::Folder,
            None if self.submodules.iter().any(|submodule| submodule.path == *path) => Entry::Submodule,
            None => Entry::Missing,
        }
    }
}

/// The tree of the judged folder; `None` where the commit has no such folder.
fn top(git: &Git, commit: Oid) -> Result<Option<Oid>, SourceError> {
    let tree = git.repository().find_commit(commit)?.tree()?;
    let folder = git.full("");
    if folder.is_empty() {
        return Ok(Some(tree.id()));
    }
    match tree.get_path(Path::new(folder.trim_end_matches('/'))) {
        Ok(entry) => Ok((entry.kind() == Some(ObjectType::Tree)).then(|| entry.id())),
        Err(error) if error.code() == ErrorCode::NotFound => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// The names below the judged folder that a sparse checkout leaves out.
fn left_out(git: &Git) -> Result<BTreeSet<Vec<u8>>, SourceError> {
    let index = git.repository().index()?;
    let entries = index
        .iter()
        .filter(|entry| IndexEntryExtendedFlag::from_bits_truncate(entry.flags_extended).is_skip_worktree());
    Ok(entries.filter_map(|entry| git.below(&entry.path).map(<[u8]>::to_vec)).collect())
}
