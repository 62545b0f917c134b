//! What a plan takes away from records that somebody must keep.
//!
//! The state before the plan is compared with the state after it: in a resource that the plan changes, and in one that
//! takes the place of another that it deletes. Which arguments keep records stands in tables.

mod guard;
mod length;
mod removal;
#[cfg(test)]
mod tests;

use schemars::JsonSchema;
use serde::Serialize;

use self::guard::GUARDS;
use self::length::LENGTHS;
use self::removal::{PROTECTIONS, Turnover};
use super::argument::Resources;
use crate::input::Fact;
use crate::input::Segment;
use crate::input::terraform::model::{Action, Resource};
use crate::knowledge::Knowledge;

/// A protection of records that a plan weakens, or may weaken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Weakening {
    /// What becomes weaker.
    pub kind: Protection,
    /// Whether it becomes weaker: true, or null when that cannot be known.
    pub weaker: Option<bool>,
    /// For a `retention` or a `lock`, how long records were kept before the plan, with the unit: `7 days`, `ever`; else
    /// empty. Null when it is not known.
    pub before: Option<String>,
    /// The same after the plan.
    pub after: Option<String>,
    /// For a `guard`, what becomes of the resource, after its address: `loses its object lock`; else empty.
    pub loss: String,
    /// For a `protection`, the name of what it protected; empty when that is not known, and for everything else.
    pub subject: String,
}

/// What protects records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Protection {
    /// How long a resource keeps records or backups.
    Retention,
    /// How long nobody may change or delete objects.
    Lock,
    /// An argument that protects as long as it has a certain value.
    Guard,
    /// A resource that protects another one, and is deleted while that one stays.
    Protection,
    /// A bucket with locked records, which is deleted.
    Records,
}

/// What stood there before the plan, and what stands there after it.
#[derive(Clone, Copy)]
struct Change<'a> {
    /// Whose values before the change count.
    before: &'a Resource,
    /// The resource after the change.
    after: &'a Resource,
}

impl Change<'_> {
    /// Whether the provider leaves an argument as it is: the code does not set it, and the value comes after apply.
    fn leaves(&self, path: &[Segment]) -> bool {
        self.after.is_unknown(path) && !self.after.is_written(path)
    }

    /// Whether a value that is sensitive may be another one than before.
    fn may_differ(&self, path: &[Segment]) -> bool {
        !std::ptr::eq(self.before, self.after) || self.after.is_changed(path)
    }
}

/// Every weakening of a plan.
pub(super) fn weakenings(resources: &Resources<'_>, knowledge: &Knowledge) -> Vec<Fact<Weakening>> {
    let protections = PROTECTIONS.of(knowledge);
    let turnover = Turnover::of(resources, &protections);
    let mut found = Vec::new();
    for row in LENGTHS.of(knowledge).iter() {
        found.extend(changes(resources, &turnover, &row.of).flat_map(|change| row.judge(change)));
    }
    for row in GUARDS.of(knowledge).iter() {
        found.extend(changes(resources, &turnover, &row.of).filter_map(|change| row.judge(change)));
        found.extend(row.deleted(resources));
    }
    found.extend(turnover.removals());
    found
}

/// What the plan changes in the resources of a type.
fn changes<'a>(resources: &Resources<'a>, turnover: &Turnover<'a>, kind: &str) -> impl Iterator<Item = Change<'a>> {
    let changed =
        resources.existing(kind).filter(|resource| matches!(resource.action, Action::Update | Action::Replace));
    let changed = changed.map(|resource| Change { before: resource, after: resource });
    changed.chain(turnover.successions(kind)).collect::<Vec<_>>().into_iter()
}

impl Weakening {
    fn new(kind: Protection, weaker: Option<bool>) -> Self {
        let nothing = || Some(String::new());
        Self { kind, weaker, before: nothing(), after: nothing(), loss: String::new(), subject: String::new() }
    }
}

/// A fact about an argument of a resource, at the argument when the code writes it.
fn fact(resource: &Resource, path: &[Segment], says: Weakening, why: &str) -> Fact<Weakening> {
    Fact::new(&resource.loc, resource.place(path), &resource.address, says).because(why)
}
