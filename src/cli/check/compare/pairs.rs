//! Which findings were there before: each of the judged tree is paired with one of another tree, and what is left over is
//! new. Two equal ones are two.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::lines::Lines;
use crate::finding::{Finding, Identity, Text};
use crate::input::pipeline::reach::{Reach, is_within};
use crate::source::{Files, RepoPath};

/// What pairs are made by, from the closest to the loosest: where a finding stands may change, what it says may not.
const STEPS: [&[Same]; 8] = [
    &[Same::Path, Same::Message, Same::Names, Same::Line],
    &[Same::Path, Same::Message, Same::Names],
    &[Same::Path, Same::Message, Same::Line],
    &[Same::Path, Same::Message],
    &[Same::Path, Same::Renamed],
    // Another file, but only for what is gone where it was.
    &[Same::Message, Same::Names, Same::FileName],
    &[Same::Message, Same::Names],
    &[Same::Message],
];

/// What two findings may share, apart from what is at fault.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Same {
    /// The file.
    Path,
    /// The name of the file in its folder.
    FileName,
    /// The line, as far as lines around the edit tell.
    Line,
    /// The names of what it is about.
    Names,
    /// The message, in which they may occur.
    Message,
    /// Nothing, where one name is gone and the other is new.
    Renamed,
}

/// One finding and where it stands.
struct One<'a> {
    finding: &'a Finding,
    identity: &'a Identity,
    /// Its line in the judged tree; `None` for one that stood among what was edited.
    line: Option<u32>,
    /// Whether what it is about has a name that the other tree does not know.
    renamed: bool,
}

/// What two findings of a step share.
type Key<'a> = (&'a str, Option<&'a Text>, Option<&'a RepoPath>, Option<u32>, Option<&'a str>, Option<&'a str>);

impl<'a> One<'a> {
    /// What has become worse is new: what is more severe, what outsiders can cause now, and what has moved to where more
    /// can be reached. What stands where it stood is no other thing because something was added beside it.
    fn is_no_worse_than(&self, old: &Self) -> bool {
        let stays = self.finding.location.path == old.finding.location.path && self.identity.job == old.identity.job;
        let [now, before] = [self, old].map(|it| &it.identity.reach);
        let is_opened = now.contains(Reach::OUTSIDERS) && !before.contains(Reach::OUTSIDERS);
        let is_within = if stays { !is_opened } else { is_within(now, before) };
        old.finding.severity >= self.finding.severity && is_within
    }

    /// What it must share with another; `None` where it has no line, or no new name, and one is asked for.
    fn key(&self, step: &[Same]) -> Option<Key<'a>> {
        let path = &self.finding.location.path;
        let asks = |what: Same| step.contains(&what);
        if asks(Same::Renamed) && !self.renamed {
            return None;
        }
        let line = if asks(Same::Line) { Some(self.line?) } else { None };
        Some((
            &self.identity.content,
            asks(Same::Message).then_some(&self.finding.message),
            asks(Same::Path).then_some(path),
            line,
            asks(Same::Names).then_some(&self.identity.names),
            asks(Same::FileName).then_some(path.file_name()),
        ))
    }
}

/// One of the two trees.
pub(super) struct Tree<'a> {
    pub(super) files: &'a dyn Files,
    /// The names of what stands in each document with findings.
    pub(super) names: &'a Names,
}

/// The names of what stands in documents, by their file.
pub(super) type Names = BTreeMap<RepoPath, BTreeSet<String>>;

impl Tree<'_> {
    /// Whether nothing in a file is called so, as far as that is known.
    fn lacks(&self, path: &RepoPath, names: &str) -> bool {
        self.names.get(path).is_some_and(|known| !known.contains(names))
    }
}

/// The findings of the judged tree, by their numbers, that stood in the other tree as well.
pub(super) fn paired<'f>(
    mut judged: Vec<(usize, &'f Finding)>,
    old: Vec<&'f Finding>,
    (now, before): (&Tree<'_>, &Tree<'_>),
) -> BTreeSet<usize> {
    // What does not decide by another's word is paired first, so that its copy is left over.
    judged.sort_by_key(|(_, finding)| (finding.disposition.is_open(), place(finding)));
    let mut lines = Lines::new(now.files, before.files);
    let mut left: Vec<One<'_>> = old.into_iter().filter_map(|it| one(it, lines.now(it), now)).collect();
    left.sort_by_key(|one| place(one.finding));
    let in_line = |(index, it): (usize, &'f Finding)| Some((index, one(it, Some(it.location.start.line), before)?));
    let mut waiting: Vec<(usize, One<'_>)> = judged.into_iter().filter_map(in_line).collect();
    let mut paired = BTreeSet::new();
    for step in STEPS {
        let mut free: BTreeMap<Key<'_>, VecDeque<usize>> = BTreeMap::new();
        for (at, one) in left.iter().enumerate() {
            if let Some(key) = one.key(step) {
                free.entry(key).or_default().push_back(at);
            }
        }
        let mut taken = BTreeSet::new();
        waiting.retain(|(index, one)| {
            let Some(others) = one.key(step).and_then(|key| free.get_mut(&key)) else { return true };
            let is_no_worse = |at: &usize| left.get(*at).is_some_and(|it| one.is_no_worse_than(it));
            let Some(at) = others.iter().position(is_no_worse).and_then(|at| others.remove(at)) else { return true };
            taken.insert(at);
            paired.insert(*index);
            false
        });
        let mut at = 0_usize;
        left.retain(|_| {
            let keep = !taken.contains(&at);
            at = at.saturating_add(1);
            keep
        });
    }
    paired
}

/// A finding that says what it is; any other is new. `other` is the tree that it is looked for in.
fn one<'a>(finding: &'a Finding, line: Option<u32>, other: &Tree<'_>) -> Option<One<'a>> {
    let identity = finding.identity.as_ref()?;
    let renamed = other.lacks(&finding.location.path, &identity.names);
    Some(One { finding, identity, line, renamed })
}

fn place(finding: &Finding) -> (&RepoPath, u32, u32) {
    (&finding.location.path, finding.location.start.line, finding.location.start.column)
}
