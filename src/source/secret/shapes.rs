//! Finds tokens by their shape, with `shapes.tsv`.
//!
//! No shape is a regular expression: all beginnings are looked for at once, and from each the characters behind it are
//! counted. It takes time by the length of the text whatever stands in it, and nothing is compiled at start.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind};

use super::{Hit, Kind};
use crate::source::Span;

/// The table.
const TABLE: &str = include_str!("../../../policies/knowledge/credentials/shapes.tsv");

/// One line of the table.
pub(super) struct Shape {
    pub(super) kind: Kind,
    /// Who gives out such tokens; for the test that counts them.
    #[cfg(test)]
    pub(super) vendor: &'static str,
    /// What stands before the anchor.
    before: Option<Run>,
    /// The text that is looked for.
    anchor: &'static str,
    after: Vec<Part>,
    needs: &'static str,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Text(&'static str),
    Run(Run),
}

/// Characters of one class, as many as `min` and at most `max`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Run {
    class: u8,
    min: usize,
    max: usize,
}

struct Shapes {
    shapes: Vec<Shape>,
    /// The bytes of the shortest token.
    shortest: usize,
    anchors: Option<AhoCorasick>,
}

static SHAPES: LazyLock<Shapes> = LazyLock::new(|| {
    let lines = TABLE.lines().filter(|line| !line.starts_with('#'));
    let shapes: Vec<Shape> = lines.filter_map(shape).collect();
    // Made in less time than it saves on the first few files.
    let anchors =
        AhoCorasick::builder().kind(Some(AhoCorasickKind::DFA)).build(shapes.iter().map(|shape| shape.anchor)).ok();
    let shortest = shapes.iter().map(Shape::shortest).min().unwrap_or(0);
    Shapes { shapes, shortest, anchors }
});

impl Shape {
    /// The bytes of the shortest token of this shape.
    fn shortest(&self) -> usize {
        let part = |part: &Part| match part {
            Part::Text(text) => text.len(),
            Part::Run(run) => run.min,
        };
        let before = self.before.map_or(0, |run| run.min);
        self.after.iter().map(part).fold(before.saturating_add(self.anchor.len()), usize::saturating_add)
    }
}

/// The shapes, for tests of the table.
#[cfg(test)]
pub(super) fn all() -> &'static [Shape] {
    &SHAPES.shapes
}

fn shape(line: &'static str) -> Option<Shape> {
    let mut fields = line.split('\t');
    let (kind, vendor, text, needs) = (fields.next()?, fields.next()?, fields.next()?, fields.next()?);
    let mut parts = parts(text).into_iter();
    let (before, anchor) = match parts.next()? {
        Part::Text(anchor) => (None, anchor),
        Part::Run(run) => match parts.next()? {
            Part::Text(anchor) => (Some(run), anchor),
            Part::Run(_) => return None,
        },
    };
    #[cfg(not(test))]
    let _ = vendor;
    Some(Shape {
        kind,
        #[cfg(test)]
        vendor,
        before,
        anchor,
        after: parts.collect(),
        needs,
    })
}

/// The parts of a shape as the table has it.
fn parts(shape: &'static str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut rest = shape;
    while let Some((text, behind)) = rest.split_once('<') {
        if !text.is_empty() {
            parts.push(Part::Text(text));
        }
        let (run, behind) = behind.split_once('>').unwrap_or((behind, ""));
        let (class, count) = run.split_once(':').unwrap_or((run, ""));
        let (min, max) = count.split_once('-').unwrap_or((count, count));
        parts.push(Part::Run(Run {
            class: class.bytes().next().unwrap_or_default(),
            min: min.parse().unwrap_or(0),
            max: max.parse().unwrap_or(usize::MAX),
        }));
        rest = behind;
    }
    if !rest.is_empty() {
        parts.push(Part::Text(rest));
    }
    parts
}

/// Whether a byte is of a class; the head of the table says what they mean.
const fn belongs(class: u8, byte: u8) -> bool {
    match class {
        b'd' => byte.is_ascii_digit(),
        b'h' => matches!(byte, b'0'..=b'9' | b'a'..=b'f'),
        b'x' => byte.is_ascii_hexdigit(),
        b'l' => matches!(byte, b'0'..=b'9' | b'a'..=b'z'),
        b'U' => matches!(byte, b'0'..=b'9' | b'A'..=b'Z'),
        b'a' => byte.is_ascii_alphanumeric(),
        b'w' => byte.is_ascii_alphanumeric() || byte == b'_',
        b'u' => byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'),
        b'p' => byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.'),
        b't' => byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.' | b'~'),
        b'b' => byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'='),
        b'k' => {
            byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=' | b'\\' | b'\r' | b'\n' | b' ' | b'\t')
        }
        _ => false,
    }
}

