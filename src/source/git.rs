//! A repository as gate reads it: raw objects only, no filters, no hooks, no environment, nothing written.

use std::path::{Path, PathBuf};

use git2::{ErrorCode, ObjectType, Oid, Repository};

use super::{RepoPath, SourceError, Unreadable, git_folder};

/// Whether a repository may belong to somebody else than the user who runs gate.
///
/// Git's configuration can start programs, so git opens no repository of another user. gate reads objects, references
/// and the index and starts nothing, so a caller who knows the checkout may say that it is to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Owner {
    /// As git does: only the user, or whom `safe.directory` names.
    Checked,
    /// Anybody; the caller has said so.
    Anybody,
}

/// The repository that a folder lies in.
pub(super) struct Git {
    repository: Repository,
    /// The top of the working tree.
    top: PathBuf,
    /// The folders that it is read from, its git folder first.
    folders: Vec<PathBuf>,
    /// The folder below the top of the repository: empty, or with a slash at its end.
    prefix: String,
}

impl Git {
    /// Opens the repository around `root`; `None` if there is none.
    ///
    /// The search looks for `.git` alone, which nobody can commit. A folder that merely looks like a bare repository
    /// is content, not a repository.
    pub(super) fn around(root: &Path, owner: Owner) -> Result<Option<Self>, SourceError> {
        let Some(top) = root.ancestors().find(|folder| folder.join(".git").symlink_metadata().is_ok()) else {
            return Ok(None);
        };
        let folders = git_folder::find(top)?;
        let folder = folders.first().map_or(top, PathBuf::as_path);
        let repository = match Repository::open(top) {
            // The library asks for the owner of a working tree, and not of a git folder alone.
            Err(error) if error.code() == ErrorCode::Owner && owner == Owner::Anybody => Repository::open_bare(folder),
            opened => opened,
        };
        let repository = repository.map_err(|error| match error.code() {
            ErrorCode::Owner => SourceError::Owner { path: top.to_owned() },
            _ => SourceError::from(error),
        })?;
        let below = root.strip_prefix(top).ok().and_then(slashed).unwrap_or_default();
        let prefix = if below.is_empty() { below } else { below + "/" };
        Ok(Some(Self { repository, top: top.to_owned(), folders, prefix }))
    }

    /// The same, where there must be one.
    pub(super) fn required(root: &Path, owner: Owner) -> Result<Self, SourceError> {
        Self::around(root, owner)?.ok_or_else(|| SourceError::NotARepository { path: root.to_owned() })
    }

    /// Looks at the file of a reference before the library opens it.
    pub(super) fn look_at(&self, reference: &str) -> Result<(), SourceError> {
        let folders: Vec<&Path> = self.folders.iter().take(2).map(PathBuf::as_path).collect();
        git_folder::reference(&folders, reference)
    }

    /// The library's repository.
    pub(super) const fn repository(&self) -> &Repository {
        &self.repository
    }

    /// The top of the working tree.
    pub(super) fn top(&self) -> &Path {
        &self.top
    }

    /// The folders that the repository is read from, the git folder of the working tree first.
    pub(super) fn folders(&self) -> Vec<PathBuf> {
        self.folders.clone()
    }

    /// The git folder that all working trees of the repository share.
    pub(super) fn common_folder(&self) -> &Path {
        self.folders.get(1).map_or(&self.top, PathBuf::as_path)
    }

    /// The path of a judged file below the top of the repository.
    pub(super) fn full(&self, path: &str) -> String {
        format!("{}{path}", self.prefix)
    }

    /// A name of the repository as one below the judged folder; `None` for those beside it.
    pub(super) fn below<'a>(&self, name: &'a [u8]) -> Option<&'a [u8]> {
        name.strip_prefix(self.prefix.as_bytes())
    }

    /// The size of a blob.
    pub(super) fn size(&self, blob: Oid) -> Result<u64, Unreadable> {
        let header = self.repository.odb().and_then(|odb| odb.read_header(blob));
        let (size, kind) = header.map_err(|error| absent(&error))?;
        if kind == ObjectType::Blob { Ok(u64::try_from(size).unwrap_or(u64::MAX)) } else { Err(Unreadable::NotAFile) }
    }

    /// The bytes of a blob of at most `cap` bytes.
    pub(super) fn blob(&self, blob: Oid, cap: u64) -> Result<Vec<u8>, Unreadable> {
        let bytes = self.size(blob)?;
        if bytes > cap {
            return Err(Unreadable::TooLarge { bytes, cap });
        }
        let blob = self.repository.find_blob(blob).map_err(|error| absent(&error))?;
        Ok(blob.content().to_vec())
    }
}

/// A partial clone has the tree but not every blob; gate opens no connection to fetch it.
fn absent(error: &git2::Error) -> Unreadable {
    match error.code() {
        ErrorCode::NotFound => Unreadable::Absent { what: "a partial clone; clone without `--filter`".to_owned() },
        _ => Unreadable::Io(error.message().to_owned()),
    }
}

/// A relative path with `/` between its parts; `None` if it is not UTF-8.
pub(super) fn slashed(path: &Path) -> Option<String> {
    let parts: Option<Vec<&str>> = path.iter().map(|part| part.to_str()).collect();
    parts.map(|parts| parts.join("/"))
}

/// The target of a link that git keeps as the content of a blob, if it stays in the tree.
pub(super) fn link_target(link: &RepoPath, target: &[u8]) -> Option<RepoPath> {
    RepoPath::join(link.parent().as_ref(), std::str::from_utf8(target).ok().filter(|target| !target.starts_with('/'))?)
}

/// The folder itself, links resolved.
pub(super) fn canonical(root: &Path) -> Result<PathBuf, SourceError> {
    let failed = |why: String| SourceError::Root { path: root.to_owned(), why };
    let path = root.canonicalize().map_err(|error| failed(error.to_string()))?;
    if path.is_dir() { Ok(path) } else { Err(failed("not a folder".to_owned())) }
}
