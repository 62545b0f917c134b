//! The parts of a document as values of the engine, each made when a policy first reads it.

use std::collections::{BTreeMap, BTreeSet};

use super::guard::ALL;
use super::rego::{self, Value};
use crate::input::Document;

/// The key of the facts in a document.
const FACTS: &str = "facts";

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
            input.entry(Value::from(FACTS)).or_insert_with(|| Value::from(facts));
        }
        Input { value: Value::from(input), nodes }
    }

    /// The same input with other facts.
    pub(super) fn with_facts(&self, reads: &BTreeSet<String>, facts: &serde_json::Value) -> Input {
        // What was made is shared, and stays as it is.
        let mut other = Self { document: self.document, made: self.made.clone() };
        for name in reads {
            let made = match name.strip_prefix("facts.") {
                Some(list) => facts.get(list).map(rego::measured),
                None if name == FACTS => Some(rego::measured(facts)),
                None if name == ALL => {
                    let mut whole = self.document.value().clone();
                    if let Some(fields) = whole.as_object_mut() {
                        fields.insert(FACTS.to_owned(), facts.clone());
                    }
                    Some(rego::measured(&whole))
                }
                None => None,
            };
            other.made.extend(made.map(|made| (name.clone(), made)));
        }
        other.input(reads)
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
