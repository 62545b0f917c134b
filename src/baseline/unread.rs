//! The debts of what could not be judged: bound to the bytes that nobody read, so that each edit of them opens it.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;

use sha2::{Digest, Sha256};

use super::{Debt, DebtKind};
use crate::finding::digits;
use crate::input::{Claim, FORMATS, terraform};
use crate::limits::LIMITS;
use crate::source::text::hex;
use crate::source::{Files, RepoPath};

/// Says of code without a plan why it could not be judged, whoever asks and with which flags.
const UNPLANNED: &str = "no plan";
/// Bytes that are read at once.
const CHUNK: usize = 64 * 1024;

/// What is known about the files of a run, to tell what an entry may be bound to.
pub struct Unread<'a> {
    /// The judged tree.
    pub files: &'a dyn Files,
    /// The first file of each folder of code that no plan speaks for.
    pub unplanned: &'a BTreeSet<RepoPath>,
    /// Plans and snapshots: what others have to prove is no debt.
    pub evidence: &'a BTreeSet<RepoPath>,
}

impl Unread<'_> {
    /// The debt of something that could not be judged for a reason, by the file that it is about. `is_unread`: gate has
    /// no reader for it, so that nothing else is lost with it.
    ///
    /// # Errors
    /// Why no entry can answer for it, as a fragment.
    pub fn debt(&self, path: &RepoPath, reason: &str, is_unread: bool) -> Result<Debt, &'static str> {
        if self.evidence.contains(path) {
            return Err("evidence is made anew, not accepted");
        }
        if path.as_str().contains(['*', '?']) {
            return Err("its path reads like a pattern; rename it");
        }
        let (reason, there) = if self.unplanned.contains(path) {
            (UNPLANNED, self.code_beside(path))
        } else if terraform::is_code(path) {
            return Err("the plan of this code has to be made anew");
        } else if let Some(submodule) = self.files.submodules().iter().find(|submodule| submodule.path == *path) {
            (reason, Some(submodule.commit.clone()))
        } else if !is_unread && may_take_in_others(path) {
            (reason, self.digest_of(self.files.paths().iter().filter(|path| is_yaml(path) && !is_own(path))))
        } else {
            (reason, self.digest(path))
        };
        let there = there.ok_or("nobody can tell what is there")?;
        let digits = digits(&["unread", reason, &there]);
        Ok(Debt { path: path.clone(), policy: None, kind: DebtKind::Unread, digits })
    }

    /// All code of the folder of a file.
    fn code_beside(&self, file: &RepoPath) -> Option<String> {
        let folder = file.parent();
        let beside = |path: &&RepoPath| path.parent() == folder && terraform::is_code(path);
        self.digest_of(self.files.paths().iter().filter(beside))
    }

    fn digest_of<'p>(&self, paths: impl Iterator<Item = &'p RepoPath>) -> Option<String> {
        let all: BTreeMap<&str, String> =
            paths.map(|path| Some((path.as_str(), self.digest(path)?))).collect::<Option<_>>()?;
        let parts: Vec<&str> = all.iter().flat_map(|(path, digest)| [*path, digest.as_str()]).collect();
        Some(digits(&parts))
    }

    /// The SHA-256 of the bytes of a file, however large and of whatever kind.
    fn digest(&self, path: &RepoPath) -> Option<String> {
        let mut content = self.files.content(path).ok()?;
        let mut hash = Sha256::new();
        let mut chunk = vec![0; CHUNK];
        let mut left = LIMITS.plan_bytes;
        loop {
            let read = content.read(&mut chunk).ok()?;
            let Some(bytes) = chunk.get(..read).filter(|bytes| !bytes.is_empty()) else {
                return Some(hex(&hash.finalize()));
            };
            left = left.checked_sub(u64::try_from(read).ok()?)?;
            hash.update(bytes);
        }
    }
}

/// Whether what is lost with a file may stand in any other: a pipeline of GitLab takes files in from everywhere, one of
/// GitHub is a file of its own.
fn may_take_in_others(path: &RepoPath) -> bool {
    let mut claiming = FORMATS.iter().filter(|format| format.claims(path) != Claim::No);
    is_yaml(path) && !claiming.any(|format| format.name().starts_with("github"))
}

fn is_yaml(path: &RepoPath) -> bool {
    matches!(path.extension(), Some("yml" | "yaml"))
}

/// Whether a file is one of gate's own, which no pipeline takes in and the baseline itself is among.
fn is_own(path: &RepoPath) -> bool {
    path.as_str().starts_with(".gate/")
}
