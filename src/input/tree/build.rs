//! From parser events to a tree.

use std::collections::BTreeMap;
use std::sync::Arc;

use granit_parser::{ErrorKind, Event, Parser, ScalarStyle, ScanError, StructureStyle, options};

use super::reindent::Patched;
use super::{DOCUMENTS, Entry, KEY_CHARS, Node, NodeValue, PROBLEMS, Scalar, Style, Tag, Tree};
use crate::input::Problem;
use crate::limits::Limits;
use crate::source::{Source, Span};

/// Why a file could not be read to its end, and what had been read by then.
pub(super) struct Failure {
    /// The parser's own classification, where the parser failed.
    pub(super) kind: Option<ErrorKind>,
    /// Where, in the patched text.
    pub(super) offset: usize,
    /// The end of the last event before it, in the patched text.
    pub(super) after: usize,
    problem: Problem,
    tree: Tree,
}

impl Failure {
    /// The problem alone, or beside the documents that came before it.
    pub(super) fn into_result(self, source: &Source) -> Result<Tree, Problem> {
        debug_assert_eq!(&self.problem.path, source.path());
        if self.tree.documents.is_empty() {
            return Err(self.problem);
        }
        let mut tree = self.tree;
        tree.problems.push(self.problem);
        Ok(tree)
    }
}

/// Reads the whole text.
pub(super) fn build(
    source: &Source,
    patched: &Patched<'_>,
    limits: &Limits,
    depth: usize,
) -> Result<Tree, Box<Failure>> {
    let mut options = options! {
        flow_nesting_limit: depth,
        block_nesting_limit: depth,
        simple_key_max_lookahead: KEY_CHARS,
    };
    options.set_emit_comments(false);
    let mut builder = Builder::new(source, patched, limits, depth);
    let mut after = 0;
    for event in Parser::new_from_str_with_options(patched.text(), options) {
        let failed = match event {
            Ok((event, span)) => {
                let at = offset(span.start.byte_offset());
                let taken = builder.take(event, span);
                after = offset(span.end.byte_offset()).max(after);
                taken.err().map(|message| (None, at, message))
            }
            Err(error) => {
                let at = offset(error.marker().byte_offset());
                Some((Some(error.kind().clone()), at, explain(&error, depth)))
            }
        };
        if let Some((kind, offset, message)) = failed {
            let problem = Problem::at(source, patched.original(offset), &message);
            return Err(Box::new(Failure { kind, offset, after, problem, tree: builder.tree }));
        }
    }
    Ok(builder.finish())
}

/// Offsets are always known for text that is given as a whole.
fn offset(known: Option<usize>) -> usize {
    known.unwrap_or(0)
}

/// The parser's error in words for a reader who does not know the grammar.
fn explain(error: &ScanError, depth: usize) -> String {
    match error.kind() {
        ErrorKind::RecursionLimitExceeded => too_deep(depth),
        ErrorKind::TabInIndentation => "a tab is used as indentation; YAML allows only spaces".to_owned(),
        ErrorKind::UnknownAnchor => "an alias to an anchor that is not defined above it".to_owned(),
        _ => format!("not valid YAML: {}", error.info()),
    }
}

fn too_deep(depth: usize) -> String {
    format!("nested deeper than {depth} levels")
}

/// A collection that is still open.
struct Frame {
    start: usize,
    block: bool,
    open: Open,
    tag: Option<Box<Tag>>,
    anchor: usize,
    /// What had been counted when it was opened.
    before: Size,
    /// The height of its highest child.
    height: usize,
}

enum Open {
    Sequence(Vec<Node>),
    Mapping(Vec<Entry>, Option<Node>),
}

/// How much a part of a file holds.
#[derive(Clone, Copy, Default)]
struct Size {
    nodes: usize,
    bytes: usize,
}

impl Size {
    const fn plus(self, nodes: usize, bytes: usize) -> Self {
        Self { nodes: self.nodes.saturating_add(nodes), bytes: self.bytes.saturating_add(bytes) }
    }

    const fn since(self, before: Self) -> Self {
        Self { nodes: self.nodes.saturating_sub(before.nodes), bytes: self.bytes.saturating_sub(before.bytes) }
    }
}

/// A finished value that an alias may repeat.
struct Anchored {
    node: Node,
    size: Size,
    height: usize,
}

struct Builder<'a> {
    source: &'a Source,
    patched: &'a Patched<'a>,
    limits: &'a Limits,
    depth: usize,
    frames: Vec<Frame>,
    anchors: BTreeMap<usize, Anchored>,
    counted: Size,
    expanded: Size,
    tree: Tree,
}

impl<'a> Builder<'a> {
    const fn new(source: &'a Source, patched: &'a Patched<'a>, limits: &'a Limits, depth: usize) -> Self {
        Self {
            source,
            patched,
            limits,
            depth,
            frames: Vec::new(),
            anchors: BTreeMap::new(),
            counted: Size { nodes: 0, bytes: 0 },
            expanded: Size { nodes: 0, bytes: 0 },
            tree: Tree { documents: Vec::new(), problems: Vec::new() },
        }
    }

    fn finish(mut self) -> Tree {
        if self.tree.documents.is_empty() {
            let nothing = Scalar { text: String::new(), style: Style::Plain, span: Span::new(0, 0) };
            let value = NodeValue::Scalar(nothing);
            self.tree.documents.push(Node { span: Span::new(0, 0), value, tag: None, alias: None });
        }
        self.tree
    }

