//! What the baseline of the trusted side answers for.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::super::args::Check;
use super::super::some;
use super::collected::Collected;
use super::gather::DEFAULT_SNAPSHOT;
use super::granted;
use super::judged::Judged;
use super::rules::Rules;
use crate::baseline::{self, Baseline, Debt, DebtKind, Entry as Adopted, Unread};
use crate::config::{Config, PlanRoot};
use crate::finding::{Cell, Disposition, Kind, PolicyId, State, Text};
use crate::input::{Scope, terraform};
use crate::outcome::Accepted;
use crate::policy::Policy;
use crate::source::{Entry, Files, RepoPath, secret};

/// How many days ahead the end of an entry is said.
const AHEAD: i64 = 14;
/// Days that are said one by one.
const DAYS: usize = 3;
/// Names that are said of one day.
const NAMES: usize = 3;

/// Why an entry that matches nothing blocks nobody's change.
const FIXED: &str = "the debt is paid, by this change or before it; `gate baseline prune` takes the entry out";

/// What a debt of the run is about, by its place in the list.
enum Of {
    Finding(usize),
    Unjudged(usize),
    /// Something that counts no longer.
    Nothing,
}

/// Sets aside what an entry answers for, says what is wrong with the entries, and which of them end soon.
pub(super) fn apply(
    collected: &mut Collected,
    notices: &mut Vec<String>,
    (call, judged, rules): (&Check, &Judged, &Rules),
    accepted: &[Accepted],
    (own, scope, now): (&[Policy], &Scope, Timestamp),
) {
    let Some((baseline, source)) = &rules.baseline else { return };
    // One thing is one debt.
    collected.unjudged.sort();
    collected.unjudged.dedup();
    let evidence = evidence(judged, &rules.config);
    let unread = Unread { files: judged.files.as_ref(), unplanned: &collected.unplanned, evidence: &evidence };
    let (debts, of) = debts(collected, accepted, (judged, rules, baseline), &unread);
    let today = now.to_zoned(TimeZone::UTC).date();
    let policies = || rules.bundled.iter().chain(own).chain(&rules.user_policies);
    let policy = |id: &PolicyId| policies().find(|policy| policy.meta.id == *id);
    let blind = collected.unjudged.iter().map(|it| it.path.as_ref()).chain(accepted.iter().map(|it| Some(&it.path)));
    let measure =
        Measure::of(judged.files.as_ref(), blind, &collected.cells, (&collected.unplanned, &collected.documents));
    let approvals = granted::adoptions(source, rules, judged, call);
    let named: Vec<String> = baseline.entries.iter().map(|entry| entry.debt.named()).collect();
    notices.extend(granted::unseen(&approvals, "the baseline's entry of", named.iter()));
    let subject = baseline::Judged {
        debts: &debts,
        adoptable: &|id| policy(id).is_none_or(|policy| policy.meta.adoptable),
        looked_at: &|path| scope.holds(path),
        measured: &|debt| {
            scope.is_whole()
                && measure.finds(debt, debt.policy.as_ref().and_then(policy).map(|policy| policy.meta.input))
        },
        by_approver: &|entry| approvals.is_by(entry, &baseline.approver),
        today,
    };
    let applied = baseline::apply(&subject, baseline, source, own);
    notices.extend(ending(applied.covered.values().copied(), today));
    let mut aside = BTreeMap::new();
    for (debt, entry) in applied.covered {
        match of.get(debt) {
            Some(Of::Finding(index)) => {
                if let Some(finding) = collected.findings.get_mut(*index) {
                    finding.disposition = disposition(entry, baseline);
                }
            }
            Some(Of::Unjudged(index)) => {
                aside.insert(*index, disposition(entry, baseline));
            }
            Some(Of::Nothing) | None => {}
        }
    }
    collected.unjudged_aside(|index, _| aside.remove(&index));
    collected.findings.extend(applied.about);
    collected.findings.extend(applied.unmatched.into_iter().map(|mut finding| {
        if rules.base.is_some() {
            finding.disposition = Disposition::Noted { why: FIXED.to_owned() };
        }
        finding
    }));
}

