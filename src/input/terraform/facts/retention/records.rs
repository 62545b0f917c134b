//! Resources with which records end: what holds them, and what makes them.

use std::collections::BTreeMap;

use super::change::{Changes, Heir, is_deleted};
use super::condition::Condition;
use super::{Protection, Weakening, going};
use crate::input::Fact;
use crate::input::terraform::facts::argument::{Resources, path};
use crate::input::terraform::model::{Action, Resource};
use crate::knowledge::{Lookup, Row, concepts};

/// Those of a run, by their type.
pub(super) static RECORDS: Lookup<BTreeMap<String, Vec<Holder>>> = Lookup::new(&concepts::retention::RECORDS, |rows| {
    let mut by_type: BTreeMap<String, Vec<Holder>> = BTreeMap::new();
    for row in rows {
        by_type.entry(row.text("type").to_owned()).or_default().push(Holder::of(&row));
    }
    by_type
});

/// A type of resources with which records end.
#[derive(Debug)]
pub(super) struct Holder {
    only: Condition,
    pub(super) heir: Heir,
    loss: String,
}

impl Holder {
    fn of(row: &Row<'_>) -> Self {
        let heir = match row.text("heir") {
            "" => Heir::Nobody,
            "*" => Heir::Anybody,
            argument => Heir::Same(path(argument)),
        };
        Self { only: Condition::of(row.text("while")), heir, loss: row.text("loss").to_owned() }
    }

    /// Whether what a resource holds, or its work, ends with this plan. What is left of an earlier replacement does no work.
    fn ends(&self, resource: &Resource, changes: &Changes<'_>) -> bool {
        match self.heir {
            Heir::Nobody => matches!(resource.action, Action::Delete | Action::Replace),
            _ => is_deleted(resource) && !changes.is_followed(resource),
        }
    }
}

/// The records that a plan ends, or may end. Of several rows of a type the first that fits says it.
pub(super) fn ended(
    resources: &Resources<'_>,
    changes: &Changes<'_>,
    known: &BTreeMap<String, Vec<Holder>>,
) -> Vec<Fact<Weakening>> {
    let mut found = Vec::new();
    for (kind, holders) in known {
        for resource in resources.of_type(kind).filter(|resource| resource.mode == "managed") {
            let ending = holders.iter().filter(|holder| holder.ends(resource, changes));
            let answers: Vec<_> =
                ending.map(|holder| (holder, holder.only.holds(|path| resource.before(path)))).collect();
            let sure = answers.iter().find(|(_, holds)| *holds == Ok(true));
            let open = || answers.iter().find(|(_, holds)| holds.is_err());
            if let Some((holder, holds)) = sure.or_else(open) {
                found.push(fact(resource, &holder.loss, *holds));
            }
        }
    }
    found
}

/// The fact that a resource is deleted with records, at what deletes it.
pub(super) fn fact(resource: &Resource, loss: &str, holds: Result<bool, &'static str>) -> Fact<Weakening> {
    let weaker = holds.is_ok().then_some(true);
    let says = Weakening { loss: loss.to_owned(), ..Weakening::new(Protection::Records, weaker) };
    Fact::new(&resource.loc, going(resource), &resource.address, says).because(holds.err().unwrap_or_default())
}
