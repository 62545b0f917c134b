//! Where agents find the servers that they start.

use crate::knowledge::{Lookup, concepts};

/// Those of a run.
pub(super) static AGENT_FILES: Lookup<AgentFiles> = Lookup::new(&concepts::references::AGENT_FILES, |rows| {
    let row = |row: crate::knowledge::Row<'_>| AgentFile {
        agent: row.text("agent").to_owned(),
        is_input: row.word("kind") == "input",
        name: row.text("name").to_owned(),
        key: row.text("key").to_owned(),
    };
    AgentFiles(rows.map(row).collect())
});

/// All of them.
#[derive(Debug, Default)]
pub(in crate::input::pipeline) struct AgentFiles(pub(in crate::input::pipeline) Vec<AgentFile>);

/// A file, or an input of an action.
#[derive(Debug)]
pub(in crate::input::pipeline) struct AgentFile {
    /// The agent by its usual name.
    pub(in crate::input::pipeline) agent: String,
    /// Whether it is an input of the action that the agent is.
    pub(in crate::input::pipeline) is_input: bool,
    /// The path of the file, or the name of the input.
    pub(in crate::input::pipeline) name: String,
    /// What holds the servers by their names.
    pub(in crate::input::pipeline) key: String,
}
