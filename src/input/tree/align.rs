//! Aligns the text of a scalar with the bytes that it was read from.
//!
//! The parser gives both ends but not the way between them, so the way is found again: line by line, each run of
//! bytes is looked up in the text, and what does not match ends the alignment instead of bending it.

use super::{Scalar, Style};

/// A run of bytes that is the same in the text and in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Piece {
    /// Where it begins in the text.
    pub(super) text: usize,
    /// Where it begins in the raw bytes of the scalar.
    pub(super) raw: usize,
    /// Its length; 0 for an escape, whose bytes differ.
    pub(super) length: usize,
}

/// The pieces of a scalar in order, as far as they can be told.
pub(super) fn pieces(raw: &str, scalar: &Scalar) -> Vec<Piece> {
    let mut walk = Walk { text: &scalar.text, at: 0, pieces: Vec::new() };
    match scalar.style {
        Style::Literal => walk.literal(raw),
        Style::Folded => walk.folded(raw),
        Style::Plain => walk.flow(raw, 0, trim, Walk::run),
        Style::SingleQuoted => walk.flow(inner(raw), 1, trim, Walk::single_quoted),
        Style::DoubleQuoted => walk.flow(inner(raw), 1, trim_escaped, Walk::double_quoted),
    };
    walk.pieces
}

/// The bytes between the quotes.
fn inner(raw: &str) -> &str {
    raw.get(1..raw.len().saturating_sub(1)).unwrap_or_default()
}

/// The lines of a scalar without their ends, each with its offset.
fn lines(raw: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut next = 0_usize;
    raw.split('\n').map(move |line| {
        let at = next;
        next = next.saturating_add(line.len()).saturating_add(1);
        (at, line.strip_suffix('\r').unwrap_or(line))
    })
}

const BLANKS: [char; 2] = [' ', '\t'];

/// What a line of a quoted scalar leaves for the next.
#[derive(Clone, Copy, PartialEq, Eq)]
enum LineEnd {
    /// A line end that folds.
    Folds,
    /// A line end behind a backslash, which vanishes.
    Escaped,
}

struct Walk<'a> {
    text: &'a str,
    /// How much of the text is aligned.
    at: usize,
    pieces: Vec<Piece>,
}

