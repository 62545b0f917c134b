//! What shows that a value under the name of a key of a cloud opens nothing there.

use std::collections::BTreeSet;

use crate::knowledge::{Lookup, concepts};

#[derive(Default)]
struct NoKeys {
    files: BTreeSet<String>,
    /// By cloud and name.
    images: BTreeSet<(String, String)>,
    actions: BTreeSet<(String, String)>,
}

static NO_KEYS: Lookup<NoKeys> = Lookup::new(&concepts::pipeline::NO_KEYS, |rows| {
    let mut all = NoKeys::default();
    for row in rows {
        let name = row.text("name").to_owned();
        let of_cloud = (row.text("cloud").to_owned(), name.clone());
        match row.word("shows") {
            "file" => drop(all.files.insert(name)),
            "image" => drop(all.images.insert(of_cloud)),
            _ => drop(all.actions.insert(of_cloud)),
        }
    }
    all
});

/// Whether a value is the path of a file, under the name of a variable that holds one.
pub(in crate::input::pipeline) fn is_file(variable: &str, value: &str) -> bool {
    if !NO_KEYS.built_in().files.contains(variable) {
        return false;
    }
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"./\\_-~$:{} @+".contains(&byte);
    let name = value.rsplit(['/', '\\']).next().unwrap_or(value);
    let has_extension = name.rsplit_once('.').is_some_and(|(stem, extension)| {
        !stem.is_empty() && (1..=5).contains(&extension.len()) && extension.bytes().all(|it| it.is_ascii_alphanumeric())
    });
    let is_rooted = ["/", "./", "../", "~/", "$"].iter().any(|root| value.starts_with(root));
    // The content of a key is longer than a path, or begins as JSON does.
    value.len() <= 255 && value.bytes().all(plain) && !value.starts_with('{') && (has_extension || is_rooted)
}

/// Whether an image is an emulator of a cloud, by its registry and repository.
pub(in crate::input::pipeline) fn emulates(cloud: &str, repository: &str) -> bool {
    let known = |name: &str| NO_KEYS.built_in().images.contains(&(cloud.to_owned(), name.to_owned()));
    // Without a registry, or behind one.
    known(repository) || repository.split_once('/').is_some_and(|(host, name)| host.contains('.') && known(name))
}

/// Whether an action, as owner/name, starts an emulator of a cloud.
pub(in crate::input::pipeline) fn starts_emulator(cloud: &str, action: &str) -> bool {
    NO_KEYS.built_in().actions.contains(&(cloud.to_owned(), action.to_ascii_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::{emulates, is_file, starts_emulator};

    #[test]
    fn a_path_is_no_key_where_the_variable_holds_one() {
        for (variable, value, expected) in [
            ("GOOGLE_APPLICATION_CREDENTIALS", "tests/account.json", true),
            ("GOOGLE_APPLICATION_CREDENTIALS", "/tmp/key", true),
            ("GOOGLE_APPLICATION_CREDENTIALS", "~/key.json", true),
            ("GOOGLE_APPLICATION_CREDENTIALS", "$HOME/key", true),
            ("GOOGLE_APPLICATION_CREDENTIALS", "{\"type\": \"service_account\"}", false),
            ("GOOGLE_APPLICATION_CREDENTIALS", "lantern-Heron-41-x", false),
            ("GOOGLE_CREDENTIALS", "tests/account.json", false),
            ("AWS_SECRET_ACCESS_KEY", "tests/account.json", false),
        ] {
            assert_eq!(is_file(variable, value), expected, "{variable}={value}");
        }
        assert!(!is_file("GOOGLE_APPLICATION_CREDENTIALS", &format!("/{}", "a".repeat(300))));
    }

    #[test]
    fn an_emulator_is_told_by_its_image_or_action() {
        for (cloud, image, expected) in [
            ("AWS", "localstack/localstack", true),
            ("AWS", "docker.io/minio/minio", true),
            ("Azure", "mcr.microsoft.com/azure-storage/azurite", true),
            ("Google Cloud", "localstack/localstack", false),
            ("AWS", "acme/localstack", false),
            ("AWS", "evil/localstack/localstack", false),
        ] {
            assert_eq!(emulates(cloud, image), expected, "{cloud} {image}");
        }
        assert!(starts_emulator("AWS", "LocalStack/setup-localstack"));
        assert!(!starts_emulator("AWS", "acme/setup-localstack"));
    }
}
