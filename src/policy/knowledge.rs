//! The tables that are built into gate: what it knows besides what its policies say.

use std::collections::BTreeMap;

use super::{PolicyError, libraries};
use crate::source::text::sha256;

/// Every table, by its path below `src` or `policies/knowledge`.
const TABLES: &[(&str, &str)] = &[
    ("airflow/arguments.tsv", include_str!("../../policies/knowledge/airflow/arguments.tsv")),
    ("airflow/calls.tsv", include_str!("../../policies/knowledge/airflow/calls.tsv")),
    ("airflow/commands.tsv", include_str!("../../policies/knowledge/airflow/commands.tsv")),
    ("airflow/credentials.tsv", include_str!("../../policies/knowledge/airflow/credentials.tsv")),
    ("airflow/destinations.tsv", include_str!("../../policies/knowledge/airflow/destinations.tsv")),
    ("airflow/operators.tsv", include_str!("../../policies/knowledge/airflow/operators.tsv")),
    ("airflow/reaches.tsv", include_str!("../../policies/knowledge/airflow/reaches.tsv")),
    ("airflow/schemes.tsv", include_str!("../../policies/knowledge/airflow/schemes.tsv")),
    ("input/pipeline/github/keys.tsv", include_str!("../input/pipeline/github/keys.tsv")),
    ("input/pipeline/gitlab/keys.tsv", include_str!("../input/pipeline/gitlab/keys.tsv")),
    ("input/pipeline/roles.tsv", include_str!("../input/pipeline/roles.tsv")),
    ("input/recognised/recognised.tsv", include_str!("../input/recognised/recognised.tsv")),
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
        let mut found: Vec<String> = ["src", "policies/knowledge"]
            .into_iter()
            .map(|folder| std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(folder))
            .flat_map(|root| walkdir::WalkDir::new(&root).into_iter().map(move |entry| (root.clone(), entry.unwrap())))
            .map(|(root, entry)| entry.path().strip_prefix(root).unwrap().to_string_lossy().into_owned())
            .filter(|path| std::path::Path::new(path).extension().is_some_and(|ending| ending == "tsv"))
            .collect();
        found.sort();
        let named: Vec<&str> = super::TABLES.iter().map(|(name, _)| *name).collect();
        assert_eq!(found, named);
    }
}
