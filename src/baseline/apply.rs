//! Which debts of a run the baseline answers for, and what is wrong with its entries.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::{Baseline, Debt, Entry, MAX_DAYS};
use crate::finding::{Finding, PolicyId};
use crate::policy::{About, Policy};
use crate::source::{RepoPath, Source};
use crate::waiver::same_person;

/// What was judged, as far as a baseline is about it.
pub struct Judged<'a> {
    /// What was found, and whether it still counts.
    pub debts: &'a [(Debt, bool)],
    /// Whether a baseline may answer for what a policy finds.
    pub adoptable: &'a dyn Fn(&PolicyId) -> bool,
    /// Whether a file belongs to what was judged; an entry about anything else is not measured.
    pub looked_at: &'a dyn Fn(&RepoPath) -> bool,
    /// Whether a debt would have been found if it were there.
    pub measured: &'a dyn Fn(&Debt) -> bool,
    /// Whether the approver wrote an entry, by its place in the file.
    pub by_approver: &'a dyn Fn(usize) -> bool,
    /// The day of the run in UTC.
    pub today: Date,
}

/// What came of a baseline.
#[derive(Debug, Default)]
pub struct Applied<'a> {
    /// For debts by their place in the list: the entry that answers for it.
    pub covered: BTreeMap<usize, &'a Entry>,
    /// Findings about the entries.
    pub about: Vec<Finding>,
    /// Those about entries that match nothing.
    pub unmatched: Vec<Finding>,
}

/// Applies a baseline to what was judged. `own` are gate's own policies.
#[must_use]
pub fn apply<'a>(judged: &Judged<'_>, baseline: &'a Baseline, source: &Source, own: &[Policy]) -> Applied<'a> {
    let faults: Vec<Option<Fault>> =
        baseline.entries.iter().enumerate().map(|entry| fault(entry, baseline, judged)).collect();
    let holds = |index: usize| faults.get(index).is_some_and(Option::is_none);
    let matches = matched(&baseline.entries, judged.debts, &holds);
    let about = About::new(source, own);
    let mut applied = Applied::default();
    for ((entry, fault), of) in baseline.entries.iter().zip(&faults).zip(matches) {
        if !(judged.looked_at)(&entry.debt.path) {
            continue;
        }
        match (fault, of) {
            (Some(fault), _) => applied.about.extend(finding(&about, entry, fault)),
            (None, Some(debt)) => {
                if judged.debts.get(debt).is_some_and(|(_, open)| *open) {
                    applied.covered.insert(debt, entry);
                }
            }
            (None, None) if (judged.measured)(&entry.debt) => {
                let message = format!(
                    "the entry of {} matches nothing: what it covered is gone or was changed",
                    entry.debt.named()
                );
                applied.unmatched.extend(finding(&about, entry, &Fault { policy: "BL002", message }));
            }
            (None, None) => {}
        }
    }
    applied
}

/// For each entry the place of the debt that it is about, each debt for one entry: first for the entries that hold, in
/// the order of the file, and of equal debts first those that count.
#[must_use]
pub fn matched(entries: &[Entry], debts: &[(Debt, bool)], holds: &dyn Fn(usize) -> bool) -> Vec<Option<usize>> {
    let mut free: BTreeMap<&Debt, Vec<usize>> = BTreeMap::new();
    for counts in [false, true] {
        for (index, (debt, _)) in debts.iter().enumerate().rev().filter(|(_, (_, open))| *open == counts) {
            free.entry(debt).or_default().push(index);
        }
    }
    let mut matched = vec![None; entries.len()];
    for held in [true, false] {
        for (index, (entry, of)) in entries.iter().zip(&mut matched).enumerate() {
            if holds(index) == held {
                *of = free.get_mut(&entry.debt).and_then(Vec::pop);
            }
        }
    }
    matched
}

/// Why an entry does not hold: the id of the policy that says so, and a message.
struct Fault {
    policy: &'static str,
    message: String,
}

fn fault((index, entry): (usize, &Entry), baseline: &Baseline, judged: &Judged<'_>) -> Option<Fault> {
    let (named, expires, today) = (entry.debt.named(), entry.expires, judged.today);
    if let Some(policy) = entry.debt.policy.as_ref().filter(|policy| !(judged.adoptable)(policy)) {
        let message = format!("the entry of {named} covers nothing: no baseline answers for what {policy} finds");
        return Some(Fault { policy: "BL004", message });
    }
    if same_person(&entry.owner, &baseline.approver) {
        let message = format!("the entry of {named} is owned by {}, who approved it", entry.owner);
        return Some(Fault { policy: "BL005", message });
    }
    if (judged.by_approver)(index) {
        let approver = &baseline.approver;
        let message = format!(
            "the entry of {named} is approved by {approver}, an author of the commit that added it as it stands"
        );
        return Some(Fault { policy: "BL005", message });
    }
    let days = today.until(expires).map_or(i64::MAX, |span| i64::from(span.get_days()));
    if days > MAX_DAYS {
        let message = format!("the entry of {named} ends on {expires}, {days} days ahead; at most {MAX_DAYS}");
        return Some(Fault { policy: "BL003", message });
    }
    (expires < today).then(|| Fault { policy: "BL001", message: format!("the entry of {named} ended on {expires}") })
}

/// The finding that says what is wrong with an entry.
fn finding(about: &About<'_>, entry: &Entry, fault: &Fault) -> Option<Finding> {
    let Debt { path, policy, kind, digits } = &entry.debt;
    let policy = policy.as_ref().map_or("", PolicyId::as_str);
    let subject = format!("{policy}\n{}\n{}\n{digits}", kind.as_str(), path.as_str());
    about.finding(fault.policy, entry.span, &subject, &fault.message)
}
