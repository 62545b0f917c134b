//! The parts of a document as values of the engine, each made when a policy first reads it.

use std::collections::{BTreeMap, BTreeSet};

use super::guard::ALL;
use super::rego::{self, Value};
use crate::input::Document;

/// What a policy is given as `input`.
pub(super) struct Input {
    /// The value.
    pub(super) value: Value,
    /// How many values are in it: the measure of what a policy may cost.
    pub(super) nodes: usize,
}

/// The parts of one document that were asked for so far.
pub(super) struct Parts<'a> {
    document: &'a Document,
    made: BTreeMap<String, (Value, usize)>,
}

impl<'a> Parts<'a> {
    /// Of a document, nothing of which is made yet.
    pub(super) const fn of(document: &'a Document) -> Self {
        Self { document, made: BTreeMap::new() }
    }

    /// The document itself.
    pub(super) const fn document(&self) -> &'a Document {
        self.document
    }

    /// An input with the parts that a policy reads and no others.
    pub(super) fn input(&mut self, reads: &BTreeSet<String>) -> Input {
        if reads.contains(ALL) {
            let (value, nodes) = self.part(ALL).unwrap_or((Value::new_object(), 0));
            return Input { value, nodes };
        }
        let mut nodes: usize = 0;
        let (mut input, mut facts) = (BTreeMap::new(), BTreeMap::new());
        for name in reads {
            let Some((value, size)) = self.part(name) else { continue };
            nodes = nodes.saturating_add(size);
            match name.strip_prefix("facts.") {
                Some(list) => facts.insert(Value::from(list), value),
                None => input.insert(Value::from(name.as_str()), value),
            };
        }
        if !facts.is_empty() {
            input.entry(Value::from("facts")).or_insert_with(|| Value::from(facts));
        }
        Input { value: Value::from(input), nodes }
    }

    /// The same input with other facts.
    pub(super) fn with_facts(&mut self, reads: &BTreeSet<String>, facts: &serde_json::Value) -> Input {
        let kept = std::mem::take(&mut self.made);
        for name in reads {
            if let Some(list) = name.strip_prefix("facts.").and_then(|list| facts.get(list)) {
                self.made.insert(name.clone(), rego::measured(list));
            }
        }
        let input = self.input(reads);
        self.made = kept;
        input
    }

    /// One part and how many values are in it.
    fn part(&mut self, name: &str) -> Option<(Value, usize)> {
        if let Some(made) = self.made.get(name) {
            return Some(made.clone());
        }
        let json = match name.strip_prefix("facts.") {
            Some(list) => self.document.content.facts().get(list)?,
            None if name == ALL => self.document.value(),
            None => self.document.value().get(name)?,
        };
        let made = rego::measured(json);
        self.made.insert(name.to_owned(), made.clone());
        Some(made)
    }
}
