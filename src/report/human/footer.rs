//! What was checked and by whose rules: silence is suspicious in a gate.

use super::super::conclusion::{Numbers, checked, rules_from};
use super::super::escape::for_terminal;
use super::super::words::count;
use super::page::{Page, Paint};
use crate::outcome::Outcome;

/// Writes the footer.
pub(super) fn write(page: &mut Page<'_>, outcome: &Outcome) {
    let rules = format!("{} · gate {}", rules_from(&outcome.rules_from), env!("CARGO_PKG_VERSION"));
    row(page, "rules from", &rules);
    row(page, "checked", &checked(outcome));
    row(page, "result", &Numbers::of(outcome).line(outcome.coverage.tally(), str::to_owned));
    if !outcome.skipped.is_empty() {
        let hint = if page.style().verbose { "listed above" } else { "--verbose says what and why" };
        row(page, "skipped", &format!("{} on purpose; {hint}", count(outcome.skipped.len(), "path")));
    }
    for notice in &outcome.notices {
        row(page, "notice", notice);
    }
}

fn row(page: &mut Page<'_>, name: &str, text: &str) {
    let lead = page.paint(Paint::Dim, &format!("{name:<11}"));
    page.folded(&lead, 11, &for_terminal(text));
}
