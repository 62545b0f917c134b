//! The lines that run gate on each platform, with the base that a change cannot choose. The README shows the same
//! files; a test compares them.

use super::super::args::Platform;

/// How gate is run on one platform.
pub(super) struct Recipe {
    /// Which.
    pub(super) platform: Platform,
    /// Where the lines go.
    pub(super) place: &'static str,
    /// The lines.
    pub(super) lines: &'static str,
    /// The forms and formats of files that show that the platform is in use.
    pub(super) signs: &'static [&'static str],
}

/// Every platform, in the order of the README.
pub(super) const RECIPES: &[Recipe] = &[
    Recipe {
        platform: Platform::GitHub,
        place: "GitHub, as .github/workflows/gate.yml",
        lines: include_str!("ci/github.yml"),
        signs: &["github"],
    },
    Recipe {
        platform: Platform::GitLab,
        place: "GitLab, a job in .gitlab-ci.yml",
        lines: include_str!("ci/gitlab.yml"),
        signs: &["gitlab"],
    },
    Recipe {
        platform: Platform::Azure,
        place: "Azure Pipelines, a job of the pull request's pipeline",
        lines: include_str!("ci/azure.yml"),
        signs: &["azure"],
    },
    Recipe {
        platform: Platform::Bitbucket,
        place: "Bitbucket, in bitbucket-pipelines.yml",
        lines: include_str!("ci/bitbucket.yml"),
        signs: &["bitbucket"],
    },
    Recipe {
        platform: Platform::Jenkins,
        place: "Jenkins, a stage of the Jenkinsfile",
        lines: include_str!("ci/jenkins.groovy"),
        signs: &["jenkins"],
    },
    Recipe {
        platform: Platform::PreCommit,
        place: "pre-commit, in .pre-commit-config.yaml",
        lines: include_str!("ci/pre-commit.yml"),
        signs: &["pre-commit"],
    },
];

/// The recipe of a platform.
pub(super) fn of(platform: Platform) -> Option<&'static Recipe> {
    RECIPES.iter().find(|recipe| recipe.platform == platform)
}
