//! Which names are those of credentials, with `names.tsv`.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind};

use super::url::WEAK;

/// The table.
const TABLE: &str = include_str!("../../../policies/knowledge/credentials/names.tsv");

/// The most parts of a name that one line of the table has.
const REACH: usize = 4;

/// The lines of the table by their rule.
#[derive(Default)]
struct Names {
    ends: BTreeSet<&'static str>,
    joined: Vec<&'static str>,
    never: BTreeSet<&'static str>,
    behind: BTreeSet<&'static str>,
    header: BTreeSet<&'static str>,
    query: BTreeSet<&'static str>,
}

static NAMES: LazyLock<Names> = LazyLock::new(|| {
    let mut names = Names::default();
    for [rule, words, ..] in rows() {
        match rule {
            "ends" => drop(names.ends.insert(words)),
            "joined" => names.joined.push(words),
            "never" => drop(names.never.insert(words)),
            "behind" => drop(names.behind.insert(words)),
            "header" => drop(names.header.insert(words)),
            _ => drop(names.query.insert(words)),
        }
    }
    names
});

/// The last part of every name that the table knows, and the schemes that tell a credential without a name. Most keys
/// and most texts hold none of them, and then nothing else need be asked.
static LAST_PARTS: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    let Names { ends, joined, header, query, .. } = &*NAMES;
    let words: BTreeSet<&str> = ends.iter().chain(joined).chain(header).chain(query).copied().collect();
    let last = words.into_iter().filter_map(|words| words.rsplit('_').next()).chain(SCHEMES);
    AhoCorasick::builder().kind(Some(AhoCorasickKind::DFA)).ascii_case_insensitive(true).build(last).ok()
});

/// Schemes that stand in front of a credential without the name of a header.
pub(super) const SCHEMES: [&str; 2] = ["bearer", "basic"];

/// Where the next part of a name that the table may know, or a scheme, stands in a text from a byte on.
pub(super) fn next(text: &str, from: usize) -> Option<usize> {
    let rest = text.get(from..)?;
    let found = match &*LAST_PARTS {
        Some(parts) => parts.find(rest).map(|found| found.start()),
        None => rest.find(|c: char| c.is_ascii_alphanumeric() || c == '_'),
    };
    found.map(|at| from.saturating_add(at))
}

/// Whether a key may be a name that the table knows.
fn may_be_known(key: &str) -> bool {
    LAST_PARTS.as_ref().is_none_or(|parts| parts.is_match(key))
}

/// The lines of the table: rule, words, a name that is one, a name that is none.
pub(super) fn rows() -> impl Iterator<Item = [&'static str; 4]> {
    TABLE.lines().filter(|line| !line.starts_with('#')).map(|line| {
        let mut fields = line.split('\t');
        std::array::from_fn(|_| fields.next().unwrap_or_default())
    })
}

/// Whether a key is the name of a credential: `password`, `DB_PASSWORD`, `PGPASSWORD`, `api_key`, but not
/// `password_length`, `secret_name` or `compass`.
pub(super) fn names_credential(key: &str) -> bool {
    if !may_be_known(key) {
        return false;
    }
    let name = snake(key);
    is_credential(stem(&name))
}

/// Whether what stands behind this key in a text is hidden: names of credentials, and of headers that hold them.
pub(super) fn hides(key: &str) -> bool {
    if !may_be_known(key) {
        return false;
    }
    let name = snake(key);
    let name = stem(&name);
    is_credential(name) || endings(name).any(|ending| NAMES.header.contains(ending))
}

/// Whether a parameter of an address holds a credential.
pub(super) fn hides_parameter(key: &str) -> bool {
    if !may_be_known(key) {
        return false;
    }
    let name = snake(key);
    let name = stem(&name);
    // `?key=` may be one, `?spaceKey=` names a space.
    let of_address = |ending: &str| NAMES.query.contains(ending) && (ending == name || !WEAK.contains(&ending));
    is_credential(name) || endings(name).any(|ending| of_address(ending) || NAMES.header.contains(ending))
}

/// Kinds of secrets that are a text, and no object that holds some.
const TEXTS: &[&str] = &[
    "access",
    "admin",
    "api",
    "app",
    "application",
    "auth",
    "client",
    "consumer",
    "cookie",
    "encryption",
    "hmac",
    "hook",
    "jwt",
    "key",
    "nextauth",
    "oauth",
    "oidc",
    "otp",
    "session",
    "shared",
    "signing",
    "token",
    "totp",
    "user",
    "webhook",
];

/// Whether a key may name an object of a cluster that holds credentials: `secret`, `existingConfigSecret`,
/// `passwordSecret`, but not `client_secret`.
pub(super) fn may_name_object(key: &str) -> bool {
    let ends = key.len().checked_sub(OBJECT.len()).and_then(|from| key.get(from..));
    if !ends.is_some_and(|end| end.eq_ignore_ascii_case(OBJECT)) {
        return false;
    }
    let name = snake(key);
    let mut parts = name.rsplit('_');
    parts.next() == Some(OBJECT) && parts.next().is_none_or(|kind| !TEXTS.contains(&kind))
}

/// The last part of the name of such an object.
const OBJECT: &str = "secret";

