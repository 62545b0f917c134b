//! What lies where in a rule folder.

use crate::source::RepoPath;

/// The file of the minimum.
const MINIMUM: &str = "minimum.yaml";

/// The files of a rule folder that a run reads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleFolder {
    /// The minimum.
    pub minimum: RepoPath,
    /// The policies: the name of the folder of each, and its file.
    pub policies: Vec<(String, RepoPath)>,
    /// The tables: the name of what each is about, and its file.
    pub tables: Vec<(String, RepoPath)>,
    /// What tests the policies and is wrong on purpose.
    pub tests: Vec<RepoPath>,
}

/// A file that nobody would read: rules that nobody reads are rules that do not hold.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Stray {
    /// There is no minimum.
    #[error("it holds no {MINIMUM}")]
    NoMinimum,
    /// A file that belongs to nothing.
    #[error("nothing reads {0}")]
    File(RepoPath),
}

impl RuleFolder {
    /// Sorts the files of a folder, whose paths are given in order.
    ///
    /// # Errors
    /// [`Stray`] for a file that is none of them.
    pub fn of(paths: &[RepoPath]) -> Result<Self, Stray> {
        let minimum = RepoPath::new(MINIMUM).filter(|minimum| paths.contains(minimum));
        let (mut policies, mut tables, mut tests) = (Vec::new(), Vec::new(), Vec::new());
        for path in paths {
            let parts: Vec<&str> = path.as_str().split('/').collect();
            match parts.as_slice() {
                [MINIMUM] => {}
                ["policies", slug, "policy.rego"] => policies.push(((*slug).to_owned(), path.clone())),
                ["knowledge", kind, concept] if let Some(concept) = concept.strip_suffix(".tsv") => {
                    tables.push((format!("{kind}/{concept}"), path.clone()));
                }
                // A policy in a folder below another would be taken for a test of that one.
                ["policies", _, .., "policy.rego"] => return Err(Stray::File(path.clone())),
                ["policies", slug, _, ..] if has_policy(paths, slug) => tests.push(path.clone()),
                _ if path.extension() == Some("md") => {}
                _ => return Err(Stray::File(path.clone())),
            }
        }
        let minimum = minimum.ok_or(Stray::NoMinimum)?;
        Ok(Self { minimum, policies, tables, tests })
    }
}

fn has_policy(paths: &[RepoPath], slug: &str) -> bool {
    RepoPath::new(&format!("policies/{slug}/policy.rego")).is_some_and(|policy| paths.binary_search(&policy).is_ok())
}

#[cfg(test)]
mod tests {
    use super::{RuleFolder, Stray};
    use crate::source::RepoPath;

    fn sorted(paths: &[&str]) -> Result<RuleFolder, Stray> {
        let mut paths: Vec<RepoPath> = paths.iter().map(|path| RepoPath::new(path).unwrap()).collect();
        paths.sort();
        RuleFolder::of(&paths)
    }

    #[test]
    fn every_file_has_its_place() {
        let folder = sorted(&[
            "README.md",
            "minimum.yaml",
            "knowledge/pipeline/tools.tsv",
            "knowledge/NOTES.md",
            "policies/nameless/policy.rego",
            "policies/nameless/policy_test.rego",
            "policies/nameless/bad/deep/ci.yml",
        ])
        .unwrap();
        let shown = |of: &[(String, RepoPath)]| of.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
        assert_eq!(
            (shown(&folder.policies), shown(&folder.tables)),
            (vec!["nameless".into()], vec!["pipeline/tools".into()])
        );
        assert_eq!(folder.tests.len(), 2);
    }

    #[test]
    fn what_nobody_would_read_is_refused() {
        let cases = [
            (&["README.md"][..], None),
            (&["minimum.yml"], Some("minimum.yml")),
            (&["minimum.yaml", "Minimum.yaml"], Some("Minimum.yaml")),
            (&["minimum.yaml", "LICENSE"], Some("LICENSE")),
            (&["minimum.yaml", "policies/policy.rego"], Some("policies/policy.rego")),
            (&["minimum.yaml", "policies/a/rules.rego"], Some("policies/a/rules.rego")),
            (&["minimum.yaml", "policies/a/Policy.rego"], Some("policies/a/Policy.rego")),
            (&["minimum.yaml", "policies/group/a/policy.rego"], Some("policies/group/a/policy.rego")),
            (&["minimum.yaml", "policies/a/policy.rego", "policies/a/b/policy.rego"], Some("policies/a/b/policy.rego")),
            (&["minimum.yaml", "knowledge/tools.tsv"], Some("knowledge/tools.tsv")),
            (&["minimum.yaml", "knowledge/a/b/tools.tsv"], Some("knowledge/a/b/tools.tsv")),
            (&["minimum.yaml", "gate.yaml"], Some("gate.yaml")),
            (&["minimum.yaml", "waivers.yaml"], Some("waivers.yaml")),
            (&["rules/minimum.yaml"], Some("rules/minimum.yaml")),
        ];
        for (paths, stray) in cases {
            let expected = stray.map_or(Stray::NoMinimum, |path| Stray::File(RepoPath::new(path).unwrap()));
            assert_eq!(sorted(paths), Err(expected), "{paths:?}");
        }
    }
}
