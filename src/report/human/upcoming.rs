//! What blocks later: short, because nothing has to be done today.

use std::collections::BTreeMap;

use super::super::escape::for_terminal;
use super::super::words::{count, statement};
use super::finding::PLACES;
use super::group::{self, Group};
use super::page::{self, Page, Paint};
use crate::finding::{Disposition, Finding};
use crate::outcome::{Aside, Outcome};

/// What begins at one time.
#[derive(Default)]
struct Begins<'a> {
    findings: Vec<&'a Finding>,
    asides: Vec<&'a Aside>,
}

/// Writes the section, if there is anything in it.
pub(super) fn write(page: &mut Page<'_>, outcome: &Outcome) {
    let mut times: BTreeMap<&str, Begins<'_>> = BTreeMap::new();
    for finding in &outcome.findings {
        if let Disposition::Upcoming { from } = &finding.disposition {
            times.entry(from).or_default().findings.push(finding);
        }
    }
    for aside in &outcome.aside {
        if let Disposition::Upcoming { from } = &aside.disposition {
            times.entry(from).or_default().asides.push(aside);
        }
    }
    for (from, begins) in &times {
        let title = page.paint(Paint::Bold, &format!("will block from {}", for_terminal(from)));
        page.line(&title);
        for group in group::by_policy(begins.findings.iter().copied()) {
            policy(page, outcome, &group);
        }
        for aside in &begins.asides {
            let id = aside.unjudged.policy.as_ref().map(|id| format!("{id} ")).unwrap_or_default();
            let place = aside.unjudged.path.as_ref().map(|path| page.position(path, aside.unjudged.position));
            let lead = format!("  {}{}  ", for_terminal(&id), place.unwrap_or_default());
            page.folded(&lead, 4, &for_terminal(&format!("could not be judged: {}", aside.unjudged.reason.raw())));
        }
        page.blank();
    }
}

/// What a policy finds, in a line, and a line for each place.
fn policy(page: &mut Page<'_>, outcome: &Outcome, group: &Group<'_>) {
    let first = group.first;
    let slug = outcome.policies.get(&first.policy).map(|policy| format!(" {}", policy.meta.slug)).unwrap_or_default();
    let more = match group.rest.len() {
        0 => String::new(),
        more => format!(" (+ {more} more in {})", count(group.files_of_rest(), "file")),
    };
    let text = format!("{}{slug} {}: {}{more}", first.policy, first.severity, statement(first));
    page.folded("  ", 4, &for_terminal(&text));
    let shown = if page.style().verbose { usize::MAX } else { PLACES };
    for finding in std::iter::once(first).chain(group.rest.iter().copied()).take(shown) {
        let place = page.position(&finding.location.path, Some(finding.location.start));
        let same = finding.message == first.message;
        let message = if same { String::new() } else { statement(finding) };
        let text = for_terminal(format!("{} {message}", page::name(&finding.location)).trim());
        page.folded(&format!("    {place}  "), 6, &text);
    }
    let more = group.rest.len().saturating_add(1).saturating_sub(shown);
    if more > 0 {
        page.line(&format!("    + {more} more: --verbose lists them"));
    }
}
