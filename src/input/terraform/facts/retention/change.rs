//! What a plan changes, and what takes the place of what it deletes.

use std::collections::{BTreeMap, BTreeSet};

use super::Known;
use super::named::Named;
use crate::input::Segment;
use crate::input::terraform::facts::argument::{Argument, Resources};
use crate::input::terraform::model::{Action, Resource};

/// What stood there before the plan, and what stands there after it.
#[derive(Clone, Copy)]
pub(super) struct Change<'a> {
    /// Whose values before the change count.
    pub(super) before: &'a Resource,
    /// The resource after the change.
    pub(super) after: &'a Resource,
}

impl<'a> Change<'a> {
    /// What the plan says about an argument after the change. What is not known in a block was written by somebody, a
    /// `dynamic` block at least.
    pub(super) fn after(&self, path: &[Segment]) -> Argument<'a> {
        match self.after.argument(path) {
            Argument::Absent if path.len() > 1 => self.after.in_block(path),
            argument => argument,
        }
    }

    /// Whether the provider leaves an argument as it is: the code does not set it, and the value comes after apply.
    pub(super) fn leaves(&self, path: &[Segment]) -> bool {
        if !self.after.is_unknown(path) || self.after.is_written(path) {
            return false;
        }
        // In a block that is there, something of which the code writes, or in none.
        let (list, block) = (path.get(..1).unwrap_or(path), path.get(..2).unwrap_or(path));
        let there = self.after.count_inside(list).is_ok_and(|blocks| blocks > 0);
        path.len() == 1 || !there || self.after.is_written(block)
    }

    /// Whether a value that is sensitive may be another one than before.
    pub(super) fn may_differ(&self, path: &[Segment]) -> bool {
        !std::ptr::eq(self.before, self.after) || self.after.is_changed(path)
    }
}

/// Whether a resource is one that the plan deletes, and not what is left of an earlier replacement.
pub(super) fn is_deleted(resource: &Resource) -> bool {
    resource.mode == "managed" && resource.action == Action::Delete && resource.reason != "deposed"
}

/// Who takes the place of a resource that is deleted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Heir {
    /// Nobody: what it held is gone.
    Nobody,
    /// Any resource of its type that the plan creates.
    Anybody,
    /// One that the plan creates with the same value of an argument.
    Same(Vec<Segment>),
}

/// What a plan changes, by the type of the resource.
pub(super) struct Changes<'a> {
    by_type: BTreeMap<String, Vec<Change<'a>>>,
    /// The addresses of those that are deleted and have one that takes their place.
    followed: BTreeSet<&'a str>,
    /// The addresses of those that take the place of another one.
    following: BTreeSet<&'a str>,
}

impl<'a> Changes<'a> {
    /// In every type that a table names.
    pub(super) fn of(resources: &Resources<'a>, known: &Known) -> Self {
        let mut by_type: BTreeMap<String, Vec<Change<'a>>> = BTreeMap::new();
        for kind in known.types() {
            let changed = resources.existing(kind);
            let changed = changed.filter(|resource| matches!(resource.action, Action::Update | Action::Replace));
            let changes: Vec<Change<'a>> =
                changed.map(|resource| Change { before: resource, after: resource }).collect();
            by_type.entry(kind.to_owned()).or_insert(changes);
        }
        let (mut followed, mut following) = (BTreeSet::new(), BTreeSet::new());
        for (kind, heir) in known.heirs() {
            let pairs = successions(resources, kind, &heir);
            followed.extend(pairs.iter().map(|pair| pair.before.address.as_str()));
            following.extend(pairs.iter().map(|pair| pair.after.address.as_str()));
            by_type.entry(kind.to_owned()).or_default().extend(pairs);
        }
        Self { by_type, followed, following }
    }

    /// Those of a type.
    pub(super) fn of_type(&self, kind: &str) -> impl Iterator<Item = Change<'a>> {
        self.by_type.get(kind).into_iter().flatten().copied()
    }

    /// Whether a deleted resource has one that takes its place.
    pub(super) fn is_followed(&self, resource: &Resource) -> bool {
        self.followed.contains(resource.address.as_str())
    }

    /// Whether a created resource takes the place of one that is deleted.
    pub(super) fn follows(&self, resource: &Resource) -> bool {
        self.following.contains(resource.address.as_str())
    }
}

/// Each deleted resource of a type with one that takes its place, such as after a rename in the code: one by one in the
/// order of the plan, and the last one for all that are left.
fn successions<'a>(resources: &Resources<'a>, kind: &str, heir: &Heir) -> Vec<Change<'a>> {
    let deleted: Vec<&Resource> = resources.of_type(kind).filter(|resource| is_deleted(resource)).collect();
    if deleted.is_empty() {
        return Vec::new();
    }
    let created: Vec<&Resource> =
        resources.existing(kind).filter(|resource| resource.action == Action::Create).collect();
    let named = match heir {
        Heir::Same(argument) => Named::of(created.iter().map(|resource| (*resource, resource.argument(argument)))),
        _ => Named::default(),
    };
    let mut taken: BTreeMap<&str, usize> = BTreeMap::new();
    let pairs = deleted.into_iter().filter_map(|before| {
        let (name, heirs) = match heir {
            Heir::Nobody => return None,
            Heir::Anybody => ("", created.as_slice()),
            Heir::Same(argument) => before.before(argument).text().map(|name| (name, named.get(name)))?,
        };
        let next = taken.entry(name).or_default();
        let after = heirs.get(*next).or_else(|| heirs.last()).copied()?;
        *next = next.saturating_add(1);
        Some(Change { before, after })
    });
    pairs.collect()
}
