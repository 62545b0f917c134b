//! Where a finding points.

use serde::{Deserialize, Serialize};

use super::Text;
use crate::limits::LIMITS;
use crate::source::{Position, RepoPath, Source, Span, secret};

/// A place in a file, with the lines to show, computed once so that reports need not read files again.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Location {
    /// The file.
    pub path: RepoPath,
    /// First character of the value at fault.
    pub start: Position,
    /// One past its last character.
    pub end: Position,
    /// One past its last character on the line that it starts on; `end` itself for a value of one line. Tools that show
    /// a finding only when all its lines were changed are told this.
    pub first_line_end: Position,
    /// What the place is called where a line says too little: a Terraform resource address, a DAG and task.
    pub logical: Option<Text>,
    /// The first line of the span, credentials masked.
    pub snippet: Option<Snippet>,
}

/// One source line as a report may show it; the part around the value when the line is long.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Snippet {
    /// The line number, from 1.
    pub line: u32,
    /// The line, masked and capped; `…` stands for what was cut off on either side.
    pub text: Text,
    /// First character of the value in `text`, from 0.
    pub from: usize,
    /// One past its last character in `text`; at least `from`.
    pub to: usize,
}

impl Location {
    /// The location of `span` in `source`; `hidden` are spans whose text must not be shown.
    #[must_use]
    pub fn new(source: &Source, span: Span, hidden: &[Span]) -> Self {
        let start = source.position(span.start);
        let end = source.position(span.end);
        let first_line = first_line(source, span, start.line);
        let first_line_end = if end.line == start.line { end } else { source.position(first_line.end) };
        let snippet = Snippet::new(source, first_line, start.line, hidden);
        Self { path: source.path().clone(), start, end, first_line_end, logical: None, snippet }
    }

    /// The same place with a name of its own.
    #[must_use]
    pub fn with_logical(mut self, name: Option<&str>) -> Self {
        self.logical = name.map(Text::new);
        self
    }

    /// The first character of a file that has no better place to show.
    #[must_use]
    pub const fn start_of(path: RepoPath) -> Self {
        let start = Position::START;
        Self { path, start, end: start, first_line_end: start, logical: None, snippet: None }
    }
}

/// The part of a span that lies on the line that it starts on, without blanks at the end of that line.
fn first_line(source: &Source, span: Span, line: u32) -> Span {
    let Some(whole) = source.line_span(line) else { return span };
    let shown = source.slice(whole).trim_end();
    let last = whole.start.saturating_add(shown.len()).max(span.start).min(whole.end);
    Span::new(span.start.min(whole.end), if span.end > whole.end { last } else { span.end })
}

/// Bytes on either side of a snippet that are searched for credentials as well, because a credential that begins or
/// ends outside what is shown must be recognised.
const MARGIN: usize = 4096;

impl Snippet {
    /// `span` lies on `line`.
    fn new(source: &Source, span: Span, line: u32, hidden: &[Span]) -> Option<Self> {
        let whole = source.line_span(line)?;
        let text = source.slice(whole);
        let at = |offset: usize| text.floor_char_boundary(offset.saturating_sub(whole.start).min(text.len()));
        let (from, to) = (at(span.start), at(span.end));
        let window = around(text, from, LIMITS.snippet_chars);
        let searched = Span::new(
            text.floor_char_boundary(window.start.saturating_sub(MARGIN)),
            text.ceil_char_boundary(window.end.saturating_add(MARGIN).min(text.len())),
        );
        let secrets: Vec<Span> = secret::scan(text.get(searched.start..searched.end)?)
            .into_iter()
            .map(|found| moved(found, searched.start))
            .chain(
                hidden
                    .iter()
                    .filter(|hidden| hidden.overlaps(whole))
                    .map(|hidden| Span::new(at(hidden.start), at(hidden.end))),
            )
            .collect();
        let masked: String = text
            .get(window.start..window.end)?
            .char_indices()
            .map(|(offset, character)| {
                let byte = moved(Span::new(offset, offset.saturating_add(1)), window.start);
                if secrets.iter().any(|secret| secret.overlaps(byte)) { '*' } else { character }
            })
            .collect();
        let characters =
            |end: usize| text.get(window.start..end.min(window.end)).map_or(0, |part| part.chars().count());
        let cut = (window.start > 0, window.end < text.len());
        Some(Self::cut(line, &masked, characters(from), characters(to), cut))
    }

    /// The same snippet in at most `width` characters (and an ellipsis on either side).
    #[must_use]
    pub fn fit(&self, width: usize) -> Self {
        let text = self.text.raw();
        let at = text.char_indices().nth(self.from).map_or(text.len(), |(at, _)| at);
        let window = around(text, at, width);
        let before = text.get(..window.start).map_or(0, |part| part.chars().count());
        let shown = text.get(window.start..window.end).unwrap_or_default();
        let length = shown.chars().count();
        let inside = |character: usize| character.saturating_sub(before).min(length);
        let cut = (window.start > 0, window.end < text.len());
        Self::cut(self.line, shown, inside(self.from), inside(self.to), cut)
    }

