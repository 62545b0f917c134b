//! Real files of other projects, where they are at hand; none of them is part of this one.

use std::path::Path;
use std::sync::Arc;

use crate::input::recognised::of;
use crate::limits::LIMITS;
use crate::source::{RepoPath, Source};

/// Folders of the corpus, where their files are put, and what all of them are.
const FOLDERS: &[(&str, &str, &str)] = &[
    ("vendors/argo", "a.yaml", "argo-workflows"),
    ("vendors/asl", "a.yaml", "step-functions"),
    ("vendors/azure", "a.yml", "azure"),
    ("vendors/bitbucket", "bitbucket-pipelines.yml", "bitbucket"),
    ("vendors/buildkite", ".buildkite/a.yml", "buildkite"),
    ("vendors/circleci", ".circleci/a.yml", "circleci"),
    ("vendors/cloudformation", "a.yml", "cloudformation sam"),
    ("vendors/codebuild", "a.yml", "codebuild"),
    ("vendors/drone", ".drone.yml", "drone"),
    ("vendors/jenkins", "ci/Jenkinsfile.a", "jenkins"),
    ("vendors/kubeflow-ir", "a.yaml", "kubeflow"),
    ("vendors/tekton", "a.yaml", "tekton"),
    ("vendors/woodpecker", ".woodpecker/a.yaml", "woodpecker"),
    ("vendors/gitlab", "a.yml", "nothing"),
    ("workflows", "a.yml", "nothing"),
    ("forge", "a.json", "nothing"),
];

#[test]
#[expect(clippy::disallowed_methods, reason = "reads files that are no part of a judged tree")]
fn real_files_are_what_they_are() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data");
    if !root.is_dir() {
        println!("skipped: ../shared/data is not here");
        return;
    }
    let mut wrong = Vec::new();
    for (folder, path, expected) in FOLDERS {
        for entry in std::fs::read_dir(root.join(folder)).unwrap() {
            let file = entry.unwrap().path();
            let Ok(text) = std::fs::read_to_string(&file) else { continue };
            let source = Source::from_text(RepoPath::new(path).unwrap(), text.trim_start_matches('\u{feff}'));
            let found = of(&Arc::new(source), &LIMITS).map_or("nothing", |found| found.form.slug);
            if !expected.split(' ').any(|slug| slug == found) {
                wrong.push(format!("{}: {found}", file.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
