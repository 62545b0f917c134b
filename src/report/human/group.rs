//! Findings of one policy that one block can say.

use std::collections::{BTreeMap, BTreeSet};

use crate::finding::{Finding, PolicyId, Severity};

/// Findings of the same policy, answer and severity, in the order of reports; never empty.
pub(super) struct Group<'a> {
    /// The one that gets a frame.
    pub(super) first: &'a Finding,
    /// The others, which get a line each.
    pub(super) rest: Vec<&'a Finding>,
}

/// Groups findings; the groups stand in the order of their first findings.
pub(super) fn by_policy<'a>(findings: impl Iterator<Item = &'a Finding>) -> Vec<Group<'a>> {
    let mut groups: Vec<Group<'a>> = Vec::new();
    let mut places: BTreeMap<(&PolicyId, Severity), usize> = BTreeMap::new();
    for finding in findings {
        let key = (&finding.policy, finding.severity);
        if let Some(group) = places.get(&key).and_then(|place| groups.get_mut(*place)) {
            group.rest.push(finding);
        } else {
            places.insert(key, groups.len());
            groups.push(Group { first: finding, rest: Vec::new() });
        }
    }
    groups
}

impl Group<'_> {
    /// In how many files the others are.
    pub(super) fn files_of_rest(&self) -> usize {
        self.rest.iter().map(|finding| &finding.location.path).collect::<BTreeSet<_>>().len()
    }
}
