//! The lines of a report for people.

use super::super::Style;
use super::super::escape::finished;

/// What a piece of text is, for those who see colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Paint {
    /// Blocks.
    Error,
    /// Matters.
    Warning,
    /// Worth knowing.
    Note,
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
    const fn code(self) -> &'static str {
        match self {
            Self::Error => "1;31",
            Self::Warning => "1;33",
            Self::Note => "1;36",
            Self::Unknown => "1;35",
            Self::Pass => "1;32",
            Self::Bold => "1",
            Self::Dim => "2",
        }
    }
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
        if self.style.color { format!("\u{1b}[{}m{text}\u{1b}[0m", paint.code()) } else { text.to_owned() }
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
    /// colours, `text` may not.
    pub(super) fn folded(&mut self, lead: &str, indent: usize, text: &str) {
        self.folded_at_most(lead, indent, text, usize::MAX);
    }

    /// The same in at most `lines` lines, `…` for the rest. Returns whether all of it fitted.
    pub(super) fn folded_at_most(&mut self, lead: &str, indent: usize, text: &str, lines: usize) -> bool {
        let mut folded =
            fold(text, self.style.width.saturating_sub(columns(lead)), self.style.width.saturating_sub(indent));
        let fits = folded.len() <= lines;
        if !fits {
            folded.truncate(lines.max(1));
            if let Some(last) = folded.last_mut() {
                last.push_str(" …");
            }
        }
        let indent = " ".repeat(indent);
        for (index, line) in folded.iter().enumerate() {
            let start = if index == 0 { lead } else { &indent };
            self.line(&format!("{start}{line}"));
        }
        fits
    }

    /// The text.
    pub(super) fn finish(self) -> String {
        self.text
    }
}

/// Characters of `text` that take room on the screen.
fn columns(text: &str) -> usize {
    let mut count = 0_usize;
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\u{1b}') {
        count = count.saturating_add(before.chars().count());
        rest = after.split_once('m').map_or("", |(_, rest)| rest);
    }
    count.saturating_add(rest.chars().count())
}

/// The fewest columns that folding leaves to a line: below, text is easier to read where the terminal breaks it.
const LEAST: usize = 20;

/// `text` in lines, the first of at most `first` columns and the others of at most `next`; a word is never broken.
fn fold(text: &str, first: usize, next: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut length = 0_usize;
    for word in text.split_whitespace() {
        let room = if lines.len() == 1 { first } else { next }.max(LEAST);
        let wide = word.chars().count();
        if length > 0 && length.saturating_add(wide).saturating_add(1) > room {
            lines.push(String::new());
            length = 0;
        }
        if let Some(line) = lines.last_mut() {
            if length > 0 {
                line.push(' ');
                length = length.saturating_add(1);
            }
            line.push_str(word);
            length = length.saturating_add(wide);
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::{Page, columns, fold};
    use crate::report::Style;

    #[test]
    fn folding_breaks_between_words_only() {
        assert_eq!(
            fold("pin to a full commit SHA and keep the tag", 22, 24),
            ["pin to a full commit", "SHA and keep the tag"]
        );
        assert_eq!(fold(&"x".repeat(50), 20, 20), ["x".repeat(50)]);
        assert_eq!(fold("", 20, 20), [""]);
    }

    #[test]
    fn a_command_that_folding_moves_to_the_start_of_a_line_is_broken() {
        let style = Style { color: false, width: 30, verbose: false, quiet: false };
        let mut page = Page::new(&style);
        page.folded("  = fix   ", 10, "first some words to fill the ::error::x line");
        assert!(!page.finish().lines().any(|line| line.trim_start().starts_with("::")));
    }

    #[test]
    fn colours_take_no_room() {
        assert_eq!(columns("\u{1b}[1;31merror\u{1b}[0m x"), 7);
    }
}
