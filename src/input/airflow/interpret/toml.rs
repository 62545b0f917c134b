//! Files of TOML as Python values, each with its place.

use std::rc::Rc;

use toml::de::{DeTable, DeValue};

use super::super::modules::Number;
use super::super::text::Text;
use super::super::value::{Args, Dict, Item, Value};
use super::Interpreter;
use crate::source::Span;

/// Nesting that is followed.
const DEPTH: usize = 60;

impl<'a> Interpreter<'a> {
    /// `tomllib.load(file)`, `toml.load(path)`; `None` for another function, and for what is not of the tree.
    pub(super) fn call_toml(&mut self, name: &str, args: &Args<'a>, at: Span) -> Option<Value<'a>> {
        let (package, function) = name.split_once('.')?;
        if !matches!(package, "tomllib" | "tomli" | "toml" | "rtoml") || !matches!(function, "load" | "loads") {
            return None;
        }
        let first = args.positional.first()?;
        // The packages that are older than Python's own take a path too.
        let given = match &first.value {
            Value::Text(_) if function == "load" => {
                self.object("open", Args { positional: vec![first.clone()], ..Args::default() })
            }
            other => other.clone(),
        };
        let file = self.file_of(&given)?;
        Some(self.parsed_toml(file, at))
    }

    fn parsed_toml(&mut self, file: Number, at: Span) -> Value<'a> {
        let modules = self.modules;
        let file = modules.get(file);
        let text = file.source.text();
        let unknown = || Value::unknown(format!("content of {}", file.source.path()));
        if !self.step(text.len() / 16, at.start) {
            return unknown();
        }
        match DeTable::parse(text) {
            Ok(table) => self.table(table.get_ref(), file.base, DEPTH),
            Err(_) => unknown(),
        }
    }

    fn table(&mut self, table: &DeTable<'_>, base: usize, depth: usize) -> Value<'a> {
        let mut dict = Dict::default();
        for (key, value) in table {
            let place = Span::new(value.span().start, value.span().end).shifted(base);
            let value = self.toml_value(value.get_ref(), place, base, depth);
            dict.entries.push((Rc::from(&**key.get_ref()), Item { value, span: place }));
        }
        Value::Dict(self.heap.dicts.add(dict))
    }

    fn toml_value(&mut self, value: &DeValue<'_>, place: Span, base: usize, depth: usize) -> Value<'a> {
        let Some(depth) = depth.checked_sub(1).filter(|_| self.step(1, place.start)) else {
            return Value::unknown("content of a file");
        };
        match value {
            DeValue::String(text) => Value::Text(Rc::new(Text::literal(text, place))),
            DeValue::Integer(number) => {
                i64::from_str_radix(number.as_str(), number.radix()).map_or(Value::unknown("large number"), Value::Int)
            }
            DeValue::Float(number) => number.as_str().parse().map_or(Value::unknown("number"), Value::Float),
            DeValue::Boolean(value) => Value::Bool(*value),
            DeValue::Datetime(_) => Value::unknown("date"),
            DeValue::Array(values) => {
                let mut items = Vec::new();
                for value in values {
                    let span = Span::new(value.span().start, value.span().end).shifted(base);
                    items.push(Item { value: self.toml_value(value.get_ref(), span, base, depth), span });
                }
                self.heap.list(items, false)
            }
            DeValue::Table(table) => self.table(table, base, depth),
        }
    }
}
