//! What `--verbose` adds: what was waived, shown without counting, passed over, and judged by which policy.

use super::super::conclusion::by_policy;
use super::super::escape::for_terminal;
use super::super::words::{count, statement};
use super::finding::place;
use super::page::{Page, Paint};
use crate::finding::{Disposition, Finding, Tally};
use crate::outcome::Outcome;

/// Writes the lists.
pub(super) fn write(page: &mut Page<'_>, outcome: &Outcome) {
    let lines: Vec<String> = outcome.findings.iter().filter_map(set_aside).collect();
    list(page, "set aside", &lines);
    let skipped: Vec<String> = outcome
        .skipped
        .iter()
        .map(|skipped| format!("{}  {}", for_terminal(skipped.path.as_str()), for_terminal(&skipped.reason)))
        .collect();
    list(page, "skipped on purpose", &skipped);
    let judged: Vec<String> = by_policy(&outcome.coverage)
        .into_iter()
        .map(|(id, tally)| {
            let slug = outcome.policies.get(id).map_or("", |policy| policy.meta.slug.as_str());
            format!("{id} {}  {}", for_terminal(slug), numbers(tally))
        })
        .collect();
    list(page, "judged by", &judged);
}

fn list(page: &mut Page<'_>, title: &str, lines: &[String]) {
    if lines.is_empty() {
        return;
    }
    let title = page.paint(Paint::Bold, title);
    page.line(&title);
    for line in lines {
        page.folded("  ", 4, line);
    }
    page.blank();
}

fn set_aside(finding: &Finding) -> Option<String> {
    let what = format!("{}  {}", place(&finding.location), for_terminal(&statement(finding)));
    match &finding.disposition {
        Disposition::Open => None,
        Disposition::Waived { waiver, owner, reason, expires } => Some(format!(
            "waived[{}] {what} — {} until {}, {}: {}",
            finding.policy,
            for_terminal(waiver),
            for_terminal(expires),
            for_terminal(owner),
            for_terminal(reason.raw())
        )),
        Disposition::Noted { why } => Some(format!("noted[{}] {what} — {}", finding.policy, for_terminal(why))),
    }
}

fn numbers(tally: Tally) -> String {
    let some = |number: usize, word: &str| (number > 0).then(|| format!("{number} {word}"));
    let judged = tally.passed.saturating_add(tally.violated).saturating_add(tally.unknown);
    [
        Some(format!("{} judged", count(judged, "document"))),
        some(tally.violated, "violated"),
        some(tally.unknown, "unknown"),
        some(tally.incomplete, "not finished"),
        some(tally.not_applicable, "not applicable"),
    ]
    .into_iter()
    .flatten()
    .collect::<Vec<_>>()
    .join(" · ")
}
