//! Configuration that was put together from several files: every value knows its own.

use std::sync::Arc;

use serde_json::Value as Json;

use super::psych::{self, Plain};
use crate::input::tree::{Node, NodeValue, Scalar, Style};
use crate::source::{Source, Span};

/// A value. Collections are shared, so that putting a job together copies no script.
#[derive(Clone)]
pub(super) struct Item {
    /// The file that it stands in.
    pub(super) source: Arc<Source>,
    /// Its bytes there.
    pub(super) span: Span,
    /// What it holds.
    pub(super) value: Value,
    /// Whether it stands for values elsewhere: `!reference [job, key]`.
    pub(super) is_reference: bool,
    /// Whether a tag says that it is text, whatever it looks like.
    pub(super) is_text: bool,
}

/// What a value holds.
#[derive(Clone)]
pub(super) enum Value {
    /// Text.
    Scalar(Arc<Scalar>),
    /// A list.
    List(Arc<Vec<Item>>),
    /// A mapping in the order of its first appearance.
    Map(Arc<Vec<(Key, Item)>>),
}

/// A key and where it stands.
#[derive(Clone)]
pub(super) struct Key {
    pub(super) name: String,
    pub(super) source: Arc<Source>,
    pub(super) span: Span,
}

impl Item {
    /// A node of a file; its merge keys are already applied.
    pub(super) fn new(source: &Arc<Source>, node: &Node) -> Self {
        let value = match &node.value {
            NodeValue::Scalar(scalar) => Value::Scalar(Arc::new(scalar.clone())),
            NodeValue::Sequence(elements) => {
                Value::List(Arc::new(elements.iter().map(|element| Self::new(source, element)).collect()))
            }
            NodeValue::Mapping(entries) => {
                let read = entries.iter().filter_map(|entry| {
                    let name = name_of(entry.key.as_scalar()?).to_owned();
                    let key = Key { name, source: Arc::clone(source), span: entry.key.span };
                    Some((key, Self::new(source, &entry.value)))
                });
                Value::Map(Arc::new(read.collect()))
            }
        };
        let has_tag = |names: &[&str]| node.tag.as_deref().is_some_and(|tag| names.contains(&tag.text.as_str()));
        let (is_reference, is_text) = (has_tag(&["!reference"]), has_tag(&["!!str", "!str"]));
        Self { source: Arc::clone(source), span: node.span, value, is_reference, is_text }
    }

    /// Everything that it holds, as one text: two values that differ are written in two ways.
    pub(super) fn written(&self) -> String {
        let mut text = String::new();
        self.write(&mut text);
        text
    }

    fn write(&self, text: &mut String) {
        if self.is_reference {
            text.push_str("!reference ");
        }
        match &self.value {
            Value::Scalar(scalar) => text.push_str(&Json::from(scalar.text.as_str()).to_string()),
            Value::List(elements) => {
                text.push('[');
                for element in elements.iter() {
                    element.write(text);
                    text.push(',');
                }
                text.push(']');
            }
            Value::Map(entries) => {
                text.push('{');
                for (key, value) in entries.iter() {
                    text.push_str(&Json::from(key.name.as_str()).to_string());
                    text.push(':');
                    value.write(text);
                    text.push(',');
                }
                text.push('}');
            }
        }
    }

    /// An empty mapping.
    pub(super) fn empty(source: &Arc<Source>) -> Self {
        let value = Value::Map(Arc::new(Vec::new()));
        Self { source: Arc::clone(source), span: Span::new(0, 0), value, is_reference: false, is_text: false }
    }

    /// A mapping put together from entries.
    pub(super) fn of_entries(&self, entries: Vec<(Key, Self)>) -> Self {
        Self { value: Value::Map(Arc::new(entries)), ..self.clone() }
    }

    /// The scalar.
    pub(super) fn as_scalar(&self) -> Option<&Scalar> {
        match &self.value {
            Value::Scalar(scalar) => Some(scalar),
            _ => None,
        }
    }

    /// The text of a scalar.
    pub(super) fn as_str(&self) -> Option<&str> {
        self.as_scalar().map(|scalar| scalar.text.as_str())
    }

    /// What it is where a tag or quotes do not make it text.
    pub(super) fn plain(&self) -> Plain {
        let scalar = self.as_scalar().filter(|scalar| scalar.style == Style::Plain && !self.is_text);
        scalar.map_or(Plain::Text, |scalar| psych::plain(&scalar.text))
    }

