//! The normalised document: what policies judge, and the way back to the file.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::content::Content;
use crate::finding::{Kind, Text};
use crate::source::secret::Known;
use crate::source::{Position, RepoPath, Source, Span};

/// One step of the path from an entity to the value at fault.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Segment {
    /// An element of a list, from 0.
    Index(usize),
    /// A key of a mapping.
    Key(String),
}

impl From<&str> for Segment {
    fn from(key: &str) -> Self {
        Self::Key(key.to_owned())
    }
}

impl From<usize> for Segment {
    fn from(index: usize) -> Self {
        Self::Index(index)
    }
}

/// A place in a file that an entity or one of its values was read from.
#[derive(Debug, Clone)]
pub struct Place {
    /// The file; not always the one that the document was made from (a plan points into `.tf` files).
    pub source: Arc<Source>,
    /// The bytes.
    pub span: Span,
    /// The name of the entity where the line says too little, such as a resource address.
    pub logical: Option<String>,
    /// Where the entity itself asks for the value, when that is written elsewhere. Findings are named after the file, and
    /// what cannot be known stands there.
    pub asked: Option<(Arc<Source>, Span)>,
    /// The places that the value goes through on its way to the entity.
    pub through: Vec<Through>,
}

impl Place {
    /// A place in the file of its entity.
    #[must_use]
    pub const fn new(source: Arc<Source>, span: Span, logical: Option<String>) -> Self {
        Self { source, span, logical, asked: None, through: Vec::new() }
    }
}

/// A place that a value goes through.
#[derive(Debug, Clone)]
pub struct Through {
    /// The file.
    pub source: Arc<Source>,
    /// The bytes.
    pub span: Span,
    /// What stands there, as a fragment: `aws_s3_bucket.logs takes it`.
    pub what: String,
}

/// The way back from an entity of a document to its place.
pub trait Locate: Send + Sync {
    /// The place of the value at `path` below the entity `loc`, or of its nearest known ancestor.
    /// `None` only for a `loc` that this document never gave out.
    fn locate(&self, loc: &str, path: &[Segment]) -> Option<Place>;

    /// Spans of `source` whose text must not be shown because it holds credentials.
    fn hidden(&self, _source: &RepoPath) -> Vec<Span> {
        Vec::new()
    }
}

/// Something that could not be read; it makes the run incomplete.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Problem {
    /// The file.
    pub path: RepoPath,
    /// Where in it, if known.
    pub position: Option<Position>,
    /// What is wrong, and what to do: a fragment without a full stop.
    pub message: Text,
    /// Whether gate has no reader for the whole file, so that its owner may accept it (`answer: unread`).
    #[serde(default)]
    pub unread: bool,
}

/// Something that runs or decides and belongs to another repository: named, and not judged here.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Outside {
    /// The file that takes it in.
    pub path: RepoPath,
    /// Where in it, if known.
    pub position: Option<Position>,
    /// What it is, as it is written: `acme/ci/.github/workflows/scan.yml@0a1b…`.
    pub name: Text,
    /// How firmly it is pinned, in the words of [`crate::input::pipeline::model::Ref::pin`].
    pub pin: String,
}

impl Problem {
    /// A problem at a place in a source.
    #[must_use]
    pub fn at(source: &Source, offset: usize, message: &str) -> Self {
        let position = Some(source.position(offset));
        Self { path: source.path().clone(), position, message: Text::new(message), unread: false }
    }

    /// A problem of a whole file.
    #[must_use]
    pub fn of(path: &RepoPath, message: &str) -> Self {
        Self { path: path.clone(), position: None, message: Text::new(message), unread: false }
    }

    /// The same about a file that gate has no reader for.
    #[must_use]
    pub fn without_reader(self) -> Self {
        Self { unread: true, ..self }
    }
}

/// One normalised document.
pub struct Document {
    /// Its kind.
    pub kind: Kind,
    /// The name of the format that read it.
    pub format: &'static str,
    /// The file that it was read from.
    pub path: RepoPath,
    /// What policies see. Every entity has a `_loc` that [`Document::locator`] understands; every `_loc` begins with
    /// the path of the document, so that it is unique in a run.
    pub content: Content,
    /// What metadata selects by: the vendor of a pipeline, the resource types of a plan.
    pub facets: BTreeSet<String>,
    /// Parts of the file that could not be read. The rest is judged all the same.
    pub problems: Vec<Problem>,
    /// What whoever reads the report should know of it; it decides nothing.
    pub notices: Vec<Text>,
    /// What it takes from other repositories.
    pub outside: Vec<Outside>,
    /// Files of the tree that it runs or takes in, such as local actions and includes: an exclusion may not cover one.
    pub runs: BTreeSet<RepoPath>,
    /// Values that are credentials; nothing that is shown of the document may hold one.
    pub known: Known,
    /// The way back to the file.
    pub locator: Box<dyn Locate>,
}

