//! Recognises credentials in text, so that no report shows one.
//!
//! Two questions are answered: *is this value a credential?* (for policies, which see a marker instead of the value)
//! and *which bytes of this line must be hidden?* (for snippets and messages). Hiding is the more eager of the two.

mod known;
mod patterns;

pub use self::known::Known;

use self::patterns::{ANY_SHAPE, ASSIGNMENT, FALLBACK, FLAG, KEY, PAIR, RANDOM, REFERENCE, SHAPES, USERINFO};
use super::Span;

/// The kind of credential that `value` is by its shape alone.
#[must_use]
pub fn shape(value: &str) -> Option<&'static str> {
    let shapes = ANY_SHAPE.is_match(value).then_some(SHAPES.iter()).into_iter().flatten();
    let shaped = shapes.into_iter().find(|(_, pattern)| pattern.is_match(value)).map(|(kind, _)| *kind);
    shaped.or_else(|| {
        let password = USERINFO.captures(value)?.name("password")?.as_str();
        (!REFERENCE.is_match(password) && !is_placeholder(password)).then_some("password-in-url")
    })
}

/// Whether a key is the name of a credential: `password`, `DB_PASSWORD`, `api_key`, but not `password_length` or
/// `secret_name`.
#[must_use]
pub fn names_credential(key: &str) -> bool {
    KEY.is_match(&snake(key))
}

/// Whether `value`, found under `key`, is a credential written out: by shape, or because the key names one and the
/// value is neither a reference, a placeholder, nor a plain word. Returns its kind.
#[must_use]
pub fn literal(key: &str, value: &str) -> Option<&'static str> {
    shape(value).or_else(|| {
        let written_out = value.chars().count() >= 4 && !REFERENCE.is_match(value) && !is_placeholder(value);
        (written_out && names_credential(key)).then_some("password")
    })
}

/// Text that stands where a credential will be put later.
fn is_placeholder(value: &str) -> bool {
    let lower = value.to_ascii_lowercase();
    matches!(lower.as_str(), "true" | "false" | "null" | "none" | "inherit" | "write" | "read" | "changeit")
        || lower.starts_with("your")
        || lower.contains("example")
        || lower.contains("placeholder")
        || lower.contains("changeme")
        || lower.contains("xxxx")
}

/// `camelCase` and `kebab-case` as `snake_case`.
fn snake(key: &str) -> String {
    let mut text = String::with_capacity(key.len());
    let mut lower_before = false;
    for character in key.chars() {
        if character.is_ascii_uppercase() && lower_before {
            text.push('_');
        }
        lower_before = character.is_ascii_lowercase() || character.is_ascii_digit();
        text.push(if character == '-' { '_' } else { character.to_ascii_lowercase() });
    }
    text
}

/// The spans of `text` that may hold a credential: known shapes, values behind a key that names a credential, the
/// password of a URL, and random-looking runs.
#[must_use]
pub fn scan(text: &str) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    spans.extend(ANY_SHAPE.find_iter(text).map(|found| Span::new(found.start(), found.end())));
    for found in USERINFO.captures_iter(text).filter_map(|found| found.name("password")) {
        spans.push(Span::new(found.start(), found.end()));
    }
    let patterns = [&ASSIGNMENT, &PAIR, &FLAG, &FALLBACK];
    for found in patterns.into_iter().flat_map(|pattern| pattern.captures_iter(text)) {
        let value = ["double", "single", "bare"].iter().find_map(|name| found.name(name));
        if let Some(value) = value.filter(|value| value.len() >= 4 && !is_harmless(value.as_str())) {
            spans.push(Span::new(value.start(), value.end()));
        }
    }
    spans.extend(
        RANDOM
            .find_iter(text)
            .filter(|found| is_random(found.as_str()))
            .map(|found| Span::new(found.start(), found.end())),
    );
    spans.sort_unstable();
    spans
}

/// `text` with everything that [`scan`] finds replaced by asterisks.
#[must_use]
pub fn mask(text: &str) -> String {
    let spans = scan(text);
    if spans.is_empty() {
        return text.to_owned();
    }
    // The spans are sorted, so one pass is enough however many there are.
    let mut spans = spans.into_iter().peekable();
    let mut hidden_to = 0_usize;
    text.char_indices()
        .map(|(at, character)| {
            while let Some(span) = spans.next_if(|span| span.start <= at) {
                hidden_to = hidden_to.max(span.end);
            }
            if at < hidden_to { '*' } else { character }
        })
        .collect()
}

