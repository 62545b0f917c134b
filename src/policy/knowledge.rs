//! The tables that are built into gate: what it knows besides what its policies say.

use std::collections::BTreeMap;

use super::{PolicyError, libraries};
use crate::source::text::sha256;

/// Every table below `policies/knowledge` and `src`, by its path there.
const TABLES: &[(&str, &str)] = &[
    ("input/pipeline/github/keys.tsv", include_str!("../input/pipeline/github/keys.tsv")),
    ("input/pipeline/gitlab/keys.tsv", include_str!("../input/pipeline/gitlab/keys.tsv")),
    ("input/pipeline/roles.tsv", include_str!("../input/pipeline/roles.tsv")),
    ("input/recognised/recognised.tsv", include_str!("../input/recognised/recognised.tsv")),
    ("policies/knowledge/airflow/arguments.tsv", include_str!("../../policies/knowledge/airflow/arguments.tsv")),
    ("policies/knowledge/airflow/calls.tsv", include_str!("../../policies/knowledge/airflow/calls.tsv")),
    ("policies/knowledge/airflow/commands.tsv", include_str!("../../policies/knowledge/airflow/commands.tsv")),
    ("policies/knowledge/airflow/credentials.tsv", include_str!("../../policies/knowledge/airflow/credentials.tsv")),
    ("policies/knowledge/airflow/destinations.tsv", include_str!("../../policies/knowledge/airflow/destinations.tsv")),
    ("policies/knowledge/airflow/operators.tsv", include_str!("../../policies/knowledge/airflow/operators.tsv")),
    ("policies/knowledge/airflow/reaches.tsv", include_str!("../../policies/knowledge/airflow/reaches.tsv")),
    ("policies/knowledge/airflow/schemes.tsv", include_str!("../../policies/knowledge/airflow/schemes.tsv")),
    (
        "policies/knowledge/pipeline/action-inputs.tsv",
        include_str!("../../policies/knowledge/pipeline/action-inputs.tsv"),
    ),
    ("policies/knowledge/pipeline/cloud-keys.tsv", include_str!("../../policies/knowledge/pipeline/cloud-keys.tsv")),
    ("policies/knowledge/pipeline/contexts.tsv", include_str!("../../policies/knowledge/pipeline/contexts.tsv")),
    ("policies/knowledge/pipeline/events.tsv", include_str!("../../policies/knowledge/pipeline/events.tsv")),
    (
        "policies/knowledge/pipeline/gitlab-variables.tsv",
        include_str!("../../policies/knowledge/pipeline/gitlab-variables.tsv"),
    ),
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
        let root = env!("CARGO_MANIFEST_DIR");
        let below = |folder: &str, base: &str| {
            let base = std::path::Path::new(root).join(base);
            walkdir::WalkDir::new(std::path::Path::new(root).join(folder))
                .into_iter()
                .map(|entry| entry.unwrap().path().strip_prefix(&base).unwrap().to_string_lossy().into_owned())
                .filter(|path| std::path::Path::new(path).extension().is_some_and(|ending| ending == "tsv"))
                .collect::<Vec<_>>()
        };
        let mut found = below("policies/knowledge", "");
        found.extend(below("src", "src"));
        found.sort();
        let named: Vec<&str> = super::TABLES.iter().map(|(name, _)| *name).collect();
        assert_eq!(found, named);
    }
}
