//! One file of a pipeline, as GitLab's YAML library makes values of it.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::inputs::Left;
use super::item::Item;
use crate::input::pipeline::named;
use crate::input::pipeline::places::Places;
use crate::input::tree::{self, Node};
use crate::input::{Context, Problem};
use crate::source::{RepoPath, Source, Unreadable};

/// The files that were read, so that none is read twice; `None` for one that holds no pipeline.
#[derive(Default)]
pub(super) struct Cache {
    files: BTreeMap<RepoPath, Option<File>>,
    /// What may still be put in as inputs.
    pub(super) left: Left,
}

impl Cache {
    /// What a file holds.
    ///
    /// # Errors
    /// [`Unreadable`] when there is no such file to read. That it holds no pipeline is said, and is `None`.
    pub(super) fn file(
        &mut self,
        path: &RepoPath,
        context: &Context<'_>,
        places: &mut Places,
    ) -> Result<Option<File>, Unreadable> {
        if let Some(known) = self.files.get(path) {
            return Ok(known.clone());
        }
        let source = context.files.read(path, context.limits.file_bytes)?;
        let file = read(&source, context, places).map_err(|problem| places.problems.push(problem)).ok();
        self.files.insert(path.clone(), file.clone());
        Ok(file)
    }
}

/// What a file holds.
#[derive(Clone)]
pub(super) struct File {
    /// Its configuration.
    pub(super) body: Item,
    /// The header before it: inputs.
    pub(super) spec: Option<Item>,
}

/// Reads one file.
///
/// # Errors
/// A [`Problem`] when there is no mapping in it, which GitLab refuses (`validate_hash!` in
/// `lib/gitlab/ci/config/external/file/base.rb`).
pub(super) fn read(source: &Arc<Source>, context: &Context<'_>, places: &mut Places) -> Result<File, Problem> {
    let mut tree = tree::parse(source, context.limits)?;
    places.problems.append(&mut tree.problems);
    for document in &tree.documents {
        named::hide(places, source, document);
        examine(source, document, places);
    }
    // GitLab drops a document in which nothing stands. Of several, the first counts, or the one behind a header
    // (`lib/gitlab/ci/config/yaml/documents.rb`).
    let mut documents = tree.documents.iter().filter(|document| !document.is_absent());
    let first = documents.next().map(Node::merged);
    let second = documents.next();
    let spec = first.as_ref().and_then(|first| first.get("spec")).filter(|_| second.is_some());
    if let Some(third) = documents.next().filter(|_| spec.is_some()) {
        places.problem(source, third.span.start, "a third document, and nobody says which one counts");
    }
    let spec = spec.map(|spec| Item::new(source, spec));
    let body = if spec.is_some() { second.map(Node::merged) } else { first };
    let Some(body) = body.filter(Node::is_mapping) else {
        return Err(Problem::at(source, 0, "not a pipeline: the file holds no mapping; GitLab refuses it"));
    };
    Ok(File { body: Item::new(source, &body), spec })
}

/// Tags that leave a value as it is written, and the one that the reader follows.
const TAGS: [&str; 9] = ["!", "!!str", "!!int", "!!float", "!!bool", "!!null", "!!seq", "!!map", "!reference"];

/// Says what is written in a way that the reader does not follow: keys that are no text, and tags by which Psych makes
/// another value. What stands behind an alias is looked at where it is written.
fn examine(source: &Arc<Source>, node: &Node, places: &mut Places) {
    if node.alias.is_some() {
        return;
    }
    if let Some(tag) = node.tag.as_deref().filter(|tag| !TAGS.contains(&tag.text.as_str())) {
        let message = format!("gate does not know what the tag `{}` makes of the value behind it", tag.text);
        places.problem(source, tag.span.start, &message);
    }
    for element in node.elements() {
        examine(source, element, places);
    }
    for entry in node.entries() {
        if entry.name().is_none() {
            places.problem(source, entry.key.span.start, "a key that is a list or a mapping cannot be judged");
        }
        examine(source, &entry.key, places);
        examine(source, &entry.value, places);
    }
}
