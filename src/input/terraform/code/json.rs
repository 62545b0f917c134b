//! Code in JSON: `{"resource": {"aws_s3_bucket": {"logs": {"bucket": "acme-logs"}}}}`.

use std::sync::Arc;

use crate::input::Problem;
use crate::input::tree::{self, Entry, Node};
use crate::limits::Limits;
use crate::source::{Source, Span};

/// The words of blocks that have labels, and how many.
const LABELS: &[(&str, usize)] = &[
    ("resource", 2),
    ("data", 2),
    ("ephemeral", 2),
    ("module", 1),
    ("variable", 1),
    ("output", 1),
    ("provider", 1),
    ("check", 1),
    ("locals", 0),
];

/// A key that the tool passes over: a comment.
const COMMENT: &str = "//";

/// One block.
#[derive(Debug)]
pub(in crate::input::terraform) struct Block<'a> {
    /// Its word: `resource`.
    pub(in crate::input::terraform) word: &'a str,
    /// Its labels: the type and the name.
    pub(in crate::input::terraform) labels: Vec<&'a str>,
    /// The key of the innermost label, or of the word.
    pub(in crate::input::terraform) header: Span,
    /// What it sets.
    pub(in crate::input::terraform) body: &'a Node,
    /// The way to it from the root: which of several objects, which entry of that, and so on.
    pub(super) route: Vec<usize>,
}

/// The tree of a file.
///
/// # Errors
/// Where it is no JSON, or says something twice.
pub(super) fn parse(source: &Arc<Source>, limits: &Limits) -> Result<Node, Problem> {
    let tree = tree::parse_json(source, limits)?;
    match (tree.problems.into_iter().next(), tree.documents.into_iter().next()) {
        (None, Some(root)) => Ok(root),
        (problem, _) => Err(problem.unwrap_or_else(|| Problem::of(source.path(), "the file is empty"))),
    }
}

/// The blocks of a file, in its order.
pub(in crate::input::terraform) fn blocks(root: &Node) -> Vec<Block<'_>> {
    let mut found = Vec::new();
    for (item, node) in items(root).into_iter().enumerate() {
        for (at, entry) in entries(node) {
            if let Some((word, labels)) = LABELS.iter().find(|(word, _)| entry.name() == Some(word)) {
                let mut way = Way { word, labels: Vec::new(), route: vec![item, at] };
                way.collect(*labels, entry, &mut found);
            }
        }
    }
    found
}

/// The body of a block that lies behind a route.
pub(super) fn at<'a>(root: &'a Node, route: &[usize]) -> Option<&'a Node> {
    let mut node = root;
    for steps in route.chunks(2) {
        let mut steps = steps.iter();
        node = items(node).get(*steps.next()?).copied()?;
        if let Some(entry) = steps.next() {
            node = &node.entries().get(*entry)?.value;
        }
    }
    Some(node)
}

/// The way to a block.
struct Way<'a> {
    word: &'a str,
    labels: Vec<&'a str>,
    route: Vec<usize>,
}

impl<'a> Way<'a> {
    fn collect(&mut self, left: usize, entry: &'a Entry, found: &mut Vec<Block<'a>>) {
        for (item, node) in items(&entry.value).into_iter().enumerate() {
            self.route.push(item);
            match left.checked_sub(1) {
                None => found.push(Block {
                    word: self.word,
                    labels: self.labels.clone(),
                    header: entry.key.span,
                    body: node,
                    route: self.route.clone(),
                }),
                Some(left) => {
                    for (at, inner) in entries(node) {
                        self.labels.push(inner.name().unwrap_or_default());
                        self.route.push(at);
                        self.collect(left, inner, found);
                        self.route.pop();
                        self.labels.pop();
                    }
                }
            }
            self.route.pop();
        }
    }
}

/// The objects that a value stands for: itself, or each element of a list.
pub(in crate::input::terraform) fn items(node: &Node) -> Vec<&Node> {
    node.as_sequence().map_or_else(|| vec![node], |items| items.iter().collect())
}

/// The entries of an object without its comments.
pub(in crate::input::terraform) fn written(node: &Node) -> impl Iterator<Item = &Entry> {
    entries(node).map(|(_, entry)| entry)
}

/// The same, each with its index.
fn entries(node: &Node) -> impl Iterator<Item = (usize, &Entry)> {
    node.entries().iter().enumerate().filter(|(_, entry)| entry.name().is_some_and(|name| name != COMMENT))
}
