//! The verdict: one function, computed before any report is made.

use serde::{Deserialize, Serialize};

use super::Unjudged;
use crate::exit::Exit;
use crate::finding::{Answer, Coverage, Finding, Severity, State};

/// The answer of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Everything was judged and nothing blocks.
    Pass,
    /// An open finding at or above `fail-on`.
    Violations,
    /// Something could not be judged; wins over violations.
    Incomplete,
    /// No file that gate judges, or no policy to judge it by.
    NothingChecked,
}

/// What violations do.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mode {
    /// They block.
    #[default]
    Block,
    /// They are shown; what could not be judged still blocks.
    Observe,
}

impl Verdict {
    /// The exit code of this verdict. Only `fail-on-empty: false` lets a run pass that judged nothing: to observe is to
    /// look at something.
    #[must_use]
    pub const fn exit(self, mode: Mode, fail_on_empty: bool) -> Exit {
        match (self, mode) {
            (Self::NothingChecked, _) if fail_on_empty => Exit::NothingChecked,
            (Self::Pass | Self::NothingChecked, _) | (Self::Violations, Mode::Observe) => Exit::Pass,
            (Self::Violations, Mode::Block) => Exit::Violations,
            (Self::Incomplete, _) => Exit::Incomplete,
        }
    }

    /// Whether the run came to no answer about what is there.
    #[must_use]
    pub const fn is_without_answer(self) -> bool {
        matches!(self, Self::Incomplete | Self::NothingChecked)
    }

    /// The word of the last line of every report.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Pass => "PASS",
            Self::Violations | Self::NothingChecked => "BLOCKED",
            Self::Incomplete => "INCOMPLETE",
        }
    }
}

/// Whether a finding blocks by itself.
pub(super) fn blocks(finding: &Finding, fail_on: Severity) -> bool {
    finding.answer == Answer::Violation && finding.severity >= fail_on && finding.disposition.is_open()
}

/// Whether a finding is an unknown that keeps the run from passing.
pub(super) fn is_undecided(finding: &Finding, fail_on_unknown: Severity) -> bool {
    finding.answer == Answer::Unknown && finding.severity >= fail_on_unknown && finding.disposition.is_open()
}

/// Makes the verdict. It is *pass* only if nothing is unjudged, every cell that applies was judged, no unknown counts
/// and nothing blocks.
#[must_use]
pub fn verdict(
    coverage: &Coverage,
    findings: &[Finding],
    unjudged: &[Unjudged],
    fail_on: Severity,
    fail_on_unknown: Severity,
) -> Verdict {
    let broken_cell = coverage.cells().iter().any(|cell| matches!(cell.state, State::Incomplete(_)));
    let undecided = findings.iter().any(|finding| is_undecided(finding, fail_on_unknown));
    if broken_cell || undecided || !unjudged.is_empty() {
        return Verdict::Incomplete;
    }
    if findings.iter().any(|finding| blocks(finding, fail_on)) {
        return Verdict::Violations;
    }
    if coverage.cells().is_empty() { Verdict::NothingChecked } else { Verdict::Pass }
}
