//! Recognises credentials in text, so that no report shows one.
//!
//! Two questions are answered: *is this value a credential?* (for policies, which see a marker instead of the value)
//! and *which bytes of this line must be hidden?* (for snippets and messages). Both read the same tables: shapes of
//! tokens, names of credentials, forms of command lines. Hiding is the more eager of the two: it also takes runs that
//! look random, and whatever stands behind a name that is only that of a header.

pub mod command;
mod denial;
mod encoded;
mod escapes;
mod field;
mod judge;
mod known;
mod names;
mod netrc;
mod provisional;
mod reference;
mod shapes;
#[cfg(test)]
mod tests;
mod url;
mod value;
mod wording;

pub use judge::is_expression;
pub use known::Known;
pub use provisional::is_provisional;
pub use value::{is_common, is_made_up};

use super::Span;

/// What a credential is called in findings: `aws-access-key`, `password` …
pub type Kind = &'static str;

/// A credential in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hit {
    /// Its bytes.
    pub span: Span,
    /// What it is.
    pub kind: Kind,
    /// Whether a policy may say so; otherwise it is only hidden.
    pub sure: bool,
    /// The bytes of the name that it stands under, if that is what tells it.
    pub name: Option<Span>,
}

impl Hit {
    const fn sure(span: Span, kind: Kind) -> Self {
        Self { span, kind, sure: true, name: None }
    }
}

/// The kind of credential that `value` is by its shape alone.
#[must_use]
pub fn shape(value: &str) -> Option<Kind> {
    let shaped = shapes::find(value).into_iter().min_by_key(|hit| (hit.span.start, std::cmp::Reverse(hit.span.end)));
    shaped.or_else(|| url::userinfo(value).into_iter().find(|hit| hit.sure)).map(|hit| hit.kind)
}

/// Whether a key is the name of a credential: `password`, `PGPASSWORD`, `api_key`, but not `password_length` or
/// `secret_name`.
#[must_use]
pub fn names_credential(key: &str) -> bool {
    names::names_credential(key)
}

/// Whether `value`, found under `key`, is a credential written out: by shape, or because the key names one and the
/// value is neither a reference, a placeholder, nor a plain word. Returns its kind.
#[must_use]
pub fn literal(key: &str, value: &str) -> Option<Kind> {
    shape(value).or_else(|| {
        // The key is asked first: most name none, and a value is long.
        let written_out = || value.chars().count() >= 4 && judge::is_written_out(value);
        let is_name = || (names::may_name_object(key) && names::is_label(value)) || names::is_variable(value);
        (names_credential(key) && written_out() && !is_name()).then_some("password")
    })
}

/// Every credential in a text, in order: by shape, behind a name, in an address, in a header, on a command line. They
/// may overlap.
#[must_use]
pub fn credentials(text: &str) -> Vec<Hit> {
    joined(as_written(text), escaped(text))
}

/// The spans of `text` that may hold a credential: those of [`credentials`], and random-looking runs.
#[must_use]
pub fn scan(text: &str) -> Vec<Span> {
    spans(text, &as_written(text), &escaped(text))
}

/// What [`credentials`] and [`scan`] say of one text, which is searched once for both.
#[must_use]
pub fn search(text: &str) -> (Vec<Hit>, Vec<Span>) {
    let (written, escaped) = (as_written(text), escaped(text));
    let spans = spans(text, &written, &escaped);
    (joined(written, escaped), spans)
}

/// Hits in order; one of the escaped text counts where nothing was found as written.
fn joined(mut hits: Vec<Hit>, escaped: Vec<Hit>) -> Vec<Hit> {
    if !escaped.is_empty() {
        let mut seen: Vec<Span> = hits.iter().map(|hit| hit.span).collect();
        seen.sort_unstable();
        let seen = merged(seen);
        let is_seen = |span: Span| {
            let after = seen.partition_point(|seen| seen.end <= span.start);
            seen.get(after).is_some_and(|seen| seen.start < span.end)
        };
        hits.extend(escaped.into_iter().filter(|hit| !is_seen(hit.span)));
    }
    hits.sort_unstable();
    hits
}

