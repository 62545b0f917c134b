//! A second chance for quoted scalars that continue at the indentation of their parent.
//!
//! The grammar forbids it, but `PyYAML` writes and reads it, and so every compiled Kubeflow pipeline holds some. Blanks
//! at the start of a continued line do not count, so some are put in and the text is read again; offsets are mapped
//! back, and nobody outside this folder sees the patched text.

use std::borrow::Cow;

use granit_parser::ErrorKind;

use super::build::Failure;

/// Repairs of one file; each reads it again.
const REPAIRS: usize = 200;

/// Bytes read again in all, so that a large file cannot cost its size times [`REPAIRS`].
const WORK: usize = 64 << 20;

/// The text of a file with blanks put in.
pub(super) struct Patched<'a> {
    text: Cow<'a, str>,
    /// Where blanks were put in: offset in the patched text, and how many.
    inserted: Vec<(usize, usize)>,
    repairs: usize,
    work: usize,
}

impl<'a> Patched<'a> {
    pub(super) const fn new(text: &'a str) -> Self {
        Self { text: Cow::Borrowed(text), inserted: Vec::new(), repairs: 0, work: 0 }
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// The offset in the file of an offset in the patched text.
    pub(super) fn original(&self, offset: usize) -> usize {
        let before = self.inserted.partition_point(|(at, _)| *at < offset);
        let inserted = self.inserted.get(..before).unwrap_or_default();
        let shift = inserted.last().map_or(0, |(at, length)| {
            let earlier: usize = inserted.iter().map(|(_, length)| *length).sum();
            earlier.saturating_sub(at.saturating_add(*length).saturating_sub(offset))
        });
        offset.saturating_sub(shift)
    }

    /// Indents the rest of the quoted scalar that a failure stopped in; whether it is worth another try.
    pub(super) fn repair(&mut self, failure: &Failure) -> bool {
        self.repairs = self.repairs.saturating_add(1);
        self.work = self.work.saturating_add(self.text.len());
        if failure.kind != Some(ErrorKind::InvalidQuotedScalarIndent) || self.repairs > REPAIRS || self.work > WORK {
            return false;
        }
        let Some((opening, closing)) = enclosing(&self.text, failure.after, failure.offset) else { return false };
        let line_start =
            self.text.get(..opening).and_then(|before| before.rfind('\n')).map_or(0, |at| at.saturating_add(1));
        let indent = opening.saturating_sub(line_start).saturating_add(1);
        self.indent(opening, closing, indent)
    }

    /// Puts blanks in front of every line between two offsets that has fewer than `indent`.
    fn indent(&mut self, from: usize, to: usize, indent: usize) -> bool {
        let mut patched = String::with_capacity(self.text.len());
        let mut added = Vec::new();
        let mut room = self.text.len().max(1 << 16);
        let mut copied = 0;
        let inside = self.text.get(from..to).unwrap_or_default();
        for at in inside.match_indices('\n').map(|(at, _)| from.saturating_add(at).saturating_add(1)) {
            let line = self.text.get(at..).unwrap_or_default();
            let blanks = line.len().saturating_sub(line.trim_start_matches(' ').len());
            let missing = indent.saturating_sub(blanks);
            if missing == 0 || line.trim_start_matches(' ').starts_with(['\n', '\r']) {
                continue;
            }
            let Some(left) = room.checked_sub(missing) else { return false };
            room = left;
            patched.push_str(self.text.get(copied..at).unwrap_or_default());
            copied = at;
            added.push((at, missing));
            patched.push_str(&" ".repeat(missing));
        }
        patched.push_str(self.text.get(copied..).unwrap_or_default());
        let changed = !added.is_empty();
        self.record(&added);
        self.text = Cow::Owned(patched);
        changed
    }

    /// Adds insertions, given by their offsets in the text before them, in order.
    fn record(&mut self, added: &[(usize, usize)]) {
        let shifted = |offset: usize| {
            let shift: usize = added.iter().filter(|(at, _)| *at <= offset).map(|(_, length)| *length).sum();
            offset.saturating_add(shift)
        };
        let mut total = 0_usize;
        let mut all: Vec<(usize, usize)> = self.inserted.iter().map(|(at, length)| (shifted(*at), *length)).collect();
        for (at, length) in added {
            all.push((at.saturating_add(total), *length));
            total = total.saturating_add(*length);
        }
        all.sort_unstable();
        self.inserted = all;
    }
}

/// The quoted scalar around `offset`: its opening quote and its closing one (or the end). `from` is a place before it
/// with nothing but white space, indicators, comments, properties and quoted keys in between.
fn enclosing(text: &str, from: usize, offset: usize) -> Option<(usize, usize)> {
    let mut at = from;
    while at < offset {
        let rest = text.get(at..)?;
        let first = rest.chars().next()?;
        let length = match first {
            '#' => rest.find('\n').unwrap_or(rest.len()),
            '"' | '\'' => {
                let length = quoted_length(rest, first);
                let end = at.saturating_add(length);
                if end > offset {
                    return Some((at, end));
                }
                length
            }
            other => other.len_utf8(),
        };
        at = at.saturating_add(length);
    }
    None
}

/// The length of the quoted scalar that `text` begins with, quotes included.
fn quoted_length(text: &str, quote: char) -> usize {
    let mut escaped = false;
    let mut characters = text.char_indices().skip(1).peekable();
    while let Some((at, character)) = characters.next() {
        if escaped {
            escaped = false;
        } else if quote == '"' && character == '\\' {
            escaped = true;
        } else if character == quote {
            let doubled = quote == '\'' && characters.next_if(|(_, next)| *next == '\'').is_some();
            if !doubled {
                return at.saturating_add(1);
            }
        }
    }
    text.len()
}
