//! A second chance for quoted scalars that continue at the indentation of their parent.
//!
//! The grammar forbids it, but `PyYAML` writes and reads it, and so every compiled Kubeflow pipeline holds some. Blanks
//! at the start of a continued line do not count, so some are put in and the text is read again; offsets are mapped
//! back, and nobody outside this folder sees the patched text.

use std::borrow::Cow;
use std::collections::BTreeMap;

/// Repairs of one file; each reads it again.
const REPAIRS: usize = 200;

/// Bytes read again in all, so that a large file cannot cost its size times [`REPAIRS`].
const WORK: usize = 64 << 20;

/// The text of a file with blanks put in.
pub(super) struct Patched<'a> {
    file: &'a str,
    text: Cow<'a, str>,
    /// Blanks to put in, by the offset in the file.
    blanks: BTreeMap<usize, usize>,
    /// Where blanks end in the patched text, and how many have been put in by then.
    shifts: Vec<(usize, usize)>,
    repairs: usize,
    work: usize,
}

impl<'a> Patched<'a> {
    pub(super) const fn new(file: &'a str) -> Self {
        Self { file, text: Cow::Borrowed(file), blanks: BTreeMap::new(), shifts: Vec::new(), repairs: 0, work: 0 }
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// The offset in the file of an offset in the patched text.
    pub(super) fn original(&self, offset: usize) -> usize {
        let before = self.shifts.partition_point(|(end, _)| *end <= offset);
        let shift = before.checked_sub(1).and_then(|index| self.shifts.get(index)).map_or(0, |(_, shift)| *shift);
        offset.saturating_sub(shift)
    }

    /// Indents the rest of the quoted scalar around `offset`, where `after` is the end of what was read before it;
    /// whether the text is worth another try. Both are offsets in the patched text.
    pub(super) fn repair(&mut self, after: usize, offset: usize) -> bool {
        self.repairs = self.repairs.saturating_add(1);
        self.work = self.work.saturating_add(self.text.len());
        if self.repairs > REPAIRS || self.work > WORK {
            return false;
        }
        let Some((opening, closing)) = enclosing(&self.text, after, offset) else { return false };
        let line =
            self.text.get(..opening).and_then(|before| before.rfind('\n')).map_or(0, |end| end.saturating_add(1));
        self.indent(opening, closing, opening.saturating_sub(line).saturating_add(1))
    }

    /// Gives every line between two offsets at least `indent` blanks; `false` when nothing changes, or too much would.
    fn indent(&mut self, from: usize, to: usize, indent: usize) -> bool {
        let before = self.blanks.len();
        let mut room = self.text.len().max(1 << 16);
        let inside = self.text.get(from..to).unwrap_or_default();
        for at in inside.match_indices('\n').map(|(at, _)| from.saturating_add(at).saturating_add(1)) {
            let line = self.text.get(at..).unwrap_or_default();
            let content = line.trim_start_matches(' ');
            let missing = indent.saturating_sub(line.len().saturating_sub(content.len()));
            if missing > 0 && !content.starts_with(['\n', '\r']) {
                let Some(left) = room.checked_sub(missing) else { return false };
                room = left;
                self.blanks.insert(self.original(at), missing);
            }
        }
        if self.blanks.len() == before {
            return false;
        }
        self.rebuild();
        true
    }

    fn rebuild(&mut self) {
        let mut text = String::with_capacity(self.file.len());
        let (mut copied, mut total) = (0, 0_usize);
        self.shifts.clear();
        for (at, blanks) in &self.blanks {
            text.push_str(self.file.get(copied..*at).unwrap_or_default());
            text.extend(std::iter::repeat_n(' ', *blanks));
            copied = *at;
            total = total.saturating_add(*blanks);
            self.shifts.push((text.len(), total));
        }
        text.push_str(self.file.get(copied..).unwrap_or_default());
        self.text = Cow::Owned(text);
    }
}

/// The quoted scalar around `offset`: its opening quote and the end of its closing one, or of the text. `from` is a place before it
/// with nothing but white space, indicators, comments, properties and quoted keys in between.
pub(super) fn enclosing(text: &str, from: usize, offset: usize) -> Option<(usize, usize)> {
    let mut at = from;
    while at < offset {
        let rest = text.get(at..)?;
        let first = rest.chars().next()?;
        let length = match first {
            '#' => rest.find('\n').unwrap_or(rest.len()),
            '"' | '\'' => quoted_length(rest, first),
            other => other.len_utf8(),
        };
        let end = at.saturating_add(length);
        if (end > offset || end == text.len()) && matches!(first, '"' | '\'') {
            return Some((at, end));
        }
        at = end;
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
