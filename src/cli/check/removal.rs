//! Whether a change only takes exceptions away: that loosens nothing, and is no finding.

use super::change::Version;
use crate::baseline::{self, BASELINE_PATH};
use crate::source::{Entry, RepoPath, Source};
use crate::waiver::{self, WAIVERS_PATH, Waiver};

/// Whether the later version of a file of exceptions holds fewer of them and nothing else than the earlier one. What
/// cannot be read holds nobody knows what.
pub(super) fn only_removes(path: &RepoPath, before: &Version, after: &Version) -> bool {
    let fewer = match path.as_str() {
        BASELINE_PATH => fewer_debts,
        WAIVERS_PATH => fewer_waivers,
        _ => return false,
    };
    match (before, after) {
        ((Entry::File, Some(_)), (Entry::Missing, _)) => true,
        ((Entry::File, Some(before)), (Entry::File, Some(after))) => fewer(before, after),
        _ => false,
    }
}

fn fewer_debts(before: &Source, after: &Source) -> bool {
    let (Ok(before), Ok(after)) = (baseline::read(before), baseline::read(after)) else { return false };
    baseline::only_removes(&before, &after)
}

fn fewer_waivers(before: &Source, after: &Source) -> bool {
    let (Ok(before), Ok(after)) = (waiver::read(before), waiver::read(after)) else { return false };
    // Each has an id of its own.
    let was_there = |waiver: &Waiver| {
        let earlier = before.iter().find(|earlier| earlier.id == waiver.id);
        earlier.is_some_and(|earlier| Waiver { span: waiver.span, ..earlier.clone() } == *waiver)
    };
    after.len() < before.len() && after.iter().all(was_there)
}
