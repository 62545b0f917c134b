//! `gate init --adopt`: takes in everything that is open now as the debt of day one, into `.gate/baseline.yaml`.

mod file;
mod schedule;
mod stock;

use std::collections::BTreeMap;
use std::path::Path;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::super::args::Init;
use super::super::check::{Ran, look, place};
use super::super::{CliError, say};
use super::ground::Ground;
use super::{Page, configuration, found, newest_edition, next, origin_of, verdict};
use crate::baseline::{self, BASELINE_PATH};
use crate::config::CONFIG_PATH;
use crate::exit::Exit;
use crate::limits::LIMITS;
use crate::report::Style;
use crate::report::escape::for_terminal;
use crate::source::{RepoPath, Source, secret};
use crate::waiver::{same_person, says_nothing};
use file::Terms;
use stock::{Left, Stock, Taken};

/// What holds where nobody says why.
const REASON: &str = "there before gate; paid by the day of each entry";
/// Lines of a list at the most.
const SHOWN: usize = 12;
/// Places of what is left, of each kind.
const PLACES: usize = 3;

/// Runs the command.
pub(super) fn run(call: &Init, style: &Style) -> Result<Exit, CliError> {
    let terms = terms(call)?;
    let (top, ran) = look(call.folder.as_deref(), call.trust_checkout, style.quiet)?;
    if top.join(BASELINE_PATH).symlink_metadata().is_ok() {
        return Err(CliError::usage(
            format!("{BASELINE_PATH} is there already and was left as it is"),
            "a debt is taken on once; `gate baseline prune` takes out what is paid",
        ));
    }
    let Stock { mut taken, .. } = Stock::of(&ran, &terms);
    let today = Timestamp::now().to_zoned(TimeZone::UTC).date();
    schedule::set_ends(&mut taken, today, terms.weeks);
    let wrote = write(call, &top, &ran, &file::text(&terms, today, &taken), taken.is_empty())?;
    let (_, again) = look(call.folder.as_deref(), call.trust_checkout, style.quiet)?;
    let check = next::command(call.folder.as_deref());
    say(&said(&again, (&wrote, &taken), &Stock::of(&again, &terms).left, &check, style));
    Ok(again.outcome.exit())
}

/// Who answers for what, and until when at the latest.
fn terms(call: &Init) -> Result<Terms, CliError> {
    let command = next::adopt_command(call.folder.as_deref());
    let wrong = |message: &str| CliError::usage(message, format!("type {command}"));
    let (Some(owner), Some(approver)) = (&call.owner, &call.approver) else {
        return Err(wrong("--adopt needs to know who answers for the debts, and who else has approved that"));
    };
    let reason = call.reason.clone().unwrap_or_else(|| REASON.to_owned());
    if [owner, approver, &reason].iter().any(|text| says_nothing(text)) {
        return Err(wrong("an owner, an approver or a reason that says nothing"));
    }
    if [owner, approver, &reason].iter().any(|text| secret::mask(text) != **text) {
        return Err(wrong("a flag holds what looks like a credential, and would be committed: say it without"));
    }
    if same_person(owner, approver) {
        return Err(wrong("nobody approves their own debts: owner and approver are the same"));
    }
    Ok(Terms { owner: owner.clone(), approver: approver.clone(), reason, weeks: call.weeks })
}

/// Writes what is missing: the configuration, and the baseline if there are debts. Returns what was written.
fn write(call: &Init, top: &Path, ran: &Ran, text: &str, is_clean: bool) -> Result<Vec<&'static str>, CliError> {
    let own = |path: &str| RepoPath::new(path).ok_or_else(|| CliError::Bug("its own path".to_owned()));
    let (config, path) = (own(CONFIG_PATH)?, own(BASELINE_PATH)?);
    // What gate writes, gate reads: nothing is left behind that keeps the next run from beginning.
    if let Err(error) = baseline::read(&Source::from_text(path.clone(), text)) {
        return Err(CliError::Bug(format!("its own baseline cannot be read: {error}")));
    }
    if u64::try_from(text.len()).unwrap_or(u64::MAX) > LIMITS.baseline_bytes {
        let message = format!(
            "the debts of this repository need {} bytes, and a baseline has {}",
            text.len(),
            LIMITS.baseline_bytes
        );
        return Err(CliError::usage(
            message,
            "mend first what most of them are about; `gate check` names the policies",
        ));
    }
    let mut wrote = Vec::new();
    let has_config = top.join(CONFIG_PATH).symlink_metadata().is_ok();
    if !has_config {
        let origin = origin_of(top, call.trust_checkout)?;
        let configuration = configuration::text(&Ground::of(ran, origin.as_ref()), newest_edition()?.as_str());
        place::create(top, &config, &configuration)?;
        wrote.push(CONFIG_PATH);
    }
    if !is_clean {
        place::create(top, &path, text).inspect_err(|_| {
            if !has_config {
                // What cannot be removed either is a configuration that changes nothing.
                let _ = std::fs::remove_file(top.join(CONFIG_PATH));
            }
        })?;
        wrote.push(BASELINE_PATH);
    }
    Ok(wrote)
}

