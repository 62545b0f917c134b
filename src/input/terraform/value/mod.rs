//! What an expression of the code comes to, and where each part of it is written.
//!
//! A part that is known only after apply is *open*: the rest of a text, a list or an object around it stays known. What
//! is known here is what the tool will come to; nothing is guessed.

mod constraint;
mod convert;
mod made;
mod place;
mod text;
mod unify;

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::Number;

use crate::source::{Source, Span};

pub(super) use self::constraint::Constraint;
pub(super) use self::convert::{from_json, number, same, to_json, to_text};
pub(super) use self::made::{Joined, Made, Text, written};
pub(super) use self::place::place;
pub(super) use self::text::{Piece, document, pieces};
pub(super) use self::unify::unify;

/// A value.
#[derive(Debug, Clone)]
pub(super) struct Value {
    pub(super) is: Is,
    /// Where it is written, as far as one place says it; `None` for what no file says.
    pub(super) origin: Option<Origin>,
    /// Whether it is made of something that is declared sensitive.
    pub(super) sensitive: bool,
    /// Whether the code is given it: by a variable that no file sets, or by what is there already.
    pub(super) given: bool,
    /// How it was put together, where one place does not say it.
    pub(super) made: Option<Made>,
    /// How many parts it has, as they are counted where it is made; values share them.
    pub(super) weight: u64,
}

/// What a value is.
#[derive(Debug, Clone)]
pub(super) enum Is {
    Null,
    Bool(bool),
    Number(Number),
    Text(Arc<str>),
    /// A list, a tuple or a set.
    List(List),
    /// A map or an object.
    Object(Object),
    /// A text of which some parts are open.
    Template(Arc<[Piece]>),
    /// The text of a value, some part of which may be open: `jsonencode(…)`.
    Encoded(Arc<Value>),
    /// Nobody can tell before apply, or gate does not follow it.
    Open(Open),
}

/// The elements of a list.
#[derive(Debug, Clone, Default)]
pub(super) struct List {
    pub(super) items: Arc<Vec<Value>>,
    /// Why there may be others.
    pub(super) rest: Option<Open>,
    /// Whether it has neither an order nor equal elements.
    pub(super) is_set: bool,
}

/// The entries of an object.
#[derive(Debug, Clone, Default)]
pub(super) struct Object {
    pub(super) entries: Arc<BTreeMap<String, Value>>,
    /// Why there may be others.
    pub(super) rest: Option<Open>,
}

/// What is not known, as far as something is known about it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Open {
    /// The attributes that it comes from.
    pub(super) from: Arc<[Attribute]>,
    /// Whether it is the first of them, unchanged.
    pub(super) exact: bool,
    /// How many bits it has at least where it is a range of addresses.
    pub(super) bits: Option<u8>,
}

/// An attribute of a resource or data source.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Attribute {
    /// The address of the instance, or of the block where the instance is not known.
    pub(super) address: String,
    /// The name inside its module, without instance keys.
    pub(super) block: String,
    /// The attribute, dotted; empty for the whole.
    pub(super) name: String,
    /// Whether the instance is known.
    pub(super) instance: bool,
}

/// A place in a file.
#[derive(Debug, Clone)]
pub(super) struct Origin {
    pub(super) source: Arc<Source>,
    pub(super) span: Span,
}

impl Value {
    /// A value that stands at a place.
    pub(super) const fn new(is: Is, origin: Option<Origin>) -> Self {
        Self { is, origin, sensitive: false, given: false, made: None, weight: 1 }
    }

    /// What nobody can tell.
    pub(super) fn open() -> Self {
        Self::new(Is::Open(Open::default()), None)
    }

    pub(super) fn text(text: impl Into<Arc<str>>) -> Self {
        Self::new(Is::Text(text.into()), None)
    }

    pub(super) const fn bool(value: bool) -> Self {
        Self::new(Is::Bool(value), None)
    }

    pub(super) fn list(items: Vec<Self>) -> Self {
        Self::new(Is::List(List { items: Arc::new(items), rest: None, is_set: false }), None)
    }

    pub(super) fn object(entries: BTreeMap<String, Self>) -> Self {
        Self::new(Is::Object(Object { entries: Arc::new(entries), rest: None }), None)
    }

    /// The same, which stands at a place unless it has one.
    pub(super) fn at(mut self, origin: Option<Origin>) -> Self {
        self.origin = self.origin.or(origin);
        self
    }

    /// The same, made of others too.
    pub(super) fn made_of(mut self, sensitive: bool) -> Self {
        self.sensitive |= sensitive;
        self
    }

    /// Another text that is made of this one and stands where it stands.
    pub(super) fn remade(&self, text: impl Into<Arc<str>>) -> Self {
        Self { given: self.given, ..Self::text(text) }.at(self.origin.clone())
    }

    /// The same, with how it was put together.
    pub(super) fn from(mut self, made: Made) -> Self {
        self.made = Some(made);
        self
    }

    /// The same, which the code is given, in all its parts.
    pub(super) fn outside(mut self) -> Self {
        match &mut self.is {
            Is::List(list) => {
                let items = list.items.iter().cloned().map(Self::outside).collect();
                list.items = Arc::new(items);
            }
            Is::Object(object) => {
                let entries = object.entries.iter();
                let entries = entries.map(|(key, item)| (key.clone(), item.clone().outside())).collect();
                object.entries = Arc::new(entries);
            }
            _ => {}
        }
        self.given = true;
        self
    }

    pub(super) const fn is_null(&self) -> bool {
        matches!(self.is, Is::Null)
    }