    /// The text that a variable gets from it: numbers as Ruby writes them.
    pub(super) fn value_text(&self) -> Option<String> {
        match self.plain() {
            Plain::Number(Some(number)) => Some(number),
            _ => self.as_str().map(str::to_owned),
        }
    }

    /// What it is as a truth value, by the words that Psych takes for one.
    pub(super) fn truth(&self) -> Option<bool> {
        match self.as_str()?.to_ascii_lowercase().as_str() {
            "true" | "yes" | "on" => Some(true),
            "false" | "no" | "off" => Some(false),
            _ => None,
        }
    }

    /// Whether this is a list.
    pub(super) const fn is_list(&self) -> bool {
        matches!(self.value, Value::List(_))
    }

    /// The elements of a list; nothing for anything else.
    pub(super) fn elements(&self) -> &[Self] {
        match &self.value {
            Value::List(elements) => elements,
            _ => &[],
        }
    }

    /// The elements of a list, or the value itself as the only one.
    pub(super) fn one_or_more(&self) -> &[Self] {
        match &self.value {
            Value::List(elements) => elements,
            _ => std::slice::from_ref(self),
        }
    }

    /// The entries of a mapping; nothing for anything else.
    pub(super) fn entries(&self) -> &[(Key, Self)] {
        match &self.value {
            Value::Map(entries) => entries,
            _ => &[],
        }
    }

    /// Whether this is a mapping.
    pub(super) const fn is_map(&self) -> bool {
        matches!(self.value, Value::Map(_))
    }

    /// The value of a key; of two, the last.
    pub(super) fn get(&self, key: &str) -> Option<&Self> {
        self.get_entry(key).map(|(_, value)| value)
    }

    /// The entry of a key.
    pub(super) fn get_entry(&self, key: &str) -> Option<&(Key, Self)> {
        self.entries().iter().rev().find(|(name, _)| name.name == key)
    }

    /// The text of a key; empty when there is none.
    pub(super) fn text(&self, key: &str) -> String {
        self.get(key).and_then(Self::as_str).unwrap_or_default().to_owned()
    }

    /// The texts of a scalar or of the elements of a list.
    pub(super) fn texts(&self) -> Vec<String> {
        self.one_or_more().iter().filter_map(Self::as_str).filter(|text| !text.is_empty()).map(str::to_owned).collect()
    }

    /// `self` laid over `base`: mappings are merged at every depth, anything else replaces what was there.
    pub(super) fn over(&self, base: &Self) -> Self {
        if !self.is_map() || !base.is_map() || self.is_reference || base.is_reference {
            return self.clone();
        }
        let mut entries: Vec<(Key, Self)> = base.entries().to_vec();
        let mut positions: std::collections::BTreeMap<String, usize> =
            entries.iter().enumerate().map(|(index, (key, _))| (key.name.clone(), index)).collect();
        for (key, value) in self.entries() {
            if let Some(known) = positions.get(&key.name).and_then(|index| entries.get_mut(*index)) {
                *known = (key.clone(), value.over(&known.1));
            } else {
                positions.insert(key.name.clone(), entries.len());
                entries.push((key.clone(), value.clone()));
            }
        }
        self.of_entries(entries)
    }

    /// How many values it holds, itself included.
    pub(super) fn weight(&self) -> usize {
        let below: usize = match &self.value {
            Value::Scalar(scalar) => scalar.text.len() / 64,
            Value::List(elements) => elements.iter().map(Self::weight).sum(),
            Value::Map(entries) => entries.iter().map(|(_, value)| value.weight()).sum(),
        };
        below.saturating_add(1)
    }

    /// Where it is shown: itself if it stands on one line, otherwise its key.
    pub(super) fn place<'a>(&'a self, key: &'a Key) -> (&'a Arc<Source>, Span) {
        let text = self.source.slice(self.span);
        let is_flow = self.as_scalar().is_some() || text.starts_with(['[', '{']);
        if is_flow && !text.is_empty() && !text.contains('\n') {
            (&self.source, self.span)
        } else {
            (&key.source, key.span)
        }
    }
}

/// The name of a key. Psych makes a symbol of a plain `:name`, and GitLab the same symbol of `name`.
fn name_of(scalar: &Scalar) -> &str {
    let symbol = scalar.text.strip_prefix(':').filter(|name| scalar.style == Style::Plain && !name.is_empty());
    symbol.map_or(scalar.text.as_str(), |name| {
        let quoted = |quote: char| name.strip_prefix(quote).and_then(|name| name.strip_suffix(quote));
        quoted('"').or_else(|| quoted('\'')).unwrap_or(name)
    })
}
