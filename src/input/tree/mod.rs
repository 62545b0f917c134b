//! The spanned tree: what YAML and JSON files are read into before a vendor's format makes sense of them.
//!
//! A [`Tree`] keeps what other readers throw away: the exact bytes of every key and value, the text of every scalar
//! as written (`010`, `on` and `3.10` stay text until a [`Dialect`] resolves them), tags, and duplicate keys as
//! problems instead of a silent choice. Aliases are expanded within a budget; merge keys stay until asked for.
//! It does not know any vendor.

mod align;
mod assemble;
mod json;
mod node;
mod reindent;
mod resolve;
mod scalar;
#[cfg(test)]
mod tests;
mod yaml;

pub use json::parse_json;
pub use node::{Entry, Node, NodeValue, Tag};
pub use resolve::Dialect;
pub use scalar::{Offsets, Scalar, Style};
pub use yaml::parse;

use super::Problem;

/// The most documents that one file may hold.
const DOCUMENTS: usize = 1000;

/// The most problems that one file reports; a file with more is as incomplete as one with these.
const PROBLEMS: usize = 50;

/// The most characters of a key written on one line; more is refused by YAML itself.
const KEY_CHARS: usize = 1024;

/// A file as a tree.
#[derive(Debug, Clone)]
pub struct Tree {
    /// The documents of the file, at least one: an empty file is one empty scalar.
    pub documents: Vec<Node>,
    /// What could not be read although the rest could: a duplicate key, a document after a sound one.
    pub problems: Vec<Problem>,
}

impl Tree {
    /// The first document, which is the only one in most formats.
    #[must_use]
    pub fn root(&self) -> Option<&Node> {
        self.documents.first()
    }
}
