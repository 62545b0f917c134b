//! Whether a call fits what it calls: the inputs and secrets that are handed over are those that are asked for.

use std::collections::BTreeSet;

use super::call::Call;
use super::reader::Reader;
use crate::input::tree::{Entry, Node};

/// Inputs that every container action takes (`ActionRunner.cs` of actions/runner).
const OF_CONTAINERS: [&str; 2] = ["args", "entrypoint"];

impl Reader<'_> {
    /// Says which inputs of a step its action does not have. GitHub warns about one and goes on as if it were not there
    /// ("Unexpected input(s)", `ActionRunner.cs` of actions/runner), so that what somebody meant by it does not hold.
    pub(super) fn action_fits(&mut self, call: &Call<'_>, root: &Node) {
        let declared = names(root.get("inputs"));
        let is_container = root.get("runs").and_then(|runs| runs.get("using")).and_then(Node::as_str);
        let is_container = is_container.is_some_and(|using| using.eq_ignore_ascii_case("docker"));
        for entry in call.node.get("with").map(Node::entries).unwrap_or_default() {
            let name = entry.name().unwrap_or_default().to_ascii_lowercase();
            let is_known = declared.contains(&name) || (is_container && OF_CONTAINERS.contains(&name.as_str()));
            if !is_known {
                self.unread_key(entry, "action step.with", &call.uses.job);
            }
        }
    }

    /// Says what a job hands to a workflow that the workflow does not have, and what it does not hand over: "Input … is
    /// required, but not provided while calling", "Invalid input, … is not defined in the referenced workflow", and the
    /// same of secrets (`job/inputs.ts` and `job/secrets.ts` of actions/languageservices, workflow-parser).
    pub(super) fn workflow_fits(&mut self, call: &Call<'_>, declared: Option<&Node>) {
        let place = call.place(self.source);
        for (key, thing) in [("with", "input"), ("secrets", "secret")] {
            let given = call.node.get(key);
            let declared = declared.and_then(|declared| declared.get(if key == "with" { "inputs" } else { key }));
            if key == "secrets" && given.and_then(Node::as_str) == Some("inherit") {
                continue;
            }
            let (known, there) = (names(declared), names(given));
            for entry in given.map(Node::entries).unwrap_or_default() {
                let name = entry.name().unwrap_or_default();
                if !known.contains(&name.to_ascii_lowercase()) {
                    let message = format!("the called workflow has no {thing} `{name}`; GitHub refuses the file");
                    self.problem(entry.key.span.start, &message);
                }
            }
            let asked = declared.map(Node::entries).unwrap_or_default().iter().filter(|entry| is_required(entry));
            for name in asked.filter_map(Entry::name).filter(|name| !there.contains(&name.to_ascii_lowercase())) {
                let message = format!("the called workflow needs the {thing} `{name}`; GitHub refuses the file");
                self.problem(place.start, &message);
            }
        }
    }
}

/// The names of a mapping, in lower case.
fn names(node: Option<&Node>) -> BTreeSet<String> {
    let entries = node.map(Node::entries).unwrap_or_default();
    entries.iter().filter_map(Entry::name).map(str::to_ascii_lowercase).collect()
}

/// Whether somebody has to hand it over. GitHub may mind one with a default as well; gate knows what it is then.
fn is_required(entry: &Entry) -> bool {
    let is_true = entry.value.get("required").and_then(Node::as_str) == Some("true");
    is_true && entry.value.get("default").is_none()
}