/// A value that is a reference or a word of a schema, so that hiding it would only hide the finding.
fn is_harmless(value: &str) -> bool {
    REFERENCE.is_match(value)
        || matches!(value, "true" | "false" | "null" | "none" | "write" | "read" | "inherit" | "string")
        || value.starts_with("var.")
        || value.starts_with("local.")
        || value.starts_with("secrets.")
        || value.starts_with("data.")
        || value.starts_with("os.")
        || value.starts_with("Variable.")
        || value.starts_with("module.")
}

/// Whether a run looks like a random key: mixed classes and high entropy; a commit SHA or digest is not hidden.
fn is_random(run: &str) -> bool {
    let hexadecimal = run.chars().all(|c| c.is_ascii_hexdigit());
    if hexadecimal {
        return !matches!(run.len(), 32 | 40 | 64 | 128) && run.len() > 20 && entropy(run) > 3.0 && has_mix(run);
    }
    has_mix(run) && entropy(run) > 4.0 && !run.contains("//")
}

fn has_mix(run: &str) -> bool {
    let lower = run.chars().any(|c| c.is_ascii_lowercase());
    let upper = run.chars().any(|c| c.is_ascii_uppercase());
    let digits = run.chars().filter(char::is_ascii_digit).count();
    digits >= 3 && lower && upper
}

/// Shannon entropy in bits a character.
fn entropy(run: &str) -> f64 {
    let mut counts = [0_u32; 256];
    for byte in run.bytes() {
        if let Some(count) = counts.get_mut(usize::from(byte)) {
            *count = count.saturating_add(1);
        }
    }
    let total = f64::from(u32::try_from(run.len()).unwrap_or(u32::MAX));
    counts
        .iter()
        .filter(|count| **count > 0)
        .map(|count| f64::from(*count) / total)
        .map(|share| -share * share.log2())
        .sum()
}

#[cfg(test)]
mod tests {
    use super::{literal, mask, names_credential};

    #[test]
    fn keys_that_name_a_credential() {
        for key in [
            "password",
            "DB_PASSWORD",
            "db-password",
            "dbPassword",
            "api_key",
            "client_secret",
            "token",
            "aws_secret_access_key",
            "password_wo",
        ] {
            assert_eq!(names_credential(key), key != "password_wo", "{key}");
        }
        for key in
            ["password_length", "secret_name", "secret_arn", "tokenizer", "key", "kms_key_id", "id-token", "passive"]
        {
            assert_eq!(names_credential(key), key == "id-token", "{key}");
        }
    }

    #[test]
    fn a_reference_or_placeholder_is_no_literal() {
        for value in [
            "${var.password}",
            "{{ conn.db.password }}",
            "$DB_PASSWORD",
            "${{ secrets.X }}",
            "arn:aws:x",
            "changeme",
            "write",
            "",
        ] {
            assert_eq!(literal("password", value), None, "{value}");
        }
        assert_eq!(literal("password", "hunter22"), Some("password"));
        assert_eq!(literal("url", "postgres://app:s3cr3t@db/x"), Some("password-in-url"));
        assert_eq!(literal("x", "AKIAIOSFODNN7ABCDEFG"), Some("aws-access-key"));
    }

    #[test]
    fn masking_hides_values_and_keeps_the_rest() {
        let cases = [
            ("password = \"hunter2\"", "password = \"*******\""),
            (
                "uses: actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8",
                "uses: actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8",
            ),
            ("env: { TOKEN: ${{ secrets.TOKEN }} }", "env: { TOKEN: ${{ secrets.TOKEN }} }"),
            ("postgres://app:s3cr3t@db/x", "postgres://app:******@db/x"),
            ("key AKIAIOSFODNN7ABCDEFG here", "key ******************** here"),
            ("--token hunter2", "--token *******"),
            ("mysql --password hunter2 -h db", "mysql --password ******* -h db"),
            ("(\"token\", \"hunter2\")", "(\"token\", \"*******\")"),
            (
                "token = Variable.get('token', default_var='hunter2')",
                "token = Variable.get('token', default_var='*******')",
            ),
            ("Authorization: Bearer hunter2", "Authorization: Bearer *******"),
            ("the secret AWS_SECRET_ACCESS_KEY is used", "the secret AWS_SECRET_ACCESS_KEY is used"),
            ("the token of the job, a password written out", "the token of the job, a password written out"),
            ("author: acme", "author: acme"),
        ];
        for (text, masked) in cases {
            assert_eq!(mask(text), masked);
        }
    }
}
