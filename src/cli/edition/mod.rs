//! `gate edition`: the editions of the rules, and what the newest one would change here.

pub(super) mod next;

use std::collections::BTreeMap;

use self::next::Deciding;
use super::args::Edition as Call;
use super::check::{look, look_as_of};
use super::error::CliError;
use super::say;
use crate::exit::Exit;
use crate::finding::PolicyId;
use crate::policy::{Change, Edition, bundled, editions};
use crate::report::Style;
use crate::report::escape::{finished, for_terminal};
use crate::report::fold::folded;

/// The names of the policies, by id.
type Slugs = BTreeMap<PolicyId, String>;

/// Runs the command.
pub(super) fn run(call: &Call, style: &Style) -> Result<Exit, CliError> {
    let known = editions()?;
    let slugs: Slugs = bundled()?.into_iter().map(|policy| (policy.meta.id, policy.meta.slug)).collect();
    let lines = if call.next { next(call, &known, &slugs, style)? } else { all(&known, &slugs) };
    let shown = if style.quiet { lines.last().cloned().into_iter().collect() } else { lines };
    let text: String = shown.iter().map(|line| print(line, style)).collect();
    say(&text);
    Ok(Exit::Pass)
}

/// One line of the text: how far it is indented, and what it says; not escaped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line(pub(super) usize, pub(super) String);

fn print(Line(indent, text): &Line, style: &Style) -> String {
    let lead = " ".repeat(*indent);
    let text = for_terminal(text);
    let lines = folded(&lead, indent.saturating_add(2), &text, style.width);
    lines.iter().map(|line| format!("{}\n", finished(line))).collect()
}

/// Every edition with what it changes.
fn all(known: &[Edition], slugs: &Slugs) -> Vec<Line> {
    let mut lines = Vec::new();
    for (index, edition) in known.iter().enumerate() {
        let before = index.checked_sub(1).and_then(|before| known.get(before));
        let Some(before) = before else {
            lines.push(Line(0, format!("{}  the first: {} policies", edition.name, edition.policies.len())));
            continue;
        };
        let changes = edition.since(before);
        let what = if changes.is_empty() { "nothing has changed" } else { "what has changed" };
        lines.push(Line(0, format!("{}  {what} since {}", edition.name, before.name)));
        for (id, changes) in &changes {
            lines.extend(changes.iter().map(|change| Line(2, said(id, change, slugs))));
        }
    }
    if let Some(newest) = known.last() {
        let text = format!(
            "gate: `edition: {}` in .gate/gate.yaml is the newest; gate edition --next says what it would change here",
            newest.name
        );
        lines.push(Line(0, text));
    }
    lines
}

/// `CI001 unpinned-action is raised from medium to high`.
fn said(id: &PolicyId, change: &Change, slugs: &Slugs) -> String {
    let slug = slugs.get(id).map(|slug| format!(" {slug}")).unwrap_or_default();
    format!("{id}{slug} {change}")
}

/// Judges the repository as it is and with the newest edition, and compares.
fn next(call: &Call, known: &[Edition], slugs: &Slugs, style: &Style) -> Result<Vec<Line>, CliError> {
    let newest = known.last().ok_or_else(|| CliError::Bug("it has no edition".to_owned()))?;
    let folder = call.folder.as_deref();
    let (_, ran) = look(folder, call.trust_checkout, style.quiet)?;
    let named = ran.config.edition.as_ref().and_then(|name| known.iter().find(|edition| edition.name == *name));
    let Some(present) = named else {
        let text = "gate: .gate/gate.yaml names no edition, so everything decides already: nothing would change here";
        return Ok(vec![Line(0, text.to_owned())]);
    };
    if present.name == newest.name {
        let text = format!("gate: edition {} decides here and is the newest: nothing would change", newest.name);
        return Ok(vec![Line(0, text)]);
    }
    let (_, then) = look_as_of(folder, call.trust_checkout, style.quiet, newest.name.clone())?;
    let [before, after] = [&ran.outcome, &then.outcome].map(Deciding::of);
    Ok(next::compared(present, newest, &before, &after, slugs))
}
