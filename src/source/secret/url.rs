//! Credentials in addresses: the password in front of the host, and parameters.

use super::judge::{is_expression, is_written_out};
use super::value::is_made_up;
use super::{Hit, names, reference};
use crate::source::Span;

/// Parameters that are credentials only when their value looks made up: `?key=name` is none.
pub(super) const WEAK: &[&str] = &["key", "code", "auth"];

/// Hosts behind a password without a scheme, in the addresses of databases: `user:password@tcp(host)`.
const NETWORKS: &[&str] = &["tcp(", "unix(", "("];

/// Every password in front of a host: `scheme://user:password@host`, `scheme://token@host`.
pub(super) fn userinfo(text: &str) -> Vec<Hit> {
    let mut hits = Vec::new();
    // Every form has one, and few texts do.
    if !text.contains('@') {
        return hits;
    }
    let mut from = 0_usize;
    while let Some(found) = text.get(from..).and_then(|rest| rest.find("://")) {
        let start = from.saturating_add(found).saturating_add(3);
        let authority = authority(text.get(start..).unwrap_or_default());
        from = start;
        let span = authority.and_then(password);
        hits.extend(span.map(|span| {
            let span = Span::new(start.saturating_add(span.start), start.saturating_add(span.end));
            // `s#https://[^:]*:[^@]*@##` takes a password away.
            let sure = !text.get(span.start..span.end).is_some_and(is_expression);
            Hit { sure, ..Hit::sure(span, "password-in-url") }
        }));
    }
    for (at, _) in text.match_indices('@') {
        let network = text
            .get(at.saturating_add(1)..)
            .is_some_and(|rest| NETWORKS.iter().any(|network| rest.starts_with(network)));
        let near = text.get(text.floor_char_boundary(at.saturating_sub(LONGEST))..at).unwrap_or_default();
        let before = if network { near } else { "" };
        let word = before.get(
            before
                .rfind(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '=' | '/'))
                .map_or(0, |at| at.saturating_add(1))..,
        );
        let easy = text.get(at.saturating_add(1)..).filter(|rest| names_service(rest)).and_then(|_| easy_connect(near));
        let password = word.and_then(|word| word.split_once(':')).map(|(_, password)| password).or(easy);
        let is_written = |password: &&str| is_written_out(password) && !is_expression(password);
        if let Some(password) = password.filter(is_written) {
            hits.push(Hit::sure(Span::new(at.saturating_sub(password.len()), at), "password-in-url"));
        }
    }
    hits
}

/// The password in `user/password@//host:1521/service`, behind which the text ends.
fn easy_connect(text: &str) -> Option<&str> {
    let word = text.rsplit(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '=')).next()?;
    // `s/origin@//` is what `sed` is told to take away.
    word.split_once('/').filter(|(user, _)| user.len() > 1 && !user.contains(':')).map(|(_, password)| password)
}

/// Whether `//host:1521/service` begins here: a host, and what is asked for on it.
fn names_service(text: &str) -> bool {
    let rest = text.get(..text.floor_char_boundary(LONGEST)).and_then(|near| near.strip_prefix("//"));
    let word = rest.and_then(|rest| rest.split(|c: char| c.is_whitespace() || matches!(c, '"' | '\'')).next());
    word.is_some_and(|word| !word.starts_with('/') && word.contains([':', '/', '.']))
}

/// The longest user and password that are looked for.
const LONGEST: usize = 512;

/// What stands in front of the host: up to the last `@` before the path begins. A slash may stand in a password; then
/// what follows the colon is no port.
fn authority(rest: &str) -> Option<&str> {
    let rest = rest.get(..rest.floor_char_boundary(LONGEST))?;
    // The next address has an authority of its own.
    let rest = rest.get(..rest.find("://").unwrap_or(rest.len()))?;
    let word = word(rest, &['"', '\'', '<', '>', '`', '\\']);
    let host = word.get(..word.find(['/', '?', '#']).unwrap_or(word.len()))?;
    if let Some((user, _)) = host.rsplit_once('@') {
        return Some(user);
    }
    let (_, port) = host.split_once(':')?;
    let is_port = port.bytes().all(|byte| byte.is_ascii_digit()) || port.starts_with(['$', '{']);
    word.rsplit_once('@').filter(|_| !is_port && !port.is_empty()).map(|(user, _)| user)
}

/// The text up to a blank or one of `ends`; what stands in the brackets of an expression is part of it.
fn word<'t>(text: &'t str, ends: &[char]) -> &'t str {
    let mut rest = text;
    while let Some(next) = rest.chars().next() {
        let length = match reference::bracketed(rest) {
            Some(expression) => expression,
            None if next.is_whitespace() || ends.contains(&next) => break,
            None => next.len_utf8(),
        };
        rest = rest.get(length..).unwrap_or_default();
    }
    text.get(..text.len().saturating_sub(rest.len())).unwrap_or_default()
}

/// The password in `user:password`, or a token that stands alone.
fn password(authority: &str) -> Option<Span> {
    let (start, value) = match authority.split_once(':') {
        Some((user, password)) => (user.len().saturating_add(1), password),
        None => (0, authority),
    };
    let is_token = start > 0 || (value.len() >= 16 && is_made_up(value) && !value.contains('.'));
    (is_token && is_written_out(value)).then(|| Span::new(start, authority.len()))
}

/// The value of a parameter of an address behind its name, if it is a credential.
pub(super) fn parameter(text: &str, name: &str, end: usize) -> Option<Hit> {
    let behind = text.get(end..)?.strip_prefix('=')?;
    if !names::hides_parameter(name) {
        return None;
    }
    let start = end.saturating_add(1);
    let value = word(behind, &['&', '#', '"', '\'', '`', '<', '>', ')', '\\']);
    let weak = WEAK.iter().any(|weak| name.eq_ignore_ascii_case(weak)) && !(value.len() >= 8 && is_made_up(value));
    (!weak && is_written_out(value))
        .then(|| Hit::sure(Span::new(start, start.saturating_add(value.len())), "token-in-url"))
}
