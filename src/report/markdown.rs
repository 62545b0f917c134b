//! The summary of a step or the text of a comment: at most 60 KB of Markdown.
//!
//! Everything from the repository or from policies stands in a code span, where GitHub finds no link, image, mention or
//! tag. The HTML is gate's own.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use super::conclusion::{Numbers, last_line, rules_from, waiver_day};
use super::edge;
use super::emergency;
use super::escape::{for_markdown, for_markdown_cell, markdown_block};
use super::obstacle;
use super::words::{count, remedy, statement};
use super::{Report, Style};
use crate::finding::{Answer, Disposition, Finding, Text};
use crate::outcome::Outcome;
use crate::source::RepoPath;

/// Bytes of the whole report; GitHub takes 1 MiB for a step and 64 KB for a comment.
const BYTES: usize = 60_000;
/// Findings that are listed.
const FINDINGS: usize = 20;
/// Reasons that are listed why something was not judged, and places of each.
const UNJUDGED: usize = 50;
const PLACES: usize = 10;

/// `--format markdown`.
pub(super) struct Markdown;

impl Report for Markdown {
    fn name(&self) -> &'static str {
        "markdown"
    }

    fn render(&self, outcome: &Outcome, _style: &Style) -> String {
        let verdict = last_line(outcome, for_markdown);
        let mut page = Page::default();
        page.section(&format!("## {verdict}"), &[], "");
        page.section("", &emergencies(outcome), "");
        page.section("", &[Numbers::of(outcome).line(outcome.coverage.tally(), for_markdown)], "");
        page.section("### Could not be judged", &unjudged(outcome), "");
        page.section("### Accepted in an emergency", &in_emergency(outcome), "");
        page.section("### Findings by policy", &table(outcome), "");
        page.section("### Worst findings", &findings(outcome), "");
        page.section("### Will block later", &upcoming(outcome), "");
        page.section("### Waived", &waivers(outcome), "");
        page.section("### There before this change", &before(outcome), "");
        page.section("<details><summary>What was checked</summary>", &what_was_checked(outcome), "\n</details>");
        page.finish(&verdict)
    }
}

/// The text, and whether something did not fit.
#[derive(Default)]
struct Page {
    text: String,
    cut: usize,
}

impl Page {
    /// Adds a heading, the lines that fit, and an ending; nothing at all where there is neither a heading of its own
    /// nor a line.
    fn section(&mut self, heading: &str, lines: &[String], ending: &str) {
        if lines.is_empty() && !heading.starts_with("## ") {
            return;
        }
        if !heading.is_empty() {
            self.text.push_str(heading);
            self.text.push_str("\n\n");
        }
        // Room for every heading and ending, and for the lines of `finish`.
        let room = BYTES.saturating_sub(1_000);
        for (index, line) in lines.iter().enumerate() {
            if self.text.len().saturating_add(line.len()) > room {
                self.cut = self.cut.saturating_add(lines.len()).saturating_sub(index);
                break;
            }
            self.text.push_str(line);
            self.text.push('\n');
        }
        if !ending.is_empty() {
            self.text.push_str(ending);
            self.text.push('\n');
        }
        if !lines.is_empty() || !ending.is_empty() {
            self.text.push('\n');
        }
    }

    fn finish(mut self, verdict: &str) -> String {
        if self.cut > 0 {
            let lines = count(self.cut, "line");
            // Writing to a `String` cannot fail.
            let _ = writeln!(self.text, "**Cut: {lines} did not fit here; the log of the run has them all.**\n");
        }
        let _ = writeln!(self.text, "**{verdict}**");
        self.text
    }
}

/// What nobody who opens the page may overlook.
fn emergencies(outcome: &Outcome) -> Vec<String> {
    if outcome.emergencies.is_empty() {
        return Vec::new();
    }
    let said = outcome.emergencies.iter().map(|emergency| format!("> - {}", for_markdown(&emergency::said(emergency))));
    let head = ["> [!CAUTION]".to_owned(), "> **This run is in an emergency.**".to_owned(), ">".to_owned()];
    head.into_iter().chain(said).collect()
}

/// What emergencies cover.
fn in_emergency(outcome: &Outcome) -> Vec<String> {
    let covered = emergency::covered(outcome);
    let lines = covered.iter().take(UNJUDGED).map(|line| format!("- {}", for_markdown(line)));
    lines.chain(more(covered.len(), UNJUDGED)).collect()
}

