//! The matrix of documents and policies: every cell is filled, or the run is not complete.

use serde::{Deserialize, Serialize};

use super::{Kind, PolicyId, Text};
use crate::source::RepoPath;

/// What one policy came to about one document.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Cell {
    /// The file of the document.
    pub path: RepoPath,
    /// Its kind.
    pub kind: Kind,
    /// The policy.
    pub policy: PolicyId,
    /// Whether it could be evaluated.
    pub state: State,
    /// How many violations it found.
    pub violations: usize,
    /// How many questions it could not decide.
    pub unknowns: usize,
}

/// Whether a policy could be evaluated on a document.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "state", content = "why")]
pub enum State {
    /// It was evaluated to its end.
    Judged,
    /// Its metadata says that it is not about this document, and why.
    NotApplicable(String),
    /// It failed, and why.
    Incomplete(Text),
    /// The same, and it does not decide: it was so before the change under judgement, an emergency covers it, or the
    /// policy does not decide yet.
    SetAside(Text),
}

/// The filled matrix of a run.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Coverage {
    cells: Vec<Cell>,
}

/// How many cells came to what.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// Judged without a violation or an unknown.
    pub passed: usize,
    /// Judged with at least one violation.
    pub violated: usize,
    /// Judged with at least one unknown and no violation.
    pub unknown: usize,
    /// Not about the document.
    pub not_applicable: usize,
    /// Could not be evaluated.
    pub incomplete: usize,
}

impl Coverage {
    /// A matrix from its cells, in any order.
    #[must_use]
    pub fn new(mut cells: Vec<Cell>) -> Self {
        cells.sort();
        Self { cells }
    }

    /// The cells, sorted by path, kind and policy.
    #[must_use]
    pub fn cells(&self) -> &[Cell] {
        &self.cells
    }

    /// Counts the cells by what they came to.
    #[must_use]
    pub fn tally(&self) -> Tally {
        let mut tally = Tally::default();
        self.cells.iter().for_each(|cell| tally.add(cell));
        tally
    }
}

impl Tally {
    /// Counts one cell more.
    pub fn add(&mut self, cell: &Cell) {
        let count = match (&cell.state, cell.violations, cell.unknowns) {
            (State::NotApplicable(_), ..) => &mut self.not_applicable,
            (State::Incomplete(_) | State::SetAside(_), ..) => &mut self.incomplete,
            (State::Judged, 0, 0) => &mut self.passed,
            (State::Judged, 0, _) => &mut self.unknown,
            (State::Judged, ..) => &mut self.violated,
        };
        *count = count.saturating_add(1);
    }
}
