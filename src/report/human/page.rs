//! The lines of a report for people.

use super::super::Style;
use super::super::escape::{finished, for_terminal};
use super::super::fold;
use crate::finding::Location;
use crate::source::{Position, RepoPath};

/// What a piece of text is, for those who see colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Paint {
    /// Blocks.
    Error,
    /// Matters.
    Warning,
    /// Not known.
    Unknown,
    /// Approved.
    Pass,
    /// A name.
    Bold,
    /// Of less interest.
    Dim,
}

impl Paint {
    /// Of the sixteen colours, bright red, magenta and blue can be read on black and on white alike; yellow, cyan and
    /// bright green cannot. Green is not bold, since many terminals show bold green as bright green.
    const fn code(self) -> &'static str {
        match self {
            Self::Error => "1;91",
            Self::Warning => "1;95",
            Self::Unknown => "1;94",
            Self::Pass => "32",
            Self::Bold => "1",
            Self::Dim => "2",
        }
    }
}

/// The name of a place where it has one: a resource, a task; not escaped.
pub(super) fn name(location: &Location) -> String {
    location.logical.as_ref().map(|name| format!("› {}", name.raw())).unwrap_or_default()
}

/// Collects lines. Whoever adds one has escaped what came from the repository.
pub(super) struct Page<'a> {
    text: String,
    style: &'a Style,
}

impl<'a> Page<'a> {
    /// An empty page.
    pub(super) const fn new(style: &'a Style) -> Self {
        Self { text: String::new(), style }
    }

    /// How it looks.
    pub(super) const fn style(&self) -> &'a Style {
        self.style
    }

    /// `text` in a colour, if there are colours.
    pub(super) fn paint(&self, paint: Paint, text: &str) -> String {
        if self.style.color && !text.is_empty() {
            format!("\u{1b}[{}m{text}\u{1b}[0m", paint.code())
        } else {
            text.to_owned()
        }
    }

    /// `path:line:column`, or the path alone.
    pub(super) fn position(&self, path: &RepoPath, position: Option<Position>) -> String {
        let position = position.map(|position| format!(":{position}")).unwrap_or_default();
        let uri = self.style.links.as_ref().and_then(|links| links.file(path));
        self.link(uri.as_deref(), &format!("{}{position}", for_terminal(path.as_str())))
    }

    /// `text` that leads to `uri`, if there are links. `uri` holds no sign that ends one.
    pub(super) fn link(&self, uri: Option<&str>, text: &str) -> String {
        match uri.filter(|_| self.style.links.is_some()) {
            Some(uri) => format!("\u{1b}]8;;{uri}\u{1b}\\{text}\u{1b}]8;;\u{1b}\\"),
            None => text.to_owned(),
        }
    }

    /// Adds a line.
    pub(super) fn line(&mut self, line: &str) {
        self.text.push_str(finished(line.trim_end()).as_str());
        self.text.push('\n');
    }

    /// Adds an empty line, unless there is one already.
    pub(super) fn blank(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    /// Adds a line across the page between what was found and what was checked; nothing if nothing was found.
    pub(super) fn rule(&mut self) {
        if !self.text.is_empty() {
            let line = self.paint(Paint::Dim, &"─".repeat(self.style.width.min(100)));
            self.line(&line);
        }
    }

    /// Adds `text` after `lead`, folded at the width; lines after the first are indented by `indent`. `lead` may hold
    /// colours and links, `text` may not.
    pub(super) fn folded(&mut self, lead: &str, indent: usize, text: &str) {
        for line in fold::folded(lead, indent, text, self.style.width) {
            self.line(&line);
        }
    }

    /// The text.
    pub(super) fn finish(self) -> String {
        self.text
    }
}

#[cfg(test)]
mod tests {
    use super::Page;
    use crate::report::Style;

    #[test]
    fn a_command_that_folding_moves_to_the_start_of_a_line_is_broken() {
        let style = Style { color: false, links: None, width: 30, verbose: false, quiet: false };
        let mut page = Page::new(&style);
        page.folded("  = fix   ", 10, "first some words to fill the ::error::x line");
        assert!(!page.finish().lines().any(|line| line.trim_start().starts_with("::")));
    }
}