    /// Takes one event; an error says why the file cannot be read on.
    fn take(&mut self, event: Event<'_>, span: granit_parser::Span) -> Result<(), String> {
        let place = self.place(span);
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                let before = self.counted;
                self.counted = self.counted.plus(1, text.len());
                let style = match style {
                    ScalarStyle::Plain => Style::Plain,
                    ScalarStyle::SingleQuoted => Style::SingleQuoted,
                    ScalarStyle::DoubleQuoted => Style::DoubleQuoted,
                    ScalarStyle::Literal => Style::Literal,
                    ScalarStyle::Folded => Style::Folded,
                };
                let place = trimmed(self.source, place, style);
                // What was left out arrives as `~`.
                let written = !(style == Style::Plain && place.start == place.end);
                let text = if written { text.into_owned() } else { String::new() };
                let value = NodeValue::Scalar(Scalar { text, style, span: place });
                let node = Node { span: place, value, tag: self.tag(tag.as_deref(), span), alias: None };
                self.finished(node, 1, anchor, before)
            }
            Event::SequenceStart(style, anchor, tag) => {
                let tag = self.tag(tag.as_deref(), span);
                let start = self.dash(place.start);
                self.open(Open::Sequence(Vec::new()), start, style, anchor, tag)
            }
            Event::MappingStart(style, anchor, tag) => {
                let tag = self.tag(tag.as_deref(), span);
                self.open(Open::Mapping(Vec::new(), None), place.start, style, anchor, tag)
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(place.end),
            Event::Alias(id) => self.repeat(id, place),
            Event::UnresolvedAlias(_) => Err("an alias to an anchor that is not defined above it".to_owned()),
            _ => Ok(()),
        }
    }

    /// A parser's span as a span of the file.
    fn place(&self, span: granit_parser::Span) -> Span {
        let original = |known| self.patched.original(offset(known));
        Span::new(original(span.start.byte_offset()), original(span.end.byte_offset()))
    }

    fn tag(&self, tag: Option<&granit_parser::Tag>, span: granit_parser::Span) -> Option<Box<Tag>> {
        let tag = tag?;
        let text = tag.core_suffix().map_or_else(|| tag.original(), |suffix| format!("!!{suffix}"));
        let span = span.tag_span().map_or_else(|| self.place(span), |span| self.place(span));
        Some(Box::new(Tag { text, span }))
    }

    /// The start of a list: the parser puts that of a list at the indentation of its key behind the first dash.
    fn dash(&self, start: usize) -> usize {
        let value = matches!(self.frames.last(), Some(Frame { open: Open::Mapping(_, Some(_)), .. }));
        let before = self.source.text().get(..start).unwrap_or_default().trim_end_matches([' ', '\t']);
        if value && before.ends_with('-') { before.len().saturating_sub(1) } else { start }
    }

    fn open(
        &mut self,
        open: Open,
        start: usize,
        style: StructureStyle,
        anchor: usize,
        tag: Option<Box<Tag>>,
    ) -> Result<(), String> {
        if self.frames.len() >= self.depth {
            return Err(too_deep(self.depth));
        }
        let before = self.counted;
        self.counted = self.counted.plus(1, 0);
        let block = style == StructureStyle::Block;
        self.frames.push(Frame { start, block, open, tag, anchor, before, height: 0 });
        Ok(())
    }

    fn close(&mut self, end: usize) -> Result<(), String> {
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
        let end = if frame.block { last.unwrap_or(frame.start) } else { end.max(last.unwrap_or(end)) };
        let node = Node { span: Span::new(frame.start, end), value, tag: frame.tag, alias: None };
        self.finished(node, frame.height.saturating_add(1), frame.anchor, frame.before)
    }

    /// Puts the value of an anchor where an alias stands.
    fn repeat(&mut self, id: usize, place: Span) -> Result<(), String> {
        let Some(anchored) = self.anchors.get(&id) else {
            return Err("an alias inside the value that it names; it would never end".to_owned());
        };
        self.expanded = self.expanded.plus(anchored.size.nodes, anchored.size.bytes);
        let most_bytes = usize::try_from(self.limits.file_bytes).unwrap_or(usize::MAX);
        if self.expanded.nodes > self.limits.alias_nodes || self.expanded.bytes > most_bytes {
            let most = self.limits.alias_nodes;
            return Err(format!("its aliases expand to more than {most} values or {most_bytes} bytes"));
        }
        if self.frames.len().saturating_add(anchored.height) > self.depth.saturating_add(1) {
            return Err(too_deep(self.depth));
        }
        let (node, height, size) = (anchored.node.clone(), anchored.height, anchored.size);
        self.counted = self.counted.plus(size.nodes, size.bytes);
        self.attach(Node { alias: Some(place), ..node }, height)
    }

    fn finished(&mut self, node: Node, height: usize, anchor: usize, before: Size) -> Result<(), String> {
        if anchor != 0 {
            let size = self.counted.since(before);
            self.anchors.insert(anchor, Anchored { node: node.clone(), size, height });
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
            let Some(earlier) = first.get(name) else {
                first.insert(name, start);
                continue;
            };
            if self.tree.problems.len() < PROBLEMS {
                let line = self.source.position(*earlier).line;
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

/// The span of a scalar without the line ends that follow a block scalar.
fn trimmed(source: &Source, span: Span, style: Style) -> Span {
    if !matches!(style, Style::Literal | Style::Folded) {
        return span;
    }
    let mut kept = source.slice(span).trim_end_matches(['\n', '\r']);
    while let Some((before, last)) = kept.rsplit_once('\n') {
        if !last.trim().is_empty() {
            break;
        }
        kept = before.trim_end_matches('\r');
    }
    Span::new(span.start, span.start.saturating_add(kept.len()))
}
