//! Actions and components that many pipelines use, and names that are almost theirs.

use std::collections::BTreeMap;

use crate::knowledge::{Lookup, concepts};

/// The owners of a name, by the forge and the name.
static KNOWN: Lookup<BTreeMap<(String, String), Vec<String>>> =
    Lookup::new(&concepts::references::KNOWN_ACTIONS, |rows| {
        let mut known: BTreeMap<(String, String), Vec<String>> = BTreeMap::new();
        for row in rows {
            let Some((owner, name)) = row.text("name").split_once('/') else { continue };
            known.entry((row.word("forge").to_owned(), name.to_owned())).or_default().push(owner.to_owned());
        }
        known
    });

/// The owner of that name that an owner is almost called like; `None` for one that is known, or like nobody.
pub(in crate::input::pipeline) fn almost(forge: &str, owner: &str, name: &str) -> Option<&'static str> {
    let (owner, name) = (owner.to_ascii_lowercase(), name.to_ascii_lowercase());
    let owners = KNOWN.built_in().get(&(forge.to_owned(), name))?;
    if owners.contains(&owner) {
        return None;
    }
    owners.iter().find(|known| is_one_apart(owner.as_bytes(), known.as_bytes())).map(String::as_str)
}

/// Whether one name becomes the other by one letter more, less or other, or by two neighbours that change places.
fn is_one_apart(one: &[u8], other: &[u8]) -> bool {
    let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    let head = short.iter().zip(long).take_while(|(one, other)| one == other).count();
    let (short, long) = (short.get(head..).unwrap_or_default(), long.get(head..).unwrap_or_default());
    match (short, long) {
        ([], [_]) => true,
        ([_, short @ ..], [_, long @ ..]) if short.len() == long.len() => {
            let swapped = || match (one.get(head..), other.get(head..)) {
                (Some([a, b, one @ ..]), Some([c, d, other @ ..])) => a == d && b == c && one == other,
                _ => false,
            };
            short == long || swapped()
        }
        (short, [_, long @ ..]) => short == long,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::almost;

    #[test]
    fn a_name_is_almost_another_by_one_letter() {
        for (owner, name, expected) in [
            ("action", "checkout", Some("actions")),
            ("actionss", "checkout", Some("actions")),
            ("Actoins", "Checkout", Some("actions")),
            ("actjons", "checkout", Some("actions")),
            ("peterevans", "create-pull-request", Some("peter-evans")),
            ("dockers", "build-push-action", Some("docker")),
            ("xdocker", "build-push-action", Some("docker")),
            ("actions", "checkout", None),
            ("acme", "checkout", None),
            ("actionz", "nothing-known", None),
            ("actions-rs", "checkout", None),
            ("acitnos", "checkout", None),
            ("", "checkout", None),
        ] {
            assert_eq!(almost("github", owner, name), expected, "{owner}/{name}");
        }
        assert_eq!(almost("gitlab", "component", "sast"), Some("components"));
        assert_eq!(almost("gitlab", "action", "checkout"), None);
    }
}
