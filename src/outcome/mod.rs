//! What a run found out, and the only place where a verdict is made.

mod aside;
mod edge;
mod provenance;
mod unlisted;
mod verdict;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use aside::{Aside, Compared, Emergency};
pub use edge::{Accepted, Edge, Excluded, Listed};
pub use provenance::Provenance;
pub use unlisted::Unlisted;
pub use verdict::{Mode, Verdict, verdict};

use crate::exit::Exit;
use crate::finding::{Coverage, Finding, Kind, PolicyId, Severity, Text};
use crate::input::Problem;
use crate::policy::Policy;
use crate::source::{Position, RepoPath};
pub use crate::trust::RulesFrom;

/// One thing that could not be judged; it keeps a run from passing.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Unjudged {
    /// The file, if it is about one.
    pub path: Option<RepoPath>,
    /// Where in it.
    pub position: Option<Position>,
    /// The policy, if one could not be evaluated.
    pub policy: Option<PolicyId>,
    /// Why, and what to do: a fragment without a full stop.
    pub reason: Text,
    /// The exact lines or the command that would answer it, to be shown as they are; empty where there are none.
    pub fix: Vec<Text>,
    /// Whether gate has no reader for the file, so that its owner may accept it.
    pub unread: bool,
}

impl Unjudged {
    /// Something about the run as a whole.
    #[must_use]
    pub fn of_run(reason: impl Into<Text>) -> Self {
        Self { path: None, position: None, policy: None, reason: reason.into(), fix: Vec::new(), unread: false }
    }

    /// A file.
    #[must_use]
    pub fn of(path: &RepoPath, reason: impl Into<Text>) -> Self {
        Self { path: Some(path.clone()), ..Self::of_run(reason) }
    }
}

impl From<Problem> for Unjudged {
    fn from(problem: Problem) -> Self {
        let Problem { path, position, message, unread } = problem;
        Self { position, unread, ..Self::of(&path, message) }
    }
}

/// A file or folder that was passed over on purpose, and why; it does not block.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Skipped {
    /// What.
    pub path: RepoPath,
    /// Why, as a fragment.
    pub reason: String,
}

/// Everything that a report may say about a run. Reports are made from this and nothing else.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Outcome {
    /// The answer.
    pub verdict: Verdict,
    /// Whether violations block or are only shown.
    pub mode: Mode,
    /// Findings at or above this severity block.
    pub fail_on: Severity,
    /// Unknowns at or above this severity make the run incomplete.
    pub fail_on_unknown: Severity,
    /// Whether a run that found nothing to judge is blocked.
    pub fail_on_empty: bool,
    /// Violations and unknowns, whatever became of them, in [`Finding::order`].
    pub findings: Vec<Finding>,
    /// What does not decide and is counted without being listed, sorted.
    pub unlisted: Vec<Unlisted>,
    /// What could not be judged, sorted. Repeated at the end of every report.
    pub unjudged: Vec<Unjudged>,
    /// What was passed over, sorted.
    pub skipped: Vec<Skipped>,
    /// What else was seen and not judged.
    pub edge: Edge,
    /// What could not be judged and does not decide, sorted.
    pub aside: Vec<Aside>,
    /// The emergencies that hold, each said in every report.
    pub emergencies: Vec<Emergency>,
    /// What the change was compared with, where only what it introduces decides.
    pub compared: Option<Compared>,
    /// The edition of the rules that decides, where the configuration names one.
    pub edition: Option<String>,
    /// The matrix.
    pub coverage: Coverage,
    /// The policies that were loaded, by id, so that reports can explain them.
    pub policies: BTreeMap<PolicyId, Policy>,
    /// How many documents of each kind were judged.
    pub documents: BTreeMap<Kind, usize>,
    /// Where configuration, policies and waivers came from.
    pub rules_from: RulesFrom,
    /// Notices about the run that belong into its header: an unverified snapshot, a partial run.
    pub notices: Vec<String>,
    /// The day and time that waivers were measured against, RFC 3339 in UTC.
    pub judged_at: String,
    /// What exactly was judged, by what exactly.
    pub provenance: Provenance,
}

impl Outcome {
    /// How the run ends.
    #[must_use]
    pub const fn exit(&self) -> Exit {
        self.verdict.exit(self.mode, self.fail_on_empty)
    }

    /// Findings that block: open violations at or above `fail_on`.
    pub fn blocking(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(|finding| verdict::blocks(finding, self.fail_on))
    }

    /// Unknowns that keep the run from passing.
    pub fn undecided(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(|finding| verdict::is_undecided(finding, self.fail_on_unknown))
    }
}
