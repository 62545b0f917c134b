//! One block: what is wrong, where, the line, how to fix it, which rules it supports.

use super::super::accept_lines;
use super::super::escape::for_terminal;
use super::super::fold::columns;
use super::super::style;
use super::super::words::{Level, controls, count, remedy};
use super::block;
use super::group::Group;
use super::page::{self, Page, Paint};
use crate::finding::{Answer, Finding, Location, Related};
use crate::outcome::Outcome;
use crate::policy::{Authority, Policy};

/// Controls that are shown; `gate explain` shows all.
const CONTROLS: usize = 4;
/// Other places of a group that are listed without `--verbose`.
pub(super) const PLACES: usize = 5;

/// Writes the block of a group.
pub(super) fn write(page: &mut Page<'_>, outcome: &Outcome, group: &Group<'_>) {
    let finding = group.first;
    let policy = outcome.policies.get(&finding.policy);
    let (word, paint) = word(finding);
    let label = format!("{word}[{}] {}", finding.policy, finding.severity);
    let slug = policy.map(|policy| format!(" {}:", policy.meta.slug)).unwrap_or_default();
    let more = match group.rest.len() {
        0 => String::new(),
        more => format!(" (+ {more} more in {})", count(group.files_of_rest(), "file")),
    };
    block::head(page, paint, &label, &slug, &format!("{}{more}", finding.message.raw()));
    let bar = block::place(page, &finding.location, paint);
    related(page, &bar, &finding.related);
    if let Some(policy) = policy {
        block::entry(page, &bar, "fix", "", remedy(finding, policy));
        rules(page, &bar, policy);
    }
    let undecided = finding.answer == Answer::Unknown && finding.severity >= outcome.fail_on_unknown;
    if finding.answer == Answer::Unknown && !undecided {
        let text = format!("below \"{}\", so it does not keep the run from passing", outcome.fail_on_unknown);
        block::entry(page, &bar, "note", "", &text);
    }
    if finding.answer == Answer::Violation && page.style().verbose {
        block::entry(page, &bar, "id", "", &short(&finding.fingerprint));
    }
    others(page, &bar, group);
    if undecided && page.style().verbose {
        block::entry(page, &bar, "or", "", ACCEPT);
        block::exact(page, accept_lines(finding).iter().map(String::as_str));
    }
}

/// What the lines of [`accept_lines`] do.
const ACCEPT: &str = "have it accepted until a day: merge these lines into .gate/waivers.yaml";

/// As many digits of a fingerprint as `gate waive` asks for.
pub(super) fn short(fingerprint: &str) -> String {
    fingerprint.chars().take(8).collect()
}

const fn word(finding: &Finding) -> (&'static str, Paint) {
    match (finding.answer, Level::of(finding.severity)) {
        (Answer::Unknown, _) => ("unknown", Paint::Unknown),
        (Answer::Violation, level @ Level::Error) => (level.as_str(), Paint::Error),
        (Answer::Violation, level @ Level::Warning) => (level.as_str(), Paint::Warning),
        (Answer::Violation, level @ Level::Note) => (level.as_str(), Paint::Bold),
    }
}

/// A place to stand before a text, and its name to stand in it.
fn place(page: &Page<'_>, location: &Location) -> (String, String) {
    let name = page::name(location);
    let name = if name.is_empty() { name } else { format!("{name}  ") };
    (format!("{}  ", page.position(&location.path, Some(location.start))), name)
}

/// Writes the related places.
fn related(page: &mut Page<'_>, bar: &str, related: &[Related]) {
    let shown = if page.style().verbose { related.len() } else { 1 };
    let more = related.len().saturating_sub(shown);
    for (index, related) in related.iter().take(shown).enumerate() {
        let more = if more > 0 && index == 0 { format!(" (+ {more} more)") } else { String::new() };
        let (place, name) = place(page, &related.location);
        block::entry(page, bar, "see", &place, &format!("{name}{}{more}", related.message.raw()));
    }
}

/// The first controls, and where to read more: as many as fit beside it, and one at least.
fn rules(page: &mut Page<'_>, bar: &str, policy: &Policy) {
    let controls: Vec<String> = controls(policy).iter().map(|control| for_terminal(control)).collect();
    let read = match policy.authority {
        Authority::Bundled => format!("gate explain {}", policy.meta.id),
        Authority::User => format!("see {}", for_terminal(&policy.file)),
    };
    let link = policy.meta.resources.iter().find_map(|uri| style::page(uri));
    let read = page.link(link, &page.paint(Paint::Dim, &read));
    let mark = block::mark(bar, "rules");
    let first = |number: usize| match controls.len().saturating_sub(number) {
        0 => controls.join(" · "),
        more => format!("{} (+ {more})", controls.iter().take(number).cloned().collect::<Vec<_>>().join(" · ")),
    };
    if controls.is_empty() {
        page.line(&format!("{mark}{read}"));
        return;
    }
    let lines = (1..=CONTROLS.min(controls.len())).rev().map(|number| format!("{mark}{}   {read}", first(number)));
    if let Some(line) = lines.into_iter().find(|line| columns(line) <= page.style().width) {
        page.line(&line);
        return;
    }
    page.folded(&mark, columns(&mark), &first(1));
    page.line(&format!("{}{read}", " ".repeat(columns(&mark))));
}

/// A line for every other place of the group.
fn others(page: &mut Page<'_>, bar: &str, group: &Group<'_>) {
    let shown = if page.style().verbose { group.rest.len() } else { PLACES };
    for finding in group.rest.iter().take(shown) {
        let same = finding.message == group.first.message;
        let message = if same { "" } else { finding.message.raw() };
        // Each is accepted by its own name.
        let id = match finding.answer {
            _ if !page.style().verbose => String::new(),
            Answer::Unknown => format!("finding {}  ", finding.acceptance.as_deref().unwrap_or_default()),
            Answer::Violation => format!("{}  ", short(&finding.fingerprint)),
        };
        let (place, name) = place(page, &finding.location);
        let text = for_terminal(&format!("{id}{name}{message}"));
        page.folded(&format!("{bar}+ {place}"), bar.len().saturating_add(INDENT), &text);
    }
    let more = group.rest.len().saturating_sub(shown);
    if more > 0 {
        page.line(&format!("{bar}+ {more} more: --verbose lists them"));
    }
}

/// Columns from the mark of another place to a message that does not fit behind it.
const INDENT: usize = 4;
