//! Where the keys and values of one of gate's own YAML files stand, for errors that point at them.

use std::collections::BTreeSet;

use super::ConfigError;
use crate::input::Segment;
use crate::input::tree::{Entry, Node, NodeValue, parse};
use crate::limits::LIMITS;
use crate::source::{Source, Span};

/// The places of one file. A file that is no YAML has none, and every question is answered with its start.
pub struct Places {
    source: Source,
    root: Option<Node>,
}

impl Places {
    /// Reads where everything in a file stands.
    #[must_use]
    pub fn of(source: &Source) -> Self {
        // What is complete in the part before a fault is no file.
        let tree = parse(source, &LIMITS).ok().filter(|tree| tree.documents.len() == 1);
        let root = tree.and_then(|tree| tree.documents.into_iter().next());
        Self { source: source.clone(), root }
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
            Some(span) => self.source.first_line(span),
            None if depth < above.len() || last.is_some() => self.key(path.get(..depth).unwrap_or_default()),
            None => self.source.first_line(first(root)),
        }
    }

    /// The value at a path, if it stands in one piece, or else its key.
    #[must_use]
    pub fn value(&self, path: &[Segment]) -> Span {
        let node = self.root.as_ref().and_then(|root| root.at(path));
        match node.filter(|node| node.as_scalar().is_some() && !node.is_absent()) {
            Some(node) => self.source.first_line(node.alias.unwrap_or(node.span)),
            None => self.key(path),
        }
    }

    /// An error at the key that a path ends with.
    #[must_use]
    pub fn at_key(&self, path: &[Segment], message: impl Into<String>, help: impl Into<String>) -> ConfigError {
        ConfigError::invalid(&self.source, self.key(path), message, help)
    }

    /// An error at the value at a path.
    #[must_use]
    pub fn at_value(&self, path: &[Segment], message: impl Into<String>, help: impl Into<String>) -> ConfigError {
        ConfigError::invalid(&self.source, self.value(path), message, help)
    }

    /// An error at what is written at a path, be it a list or a mapping, or at what is nearest.
    #[must_use]
    pub fn wrong(&self, path: &[Segment], message: impl Into<String>, help: impl Into<String>) -> ConfigError {
        ConfigError::invalid(&self.source, self.place(path), message, help)
    }

    /// Whether somebody wrote a value there, be it what holds without it.
    #[must_use]
    pub fn says(&self, path: &[Segment]) -> bool {
        self.written(path).is_some()
    }

    /// The text of a scalar that somebody wrote there.
    #[must_use]
    pub fn text(&self, path: &[Segment]) -> Option<&str> {
        self.written(path)?.as_str()
    }

    /// What is written there, of its alias if it is one; where nothing is, what is nearest.
    #[must_use]
    pub fn place(&self, path: &[Segment]) -> Span {
        let nearest = self.root.as_ref().map(|root| root.nearest(path).0);
        nearest.map_or(Span::new(0, 0), |node| self.source.first_line(node.alias.unwrap_or(node.span)))
    }

    /// File and line of a value, for a message about another file.
    #[must_use]
    pub fn line(&self, path: &[Segment]) -> String {
        format!("{}:{}", self.source.path(), self.source.position(self.place(path).start).line)
    }

    fn written(&self, path: &[Segment]) -> Option<&Node> {
        self.root.as_ref()?.at(path).filter(|node| !node.is_absent())
    }

    /// The first key that stands a second time in its mapping: a reader would take one of the two and not say which.
    pub(super) fn twice(&self) -> Option<(Span, String)> {
        let mut found = Vec::new();
        if let Some(root) = &self.root {
            repeated(root, &mut found);
        }
        found.into_iter().min_by_key(|(span, _)| span.start)
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

#[cfg(test)]
mod tests {
    use super::Places;
    use crate::config::Way;
    use crate::source::{RepoPath, Source};

    #[test]
    fn a_value_is_found_where_it_is_written() {
        let text = "policies:\n  disable:\n    - id: CI001\n      owner: &me '@acme/a'\n    - { id: CI002, owner: *me }\nempty:\n";
        let source = Source::from_text(RepoPath::new(".gate/gate.yaml").unwrap(), text);
        let written = Places::of(&source);
        let disable = || Way::to(&["policies", "disable"]);
        let at = |way: &Way| source.position(written.place(way).start).to_string();
        assert_eq!(at(&disable().item(0).key("id")), "3:11");
        assert_eq!(at(&disable().item(0)), "3:7");
        assert_eq!(at(&disable().item(1).key("owner")), "5:27");
        assert_eq!(at(&disable().item(2).key("owner")), "3:5", "the nearest that there is");
        assert_eq!(source.slice(written.key(&disable())), "disable");
        assert_eq!(source.slice(written.place(&disable())), "- id: CI001");
        assert_eq!(written.line(&disable().item(1)), ".gate/gate.yaml:5");
        for (way, says) in [(disable(), true), (Way::to(&["empty"]), false), (Way::to(&["nothing"]), false)] {
            assert_eq!(written.says(&way), says, "{way:?}");
        }
    }

    #[test]
    fn a_file_that_is_no_yaml_is_shown_from_its_beginning() {
        let source = Source::from_text(RepoPath::new("a.yaml").unwrap(), "a: [");
        assert_eq!(source.position(Places::of(&source).place(&Way::to(&["a"])).start).to_string(), "1:1");
    }
}
