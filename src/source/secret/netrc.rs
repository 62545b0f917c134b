//! Credentials in lines for `.netrc`: `machine HOST login USER password PASSWORD`, and for `.pgpass`:
//! `HOST:PORT:DATABASE:USER:PASSWORD`.

use super::Hit;
use super::judge::is_written_out;
use super::value::is_made_up;
use crate::source::Span;

/// Every password of a line for `.pgpass`.
pub(super) fn pgpass(text: &str) -> Vec<Hit> {
    let mut hits = Vec::new();
    let mut start = 0_usize;
    for line in text.split_inclusive('\n') {
        let words = line.trim_end().trim_start();
        let from = start.saturating_add(line.len().saturating_sub(line.trim_start().len()));
        start = start.saturating_add(line.len());
        let mut fields = words.splitn(5, ':');
        let mut field = || fields.next();
        let (Some(host), Some(port), Some(database), Some(user), Some(password)) =
            (field(), field(), field(), field(), field())
        else {
            continue;
        };
        let is_name = |text: &str| {
            text == "*"
                || (!text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte)))
        };
        let is_port = port == "*" || (port.len() >= 4 && port.parse::<u16>().is_ok());
        let is_host = is_name(host) && (host == "*" || host.bytes().any(|byte| byte.is_ascii_alphabetic()));
        if is_host && is_port && is_name(database) && is_name(user) && is_written_out(password) && is_password(password)
        {
            let end = from.saturating_add(words.len());
            hits.push(Hit::sure(Span::new(end.saturating_sub(password.len()), end), "password"));
        }
    }
    hits
}

/// Whether the end of such a line is no further field.
fn is_password(text: &str) -> bool {
    !text.contains(char::is_whitespace) && (is_made_up(text) || text.len() >= 12)
}

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

#[cfg(test)]
mod tests {
    use super::pgpass;

    #[test]
    fn the_last_of_five_fields_is_a_password() {
        let found = |text: &str| -> Vec<String> {
            pgpass(text).iter().map(|hit| text.get(hit.span.start..hit.span.end).unwrap().to_owned()).collect()
        };
        assert_eq!(found("db.acme.test:5432:core:etl:Cobalt-Meadow-9046\n"), ["Cobalt-Meadow-9046"]);
        assert_eq!(found("# all\n*:*:*:etl:Cob:alt-9046x\n"), ["Cob:alt-9046x"]);
        for none in [
            "arn:aws:iam::111122223333:role/x",
            "db.acme.test:5432:core:etl:$PGPASSWORD",
            "12:30:00:a:b",
            "a:1:b:c:d",
            "registry.acme.test:5000:a:b:latest",
            "fe80:1234:a:b:c",
        ] {
            assert!(found(none).is_empty(), "{none}");
        }
    }
}
