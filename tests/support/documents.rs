//! The documents that the good and bad files of the policies make.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use gate::input::{Content, Document, Locate, Place, Segment};
use gate::policy::{Authority, libraries};
use gate::source::files::Memory;
use gate::source::secret::Known;
use gate::source::{RepoPath, Source, Span};
use gate::workbench::Workbench;
use serde_json::Value;

/// Each of them, read as in a run.
pub fn documents() -> Vec<Document> {
    workbench().documents().unwrap().into_iter().flat_map(|(_, documents)| documents).collect()
}

/// The bundled policies with everything that tests them.
pub fn workbench() -> Workbench {
    let project = Path::new(env!("CARGO_MANIFEST_DIR"));
    let files = walkdir::WalkDir::new(project.join("policies")).sort_by_file_name().into_iter();
    let files = files.map(Result::unwrap).filter(|entry| entry.file_type().is_file()).map(|entry| {
        let path = entry.path().strip_prefix(project).unwrap().to_string_lossy().replace('\\', "/");
        let raw = std::fs::read(entry.path()).unwrap();
        let text = String::from_utf8(raw.clone()).unwrap_or_else(|_| panic!("{path} is not UTF-8"));
        Source::new(RepoPath::new(&path).unwrap(), text, &raw)
    });
    let root = RepoPath::new("policies").unwrap();
    Workbench::open(&Memory::new(files), &root, Authority::Bundled, libraries().unwrap())
}

/// The same document with other content, whose entities `locator` finds.
pub fn with_content(document: &Document, value: Value, locator: impl Locate + 'static) -> Document {
    Document {
        kind: document.kind,
        format: document.format,
        path: document.path.clone(),
        content: Content::new(value),
        facets: document.facets.clone(),
        problems: Vec::new(),
        notices: Vec::new(),
        outside: Vec::new(),
        runs: BTreeSet::new(),
        known: Known::default(),
        locator: Box::new(locator),
    }
}

/// Finds every entity at the beginning of one file.
pub struct Anywhere(pub Arc<Source>);

impl Locate for Anywhere {
    fn locate(&self, _loc: &str, _path: &[Segment]) -> Option<Place> {
        Some(Place::new(Arc::clone(&self.0), Span::new(0, 1), None))
    }
}
