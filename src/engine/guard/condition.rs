//! Conditions on a document, and whether they hold.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::input::Document;

/// The step of a path that stands for every element.
pub(super) const EACH: &str = "*";

/// A condition on a document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(in crate::engine) enum Condition {
    /// All of them hold; without any, nothing is asked.
    All(Vec<Condition>),
    /// One of them holds; without any, nothing can.
    Any(Vec<Condition>),
    /// There is something at a path.
    There(Need),
}

/// Something that must be there.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(in crate::engine) struct Need {
    /// Where: keys in the document, `*` for every element.
    pub(super) at: Vec<String>,
    /// What one and the same value there has to pass.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) tests: Vec<Test>,
}

/// A test of a field.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(in crate::engine) struct Test {
    /// The field below the value; empty for itself.
    pub(super) field: Vec<String>,
    /// What it may be, or what it may not be.
    #[serde(flatten)]
    pub(super) of: Allowed,
}

/// The values that a test lets pass; a field that is not there never passes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(in crate::engine) enum Allowed {
    /// One of these.
    Is(Vec<Value>),
    /// Anything but these.
    IsNot(Vec<Value>),
}

impl Condition {
    /// Whether the condition holds for a document. Of a document whose condition is about facts alone, nothing but the
    /// facts is looked at.
    pub(super) fn holds(&self, document: &Document) -> bool {
        match self {
            Self::All(parts) => parts.iter().all(|part| part.holds(document)),
            Self::Any(parts) => parts.iter().any(|part| part.holds(document)),
            Self::There(need) => need.holds(document),
        }
    }

    /// The same condition without what says nothing.
    pub(super) fn simplified(self) -> Self {
        match self {
            Self::All(parts) => {
                let mut kept: Vec<Self> = Vec::new();
                for part in parts.into_iter().map(Self::simplified) {
                    match part {
                        Self::All(inner) => kept.extend(inner),
                        Self::Any(inner) if inner.is_empty() => return Self::Any(inner),
                        other => kept.push(other),
                    }
                }
                kept.dedup();
                if let [only] = &kept[..] { only.clone() } else { Self::All(kept) }
            }
            Self::Any(parts) => {
                let mut kept: Vec<Self> = Vec::new();
                for part in parts.into_iter().map(Self::simplified) {
                    match part {
                        Self::Any(inner) => kept.extend(inner),
                        Self::All(inner) if inner.is_empty() => return Self::All(inner),
                        other => kept.push(other),
                    }
                }
                kept.dedup();
                if let [only] = &kept[..] { only.clone() } else { Self::Any(kept) }
            }
            there @ Self::There(_) => there,
        }
    }
}

impl Need {
    fn holds(&self, document: &Document) -> bool {
        match &self.at[..] {
            [facts, below @ ..] if facts == "facts" => self.within(document.content.facts(), below),
            at => self.within(document.value(), at),
        }
    }

    /// Whether a value at a path below this one passes.
    fn within(&self, value: &Value, at: &[String]) -> bool {
        let Some((step, below)) = at.split_first() else { return self.tests.iter().all(|test| test.passes(value)) };
        match value {
            Value::Array(items) if step == EACH => items.iter().any(|item| self.within(item, below)),
            Value::Object(fields) if step == EACH => fields.values().any(|item| self.within(item, below)),
            Value::Object(fields) => fields.get(step).is_some_and(|item| self.within(item, below)),
            _ => false,
        }
    }
}

impl Test {
    fn passes(&self, value: &Value) -> bool {
        let found = self.field.iter().try_fold(value, |value, key| value.as_object().and_then(|map| map.get(key)));
        found.is_some_and(|found| match &self.of {
            Allowed::Is(values) => values.iter().any(|value| equal(value, found)),
            Allowed::IsNot(values) => !values.iter().any(|value| equal(value, found)),
        })
    }
}

/// Equality as Rego has it: a number is equal to another of the same size, however it is written.
fn equal(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Number(left), Value::Number(right)) => left == right || left.as_f64() == right.as_f64(),
        _ => left == right,
    }
}
