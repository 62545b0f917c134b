//! What gate knows besides what its policies say: the tables that are built in, and their digests.

use std::collections::BTreeMap;

use super::{PolicyError, libraries};
use crate::knowledge::bundled;
use crate::source::text::sha256;

/// Every table below `src`, by its path there: the grammar of a vendor's format, which its reader takes word by word.
const TABLES: &[(&str, &str)] = &[
    ("input/pipeline/github/keys.tsv", include_str!("../input/pipeline/github/keys.tsv")),
    ("input/pipeline/gitlab/keys.tsv", include_str!("../input/pipeline/gitlab/keys.tsv")),
    ("input/recognised/recognised.tsv", include_str!("../input/recognised/recognised.tsv")),
];

/// The SHA-256 of every table and of every Rego library that policies share, by its path.
///
/// # Errors
/// As [`libraries`].
pub fn knowledge() -> Result<BTreeMap<String, String>, PolicyError> {
    let tables = TABLES.iter().map(|(name, text)| ((*name).to_owned(), *text)).chain(bundled());
    let tables = tables.map(|(name, text)| (name, sha256(text)));
    Ok(tables.chain(libraries()?.into_iter().map(|(file, text)| (file, sha256(&text)))).collect())
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_table_is_named() {
        let root = concat!(env!("CARGO_MANIFEST_DIR"), "/src");
        let mut found: Vec<String> = walkdir::WalkDir::new(root)
            .into_iter()
            .map(|entry| entry.unwrap().path().strip_prefix(root).unwrap().to_string_lossy().into_owned())
            .filter(|path| std::path::Path::new(path).extension().is_some_and(|ending| ending == "tsv"))
            .collect();
        found.sort();
        let named: Vec<&str> = super::TABLES.iter().map(|(name, _)| *name).collect();
        assert_eq!(found, named);
    }
}
