//! Typed values out of the tree: a value of the wrong type is a problem at its place, and not known.

use std::sync::Arc;

use super::model::{Reason, Unknown};
use crate::input::tree::{Node, Style};
use crate::input::{Problem, Segment, Table};
use crate::source::{Source, Span};

/// Collects what is made while one file is read: the places of entities and what is wrong.
pub(super) struct Reader<'a> {
    source: &'a Arc<Source>,
    places: Table,
    problems: Vec<Problem>,
}

impl<'a> Reader<'a> {
    /// A reader of one file.
    pub(super) fn new(source: &'a Arc<Source>) -> Self {
        Self { source, places: Table::new(source.path()), problems: Vec::new() }
    }

    /// What was collected.
    pub(super) fn finish(self) -> (Table, Vec<Problem>) {
        (self.places, self.problems)
    }

    /// The file.
    pub(super) const fn source(&self) -> &'a Arc<Source> {
        self.source
    }

    /// Gives an entity its `_loc`.
    pub(super) fn place(&mut self, span: Span, logical: Option<&str>) -> String {
        self.places.add(self.source, span, logical.map(str::to_owned))
    }

    /// Records where a value of an entity stands.
    pub(super) fn child(&mut self, loc: &str, path: &[&str], span: Span) {
        let path = path.iter().map(|&key| Segment::Key(key.to_owned())).collect();
        self.places.add_child(loc, path, self.source, span);
    }

    /// Something that is not as the forge writes it.
    pub(super) fn problem(&mut self, at: Span, message: &str) {
        self.problems.push(Problem::at(self.source, at.start, message));
    }

    /// Why something is not known, with its place.
    pub(super) fn unknown(&mut self, path: &str, gap: &Gap) -> Unknown {
        Unknown {
            loc: self.place(gap.at, None),
            path: path.to_owned(),
            reason: gap.reason,
            http_status: gap.http_status,
            message: gap.message.clone(),
            needs: gap.needs.map(str::to_owned),
        }
    }

    /// `true` or `false`; `null` is not known.
    pub(super) fn flag(&mut self, node: &Node) -> Option<bool> {
        match plain(node) {
            Some("true") => Some(true),
            Some("false") => Some(false),
            _ => self.wrong(node, "true or false"),
        }
    }

    /// A whole number that is not negative; `null` is not known.
    pub(super) fn count(&mut self, node: &Node) -> Option<u32> {
        plain(node).and_then(|text| text.parse().ok()).or_else(|| self.wrong(node, "a whole number"))
    }

    /// An id; `null` is not known.
    pub(super) fn id(&mut self, node: &Node) -> Option<i64> {
        plain(node).and_then(|text| text.parse().ok()).or_else(|| self.wrong(node, "a number"))
    }

    /// Text; `null` is not known.
    pub(super) fn text(&mut self, node: &Node) -> Option<String> {
        text(node).map(str::to_owned).or_else(|| self.wrong(node, "text"))
    }

    /// A list; `null` is not known.
    pub(super) fn list<'t>(&mut self, node: &'t Node) -> Option<&'t [Node]> {
        node.as_sequence().or_else(|| self.wrong(node, "a list"))
    }

    /// A list of texts; elements that are none are left out and are a problem.
    pub(super) fn texts(&mut self, node: &Node) -> Vec<String> {
        self.list(node).unwrap_or_default().iter().filter_map(|element| self.text(element)).collect()
    }

    /// A word that maps to a value; any other word is a problem.
    pub(super) fn word<T: Copy>(&mut self, node: &Node, words: &[(&str, T)]) -> Option<T> {
        let found = text(node).and_then(|text| words.iter().find(|(word, _)| *word == text));
        found.map(|(_, value)| *value).or_else(|| {
            let allowed: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
            self.wrong(node, &format!("one of {}", allowed.join(", ")))
        })
    }

    fn wrong<T>(&mut self, node: &Node, expected: &str) -> Option<T> {
        if !is_null(node) {
            self.problem(node.span, &format!("{expected} is expected here"));
        }
        None
    }
}

/// Why an answer cannot be had.
#[derive(Debug, Clone)]
pub(super) struct Gap {
    /// The answer, or where it should have been.
    pub(super) at: Span,
    /// Why.
    pub(super) reason: Reason,
    /// The status of the answer, if there is one.
    pub(super) http_status: Option<u16>,
    /// What the forge said, or what to do.
    pub(super) message: String,
    /// What would be needed.
    pub(super) needs: Option<&'static str>,
}

/// A quoted scalar.
pub(super) fn text(node: &Node) -> Option<&str> {
    node.as_scalar().filter(|scalar| scalar.style == Style::DoubleQuoted).map(|scalar| scalar.text.as_str())
}

/// Whether the value is `null`.
pub(super) fn is_null(node: &Node) -> bool {
    plain(node) == Some("null")
}

/// A value of a key that is there and not `null`.
pub(super) fn given<'t>(node: &'t Node, key: &str) -> Option<&'t Node> {
    node.get(key).filter(|value| !is_null(value))
}

fn plain(node: &Node) -> Option<&str> {
    node.as_scalar().filter(|scalar| scalar.style == Style::Plain).map(|scalar| scalar.text.as_str())
}
