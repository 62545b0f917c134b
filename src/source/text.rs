//! The text of one file, with exact positions.

use std::fmt;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::RepoPath;

/// A half-open range of bytes in the decoded text of a [`Source`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// The range `start..end`; an `end` before `start` gives an empty span at `start`.
    #[must_use]
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start, end: if end < start { start } else { end } }
    }

    /// Whether `other` shares at least one byte with this span.
    #[must_use]
    pub const fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The same span of a text that begins `by` bytes earlier.
    #[must_use]
    pub const fn shifted(self, by: usize) -> Self {
        Self::new(self.start.saturating_add(by), self.end.saturating_add(by))
    }
}

/// A place in a file as people and tools count it; all numbers start at 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Position {
    /// Line.
    pub line: u32,
    /// Column in Unicode characters.
    pub column: u32,
    /// Column in UTF-16 code units, which SARIF and editors count.
    pub utf16: u32,
}

impl Position {
    /// The first character of a file.
    pub const START: Self = Self { line: 1, column: 1, utf16: 1 };
}

impl fmt::Display for Position {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}:{}", self.line, self.column)
    }
}

/// One file: its path, its text as UTF-8 without a byte order mark, and the digest of its raw bytes.
///
/// `Debug` shows the shape only, because the text may hold secrets.
#[derive(Clone, PartialEq, Eq)]
pub struct Source {
    path: RepoPath,
    text: String,
    digest: String,
    line_starts: Vec<usize>,
}

/// The SHA-256 of a text, as 64 hexadecimal digits.
#[must_use]
pub fn sha256(text: &str) -> String {
    hex(&Sha256::digest(text))
}

impl Source {
    /// A source from decoded text and the raw bytes that it was decoded from.
    #[must_use]
    pub fn new(path: RepoPath, text: String, raw: &[u8]) -> Self {
        let line_starts = std::iter::once(0)
            .chain(text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at.saturating_add(1)))
            .collect();
        Self { path, digest: hex(&Sha256::digest(raw)), text, line_starts }
    }

    /// A source from text alone, for tests and for text that gate makes itself.
    #[must_use]
    pub fn from_text(path: RepoPath, text: &str) -> Self {
        Self::new(path, text.to_owned(), text.as_bytes())
    }

    /// Where the file lies.
    #[must_use]
    pub const fn path(&self) -> &RepoPath {
        &self.path
    }

    /// The decoded text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// SHA-256 of the raw bytes, in lower-case hexadecimal.
    #[must_use]
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// The text of a span; empty when the span does not lie on character boundaries of this text.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.start..span.end).unwrap_or_default()
    }

    /// The part of a span on its first line, without blanks at its end: a frame shows one line.
    #[must_use]
    pub fn first_line(&self, span: Span) -> Span {
        let line = self.slice(span).lines().next().unwrap_or_default().trim_end();
        Span::new(span.start, span.start.saturating_add(line.len()))
    }

    /// The number of lines, at least 1.
    #[must_use]
    pub fn line_count(&self) -> usize {
        self.line_starts.len()
    }

    /// Line and column of a byte offset; an offset past the end is the end of the text.
    #[must_use]
    pub fn position(&self, offset: usize) -> Position {
        let offset = self.text.floor_char_boundary(offset.min(self.text.len()));
        let line = self.line_starts.partition_point(|start| *start <= offset);
        let start = line.checked_sub(1).and_then(|index| self.line_starts.get(index)).copied().unwrap_or(0);
        let before = self.text.get(start..offset).unwrap_or_default();
        let count = |length: usize| u32::try_from(length).unwrap_or(u32::MAX).saturating_add(1);
        Position {
            line: u32::try_from(line.max(1)).unwrap_or(u32::MAX),
            column: count(before.chars().count()),
            utf16: count(before.chars().map(char::len_utf16).sum()),
        }
    }

    /// The span of a line (1-based) without its line end; `None` past the last line.
    #[must_use]
    pub fn line_span(&self, line: u32) -> Option<Span> {
        let index = usize::try_from(line).ok()?.checked_sub(1)?;
        let start = *self.line_starts.get(index)?;
        let end = self.line_starts.get(index.saturating_add(1)).map_or(self.text.len(), |next| next.saturating_sub(1));
        let line = self.text.get(start..end)?;
        Some(Span::new(start, start.saturating_add(line.trim_end_matches('\r').len())))
    }
}

impl fmt::Debug for Source {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Source({}, {} bytes)", self.path, self.text.len())
    }
}

/// Lower-case hexadecimal of some bytes.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    use fmt::Write;
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a `String` cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::{Position, Source, Span};
    use crate::source::RepoPath;

    fn source(text: &str) -> Source {
        Source::from_text(RepoPath::new("a.yml").unwrap(), text)
    }

    #[test]
    fn columns_count_characters_and_utf16_units_apart() {
        let source = source("a\r\né😀x\n");
        assert_eq!(source.position(0), Position::START);
        assert_eq!(source.position(9), Position { line: 2, column: 3, utf16: 4 });
        assert_eq!(source.position(10_000).line, 3);
    }

    #[test]
    fn a_line_span_leaves_out_the_line_end() {
        let source = source("ab\r\ncd");
        assert_eq!(source.line_span(1), Some(Span::new(0, 2)));
        assert_eq!(source.line_span(2), Some(Span::new(4, 6)));
        assert_eq!(source.line_span(3), None);
        assert_eq!(source.line_span(0), None);
    }
}
