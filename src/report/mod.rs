//! What people and tools get to read: one file or folder per format.
//!
//! A report is made from an [`Outcome`] and nothing else, and cannot change the verdict. Text of the repository reaches
//! a sink only through [`escape`]. To add a format, write a type that implements [`Report`] and name it in [`REPORTS`].

mod conclusion;
pub mod escape;
mod github;
mod human;
mod json;
mod markdown;
mod obstacle;
mod sarif;
mod words;

use crate::outcome::Outcome;

pub use json::schema as json_schema;

/// How a report for people looks. Reports for tools do not read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Style {
    /// Whether to use ANSI colours. Nothing is said by colour alone.
    pub color: bool,
    /// Columns of the screen.
    pub width: usize,
    /// Whether to list everything: every place, what was waived, skipped and checked.
    pub verbose: bool,
    /// Whether to print the last line only.
    pub quiet: bool,
}

/// One output format.
pub trait Report: Sync {
    /// The word behind `--format`.
    fn name(&self) -> &'static str;

    /// The whole report, ending with a line end. The same outcome and style give the same bytes.
    fn render(&self, outcome: &Outcome, style: &Style) -> String;
}

/// Every format, the default first.
pub const REPORTS: &[&dyn Report] = &[&human::Human, &json::Json, &sarif::Sarif, &markdown::Markdown, &github::GitHub];

/// The format of this name.
#[must_use]
pub fn by_name(name: &str) -> Option<&'static dyn Report> {
    REPORTS.iter().copied().find(|report| report.name() == name)
}
