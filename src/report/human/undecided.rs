//! What could not be judged: what a policy cannot know, then what was not read or evaluated. Nothing is said twice.

use super::super::accept_lines;
use super::super::obstacle::{self, Obstacle, Same};
use super::finding::{self, PLACES};
use super::page::{Page, Paint};
use super::{block, group};
use crate::outcome::Outcome;

/// Writes the section, if there is anything in it.
pub(super) fn write(page: &mut Page<'_>, outcome: &Outcome) {
    let unknowns = group::by_policy(outcome.undecided());
    let unjudged = obstacle::grouped(obstacle::unjudged(outcome));
    if unknowns.is_empty() && unjudged.is_empty() {
        return;
    }
    let title = page.paint(Paint::Bold, "could not be judged");
    page.line(&title);
    page.blank();
    for group in &unknowns {
        finding::write(page, outcome, group);
        page.blank();
    }
    for same in &unjudged {
        obstacles(page, same);
        page.blank();
    }
    if let Some(first) = unknowns.first().filter(|_| !page.style().verbose) {
        let alone = unknowns.len() == 1 && first.rest.is_empty();
        let others = if alone { "" } else { " (these are of the first; --verbose prints those of every block)" };
        page.folded("", 0, &format!("{ACCEPT}{others}:"));
        block::exact(page, accept_lines(first.first).iter().map(String::as_str));
        page.blank();
    }
}

/// What the lines of [`accept_lines`] do.
const ACCEPT: &str =
    "What nobody can make known can be accepted until a day: merge lines like these into .gate/waivers.yaml";

/// One block for all that was not judged for one reason.
fn obstacles(page: &mut Page<'_>, same: &Same<'_>) {
    let word = if same.first.unread { "unread" } else { "unjudged" };
    let policy = same.first.policy.map(|policy| format!("[{policy}]")).unwrap_or_default();
    let more = match same.rest.len() {
        0 => String::new(),
        more => format!(" (+ {more} more)"),
    };
    block::head(page, Paint::Unknown, &format!("{word}{policy}:"), "", &format!("{}{more}", same.first.reason));
    let bar = block::nowhere();
    let shown = if page.style().verbose { usize::MAX } else { PLACES };
    // Lines that name the file stand below it; lines that are the same for all stand once, at the end.
    let alike = same.rest.iter().all(|other| other.fix == same.first.fix);
    let each = !alike && page.style().verbose;
    let places = std::iter::once(&same.first).chain(&same.rest);
    for (index, other) in places.take(shown).enumerate() {
        place(page, &bar, if index == 0 { "┌" } else { "+" }, other);
        if each {
            block::exact(page, block::raw(other.fix));
        }
    }
    let more = same.rest.len().saturating_add(1).saturating_sub(shown);
    if more > 0 {
        page.line(&format!("{bar}+ {more} more: --verbose lists them"));
    }
    if !each && !same.first.fix.is_empty() {
        let others = if alike { "" } else { " for the first (--verbose prints it for the others)" };
        block::entry(page, &bar, "fix", "", &format!("exactly this{others}:"));
        block::exact(page, block::raw(same.first.fix));
    }
}

/// Writes where an obstacle is, if it is in a file.
fn place(page: &mut Page<'_>, bar: &str, mark: &str, obstacle: &Obstacle<'_>) {
    if let Some(path) = obstacle.path {
        let place = page.position(path, obstacle.position);
        page.line(&format!("{bar}{mark} {place}"));
    }
}