/// Every token in a text; they may overlap.
pub(super) fn find(text: &str) -> Vec<Hit> {
    let Some(anchors) = SHAPES.anchors.as_ref().filter(|_| text.len() >= SHAPES.shortest) else { return Vec::new() };
    let mut search = Search { bytes: text.as_bytes(), ends: Vec::new() };
    let found = anchors.find_overlapping_iter(text);
    found
        .filter_map(|found| {
            let shape = SHAPES.shapes.get(found.pattern().as_usize())?;
            let span = search.extent(shape, found.start(), found.end())?;
            Some(Hit::sure(span, shape.kind))
        })
        .collect()
}

/// One text.
struct Search<'t> {
    bytes: &'t [u8],
    /// For each class the last run that was counted, so that a text of nothing but beginnings is counted once.
    ends: Vec<(u8, Span)>,
}

impl Search<'_> {
    /// The bytes of a token around its anchor.
    fn extent(&mut self, shape: &Shape, start: usize, end: usize) -> Option<Span> {
        let alone = needs(shape, "alone");
        let first = match shape.before {
            Some(run) => start.checked_sub(self.length_before(run, start)?)?,
            None => start,
        };
        let mut at = end;
        for (index, part) in shape.after.iter().enumerate() {
            let last = index.saturating_add(1) == shape.after.len();
            match part {
                Part::Text(text) => {
                    if !self.bytes.get(at..)?.starts_with(text.as_bytes()) {
                        return None;
                    }
                    at = at.saturating_add(text.len());
                }
                Part::Run(run) => {
                    let length = self.end(run.class, at).saturating_sub(at);
                    if length < run.min || (alone && last && length > run.max) {
                        return None;
                    }
                    // What is glued to the end of a token is hidden with it.
                    at = at.saturating_add(if last { length } else { length.min(run.max) });
                }
            }
        }
        let span = Span::new(first, at);
        let is_free = |byte: Option<&u8>| byte.is_none_or(|byte| !byte.is_ascii_alphanumeric());
        let free =
            || is_free(first.checked_sub(1).and_then(|before| self.bytes.get(before))) && is_free(self.bytes.get(at));
        ((!alone || free()) && self.mixed(shape, Span::new(first, start), Span::new(end, at))).then_some(span)
    }

    fn length_before(&self, run: Run, at: usize) -> Option<usize> {
        let before = self.bytes.get(..at)?.iter().rev().take(run.max);
        let length = before.take_while(|byte| belongs(run.class, **byte)).count();
        (length >= run.min).then_some(length)
    }

    /// Where the run of a class that holds `at` ends.
    fn end(&mut self, class: u8, at: usize) -> usize {
        if let Some((_, known)) = self.ends.iter().find(|(of, span)| *of == class && span.start <= at && at < span.end)
        {
            return known.end;
        }
        let rest = self.bytes.get(at..).unwrap_or_default();
        let end = at.saturating_add(rest.iter().take_while(|byte| belongs(class, **byte)).count());
        self.ends.retain(|(of, _)| *of != class);
        self.ends.push((class, Span::new(at, end)));
        end
    }

    /// Whether the runs of a token hold what the table says they need.
    fn mixed(&self, shape: &Shape, before: Span, after: Span) -> bool {
        let has = |test: fn(&u8) -> bool| {
            [before, after]
                .iter()
                .any(|span| self.bytes.get(span.start..span.end).is_some_and(|run| run.iter().any(test)))
        };
        let digit = !needs(shape, "digit") || has(u8::is_ascii_digit) && has(u8::is_ascii_alphabetic);
        digit
            && (!needs(shape, "mix")
                || has(u8::is_ascii_digit) && has(u8::is_ascii_lowercase) && has(u8::is_ascii_uppercase))
    }
}

fn needs(shape: &Shape, what: &str) -> bool {
    shape.needs.split(',').any(|need| need == what)
}

/// A token of this shape, for the test of the table: `seed` chooses among its characters.
#[cfg(test)]
pub(super) fn sample(shape: &Shape, seed: usize) -> String {
    let run = |run: Run| -> String {
        let members: Vec<u8> =
            (b'0'..=b'z').filter(|byte| belongs(run.class, *byte) && byte.is_ascii_alphanumeric()).collect();
        let length = run.min.max(1);
        // A step that shares no divisor with any class walks through digits, capitals and small letters.
        (0..length).map(|index| char::from(members[(seed + index * 37) % members.len()])).collect()
    };
    let after = shape.after.iter().map(|part| match part {
        Part::Text(text) => (*text).to_owned(),
        Part::Run(part) => run(*part),
    });
    let before = shape.before.map(run).unwrap_or_default();
    format!("{before}{}{}", shape.anchor, after.collect::<String>())
}