/// What was taken in, by when it is due, and what is left.
fn said(again: &Ran, (wrote, taken): (&[&str], &[Taken]), left: &[Left], check: &str, style: &Style) -> String {
    let mut page = Page::new(style);
    page.list("found", found::lines(again), "nothing that gate judges: add a workflow, a pipeline, a DAG or a plan");
    page.list("adopted", policies(again, taken), "nothing: there is no debt that a baseline can answer for");
    page.list("due", days(taken), "nothing");
    if !left.is_empty() {
        page.list("left", left_lines(left), "nothing");
    }
    let next = "to be committed and merged on their own, reviewed by the approver";
    page.list("wrote", wrote.iter().map(|path| format!("{path}, {next}")).collect(), "nothing");
    if !taken.is_empty() {
        page.blank();
        page.text("1.", "Pay a debt by its day, then take its line out; every report says which days come next:");
        page.exact(&["gate baseline prune".to_owned()]);
    }
    if !left.is_empty() {
        page.blank();
        let what = "What is left blocks until it is fixed. A finding that has to stay for a while, such as a password of \
                    a test that opens nothing, is waived by the id that gate check -v shows:";
        page.text(if taken.is_empty() { "1." } else { "2." }, what);
        page.exact(&["gate waive ID --owner \"@your-team\" --approver \"@another-team\" --reason TEXT".to_owned()]);
    }
    page.blank();
    page.last(&format!("gate: {} adopted; a run now says {}. Next: {check}", debts(taken.len()), verdict(again, style)))
}

fn debts(number: usize) -> String {
    if number == 1 { "1 debt".to_owned() } else { format!("{number} debts") }
}

/// A line for each policy.
fn policies(ran: &Ran, taken: &[Taken]) -> Vec<String> {
    let mut counts: BTreeMap<String, (usize, std::collections::BTreeSet<&RepoPath>)> = BTreeMap::new();
    for debt in taken {
        let name = debt.debt.policy.as_ref().map_or_else(
            || "not judged".to_owned(),
            |id| format!("{id} {}", ran.outcome.policies.get(id).map_or("", |policy| policy.meta.slug.as_str())),
        );
        let (number, files) = counts.entry(name).or_default();
        *number = number.saturating_add(1);
        files.insert(&debt.debt.path);
    }
    let line = |(name, (number, files)): (String, (usize, std::collections::BTreeSet<&RepoPath>))| {
        format!("{number} × {name}, in {} {}", files.len(), if files.len() == 1 { "file" } else { "files" })
    };
    counts.into_iter().map(line).collect()
}

/// A line for each day.
fn days(taken: &[Taken]) -> Vec<String> {
    let mut days: BTreeMap<Date, usize> = BTreeMap::new();
    for debt in taken {
        let number = days.entry(debt.expires).or_default();
        *number = number.saturating_add(1);
    }
    capped(days.into_iter().map(|(day, number)| format!("{day}  {}", debts(number))).collect())
}

/// What no baseline answers for, and below what is alike what to do.
fn left_lines(left: &[Left]) -> Vec<String> {
    let mut groups: BTreeMap<(&str, &str), Vec<&Left>> = BTreeMap::new();
    for one in left {
        groups.entry((&one.name, &one.todo)).or_default().push(one);
    }
    let mut lines = Vec::new();
    for ((name, todo), group) in groups {
        let places = group.iter().take(PLACES).map(|one| format!("{}: {}", one.place, one.what));
        lines.push(for_terminal(&format!("{} × {name}", group.len())));
        lines.extend(places.map(|place| for_terminal(&format!("  {place}"))));
        if group.len() > PLACES {
            lines.push(format!("  and {} more, which gate check names", group.len().saturating_sub(PLACES)));
        }
        lines.push(for_terminal(&format!("  {todo}")));
    }
    lines
}

fn capped(mut lines: Vec<String>) -> Vec<String> {
    let more = lines.len().saturating_sub(SHOWN);
    lines.truncate(SHOWN);
    if more > 0 {
        lines.push(format!("and {more} more, in {BASELINE_PATH}"));
    }
    lines
}
