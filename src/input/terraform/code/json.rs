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
    for entry in items(root).into_iter().flat_map(written) {
        if let Some((word, labels)) = LABELS.iter().find(|(word, _)| entry.name() == Some(word)) {
            collect(word, *labels, &[], entry, &mut found);
        }
    }
    found
}

fn collect<'a>(word: &'a str, left: usize, labels: &[&'a str], entry: &'a Entry, found: &mut Vec<Block<'a>>) {
    for node in items(&entry.value) {
        match left.checked_sub(1) {
            None => found.push(Block { word, labels: labels.to_vec(), header: entry.key.span, body: node }),
            Some(left) => {
                for inner in written(node) {
                    let label = inner.name().unwrap_or_default();
                    let labels: Vec<&str> = labels.iter().copied().chain([label]).collect();
                    collect(word, left, &labels, inner, found);
                }
            }
        }
    }
}

/// The objects that a value stands for: itself, or each element of a list.
pub(in crate::input::terraform) fn items(node: &Node) -> Vec<&Node> {
    node.as_sequence().map_or_else(|| vec![node], |items| items.iter().collect())
}

/// The entries of an object without its comments.
pub(in crate::input::terraform) fn written(node: &Node) -> impl Iterator<Item = &Entry> {
    node.entries().iter().filter(|entry| entry.name().is_some_and(|name| name != COMMENT))
}
