//! Files from outside a tree, shown inside it: the plan that a user names by its path.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use super::files::Content;
use super::submodule::Submodule;
use super::{Entry, Files, RepoPath, Skip, Source, Unreadable, decode, disk};

/// A judged tree with some more files, which a user has named and which lie anywhere.
pub struct Overlay {
    inner: Box<dyn Files>,
    external: BTreeMap<RepoPath, PathBuf>,
    paths: Vec<RepoPath>,
}

impl Overlay {
    /// `inner` with every external file under the path given for it; an external file wins over one of the tree.
    #[must_use]
    pub fn new(inner: Box<dyn Files>, external: &[(RepoPath, PathBuf)]) -> Self {
        let external: BTreeMap<RepoPath, PathBuf> = external.iter().cloned().collect();
        let mut paths: Vec<RepoPath> = inner.paths().iter().chain(external.keys()).cloned().collect();
        paths.sort_unstable();
        paths.dedup();
        Self { inner, external, paths }
    }
}

impl Files for Overlay {
    fn paths(&self) -> &[RepoPath] {
        &self.paths
    }

    fn read(&self, path: &RepoPath, cap: u64) -> Result<Arc<Source>, Unreadable> {
        match self.external.get(path) {
            Some(file) => decode::source(path, &disk::read(file, cap)?).map(Arc::new),
            None => self.inner.read(path, cap),
        }
    }

    fn head(&self, path: &RepoPath) -> Result<String, Unreadable> {
        match self.external.get(path) {
            Some(file) => decode::head(&disk::head(file)?),
            None => self.inner.head(path),
        }
    }

    fn remains(&self, path: &RepoPath, cap: u64) -> Result<String, Unreadable> {
        match self.external.get(path) {
            Some(file) => disk::read(file, cap).map(|raw| decode::remains(&raw)),
            None => self.inner.remains(path, cap),
        }
    }

    fn content(&self, path: &RepoPath) -> Result<Box<dyn Content + '_>, Unreadable> {
        match self.external.get(path) {
            Some(file) => Ok(Box::new(disk::content(file)?)),
            None => self.inner.content(path),
        }
    }

    fn size(&self, path: &RepoPath) -> Result<u64, Unreadable> {
        match self.external.get(path) {
            Some(file) => disk::size(file),
            None => self.inner.size(path),
        }
    }

    fn skipped(&self) -> &[Skip] {
        self.inner.skipped()
    }

    fn submodules(&self) -> &[Submodule] {
        self.inner.submodules()
    }

    fn unreadable(&self) -> &[(String, String)] {
        self.inner.unreadable()
    }

    fn entry(&self, path: &RepoPath) -> Entry {
        if self.external.contains_key(path) { Entry::File } else { self.inner.entry(path) }
    }
}
