//! Files from outside a tree, shown inside it: the plan that a user names by its path, or hands over.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::Cursor;
use std::path::PathBuf;
use std::sync::Arc;

use super::files::Content;
use super::submodule::Submodule;
use super::{Entry, Files, Piped, RepoPath, Skip, Source, Unreadable, decode, disk};

/// A judged tree with some more files, which a user has named and which lie anywhere.
pub struct Overlay {
    inner: Box<dyn Files>,
    external: BTreeMap<RepoPath, Place>,
    paths: Vec<RepoPath>,
}

/// Where a file from outside is.
enum Place {
    /// On disk.
    Disk(PathBuf),
    /// In memory.
    Memory(Arc<Vec<u8>>),
}

impl Place {
    fn raw(&self, cap: u64) -> Result<Cow<'_, [u8]>, Unreadable> {
        match self {
            Self::Disk(file) => disk::read(file, cap).map(Cow::Owned),
            Self::Memory(content) => match u64::try_from(content.len()).unwrap_or(u64::MAX) {
                bytes if bytes > cap => Err(Unreadable::TooLarge { bytes, cap }),
                _ => Ok(Cow::Borrowed(content)),
            },
        }
    }
}

impl Overlay {
    /// `inner` with every external file, on disk or handed over, under the path given for it; an external file wins over
    /// one of the tree.
    #[must_use]
    pub fn new(inner: Box<dyn Files>, external: &[(RepoPath, PathBuf)], piped: Option<&Piped>) -> Self {
        let on_disk = external.iter().map(|(path, file)| (path.clone(), Place::Disk(file.clone())));
        let in_memory = piped.map(|piped| (piped.path.clone(), Place::Memory(piped.content())));
        let external: BTreeMap<RepoPath, Place> = on_disk.chain(in_memory).collect();
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
            Some(place) => decode::source(path, &place.raw(cap)?).map(Arc::new),
            None => self.inner.read(path, cap),
        }
    }

    fn head(&self, path: &RepoPath) -> Result<String, Unreadable> {
        match self.external.get(path) {
            Some(Place::Disk(file)) => decode::head(&disk::head(file)?),
            Some(Place::Memory(content)) => decode::head(content.get(..decode::HEAD_BYTES).unwrap_or(content)),
            None => self.inner.head(path),
        }
    }

    fn remains(&self, path: &RepoPath, cap: u64) -> Result<String, Unreadable> {
        match self.external.get(path) {
            Some(place) => place.raw(cap).map(|raw| decode::remains(&raw)),
            None => self.inner.remains(path, cap),
        }
    }

    fn content(&self, path: &RepoPath) -> Result<Box<dyn Content + '_>, Unreadable> {
        match self.external.get(path) {
            Some(Place::Disk(file)) => Ok(Box::new(disk::content(file)?)),
            Some(Place::Memory(content)) => Ok(Box::new(Cursor::new(content.as_slice()))),
            None => self.inner.content(path),
        }
    }

    fn size(&self, path: &RepoPath) -> Result<u64, Unreadable> {
        match self.external.get(path) {
            Some(Place::Disk(file)) => disk::size(file),
            Some(Place::Memory(content)) => Ok(u64::try_from(content.len()).unwrap_or(u64::MAX)),
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
