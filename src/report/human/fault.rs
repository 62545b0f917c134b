//! An error that keeps gate from beginning, drawn as findings are.

use super::super::Style;
use super::block;
use super::page::{Page, Paint};
use crate::finding::Location;

/// An error; every text is escaped when it is drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault<'a> {
    /// What is wrong.
    pub message: &'a str,
    /// Where, if it is in one of gate's own files. Credentials are masked in its line already.
    pub location: Option<&'a Location>,
    /// What to do.
    pub fix: Option<&'a str>,
    /// How the command ends, in a sentence.
    pub sentence: &'a str,
}

/// The error as it is shown, ending with a line end.
#[must_use]
pub fn fault(fault: &Fault<'_>, style: &Style) -> String {
    let mut page = Page::new(style);
    block::head(&mut page, Paint::Error, "error:", "", fault.message);
    let bar = match fault.location {
        Some(location) => block::place(&mut page, location, Paint::Error),
        None => block::nowhere(),
    };
    if let Some(fix) = fault.fix {
        block::entry(&mut page, &bar, "fix", "", fix);
    }
    let line = page.paint(Paint::Error, fault.sentence);
    page.line(&line);
    page.finish()
}
