//! What a judged tree offers to the parsers.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read, Seek};
use std::sync::Arc;

use super::submodule::Submodule;
use super::{AtCommit, Entry, RepoPath, Source, decode, packed};
use crate::limits::LIMITS;

/// Files that others name: for each, those that do.
pub type Links = BTreeMap<RepoPath, BTreeSet<RepoPath>>;

/// The bytes of a file, in any order.
pub trait Content: Read + Seek {}

impl<T: Read + Seek> Content for T {}

/// A judged tree: a list of files and a way to read one.
pub trait Files: Send + Sync {
    /// Every file of the tree that may be judged, sorted.
    fn paths(&self) -> &[RepoPath];

    /// Reads one file of at most `cap` bytes and decodes it to UTF-8.
    ///
    /// # Errors
    /// [`Unreadable`] says why not, in words for the report.
    fn read(&self, path: &RepoPath, cap: u64) -> Result<Arc<Source>, Unreadable>;

    /// The same of a file that may be packed with gzip: it is unpacked, to at most `cap` bytes.
    ///
    /// # Errors
    /// As [`Files::read`].
    fn unpacked(&self, path: &RepoPath, cap: u64) -> Result<Arc<Source>, Unreadable> {
        match self.content(path).ok().and_then(|content| packed::read(content, cap)) {
            Some(raw) => decode::unpacked(path, &raw?, cap).map(Arc::new),
            None => self.read(path, cap),
        }
    }

    /// The size of a file in bytes, unpacked if it is packed with gzip; what is above `cap` is not counted to its end.
    ///
    /// # Errors
    /// As [`Files::read`].
    fn unpacked_size(&self, path: &RepoPath, cap: u64) -> Result<u64, Unreadable> {
        let bytes = self.size(path)?;
        let Ok(content) = self.content(path) else { return Ok(bytes) };
        Ok(packed::size(content, bytes, cap)?.map_or(bytes, |unpacked| unpacked.max(bytes)))
    }

    /// The first 4 KiB of a file, decoded, and unpacked if it is packed with gzip; enough to tell what it is.
    ///
    /// # Errors
    /// As [`Files::read`].
    fn head(&self, path: &RepoPath) -> Result<String, Unreadable> {
        self.read(path, LIMITS.plan_bytes).map(|source| decode::beginning(source.text()))
    }

    /// What can be made out of a file that is no text, to tell what it would be; without the NULs of wide characters.
    ///
    /// # Errors
    /// As [`Files::read`].
    fn remains(&self, path: &RepoPath, cap: u64) -> Result<String, Unreadable> {
        self.read(path, cap).map(|source| source.text().to_owned())
    }

    /// The bytes of a file, for a look at parts of it; nothing is decoded.
    ///
    /// # Errors
    /// As [`Files::read`].
    fn content(&self, path: &RepoPath) -> Result<Box<dyn Content + '_>, Unreadable> {
        let source = self.read(path, LIMITS.plan_bytes)?;
        Ok(Box::new(Cursor::new(source.text().as_bytes().to_vec())))
    }

    /// The size of a file in bytes, before it is decoded.
    ///
    /// # Errors
    /// As [`Files::read`].
    fn size(&self, path: &RepoPath) -> Result<u64, Unreadable> {
        self.read(path, LIMITS.plan_bytes).map(|source| u64::try_from(source.text().len()).unwrap_or(u64::MAX))
    }

    /// What was left out of [`Files::paths`] for a reason that a user may want to know.
    fn skipped(&self) -> &[Skip] {
        &[]
    }

    /// The repositories inside the repository that git knows, sorted by path. They are among what was left out, too,
    /// where the tree holds more of them than a commit.
    fn submodules(&self) -> &[Submodule] {
        &[]
    }

    /// What could not even be listed: a name as it can be shown, and why. Nobody can say that it is harmless, so it
    /// makes the run incomplete.
    fn unreadable(&self) -> &[(String, String)] {
        &[]
    }

    /// What stands at a path, before any link is followed.
    fn entry(&self, path: &RepoPath) -> Entry {
        if self.contains(path) {
            return Entry::File;
        }
        let paths = self.paths();
        let begin = format!("{}/", path.as_str());
        let first = paths.get(paths.partition_point(|other| other.as_str() < begin.as_str()));
        if first.is_some_and(|first| first.is_below(Some(path))) { Entry::Folder } else { Entry::Missing }
    }

    /// The files of the tree that are wanted, in the order of [`Files::paths`]. Whoever asks so is not concerned by any
    /// other file that comes or goes.
    fn paths_where<'a>(&'a self, wanted: &dyn Fn(&RepoPath) -> bool) -> Vec<&'a RepoPath> {
        self.paths().iter().filter(|path| wanted(path)).collect()
    }

    /// Reads a file of a commit of another repository; `None` where nobody has said where that lies.
    fn pinned(&self, _file: &AtCommit, _cap: u64) -> Option<Result<Arc<Source>, Unreadable>> {
        None
    }

    /// What `find` makes of the tree, from a tree that keeps it: the calls of pipelines, which concern many documents.
    /// `None` where nothing is kept.
    fn links(&self, _find: &dyn Fn(&dyn Files) -> Links) -> Option<Arc<Links>> {
        None
    }

    /// Whether the tree lists this file.
    fn contains(&self, path: &RepoPath) -> bool {
        self.paths().binary_search(path).is_ok()
    }
}

