//! The report for people: findings with frames, worst first; what could not be judged; what was checked; the verdict.
//!
//! Laws: the last line answers the question; a finding takes at most seven lines; what keeps a run from passing is said
//! again at the end; colour repeats what words say.

mod aside;
mod finding;
mod footer;
mod frame;
mod group;
mod page;

use super::conclusion::{last_line, word};
use super::escape::for_terminal;
use super::obstacle;
use super::{Report, Style};
use crate::finding::{Answer, Disposition, Finding};
use crate::outcome::Outcome;
use page::{Page, Paint};

/// `--format human`.
pub(super) struct Human;

impl Report for Human {
    fn name(&self) -> &'static str {
        "human"
    }

    fn render(&self, outcome: &Outcome, style: &Style) -> String {
        let mut page = Page::new(style);
        if !style.quiet {
            open(&mut page, outcome, Answer::Violation);
            open(&mut page, outcome, Answer::Unknown);
            if style.verbose {
                aside::write(&mut page, outcome);
            }
            unjudged(&mut page, outcome);
            page.rule();
            footer::write(&mut page, outcome);
        }
        let paint = match word(outcome) {
            "PASS" => Paint::Pass,
            "BLOCKED" => Paint::Error,
            _ => Paint::Warning,
        };
        let line = page.paint(paint, &last_line(outcome));
        page.line(&line);
        page.finish()
    }
}

/// The open findings with this answer, a block for every policy.
fn open(page: &mut Page<'_>, outcome: &Outcome, answer: Answer) {
    let open = |finding: &&Finding| finding.answer == answer && finding.disposition == Disposition::Open;
    for group in group::by_policy(outcome.findings.iter().filter(open)) {
        finding::write(page, outcome, &group);
        page.blank();
    }
}

/// Everything that kept the run from being complete.
fn unjudged(page: &mut Page<'_>, outcome: &Outcome) {
    let obstacles = obstacle::all(outcome);
    if obstacles.is_empty() {
        return;
    }
    let title = page.paint(Paint::Warning, "could not be judged");
    page.line(&title);
    for obstacle in obstacles {
        let place = page.paint(Paint::Bold, &for_terminal(&obstacle.place()));
        page.folded(&format!("  {place}  "), 4, &for_terminal(&obstacle.why()));
    }
    page.blank();
}