/// The places of all hits, and of what only looks like a credential.
fn spans(text: &str, written: &[Hit], escaped: &[Hit]) -> Vec<Span> {
    let mut spans: Vec<Span> = written.iter().chain(escaped).map(|hit| hit.span).collect();
    spans.extend(encoded::find(text));
    spans.extend(random(text));
    spans.sort_unstable();
    spans
}

fn as_written(text: &str) -> Vec<Hit> {
    let mut hits = shapes::find(text);
    hits.extend(field::find(text));
    hits.extend(url::userinfo(text));
    hits.extend(netrc::find(text));
    hits.extend(netrc::pgpass(text));
    hits.extend(wording::find(text));
    hits.extend(command::in_text(text));
    hits
}

/// The credentials that can only be seen when escapes are resolved.
fn escaped(text: &str) -> Vec<Hit> {
    let Some(plain) = escapes::resolve(text) else { return Vec::new() };
    let back = |hit: Hit| Hit { span: plain.back(hit.span), name: hit.name.map(|name| plain.back(name)), ..hit };
    as_written(&plain.text).into_iter().map(back).collect()
}

/// Spans in order, with those that touch made one.
fn merged(spans: Vec<Span>) -> Vec<Span> {
    let mut merged: Vec<Span> = Vec::with_capacity(spans.len());
    for span in spans {
        match merged.last_mut().filter(|last| span.start <= last.end) {
            Some(last) => *last = Span::new(last.start, last.end.max(span.end)),
            None => merged.push(span),
        }
    }
    merged
}

/// `text` with everything that [`scan`] finds replaced by asterisks, one for each character.
#[must_use]
pub fn mask(text: &str) -> String {
    hide(text, &scan(text))
}

/// `text` with the characters of some spans, which are sorted, replaced by asterisks.
#[must_use]
pub fn hide(text: &str, spans: &[Span]) -> String {
    if spans.is_empty() {
        return text.to_owned();
    }
    // The spans are sorted, so one pass is enough however many there are.
    let mut spans = spans.iter().peekable();
    let mut hidden_to = 0_usize;
    text.char_indices()
        .map(|(at, character)| {
            while let Some(span) = spans.next_if(|span| span.start <= at) {
                hidden_to = hidden_to.max(span.end);
            }
            if at < hidden_to && character != '\n' { '*' } else { character }
        })
        .collect()
}

/// The fewest characters of a run that may be a random key.
const RANDOM: usize = 20;

/// Runs that look like random keys. Of a path, each name is judged for itself.
fn random(text: &str) -> Vec<Span> {
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || b"+/_=-".contains(&byte);
    let mut runs = Vec::new();
    for (start, run) in pieces(text, 0, is_part) {
        let is_word = |name: &str| name.len() >= 3 && name.bytes().all(|byte| byte.is_ascii_alphabetic());
        let is_path = run.contains('/') && run.split('/').any(is_word);
        for (start, run) in pieces(run, start, |byte| byte != b'=' && !(is_path && byte == b'/')) {
            let inner = run.trim_start_matches('-');
            let start = start.saturating_add(run.len().saturating_sub(inner.len()));
            if inner.len() >= RANDOM && value::is_random(inner) {
                runs.push(Span::new(start, start.saturating_add(inner.len())));
            }
        }
    }
    runs
}

/// The parts of a text between bytes that are no part of one, with where they begin, if they are long enough.
fn pieces(text: &str, base: usize, is_part: impl Fn(u8) -> bool) -> Vec<(usize, &str)> {
    let mut pieces = Vec::new();
    let bytes = text.as_bytes();
    let part = |at: usize| bytes.get(at).is_some_and(|byte| is_part(*byte));
    let mut start = 0_usize;
    while let Some(window) = bytes.get(start..start.saturating_add(RANDOM)) {
        // A byte that is no part rules out every piece that it would lie in.
        if let Some(at) = window.iter().rposition(|byte| !is_part(*byte)) {
            start = start.saturating_add(at).saturating_add(1);
            continue;
        }
        let mut end = start.saturating_add(RANDOM);
        while part(end) {
            end = end.saturating_add(1);
        }
        pieces.extend(text.get(start..end).map(|piece| (base.saturating_add(start), piece)));
        start = end.saturating_add(1);
    }
    pieces
}
