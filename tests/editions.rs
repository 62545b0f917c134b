//! The editions of the rules: what was released stays, and what is newer has an edition of its own.

#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::panic,
    reason = "this test compares and rewrites a file of the project"
)]

use gate::policy::{Edition, EditionName, bundled, editions};
use sha2::{Digest, Sha256};

/// The editions that were released and the SHA-256 of their files. A line is added with a release and never changed.
const RELEASED: &[(&str, &str)] = &[("2026-11", "d99a8f01a69cc1e9db654ce76fb9d198798a506a6a4c88ae4c4f8a8b05abc1bf")];

fn path(name: &EditionName) -> String {
    format!("{}/policies/editions/{name}.json", env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn what_was_released_never_changes() {
    let known: Vec<EditionName> = editions().unwrap().into_iter().map(|edition| edition.name).collect();
    for (name, digest) in RELEASED {
        let name = EditionName::new(name).unwrap();
        assert!(known.contains(&name), "edition {name} is gone, and configurations name it");
        let text = std::fs::read(path(&name)).unwrap();
        let found: String = Sha256::digest(&text).iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(found, *digest, "edition {name} was released: put its file back, and add a newer one");
    }
}

#[test]
fn the_newest_edition_is_what_the_policies_are_now() {
    let newest = editions().unwrap().pop().unwrap();
    let name = &newest.name;
    let released = RELEASED.iter().any(|(released, _)| *released == name.as_str());
    let now = Edition::of(name.clone(), &bundled().unwrap());
    let text = serde_json::to_string_pretty(&now.policies).unwrap() + "\n";
    if std::env::var("UPDATE").is_ok() && !released {
        std::fs::write(path(name), &text).unwrap();
    }
    if std::fs::read_to_string(path(name)).unwrap() == text {
        return;
    }
    if released {
        panic!(
            "a policy, a severity or a default differs from edition {name}, which was released: write `{{}}` into \
             policies/editions/<year>-<month>.json, then run UPDATE=1 cargo test --locked --test editions"
        );
    }
    panic!("policies/editions/{name}.json is not up to date; run UPDATE=1 cargo test --locked --test editions");
}
