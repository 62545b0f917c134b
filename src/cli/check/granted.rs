//! What the trusted side grants in exception: who approved it, and what an emergency covers.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use super::super::args::Check;
use super::super::some;
use super::collected::Collected;
use super::judged::Judged;
use super::rules::Rules;
use crate::baseline;
use crate::finding::{PolicyId, State, Text};
use crate::outcome::{Aside, Emergency, Unjudged};
use crate::policy::Policy;
use crate::source::{Revision, Source, secret};
use crate::waiver::emergency::{self, Covered, Subject};
use crate::waiver::{Approvals, forms};

/// Entries that a notice names.
const NAMED: usize = 3;

/// Who added each waiver or emergency.
pub(super) fn approvals(source: &Source, rules: &Rules, judged: &Judged, call: &Check) -> Approvals {
    let known = rules.known();
    added(source, (rules, judged, call), &|version| forms(version, &known))
}

/// Who added each entry of a baseline.
pub(super) fn adoptions(source: &Source, rules: &Rules, judged: &Judged, call: &Check) -> Approvals {
    added(source, (rules, judged, call), &baseline::forms)
}

/// Who added each entry of one of gate's own files: seen from the base, or from the commit that is checked out. What is
/// not committed yet was added by nobody. `forms` are what matters of the entries of a version.
fn added<F: Ord>(
    source: &Source,
    (rules, judged, call): (&Rules, &Judged, &Check),
    forms: &dyn Fn(&Source) -> Option<Vec<F>>,
) -> Approvals {
    let Some(present) = forms(source).filter(|forms| !forms.is_empty()) else { return Approvals::default() };
    let things: BTreeMap<_, _> = present.iter().enumerate().map(|(thing, form)| (form, thing)).collect();
    let stands = |version: &Source| -> Option<BTreeSet<usize>> {
        let there = forms(version)?;
        Some(there.iter().filter_map(|form| things.get(form).copied()).collect())
    };
    let added = |revision: &Revision| revision.added(source.path(), present.len(), &stands);
    let added = match &rules.base {
        Some(base) => Some(added(base)),
        // Without a repository, or without a commit, nothing is known.
        None => Revision::open(&judged.root, "HEAD", call.owner()).ok().map(|head| added(&head)),
    };
    let added = added.unwrap_or_default();
    // Equal entries are one thing, which the last of them stands for.
    let of = |form: &F| things.get(form).and_then(|thing| added.get(*thing)).cloned().unwrap_or_default();
    Approvals::new(present.iter().map(of).collect())
}

/// Says of which entries nobody can see who added them.
pub(super) fn unseen<'a>(approvals: &Approvals, noun: &str, ids: impl Iterator<Item = &'a String>) -> Option<String> {
    let unseen: BTreeSet<usize> = approvals.unseen().collect();
    let ids: Vec<String> =
        ids.enumerate().filter(|(entry, _)| unseen.contains(entry)).map(|(_, id)| secret::mask(id)).collect();
    let named = some(&ids, NAMED);
    let say = || {
        format!(
            "nobody can see who added {noun} {named}, so whether its approver did is not known: this clone does not \
             reach back that far (clone the whole history: fetch-depth: 0, GIT_DEPTH: 0), or the file has more versions \
             than are read, or one that cannot be read"
        )
    };
    (!ids.is_empty()).then(say)
}

/// Sets aside what an emergency covers. It comes last: what something else accepts needs none.
pub(super) fn emergencies(
    collected: &mut Collected,
    notices: &mut Vec<String>,
    (call, judged, rules): (&Check, &Judged, &Rules),
    (own, now): (&[Policy], Timestamp),
) {
    let Some(source) = rules.emergencies_source.as_deref().filter(|_| !rules.emergencies.is_empty()) else { return };
    let approvals = approvals(source, rules, judged, call);
    notices.extend(unseen(&approvals, "emergency", rules.emergencies.iter().map(|emergency| &emergency.id)));
    let unjudged: Vec<_> = collected.unjudged.iter().map(|it| (it.path.clone(), it.policy.clone())).collect();
    let policies = || rules.bundled.iter().chain(&rules.user_policies).chain(own);
    let adoptable = |id: &PolicyId| policies().any(|policy| policy.meta.id == *id && policy.meta.adoptable);
    let mut subject = Subject {
        findings: &mut collected.findings,
        cells: &mut collected.cells,
        unjudged: &unjudged,
        adoptable: &adoptable,
    };
    let covered = emergency::apply(&mut subject, &rules.emergencies, source, own, (now, &approvals));
    let Covered { about, holding, coming, unjudged, cells } = covered;
    for (index, emergency) in cells {
        let Some(cell) = collected.cells.get(index) else { continue };
        let State::SetAside(why) = &cell.state else { continue };
        let unjudged = Unjudged { policy: Some(cell.policy.clone()), ..Unjudged::of(&cell.path, why.clone()) };
        collected.aside.push(Aside { unjudged, disposition: emergency.disposition() });
    }
    let mut taken: BTreeMap<usize, &emergency::Emergency> = unjudged.into_iter().collect();
    collected.unjudged_aside(|index, _| taken.remove(&index).map(emergency::Emergency::disposition));
    collected.findings.extend(about);
    collected.emergencies = holding.into_iter().map(|(emergency, covers)| entry(emergency, covers)).collect();
    notices.extend(coming.into_iter().map(|emergency| {
        let (id, from) = (secret::mask(&emergency.id), emergency.from);
        format!("emergency {id} begins at {from} and covers nothing yet")
    }));
}

fn entry(emergency: &emergency::Emergency, covers: usize) -> Emergency {
    let emergency::Emergency { id, incident, owner, approver, reason, until, .. } = emergency;
    Emergency {
        id: Text::new(id),
        incident: Text::new(incident),
        owner: Text::new(owner),
        approver: Text::new(approver),
        reason: Text::new(reason),
        until: until.to_string(),
        covers,
    }
}
