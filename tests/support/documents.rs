//! The documents that the good and bad files of the policies make.

use std::path::Path;

use gate::input::Document;
use gate::policy::{Authority, libraries};
use gate::source::files::Memory;
use gate::source::{RepoPath, Source};
use gate::workbench::Workbench;

/// Each of them, read as in a run.
pub fn documents() -> Vec<Document> {
    workbench().documents()
}

/// The bundled policies with everything that tests them.
pub fn workbench() -> Workbench {
    let project = Path::new(env!("CARGO_MANIFEST_DIR"));
    let files = walkdir::WalkDir::new(project.join("policies")).sort_by_file_name().into_iter();
    let files = files.map(Result::unwrap).filter(|entry| entry.file_type().is_file()).map(|entry| {
        let path = entry.path().strip_prefix(project).unwrap().to_string_lossy().into_owned();
        let raw = std::fs::read(entry.path()).unwrap();
        Source::new(RepoPath::new(&path).unwrap(), String::from_utf8(raw.clone()).unwrap(), &raw)
    });
    let root = RepoPath::new("policies").unwrap();
    Workbench::open(&Memory::new(files), &root, Authority::Bundled, libraries().unwrap())
}
