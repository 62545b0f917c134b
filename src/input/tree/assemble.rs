//! Puts nodes together: nesting, anchors and aliases, duplicate keys, and every limit on them.
//!
//! It knows neither YAML nor JSON; the readers of both tell it what opens, closes and repeats. An error is the reason
//! why a file cannot be read on; the caller knows the place.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{DOCUMENTS, Entry, Node, NodeValue, PROBLEMS, Scalar, Style, Tag, Tree};
use crate::input::Problem;
use crate::limits::Limits;
use crate::source::{Source, Span};

/// A tree under construction.
pub(super) struct Assembler<'a> {
    source: &'a Source,
    limits: &'a Limits,
    depth: usize,
    frames: Vec<Frame>,
    anchors: BTreeMap<usize, Anchored>,
    counted: Size,
    expanded: Size,
    tree: Tree,
}

/// What stands in front of a value.
#[derive(Default)]
pub(super) struct Properties {
    /// Its tag.
    pub(super) tag: Option<Box<Tag>>,
    /// The number of its anchor; 0 for none.
    pub(super) anchor: usize,
}

/// A collection that is still open.
struct Frame {
    start: usize,
    open: Open,
    properties: Properties,
    /// What had been counted when it was opened.
    before: Size,
    /// The height of its highest child.
    height: usize,
}

enum Open {
    Sequence(Vec<Node>),
    Mapping(Vec<Entry>, Option<Node>),
}

/// A finished value that an alias may repeat.
struct Anchored {
    node: Node,
    size: Size,
    height: usize,
}

/// How much a part of a file holds.
#[derive(Clone, Copy, Default)]
struct Size {
    nodes: usize,
    bytes: usize,
}

impl Size {
    const fn plus(self, other: Self) -> Self {
        Self { nodes: self.nodes.saturating_add(other.nodes), bytes: self.bytes.saturating_add(other.bytes) }
    }

    const fn since(self, before: Self) -> Self {
        Self { nodes: self.nodes.saturating_sub(before.nodes), bytes: self.bytes.saturating_sub(before.bytes) }
    }
}

impl<'a> Assembler<'a> {
    /// Nothing yet; `depth` is the most collections that may be open at once.
    pub(super) fn new(source: &'a Source, limits: &'a Limits, depth: usize) -> Self {
        let tree = Tree { documents: Vec::new(), problems: Vec::new() };
        let (counted, expanded) = (Size::default(), Size::default());
        Self { source, limits, depth, frames: Vec::new(), anchors: BTreeMap::new(), counted, expanded, tree }
    }

    /// The documents that are complete; an empty file is one empty scalar.
    pub(super) fn finish(mut self) -> Tree {
        if self.tree.documents.is_empty() {
            let span = Span::new(0, 0);
            let value = NodeValue::Scalar(Scalar { text: String::new(), style: Style::Plain, span });
            self.tree.documents.push(Node { span, value, tag: None, alias: None });
        }
        self.tree
    }

    /// The problem that ended the reading, or what was complete before it together with the problem.
    pub(super) fn give_up(mut self, problem: Problem) -> Result<Tree, Problem> {
        if self.tree.documents.is_empty() {
            return Err(problem);
        }
        self.tree.problems.push(problem);
        Ok(self.tree)
    }

    /// Why `depth` was exceeded.
    pub(super) fn too_deep(depth: usize) -> String {
        format!("nested deeper than {depth} levels")
    }

    /// Whether a mapping is open that has its next key already.
    pub(super) fn expects_value(&self) -> bool {
        matches!(self.frames.last(), Some(Frame { open: Open::Mapping(_, Some(_)), .. }))
    }

    /// Adds a scalar.
    pub(super) fn scalar(&mut self, scalar: Scalar, properties: Properties) -> Result<(), String> {
        let before = self.counted;
        self.counted = before.plus(Size { nodes: 1, bytes: scalar.text.len() });
        let node = Node { span: scalar.span, value: NodeValue::Scalar(scalar), tag: None, alias: None };
        self.finished(node, 1, properties, before)
    }

    /// Opens a list.
    pub(super) fn open_sequence(&mut self, start: usize, properties: Properties) -> Result<(), String> {
        self.open(Open::Sequence(Vec::new()), start, properties)
    }

    /// Opens a mapping; its children are keys and values by turns.
    pub(super) fn open_mapping(&mut self, start: usize, properties: Properties) -> Result<(), String> {
        self.open(Open::Mapping(Vec::new(), None), start, properties)
    }

