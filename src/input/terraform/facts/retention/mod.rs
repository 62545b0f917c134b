//! What a plan takes away from records that somebody must keep.
//!
//! The state before the plan is compared with the state after it: in a resource that the plan changes, and in one that
//! takes the place of another that it deletes. Which arguments keep records stands in tables.

mod change;
mod condition;
mod guard;
mod length;
mod list;
mod named;
mod records;
mod removal;
mod rule;
mod ruling;
mod scope;
mod subject;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use schemars::JsonSchema;
use serde::Serialize;

use self::change::{Changes, Heir};
use super::argument::Resources;
use crate::input::Fact;
use crate::input::Segment;
use crate::input::terraform::model::Resource;
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
    /// For a `guard`, what becomes of the resource, after its address: `loses its object lock`; for `records`, what is deleted:
    /// `a log group with its records`; else empty.
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
    /// A resource that holds records or makes them, and is deleted.
    Records,
}

/// What is known in a run.
struct Known {
    guards: Arc<Vec<guard::Guard>>,
    lengths: Arc<Vec<length::Kept>>,
    lists: Arc<Vec<list::Listing>>,
    protections: Arc<Vec<removal::Protector>>,
    records: Arc<BTreeMap<String, Vec<records::Holder>>>,
    rules: Arc<Vec<rule::Wording>>,
}

impl Known {
    fn of(knowledge: &Knowledge) -> Self {
        Self {
            guards: guard::GUARDS.of(knowledge),
            lengths: length::LENGTHS.of(knowledge),
            lists: list::LISTS.of(knowledge),
            protections: removal::PROTECTIONS.of(knowledge),
            records: records::RECORDS.of(knowledge),
            rules: rule::RULES.of(knowledge),
        }
    }

    /// The types whose changes are judged.
    fn types(&self) -> BTreeSet<&str> {
        let guards = self.guards.iter().map(|row| row.of.as_str());
        let lengths = self.lengths.iter().map(|row| row.of.as_str());
        let lists = self.lists.iter().map(|row| row.of.as_str());
        guards.chain(lengths).chain(lists).chain(self.rules.iter().map(|row| row.of.as_str())).collect()
    }

    /// Who takes the place of a deleted resource, by its type.
    fn heirs(&self) -> Vec<(&str, Heir)> {
        let mut found: Vec<(&str, Heir)> = self.protections.iter().map(|row| (row.of.as_str(), row.heir())).collect();
        let makers = self.records.iter().filter_map(|(kind, rows)| Some((kind.as_str(), rows.first()?.heir.clone())));
        let rules = self.rules.iter().filter_map(|row| Some((row.of.as_str(), row.subject.as_ref()?.heir())));
        for (kind, heir) in makers.chain(rules) {
            if heir != Heir::Nobody && !found.iter().any(|(other, _)| *other == kind) {
                found.push((kind, heir));
            }
        }
        found
    }
}

/// Every weakening of a plan.
pub(super) fn weakenings(resources: &Resources<'_>, knowledge: &Knowledge) -> Vec<Fact<Weakening>> {
    let known = Known::of(knowledge);
    let changes = Changes::of(resources, &known);
    let mut found = Vec::new();
    for row in known.lengths.iter() {
        found.extend(changes.of_type(&row.of).flat_map(|change| row.judge(change)));
    }
    for row in known.guards.iter() {
        let lost = changes.of_type(&row.of).filter_map(|change| Some((change, row.judge(change)?)));
        let lost = lost.filter(|(change, _)| !subject::goes_on(resources, &known, row, change.after));
        found.extend(lost.map(|(_, fact)| fact));
        found.extend(row.deleted(resources));
    }
    let gone = list::gone(resources);
    for row in known.lists.iter() {
        found.extend(changes.of_type(&row.of).filter_map(|change| row.judge(change, &gone)));
    }
    found.extend(subject::guards(resources, &changes, &known));
    found.extend(subject::rules(resources, &changes, &known));
    found.extend(removal::removals(resources, &known.protections));
    found.extend(records::ended(resources, &changes, &known.records));
    found
}

impl Weakening {
    fn new(kind: Protection, weaker: Option<bool>) -> Self {
        let nothing = || Some(String::new());
        Self { kind, weaker, before: nothing(), after: nothing(), loss: String::new(), subject: String::new() }
    }

    /// The same where no length is known.
    fn open(self) -> Self {
        Self { before: None, after: None, ..self }
    }
}

/// A fact about an argument of a resource, at the argument when the code writes it, as a block or as a `dynamic` one.
fn fact(resource: &Resource, path: &[Segment], says: Weakening, why: &str) -> Fact<Weakening> {
    // What a `dynamic` block writes is not in the configuration of a plan, and what it iterates over refers to nothing.
    let block = path.get(..2).filter(|_| resource.file.is_some() && resource.raw(path).is_some());
    let is_dynamic = block.is_some_and(|block| !resource.is_written(block));
    let place = if is_dynamic { path.to_vec() } else { resource.place(path) };
    Fact::new(&resource.loc, place, &resource.address, says).because(why)
}

/// What makes a resource go, where its code says so: the argument that counts its instances, or the one for which it is
/// replaced. Else nothing.
fn going(resource: &Resource) -> Vec<Segment> {
    let argument = match resource.reason.as_str() {
        "delete_because_count_index" => "count",
        "delete_because_each_key" => "for_each",
        _ => {
            let reasons = resource.replaced_for.iter().map(|path| super::argument::path(path));
            return reasons.into_iter().find(|path| resource.is_written(path)).unwrap_or_default();
        }
    };
    vec![Segment::Key(argument.to_owned())]
}
