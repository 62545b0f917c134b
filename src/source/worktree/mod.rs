//! The working tree: a folder on disk, without what git ignores.

mod tracked;
mod walk;

use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::files::Content;
use super::git::{Git, Owner, canonical};
use super::submodule::Submodule;
use super::{Entry, Files, RepoPath, Skip, Source, SourceError, Unreadable, decode, disk};
use crate::limits::Limits;
use tracked::Tracked;

/// A folder on disk as a judged tree. Reading never leaves it, whatever links say.
#[derive(Debug)]
pub struct WorkTree {
    root: PathBuf,
    paths: Vec<RepoPath>,
    skipped: Vec<Skip>,
    submodules: Vec<Submodule>,
    unreadable: Vec<(String, String)>,
    without_git: Option<SourceError>,
}

impl WorkTree {
    /// The folder `root` with every file that git tracks or does not ignore; without git, every file.
    ///
    /// A repository that git refuses to open costs the ignore rules, not the judgement: then every file is listed,
    /// and [`WorkTree::without_git`] says why.
    ///
    /// # Errors
    /// When `root` is not a folder that can be opened.
    pub fn open(root: &Path, owner: Owner, limits: &Limits) -> Result<Self, SourceError> {
        let root = canonical(root)?;
        let git = Git::around(&root, owner).and_then(|git| git.map(Tracked::new).transpose());
        let (mut tracked, without_git) = match git {
            Ok(tracked) => (tracked, None),
            Err(error) => (None, Some(error)),
        };
        let found = walk::walk(&root, tracked.as_mut(), limits);
        let without_git = without_git.or_else(|| tracked.as_ref().and_then(Tracked::trouble));
        let walk::Found { paths, skipped, unreadable } = found;
        let mut submodules = tracked.as_ref().map(|tracked| tracked.submodules().to_vec()).unwrap_or_default();
        for submodule in &mut submodules {
            submodule.list(&root, limits.files);
        }
        Ok(Self { root, paths, skipped, submodules, unreadable, without_git })
    }

    /// The folder `root` with a list of files that is known already; neither the disk nor git is asked.
    ///
    /// # Errors
    /// When `root` is not a folder that can be opened.
    pub fn with_paths(root: &Path, mut paths: Vec<RepoPath>) -> Result<Self, SourceError> {
        paths.sort();
        let root = canonical(root)?;
        let (skipped, submodules, unreadable) = (Vec::new(), Vec::new(), Vec::new());
        Ok(Self { root, paths, skipped, submodules, unreadable, without_git: None })
    }

    /// Why git's ignore rules were not applied although there is a repository.
    #[must_use]
    pub const fn without_git(&self) -> Option<&SourceError> {
        self.without_git.as_ref()
    }

    /// The file behind a path, links resolved; never outside the root.
    fn resolve(&self, path: &RepoPath) -> Result<PathBuf, Unreadable> {
        let named = self.root.join(path.as_str());
        let file = named.canonicalize().map_err(|error| match disk::refused(&error) {
            // The system has a word for a loop that the library does not know; nothing else ends the way of a link.
            Unreadable::Io(_) if error.kind() != ErrorKind::PermissionDenied && disk::is_link(&named) => {
                Unreadable::LinkLoop
            }
            other => other,
        })?;
        if file.starts_with(&self.root) { Ok(file) } else { Err(Unreadable::LinkOut) }
    }
}

impl Files for WorkTree {
    fn paths(&self) -> &[RepoPath] {
        &self.paths
    }

    fn read(&self, path: &RepoPath, cap: u64) -> Result<Arc<Source>, Unreadable> {
        let raw = disk::read(&self.resolve(path)?, cap)?;
        decode::source(path, &raw).map(Arc::new)
    }

    fn head(&self, path: &RepoPath) -> Result<String, Unreadable> {
        decode::head(&disk::head(&self.resolve(path)?)?)
    }

    fn remains(&self, path: &RepoPath, cap: u64) -> Result<String, Unreadable> {
        disk::read(&self.resolve(path)?, cap).map(|raw| decode::remains(&raw))
    }

    fn content(&self, path: &RepoPath) -> Result<Box<dyn Content + '_>, Unreadable> {
        // No link leads to a file that the walk has listed, so only the file itself may be one.
        let listed = self.contains(path).then(|| disk::content_unless_link(&self.root.join(path.as_str())));
        match listed.transpose()?.flatten() {
            Some(file) => Ok(Box::new(file)),
            None => Ok(Box::new(disk::content(&self.resolve(path)?)?)),
        }
    }

    fn size(&self, path: &RepoPath) -> Result<u64, Unreadable> {
        disk::size(&self.resolve(path)?)
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
        disk::entry(&self.root, path)
    }
}
