//! A tree of which one file is not as it was, and which remembers what was asked for.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use gate::source::files::Memory;
use gate::source::{Entry, Files, RepoPath, Skip, Source, Unreadable};

/// What became of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Change {
    /// It is gone.
    Removed,
    /// It is there, and nothing is in it.
    Empty,
    /// It holds something else than it should.
    OfAnotherKind,
    /// It is no text.
    NotText,
    /// It is larger than is read.
    TooLarge,
    /// It is a link that leads out of the tree.
    LinkedOut,
    /// A folder stands at its path.
    Folder,
    /// The system does not let it be read.
    Refused,
}

impl Change {
    pub(crate) const ALL: [Self; 8] = [
        Self::Removed,
        Self::Empty,
        Self::OfAnotherKind,
        Self::NotText,
        Self::TooLarge,
        Self::LinkedOut,
        Self::Folder,
        Self::Refused,
    ];

    /// Whether the tree still lists the file.
    const fn is_listed(self) -> bool {
        !matches!(self, Self::Removed | Self::LinkedOut | Self::Folder)
    }
}

/// Text that is nothing gate reads.
const ANOTHER_KIND: &str = "%!PS-Adobe-3.0\n/Helvetica findfont 12 scalefont setfont\nshowpage\n";

/// The tree.
pub(crate) struct Altered<'a> {
    inner: &'a Memory,
    changed: Option<(RepoPath, Change)>,
    paths: Vec<RepoPath>,
    skipped: Vec<Skip>,
    asked: Mutex<BTreeSet<RepoPath>>,
}

impl<'a> Altered<'a> {
    /// A tree as it is.
    pub(crate) fn not(inner: &'a Memory) -> Self {
        let (paths, asked) = (inner.paths().to_vec(), Mutex::default());
        Self { inner, changed: None, paths, skipped: Vec::new(), asked }
    }

    /// A tree of which a file is changed.
    pub(crate) fn by(inner: &'a Memory, path: &RepoPath, change: Change) -> Self {
        let mut this = Self::not(inner);
        if !change.is_listed() {
            this.paths.retain(|other| other != path);
        }
        if change == Change::LinkedOut {
            let reason = "a link out of the judged tree".to_owned();
            this.skipped.push(Skip { path: path.clone(), reason });
        }
        Self { changed: Some((path.clone(), change)), ..this }
    }

    /// The files that somebody wanted to know about since this was asked for the last time.
    pub(crate) fn asked(&self) -> BTreeSet<RepoPath> {
        std::mem::take(&mut self.asked.lock().unwrap())
    }

    /// What became of a file that somebody wants to know about.
    fn change(&self, path: &RepoPath) -> Option<Change> {
        self.asked.lock().unwrap().insert(path.clone());
        self.changed.as_ref().filter(|(changed, _)| changed == path).map(|(_, change)| *change)
    }
}

impl Files for Altered<'_> {
    fn paths(&self) -> &[RepoPath] {
        &self.paths
    }

    fn read(&self, path: &RepoPath, cap: u64) -> Result<Arc<Source>, Unreadable> {
        let text = |text: &str| Ok(Arc::new(Source::from_text(path.clone(), text)));
        match self.change(path) {
            None => self.inner.read(path, cap),
            Some(Change::Empty) => text(""),
            Some(Change::OfAnotherKind) => text(ANOTHER_KIND),
            Some(Change::Removed) => Err(Unreadable::Missing),
            Some(Change::NotText) => Err(Unreadable::Encoding { at: 0 }),
            Some(Change::TooLarge) => Err(Unreadable::TooLarge { bytes: u64::MAX, cap }),
            Some(Change::LinkedOut) => Err(Unreadable::LinkOut),
            Some(Change::Folder) => Err(Unreadable::NotAFile),
            Some(Change::Refused) => Err(Unreadable::Io("permission denied".to_owned())),
        }
    }

    fn head(&self, path: &RepoPath) -> Result<String, Unreadable> {
        let text = self.read(path, u64::MAX)?;
        Ok(text.text().chars().take(4096).collect())
    }

    /// The letters are there, whatever stands between them.
    fn remains(&self, path: &RepoPath, cap: u64) -> Result<String, Unreadable> {
        match self.change(path) {
            Some(Change::NotText) => self.inner.read(path, cap).map(|source| source.text().to_owned()),
            _ => self.read(path, cap).map(|source| source.text().to_owned()),
        }
    }

    fn skipped(&self) -> &[Skip] {
        &self.skipped
    }

    fn entry(&self, path: &RepoPath) -> Entry {
        match self.change(path) {
            Some(Change::Removed) => Entry::Missing,
            Some(Change::LinkedOut) => Entry::Link,
            Some(Change::Folder) => Entry::Folder,
            _ => self.inner.entry(path),
        }
    }

    fn contains(&self, path: &RepoPath) -> bool {
        self.change(path).map_or_else(|| self.inner.contains(path), Change::is_listed)
    }
}
