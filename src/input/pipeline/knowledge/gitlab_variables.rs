//! Variables of GitLab that hold what anybody can write.

use std::collections::BTreeSet;

use crate::knowledge::{Lookup, concepts};

/// Those of a run.
pub(super) static GITLAB_VARIABLES: Lookup<GitlabVariables> =
    Lookup::new(&concepts::pipeline::GITLAB_VARIABLES, |rows| {
        GitlabVariables(rows.map(|row| row.text("variable").to_owned()).collect())
    });

/// Their names.
#[derive(Debug)]
pub(in crate::input::pipeline) struct GitlabVariables(BTreeSet<String>);

impl GitlabVariables {
    /// Whether anybody can write what a variable holds that GitLab sets in every job.
    pub(in crate::input::pipeline) fn is_free_text(&self, variable: &str) -> bool {
        self.0.contains(variable)
    }
}