/// Whether a value is what objects of a cluster are called: words in small letters, `mlpipeline-minio-artifact`.
pub(super) fn is_label(value: &str) -> bool {
    let is_word = |word: &str| word.len() >= 2 && word.bytes().all(|byte| byte.is_ascii_lowercase());
    // `s3`, `k8s`, `v1`, and a number of one digit.
    let is_short = |word: &str| {
        matches!(word.len(), 1..=3) && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    };
    let is_number = |word: &str| word.len() > 1 && word.bytes().all(|byte| byte.is_ascii_digit());
    let mut words = value.split('-');
    value.len() <= 63
        && value.contains('-')
        && words.clone().any(is_word)
        && words.all(|word| is_word(word) || (is_short(word) && !is_number(word)))
}

/// Whether a value is the name of a variable that holds a credential, in capitals: `MAVEN_CENTRAL_TOKEN`.
pub(super) fn is_variable(value: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_';
    value.contains('_')
        && value.bytes().all(plain)
        && !value.starts_with(|first: char| first.is_ascii_digit())
        && value.bytes().filter(u8::is_ascii_digit).count() < 3
        && names_credential(value)
}

fn is_credential(name: &str) -> bool {
    let joined = || {
        let last = name.rsplit('_').next().unwrap_or(name);
        NAMES.joined.iter().any(|word| last.ends_with(word))
    };
    let named = endings(name).any(|ending| NAMES.ends.contains(ending)) || joined();
    named && !endings(name).any(|ending| NAMES.never.contains(ending))
}

/// A name without what says nothing at its end.
fn stem(name: &str) -> &str {
    let mut name = name.trim_matches('_');
    while let Some((before, last)) = name.rsplit_once('_') {
        let number = last.strip_prefix('v').unwrap_or(last);
        let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
        // `connection_string` is a name itself.
        if NAMES.ends.contains(endings(name).nth(1).unwrap_or_default()) || !(is_number || NAMES.behind.contains(last))
        {
            break;
        }
        name = before.trim_end_matches('_');
    }
    // `password1`, `TOKEN2`
    name.trim_end_matches(|last: char| last.is_ascii_digit()).trim_end_matches('_')
}

/// The last part of a name, its last two parts, and so on.
fn endings(name: &str) -> impl Iterator<Item = &str> {
    let separators = name.rmatch_indices('_').map(|(at, _)| at.saturating_add(1));
    separators.chain([0]).take(REACH).filter_map(|from| name.get(from..))
}

/// `camelCase` and `kebab-case` as `snake_case`.
fn snake(key: &str) -> String {
    let mut text = String::with_capacity(key.len().saturating_add(4));
    let mut lower_before = false;
    for character in key.chars() {
        if character.is_ascii_uppercase() && lower_before {
            text.push('_');
        }
        lower_before = character.is_ascii_lowercase() || character.is_ascii_digit();
        text.push(if matches!(character, '-' | '.' | ' ' | '/') { '_' } else { character.to_ascii_lowercase() });
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{hides, hides_parameter, names_credential, rows};

    #[test]
    fn every_line_of_the_table_is_right_about_its_examples() {
        let mut wrong = Vec::new();
        for [rule, words, is_one, is_none] in rows() {
            let judge = match rule {
                "header" => hides,
                "query" => hides_parameter,
                "ends" | "joined" | "never" | "behind" => names_credential,
                other => panic!("{other}"),
            };
            if (rule != "never" && !judge(is_one)) || judge(is_none) {
                wrong.push([rule, words, is_one, is_none]);
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    #[test]
    fn a_key_is_known_in_every_spelling_of_its_last_part() {
        for [rule, words, is_one, _] in rows() {
            if matches!(rule, "ends" | "joined" | "header" | "query") {
                for key in [words.to_owned(), words.to_uppercase(), words.replace('_', "-"), format!("x.{words}2")] {
                    assert!(super::may_be_known(&key), "{key}");
                }
                assert!(super::may_be_known(is_one), "{is_one}");
            }
        }
        for key in ["name", "runs-on", "uses", "timeout-minutes"] {
            assert!(!super::may_be_known(key), "{key}");
        }
    }

    #[test]
    fn names_that_only_look_like_one() {
        let none = [
            "bypass_mode",
            "passthrough",
            "compass",
            "token_url",
            "secret_name",
            "KEY_ID",
            "tokenizer",
            "max_tokens",
            "secrets_manager_arn",
            "password_policy",
            "SECRETS_MANAGER",
            "passive",
            "keyboard",
            "partition_key",
            "primary_key",
            "cache-key",
            "key",
            "kms_key_id",
            "author",
            "format_pattern",
            "PATH",
            "compat",
            "token_type",
            "access_token_lifetime",
            "credentials_secret_arn",
            "PWD_DIR",
            "dispatch",
            "pattern",
            "monkey",
        ];
        let wrong: Vec<&str> = none.into_iter().filter(|name| names_credential(name) || hides(name)).collect();
        assert!(wrong.is_empty(), "{wrong:?}");
        let both = [
            "MYSQL_ROOT_PASSWORD",
            "spring.datasource.password",
            "_authToken",
            "npmAuthToken",
            "password1",
            "DB_PASSWORD_2",
        ];
        for name in both {
            assert!(names_credential(name), "{name}");
        }
        for name in ["spaceKey", "projectKey", "sort_key", "country_code", "statusCode"] {
            assert!(!hides_parameter(name), "{name}");
        }
    }
}
