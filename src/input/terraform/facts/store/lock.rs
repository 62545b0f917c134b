//! For how long nobody can change or delete objects.

use std::sync::LazyLock;

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Number, Value};

use crate::input::Segment;
use crate::input::terraform::facts::argument::{Argument, LATER, Resources, SENSITIVE, path};
use crate::input::terraform::facts::length::{Length, number};
use crate::input::terraform::facts::pattern::Pattern;
use crate::input::terraform::facts::setting::Setting;
use crate::input::terraform::facts::table;
use crate::input::terraform::model::Resource;

/// The table.
const TABLE: &str = include_str!("../../../../../policies/knowledge/terraform/store-locks.tsv");

/// A row of the table.
struct Row {
    store: &'static str,
    holder: &'static str,
    /// `None`: the resource as a whole.
    lock: Option<Pattern>,
    hard: Vec<Segment>,
    value: Value,
    length: Length,
    day: f64,
}

static ROWS: LazyLock<Vec<Row>> = LazyLock::new(|| table::rows(TABLE).filter_map(row).collect());

fn row([store, holder, lock, hard, value, length, day, _source]: [&'static str; 8]) -> Option<Row> {
    let lock = Some(lock).filter(|lock| *lock != "-").map(Pattern::of);
    let (length, day) = (Length::of(length, 0.0)?, day.parse().ok()?);
    Some(Row { store, holder, lock, hard: path(hard), value: table::value(value), length, day })
}

/// A lock on the objects of a store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Lock {
    /// Whether nobody at all can lift it.
    pub hard: Setting<bool>,
    /// For how many days it holds.
    pub days: Setting<Number>,
}

/// The locks of a store.
#[derive(Default)]
pub(super) struct Locks {
    pub(super) found: Vec<Lock>,
    /// Why there may be more.
    pub(super) why: Option<&'static str>,
}

impl Locks {
    /// Whether there is one; null when there may be one.
    pub(super) const fn locked(&self) -> Option<bool> {
        match (self.found.is_empty(), self.why) {
            (false, _) => Some(true),
            (true, Some(_)) => None,
            (true, None) => Some(false),
        }
    }
}

/// The locks of a store of this type, which lies in these accounts.
pub(super) fn of(kind: &str, resources: &Resources<'_>, store: &Resource, accounts: &[&Resource]) -> Locks {
    let mut locks = Locks::default();
    for row in ROWS.iter().filter(|row| row.store == kind) {
        let mut holders: Vec<&Resource> =
            std::iter::once(store).chain(accounts.iter().copied()).filter(|holder| holder.kind == row.holder).collect();
        if holders.is_empty() {
            holders.extend(resources.linked(store, row.holder));
            locks.why = locks.why.or_else(|| store.maybe_linked.contains_key(row.holder).then_some(LATER));
        }
        for holder in holders {
            row.locks(holder, &mut locks);
        }
    }
    locks
}

impl Row {
    fn locks(&self, holder: &Resource, locks: &mut Locks) {
        let Some(pattern) = &self.lock else {
            locks.found.push(self.lock(holder, &[]));
            return;
        };
        for met in pattern.paths(holder) {
            match holder.planned(&met.path) {
                Ok(Some(Value::Object(_))) if met.whole => locks.found.push(self.lock(holder, &met.path)),
                Err(_) => locks.why = locks.why.or(Some(SENSITIVE)),
                Ok(_) => locks.why = locks.why.or_else(|| holder.argument(&met.path).why()),
            }
        }
    }

    /// The lock that stands in a block.
    fn lock(&self, holder: &Resource, block: &[Segment]) -> Lock {
        let below = |path: &[Segment]| [block, path].concat();
        let hard = below(&self.hard);
        let is_hard = match holder.argument(&hard) {
            Argument::Unknown(why) => Err(why),
            argument => Ok(argument.known() == Some(&self.value)),
        };
        let total = self.length.total(|path| holder.argument(&below(path)));
        let days = total.map(|total| number(total / self.day).unwrap_or_else(|| 0.into()));
        let paths: Vec<Vec<Segment>> = self.length.paths().map(below).collect();
        let by = |fits: fn(Argument<'_>) -> bool| paths.iter().find(|path| fits(holder.argument(path)));
        let unknown = by(|argument| argument.why().is_some());
        let at = unknown.or_else(|| by(|argument| !is_empty(argument))).or_else(|| paths.last());
        Lock {
            hard: Setting::of(holder, &hard, is_hard),
            days: Setting::of(holder, at.map_or(&[], Vec::as_slice), days),
        }
    }
}

/// Whether nothing is given.
fn is_empty(argument: Argument<'_>) -> bool {
    argument == Argument::Absent || argument.text() == Some("")
}

#[cfg(test)]
mod tests {
    use super::{ROWS, TABLE, table};

    #[test]
    fn every_row_of_the_table_can_be_read() {
        assert_eq!(table::faults::<8>(TABLE, 2), [""; 0]);
        assert_eq!(ROWS.len(), TABLE.lines().filter(|line| !line.starts_with('#')).count());
        let stores = super::super::ROWS.iter().map(|row| row.of).collect::<Vec<_>>();
        assert!(ROWS.iter().all(|row| stores.contains(&row.store)), "{stores:?}");
    }
}
