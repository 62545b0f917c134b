//! Whether a change of a baseline only takes entries away, which loosens nothing.

use super::{Baseline, Debt};

/// Whether everything in `after` stands in `before`, and less of it.
#[must_use]
pub fn only_removes(before: &Baseline, after: &Baseline) -> bool {
    type Terms<'a> = (&'a Debt, &'a str, jiff::civil::Date, Option<&'a str>);
    fn terms(baseline: &Baseline) -> Vec<Terms<'_>> {
        let mut all: Vec<Terms<'_>> = baseline
            .entries
            .iter()
            .map(|entry| (&entry.debt, entry.owner.as_str(), entry.expires, entry.reason.as_deref()))
            .collect();
        all.sort();
        all
    }
    let head = |baseline: &Baseline| (baseline.adopted, baseline.approver.clone(), baseline.reason.clone());
    let (old, new) = (terms(before), terms(after));
    let mut old = old.iter();
    let fewer = after.entries.len() < before.entries.len();
    // Both are sorted, so each of the new is found behind the one before.
    fewer && head(before) == head(after) && new.iter().all(|term| old.any(|other| other == term))
}
