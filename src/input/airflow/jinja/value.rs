//! What a value of a template may be made of.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::objects::{self, Thing};

/// Values within one value; one with more is kept without its structure.
const SIZE: usize = 200;

/// Origins of one value; with more, the names of parameters are forgotten.
const ORIGINS: usize = 64;

/// Where a text comes from that is inserted. What Airflow itself provides has no origin.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Origin {
    /// `dag_run.conf`.
    Conf,
    /// An `XCom` of another DAG, or of one that is not known.
    ExternalXcom,
    /// A parameter, by its name where that is known.
    Params(Option<Rc<str>>),
    /// It cannot be told, and why.
    Unknown(Rc<str>),
    /// An `XCom` of this DAG.
    Xcom,
}

/// A set of origins.
pub(crate) type Origins = BTreeSet<Origin>;

/// A value: of all that it may be, the origins of its text, the objects and what is in it.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Value {
    /// The text that it is, where it can be no other.
    pub(super) text: Option<Rc<str>>,
    /// The whole number that it is, where it can be no other.
    pub(super) index: Option<usize>,
    /// Where its own text comes from.
    pub(super) origins: Origins,
    /// Airflow's objects that it may be.
    pub(super) things: BTreeSet<Thing>,
    /// The macros that it may be, by their numbers.
    pub(super) macros: BTreeSet<usize>,
    /// The values of a list or dict, by their keys.
    fields: BTreeMap<Rc<str>, Value>,
    /// What may stand under any other key.
    other: Option<Box<Value>>,
    /// Where the keys of a dict come from.
    keys: Origins,
    is_dict: bool,
    is_list: bool,
    /// Whether what is in it was put together with itself.
    is_loose: bool,
    size: usize,
}

impl Value {
    pub(super) fn constant(text: &str) -> Self {
        Self { text: Some(Rc::from(text)), ..Self::default() }
    }

    pub(super) fn number(index: usize) -> Self {
        Self { index: Some(index), ..Self::default() }
    }

    /// The macro of a number.
    pub(super) fn callable(number: usize) -> Self {
        Self { macros: [number].into(), ..Self::default() }
    }

    /// The same where it may be empty.
    pub(super) fn perhaps(self) -> Self {
        Self { text: None, index: None, ..self }
    }

    pub(super) fn thing(thing: Thing) -> Self {
        Self { things: [thing].into(), ..Self::default() }
    }

    pub(super) fn from(origins: Origins) -> Self {
        let mut this = Self { origins, ..Self::default() };
        this.limit();
        this
    }

    pub(super) fn unknown(why: &str) -> Self {
        Self::from([Origin::Unknown(Rc::from(why))].into())
    }

    /// A list of these values.
    pub(super) fn list(items: impl IntoIterator<Item = Self>) -> Self {
        let fields = items.into_iter().enumerate().map(|(index, item)| (Rc::from(index.to_string()), item)).collect();
        Self { fields, is_list: true, ..Self::default() }.sized()
    }

    /// A list of any number of such values.
    pub(super) fn many(element: Self) -> Self {
        Self { other: Some(Box::new(element)), is_list: true, ..Self::default() }.sized()
    }

    /// A dict, what stands under keys that are not known, and where those come from.
    pub(super) fn dict(fields: BTreeMap<Rc<str>, Self>, other: Option<Self>, keys: Origins) -> Self {
        Self { fields, other: other.map(Box::new), keys, is_dict: true, ..Self::default() }.sized()
    }

    fn sized(mut self) -> Self {
        self.size = self.inner().map(|value| value.size.saturating_add(1)).fold(0, usize::saturating_add);
        if self.size > SIZE { self.loose() } else { self }
    }

    fn inner(&self) -> impl Iterator<Item = &Self> {
        self.fields.values().chain(self.other.as_deref())
    }

    /// Whether other values are in it.
    pub(super) fn is_collection(&self) -> bool {
        self.is_dict || self.is_list || self.is_loose
    }

    /// Whether nothing is known of it that would reach the text.
    pub(super) fn is_plain(&self) -> bool {
        self.origins.is_empty() && self.things.is_empty() && self.macros.is_empty() && !self.is_collection()
    }

    /// Itself without its structure: whatever is taken out of it may be any part.
    pub(super) fn loose(&self) -> Self {
        let mut whole = Self { is_loose: true, ..Self::default() };
        self.pour(&mut whole);
        whole.limit();
        whole
    }

