//! Texts in which characters are written as escapes: `%70`, `\x70`, `\u0070`, `&#112;`.

use crate::source::Span;

/// A text with its escapes resolved, and the way back.
pub(super) struct Plain {
    pub(super) text: String,
    /// Where each part begins, here and in the escaped text; an escape is a part of its own.
    parts: Vec<Part>,
    length: usize,
}

struct Part {
    here: usize,
    there: usize,
    escape: bool,
}

/// Resolves what stands for a visible character of ASCII; `None` when nothing does.
pub(super) fn resolve(escaped: &str) -> Option<Plain> {
    let mut plain = Plain { text: String::new(), parts: Vec::new(), length: escaped.len() };
    let mut copied = 0_usize;
    let mut at = 0_usize;
    for start in memchr::memchr3_iter(b'%', b'\\', b'&', escaped.as_bytes()) {
        let Some((character, length)) = escaped.get(start..).filter(|_| start >= at).and_then(escape) else { continue };
        plain.copy(escaped, copied, start);
        plain.parts.push(Part { here: plain.text.len(), there: start, escape: true });
        plain.text.push(character);
        at = start.saturating_add(length);
        copied = at;
    }
    if plain.parts.is_empty() {
        return None;
    }
    plain.copy(escaped, copied, escaped.len());
    Some(plain)
}

/// The character that an escape stands for, and its length.
fn escape(text: &str) -> Option<(char, usize)> {
    let digits = |from: usize, length: usize, radix: u32| {
        let digits = text.get(from..from.checked_add(length)?)?;
        let code = digits.bytes().all(|byte| byte.is_ascii_hexdigit()).then(|| u32::from_str_radix(digits, radix));
        char::from_u32(code?.ok()?)
    };
    let (character, length) = if text.starts_with('%') {
        (digits(1, 2, 16)?, 3)
    } else if text.starts_with("\\x") {
        (digits(2, 2, 16)?, 4)
    } else if text.starts_with("\\u") {
        (digits(2, 4, 16)?, 6)
    } else {
        let inner = text.strip_prefix("&#")?;
        let end = inner.find(';').filter(|end| *end <= 4)?;
        let hex = inner.starts_with(['x', 'X']);
        let from = if hex { 3 } else { 2 };
        (digits(from, end.checked_sub(usize::from(hex))?, if hex { 16 } else { 10 })?, end.saturating_add(3))
    };
    character.is_ascii_graphic().then_some((character, length))
}

impl Plain {
    fn copy(&mut self, escaped: &str, from: usize, to: usize) {
        if from < to {
            self.parts.push(Part { here: self.text.len(), there: from, escape: false });
            self.text.push_str(escaped.get(from..to).unwrap_or_default());
        }
    }

    /// The bytes of the escaped text that a span of this one stands for.
    pub(super) fn back(&self, span: Span) -> Span {
        let start = self.part(span.start).map_or(0, |(_, part)| part.at(span.start));
        let end = match self.part(span.end.saturating_sub(1)) {
            Some((index, part)) if part.escape => {
                self.parts.get(index.saturating_add(1)).map_or(self.length, |next| next.there)
            }
            Some((_, part)) => part.at(span.end),
            None => start,
        };
        Span::new(start, end.max(start))
    }

    fn part(&self, here: usize) -> Option<(usize, &Part)> {
        let index = self.parts.partition_point(|part| part.here <= here).checked_sub(1)?;
        Some((index, self.parts.get(index)?))
    }
}

impl Part {
    const fn at(&self, here: usize) -> usize {
        if self.escape { self.there } else { self.there.saturating_add(here.saturating_sub(self.here)) }
    }
}

#[cfg(test)]
mod tests {
    use super::resolve;
    use crate::source::Span;

    #[test]
    fn an_escape_is_resolved_and_found_again() {
        for (escaped, plain) in [
            ("a%62c", "abc"),
            ("%61%62%63", "abc"),
            ("é\\u0061bc é", "éabc é"),
            ("x=\\x61b&#99;", "x=abc"),
            ("&#x61;b&#99;%", "abc%"),
        ] {
            let resolved = resolve(escaped).unwrap();
            assert_eq!(resolved.text, plain, "{escaped}");
            let at = plain.find("abc").unwrap();
            let back = resolved.back(Span::new(at, at + 3));
            let slice = escaped.get(back.start..back.end).unwrap();
            assert_eq!(resolve(slice).map_or(slice.to_owned(), |it| it.text), "abc", "{escaped}");
        }
    }

    #[test]
    fn what_is_no_escape_is_left_alone() {
        for text in ["", "100%", "%zz", "\\xg1", "\\u12", "&amp; &#; &#9999999;", "%E4%F6", "a\\nb", "%0a"] {
            assert!(resolve(text).is_none(), "{text}");
        }
    }
}
