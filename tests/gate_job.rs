//! The job that runs gate, where other files than its own decide whether and how it runs.

mod support;

use support::{CLEAN_WORKFLOW, Repo};

const CONFIG: &str = ".gate/gate.yaml";
const GATE: &str = ".github/workflows/gate.yml";
const JUDGE: &str = ".github/workflows/judge.yml";

/// A workflow that only others call.
fn called() -> String {
    CLEAN_WORKFLOW.replace("on:\n  push:\n    branches: [main]\n", "on: workflow_call\n").replace("  test:", "  gate:")
}

/// Judges an edit of one file on top of a base.
fn judge(files: &[(&str, &str)], job: &str, edit: (&str, &str, &str)) -> support::Run {
    let repo = Repo::new().with(CONFIG, format!("gate: {{ job: \"{job}\" }}\n"));
    for (path, text) in files {
        repo.write(path, text);
    }
    let base = repo.commit();
    let (path, from, to) = edit;
    let text = files.iter().find_map(|(name, text)| (*name == path).then_some(*text)).unwrap_or_default();
    assert!(text.contains(from), "{path} has no {from}");
    repo.write(path, text.replacen(from, to, 1));
    repo.commit();
    repo.gate(&["check", "--base", &base])
}

#[test]
fn a_workflow_that_is_called_depends_on_who_calls_it_and_on_what_the_caller_waits_for() {
    let (called, lint) = (called(), called().replace("  gate:", "  lint:"));
    let caller = "name: checks\non: pull_request\npermissions: {}\njobs:\n  lint:\n    uses: ./.github/workflows/lint.yml\n  judge:\n    needs: lint\n    uses: ./.github/workflows/judge.yml\n";
    let files = [(GATE, caller), (JUDGE, called.as_str()), (".github/workflows/lint.yml", lint.as_str())];
    for (path, from, to, blocked) in [
        (GATE, "    needs: lint\n", "    needs: lint\n    if: false\n", true),
        (GATE, "  judge:\n    needs: lint\n    uses: ./.github/workflows/judge.yml\n", "", true),
        (JUDGE, "make test", "\"true\"", true),
        (".github/workflows/lint.yml", "make test", "exit 1", true),
        (".github/workflows/lint.yml", "name: ci\n", "name: ci # of all\n", false),
        (GATE, "name: checks", "name: all checks", false),
    ] {
        let run = judge(&files, ".github/workflows/judge.yml#gate", (path, from, to));
        assert_eq!(run.text().contains("META004"), blocked, "{path}: {from} -> {to}\n{}", run.text());
        assert_eq!(run.code, i32::from(blocked), "{path}: {from} -> {to}\n{}", run.text());
    }
}

#[test]
fn a_pipeline_of_gitlab_is_made_of_what_it_includes() {
    let image = format!("registry.acme.example/gate@sha256:{}", "1".repeat(64));
    let main = format!("include: [{{ local: \"/ci/*.yml\" }}]\nimage: {image}\ngate:\n  extends: .judge\n");
    let first = "include: [{ local: parts/judge.yml }]\n.lint: { script: [make lint] }\n";
    let second = ".judge:\n  script: [gate check --base refs/remotes/target/base]\n";
    let files = [(".gitlab-ci.yml", main.as_str()), ("ci/a.yml", first), ("parts/judge.yml", second)];
    for (path, from, to, found) in [
        ("parts/judge.yml", "gate check --base refs/remotes/target/base", "\"true\"", true),
        ("ci/a.yml", ".lint:", "workflow: { rules: [{ when: never }] }\n.lint:", true),
        ("ci/a.yml", "make lint", "make check", false),
        ("ci/new.yml", "", ".judge: { when: never }\n", true),
        ("ci/new.yml", "", ".docs: { script: [make docs] }\n", false),
    ] {
        let run = judge(&files, ".gitlab-ci.yml#gate", (path, from, to));
        assert_eq!(run.text().contains("META004"), found, "{path}: {from} -> {to}\n{}", run.text());
    }
}

#[test]
fn a_file_that_is_no_yaml_is_compared_by_its_text() {
    let text = "pipeline {\n  agent any\n  stages {\n    stage('gate') { steps { sh 'gate check' } }\n  }\n}\n";
    let files = [("Jenkinsfile", text), (GATE, CLEAN_WORKFLOW)];
    for (path, from, to, found) in [("Jenkinsfile", "gate check", "true", true), (GATE, "name: ci", "name: all", false)]
    {
        let run = judge(&files, "Jenkinsfile#gate", (path, from, to));
        assert_eq!(run.text().contains("META004"), found, "{path}\n{}", run.text());
    }
}
