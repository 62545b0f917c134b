//! For how long nobody can change or delete objects.

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Number, Value};

use crate::input::Segment;
use crate::input::terraform::facts::argument::{Argument, LATER, Resources, SENSITIVE, path};
use crate::input::terraform::facts::length::{Length, number};
use crate::input::terraform::facts::pattern::Pattern;
use crate::input::terraform::facts::setting::Setting;
use crate::input::terraform::facts::written::value;
use crate::input::terraform::model::Resource;
use crate::knowledge::{Lookup, Row, concepts};

/// Those of a run.
pub(super) static LOCKS: Lookup<Vec<Wording>> =
    Lookup::new(&concepts::terraform::STORE_LOCKS, |rows| rows.filter_map(|row| Wording::of(&row)).collect());

/// How the locks of a type of stores are written.
#[derive(Debug)]
pub(super) struct Wording {
    store: String,
    holder: String,
    /// `None`: the resource as a whole.
    lock: Option<Pattern>,
    hard: Vec<Segment>,
    value: Value,
    length: Length,
    day: f64,
}

impl Wording {
    fn of(row: &Row<'_>) -> Option<Self> {
        Some(Self {
            store: row.text("store").to_owned(),
            holder: row.text("holder").to_owned(),
            lock: row.given("lock").map(Pattern::of),
            hard: path(row.text("hard")),
            value: value(row.text("value")),
            length: Length::of(row.text("length"), 0.0)?,
            day: row.text("day").parse().ok()?,
        })
    }
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

/// The locks of a store, which lies in these accounts.
pub(super) fn of(known: &[Wording], resources: &Resources<'_>, store: &Resource, accounts: &[&Resource]) -> Locks {
    let mut locks = Locks::default();
    for row in known.iter().filter(|row| row.store == store.kind) {
        let mut holders: Vec<&Resource> =
            std::iter::once(store).chain(accounts.iter().copied()).filter(|holder| holder.kind == row.holder).collect();
        if holders.is_empty() {
            holders.extend(resources.linked(store, &row.holder));
            locks.why = locks.why.or_else(|| store.maybe_linked.contains_key(&row.holder).then_some(LATER));
        }
        for holder in holders {
            row.locks(holder, &mut locks);
        }
    }
    locks
}

impl Wording {
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
    // The provider plans zero for the unit that is not used.
    let zero = argument.known().and_then(Value::as_f64) == Some(0.0);
    argument == Argument::Absent || argument.text() == Some("") || zero
}

#[cfg(test)]
mod tests {
    use super::LOCKS;
    use crate::knowledge::Knowledge;

    #[test]
    fn a_lock_is_that_of_a_store() {
        let stores = super::super::STORES.of(&Knowledge::default());
        let locks = LOCKS.of(&Knowledge::default());
        assert!(!locks.is_empty() && locks.iter().all(|lock| stores.iter().any(|store| store.of == lock.store)));
    }
}
