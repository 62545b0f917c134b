//! One block: what is wrong, where, the line, how to fix it, which rules it supports.

use super::super::escape::for_terminal;
use super::super::words::{Level, controls, count};
use super::frame;
use super::group::Group;
use super::page::{Page, Paint};
use crate::finding::{Answer, Finding, Location, Related};
use crate::outcome::Outcome;
use crate::policy::{Authority, Policy};

/// Lines of a block: head, place, source line, carets, rules, and two for `see` and `fix` together.
const MIDDLE: usize = 2;
/// Controls that are shown; `gate explain` shows all.
const CONTROLS: usize = 4;
/// Other places of a group that are listed without `--verbose`.
const PLACES: usize = 5;

/// Writes the block of a group.
pub(super) fn write(page: &mut Page<'_>, outcome: &Outcome, group: &Group<'_>) {
    let finding = group.first;
    let policy = outcome.policies.get(&finding.policy);
    let level = Level::of(finding.severity);
    let snippet = finding.location.snippet.as_ref();
    head(page, finding, policy, group);
    let bar = " ".repeat(frame::bar(snippet));
    page.line(&format!("{bar}┌ {}", place(&finding.location)));
    if let Some(snippet) = snippet {
        for line in frame::draw(snippet, level, page.style()) {
            page.line(&line);
        }
    }
    let left = related(page, &bar, &finding.related);
    if let Some(policy) = policy {
        fix(page, &bar, policy, left);
        rules(page, &bar, policy);
    }
    others(page, &bar, group);
}

/// `error[CI001] unpinned-action: message (+ 14 more in 3 files)`.
fn head(page: &mut Page<'_>, finding: &Finding, policy: Option<&Policy>, group: &Group<'_>) {
    let (word, paint) = match (finding.answer, Level::of(finding.severity)) {
        (Answer::Unknown, _) => ("unknown", Paint::Unknown),
        (Answer::Violation, level @ Level::Error) => (level.as_str(), Paint::Error),
        (Answer::Violation, level @ Level::Warning) => (level.as_str(), Paint::Warning),
        (Answer::Violation, level @ Level::Note) => (level.as_str(), Paint::Note),
    };
    let id = page.paint(paint, &format!("{word}[{}]", finding.policy));
    let slug = policy.map(|policy| format!(" {}:", for_terminal(&policy.meta.slug))).unwrap_or_default();
    let slug = page.paint(Paint::Bold, &slug);
    let more = match group.rest.len() {
        0 => String::new(),
        more => format!(" (+ {more} more in {})", count(group.files_of_rest(), "file")),
    };
    page.line(&format!("{id}{slug} {}{more}", for_terminal(finding.message.raw())));
}

/// `path:line:column`, and the name of the thing where there is one.
pub(super) fn place(location: &Location) -> String {
    let named = location.logical.as_ref().map(|name| format!("  › {}", for_terminal(name.raw()))).unwrap_or_default();
    format!("{}:{}{named}", for_terminal(location.path.as_str()), location.start)
}

/// Writes the related places and says how many lines are left for the fix.
fn related(page: &mut Page<'_>, bar: &str, related: &[Related]) -> usize {
    let shown = if page.style().verbose { related.len() } else { 1 };
    let more = related.len().saturating_sub(shown);
    for (index, related) in related.iter().take(shown).enumerate() {
        let more = if more > 0 && index == 0 { format!(" (+ {more} more)") } else { String::new() };
        let message = for_terminal(related.message.raw());
        page.line(&format!("{bar}= see   {}  {message}{more}", place(&related.location)));
    }
    match (page.style().verbose, related.is_empty()) {
        (true, _) => usize::MAX,
        (false, true) => MIDDLE,
        (false, false) => MIDDLE.saturating_sub(1),
    }
}

fn fix(page: &mut Page<'_>, bar: &str, policy: &Policy, lines: usize) {
    let lead = format!("{bar}= fix   ");
    page.folded_at_most(&lead, lead.chars().count(), &for_terminal(&policy.meta.remediation), lines);
}

/// The first controls, and where to read more.
fn rules(page: &mut Page<'_>, bar: &str, policy: &Policy) {
    let controls: Vec<String> = controls(policy).iter().map(|control| for_terminal(control)).collect();
    let more = match controls.len().saturating_sub(CONTROLS) {
        0 => String::new(),
        more => format!(" (+ {more})"),
    };
    let controls = controls.into_iter().take(CONTROLS).collect::<Vec<_>>().join(" · ");
    let explain = match policy.authority {
        Authority::Bundled => format!("gate explain {}", policy.meta.id),
        Authority::User => format!("see {}", for_terminal(&policy.file)),
    };
    let explain = page.paint(Paint::Dim, &explain);
    let lead = if controls.is_empty() { String::new() } else { format!("{controls}{more}   ") };
    page.line(&format!("{bar}= rules {lead}{explain}"));
}

/// A line for every other place of the group.
fn others(page: &mut Page<'_>, bar: &str, group: &Group<'_>) {
    let shown = if page.style().verbose { group.rest.len() } else { PLACES };
    for finding in group.rest.iter().take(shown) {
        let same = finding.message == group.first.message;
        let message = if same { String::new() } else { format!("  {}", for_terminal(finding.message.raw())) };
        page.line(&format!("{bar}+ {}{message}", place(&finding.location)));
    }
    let more = group.rest.len().saturating_sub(shown);
    if more > 0 {
        page.line(&format!("{bar}+ {more} more: --verbose lists them"));
    }
}
