//! What the tables about storage and retention know is judged: a policy names in its `types` every resource type that they
//! have, or a plan with nothing else would not be judged by it.

#![expect(clippy::disallowed_methods, clippy::unwrap_used, reason = "reads files of the project")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// A table, and the columns of it that hold types.
type Table = (&'static str, &'static [usize]);

/// Each policy, and its tables.
const POLICIES: &[(&str, &[Table])] = &[
    ("public-object-storage", &[("exposures", &[0])]),
    ("audit-bucket-not-write-once", &[("stores", &[0]), ("store-locks", &[0, 1])]),
    ("retention-weakened", &[("retention-lengths", &[1]), ("retention-guards", &[0]), ("retention-protections", &[0])]),
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("policies")
}

/// The types that the metadata of a policy names.
fn named(policy: &str) -> BTreeSet<String> {
    let text = std::fs::read_to_string(root().join("terraform").join(policy).join("policy.rego")).unwrap();
    let types = text.lines().skip_while(|line| *line != "#   types:").skip(1);
    types.map_while(|line| line.strip_prefix("#     - ")).map(str::to_owned).collect()
}

#[test]
fn every_type_of_a_table_is_one_that_its_policy_is_about() {
    for (policy, tables) in POLICIES {
        let named = named(policy);
        for (table, columns) in *tables {
            let file = root().join("knowledge/terraform").join(format!("{table}.tsv"));
            let text = std::fs::read_to_string(file).unwrap();
            for row in text.lines().filter(|line| !line.starts_with('#')) {
                let fields: Vec<&str> = row.split('\t').collect();
                for column in *columns {
                    assert!(named.contains(fields[*column]), "{policy}: {} of {table}.tsv", fields[*column]);
                }
            }
        }
    }
}
