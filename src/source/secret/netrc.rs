//! Credentials in lines for `.netrc`: `machine HOST login USER password PASSWORD`.

use super::Hit;
use super::field::is_written_out;
use crate::source::Span;

/// Every password behind a machine and a login.
pub(super) fn find(text: &str) -> Vec<Hit> {
    // Few texts hold one, and no other is cut into words.
    if !text.contains("login") || !text.contains("password") {
        return Vec::new();
    }
    let words = words(text);
    let is = |index: usize, keyword: &str| {
        words.get(index).is_some_and(|(_, word)| word.trim_matches(['"', '\'']) == keyword)
    };
    let mut hits = Vec::new();
    for index in 0..words.len() {
        let begins = is(index, "machine") && is(index.saturating_add(2), "login")
            || is(index, "default") && is(index.saturating_add(1), "login");
        let login = index.saturating_add(if is(index, "machine") { 2 } else { 1 });
        if !begins || !is(login.saturating_add(2), "password") {
            continue;
        }
        if let Some((start, word)) = words.get(login.saturating_add(3)) {
            let value = word.trim_end_matches(['"', '\'']);
            let span = Span::new(*start, start.saturating_add(value.len()));
            hits.extend(is_written_out(value).then(|| Hit::sure(span, "password")));
        }
    }
    hits
}

/// The words of a text and where they begin; `\n` written out is a blank, too.
fn words(text: &str) -> Vec<(usize, &str)> {
    let mut words = Vec::new();
    let mut start = 0_usize;
    for piece in text.split_inclusive(char::is_whitespace) {
        let mut from = start;
        for word in piece.trim_end().split("\\n") {
            if !word.is_empty() {
                words.push((from, word));
            }
            from = from.saturating_add(word.len()).saturating_add(2);
        }
        start = start.saturating_add(piece.len());
    }
    words
}
