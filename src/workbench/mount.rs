//! Where a fixture of one file lies in the repository that it stands for.

use crate::finding::Kind;
use crate::source::RepoPath;

/// Ends of a fixture's name, the kind they belong to, and the path of the file; `*` stands for the rest of the name.
const MOUNTS: &[(Kind, &str, &str)] = &[
    (Kind::Pipeline, ".gitlab-ci.yml", ".gitlab-ci.yml"),
    (Kind::Pipeline, ".action.yml", "action.yml"),
    (Kind::Pipeline, ".yml", ".github/workflows/*.yml"),
    (Kind::Pipeline, ".yaml", ".github/workflows/*.yaml"),
    (Kind::Airflow, ".py", "dags/*.py"),
    (Kind::Forge, ".ruleset.json", ".github/rulesets/*.json"),
    (Kind::Forge, ".json", ".forge/snapshot.json"),
];

/// The path of the fixture `name` for a policy of `kind`; `None` when such a fixture must be a folder.
pub(super) fn mount(kind: Kind, name: &str) -> Option<RepoPath> {
    let (_, end, path) = MOUNTS.iter().find(|(of, end, _)| *of == kind && name.ends_with(end))?;
    RepoPath::new(&path.replace('*', name.strip_suffix(end)?))
}

#[cfg(test)]
mod tests {
    use super::mount;
    use crate::finding::Kind;
    use crate::source::RepoPath;

    #[test]
    fn the_end_of_the_name_decides_where_a_file_lies() {
        for (kind, name, path) in [
            (Kind::Pipeline, "a.yml", Some(".github/workflows/a.yml")),
            (Kind::Pipeline, "a.gitlab-ci.yml", Some(".gitlab-ci.yml")),
            (Kind::Pipeline, "a.action.yml", Some("action.yml")),
            (Kind::Airflow, "a.py", Some("dags/a.py")),
            (Kind::Forge, "a.json", Some(".forge/snapshot.json")),
            (Kind::Forge, "a.ruleset.json", Some(".github/rulesets/a.json")),
            (Kind::Terraform, "a.json", None),
            (Kind::Repository, "a.yml", None),
        ] {
            assert_eq!(mount(kind, name).as_ref().map(RepoPath::as_str), path, "{name}");
        }
    }
}