/// One item for each reason, with its places and the lines that would answer it.
fn unjudged(outcome: &Outcome) -> Vec<String> {
    let groups = obstacle::grouped(obstacle::all(outcome));
    let (mut lines, mut explained) = (Vec::new(), BTreeSet::new());
    for same in groups.iter().take(UNJUDGED) {
        lines.push(format!("- {}", for_markdown(&same.first.why())));
        let places = std::iter::once(&same.first).chain(&same.rest);
        lines.extend(places.clone().take(PLACES).map(|it| format!("  - {}", for_markdown(&it.place()))));
        let more = same.rest.len().saturating_add(1).saturating_sub(PLACES);
        lines.extend((more > 0).then(|| format!("  - …and {more} more")));
        let answers = same.first.answers.filter(|answers| explained.insert(*answers));
        lines.extend(answers.map(|answers| format!("  - fix: {}", for_markdown(answers))));
        if !same.first.fix.is_empty() {
            let fix: Vec<&str> = same.first.fix.iter().map(Text::raw).collect();
            lines.push("  - fix:\n".to_owned());
            lines.extend(markdown_block(&fix).iter().map(|line| format!("    {line}")));
        }
    }
    lines.extend(more(groups.len(), UNJUDGED));
    lines
}

/// The line after a list that shows `shown` of `total`.
fn more(total: usize, shown: usize) -> Option<String> {
    let more = total.saturating_sub(shown);
    (more > 0).then(|| format!("\n…and {more} more in the log of the run."))
}

/// Severity, policy and number of the open findings.
fn table(outcome: &Outcome) -> Vec<String> {
    let mut rows: BTreeMap<_, usize> = BTreeMap::new();
    for finding in open(outcome) {
        let key = (std::cmp::Reverse(finding.severity), finding.answer, &finding.policy);
        let number = rows.entry(key).or_default();
        *number = number.saturating_add(1);
    }
    if rows.is_empty() {
        return Vec::new();
    }
    let head = ["| severity | policy | findings |".to_owned(), "|---|---|---:|".to_owned()];
    let rows = rows.into_iter().map(|((severity, answer, id), number)| {
        let slug = outcome.policies.get(id).map_or("", |policy| policy.meta.slug.as_str());
        let word = match answer {
            Answer::Violation => "",
            Answer::Unknown => " (unknown)",
        };
        format!("| {}{word} | {} | {number} |", severity.0, for_markdown_cell(&format!("{id} {slug}")))
    });
    head.into_iter().chain(rows).collect()
}

fn open(outcome: &Outcome) -> impl Iterator<Item = &Finding> {
    outcome.findings.iter().filter(|finding| finding.disposition.is_open())
}

/// The worst findings; how to fix them once for each policy. What could not be judged stands in its own section.
fn findings(outcome: &Outcome) -> Vec<String> {
    let is_known = |it: &&Finding| it.answer == Answer::Violation || it.severity < outcome.fail_on_unknown;
    let total = open(outcome).filter(is_known).count();
    let mut lines = Vec::new();
    let mut explained = BTreeSet::new();
    for finding in open(outcome).filter(is_known).take(FINDINGS) {
        lines.push(item(finding));
        let policy =
            outcome.policies.get(&finding.policy).filter(|_| explained.insert((&finding.policy, finding.answer)));
        lines.extend(policy.map(|policy| format!("  - fix: {}", for_markdown(remedy(finding, policy)))));
    }
    lines.extend(more(total, FINDINGS));
    lines
}

fn item(finding: &Finding) -> String {
    let place = format!("{}:{}", finding.location.path.as_str(), finding.location.start);
    let said = for_markdown(&statement(finding));
    format!("- **{}** {} {} {said}", finding.policy, finding.severity, for_markdown(&place))
}

