//! Judges a value that stands behind the name of a credential.

use super::denial::says_none;
use super::field::Join;
use super::value::{is_made_up, is_placeholder};
use super::{names, reference};

/// The fewest characters that are hidden behind a name.
const SHORTEST: usize = 3;

/// Words that go on in a sentence about an option: `the --token flag was given`, `--password is required`.
const TALK: &[&str] = &[
    "and",
    "argument",
    "arguments",
    "are",
    "because",
    "but",
    "can",
    "cannot",
    "for",
    "from",
    "given",
    "has",
    "have",
    "instead",
    "into",
    "may",
    "missing",
    "must",
    "not",
    "only",
    "option",
    "options",
    "parameter",
    "parameters",
    "provided",
    "requires",
    "set",
    "should",
    "specified",
    "that",
    "the",
    "then",
    "was",
    "were",
    "when",
    "where",
    "which",
    "will",
    "with",
    "would",
    "flag",
    "flags",
];

/// Whether a value behind a name is a credential, and whether that is sure.
pub(super) fn judged(name: &str, value: &str, join: Join, quoted: bool) -> Option<bool> {
    if !is_written_out(value) || ((!quoted || join == Join::Comma) && names_another(name, value)) {
        return None;
    }
    if names::is_variable(value) || (names::may_name_object(name) && names::is_label(value)) {
        return None;
    }
    match join {
        Join::Scheme => is_scheme_value(name, value).then_some(true),
        // Texts that are looked for look like this, and passwords do not.
        _ if is_expression(value) => Some(false),
        // `docker build --secret id=npm`: a name, not a value.
        Join::Blank if TALK.contains(&value) => None,
        Join::Blank if value.starts_with('-') || (name == "secret" && !is_made_up(value)) => None,
        Join::Blank | Join::Element => Some(true),
        // What is compared is mostly a word: `token != 'production'`.
        Join::Compare => (value.len() >= 8 && value.bytes().any(|byte| byte.is_ascii_digit())).then_some(false),
        // `auth: sendmail` says how, and `auth: bot:…` says with what.
        Join::Sign if is_auth(name) => Some(is_generated(value)),
        Join::Sign | Join::Comma => Some(value.len() >= 8 && !is_sentence(value)),
    }
}

/// Whether a header is one that says how somebody logs in, or with what.
fn is_auth(name: &str) -> bool {
    let last = name.rsplit(['.', '_', '-']).next().unwrap_or(name);
    last.eq_ignore_ascii_case("auth") && !names::names_credential(name)
}

/// Whether a value looks generated, or like a user with a password.
fn is_generated(value: &str) -> bool {
    let has = |test: fn(&u8) -> bool| value.bytes().any(|byte| test(&byte));
    let mixed = has(u8::is_ascii_lowercase) && has(u8::is_ascii_uppercase);
    is_made_up(value) || (value.len() >= 12 && mixed) || (value.contains(':') && has(u8::is_ascii_digit))
}

/// Whether a text is an expression that other texts are matched with: `uses:\s+\S+`, `[^@]*`.
#[must_use]
pub fn is_expression(text: &str) -> bool {
    const CLASSES: &[&str] =
        &["[^", "[a-z", "[A-Z", "[0-9", "\\s", "\\S", "\\w", "\\W", "\\d", "\\(", "(?", ".*", ".+"];
    text.contains(['[', '\\', '(', '.']) && CLASSES.iter().any(|class| text.contains(class))
}

/// Whether a value that stands behind the name of a credential is one.
pub(super) fn is_written_out(value: &str) -> bool {
    value.chars().count() >= SHORTEST && !reference::is_reference(value) && !is_placeholder(value) && !says_none(value)
}

/// `password=DB_PASSWORD`: one name behind another is a variable of a language.
fn names_another(name: &str, value: &str) -> bool {
    let is_plain = value.bytes().all(|byte| byte.is_ascii_alphabetic() || matches!(byte, b'_' | b'.'));
    is_plain && value.contains(['_', '.']) && names::names_credential(value) && !name.eq_ignore_ascii_case(value)
}

/// Whether a value is words of a language.
fn is_sentence(value: &str) -> bool {
    let letters = value.bytes().all(|byte| byte.is_ascii_alphabetic() || byte.is_ascii_whitespace());
    letters || (value.contains(' ') && !is_made_up(value))
}

/// Whether what follows `Bearer` or `Basic` without a header's name is a credential and no word.
fn is_scheme_value(scheme: &str, value: &str) -> bool {
    let digits = value.bytes().any(|byte| byte.is_ascii_digit());
    let capitals = value.bytes().skip(1).any(|byte| byte.is_ascii_uppercase());
    let plain = value.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+/=_-.~".contains(&byte));
    if scheme.eq_ignore_ascii_case("basic") {
        return plain && value.len() >= 8 && value.len().is_multiple_of(4) && (digits || capitals);
    }
    // `bearer NAME=value`: the next word is another setting.
    let is_setting = value.trim_end_matches('=').contains('=');
    plain && !is_setting && value.len() >= 8 && (digits || (capitals && value.len() >= 16))
}

