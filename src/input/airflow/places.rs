//! Where DAGs are taken from, as far as the tree says so. The repository does not name Airflow's DAGs folder, so the
//! folders of its DAG files and every folder called `dags` stand for it.

use std::collections::BTreeSet;

use crate::source::RepoPath;

/// The name that a DAGs folder has by default and in every tutorial.
const FOLDER: &str = "dags";

/// The folders that hold DAG files; the top of the tree is `None`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DagPlaces {
    folders: BTreeSet<Option<RepoPath>>,
}

impl DagPlaces {
    /// The places of these DAG files.
    pub fn new<'p>(files: impl IntoIterator<Item = &'p RepoPath>) -> Self {
        Self { folders: files.into_iter().map(RepoPath::parent).collect() }
    }

    /// Whether Airflow may take DAGs from a file: it lies in or below a folder called `dags`, or beside, above or below
    /// a DAG file.
    #[must_use]
    pub fn hold(&self, file: &RepoPath) -> bool {
        let folder = file.parent();
        let is_named = folder.as_ref().is_some_and(names_dags);
        is_named || self.folders.iter().any(|dags| are_on_one_way(dags.as_ref(), folder.as_ref()))
    }

    /// Whether a folder that is itself not listed, such as a submodule, may be one that Airflow takes DAGs from.
    #[must_use]
    pub fn meet(&self, folder: &RepoPath) -> bool {
        let beside = |dags: &Option<RepoPath>| folder.is_below(dags.as_ref());
        names_dags(folder) || self.folders.iter().filter(|dags| dags.is_some()).any(beside)
    }
}

/// Whether a part of a path is called `dags`.
fn names_dags(folder: &RepoPath) -> bool {
    folder.as_str().split('/').any(|part| part.eq_ignore_ascii_case(FOLDER))
}

/// Whether one folder is the other or lies below it.
fn are_on_one_way(one: Option<&RepoPath>, other: Option<&RepoPath>) -> bool {
    let holds = |outer: Option<&RepoPath>, inner: Option<&RepoPath>| match (outer, inner) {
        (None, _) => true,
        (Some(_), None) => false,
        (Some(outer), Some(inner)) => outer == inner || inner.is_below(Some(outer)),
    };
    holds(one, other) || holds(other, one)
}

#[cfg(test)]
mod tests {
    use super::DagPlaces;
    use crate::source::RepoPath;

    fn path(text: &str) -> RepoPath {
        RepoPath::new(text).unwrap()
    }

    #[test]
    fn a_file_lies_where_dags_lie() {
        let dag = path("pipelines/team/daily.py");
        for (file, without, with) in [
            ("dags/a.zip", true, true),
            ("airflow/DAGs/team/a.zip", true, true),
            ("dags", false, true),
            ("src/dags.zip", false, false),
            ("src/mydags/a.zip", false, false),
            ("pipelines/team/a.zip", false, true),
            ("pipelines/team/deep/a.zip", false, true),
            ("pipelines/a.zip", false, true),
            ("a.zip", false, true),
            ("pipelines/other/a.zip", false, false),
            ("docs/a.zip", false, false),
        ] {
            assert_eq!(DagPlaces::default().hold(&path(file)), without, "{file}");
            assert_eq!(DagPlaces::new([&dag]).hold(&path(file)), with, "{file}");
        }
    }

    #[test]
    fn a_folder_meets_dags() {
        let files = [path("pipelines/daily.py"), path("top.py")];
        for (folder, expected) in [
            ("dags", true),
            ("airflow/dags", true),
            ("dags/vendor", true),
            ("pipelines/shared", true),
            ("pipelines/a/b", true),
            ("docs/theme", false),
            ("pipe", false),
        ] {
            assert_eq!(DagPlaces::new(&files).meet(&path(folder)), expected, "{folder}");
        }
    }
}
