//! How long records are kept: arguments that must not become shorter.

use super::change::Change;
use super::{Protection, Weakening, fact};
use crate::input::terraform::facts::argument::{Argument, LATER};
use crate::input::terraform::facts::length::Length;
use crate::input::{Fact, Segment};
use crate::knowledge::{Lookup, Row, concepts};

/// Those of a run.
pub(super) static LENGTHS: Lookup<Vec<Kept>> =
    Lookup::new(&concepts::retention::LENGTHS, |rows| rows.filter_map(|row| Kept::of(&row)).collect());

/// An argument that says how long something is kept.
#[derive(Debug)]
pub(super) struct Kept {
    /// The type of the resource.
    pub(super) of: String,
    kind: Protection,
    length: Length,
    unit: &'static str,
}

impl Kept {
    fn of(row: &Row<'_>) -> Option<Self> {
        let kind = if row.word("kind") == "lock" { Protection::Lock } else { Protection::Retention };
        let length = match row.text("nothing") {
            "none" => Length::of(row.text("length"), 0.0)?,
            "forever" => Length::of(row.text("length"), f64::INFINITY)?,
            number => {
                let (number, zero) = number.strip_prefix("0=").map_or((number, false), |number| (number, true));
                let number = number.parse().ok()?;
                let length = Length::of(row.text("length"), if zero { number } else { 0.0 })?;
                length.or_without_value(number)
            }
        };
        Some(Self { of: row.text("type").to_owned(), kind, length, unit: row.word("unit") })
    }

    /// What a change makes shorter, or may make so.
    pub(super) fn judge(&self, change: Change<'_>) -> Vec<Fact<Weakening>> {
        if self.length.paths().all(|path| change.leaves(path)) {
            return Vec::new();
        }
        let before = self.length.total(|path| change.before.before(path));
        let after = self.length.total(|path| change.after(path));
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
        let later: Vec<&[Segment]> = paths().filter(|path| change.after(path) == Argument::Unknown(LATER)).collect();
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
        words(length, self.unit)
    }
}

/// A length with its unit.
pub(super) fn words(length: f64, unit: &str) -> String {
    if length.is_infinite() { "ever".to_owned() } else { format!("{length} {unit}") }
}
