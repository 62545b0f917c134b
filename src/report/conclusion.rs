//! The last line, and the numbers before it: the same words in every report.

use std::collections::{BTreeMap, BTreeSet};

use crate::exit::Exit;
use crate::finding::{Answer, Coverage, Disposition, Finding, PolicyId, State, Tally};
use crate::outcome::{Mode, Outcome, RulesFrom, Verdict};

use super::obstacle;
use super::words::{Level, count, document};

/// `gate: WORD — one sentence why`. `escape` is the escaper of the sink.
pub(super) fn last_line(outcome: &Outcome, escape: fn(&str) -> String) -> String {
    let emergency = match outcome.emergencies.as_slice() {
        [] => String::new(),
        [first, others @ ..] => {
            let more = if others.is_empty() { String::new() } else { format!(" (+ {} more)", others.len()) };
            format!(" IN EMERGENCY {} until {}{more}", escape(first.incident.raw()), first.until)
        }
    };
    format!("gate: {}{emergency} — {}{}", word(outcome), sentence(outcome), before(outcome))
}

/// Where only a change decides: how much was there before, which the sentence does not count.
fn before(outcome: &Outcome) -> String {
    let number = if outcome.compared.is_some() { Numbers::of(outcome).before } else { 0 };
    if number > 0 { format!(", {number} there before") } else { String::new() }
}

/// What the change was compared with, where only what it introduces decides; not escaped.
pub(super) fn compared(outcome: &Outcome) -> Option<String> {
    let commits: Vec<String> = outcome.compared.as_ref()?.commits.iter().map(|commit| short(commit)).collect();
    Some(format!("only what the change since {} introduces decides", commits.join(" and ")))
}

/// `PASS`, `BLOCKED` or `INCOMPLETE`, in agreement with the exit code.
pub(super) fn word(outcome: &Outcome) -> &'static str {
    match outcome.exit() {
        Exit::Pass => Verdict::Pass.word(),
        _ => outcome.verdict.word(),
    }
}

fn sentence(outcome: &Outcome) -> String {
    let blocking = outcome.blocking().count();
    match (outcome.verdict, outcome.mode) {
        (Verdict::Incomplete, mode) => {
            let things = count(obstacle::all(outcome).len(), "thing");
            let also = match (blocking, mode) {
                (0, _) | (_, Mode::Observe) => String::new(),
                _ => format!("; {} at or above \"{}\" too", count(blocking, "finding"), outcome.fail_on),
            };
            format!("{things} could not be judged, so nothing was approved{also}")
        }
        (Verdict::Violations, Mode::Block) => {
            format!("{} at or above \"{}\"", count(blocking, "finding"), outcome.fail_on)
        }
        (Verdict::Violations, Mode::Observe) => {
            format!("observe mode: {} would block", count(blocking, "finding"))
        }
        (Verdict::NothingChecked, _) if outcome.fail_on_empty => {
            "nothing to judge was found here; gate check --help says how to name a file or a plan".to_owned()
        }
        (Verdict::NothingChecked, _) => {
            "nothing to judge was found here, which the configuration allows (fail-on-empty: false)".to_owned()
        }
        (Verdict::Pass, _) => {
            let numbers = Numbers::of(outcome);
            let waived = match numbers.waived {
                0 => String::new(),
                waived => format!(", {waived} waived"),
            };
            let adopted = match numbers.adopted {
                0 => String::new(),
                adopted => format!(", {adopted} in the baseline"),
            };
            format!(
                "{} judged by {}, nothing open at or above \"{}\"{waived}{adopted}",
                count(documents(outcome), "document"),
                count(judges(outcome), "policy"),
                outcome.fail_on
            )
        }
    }
}

