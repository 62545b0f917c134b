//! `gate baseline`: takes the entries out that match nothing any more.

use std::collections::BTreeSet;
use std::path::Path;

use jiff::civil::Date;

use super::args::{BaselineVerb, Prune};
use super::check::{Ran, adopted, look, place};
use super::error::CliError;
use super::say;
use crate::baseline::{self, BASELINE_PATH, Baseline, Debt, Entry, Unread};
use crate::config::ConfigError;
use crate::exit::Exit;
use crate::limits::LIMITS;
use crate::report::Style;
use crate::report::escape::{finished, for_terminal};
use crate::source::text::sha256;
use crate::source::{RepoPath, Source, Unreadable};

/// Runs the command.
pub(super) fn run(call: &BaselineVerb, style: &Style) -> Result<Exit, CliError> {
    let BaselineVerb::Prune(call) = call;
    prune(call, style)
}

/// Judges the working tree, and takes out what nothing in it answers to.
fn prune(call: &Prune, style: &Style) -> Result<Exit, CliError> {
    let (top, ran) = look(call.folder.as_deref(), call.trust_checkout, style.quiet)?;
    let Some(path) = RepoPath::new(BASELINE_PATH) else { return Err(CliError::Bug("its own path".to_owned())) };
    let source = match ran.judged.files.read(&path, LIMITS.baseline_bytes) {
        Ok(source) => source,
        Err(Unreadable::Missing) => {
            say(&format!("gate: there is no {BASELINE_PATH}, so there is nothing to prune\n"));
            return Ok(Exit::Pass);
        }
        Err(source) => return Err(ConfigError::Unreadable { path, source }.into()),
    };
    let baseline = baseline::read(&source)?;
    let Unmatched { gone, kept } = Unmatched::of(&ran, &baseline);
    if !gone.is_empty() {
        write(&top, &path, &source, &baseline, &gone)?;
    }
    say(&said(&source, &baseline, &gone, &kept, style));
    Ok(Exit::Pass)
}

/// Entries that nothing of the run answers to, by their place in the list.
struct Unmatched {
    /// What they covered is gone.
    gone: BTreeSet<usize>,
    /// What they covered may be there, and could not be judged.
    kept: BTreeSet<usize>,
}

impl Unmatched {
    fn of(ran: &Ran, baseline: &Baseline) -> Self {
        let outcome = &ran.outcome;
        let files = ran.judged.files.as_ref();
        let unplanned = &ran.seen.unplanned;
        let evidence = adopted::evidence(&ran.judged, &ran.config);
        let unread = Unread { files, unplanned, evidence: &evidence };
        let unjudged = || outcome.unjudged.iter().chain(outcome.aside.iter().map(|aside| &aside.unjudged));
        let accepted = &outcome.edge.accepted;
        let read = unjudged().filter_map(|it| unread.debt(it.path.as_ref()?, it.reason.raw(), it.unread).ok());
        let also = accepted.iter().filter_map(|it| unread.debt(&it.path, it.what.raw(), true).ok());
        let found = outcome.findings.iter().filter_map(Debt::of).chain(read).chain(also);
        let debts: Vec<(Debt, bool)> = found.map(|debt| (debt, true)).collect();
        let today: Option<Date> = outcome.judged_at.split('T').next().and_then(|day| day.parse().ok());
        let holds = |index: usize| baseline.entries.get(index).is_some_and(|entry| Some(entry.expires) >= today);
        let matched = baseline::matched(&baseline.entries, &debts, &holds);
        let paths = unjudged().map(|it| it.path.as_ref()).chain(accepted.iter().map(|it| Some(&it.path)));
        let measure = adopted::Measure::of(files, paths, outcome.coverage.cells(), (unplanned, &outcome.documents));
        let (mut gone, mut kept) = (BTreeSet::new(), BTreeSet::new());
        for (index, (entry, of)) in baseline.entries.iter().zip(matched).enumerate() {
            if of.is_some() {
                continue;
            }
            let policy = entry.debt.policy.as_ref().and_then(|id| outcome.policies.get(id));
            let is_gone = measure.finds(&entry.debt, policy.map(|policy| policy.meta.input));
            if is_gone {
                gone.insert(index)
            } else {
                kept.insert(index)
            };
        }
        Self { gone, kept }
    }
}

/// Writes the file without the entries that are gone, if it is still the one that was judged.
fn write(
    top: &Path,
    path: &RepoPath,
    source: &Source,
    baseline: &Baseline,
    gone: &BTreeSet<usize>,
) -> Result<(), CliError> {
    let text = baseline::without(source, baseline, gone).map_err(|index| {
        let span = baseline.entries.get(index).map(|entry| entry.span).unwrap_or_default();
        let help = "give every entry a line of its own, or take this one out by hand";
        ConfigError::invalid(source, span, "this entry matches nothing, and shares its line with something else", help)
    })?;
    // A mark at the beginning, or another encoding, would not be the same byte for byte.
    if sha256(source.text()) != source.digest() {
        let span = crate::source::Span::default();
        return Err(ConfigError::invalid(
            source,
            span,
            "the file is not plain UTF-8",
            "save it as UTF-8 without a mark",
        )
        .into());
    }
    place::write(top, path, &text)
}

fn said(source: &Source, baseline: &Baseline, gone: &BTreeSet<usize>, kept: &BTreeSet<usize>, style: &Style) -> String {
    let line = |index: &usize| {
        let entry: &Entry = baseline.entries.get(*index)?;
        let at = source.position(entry.span.start);
        Some(for_terminal(&format!("{BASELINE_PATH}:{}  {}", at.line, entry.debt.named())))
    };
    let mut lines: Vec<String> = Vec::new();
    if !style.quiet {
        lines.extend(gone.iter().filter_map(line).map(|line| format!("removed {line}")));
        lines.extend(kept.iter().filter_map(line).map(|line| format!("kept    {line}: it could not be judged")));
    }
    let left = baseline.entries.len().saturating_sub(gone.len());
    let also = if kept.is_empty() { String::new() } else { format!(", {} kept that could not be judged", kept.len()) };
    lines.push(if gone.is_empty() {
        format!("gate: nothing to prune: {} of {left} entries match{also}", left.saturating_sub(kept.len()))
    } else {
        format!("gate: {} removed from {BASELINE_PATH}, {left} left{also}; commit it", gone.len())
    });
    lines.iter().map(|line| format!("{}\n", finished(line))).collect()
}
