//! How long records are kept: arguments that must not become shorter.

use std::sync::LazyLock;

use super::{Change, Protection, Weakening, fact};
use crate::input::terraform::facts::argument::{Argument, LATER};
use crate::input::terraform::facts::length::Length;
use crate::input::terraform::facts::table;
use crate::input::{Fact, Segment};

/// The table.
const TABLE: &str = include_str!("../../../../../policies/knowledge/terraform/retention-lengths.tsv");

/// A row of the table.
pub(super) struct Row {
    /// The type of the resource.
    pub(super) of: &'static str,
    kind: Protection,
    length: Length,
    unit: &'static str,
}

static ROWS: LazyLock<Vec<Row>> = LazyLock::new(|| table::rows(TABLE).filter_map(row).collect());

pub(super) fn rows() -> &'static [Row] {
    &ROWS
}

fn row([kind, of, length, unit, nothing, _source]: [&'static str; 6]) -> Option<Row> {
    let kind = match kind {
        "retention" => Protection::Retention,
        "lock" => Protection::Lock,
        _ => return None,
    };
    let nothing = match nothing {
        "none" => 0.0,
        "forever" => f64::INFINITY,
        _ => return None,
    };
    Some(Row { of, kind, length: Length::of(length, nothing)?, unit })
}

impl Row {
    /// What a change makes shorter, or may make so.
    pub(super) fn judge(&self, change: Change<'_>) -> Vec<Fact<Weakening>> {
        if self.length.paths().all(|path| change.leaves(path)) {
            return Vec::new();
        }
        let before = self.length.total(|path| change.before.before(path));
        let after = self.length.total(|path| change.after.argument(path));
        let (weaker, why) = match (before, after) {
            (Ok(before), Ok(after)) if after < before => (Some(true), ""),
            // Nothing is shorter than nothing, or longer than for ever.
            (Ok(before), Err(why)) if before > 0.0 && self.may_be_another(change, why) => (None, why),
            (Err(why), Ok(after)) if after.is_finite() && self.may_be_another(change, why) => (None, why),
            (Err(before), Err(after)) if self.may_be_another(change, after) => {
                (None, if after == LATER { after } else { before })
            }
            _ => return Vec::new(),
        };
        let says = Weakening {
            before: before.ok().map(|length| self.words(length)),
            after: after.ok().map(|length| self.words(length)),
            ..Weakening::new(self.kind, weaker)
        };
        let places = self.places(change);
        places.into_iter().map(|path| fact(change.after, path, says.clone(), why)).collect()
    }

    /// The arguments that come after apply, else the first that the code writes.
    fn places(&self, change: Change<'_>) -> Vec<&[Segment]> {
        let paths = || self.length.paths();
        let later: Vec<&[Segment]> =
            paths().filter(|path| change.after.argument(path) == Argument::Unknown(LATER)).collect();
        if later.is_empty() {
            return paths().find(|path| change.after.is_written(path)).or_else(|| paths().last()).into_iter().collect();
        }
        later
    }

    /// Whether a length that is not known because of `why` may be another one than before.
    fn may_be_another(&self, change: Change<'_>, why: &str) -> bool {
        why == LATER || self.length.paths().any(|path| change.may_differ(path))
    }

    fn words(&self, length: f64) -> String {
        if length.is_infinite() { "ever".to_owned() } else { format!("{length} {}", self.unit) }
    }
}

#[cfg(test)]
mod tests {
    use super::{ROWS, TABLE, table};

    #[test]
    fn every_row_of_the_table_can_be_read() {
        assert_eq!(table::faults::<6>(TABLE, 3), [""; 0]);
        assert_eq!(ROWS.len(), TABLE.lines().filter(|line| !line.starts_with('#')).count());
        for row in ROWS.iter() {
            assert!(["days", "seconds"].contains(&row.unit), "{}", row.of);
            assert!(
                !row.length.is_endless() || row.length.paths().count() == 1,
                "{}: a sum with something endless",
                row.of
            );
        }
    }
}
