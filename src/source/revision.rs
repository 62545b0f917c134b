//! A commit: where the rules come from that a change under judgement cannot edit.

use std::io::Cursor;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use git2::{Commit, ErrorCode, FileMode, IndexEntryExtendedFlag, ObjectType, Oid, Tree};

use super::base::{self, Standing};
use super::codeowners::CodeOwners;
use super::entry::Entry;
use super::files::Content;
use super::git::{Git, Owner, canonical, link_target};
use super::history::{Added, Stands, Walk};
use super::{Files, RepoPath, Source, SourceError, Unreadable, decode};
use crate::limits::LIMITS;

/// The folder whose files are listed; every other path can still be read.
const LISTED: &str = ".gate";

/// Nesting of folders below [`LISTED`].
const DEPTH: usize = 32;

/// Links on the way to one file.
const LINKS: usize = 40;

/// The largest CODEOWNERS that GitHub reads.
const CODEOWNERS_BYTES: u64 = 3 << 20;

/// The blobs of one commit, seen from the judged folder. [`Files::paths`] lists what lies below `.gate` alone.
pub struct Revision {
    git: Mutex<Git>,
    commit: Oid,
    tree: Oid,
    paths: Vec<RepoPath>,
    unreadable: Vec<(String, String)>,
    owners: CodeOwners,
    prefix: String,
    /// The trees of the best common ancestors; finding them walks the history, so it is done once.
    forks: OnceLock<Vec<Oid>>,
}

impl Revision {
    /// Exactly the commit that `revision` names: a full reference, the branch of a remote (`origin/main`), `HEAD`,
    /// `HEAD~N` or all digits of a commit. Nothing else is taken, whatever git would make of it.
    ///
    /// # Errors
    /// When there is no repository, git refuses to open it, or the commit is not in this clone; each says what to do.
    pub fn open(root: &Path, revision: &str, owner: Owner) -> Result<Self, SourceError> {
        let git = Git::required(&canonical(root)?, owner)?;
        let commit = base::find(&git, revision)?.id();
        Self::at(git, commit)
    }

    /// The first parent of the checked out commit, if that is the forge's merge of the commit `merged` (40 digits).
    ///
    /// # Errors
    /// As [`Revision::open`], but no commit is `None`.
    pub fn of_merge(root: &Path, merged: &str, owner: Owner) -> Result<Option<Self>, SourceError> {
        let git = Git::required(&canonical(root)?, owner)?;
        let parent = base::first_parent(&git, merged).map(|commit| commit.id());
        parent.map(|parent| Self::at(git, parent)).transpose()
    }

    fn at(git: Git, id: Oid) -> Result<Self, SourceError> {
        let (tree, owners) = {
            let commit: Commit<'_> = git.repository().find_commit(id)?;
            let tree = commit.tree_id();
            (tree, owners(&git, tree))
        };
        let prefix = git.full("");
        let (paths, unreadable) = (Vec::new(), Vec::new());
        let forks = OnceLock::new();
        let mut revision = Self { git: Mutex::new(git), commit: id, tree, paths, unreadable, owners, prefix, forks };
        revision.list()?;
        Ok(revision)
    }

    /// The commit in hexadecimal digits.
    #[must_use]
    pub fn commit(&self) -> String {
        self.commit.to_string()
    }

    /// How this commit stands to the one that is checked out.
    ///
    /// # Errors
    /// When the history cannot be read.
    pub fn standing(&self) -> Result<Standing, SourceError> {
        base::standing(&self.git(), self.commit)
    }

    /// Whether tracked files of the working tree differ from the commit that is checked out.
    #[must_use]
    pub fn is_edited(&self) -> bool {
        base::is_edited(&self.git())
    }

    /// Whether a common ancestor of this commit and the judged one is in this clone.
    #[must_use]
    pub fn knows_forks(&self) -> bool {
        !self.forks().is_empty()
    }

    /// What stood at a path when the judged commit left this one, at each best common ancestor: its kind, and the blob of
    /// a file. Empty when no common ancestor is in this clone.
    #[must_use]
    pub fn at_forks(&self, path: &RepoPath) -> Vec<(Entry, Option<Arc<Source>>)> {
        let forks = self.forks();
        let git = self.git();
        let full = git.full(path.as_str());
        forks
            .iter()
            .map(|&tree| {
                let blob = blob_at(&git, tree, &full).and_then(|blob| git.blob(blob, CODEOWNERS_BYTES));
                let source = blob.and_then(|raw| decode::source(path, &raw)).ok().map(Arc::new);
                (entry_at(&git, tree, &full), source)
            })
            .collect()
    }

