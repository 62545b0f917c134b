//! Finds credentials on command lines, with `commands.tsv`.
//!
//! Who has a shell's own words gives them to [`find`]; `in_text` cuts a line of any text into words that are near
//! enough, because a frame may show a command in a file that could not be read.

mod form;
mod words;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use self::form::Call;
use super::{Hit, judge};
use crate::source::Span;

/// The table.
const TABLE: &str = include_str!("../../../policies/knowledge/credentials/commands.tsv");

/// A word of a command without its quotes.
#[derive(Debug, Clone, Copy)]
pub struct Word<'t> {
    /// What it says.
    pub text: &'t str,
    /// Where it begins in the script.
    pub at: usize,
}

/// The words of a command.
#[derive(Debug, Clone, Default)]
pub struct Line<'t> {
    /// Its words, the program among them.
    pub words: Vec<Word<'t>>,
    /// Whether the next command reads what it prints.
    pub piped: bool,
}

/// A credential in a word of a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Which command.
    pub line: usize,
    /// Which word of it.
    pub word: usize,
    /// The bytes of the word.
    pub span: Span,
}

/// One line of the table.
struct Row {
    words: Vec<&'static str>,
    options: Vec<&'static str>,
    form: &'static str,
}

static ROWS: LazyLock<BTreeMap<&'static str, Vec<Row>>> = LazyLock::new(|| {
    let mut rows: BTreeMap<&'static str, Vec<Row>> = BTreeMap::new();
    for [programs, words, options, form, ..] in table() {
        let split = |text: &'static str, by: char| text.split(by).filter(|part| *part != "-").collect::<Vec<_>>();
        for program in programs.split('|') {
            let row = Row { words: split(words, ' '), options: split(options, '|'), form };
            rows.entry(program).or_default().push(row);
        }
    }
    rows
});

/// The lengths of some words by the byte that they begin with, one bit a length: most other words are none of them, and
/// this tells it without a search.
struct Lengths([u64; 256]);

impl Lengths {
    fn of<'w>(words: impl Iterator<Item = &'w str>) -> Self {
        let mut lengths = [0; 256];
        for word in words {
            let first = word.bytes().next().map(usize::from);
            if let Some(of_first) = first.and_then(|first| lengths.get_mut(first)) {
                *of_first |= Self::bit(word);
            }
        }
        Self(lengths)
    }

    /// The bit of a length; all that are longer share the last.
    fn bit(word: &str) -> u64 {
        1_u64 << word.len().min(63)
    }

    /// Whether one of the words begins and is as long as this one.
    fn has(&self, word: &str) -> bool {
        let first = word.bytes().next().map(usize::from);
        first.and_then(|first| self.0.get(first)).is_some_and(|lengths| lengths & Self::bit(word) != 0)
    }
}

static LENGTHS: LazyLock<Lengths> = LazyLock::new(|| Lengths::of(ROWS.keys().copied()));

/// The programs of the table as far as they are letters, digits and underscores.
static FIRST_PARTS: LazyLock<(BTreeSet<&'static str>, Lengths)> = LazyLock::new(|| {
    let first = |program: &'static str| program.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).next();
    let parts: BTreeSet<&str> = ROWS.keys().filter_map(|program| first(program)).collect();
    let lengths = Lengths::of(parts.iter().copied());
    (parts, lengths)
});

/// The lines of the table for a program.
fn rows(program: &str) -> Option<&'static Vec<Row>> {
    if LENGTHS.has(program) { ROWS.get(program) } else { None }
}

/// The lines of the table as they stand.
pub(super) fn table() -> impl Iterator<Item = [&'static str; 6]> {
    TABLE.lines().filter(|line| !line.starts_with('#')).map(|line| {
        let mut fields = line.split('\t');
        std::array::from_fn(|_| fields.next().unwrap_or_default())
    })
}

