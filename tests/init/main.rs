//! `gate init`: what it finds, writes and says, and that a run afterwards always finds a configuration that it can use.

#![expect(clippy::unwrap_used, clippy::disallowed_methods, reason = "reads what init wrote")]

mod always;
mod platforms;
#[path = "../support/mod.rs"]
mod support;

use support::{CLEAN_WORKFLOW, Repo, UNPINNED_WORKFLOW, run};

const CONFIG: &str = ".gate/gate.yaml";
const WORKFLOW: &str = ".github/workflows/ci.yml";
const GITLAB: &str = "test:\n  image: python@sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\n  script: [make test]\n";
const DAG: &str = "from airflow import DAG\nfrom airflow.operators.empty import EmptyOperator\n\n\
    with DAG('daily', schedule=None):\n    EmptyOperator(task_id='a')\n";
const CODE: &str = "resource \"null_resource\" \"a\" {}\n";
const MANIFEST: &str = "apiVersion: v1\nkind: Service\nmetadata: { name: web }\n";

/// A plan of nothing, as `terraform show -json` prints it.
const PLAN: &str = r#"{"format_version":"1.2","terraform_version":"1.11.0","planned_values":{"root_module":{}},
    "configuration":{"root_module":{}},"timestamp":"2026-11-27T12:00:00Z","applyable":false,"complete":true,"errored":false}"#;

fn config(repo: &Repo) -> String {
    std::fs::read_to_string(repo.path().join(CONFIG)).unwrap()
}

/// A repository, and what of it is said and written.
struct Case {
    name: &'static str,
    files: &'static [(&'static str, &'static str)],
    said: &'static [&'static str],
    written: &'static [&'static str],
}

const fn case(
    name: &'static str,
    files: &'static [(&'static str, &'static str)],
    said: &'static [&'static str],
    written: &'static [&'static str],
) -> Case {
    Case { name, files, said, written }
}

const CASES: [Case; 12] = [
    case(
        "nothing",
        &[("README.md", "x")],
        &["found   nothing that gate judges", "gate init --for"],
        &["fail-on: high"],
    ),
    case(
        "a workflow",
        &[(WORKFLOW, CLEAN_WORKFLOW)],
        &["GitHub workflow (1): .github/workflows/ci.yml", "as .github/workflows/gate.yml:", "a run now says PASS"],
        &["mode: block", "#gate: { job: .github/workflows/gate.yml#gate }"],
    ),
    case(
        "a wrong workflow",
        &[(WORKFLOW, UNPINNED_WORKFLOW)],
        &["1 finding would block", "gate init --adopt --owner", "a run now says BLOCKED"],
        &["mode: block"],
    ),
    case("GitLab", &[(".gitlab-ci.yml", GITLAB)], &["GitLab pipeline (1)", "CI_MERGE_REQUEST_TARGET_BRANCH_NAME"], &[]),
    case("a DAG", &[("dags/a.py", DAG)], &["Airflow DAG file (1): dags/a.py"], &["#airflow: { required: true"]),
    case(
        "code without a plan",
        &[("infra/main.tf", CODE), ("main.tf", CODE)],
        &["without a plan (2): ., infra", "terraform show -json p > plan.json", "the first of 2"],
        &["      #- { root: \".\", plan: optional }", "      #- { root: \"infra\", plan: optional }"],
    ),
    case(
        "plans",
        &[("a/b/x.tf", "\n"), ("a/b/tfplan.json", PLAN), ("plans/c.tfplan.json", PLAN)],
        &["Terraform plan (2)", "with a plan (1): a/b"],
        &[
            "      - { plan: a/b/tfplan.json, root: a/b }",
            "      #- { plan: plans/c.tfplan.json, root: the/folder/of/its/code }",
        ],
    ),
    case(
        "other platforms",
        &[("Jenkinsfile", "x"), ("ci/release.yml", "stages: [{stage: Deploy, jobs: [{deployment: d}]}]\n")],
        &[
            "Jenkins pipeline (1): Jenkinsfile — gate has no reader for it",
            "Azure pipeline (1): ci/release.yml",
            "answer: unread",
            "CHANGE_TARGET",
            "SYSTEM_PULLREQUEST_TARGETBRANCH",
        ],
        &[],
    ),
    case(
        "what is listed",
        &[("k8s/web.yaml", MANIFEST), (".pre-commit-config.yaml", "repos: []\n")],
        &["Kubernetes manifest (1): k8s/web.yaml — no policy is about it", "hooks: [{ id: gate }]"],
        &[],
    ),
    case(
        "fixtures",
        &[("x/testdata/main.tf", CODE), ("docs/Jenkinsfile", "x"), ("vendor/a/README.md", "x")],
        &[],
        &["#exclude:", "  #- { paths: [\"docs\"]", "  #- { paths: [x/testdata]"],
    ),
    case(
        "an unknown",
        &[(WORKFLOW, "on: push\npermissions: {}\njobs: {a: {runs-on: x, steps: [{uses: \"${{ matrix.x }}\"}]}}\n")],
        &["gate: .gate/gate.yaml written"],
        &[],
    ),
    case(
        "a file that cannot be read",
        &[(WORKFLOW, "on: [\n")],
        &["GitHub workflow (1)", "a run now says INCOMPLETE"],
        &[],
    ),
];

#[test]
fn every_kind_has_a_line_and_its_keys() {
    for Case { name, files, said, written } in CASES {
        let repo = Repo::new();
        for (path, text) in files {
            repo.write(path, text);
        }
        let run = repo.gate(&["init"]);
        assert_eq!(run.code, 0, "{name}: {}", run.text());
        for part in said {
            assert!(run.stdout.contains(part), "{name}: no {part:?} in\n{}", run.stdout);
        }
        let text = config(&repo);
        for part in written {
            assert!(text.contains(part), "{name}: no {part:?} in\n{text}");
        }
    }
}

