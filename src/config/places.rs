//! Where the keys and values of one of gate's own YAML files stand, for errors that point at them.

use std::collections::BTreeSet;

use super::ConfigError;
use crate::input::Segment;
use crate::input::tree::{Entry, Node, NodeValue, parse};
use crate::limits::LIMITS;
use crate::source::{Source, Span};

/// The places of one file. A file that is no YAML has none, and every question is answered with its start.
pub struct Places<'a> {
    source: &'a Source,
    root: Option<Node>,
}

impl<'a> Places<'a> {
    /// Reads where everything in a file stands.
    #[must_use]
    pub fn of(source: &'a Source) -> Self {
        // What is complete in the part before a fault is no file.
        let tree = parse(source, &LIMITS).ok().filter(|tree| tree.documents.len() == 1);
        let root = tree.and_then(|tree| tree.documents.into_iter().next());
        Self { source, root }
    }

    /// Whether the file is YAML.
    pub(super) const fn are_known(&self) -> bool {
        self.root.is_some()
    }

    /// The key that a path ends with, or the first key of an element of a list, or the nearest thing above that is there.
    #[must_use]
    pub fn key(&self, path: &[Segment]) -> Span {
        let Some(root) = &self.root else { return Span::new(0, 0) };
        let (above, last) = match path.split_last() {
            Some((last, above)) => (above, Some(last)),
            None => (path, None),
        };
        let (node, depth) = root.nearest(above);
        let found = match last {
            Some(Segment::Key(name)) if depth == above.len() => node.get_entry(name).map(|entry| entry.key.span),
            Some(Segment::Index(index)) if depth == above.len() => node.elements().get(*index).map(first),
            _ => None,
        };
        match found {
            Some(span) => self.one_line(span),
            None if depth < above.len() || last.is_some() => self.key(path.get(..depth).unwrap_or_default()),
            None => self.one_line(first(root)),
        }
    }

    /// The value at a path, if it stands in one piece, or else its key.
    #[must_use]
    pub fn value(&self, path: &[Segment]) -> Span {
        let node = self.root.as_ref().and_then(|root| root.at(path));
        match node.filter(|node| node.as_scalar().is_some() && !node.is_absent()) {
            Some(node) => self.one_line(node.alias.unwrap_or(node.span)),
            None => self.key(path),
        }
    }

    /// An error at the key that a path ends with.
    #[must_use]
    pub fn at_key(&self, path: &[Segment], message: impl Into<String>, help: impl Into<String>) -> ConfigError {
        ConfigError::invalid(self.source, self.key(path), message, help)
    }

    /// An error at the value at a path.
    #[must_use]
    pub fn at_value(&self, path: &[Segment], message: impl Into<String>, help: impl Into<String>) -> ConfigError {
        ConfigError::invalid(self.source, self.value(path), message, help)
    }

    /// The first key that stands a second time in its mapping: a reader would take one of the two and not say which.
    pub(super) fn twice(&self) -> Option<(Span, String)> {
        let mut found = Vec::new();
        if let Some(root) = &self.root {
            repeated(root, &mut found);
        }
        found.into_iter().min_by_key(|(span, _)| span.start)
    }

    /// As much of a span as stands on its first line.
    fn one_line(&self, span: Span) -> Span {
        let line = self.source.slice(span).lines().next().unwrap_or_default().len();
        Span::new(span.start, span.start.saturating_add(line))
    }
}

/// What shows a value: the first of its keys, or itself.
fn first(node: &Node) -> Span {
    if let Some(alias) = node.alias {
        return alias;
    }
    match &node.value {
        NodeValue::Mapping(entries) => entries.first().map_or(node.span, |entry| entry.key.span),
        NodeValue::Sequence(elements) => elements.first().map_or(node.span, first),
        NodeValue::Scalar(_) => node.span,
    }
}

fn repeated(node: &Node, found: &mut Vec<(Span, String)>) {
    // What an alias repeats is looked at where it stands.
    if node.alias.is_some() {
        return;
    }
    let mut seen = BTreeSet::new();
    for Entry { key, value } in node.entries() {
        if let Some(name) = key.as_str().filter(|name| !seen.insert((*name).to_owned())) {
            found.push((key.span, name.to_owned()));
        }
        repeated(value, found);
    }
    for element in node.elements() {
        repeated(element, found);
    }
}
