//! What the owner excludes: files that no platform runs, and nothing else.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a report that is not as it should be fails the test"
)]

mod support;

use serde_json::Value;
use support::{CLEAN_WORKFLOW, Repo, UNPINNED_WORKFLOW};

const CONFIG: &str = ".gate/gate.yaml";

fn exclude(patterns: &str) -> String {
    format!("exclude:\n  - paths: [{patterns}]\n    reason: fixtures of the tests\n    owner: \"@acme/platform\"\n")
}

/// A repository in which one fixture cannot be read, and folders of code have no plan.
fn repo() -> Repo {
    Repo::clean()
        .with("tests/fixtures/broken/action.yml", "runs: [\n")
        .with("tests/fixtures/tf/main.tf", "resource \"aws_s3_bucket\" \"x\" {}\n")
        .with("infra/main.tf", "resource \"aws_s3_bucket\" \"x\" {}\n")
}

fn unjudged(report: &Value) -> Vec<&str> {
    report["unjudged"].as_array().unwrap().iter().filter_map(|it| it["path"].as_str()).collect()
}

fn findings(report: &Value) -> Vec<String> {
    let findings = report["findings"].as_array().unwrap().iter();
    findings.map(|it| format!("{} {}:{}", it["policy"], it["path"], it["start"]["line"]).replace('"', "")).collect()
}

#[test]
fn what_is_excluded_is_not_judged_and_is_listed() {
    let repo = repo();
    let before = repo.gate(&["check", "-f", "json"]).json();
    let all = ["infra/main.tf", "tests/fixtures/broken/action.yml", "tests/fixtures/tf/main.tf"];
    assert_eq!(unjudged(&before), all);
    repo.write(CONFIG, exclude("tests/fixtures"));
    let run = repo.gate(&["check", "-f", "json"]);
    let report = run.json();
    assert_eq!((run.code, unjudged(&report)), (3, vec!["infra/main.tf"]));
    let listed = &report["excluded"][0];
    assert_eq!(listed["patterns"][0], "tests/fixtures");
    assert_eq!(listed["owner"], "@acme/platform");
    assert_eq!(listed["paths"].as_array().unwrap().len(), 2);
    repo.write(CONFIG, exclude("tests/fixtures, infra"));
    let run = repo.gate(&["check"]);
    assert_eq!(run.code, 0, "{}", run.text());
    assert!(run.stdout.contains("excluded"), "{}", run.stdout);
}

#[test]
fn an_exclusion_of_a_live_pipeline_does_not_hold_and_is_a_finding_at_its_line() {
    for pattern in [".github/workflows/ci.yml", ".github", "'**/*.yml'", "'.github/**'", ".gitlab-ci.yml"] {
        let repo = Repo::new()
            .with(".github/workflows/ci.yml", UNPINNED_WORKFLOW)
            .with(".gitlab-ci.yml", "build: { script: [make] }\n")
            .with(CONFIG, exclude(pattern));
        let run = repo.gate(&["check", "-f", "json"]);
        let found = findings(&run.json());
        assert_eq!(run.code, 1, "{pattern}: {}", run.text());
        assert!(found.contains(&format!("EX002 {CONFIG}:2")), "{pattern}: {found:?}");
        assert!(found.contains(&"CI001 .github/workflows/ci.yml:11".to_owned()), "{pattern}: {found:?}");
    }
}

#[test]
fn an_exclusion_of_an_action_that_a_workflow_uses_is_a_finding() {
    let uses = CLEAN_WORKFLOW.replace("      - run: make test\n", "      - uses: ./tools/login\n");
    let action = "name: login\nruns:\n  using: composite\n  steps: [{ run: make, shell: sh }]\n";
    let repo = Repo::new()
        .with(".github/workflows/ci.yml", uses)
        .with("tools/login/action.yml", action)
        .with("tools/other/action.yml", action)
        .with(CONFIG, exclude("tools"));
    let run = repo.gate(&["check", "-f", "json"]);
    let found = findings(&run.json());
    assert_eq!((run.code, found), (3, vec![format!("EX002 {CONFIG}:2")]), "{}", run.text());
    repo.write(CONFIG, exclude("tools/other"));
    assert_eq!(repo.gate(&["check"]).code, 0, "{}", repo.gate(&["check"]).text());
}

#[test]
fn an_exclusion_that_matches_nothing_is_a_finding_and_one_of_everything_an_error() {
    let repo = Repo::clean().with(CONFIG, exclude("vendor"));
    let report = repo.gate(&["check", "-f", "json"]).json();
    assert_eq!(findings(&report), [format!("EX001 {CONFIG}:2")]);
    for (text, message) in [
        (exclude("'**'"), "covers everything"),
        (exclude("'*'"), "covers everything"),
        (exclude("'*/**'"), "covers everything"),
        (exclude("/etc"), "relative to the root"),
        (exclude("../other"), "relative to the root"),
        (exclude("'a['"), "is no glob"),
        (exclude(""), "without paths, a reason or an owner"),
        (exclude("docs").replace("fixtures of the tests", "' '"), "without paths, a reason or an owner"),
        (exclude("docs").replace("    owner: \"@acme/platform\"\n", ""), "owner"),
    ] {
        repo.write(CONFIG, &text);
        let run = repo.gate(&["check"]);
        assert!(run.code == 2 && run.stderr.contains(message), "{text}: {}", run.text());
        assert!(run.stderr.contains(&format!("{CONFIG}:")), "{text}: {}", run.text());
    }
}

