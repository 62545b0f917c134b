//! What a policy finds and what it lets pass, as its own fixtures show it.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::fixture::Fixture;
use crate::limits::LIMITS;
use crate::policy::Policy;
use crate::source::{Files, RepoPath, Source, secret};

/// The most lines of a fixture that are shown.
const LINES: usize = 24;
/// Those of them that stand above what is found.
const ABOVE: usize = 16;
/// Those of them that stand above the first line by which the good file differs.
const BEFORE: usize = 4;

/// Part of a fixture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Example {
    /// Where the fixture stands: the folder of the policy, and the path below it.
    pub file: String,
    /// Lines with their numbers, which begin with 1. Credentials are hidden: that these are made up cannot be seen.
    pub lines: Vec<(usize, String)>,
    /// Line and column, both from 1, of what the policy finds.
    pub at: Option<(usize, usize)>,
}

/// A file of a fixture, read.
struct Shown {
    /// Below the folder of the policy.
    path: String,
    source: Arc<Source>,
    /// Whether the fixture has no other.
    alone: bool,
    at: Option<(usize, usize)>,
}

/// The shortest file in which a policy finds something, and of those in which it finds nothing the one that is most like
/// it; files that say all by themselves come before those of a fixture that has several. `files` are those below the
/// folder of the policy, with paths relative to it.
#[must_use]
pub fn examples(policy: &Policy, files: &[(String, Arc<Source>)]) -> Option<(Example, Example)> {
    let fixtures = Fixture::all(policy.meta.input, files);
    let bad = fixtures.iter().filter_map(found).min_by_key(|it| (!it.alone, it.size(), it.path.clone()))?;
    let lines = bad.lines();
    let good = fixtures.iter().filter(|fixture| !fixture.is_bad()).flat_map(all);
    let alike = good.filter(|it| it.source.path().extension() == bad.source.path().extension());
    let good = alike.min_by_key(|it| {
        let difference = it.lines().symmetric_difference(&lines).count();
        (difference == 0, !it.alone, difference, it.path.clone())
    })?;
    let first = good.source.text().lines().position(|line| !lines.contains(line.trim())).unwrap_or_default();
    let folder = policy.file.rsplit_once('/').map_or("", |(folder, _)| folder);
    let line = bad.at.map_or(0, |(line, _)| line);
    Some((bad.from(folder, line.saturating_sub(ABOVE)), good.from(folder, first.saturating_sub(BEFORE))))
}

/// The file in which a bad fixture expects something first.
fn found(fixture: &Fixture) -> Option<Shown> {
    let expected = if fixture.is_bad() { fixture.expected().ok()? } else { Vec::new() };
    let first = expected.iter().find(|it| it.is_violation()).or(expected.first())?;
    let (path, line, column) = first.place();
    let path = RepoPath::new(path)?;
    let mut shown = fixture.file(&path)?;
    shown.at = Some((usize::try_from(line).ok()?, usize::try_from(column).ok()?));
    Some(shown)
}

/// Every file of a fixture.
fn all(fixture: &Fixture) -> Vec<Shown> {
    fixture.files.paths().iter().filter_map(|path| fixture.file(path)).collect()
}

impl Fixture {
    fn file(&self, path: &RepoPath) -> Option<Shown> {
        let source = self.files.read(path, LIMITS.policy_bytes).ok()?;
        let below = if self.only.is_some() { String::new() } else { format!("/{path}") };
        Some(Shown { path: format!("{}{below}", self.name), source, alone: self.files.paths().len() == 1, at: None })
    }
}

impl Shown {
    fn size(&self) -> usize {
        self.source.text().lines().count()
    }

    /// Its lines, whatever their indentation.
    fn lines(&self) -> BTreeSet<&str> {
        self.source.text().lines().map(str::trim).collect()
    }

    /// All of it, or its lines behind the first few where it is long.
    fn from(&self, folder: &str, few: usize) -> Example {
        let size = self.size();
        let skipped = if size <= LINES { 0 } else { few.min(size.saturating_sub(LINES)) };
        let text = secret::mask(self.source.text());
        let numbered = text.lines().zip(1..).skip(skipped).take(LINES);
        Example {
            file: format!("{folder}/{}", self.path),
            lines: numbered.map(|(line, number)| (number, line.to_owned())).collect(),
            at: self.at,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::{LINES, examples};
    use crate::policy::{bundled, tree};
    use crate::source::{RepoPath, Source};

    #[test]
    fn every_bundled_policy_shows_what_it_finds_beside_what_it_lets_pass() {
        let tree = tree().unwrap();
        for policy in bundled().unwrap() {
            let folder = policy.file.strip_suffix("policy.rego").unwrap();
            let below = tree.iter().filter_map(|(file, text)| Some((file.strip_prefix(folder)?, file, text)));
            let source = |file, text| Arc::new(Source::from_text(RepoPath::new(file).unwrap(), text));
            let files: Vec<_> = below.map(|(below, file, text)| (below.to_owned(), source(file, text))).collect();
            let (bad, good) = examples(&policy, &files).unwrap();
            let (line, column) = bad.at.unwrap();
            let found = bad.lines.iter().find(|(number, _)| *number == line);
            let (_, text) = found.unwrap_or_else(|| panic!("{}: line {line} is not shown", bad.file));
            assert!(text.chars().count() >= column, "{}: {text}", bad.file);
            assert!(bad.file.starts_with(&format!("{folder}bad/")) && good.file.starts_with(&format!("{folder}good/")));
            assert!(bad.lines.len() <= LINES && good.lines.len() <= LINES && good.at.is_none());
            assert_ne!(bad.lines, good.lines, "{}", good.file);
        }
    }
}
