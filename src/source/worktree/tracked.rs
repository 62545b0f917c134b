//! What git knows about the working tree: the files it tracks and the ones it ignores.

use git2::IndexEntryExtendedFlag;

use super::super::git::Git;
use super::super::ignore::Ignore;
use super::super::submodule::Submodule;
use super::super::{Entry, RepoPath, SourceError};

/// The index and the ignore rules of a repository.
pub(super) struct Tracked {
    git: Git,
    ignore: Ignore,
    /// Every tracked name below the judged folder, sorted.
    names: Vec<Vec<u8>>,
    /// Submodules below the judged folder, sorted.
    submodules: Vec<Submodule>,
    /// Those that a sparse checkout leaves out.
    sparse: Vec<Vec<u8>>,
}

impl Tracked {
    pub(super) fn new(git: Git) -> Result<Self, SourceError> {
        let index = git.repository().index()?;
        let (mut names, mut sparse) = (Vec::with_capacity(index.len()), Vec::new());
        let mut submodules = Vec::new();
        for entry in index.iter() {
            let Some(name) = git.below(&entry.path) else { continue };
            if IndexEntryExtendedFlag::from_bits_truncate(entry.flags_extended).is_skip_worktree() {
                sparse.push(name.to_owned());
            }
            if Entry::of_mode(entry.mode) == Entry::Submodule {
                let path = std::str::from_utf8(name).ok().and_then(RepoPath::new);
                submodules.extend(path.map(|path| Submodule::new(path, entry.id.to_string())));
            }
            names.push(name.to_owned());
        }
        names.sort_unstable();
        submodules.sort_unstable();
        let exclude = git.common_folder().join("info/exclude");
        let ignore = Ignore::new(git.top(), &exclude);
        Ok(Self { git, ignore, names, submodules, sparse })
    }

    /// Whether git tracks a file.
    pub(super) fn contains(&self, name: &[u8]) -> bool {
        self.names.binary_search_by(|known| known.as_slice().cmp(name)).is_ok()
    }

    /// Whether git tracks any file below a folder. A submodule is one name, without any below.
    pub(super) fn any_below(&self, folder: &[u8]) -> bool {
        let prefix = [folder, b"/"].concat();
        let first = self.names.partition_point(|known| known < &prefix);
        self.names.get(first).is_some_and(|name| name.starts_with(&prefix))
    }

    /// Whether the ignore rules name a path below the judged folder.
    pub(super) fn ignores(&mut self, path: &[u8], is_folder: bool) -> bool {
        self.ignore.ignores(&[self.git.full("").as_bytes(), path].concat(), is_folder)
    }

    /// Why the ignore rules could not be applied to the end.
    pub(super) fn trouble(&self) -> Option<SourceError> {
        self.ignore.is_exhausted().then_some(SourceError::IgnoreRules)
    }

    /// The submodules that git tracks.
    pub(super) fn submodules(&self) -> &[Submodule] {
        &self.submodules
    }

    /// Tracked files that a sparse checkout leaves out.
    pub(super) fn sparse(&self) -> &[Vec<u8>] {
        &self.sparse
    }
}
