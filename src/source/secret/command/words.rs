//! The words of commands in a text of any language: what stands between blanks and quotes.

use super::super::reference;
use super::{Line, Word};

/// How deep a command may stand in a word of another.
pub(super) const DEPTH: usize = 3;

/// A text cut where a line ends and nothing goes on behind it, with where each piece begins: no word, no pipe and no
/// document reaches from one piece into the next, so that each may be read by itself.
pub(super) fn pieces(text: &str) -> Vec<(usize, &str)> {
    let mut pieces = Vec::new();
    let (mut from, mut line, mut open) = (0_usize, 0_usize, 0_usize);
    let mut piped = false;
    for end in memchr::memchr_iter(b'\n', text.as_bytes()) {
        let this = text.get(line..end).unwrap_or_default();
        // No expression is longer, so that those farther away have ended.
        let near = end.saturating_sub(reference::LONGEST).max(line);
        let opens = text.as_bytes().get(near..end).unwrap_or_default().iter().enumerate();
        for (at, _) in opens.filter(|(_, byte)| matches!(byte, b'$' | b'{' | b'%' | b'\\' | b'<')) {
            let at = near.saturating_add(at);
            let length = text.get(at..).and_then(reference::bracketed).unwrap_or(0);
            open = open.max(at.saturating_add(length));
        }
        if this.contains("<<") {
            break;
        }
        let words = this.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, ';' | '|' | '&'));
        if !words.is_empty() {
            piped = this.get(words.len()..).is_some_and(|behind| behind.contains('|'));
        }
        line = end.saturating_add(1);
        if !piped && !this.ends_with('\\') && open <= end {
            pieces.extend(text.get(from..line).map(|piece| (from, piece)));
            from = line;
        }
    }
    pieces.extend(text.get(from..).map(|piece| (from, piece)));
    pieces
}

/// The commands of a text that begins at a byte of another.
pub(super) fn lines_at(text: &str, base: usize) -> Vec<Line<'_>> {
    let mut lines = vec![Line::default()];
    let mut at = 0_usize;
    while let Some(next) = text.get(at..).and_then(|rest| rest.chars().next()) {
        if next == ' ' {
            at = at.saturating_add(1);
            continue;
        }
        let rest = text.get(at..).unwrap_or_default();
        if rest.starts_with("\\\n") {
            at = at.saturating_add(2);
        } else if matches!(next, '\n' | ';' | '|' | '&') {
            let piped = next == '|' && !rest.starts_with("||");
            end(&mut lines, piped);
            at = at.saturating_add(1);
        } else if next.is_whitespace() {
            at = at.saturating_add(next.len_utf8());
        } else if let Some(behind) = rest.strip_prefix("<<<") {
            // What a here-string says is piped in, too: it is put in front as what `echo` says.
            at = text.len().saturating_sub(behind.trim_start_matches(' ').len());
            let length = length(text.get(at..).unwrap_or_default());
            let said = word(text, at, length, base);
            if let Some(line) = lines.pop() {
                let echo = Line { words: vec![Word { text: "echo", at: 0 }, said], piped: true };
                lines.extend([echo, line]);
            }
            at = at.saturating_add(length.max(1));
        } else if let Some((delimiter, body)) = here_document(rest) {
            // The same for a here document of one line.
            let body = at.saturating_add(body);
            let said = text.get(body..).and_then(|body| body.lines().next()).unwrap_or_default();
            let from = body.saturating_add(said.len().saturating_sub(said.trim_start().len()));
            if let Some(line) = lines.pop() {
                let said = Word { text: said.trim(), at: base.saturating_add(from) };
                lines.extend([Line { words: vec![Word { text: "echo", at: 0 }, said], piped: true }, line]);
            }
            at = at.saturating_add(delimiter);
        } else {
            let length = length(rest).max(1);
            if let Some(line) = lines.last_mut() {
                line.words.push(word(text, at, length, base));
            }
            at = at.saturating_add(length);
        }
    }
    lines
}

/// The length of `<<EOF`, and where the only line of that document begins.
fn here_document(text: &str) -> Option<(usize, usize)> {
    let word = text.strip_prefix("<<")?;
    let word = word.strip_prefix('-').unwrap_or(word).trim_start_matches(' ');
    let word = word.trim_start_matches(['"', '\'']);
    let length = word.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'_').count();
    let delimiter = word.get(..length).filter(|delimiter| !delimiter.is_empty())?;
    let line = word.get(..word.floor_char_boundary(HERE))?.find('\n')?.saturating_add(1);
    let mut body = word.get(line..)?.lines();
    let (_, last) = (body.next()?, body.next()?);
    let end = text.len().saturating_sub(word.len());
    (last.trim() == delimiter).then(|| (end.saturating_add(length), end.saturating_add(line)))
}

