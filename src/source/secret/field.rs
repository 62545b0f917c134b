//! Finds credentials by where they stand in a text: behind the name of one, in a header, in an address.
//!
//! The text may be a line of any language, or a part of one, so nothing is parsed in full: a name, what joins it to a
//! value, and the value are read the way that YAML, JSON, HCL, Python, INI, connection strings, XML and shells have in common.

use super::judge::{is_expression, judged};
use super::{Hit, names, reference, url};
use crate::source::Span;

/// Every credential behind a name.
pub(super) fn find(text: &str) -> Vec<Hit> {
    let mut hits = Vec::new();
    let bytes = text.as_bytes();
    let mut at = 0_usize;
    // Most names say nothing, and only those are looked at that may.
    while let Some(known) = names::next(text, at) {
        let before = bytes.get(at..known).unwrap_or_default();
        let reach = before.iter().rev().take_while(|byte| goes_on(**byte)).count();
        let mut start = known.saturating_sub(reach);
        while bytes.get(start).is_some_and(|byte| !is_name(*byte)) {
            start = start.saturating_add(1);
        }
        at = name_end(text, start);
        let name = text.get(start..at).unwrap_or_default().trim_end_matches(['-', '.']);
        if let Some((hit, read)) = behind(text, start, start.saturating_add(name.len())) {
            hits.extend(hit);
            // What was read as a value is not read again, so that a text of nothing but names takes no longer.
            at = at.max(read);
        }
    }
    hits
}

/// Where a name ends that begins at a byte. That of a parameter of a shell ends before what a shell makes of it.
fn name_end(text: &str, start: usize) -> usize {
    let bytes = text.as_bytes();
    let is_parameter = bytes.get(..start).is_some_and(|before| before.ends_with(PARAMETER.as_bytes()));
    let goes_on = if is_parameter { is_name } else { goes_on };
    let length = bytes.get(start..).unwrap_or_default().iter().take_while(|byte| goes_on(**byte)).count();
    start.saturating_add(length)
}

/// What stands in front of the name of a parameter of a shell: `${NAME:-word}`.
const PARAMETER: &str = "${";

/// Whether a byte belongs to a name behind its first.
const fn goes_on(byte: u8) -> bool {
    is_name(byte) || matches!(byte, b'-' | b'.')
}

const fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// What joins a name to its value.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Join {
    /// `name: value`, `name = value`.
    Sign,
    /// `("name", "value")`: only what is quoted.
    Comma,
    /// `--name value`: the next word, if it is no option.
    Blank,
    /// `<name>value</name>`.
    Element,
    /// `Bearer value`.
    Scheme,
    /// `name == "value"`: only what is quoted.
    Compare,
}

/// What stands behind the name at these bytes, and up to where it was read; `None` when it is no name of a credential.
fn behind(text: &str, start: usize, end: usize) -> Option<(Option<Hit>, usize)> {
    let name = text.get(start..end)?;
    let before = text.get(..start)?;
    if before.ends_with(['?', '&']) || before.ends_with("&amp;") {
        let hit = url::parameter(text, name, end)?;
        return Some((Some(hit), hit.span.end));
    }
    let (join, from) = join(text, name, before, end)?;
    if join != Join::Scheme && !names::hides(name) {
        return None;
    }
    if let Some(code) = text.get(from..).and_then(reference::expression) {
        return Some((None, from.saturating_add(code)));
    }
    // `auth: {"token": …}` holds names of its own.
    if text.get(from..).is_some_and(is_structure) {
        return None;
    }
    if let Some(words) = text.get(from..).and_then(described) {
        return Some((None, from.saturating_add(words)));
    }
    let value = glued(text, value(text, from, join)?, join);
    let shown = text.get(value.start..value.end)?;
    let quoted = text.get(..value.start).is_some_and(|before| before.ends_with(['"', '\'', '`']));
    if !quoted && before.ends_with('$') && is_cmdlet(shown) {
        return Some((None, value.end));
    }
    let hit = judged(name, shown, join, quoted).map(|sure| {
        let kind = if join == Join::Scheme { "token" } else { "password" };
        Hit { span: value, kind, sure, name: Some(Span::new(start, end)) }
    });
    // A text may hold other names with values of their own, and so may the word that a shell takes instead of a parameter,
    // and what an expression of `sed` puts in the place of what it finds.
    let is_parameter = shown.starts_with(PARAMETER) && !shown.starts_with("${{");
    let is_short = shown.len() <= HOLDER;
    let holds_more = hit.is_none() && (quoted || (is_parameter && is_short)) || (is_short && is_expression(shown));
    Some((hit, if holds_more { value.start } else { value.end }))
}

