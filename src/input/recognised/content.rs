//! Forms by content: a cheap search for the words of every shape first, then the tree of what is left.

use std::borrow::Cow;
use std::sync::Arc;

use aho_corasick::{AhoCorasick, AhoCorasickKind};

use super::lines::Lines;
use super::shape::Shape;
use super::table::{Form, Table};
use super::{Recognised, Standing};
use crate::input::tree::{self, Node, Tree};
use crate::limits::Limits;
use crate::source::Source;

/// Endings of files whose content may be a form, in small letters.
pub(super) const ENDINGS: &[&str] = &["yaml", "yml", "json", "template", "cfn", "cform", "asl", "jsonc", "j2", "tmpl"];

/// How a text says that words in it are written in base64, or that a tag may mean anything.
const DISGUISED: [&str; 3] = ["!!binary", "yaml.org,2002:", "%TAG"];

/// The words of all shapes.
pub(super) struct Markers {
    words: Option<AhoCorasick>,
    /// Shapes by the index of their form and their own, each with the words that it needs.
    needs: Vec<(usize, usize, Vec<usize>)>,
    count: usize,
}

impl Markers {
    pub(super) fn of(forms: &[Form]) -> Self {
        let mut words: Vec<&'static str> = Vec::new();
        let mut needs = Vec::new();
        for (index, form) in forms.iter().enumerate() {
            for (alternative, shape) in form.shapes.iter().enumerate() {
                let mut needed = Vec::new();
                for word in shape.words() {
                    needed.push(words.iter().position(|known| *known == word).unwrap_or(words.len()));
                    if !words.contains(&word) {
                        words.push(word);
                    }
                }
                needs.push((index, alternative, needed));
            }
        }
        let count = words.len();
        let words = AhoCorasick::builder().kind(Some(AhoCorasickKind::ContiguousNFA)).build(words).ok();
        Self { words, needs, count }
    }

    /// The shapes all of whose words stand in a text, in the order of the table.
    fn possible<'a>(&self, forms: &'a [Form], text: &str) -> Vec<(&'a Form, &'a Shape)> {
        let mut found = vec![DISGUISED.iter().any(|sign| text.contains(sign)); self.count];
        if let Some(words) = &self.words {
            let plain = without_escapes(text);
            for hit in words.find_overlapping_iter(plain.as_ref()) {
                if let Some(found) = found.get_mut(hit.pattern().as_usize()) {
                    *found = true;
                }
            }
        }
        let stands = |word: &usize| found.get(*word).copied().unwrap_or(true);
        let candidates = self.needs.iter().filter(|(_, _, needed)| needed.iter().all(stands));
        candidates
            .filter_map(|(form, shape, _)| {
                let form = forms.get(*form)?;
                Some((form, form.shapes.get(*shape)?))
            })
            .collect()
    }
}

/// A text with the characters that quotes of YAML and JSON can write as escapes.
fn without_escapes(text: &str) -> Cow<'_, str> {
    let escape =
        |at: &usize| matches!(text.as_bytes().get(at.saturating_add(1)), Some(b'x' | b'u' | b'U' | b'\n' | b'\r'));
    let mut backslashes = text.match_indices('\\').map(|(at, _)| at).filter(escape).peekable();
    if backslashes.peek().is_none() {
        return Cow::Borrowed(text);
    }
    let mut plain = String::with_capacity(text.len());
    let mut copied = 0_usize;
    for at in backslashes {
        let Some(before) = text.get(copied..at) else { continue };
        let behind = text.get(at.saturating_add(1)..).unwrap_or_default();
        let digits = match behind.as_bytes().first() {
            Some(b'x') => 2,
            Some(b'u') => 4,
            Some(b'U') => 8,
            _ => 0,
        };
        let code = behind.get(1..1_usize.saturating_add(digits)).and_then(|code| u32::from_str_radix(code, 16).ok());
        let length = if digits == 0 {
            // A line that goes on: its end and the blanks of the next vanish.
            Some(behind.len().saturating_sub(behind.trim_start().len()))
        } else {
            code.and_then(char::from_u32).map(|_| digits.saturating_add(1))
        };
        if let Some(length) = length {
            plain.push_str(before);
            plain.extend(code.and_then(char::from_u32));
            copied = at.saturating_add(1).saturating_add(length);
        }
    }
    plain.push_str(text.get(copied..).unwrap_or_default());
    Cow::Owned(plain)
}

/// What a file is by its content.
pub(super) fn find(table: &'static Table, source: &Arc<Source>, limits: &Limits) -> Option<Recognised> {
    let mut possible = table.markers.possible(&table.forms, source.text());
    possible.retain(|(_, shape)| shape.allows(source.path()));
    if possible.is_empty() {
        return None;
    }
    let tree = parse(source, limits);
    let roots = tree.as_ref().map(|(tree, _)| roots(tree, source)).unwrap_or_default();
    let by_tree = first(&possible, &roots, Shape::fits);
    // What follows a mistake in YAML is in no tree.
    let whole = tree.is_some_and(|(tree, grammar)| grammar == Grammar::Json || tree.problems.is_empty());
    let runs = |form: Option<&Form>| form.is_some_and(|form| form.standing != Standing::Listed);
    let lines = if whole || runs(by_tree) { Vec::new() } else { Lines::documents(source.text()) };
    let by_lines = first(&possible, &lines, Shape::fits_lines);
    let form = by_lines.filter(|form| by_tree.is_none() || runs(Some(form))).or(by_tree)?;
    Some(Recognised { form, runs: table.places.runs(form, source.path()) })
}

/// The form of the first document that has one; what runs comes before what is only listed.
fn first<T>(
    possible: &[(&'static Form, &'static Shape)],
    documents: &[T],
    fits: impl Fn(&Shape, &T) -> bool,
) -> Option<&'static Form> {
    [false, true].into_iter().find_map(|listed| {
        let of_kind = || possible.iter().filter(move |(form, _)| (form.standing == Standing::Listed) == listed);
        documents.iter().find_map(|document| of_kind().find(|(_, shape)| fits(shape, document)).map(|(form, _)| *form))
    })
}

/// The grammar that a file was read by.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Grammar {
    Json,
    Yaml,
}

/// A file as a tree: JSON by its own grammar, and whatever is none by that of YAML.
fn parse(source: &Source, limits: &Limits) -> Option<(Tree, Grammar)> {
    let json = source.text().trim_start_matches('\u{feff}').trim_start().starts_with(['{', '[']);
    let tree = if json { tree::parse_json(source, limits).ok() } else { None };
    let tree = tree.map(|tree| (tree, Grammar::Json));
    tree.or_else(|| tree::parse(source, limits).ok().map(|tree| (tree, Grammar::Yaml)))
}

/// The documents of a file, and those that lists of Kubernetes hold, however deep.
fn roots(tree: &Tree, source: &Source) -> Vec<Node> {
    let merges = source.text().contains("<<");
    let mut pending: Vec<Node> = tree.documents.iter().rev().cloned().collect();
    let mut roots = Vec::new();
    while let Some(root) = pending.pop() {
        let root = if merges { root.merged() } else { root };
        let kind = root.get("kind").and_then(Node::as_str).unwrap_or_default();
        if let Some(items) = root.get("items").filter(|_| kind.ends_with("List")) {
            pending.extend(items.elements().iter().rev().cloned());
        }
        roots.push(root);
    }
    roots
}
