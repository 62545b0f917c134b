//! Inputs of actions that are a program, a key of a cloud, or the names of what holds a credential.

use std::collections::BTreeMap;

use crate::input::pipeline::model::Ref;
use crate::knowledge::{Lookup, concepts};
use crate::source::secret;

/// Those of a run.
pub(super) static ACTION_INPUTS: Lookup<ActionInputs> = Lookup::new(&concepts::pipeline::ACTION_INPUTS, |rows| {
    let mut inputs = ActionInputs::default();
    for row in rows {
        let takes = match row.word("takes") {
            "variable" => Takes::Variable,
            "entries" => Takes::Entries,
            _ => row.given("cloud").map_or(Takes::Script, |cloud| Takes::Key(cloud.to_owned())),
        };
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
    /// The name of a variable that holds a credential.
    Variable,
    /// The names of entries of a store.
    Entries,
}

/// By `owner/name`, then by input.
#[derive(Debug, Default)]
pub(in crate::input::pipeline) struct ActionInputs(BTreeMap<String, BTreeMap<String, Takes>>);

impl ActionInputs {
    /// What an action takes by an input, named in any case.
    pub(in crate::input::pipeline) fn takes(&self, action: &Ref, input: &str) -> Option<&Takes> {
        self.of(&action.owner, &action.name, input)
    }

    /// The same of an action by its owner and name.
    fn of(&self, owner: &str, name: &str, input: &str) -> Option<&Takes> {
        let action = format!("{owner}/{name}").to_ascii_lowercase();
        self.0.get(action.as_str())?.get(input.to_ascii_lowercase().as_str())
    }

    /// Whether a value that an action, as `owner/name`, is handed by an input is the name of what holds a credential, and
    /// none itself. One that looks made up under the name of a variable is no name.
    pub(in crate::input::pipeline) fn is_name(&self, (owner, name): (&str, &str), input: &str, value: &str) -> bool {
        let is_word = || value.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        match self.of(owner, name, input) {
            Some(Takes::Variable) => is_word() && secret::shape(value).is_none() && !secret::is_made_up(value),
            Some(Takes::Entries) => secret::shape(value).is_none(),
            _ => false,
        }
    }
}
