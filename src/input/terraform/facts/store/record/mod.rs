//! What writes records into stores, directly or by way of what passes them on.

mod identifier;
mod place;
#[cfg(test)]
mod tests;
mod writer;

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::Serialize;

use self::place::{Goal, Places};
pub use self::writer::Kind;
pub(super) use self::writer::{WRITERS, Writer};
use super::{Gap, Of, Wording};
use crate::input::terraform::address::{Part, parts};
use crate::input::terraform::facts::argument::{Argument, LATER, Resources};
use crate::input::terraform::model::{Action, Resource};
use crate::input::{Segment, Via};

/// How many writers of a place are told apart; the rest is only counted.
const WRITERS_OF_A_PLACE: usize = 8;

/// Records that are written into a store.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
pub struct Record {
    /// What kind they are.
    pub kind: Kind,
    /// The address of what writes them.
    pub by: String,
    /// The resource that says where they go, which is what writes them or the last that passes them on.
    #[serde(rename = "_loc")]
    pub loc: String,
    /// The path of the argument there that names the store.
    pub path: Vec<Segment>,
}

/// An argument that leads from what writes or passes on to a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Lead<'a> {
    kind: Kind,
    /// What writes.
    by: &'a str,
    /// Why it is not sure that it writes here; `None` when it is.
    why: Option<&'static str>,
    /// The arrow that leads here.
    arrow: usize,
}

/// From one place, or from what writes, to another place.
struct Arrow<'a> {
    /// What says so, and the argument of it.
    resource: &'a Resource,
    argument: Vec<Segment>,
    to: Goal<'a>,
    why: Option<&'static str>,
}

/// What is written where.
#[derive(Default)]
pub(super) struct Records<'a> {
    arrows: Vec<Arrow<'a>>,
    /// The arrows that begin at a place.
    onward: BTreeMap<Goal<'a>, Vec<usize>>,
    /// What leads to each goal.
    leads: BTreeMap<Goal<'a>, BTreeSet<Lead<'a>>>,
}

/// What is written into one store.
#[derive(Default)]
pub(super) struct Written {
    /// What is sure, sorted.
    pub(super) records: Vec<Record>,
    /// The places of the arguments that say so.
    pub(super) via: Vec<Via>,
    /// What nobody can tell; nothing where something is sure.
    pub(super) gaps: Vec<Gap>,
}

impl<'a> Records<'a> {
    /// What a plan writes into stores of some types.
    pub(super) fn of(resources: &'a Resources<'a>, stores: &'a [Wording], writers: &'a [Writer]) -> Self {
        let named = stores.iter().map(|store| (store.of.as_str(), store.names.first().map(Vec::as_slice)));
        let others = writers.iter().filter(|row| row.is_place()).map(|row| (row.of.as_str(), None));
        let places = Places::of(resources, others.chain(named));
        let mut records = Self::default();
        let mut pending = Vec::new();
        for row in writers {
            for resource in resources.existing(&row.of) {
                records.add(row, resource, &places, &mut pending);
            }
        }
        while let Some((goal, lead)) = pending.pop() {
            records.lead(goal, lead, &mut pending);
        }
        records
    }

    /// What a row says about a resource.
    fn add(
        &mut self,
        row: &Writer,
        resource: &'a Resource,
        places: &Places<'a>,
        pending: &mut Vec<(Goal<'a>, Lead<'a>)>,
    ) {
        for (argument, to, why) in self::targets(row, resource, places) {
            let arrow = self.arrows.len();
            self.arrows.push(Arrow { resource, argument, to, why });
            if let Some(kind) = row.kind {
                pending.push((to, Lead { kind, by: &resource.address, why, arrow }));
                continue;
            }
            for from in origins(row, resource, places) {
                self.onward.entry(from).or_default().push(arrow);
            }
        }
    }

