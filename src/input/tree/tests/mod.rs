mod files;
mod hostile;
mod json;
mod shape;
mod spans;

use super::{Dialect, Node, Scalar, Tree, parse};
use crate::limits::LIMITS;
use crate::source::{RepoPath, Source};

fn source(text: &str) -> Source {
    Source::from_text(RepoPath::new("a.yml").unwrap(), text)
}

fn tree(text: &str) -> Tree {
    parse(&source(text), &LIMITS).unwrap_or_else(|problem| panic!("{text:?}: {}", problem.message.raw()))
}

fn json(text: &str, dialect: Dialect) -> String {
    let documents: Vec<String> = tree(text).documents.iter().map(|node| node.to_json(dialect).to_string()).collect();
    documents.join(" ")
}

/// Every scalar below a node, keys included.
fn scalars<'a>(node: &'a Node, found: &mut Vec<&'a Scalar>) {
    found.extend(node.as_scalar());
    node.elements().iter().for_each(|element| scalars(element, found));
    for entry in node.entries() {
        scalars(&entry.key, found);
        scalars(&entry.value, found);
    }
}

/// What is wrong with the positions of a tree: every visible character of every scalar must be found where
/// [`Scalar::offsets`] says, or stand there as an escape.
fn misplaced(source: &Source, tree: &Tree) -> Vec<String> {
    let mut found = Vec::new();
    tree.documents.iter().for_each(|document| scalars(document, &mut found));
    let wrong = found.into_iter().filter_map(|scalar| {
        let offsets = scalar.offsets(source);
        let visible = scalar.text.char_indices().filter(|(_, character)| !character.is_whitespace());
        let mut wrong = visible.filter(|(at, character)| {
            let there = source.text().get(offsets.at(*at)..).and_then(|rest| rest.chars().next());
            there != Some(*character) && there != Some('\\')
        });
        let (at, character) = wrong.next()?;
        Some(format!("{character:?} at {at} of {:?} {:?}", scalar.style, source.slice(scalar.span)))
    });
    wrong.collect()
}