/// What was found, each with whether it still counts, and what each is. Bytes are read only of files that have entries.
fn debts(
    collected: &Collected,
    accepted: &[Accepted],
    (judged, rules, baseline): (&Judged, &Rules, &Baseline),
    unread: &Unread<'_>,
) -> (Vec<(Debt, bool)>, Vec<Of>) {
    let named: BTreeSet<&RepoPath> = baseline.entries.iter().map(|entry| &entry.debt.path).collect();
    let usual = usual_places(judged, &rules.config);
    // What is in a file that the base does not hold was not there on day one.
    let is_new = |path: &RepoPath| {
        let base = rules.base.as_ref().filter(|_| !usual.values().any(|place| place == path));
        base.is_some_and(|base| base.entry(path) == Entry::Missing)
    };
    let named: BTreeSet<&RepoPath> = named.into_iter().filter(|path| !is_new(path)).collect();
    let debt = |path: &RepoPath, reason: &Text, is_unread| {
        named.contains(path).then(|| unread.debt(path, reason.raw(), is_unread).ok()).flatten()
    };
    let findings = collected.findings.iter().enumerate().filter_map(|(index, finding)| {
        let mut debt = Debt::of(finding)?;
        if let Some(place) = usual.get(&debt.path) {
            debt.path = place.clone();
        }
        named.contains(&debt.path).then(|| ((debt, finding.disposition.is_open()), Of::Finding(index)))
    });
    let unjudged = collected.unjudged.iter().enumerate().filter(|(_, it)| it.policy.is_none());
    let unjudged = unjudged
        .filter_map(|(index, it)| Some(((debt(it.path.as_ref()?, &it.reason, it.unread)?, true), Of::Unjudged(index))));
    let accepted = accepted.iter().filter_map(|it| Some(((debt(&it.path, &it.what, true)?, false), Of::Nothing)));
    findings.chain(unjudged).chain(accepted).unzip()
}

/// Evidence that was named lies elsewhere in every run: where it is looked for when nobody names it.
fn usual_places(judged: &Judged, config: &Config) -> BTreeMap<RepoPath, RepoPath> {
    let snapshot = config.inputs.forge.snapshot.as_deref().unwrap_or(DEFAULT_SNAPSHOT);
    let snapshot = judged.forge.clone().zip(RepoPath::new(snapshot));
    let plans = judged.plans.iter().filter_map(|(plan, folder)| {
        // The top is written as `.`, which is no path.
        let of_folder = |named: &&PlanRoot| RepoPath::new(&named.root) == *folder;
        let named = config.inputs.terraform.plans.iter().find(of_folder)?;
        Some((plan.clone(), RepoPath::new(&named.plan)?))
    });
    plans.chain(snapshot).collect()
}

fn disposition(entry: &Adopted, baseline: &Baseline) -> Disposition {
    Disposition::Adopted {
        owner: secret::mask(&entry.owner),
        reason: Text::new(entry.reason.as_ref().unwrap_or(&baseline.reason)),
        expires: entry.expires.to_string(),
    }
}

/// The plans and snapshots that were named or are looked for: what has to be proved is no debt.
pub(in super::super) fn evidence(judged: &Judged, config: &Config) -> BTreeSet<RepoPath> {
    let plans = judged.plans.iter().map(|(plan, _)| plan.clone());
    let named = config.inputs.terraform.plans.iter().filter_map(|named| RepoPath::new(&named.plan));
    let snapshot = RepoPath::new(config.inputs.forge.snapshot.as_deref().unwrap_or(DEFAULT_SNAPSHOT));
    plans.chain(named).chain(snapshot).chain(judged.forge.clone()).collect()
}

