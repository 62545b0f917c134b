//! The report for people: findings with frames, worst first; what could not be judged; what was checked; the verdict.
//!
//! Laws: the last line answers the question; everything is said once and nothing of it is cut; what keeps a run from
//! passing stands last; colour and links repeat what words say.

mod aside;
mod block;
mod fault;
mod finding;
mod footer;
mod frame;
mod group;
mod page;
mod undecided;
mod upcoming;

pub use fault::{Fault, fault};

use super::conclusion::{last_line, word};
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
            let all = || outcome.findings.iter();
            open(&mut page, outcome, all().filter(|finding| finding.answer == Answer::Violation));
            let tolerated = |it: &&Finding| it.answer == Answer::Unknown && it.severity < outcome.fail_on_unknown;
            open(&mut page, outcome, all().filter(tolerated));
            upcoming::write(&mut page, outcome);
            if style.verbose {
                aside::write(&mut page, outcome);
            }
            undecided::write(&mut page, outcome);
            page.rule();
            footer::write(&mut page, outcome);
        }
        let paint = match word(outcome) {
            "PASS" => Paint::Pass,
            "BLOCKED" => Paint::Error,
            _ => Paint::Unknown,
        };
        let line = page.paint(paint, &last_line(outcome));
        page.line(&line);
        page.finish()
    }
}

/// The findings with this answer, a block for every policy.
fn open<'a>(page: &mut Page<'_>, outcome: &Outcome, findings: impl Iterator<Item = &'a Finding>) {
    for group in group::by_policy(findings.filter(|finding| finding.disposition == Disposition::Open)) {
        finding::write(page, outcome, &group);
        page.blank();
    }
}