#[cfg(test)]
mod tests {
    use super::super::credentials;

    /// The credentials of a text that are sure.
    fn sure(text: &str) -> Vec<&str> {
        let hits = credentials(text).into_iter().filter(|hit| hit.sure);
        let mut found: Vec<&str> = hits.filter_map(|hit| text.get(hit.span.start..hit.span.end)).collect();
        found.dedup();
        found
    }

    #[test]
    fn what_is_only_spoken_of_is_no_credential() {
        for text in [
            "'The --bc-api-key flag was specified but the value was blank.'",
            "logger.warning(\"--bc-api-key argument is required when using --support\")",
            ": \"${CI_DEPLOY_PASSWORD:?CI_DEPLOY_PASSWORD is not set}\"",
            ": \"${TOKEN?the-token-2 is missing}\"",
            "case \"${MVNW_PASSWORD:+has-password}\" in",
            "echo \"${API_TOKEN:+with-token-42}\"",
            "echo \"${TOKEN:0:12}...\"",
            "export DB_PASSWORD=\"${DB_PASSWORD:-}\"",
            "export DB_PASSWORD=\"${DB_PASSWORD:-changeme}\"",
            "echo \"::add-mask::${{ secrets.U }}@h.example.com:${{ steps.a.outputs.p }}\"",
            "digest=\"$(echo \"$version\" | sed 's/^.*@//')\"",
            "git remote -v | sed -E 's#https://[^:]*:[^@]*@#https://#'",
            "sed -i 's/password: .*/password: changeme/' x.yml",
            "grep -E 'token=[A-Za-z0-9]{20}' x.log",
            "#   GITHUB_TOKEN=[GitHub personal access token with packages:read/write scope]",
            "echo \"export TOKEN=<personal access token>\"",
            "bfd=\"test\" env=\"test\" auth=\"live\" ./x.bash",
            "auth: sendmail-transport",
            "TOKEN_TYPE=bearer PASSWORD_POLICY=strict ./x",
            "helm upgrade a b --set s3.existingConfigSecret=my-s3-secret",
            "helm upgrade a b --set postgresql.auth.passwordSecret=pg-auth",
            "SECRET=\"mlpipeline-minio-artifact\"",
            "NPM_TOKEN=NPM_TOKEN",
            "password: \"DB_PASSWORD\"",
            "gcloud run deploy a --set-secrets \"DB_PASSWORD=iris-db-password:latest\"",
            "gcloud run services update a --update-secrets=DB_PASSWORD=iris-db-password:1,API_KEY=iris-key:12",
            "DJANGO_SECRET_KEY=not-a-secret-jw7kQcb35fcDRIKp7K4fqZBmVvb",
            "DATABASE_URL=postgres://not_a_user:not_a_password@not_a_host",
            "REGISTRY_PASSWORD=nothing",
            "API_TOKEN=dummy-token-123",
        ] {
            assert_eq!(sure(text), Vec::<&str>::new(), "{text}");
        }
    }

    #[test]
    fn what_is_written_out_beside_it_still_is() {
        for (text, expected) in [
            ("run --bc-api-key flag-Heron-41 --support", "flag-Heron-41"),
            ("export DB_PASSWORD=\"${DB_PASSWORD:-lantern-Heron-41}\"", "lantern-Heron-41"),
            ("export DB_PASSWORD=${DB_PASSWORD:-lantern-Heron-41}", "lantern-Heron-41"),
            ("export DB_PASSWORD=${DB_PASSWORD-lantern-Heron-41}", "lantern-Heron-41"),
            (": \"${DB_PASSWORD:=lantern-Heron-41}\"", "lantern-Heron-41"),
            ("echo \"::add-mask::lantern-Heron-41\"", "lantern-Heron-41"),
            ("sed -i 's/password: .*/password: lantern-Heron-41/' x.yml", "lantern-Heron-41/"),
            ("git clone https://bot:lantern-Heron-41@x.test/y", "lantern-Heron-41"),
            ("sqlplus app/lantern-Heron-41@//db:1521/x", "lantern-Heron-41"),
            ("auth=bot:lantern-Heron-41 ./x", "bot:lantern-Heron-41"),
            ("_auth=YWRtaW46cGFzc3dvcmQxMjM=", "YWRtaW46cGFzc3dvcmQxMjM="),
            ("curl -H 'Authorization: Bearer lanternHeron41' x", "lanternHeron41"),
            ("CLIENT_SECRET=lantern-heron-wharf", "lantern-heron-wharf"),
            ("SECRET=lantern-heron-4127", "lantern-heron-4127"),
            ("DB_PASSWORD=lantern-Heron:latest41", "lantern-Heron:latest41"),
            ("DB_PASSWORD=dummy-lantern41Heron", "dummy-lantern41Heron"),
        ] {
            assert_eq!(sure(text), [expected], "{text}");
        }
    }
}
