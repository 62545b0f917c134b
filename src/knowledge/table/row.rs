//! One row, and what is wrong with it.

use super::column::NOTHING;
use super::{Concept, Holds, Wrong};

/// The most keys that the alternatives of one row may come to.
const ALTERNATIVES: usize = 1_000;

/// One row. What is asked of it has been checked before.
#[derive(Debug, Clone)]
pub struct Row<'t> {
    pub(super) concept: &'static Concept,
    pub(super) cells: Vec<&'t str>,
    pub(super) text: &'t str,
    /// Where it begins.
    pub(super) start: usize,
    pub(super) line: usize,
    pub(super) added: bool,
}

/// A row that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{line}:{column}: {message}; {help}")]
pub struct Fault {
    /// The byte where the cell or the row begins.
    pub start: usize,
    /// The byte behind its end.
    pub end: usize,
    /// Its line, counted from one.
    pub line: usize,
    /// The column of its first character, counted from one.
    pub column: usize,
    /// What is wrong.
    pub message: String,
    /// What to write instead.
    pub help: String,
}

impl<'t> Row<'t> {
    /// The cell of a column; empty where the row says nothing there, or ends before it.
    #[must_use]
    pub fn text(&self, column: &str) -> &'t str {
        let found = self.concept.columns.iter().enumerate().find(|(_, it)| it.name == column);
        debug_assert!(found.is_some(), "{} has no column {column}", self.concept.name);
        let Some((index, column)) = found else { return "" };
        let cell = self.cells.get(index).copied().unwrap_or_default();
        if column.optional && cell == NOTHING { "" } else { cell }
    }

    /// The cell of a column; `None` where the row says nothing there.
    #[must_use]
    pub fn given(&self, column: &str) -> Option<&'t str> {
        Some(self.text(column)).filter(|text| !text.is_empty())
    }

    /// Whether a repository added it.
    #[must_use]
    pub const fn is_added(&self) -> bool {
        self.added
    }

    /// The same row as one that a repository added.
    #[must_use]
    pub fn into_added(self) -> Self {
        Self { added: true, ..self }
    }

    /// The word of a column of words; empty if the cell is.
    #[must_use]
    pub fn word(&self, column: &str) -> &'static str {
        let text = self.text(column);
        let holds = self.concept.columns.iter().find(|it| it.name == column).map(|it| it.holds);
        let Some(Holds::Word(words)) = holds else {
            debug_assert!(false, "{}: {column} is no column of words", self.concept.name);
            return "";
        };
        words.iter().find(|word| **word == text).copied().unwrap_or_default()
    }

    /// The texts of a list; none if the cell is empty.
    pub fn list(&self, column: &str) -> impl Iterator<Item = &'t str> + use<'t> {
        let holds = self.concept.columns.iter().find(|it| it.name == column).map(|it| it.holds);
        let separator = if let Some(Holds::List(separator)) = holds { separator } else { ';' };
        self.text(column).split(separator).filter(|text| !text.is_empty())
    }

    /// The number of a column; `None` if the cell is empty.
    #[must_use]
    pub fn number(&self, column: &str) -> Option<i64> {
        self.text(column).parse().ok()
    }

    /// Whether a column says `yes`.
    #[must_use]
    pub fn flag(&self, column: &str) -> bool {
        self.text(column) == "yes"
    }

    /// Where it begins, in bytes, and where it ends.
    #[must_use]
    pub const fn extent(&self) -> (usize, usize) {
        (self.start, self.start.saturating_add(self.text.len()))
    }

    /// A complaint about the whole row.
    #[must_use]
    pub fn about(&self, message: String, help: String) -> Fault {
        let (start, end) = self.extent();
        Fault { start, end, line: self.line, column: 1, message, help }
    }

    /// A complaint about a cell.
    pub(super) fn fault(&self, wrong: Wrong) -> Fault {
        let index = self.concept.columns.iter().position(|it| it.name == wrong.column).unwrap_or(0);
        let before = self.cells.iter().take(index);
        let bytes: usize = before.clone().map(|cell| cell.len().saturating_add(1)).sum();
        let characters: usize = before.map(|cell| cell.chars().count().saturating_add(1)).sum();
        let cell = self.cells.get(index).copied().unwrap_or_default();
        let start = self.start.saturating_add(bytes).min(self.extent().1);
        Fault {
            start,
            end: start.saturating_add(cell.len()),
            line: self.line,
            column: characters.saturating_add(1),
            message: wrong.message,
            help: wrong.help,
        }
    }

    /// Whether it has the columns that it must have, and no more.
    pub(super) fn whole(&self) -> Result<(), Fault> {
        let (has, columns) = (self.cells.len(), self.concept.columns);
        let help = format!("a row has these columns with a tab between: {} (? may be empty)", self.concept.head());
        if has > columns.len() {
            return Err(self.about(format!("the row has {has} columns, and there are {}", columns.len()), help));
        }
        match columns.iter().skip(has).find(|column| !column.optional) {
            Some(column) if has == 1 => {
                Err(self.about(format!("there is no tab in the row, so `{}` is missing", column.name), help))
            }
            Some(column) => Err(self.about(format!("the column `{}` is missing", column.name), help)),
            None => Ok(()),
        }
    }

    /// What it is known by: one key, or one for each way to take its alternatives.
    pub(super) fn keys(&self) -> Result<Vec<String>, Fault> {
        let mut keys = vec![String::new()];
        for name in self.concept.key {
            let phrase = self.concept.columns.iter().any(|it| it.name == *name && matches!(it.holds, Holds::Phrase));
            let cell = self.text(name);
            let words: Vec<Vec<&str>> =
                if phrase { cell.split(' ').map(|word| word.split('|').collect()).collect() } else { vec![vec![cell]] };
            for either in words {
                if keys.len().saturating_mul(either.len()) > ALTERNATIVES {
                    let message = format!("the alternatives come to more than {ALTERNATIVES}");
                    return Err(self.about(message, "write several rows".to_owned()));
                }
                let join = |key: &String| -> Vec<String> {
                    either.iter().map(|word| format!("{key} {word}").trim_start().to_owned()).collect()
                };
                keys = keys.iter().flat_map(join).collect();
            }
        }
        Ok(keys)
    }
}
