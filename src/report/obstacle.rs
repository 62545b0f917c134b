//! Everything that kept a run from being complete, in one list, so that no report forgets a part of it.

use std::collections::BTreeMap;

use crate::finding::{PolicyId, State, Text};
use crate::outcome::Outcome;
use crate::source::{Position, RepoPath};

use super::words::{remedy, statement};

/// One thing that could not be judged.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Obstacle<'a> {
    /// The file, if it is about one.
    pub(super) path: Option<&'a RepoPath>,
    /// Where in it.
    pub(super) position: Option<Position>,
    /// The policy, if it is about one.
    pub(super) policy: Option<&'a PolicyId>,
    /// Why; not escaped.
    pub(super) reason: String,
    /// The exact lines that would answer it.
    pub(super) fix: &'a [Text],
    /// Whether gate has no reader for the file.
    pub(super) unread: bool,
    /// What would answer it, if a policy that asks says so.
    pub(super) answers: Option<&'a str>,
}

/// Obstacles of one kind and reason; never empty.
pub(super) struct Same<'a> {
    /// The one that stands for all.
    pub(super) first: Obstacle<'a>,
    /// The others.
    pub(super) rest: Vec<Obstacle<'a>>,
}

impl Obstacle<'_> {
    /// `path:line:column`, `path`, or `policy CI001` where there is no file; not escaped.
    pub(super) fn place(&self) -> String {
        match (self.path, self.position, self.policy) {
            (Some(path), Some(position), _) => format!("{}:{position}", path.as_str()),
            (Some(path), None, _) => path.as_str().to_owned(),
            (None, _, Some(policy)) => format!("policy {policy}"),
            (None, _, None) => "this run".to_owned(),
        }
    }

    /// The reason, after the policy where the place does not name it already; not escaped.
    pub(super) fn why(&self) -> String {
        match (self.path, self.policy) {
            (Some(_), Some(policy)) => format!("{policy}: {}", self.reason),
            _ => self.reason.clone(),
        }
    }
}

/// What was not read or evaluated: files, and cells of the matrix.
pub(super) fn unjudged(outcome: &Outcome) -> Vec<Obstacle<'_>> {
    let stated = outcome.unjudged.iter().map(|unjudged| Obstacle {
        path: unjudged.path.as_ref(),
        position: unjudged.position,
        policy: unjudged.policy.as_ref(),
        reason: unjudged.reason.raw().to_owned(),
        fix: &unjudged.fix,
        unread: unjudged.unread,
        answers: None,
    });
    let cells = outcome.coverage.cells().iter().filter_map(|cell| match &cell.state {
        State::Incomplete(why) => Some(Obstacle {
            path: Some(&cell.path),
            position: None,
            policy: Some(&cell.policy),
            reason: why.raw().to_owned(),
            fix: &[],
            unread: false,
            answers: None,
        }),
        State::Judged | State::NotApplicable(_) | State::SetAside(_) => None,
    });
    sorted(stated.chain(cells).collect())
}

/// The same and the open unknowns that count.
pub(super) fn all(outcome: &Outcome) -> Vec<Obstacle<'_>> {
    let unknowns = outcome.undecided().map(|finding| Obstacle {
        path: Some(&finding.location.path),
        position: Some(finding.location.start),
        policy: Some(&finding.policy),
        reason: statement(finding),
        fix: &[],
        unread: false,
        answers: outcome.policies.get(&finding.policy).map(|policy| remedy(finding, policy)),
    });
    sorted(unjudged(outcome).into_iter().chain(unknowns).collect())
}

fn sorted(mut obstacles: Vec<Obstacle<'_>>) -> Vec<Obstacle<'_>> {
    obstacles.sort();
    obstacles.dedup();
    obstacles
}

/// One block for what is not judged for the same reason, in the order of the first of each.
pub(super) fn grouped(obstacles: Vec<Obstacle<'_>>) -> Vec<Same<'_>> {
    let mut groups: Vec<Same<'_>> = Vec::new();
    let mut places = BTreeMap::new();
    for obstacle in obstacles {
        let key = (obstacle.unread, obstacle.policy.cloned(), obstacle.reason.clone());
        if let Some(group) = places.get(&key).and_then(|place: &usize| groups.get_mut(*place)) {
            group.rest.push(obstacle);
        } else {
            places.insert(key, groups.len());
            groups.push(Same { first: obstacle, rest: Vec::new() });
        }
    }
    groups
}
