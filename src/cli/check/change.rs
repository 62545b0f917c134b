//! What a change does to the gate that judges it: META001–003.

use std::collections::BTreeSet;

use crate::config::CONFIG_PATH;
use crate::finding::{Answer, Disposition, Finding, Location, PolicyId, Text, fingerprint, line_hashes};
use crate::limits::LIMITS;
use crate::policy::Policy;
use crate::source::{Files, RepoPath, Revision, Source, Span};
use crate::waiver::WAIVERS_PATH;

/// Findings about every file below `.gate/` that differs between the base revision and the judged tree.
pub(super) fn findings(base: &Revision, judged: &dyn Files, own: &[Policy]) -> Vec<Finding> {
    let Some(folder) = RepoPath::new(".gate") else { return Vec::new() };
    let paths: BTreeSet<&RepoPath> =
        base.paths().iter().chain(judged.paths()).filter(|path| path.is_below(Some(&folder))).collect();
    paths.into_iter().filter_map(|path| finding(path, base, judged, own)).collect()
}

fn finding(path: &RepoPath, base: &Revision, judged: &dyn Files, own: &[Policy]) -> Option<Finding> {
    let before = base.read(path, LIMITS.file_bytes).ok();
    // A file that is reached only through a linked folder is not there for the next base.
    let after = judged.contains(path).then(|| judged.read(path, LIMITS.file_bytes).ok()).flatten();
    let unchanged = matches!((&before, &after), (Some(before), Some(after)) if before.digest() == after.digest());
    if unchanged {
        return None;
    }
    let id = PolicyId::new(match path.as_str() {
        CONFIG_PATH => "META001",
        WAIVERS_PATH => "META003",
        _ => "META002",
    })?;
    let meta = &own.iter().find(|policy| policy.meta.id == id)?.meta;
    let verb = match (&before, &after) {
        (None, _) => "added",
        (_, None) => "deleted",
        _ => "edited",
    };
    let (location, line_hash) = after
        .as_deref()
        .map_or_else(|| (Location::start_of(path.clone()), String::new()), |after| place(before.as_deref(), after));
    let disposition = if base.owners_cover(path) {
        let why = "the base revision's CODEOWNERS names who must approve changes here".to_owned();
        Disposition::Noted { why }
    } else {
        Disposition::Open
    };
    Some(Finding {
        fingerprint: fingerprint(&id, path, verb),
        policy: id,
        answer: Answer::Violation,
        severity: meta.severity,
        confidence: meta.confidence,
        message: Text::new(&format!("{path} is {verb} by this change, which was judged without that")),
        location,
        related: Vec::new(),
        line_hash,
        disposition,
    })
}

/// The first line that differs.
fn place(before: Option<&Source>, after: &Source) -> (Location, String) {
    let old = before.map(Source::text).unwrap_or_default();
    let same = old.lines().zip(after.text().lines()).take_while(|(old, new)| old == new).count();
    let line = same.min(after.line_count().saturating_sub(1));
    let span = u32::try_from(line.saturating_add(1)).ok().and_then(|line| after.line_span(line));
    let hash = line_hashes(after.text()).get(line).cloned().unwrap_or_default();
    (Location::new(after, span.unwrap_or(Span::new(0, 0)), &[]), hash)
}