#[test]
fn nothing_is_offered_for_exclusion_that_something_runs() {
    let repo = Repo::new()
        .with(WORKFLOW, CLEAN_WORKFLOW.replace("run: make test", "uses: ./vendor/build"))
        .with("vendor/build/action.yml", "name: b\nruns: { using: composite, steps: [] }\n")
        .with("docs/build.gocd.yaml", "x: 1\n")
        .with("fixtures/action.yml", "name: f\nruns: { using: composite, steps: [] }\n");
    assert_eq!(repo.gate(&["init"]).code, 0);
    let text = config(&repo);
    assert!(text.contains("paths: [\"fixtures\"]"), "{text}");
    assert!(!text.contains("[\"vendor\"]") && !text.contains("[\"docs\"]"), "{text}");
}

#[test]
fn a_file_that_is_there_is_never_touched() {
    let repo = Repo::new().with("infra/main.tf", CODE).with(CONFIG, "fail-on: low\n");
    let run = repo.gate(&["init"]);
    assert_eq!(run.code, 2, "{}", run.text());
    assert!(run.stdout.contains("roots:") && run.stdout.contains("left as it is (exit 2)"), "{}", run.stdout);
    assert_eq!(config(&repo), "fail-on: low\n");
    assert_eq!(std::fs::read_dir(repo.path().join(".gate")).unwrap().count(), 1);
    repo.write(CONFIG, "inputs: { terraform: { roots: [{ root: infra, plan: optional }] } }\n");
    assert!(repo.gate(&["init"]).stdout.contains("nothing: the file says all of it already"));
    repo.write(CONFIG, "fail_on: low\n");
    let run = repo.gate(&["init"]);
    assert!(run.code == 2 && run.stderr.contains("did you mean `fail-on`?"), "{}", run.text());
}

#[test]
#[cfg(unix)]
fn nothing_is_written_through_a_link_or_beside_the_repository() {
    use std::os::unix::fs::symlink;
    let elsewhere = tempfile::tempdir().unwrap();
    for case in ["folder", "file", "in the way", "gone"] {
        let repo = Repo::clean();
        let own = repo.path().join(".gate");
        match case {
            "folder" => symlink(elsewhere.path(), &own).unwrap(),
            "gone" => symlink(elsewhere.path().join("gone"), &own).unwrap(),
            "file" => {
                std::fs::create_dir(&own).unwrap();
                symlink(elsewhere.path().join("gate.yaml"), own.join("gate.yaml")).unwrap();
            }
            _ => std::fs::write(&own, "x").unwrap(),
        }
        let run = repo.gate(&["init"]);
        assert_eq!(run.code, 2, "{case}: {}", run.text());
        assert_eq!(std::fs::read_dir(elsewhere.path()).unwrap().count(), 0, "{case}");
    }
}

#[test]
fn it_writes_at_the_top_of_the_repository_wherever_it_is_called() {
    let repo = Repo::clean().with("dags/team/a.py", DAG);
    assert_eq!(run(&repo.path().join("dags"), &["init"]).code, 0, "a folder that is no repository is one of its own");
    assert!(repo.path().join("dags").join(CONFIG).is_file());
    std::fs::remove_dir_all(repo.path().join("dags/.gate")).unwrap();
    repo.commit();
    for (folder, arguments) in [("dags/team", vec!["init"]), ("", vec!["init", "dags"])] {
        let run = run(&repo.path().join(folder), &arguments);
        assert_eq!(run.code, 0, "{}", run.text());
        assert!(
            run.stdout.contains("GitHub workflow (1)") && run.stdout.contains("Airflow DAG file (1)"),
            "{}",
            run.stdout
        );
        repo.remove(CONFIG);
        assert!(!repo.path().join("dags/.gate").exists());
    }
    for arguments in [vec!["init", "gone"], vec!["init", WORKFLOW], vec!["init", "--for", "gone"]] {
        assert_eq!(repo.gate(&arguments).code, 2, "{arguments:?}");
    }
    assert!(!repo.path().join(CONFIG).exists());
}

#[test]
fn quiet_is_one_line_and_the_same_tree_gives_the_same_bytes() {
    let repo = || Repo::clean().with("infra/main.tf", CODE).with("b/Jenkinsfile", "x").with("a/Jenkinsfile", "x");
    let (one, two, quiet) = (repo(), repo(), repo());
    assert_eq!(one.gate(&["init"]).stdout, two.gate(&["init"]).stdout);
    assert_eq!(config(&one), config(&two));
    let run = quiet.gate(&["init", "-q"]);
    assert_eq!((run.stdout.lines().count(), run.stderr.as_str()), (1, ""), "{}", run.text());
}

#[test]
fn the_file_stays_one_screen_however_much_there_is() {
    let repo = Repo::clean();
    for number in 0..40 {
        repo.write(&format!("infra/r{number}/main.tf"), CODE);
        repo.write(&format!("p{number}/fixtures/main.tf"), CODE);
        repo.write(&format!("plans/r{number}.tfplan.json"), PLAN);
        repo.write(&format!("live/r{number}/main.tf"), "\n");
        repo.write(&format!("live/r{number}/tfplan.json"), PLAN);
    }
    assert_eq!(repo.gate(&["init"]).code, 0);
    let text = config(&repo);
    assert!(text.lines().count() <= 60, "{}", text.lines().count());
    assert!(text.contains("and 35 more"), "{text}");
}