/// From when on, policy, number and first place of what blocks later.
fn upcoming(outcome: &Outcome) -> Vec<String> {
    let mut rows: BTreeMap<_, (usize, &Finding)> = BTreeMap::new();
    for finding in &outcome.findings {
        if let Disposition::Upcoming { from } = &finding.disposition {
            let (number, _) = rows.entry((from, &finding.policy)).or_insert((0, finding));
            *number = number.saturating_add(1);
        }
    }
    let head = ["| from | policy | findings | first |".to_owned(), "|---|---|---:|---|".to_owned()];
    let rows = rows.into_iter().map(|((from, id), (number, first))| {
        let slug = outcome.policies.get(id).map_or("", |policy| policy.meta.slug.as_str());
        let place = format!("{}:{}", first.location.path.as_str(), first.location.start);
        let [from, policy, place] = [from, &format!("{id} {slug}"), &place].map(|text| for_markdown_cell(text));
        format!("| {from} | {policy} | {number} | {place} |")
    });
    let asides = outcome.aside.iter().filter_map(|aside| {
        let Disposition::Upcoming { from } = &aside.disposition else { return None };
        let what = aside.unjudged.policy.as_ref().map(ToString::to_string).unwrap_or_default();
        let place = aside.unjudged.path.as_ref().map_or("", RepoPath::as_str);
        let [from, policy, place] = [from, &format!("{what} could not judge"), place].map(for_markdown_cell);
        Some(format!("| {from} | {policy} | | {place} |"))
    });
    let rows: Vec<String> = rows.chain(asides).collect();
    if rows.is_empty() { rows } else { head.into_iter().chain(rows).collect() }
}

fn waivers(outcome: &Outcome) -> Vec<String> {
    outcome
        .findings
        .iter()
        .filter_map(|finding| match &finding.disposition {
            Disposition::Waived { waiver, owner, reason, expires } => Some(format!(
                "- **{}** {} until {} — {}, {}: {}",
                finding.policy,
                for_markdown(&format!("{}:{}", finding.location.path.as_str(), finding.location.start)),
                for_markdown(expires),
                for_markdown(waiver),
                for_markdown(owner),
                for_markdown(reason.raw())
            )),
            _ => None,
        })
        .collect()
}

/// What does not decide because it was there before the change: findings by policy, and what could not be judged.
fn before(outcome: &Outcome) -> Vec<String> {
    let mut rows: BTreeMap<_, usize> = BTreeMap::new();
    for finding in outcome.findings.iter().filter(|finding| finding.disposition == Disposition::Before) {
        let number = rows.entry((&finding.policy, finding.answer)).or_default();
        *number = number.saturating_add(1);
    }
    for unlisted in outcome.unlisted.iter().filter(|it| it.disposition == Disposition::Before) {
        let number = rows.entry((&unlisted.policy, unlisted.answer)).or_default();
        *number = number.saturating_add(unlisted.number);
    }
    let row = |((id, answer), number): ((_, Answer), usize)| {
        let slug = outcome.policies.get(id).map_or("", |policy| policy.meta.slug.as_str());
        let word = if answer == Answer::Unknown { " (unknown)" } else { "" };
        format!("- {}{word}: {}", for_markdown(&format!("{id} {slug}")), count(number, "finding"))
    };
    let unjudged = outcome.aside.iter().filter(|aside| aside.disposition == Disposition::Before).count();
    let unjudged = (unjudged > 0).then(|| format!("- {} that could not be judged", count(unjudged, "thing")));
    rows.into_iter().map(row).chain(unjudged).collect()
}

fn what_was_checked(outcome: &Outcome) -> Vec<String> {
    let rows = edge::rows(outcome).into_iter().map(|row| format!("- {}: {}", row.name, for_markdown(&row.text)));
    let mut lines: Vec<String> = rows.collect();
    lines.push(format!("- rules from: {}", for_markdown(&rules_from(outcome))));
    lines.push(format!("- gate {}", env!("CARGO_PKG_VERSION")));
    lines.extend(outcome.edition.as_ref().map(|edition| format!("- edition: {}", for_markdown(edition))));
    lines.extend(waiver_day(outcome).map(|day| format!("- waivers measured against: {}", for_markdown(day))));
    lines.extend(outcome.notices.iter().map(|notice| format!("- notice: {}", for_markdown(notice))));
    for list in edge::lists(outcome) {
        lines.push(format!("\n{}:\n", list.title));
        for item in list.items {
            lines.push(format!("- {}", for_markdown(&item.text)));
            lines.extend(item.below.iter().map(|file| format!("  - {}", for_markdown(file))));
        }
    }
    lines
}