    /// The files below a folder of the commit, sorted; `None` is the judged folder itself. Names that no report can show
    /// are left out.
    #[must_use]
    pub fn files_below(&self, folder: Option<&RepoPath>) -> Vec<RepoPath> {
        let git = self.git();
        let tree = git.repository().find_tree(self.tree);
        let full = git.full(folder.map_or("", RepoPath::as_str));
        let tree = match full.trim_end_matches('/') {
            "" => tree,
            full => tree
                .and_then(|tree| tree.get_path(Path::new(full)))
                .and_then(|entry| git.repository().find_tree(entry.id())),
        };
        let (mut paths, mut unreadable) = (Vec::new(), Vec::new());
        let listed = tree.is_ok_and(|tree| {
            let from = folder.map_or("", RepoPath::as_str);
            collect(&git, &tree, from, DEPTH, &mut paths, &mut unreadable).is_ok()
        });
        paths.sort_unstable();
        if listed { paths } else { Vec::new() }
    }

    /// Who added each of so many things that stand in a file of this commit, as far as this clone reaches back.
    #[must_use]
    pub fn added(&self, path: &RepoPath, things: usize, stands: Stands<'_>) -> Vec<Added> {
        Walk::new(&self.git(), path, stands).run(self.commit, things)
    }

    /// What the index holds at a path that a sparse checkout leaves out of the working tree.
    #[must_use]
    pub fn left_out(&self, path: &RepoPath) -> Option<(Entry, Option<Arc<Source>>)> {
        let git = self.git();
        let entry = git.repository().index().ok()?.get_path(Path::new(&git.full(path.as_str())), 0)?;
        let flags = IndexEntryExtendedFlag::from_bits_truncate(entry.flags_extended);
        let kind = Entry::of_mode(entry.mode);
        let is_file = matches!(kind, Entry::File | Entry::Program);
        let text = || decode::source(path, &git.blob(entry.id, CODEOWNERS_BYTES).ok()?).ok().map(Arc::new);
        flags.is_skip_worktree().then(|| (kind, is_file.then(text).flatten()))
    }

    /// Whether the index of the checkout calls a file a program. File systems without that bit say nothing of use.
    #[must_use]
    pub fn is_program_now(&self, path: &RepoPath) -> bool {
        let git = self.git();
        let index = git.repository().index();
        let entry = index.ok().and_then(|index| index.get_path(Path::new(&git.full(path.as_str())), 0));
        entry.is_some_and(|entry| entry.mode == u32::from(FileMode::BlobExecutable))
    }

    /// The commit of a submodule that this commit holds at a path.
    #[must_use]
    pub fn submodule_at(&self, path: &RepoPath) -> Option<String> {
        let git = self.git();
        let tree = git.repository().find_tree(self.tree).ok()?;
        let entry = tree.get_path(Path::new(&git.full(path.as_str()))).ok()?;
        (entry.kind() == Some(ObjectType::Commit)).then(|| entry.id().to_string())
    }

    /// The submodules at or below a folder in the index of the checkout, whether their content is there or not.
    #[must_use]
    pub fn submodules_now(&self, folder: &RepoPath) -> Vec<RepoPath> {
        let git = self.git();
        let Ok(index) = git.repository().index() else { return Vec::new() };
        let modules = index.iter().filter(|entry| entry.mode == u32::from(FileMode::Commit));
        let paths = modules.filter_map(|entry| RepoPath::new(std::str::from_utf8(git.below(&entry.path)?).ok()?));
        paths.filter(|path| path == folder || path.is_below(Some(folder))).collect()
    }

    /// Whether the CODEOWNERS of this commit names somebody for a path below the judged folder.
    #[must_use]
    pub fn owners_cover(&self, path: &RepoPath) -> bool {
        self.owners.cover(&format!("{}{}", self.prefix, path.as_str()))
    }

    fn forks(&self) -> &[Oid] {
        self.forks.get_or_init(|| {
            let git = self.git();
            let tree = |commit: Oid| git.repository().find_commit(commit).map(|commit| commit.tree_id());
            base::forks(&git, self.commit).into_iter().filter_map(|commit| tree(commit).ok()).collect()
        })
    }

    fn git(&self) -> MutexGuard<'_, Git> {
        self.git.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn list(&mut self) -> Result<(), SourceError> {
        let (mut paths, mut unreadable) = (Vec::new(), Vec::new());
        {
            let git = self.git.get_mut().unwrap_or_else(PoisonError::into_inner);
            let tree = git.repository().find_tree(self.tree)?;
            let folder = git.full(LISTED);
            match tree.get_path(Path::new(&folder)) {
                Ok(entry) if entry.kind() == Some(ObjectType::Tree) => {
                    let tree = git.repository().find_tree(entry.id())?;
                    collect(git, &tree, LISTED, DEPTH, &mut paths, &mut unreadable)?;
                }
                Ok(_) => paths.extend(RepoPath::new(LISTED)),
                Err(error) if error.code() == ErrorCode::NotFound => {}
                Err(error) => return Err(error.into()),
            }
        }
        paths.sort_unstable();
        (self.paths, self.unreadable) = (paths, unreadable);
        Ok(())
    }

