//! From a part of a text to its place in a file: the line inside of a here-document, a template or any other file.

use super::{Is, Origin, Piece, Value, pieces};
use crate::source::Span;

/// Where the bytes `start..end` of what is known of a text are written. Of a text on one line it is all of it.
pub(in crate::input::terraform) fn place(value: &Value, start: usize, end: usize) -> Option<Origin> {
    let stretches = value.stretches();
    let index = stretches.partition_point(|stretch| stretch.start <= start).checked_sub(1)?;
    let stretch = stretches.get(index)?;
    let origin = stretch.origin.clone()?;
    let raw = origin.source.text().get(origin.span.start..origin.span.end)?;
    if !raw.contains('\n') {
        return Some(origin);
    }
    let known = known(value)?;
    let next = stretches.get(index.saturating_add(1)).map_or(known.len(), |next| next.start);
    let text = known.get(stretch.start..next.min(known.len()))?;
    let from = start.saturating_sub(stretch.start);
    let to = end.saturating_sub(stretch.start).min(text.len());
    let body = opening(raw);
    let found = raw.get(body..).and_then(|inside| aligned(inside, text, from).zip(aligned(inside, text, to)));
    let found = found.map(|(from, to)| (from.saturating_add(body), to.saturating_add(body)));
    let found = found.or_else(|| {
        // What a function cut out, or put into another form, may stand there all the same.
        let line = text.get(from..to)?.lines().next().filter(|line| !line.trim().is_empty())?;
        let at = raw.find(line)?;
        Some((at, at.saturating_add(line.len())))
    });
    let Some((from, to)) = found else { return Some(origin) };
    let at = |offset: usize| origin.span.start.saturating_add(offset);
    Some(Origin { span: Span::new(at(from), at(to.max(from))), ..origin })
}

/// What is known of a text, without its open parts.
fn known(value: &Value) -> Option<String> {
    if let Is::Text(text) = &value.is {
        return Some(text.to_string());
    }
    let parts = pieces(value)?;
    let texts = parts.iter().filter_map(|part| match part {
        Piece::Text(text) => Some(&**text),
        Piece::Open(_) => None,
    });
    Some(texts.collect())
}

/// Where the text begins in what writes it: behind a quote, or behind the first line of a here-document.
fn opening(raw: &str) -> usize {
    if raw.starts_with("<<") {
        return raw.find('\n').map_or(0, |end| end.saturating_add(1));
    }
    usize::from(raw.starts_with('"'))
}

/// Where the byte `wanted` of a text stands in what writes it: with escapes, and with blanks in front of its lines that
/// are no part of it. `None` when the text is not written there as it is.
fn aligned(raw: &str, text: &str, wanted: usize) -> Option<usize> {
    let (mut at, mut read) = (0_usize, 0_usize);
    let mut begins = true;
    while read < wanted {
        if begins {
            at = at.saturating_add(indentation(raw.get(at..)?, text.get(read..)?));
        }
        let next = text.get(read..)?.chars().next()?;
        at = at.saturating_add(step(raw.get(at..)?, next)?);
        read = read.saturating_add(next.len_utf8());
        begins = next == '\n';
    }
    if begins {
        at = at.saturating_add(indentation(raw.get(at..)?, text.get(read..)?));
    }
    Some(at)
}

/// How many blanks a line has more where it is written.
fn indentation(raw: &str, text: &str) -> usize {
    let blanks = |line: &str| line.len().saturating_sub(line.trim_start_matches([' ', '\t']).len());
    blanks(raw).saturating_sub(blanks(text))
}

/// How many bytes write a character.
fn step(raw: &str, wanted: char) -> Option<usize> {
    let first = raw.chars().next()?;
    if raw.starts_with("$${") || raw.starts_with("%%{") {
        return (first == wanted).then_some(2);
    }
    if first == '\r' && wanted == '\n' && raw.starts_with("\r\n") {
        return Some(2);
    }
    if first == '\\' {
        let escaped = raw.get(1..)?.chars().next()?;
        let means = match escaped {
            'n' => '\n',
            't' => '\t',
            'r' => '\r',
            'u' | 'U' => {
                let digits = if escaped == 'u' { 4_usize } else { 8 };
                let code = raw.get(2..digits.saturating_add(2)).and_then(|code| u32::from_str_radix(code, 16).ok());
                let means = code.and_then(char::from_u32);
                return if means == Some(wanted) {
                    Some(digits.saturating_add(2))
                } else {
                    (wanted == '\\').then_some(1)
                };
            }
            other => other,
        };
        if means == wanted {
            return Some(escaped.len_utf8().saturating_add(1));
        }
    }
    (first == wanted).then(|| first.len_utf8())
}

#[cfg(test)]
mod tests {
    use super::{aligned, opening};

    #[test]
    fn an_offset_of_a_text_leads_to_where_it_is_written() {
        let cases = [
            ("plain", "plain", "ain", "ain"),
            // Lines of which the common blanks are taken away.
            ("<<-X\n    one\n      two\n    three\n  X", "one\n  two\nthree\n", "two", "two"),
            ("<<-X\n\tone\n\ttwo\n  X", "one\ntwo\n", "two", "two"),
            ("<<X\none\n  two\nX", "one\n  two\n", "two", "two"),
            // Line ends of Windows.
            ("<<-X\r\n    one\r\n    two\r\n  X", "one\ntwo\n", "two", "two"),
            ("<<-X\r\n    one\r\n    two\r\n  X", "one\r\ntwo\r\n", "two", "two"),
            // Escapes.
            ("\"a\\nb\\\"c\"", "a\nb\"c", "c", "c"),
            ("\"a\\u00e9b\"", "a\u{e9}b", "b", "b"),
            ("\"$${a} b\"", "${a} b", "b", "b"),
            // A backslash of a here-document is one.
            ("<<X\na\\qb\nX", "a\\qb\n", "b", "b"),
        ];
        for (raw, text, wanted, expected) in cases {
            let body = opening(raw);
            let at = aligned(raw.get(body..).unwrap(), text, text.find(wanted).unwrap());
            assert!(at.is_some_and(|at| raw.get(body + at..).unwrap().starts_with(expected)), "{raw:?}");
        }
        assert_eq!(aligned("other", "text", 3), None);
    }
}