/// The longest value of those that is read again.
const HOLDER: usize = 256;

/// The length of words in brackets that say what is to stand there: `[the token of the bot]`, `<personal access token>`.
fn described(text: &str) -> Option<usize> {
    let close = if text.starts_with('[') { ']' } else { '>' };
    let inner = text.strip_prefix(['[', '<'])?;
    let inner = inner.get(..inner.floor_char_boundary(DESCRIPTION))?;
    let words = inner.get(..inner.find([close, '\n'])?)?;
    let plain = |c: char| c.is_ascii_alphabetic() || c == ' ' || "-_/:.,'".contains(c);
    let is_closed = inner.get(words.len()..).is_some_and(|rest| rest.starts_with(close));
    (is_closed && words.trim().contains(' ') && words.chars().all(plain)).then(|| words.len().saturating_add(2))
}

/// The longest description.
const DESCRIPTION: usize = 160;

/// Whether a bare word behind `$name =` is a command of PowerShell, where texts have quotes: `ConvertTo-SecureString`.
fn is_cmdlet(word: &str) -> bool {
    let is_part = |part: &str| part.starts_with(char::is_uppercase) && part.bytes().all(|it| it.is_ascii_alphabetic());
    word.split_once('-').is_some_and(|(verb, noun)| is_part(verb) && is_part(noun))
}

/// Whether an object or a list of JSON begins here.
fn is_structure(text: &str) -> bool {
    let inner = text.strip_prefix(['{', '[']).map(|inner| inner.trim_start_matches([' ', '[', '{']));
    inner.is_some_and(|inner| inner.starts_with(['"', '\'']) || inner.starts_with("\\\""))
}

/// What stands between a name and its value, and where the value begins.
fn join(text: &str, name: &str, before: &str, end: usize) -> Option<(Join, usize)> {
    let rest = text.get(end..)?;
    // The word behind `:?` is a message, and that behind `:+` is taken when the parameter has a value.
    if before.ends_with(PARAMETER) {
        let word = [":-", ":=", "-", "="].iter().find_map(|sign| rest.strip_prefix(*sign))?;
        return Some((Join::Sign, text.len().saturating_sub(word.len())));
    }
    if let Some(behind) = rest.strip_prefix('>').filter(|_| before.ends_with('<')) {
        return Some((Join::Element, text.len().saturating_sub(behind.len())));
    }
    let unquoted = ["\\\"", "\\'", "\"", "'", "`"].iter().find_map(|quote| rest.strip_prefix(*quote));
    let behind = unquoted.unwrap_or(rest);
    let behind = behind.strip_prefix(']').unwrap_or(behind).trim_start_matches([' ', '\t']);
    let place = |value: &str| text.len().saturating_sub(value.trim_start_matches([' ', '\t']).len());
    if let Some(value) = ["===", "!==", "==", "!="].iter().find_map(|sign| behind.strip_prefix(*sign)) {
        return Some((Join::Compare, place(value)));
    }
    if let Some(value) = ["=>", ":=", "?=", "+=", "="].iter().find_map(|sign| behind.strip_prefix(*sign)) {
        return (!value.starts_with(['=', '~'])).then(|| (Join::Sign, place(value)));
    }
    if let Some(value) = behind.strip_prefix(':') {
        // `arn:aws:…:secret:name` is an address.
        let is_address = before.ends_with(':') && !value.starts_with(' ');
        return (!is_address && !value.starts_with([':', '/'])).then(|| (Join::Sign, place(value)));
    }
    // In `["-field=token", "path/to/it"]` the name is what an option says.
    if let Some(value) = behind.strip_prefix(',').filter(|_| unquoted.is_some() && !before.ends_with('=')) {
        return Some((Join::Comma, place(value)));
    }
    let blank = behind.len() < rest.len() && unquoted.is_none() && !behind.is_empty();
    if blank && before.ends_with('-') {
        return Some((Join::Blank, place(behind)));
    }
    (blank && is_scheme(name)).then(|| (Join::Scheme, place(behind)))
}

