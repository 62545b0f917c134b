//! A judged tree that notices whether what is asked of it is the same in other trees.
//!
//! A reader is a function of what it asks: where every answer is the same in two trees, so is the document.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use super::files::{Content, Links};
use super::same::{same_content, same_kind};
use super::submodule::Submodule;
use super::{AtCommit, Entry, Files, RepoPath, Skip, Source, Unreadable};

/// The trees that a judged tree is compared with, and what is known of their differences.
pub struct Others {
    trees: Vec<Box<dyn Files>>,
    /// The files whose bytes were compared.
    compared: Mutex<BTreeMap<RepoPath, bool>>,
    /// Whether every tree lists the same files.
    listing: OnceLock<bool>,
    /// Whether the files of every tree name each other in the same way.
    links: OnceLock<bool>,
}

impl Others {
    /// Nothing was compared yet.
    #[must_use]
    pub fn new(trees: Vec<Box<dyn Files>>) -> Self {
        Self { trees, compared: Mutex::default(), listing: OnceLock::new(), links: OnceLock::new() }
    }

    fn same_content(&self, judged: &dyn Files, path: &RepoPath) -> bool {
        let compared = || self.compared.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = compared().get(path).copied() {
            return known;
        }
        let same = self.trees.iter().all(|tree| same_content(judged.content(path), tree.content(path)));
        compared().insert(path.clone(), same);
        same
    }

    fn same_listing(&self, judged: &dyn Files) -> bool {
        *self.listing.get_or_init(|| self.trees.iter().all(|tree| tree.paths() == judged.paths()))
    }
}

/// A judged tree, and whether everything that was asked of it so far is the same in the others.
pub struct Compared<'a> {
    judged: &'a dyn Files,
    others: &'a Others,
    differs: AtomicBool,
}

impl<'a> Compared<'a> {
    /// Nothing was asked yet.
    #[must_use]
    pub const fn new(judged: &'a dyn Files, others: &'a Others) -> Self {
        Self { judged, others, differs: AtomicBool::new(false) }
    }

    /// Whether no answer differs.
    #[must_use]
    pub fn is_same(&self) -> bool {
        !self.differs.load(Ordering::SeqCst)
    }

    /// Compares an answer, unless one differs already.
    fn ask(&self, same: impl FnOnce() -> bool) {
        if self.is_same() && !same() {
            self.differs.store(true, Ordering::SeqCst);
        }
    }

    fn ask_content(&self, path: &RepoPath) {
        self.ask(|| self.others.same_content(self.judged, path));
    }
}

impl Files for Compared<'_> {
    fn paths(&self) -> &[RepoPath] {
        self.ask(|| self.others.same_listing(self.judged));
        self.judged.paths()
    }

    fn paths_where<'f>(&'f self, wanted: &dyn Fn(&RepoPath) -> bool) -> Vec<&'f RepoPath> {
        let listed = self.judged.paths_where(wanted);
        self.ask(|| self.others.trees.iter().all(|tree| tree.paths_where(wanted) == listed));
        listed
    }

    // Other repositories are the same for every tree.
    fn pinned(&self, file: &AtCommit, cap: u64) -> Option<Result<Arc<Source>, Unreadable>> {
        self.judged.pinned(file, cap)
    }

    fn links(&self, find: &dyn Fn(&dyn Files) -> Links) -> Option<Arc<Links>> {
        let links = self.judged.links(find).unwrap_or_else(|| Arc::new(find(self.judged)));
        let same = || self.others.trees.iter().all(|tree| find(tree.as_ref()) == *links);
        self.ask(|| *self.others.links.get_or_init(same));
        Some(links)
    }

    fn read(&self, path: &RepoPath, cap: u64) -> Result<Arc<Source>, Unreadable> {
        self.ask_content(path);
        self.judged.read(path, cap)
    }

    fn head(&self, path: &RepoPath) -> Result<String, Unreadable> {
        self.ask_content(path);
        self.judged.head(path)
    }

    fn remains(&self, path: &RepoPath, cap: u64) -> Result<String, Unreadable> {
        self.ask_content(path);
        self.judged.remains(path, cap)
    }

    fn content(&self, path: &RepoPath) -> Result<Box<dyn Content + '_>, Unreadable> {
        self.ask_content(path);
        self.judged.content(path)
    }

    fn size(&self, path: &RepoPath) -> Result<u64, Unreadable> {
        self.ask_content(path);
        self.judged.size(path)
    }

    // Nobody who reads a document asks for these; whoever does is not compared further.
    fn skipped(&self) -> &[Skip] {
        self.ask(|| false);
        self.judged.skipped()
    }

    fn submodules(&self) -> &[Submodule] {
        self.ask(|| false);
        self.judged.submodules()
    }

    fn unreadable(&self) -> &[(String, String)] {
        self.ask(|| false);
        self.judged.unreadable()
    }

    fn entry(&self, path: &RepoPath) -> Entry {
        let found = self.judged.entry(path);
        self.ask(|| self.others.trees.iter().all(|tree| same_kind(found, tree.entry(path))));
        found
    }

    fn contains(&self, path: &RepoPath) -> bool {
        let found = self.judged.contains(path);
        self.ask(|| self.others.trees.iter().all(|tree| tree.contains(path) == found));
        found
    }
}

#[cfg(test)]
mod tests {
    use super::{Compared, Others};
    use crate::source::files::Memory;
    use crate::source::{Entry, Files, RepoPath, Source};

    fn tree(files: &[(&str, &str)]) -> Memory {
        Memory::new(files.iter().map(|(name, text)| Source::from_text(RepoPath::new(name).unwrap(), text)))
    }

    type Ask = fn(&dyn Files, &RepoPath) -> bool;

    #[test]
    fn only_what_is_asked_can_differ() {
        let path = |text: &str| RepoPath::new(text).unwrap();
        let judged = tree(&[("a", "1"), ("b", "2"), ("new", "3")]);
        let others = || Others::new(vec![Box::new(tree(&[("a", "1"), ("b", "1"), ("old", "3")]))]);
        let read: Ask = |files, path| files.read(path, 9).is_ok();
        let cases: [(&str, Ask, &str, bool); 12] = [
            ("the same file", read, "a", true),
            ("another content", read, "b", false),
            ("a file that is new", read, "new", false),
            ("a file that is gone", read, "old", false),
            ("a file that never was", read, "never", true),
            ("whether a file is there", |files, path| files.contains(path), "b", true),
            ("whether a new file is there", |files, path| files.contains(path), "new", false),
            ("what stands at a path", |files, path| files.entry(path) == Entry::File, "b", true),
            ("its size", |files, path| files.size(path).is_ok(), "b", false),
            ("the listing", |files, _| files.paths().is_empty(), "a", false),
            ("a part of it", |files, _| files.paths_where(&|path| path.as_str().len() == 1).is_empty(), "a", true),
            ("another part", |files, _| files.paths_where(&|path| path.as_str().len() == 3).is_empty(), "a", false),
        ];
        for (name, ask, asked, expected) in cases {
            let others = others();
            let compared = Compared::new(&judged, &others);
            assert!(compared.is_same());
            ask(&compared, &path(asked));
            assert_eq!(compared.is_same(), expected, "{name}");
        }
    }

    #[test]
    fn every_other_tree_counts() {
        let judged = tree(&[("a", "1")]);
        let others = Others::new(vec![Box::new(tree(&[("a", "1")])), Box::new(tree(&[("a", "2")]))]);
        let compared = Compared::new(&judged, &others);
        let _ = compared.head(&RepoPath::new("a").unwrap());
        assert!(!compared.is_same());
    }
}
