//! What of a text is a credential, by the name that it stands under and by what it says.

use crate::source::Span;
use crate::source::secret;

/// Arguments that hold a script, as text or in base64; what it sets to a password is a credential too.
pub(in crate::input::terraform) const SCRIPTS: &[&str] = &[
    "user_data",
    "user_data_base64",
    "custom_data",
    "metadata_startup_script",
    "startup-script",
    "user-data",
    "script",
    "shutdown-script",
    "windows-startup-script-ps1",
    "cloud_init",
    "content_base64",
    "rendered",
    "inline_script",
    "script_text",
    "command_to_execute",
    "commandToExecute",
    "buildspec",
    "values",
    "manifest",
    "yaml_body",
    "on_create",
    "on_start",
];

/// Arguments that are written for people.
const PROSE: &[&str] = &["description", "comment", "comments", "message", "error_message", "title", "summary", "note"];

/// What a value is in spite of the name that it stands under: the block, its argument and what that says. The `value`
/// of such a block names an entry of a store.
const REFERRING: &[(&str, &str, &[&str])] =
    &[("environment_variable", "type", &["SECRETS_MANAGER", "PARAMETER_STORE"])];

/// Whether the `value` of a block of that name, whose arguments `argument` looks up, names an entry of a store.
pub(in crate::input::terraform) fn refers_by(block: &str, argument: impl Fn(&str) -> Option<String>) -> bool {
    let mut rows = REFERRING.iter().filter(|(name, ..)| *name == block);
    rows.any(|(_, key, stores)| argument(key).is_some_and(|said| stores.contains(&said.as_str())))
}

/// Whether a key says that what stands under it is the name or the address of a credential.
pub(super) fn names_reference(key: &str) -> bool {
    let lower = key.to_ascii_lowercase();
    ["from", "arn", "_id", "name", "_path", "_ref"].iter().any(|end| lower.ends_with(end))
}

/// A credential in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Hit {
    pub(super) span: Span,
    pub(super) kind: &'static str,
}

/// The name of an argument without what says that the plan does not keep it.
pub(super) fn name(key: &str) -> &str {
    key.strip_suffix("_wo").unwrap_or(key)
}

/// The credentials of a text. `elsewhere` says whether parts of it are not written out; `typed`, that all of it is one
/// because of the type of its resource.
pub(super) fn credentials(key: &str, text: &str, typed: bool) -> Vec<Hit> {
    let key = name(key);
    let whole = |kind| vec![Hit { span: Span::new(0, text.len()), kind }];
    if typed && !text.contains("${") {
        return if text.trim().is_empty() { Vec::new() } else { whole("password") };
    }
    let key = if typed { "password" } else { key };
    let inside = || {
        let sure = secret::credentials(text).into_iter().filter(|hit| hit.sure);
        let mut hits: Vec<Hit> = sure.map(|hit| Hit { span: hit.span, kind: hit.kind }).collect();
        // One that lies inside of another is the same.
        let all = hits.clone();
        let holds = |outer: Span, inner: Span| outer.start <= inner.start && inner.end <= outer.end;
        hits.retain(|hit| !all.iter().any(|other| other.span != hit.span && holds(other.span, hit.span)));
        hits.dedup_by_key(|hit| hit.span);
        hits
    };
    match secret::literal(key, text) {
        Some(kind) if secret::shape(text).is_some() => {
            let hits = inside();
            if hits.is_empty() { whole(kind) } else { hits }
        }
        Some(kind) => whole(kind),
        None if PROSE.contains(&key) || text.len() < SHORTEST => Vec::new(),
        None => inside(),
    }
}

/// The shortest text that can say a name and a credential.
const SHORTEST: usize = 12;

#[cfg(test)]
mod tests {
    use super::credentials;

    fn found<'t>(key: &str, text: &'t str) -> Vec<&'t str> {
        credentials(key, text, false).iter().map(|hit| text.get(hit.span.start..hit.span.end).unwrap()).collect()
    }

    #[test]
    fn a_credential_is_told_by_its_name_its_shape_or_its_place_in_a_text() {
        let cases: &[(&str, &str, &[&str])] = &[
            ("password", "Granite-otter-77", &["Granite-otter-77"]),
            ("password_wo", "Granite-otter-77", &["Granite-otter-77"]),
            ("endpoint", "https://relay:n4vy-otter@relay.acme.example/in", &["n4vy-otter"]),
            ("endpoint", "https://relay:n4vy-otter@${elsewhere}/in", &["n4vy-otter"]),
            ("user_data", "#!/bin/sh\nexport DB_PASSWORD=Granite-otter-77\n", &["Granite-otter-77"]),
            (
                "content",
                "[db]\npassword = Granite-otter-77\ntoken = Velvet-heron-31\n",
                &["Granite-otter-77", "Velvet-heron-31"],
            ),
            ("password", "${elsewhere}", &[]),
            ("password", "prod-${elsewhere}", &[]),
            ("password", "${elsewhere}Kp7wq2Lm9zR", &["${elsewhere}Kp7wq2Lm9zR"]),
            ("user_data", "export DB_PASSWORD=$(aws ssm get-parameter --name /db/password)\n", &[]),
            ("description", "password: Granite-otter-77", &[]),
            ("creation_token", "core-shares-2024", &[]),
            ("secret_name", "prod/database-7", &[]),
            ("token_ttl", "3600-minutes", &[]),
        ];
        for (key, text, expected) in cases {
            assert_eq!(found(key, text), *expected, "{key} {text}");
        }
    }

    #[test]
    fn of_a_secure_parameter_every_text_is_one() {
        assert_eq!(credentials("value", "blue", true).len(), 1);
        assert_eq!(credentials("value", " ", true).len(), 0);
        assert_eq!(credentials("value", "/${elsewhere}/", true).len(), 0);
    }
}
