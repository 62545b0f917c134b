//! Plans made by Terraform 1.11.4 with the AWS provider 5.100, through the whole reader.

mod hostile;
mod linking;
mod places;
mod reading;
mod secrets;

use std::path::Path;

use serde_json::Value;

use super::TerraformPlan;
use crate::input::{Context, Document, Format as _, Options, Parsed, Segment};
use crate::limits::LIMITS;
use crate::source::files::Memory;
use crate::source::{Files as _, RepoPath, Source};

fn path(text: &str) -> RepoPath {
    RepoPath::new(text).unwrap()
}

#[expect(clippy::disallowed_methods, reason = "tests read fixtures")]
fn read_folder(folder: &Path, prefix: &str, tree: &mut Vec<Source>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let file = entry.unwrap().path();
        let name = format!("{prefix}{}", file.file_name().unwrap().to_str().unwrap());
        if file.is_dir() {
            read_folder(&file, &format!("{name}/"), tree);
        } else {
            tree.push(Source::from_text(path(&name), &std::fs::read_to_string(&file).unwrap()));
        }
    }
}

/// The files of a fixture, below `infra/`.
fn fixture(case: &str) -> Vec<Source> {
    let mut tree = Vec::new();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/terraform").join(case);
    read_folder(&folder, "infra/", &mut tree);
    tree
}

fn parse(tree: Vec<Source>, options: &Options) -> Parsed {
    let files = Memory::new(tree);
    let plan = files.read(&path("infra/plan.json"), LIMITS.plan_bytes).unwrap();
    TerraformPlan.parse(&plan, &Context { files: &files, limits: &LIMITS, options })
}

/// The document of a tree that holds `infra/plan.json`.
fn document(tree: Vec<Source>) -> Document {
    match parse(tree, &Options::default()) {
        Parsed::Document(document) => *document,
        other => panic!("{other:?}"),
    }
}

/// The document of a plan without any `.tf` file.
fn without_code(case: &str) -> Document {
    document(fixture(case).into_iter().filter(|source| source.path().as_str() == "infra/plan.json").collect())
}

/// The document of a plan that is only text.
fn parse_text(text: &str) -> Parsed {
    parse(vec![Source::from_text(path("infra/plan.json"), text)], &Options::default())
}

/// The message with which a plan is refused.
fn refusal(text: &str) -> String {
    match parse_text(text) {
        Parsed::Failed(problem) => problem.message.raw().to_owned(),
        other => panic!("{other:?}"),
    }
}

fn resource<'d>(document: &'d Document, address: &str) -> &'d Value {
    let at = document.value()["by_address"][address].as_u64().unwrap_or_else(|| panic!("no {address}"));
    &document.value()["resources"][usize::try_from(at).unwrap()]
}

/// The references of a resource as `path -> to.attr`, with `?` after one that is not exact.
fn refs(document: &Document, address: &str) -> Vec<String> {
    let text = |reference: &Value, key: &str| reference[key].as_str().unwrap().to_owned();
    let refs = resource(document, address)["refs"].as_array().unwrap().iter();
    refs.map(|reference| {
        let dot = if reference["attr"] == "" { "" } else { "." };
        let mark = if reference["exact"] == true { "" } else { "?" };
        let (path, to, attr) = (text(reference, "path"), text(reference, "to"), text(reference, "attr"));
        format!("{path} -> {to}{dot}{attr}{mark}")
    })
    .collect()
}

/// A path of keys, with numbers as indexes.
fn segments(path: &str) -> Vec<Segment> {
    let steps = path.split('/').filter(|step| !step.is_empty());
    steps.map(|step| step.parse().map_or_else(|_| Segment::Key(step.to_owned()), Segment::Index)).collect()
}

/// The place of a value as `file:line:column text`.
fn place(document: &Document, loc: &Value, path: &str) -> String {
    let place = document.locator.locate(loc.as_str().unwrap(), &segments(path)).unwrap();
    let at = place.source.position(place.span.start);
    format!("{}:{at} {}", place.source.path().as_str(), place.source.slice(place.span))
}
