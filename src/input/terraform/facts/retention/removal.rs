//! Resources that protect another one, and are deleted while that one stays.

use super::change::{Heir, is_deleted};
use super::condition::Condition;
use super::named::Named;
use super::{Protection, Weakening, fact, going};
use crate::input::terraform::facts::argument::{Argument, Resources, SENSITIVE, path};
use crate::input::terraform::model::{Action, Resource};
use crate::input::{Fact, Segment};
use crate::knowledge::{Lookup, Row, concepts};

/// Those of a run.
pub(super) static PROTECTIONS: Lookup<Vec<Protector>> =
    Lookup::new(&concepts::retention::PROTECTIONS, |rows| rows.map(|row| Protector::of(&row)).collect());

/// A type of resources that protect others.
#[derive(Debug)]
pub(super) struct Protector {
    pub(super) of: String,
    /// The argument that names what is protected.
    pub(super) argument: Vec<Segment>,
    /// The type of what is protected; any if there is none.
    pub(super) subject: Option<String>,
    /// The argument of the subject that has the same name.
    pub(super) name: Vec<Segment>,
    /// With what it protects.
    only: Condition,
}

impl Protector {
    fn of(row: &Row<'_>) -> Self {
        Self {
            of: row.text("type").to_owned(),
            argument: path(row.text("argument")),
            subject: row.given("of").map(str::to_owned),
            name: path(row.text("name")),
            only: Condition::of(row.text("while")),
        }
    }

    /// Who takes the place of such a resource.
    pub(super) fn heir(&self) -> Heir {
        Heir::Same(self.argument.clone())
    }

    /// Whether a resource of its type names what it protects by this argument.
    fn names(&self, part: &Resource) -> bool {
        !matches!(part.before(&self.argument), Argument::Absent) && part.before(&self.argument).text() != Some("")
    }
}

/// The protections that are gone, or may be.
pub(super) fn removals(resources: &Resources<'_>, known: &[Protector]) -> Vec<Fact<Weakening>> {
    let mut found = Vec::new();
    for (at, row) in known.iter().enumerate() {
        // One that names nothing is told by the first row of its type.
        let rivals = || known.iter().filter(|other| other.of == row.of);
        let first = known.iter().position(|other| other.of == row.of) == Some(at);
        let is_its = |part: &&Resource| row.names(part) || (first && !rivals().any(|other| other.names(part)));
        let parts: Vec<&Resource> =
            resources.of_type(&row.of).filter(|part| leaves_its_subject(part, row)).filter(is_its).collect();
        if !parts.is_empty() {
            let deleted = Deleted::of(resources, row);
            found.extend(parts.into_iter().filter_map(|part| deleted.removal(part)));
        }
    }
    found
}

/// Whether a plan deletes a protection, or gives it another subject.
fn leaves_its_subject(part: &Resource, row: &Protector) -> bool {
    is_deleted(part) || turns(part, &row.argument)
}

/// Whether the plan gives an argument another value, both of which are known.
fn turns(resource: &Resource, argument: &[Segment]) -> bool {
    let both = (resource.before(argument).text(), resource.argument(argument).text());
    resource.exists() && matches!(both, (Some(before), Some(after)) if before != after)
}

/// What stands beside the resources of one row that a plan deletes.
struct Deleted<'a> {
    row: &'a Protector,
    /// Resources of the same type that it creates, or that get another subject.
    created: Named<'a>,
    /// What was protected and goes too.
    gone: Named<'a>,
    /// What was protected and stays.
    kept: Named<'a>,
}

impl<'a> Deleted<'a> {
    fn of(resources: &Resources<'a>, row: &'a Protector) -> Self {
        let created = resources.existing(&row.of);
        let created = created.filter(|part| part.action == Action::Create || turns(part, &row.argument));
        let subjects: Vec<&Resource> = match &row.subject {
            Some(kind) => resources.of_type(kind).collect(),
            None => resources.all().collect(),
        };
        let goes = |subject: &&Resource| {
            let again = || subject.argument(&row.name).known() == subject.before(&row.name).known();
            is_deleted(subject) || (subject.action == Action::Replace && !again())
        };
        let gone = subjects.iter().copied().filter(goes);
        let kept = subjects.iter().copied().filter(|subject| subject.exists());
        Self {
            row,
            created: Named::of(created.map(|part| (part, part.argument(&row.argument)))),
            gone: Named::of(gone.map(|subject| (subject, subject.before(&row.name)))),
            kept: Named::of(kept.map(|subject| (subject, subject.argument(&row.name)))),
        }
    }

    fn removal(&self, part: &Resource) -> Option<Fact<Weakening>> {
        let name = part.before(&self.row.argument).text();
        if self.created.has(name) || self.gone.has(name) {
            return None;
        }
        let (weaker, why) = match self.row.only.holds(|path| part.before(path)) {
            Ok(false) => return None,
            Ok(true) if self.created.may_hold(name) || self.gone.may_hold(name) => (None, SENSITIVE),
            Ok(true) => (Some(true), ""),
            Err(why) => (None, why),
        };
        let subject = name.unwrap_or_default().to_owned();
        let says = Weakening { subject, ..Weakening::new(Protection::Protection, weaker) };
        let at = if is_deleted(part) { going(part) } else { self.row.argument.clone() };
        if !at.is_empty() {
            return Some(Fact::new(&part.loc, at, &part.address, says).because(why));
        }
        let holder = name.and_then(|name| self.kept.get(name).first());
        let mut fact = fact(holder.unwrap_or(&part), &[], says, why);
        fact.about.clone_from(&part.address);
        Some(fact)
    }
}
