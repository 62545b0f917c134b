//! The tables that are built into gate: what it knows besides what its policies say.

use std::collections::BTreeMap;

use super::{PolicyError, libraries};
use crate::source::text::sha256;

/// Every table: of those below `src` the path there, of those below `policies/knowledge` the whole path.
const TABLES: &[(&str, &str)] = &[
    ("input/pipeline/github/keys.tsv", include_str!("../input/pipeline/github/keys.tsv")),
    ("input/pipeline/gitlab/keys.tsv", include_str!("../input/pipeline/gitlab/keys.tsv")),
    ("input/pipeline/roles.tsv", include_str!("../input/pipeline/roles.tsv")),
    ("input/recognised/recognised.tsv", include_str!("../input/recognised/recognised.tsv")),
    (
        "policies/knowledge/terraform/administrators.tsv",
        include_str!("../../policies/knowledge/terraform/administrators.tsv"),
    ),
    (
        "policies/knowledge/terraform/condition_keys.tsv",
        include_str!("../../policies/knowledge/terraform/condition_keys.tsv"),
    ),
    ("policies/knowledge/terraform/encrypted.tsv", include_str!("../../policies/knowledge/terraform/encrypted.tsv")),
    ("policies/knowledge/terraform/exposures.tsv", include_str!("../../policies/knowledge/terraform/exposures.tsv")),
    ("policies/knowledge/terraform/grants.tsv", include_str!("../../policies/knowledge/terraform/grants.tsv")),
    ("policies/knowledge/terraform/openings.tsv", include_str!("../../policies/knowledge/terraform/openings.tsv")),
    (
        "policies/knowledge/terraform/retention-guards.tsv",
        include_str!("../../policies/knowledge/terraform/retention-guards.tsv"),
    ),
    (
        "policies/knowledge/terraform/retention-lengths.tsv",
        include_str!("../../policies/knowledge/terraform/retention-lengths.tsv"),
    ),
    (
        "policies/knowledge/terraform/retention-protections.tsv",
        include_str!("../../policies/knowledge/terraform/retention-protections.tsv"),
    ),
    (
        "policies/knowledge/terraform/store-locks.tsv",
        include_str!("../../policies/knowledge/terraform/store-locks.tsv"),
    ),
    ("policies/knowledge/terraform/stores.tsv", include_str!("../../policies/knowledge/terraform/stores.tsv")),
    ("source/secret/commands.tsv", include_str!("../source/secret/commands.tsv")),
    ("source/secret/names.tsv", include_str!("../source/secret/names.tsv")),
    ("source/secret/shapes.tsv", include_str!("../source/secret/shapes.tsv")),
];

/// The SHA-256 of every table and of every Rego library that policies share, by its path.
///
/// # Errors
/// As [`libraries`].
pub fn knowledge() -> Result<BTreeMap<String, String>, PolicyError> {
    let tables = TABLES.iter().map(|(name, text)| ((*name).to_owned(), sha256(text)));
    Ok(tables.chain(libraries()?.into_iter().map(|(file, text)| (file, sha256(&text)))).collect())
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_table_is_named() {
        let below = |folder: &str, shown: &str| {
            let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
            let files = walkdir::WalkDir::new(root.join(folder)).into_iter();
            let files = files.map(|entry| entry.unwrap().path().strip_prefix(root.join(shown)).unwrap().to_owned());
            let tables = files.filter(|path| path.extension().is_some_and(|ending| ending == "tsv"));
            tables.map(|path| path.to_string_lossy().into_owned()).collect::<Vec<_>>()
        };
        let mut found = [below("src", "src"), below("policies/knowledge", "")].concat();
        found.sort();
        let named: Vec<&str> = super::TABLES.iter().map(|(name, _)| *name).collect();
        assert_eq!(found, named);
    }
}
