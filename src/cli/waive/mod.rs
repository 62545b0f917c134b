//! `gate waive`: writes the waiver of one finding, and nothing that covers more.

mod choice;
mod entry;
mod file;

use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

use super::args::Waive;
use super::check::{Ran, look, place};
use super::error::CliError;
use super::say;
use crate::config::Known;
use crate::engine::known;
use crate::exit::Exit;
use crate::finding::Disposition;
use crate::policy::own;
use crate::report::Style;
use crate::report::escape::{finished, for_terminal};
use crate::report::fold::folded;
use crate::source::{RepoPath, secret};
use crate::waiver::{self, Approvals, Covers, WAIVERS_PATH, Waiver, same_person, says_nothing};

use choice::Choice;
use entry::Grant;

/// Runs the command.
pub(super) fn run(call: &Waive, style: &Style) -> Result<Exit, CliError> {
    check(call)?;
    let (top, ran) = look(call.folder.as_deref(), call.trust_checkout, style.quiet)?;
    let choice = choice::choose(&call.finding, &ran.outcome)?;
    let known: Vec<Known> = ran.outcome.policies.values().map(known).collect();
    let before = ran.waivers.as_deref().map(|source| waiver::read(source, &known)).transpose()?.unwrap_or_default();
    let text = ran.waivers.as_deref().map_or_else(|| Some(String::new()), file::bytes);
    let today = Timestamp::now().to_zoned(TimeZone::UTC).date();
    let expires = today.checked_add(i64::from(call.days).days());
    let expires = expires.map_err(|error| CliError::Bug(format!("no day so far ahead: {error}")))?;
    let grant = Grant {
        id: entry::unique(&choice, &before),
        owner: call.owner.trim(),
        approver: call.approver.trim(),
        reason: call.reason.trim(),
        expires,
    };
    let lines = entry::lines(&choice, &grant);
    let with = text.map(|text| file::with(&text, &lines));
    let added = with.as_ref().and_then(|with| added(with, &before, &known));
    let proven = added.filter(|waiver| covers_just(waiver, &choice, &ran));
    let (Some(with), Some(waiver)) = (with, proven) else {
        say(&shown(&lines));
        let message = format!("{WAIVERS_PATH}: nothing can be added at the end of it as it is written");
        return Err(CliError::usage(
            message,
            "write it as a list of entries that begin with `- id:`, or add these lines by hand",
        ));
    };
    let Some(path) = RepoPath::new(WAIVERS_PATH) else { return Err(CliError::Bug("its own path".to_owned())) };
    place::write(&top, &path, &with)?;
    say(&written(&lines, &waiver, &choice, style));
    Ok(Exit::Pass)
}

/// Refuses people and reasons that no waiver may have.
fn check(call: &Waive) -> Result<(), CliError> {
    for (flag, text) in [("--owner", &call.owner), ("--approver", &call.approver), ("--reason", &call.reason)] {
        if says_nothing(text) {
            return Err(CliError::usage(
                format!("{flag} says nothing"),
                "every waiver has an owner, an approver and a reason",
            ));
        }
        if secret::mask(text) != *text {
            let message = format!("{flag} holds what looks like a credential, and would be committed");
            return Err(CliError::usage(message, "say it without"));
        }
    }
    if same_person(&call.owner, &call.approver) {
        let message = "--owner and --approver are the same, or read alike";
        return Err(CliError::usage(message, "have it approved by another person or team"));
    }
    Ok(())
}

/// The entry that was added, as gate reads it; `None` where it is not the only thing that changed.
fn added(with: &str, before: &[Waiver], known: &[Known]) -> Option<Waiver> {
    let mut after = waiver::read(&file::source(with), known).ok()?;
    let added = after.pop()?;
    (after == before).then_some(added)
}

/// Whether a waiver covers what was chosen and nothing else.
fn covers_just(waiver: &Waiver, choice: &Choice<'_>, ran: &Ran) -> bool {
    let outcome = &ran.outcome;
    let mut findings = outcome.findings.clone();
    for finding in &mut findings {
        finding.disposition = Disposition::Open;
    }
    let unread: Vec<_> = outcome.unjudged.iter().filter(|it| it.unread).filter_map(|it| it.path.clone()).collect();
    let mut judged =
        waiver::Judged { findings: &mut findings, unread: &unread, exists: &|_| true, looked_at: &|_| true };
    let waivers = std::slice::from_ref(waiver);
    let today = Timestamp::now().to_zoned(TimeZone::UTC).date();
    let source = file::source("");
    let applied = waiver::apply(&mut judged, waivers, &source, &own(), (today, &Approvals::default()));
    let fine = applied.about.is_empty();
    let accepted: Vec<_> = applied.accepted.iter().map(|waiver| &waiver.path).collect();
    let (path, number) = match choice {
        Choice::Unread(path) => (Some(*path), 0),
        Choice::Finding(chosen) => (None, outcome.findings.iter().filter(|it| choice::is_same(chosen, it)).count()),
    };
    let covered: Vec<_> = findings.iter().filter(|it| !it.disposition.is_open()).collect();
    let only = covered.iter().all(|it| matches!(choice, Choice::Finding(chosen) if choice::is_same(chosen, it)));
    fine && only && covered.len() == number && accepted == path.into_iter().collect::<Vec<_>>()
}

/// The lines of the entry, for a terminal.
fn shown(lines: &[String]) -> String {
    lines.iter().map(|line| finished(&format!("    {}\n", for_terminal(&secret::mask(line))))).collect()
}

/// What was written, and what is next.
fn written(lines: &[String], waiver: &Waiver, choice: &Choice<'_>, style: &Style) -> String {
    let (id, approver, expires) = (&waiver.id, &waiver.approver, waiver.expires);
    let what = match (choice, &waiver.covers) {
        (Choice::Finding(finding), Covers::Violations { .. }) => {
            format!("{} at {}", finding.policy, choice::place(finding))
        }
        (Choice::Finding(finding), _) => format!("that {} cannot know at {}", finding.policy, choice::place(finding)),
        (Choice::Unread(path), _) => format!("{} without a reader", path.as_str()),
    };
    let last = format!("gate: {WAIVERS_PATH} has {id}, which accepts {what} until {expires}");
    let last = finished(&format!("{}\n", for_terminal(&secret::mask(&last))));
    if style.quiet {
        return last;
    }
    let next = format!(
        "Commit it on its own, by somebody else than {approver}, and have {approver} approve it: it counts once it is \
         merged, because no change accepts its own findings."
    );
    let next = folded("", 0, &for_terminal(&secret::mask(&next)), style.width);
    let next: String = next.iter().map(|line| finished(&format!("{line}\n"))).collect();
    format!("added to {WAIVERS_PATH}:\n{}\n{next}\n{last}", shown(lines))
}
