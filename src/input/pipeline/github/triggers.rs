//! `on`: what starts a workflow, in its three forms.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry as Slot;

use super::keys;
use super::reader::Reader;
use crate::input::pipeline::held::Held;
use crate::input::pipeline::knowledge::events;
use crate::input::pipeline::model::{Input, Trigger, TriggerClass, Trust};
use crate::input::pipeline::places::value_place;
use crate::input::tree::{Entry, Node};
use crate::source::Span;

impl Reader<'_> {
    /// Reads `on`.
    pub(super) fn triggers(&mut self, on: &Entry) -> Vec<Trigger> {
        let node = &on.value;
        if let Some(event) = node.as_str().filter(|event| !event.is_empty()) {
            self.unknown_event(event, node);
            return vec![self.trigger(event, node.span, None)];
        }
        if let Some(elements) = node.as_sequence() {
            return elements.iter().filter_map(|element| self.listed(element)).collect();
        }
        if node.entries().is_empty() {
            self.problem(on.key.span.start, "`on` names no event, so gate cannot say what starts this workflow");
        }
        let mut triggers = Vec::new();
        for entry in node.entries() {
            let Some(event) = entry.name() else { continue };
            if event == "schedule" {
                for element in entry.value.elements() {
                    let span = self.source.first_line(element.span);
                    let mut trigger = self.trigger(event, span, None);
                    trigger.cron = element.get("cron").and_then(Node::as_str).map(str::to_owned);
                    triggers.push(trigger);
                }
                continue;
            }
            triggers.push(self.trigger(event, entry.key.span, Some(&entry.value)));
        }
        triggers
    }

    /// An event of a list.
    fn listed(&mut self, element: &Node) -> Option<Trigger> {
        let Some(event) = element.as_str() else {
            self.unread_at(element.span, element, "an event with more than its name", "workflow.on", "");
            return None;
        };
        self.unknown_event(event, element);
        Some(self.trigger(event, element.span, None))
    }

    /// Says that an event is not known, in the forms where it is no key.
    fn unknown_event(&mut self, event: &str, node: &Node) {
        if !keys::is_known("workflow.on", event) {
            self.unread_at(node.span, node, event, "workflow.on", "");
        }
    }

    fn trigger(&mut self, event: &str, span: Span, filters: Option<&Node>) -> Trigger {
        let texts = |key: &str| filters.and_then(|filters| filters.get(key)).map(texts).unwrap_or_default();
        let (branches, mut tags, types) = (texts("branches"), texts("tags"), texts("types"));
        let only_tags = !tags.is_empty() && branches.is_empty() && texts("branches-ignore").is_empty();
        let class = if event == "push" && only_tags { TriggerClass::Tag } else { events::class(event) };
        // Whoever leaves some tags out lets in the others.
        let left_out = texts("tags-ignore").into_iter().map(|tag| format!("!{tag}"));
        tags.extend(
            ["**".to_owned()].into_iter().filter(|_| filters.is_some_and(|it| it.get("tags-ignore").is_some())),
        );
        tags.extend(left_out);
        let loc = self.places.entity(self.source, span);
        Trigger { loc, raw: event.to_owned(), class, branches, tags, types, cron: None }
    }

    /// The inputs of a manual or called run.
    pub(super) fn workflow_inputs(&mut self, on: &Node) -> Vec<Input> {
        let mut inputs = Vec::new();
        for of in ["workflow_dispatch", "workflow_call"] {
            if let Some(declared) = on.get(of).and_then(|event| event.get("inputs")) {
                self.inputs(declared, of, &mut inputs);
            }
        }
        inputs
    }

    /// Reads declared inputs.
    pub(super) fn inputs(&mut self, declared: &Node, of: &'static str, into: &mut Vec<Input>) {
        for entry in declared.entries() {
            let Some(name) = entry.name() else { continue };
            let text = |key: &str| entry.value.get(key).and_then(Node::as_str).unwrap_or_default().to_owned();
            let loc = self.places.entity(self.source, entry.key.span);
            self.places.children(&loc, &entry.value, self.source, &[]);
            let options = entry.value.get("options").map(texts).unwrap_or_default();
            into.push(Input { loc, name: name.to_owned(), of, kind: text("type"), options });
        }
    }
}

/// What each input holds, by name in lower case, as far as the file says. One that some caller fills freely may be
/// anything.
pub(super) fn held_by_inputs(inputs: &[Input]) -> BTreeMap<String, Held> {
    let mut all: BTreeMap<String, Held> = BTreeMap::new();
    for input in inputs {
        let trust = match (input.kind.as_str(), input.of) {
            ("boolean" | "number" | "choice" | "environment", _) => Trust::Trusted,
            (_, "workflow_dispatch") => Trust::Input,
            _ => Trust::Caller,
        };
        let texts = Some(input.options.iter().cloned().collect()).filter(|_| !input.options.is_empty());
        let tainted_by = format!("inputs.{}", input.name.to_ascii_lowercase());
        let held = Held { trust, tainted_by, texts, ..Held::unknown() };
        match all.entry(input.name.to_ascii_lowercase()) {
            Slot::Vacant(slot) => drop(slot.insert(held)),
            Slot::Occupied(mut known) => known.get_mut().join(&held),
        }
    }
    all
}

/// One text or a list of them.
pub(super) fn texts(node: &Node) -> Vec<String> {
    match node.as_str() {
        Some("") => Vec::new(),
        Some(text) => vec![text.to_owned()],
        None => node.elements().iter().filter_map(Node::as_str).map(str::to_owned).collect(),
    }
}

/// The place of a key of the root, for findings about the whole.
pub(super) fn key_place(root: &Node, key: &str, reader: &Reader<'_>) -> Option<Span> {
    root.get_entry(key).map(|entry| value_place(reader.source, entry))
}
