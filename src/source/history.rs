//! Who wrote what stands in a file of a commit, as the history says it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use git2::{Commit, ErrorCode, ObjectType, Oid};

use super::git::Git;
use super::{RepoPath, Source, decode};
use crate::limits::LIMITS;

/// Commits that are looked at for one file; 90 days of a busy repository have fewer.
const COMMITS: usize = 50_000;

/// Bytes of all versions of the file that are read: a hundred versions of one that is larger than most.
const BYTES: usize = 16 << 20;

/// Bytes of a message in which co-authors are looked for, and how many of them are kept.
const MESSAGE_BYTES: usize = 64 * 1024;
const CO_AUTHORS: usize = 100;

/// The trailer by which GitHub and GitLab name further authors.
const CO_AUTHOR: &str = "co-authored-by:";

/// Somebody who wrote a commit.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Author {
    /// The name as written.
    pub name: String,
    /// The address as written.
    pub email: String,
}

/// Who added one thing that stands in a file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Added {
    /// The authors of every commit that brought it in as it stands now, co-authors included; none where it stands in no
    /// commit yet.
    pub authors: BTreeSet<Author>,
    /// Whether this clone does not reach back far enough to see all of them.
    pub is_cut_off: bool,
}

/// Which of the things that are asked for stand in a version of the file; `None` where it cannot be read.
pub type Stands<'a> = &'a dyn Fn(&Source) -> Option<BTreeSet<usize>>;

/// What stands in the file of a commit.
#[derive(Clone)]
enum Version {
    Things(BTreeSet<usize>),
    Unreadable,
}

/// A walk from a commit to those that brought in what stands there.
///
/// Authors count and committers do not: whoever merges or rebases an entry that another has written is its committer, and
/// is most often the very person who approves it.
pub(super) struct Walk<'a> {
    git: &'a Git,
    path: &'a RepoPath,
    full: String,
    stands: Stands<'a>,
    /// Versions by blob: most commits leave the file as it is.
    versions: BTreeMap<Oid, Version>,
    /// Bytes that may still be read.
    left: usize,
    added: BTreeMap<usize, Added>,
}

impl<'a> Walk<'a> {
    /// Nothing was looked at yet.
    pub(super) fn new(git: &'a Git, path: &'a RepoPath, stands: Stands<'a>) -> Self {
        let full = git.full(path.as_str());
        Self { git, path, full, stands, versions: BTreeMap::new(), left: BYTES, added: BTreeMap::new() }
    }

    /// Who added each of so many things, seen from a commit.
    pub(super) fn run(mut self, from: Oid, things: usize) -> Vec<Added> {
        let commit = self.git.repository().find_commit(from).ok();
        match commit.and_then(|commit| self.version(&commit)) {
            Some(Version::Things(things)) => self.follow(from, things),
            // Nobody can say what stood there.
            Some(Version::Unreadable) | None => {
                return vec![Added { is_cut_off: true, ..Added::default() }; things];
            }
        }
        (0..things).map(|thing| self.added.remove(&thing).unwrap_or_default()).collect()
    }

    fn follow(&mut self, from: Oid, things: BTreeSet<usize>) {
        let mut seen: BTreeMap<Oid, BTreeSet<usize>> = BTreeMap::new();
        let mut asked = vec![(from, things)];
        let mut left = COMMITS;
        while let Some((id, things)) = asked.pop() {
            let known = seen.entry(id).or_default();
            let things: BTreeSet<usize> = things.difference(known).copied().collect();
            known.extend(&things);
            if things.is_empty() {
                continue;
            }
            let next = left.checked_sub(1).and_then(|left| Some((left, self.step(id, &things)?)));
            let Some((fewer, parents)) = next else {
                for thing in things {
                    self.added.entry(thing).or_default().is_cut_off = true;
                }
                continue;
            };
            left = fewer;
            asked.extend(parents);
        }
    }

