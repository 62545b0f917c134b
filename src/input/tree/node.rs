//! The nodes of a tree and the ways to look into them.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

use super::{Scalar, Style};
use crate::input::Segment;
use crate::source::Span;

/// A value of a YAML or JSON file.
///
/// `Debug` shows the shape only, because the text may hold secrets.
#[derive(Clone, PartialEq, Eq)]
pub struct Node {
    /// The bytes of the value as written, quotes and brackets included; a block collection ends with its last child,
    /// a block scalar (`|`, `>`) begins with its first line. Behind an alias these are the bytes of the anchored value, where a fix belongs.
    pub span: Span,
    /// The value.
    pub value: NodeValue,
    /// The explicit tag in front of it, such as `!Ref`.
    pub tag: Option<Box<Tag>>,
    /// The bytes of the `*name` that put the value here, if an alias did.
    pub alias: Option<Span>,
}

/// What a node holds. Collections are shared, so an alias costs as little as the anchor it repeats.
#[derive(Clone, PartialEq, Eq)]
pub enum NodeValue {
    /// Text, not yet resolved to a type.
    Scalar(Scalar),
    /// A list.
    Sequence(Arc<Vec<Node>>),
    /// A mapping in the order of the file. Merge keys (`<<`) are ordinary entries until [`Node::merged`] is asked.
    Mapping(Arc<Vec<Entry>>),
}

/// One entry of a mapping.
#[derive(Clone, PartialEq, Eq)]
pub struct Entry {
    /// The key; nearly always a scalar.
    pub key: Node,
    /// The value; an empty plain scalar where nothing was written.
    pub value: Node,
}

/// An explicit tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tag {
    /// The tag with its handle resolved (`!Ref`); tags of `tag:yaml.org,2002:` always in their short form (`!!str`).
    pub text: String,
    /// Its bytes.
    pub span: Span,
}

impl Entry {
    /// The text of a scalar key; `None` for a list or mapping used as a key.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        self.key.as_str()
    }

    /// Whether this is a merge key: a plain `<<`.
    #[must_use]
    pub fn is_merge(&self) -> bool {
        matches!(&self.key.value, NodeValue::Scalar(scalar) if scalar.style == Style::Plain && scalar.text == "<<")
    }

    /// What [`Node::merged`] puts in the place of this entry; nothing when it is no merge key. Quotes around `<<` do not
    /// matter to Psych, a tag `!!str` does. A list counts where it stands, not behind an alias.
    fn merges(&self) -> &[Node] {
        let is_text = self.key.tag.as_deref().is_some_and(|tag| tag.text == "!!str");
        if self.name() != Some("<<") || is_text {
            return &[];
        }
        match &self.value.value {
            NodeValue::Mapping(_) => std::slice::from_ref(&self.value),
            NodeValue::Sequence(sources) if self.value.alias.is_none() && sources.iter().all(Node::is_mapping) => {
                sources
            }
            _ => &[],
        }
    }
}

