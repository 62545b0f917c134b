//! What was judged, what was not, and by whose rules: silence is suspicious in a gate.

use super::super::conclusion::{Numbers, rules_from};
use super::super::edge;
use super::super::escape::for_terminal;
use super::page::{Page, Paint};
use crate::outcome::Outcome;

/// Columns of the names.
const NAMES: usize = 11;

/// Writes the footer.
pub(super) fn write(page: &mut Page<'_>, outcome: &Outcome) {
    let edition = outcome.edition.as_ref().map(|edition| format!(" · edition {edition}")).unwrap_or_default();
    let rules = format!("{} · gate {}{edition}", rules_from(outcome), env!("CARGO_PKG_VERSION"));
    row(page, "rules from", &rules);
    let rows = edge::rows(outcome);
    let is_listed = |name: &str| !matches!(name, "compared" | "judged" | "unread");
    for edge::Row { name, text } in &rows {
        row(page, name, text);
    }
    row(page, "result", &Numbers::of(outcome).line(outcome.coverage.tally(), str::to_owned));
    if !page.style().verbose && rows.iter().any(|row| is_listed(row.name)) {
        row(page, "", "gate check --verbose lists each");
    }
    for notice in &outcome.notices {
        row(page, "notice", notice);
    }
}

fn row(page: &mut Page<'_>, name: &str, text: &str) {
    let lead = page.paint(Paint::Dim, &format!("{name:<NAMES$}"));
    page.folded(&lead, NAMES, &for_terminal(text));
}