    /// The parents in which some of the things stand already; `None` where the history is cut off.
    fn step(&mut self, id: Oid, things: &BTreeSet<usize>) -> Option<Vec<(Oid, BTreeSet<usize>)>> {
        let commit = self.git.repository().find_commit(id).ok()?;
        let (mut further, mut brought) = (Vec::new(), things.clone());
        for parent in parents(&commit)? {
            // The boundary of a shallow clone names parents that are not there.
            let before = self.git.repository().find_commit(parent).ok()?;
            let through = match self.version(&before)? {
                Version::Things(there) => {
                    let through: BTreeSet<usize> = things.intersection(&there).copied().collect();
                    brought.retain(|thing| !through.contains(thing));
                    through
                }
                // Whoever mends a file that nobody can read may bring in something, and so may whoever broke it.
                Version::Unreadable => things.clone(),
            };
            if !through.is_empty() {
                further.push((parent, through));
            }
        }
        if !brought.is_empty() {
            let authors = authors(&commit);
            for thing in brought {
                self.added.entry(thing).or_default().authors.extend(authors.iter().cloned());
            }
        }
        Some(further)
    }

    /// What stands in the file of a commit; `None` where too much was read to read that too.
    fn version(&mut self, commit: &Commit<'_>) -> Option<Version> {
        let nothing = || Some(Version::Things(BTreeSet::new()));
        let entry = commit.tree().and_then(|tree| tree.get_path(Path::new(&self.full)));
        let blob = match entry {
            Ok(entry) if entry.kind() == Some(ObjectType::Blob) => entry.id(),
            Ok(_) => return nothing(),
            Err(error) if error.code() == ErrorCode::NotFound => return nothing(),
            Err(_) => return Some(Version::Unreadable),
        };
        if let Some(known) = self.versions.get(&blob) {
            return Some(known.clone());
        }
        let raw = self.git.blob(blob, LIMITS.policy_bytes.max(LIMITS.baseline_bytes));
        self.left = self.left.checked_sub(raw.as_ref().map_or(0, Vec::len))?;
        let source = raw.and_then(|raw| decode::source(self.path, &raw));
        let stands = source.ok().map(Arc::new).and_then(|source| (self.stands)(&source));
        let version = stands.map_or(Version::Unreadable, Version::Things);
        self.versions.insert(blob, version.clone());
        Some(version)
    }
}

/// The parents that a commit names, whether this clone has them or not.
pub(super) fn parents(commit: &Commit<'_>) -> Option<Vec<Oid>> {
    let header = commit.raw_header_bytes();
    let lines = header.split(|byte| *byte == b'\n');
    let named = lines.filter_map(|line| line.strip_prefix(b"parent "));
    named.map(|digits| Oid::from_str(std::str::from_utf8(digits).ok()?.trim()).ok()).collect()
}

/// The author of a commit, and those whom its message names.
fn authors(commit: &Commit<'_>) -> Vec<Author> {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let author = commit.author();
    let first = Author { name: text(author.name_bytes()), email: text(author.email_bytes()) };
    let message = commit.message_bytes();
    let message = text(message.get(message.len().saturating_sub(MESSAGE_BYTES)..).unwrap_or_default());
    let others = message.lines().filter_map(|line| co_author(line.trim())).take(CO_AUTHORS);
    std::iter::once(first).chain(others).collect()
}

/// `Co-authored-by: Name <address>`.
fn co_author(line: &str) -> Option<Author> {
    let (key, value) = (line.get(..CO_AUTHOR.len())?, line.get(CO_AUTHOR.len()..)?);
    if !key.eq_ignore_ascii_case(CO_AUTHOR) {
        return None;
    }
    let (name, email) = value.split_once('<').unwrap_or((value, ""));
    Some(Author { name: name.trim().to_owned(), email: email.trim_end_matches('>').trim().to_owned() })
}

#[cfg(test)]
mod tests {
    use super::{Author, co_author};

    #[test]
    fn a_trailer_names_an_author() {
        let author = |name: &str, email: &str| Some(Author { name: name.to_owned(), email: email.to_owned() });
        for (line, expected) in [
            ("Co-authored-by: Jane Doe <jane@acme.test>", author("Jane Doe", "jane@acme.test")),
            ("co-AUTHORED-by:Jane<1+jane@users.noreply.github.com>", author("Jane", "1+jane@users.noreply.github.com")),
            ("Co-authored-by: Jane", author("Jane", "")),
            ("Signed-off-by: Jane <jane@acme.test>", None),
            ("Co-authored", None),
            ("\u{e4}\u{e4}\u{e4}\u{e4}\u{e4}\u{e4}\u{e4}\u{e4}", None),
        ] {
            assert_eq!(co_author(line), expected, "{line}");
        }
    }
}
