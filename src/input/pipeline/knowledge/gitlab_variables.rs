//! Variables of GitLab that hold what anybody can write.

use std::collections::BTreeMap;

use crate::knowledge::{Lookup, concepts};

/// Those of a run.
pub(super) static GITLAB_VARIABLES: Lookup<GitlabVariables> =
    Lookup::new(&concepts::pipeline::GITLAB_VARIABLES, |rows| {
        let has_lines = |holds: &str| LINES.iter().any(|what| holds.starts_with(what));
        GitlabVariables(rows.map(|row| (row.text("variable").to_owned(), has_lines(row.text("holds")))).collect())
    });

/// What has line ends.
const LINES: [&str; 2] = ["the message of", "the text of"];

/// Their names, with whether they can have line ends.
#[derive(Debug)]
pub(in crate::input::pipeline) struct GitlabVariables(BTreeMap<String, bool>);

impl GitlabVariables {
    /// Whether anybody can write what a variable holds that GitLab sets in every job.
    pub(in crate::input::pipeline) fn is_free_text(&self, variable: &str) -> bool {
        self.0.contains_key(variable)
    }

    /// Whether it can have line ends.
    pub(in crate::input::pipeline) fn has_lines(&self, variable: &str) -> bool {
        self.0.get(variable).copied().unwrap_or_default()
    }

    /// All of their names.
    pub(in crate::input::pipeline) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }
}