    fn open(&mut self, open: Open, start: usize, properties: Properties) -> Result<(), String> {
        if self.frames.len() >= self.depth {
            return Err(Self::too_deep(self.depth));
        }
        let before = self.counted;
        self.counted = before.plus(Size { nodes: 1, bytes: 0 });
        self.frames.push(Frame { start, open, properties, before, height: 0 });
        Ok(())
    }

    /// Closes the innermost collection at its bracket, or with its last child.
    pub(super) fn close(&mut self, bracket: Option<usize>) -> Result<(), String> {
        let Some(frame) = self.frames.pop() else { return Ok(()) };
        let (value, last) = match frame.open {
            Open::Sequence(elements) => {
                let last = elements.last().map(end_of);
                (NodeValue::Sequence(Arc::new(elements)), last)
            }
            Open::Mapping(entries, _) => {
                self.report_duplicates(&entries);
                let last = entries.last().map(|entry| end_of(&entry.value).max(end_of(&entry.key)));
                (NodeValue::Mapping(Arc::new(entries)), last)
            }
        };
        let end = bracket.max(last).unwrap_or(frame.start);
        let node = Node { span: Span::new(frame.start, end), value, tag: None, alias: None };
        self.finished(node, frame.height.saturating_add(1), frame.properties, frame.before)
    }

    /// Repeats the value of an anchor where an alias stands.
    pub(super) fn alias(&mut self, anchor: usize, place: Span) -> Result<(), String> {
        let Some(anchored) = self.anchors.get(&anchor) else {
            return Err("an alias inside the value that it names; it would never end".to_owned());
        };
        self.expanded = self.expanded.plus(anchored.size);
        let bytes = usize::try_from(self.limits.file_bytes).unwrap_or(usize::MAX);
        if self.expanded.nodes > self.limits.alias_nodes || self.expanded.bytes > bytes {
            let nodes = self.limits.alias_nodes;
            return Err(format!("its aliases expand to more than {nodes} values or {bytes} bytes"));
        }
        if self.frames.len().saturating_add(anchored.height) > self.depth.saturating_add(1) {
            return Err(Self::too_deep(self.depth));
        }
        let node = Node { alias: Some(place), ..anchored.node.clone() };
        let height = anchored.height;
        self.counted = self.counted.plus(anchored.size);
        self.attach(node, height)
    }

    fn finished(&mut self, node: Node, height: usize, properties: Properties, before: Size) -> Result<(), String> {
        let node = Node { tag: properties.tag, ..node };
        if properties.anchor != 0 {
            let size = self.counted.since(before);
            self.anchors.insert(properties.anchor, Anchored { node: node.clone(), size, height });
        }
        self.attach(node, height)
    }

    fn attach(&mut self, node: Node, height: usize) -> Result<(), String> {
        let Some(frame) = self.frames.last_mut() else {
            if self.tree.documents.len() >= DOCUMENTS {
                return Err(format!("more than {DOCUMENTS} documents in one file"));
            }
            self.tree.documents.push(node);
            return Ok(());
        };
        frame.height = frame.height.max(height);
        match &mut frame.open {
            Open::Sequence(elements) => elements.push(node),
            Open::Mapping(entries, key) => match key.take() {
                Some(key) => entries.push(Entry { key, value: node }),
                None => *key = Some(node),
            },
        }
        Ok(())
    }

    /// One problem for every key that repeats an earlier one; merge keys may.
    fn report_duplicates(&mut self, entries: &[Entry]) {
        let mut first: BTreeMap<&str, usize> = BTreeMap::new();
        for entry in entries.iter().filter(|entry| !entry.is_merge()) {
            let Some(name) = entry.name() else { continue };
            let start = entry.key.alias.unwrap_or(entry.key.span).start;
            let earlier = *first.entry(name).or_insert(start);
            if earlier != start && self.tree.problems.len() < PROBLEMS {
                let line = self.source.position(earlier).line;
                let shown: String = name.chars().take(60).collect();
                let message =
                    format!("the key `{shown}` is already on line {line}; tools disagree on which one counts");
                self.tree.problems.push(Problem::at(self.source, start, &message));
            }
        }
    }
}

/// Where a value ends in the text around it: an alias ends at its own place.
fn end_of(node: &Node) -> usize {
    node.alias.unwrap_or(node.span).end
}