impl Walk<'_> {
    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// The bytes of the blank lines that the text begins with; the span of a block begins behind them.
    fn blank_lines(&self) -> usize {
        self.text.len().saturating_sub(self.text.trim_start_matches('\n').len())
    }

    /// Takes `run`, which stands at `raw`, if the text goes on with it.
    fn run(&mut self, run: &str, raw: usize) -> Option<LineEnd> {
        if !self.rest().starts_with(run) {
            return None;
        }
        if !run.is_empty() {
            self.pieces.push(Piece { text: self.at, raw, length: run.len() });
            self.at = self.at.saturating_add(run.len());
        }
        Some(LineEnd::Folds)
    }

    /// Takes one character of the text that is written as an escape at `raw`.
    fn escape(&mut self, raw: usize) -> Option<()> {
        let width = self.rest().chars().next()?.len_utf8();
        self.pieces.push(Piece { text: self.at, raw, length: 0 });
        self.at = self.at.saturating_add(width);
        Some(())
    }

    /// `|`: every line of the text is the end of one line of the file.
    fn literal(&mut self, raw: &str) -> Option<()> {
        self.at = self.blank_lines();
        let mut text_lines = self.text.get(self.at..)?.split('\n');
        for (at, line) in lines(raw) {
            let text = text_lines.next()?;
            let indent = line.len().checked_sub(text.len()).filter(|_| line.ends_with(text));
            match indent {
                Some(indent) => {
                    self.pieces.push(Piece { text: self.at, raw: at.saturating_add(indent), length: text.len() });
                }
                // A line of blanks alone may be shorter than the indentation.
                None if text.is_empty() => {}
                None => return None,
            }
            self.at = self.at.saturating_add(text.len()).saturating_add(1);
        }
        Some(())
    }

    /// `>`: the lines of the file follow one another in the text, with one blank or some line ends between them.
    fn folded(&mut self, raw: &str) -> Option<()> {
        self.at = self.blank_lines();
        let mut indent = None;
        for (at, line) in lines(raw).filter(|(_, line)| !line.trim_matches(BLANKS).is_empty()) {
            let skip = match indent {
                Some(indent) => indent,
                None => *indent.insert(self.indentation(line)?),
            };
            let content = line.get(skip..)?;
            while !self.rest().starts_with(content) {
                let separator = self.rest().chars().next().filter(|next| matches!(next, ' ' | '\n'))?;
                self.at = self.at.saturating_add(separator.len_utf8());
            }
            self.run(content, at.saturating_add(skip))?;
        }
        Some(())
    }

    /// How many blanks in front of a line the text does not have.
    fn indentation(&self, line: &str) -> Option<usize> {
        let blanks = line.len().saturating_sub(line.trim_start_matches(' ').len());
        (0..=blanks).find(|skip| line.get(*skip..).is_some_and(|content| self.rest().starts_with(content)))
    }

    /// Plain and quoted: lines are trimmed; one line end becomes a blank, more become one less.
    fn flow(
        &mut self,
        raw: &str,
        shift: usize,
        trim: fn(&str) -> &str,
        mut take: impl FnMut(&mut Self, &str, usize) -> Option<LineEnd>,
    ) -> Option<()> {
        let last = raw.matches('\n').count();
        let mut breaks = 0_usize;
        let mut end = LineEnd::Folds;
        for (number, (at, line)) in lines(raw).enumerate() {
            let from_start = if number == 0 { line } else { line.trim_start_matches(BLANKS) };
            let blanks = line.len().saturating_sub(from_start.len());
            let content = if number == last { from_start } else { trim(from_start) };
            if number > 0 {
                breaks = breaks.saturating_add(1);
            }
            if content.is_empty() && number != last {
                continue;
            }
            if breaks > 0 {
                let separators = match end {
                    LineEnd::Escaped => breaks.saturating_sub(1),
                    LineEnd::Folds => breaks.saturating_sub(1).max(1),
                };
                self.at = self.at.saturating_add(separators);
                breaks = 0;
            }
            end = take(self, content, shift.saturating_add(at).saturating_add(blanks))?;
        }
        Some(())
    }

    /// A line between single quotes, where a doubled quote is one.
    fn single_quoted(&mut self, line: &str, at: usize) -> Option<LineEnd> {
        let mut at = at;
        for run in line.split_inclusive("''") {
            let kept = if run.ends_with("''") { run.get(..run.len().saturating_sub(1))? } else { run };
            self.run(kept, at)?;
            at = at.saturating_add(run.len());
        }
        Some(LineEnd::Folds)
    }

    /// A line between double quotes.
    fn double_quoted(&mut self, line: &str, at: usize) -> Option<LineEnd> {
        let mut from = 0;
        while let Some(found) = line.get(from..)?.find('\\') {
            let backslash = from.saturating_add(found);
            self.run(line.get(from..backslash)?, at.saturating_add(from))?;
            if backslash.saturating_add(1) == line.len() {
                return Some(LineEnd::Escaped);
            }
            self.escape(at.saturating_add(backslash))?;
            from = backslash.saturating_add(escape_length(line.get(backslash..)?)?);
        }
        self.run(line.get(from..)?, at.saturating_add(from))
    }
}

/// `line` without blanks at its end.
fn trim(line: &str) -> &str {
    line.trim_end_matches(BLANKS)
}

/// The same between double quotes, where a backslash keeps the first of them.
fn trim_escaped(line: &str) -> &str {
    let trimmed = trim(line);
    let backslashes = trimmed.len().saturating_sub(trimmed.trim_end_matches('\\').len());
    if backslashes % 2 == 1 && trimmed.len() < line.len() {
        line.get(..trimmed.len().saturating_add(1)).unwrap_or(trimmed)
    } else {
        trimmed
    }
}

/// The length of the escape that `text` begins with.
fn escape_length(text: &str) -> Option<usize> {
    let length = match text.as_bytes().get(1)? {
        b'x' => 4,
        b'u' if is_high_surrogate(text.get(2..6)?) => 12,
        b'u' => 6,
        b'U' => 10,
        _ => 1_usize.saturating_add(text.get(1..)?.chars().next()?.len_utf8()),
    };
    (length <= text.len()).then_some(length)
}

/// Whether four hexadecimal digits are the first half of a pair.
fn is_high_surrogate(digits: &str) -> bool {
    u32::from_str_radix(digits, 16).is_ok_and(|unit| (0xd800..0xdc00).contains(&unit))
}