    /// Its text; `None` for anything else than a text that is wholly known.
    pub(super) fn as_text(&self) -> Option<Arc<str>> {
        match &self.is {
            Is::Text(text) => Some(Arc::clone(text)),
            Is::Encoded(inner) => convert::encode(inner).map(Arc::from),
            _ => None,
        }
    }

    /// Why it is not known as a whole, whatever is inside.
    pub(super) const fn as_open(&self) -> Option<&Open> {
        match &self.is {
            Is::Open(open) => Some(open),
            _ => None,
        }
    }

    /// Whether every part of it is known.
    pub(super) fn is_known(&self) -> bool {
        match &self.is {
            Is::Null | Is::Bool(_) | Is::Number(_) | Is::Text(_) => true,
            Is::List(list) => list.rest.is_none() && list.items.iter().all(Self::is_known),
            Is::Object(object) => object.rest.is_none() && object.entries.values().all(Self::is_known),
            Is::Encoded(inner) => inner.is_known(),
            Is::Template(_) | Is::Open(_) => false,
        }
    }

    /// Whether it, or a part of it, is sensitive.
    pub(super) fn holds_sensitive(&self) -> bool {
        self.sensitive
            || match &self.is {
                Is::List(list) => list.items.iter().any(Self::holds_sensitive),
                Is::Object(object) => object.entries.values().any(Self::holds_sensitive),
                Is::Encoded(inner) => inner.holds_sensitive(),
                _ => false,
            }
    }

    /// How many bits every range of addresses has at least that it is or holds; `None` where that is not written.
    pub(super) fn bits(&self) -> Option<u8> {
        match &self.is {
            Is::Open(open) => open.bits,
            Is::Text(text) => size(text),
            Is::Template(pieces) => match pieces.last()? {
                Piece::Text(text) => size(text),
                Piece::Open(_) => None,
            },
            Is::List(list) => {
                let rest = list.rest.iter().map(|rest| rest.bits);
                let mut all = list.items.iter().map(Self::bits).chain(rest);
                all.try_fold(MOST_BITS, |fewest, bits| Some(fewest.min(bits?)))
            }
            _ => None,
        }
    }

    /// The same with its weight, from those of its parts: 64 bytes of a text are one.
    pub(super) fn weighed(mut self) -> Self {
        let bytes = |length: usize| u64::try_from(length / 64).unwrap_or(u64::MAX);
        let parts = match &self.is {
            Is::Null | Is::Bool(_) | Is::Number(_) | Is::Open(_) => 0,
            Is::Text(text) => bytes(text.len()),
            Is::List(list) => list.items.iter().fold(0, |sum, item| item.weight.saturating_add(sum)),
            Is::Object(object) => object.entries.values().fold(0, |sum, item| item.weight.saturating_add(sum)),
            Is::Template(pieces) => pieces.iter().fold(0, |sum, piece| match piece {
                Piece::Text(text) => bytes(text.len()).saturating_add(sum).saturating_add(1),
                Piece::Open(_) => sum.saturating_add(1),
            }),
            Is::Encoded(inner) => inner.weight,
        };
        let made = match &self.made {
            Some(Made::Joined(stretches)) => u64::try_from(stretches.len()).unwrap_or(u64::MAX),
            Some(Made::Base64(inner)) => inner.weight,
            Some(Made::Either(values)) => values.iter().fold(0, |sum, value| value.weight.saturating_add(sum)),
            None => 0,
        };
        self.weight = parts.saturating_add(made).saturating_add(1);
        self
    }

    /// What is open in it, as one: where it comes from.
    pub(super) fn opens(&self) -> Open {
        let mut from = Vec::new();
        self.collect(&mut from);
        from.sort_unstable();
        from.dedup();
        Open { from: from.into(), exact: false, bits: None }
    }

    fn collect(&self, found: &mut Vec<Attribute>) {
        let mut add = |open: &Open| found.extend(open.from.iter().cloned());
        match &self.is {
            Is::Null | Is::Bool(_) | Is::Number(_) | Is::Text(_) => {}
            Is::Open(open) => add(open),
            Is::Template(pieces) => pieces.iter().filter_map(Piece::as_open).for_each(add),
            Is::List(list) => {
                list.rest.iter().for_each(add);
                list.items.iter().for_each(|item| item.collect(found));
            }
            Is::Object(object) => {
                object.rest.iter().for_each(add);
                object.entries.values().for_each(|item| item.collect(found));
            }
            Is::Encoded(inner) => inner.collect(found),
        }
    }
}

/// The most bits that a range of addresses can have.
const MOST_BITS: u8 = 128;

/// The bits at the end of a text.
fn size(text: &str) -> Option<u8> {
    text.rsplit_once('/')?.1.parse().ok().filter(|bits| *bits <= MOST_BITS)
}

impl Open {
    /// This or another, both of which may be there.
    pub(super) fn and(self, other: Option<&Self>) -> Self {
        let Some(other) = other else { return Self { exact: false, ..self } };
        let mut from: Vec<Attribute> = self.from.iter().chain(other.from.iter()).cloned().collect();
        from.sort_unstable();
        from.dedup();
        let bits = self.bits.zip(other.bits).map(|(one, other)| one.min(other));
        Self { from: from.into(), exact: false, bits }
    }

    /// What comes from several others.
    pub(super) fn of<'v>(values: impl IntoIterator<Item = &'v Value>) -> Self {
        let mut from = Vec::new();
        for value in values {
            value.collect(&mut from);
        }
        from.sort_unstable();
        from.dedup();
        Self { from: from.into(), exact: false, bits: None }
    }

    /// An attribute, unchanged.
    pub(super) fn attribute(attribute: Attribute) -> Self {
        let exact = attribute.instance;
        Self { from: Arc::from([attribute]), exact, bits: None }
    }
}