/// The bytes of a value: between quotes, or up to a character that ends words.
fn value(text: &str, from: usize, join: Join) -> Option<Span> {
    let mut at = from;
    if join == Join::Comma {
        // `default_var='value'`
        let rest = text.get(at..)?;
        let name = rest.bytes().take_while(|byte| is_name(*byte)).count();
        let behind = rest.get(name..)?.trim_start_matches(' ');
        let given = behind.strip_prefix('=').filter(|_| name > 0);
        at = given.map_or(at, |given| text.len().saturating_sub(given.trim_start_matches(' ').len()));
    }
    let quoted = quoted(text, at);
    if matches!(join, Join::Comma | Join::Compare) {
        return quoted;
    }
    if let Some(span) = quoted {
        return Some(without_scheme(text, span));
    }
    let rest = text.get(at..)?;
    let ends = |c: char| match join {
        Join::Element => matches!(c, '<' | '\n'),
        _ => c.is_whitespace() || matches!(c, '"' | '\'' | ',' | ';' | ')' | ']' | '`'),
    };
    let line = rest.get(..rest.floor_char_boundary(SCHEME))?.lines().next().unwrap_or_default();
    let scheme = line.len().saturating_sub(strip_scheme(line).len());
    at = at.saturating_add(scheme);
    // A quote may follow the scheme, as in `Bearer "…"`.
    if let Some(span) = self::quoted(text, at).filter(|_| scheme > 0) {
        return Some(span);
    }
    let rest = text.get(at..)?;
    // `Pwd={a;b}` of a connection string.
    let braced = rest.get(..rest.floor_char_boundary(BRACED))?;
    let braced =
        braced.strip_prefix('{').filter(|_| reference::bracketed(rest).is_none()).and_then(|inner| inner.find('}'));
    let braced = braced.filter(|end| rest.get(..*end).is_some_and(|inner| !inner.contains(['"', '\n', ' ', ':'])));
    if let Some(end) = braced {
        return Some(Span::new(at, at.saturating_add(end).saturating_add(2)));
    }
    let mut length = 0_usize;
    while let Some(next) = rest.get(length..)?.chars().next() {
        // An expression of the vendor holds blanks and brackets.
        if let Some(expression) = rest.get(length..).and_then(reference::bracketed) {
            length = length.saturating_add(expression);
            continue;
        }
        if ends(next) || (next == '}' && !rest.starts_with('{')) {
            break;
        }
        length = length.saturating_add(next.len_utf8());
    }
    // A backslash in front of the closing quote of a text in a text.
    let shown = rest.get(..length)?.trim_end_matches('\\');
    Some(Span::new(at, at.saturating_add(shown.len())))
}

/// A value together with what a shell joins to it: `"one"'two'`, `one"two"`, and the next line behind a backslash.
fn glued(text: &str, span: Span, join: Join) -> Span {
    if !matches!(join, Join::Sign | Join::Blank | Join::Scheme) || span.end <= span.start {
        return span;
    }
    let opened = text.get(..span.start).and_then(|before| before.chars().next_back());
    let closes = |quote: &char| text.get(span.end..).is_some_and(|rest| rest.starts_with(*quote));
    let mut at = span
        .end
        .saturating_add(usize::from(opened.filter(|it| matches!(it, '"' | '\'')).is_some_and(|it| closes(&it))));
    let mut end = span.end;
    while let Some(rest) = text.get(at..) {
        let piece = |c: char| !(c.is_whitespace() || "\"'`,;:(){}[]<>=&|\\".contains(c));
        let (skipped, quote) = match rest.chars().next() {
            Some(quote @ ('"' | '\'')) => (1, Some(quote)),
            Some('\\') if rest.starts_with("\\\n") => (2, None),
            Some(next) if piece(next) && at > span.end => (0, None),
            _ => break,
        };
        let inner = rest.get(skipped..).unwrap_or_default();
        let length = inner.find(|c| !piece(c)).unwrap_or(inner.len());
        let closed = quote.is_none_or(|quote| inner.get(length..).is_some_and(|rest| rest.starts_with(quote)));
        if length == 0 || !closed {
            break;
        }
        end = at.saturating_add(skipped).saturating_add(length);
        at = end.saturating_add(usize::from(quote.is_some()));
    }
    Span::new(span.start, end)
}

