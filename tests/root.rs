//! From where gate is called, and what it is given: the rules of the repository are found upward.

#![expect(clippy::unwrap_used, reason = "a test that cannot be set up fails")]

mod support;

use serde_json::Value;
use support::{CLEAN_WORKFLOW, Repo, UNPINNED_WORKFLOW, run};

const CONFIG: &str = ".gate/gate.yaml";
const WORKFLOW: &str = ".github/workflows/ci.yml";
const DAG: &str = "from airflow import DAG\nfrom airflow.models import Variable\nwith DAG(dag_id='x'):\n    pass\n";

fn paths(report: &Value, list: &str) -> Vec<String> {
    let entries = report[list].as_array().unwrap().iter();
    entries.filter_map(|it| it["path"].as_str().map(ToOwned::to_owned)).collect()
}

/// A repository with something wrong in every folder, and rules at its top.
fn repo() -> Repo {
    let repo = Repo::new()
        .with(WORKFLOW, UNPINNED_WORKFLOW)
        .with("dags/team/daily.py", DAG)
        .with("infra/main.tf", "resource \"aws_s3_bucket\" \"x\" {}\n")
        .with("infra/inner/action.yml", "runs: [\n")
        .with(CONFIG, "policies: { severity: { CI001: low } }\n");
    repo.commit();
    repo
}

#[test]
fn a_part_of_the_repository_is_judged_by_the_rules_of_the_repository() {
    let repo = repo();
    for (folder, arguments, judged) in [
        ("", vec!["check", "-f", "json"], 2),
        ("", vec!["check", ".", "-f", "json"], 2),
        ("dags", vec!["check", "-f", "json"], 1),
        ("dags/team", vec!["check", "-f", "json"], 1),
        ("", vec!["check", "dags", "-f", "json"], 1),
        ("infra", vec!["check", "../dags", "-f", "json"], 1),
        ("dags", vec!["check", "..", "-f", "json"], 2),
    ] {
        let report = run(&repo.path().join(folder), &arguments).json();
        let documents: u64 = report["documents"].as_object().unwrap().values().filter_map(Value::as_u64).sum();
        assert_eq!(documents, judged, "{folder}: {arguments:?}: {report:#}");
        let named = report["notices"].to_string().contains("only dags");
        assert_eq!(named, judged == 1, "{folder}: {arguments:?}: {}", report["notices"]);
        assert!(report["provenance"]["rules"][CONFIG].is_string(), "{folder}: {arguments:?}");
    }
    let infra = repo.gate(&["check", "infra", "-f", "json"]).json();
    assert_eq!(paths(&infra, "unjudged"), ["infra/inner/action.yml", "infra/main.tf"]);
    let dags = repo.gate(&["check", "dags"]);
    assert_eq!(dags.code, 0, "{}", dags.text());
}

#[test]
fn a_folder_with_rules_of_its_own_is_a_root_unless_the_change_made_it_one() {
    let repo = repo();
    let strict = "inputs: { forge: { required: true } }\n";
    repo.write(&format!("dags/{CONFIG}"), strict);
    assert_eq!(repo.gate(&["check", "dags"]).code, 3);
    // The base has no rules there: those of the repository hold, and the change is a finding nowhere but at the top.
    let base = repo.commit();
    repo.remove(&format!("dags/{CONFIG}"));
    let before = repo.commit();
    repo.write(&format!("dags/{CONFIG}"), "fail-on-empty: false\n");
    repo.commit();
    let run = repo.gate(&["check", "--base", &before, "dags", "-f", "json"]);
    let report = run.json();
    assert_eq!(run.code, 0, "{}", run.text());
    assert!(report["provenance"]["rules"][CONFIG].is_string(), "{report:#}");
    assert_eq!(paths(&report, "findings"), Vec::<String>::new());
    let run = repo.gate(&["check", "--base", &base, "dags"]);
    assert_eq!(run.code, 3, "{}", run.text());
}

#[test]
fn nothing_above_the_repository_has_a_say() {
    let outer = Repo::new().with(CONFIG, "fail-on-empty: false\n");
    let inner = outer.path().join("inner");
    std::fs::create_dir_all(inner.join("dags")).unwrap();
    assert_eq!(run(&inner.join("dags"), &["check"]).code, 4);
    git2::Repository::init(&inner).unwrap();
    assert_eq!(run(&inner.join("dags"), &["check"]).code, 4);
    git2::Repository::init(outer.path()).unwrap();
    assert_eq!(run(&inner.join("dags"), &["check"]).code, 4);
    assert_eq!(run(outer.path(), &["check"]).code, 0);
}

#[test]
fn a_named_file_is_judged_alone_wherever_it_lies() {
    let repo = repo();
    let other = Repo::new().with("broken/action.yml", "runs: [\n").with("daily.py", DAG);
    let outside = other.path().join("daily.py").to_string_lossy().into_owned();
    let broken = other.path().join("broken/action.yml").to_string_lossy().into_owned();
    for (folder, file, code) in [
        ("", WORKFLOW, 0),
        ("infra", "../.github/workflows/ci.yml", 0),
        ("dags/team", "daily.py", 0),
        ("", "infra/inner/action.yml", 3),
        ("", "infra/main.tf", 3),
        ("", outside.as_str(), 0),
        ("", broken.as_str(), 3),
        ("", "README", 2),
    ] {
        let run = run(&repo.path().join(folder), &["check", file]);
        assert_eq!(run.code, code, "{folder}: {file}: {}", run.text());
    }
    let report = run(&repo.path().join("infra"), &["check", "../.github/workflows/ci.yml", "-f", "json"]).json();
    assert_eq!(paths(&report, "findings"), [WORKFLOW]);
    assert_eq!(paths(&report, "unjudged"), Vec::<String>::new());
}

#[test]
fn an_empty_run_passes_only_where_the_configuration_says_so() {
    let empty = Repo::new().with("README.md", "x");
    for arguments in [vec!["check"], vec!["check", "--mode", "observe"]] {
        let run = empty.gate(&arguments);
        assert_eq!(run.code, 4, "{arguments:?}: {}", run.text());
        assert!(run.stdout.contains("gate: BLOCKED"), "{}", run.stdout);
    }
    for (text, code) in [
        ("mode: observe\n", 4),
        ("fail-on-empty: true\n", 4),
        ("fail-on-empty: false\n", 0),
        ("mode: observe\nfail-on-empty: false\n", 0),
    ] {
        empty.write(CONFIG, text);
        let run = empty.gate(&["check"]);
        assert_eq!(run.code, code, "{text}: {}", run.text());
    }
    let incomplete = Repo::new().with("x/action.yml", "runs: [\n").with(CONFIG, "fail-on-empty: false\n");
    assert_eq!(incomplete.gate(&["check"]).code, 3);
    // A change does not say so for itself.
    let changed = Repo::new().with(WORKFLOW, CLEAN_WORKFLOW);
    let base = changed.commit();
    changed.remove(WORKFLOW);
    changed.write(CONFIG, "fail-on-empty: false\n");
    changed.commit();
    assert_eq!(changed.gate(&["check", "--base", &base]).code, 1);
    let report = changed.gate(&["check", "--base", &base, "-f", "json"]).json();
    assert_eq!(report["exit_code"], 1);
}
