//! Recognises credentials in text, so that no report shows one.
//!
//! Two questions are answered: *is this value a credential?* (for policies, which see a marker instead of the value)
//! and *which bytes of this line must be hidden?* (for snippets and messages). Hiding is the more eager of the two.

use std::sync::LazyLock;

use regex::Regex;

use super::Span;

/// Shapes that are credentials wherever they stand. Sources: the providers' documentation of their token prefixes.
const SHAPES: &[(&str, &str)] = &[
    ("aws-access-key", r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b"),
    ("github-token", r"\b(?:gh[pousr]_[0-9A-Za-z]{36,255}|github_pat_[0-9A-Za-z_]{22,255})\b"),
    ("gitlab-token", r"\bgl(?:pat|cbt|ptt|rt|dt|soat|ft)-[0-9A-Za-z_-]{20,}"),
    ("slack-token", r"\bxox[abeoprs]-[0-9A-Za-z-]{10,}"),
    ("slack-webhook", r"hooks\.slack\.com/services/T[0-9A-Z]+/B[0-9A-Z]+/[0-9A-Za-z]+"),
    ("google-api-key", r"\bAIza[0-9A-Za-z_-]{35}"),
    ("stripe-key", r"\b[rs]k_(?:live|test)_[0-9A-Za-z]{16,}"),
    ("npm-token", r"\bnpm_[0-9A-Za-z]{36}\b"),
    ("openai-key", r"\bsk-(?:proj-|ant-)?[0-9A-Za-z_-]{20,}"),
    ("jwt", r"\beyJ[0-9A-Za-z_-]{10,}\.eyJ[0-9A-Za-z_-]{10,}\.[0-9A-Za-z_-]*"),
    ("azure-storage-key", r"AccountKey=[0-9A-Za-z+/]{40,}={0,2}"),
    ("private-key", r"-----BEGIN [A-Z ]*PRIVATE KEY-----"),
];

/// `key = value`, `key: value`, `"key": "value"`, where the key names a credential. A blank alone joins nothing, or
/// every sentence about a secret would be hidden.
const ASSIGNMENT: &str = r#"(?i)(?:pass(?:word|wd|phrase)?|pwd|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|account[_-]?key|credentials?|authorization|connection[_-]?string|sas)[a-z0-9_-]*["']?\]?\s*(?:=>|:=|=|:)\s*(?:(?:Bearer|Basic)\s+)?(?:"(?P<double>(?:[^"\\]|\\.)*)"|'(?P<single>[^']*)'|(?P<bare>[^\s"',;)}\]]+))"#;

/// `("key", "value")`.
const PAIR: &str = r#"(?i)(?:pass(?:word|wd|phrase)?|pwd|secret|token|key|credentials?|authorization)["']\s*,\s*(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)')"#;

/// `--password value`: on a command line a blank does join.
const FLAG: &str = r#"(?i)(?:^|[\s"'])--?[a-z0-9-]*(?:pass(?:word|wd|phrase)?|secret|token|api-?key|access-?key|credentials?)[a-z0-9-]*\s+(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>[^\s"',;)}\]]+))"#;

/// `Variable.get("token", default_var="value")`, `os.getenv("TOKEN", "value")`: the default of a named credential.
const FALLBACK: &str = r#"(?i)get[a-z_]*\(\s*["'][^"']*(?:pass(?:word|wd|phrase)?|secret|token|key|credential)[^"']*["']\s*,\s*(?:[a-z_]+\s*=\s*)?(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)')"#;

/// `scheme://user:password@host`.
const USERINFO: &str = r"[A-Za-z][A-Za-z0-9+.-]*://[^\s/:@]*:(?P<password>[^\s/@]+)@";

/// A run of characters that may be a random key.
const RANDOM: &str = r"[0-9A-Za-z+/_=-]{20,}";

#[expect(clippy::unwrap_used, reason = "constant patterns, compiled by every test of this module")]
static SHAPE_PATTERNS: LazyLock<Vec<(&str, Regex)>> =
    LazyLock::new(|| SHAPES.iter().map(|(kind, shape)| (*kind, Regex::new(shape).unwrap())).collect());
#[expect(clippy::unwrap_used, reason = "constant pattern")]
static ASSIGNMENT_PATTERN: LazyLock<Regex> = LazyLock::new(|| Regex::new(ASSIGNMENT).unwrap());
#[expect(clippy::unwrap_used, reason = "constant pattern")]
static FALLBACK_PATTERN: LazyLock<Regex> = LazyLock::new(|| Regex::new(FALLBACK).unwrap());
#[expect(clippy::unwrap_used, reason = "constant pattern")]
static PAIR_PATTERN: LazyLock<Regex> = LazyLock::new(|| Regex::new(PAIR).unwrap());
#[expect(clippy::unwrap_used, reason = "constant pattern")]
static FLAG_PATTERN: LazyLock<Regex> = LazyLock::new(|| Regex::new(FLAG).unwrap());
#[expect(clippy::unwrap_used, reason = "constant pattern")]
static USERINFO_PATTERN: LazyLock<Regex> = LazyLock::new(|| Regex::new(USERINFO).unwrap());
#[expect(clippy::unwrap_used, reason = "constant pattern")]
static RANDOM_PATTERN: LazyLock<Regex> = LazyLock::new(|| Regex::new(RANDOM).unwrap());
#[expect(clippy::unwrap_used, reason = "constant pattern")]
static KEY_PATTERN: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i)(?:^|[_.-])(?:pass(?:word|wd|phrase)?|pwd|secret|token|api_?key|access_?key|secret_?key|private_?key|account_?key|shared_?key|storage_?key|credentials?|client_?secret|connection_?string|sas_?token)(?:$|[_.-]?(?:string|value|base64|b64|v?\d+)?$)",
    )
    .unwrap()
});
#[expect(clippy::unwrap_used, reason = "constant pattern")]
static REFERENCE_PATTERN: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?:\$|\{\{|\$\{\{|<[^>]*>$|arn:|vault:|secretsmanager:|projects/|https?://[^@]*$|/)|\$\{[^}]*\}|\{\{|%\(|^\*+$")
        .unwrap()
});

/// The kind of credential that `value` is by its shape alone.
#[must_use]
pub fn shape(value: &str) -> Option<&'static str> {
    let shaped = SHAPE_PATTERNS.iter().find(|(_, pattern)| pattern.is_match(value)).map(|(kind, _)| *kind);
    shaped.or_else(|| {
        let password = USERINFO_PATTERN.captures(value)?.name("password")?.as_str();
        (!REFERENCE_PATTERN.is_match(password) && !is_placeholder(password)).then_some("password-in-url")
    })
}

/// Whether a key is the name of a credential: `password`, `DB_PASSWORD`, `api_key`, but not `password_length` or
/// `secret_name`.
#[must_use]
pub fn names_credential(key: &str) -> bool {
    KEY_PATTERN.is_match(&snake(key))
}

/// Whether `value`, found under `key`, is a credential written out: by shape, or because the key names one and the
/// value is neither a reference, a placeholder, nor a plain word. Returns its kind.
#[must_use]
pub fn literal(key: &str, value: &str) -> Option<&'static str> {
    shape(value).or_else(|| {
        let written_out = value.chars().count() >= 4 && !REFERENCE_PATTERN.is_match(value) && !is_placeholder(value);
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
    for (_, pattern) in SHAPE_PATTERNS.iter() {
        spans.extend(pattern.find_iter(text).map(|found| Span::new(found.start(), found.end())));
    }
    for found in USERINFO_PATTERN.captures_iter(text).filter_map(|found| found.name("password")) {
        spans.push(Span::new(found.start(), found.end()));
    }
    let patterns = [&ASSIGNMENT_PATTERN, &PAIR_PATTERN, &FLAG_PATTERN, &FALLBACK_PATTERN];
    for found in patterns.into_iter().flat_map(|pattern| pattern.captures_iter(text)) {
        let value = ["double", "single", "bare"].iter().find_map(|name| found.name(name));
        if let Some(value) = value.filter(|value| value.len() >= 4 && !is_harmless(value.as_str())) {
            spans.push(Span::new(value.start(), value.end()));
        }
    }
    spans.extend(
        RANDOM_PATTERN
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
    REFERENCE_PATTERN.is_match(value)
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