/// What was found, counted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Numbers {
    /// Open violations of severity high and critical.
    pub(super) errors: usize,
    /// Open violations of severity medium.
    pub(super) warnings: usize,
    /// Open violations of severity low.
    pub(super) notes: usize,
    /// Open unknowns.
    pub(super) unknown: usize,
    /// Findings that a waiver covers.
    pub(super) waived: usize,
    /// Findings that are shown and do not count.
    pub(super) noted: usize,
    /// The day on which the first of the waivers in use ends.
    pub(super) next_expiry: Option<String>,
    /// Findings and other things that the baseline answers for.
    pub(super) adopted: usize,
    /// The day on which the first of its entries in use ends.
    pub(super) next_debt: Option<String>,
    /// What was there before the change, which alone decides.
    pub(super) before: usize,
    /// What blocks later.
    pub(super) upcoming: usize,
    /// What an emergency covers.
    pub(super) emergency: usize,
}

impl Numbers {
    /// Counts the findings of an outcome.
    pub(super) fn of(outcome: &Outcome) -> Self {
        let mut numbers = Self::default();
        let findings = outcome.findings.iter().map(|finding| (&finding.disposition, Some(finding), 1));
        let asides = outcome.aside.iter().map(|aside| (&aside.disposition, None, 1));
        let unlisted = outcome.unlisted.iter().map(|it| (&it.disposition, None, it.number));
        for (disposition, finding, times) in findings.chain(asides).chain(unlisted) {
            let number = match (disposition, finding) {
                (Disposition::Waived { expires, .. }, _) => {
                    let next = numbers.next_expiry.take().map_or(expires.clone(), |next| next.min(expires.clone()));
                    numbers.next_expiry = Some(next);
                    &mut numbers.waived
                }
                (Disposition::Noted { .. }, _) => &mut numbers.noted,
                (Disposition::Adopted { expires, .. }, _) => {
                    let next = numbers.next_debt.take().map_or(expires.clone(), |next| next.min(expires.clone()));
                    numbers.next_debt = Some(next);
                    &mut numbers.adopted
                }
                (Disposition::Before, _) => &mut numbers.before,
                (Disposition::Upcoming { .. }, _) => &mut numbers.upcoming,
                (Disposition::Emergency { .. }, _) => &mut numbers.emergency,
                (Disposition::Open, None) => continue,
                (Disposition::Open, Some(Finding { answer: Answer::Unknown, .. })) => &mut numbers.unknown,
                (Disposition::Open, Some(finding)) => match Level::of(finding.severity) {
                    Level::Error => &mut numbers.errors,
                    Level::Warning => &mut numbers.warnings,
                    Level::Note => &mut numbers.notes,
                },
            };
            *number = number.saturating_add(times);
        }
        numbers
    }

    /// `12 checks passed · 2 errors · 1 waived (next expiry 2026-12-24)`; what is zero is left out, except what passed.
    /// `escape` is the escaper of the sink.
    pub(super) fn line(&self, tally: Tally, escape: fn(&str) -> String) -> String {
        let waived = |day: &String| format!("{} waived (next expiry {})", self.waived, escape(day));
        let waived = self.next_expiry.as_ref().map(waived);
        let adopted = |day: &String| format!("{} in the baseline (next end {})", self.adopted, escape(day));
        let adopted = self.next_debt.as_ref().map(adopted);
        let some = |number: usize, text: String| (number > 0).then_some(text);
        [
            Some(format!("{} passed", count(tally.passed, "check"))),
            some(self.errors, count(self.errors, "error")),
            some(self.warnings, count(self.warnings, "warning")),
            some(self.notes, count(self.notes, "note")),
            some(self.unknown, format!("{} unknown", self.unknown)),
            some(tally.incomplete, format!("{} not finished", count(tally.incomplete, "check"))),
            waived,
            adopted,
            some(self.before, format!("{} there before this change", self.before)),
            some(self.upcoming, format!("{} that will block later", self.upcoming)),
            some(self.emergency, format!("{} ACCEPTED IN AN EMERGENCY", self.emergency)),
            some(self.noted, format!("{} shown without counting", self.noted)),
        ]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(" · ")
    }
}

