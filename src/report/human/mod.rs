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
use super::emergency::said;
use super::escape::for_terminal;
use super::{Report, Style};
use crate::finding::{Answer, Finding};
use crate::outcome::Outcome;
use crate::policy::own;
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
            emergencies(&mut page, outcome);
            let all = || outcome.findings.iter();
            open(&mut page, outcome, all().filter(|finding| finding.answer == Answer::Violation));
            waive(&mut page, outcome);
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
            "PASS" if outcome.emergencies.is_empty() => Paint::Pass,
            "BLOCKED" | "PASS" => Paint::Error,
            _ => Paint::Unknown,
        };
        let line = page.paint(paint, &last_line(outcome, for_terminal));
        page.line(&line);
        page.finish()
    }
}

/// What stands before all else: that a glass is broken.
fn emergencies(page: &mut Page<'_>, outcome: &Outcome) {
    for emergency in &outcome.emergencies {
        let lead = page.paint(Paint::Error, "IN EMERGENCY");
        page.folded(&format!("{lead} "), EMERGENCY, &for_terminal(&said(emergency)));
    }
    page.blank();
}

/// How far the lines after the first of an emergency are indented.
const EMERGENCY: usize = 4;

/// How a violation is accepted, once.
fn waive(page: &mut Page<'_>, outcome: &Outcome) {
    let own = own();
    let can_be = |it: &&Finding| {
        let is_own = own.iter().any(|own| own.meta.id == it.policy);
        it.answer == Answer::Violation && it.disposition.is_open() && !is_own
    };
    let first = outcome.findings.iter().find(can_be).filter(|_| page.style().verbose);
    if let Some(first) = first {
        let id = finding::short(&first.fingerprint);
        let command = format!("gate waive {id} --owner NAME --approver NAME --reason TEXT");
        page.folded("", 0, &format!("What has to stay for a while is accepted until a day by its id: {command}"));
        page.blank();
    }
}

/// The findings with this answer, a block for every policy.
fn open<'a>(page: &mut Page<'_>, outcome: &Outcome, findings: impl Iterator<Item = &'a Finding>) {
    for group in group::by_policy(findings.filter(|finding| finding.disposition.is_open())) {
        finding::write(page, outcome, &group);
        page.blank();
    }
}
