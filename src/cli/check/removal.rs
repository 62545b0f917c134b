//! Whether a change only takes exceptions away: that loosens nothing, and is no finding.

use std::collections::BTreeMap;

use super::change::Version;
use crate::baseline::{self, BASELINE_PATH};
use crate::config::Known;
use crate::source::{Entry, RepoPath, Source};
use crate::waiver::emergency::{self, EMERGENCY_PATH, Emergency};
use crate::waiver::{self, WAIVERS_PATH, Waiver};

/// Whether the later version of a file of exceptions holds fewer of them and nothing else than the earlier one. What
/// cannot be read holds nobody knows what. `known` are the policies that an exception may name.
pub(super) fn only_removes(path: &RepoPath, before: &Version, after: &Version, known: &[Known]) -> bool {
    let fewer = match path.as_str() {
        BASELINE_PATH => fewer_debts,
        WAIVERS_PATH => fewer_waivers,
        EMERGENCY_PATH => fewer_emergencies,
        _ => return false,
    };
    match (before, after) {
        ((Entry::File, Some(_)), (Entry::Missing, _)) => true,
        ((Entry::File, Some(before)), (Entry::File, Some(after))) => fewer(before, after, known),
        _ => false,
    }
}

fn fewer_debts(before: &Source, after: &Source, _: &[Known]) -> bool {
    let (Ok(before), Ok(after)) = (baseline::read(before), baseline::read(after)) else { return false };
    baseline::only_removes(&before, &after)
}

fn fewer_waivers(before: &Source, after: &Source, known: &[Known]) -> bool {
    let (Ok(before), Ok(after)) = (waiver::read(before, known), waiver::read(after, known)) else { return false };
    let here = |waiver: &Waiver, earlier: &Waiver| Waiver { span: waiver.span, ..earlier.clone() } == *waiver;
    fewer(&before, &after, |entry| entry.id.as_str(), here)
}

fn fewer_emergencies(before: &Source, after: &Source, known: &[Known]) -> bool {
    let (Ok(before), Ok(after)) = (emergency::read(before, known), emergency::read(after, known)) else {
        return false;
    };
    let here = |one: &Emergency, earlier: &Emergency| Emergency { span: one.span, ..earlier.clone() } == *one;
    fewer(&before, &after, |entry| entry.id.as_str(), here)
}

/// Each entry has an id of its own, so that none stands for two of the earlier ones.
fn fewer<T>(before: &[T], after: &[T], id: fn(&T) -> &str, same: impl Fn(&T, &T) -> bool) -> bool {
    let earlier: BTreeMap<&str, &T> = before.iter().map(|entry| (id(entry), entry)).collect();
    let was_there = |entry: &T| earlier.get(id(entry)).is_some_and(|earlier| same(entry, earlier));
    after.len() < before.len() && after.iter().all(was_there)
}
