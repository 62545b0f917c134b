//! Checks of changes beside what the forge requires, through both readers.

use serde_json::{Value, json};

use super::deployments::{document, snapshot_of};
use crate::input::pipeline::github;
use crate::input::repository::compose;
use crate::limits::LIMITS;
use crate::source::files::Memory;

/// What is said of a workflow with these jobs, where the branch requires these checks.
fn unrequired(on: &str, jobs: &str, checks: &[&str]) -> Vec<String> {
    let text = format!("on: {on}\njobs:\n{jobs}");
    let contexts: Vec<Value> = checks.iter().map(|check| json!({"context": check, "app_id": 15368})).collect();
    let protection = json!({"required_status_checks": {"strict": true, "contexts": checks, "checks": contexts}});
    let snapshot = snapshot_of(&json!({
        "repos/acme/pay/branches/main/protection": {"status": 200, "body": protection},
        "repos/acme/pay/rules/branches/main": {"status": 200, "body": []},
    }));
    let documents = [document(&github::Workflow, ".github/workflows/ci.yml", &text), snapshot];
    let repository = compose(&documents, &Memory::default(), &LIMITS);
    let found: Vec<Value> = repository.content.facts()["unrequired"].as_array().unwrap().clone();
    let told = |fact: &Value| {
        assert_eq!(fact["required"].is_null(), fact["why"] != "", "{fact}");
        let text = |name: &str| fact[name].as_str().unwrap_or("?").to_owned();
        format!("{} {}{} {} {}", text("check"), text("does"), text("category"), fact["required"], text("behind"))
            .trim()
            .to_owned()
    };
    found.iter().map(told).collect()
}

const SCAN: &str = "  scan: {runs-on: x, steps: [{run: semgrep scan --error}]}\n";

#[test]
fn a_scan_that_the_branch_does_not_require_is_a_fact() {
    let named = |name: &str| format!("  s: {{name: \"{name}\", runs-on: x, steps: [{{run: semgrep scan --error}}]}}\n");
    let all = |condition: &str, line: &str| {
        format!("{SCAN}  all: {{needs: scan, {condition}runs-on: x, steps: [{{run: \"{line}\"}}]}}\n")
    };
    for (on, jobs, checks, expected) in [
        ("pull_request", SCAN.to_owned(), &["lint"][..], &["scan scansast false"][..]),
        ("pull_request", SCAN.to_owned(), &["lint", "scan"], &[]),
        ("pull_request", SCAN.to_owned(), &[], &[]),
        ("push", SCAN.to_owned(), &["lint"], &[]),
        ("{pull_request: {branches: [next]}}", SCAN.to_owned(), &["lint"], &[]),
        ("{pull_request: {branches: ['*']}}", SCAN.to_owned(), &["lint"], &["scan scansast false"]),
        ("pull_request", named("Look at ${{ inputs.x }}"), &["Look at it"], &[]),
        ("pull_request", named("Look at ${{ inputs.x }}"), &["lint"], &["Look at * scansast false"]),
        ("pull_request", named("${{ inputs.x }}"), &["lint"], &["* scansast null"]),
        ("pull_request", named("${{ inputs.x }}"), &["semgrep-cloud"], &[]),
        ("pull_request", SCAN.to_owned(), &["semgrep-cloud"], &[]),
        ("pull_request", SCAN.to_owned(), &[".github/workflows/ci.yml"], &[]),
        ("pull_request", all("", "true"), &["all"], &["scan scansast false all"]),
        ("pull_request", all("if: always(), ", "test ${{ needs.scan.result }} = success"), &["all"], &[]),
        ("pull_request", all("if: always(), ", "echo done"), &["all"], &["scan scansast false"]),
        ("pull_request", "  t: {runs-on: x, steps: [{run: go test ./...}]}\n".to_owned(), &["t (1)"], &["t test null"]),
        (
            "pull_request",
            "  t: {runs-on: x, strategy: {matrix: {n: [1, 2]}}, steps: [{run: go test ./...}]}\n".to_owned(),
            &["t (1)"],
            &[],
        ),
    ] {
        assert_eq!(unrequired(on, &jobs, checks), expected, "{on} {jobs} {checks:?}");
    }
}

#[test]
fn what_the_code_scanning_of_the_forge_may_judge_is_unknown() {
    let jobs = "  codeql: {runs-on: x, steps: [{uses: github/codeql-action/analyze@v3}]}\n";
    assert_eq!(unrequired("pull_request", jobs, &["lint"]), ["codeql scansast null"]);
    assert_eq!(unrequired("pull_request", jobs, &["CodeQL"]), [""; 0]);
}