/// What stood in the way of finding debts.
pub(in super::super) struct Measure<'a> {
    files: &'a dyn Files,
    /// Something about the run as a whole.
    run: bool,
    /// Files that could not be judged.
    blind: BTreeSet<RepoPath>,
    /// Policies that could not be evaluated somewhere.
    broken: BTreeSet<PolicyId>,
    /// Folders of code without a plan.
    unplanned: BTreeSet<Option<RepoPath>>,
    documents: BTreeMap<Kind, usize>,
}

impl<'a> Measure<'a> {
    /// Of what could not be judged, by its files; `unplanned` are the first files of folders of code without a plan.
    pub(in super::super) fn of<'p>(
        files: &'a dyn Files,
        unjudged: impl Iterator<Item = Option<&'p RepoPath>>,
        cells: &[Cell],
        (unplanned, documents): (&BTreeSet<RepoPath>, &BTreeMap<Kind, usize>),
    ) -> Self {
        let (mut run, mut blind) = (false, BTreeSet::new());
        for path in unjudged {
            run = run || path.is_none_or(|path| *path == RepoPath::repository());
            blind.extend(path.cloned());
        }
        let broken = cells.iter().filter(|cell| matches!(cell.state, State::Incomplete(_)));
        Self {
            files,
            run,
            blind,
            broken: broken.map(|cell| cell.policy.clone()).collect(),
            unplanned: unplanned.iter().map(RepoPath::parent).collect(),
            documents: documents.clone(),
        }
    }

    /// Whether a debt of a policy about this kind of input would have been found if it were there.
    pub(in super::super) fn finds(&self, debt: &Debt, kind: Option<Kind>) -> bool {
        if debt.kind == DebtKind::Unread {
            return !self.run;
        }
        let has_documents = |kind| self.documents.get(&kind).is_some_and(|number| *number > 0);
        let has_evidence = match kind {
            // A plan and a snapshot may be made for a run, and be missing in another.
            Some(Kind::Terraform) => {
                let is_bare = terraform::is_code(&debt.path) && self.unplanned.contains(&debt.path.parent());
                let is_there = terraform::is_code(&debt.path) || self.files.contains(&debt.path);
                has_documents(Kind::Terraform) && !is_bare && is_there
            }
            Some(Kind::Forge) => has_documents(Kind::Forge),
            Some(Kind::Repository) => self.blind.is_empty(),
            Some(Kind::Pipeline | Kind::Airflow) | None => true,
        };
        let is_broken = debt.policy.as_ref().is_some_and(|policy| self.broken.contains(policy));
        has_evidence && !self.run && !is_broken && !self.blind.contains(&debt.path)
    }
}

/// A line for each of the next days on which entries end that answer for something.
fn ending<'e>(entries: impl Iterator<Item = &'e Adopted>, today: Date) -> Vec<String> {
    let mut days: BTreeMap<Date, (usize, BTreeSet<&str>)> = BTreeMap::new();
    for entry in entries {
        let is_near = today.until(entry.expires).is_ok_and(|span| i64::from(span.get_days()) <= AHEAD);
        if is_near {
            let (number, owners) = days.entry(entry.expires).or_default();
            *number = number.saturating_add(1);
            owners.insert(&entry.owner);
        }
    }
    let later = days.len().saturating_sub(DAYS);
    let mut lines: Vec<String> = days
        .iter()
        .take(DAYS)
        .map(|(day, (number, owners))| {
            let owners: Vec<String> = owners.iter().map(|owner| secret::mask(owner)).collect();
            let owners = some(&owners, NAMES);
            let said = if *number == 1 { "entry of the baseline ends" } else { "entries of the baseline end" };
            format!("{number} {said} on {day}; what is not paid by then blocks: {owners}")
        })
        .collect();
    if later > 0 {
        let rest: usize = days.values().skip(DAYS).map(|(number, _)| number).sum();
        let last = days.keys().next_back().map(ToString::to_string).unwrap_or_default();
        lines.push(format!("{rest} more entries of the baseline end until {last}"));
    }
    lines
}