    /// Takes in what leads to a goal, and hands it on. Each place tells apart so many that the work grows with the arrows.
    fn lead(&mut self, goal: Goal<'a>, lead: Lead<'a>, pending: &mut Vec<(Goal<'a>, Lead<'a>)>) {
        let known = self.leads.entry(goal).or_default();
        let alike = known.iter().filter(|other| other.why.is_some() == lead.why.is_some());
        let same = |other: &Lead<'_>| (other.kind, other.by) == (lead.kind, lead.by);
        if alike.clone().count() >= WRITERS_OF_A_PLACE || alike.clone().any(same) {
            return;
        }
        known.insert(lead);
        for arrow in self.onward.get(&goal).into_iter().flatten().copied() {
            if let Some(next) = self.arrows.get(arrow) {
                pending.push((next.to, Lead { why: lead.why.or(next.why), arrow, ..lead }));
            }
        }
    }
}

/// Where a row says that a resource writes: the argument that says it, the goal, and why it is not sure.
fn targets<'a>(
    row: &Writer,
    resource: &'a Resource,
    places: &Places<'a>,
) -> Vec<(Vec<Segment>, Goal<'a>, Option<&'static str>)> {
    let Some(to) = &row.to else { return vec![(Vec::new(), Goal::Place(&resource.address), None)] };
    let mut found = Vec::new();
    for place in resource.expand(to) {
        let (argument, lost) = match place {
            Ok(argument) => (argument, None),
            Err((list, why)) => (list, Some(why)),
        };
        let writes = if lost.is_some() { Ok(true) } else { row.writes(resource, &argument) };
        let unsure = lost.or(writes.err());
        if writes != Ok(false) {
            let meant = places.meant(resource, &argument, true);
            found.extend(meant.into_iter().map(|(goal, why)| (argument.clone(), goal, why.or(unsure))));
        }
    }
    found
}

/// What a row says that a resource passes on.
fn origins<'a>(row: &Writer, resource: &'a Resource, places: &Places<'a>) -> Vec<Goal<'a>> {
    let Some(from) = &row.from else { return vec![Goal::Place(&resource.address)] };
    let arguments = resource.expand(from).into_iter().filter_map(Result::ok);
    arguments.flat_map(|argument| places.meant(resource, &argument, false).into_keys()).collect()
}

impl Records<'_> {
    /// What is written into a store of which this argument holds the name.
    pub(super) fn written_into(&self, store: &Resource, name: Option<&[Segment]>) -> Written {
        let mut leads: Vec<&Lead<'_>> = self.leading(Goal::Place(&store.address)).collect();
        if leads.iter().any(|lead| lead.why.is_none()) {
            leads.retain(|lead| lead.why.is_none());
            return self.say(leads);
        }
        let block = block(&store.address);
        leads.extend(self.leading(Goal::Block(&block)));
        // What is there already is named by what is known.
        if matches!(store.action, Action::Create | Action::Replace) {
            leads.extend(self.leading(Goal::Anywhere));
        }
        if let Some(name) = name.filter(|name| store.argument(name) == Argument::Unknown(LATER)) {
            leads.extend(store.references(name).flat_map(|reference| self.leading(Goal::From(&reference.to))));
        }
        leads.truncate(WRITERS_OF_A_PLACE);
        self.say(leads)
    }

    fn leading<'s>(&'s self, goal: Goal<'s>) -> impl Iterator<Item = &'s Lead<'s>> {
        self.leads.get(&goal).into_iter().flatten()
    }

    fn say(&self, leads: Vec<&Lead<'_>>) -> Written {
        let mut written = Written::default();
        for lead in leads {
            let Some(Arrow { resource, argument, .. }) = self.arrows.get(lead.arrow) else { continue };
            let (loc, path) = (resource.loc.clone(), resource.place(argument));
            if let Some(why) = lead.why {
                written.gaps.push(Gap { loc, path, of: Of::Records, open: None, why });
                continue;
            }
            let way =
                if lead.by == resource.address { String::new() } else { format!(" by way of {}", resource.address) };
            let what = format!("{} writes {} there{way}", lead.by, lead.kind.words());
            written.via.push(Via { loc: loc.clone(), path: path.clone(), what });
            written.records.push(Record { kind: lead.kind, by: lead.by.to_owned(), loc, path });
        }
        written.gaps.dedup();
        written
    }
}

/// The address of the block of a resource, without the keys of instances.
fn block(address: &str) -> String {
    let names = |part| if let Part::Name(name) = part { Some(name) } else { None };
    let names: Vec<String> = parts(address).unwrap_or_default().into_iter().filter_map(names).collect();
    names.join(".")
}
