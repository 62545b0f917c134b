//! Inputs of actions that are a program or a key of a cloud.

use std::collections::BTreeMap;

use crate::input::pipeline::model::Ref;
use crate::knowledge::{Lookup, concepts};

/// Those of a run.
pub(super) static ACTION_INPUTS: Lookup<ActionInputs> = Lookup::new(&concepts::pipeline::ACTION_INPUTS, |rows| {
    let mut inputs = ActionInputs::default();
    for row in rows {
        let takes = row.given("cloud").map_or(Takes::Script, |cloud| Takes::Key(cloud.to_owned()));
        let of_action = inputs.0.entry(row.text("action").to_owned()).or_default();
        of_action.insert(row.text("input").to_owned(), takes);
    }
    inputs
});

/// What an input of an action is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::input::pipeline) enum Takes {
    /// A program that the action runs.
    Script,
    /// A key of this cloud.
    Key(String),
}

/// By `owner/name`, then by input.
#[derive(Debug, Default)]
pub(in crate::input::pipeline) struct ActionInputs(BTreeMap<String, BTreeMap<String, Takes>>);

impl ActionInputs {
    /// What an action takes by an input, named in any case.
    pub(in crate::input::pipeline) fn takes(&self, action: &Ref, input: &str) -> Option<&Takes> {
        let action = format!("{}/{}", action.owner, action.name).to_ascii_lowercase();
        self.0.get(action.as_str())?.get(input.to_ascii_lowercase().as_str())
    }
}
