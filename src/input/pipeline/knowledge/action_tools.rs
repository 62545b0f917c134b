//! Actions that fetch a program when they run.

use std::collections::BTreeMap;

use crate::input::pipeline::model::Ref;
use crate::knowledge::{Lookup, concepts};

/// Those of a run.
pub(super) static ACTION_TOOLS: Lookup<ActionTools> = Lookup::new(&concepts::references::ACTION_TOOLS, |rows| {
    let mut all = ActionTools::default();
    for row in rows {
        let known = ActionTool {
            tool: row.text("tool").to_owned(),
            inputs: row.list("inputs").map(str::to_owned).collect(),
            is_newest: row.word("without") == "newest",
        };
        all.0.insert(row.text("action").to_owned(), known);
    }
    all
});

/// By `owner/name` and the path below it, in small letters.
#[derive(Debug, Default)]
pub(in crate::input::pipeline) struct ActionTools(BTreeMap<String, ActionTool>);

/// What an action fetches.
#[derive(Debug)]
pub(in crate::input::pipeline) struct ActionTool {
    pub(in crate::input::pipeline) tool: String,
    /// The inputs that say a version, or a file that has it.
    pub(in crate::input::pipeline) inputs: Vec<String>,
    /// Whether the newest version is fetched without them.
    pub(in crate::input::pipeline) is_newest: bool,
}

impl ActionTools {
    /// What an action fetches, if it is known to fetch anything.
    pub(in crate::input::pipeline) fn of(&self, action: &Ref) -> Option<&ActionTool> {
        let parts = [action.owner.as_str(), &action.name, &action.path].into_iter().filter(|part| !part.is_empty());
        self.0.get(&parts.collect::<Vec<_>>().join("/").to_ascii_lowercase())
    }
}
