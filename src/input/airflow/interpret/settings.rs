//! Files of YAML and JSON as Python values, each with its place.

use std::rc::Rc;

use serde_json::Value as Json;

use super::super::modules::Number;
use super::super::text::Text;
use super::super::value::{Dict, Item, Value};
use super::Interpreter;
use crate::input::tree::{self, Dialect, Node, NodeValue};
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
        let is_own = node.tag.as_ref().is_none_or(|tag| tag.text.starts_with("!!"));
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
                let merged = node.merged();
                let mut dict = Dict::default();
                for entry in merged.entries() {
                    self.step(dict.entries.len() / 64, span.start);
                    match entry.name() {
                        Some(name) => dict.insert(name, self.node(&entry.value, base, depth)),
                        None => dict.open = true,
                    }
                }
                Value::Dict(self.heap.dicts.add(dict))
            }
        };
        Item { value, span }
    }
}
