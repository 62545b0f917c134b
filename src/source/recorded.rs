//! A judged tree that keeps the digest of everything that was read from it: what a verdict rests on.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use super::files::{Content, Links};
use super::submodule::Submodule;
use super::{AtCommit, Entry, Files, Pinned, RepoPath, Skip, Source, Unreadable};

/// The files of another tree, and which of them were read.
pub struct Recorded {
    inner: Box<dyn Files>,
    read: Mutex<BTreeMap<RepoPath, String>>,
    links: OnceLock<Arc<Links>>,
    pinned: Pinned,
}

impl Recorded {
    /// Nothing was read yet. `pinned` holds other repositories.
    #[must_use]
    pub fn new(inner: Box<dyn Files>, pinned: Pinned) -> Self {
        Self { inner, read: Mutex::default(), links: OnceLock::new(), pinned }
    }

    /// The SHA-256 of the bytes of every file that was read as text so far, as 64 hexadecimal digits.
    #[must_use]
    pub fn read_so_far(&self) -> BTreeMap<RepoPath, String> {
        self.read.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn note(&self, path: &RepoPath, source: &Source) {
        let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        if !read.contains_key(path) {
            read.insert(path.clone(), source.digest().to_owned());
        }
    }
}

impl Files for Recorded {
    fn paths(&self) -> &[RepoPath] {
        self.inner.paths()
    }

    fn read(&self, path: &RepoPath, cap: u64) -> Result<Arc<Source>, Unreadable> {
        self.inner.read(path, cap).inspect(|source| self.note(path, source))
    }

    fn unpacked(&self, path: &RepoPath, cap: u64) -> Result<Arc<Source>, Unreadable> {
        self.inner.unpacked(path, cap).inspect(|source| self.note(path, source))
    }

    fn head(&self, path: &RepoPath) -> Result<String, Unreadable> {
        self.inner.head(path)
    }

    fn remains(&self, path: &RepoPath, cap: u64) -> Result<String, Unreadable> {
        self.inner.remains(path, cap)
    }

    fn size(&self, path: &RepoPath) -> Result<u64, Unreadable> {
        self.inner.size(path)
    }

    fn content(&self, path: &RepoPath) -> Result<Box<dyn Content + '_>, Unreadable> {
        self.inner.content(path)
    }

    fn submodules(&self) -> &[Submodule] {
        self.inner.submodules()
    }

    fn skipped(&self) -> &[Skip] {
        self.inner.skipped()
    }

    fn unreadable(&self) -> &[(String, String)] {
        self.inner.unreadable()
    }

    // What a full commit holds is the same whoever reads it, so that no digest of it need be kept.
    fn pinned(&self, file: &AtCommit, cap: u64) -> Option<Result<Arc<Source>, Unreadable>> {
        self.pinned.read(file, cap)
    }

    fn links(&self, find: &dyn Fn(&dyn Files) -> Links) -> Option<Arc<Links>> {
        Some(Arc::clone(self.links.get_or_init(|| Arc::new(find(self)))))
    }

    fn entry(&self, path: &RepoPath) -> Entry {
        self.inner.entry(path)
    }
}
