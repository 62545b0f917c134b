//! How much is followed for one document.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::makefile::Makefile;
use crate::input::tree::{self, Tree};
use crate::limits::Limits;
use crate::source::{RepoPath, Source};

/// The most commands of scripts that run in other scripts, files that are read for them, and bytes of these.
const COMMANDS: usize = 200_000;
const FILES: usize = 500;
const BYTES: usize = 8_000_000;

/// How many bytes of a file take as long to read as a command does.
const PER_COMMAND: usize = 100;

/// What has been followed for a document.
#[derive(Default)]
pub(in super::super::super) struct Budget {
    commands: usize,
    bytes: usize,
    /// The files that were asked for, or why one cannot be read.
    files: BTreeMap<RepoPath, Result<Arc<Source>, String>>,
    /// Those that are JSON; `None` of one that is not.
    trees: BTreeMap<RepoPath, Option<Arc<Tree>>>,
    /// Makefiles with those that they take in, by file and folder.
    makefiles: BTreeMap<(RepoPath, String), Arc<Makefile>>,
}

impl Budget {
    /// Takes the commands of a script in that another runs.
    pub(in super::super) fn add(&mut self, commands: usize) {
        self.commands = self.commands.saturating_add(commands);
    }

    /// Takes in that a file is looked at once more, which costs as much as some commands.
    pub(super) fn look(&mut self, bytes: usize) {
        self.add(bytes.checked_div(PER_COMMAND).unwrap_or_default());
    }

    /// A file that was read, as JSON.
    pub(super) fn json(&mut self, source: &Source, limits: &Limits) -> Option<Arc<Tree>> {
        let parse = || tree::parse_json(source, limits).ok().map(Arc::new);
        self.trees.entry(source.path().clone()).or_insert_with(parse).clone()
    }

    /// A makefile that was read in a folder.
    pub(super) fn makefile(&self, path: &RepoPath, folder: &str) -> Option<Arc<Makefile>> {
        self.makefiles.get(&(path.clone(), folder.to_owned())).cloned()
    }

    /// Keeps a makefile.
    pub(super) fn keep(&mut self, path: &RepoPath, folder: &str, makefile: &Arc<Makefile>) {
        self.makefiles.insert((path.clone(), folder.to_owned()), Arc::clone(makefile));
    }

    /// Why no more is followed, if that is so.
    pub(in super::super) fn is_spent(&self) -> Option<String> {
        let is_spent = self.commands > COMMANDS;
        is_spent.then(|| format!("the scripts that this document runs have more than {COMMANDS} commands"))
    }

    /// A file, read once. `Err` says why not.
    pub(super) fn file(
        &mut self,
        path: &RepoPath,
        read: impl FnOnce() -> Result<Arc<Source>, String>,
    ) -> Result<Arc<Source>, String> {
        if let Some(known) = self.files.get(path) {
            return known.clone();
        }
        if self.files.len() >= FILES || self.bytes > BYTES {
            return Err(format!("this document runs more than {FILES} files or {BYTES} bytes of scripts"));
        }
        let found = read();
        self.bytes = self.bytes.saturating_add(found.as_ref().map_or(0, |source| source.text().len()));
        self.files.insert(path.clone(), found.clone());
        found
    }
}
