//! A row of a table of a property, read.

use crate::input::Segment;
use crate::input::terraform::facts::argument::path;
use crate::knowledge::Row;
use crate::knowledge::concepts::demand::{Absent, Condition, Good, Unit};

/// Rows of which one is enough.
#[derive(Debug)]
pub(super) struct Group {
    /// Their common word; empty for a row that stands by itself.
    pub any: String,
    pub rules: Vec<Rule>,
}

/// What decides a property of a type.
#[derive(Debug)]
pub(super) struct Rule {
    /// The argument, `[]` for each element of a list.
    pub path: String,
    pub good: Good,
    pub absent: Absent,
    pub unit: Option<Unit>,
    pub service: String,
    pub when: Vec<Condition>,
    /// The type of the resource that holds it, and by which argument that refers to the one that is judged.
    pub part: Option<(String, Vec<Segment>)>,
    pub copied_from: Vec<String>,
}

impl Rule {
    /// The rule of a row that has been checked.
    pub(super) fn of(row: &Row<'_>) -> Option<Self> {
        Some(Self {
            path: row.text("path").to_owned(),
            good: Good::read(row.text("good"))?,
            absent: Absent::read(row.text("absent"))?,
            unit: row.given("unit").and_then(Unit::read),
            service: row.text("service").to_owned(),
            when: Condition::read_all(row.text("when"))?,
            part: row.given("part").and_then(|cell| cell.split_once(':')).map(|(kind, by)| (kind.to_owned(), path(by))),
            copied_from: row.list("copied_from").map(str::to_owned).collect(),
        })
    }

    /// Whether it asks for the elements of a list that have a name.
    pub(super) fn chooses(&self) -> bool {
        self.path.contains('=')
    }

    /// The list from which it chooses them.
    pub(super) fn list(&self) -> Vec<Segment> {
        self.path.split_once('[').map(|(list, _)| path(list)).unwrap_or_default()
    }

    /// The argument in words: its path without indexes.
    pub(super) fn argument(&self) -> String {
        let steps = self.path.split('.').map(|step| step.trim_end_matches("[]"));
        if let Some((_, chosen)) = self.path.split_once('[').filter(|_| self.chooses()) {
            // What is asked of a named element is asked of what has that name.
            return chosen.split_once('=').and_then(|(_, rest)| rest.split(']').next()).unwrap_or_default().to_owned();
        }
        let named: Vec<&str> = steps.filter(|step| step.parse::<usize>().is_err()).collect();
        let own = named.join(".");
        self.part.as_ref().map_or_else(|| own.clone(), |(kind, _)| format!("{own} of {kind}"))
    }
}
