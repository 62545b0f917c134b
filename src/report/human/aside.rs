//! What `--verbose` adds: what was waived, shown without counting, passed over, and judged by which policy.

use super::super::conclusion::by_policy;
use super::super::edge::{self, Item, List};
use super::super::escape::for_terminal;
use super::super::words::{aside, count, statement};
use super::page::{Page, Paint};
use crate::finding::{Finding, Tally};
use crate::outcome::{Aside, Outcome};

/// Writes the lists.
pub(super) fn write(page: &mut Page<'_>, outcome: &Outcome) {
    let waived = outcome.findings.iter().filter_map(set_aside);
    let unjudged = outcome.aside.iter().filter_map(not_judged);
    list(page, "set aside", waived.chain(unjudged).map(|text| Item { text, below: Vec::new() }));
    for List { title, items } in edge::lists(outcome) {
        list(page, title, items.into_iter());
    }
    let judged = by_policy(&outcome.coverage).into_iter().map(|(id, tally)| {
        let slug = outcome.policies.get(id).map_or("", |policy| policy.meta.slug.as_str());
        Item { text: format!("{id} {slug}  {}", numbers(tally)), below: Vec::new() }
    });
    list(page, "judged by", judged);
}

fn list(page: &mut Page<'_>, title: &str, items: impl Iterator<Item = Item>) {
    let mut items = items.peekable();
    if items.peek().is_none() {
        return;
    }
    let title = page.paint(Paint::Bold, title);
    page.line(&title);
    for item in items {
        page.folded("  ", 4, &for_terminal(&item.text));
        for line in &item.below {
            page.folded("    ", 6, &for_terminal(line));
        }
    }
    page.blank();
}

/// A finding that does not count, and why; not escaped.
fn set_aside(finding: &Finding) -> Option<String> {
    let location = &finding.location;
    let named = location.logical.as_ref().map(|name| format!("  › {}", name.raw())).unwrap_or_default();
    let place = format!("{}:{}{named}", location.path.as_str(), location.start);
    let what = format!("{place}  {}", statement(finding));
    aside(&finding.disposition).map(|(word, why)| format!("{word}[{}] {what} — {why}", finding.policy))
}

/// What could not be judged and does not decide, and why; not escaped.
fn not_judged(it: &Aside) -> Option<String> {
    let place = it.unjudged.path.as_ref().map_or("the run", |path| path.as_str());
    let (word, why) = aside(&it.disposition)?;
    Some(format!("{word} {place}  {} — {why}", it.unjudged.reason.raw()))
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
