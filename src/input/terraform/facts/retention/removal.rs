//! Resources that protect another one, and are deleted while that one stays.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{Change, Protection, Weakening, fact};
use crate::input::terraform::facts::argument::{Argument, Resources, SENSITIVE, path};
use crate::input::terraform::facts::written::value;
use crate::input::terraform::model::{Action, Resource};
use crate::input::{Fact, Segment};
use crate::knowledge::{Lookup, Row, concepts};

/// Those of a run.
pub(super) static PROTECTIONS: Lookup<Vec<Protector>> =
    Lookup::new(&concepts::terraform::RETENTION_PROTECTIONS, |rows| rows.map(|row| Protector::of(&row)).collect());

/// A type of resources that protect others.
#[derive(Debug)]
pub(super) struct Protector {
    of: String,
    /// The argument that names what is protected.
    argument: Vec<Segment>,
    subject: String,
    /// The argument of the subject that has the same name.
    name: Vec<Segment>,
    /// The argument and the value with which it protects.
    only: Option<(Vec<Segment>, Value)>,
}

impl Protector {
    fn of(row: &Row<'_>) -> Self {
        let only = row.given("while").and_then(|only| only.split_once('='));
        Self {
            of: row.text("type").to_owned(),
            argument: path(row.text("argument")),
            subject: row.text("of").to_owned(),
            name: path(row.text("name")),
            only: only.map(|(argument, only)| (path(argument), value(only))),
        }
    }
}

/// The protections that a plan deletes, and what it does with what they protected.
pub(super) struct Turnover<'a> {
    rows: Vec<Deleted<'a>>,
}

/// The resources of one row that a plan deletes, and what stands beside them.
struct Deleted<'a> {
    row: &'a Protector,
    parts: Vec<&'a Resource>,
    /// Resources of the same type that it creates.
    created: Named<'a>,
    /// What was protected and is deleted too.
    gone: Named<'a>,
    /// What was protected and stays.
    kept: Named<'a>,
}

/// Resources by a name; the names of some are sensitive.
#[derive(Default)]
struct Named<'a> {
    by_name: BTreeMap<&'a str, Vec<&'a Resource>>,
    hidden: bool,
}

impl<'a> Named<'a> {
    fn of(resources: impl Iterator<Item = (&'a Resource, Argument<'a>)>) -> Self {
        let mut named = Self::default();
        for (resource, name) in resources {
            match name.text() {
                Some(text) => named.by_name.entry(text).or_default().push(resource),
                // What gets its name only by this plan is not what was there before it.
                None => named.hidden |= name == Argument::Unknown(SENSITIVE),
            }
        }
        named
    }

    fn get(&self, name: &str) -> &[&'a Resource] {
        self.by_name.get(name).map_or(&[], Vec::as_slice)
    }

    /// Whether one of them may have a name that is not known.
    fn may_hold(&self, name: Option<&str>) -> bool {
        self.hidden || (name.is_none() && !self.by_name.is_empty())
    }
}

impl<'a> Turnover<'a> {
    pub(super) fn of(resources: &Resources<'a>, known: &'a [Protector]) -> Self {
        let deleted = |kind: &str| {
            let all = resources.of_type(kind);
            all.filter(|resource| resource.mode == "managed" && resource.action == Action::Delete).collect::<Vec<_>>()
        };
        let mut rows = Vec::new();
        for row in known {
            let parts = deleted(&row.of);
            if parts.is_empty() {
                continue;
            }
            let created = resources.existing(&row.of).filter(|resource| resource.action == Action::Create);
            let created = Named::of(created.map(|part| (part, part.argument(&row.argument))));
            let gone = deleted(&row.subject).into_iter();
            let gone = Named::of(gone.map(|subject| (subject, subject.before(&row.name))));
            let kept = resources.existing(&row.subject);
            let kept = Named::of(kept.map(|subject| (subject, subject.argument(&row.name))));
            rows.push(Deleted { row, parts, created, gone, kept });
        }
        Self { rows }
    }

    /// Each deleted protection of a type with one that takes its place, such as after a rename in the code.
    pub(super) fn successions(&self, kind: &str) -> Vec<Change<'a>> {
        let mut found = Vec::new();
        for deleted in self.rows.iter().filter(|deleted| deleted.row.of == kind) {
            for part in &deleted.parts {
                let successors = part.before(&deleted.row.argument).text().map(|name| deleted.created.get(name));
                let successors = successors.into_iter().flatten();
                found.extend(successors.map(|after| Change { before: part, after }));
            }
        }
        found
    }

    /// The protections that are gone, or may be.
    pub(super) fn removals(&self) -> Vec<Fact<Weakening>> {
        self.rows.iter().flat_map(|deleted| deleted.parts.iter().filter_map(|part| deleted.removal(part))).collect()
    }
}

impl Deleted<'_> {
    fn removal(&self, part: &Resource) -> Option<Fact<Weakening>> {
        let name = part.before(&self.row.argument).text();
        let found = |named: &Named<'_>| name.is_some_and(|name| !named.get(name).is_empty());
        if found(&self.created) || found(&self.gone) {
            return None;
        }
        let protected = match &self.row.only {
            None => Ok(true),
            Some((argument, value)) => match part.before(argument) {
                Argument::Unknown(why) => Err(why),
                argument => Ok(argument.known() == Some(value)),
            },
        };
        let (weaker, why) = match protected {
            Ok(false) => return None,
            Ok(true) if self.created.may_hold(name) || self.gone.may_hold(name) => (None, SENSITIVE),
            Ok(true) => (Some(true), ""),
            Err(why) => (None, why),
        };
        let subject = name.unwrap_or_default().to_owned();
        let says = Weakening { subject, ..Weakening::new(Protection::Protection, weaker) };
        let holder = name.and_then(|name| self.kept.get(name).first());
        let mut fact = fact(holder.unwrap_or(&part), &[], says, why);
        fact.about.clone_from(&part.address);
        Some(fact)
    }
}
