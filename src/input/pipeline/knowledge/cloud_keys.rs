//! Names of keys of clouds.

use crate::knowledge::{Lookup, Row, concepts};

/// Those of a run.
pub(super) static CLOUD_KEYS: Lookup<CloudKeys> = Lookup::new(&concepts::pipeline::CLOUD_KEYS, |rows| {
    let mut keys = CloudKeys::default();
    for row in rows {
        keys.add(&row);
    }
    keys
});

/// The words of one cloud.
#[derive(Debug)]
struct Words {
    cloud: String,
    vendors: Vec<String>,
    /// Each of one or more parts.
    keys: Vec<Vec<String>>,
}

/// The words by which names say that they are keys.
#[derive(Debug, Default)]
pub(in crate::input::pipeline) struct CloudKeys {
    clouds: Vec<Words>,
    elsewhere: Vec<String>,
}

impl CloudKeys {
    fn add(&mut self, row: &Row<'_>) {
        let words = row.text("words").to_owned();
        let Some(cloud) = row.given("cloud") else { return self.elsewhere.push(words) };
        let known = self.clouds.iter().position(|words| words.cloud == cloud).unwrap_or_else(|| {
            self.clouds.push(Words { cloud: cloud.to_owned(), vendors: Vec::new(), keys: Vec::new() });
            self.clouds.len().saturating_sub(1)
        });
        let Some(of) = self.clouds.get_mut(known) else { return };
        match row.word("part") {
            "vendor" => of.vendors.push(words),
            _ => of.keys.push(words.split('_').map(str::to_owned).collect()),
        }
    }

    /// The cloud that a key of this name, in capitals, is for.
    pub(in crate::input::pipeline) fn named(&self, name: &str) -> Option<&str> {
        self.clouds.iter().find(|words| words.name(name)).map(|words| words.cloud.as_str())
    }

    /// The cloud of a key by the name of the secret or, where that says nothing, by the name of what it is handed to.
    pub(in crate::input::pipeline) fn of(&self, secret: &str, handed_to: &str) -> Option<&str> {
        self.named(secret).or_else(|| if self.is_elsewhere(secret) { None } else { self.named(handed_to) })
    }

    fn is_elsewhere(&self, name: &str) -> bool {
        let mut parts = name.split('_');
        // The last part is what the key is called.
        parts.next_back();
        parts.any(|part| self.elsewhere.iter().any(|word| word == part))
    }
}

impl Words {
    /// Whether a name has a word of the vendor and, behind it, one for a key.
    fn name(&self, name: &str) -> bool {
        if !self.vendors.iter().any(|vendor| name.contains(vendor)) {
            return false;
        }
        let parts: Vec<&str> = name.split('_').collect();
        let mut behind_vendor = false;
        for (at, part) in parts.iter().enumerate() {
            let rest = parts.get(at..).unwrap_or_default();
            if behind_vendor
                && self.keys.iter().any(|key| rest.len() >= key.len() && key.iter().eq(rest.iter().take(key.len())))
            {
                return true;
            }
            behind_vendor = behind_vendor && is_plain(part) || self.vendors.iter().any(|vendor| vendor == part);
        }
        false
    }
}

/// Whether a part is a word of capitals and digits.
fn is_plain(part: &str) -> bool {
    !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::CLOUD_KEYS;
    use crate::knowledge::Knowledge;

    #[test]
    fn a_name_says_the_cloud() {
        let keys = CLOUD_KEYS.of(&Knowledge::default());
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
            assert_eq!(keys.named(name), expected, "{name}");
        }
    }

    #[test]
    fn a_secret_with_another_name_counts_by_what_it_is_handed_to() {
        let keys = CLOUD_KEYS.of(&Knowledge::default());
        let cases = [
            ("KEY", "AWS_SECRET_ACCESS_KEY", Some("AWS")),
            ("AZURE_CREDENTIALS", "AWS_SECRET_ACCESS_KEY", Some("Azure")),
            ("R2_SECRET", "AWS_SECRET_ACCESS_KEY", None),
            ("KEY_R2", "AWS_SECRET_ACCESS_KEY", Some("AWS")),
            ("KEY", "TOKEN", None),
        ];
        for (secret, handed_to, expected) in cases {
            assert_eq!(keys.of(secret, handed_to), expected, "{secret}");
        }
    }

    #[test]
    fn a_word_that_is_added_takes_no_name_away() {
        let mut knowledge = Knowledge::default();
        knowledge.add("pipeline/cloud-keys", "AWS\tvendor\tACME\nOther\tvendor\tOTHER\nOther\tkey\tTOKEN\n").unwrap();
        let keys = CLOUD_KEYS.of(&knowledge);
        for (name, expected) in [
            ("ACME_SECRET_KEY", Some("AWS")),
            ("ACME__AWS_SECRET_KEY", Some("AWS")),
            ("OTHER_TOKEN", Some("Other")),
            ("OTHER_SECRET_KEY", None),
        ] {
            assert_eq!(keys.named(name), expected, "{name}");
        }
        let refused = Knowledge::default().add("pipeline/cloud-keys", "-\telsewhere\tACME\n").unwrap_err();
        assert!(refused.to_string().starts_with("1:3: `elsewhere` is no `part`"), "{refused}");
    }
}
