//! What is known of a value in a condition, and what follows from that.

use github_actions_expressions::Evaluation;

use crate::input::pipeline::knowledge::contexts::Side;

/// The most values that one may have; with more, nobody says what it is.
pub(super) const MOST: usize = 50;

/// What is known of a value.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::input::pipeline) enum Value {
    /// One of these, of which there is at least one.
    OneOf(Vec<Evaluation>),
    /// A text that begins with this and goes on.
    Begins(String),
    /// A field by which a repository is told.
    Identity(Side, String),
    /// An object, which equals nothing that can be written out.
    Object,
    /// A list of which the elements are known as far as this.
    Each(Vec<Self>),
    /// Nothing but whether it counts as true.
    Truth(bool),
    /// Nothing.
    Unknown,
}

impl Value {
    /// What is not there.
    pub(in crate::input::pipeline) fn null() -> Self {
        Self::OneOf(vec![Evaluation::Null])
    }

    /// One text.
    pub(in crate::input::pipeline) fn text(text: &str) -> Self {
        Self::OneOf(vec![Evaluation::String(text.to_owned())])
    }

    /// One of some texts; unknown when there are none or too many.
    pub(in crate::input::pipeline) fn texts<'t>(texts: impl IntoIterator<Item = &'t str>) -> Self {
        Self::one_of(texts.into_iter().map(|text| Evaluation::String(text.to_owned())).collect())
    }

    /// A text that a file of YAML may mean as a number or a truth value: it is either.
    pub(in crate::input::pipeline) fn typed<'t>(texts: impl IntoIterator<Item = &'t str>) -> Self {
        let mut values = Vec::new();
        for text in texts {
            values.push(Evaluation::String(text.to_owned()));
            match text {
                "true" => values.push(Evaluation::Boolean(true)),
                "false" => values.push(Evaluation::Boolean(false)),
                _ => values.extend(text.parse().ok().map(Evaluation::Number)),
            }
        }
        Self::one_of(values)
    }

    /// Either truth value.
    pub(in crate::input::pipeline) fn switch() -> Self {
        Self::OneOf(vec![Evaluation::Boolean(false), Evaluation::Boolean(true)])
    }

    /// A truth value, if it is known.
    pub(in crate::input::pipeline) fn maybe(value: Option<bool>) -> Self {
        value.map_or(Self::Unknown, |value| Self::OneOf(vec![Evaluation::Boolean(value)]))
    }

    pub(super) fn one_of(values: Vec<Evaluation>) -> Self {
        if values.is_empty() || values.len() > MOST { Self::Unknown } else { Self::OneOf(values) }
    }

    /// Every text that it can be, as it stands in a text around it.
    pub(in crate::input::pipeline) fn written(&self) -> Option<Vec<String>> {
        let Self::OneOf(values) = self else { return None };
        Some(values.iter().map(|value| value.sema().to_string()).collect())
    }

    /// Whether it counts as true, if that is known.
    pub(super) fn truth(&self) -> Option<bool> {
        match self {
            Self::OneOf(values) => same(values.iter().map(|value| Some(value.as_boolean()))),
            Self::Begins(_) | Self::Identity(..) | Self::Object | Self::Each(_) => Some(true),
            Self::Truth(truth) => Some(*truth),
            Self::Unknown => None,
        }
    }
}

/// What holds each time; `None` when it is not known or not the same.
pub(super) fn same(mut each: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    let first = each.next()??;
    each.all(|other| other == Some(first)).then_some(first)
}

/// Whether any of some statements holds.
pub(super) fn any(each: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    let mut unknown = false;
    for holds in each {
        match holds {
            Some(true) => return Some(true),
            Some(false) => {}
            None => unknown = true,
        }
    }
    (!unknown).then_some(false)
}

/// Whether two values are equal, as GitHub compares them.
pub(super) fn equal(left: &Value, right: &Value) -> Option<bool> {
    match (left, right) {
        (Value::OneOf(left), Value::OneOf(right)) => {
            let pairs = left.iter().flat_map(|one| right.iter().map(move |other| one.sema() == other.sema()));
            same(pairs.map(Some))
        }
        (Value::Begins(with), Value::OneOf(values)) | (Value::OneOf(values), Value::Begins(with)) => {
            same(values.iter().map(|value| match value {
                Evaluation::String(text) => {
                    if begins(text, with) {
                        None
                    } else {
                        Some(false)
                    }
                }
                // What begins so is no number.
                _ => Some(false),
            }))
        }
        (Value::Identity(left, one), Value::Identity(right, other)) if one == other => Some(left == right),
        // Who writes the name of a repository out means one that they know; and none is null.
        (Value::Identity(Side::Head, _) | Value::Object, Value::OneOf(_))
        | (Value::OneOf(_), Value::Identity(Side::Head, _) | Value::Object) => Some(false),
        (Value::Identity(..), Value::OneOf(values)) | (Value::OneOf(values), Value::Identity(..)) => {
            values.iter().all(|value| *value == Evaluation::Null).then_some(false)
        }
        _ => None,
    }
}

/// Whether a text begins with another, in any case.
pub(super) fn begins(text: &str, with: &str) -> bool {
    text.to_lowercase().starts_with(&with.to_lowercase())
}