#[test]
fn a_change_excludes_nothing_from_its_own_gate() {
    let repo = Repo::clean().with("tests/fixtures/action.yml", "runs: [\n").with(CONFIG, "fail-on: high\n");
    let base = repo.commit();
    repo.write(CONFIG, exclude("tests/fixtures"));
    repo.commit();
    let run = repo.gate(&["check", "--base", &base, "-f", "json"]);
    let report = run.json();
    assert_eq!((run.code, unjudged(&report)), (3, vec!["tests/fixtures/action.yml"]));
    assert!(findings(&report).iter().any(|it| it.starts_with("META001")), "{}", run.text());
    assert!(report["excluded"].as_array().unwrap().is_empty());
    // What the base excludes stays excluded, and taking an entry away loosens nothing.
    let base = repo.base();
    let run = repo.gate(&["check", "--base", &base]);
    assert_eq!(run.code, 0, "{}", run.text());
}

#[test]
fn a_file_that_is_named_is_judged_whatever_is_excluded() {
    let repo = repo().with(CONFIG, exclude("tests/fixtures, infra"));
    let run = repo.gate(&["check", "tests/fixtures/broken/action.yml"]);
    assert_eq!(run.code, 3, "{}", run.text());
}

#[test]
fn each_pattern_has_its_own_place_however_it_is_written() {
    for (text, places) in [
        ("exclude:\n  - reason: vendored code\n    owner: a\n    paths: [vendored]\n", vec!["4:13"]),
        ("\"exclude\":\n  - reason: r\n    owner: a\n    paths:\n      - 'docs'\n      - docs\n", vec!["5:9", "6:9"]),
        (
            "exclude: [{paths: [a, ab], reason: r, owner: o}, {owner: o, reason: r, paths: [a]}]\n",
            vec!["1:20", "1:23", "1:80"],
        ),
        ("exclude:\n  - { owner: &x docs, reason: r, paths: [*x] }\n", vec!["2:42"]),
    ] {
        let report = Repo::clean().with(CONFIG, text).gate(&["check", "-f", "json"]).json();
        let found = report["findings"].as_array().unwrap().iter();
        let found: Vec<String> = found.map(|it| format!("{}:{}", it["start"]["line"], it["start"]["column"])).collect();
        assert_eq!(found, places, "{text}");
    }
}

#[test]
fn a_credential_in_an_exclusion_is_shown_by_no_report() {
    let token = format!("ghp_{}", "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8");
    let config = format!("exclude:\n  - {{ paths: [docs, x{token}], reason: for {token}, owner: \"{token}\" }}\n");
    let repo = Repo::clean().with("docs/a.txt", "x").with(CONFIG, config);
    for format in ["human", "json", "sarif", "markdown", "github"] {
        let run = repo.gate(&["check", "-v", "-f", format]);
        assert!(!run.text().contains(&token), "{format}: {}", run.text());
    }
}

#[test]
fn a_module_that_a_dag_imports_is_run_by_it() {
    let dag =
        |import: &str| format!("from airflow import DAG\n{import}\nwith DAG(\"a\", schedule=None) as dag:\n    pass\n");
    for (import, found) in [
        ("from lib.tasks import make", true),
        ("from lib import tasks", true),
        ("import lib.tasks", true),
        ("from .lib import tasks", true),
        ("if True:\n    import lib.tasks as t", true),
        ("from ..lib import tasks", false),
        ("from lib import other", false),
    ] {
        let repo = Repo::clean()
            .with("dags/a.py", dag(import))
            .with("dags/lib/tasks.py", "def make():\n    pass\n")
            .with(CONFIG, exclude("dags/lib"));
        let report = repo.gate(&["check", "-f", "json"]).json();
        let told = findings(&report).contains(&format!("EX002 {CONFIG}:2"));
        assert_eq!(told, found, "{import}: {:?}", findings(&report));
    }
}

#[test]
fn what_tests_the_policies_of_ones_own_is_never_judged() {
    let policy = "# METADATA\n# title: x\n# description: x\n# custom:\n#   id: ACME001\n#   severity: low\n#   confidence: high\n#   input: pipeline\n#   remediation: x\npackage custom.x\n\ndeny contains finding if some finding in set()\n";
    let folder = ".gate/policies/x";
    let repo = Repo::clean()
        .with(&format!("{folder}/policy.rego"), policy)
        .with(&format!("{folder}/bad/a/main.tf"), "resource \"aws_s3_bucket\" \"x\" {}\n")
        .with(&format!("{folder}/bad/b/action.yml"), "runs: [\n")
        .with(&format!("{folder}/bad/c/azure-pipelines.yml"), "steps: []\n")
        .with(&format!("{folder}/bad/d/dag.py"), "import airflow\nfrom airflow import DAG\ndef (\n")
        .with(&format!("{folder}/bad/e/stack.yaml"), "AWSTemplateFormatVersion: '2010-09-09'\nResources: {}\n");
    let run = repo.gate(&["check", "-f", "json"]);
    let report = run.json();
    assert_eq!((run.code, unjudged(&report)), (0, vec![]), "{}", run.text());
    assert!(report["excluded"].as_array().unwrap().is_empty());
}
