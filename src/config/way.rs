//! The way to a value of one of gate's own files.

use std::ops::Deref;

use crate::input::Segment;

/// The way to a value of a file: `policies.disable`, its third element, `id`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Way(Vec<Segment>);

impl Way {
    /// The way along keys.
    #[must_use]
    pub fn to(keys: &[&str]) -> Self {
        Self(keys.iter().map(|key| Segment::Key((*key).to_owned())).collect())
    }

    /// The way to one element of the list there.
    #[must_use]
    pub fn item(mut self, index: usize) -> Self {
        self.0.push(Segment::Index(index));
        self
    }

    /// The way to the value of a key of the mapping there.
    #[must_use]
    pub fn key(mut self, key: &str) -> Self {
        self.0.push(Segment::Key(key.to_owned()));
        self
    }
}

impl Deref for Way {
    type Target = [Segment];

    fn deref(&self) -> &[Segment] {
        &self.0
    }
}
