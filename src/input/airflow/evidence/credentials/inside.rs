//! Credentials inside a text: a header, a connection string, an option of a command, a line of YAML.

use data_encoding::BASE64;

use super::words::{HOLE, kind_of};
use crate::source::secret;

/// Headers that hold a credential, in small letters.
const HEADERS: &[&str] = &[
    "authorization",
    "proxy-authorization",
    "x-api-key",
    "api-key",
    "apikey",
    "x-auth-token",
    "x-access-token",
    "x-auth-key",
    "x-token",
    "x-vault-token",
    "x-functions-key",
    "x-amz-security-token",
    "x-goog-api-key",
    "x-gitlab-token",
    "private-token",
    "job-token",
    "deploy-token",
    "circle-token",
    "dd-api-key",
    "dd-application-key",
    "ocp-apim-subscription-key",
    "x-rapidapi-key",
    "x-figma-token",
    "x-shopify-access-token",
    "x-consul-token",
    "x-nomad-token",
    "x-jfrog-art-api",
    "x-octopus-apikey",
    "x-csrf-token",
];

/// Words before the credential in a header.
const SCHEMES: &[&str] =
    &["basic", "bearer", "token", "digest", "apikey", "api-key", "key", "ssws", "geniekey", "splunk", "negotiate"];

/// A credential inside a text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Hit<'t> {
    /// The name that it stands under.
    pub(super) key: &'t str,
    /// What kind it is.
    pub(super) kind: &'static str,
    /// The credential itself.
    pub(super) value: &'t str,
}

/// The credentials that stand in a text: behind a name, in a header, on a command line. What is only random is no
/// finding.
pub(super) fn hits(text: &str) -> Vec<Hit<'_>> {
    let mut hits: Vec<Hit<'_>> = Vec::new();
    for found in secret::credentials(text).into_iter().filter(|found| found.sure) {
        let Some(value) = text.get(found.span.start..found.span.end) else { continue };
        if value.contains(HOLE) || is_parameter(value) || hits.iter().any(|earlier| earlier.value == value) {
            continue;
        }
        let key = found.name.and_then(|name| text.get(name.start..name.end)).map(|name| name.trim_start_matches('-'));
        match key {
            Some(key) if !is_header(key) => hits.extend(under(key, value)),
            _ => hits.push(Hit { key: key.unwrap_or("text"), kind: found.kind, value }),
        }
    }
    hits
}

/// The credential of a header: what follows the scheme.
pub(super) fn of_header<'t>(key: &'t str, value: &'t str) -> Option<Hit<'t>> {
    if !is_header(key) {
        return None;
    }
    let value = match value.split_once(' ') {
        Some((scheme, rest)) if SCHEMES.contains(&scheme.to_ascii_lowercase().as_str()) => rest.trim(),
        Some(_) => return None,
        None => value,
    };
    secret::literal("password", value).map(|kind| Hit { key, kind, value })
}

/// The password in the base64 of a `Basic` header.
pub(super) fn of_basic(value: &str) -> Option<String> {
    let decoded = String::from_utf8(BASE64.decode(value.as_bytes()).ok()?).ok()?;
    decoded.split_once(':').map(|(_, password)| password.to_owned()).filter(|password| !password.is_empty())
}

fn under<'t>(key: &'t str, value: &'t str) -> Option<Hit<'t>> {
    kind_of(key, value, "").map(|kind| Hit { key, kind, value })
}

fn is_header(key: &str) -> bool {
    HEADERS.contains(&key.to_ascii_lowercase().as_str())
}

/// `:name`, which a database fills in.
fn is_parameter(value: &str) -> bool {
    value.strip_prefix(':').is_some_and(|name| name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_'))
}

#[cfg(test)]
mod tests {
    use super::{hits, of_basic, of_header};

    fn found(text: &str) -> Vec<String> {
        hits(text).iter().map(|hit| format!("{} {}", hit.key, hit.value)).collect()
    }

    #[test]
    fn a_credential_in_a_text_is_found_with_its_name() {
        for (text, expected) in [
            ("host=db user=svc password=Zk4mQ8vR1xB7 dbname=x", "password Zk4mQ8vR1xB7"),
            ("\nuser: svc\npassword: Zk4mQ8vR1xB7\n", "password Zk4mQ8vR1xB7"),
            ("mysql --password=Zk4mQ8vR1xB7 -h db", "password Zk4mQ8vR1xB7"),
            ("run --password Zk4mQ8vR1xB7", "password Zk4mQ8vR1xB7"),
            ("curl -H 'Authorization: Bearer Zk4mQ8vR1xB7' x", "Authorization Zk4mQ8vR1xB7"),
            ("export DB_PASSWORD=\"Zk4mQ8vR1xB7\"; run", "DB_PASSWORD Zk4mQ8vR1xB7"),
            ("mysql -uroot -pgranite-Otter-77 -e 'select 1'", "text granite-Otter-77"),
            ("curl -u svc:Bl4ck-coffee https://x.example", "text Bl4ck-coffee"),
            ("{\"login\": \"svc\", \"password\": \"Zk4mQ8vR1xB7\"}", "password Zk4mQ8vR1xB7"),
        ] {
            assert_eq!(found(text), [expected], "{text}");
        }
    }

    #[test]
    fn references_and_prose_are_no_hits() {
        for text in [
            "curl -H 'Authorization: Bearer {{ conn.api.password }}' x",
            "mysql --password=$DB_PASSWORD",
            "export PASSWORD=${PASSWORD}",
            "password: the password of the service",
            "SELECT * FROM t WHERE password = :password AND token = :token1",
            "password=${x}",
            "run sha256:5f957b2a08d223e48133e1a914ed046bea12e578fe2f6ae4de47fdbe691a2468",
            "the token of the job is rotated",
        ] {
            assert_eq!(found(text), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn a_header_holds_a_credential_behind_its_scheme() {
        let hit = |key, value| of_header(key, value).map(|hit| hit.value.to_owned());
        assert_eq!(hit("Authorization", "Basic c3ZjOlprNG1ROHY=").as_deref(), Some("c3ZjOlprNG1ROHY="));
        assert_eq!(hit("X-Api-Key", "Zk4mQ8vR1xB7").as_deref(), Some("Zk4mQ8vR1xB7"));
        assert_eq!(hit("Authorization", "Bearer {{ conn.api.password }}"), None);
        assert_eq!(hit("Content-Type", "application/json"), None);
        assert_eq!(of_basic("c3ZjOlprNG1ROHY=").as_deref(), Some("Zk4mQ8v"));
        assert_eq!(of_basic("no base64"), None);
    }
}
