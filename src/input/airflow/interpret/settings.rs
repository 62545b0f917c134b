//! Files of YAML and JSON as Python values, each with its place.

use std::rc::Rc;

use serde_json::Value as Json;

use super::super::modules::Number;
use super::super::text::Text;
use super::super::value::{Dict, Item, Keys, Value};
use super::Interpreter;
use crate::input::tree::{self, Dialect, Entry, Node, NodeValue};
use crate::source::Span;

/// Nesting that is followed.
const DEPTH: usize = 60;

impl<'a> Interpreter<'a> {
    /// What a parser makes of a file: of its first document, or of all.
    pub(super) fn parsed_file(&mut self, file: Number, json: bool, all: bool, at: Span) -> Value<'a> {
        let modules = self.modules;
        let file = modules.get(file);
        let unknown = || Value::unknown(format!("content of {}", file.source.path()));
        let limits = modules.limits();
        let parsed = if json { tree::parse_json(&file.source, limits) } else { tree::parse(&file.source, limits) };
        let Some(parsed) = parsed.ok().filter(|parsed| parsed.problems.is_empty()) else { return unknown() };
        if !self.step(file.source.text().len() / 16, at.start) {
            return unknown();
        }
        let mut documents: Vec<Value<'a>> = Vec::new();
        for node in parsed.documents.iter().take(if all { usize::MAX } else { 1 }) {
            documents.push(self.node(node, file.base, DEPTH).value);
        }
        if all { self.heap.list_of(documents, at) } else { documents.pop().unwrap_or(Value::None) }
    }

    /// A value of a file of which the first byte lies at `base`.
    pub(super) fn node_value(&mut self, node: &Node, base: usize) -> Item<'a> {
        self.node(node, base, DEPTH)
    }

    /// A node as a value. Aliases may repeat large parts, so that every node counts.
    fn node(&mut self, node: &Node, base: usize, depth: usize) -> Item<'a> {
        let span = node.span.shifted(base);
        // A tag of Python's makes an object of what is behind it.
        let is_plain = |tag: &str| tag.starts_with("!!") && !tag.starts_with("!!python/");
        let is_own = node.tag.as_ref().is_none_or(|tag| is_plain(&tag.text));
        let Some(depth) = depth.checked_sub(1).filter(|_| is_own && self.step(1, span.start)) else {
            return Item { value: Value::unknown("content of a file"), span };
        };
        let value = match &node.value {
            NodeValue::Scalar(scalar) => match Dialect::Yaml11.resolve(scalar) {
                Json::Null => Value::None,
                Json::Bool(value) => Value::Bool(value),
                Json::Number(number) => number
                    .as_i64()
                    .map_or_else(|| number.as_f64().map_or_else(|| Value::unknown("number"), Value::Float), Value::Int),
                _ => Value::Text(Rc::new(Text::literal(&scalar.text, span))),
            },
            NodeValue::Sequence(elements) => {
                let items = elements.iter().map(|element| self.node(element, base, depth)).collect();
                self.heap.list(items, false)
            }
            NodeValue::Mapping(_) => {
                let mut entries = Vec::new();
                let mut dict = Dict { open: !self.merged_entries(node, &mut entries, depth), ..Dict::default() };
                for entry in entries {
                    self.step(dict.entries.len() / 64, span.start);
                    match entry.name() {
                        Some(name) => {
                            dict.take_kind(kind_of(&entry.key));
                            dict.insert(name, self.node(&entry.value, base, depth));
                        }
                        None => dict.open = true,
                    }
                }
                Value::Dict(self.heap.dicts.add(dict))
            }
        };
        Item { value, span }
    }

    /// The entries of a mapping as Python's parser of YAML merges them: those of `<<` first, so that its own win wherever
    /// they stand; of several mappings the first wins. False when there may be others.
    fn merged_entries<'n>(&mut self, node: &'n Node, into: &mut Vec<&'n Entry>, depth: usize) -> bool {
        let Some(depth) = depth.checked_sub(1).filter(|_| self.step(node.entries().len(), 0)) else { return false };
        let (merges, own): (Vec<&Entry>, Vec<&Entry>) = node.entries().iter().partition(|entry| entry.is_merge());
        let mut whole = true;
        for merge in merges {
            match &merge.value.value {
                NodeValue::Sequence(sources) => {
                    for source in sources.iter().rev() {
                        whole &= self.merged_entries(source, into, depth);
                    }
                }
                _ => whole &= self.merged_entries(&merge.value, into, depth),
            }
        }
        into.extend(own);
        whole
    }
}

/// What Python's parser of YAML makes of a key.
fn kind_of(key: &Node) -> Keys {
    match key.as_scalar().map(|scalar| Dialect::Yaml11.resolve(scalar)) {
        Some(Json::String(_)) => Keys::Texts,
        Some(Json::Number(number)) if number.is_i64() => Keys::Numbers,
        _ => Keys::Mixed,
    }
}
