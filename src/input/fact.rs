//! What readers compute once, so that policies need not rebuild it.
//!
//! A fact is a typed statement about one thing of a document. It stands in a list that is named by the field's noun
//! (`input.facts.grants`), and every list is always there. A field that cannot be known is `null`, and `why` says the
//! reason: nothing is ever left out because it could not be told.

use schemars::JsonSchema;
use serde::Serialize;

use super::Segment;

/// One fact: where it stands, what it is about, and what it says.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Fact<T> {
    /// The entity that holds the value which decides.
    #[serde(rename = "_loc")]
    pub loc: String,
    /// The path of that value below the entity: keys and indexes. Empty for the entity as a whole.
    pub path: Vec<Segment>,
    /// What it is about, in the words of the format: the address of a resource, the id of a job, `dag.task`.
    pub about: String,
    /// What it says. A field that cannot be known is null.
    #[serde(flatten)]
    pub says: T,
    /// Why a field is null, as a fragment that follows "because"; empty when everything is known.
    pub why: String,
    /// The places that the value was followed through, outermost first.
    pub via: Vec<Via>,
}

/// A place that a value was followed through.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Via {
    /// The entity.
    #[serde(rename = "_loc")]
    pub loc: String,
    /// The path of the value below it.
    pub path: Vec<Segment>,
    /// What stands there, as a fragment: `is attached here`.
    pub what: String,
}

impl<T> Fact<T> {
    /// A fact of which everything is known.
    #[must_use]
    pub fn new(loc: &str, path: Vec<Segment>, about: &str, says: T) -> Self {
        Self { loc: loc.to_owned(), path, about: about.to_owned(), says, why: String::new(), via: Vec::new() }
    }

    /// The same, with the reason why a field of it is null.
    #[must_use]
    pub fn because(self, why: impl Into<String>) -> Self {
        Self { why: why.into(), ..self }
    }
}

/// A path of keys below an entity.
pub(crate) fn path<const LENGTH: usize>(keys: [&str; LENGTH]) -> Vec<Segment> {
    keys.into_iter().map(|key| Segment::Key(key.to_owned())).collect()
}
