//! What git knows about the working tree: the files it tracks and the ones it ignores.

use std::path::Path;

use git2::IndexEntryExtendedFlag;

use super::super::SourceError;
use super::super::git::Git;

/// The index and the ignore rules of a repository.
pub(super) struct Tracked {
    git: Git,
    /// Every tracked name below the judged folder, sorted.
    names: Vec<Vec<u8>>,
    /// Those that a sparse checkout leaves out.
    sparse: Vec<Vec<u8>>,
}

impl Tracked {
    pub(super) fn new(git: Git) -> Result<Self, SourceError> {
        let index = git.repository().index()?;
        let (mut names, mut sparse) = (Vec::with_capacity(index.len()), Vec::new());
        for entry in index.iter() {
            let Some(name) = git.below(&entry.path) else { continue };
            if IndexEntryExtendedFlag::from_bits_truncate(entry.flags_extended).is_skip_worktree() {
                sparse.push(name.to_owned());
            }
            names.push(name.to_owned());
        }
        names.sort_unstable();
        Ok(Self { git, names, sparse })
    }

    /// Whether git tracks a file.
    pub(super) fn contains(&self, name: &[u8]) -> bool {
        self.names.binary_search_by(|known| known.as_slice().cmp(name)).is_ok()
    }

    /// Whether git tracks any file below a folder. A submodule is one name, without any below.
    pub(super) fn any_below(&self, folder: &str) -> bool {
        let prefix = format!("{folder}/");
        let first = self.names.partition_point(|known| known.as_slice() < prefix.as_bytes());
        self.names.get(first).is_some_and(|name| name.starts_with(prefix.as_bytes()))
    }

    /// Whether the ignore rules name a path; for a folder, write the slash at its end.
    pub(super) fn ignores(&self, path: &str) -> bool {
        self.ignores_bytes(Path::new(path))
    }

    /// The same for a name that is not UTF-8. What git cannot say is not ignored.
    pub(super) fn ignores_bytes(&self, path: &Path) -> bool {
        let full = Path::new(&self.git.full("")).join(path);
        self.git.repository().is_path_ignored(full).unwrap_or(false)
    }

    /// Tracked files that a sparse checkout leaves out.
    pub(super) fn sparse(&self) -> &[Vec<u8>] {
        &self.sparse
    }
}
