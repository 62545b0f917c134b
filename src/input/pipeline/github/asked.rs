//! What a called file asks of what stands around the call. Calls that differ in nothing of it come to the same.

use std::collections::BTreeSet;

use super::trust::Sources;

/// What was asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Asked {
    /// Variables, by name in lower case.
    variables: BTreeSet<String>,
    /// Whether all variables together were.
    every: bool,
    /// Whether the matrix was.
    matrix: bool,
}

impl Asked {
    /// Takes note of a variable, by its name in lower case.
    pub(super) fn variable(&mut self, name: &str) {
        if !self.variables.contains(name) {
            self.variables.insert(name.to_owned());
        }
    }

    /// Takes note of a context, by its pattern in lower case.
    pub(super) fn context(&mut self, pattern: &str) {
        match pattern {
            "env" | "env.*" => self.every = true,
            _ => self.matrix |= pattern == "matrix" || pattern.starts_with("matrix."),
        }
    }

    /// Takes in what another has asked for.
    pub(super) fn also(&mut self, other: &Self) {
        self.variables.extend(other.variables.iter().cloned());
        self.every |= other.every;
        self.matrix |= other.matrix;
    }
}

impl Sources {
    /// Whether somebody who asks for this, and for what is handed over, hears the same of another.
    pub(super) fn tells_alike(&self, other: &Self, asked: &Asked) -> bool {
        let same_handed = self.inputs == other.inputs
            && self.written == other.written
            && self.handed == other.handed
            && self.of_event == other.of_event
            && self.is_called == other.is_called
            && self.of_needs == other.of_needs;
        let same_run = self.events == other.events && self.artifacts == other.artifacts && self.kept == other.kept;
        let same_matrix = || self.matrix == other.matrix && self.of_job == other.of_job;
        let same_variable = |name: &String| self.around(name) == other.around(name);
        let all_same = |variables: &BTreeSet<String>| variables.iter().all(same_variable);
        let same_variables = if asked.every { self.scopes == other.scopes } else { all_same(&asked.variables) };
        same_handed && same_run && (!asked.matrix || same_matrix()) && same_variables
    }
}
