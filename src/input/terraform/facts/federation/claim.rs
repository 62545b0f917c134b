//! What one value lets in, of what a forge says about a run.

use super::Forge;
use crate::input::terraform::facts::kleene::all;

/// A name that nobody gives to a repository, a branch or an environment of theirs.
const OTHER: &str = "gate-asks-for-another";

/// Which runs are let in besides those that somebody named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Limits {
    pub(super) any_repository: Option<bool>,
    pub(super) any_branch: Option<bool>,
}

impl Limits {
    /// All of them.
    pub(super) const NONE: Self = Self { any_repository: Some(true), any_branch: Some(true) };
    /// Nobody can tell.
    pub(super) const UNKNOWN: Self = Self { any_repository: None, any_branch: None };

    /// Both hold.
    pub(super) fn and(self, other: Self) -> Self {
        Self {
            any_repository: all([self.any_repository, other.any_repository]),
            any_branch: all([self.any_branch, other.any_branch]),
        }
    }
}

/// A claim that says where a run comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Claim {
    /// `sub`: repository and branch, tag, environment or pull request in one text.
    Subject(Forge),
    /// The name or the number of the repository.
    Repository,
    /// Whose repository it is: all of them are let in.
    Owner,
    /// The branch or tag, an environment, or the workflow with its version.
    Version,
}

impl Claim {
    /// The claim of a name; `None` for one that tells neither repositories nor branches apart.
    pub(super) fn of(forge: Forge, name: &str) -> Option<Self> {
        match (forge, name.to_ascii_lowercase().as_str()) {
            (forge, "sub") => Some(Self::Subject(forge)),
            (Forge::GitHub, "repository" | "repository_id") | (Forge::GitLab, "project_path" | "project_id") => {
                Some(Self::Repository)
            }
            (Forge::GitHub, "repository_owner" | "repository_owner_id")
            | (Forge::GitLab, "namespace_path" | "namespace_id") => Some(Self::Owner),
            (_, "ref" | "environment" | "job_workflow_ref" | "workflow_ref" | "ci_config_ref_uri") => {
                Some(Self::Version)
            }
            _ => None,
        }
    }

    /// What a value lets in; `wildcards` says whether `*` and `?` stand for others.
    pub(super) fn limits(self, value: &str, wildcards: bool) -> Limits {
        let open = wildcards && value.contains(['*', '?']);
        match self {
            Self::Subject(forge) if open => subject(forge, value),
            Self::Subject(forge) => {
                // A pull request is nobody's branch in particular.
                let is_request = forge == Forge::GitHub && value.ends_with(":pull_request");
                Limits { any_repository: Some(false), any_branch: Some(is_request) }
            }
            Self::Repository => Limits { any_repository: Some(open), any_branch: Some(true) },
            Self::Owner => Limits::NONE,
            Self::Version => {
                let version = value.rsplit_once('@').map_or(value, |(_, version)| version);
                let fits = |other: &str| open && fits(version, other);
                let any = fits(OTHER) || fits(&format!("refs/heads/{OTHER}"));
                // The code of one workflow is as good as one repository.
                let one = value.contains('@') && !any;
                Limits { any_repository: Some(!one), any_branch: Some(any) }
            }
        }
    }
}

/// What a pattern for subjects lets in.
fn subject(forge: Forge, pattern: &str) -> Limits {
    let (start, ends) = match forge {
        Forge::GitHub => {
            ("repo:", [format!("ref:refs/heads/{OTHER}"), format!("environment:{OTHER}"), "pull_request".to_owned()])
        }
        Forge::GitLab => (
            "project_path:",
            [
                format!("ref_type:branch:ref:{OTHER}"),
                format!("ref_type:branch:ref:{OTHER}/{OTHER}"),
                format!("ref_type:tag:ref:{OTHER}"),
            ],
        ),
    };
    // A subject of a form that the owner has chosen.
    if !pattern.starts_with(start) && !pattern.starts_with('*') {
        return Limits { any_repository: None, any_branch: None };
    }
    let (repository, rest) = match pattern.strip_prefix(start) {
        Some(behind) => behind.split_once(':').map_or((behind, None), |(repository, rest)| (repository, Some(rest))),
        None => ("*", None),
    };
    let any_repository = repository.contains(['*', '?']);
    let named: String = repository.chars().map(|c| if matches!(c, '*' | '?') { 'x' } else { c }).collect();
    let any_branch = ends.iter().any(|end| fits(pattern, &format!("{start}{named}:{end}")));
    // `repo:acme/*` goes on behind the repository.
    Limits { any_repository: Some(any_repository), any_branch: Some(any_branch || (any_repository && rest.is_none())) }
}

/// Whether a pattern with `*` for any characters and `?` for one fits a text.
fn fits(pattern: &str, text: &str) -> bool {
    let (pattern, text): (Vec<char>, Vec<char>) = (pattern.chars().collect(), text.chars().collect());
    let (mut at, mut read) = (0_usize, 0_usize);
    // Where the last `*` stands, and how much of the text it has taken.
    let mut star: Option<(usize, usize)> = None;
    while read < text.len() {
        let next = pattern.get(at).copied();
        if next == Some('*') {
            star = Some((at, read));
            at = at.saturating_add(1);
        } else if next.is_some() && (next == Some('?') || next == text.get(read).copied()) {
            at = at.saturating_add(1);
            read = read.saturating_add(1);
        } else if let Some((stood, taken)) = star {
            let taken = taken.saturating_add(1);
            star = Some((stood, taken));
            (at, read) = (stood.saturating_add(1), taken);
        } else {
            return false;
        }
    }
    pattern.iter().skip(at).all(|rest| *rest == '*')
}
