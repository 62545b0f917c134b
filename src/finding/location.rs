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
    /// What the place is called where a line says too little: a Terraform resource address, a DAG and task.
    pub logical: Option<Text>,
    /// The first line of the span, credentials masked.
    pub snippet: Option<Snippet>,
}

/// One source line as a report may show it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Snippet {
    /// The line number, from 1.
    pub line: u32,
    /// The line, masked and capped.
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
        Self {
            path: source.path().clone(),
            start,
            end: source.position(span.end),
            logical: None,
            snippet: Snippet::new(source, span, start.line, hidden),
        }
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
        Self { path, start: Position::START, end: Position::START, logical: None, snippet: None }
    }
}

impl Snippet {
    fn new(source: &Source, span: Span, line: u32, hidden: &[Span]) -> Option<Self> {
        let whole = source.line_span(line)?;
        let within = |offset: usize| offset.clamp(whole.start, whole.end);
        let mut shown = String::new();
        let (mut from, mut to) = (None, None);
        let text = source.slice(whole);
        let secrets: Vec<Span> = secret::scan(text)
            .into_iter()
            .map(|found| Span::new(found.start.saturating_add(whole.start), found.end.saturating_add(whole.start)))
            .chain(hidden.iter().copied().filter(|hidden| hidden.overlaps(whole)))
            .collect();
        for (at, character) in text.char_indices() {
            let at = whole.start.saturating_add(at);
            if at >= within(span.start) && from.is_none() {
                from = Some(shown.chars().count());
            }
            if at >= within(span.end) && to.is_none() {
                to = Some(shown.chars().count());
            }
            let byte = Span::new(at, at.saturating_add(1));
            shown.push(if secrets.iter().any(|secret| secret.overlaps(byte)) { '*' } else { character });
        }
        let length = shown.chars().count();
        let from = from.unwrap_or(length).min(LIMITS.snippet_chars);
        let to = to.unwrap_or(length).clamp(from, LIMITS.snippet_chars.max(from));
        Some(Self { line, text: Text::capped(&shown, LIMITS.snippet_chars), from, to })
    }
}
