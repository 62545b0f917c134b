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

/// What the calls of a package give.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Gives {
    /// What the deployment sets.
    Deployment,
    /// What is made of their arguments and of nothing else.
    Computed,
    /// Anything.
    Anything,
}

static PACKAGES: Lookup<BTreeMap<String, (Comes, Gives)>> = Lookup::new(&concepts::airflow::PACKAGES, |rows| {
    let comes = |word: &str| if word == "python" { Comes::Python } else { Comes::Published };
    let gives = |word: Option<&str>| match word {
        Some("deployment") => Gives::Deployment,
        Some("computed") => Gives::Computed,
        _ => Gives::Anything,
    };
    rows.map(|row| (row.text("package").to_owned(), (comes(row.word("comes")), gives(row.given("gives"))))).collect()
});

/// Whether the code of a package makes no DAGs and no tasks.
pub(crate) fn is_harmless(package: &str) -> bool {
    PACKAGES.built_in().contains_key(package)
}

/// Whether a module comes with Python, which finds it before what stands in the tree.
pub(crate) fn is_standard(module: &str) -> bool {
    PACKAGES.built_in().get(module).is_some_and(|(comes, _)| *comes == Comes::Python)
}

/// What a call of this dotted name gives.
pub(crate) fn gives(callee: &str) -> Gives {
    let package = callee.split(['.', '(', '[']).next().unwrap_or(callee);
    if callee.starts_with("urllib.parse.") {
        return Gives::Computed;
    }
    // A bare name is one of the code, whatever package is called so.
    let row = PACKAGES.built_in().get(package).filter(|_| package.len() < callee.len());
    row.map_or(Gives::Anything, |(_, gives)| *gives)
}

#[cfg(test)]
mod tests {
    use super::{Gives, gives, is_harmless, is_standard};

    #[test]
    fn what_a_call_gives_follows_from_its_package() {
        for (callee, expected) in [
            ("environs.Env()", Gives::Deployment),
            ("decouple.config", Gives::Deployment),
            ("json.dumps", Gives::Computed),
            ("json", Gives::Anything),
            ("pandas.read_csv", Gives::Anything),
            ("acme.json.dumps", Gives::Anything),
        ] {
            assert_eq!(gives(callee), expected, "{callee}");
        }
    }

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
