//! The parts that every block has, of a finding, of a file that is not judged, and of an error in one of gate's own
//! files: what is wrong, where, the line, what to do.

use super::super::escape::for_terminal;
use super::super::fold::columns;
use super::frame;
use super::page::{self, Page, Paint};
use crate::finding::{Location, Text};

/// How far a message is indented that does not fit into one line.
const INDENT: usize = 4;
/// How far the lines are indented that are to be taken as they are.
const EXACT: &str = "    ";

/// Writes `label name message`, the label in a colour.
pub(super) fn head(page: &mut Page<'_>, paint: Paint, label: &str, name: &str, message: &str) {
    let name = page.paint(Paint::Bold, &for_terminal(name));
    let name = if name.is_empty() { name } else { format!("{name} ") };
    let lead = format!("{} {name}", page.paint(paint, label));
    page.folded(&lead, INDENT, &for_terminal(message));
}

/// Writes the place with its line, and returns what stands before the marks of the lines that follow.
pub(super) fn place(page: &mut Page<'_>, location: &Location, paint: Paint) -> String {
    let snippet = location.snippet.as_ref();
    let bar = " ".repeat(frame::bar(snippet));
    let (place, name) = (page.position(&location.path, Some(location.start)), for_terminal(&page::name(location)));
    let line = format!("{bar}┌ {place}  {name}");
    if columns(&line) <= page.style().width {
        page.line(&line);
    } else {
        page.line(&format!("{bar}┌ {place}"));
        page.folded(&format!("{bar}│ "), bar.len().saturating_add(INDENT), &name);
    }
    if let Some(snippet) = snippet {
        frame::write(page, snippet, paint);
    }
    bar
}

/// The same without a place.
pub(super) fn nowhere() -> String {
    " ".repeat(frame::bar(None))
}

/// Writes `= name text`, folded. `lead` is what stands before the text, escaped; it may hold links.
pub(super) fn entry(page: &mut Page<'_>, bar: &str, name: &str, lead: &str, text: &str) {
    let mark = mark(bar, name);
    page.folded(&format!("{mark}{lead}"), columns(&mark), &for_terminal(text));
}

/// What stands before the text of an entry.
pub(super) fn mark(bar: &str, name: &str) -> String {
    format!("{bar}= {name:<5} ")
}

/// Writes lines that are to be copied: neither folded nor moved against each other.
pub(super) fn exact<'a>(page: &mut Page<'_>, lines: impl Iterator<Item = &'a str>) {
    for line in lines {
        page.line(&format!("{EXACT}{}", for_terminal(line)));
    }
}

/// The raw text of lines.
pub(super) fn raw(lines: &[Text]) -> impl Iterator<Item = &str> {
    lines.iter().map(Text::raw)
}
