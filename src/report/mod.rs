//! What people and tools get to read: one file or folder per format.
//!
//! A report is made from an [`Outcome`] and nothing else, and cannot change the verdict. Text of the repository reaches
//! a sink only through [`escape`]. To add a format, write a type that implements [`Report`] and name it in [`REPORTS`].

mod accept;
mod conclusion;
mod edge;
mod emergency;
pub mod escape;
pub mod fold;
mod github;
mod human;
mod json;
mod markdown;
mod obstacle;
mod sarif;
mod style;
mod words;

use crate::outcome::Outcome;

pub use accept::{accept_lines, accept_unread_lines, scalar};
pub use human::{Fault, fault};
pub use json::schema as json_schema;
pub use style::{Links, Style};
pub use words::remedy;

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
