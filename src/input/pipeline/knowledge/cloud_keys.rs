//! Names of keys of clouds.

use std::sync::LazyLock;

use super::rows;

const TABLE: &str = include_str!("../../../../policies/knowledge/pipeline/cloud-keys.tsv");

/// The words of one cloud.
struct Words {
    cloud: &'static str,
    vendors: Vec<&'static str>,
    /// Each of one or more parts.
    keys: Vec<Vec<&'static str>>,
}

#[derive(Default)]
struct Names {
    clouds: Vec<Words>,
    elsewhere: Vec<&'static str>,
}

static NAMES: LazyLock<Names> = LazyLock::new(|| {
    let mut names = Names::default();
    for [cloud, part, words] in rows(TABLE) {
        if part == "elsewhere" {
            names.elsewhere.push(words);
            continue;
        }
        if names.clouds.last().is_none_or(|last| last.cloud != cloud) {
            names.clouds.push(Words { cloud, vendors: Vec::new(), keys: Vec::new() });
        }
        let Some(of) = names.clouds.last_mut() else { continue };
        match part {
            "vendor" => of.vendors.push(words),
            _ => of.keys.push(words.split('_').collect()),
        }
    }
    names
});

/// The cloud that a key of this name, in capitals, is for.
pub(in crate::input::pipeline) fn named(name: &str) -> Option<&'static str> {
    NAMES.clouds.iter().find(|words| words.name(name)).map(|words| words.cloud)
}

/// The cloud of a key by the name of the secret or, where that says nothing, by the name of what it is handed to.
pub(in crate::input::pipeline) fn of(secret: &str, handed_to: &str) -> Option<&'static str> {
    named(secret).or_else(|| if is_elsewhere(secret) { None } else { named(handed_to) })
}

fn is_elsewhere(name: &str) -> bool {
    let mut parts = name.split('_');
    // The last part is what the key is called.
    parts.next_back();
    parts.any(|part| NAMES.elsewhere.contains(&part))
}

impl Words {
    /// Whether a name has a word of the vendor and, behind it, one for a key.
    fn name(&self, name: &str) -> bool {
        if !self.vendors.iter().any(|vendor| name.contains(vendor)) {
            return false;
        }
        let parts: Vec<&str> = name.split('_').collect();
        let Some(vendor) = parts.iter().position(|part| self.vendors.contains(part)) else { return false };
        let behind = parts.get(vendor.saturating_add(1)..).unwrap_or_default();
        behind.iter().enumerate().take_while(|(at, _)| behind.iter().take(*at).all(|part| is_plain(part))).any(
            |(at, _)| {
                let rest = behind.get(at..).unwrap_or_default();
                self.keys.iter().any(|key| rest.starts_with(key))
            },
        )
    }
}

/// Whether a part is a word of capitals and digits.
fn is_plain(part: &str) -> bool {
    !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::super::{assert_whole, rows};
    use super::{TABLE, named, of};

    #[test]
    fn every_row_is_whole() {
        assert_whole::<3>(TABLE);
        for [cloud, part, words] in rows(TABLE) {
            assert!(matches!(part, "vendor" | "key" | "elsewhere"), "{words}");
            assert_eq!(part == "elsewhere", cloud == "-", "{words}");
            assert!(words.split('_').all(super::is_plain), "{words}");
            assert!(part == "key" || !words.contains('_'), "{words}: a vendor is one word");
        }
    }

    #[test]
    fn a_name_says_the_cloud() {
        let cases = [
            ("AWS_SECRET_ACCESS_KEY", Some("AWS")),
            ("PROD_AWS_SECRET_KEY", Some("AWS")),
            ("AWS_PROD_EU1_SECRET_ACCESS_KEY_OLD", Some("AWS")),
            ("GCP_SA_KEY", Some("Google Cloud")),
            ("GOOGLE_APPLICATION_CREDENTIALS", Some("Google Cloud")),
            ("ARM_CLIENT_SECRET", Some("Azure")),
            ("AWS_ACCESS_KEY_ID", None),
            ("AWS_SECRET_NAME", None),
            ("LAWS_SECRET_KEY", None),
            ("AWS_SECRET_ACCESS_KEYS", None),
            ("AWS__SECRET_KEY", None),
            ("SECRET_KEY_AWS", None),
            ("GCP_SERVICE_ACCOUNT", None),
            ("AZURE_CLIENT_ID", None),
            ("aws_secret_access_key", None),
            ("", None),
        ];
        for (name, expected) in cases {
            assert_eq!(named(name), expected, "{name}");
        }
    }

    #[test]
    fn a_secret_with_another_name_counts_by_what_it_is_handed_to() {
        let cases = [
            ("KEY", "AWS_SECRET_ACCESS_KEY", Some("AWS")),
            ("AZURE_CREDENTIALS", "AWS_SECRET_ACCESS_KEY", Some("Azure")),
            ("R2_SECRET", "AWS_SECRET_ACCESS_KEY", None),
            ("KEY_R2", "AWS_SECRET_ACCESS_KEY", Some("AWS")),
            ("KEY", "TOKEN", None),
        ];
        for (secret, handed_to, expected) in cases {
            assert_eq!(of(secret, handed_to), expected, "{secret}");
        }
    }
}
