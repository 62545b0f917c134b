//! A tree with a few files from outside of it: plans and snapshots that a trusted job made elsewhere.
#![expect(clippy::disallowed_methods, reason = "`source` is the module that opens files")]

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use super::read::read_file;
use super::{Files, RepoPath, Source, Unreadable};

/// A judged tree and files that were named on the command line, each under the path where it is shown.
pub struct Overlay {
    inner: Box<dyn Files>,
    named: BTreeMap<RepoPath, PathBuf>,
}

impl Overlay {
    /// Lays `named` over `inner`; a named file hides one of the tree.
    #[must_use]
    pub fn new(inner: Box<dyn Files>, named: &[(RepoPath, PathBuf)]) -> Self {
        Self { inner, named: named.iter().cloned().collect() }
    }
}

impl Files for Overlay {
    /// The files of the tree alone: a named file is judged because it was named, not because it was found.
    fn paths(&self) -> &[RepoPath] {
        self.inner.paths()
    }

    fn read(&self, path: &RepoPath, cap: u64) -> Result<Arc<Source>, Unreadable> {
        match self.named.get(path) {
            Some(file) => read_file(path, file, cap),
            None => self.inner.read(path, cap),
        }
    }
}
