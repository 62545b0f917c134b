//! What a change does to the rules that judge it: META001–003.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::removal;
use crate::baseline::BASELINE_PATH;
use crate::config::{CONFIG_PATH, Known};
use crate::finding::{Disposition, Finding, LineHashes, Location};
use crate::limits::LIMITS;
use crate::policy::{Policy, own_finding};
use crate::source::{Entry, Files, RepoPath, Revision, Source, Span};
use crate::waiver::WAIVERS_PATH;
use crate::waiver::emergency::EMERGENCY_PATH;

/// Findings about every file below `.gate/` that the change under judgement adds, edits, deletes or turns into something
/// else. What the base itself changed since the judged commit left it is no edit of the change.
///
/// `own` are gate's own policies, `known` those that an exception may name.
pub(super) fn findings(base: &Revision, judged: &dyn Files, own: &[Policy], known: &[Known]) -> Vec<Finding> {
    let Some(folder) = RepoPath::new(".gate") else { return Vec::new() };
    // A folder that became a link or a submodule is listed nowhere but among what was passed over.
    let passed_over = judged.skipped().iter().map(|skip| &skip.path);
    let modules = base.submodules_now(&folder);
    let paths: BTreeSet<&RepoPath> = base
        .paths()
        .iter()
        .chain(judged.paths())
        .chain(passed_over)
        .chain(&modules)
        .filter(|path| **path == folder || path.is_below(Some(&folder)))
        .collect();
    paths.into_iter().filter_map(|path| finding(path, base, judged, modules.contains(path), (own, known))).collect()
}

/// What stands at a path: its kind, and the text of a regular file.
pub(super) type Version = (Entry, Option<Arc<Source>>);

pub(super) fn version(files: &dyn Files, path: &RepoPath) -> Version {
    let entry = files.entry(path);
    let is_file = matches!(entry, Entry::File | Entry::Program);
    (entry, is_file.then(|| files.read(path, LIMITS.file_bytes).ok()).flatten())
}

/// What the change holds at a path: what stands there, or what its commit holds where a sparse checkout leaves it out.
pub(super) fn after(base: &Revision, judged: &dyn Files, path: &RepoPath) -> Version {
    let found = version(judged, path);
    if found.0 == Entry::Missing { base.left_out(path).unwrap_or(found) } else { found }
}

/// Whether two versions are the same for git: kind, mode and bytes. A file that cannot be read is like no other.
pub(super) fn same(one: &Version, other: &Version) -> bool {
    let is_file = matches!(one.0, Entry::File | Entry::Program);
    let texts = || match (&one.1, &other.1) {
        (Some(one), Some(other)) => one.digest() == other.digest(),
        _ => false,
    };
    one.0 == other.0 && (!is_file || texts())
}

fn finding(
    path: &RepoPath,
    base: &Revision,
    judged: &dyn Files,
    is_submodule: bool,
    (own, known): (&[Policy], &[Known]),
) -> Option<Finding> {
    let before = version(base, path);
    let mut after = after(base, judged, path);
    if is_submodule {
        after = (Entry::Submodule, None);
    } else if after.0 == Entry::File && base.is_program_now(path) {
        after.0 = Entry::Program;
    }
    if same(&before, &after) {
        return None;
    }
    let forks = base.at_forks(path);
    if !forks.is_empty() && forks.iter().all(|fork| same(fork, &after)) {
        return None;
    }
    let removes = |before: &Version| removal::only_removes(path, before, &after, known);
    if removes(&before) || (!forks.is_empty() && forks.iter().all(removes)) {
        return None;
    }
    let id = match path.as_str() {
        CONFIG_PATH => "META001",
        WAIVERS_PATH | BASELINE_PATH | EMERGENCY_PATH => "META003",
        _ => "META002",
    };
    let verb = verb(before.0, after.0);
    let at = after
        .1
        .as_deref()
        .map_or_else(|| (Location::start_of(path.clone()), String::new()), |after| place(before.1.as_deref(), after));
    let subject = verb.strip_prefix("is ").unwrap_or(&verb);
    let message = format!("{path} {verb} by this change, which was judged without that");
    violation(id, base, at, subject, &message, own)
}

/// A violation of one of gate's own policies at a place with its line's hash. It is noted, and blocks nothing, where the
/// forge demands an approval of the owners that the base names.
pub(super) fn violation(
    id: &str,
    base: &Revision,
    (location, line_hash): (Location, String),
    subject: &str,
    message: &str,
    own: &[Policy],
) -> Option<Finding> {
    let disposition = if base.owners_cover(&location.path) {
        let why = "the base revision's CODEOWNERS names who must approve changes here".to_owned();
        Disposition::Noted { why }
    } else {
        Disposition::Open
    };
    let finding = own_finding(own, id, (location, line_hash), subject, message)?;
    Some(Finding { disposition, ..finding })
}

/// What the change does to a file.
fn verb(before: Entry, after: Entry) -> String {
    let plain = |entry: Entry| matches!(entry, Entry::File | Entry::Program);
    match (before, after) {
        (Entry::Missing, after) if plain(after) => "is added".to_owned(),
        (_, Entry::Missing) => "is deleted".to_owned(),
        (before, after) if before == after && plain(after) => "is edited".to_owned(),
        (_, after) => format!("is made {}", after.described()),
    }
}

/// The first line that differs.
fn place(before: Option<&Source>, after: &Source) -> (Location, String) {
    let old = before.map(Source::text).unwrap_or_default();
    let same = old.lines().zip(after.text().lines()).take_while(|(old, new)| old == new).count();
    let line = same.min(after.line_count().saturating_sub(1));
    let span = u32::try_from(line.saturating_add(1)).ok().and_then(|line| after.line_span(line));
    let hash = LineHashes::of(after.text()).get(line).unwrap_or_default();
    (Location::new(after, span.unwrap_or(Span::new(0, 0)), &[]), hash)
}