    /// The blob at a path. A link is not followed: rules are files.
    fn find(&self, git: &Git, path: &RepoPath) -> Result<Oid, Unreadable> {
        blob_at(git, self.tree, &git.full(path.as_str()))
    }
}

impl Files for Revision {
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

    fn content(&self, path: &RepoPath) -> Result<Box<dyn Content + '_>, Unreadable> {
        let git = self.git();
        let blob = behind(&git, self.tree, path.clone())?;
        Ok(Box::new(Cursor::new(git.blob(blob, LIMITS.staged_bytes)?)))
    }

    fn size(&self, path: &RepoPath) -> Result<u64, Unreadable> {
        let git = self.git();
        git.size(self.find(&git, path)?)
    }

    fn unreadable(&self) -> &[(String, String)] {
        &self.unreadable
    }

    fn entry(&self, path: &RepoPath) -> Entry {
        let git = self.git();
        entry_at(&git, self.tree, &git.full(path.as_str()))
    }
}

/// Every file below a tree; links and submodules are listed too, so that reading them says why not.
fn collect(
    git: &Git,
    tree: &Tree<'_>,
    folder: &str,
    depth: usize,
    paths: &mut Vec<RepoPath>,
    unreadable: &mut Vec<(String, String)>,
) -> Result<(), SourceError> {
    for entry in tree {
        let shown = format!("{folder}/{}", String::from_utf8_lossy(entry.name_bytes()));
        match (entry.name().ok().and_then(|name| RepoPath::new(&format!("{folder}/{name}"))), depth.checked_sub(1)) {
            (Some(path), Some(depth)) if entry.kind() == Some(ObjectType::Tree) => {
                collect(git, &git.repository().find_tree(entry.id())?, path.as_str(), depth, paths, unreadable)?;
            }
            (Some(path), Some(_)) => paths.push(path),
            (Some(_), None) => unreadable.push((shown, format!("more than {DEPTH} folders deep"))),
            (None, _) => unreadable.push((shown, "its name is not valid UTF-8; rename it".to_owned())),
        }
    }
    Ok(())
}

/// The blob of a regular file.
fn blob_at(git: &Git, tree: Oid, path: &str) -> Result<Oid, Unreadable> {
    let entry = git.repository().find_tree(tree).and_then(|tree| tree.get_path(Path::new(path)));
    match entry {
        Ok(entry) if entry.kind() == Some(ObjectType::Blob) && entry.filemode() != 0o120_000 => Ok(entry.id()),
        Ok(_) => Err(Unreadable::NotAFile),
        Err(error) if error.code() == ErrorCode::NotFound => Err(Unreadable::Missing),
        Err(error) => Err(Unreadable::Io(error.message().to_owned())),
    }
}

/// The blob of a file, through links that stay in the tree.
fn behind(git: &Git, tree: Oid, mut path: RepoPath) -> Result<Oid, Unreadable> {
    for _ in 0..LINKS {
        let full = git.full(path.as_str());
        if entry_at(git, tree, &full) != Entry::Link {
            return blob_at(git, tree, &full);
        }
        let link = git.repository().find_tree(tree).and_then(|tree| tree.get_path(Path::new(&full)));
        let link = link.map_err(|error| Unreadable::Io(error.message().to_owned()))?;
        path = link_target(&path, &git.blob(link.id(), 4096)?).ok_or(Unreadable::LinkOut)?;
    }
    Err(Unreadable::LinkLoop)
}

/// What stands at a path of a tree.
fn entry_at(git: &Git, tree: Oid, path: &str) -> Entry {
    let entry = git.repository().find_tree(tree).and_then(|tree| tree.get_path(Path::new(path)));
    entry.map_or(Entry::Missing, |entry| Entry::of_mode(u32::try_from(entry.filemode()).unwrap_or_default()))
}

/// The CODEOWNERS of a tree. One that cannot be read covers nothing.
fn owners(git: &Git, tree: Oid) -> CodeOwners {
    for place in CodeOwners::PLACES {
        match blob_at(git, tree, place).and_then(|blob| git.blob(blob, CODEOWNERS_BYTES)) {
            Ok(raw) => return CodeOwners::read(&String::from_utf8_lossy(&raw)),
            Err(Unreadable::Missing) => {}
            Err(_) => break,
        }
    }
    CodeOwners::default()
}
