//! The repository document: every other document at once, for policies that need more than one kind.
//!
//! It has no file of its own. The documents are put side by side unchanged, so an entity keeps the `_loc` that its own
//! document gave it, and the way back to the file goes through that document.

mod codeowners;
pub mod facts;
mod schema;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Value, json};

pub use codeowners::{Codeowners, OwnerRule};
pub use schema::schema;

use self::facts::{Evidence, Facts};
use super::airflow::model::AirflowFile;
use super::content::{Content, Model, json as as_json};
use super::document::{Document, Locate, Place, Problem, Segment, Table};
use super::forge::model::{Forge, Standing};
use super::pipeline::model::Pipeline;
use super::terraform::model::Plan;
use super::{Files, Kind};
use crate::limits::Limits;
use crate::source::secret::Known;
use crate::source::{RepoPath, Span};

/// The name of this model in `schema`.
pub const SCHEMA: &str = "gate.repository/v1";

/// What is known about the repository besides its documents.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Surroundings {
    /// Who must review what; `null` when there is no CODEOWNERS.
    pub codeowners: Option<Codeowners>,
}

/// Puts all documents of a run side by side. `files` is the judged tree, for what no format reads.
#[must_use]
pub fn compose(documents: &[Arc<Document>], files: &dyn Files, limits: &Limits) -> Document {
    let path = RepoPath::repository();
    let mut documents: Vec<&Arc<Document>> =
        documents.iter().filter(|document| document.kind != Kind::Repository).collect();
    documents.sort_by(|a, b| (a.kind, &a.path).cmp(&(b.kind, &b.path)));
    let mut problems = Vec::new();
    let (table, codeowners) = codeowners::find(&path, files, limits, &mut problems);
    for second in of_kind(&documents, Kind::Forge).filter(|document| !is_declared(document)).skip(1) {
        let message = "a second settings snapshot; a repository has one, so remove what is out of date";
        problems.push(Problem::of(&second.path, message));
    }
    let parts: Vec<Arc<Document>> = documents.iter().copied().map(Arc::clone).collect();
    let facts = Facts::of(&Evidence {
        files: models::<AirflowFile>(&documents),
        plans: models::<Plan>(&documents),
        pipelines: models::<Pipeline>(&documents),
        forge: models::<Forge>(&documents).into_iter().find(|forge| forge.source.kind != Standing::Declared),
    });
    let content = Content::new(Repository { parts, surroundings: Surroundings { codeowners }, facts });
    // A declared ruleset is no answer of the forge: a policy that needs the forge does not apply to it.
    let present = documents.iter().filter(|document| !is_declared(document));
    let facets: BTreeSet<String> = present.map(|document| document.kind.as_str().to_owned()).collect();
    let mut known = Known::default();
    for document in &documents {
        known.extend(&document.known);
    }
    let parts = documents.iter().map(|document| (document.path.as_str().to_owned(), Arc::clone(document))).collect();
    Document {
        kind: Kind::Repository,
        format: "repository",
        path,
        content,
        facets,
        problems,
        notices: Vec::new(),
        outside: Vec::new(),
        runs: BTreeSet::new(),
        known,
        locator: Box::new(Parts { own: table, parts }),
    }
    .with_quiet_problems()
}

/// Every document of a run, whose JSON is made only for a policy that asks for it.
struct Repository {
    /// In the order of their kind and path.
    parts: Vec<Arc<Document>>,
    surroundings: Surroundings,
    facts: Facts,
}

impl Model for Repository {
    fn whole(&self) -> Value {
        let parts: Vec<&Arc<Document>> = self.parts.iter().collect();
        let of = |kind| of_kind(&parts, kind);
        // It is a second copy of every document: one that they would keep too would be a third.
        let values = |kind| of(kind).map(|document| document.content.taken()).collect::<Vec<Value>>();
        json!({
            "schema": SCHEMA,
            "terraform": {"plans": values(Kind::Terraform)},
            "airflow": {"files": values(Kind::Airflow)},
            "pipelines": values(Kind::Pipeline),
            "forge": of(Kind::Forge).find(|document| !is_declared(document)).map(Document::value),
            "forge_declared": of(Kind::Forge).filter(|document| is_declared(document)).map(Document::value).collect::<Vec<_>>(),
            "repository": self.surroundings,
            "facts": self.facts,
        })
    }

    fn facts(&self) -> Value {
        as_json(&self.facts)
    }
}

/// A document of a repository, and where it stands in the JSON of the whole.
#[derive(Debug, Clone, Copy)]
pub struct Part<'d> {
    /// The keys that lead there.
    pub keys: &'static [&'static str],
    /// Its index in the list there, if it is one.
    pub index: Option<usize>,
    /// The document.
    pub document: &'d Document,
}

/// The document of a repository that gave out a `_loc`; `None` where the JSON of the whole does not hold it.
#[must_use]
pub fn part<'d>(repository: &'d Document, loc: &str) -> Option<Part<'d>> {
    let parts = &repository.content.model::<Repository>()?.parts;
    let (path, _) = loc.rsplit_once('#')?;
    let document = parts.iter().find(|document| document.path.as_str() == path)?;
    let declared = is_declared(document);
    let same = |other: &&Arc<Document>| other.kind == document.kind && is_declared(other) == declared;
    let index = parts.iter().filter(same).position(|other| Arc::ptr_eq(other, document))?;
    let (keys, index): (&[&str], _) = match document.kind {
        Kind::Terraform => (&["terraform", "plans"], Some(index)),
        Kind::Airflow => (&["airflow", "files"], Some(index)),
        Kind::Pipeline => (&["pipelines"], Some(index)),
        Kind::Forge if declared => (&["forge_declared"], Some(index)),
        Kind::Forge if index == 0 => (&["forge"], None),
        Kind::Forge | Kind::Repository => return None,
    };
    Some(Part { keys, index, document })
}

/// The models of a type among documents.
fn models<'a, T: Model>(documents: &[&'a Arc<Document>]) -> Vec<&'a T> {
    documents.iter().filter_map(|document| document.content.model()).collect()
}

fn of_kind<'a>(documents: &[&'a Arc<Document>], kind: Kind) -> impl Iterator<Item = &'a Document> {
    documents.iter().copied().filter(move |document| document.kind == kind).map(Arc::as_ref)
}

/// Whether a document of the forge says only what somebody wants.
fn is_declared(document: &Document) -> bool {
    let said = || document.value().pointer("/source/kind").and_then(Value::as_str) == Some("declared");
    let model = document.content.model::<Forge>();
    document.kind == Kind::Forge && model.map_or_else(said, |forge| forge.source.kind == Standing::Declared)
}

/// Finds an entity through the document that it came from, which its `_loc` begins with.
struct Parts {
    own: Table,
    parts: BTreeMap<String, Arc<Document>>,
}

impl Locate for Parts {
    fn locate(&self, loc: &str, path: &[Segment]) -> Option<Place> {
        let (document, _) = loc.rsplit_once('#')?;
        match self.parts.get(document) {
            Some(document) => document.locator.locate(loc, path),
            None => self.own.locate(loc, path),
        }
    }

    fn hidden(&self, source: &RepoPath) -> Vec<Span> {
        let mut spans: Vec<Span> = self.parts.values().flat_map(|document| document.locator.hidden(source)).collect();
        spans.sort();
        spans.dedup();
        spans
    }
}