/// The most bytes behind `<<` in which its line ends.
const HERE: usize = 1024;

fn end(lines: &mut Vec<Line<'_>>, piped: bool) {
    if let Some(line) = lines.last_mut().filter(|line| !line.words.is_empty()) {
        line.piped = piped;
        lines.push(Line::default());
    }
}

/// The bytes of the word that a text begins with.
fn length(text: &str) -> usize {
    let mut at = 0_usize;
    let mut quoted = false;
    loop {
        let plain = text.as_bytes().get(at..).unwrap_or_default().iter().take_while(|byte| is_plain(**byte)).count();
        at = at.saturating_add(plain);
        quoted = quoted && plain == 0;
        let Some(next) = text.get(at..).and_then(|rest| rest.chars().next()) else { break };
        let rest = text.get(at..).unwrap_or_default();
        if let Some(expression) = reference::bracketed(rest) {
            at = at.saturating_add(expression);
        } else if matches!(next, '"' | '\'') {
            let inner = rest.get(1..).unwrap_or_default();
            let line = inner.find(['\n', next]);
            // A quote that nothing closes is an apostrophe.
            at = at.saturating_add(
                line.filter(|end| !inner.get(*end..).unwrap_or_default().starts_with('\n'))
                    .map_or(1, |end| end.saturating_add(2)),
            );
            quoted = true;
            continue;
        } else if next.is_whitespace() || matches!(next, ';' | '|' | '&') || (next == ',' && quoted) {
            break;
        } else {
            at = at.saturating_add(next.len_utf8());
        }
        quoted = false;
    }
    at
}

/// What opens a list around a word, or goes before one in it.
const OPENS: [char; 5] = ['[', '(', '{', ',', '`'];

/// Whether a byte is a part of a word wherever it stands.
const fn is_plain(byte: u8) -> bool {
    byte.is_ascii_graphic()
        && !matches!(byte, b'"' | b'\'' | b';' | b'|' | b'&' | b',' | b'$' | b'%' | b'{' | b'\\' | b'<')
}

/// A word without the brackets of a list and without its quotes.
fn word(text: &str, at: usize, length: usize, base: usize) -> Word<'_> {
    let raw = text.get(at..at.saturating_add(length)).unwrap_or_default();
    let inner = raw.trim_start_matches(OPENS);
    let closed = inner.trim_end_matches([',', ']', ')', '}']);
    let inner = if closed.ends_with(['"', '\'']) { closed } else { inner };
    let quote = inner.chars().next().filter(|first| matches!(first, '"' | '\''));
    let unquoted = quote.and_then(|quote| inner.strip_prefix(quote)?.strip_suffix(quote));
    let bare = unquoted.unwrap_or(inner);
    let opened = raw.len().saturating_sub(raw.trim_start_matches(OPENS).len());
    let start = opened.saturating_add(usize::from(unquoted.is_some()));
    // `-p"value"`: quotes around a part of a word.
    Word { text: bare, at: base.saturating_add(at).saturating_add(start) }
}

#[cfg(test)]
mod tests {
    use super::super::{Hit, in_piece, in_text};

    /// Texts of random parts: what is found in the pieces is what is found in the whole.
    #[test]
    fn nothing_goes_on_from_one_piece_into_the_next() {
        let parts = [
            "mysql -phunter2-X9 ",
            "curl -u a:hunter2-X9 ",
            "echo hunter2-X9",
            "docker login -u x --password-stdin",
            "sshpass -p hunter2-X9 ssh",
            "PGPASSWORD=a1B2c3d4 psql ",
            "\n",
            "\n",
            "\n",
            " ",
            " | ",
            "|",
            ";",
            "&",
            "\\",
            "\"",
            "'",
            "${",
            "}",
            "$(",
            ")",
            "{{",
            "}}",
            "<<<",
            "<<EOF",
            "EOF",
            "base64",
            "x",
            "\t",
            ",",
            "[",
            "\u{a0}",
            "é",
            "/usr/bin/",
            ".exe",
        ];
        let (mut seed, mut found) = (7_u64, 0_usize);
        for _ in 0..20_000 {
            let mut text = String::new();
            for _ in 0..seed % 24 {
                seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                text.push_str(parts[usize::try_from(seed >> 33).unwrap() % parts.len()]);
            }
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407) >> 1;
            let mut whole: Vec<Hit> = Vec::new();
            in_piece(&text, 0, &mut whole);
            let mut pieced = in_text(&text);
            whole.sort_unstable();
            pieced.sort_unstable();
            found += whole.len();
            assert_eq!(pieced, whole, "{text:?}");
        }
        assert!(found > 1000, "{found}");
    }
}
