//! The folders in which Python looks for modules, as far as the tree says so.
//!
//! Airflow appends its DAGs folder, its folder of configuration and its plugins to Python's path, and images add the top
//! of the repository or a folder of packages. The repository names none of them, so the folders around a DAG file stand for
//! them, the DAGs folder first.

use crate::source::RepoPath;

/// The code of a package.
pub(super) const PACKAGE: &str = "__init__.py";

/// The name that a DAGs folder has by default.
const DAGS: &str = "dags";

/// Folders beside the DAGs folder, or in a folder above, that are on Python's path: Airflow's plugins, the folders of
/// packages that build tools know, and what images copy beside the DAGs.
const BESIDE: &[&str] = &["plugins", DAGS, "src", "include", "config", "lib", "libs", "python", "airflow"];

/// The folders, in the order in which they are looked into.
#[derive(Debug)]
pub(super) struct Roots {
    folders: Vec<Option<RepoPath>>,
}

impl Roots {
    /// Those of a DAG file. `named` are the folders that the configuration names; they come first. `declared` gives the
    /// folders of packages that the project in a folder declares.
    pub(super) fn of(
        file: &RepoPath,
        named: &[Option<RepoPath>],
        declared: &dyn Fn(Option<&RepoPath>) -> Vec<RepoPath>,
    ) -> Self {
        let around: Vec<Option<RepoPath>> =
            std::iter::successors(Some(file.parent()), |folder| folder.as_ref().map(RepoPath::parent)).collect();
        let is_dags = |folder: &&Option<RepoPath>| {
            folder.as_ref().is_some_and(|folder| folder.file_name().eq_ignore_ascii_case(DAGS))
        };
        let mut folders: Vec<Option<RepoPath>> = named.to_vec();
        folders.extend(around.iter().rev().find(is_dags).cloned());
        let dags = around.iter().rev().position(|folder| is_dags(&folder));
        // Airflow's own folder holds the DAGs folder; where none is called so, the file lies in the DAGs folder.
        let home = dags.map_or(0, |at| around.len().saturating_sub(at));
        for folder in around.iter().skip(home) {
            folders.push(folder.clone());
            folders.extend(BESIDE.iter().map(|name| RepoPath::join(folder.as_ref(), name)));
            folders.extend(declared(folder.as_ref()).into_iter().map(Some));
        }
        folders.extend(around.iter().take(home).cloned());
        let mut seen = std::collections::BTreeSet::new();
        folders.retain(|folder| seen.insert(folder.clone()));
        Self { folders }
    }

    /// The folders; the top of the tree is `None`.
    pub(super) fn folders(&self) -> &[Option<RepoPath>] {
        &self.folders
    }
}

#[cfg(test)]
mod tests {
    use super::Roots;
    use crate::source::RepoPath;

    fn roots(file: &str, named: &[&str]) -> Vec<String> {
        let named: Vec<_> = named.iter().map(|name| RepoPath::new(name)).collect();
        let declared = |folder: Option<&RepoPath>| match folder {
            None => RepoPath::new("packages/core").into_iter().collect(),
            Some(_) => Vec::new(),
        };
        let roots = Roots::of(&RepoPath::new(file).unwrap(), &named, &declared);
        let shown = |folder: &Option<RepoPath>| folder.as_ref().map_or(".", RepoPath::as_str).to_owned();
        roots.folders().iter().map(shown).collect()
    }

    #[test]
    fn the_dags_folder_comes_first_then_its_plugins_then_what_is_around() {
        let found = roots("airflow/dags/team/a.py", &[]);
        assert_eq!(found.first().map(String::as_str), Some("airflow/dags"));
        let at = |name: &str| found.iter().position(|folder| folder == name).unwrap();
        assert!(at("airflow") < at("airflow/plugins"));
        assert!(at("airflow/plugins") < at("."));
        assert!(at(".") < at("src"));
        assert!(at("src") < at("airflow/dags/team"), "a folder below the DAGs folder is not on the path");
    }

    #[test]
    fn where_no_folder_is_called_dags_the_folder_of_the_file_comes_first() {
        assert_eq!(roots("jobs/a.py", &[]).first().map(String::as_str), Some("jobs"));
        assert_eq!(roots("a.py", &[]).first().map(String::as_str), Some("."));
    }

    #[test]
    fn the_folders_of_the_configuration_come_before_all() {
        assert_eq!(roots("dags/a.py", &["libs/acme/src"]).first().map(String::as_str), Some("libs/acme/src"));
    }

    #[test]
    fn the_folders_that_a_project_declares_come_after_its_own() {
        let found = roots("airflow/dags/a.py", &[]);
        let at = |name: &str| found.iter().position(|folder| folder == name).unwrap();
        assert!(at("src") < at("packages/core"));
    }

    #[test]
    fn no_folder_is_looked_into_twice() {
        let found = roots("dags/a.py", &["dags"]);
        assert_eq!(found.iter().filter(|folder| *folder == "dags").count(), 1);
    }
}