impl Document {
    /// All that policies may see, as JSON.
    #[must_use]
    pub fn value(&self) -> &Value {
        self.content.whole()
    }

    /// The same document with the credentials that it knows hidden in its problems.
    #[must_use]
    pub fn with_quiet_problems(mut self) -> Self {
        for problem in &mut self.problems {
            problem.message = problem.message.without(&self.known);
        }
        for notice in &mut self.notices {
            *notice = notice.without(&self.known);
        }
        for outside in &mut self.outside {
            outside.name = outside.name.without(&self.known);
        }
        self
    }
}

impl fmt::Debug for Document {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Document({} {}, {} problems)", self.kind, self.path, self.problems.len())
    }
}

/// A [`Locate`] for documents whose spans are all known when they are made.
#[derive(Default)]
pub struct Table {
    prefix: String,
    entries: Vec<Entry>,
    hidden: BTreeMap<RepoPath, Vec<Span>>,
}

struct Entry {
    source: Arc<Source>,
    whole: Span,
    logical: Option<String>,
    /// What takes the value in, when it stands in another file: the place, and what stands there.
    taken: Option<Through>,
    children: BTreeMap<Vec<Segment>, Child>,
}

struct Child {
    source: Arc<Source>,
    span: Span,
    /// What takes the value in, when it is written in another file.
    taken: Option<Through>,
}

impl Entry {
    /// The place of the entity, or of one of its values. What takes it in is told from the inside out, and the outermost
    /// place is where the entity asks for it.
    fn place(&self, source: &Arc<Source>, span: Span, taken: Option<&Through>) -> Place {
        let mut place = Place::new(Arc::clone(source), span, self.logical.clone());
        place.through = taken.into_iter().chain(&self.taken).cloned().collect();
        place.asked = place.through.last().map(|taker| (Arc::clone(&taker.source), taker.span));
        place
    }
}

impl Table {
    /// An empty table for the document made from `path`.
    #[must_use]
    pub fn new(path: &RepoPath) -> Self {
        Self { prefix: format!("{}#", path.as_str()), entries: Vec::new(), hidden: BTreeMap::new() }
    }

    /// Gives an entity its `_loc`.
    pub fn add(&mut self, source: &Arc<Source>, whole: Span, logical: Option<String>) -> String {
        let loc = format!("{}{}", self.prefix, self.entries.len());
        let (source, children) = (Arc::clone(source), BTreeMap::new());
        self.entries.push(Entry { source, whole, logical, taken: None, children });
        loc
    }

    /// Gives a value its `_loc` that stands in another file than the entity which takes it in.
    pub fn add_taken(&mut self, source: &Arc<Source>, whole: Span, logical: Option<String>, taken: Through) -> String {
        let loc = self.add(source, whole, logical);
        if let Some(entry) = self.entries.last_mut() {
            entry.taken = Some(taken);
        }
        loc
    }

    /// Records where a value below an entity stands.
    pub fn add_child(&mut self, loc: &str, path: Vec<Segment>, source: &Arc<Source>, span: Span) {
        let index = self.index(loc);
        if let Some(entry) = index.and_then(|index| self.entries.get_mut(index)) {
            entry.children.insert(path, Child { source: Arc::clone(source), span, taken: None });
        }
    }

    /// Records where a value below an entity stands that is written in another file than what takes it in.
    pub fn add_child_taken(&mut self, loc: &str, path: Vec<Segment>, source: &Arc<Source>, span: Span, taken: Through) {
        let index = self.index(loc);
        if let Some(entry) = index.and_then(|index| self.entries.get_mut(index)) {
            entry.children.insert(path, Child { source: Arc::clone(source), span, taken: Some(taken) });
        }
    }

    /// Marks a span whose text no report may show.
    pub fn hide(&mut self, source: &RepoPath, span: Span) {
        self.hidden.entry(source.clone()).or_default().push(span);
    }

    fn index(&self, loc: &str) -> Option<usize> {
        loc.strip_prefix(&self.prefix)?.parse().ok()
    }
}

impl Locate for Table {
    fn locate(&self, loc: &str, path: &[Segment]) -> Option<Place> {
        let entry = self.entries.get(self.index(loc)?)?;
        let mut length = path.len();
        loop {
            let known = path.get(..length).and_then(|path| entry.children.get(path));
            if let Some(child) = known {
                return Some(entry.place(&child.source, child.span, child.taken.as_ref()));
            }
            let Some(shorter) = length.checked_sub(1) else {
                return Some(entry.place(&entry.source, entry.whole, None));
            };
            length = shorter;
        }
    }

    fn hidden(&self, source: &RepoPath) -> Vec<Span> {
        self.hidden.get(source).cloned().unwrap_or_default()
    }
}