/// The inside of the quotes that begin at a byte; without an end, the rest of the line.
pub(super) fn quoted(text: &str, at: usize) -> Option<Span> {
    let rest = text.get(at..)?;
    let prefix =
        rest.bytes().take_while(|byte| matches!(byte, b'f' | b'r' | b'b' | b'u' | b'F' | b'R' | b'B' | b'$')).count();
    let rest = rest.get(prefix.min(2)..)?;
    let quote = ["\\\"", "\\'", "\"\"\"", "'''", "\"", "'", "`"].iter().find(|quote| rest.starts_with(**quote))?;
    let start = text.len().saturating_sub(rest.len()).saturating_add(quote.len());
    let inner = text.get(start..)?;
    let mut escaped = false;
    let mut end = inner.len();
    for (at, character) in inner.char_indices() {
        if !escaped && inner.get(at..).is_some_and(|rest| rest.starts_with(quote)) {
            end = at;
            break;
        }
        if character == '\n' && quote.len() < 3 {
            end = at;
            break;
        }
        escaped = character == '\\' && !escaped && !quote.starts_with('\\') && *quote != "'";
    }
    Some(Span::new(start, start.saturating_add(end)))
}

/// The longest password in braces.
const BRACED: usize = 256;

/// The bytes in which a scheme and the blanks behind it are looked for.
const SCHEME: usize = 32;

/// Schemes of authorization in front of a credential.
const SCHEMES: &[&str] =
    &["bearer", "basic", "token", "apikey", "api-key", "digest", "negotiate", "splunk", "ssws", "geniekey", "bot"];

fn is_scheme(name: &str) -> bool {
    names::SCHEMES.iter().any(|scheme| name.eq_ignore_ascii_case(scheme))
}

/// A text without the scheme in front of it.
fn strip_scheme(text: &str) -> &str {
    let Some((scheme, rest)) = text.split_once(' ') else { return text };
    if SCHEMES.iter().any(|known| scheme.eq_ignore_ascii_case(known)) { rest.trim_start() } else { text }
}

fn without_scheme(text: &str, span: Span) -> Span {
    let inner = text.get(span.start..span.end).unwrap_or_default();
    Span::new(span.end.saturating_sub(strip_scheme(inner).len()), span.end)
}

#[cfg(test)]
mod tests {
    use super::{Hit, behind, find, is_name, name_end};

    /// Every name of a text, one after the other.
    fn one_by_one(text: &str) -> Vec<Hit> {
        let (mut hits, mut at, bytes) = (Vec::new(), 0, text.as_bytes());
        while at < bytes.len() {
            if !is_name(bytes[at]) {
                at += 1;
                continue;
            }
            let start = at;
            at = name_end(text, start);
            let name = text.get(start..at).unwrap_or_default();
            let end = start + name.trim_end_matches(['-', '.']).len();
            if let Some((hit, read)) = behind(text, start, end) {
                hits.extend(hit);
                at = at.max(read);
            }
        }
        hits
    }

    #[test]
    fn no_name_is_passed_over_that_says_something() {
        let parts = [
            "password",
            "Token",
            "api-key",
            "name",
            "--",
            ".",
            "_",
            "a.b-",
            "é",
            "=",
            ": ",
            ":",
            "\"",
            "'",
            " ",
            "\n",
            "?",
            "&",
            "bearer ",
            "Basic ",
            "Kp7wq2Lm9zR4",
            "hunter2",
            "${X}",
            "${",
            ":-",
            "[a b]",
            "{",
            "}",
            "<",
            ">",
            ",",
            "==",
            "x",
            "$TOKEN",
            "auth",
        ];
        let (mut seed, mut found) = (11_u64, 0);
        for _ in 0..20_000 {
            let mut text = String::new();
            for _ in 0..24 {
                seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                text.push_str(parts[usize::try_from(seed >> 33).unwrap() % parts.len()]);
            }
            let expected = one_by_one(&text);
            found += expected.len();
            assert_eq!(find(&text), expected, "{text:?}");
        }
        assert!(found > 1000, "{found}");
    }
}
