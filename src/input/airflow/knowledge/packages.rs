//! Packages whose code makes no DAGs and no tasks: `packages.tsv`.

use std::collections::BTreeMap;

use crate::knowledge::{Lookup, concepts};

/// Where a package comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Comes {
    /// With Python.
    Python,
    /// As a package of its own.
    Published,
}

static PACKAGES: Lookup<BTreeMap<String, Comes>> = Lookup::new(&concepts::airflow::PACKAGES, |rows| {
    let comes = |word: &str| if word == "python" { Comes::Python } else { Comes::Published };
    rows.map(|row| (row.text("package").to_owned(), comes(row.word("comes")))).collect()
});

/// Whether the code of a package makes no DAGs and no tasks.
pub(crate) fn is_harmless(package: &str) -> bool {
    PACKAGES.built_in().contains_key(package)
}

/// Whether a module comes with Python, which finds it before what stands in the tree.
pub(crate) fn is_standard(module: &str) -> bool {
    PACKAGES.built_in().get(module) == Some(&Comes::Python)
}

#[cfg(test)]
mod tests {
    use super::{is_harmless, is_standard};

    #[test]
    fn packages_are_known_by_their_first_name() {
        for (name, harmless, standard) in [
            ("json", true, true),
            ("pandas", true, false),
            ("cosmos", false, false),
            ("acme", false, false),
            ("airflow", false, false),
        ] {
            assert_eq!((is_harmless(name), is_standard(name)), (harmless, standard), "{name}");
        }
    }
}
