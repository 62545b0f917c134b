//! What policies see of real shapes of pipelines, and where findings about it point.

mod calls;
mod child;
mod code_of_github;
mod credentials;
mod facts;
mod followed;
mod gitlab_edge;
mod gitlab_expansion;
mod gitlab_reads;
mod gitlab_rules;
mod hidden;
mod lost_scans;
mod makefiles;
mod meanings;
mod of_github;
mod of_gitlab;
mod psych;
mod scale;
mod today_of_github;

use serde_json::Value;

use super::github;
use crate::input::{Context, Document, Format, Options, Parsed, Segment};
use crate::limits::LIMITS;
use crate::source::files::Memory;
use crate::source::{Files, RepoPath, Source};

/// Reads the first of some files, the others beside it.
fn read(format: &dyn Format, files: &[(&str, &str)]) -> Parsed {
    let source = |(path, text): &(&str, &str)| Source::from_text(RepoPath::new(path).unwrap(), text);
    let memory = Memory::new(files.iter().map(source));
    let options = Options::default();
    let context = Context { files: &memory, limits: &LIMITS, options: &options };
    let first = memory.read(&RepoPath::new(files[0].0).unwrap(), u64::MAX).unwrap();
    format.parse(&first, &context)
}

fn document(format: &dyn Format, files: &[(&str, &str)]) -> Document {
    match read(format, files) {
        Parsed::Document(document) => *document,
        Parsed::Failed(problem) => panic!("{}", problem.message.raw()),
        Parsed::NotMine(reason) => panic!("{reason}"),
    }
}

fn workflow(text: &str) -> Document {
    document(&github::Workflow, &[(".github/workflows/a.yml", text)])
}

fn problems(document: &Document) -> Vec<String> {
    let shown = |problem: &crate::input::Problem| format!("{} {}", problem.position.unwrap(), problem.message.raw());
    document.problems.iter().map(shown).collect()
}

/// `path:line:column text` of the value at `path` below an entity.
fn place(document: &Document, entity: &Value, path: &[&str]) -> String {
    let path: Vec<Segment> = path.iter().map(|key| Segment::Key((*key).to_owned())).collect();
    let place = document.locator.locate(entity["_loc"].as_str().unwrap(), &path).unwrap();
    let text = place.source.slice(place.span);
    format!("{}:{} {text}", place.source.path().as_str(), place.source.position(place.span.start))
}