/// How many documents were judged.
pub(super) fn documents(outcome: &Outcome) -> usize {
    outcome.documents.values().sum()
}

/// How many policies judged at least one document.
pub(super) fn judges(outcome: &Outcome) -> usize {
    let cells = outcome.coverage.cells().iter().filter(|cell| cell.state == State::Judged);
    cells.map(|cell| &cell.policy).collect::<BTreeSet<_>>().len()
}

/// `3 documents: 2 pipelines, 1 Terraform plan — 4 policies`.
pub(super) fn checked(outcome: &Outcome) -> String {
    let kinds: Vec<String> =
        outcome.documents.iter().filter(|(_, n)| **n > 0).map(|(kind, n)| count(*n, document(*kind))).collect();
    let kinds = if kinds.is_empty() { String::new() } else { format!(": {}", kinds.join(", ")) };
    let policies = count(judges(outcome), "policy");
    format!("{}{kinds} — {policies}", count(documents(outcome), "document"))
}

/// Where the rules came from, and which organisations' rules hold besides; not escaped.
pub(super) fn rules_from(outcome: &Outcome) -> String {
    let besides = organisations(outcome).into_iter().map(|organisation| format!(" + {organisation}"));
    tree_of(&outcome.rules_from) + &besides.collect::<String>()
}

/// That rules of organisations hold besides, where no more is said of where rules came from.
pub(super) fn besides(outcome: &Outcome) -> Option<String> {
    let organisations = organisations(outcome);
    (!organisations.is_empty()).then(|| format!("rules of {} hold too", organisations.join(", ")))
}

fn organisations(outcome: &Outcome) -> Vec<String> {
    let extends = outcome.provenance.extends.iter();
    extends.map(|(name, digest)| format!("{name} (sha256:{})", short(digest))).collect()
}

fn tree_of(from: &RulesFrom) -> String {
    match from {
        RulesFrom::WorkingTree => "the working tree (in CI pass --base, or a change edits its own rules)".to_owned(),
        RulesFrom::Base { revision, commit } => {
            let name = if revision == commit { "base commit" } else { revision.as_str() };
            format!("{name} ({}), which this change cannot edit", short(commit))
        }
        RulesFrom::Merged { revision, commit } => {
            format!("the judged commit ({}), which {revision} holds already: no change was judged", short(commit))
        }
    }
}

/// The first digits of a commit or digest.
fn short(commit: &str) -> String {
    commit.chars().take(12).collect()
}

/// The day that waivers were measured against, where that had a say: a waiver covered something, or did not hold. Any
/// other report has no clock in it, so that the same files give the same bytes.
pub(super) fn waiver_day(outcome: &Outcome) -> Option<&str> {
    let by_day = |disposition: &Disposition| match disposition {
        Disposition::Waived { .. } | Disposition::Adopted { .. } => true,
        // An edition is no day.
        Disposition::Upcoming { from } => from.starts_with(|first: char| first.is_ascii_digit()),
        _ => false,
    };
    let about_rules = |finding: &Finding| ["WV", "BL", "EM"].iter().any(|it| finding.policy.as_str().starts_with(it));
    let about_waiver = |finding: &Finding| by_day(&finding.disposition) || about_rules(finding);
    let day = || outcome.judged_at.split('T').next();
    let by_clock = !outcome.emergencies.is_empty()
        || outcome.aside.iter().any(|it| by_day(&it.disposition))
        || outcome.unlisted.iter().any(|it| by_day(&it.disposition));
    (by_clock || outcome.findings.iter().any(about_waiver)).then(day).flatten()
}

/// The cells of every policy, counted.
pub(super) fn by_policy(coverage: &Coverage) -> BTreeMap<&PolicyId, Tally> {
    let mut tallies: BTreeMap<&PolicyId, Tally> = BTreeMap::new();
    for cell in coverage.cells() {
        tallies.entry(&cell.policy).or_default().add(cell);
    }
    tallies
}
