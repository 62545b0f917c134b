//! What packages make that build DAGs: `builders.tsv`.

use std::collections::{BTreeMap, BTreeSet};

use super::super::graph::last_segment;
use crate::knowledge::{Lookup, concepts};

/// What a call of a callable makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Makes {
    /// A DAG whose tasks nobody has seen.
    Dag,
    /// DAGs that nobody has seen.
    Dags,
    /// A group whose tasks nobody has seen.
    Group,
    /// A task.
    Task,
    /// A decorator whose functions are tasks.
    Decorator,
    /// Nothing by itself.
    Settings,
    /// A group that begins with a task of its own.
    LaunchedGroup,
    /// An object of dag-factory, whose methods make DAGs.
    DagFactory,
    /// DAGs of the files of dag-factory.
    DagFactoryLoad,
    /// The DAG of a folder.
    GustyDag,
    /// The DAGs of the folders in a folder.
    GustyDags,
    /// The DAG of a dbt project.
    CosmosDag,
    /// The group of a dbt project.
    CosmosGroup,
}

/// A callable that makes something.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Builder {
    package: String,
    pub(crate) makes: Makes,
    /// The dotted name of the operator class of a task, or the name of a decorator.
    pub(crate) class: Option<String>,
    /// The id of what it makes where the call does not say.
    pub(crate) id: Option<String>,
}

/// Builders by the last part of their names.
#[derive(Debug, Default)]
struct Builders {
    named: BTreeMap<String, Vec<Builder>>,
    packages: BTreeSet<String>,
}

static BUILDERS: Lookup<Builders> = Lookup::new(&concepts::airflow::BUILDERS, |rows| {
    let mut builders = Builders::default();
    for row in rows {
        let text = |column| row.given(column).map(str::to_owned);
        let package = row.text("package").to_owned();
        let first = package.split('.').next().unwrap_or(&package);
        builders.packages.insert(first.to_owned());
        let builder = Builder { makes: makes(row.word("makes")), class: text("class"), id: text("id"), package };
        builders.named.entry(row.text("callable").to_owned()).or_default().push(builder);
    }
    builders
});

fn makes(word: &str) -> Makes {
    match word {
        "dag" => Makes::Dag,
        "dags" => Makes::Dags,
        "group" => Makes::Group,
        "task" => Makes::Task,
        "decorator" => Makes::Decorator,
        "launched-group" => Makes::LaunchedGroup,
        "dag-factory" => Makes::DagFactory,
        "dag-factory-load" => Makes::DagFactoryLoad,
        "gusty-dag" => Makes::GustyDag,
        "gusty-dags" => Makes::GustyDags,
        "cosmos-dag" => Makes::CosmosDag,
        "cosmos-group" => Makes::CosmosGroup,
        _ => Makes::Settings,
    }
}

/// The builder of a dotted name: that of its last part, or that of any callable of its package.
pub(crate) fn of(name: &str) -> Option<&'static Builder> {
    let builders = BUILDERS.built_in();
    let is_in =
        |builder: &&Builder| name.strip_prefix(builder.package.as_str()).is_some_and(|rest| rest.starts_with('.'));
    let find = |callable: &str| builders.named.get(callable).and_then(|rows| rows.iter().find(is_in));
    find(last_segment(name)).or_else(|| find("*"))
}

/// Whether a package builds DAGs without a word of Airflow in the file that uses it.
pub(crate) fn is_package(first: &str) -> bool {
    first != "airflow" && BUILDERS.built_in().packages.contains(first)
}

/// The first names of those packages.
pub(crate) fn packages() -> impl Iterator<Item = &'static str> {
    BUILDERS.built_in().packages.iter().map(String::as_str).filter(|package| is_package(package))
}

#[cfg(test)]
mod tests {
    use super::{Makes, is_package, of};

    #[test]
    fn a_builder_is_known_by_its_name_in_any_module_of_its_package() {
        for (name, expected) in [
            ("cosmos.DbtDag", Some(Makes::CosmosDag)),
            ("cosmos.airflow.dag.DbtDag", Some(Makes::CosmosDag)),
            ("cosmos.profiles.postgres.PostgresUserPasswordProfileMapping", Some(Makes::Settings)),
            ("cosmos.converter.DbtToAirflowConverter", None),
            ("cosmosis.DbtDag", None),
            ("acme.DbtDag", None),
            ("dagfactory.load_yaml_dags", Some(Makes::DagFactoryLoad)),
            ("dagfactory.dagfactory.load_yaml_dags", Some(Makes::DagFactoryLoad)),
            ("astro.sql.load_file", Some(Makes::Task)),
            ("astro.files.base.File", Some(Makes::Settings)),
        ] {
            assert_eq!(of(name).map(|builder| builder.makes), expected, "{name}");
        }
    }

    #[test]
    fn airflow_itself_is_no_such_package() {
        for (name, expected) in [("cosmos", true), ("gusty", true), ("airflow", false), ("pandas", false)] {
            assert_eq!(is_package(name), expected, "{name}");
        }
    }
}