/// A file or folder that is not judged, and why.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Skip {
    /// The file or folder.
    pub path: RepoPath,
    /// A fragment without a full stop.
    pub reason: String,
}

/// Why a file could not be read. The path is known to whoever asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Unreadable {
    /// There is no such file in the judged tree.
    #[error("no such file in the judged tree")]
    Missing,
    /// The file is larger than its cap.
    #[error("{bytes} bytes, more than the limit of {cap}")]
    TooLarge {
        /// Its size.
        bytes: u64,
        /// The cap that applies.
        cap: u64,
    },
    /// A link that leads out of the judged tree.
    #[error("a link out of the judged tree; gate does not follow it")]
    LinkOut,
    /// A link that leads back to itself, by whatever way: there is nothing behind it.
    #[error("a link that leads back to itself; make it a file")]
    LinkLoop,
    /// Not a regular file: a device, a socket, a folder.
    #[error("not a regular file")]
    NotAFile,
    /// Bytes that are neither UTF-8 nor UTF-16 with a byte order mark.
    #[error("not valid UTF-8 (byte {at}); save it as UTF-8")]
    Encoding {
        /// Offset of the first bad byte.
        at: usize,
    },
    /// A file of gzip that cannot be unpacked.
    #[error("{why}")]
    Packed {
        /// Why not, and what to do.
        why: String,
    },
    /// The content is a Git LFS pointer or an otherwise absent blob.
    #[error("its content is not in this checkout ({what})")]
    Absent {
        /// What stands in its place.
        what: String,
    },
    /// The operating system refused.
    #[error("{0}")]
    Io(String),
}

/// A tree held in memory, for tests and fixtures.
#[derive(Debug, Default)]
pub struct Memory {
    paths: Vec<RepoPath>,
    sources: BTreeMap<RepoPath, Arc<Source>>,
}

impl Memory {
    /// A tree of the given files.
    #[must_use]
    pub fn new(sources: impl IntoIterator<Item = Source>) -> Self {
        let sources: BTreeMap<_, _> =
            sources.into_iter().map(|source| (source.path().clone(), Arc::new(source))).collect();
        Self { paths: sources.keys().cloned().collect(), sources }
    }
}

impl Files for Memory {
    fn paths(&self) -> &[RepoPath] {
        &self.paths
    }

    fn read(&self, path: &RepoPath, cap: u64) -> Result<Arc<Source>, Unreadable> {
        let source = self.sources.get(path).ok_or(Unreadable::Missing)?;
        let bytes = u64::try_from(source.text().len()).unwrap_or(u64::MAX);
        if bytes > cap { Err(Unreadable::TooLarge { bytes, cap }) } else { Ok(Arc::clone(source)) }
    }
}
