//! What a call hands over: the inputs of the called file as they are filled here.

use std::collections::{BTreeMap, BTreeSet};

use super::call::Call;
use super::expression::{self, Found};
use super::reader::Reader;
use super::trust::Sources;
use crate::input::pipeline::held::Held;
use crate::input::pipeline::model::{Interpolation, Trust};
use crate::input::tree::Node;

/// What stands where a value is handed over.
const HANDED: &str = "is handed over here";

/// What is handed over, by the name of the input in lower case.
#[derive(Default)]
pub(super) struct Handed {
    pub(super) inputs: BTreeMap<String, Held>,
    /// As it is written.
    pub(super) written: BTreeMap<String, String>,
    /// The secrets in it.
    pub(super) secrets: BTreeMap<String, BTreeSet<String>>,
}

impl Reader<'_> {
    /// What a step or job hands over with `with`.
    pub(super) fn handed(&self, call: &Call<'_>) -> Handed {
        let mut handed = Handed::default();
        let mut by_input: BTreeMap<&str, Vec<&Interpolation>> = BTreeMap::new();
        for interpolation in &call.values.interpolations {
            if let Some(name) = interpolation.at.strip_prefix("with.") {
                by_input.entry(name).or_default().push(interpolation);
            }
        }
        for (name, text) in call.with {
            let in_it = by_input.get(name.as_str()).map(Vec::as_slice).unwrap_or_default();
            let mut held = self.sources.value(text, in_it.iter().copied());
            held.came_through(in_it.iter().copied().find(|it| it.trust == held.trust), HANDED);
            handed.inputs.insert(name.to_ascii_lowercase(), held);
        }
        let written = call.written.iter().map(|(name, text)| (name.to_ascii_lowercase(), text.clone()));
        handed.written = written.collect();
        for secret in &call.values.secrets {
            if let Some(name) = secret.at.strip_prefix("with.") {
                handed.secrets.entry(name.to_ascii_lowercase()).or_default().insert(secret.name.clone());
            }
        }
        handed
    }
}

impl Handed {
    /// What a called file reads of a run, before anything of the job around is added.
    pub(super) fn into_sources(self, around: &Sources) -> Sources {
        Sources {
            inputs: self.inputs,
            written: self.written,
            handed: self.secrets,
            is_called: true,
            of_event: around.of_event.clone(),
            events: around.events.clone(),
            ..Sources::default()
        }
    }

    /// Puts in what an action says of the inputs that nobody fills. An input that is filled with an empty text has no
    /// default (`ActionRunner.cs` of actions/runner).
    pub(super) fn default_of_action(&mut self, root: &Node) {
        for input in root.get("inputs").map(Node::entries).unwrap_or_default() {
            let Some(name) = input.name() else { continue };
            let default = input.value.get("default").and_then(Node::as_str).unwrap_or_default();
            self.inputs.entry(name.to_ascii_lowercase()).or_insert_with(|| written(default));
        }
    }

    /// Puts in what a workflow says of the inputs that nobody fills, and that a switch or a number is no text.
    pub(super) fn default_of_workflow(&mut self, declared: Option<&Node>) {
        let inputs = declared.and_then(|declared| declared.get("inputs"));
        for input in inputs.map(Node::entries).unwrap_or_default() {
            let Some(name) = input.name() else { continue };
            let kind = input.value.get("type").and_then(Node::as_str).unwrap_or_default();
            let without = match kind {
                "boolean" => "false",
                "number" => "0",
                _ => "",
            };
            let default = || written(input.value.get("default").and_then(Node::as_str).unwrap_or(without));
            let held = self.inputs.entry(name.to_ascii_lowercase()).or_insert_with(default);
            // GitHub refuses a call with anything else.
            if matches!(kind, "boolean" | "number") && held.trust != Trust::Trusted {
                *held = Held { contexts: held.contexts.clone(), texts: held.texts.clone(), ..Held::unknown() };
            }
        }
    }
}

/// A default: a text, or what its expressions read, which is nothing that a caller sets.
fn written(text: &str) -> Held {
    if !text.contains("${{") {
        return Held::text(text);
    }
    let nothing = Sources::default();
    let mut held = Held::unknown();
    for found in expression::find(text) {
        let Found::Closed(inner) = found else { continue };
        held.join(&nothing.of_expression(text.get(inner.start..inner.end).unwrap_or_default()));
    }
    held
}
