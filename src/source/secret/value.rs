//! What a value looks like by itself: a placeholder, a word that everybody knows, or something made up.

use super::denial;

/// Words that a schema or a document puts where a credential would stand.
const KEYWORDS: &[&str] = &[
    "true",
    "false",
    "null",
    "none",
    "inherit",
    "write",
    "read",
    "changeit",
    "string",
    "undefined",
    "nil",
    "enabled",
    "disabled",
    "yes",
    "n/a",
    "env",
    "file",
    "stdin",
    "prompt",
    "required",
    "optional",
];

/// Words of which a placeholder is put together, `your-password-here`. A word with `!` says that it is one.
pub(super) const PLACEHOLDERS: &[&str] = &[
    "!your",
    "!example",
    "!placeholder",
    "!changeme",
    "!change",
    "!replace",
    "!replaceme",
    "!insert",
    "!enter",
    "!dummy",
    "!fake",
    "!sample",
    "!redacted",
    "!todo",
    "!tbd",
    "!here",
    "!fixme",
    "!masked",
    "!hidden",
    "!omitted",
    "!notreal",
    "a",
    "an",
    "the",
    "me",
    "my",
    "this",
    "with",
    "to",
    "in",
    "value",
    "string",
    "some",
    "real",
    "actual",
    "not",
    "password",
    "passwd",
    "pass",
    "secret",
    "token",
    "key",
    "api",
    "access",
    "auth",
    "client",
    "private",
    "credential",
    "credentials",
    "db",
    "database",
    "user",
    "username",
    "account",
    "id",
    "app",
    "service",
    "github",
    "gitlab",
    "aws",
    "azure",
    "slack",
    "npm",
    "docker",
    "test",
    "only",
    "please",
    "put",
    "use",
    "set",
    "for",
    "of",
    "com",
    "org",
    "net",
    "at",
];

/// The key that the vendor's own documentation shows everywhere.
const DOCUMENTED: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

/// Passwords that images and tools have from the beginning. They are credentials, but no secrets.
const COMMON: &[&str] = &[
    "password",
    "passwd",
    "pass",
    "postgres",
    "postgresql",
    "root",
    "admin",
    "test",
    "testing",
    "tester",
    "guest",
    "mysql",
    "mariadb",
    "mongo",
    "mongodb",
    "redis",
    "rabbitmq",
    "secret",
    "toor",
    "user",
    "default",
    "changeme",
    "changeit",
    "example",
    "minio",
    "minioadmin",
    "minio123",
    "minio-secret",
    "miniosecret",
    "minio_secret",
    "miniopassword",
    "minio-password",
    "minio_password",
    "miniostorage",
    "rustfsadmin",
    "elastic",
    "neo4j",
    "oracle",
    "docker",
    "vagrant",
    "runner",
    "github",
    "ci",
    "dummy",
    "foobar",
    "foo",
    "bar",
    "password123",
    "password1",
    "test123",
    "testpass",
    "test_password",
    "testpassword",
    "test-password",
    "passw0rd",
    "1234",
    "12345",
    "123456",
    "12345678",
    "rootpassword",
    "root_password",
    "mysecretpassword",
    "mypassword",
    "my-secret-pw",
    "mock",
    "mocked",
    "fake",
    "stub",
    "airflow",
    "superset",
    "keycloak",
    "sonar",
    "grafana",
    "gitlab",
    "dev",
    "development",
    "local",
    "database",
    "empty",
    "anonymous",
    "token",
];

/// Text that stands where a credential will be put later. Every word of it has to say so: a password may hold `your`,
/// `example` or `xxxx`, too.
pub(super) fn is_placeholder(value: &str) -> bool {
    let lower = value.to_ascii_lowercase();
    if KEYWORDS.contains(&lower.as_str()) || value == DOCUMENTED {
        return true;
    }
    let mut says_so = false;
    let mut any = false;
    for word in lower.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()) {
        any = true;
        // `xxxx`, `....`
        let blank = word.len() >= 2 && word.bytes().all(|byte| byte == b'x');
        let marked = PLACEHOLDERS.iter().any(|known| known.strip_prefix('!') == Some(word));
        says_so |= blank || marked;
        if !blank && !marked && !PLACEHOLDERS.contains(&word) {
            return false;
        }
    }
    any && says_so && lower.is_ascii()
}

/// Whether a value is a password that everybody knows. It is hidden as any other, but nobody need change it.
#[must_use]
pub fn is_common(value: &str) -> bool {
    let lower = value.to_ascii_lowercase();
    let first = value.bytes().next();
    COMMON.contains(&lower.as_str()) || value.bytes().all(|byte| Some(byte) == first) || denial::is_of_tests(value)
}

/// Whether a value looks made up: letters of both cases and a digit, or letters, a digit and a sign that no name has.
#[must_use]
pub fn is_made_up(value: &str) -> bool {
    let has = |test: fn(char) -> bool| value.chars().any(test);
    let lower = has(|c| c.is_ascii_lowercase());
    let upper = has(|c| c.is_ascii_uppercase());
    let sign = has(|c| {
        !c.is_ascii_alphanumeric() && !c.is_whitespace() && !matches!(c, '-' | '_' | '.' | '/' | ':' | ',' | '=')
    });
    has(|c| c.is_ascii_digit()) && ((lower && upper) || ((lower || upper) && sign))
}

/// Whether a run looks like a random key: mixed classes and high entropy; a commit SHA or digest is not hidden.
pub(super) fn is_random(run: &str) -> bool {
    let hexadecimal = run.bytes().all(|byte| byte.is_ascii_hexdigit());
    if hexadecimal {
        return !matches!(run.len(), 32 | 40 | 64 | 128) && run.len() > 20 && has_mix(run) && entropy(run) > 3.0;
    }
    has_mix(run) && entropy(run) > 4.0 && !run.contains("//") && !is_camel_case(run)
}

/// `GoogleDisplayVideo360Hook`: words, each with a capital, and one number.
pub(super) fn is_camel_case(run: &str) -> bool {
    let groups = |test: fn(char) -> bool| run.split(move |c| !test(c)).filter(|group| !group.is_empty());
    run.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && groups(|c| c.is_ascii_digit()).count() == 1
        && groups(|c| c.is_ascii_lowercase()).all(|word| word.len() >= 2)
}

fn has_mix(run: &str) -> bool {
    let lower = run.bytes().any(|byte| byte.is_ascii_lowercase());
    let upper = run.bytes().any(|byte| byte.is_ascii_uppercase());
    let digits = run.bytes().filter(u8::is_ascii_digit).count();
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
    use super::is_placeholder;

    #[test]
    fn every_word_of_a_placeholder_says_so() {
        for value in
            ["your-password-here", "YOUR_API_KEY", "changeme", "example", "xxxxxxxx", "XXXX-XXXX", "replace me", "true"]
        {
            assert!(is_placeholder(value), "{value}");
        }
        for value in
            ["example-R8kQ2wZm4", "R8kxxxxQ2wZm4", "yourR8kQ2wZm4", "password", "hunter2", "your-hunter2", "", "--"]
        {
            assert!(!is_placeholder(value), "{value}");
        }
    }
}
