//! What the words of a value say about it: a password may be anything, other credentials look generated.

use std::borrow::Cow;
use std::sync::LazyLock;

use regex::Regex;

use crate::source::secret;

/// What `format` and `%` fill in later: `{password}`, `%s`.
#[expect(clippy::unwrap_used, reason = "constant pattern, compiled by every test of this module")]
static FIELD: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\$?\{[A-Za-z_][\w.\[\]]*\}|\$?\{\d*\}|%s").unwrap());

/// What stands for a part that only the run will know.
pub(super) const HOLE: &str = "${x}";

/// A text in which what is filled in later shows as a reference.
pub(super) fn filled(text: &str) -> Cow<'_, str> {
    FIELD.replace_all(text, "$${x}")
}

/// The kind of credential that a text is by its shape alone; what is filled in later counts as a reference.
pub(super) fn shape_of(text: &str) -> Option<&'static str> {
    secret::shape(&filled(text))
}

/// The kind of credential that a text is under a name, or `None` when it is not one. `owner` is the last part of the
/// name of the function that it is given to, if any.
pub(crate) fn kind_of(key: &str, text: &str, owner: &str) -> Option<&'static str> {
    let text = text.trim();
    let shaped = shape_of(text);
    if shaped.is_some() || names_a_reference(owner) {
        return shaped;
    }
    secret::literal(key, text).filter(|_| if is_password(key) { !is_label(key, text) } else { looks_random(text) })
}

/// Classes and functions whose arguments name a secret that is kept elsewhere.
fn names_a_reference(owner: &str) -> bool {
    matches!(owner, "Secret" | "get_secret_value" | "access_secret_version")
        || owner.starts_with("V1")
        || owner.contains("SecretKeySelector")
}

/// Whether a name is that of a password, which may be any word; other credentials are random.
pub(super) fn is_password(key: &str) -> bool {
    let lower = key.to_ascii_lowercase();
    ["password", "passwd", "passphrase", "pwd"].iter().any(|word| lower.contains(word))
}

/// Whether a text under the name of a password is words for people or the name of a field.
pub(super) fn is_label(key: &str, text: &str) -> bool {
    let names_itself = text.to_ascii_lowercase().contains("password") && !text.chars().any(|c| c.is_ascii_digit());
    let sentence = text.split_whitespace().count() > 3 && !key.to_ascii_lowercase().contains("phrase");
    names_itself || sentence
}

/// Whether a text looks generated and not like the name of something.
pub(super) fn looks_random(text: &str) -> bool {
    let has = |class: fn(&char) -> bool| text.chars().any(|c| class(&c));
    let lower = text.to_ascii_lowercase();
    let name = ["secret", "token", "key", "cred", "password", ".json", ".pem", "default"];
    text.len() >= 8
        && !has(|c| c.is_whitespace())
        && has(char::is_ascii_digit)
        && has(char::is_ascii_alphabetic)
        && !is_path(text)
        && !name.iter().any(|word| lower.contains(word))
}

/// Whether slashes join names and not the characters of base64.
fn is_path(text: &str) -> bool {
    let mixed = |name: &str| {
        let has = |class: fn(&u8) -> bool| name.bytes().any(|byte| class(&byte));
        has(u8::is_ascii_lowercase) && has(u8::is_ascii_uppercase) && has(u8::is_ascii_digit)
    };
    text.contains('/') && (text.starts_with(['/', '.', '~']) || !text.split('/').any(mixed))
}
