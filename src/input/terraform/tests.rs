use std::path::Path;
use std::sync::Arc;

use super::TerraformPlan;
use crate::input::{Context, Document, Format as _, Options, Parsed, Problem, Segment};
use crate::limits::LIMITS;
use crate::source::files::Memory;
use crate::source::{Files as _, RepoPath, Source};

fn read_folder(folder: &Path, prefix: &str, sources: &mut Vec<Source>) {
    #[expect(clippy::disallowed_methods, reason = "tests read fixtures")]
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = format!("{prefix}{}", path.file_name().unwrap().to_str().unwrap());
        if path.is_dir() {
            read_folder(&path, &format!("{name}/"), sources);
        } else {
            sources.push(Source::from_text(RepoPath::new(&name).unwrap(), &std::fs::read_to_string(&path).unwrap()));
        }
    }
}

fn sources(case: &str) -> Vec<Source> {
    let mut sources = Vec::new();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/terraform").join(case);
    read_folder(&folder, "infra/", &mut sources);
    sources
}

fn parse_tree(tree: Vec<Source>) -> Parsed {
    let files = Memory::new(tree);
    let plan = files.read(&RepoPath::new("infra/plan.json").unwrap(), LIMITS.plan_bytes).unwrap();
    TerraformPlan.parse(&plan, &Context { files: &files, limits: &LIMITS, options: &Options::default() })
}

fn document(tree: Vec<Source>) -> Document {
    match parse_tree(tree) {
        Parsed::Document(document) => *document,
        other => panic!("{other:?}"),
    }
}

#[test]
fn show() {
    for case in ["modules", "buckets", "change", "secrets"] {
        let document = document(sources(case));
        println!("{}", serde_json::to_string_pretty(&document.value).unwrap());
        println!("{:?}", document.problems);
        let _ = (Arc::new(1), Segment::Index(1), None::<Problem>);
    }
}
