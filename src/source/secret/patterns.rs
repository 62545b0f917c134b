//! The patterns of credentials.
//!
//! They are compiled when they are first needed, in every run, so they keep to ASCII where they can: a class of all
//! letters of Unicode costs more to compile than a whole workflow costs to judge.

use std::sync::LazyLock;

use regex::{Regex, RegexBuilder};

/// Shapes that are credentials wherever they stand. Sources: the providers' documentation of their token prefixes.
const SHAPE_TEXTS: &[(&str, &str)] = &[
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

/// A pattern of constant text that stays in ASCII.
#[expect(clippy::unwrap_used, reason = "constant patterns, compiled by every test of this module")]
fn ascii(pattern: &str) -> Regex {
    RegexBuilder::new(pattern).unicode(false).build().unwrap()
}

/// A pattern of constant text that may run over any character.
#[expect(clippy::unwrap_used, reason = "constant patterns, compiled by every test of this module")]
fn any(pattern: &str) -> Regex {
    Regex::new(pattern).unwrap()
}

/// Each shape with the kind of credential that it is.
pub(super) static SHAPES: LazyLock<Vec<(&str, Regex)>> =
    LazyLock::new(|| SHAPE_TEXTS.iter().map(|(kind, shape)| (*kind, ascii(shape))).collect());

/// Any of the shapes.
pub(super) static ANY_SHAPE: LazyLock<Regex> =
    LazyLock::new(|| ascii(&SHAPE_TEXTS.iter().map(|(_, shape)| *shape).collect::<Vec<_>>().join("|")));

/// `key = value`, `key: value`, `"key": "value"`, where the key names a credential. A blank alone joins nothing, or
/// every sentence about a secret would be hidden.
pub(super) static ASSIGNMENT: LazyLock<Regex> = LazyLock::new(|| {
    any(
        r#"(?i-u:(?:pass(?:word|wd|phrase)?|pwd|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|account[_-]?key|credentials?|authorization|connection[_-]?string|sas)[a-z0-9_-]*["']?\]?\s*(?:=>|:=|=|:)\s*(?:(?:Bearer|Basic)\s+)?)(?:"(?P<double>(?:[^"\\]|\\.)*)"|'(?P<single>[^']*)'|(?P<bare>[^ \t\r\n"',;)}\]]+))"#,
    )
});

/// `("key", "value")`.
pub(super) static PAIR: LazyLock<Regex> = LazyLock::new(|| {
    any(
        r#"(?i-u:(?:pass(?:word|wd|phrase)?|pwd|secret|token|key|credentials?|authorization)["']\s*,\s*)(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)')"#,
    )
});

/// `--password value`: on a command line a blank does join.
pub(super) static FLAG: LazyLock<Regex> = LazyLock::new(|| {
    any(
        r#"(?i-u:(?:^|[\s"'])--?[a-z0-9-]*(?:pass(?:word|wd|phrase)?|secret|token|api-?key|access-?key|credentials?)[a-z0-9-]*\s+)(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>[^ \t\r\n"',;)}\]]+))"#,
    )
});

/// `Variable.get("token", default_var="value")`, `os.getenv("TOKEN", "value")`: the default of a named credential.
pub(super) static FALLBACK: LazyLock<Regex> = LazyLock::new(|| {
    any(
        r#"(?i-u:get[a-z_]*\(\s*)["'][^"']*(?i-u:(?:pass(?:word|wd|phrase)?|secret|token|key|credential))[^"']*(?i-u:["']\s*,\s*(?:[a-z_]+\s*=\s*)?)(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)')"#,
    )
});

/// `scheme://user:password@host`.
pub(super) static USERINFO: LazyLock<Regex> =
    LazyLock::new(|| any(r"(?-u:[A-Za-z][A-Za-z0-9+.-]*)://[^ \t\r\n/:@]*:(?P<password>[^ \t\r\n/@]+)@"));

/// A run of characters that may be a random key.
pub(super) static RANDOM: LazyLock<Regex> = LazyLock::new(|| ascii(r"[0-9A-Za-z+/_=-]{20,}"));

/// A key, in `snake_case`, that is the name of a credential.
pub(super) static KEY: LazyLock<Regex> = LazyLock::new(|| {
    ascii(
        r"(?:^|[_.-])(?:pass(?:word|wd|phrase)?|pwd|secret|token|api_?key|access_?key|secret_?key|private_?key|account_?key|shared_?key|storage_?key|credentials?|client_?secret|connection_?string|sas_?token)(?:$|[_.-]?(?:string|value|base64|b64|v?[0-9]+)?$)",
    )
});

/// A value that refers to a credential, or stands in its place.
pub(super) static REFERENCE: LazyLock<Regex> = LazyLock::new(|| {
    any(
        r"^(?:\$|\{\{|\$\{\{|<[^>]*>$|arn:|vault:|secretsmanager:|projects/|https?://[^@]*$|/)|\$\{[^}]*\}|\{\{|%\(|^\*+$",
    )
});
