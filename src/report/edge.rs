//! What was judged and what was not, in one table: the same rows and lists in every report for people.

use std::collections::BTreeSet;

use super::conclusion::{checked, compared};
use super::words::{aside, count};
use crate::finding::Disposition;
use crate::input::Outside;
use crate::outcome::{Aside, Outcome};
use crate::source::RepoPath;

/// A row of the table; not escaped.
pub(super) struct Row {
    /// Its name: `compared`, `judged`, `outside`, `unread`, `excluded`, `accepted`, `adopted`, `not judged`, `skipped`.
    pub(super) name: &'static str,
    /// How many of what.
    pub(super) text: String,
}

/// Everything that a row counts; not escaped.
pub(super) struct List {
    /// What it is.
    pub(super) title: &'static str,
    /// Its items, never none.
    pub(super) items: Vec<Item>,
}

/// One line of a list, and what stands below it.
pub(super) struct Item {
    /// The line.
    pub(super) text: String,
    /// Files.
    pub(super) below: Vec<String>,
}

impl Item {
    const fn line(text: String) -> Self {
        Self { text, below: Vec::new() }
    }
}

/// Pins that nobody can move.
const FIRM: [&str; 2] = ["sha", "digest"];

fn is_pinned(outside: &Outside) -> bool {
    FIRM.contains(&outside.pin.as_str())
}

/// The rows that are not empty; `judged` always stands.
pub(super) fn rows(outcome: &Outcome) -> Vec<Row> {
    let rows = [
        ("compared", compared(outcome)),
        ("judged", Some(checked(outcome))),
        ("outside", outside(outcome)),
        ("unread", unread(outcome)),
        ("excluded", excluded(outcome)),
        ("accepted", accepted(outcome)),
        ("adopted", adopted(outcome)),
        ("not judged", listed(outcome)),
        ("skipped", some(outcome.skipped.len(), |n| format!("{} on purpose", count(n, "path")))),
    ];
    rows.into_iter().filter_map(|(name, text)| text.map(|text| Row { name, text })).collect()
}

fn some(number: usize, text: impl Fn(usize) -> String) -> Option<String> {
    (number > 0).then(|| text(number))
}

fn joined(parts: [Option<String>; 2], between: &str) -> Option<String> {
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(between))
}

fn outside(outcome: &Outcome) -> Option<String> {
    let (pinned, loose): (Vec<_>, Vec<_>) = outcome.edge.outside.iter().partition(|outside| is_pinned(outside));
    let pins = joined(
        [some(pinned.len(), |n| format!("{n} pinned")), some(loose.len(), |n| format!("{n} not pinned"))],
        ", ",
    )?;
    Some(format!("{} to other repositories: {pins}", count(outcome.edge.outside.len(), "reference")))
}

fn unread(outcome: &Outcome) -> Option<String> {
    let files: BTreeSet<_> = outcome.unjudged.iter().filter(|it| it.unread).map(|it| &it.path).collect();
    let others = outcome.unjudged.iter().filter(|it| !it.unread).count();
    joined(
        [
            some(files.len(), |n| format!("{} without a reader", count(n, "file"))),
            some(others, |n| {
                format!("{} that could not be read", count(n, if files.is_empty() { "thing" } else { "other thing" }))
            }),
        ],
        " · ",
    )
}

fn excluded(outcome: &Outcome) -> Option<String> {
    let entries = outcome.edge.excluded.len();
    let files = outcome.edge.excluded.iter().flat_map(|entry| &entry.paths).collect::<BTreeSet<_>>().len();
    let entry = if entries == 1 { "entry" } else { "entries" };
    some(entries, |entries| format!("{} by {entries} {entry} of the configuration", count(files, "file")))
}

fn accepted(outcome: &Outcome) -> Option<String> {
    let first = outcome.edge.accepted.iter().map(|accepted| accepted.expires.as_str()).min()?;
    let files = count(outcome.edge.accepted.len(), "file");
    Some(format!("{files} without a reader, by the owner (next expiry {first})"))
}

fn adopted(outcome: &Outcome) -> Option<String> {
    let end = |aside: &Aside| match &aside.disposition {
        Disposition::Adopted { expires, .. } => Some(expires.clone()),
        _ => None,
    };
    let ends: Vec<String> = outcome.aside.iter().filter_map(end).collect();
    let first = ends.iter().min()?;
    Some(format!("{} that could not be judged, in the baseline (next end {first})", count(ends.len(), "thing")))
}

fn listed(outcome: &Outcome) -> Option<String> {
    let forms = &outcome.edge.listed;
    let files: usize = forms.iter().map(|form| form.paths.len()).sum();
    let kinds: Vec<String> = forms.iter().map(|form| format!("{} ({})", form.title, form.paths.len())).collect();
    some(files, |files| format!("{} that no policy is about: {}", count(files, "file"), kinds.join(", ")))
}

/// Everything that the rows count, except what could not be judged, which every report says in a place of its own.
pub(super) fn lists(outcome: &Outcome) -> Vec<List> {
    let edge = &outcome.edge;
    let files =
        |paths: &BTreeSet<RepoPath>| -> Vec<String> { paths.iter().map(|path| path.as_str().to_owned()).collect() };
    let references = |firm: bool| {
        let mut kept: Vec<&Outside> = edge.outside.iter().filter(|outside| is_pinned(outside) == firm).collect();
        kept.sort_by_key(|outside| (&outside.pin, &outside.name, *outside));
        kept.into_iter().map(|outside| Item::line(reference(outside, firm))).collect()
    };
    let excluded = edge.excluded.iter().map(|entry| {
        let (patterns, number) = (entry.patterns.join(", "), count(entry.paths.len(), "file"));
        let text = format!("{patterns}  {number} — {}: {}", entry.owner.raw(), entry.reason.raw());
        Item { text, below: files(&entry.paths) }
    });
    let accepted = edge.accepted.iter().map(|it| {
        let (what, waiver, owner) = (it.what.raw(), it.waiver.raw(), it.owner.raw());
        Item::line(format!("{}  {what} — {waiver} until {}, {owner}", it.path.as_str(), it.expires))
    });
    let adopted = outcome.aside.iter().filter(|it| matches!(it.disposition, Disposition::Adopted { .. }));
    let adopted = adopted.map(|it| {
        let place = it.unjudged.path.as_ref().map_or("this run", RepoPath::as_str);
        let (_, why) = aside(&it.disposition).unwrap_or_default();
        Item::line(format!("{place}  {} — {why}", it.unjudged.reason.raw()))
    });
    let listed = edge.listed.iter().map(|it| Item::line(format!("{}  {}", it.title, files(&it.paths).join(", "))));
    let skipped = outcome.skipped.iter().map(|it| Item::line(format!("{}  {}", it.path.as_str(), it.reason)));
    let lists = [
        ("outside, pinned", references(true)),
        ("outside, not pinned", references(false)),
        ("excluded", excluded.collect()),
        ("accepted without a reader", accepted.collect()),
        ("adopted without being judged", adopted.collect()),
        ("not judged", listed.collect()),
        ("skipped on purpose", skipped.collect::<Vec<Item>>()),
    ];
    lists.into_iter().filter(|(_, items)| !items.is_empty()).map(|(title, items)| List { title, items }).collect()
}

/// `name  at path:line`, with the pin where it does not hold.
fn reference(outside: &Outside, firm: bool) -> String {
    let line = outside.position.map(|at| format!(":{}", at.line)).unwrap_or_default();
    let pin = if firm { String::new() } else { format!("  ({})", outside.pin) };
    format!("{}{pin}  at {}{line}", outside.name.raw(), outside.path.as_str())
}
