//! Finds credentials on command lines, with `commands.tsv`.
//!
//! Who has a shell's own words gives them to [`find`]; `in_text` cuts a line of any text into words that are near
//! enough, because a frame may show a command in a file that could not be read.

mod form;
mod words;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use self::form::Call;
use super::{Hit, field};
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

/// The lengths of the programs of the table by the byte that they begin with, one bit a length: most words are no program,
/// and this tells it without a search.
static LENGTHS: LazyLock<BTreeMap<u8, u64>> = LazyLock::new(|| {
    let mut lengths = BTreeMap::new();
    for program in ROWS.keys() {
        if let Some(first) = program.bytes().next() {
            *lengths.entry(first).or_default() |= length_bit(program);
        }
    }
    lengths
});

/// The bit of a length; all that are longer share the last.
fn length_bit(program: &str) -> u64 {
    1_u64 << program.len().min(63)
}

/// The lines of the table for a program.
fn rows(program: &str) -> Option<&'static Vec<Row>> {
    let lengths = LENGTHS.get(program.as_bytes().first()?)?;
    if lengths & length_bit(program) == 0 { None } else { ROWS.get(program) }
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
    if !text.contains(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '|' | '<')) {
        return hits;
    }
    let mut waiting = vec![(words::lines(text), 0_usize)];
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
    hits
}

/// Whether a value is a credential where a command expects one.
fn is_credential(value: &str) -> bool {
    field::is_written_out(value)
}

/// The last segment of a program's path, without `.exe`.
fn base_name(program: &str) -> &str {
    let folder = program.bytes().rposition(|byte| matches!(byte, b'/' | b'\\'));
    let name = folder.and_then(|at| program.get(at.saturating_add(1)..)).unwrap_or(program);
    name.strip_suffix(".exe").unwrap_or(name)
}
