//! How a table is written and read: one row a line, cells between tabs, and of each column what its cells may hold.
//!
//! The build script checks the tables with these files too, so nothing of the crate is named in them.

mod column;
mod row;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

pub use column::{Column, Holds, Wrong, is_name, is_path};
pub use row::{Fault, Row};

/// The keys of the rows of a table, each with its line.
pub type Keys = BTreeMap<String, usize>;

/// Says what is wrong with a row whose cells are all right.
pub type Check = fn(&Row<'_>) -> Result<(), Wrong>;

/// What one table says about the world, and of what its rows are made.
#[derive(Debug)]
pub struct Concept {
    /// `<kind>/<concept>`, the path of its table below `policies/knowledge` and `.gate/knowledge`, without `.tsv`.
    pub name: &'static str,
    /// What a row is, in one sentence.
    pub about: &'static str,
    /// The columns, in order.
    pub columns: &'static [Column],
    /// The columns by which a row is known: no two rows have the same there. The alternatives of a phrase count each.
    pub key: &'static [&'static str],
    /// What no single column can say about a row.
    pub check: Option<Check>,
    /// Whether a repository may add rows of its own; if not, why.
    pub added: Added,
}

/// Whether a repository may add rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Added {
    /// Yes; a row as an example.
    Like(&'static str),
    /// Yes, but for some; a row as an example.
    Unless(&'static str, Unless),
    /// No, and why.
    Never(&'static str),
}

/// Rows that no repository adds, because something would pass that does not pass without them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unless {
    /// Those with this word in this column.
    Says(&'static str, &'static str),
    /// Those about what this column names in a row that is there already.
    Known(&'static str),
}

impl Added {
    /// The example, where rows can be added.
    #[must_use]
    pub const fn example(self) -> Option<&'static str> {
        match self {
            Self::Like(row) | Self::Unless(row, _) => Some(row),
            Self::Never(_) => None,
        }
    }
}

impl Unless {
    /// Which rows these are.
    #[must_use]
    pub fn words(self) -> String {
        match self {
            Self::Says(column, word) => format!("a row whose `{column}` is `{word}`"),
            Self::Known(column) => format!("a row about a `{column}` of which gate has rows"),
        }
    }

    /// Why a row is one of them, if it is; `built_in` is the table that is there already.
    fn refuses(self, row: &Row<'_>, built_in: &str) -> Option<Wrong> {
        let (column, bars) = match self {
            Self::Says(column, word) => (column, row.text(column) == word),
            Self::Known(column) => {
                (column, row.concept.rows(built_in).any(|known| known.text(column) == row.text(column)))
            }
        };
        let message = format!("`{}` is no `{column}` of a row that anybody may add", row.text(column));
        let help = format!("{} could let something pass, so only gate itself has such rows", self.words());
        bars.then_some(Wrong { column, message, help })
    }
}

impl Concept {
    /// The rows of a table, in order. Comments, which begin with `#`, and empty lines are none.
    pub fn rows<'t>(&'static self, table: &'t str) -> impl Iterator<Item = Row<'t>> {
        let mut start = 0_usize;
        let lines = table.split('\n').enumerate().map(move |(index, text)| {
            let begins = start;
            start = start.saturating_add(text.len()).saturating_add(1);
            (begins, index.saturating_add(1), text.strip_suffix('\r').unwrap_or(text))
        });
        let rows = lines.filter(|(_, _, text)| !text.starts_with('#') && !text.trim().is_empty());
        rows.map(move |(start, line, text)| {
            let cells = text.split('\t').collect();
            Row { concept: self, cells, text, start, line, added: false }
        })
    }

    /// Checks every row of a table, also against `taken`, the keys of the rows that are there already.
    ///
    /// # Errors
    /// The first row that is not one of this concept.
    pub fn check(&'static self, table: &str, taken: &Keys) -> Result<Keys, Fault> {
        let mut keys = Keys::new();
        for row in self.rows(table) {
            row.whole()?;
            for (column, cell) in self.columns.iter().zip(&row.cells) {
                column.check(cell).map_err(|wrong| row.fault(wrong))?;
            }
            self.check.map_or(Ok(()), |check| check(&row)).map_err(|wrong| row.fault(wrong))?;
            for key in row.keys()? {
                let known = taken.get(&key).map(|_| "gate knows it".to_owned());
                let above = || keys.get(&key).map(|line| format!("it stands in line {line}"));
                if let Some(where_) = known.or_else(above) {
                    let column = self.key.last().copied().unwrap_or_default();
                    let message = format!("`{key}` is there already: {where_}");
                    let help = "a row may add what is not there, and cannot change what is".to_owned();
                    return Err(row.fault(Wrong { column, message, help }));
                }
                keys.insert(key, row.line);
            }
        }
        Ok(keys)
    }

    /// Checks the rows that somebody adds to a table that is built in, and to what others have added `before`.
    ///
    /// # Errors
    /// The first row that is not one of this concept, is there already, or may not be added.
    pub fn check_added(&'static self, table: &str, built_in: &str, before: &str) -> Result<Keys, Fault> {
        let mut taken = self.check(built_in, &Keys::new())?;
        taken.extend(self.check(before, &taken)?);
        let keys = self.check(table, &taken)?;
        if let Added::Unless(_, unless) = self.added {
            for row in self.rows(table) {
                let wrong = unless.refuses(&row, built_in).or_else(|| unless.refuses(&row, before));
                wrong.map_or(Ok(()), |wrong| Err(row.fault(wrong)))?;
            }
        }
        Ok(keys)
    }

    /// The columns as the head of a table names them, those that may be empty with a question mark.
    #[must_use]
    pub fn head(&self) -> String {
        let name = |column: &Column| format!("{}{}", column.name, if column.optional { "?" } else { "" });
        self.columns.iter().map(name).collect::<Vec<_>>().join(", ")
    }
}
