//! A commit: where the rules come from that a change under judgement cannot edit.

use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use git2::{Commit, ErrorCode, ObjectType, Oid, Tree};

use super::codeowners::CodeOwners;
use super::git::{Git, Owner, canonical};
use super::{Files, RepoPath, Source, SourceError, Unreadable, decode};

/// The folder whose files are listed; every other path can still be read.
const LISTED: &str = ".gate";

/// Nesting of folders below [`LISTED`].
const DEPTH: usize = 32;

/// The largest CODEOWNERS that GitHub reads.
const CODEOWNERS_BYTES: u64 = 3 << 20;

/// The blobs of one commit, seen from the judged folder. [`Files::paths`] lists what lies below `.gate` alone.
pub struct Revision {
    git: Mutex<Git>,
    commit: String,
    tree: Oid,
    paths: Vec<RepoPath>,
    unreadable: Vec<(String, String)>,
    owners: CodeOwners,
    prefix: String,
}

impl Revision {
    /// Exactly the commit that `revision` names: a branch, a tag, the digits of a commit.
    ///
    /// # Errors
    /// When there is no repository, git refuses to open it, or the commit is not in this clone; each says what to do.
    pub fn open(root: &Path, revision: &str, owner: Owner) -> Result<Self, SourceError> {
        let git = Git::required(&canonical(root)?, owner)?;
        let (commit, tree, owners) = {
            let commit = find(&git, revision)?;
            let tree = commit.tree_id();
            (commit.id().to_string(), tree, owners(&git, tree))
        };
        let prefix = git.full("");
        let (paths, unreadable) = (Vec::new(), Vec::new());
        let mut revision = Self { git: Mutex::new(git), commit, tree, paths, unreadable, owners, prefix };
        revision.list()?;
        Ok(revision)
    }

    /// The commit in hexadecimal digits.
    #[must_use]
    pub fn commit(&self) -> &str {
        &self.commit
    }

    /// Whether the CODEOWNERS of this commit names somebody for a path below the judged folder.
    #[must_use]
    pub fn owners_cover(&self, path: &RepoPath) -> bool {
        self.owners.cover(&format!("{}{}", self.prefix, path.as_str()))
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

    fn size(&self, path: &RepoPath) -> Result<u64, Unreadable> {
        let git = self.git();
        git.size(self.find(&git, path)?)
    }

    fn unreadable(&self) -> &[(String, String)] {
        &self.unreadable
    }
}

/// The commit that a revision names.
fn find<'git>(git: &'git Git, revision: &str) -> Result<Commit<'git>, SourceError> {
    let repository = git.repository();
    let object = repository.revparse_single(revision).map_err(|error| match error.code() {
        ErrorCode::NotFound => {
            let shallow = repository.is_shallow();
            SourceError::UnknownRevision { revision: revision.to_owned(), shallow, fix: fix(revision, shallow) }
        }
        ErrorCode::InvalidSpec | ErrorCode::Ambiguous => SourceError::NotACommit { revision: revision.to_owned() },
        _ => error.into(),
    })?;
    object.peel_to_commit().map_err(|_| SourceError::NotACommit { revision: revision.to_owned() })
}

/// The command that brings a revision into this clone.
fn fix(revision: &str, shallow: bool) -> String {
    let name = revision.split(['~', '^', '@']).next().unwrap_or(revision);
    let (remote, branch) = name.split_once('/').filter(|(remote, _)| *remote == "origin").unwrap_or(("origin", name));
    let is_id = branch.len() >= 7 && branch.bytes().all(|byte| byte.is_ascii_hexdigit());
    if shallow {
        format!("run `git fetch {remote} {branch} --deepen=200`, or set `fetch-depth: 0` on actions/checkout")
    } else if is_id {
        format!("run `git fetch {remote} {branch}`")
    } else {
        format!("run `git fetch {remote} {branch}:refs/remotes/{remote}/{branch}` and pass `{remote}/{branch}`")
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
