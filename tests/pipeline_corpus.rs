//! Real pipelines that are not part of the project: none crashes the reader, and what is refused is refused for a reason
//! that the vendor shares.

#![expect(clippy::disallowed_methods, reason = "this test reads a corpus beside the checkout")]
#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "shared parts of tests")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use gate::input::pipeline::{github, gitlab};
use gate::input::{Context, Format, Options, Parsed};
use gate::limits::LIMITS;
use gate::source::files::Memory;
use gate::source::{RepoPath, Source};

/// What became of one file: its problems, each with its line.
struct Outcome {
    file: String,
    problems: Vec<String>,
    value: serde_json::Value,
}

/// Reads every file of a folder of the corpus as if it stood at the path that `mount` makes of its name. `None` without
/// the corpus.
fn outcomes(folder: &str, format: &dyn Format, mount: fn(usize) -> String) -> Option<Vec<Outcome>> {
    let folder: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data").join(folder);
    let Ok(entries) = std::fs::read_dir(folder) else {
        println!("skipped: ../shared/data is not here");
        return None;
    };
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let options = Options::default();
    let read = |(index, file): (usize, &PathBuf)| {
        let path = RepoPath::new(&mount(index)).unwrap();
        let text = String::from_utf8_lossy(&std::fs::read(file).unwrap()).into_owned();
        let source = Arc::new(Source::from_text(path.clone(), text.trim_start_matches('\u{feff}')));
        let memory = Memory::new([Source::from_text(path, source.text())]);
        let context = Context { files: &memory, limits: &LIMITS, options: &options };
        let file = file.file_name().unwrap().to_string_lossy().into_owned();
        let shown = |problem: &gate::input::Problem| {
            format!("{} {}", problem.position.map_or(0, |at| at.line), problem.message.raw())
        };
        match format.parse(&source, &context) {
            Parsed::Document(document) => Outcome {
                file,
                problems: document.problems.iter().map(shown).collect(),
                value: document.value().clone(),
            },
            Parsed::Failed(problem) => {
                Outcome { file, problems: vec![shown(&problem)], value: serde_json::Value::Null }
            }
            Parsed::NotMine(reason) => Outcome { file, problems: vec![reason], value: serde_json::Value::Null },
        }
    };
    Some(files.iter().enumerate().map(read).collect())
}

/// The problems of all files, by message without the names in it.
fn counts(outcomes: &[Outcome]) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for problem in outcomes.iter().flat_map(|outcome| &outcome.problems) {
        let message = problem.split_once(' ').map_or(problem.as_str(), |(_, message)| message);
        let kind: String = message.split('`').step_by(2).collect::<Vec<_>>().join("…");
        *counts.entry(kind).or_insert(0) += 1;
    }
    counts
}

fn report(title: &str, outcomes: &[Outcome]) {
    println!(
        "{title}: {} files, {} with problems",
        outcomes.len(),
        outcomes.iter().filter(|it| !it.problems.is_empty()).count()
    );
    for (kind, count) in counts(outcomes) {
        println!("  {count:4} {kind}");
    }
    for outcome in outcomes.iter().filter(|outcome| !outcome.problems.is_empty()) {
        println!("  {}: {:?}", outcome.file, outcome.problems);
    }
}

/// What problems of workflows say for which GitHub would not run them either, or of which gate says that it does not
/// read them.
const ACCOUNTED: &[&str] = &[
    "GitHub refuses",
    "the file holds no mapping",
    "a second document",
    "so gate cannot say what stands here",
    "nothing but workflows of other repositories",
];

/// Keys of workflows that no version of GitHub has had: mistakes of their authors, most of them on purpose.
const WRONG: &[(&str, &str)] = &[
    ("kics__github_workflows_update-docs-release", "workflow.on.release type"),
    ("invalid-workflow.yaml", "workflow foo"),
    ("poutine__scanner_testdata_.github_workflows_reusable", "calling job runs-on"),
    ("include_none_steps", "job.steps an element that is no mapping"),
    ("netcatreverseshell", "job run"),
    ("shell_injection", "job run"),
    ("unsecure_command", "job run"),
    ("vulnerable_container", "job run"),
    ("supply_chain", "action step run"),
    ("semantic-release-yarn", "run step with"),
    ("run-write-codeql-comment", "action step run"),
];

fn is_wrong(file: &str, key: &str) -> bool {
    WRONG.iter().any(|(part, wrong)| file.contains(part) && *wrong == key)
}

/// What gate does not know in a workflow.
fn unread(value: &serde_json::Value) -> impl Iterator<Item = String> {
    let entries = value.get("unread").and_then(serde_json::Value::as_array).cloned().unwrap_or_default();
    entries.into_iter().map(|entry| {
        let text = |key: &str| entry.get(key).and_then(serde_json::Value::as_str).unwrap_or_default().to_owned();
        format!("{} {}", text("of"), text("key"))
    })
}

#[test]
fn real_workflows_are_read() {
    let began = std::time::Instant::now();
    let Some(outcomes) = outcomes("workflows", &github::Workflow, |index| format!(".github/workflows/{index}.yml"))
    else {
        return;
    };
    println!("{:?}", began.elapsed());
    report("workflows", &outcomes);
    for outcome in &outcomes {
        let shared = outcome.problems.iter().all(|problem| ACCOUNTED.iter().any(|part| problem.contains(part)));
        assert!(shared, "{}: GitHub reads what gate does not: {:?}", outcome.file, outcome.problems);
        let keys: Vec<String> = unread(&outcome.value).filter(|key| !is_wrong(&outcome.file, key)).collect();
        assert_eq!(keys, [""; 0], "{}: keys that gate should know", outcome.file);
    }
    let refused = outcomes.iter().filter(|outcome| !outcome.problems.is_empty()).count();
    assert!(refused <= 26, "{refused}");
    let steps: usize = outcomes
        .iter()
        .flat_map(|outcome| outcome.value["jobs"].as_array().cloned().unwrap_or_default())
        .map(|job| job["steps"].as_array().unwrap().len())
        .sum();
    println!("{steps} steps");
    assert!(steps > 3000, "{steps}");
}

#[test]
fn real_actions_are_read() {
    if let Some(outcomes) = outcomes("vendors/github-action", &github::Action, |index| format!("a{index}/action.yml")) {
        report("actions", &outcomes);
    }
}

#[test]
fn real_gitlab_pipelines_are_read() {
    let mount = |index| if index % 2 == 0 { ".gitlab-ci.yml".to_owned() } else { format!("x{index}.gitlab-ci.yml") };
    if let Some(outcomes) = outcomes("vendors/gitlab", &gitlab::Gitlab, mount) {
        report("gitlab", &outcomes);
    }
}
