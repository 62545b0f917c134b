//! Values that say of themselves that they open nothing, or nothing but what lives as long as a test.

/// How a value begins that says so, in small letters and without what parts its words.
const DENIALS: &[&str] = &[
    "notacredential",
    "notakey",
    "notanactual",
    "notanapikey",
    "notapass",
    "notareal",
    "notasecret",
    "notasensitive",
    "notatoken",
    "notimportant",
    "notmyreal",
    "notneeded",
    "notreal",
    "notrequired",
    "notsecret",
    "notsensitive",
    "notsosecret",
    "notthereal",
    "notused",
];

/// All of a value that says so.
const NONE: &[&str] = &[
    "bogus",
    "doesnotmatter",
    "dontcare",
    "ignored",
    "invalid",
    "irrelevant",
    "nokey",
    "nopassword",
    "nosecret",
    "nothing",
    "notoken",
    "unimportant",
    "unneeded",
    "unused",
];

/// First words that say so of a value whose other words are plain.
const FIRST: &[&str] = &["dummy", "fake", "mock", "mocked", "bogus", "unused", "placeholder", "nonexistent"];

/// What a credential is called.
const NOUNS: &[&str] = &[
    "apikey",
    "credential",
    "credentials",
    "key",
    "pass",
    "passwd",
    "password",
    "passphrase",
    "pw",
    "pwd",
    "secret",
    "token",
    "value",
];

/// Words that say where a value is used: nowhere else. A pipeline and what it deploys for development have credentials.
const TESTS: &[&str] = &["demo", "e2e", "local", "localhost", "test", "testing", "tests"];

/// The longest value that is looked at.
const LONGEST: usize = 256;

/// Whether a value says that it is no credential: `not-a-secret-…`, `nothing`, `dummy_token_123`.
pub(super) fn says_none(value: &str) -> bool {
    // None begins with anything else.
    let may = value.starts_with(|first: char| "bdfimnpuBDFIMNPU".contains(first)) && value.len() <= LONGEST;
    if !may {
        return false;
    }
    let words = words(value);
    let joined = words.concat();
    NONE.contains(&joined.as_str()) || DENIALS.iter().any(|denial| joined.starts_with(denial)) || is_marked(&words)
}

/// Whether a value is made of words that say that it is for tests, and of what: `local-manager-key`.
pub(super) fn is_of_tests(value: &str) -> bool {
    if value.len() > LONGEST || !value.contains(['-', '_', '.', ' ']) {
        return false;
    }
    let words = words(value);
    let has = |known: &[&str]| words.iter().any(|word| known.contains(&word.as_str()));
    has(TESTS) && has(NOUNS) && words.iter().all(|word| TESTS.contains(&word.as_str()) || is_plain(word))
}

/// Whether the first word says it, alone or with the name of what it would be, and the others are plain.
fn is_marked(words: &[String]) -> bool {
    let Some((first, rest)) = words.split_first() else { return false };
    let marked = FIRST.iter().filter_map(|word| first.strip_prefix(word));
    let is_word = |rest: &str| rest.is_empty() || is_number(rest) || NOUNS.iter().any(|noun| rest.starts_with(noun));
    let mut marked = marked.filter(|rest| is_word(rest) && (rest.is_empty() || is_plain(rest)));
    marked.next().is_some() && rest.iter().all(|word| is_plain(word))
}

/// Whether a word is letters with a short number at its end, or such a number.
fn is_plain(word: &str) -> bool {
    let letters = word.trim_end_matches(|last: char| last.is_ascii_digit());
    let digits = word.len().saturating_sub(letters.len());
    digits <= 4 && letters.len() <= 16 && letters.bytes().all(|byte| byte.is_ascii_lowercase())
}

fn is_number(word: &str) -> bool {
    word.bytes().all(|byte| byte.is_ascii_digit())
}

/// The words of a value in small letters: `notASecret`, `not-a-secret`.
fn words(value: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut lower_before = false;
    for character in value.chars() {
        let begins = !character.is_alphanumeric() || (character.is_uppercase() && lower_before);
        if begins && words.last().is_some_and(|word| !word.is_empty()) {
            words.push(String::new());
        }
        lower_before = character.is_lowercase();
        if let Some(word) = words.last_mut().filter(|_| character.is_alphanumeric()) {
            word.extend(character.to_lowercase());
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use super::{is_of_tests, says_none};

    #[test]
    fn a_value_says_that_it_is_none() {
        for value in [
            "not-a-secret-jw7kQcb35fcDRIKp7K4fqZBmVvb+Sy4nkAGf44",
            "not_a_password",
            "notASecret",
            "NOT A REAL TOKEN",
            "not-used",
            "nothing",
            "unused",
            "dummy",
            "dummy_token_123",
            "dummyPassword1",
            "fakekey",
            "mock-api-key",
        ] {
            assert!(says_none(value), "{value}");
        }
        for value in [
            "nothing-Gr4nite-77",
            "not-my-lantern",
            "nottingham7",
            "mockingbird77",
            "dummy-R8kQ2wZm4",
            "dummy+lantern41Heron",
            "fakenews2024",
            "hunter2",
            "",
            "-",
        ] {
            assert!(!says_none(value), "{value}");
        }
    }

    #[test]
    fn a_value_says_that_it_is_for_tests() {
        for value in ["local-manager-key", "test_secret_key", "ci-test-token-1", "demo.password", "e2e-user-password"] {
            assert!(is_of_tests(value), "{value}");
        }
        for value in [
            "mlflow-ci-secret-key",
            "dev-db-password",
            "local-heron-wharf",
            "lantern-key",
            "test-R8kQ2wZm4-key",
            "testkey",
            "manager-key",
            "--",
        ] {
            assert!(!is_of_tests(value), "{value}");
        }
    }
}
