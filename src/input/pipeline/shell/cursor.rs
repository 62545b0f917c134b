//! Where a reader of a script stands, and the blanks, comments and line ends that it passes.

use crate::source::Span;

/// How deep lists, substitutions and braces may nest; what nests deeper is not read.
pub(super) const DEPTH: usize = 24;

/// Why a script, or the rest of it, could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unread {
    /// The byte at which that begins.
    pub offset: usize,
    /// What is wrong, as a fragment.
    pub why: &'static str,
}

/// Why what nests too deeply is given up.
const TOO_DEEP: &str = "it nests too deeply to be followed";

impl Unread {
    /// Whether what stands there was not looked at for its depth, whatever it is written in.
    #[must_use]
    pub fn is_too_deep(&self) -> bool {
        self.why == TOO_DEEP
    }
}

/// The state of a reader.
pub(super) struct Cursor<'a> {
    pub(super) script: &'a str,
    pub(super) at: usize,
    /// Where it has to stop.
    pub(super) end: usize,
    /// The first thing that could not be read.
    pub(super) unread: Option<Unread>,
    depth: usize,
    /// Where the here-documents end whose texts follow the line.
    pub(super) documents: Option<usize>,
    /// Where the last of the here-documents ends that were read.
    pub(super) read_to: usize,
    /// Where `}}` and `]]` stand for the last time: without it, a script of nothing but beginnings of expressions would be
    /// searched to its end for each of them.
    pub(super) last: [Option<usize>; 2],
}

impl<'a> Cursor<'a> {
    pub(super) fn new(script: &'a str) -> Self {
        let last = ["}}", "]]"].map(|end| script.rfind(end));
        Self { script, at: 0, end: script.len(), unread: None, depth: 0, documents: None, read_to: 0, last }
    }

    pub(super) fn rest(&self) -> &'a str {
        self.script.get(self.at..self.end).unwrap_or_default()
    }

    pub(super) fn next(&self) -> Option<char> {
        self.rest().chars().next()
    }

    pub(super) fn starts(&self, text: &str) -> bool {
        self.rest().starts_with(text)
    }

    pub(super) fn skip(&mut self, bytes: usize) {
        self.at = self.at.saturating_add(bytes).min(self.end);
    }

    pub(super) fn take(&mut self, text: &str) -> bool {
        let found = self.starts(text);
        if found {
            self.skip(text.len());
        }
        found
    }

    /// The bytes from `start` to here.
    pub(super) fn span(&self, start: usize) -> Span {
        Span::new(start, self.at)
    }

    /// Keeps the first thing that could not be read.
    pub(super) fn fail(&mut self, offset: usize, why: &'static str) {
        self.unread.get_or_insert(Unread { offset, why });
    }

    /// One level deeper; `false`, with the rest given up, when that is too deep.
    pub(super) fn deeper(&mut self) -> bool {
        if self.depth >= DEPTH {
            // What is given up counts more than what only looks wrong.
            if !self.unread.as_ref().is_some_and(Unread::is_too_deep) {
                self.unread = Some(Unread { offset: self.at, why: TOO_DEEP });
            }
            self.at = self.end;
            return false;
        }
        self.depth = self.depth.saturating_add(1);
        true
    }

    pub(super) fn shallower(&mut self) {
        self.depth = self.depth.saturating_sub(1);
    }

    /// Passes blanks and lines that go on.
    pub(super) fn blanks(&mut self) {
        loop {
            match self.next() {
                Some(next) if next != '\n' && next.is_whitespace() => self.skip(next.len_utf8()),
                Some('\\') if self.starts("\\\n") => self.skip(2),
                Some('\\') if self.starts("\\\r\n") => self.skip(3),
                _ => return,
            }
        }
    }

    /// Passes blanks and a comment.
    pub(super) fn blanks_and_comment(&mut self) {
        self.blanks();
        if self.starts("#") {
            self.skip(self.rest().find('\n').unwrap_or(self.rest().len()));
        }
    }

    /// Passes a line end, with the texts of the here-documents that follow it.
    pub(super) fn line_end(&mut self) -> bool {
        let found = self.take("\n");
        if found && let Some(end) = self.documents.take() {
            self.at = self.at.max(end).min(self.end);
        }
        found
    }

    /// Passes blanks, comments and line ends.
    pub(super) fn lines(&mut self) {
        loop {
            self.blanks_and_comment();
            if !self.line_end() {
                return;
            }
        }
    }

    /// The bytes of the here-document that begins behind the line and ends at a line that is `delimiter`.
    pub(super) fn document(&mut self, delimiter: &str, tabs: bool) -> Span {
        let line_end = || Some(self.at.saturating_add(self.rest().find('\n')?).saturating_add(1));
        // Behind those of the line that stand in brackets.
        let start = self.documents.or_else(line_end).unwrap_or(self.end).max(self.read_to).min(self.end);
        let mut at = start;
        while let Some(rest) = self.script.get(at..self.end).filter(|rest| !rest.is_empty()) {
            let line = rest.split('\n').next().unwrap_or_default();
            let next = at.saturating_add(line.len()).saturating_add(1);
            let shown = line.strip_suffix('\r').unwrap_or(line);
            let shown = if tabs { shown.trim_start_matches('\t') } else { shown };
            if shown == delimiter {
                self.documents = Some(next);
                self.read_to = next;
                return Span::new(start, at);
            }
            at = next;
        }
        // The end of the script ends it too; the shell warns and goes on.
        self.documents = Some(self.end);
        self.read_to = self.end;
        Span::new(start.min(self.end), self.end)
    }
}
