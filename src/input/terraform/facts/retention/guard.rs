//! What protects records as long as an argument has a value.

use serde_json::Value;

use super::change::Change;
use super::condition::is_set;
use super::{Protection, Weakening, fact, records};
use crate::input::terraform::facts::argument::{Argument, LATER, Resources, path};
use crate::input::terraform::facts::inside::refers_only_to;
use crate::input::terraform::facts::written::value;
use crate::input::terraform::model::{Action, Resource};
use crate::input::{Fact, Segment};
use crate::knowledge::{Lookup, Row, concepts};

/// Those of a run.
pub(super) static GUARDS: Lookup<Vec<Guard>> =
    Lookup::new(&concepts::retention::GUARDS, |rows| rows.map(|row| Guard::of(&row)).collect());

/// What is deleted with a bucket whose records are locked.
const LOCKED: &str = "a bucket with locked records";

/// An argument that protects.
#[derive(Debug)]
pub(super) struct Guard {
    /// The type of the resource.
    pub(super) of: String,
    argument: Vec<Segment>,
    /// The values that protect, the strongest first. One without values is any value.
    levels: Vec<Vec<Value>>,
    pub(super) loss: String,
    /// Whether the resource holds the records itself.
    records: bool,
    /// Whether leaving it out protects too.
    absent: bool,
}

impl Guard {
    fn of(row: &Row<'_>) -> Self {
        let level = |level: &str| if level == "*" { Vec::new() } else { level.split('|').map(value).collect() };
        Self {
            of: row.text("type").to_owned(),
            argument: path(row.text("argument")),
            levels: row.text("value").split('>').map(level).collect(),
            loss: row.text("loss").to_owned(),
            records: row.word("records") == "locked",
            absent: row.word("absent") == "protects",
        }
    }

    /// What a change loses, or may lose.
    pub(super) fn judge(&self, change: Change<'_>) -> Option<Fact<Weakening>> {
        if change.leaves(&self.argument) {
            return None;
        }
        let before = self.level(change.before.before(&self.argument));
        self.compare(before, change)
    }

    /// What a resource that is created for a subject loses which was guarded in the same way by its own argument.
    pub(super) fn judge_part(&self, own: &Self, subject: &Resource, part: &Resource) -> Option<Fact<Weakening>> {
        let guarded = match own.level(subject.before(&own.argument)) {
            Ok(level) if level < own.levels.len() => Ok(0),
            Ok(_) => return None,
            Err(why) => Err(why),
        };
        self.compare(guarded, Change { before: subject, after: part })
    }

    fn compare(&self, before: Result<usize, &'static str>, change: Change<'_>) -> Option<Fact<Weakening>> {
        let (weaker, why) = match (before, self.after(change)) {
            (Ok(before), _) if before == self.levels.len() => return None,
            (_, Ok(0)) => return None,
            (Ok(before), Ok(after)) => (after > before).then_some((Some(true), ""))?,
            (_, Err(why)) | (Err(why), _) if why == LATER || change.may_differ(&self.argument) => (None, why),
            _ => return None,
        };
        let says = Weakening { loss: self.loss.clone(), ..Weakening::new(Protection::Guard, weaker) };
        Some(fact(change.after, &self.argument, says, why))
    }

    /// How much the argument protects after a change. An attribute of a resource says something for sure, whatever it is.
    fn after(&self, change: Change<'_>) -> Result<usize, &'static str> {
        let any = self.levels.first().is_some_and(Vec::is_empty);
        match self.level(change.after(&self.argument)) {
            Err(LATER) if any && refers_only_to(change.after, &self.argument, |kind| kind.contains('_')) => Ok(0),
            level => level,
        }
    }

    /// Whether a resource protects in this way once the plan is applied.
    pub(super) fn is_kept_by(&self, part: &Resource) -> bool {
        self.level(part.at(&self.argument)) == Ok(0)
    }

    /// The resources with locked records that a plan deletes, be it to create them anew.
    pub(super) fn deleted(&self, resources: &Resources<'_>) -> Vec<Fact<Weakening>> {
        if !self.records {
            return Vec::new();
        }
        let gone = |resource: &&Resource| matches!(resource.action, Action::Delete | Action::Replace);
        let deleted = resources.of_type(&self.of).filter(gone);
        let records = deleted.filter_map(|resource| {
            let level = self.level(resource.before(&self.argument));
            (level != Ok(self.levels.len())).then(|| records::fact(resource, LOCKED, level.map(|_| true)))
        });
        records.collect()
    }

    /// How much an argument protects: 0 is most, the number of levels is not at all.
    ///
    /// # Errors
    /// Why that is not known.
    fn level(&self, argument: Argument<'_>) -> Result<usize, &'static str> {
        let none = self.levels.len();
        match argument {
            Argument::Absent => Ok(if self.absent { 0 } else { none }),
            Argument::Unknown(why) => Err(why),
            Argument::Known(value) => {
                let fits = |level: &Vec<Value>| if level.is_empty() { is_set(value) } else { level.contains(value) };
                Ok(self.levels.iter().position(fits).unwrap_or(none))
            }
        }
    }
}
