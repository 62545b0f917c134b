//! Which places an argument means that names one: a store, or what passes on what it is given.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::identifier::{Identified, identified};
use crate::input::Segment;
use crate::input::terraform::address::{Part, parts};
use crate::input::terraform::facts::argument::{Argument, LATER, Resources, SENSITIVE, path};
use crate::input::terraform::model::{Reference, Resource};

/// How many references are looked at for one argument, those of resources on the way included. More is no answer.
const REFERENCES: usize = 500;

/// How many resources a reference may lead through on its way to a place.
const HOPS: usize = 4;

/// Why nobody can tell which of several places is meant.
const ONE_OF: &str = "it is one of several, and the plan does not say which";

/// What holds a name besides the argument that a store is named by.
const NAMES: [&str; 3] = ["name", "id", "arn"];

/// Where something is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Goal<'a> {
    /// To the resource of this address.
    Place(&'a str),
    /// To an instance of the block with this address.
    Block(&'a str),
    /// To something whose name comes from what has this address.
    From(&'a str),
    /// To a place that cannot be told from any other.
    Anywhere,
}

/// Goals, each with the reason why it is not sure; `None` when it is.
pub(super) type Meant<'a> = BTreeMap<Goal<'a>, Option<&'static str>>;

/// What can be written to.
pub(super) struct Places<'a> {
    resources: &'a Resources<'a>,
    /// The types of it; of stores the argument that holds the name.
    kinds: BTreeMap<&'a str, Option<&'a [Segment]>>,
    /// The addresses of stores, by what they are called.
    stores: BTreeMap<&'a str, BTreeSet<&'a str>>,
    /// Those of others.
    others: BTreeMap<&'a str, BTreeSet<&'a str>>,
    /// How many references may still be looked at.
    fuel: Cell<usize>,
}

impl<'a> Places<'a> {
    /// Those of some types: stores, each with the argument that holds its name, and others.
    pub(super) fn of(
        resources: &'a Resources<'a>,
        kinds: impl Iterator<Item = (&'a str, Option<&'a [Segment]>)>,
    ) -> Self {
        let fuel = Cell::new(REFERENCES);
        let (stores, others) = (BTreeMap::new(), BTreeMap::new());
        let mut places = Self { resources, kinds: kinds.collect(), stores, others, fuel };
        for (kind, name) in places.kinds.clone() {
            for resource in resources.existing(kind) {
                for called in places.names(resource) {
                    let by_name = if name.is_some() { &mut places.stores } else { &mut places.others };
                    by_name.entry(called).or_default().insert(&resource.address);
                }
            }
        }
        places
    }

    /// What a place is called, as far as that is known.
    fn names(&self, place: &'a Resource) -> Vec<&'a str> {
        let name = self.kinds.get(place.kind.as_str()).copied().flatten();
        let common = NAMES.map(path);
        let arguments = name.into_iter().chain(common.iter().map(Vec::as_slice));
        arguments.filter_map(|argument| place.argument(argument).text()).filter(|name| !name.is_empty()).collect()
    }

    /// What an argument means. Where what it says is known, that decides; else what it refers to. A mere name is first
    /// looked for among stores, or among others.
    pub(super) fn meant(&self, resource: &'a Resource, argument: &[Segment], store: bool) -> Meant<'a> {
        self.fuel.set(REFERENCES);
        self.within(resource, argument, store, HOPS)
    }

    fn within(&self, resource: &'a Resource, argument: &[Segment], store: bool, hops: usize) -> Meant<'a> {
        let says = resource.at(argument);
        let texts = texts(says);
        let called: Meant<'a> = texts.iter().flat_map(|text| self.called(text, store)).collect();
        if !called.is_empty() || says == Argument::Absent {
            return called;
        }
        let mut found = Meant::new();
        let references = resource.references_inside(argument);
        for reference in &references {
            for (goal, why) in self.follow(reference, hops) {
                let why = if reference.exact { why } else { why.or(Some(LATER)) };
                found.entry(goal).and_modify(|known| *known = (*known).and(why)).or_insert(why);
            }
        }
        if let Some(why) = says.why() {
            if found.is_empty() {
                found = unfollowed(&references, why);
            }
        } else {
            found.retain(|goal, _| self.may_be(goal, &texts));
        }
        // Where one is meant, and the code names several, nobody can say which.
        if found.values().filter(|why| why.is_none()).count() > texts.len().max(1) {
            for why in found.values_mut() {
                *why = why.or(Some(ONE_OF));
            }
        }
        found
    }

    /// The places that a text names.
    fn called(&self, text: &str, store: bool) -> Meant<'a> {
        let (first, second) = if store { (&self.stores, &self.others) } else { (&self.others, &self.stores) };
        let found = first.get(text).or_else(|| second.get(text)).or_else(|| match identified(text) {
            Identified::Store(name) => self.stores.get(name),
            Identified::Other(name) => self.others.get(name),
            Identified::Named(_) => None,
        });
        let found = found.into_iter().flatten();
        let why = (found.clone().count() > 1).then_some(ONE_OF);
        found.map(|address| (Goal::Place(address), why)).collect()
    }

    /// Whether texts that are known may name a place. What is known only after apply is not a part of them.
    fn may_be(&self, goal: &Goal<'_>, texts: &[&str]) -> bool {
        let Goal::Place(address) = goal else { return false };
        let names = self.resources.at(address).map(|place| self.names(place)).unwrap_or_default();
        names.iter().any(|name| texts.iter().any(|text| text.contains(name)))
    }

    /// The places that a reference leads to, by way of what names them itself: a policy of a bucket, a data source.
    fn follow(&self, reference: &'a Reference, hops: usize) -> Meant<'a> {
        let fuel = self.fuel.get();
        self.fuel.set(fuel.saturating_sub(1));
        let Some(hops) = hops.checked_sub(1).filter(|_| fuel > 0) else {
            return Meant::from([(Goal::Anywhere, Some(LATER))]);
        };
        let Some(resource) = self.resources.at(&reference.to) else { return self.lost(&reference.to) };
        let kind = self.kinds.get(resource.kind.as_str()).filter(|_| resource.mode == "managed");
        let mut found: Meant<'_> = kind.map(|_| (Goal::Place(resource.address.as_str()), None)).into_iter().collect();
        let attribute = path(&reference.attr);
        let Some(Segment::Key(first)) = attribute.first().filter(|_| kind.is_none_or(Option::is_none)) else {
            return found;
        };
        let through = if first == "output" && resource.kind == "terraform_data" {
            path("input").into_iter().chain(attribute.iter().skip(1).cloned()).collect()
        } else if first != "id" && resource.argument(&attribute) != Argument::Absent {
            attribute
        } else if found.is_empty() && (first == "id" || resource.mode == "data") {
            self.subject(resource)
        } else {
            return found;
        };
        found.extend(self.within(resource, &through, true, hops));
        found
    }

    /// The argument by which a part of a store, or a data source about one, names it: `bucket` of an
    /// `aws_s3_bucket_policy`.
    fn subject(&self, resource: &'a Resource) -> Vec<Segment> {
        if let Some(name) = self.kinds.get(resource.kind.as_str()) {
            return name.map_or_else(|| path("name"), <[Segment]>::to_vec);
        }
        let ends = resource.kind.match_indices('_').filter_map(|(end, _)| resource.kind.get(..end));
        let store = ends.filter(|owner| self.kinds.contains_key(owner)).last().unwrap_or_default();
        path(store.rsplit('_').next().unwrap_or_default())
    }

    /// Where a trail ends before a resource of the plan: at a block with many instances, or at a value that nobody can
    /// look up. A data source that the plan does not have, and a variable of the root, are about something outside.
    fn lost(&self, to: &'a str) -> Meant<'a> {
        let names = |part| if let Part::Name(name) = part { Some(name) } else { None };
        let names: Vec<String> = parts(to).unwrap_or_default().into_iter().filter_map(names).collect();
        let kind = names.len().checked_sub(2).and_then(|at| names.get(at)).map_or("", String::as_str);
        let is_data = names.iter().any(|name| name == "data");
        match kind {
            "" | "local" | "module" => Meant::from([(Goal::Anywhere, Some(LATER))]),
            kind if self.kinds.contains_key(kind) && !is_data => Meant::from([(Goal::Block(to), Some(LATER))]),
            _ => Meant::new(),
        }
    }
}

/// What is meant by a value that is not known, when no reference of it leads to a place: something that is named by the
/// same means, or anything, if nothing can be said of it at all.
fn unfollowed<'a>(references: &[&'a Reference], why: &'static str) -> Meant<'a> {
    if references.is_empty() || why == SENSITIVE {
        return Meant::from([(Goal::Anywhere, Some(why))]);
    }
    references.iter().map(|reference| (Goal::From(&reference.to), Some(why))).collect()
}

/// The texts of an argument that is known: one, or a list of them.
fn texts(argument: Argument<'_>) -> Vec<&str> {
    match argument.known() {
        Some(Value::String(text)) => vec![text],
        Some(Value::Array(items)) => items.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    }
}
