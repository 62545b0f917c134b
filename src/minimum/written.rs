//! A file of gate's own with the places of its values, for errors that point at one.

use crate::config::ConfigError;
use crate::input::Segment;
use crate::input::tree::{self, Node, Tree};
use crate::limits::LIMITS;
use crate::source::{Source, Span};

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

/// A file and its values.
pub struct Written {
    source: Source,
    tree: Option<Tree>,
}

impl Written {
    /// Reads the places of a file.
    #[must_use]
    pub fn new(source: &Source) -> Self {
        Self { source: source.clone(), tree: tree::parse(source, &LIMITS).ok() }
    }

    /// Whether somebody wrote a value there, be it what holds without it.
    #[must_use]
    pub fn says(&self, way: &Way) -> bool {
        self.root().and_then(|root| root.at(&way.0)).is_some_and(|node| !node.is_absent())
    }

    /// The text of a scalar that somebody wrote there.
    #[must_use]
    pub fn text(&self, way: &Way) -> Option<&str> {
        self.root()?.at(&way.0).filter(|node| !node.is_absent())?.as_str()
    }

    /// The bytes of a value as written here, of its alias if it is one; where nothing is written, of what is nearest.
    #[must_use]
    pub fn place(&self, way: &Way) -> Span {
        let nearest = self.root().map(|root| root.nearest(&way.0).0);
        nearest.map_or(Span::new(0, 0), |node| self.first_line(node.alias.unwrap_or(node.span)))
    }

    /// The bytes of a key.
    #[must_use]
    pub fn place_of_key(&self, way: &Way) -> Span {
        let found = match way.0.split_last() {
            Some((Segment::Key(key), before)) => self.root().and_then(|root| root.at(before)?.get_entry(key)),
            _ => None,
        };
        found.map_or_else(|| self.place(way), |entry| entry.key.span)
    }

    /// File and line of a value, for a message about another file.
    #[must_use]
    pub fn line(&self, way: &Way) -> String {
        format!("{}:{}", self.source.path(), self.source.position(self.place(way).start).line)
    }

    /// An error at a value.
    #[must_use]
    pub fn wrong(&self, way: &Way, message: impl Into<String>, help: impl Into<String>) -> ConfigError {
        ConfigError::invalid(&self.source, self.place(way), message, help)
    }

    /// An error at a key.
    #[must_use]
    pub fn wrong_key(&self, way: &Way, message: impl Into<String>, help: impl Into<String>) -> ConfigError {
        ConfigError::invalid(&self.source, self.place_of_key(way), message, help)
    }

    fn root(&self) -> Option<&Node> {
        self.tree.as_ref()?.root()
    }

    /// What stands on the first line of a value: a frame shows one.
    fn first_line(&self, span: Span) -> Span {
        let line = self.source.slice(span).lines().next().map_or(0, str::len);
        Span::new(span.start, span.start.saturating_add(line))
    }
}

#[cfg(test)]
mod tests {
    use super::{Way, Written};
    use crate::source::{RepoPath, Source};

    #[test]
    fn a_value_is_found_where_it_is_written() {
        let text = "policies:\n  disable:\n    - id: CI001\n      owner: &me '@acme/a'\n    - { id: CI002, owner: *me }\nempty:\n";
        let source = Source::from_text(RepoPath::new(".gate/gate.yaml").unwrap(), text);
        let written = Written::new(&source);
        let disable = || Way::to(&["policies", "disable"]);
        let at = |way: &Way| source.position(written.place(way).start).to_string();
        assert_eq!(at(&disable().item(0).key("id")), "3:11");
        assert_eq!(at(&disable().item(0)), "3:7");
        assert_eq!(at(&disable().item(1).key("owner")), "5:27");
        assert_eq!(at(&disable().item(2).key("owner")), "3:5", "the nearest that there is");
        assert_eq!(source.slice(written.place_of_key(&disable())), "disable");
        assert_eq!(source.slice(written.place(&disable())), "- id: CI001");
        assert_eq!(written.line(&disable().item(1)), ".gate/gate.yaml:5");
        for (way, says) in [(disable(), true), (Way::to(&["empty"]), false), (Way::to(&["nothing"]), false)] {
            assert_eq!(written.says(&way), says, "{way:?}");
        }
    }

    #[test]
    fn a_file_that_is_no_yaml_is_shown_from_its_beginning() {
        let source = Source::from_text(RepoPath::new("a.yaml").unwrap(), "a: [");
        assert_eq!(source.position(Written::new(&source).place(&Way::to(&["a"])).start).to_string(), "1:1");
    }
}
