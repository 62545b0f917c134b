//! `$[[ inputs.name ]]`: what an include hands to a file, put in where the file asks for it.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::item::{Item, Key, Value};
use crate::input::tree::Scalar;

const OPEN: &str = "$[[";
const CLOSE: &str = "]]";

/// How many bytes may be put in, all files of a pipeline together. GitLab takes one mebibyte of a file
/// (`lib/gitlab/ci/config/interpolation/config.rb`).
const MOST: usize = 4 << 20;

/// What a value of a file costs that is copied to put inputs in.
const COPY: usize = 16;

/// What may still be put in.
pub(super) struct Left(usize);

impl Default for Left {
    fn default() -> Self {
        Self(MOST)
    }
}

/// The inputs of one file.
pub(super) struct Inputs<'b> {
    values: BTreeMap<String, Item>,
    left: &'b mut Left,
    /// Whether that was too little.
    pub(super) exhausted: bool,
}

impl<'b> Inputs<'b> {
    /// The inputs that a header declares: what is given, or their defaults. One with neither stays open.
    pub(super) fn new(spec: &Item, given: &[&Item], left: &'b mut Left) -> Self {
        let declared = spec.get("inputs").map(Item::entries).unwrap_or_default();
        let value = |(key, input): &(Key, Item)| {
            let given = given.iter().rev().find_map(|given| given.get(&key.name));
            Some((key.name.clone(), given.or_else(|| input.get("default"))?.clone()))
        };
        Self { values: declared.iter().filter_map(value).collect(), left, exhausted: false }
    }

    /// The value with its inputs put in.
    pub(super) fn fill(&mut self, item: &Item) -> Item {
        let copied = item.elements().len().saturating_add(item.entries().len()).saturating_mul(COPY);
        if !self.spends(copied) {
            return item.clone();
        }
        let value = match &item.value {
            Value::Scalar(scalar) if scalar.text.contains(OPEN) => {
                if let Some(whole) = self.whole(&scalar.text) {
                    return whole;
                }
                let text = self.text(&scalar.text);
                Value::Scalar(Arc::new(Scalar { text, style: scalar.style, span: scalar.span }))
            }
            Value::Scalar(_) => return item.clone(),
            Value::List(elements) => Value::List(elements.iter().map(|it| self.fill(it)).collect::<Vec<_>>().into()),
            Value::Map(entries) => {
                let mut filled = Vec::with_capacity(entries.len());
                for (key, value) in entries.iter() {
                    let name = if key.name.contains(OPEN) { self.text(&key.name) } else { key.name.clone() };
                    filled.push((Key { name, ..key.clone() }, self.fill(value)));
                }
                Value::Map(filled.into())
            }
        };
        Item { value, ..item.clone() }
    }

    /// The value that a text stands for which is nothing but one input: a list stays a list, and its place is where it is
    /// given.
    fn whole(&mut self, text: &str) -> Option<Item> {
        let inner = text.trim().strip_prefix(OPEN)?.strip_suffix(CLOSE)?;
        let value = self.values.get(name_of(inner)?)?.clone();
        self.spends(value.weight().saturating_mul(64)).then_some(value)
    }

    /// A text with its inputs put in; what has no value or goes through a function stays as it is written.
    fn text(&mut self, text: &str) -> String {
        let mut filled = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, behind)) = rest.split_once(OPEN) {
            filled.push_str(before);
            let Some((inner, after)) = behind.split_once(CLOSE) else {
                filled.push_str(OPEN);
                rest = behind;
                continue;
            };
            let value = name_of(inner).and_then(|name| self.values.get(name)?.as_str()).map(str::to_owned);
            match value.filter(|value| self.spends(value.len())) {
                Some(value) => filled.push_str(&value),
                None => filled.extend([OPEN, inner, CLOSE]),
            }
            rest = after;
        }
        filled.push_str(rest);
        filled
    }

    fn spends(&mut self, bytes: usize) -> bool {
        let left = self.left.0.checked_sub(bytes);
        self.exhausted |= left.is_none();
        self.left.0 = left.unwrap_or(self.left.0);
        left.is_some()
    }
}

/// The name of an input that is put in as it is, without a function behind it.
fn name_of(inner: &str) -> Option<&str> {
    let name = inner.trim().strip_prefix("inputs.")?;
    let is_name = |character: char| character.is_alphanumeric() || matches!(character, '_' | '-');
    (!name.is_empty() && name.chars().all(is_name)).then_some(name)
}

/// A value as a text by which two that are alike can be told.
pub(super) fn shown(item: Option<&Item>, into: &mut String) {
    let Some(item) = item else { return };
    match &item.value {
        Value::Scalar(scalar) => {
            into.push_str(&scalar.text.len().to_string());
            into.extend([":", scalar.text.as_str()]);
        }
        Value::List(elements) => {
            into.push('[');
            elements.iter().for_each(|element| shown(Some(element), into));
            into.push(']');
        }
        Value::Map(entries) => {
            into.push('{');
            for (key, value) in entries.iter() {
                into.extend([key.name.len().to_string().as_str(), ":", key.name.as_str(), "="]);
                shown(Some(value), into);
            }
            into.push('}');
        }
    }
}
