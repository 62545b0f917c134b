//! Credentials behind words that no sign joins to them: statements of databases, commands of runners, pairs.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind};

use super::field::quoted;
use super::judge::is_written_out;
use super::{Hit, names, reference};
use crate::source::Span;

/// What stands in front of a credential, in small letters; how the credential is written; a word of which one has to
/// stand before, if any.
const WORDINGS: &[(&str, Written, &[&str])] = &[
    ("::add-mask::", Written::Word, &[]),
    ("add-mask]", Written::Word, &[]),
    ("bindpw ", Written::Word, &[]),
    ("rootpw ", Written::Word, &[]),
    ("requirepass ", Written::Word, &[]),
    ("masterauth ", Written::Word, &[]),
    ("identified by ", Written::Quoted, &[]),
    ("identified by password ", Written::Quoted, &[]),
    (" password ", Written::Quoted, &["create", "alter", "user", "role", "login", "set"]),
    ("set-output name=", Written::Named, &[]),
    ("save-state name=", Written::Named, &[]),
    ("##vso[task.setvariable variable=", Written::Named, &[]),
];

/// How a credential is written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Written {
    /// In quotes.
    Quoted,
    /// As one word.
    Word,
    /// Behind a name, and what ends the name: `name=token::…`, `variable=token;issecret=true]…`.
    Named,
}

/// The longest name and first of a pair.
const LONGEST: usize = 256;

/// Arguments that take a name and a password together: `auth=("svc", "…")`.
const PAIRS: &[&str] = &["auth", "basic_auth", "http_auth", "proxy_auth", "httpauth"];

/// All of those words at once, the wordings first.
static WORDS: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    let words = WORDINGS.iter().map(|(wording, ..)| *wording).chain(PAIRS.iter().copied());
    AhoCorasick::builder().kind(Some(AhoCorasickKind::DFA)).ascii_case_insensitive(true).build(words).ok()
});

/// Every credential behind such words.
pub(super) fn find(text: &str) -> Vec<Hit> {
    let Some(words) = &*WORDS else { return Vec::new() };
    let mut hits = Vec::new();
    // Of each wording, up to where it was looked for the words before it, and whether one was there.
    let mut leads = [(0_usize, false); WORDINGS.len()];
    for found in words.find_overlapping_iter(text) {
        let index = found.pattern().as_usize();
        let (Some((_, written, before)), Some((read, said))) = (WORDINGS.get(index), leads.get_mut(index)) else {
            hits.extend(second(text, found.end()));
            continue;
        };
        if !*said {
            let lead = text.get(*read..found.start()).unwrap_or_default().to_ascii_lowercase();
            *said = before.is_empty() || before.iter().any(|word| lead.contains(word));
            *read = found.start();
        }
        if *said {
            hits.extend(behind(text, found.end(), *written));
        }
    }
    hits
}

fn behind(text: &str, at: usize, written: Written) -> Option<Hit> {
    let span = match written {
        Written::Quoted => {
            let blanks = text.get(at..)?.len().saturating_sub(text.get(at..)?.trim_start_matches(' ').len());
            quoted(text, at.saturating_add(blanks))?
        }
        Written::Word => word(text, at)?,
        Written::Named => {
            let rest = near(text, at)?;
            let name = rest.get(..rest.find([':', ';', ']'])?)?;
            let ends = ["::", "]"].iter().find_map(|end| Some(rest.find(end)?.saturating_add(end.len())))?;
            word(text, at.saturating_add(ends)).filter(|_| names::names_credential(name))?
        }
    };
    let value = text.get(span.start..span.end)?;
    is_written_out(value).then(|| Hit::sure(span, "password"))
}

/// The text at a byte as far as a name or the first of a pair may reach: many of them in one text cost no more.
fn near(text: &str, at: usize) -> Option<&str> {
    let rest = text.get(at..)?;
    rest.get(..rest.floor_char_boundary(LONGEST))
}

/// The word at a byte.
fn word(text: &str, at: usize) -> Option<Span> {
    let rest = text.get(at..)?;
    let ends = |from: usize| {
        let behind = rest.get(from..).unwrap_or_default();
        let length = behind.find(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '`')).unwrap_or(behind.len());
        from.saturating_add(length)
    };
    let mut end = ends(0);
    // An expression of the vendor holds blanks.
    while let Some(open) = rest.get(..end).and_then(|word| word.rfind("${{"))
        && let Some(length) = rest.get(open..).and_then(reference::bracketed)
        && open.saturating_add(length) > end
    {
        end = ends(open.saturating_add(length));
    }
    Some(Span::new(at, at.saturating_add(end)))
}

/// The second of a pair that is given behind a name ending at a byte.
fn second(text: &str, end: usize) -> Option<Hit> {
    let rest = near(text, end)?.trim_start_matches(['"', '\'', ' ']);
    let rest = rest.strip_prefix(['=', ':'])?.trim_start_matches(' ').strip_prefix(['(', '['])?;
    let (first, behind) = rest.split_once(',')?;
    let plain = first.chars().all(|c| c.is_alphanumeric() || "\"'_.-@ ".contains(c));
    let read = near(text, end)?.len().saturating_sub(behind.trim_start_matches(' ').len());
    let at = end.saturating_add(read);
    let span = quoted(text, at).filter(|_| plain)?;
    is_written_out(text.get(span.start..span.end)?).then(|| Hit::sure(span, "password"))
}

#[cfg(test)]
mod tests {
    use super::find;

    #[test]
    fn a_credential_stands_behind_its_words() {
        for text in [
            "echo \"::add-mask::Kp7wq2Lm9\"",
            "echo ::set-output name=db_password::Kp7wq2Lm9",
            "echo '##vso[task.setvariable variable=apiToken;issecret=true]Kp7wq2Lm9'",
            "ALTER ROLE x WITH PASSWORD 'Kp7wq2Lm9'",
            "create user x password \"Kp7wq2Lm9\"",
            "CREATE USER x IDENTIFIED BY 'Kp7wq2Lm9'",
            "requests.get(u, auth=('svc', 'Kp7wq2Lm9'))",
            "{\"auth\": [\"svc\", \"Kp7wq2Lm9\"]}",
            "auth=(user, \"Kp7wq2Lm9\")",
        ] {
            let values: Vec<&str> =
                find(text).iter().filter_map(|hit| text.get(hit.span.start..hit.span.end)).collect();
            assert_eq!(values, ["Kp7wq2Lm9"], "{text}");
        }
    }

    #[test]
    fn other_words_are_none() {
        for text in [
            "echo ::add-mask::$TOKEN",
            "echo ::set-output name=version::1.2.3-4567",
            "the password 'admin1234' is shown",
            "CREATE USER x IDENTIFIED BY '{{ conn.x.password }}'",
            "auth=(user, password)",
            "auth=(\"svc\", \"$TOKEN\")",
            "unauth=x(\"a\", \"b\")",
        ] {
            assert!(find(text).is_empty(), "{text}");
        }
    }
}
