//! What protects records as long as an argument has a value.

use serde_json::Value;

use super::{Change, Protection, Weakening, fact};
use crate::input::terraform::facts::argument::{Argument, LATER, Resources, path};
use crate::input::terraform::facts::written::value;
use crate::input::terraform::model::{Action, Resource};
use crate::input::{Fact, Segment};
use crate::knowledge::{Lookup, Row, concepts};

/// Those of a run.
pub(super) static GUARDS: Lookup<Vec<Guard>> =
    Lookup::new(&concepts::terraform::RETENTION_GUARDS, |rows| rows.map(|row| Guard::of(&row)).collect());

/// An argument that protects.
#[derive(Debug)]
pub(super) struct Guard {
    /// The type of the resource.
    pub(super) of: String,
    argument: Vec<Segment>,
    strong: Value,
    loss: String,
    /// Whether the resource holds the records itself.
    records: bool,
}

impl Guard {
    fn of(row: &Row<'_>) -> Self {
        Self {
            of: row.text("type").to_owned(),
            argument: path(row.text("argument")),
            strong: value(row.text("value")),
            loss: row.text("loss").to_owned(),
            records: row.word("records") == "locked",
        }
    }

    /// What a change loses, or may lose.
    pub(super) fn judge(&self, change: Change<'_>) -> Option<Fact<Weakening>> {
        if change.leaves(&self.argument) {
            return None;
        }
        let before = self.holds(change.before.before(&self.argument));
        let (weaker, why) = match (before, self.holds(change.after.argument(&self.argument))) {
            (Ok(false), _) | (_, Ok(true)) => return None,
            (Ok(true), Ok(false)) => (Some(true), ""),
            (_, Err(why)) | (Err(why), _) if why == LATER || change.may_differ(&self.argument) => (None, why),
            _ => return None,
        };
        let says = Weakening { loss: self.loss.clone(), ..Weakening::new(Protection::Guard, weaker) };
        Some(fact(change.after, &self.argument, says, why))
    }

    /// The resources with locked records that a plan deletes, be it to create them anew.
    pub(super) fn deleted(&self, resources: &Resources<'_>) -> Vec<Fact<Weakening>> {
        if !self.records {
            return Vec::new();
        }
        let gone = |resource: &&Resource| matches!(resource.action, Action::Delete | Action::Replace);
        let deleted = resources.of_type(&self.of).filter(gone);
        let records = deleted.filter_map(|resource| {
            let (weaker, why) = match self.holds(resource.before(&self.argument)) {
                Ok(false) => return None,
                Ok(true) => (Some(true), ""),
                Err(why) => (None, why),
            };
            Some(fact(resource, &[], Weakening::new(Protection::Records, weaker), why))
        });
        records.collect()
    }

    /// Whether an argument has the value that protects, or why that is not known.
    fn holds(&self, argument: Argument<'_>) -> Result<bool, &'static str> {
        match argument {
            Argument::Absent => Ok(false),
            Argument::Known(value) => Ok(*value == self.strong),
            Argument::Unknown(why) => Err(why),
        }
    }
}