impl Node {
    /// The text of a scalar, whatever its type; `None` for a collection.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        self.as_scalar().map(|scalar| scalar.text.as_str())
    }

    /// The scalar.
    #[must_use]
    pub const fn as_scalar(&self) -> Option<&Scalar> {
        match &self.value {
            NodeValue::Scalar(scalar) => Some(scalar),
            _ => None,
        }
    }

    /// The elements of a list; `None` for anything else.
    #[must_use]
    pub fn as_sequence(&self) -> Option<&[Self]> {
        match &self.value {
            NodeValue::Sequence(elements) => Some(elements),
            _ => None,
        }
    }

    /// The elements of a list; nothing for anything else.
    #[must_use]
    pub fn elements(&self) -> &[Self] {
        self.as_sequence().unwrap_or_default()
    }

    /// Whether this is a mapping.
    #[must_use]
    pub const fn is_mapping(&self) -> bool {
        matches!(self.value, NodeValue::Mapping(_))
    }

    /// The entries of a mapping; nothing for anything else.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        match &self.value {
            NodeValue::Mapping(entries) => entries,
            _ => &[],
        }
    }

    /// The value of a key. Of duplicate keys, which are also a problem of the tree, the last counts, as it does in
    /// [`Node::to_json`].
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Self> {
        self.get_entry(key).map(|entry| &entry.value)
    }

    /// The entry of a key, for the span of the key itself.
    #[must_use]
    pub fn get_entry(&self, key: &str) -> Option<&Entry> {
        self.entries().iter().rev().find(|entry| entry.name() == Some(key))
    }

    /// The node at a path; `None` when there is none.
    #[must_use]
    pub fn at(&self, path: &[Segment]) -> Option<&Self> {
        path.iter().try_fold(self, Self::step)
    }

    /// The deepest node on the way along a path, and how many segments lead to it.
    #[must_use]
    pub fn nearest(&self, path: &[Segment]) -> (&Self, usize) {
        let mut node = self;
        for (depth, segment) in path.iter().enumerate() {
            match node.step(segment) {
                Some(child) => node = child,
                None => return (node, depth),
            }
        }
        (node, path.len())
    }

    fn step(&self, segment: &Segment) -> Option<&Self> {
        match segment {
            Segment::Index(index) => self.as_sequence()?.get(*index),
            Segment::Key(key) => self.get(key),
        }
    }

    /// Whether nothing was written: `key:` without a value, an empty document.
    #[must_use]
    pub fn is_absent(&self) -> bool {
        self.as_scalar().is_some_and(|scalar| scalar.style == Style::Plain && scalar.text.is_empty())
    }

    /// A copy with merge keys applied at every depth, as Psych and so GitLab does: in the order of the file, so that a
    /// merged key replaces one that stands before the `<<`; in a list of mappings, the first has the last word. A `<<`
    /// that does not name mappings stays as it is. Source: `revive_hash` in `psych/visitors/to_ruby.rb` of ruby/psych.
    #[must_use]
    pub fn merged(&self) -> Self {
        let value = match &self.value {
            NodeValue::Scalar(scalar) => NodeValue::Scalar(scalar.clone()),
            NodeValue::Sequence(elements) => NodeValue::Sequence(Arc::new(elements.iter().map(Self::merged).collect())),
            NodeValue::Mapping(entries) => NodeValue::Mapping(Arc::new(merge(entries))),
        };
        Self { span: self.span, value, tag: self.tag.clone(), alias: self.alias }
    }
}

/// The entries of a mapping with its merge keys replaced by what they name.
fn merge(entries: &[Entry]) -> Vec<Entry> {
    let mut merged: Vec<Entry> = Vec::with_capacity(entries.len());
    let mut known: BTreeMap<String, usize> = BTreeMap::new();
    let mut put = |entry: Entry| {
        let Some(name) = entry.name() else { return merged.push(entry) };
        if let Some(earlier) = known.get(name).and_then(|index| merged.get_mut(*index)) {
            *earlier = entry;
        } else {
            known.insert(name.to_owned(), merged.len());
            merged.push(entry);
        }
    };
    for entry in entries {
        let entry = Entry { key: entry.key.clone(), value: entry.value.merged() };
        let sources = entry.merges();
        if sources.is_empty() {
            put(entry);
            continue;
        }
        let mut taken = BTreeSet::new();
        for inherited in sources.iter().flat_map(Node::entries) {
            if inherited.name().is_none_or(|name| taken.insert(name)) {
                put(inherited.clone());
            }
        }
    }
    merged
}

impl fmt::Debug for Node {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (kind, length) = match &self.value {
            NodeValue::Scalar(scalar) => ("scalar", scalar.text.len()),
            NodeValue::Sequence(elements) => ("sequence", elements.len()),
            NodeValue::Mapping(entries) => ("mapping", entries.len()),
        };
        write!(out, "Node({kind} of {length} at {}..{})", self.span.start, self.span.end)
    }
}