    /// Puts an ellipsis where something was cut off before and after.
    fn cut(line: u32, shown: &str, from: usize, to: usize, (before, after): (bool, bool)) -> Self {
        let mark = |cut: bool| if cut { "…" } else { "" };
        let text = format!("{}{shown}{}", mark(before), mark(after));
        let shift = usize::from(before);
        let from = from.saturating_add(shift);
        Self { line, text: Text::capped(&text, usize::MAX), from, to: to.saturating_add(shift).max(from) }
    }
}

const fn moved(span: Span, by: usize) -> Span {
    Span::new(span.start.saturating_add(by), span.end.saturating_add(by))
}

/// The bytes of at most `cap` characters of `text` around the byte `at`: all of it if it is short, otherwise a quarter
/// of the room before `at` (more if little follows). Takes time by `cap`, not by the length of `text`.
fn around(text: &str, at: usize, cap: usize) -> Span {
    let Some((before, after)) = text.split_at_checked(at) else { return Span::new(0, text.len()) };
    let right = after.chars().take(cap).count();
    let left = cap.saturating_sub(right).max(cap / 4);
    let (start, taken) = before
        .char_indices()
        .rev()
        .take(left)
        .fold((at, 0_usize), |(_, taken), (index, _)| (index, taken.saturating_add(1)));
    let end = after.char_indices().nth(cap.saturating_sub(taken));
    Span::new(start, end.map_or(text.len(), |(index, _)| at.saturating_add(index)))
}

#[cfg(test)]
mod tests {
    use super::{Location, Snippet};
    use crate::limits::LIMITS;
    use crate::source::{RepoPath, Source, Span};

    fn location(text: &str, value: &str) -> Location {
        let source = Source::from_text(RepoPath::new("a.yml").unwrap(), text);
        let start = text.find(value).unwrap();
        Location::new(&source, Span::new(start, start + value.len()), &[])
    }

    fn marked(snippet: &Snippet) -> String {
        snippet.text.raw().chars().skip(snippet.from).take(snippet.to - snippet.from).collect()
    }

    #[test]
    fn a_value_of_several_lines_is_marked_up_to_the_end_of_its_first_line() {
        let location = location("a:\n  run: |  \r\n    one\n    two\n", "run: |  \r\n    one\n    two");
        let snippet = location.snippet.unwrap();
        assert_eq!(marked(&snippet), "run: |");
        assert_eq!((location.start.line, location.end.line), (2, 4));
        assert_eq!((location.first_line_end.line, location.first_line_end.column), (2, 9));
    }

    #[test]
    fn a_value_of_one_line_ends_where_its_span_ends() {
        let location = location("é😀: value # comment\n", "value");
        assert_eq!(location.first_line_end, location.end);
        assert_eq!((location.start.column, location.start.utf16), (5, 6));
        assert_eq!(marked(&location.snippet.unwrap()), "value");
    }

    #[test]
    fn a_long_line_is_cut_around_its_value() {
        let text = format!("{} value {}\n", "a ".repeat(400), "b ".repeat(400));
        let snippet = location(&text, "value").snippet.unwrap();
        assert_eq!(marked(&snippet), "value");
        let shown = snippet.text.raw();
        assert!(shown.starts_with('…') && shown.ends_with('…'), "{shown}");
        assert_eq!(shown.chars().count(), LIMITS.snippet_chars + 2);
    }

    #[test]
    fn a_value_longer_than_the_cap_is_marked_as_far_as_it_is_shown() {
        let value = "y ".repeat(400);
        let snippet = location(&format!("x: {value}"), &value).snippet.unwrap();
        assert_eq!(snippet.from, 3);
        assert_eq!(snippet.to, LIMITS.snippet_chars);
        assert!(snippet.text.raw().ends_with('…'));
    }

    #[test]
    fn a_value_at_the_end_of_a_long_line_is_shown_with_what_precedes_it() {
        let text = format!("{}value", "a ".repeat(400));
        let snippet = location(&text, "value").snippet.unwrap();
        assert_eq!(marked(&snippet), "value");
        assert_eq!(snippet.text.raw().chars().count(), LIMITS.snippet_chars + 1);
    }

    #[test]
    fn a_credential_is_masked_even_if_its_name_was_cut_off() {
        let text = format!("password = \"{}\" value", "z".repeat(900));
        let snippet = location(&text, "value").snippet.unwrap();
        assert!(!snippet.text.raw().contains('z'), "{}", snippet.text.raw());
        assert_eq!(marked(&snippet), "value");
    }

    #[test]
    fn a_hidden_span_is_masked_and_moves_nothing() {
        let text = "a: topsecretword b\n";
        let source = Source::from_text(RepoPath::new("a.yml").unwrap(), text);
        let snippet = Location::new(&source, Span::new(17, 18), &[Span::new(3, 16)]).snippet.unwrap();
        assert_eq!(snippet.text.raw(), "a: ************* b");
        assert_eq!(marked(&snippet), "b");
    }

    #[test]
    fn fitting_keeps_the_value_in_view() {
        let text = format!("{}value{}", "a ".repeat(60), " b".repeat(60));
        let snippet = location(&text, "value").snippet.unwrap();
        for width in [8, 30, 40, 400] {
            let fitted = snippet.fit(width);
            assert!(fitted.text.raw().chars().count() <= width + 2, "{width}");
            assert_eq!(marked(&fitted), "value", "{width}");
        }
        assert_eq!(snippet.fit(400), snippet);
    }
}
