//! How much is followed for one document.

use std::collections::BTreeMap;
use std::sync::Arc;

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

    /// Why no more is followed, if that is so.
    pub(super) fn is_spent(&self) -> Option<String> {
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