/// The credentials on the command lines of a script, in its order.
#[must_use]
pub fn find(lines: &[Line<'_>]) -> Vec<Place> {
    places(lines, true)
}

/// `known` says that the words are those of a shell; otherwise an argument by its number has to look like a credential,
/// because every sentence has a third word.
fn places(lines: &[Line<'_>], known: bool) -> Vec<Place> {
    let mut places = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        let producer = producer(lines, index);
        let mut seen: Vec<&str> = Vec::new();
        for (position, word) in line.words.iter().enumerate() {
            let program = base_name(word.text);
            let Some(rows) = rows(program).filter(|_| !seen.contains(&program)) else { continue };
            seen.push(program);
            let rest = line.words.get(position.saturating_add(1)..).unwrap_or_default();
            let call = Call { rest, producer: producer.map(|(_, producer)| producer), known };
            for (from, word, span) in rows.iter().flat_map(|row| call.judge(row)) {
                let place = match (from, producer) {
                    (form::From::Here, _) => {
                        Place { line: index, word: word.saturating_add(position).saturating_add(1), span }
                    }
                    (form::From::Producer, Some((before, _))) => Place { line: before, word, span },
                    (form::From::Producer, None) => continue,
                };
                places.push(place);
            }
        }
    }
    places.sort_unstable();
    places.dedup();
    places
}

/// Programs that hand on what they read, in other letters.
const FILTERS: &[&str] = &["base64", "tr", "cat", "rev", "xxd", "tee"];

/// The command whose output a command reads.
fn producer<'l, 't>(lines: &'l [Line<'t>], index: usize) -> Option<(usize, &'l Line<'t>)> {
    let before = index.checked_sub(1)?;
    let line = lines.get(before).filter(|line| line.piped)?;
    let filters = line.words.first().is_some_and(|program| FILTERS.contains(&base_name(program.text)));
    let source = before.checked_sub(1).and_then(|source| Some((source, lines.get(source)?)));
    source.filter(|(_, source)| filters && source.piped).or(Some((before, line)))
}

/// The credentials on command lines that stand in a text.
pub(super) fn in_text(text: &str) -> Vec<Hit> {
    let mut hits = Vec::new();
    // One word is a program that is given nothing; quotes and pipes part words, too.
    if !text.contains(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '|' | '<')) || !may_call(text) {
        return hits;
    }
    for (at, piece) in words::pieces(text) {
        if may_call(piece) {
            in_piece(piece, at, &mut hits);
        }
    }
    hits
}

/// The same in a piece that begins at a byte of a text.
fn in_piece(piece: &str, at: usize, hits: &mut Vec<Hit>) {
    let mut waiting = vec![(words::lines_at(piece, at), 0_usize)];
    while let Some((lines, depth)) = waiting.pop() {
        for place in places(&lines, false) {
            let word = lines.get(place.line).and_then(|line| line.words.get(place.word));
            hits.extend(word.map(|word| Hit::sure(place.span.shifted(word.at), "password")));
        }
        // `bash -c 'mysql -p…'`, and the values of files in which a command is a text.
        let quoted =
            lines.iter().flat_map(|line| &line.words).filter(|word| word.text.contains(' ') && depth < words::DEPTH);
        waiting.extend(quoted.map(|word| (words::lines_at(word.text, word.at), depth.saturating_add(1))));
    }
}

/// Whether a program of the table may be called in a text: only then need it be cut into words. A program begins behind
/// what no name has in it, and the same ends it.
fn may_call(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut at = 0_usize;
    while let Some(byte) = bytes.get(at) {
        if !is_letter(*byte) {
            at = at.saturating_add(1);
            continue;
        }
        let run = bytes.get(at..).unwrap_or_default().iter().take_while(|byte| is_letter(**byte)).count();
        let part = text.get(at..at.saturating_add(run)).unwrap_or_default();
        if FIRST_PARTS.1.has(part) && FIRST_PARTS.0.contains(part) {
            return true;
        }
        at = at.saturating_add(run);
    }
    false
}

const fn is_letter(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// Whether a value is a credential where a command expects one.
fn is_credential(value: &str) -> bool {
    judge::is_written_out(value)
}

/// The last segment of a program's path, without `.exe`.
fn base_name(program: &str) -> &str {
    let folder = program.bytes().rposition(|byte| matches!(byte, b'/' | b'\\'));
    let name = folder.and_then(|at| program.get(at.saturating_add(1)..)).unwrap_or(program);
    name.strip_suffix(".exe").unwrap_or(name)
}
