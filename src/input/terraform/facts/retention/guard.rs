//! What protects records as long as an argument has a value.

use std::sync::LazyLock;

use serde_json::Value;

use super::{Change, Protection, Weakening, fact};
use crate::input::terraform::facts::argument::{Argument, LATER, Resources, path};
use crate::input::terraform::facts::table;
use crate::input::terraform::model::{Action, Resource};
use crate::input::{Fact, Segment};

/// The table.
const TABLE: &str = include_str!("../../../../../policies/knowledge/terraform/retention-guards.tsv");

/// A row of the table.
pub(super) struct Row {
    /// The type of the resource.
    pub(super) of: &'static str,
    argument: Vec<Segment>,
    strong: Value,
    loss: &'static str,
    /// Whether the resource holds the records itself.
    records: bool,
}

static ROWS: LazyLock<Vec<Row>> = LazyLock::new(|| table::rows(TABLE).filter_map(row).collect());

pub(super) fn rows() -> &'static [Row] {
    &ROWS
}

fn row([of, argument, value, loss, records, _source]: [&'static str; 6]) -> Option<Row> {
    let records = match records {
        "locked" => true,
        "-" => false,
        _ => return None,
    };
    Some(Row { of, argument: path(argument), strong: table::value(value), loss, records })
}

impl Row {
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
        let says = Weakening { loss: self.loss.to_owned(), ..Weakening::new(Protection::Guard, weaker) };
        Some(fact(change.after, &self.argument, says, why))
    }

    /// The resources with locked records that a plan deletes, be it to create them anew.
    pub(super) fn deleted(&self, resources: &Resources<'_>) -> Vec<Fact<Weakening>> {
        if !self.records {
            return Vec::new();
        }
        let gone = |resource: &&Resource| matches!(resource.action, Action::Delete | Action::Replace);
        let deleted = resources.of_type(self.of).filter(gone);
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

#[cfg(test)]
mod tests {
    use super::{ROWS, TABLE, table};

    #[test]
    fn every_row_of_the_table_can_be_read() {
        assert_eq!(table::faults::<6>(TABLE, 2), [""; 0]);
        assert_eq!(ROWS.len(), TABLE.lines().filter(|line| !line.starts_with('#')).count());
    }
}
