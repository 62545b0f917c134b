//! Where a line of an edited file stands now, as far as the lines before and after the edit tell.

use std::collections::BTreeMap;

use crate::finding::Finding;
use crate::limits::LIMITS;
use crate::source::{Files, RepoPath};

/// How much of a file is as it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Kept {
    /// Lines at its beginning.
    first: usize,
    /// Lines at its end.
    last: usize,
    /// All lines before.
    before: usize,
    /// All lines now.
    now: usize,
}

impl Kept {
    fn of(before: &str, now: &str) -> Self {
        let (before, now): (Vec<&str>, Vec<&str>) = (before.lines().collect(), now.lines().collect());
        let first = before.iter().zip(&now).take_while(|(before, now)| before == now).count();
        let rest = before.len().min(now.len()).saturating_sub(first);
        let ends = before.iter().rev().zip(now.iter().rev()).take(rest);
        let last = ends.take_while(|(before, now)| before == now).count();
        Self { first, last, before: before.len(), now: now.len() }
    }

    /// Where a line, from 1, stands now; `None` for one between what is as it was.
    fn now(self, line: usize) -> Option<usize> {
        if line <= self.first {
            return Some(line);
        }
        let from_end = self.before.checked_sub(line)?;
        (from_end < self.last).then(|| self.now.saturating_sub(from_end))
    }
}

/// The lines of files in two trees.
pub(super) struct Lines<'a> {
    now: &'a dyn Files,
    before: &'a dyn Files,
    files: BTreeMap<RepoPath, Option<Kept>>,
}

impl<'a> Lines<'a> {
    /// Nothing was compared yet.
    pub(super) const fn new(now: &'a dyn Files, before: &'a dyn Files) -> Self {
        Self { now, before, files: BTreeMap::new() }
    }

    /// The line of a finding of the other tree, in the judged one.
    pub(super) fn now(&mut self, old: &Finding) -> Option<u32> {
        let path = &old.location.path;
        let kept = *self.files.entry(path.clone()).or_insert_with(|| {
            let text = |files: &dyn Files| files.read(path, LIMITS.file_bytes).ok();
            Some(Kept::of(text(self.before)?.text(), text(self.now)?.text()))
        });
        let line = usize::try_from(old.location.start.line).ok()?;
        kept?.now(line).and_then(|line| u32::try_from(line).ok())
    }
}

#[cfg(test)]
mod tests {
    use super::Kept;

    #[test]
    fn lines_around_an_edit_are_known() {
        // The text before and now, and where each line before stands now.
        let cases: [(&str, &str, &[Option<usize>]); 6] = [
            ("a\nb\nc", "a\nb\nc", &[Some(1), Some(2), Some(3)]),
            ("a\nb\nc", "x\na\nb\nc", &[Some(2), Some(3), Some(4)]),
            ("a\nb\nc", "a\nx\nc", &[Some(1), None, Some(3)]),
            ("a\nb", "a\nb\nb", &[Some(1), Some(2)]),
            ("a\nb\nb", "a\nb", &[Some(1), Some(2), None]),
            ("a", "", &[None]),
        ];
        for (before, now, expected) in cases {
            let kept = Kept::of(before, now);
            let found: Vec<Option<usize>> = (1..=expected.len()).map(|line| kept.now(line)).collect();
            assert_eq!(found, expected, "{before:?} {now:?}");
        }
    }
}
