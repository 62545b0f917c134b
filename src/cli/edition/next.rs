//! What decides in two runs that differ by the edition alone, compared.

use std::collections::{BTreeMap, BTreeSet};

use super::{Line, Slugs, said};
use crate::finding::{Answer, Finding, PolicyId, State};
use crate::outcome::Outcome;
use crate::policy::Edition;
use crate::source::{Position, RepoPath};

/// One thing that keeps a run from passing, in the order of places.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Thing {
    path: RepoPath,
    at: Option<Position>,
    what: String,
}

/// What keeps a run from passing, by policy.
#[derive(Debug, Default)]
pub(in super::super) struct Deciding(BTreeMap<PolicyId, BTreeSet<Thing>>);

impl Deciding {
    /// Of an outcome; what no policy says does not depend on the edition.
    pub(in super::super) fn of(outcome: &Outcome) -> Self {
        let broken = outcome.coverage.cells().iter().filter_map(|cell| match &cell.state {
            State::Incomplete(why) => {
                let what = format!("could not be judged: {}", why.raw());
                Some((&cell.policy, Thing { path: cell.path.clone(), at: None, what }))
            }
            _ => None,
        });
        let findings = outcome.blocking().chain(outcome.undecided()).map(|finding| (&finding.policy, thing(finding)));
        let mut deciding = Self::default();
        for (policy, thing) in broken.chain(findings) {
            deciding.0.entry(policy.clone()).or_default().insert(thing);
        }
        deciding
    }

    fn without(&self, policy: &PolicyId, other: &Self) -> Vec<&Thing> {
        let others = other.0.get(policy);
        let is_new = |thing: &&Thing| !others.is_some_and(|others| others.contains(*thing));
        self.0.get(policy).into_iter().flatten().filter(is_new).collect()
    }
}

fn thing(finding: &Finding) -> Thing {
    let location = &finding.location;
    let unknown = if finding.answer == Answer::Unknown { "cannot be known: " } else { "" };
    let what = format!("{unknown}{}", finding.message.raw());
    Thing { path: location.path.clone(), at: Some(location.start), what }
}

/// What the newer edition changes, each with what that would do here.
pub(in super::super) fn compared(
    present: &Edition,
    newest: &Edition,
    before: &Deciding,
    after: &Deciding,
    slugs: &Slugs,
) -> Vec<Line> {
    let changes = newest.since(present);
    let mut lines = vec![Line(0, format!("edition {} decides here, {} is the newest", present.name, newest.name))];
    let (mut more, mut less) = (0_usize, 0_usize);
    let policies: BTreeSet<&PolicyId> = changes.keys().chain(before.0.keys()).chain(after.0.keys()).collect();
    for policy in policies {
        let (new, gone) = (after.without(policy, before), before.without(policy, after));
        let of = changes.get(policy).map(Vec::as_slice).unwrap_or_default();
        if of.is_empty() && new.is_empty() && gone.is_empty() {
            continue;
        }
        more = more.saturating_add(new.len());
        less = less.saturating_add(gone.len());
        lines.extend(of.iter().map(|change| Line(0, said(policy, change, slugs))));
        if of.is_empty() {
            lines.push(Line(0, format!("{policy} says something else")));
        }
        if new.is_empty() && gone.is_empty() {
            lines.push(Line(2, "nothing here".to_owned()));
        }
        lines.extend(listed("would block", &new));
        lines.extend(listed("would no longer block", &gone));
    }
    let less = if less == 0 { String::new() } else { format!(", and {less} that block now would not") };
    let things = if more == 1 { "thing" } else { "things" };
    lines.push(Line(0, format!("gate: with `edition: {}` {more} more {things} would block here{less}", newest.name)));
    lines
}

fn listed(what: &str, things: &[&Thing]) -> Vec<Line> {
    if things.is_empty() {
        return Vec::new();
    }
    let head = Line(2, format!("{} {what}:", things.len()));
    let line = |Thing { path, at, what }: &Thing| {
        let at = at.map(|at| format!(":{at}")).unwrap_or_default();
        Line(4, format!("{}{at}  {what}", path.as_str()))
    };
    std::iter::once(head).chain(things.iter().map(|thing| line(thing))).collect()
}