    fn pour(&self, into: &mut Self) {
        into.origins.extend(self.origins.iter().chain(&self.keys).cloned());
        into.things.extend(self.things.iter().copied());
        into.macros.extend(self.macros.iter().copied());
        self.inner().for_each(|value| value.pour(into));
    }

    /// This value or another one.
    pub(super) fn or(mut self, other: Self) -> Self {
        if self.text != other.text || self.index != other.index {
            (self.text, self.index) = (None, None);
        }
        self.origins.extend(other.origins);
        self.things.extend(other.things);
        self.macros.extend(other.macros);
        self.keys.extend(other.keys);
        self.is_dict |= other.is_dict;
        self.is_list |= other.is_list;
        self.is_loose |= other.is_loose;
        for (key, value) in other.fields {
            let both = match self.fields.remove(&key) {
                Some(own) => own.or(value),
                None => value,
            };
            self.fields.insert(key, both);
        }
        self.other = match (self.other.take(), other.other) {
            (Some(own), Some(other)) => Some(Box::new(own.or(*other))),
            (own, other) => own.or(other),
        };
        self.limit();
        self.sized()
    }

    /// One of several values; nothing when there are none.
    pub(super) fn one_of(values: impl IntoIterator<Item = Self>) -> Self {
        values.into_iter().reduce(Self::or).unwrap_or_default()
    }

    fn limit(&mut self) {
        if self.origins.len() > ORIGINS {
            let kept = self.origins.iter().filter(|origin| !matches!(origin, Origin::Params(Some(_)))).take(ORIGINS);
            self.origins = kept.cloned().chain([Origin::Params(None)]).collect();
        }
    }

    /// The key that it is, where it can be no other.
    pub(super) fn key(&self) -> Option<String> {
        self.text.as_deref().map(str::to_owned).or_else(|| self.index.map(|index| index.to_string()))
    }

    /// What stands under a key or attribute; without the key, whatever stands in it.
    pub(super) fn get(&self, key: Option<&str>) -> Self {
        let mut found = Self::from(self.origins.clone());
        if self.is_loose {
            found = found.or(self.clone());
        }
        for thing in &self.things {
            found = found.or(objects::member(*thing, key));
        }
        let inner = match key {
            Some(key) => self.fields.get(key).or(self.other.as_deref()).cloned(),
            None => self.inner().cloned().reduce(Self::or),
        };
        match inner {
            Some(inner) if found.is_plain() => inner,
            Some(inner) => found.or(inner),
            None => found,
        }
    }

    /// What a loop over it gives.
    pub(super) fn elements(&self) -> Self {
        let mut found = Self::from(self.origins.clone());
        if self.is_loose {
            found = found.or(self.clone());
        }
        for thing in &self.things {
            found = found.or(objects::element(*thing));
        }
        if self.is_dict {
            found = found.or(Self::from(self.keys.clone()));
        }
        if self.is_list { found.or(self.values()) } else { found }
    }

    /// The values of a list or dict.
    pub(super) fn values(&self) -> Self {
        Self::one_of(self.inner().cloned())
    }

    /// A pair of a key and a value of it.
    pub(super) fn pair(&self) -> Self {
        let keys = Self::from(self.keys.iter().chain(&self.origins).cloned().collect());
        let mut value = self.get(None);
        if !self.is_dict && self.things.is_empty() {
            value = value.or(self.elements());
        }
        Self::list([keys.or(self.keys_of_things()), value])
    }

    fn keys_of_things(&self) -> Self {
        Self::one_of(self.things.iter().map(|thing| objects::element(*thing)))
    }

    /// Whether a key of it is known.
    pub(super) fn has(&self, key: &str) -> bool {
        self.fields.contains_key(key)
    }

    /// Where the text comes from that it is printed as.
    pub(super) fn printed(&self) -> Origins {
        self.gathered(&|thing| objects::printed(thing))
    }

    /// Where anything comes from that can be got out of it.
    pub(super) fn held(&self) -> Origins {
        self.gathered(&|thing| objects::held(thing))
    }

    fn gathered(&self, of: &impl Fn(Thing) -> Origins) -> Origins {
        let mut origins: Origins = self.origins.iter().chain(&self.keys).cloned().collect();
        origins.extend(self.things.iter().flat_map(|thing| of(*thing)));
        self.inner().for_each(|value| origins.extend(value.gathered(of)));
        origins
    }
}
