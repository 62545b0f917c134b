//! Workflows and actions of GitHub.

use serde_json::json;

use super::super::github;
use super::*;

const DEPLOY: &str = r#"name: Deploy
on:
  pull_request_target:
    types: [opened]
permissions: read-all
env:
  TITLE: ${{ github.event.issue.title }}
jobs:
  test:
    runs-on: ${{ matrix.os }}
    strategy:
      matrix: {os: [ubuntu-24.04, windows-2025]}
    container: node:22
    steps:
      - uses: actions/checkout@v4
        with:
          ref: ${{ github.event.pull_request.head.sha }}
      - name: Scan
        id: scan
        continue-on-error: true
        run: |
          # é
          echo "${{ env.TITLE }}"
          trivy fs . | tee log
  deploy:
    needs: [test]
    runs-on: [self-hosted, linux]
    environment: ${{ github.ref == 'refs/heads/main' && 'production' || 'staging' }}
    permissions:
      id-token: write
    env:
      DB_PASSWORD: hunter2-hunter2
      KEY: ${{ secrets.KEY }}
    steps:
      - run: terraform apply -auto-approve
"#;

#[test]
fn a_workflow_is_read_with_exact_places() {
    let document = workflow(DEPLOY);
    assert_eq!(problems(&document), [""; 0]);
    let value = &document.value();
    assert_eq!(value["triggers"][0]["class"], "pr_untrusted");
    let [test, deploy] = [&value["jobs"][0], &value["jobs"][1]];
    assert_eq!(place(&document, test, &[]), ".github/workflows/a.yml:9:3 test");
    assert_eq!(test["runner"], json!({"kind": "hosted", "labels": ["ubuntu-24.04", "windows-2025"]}));
    assert_eq!(test["image"]["pin"], "tag");
    let checkout = &test["steps"][0];
    assert_eq!(place(&document, checkout, &["uses"]), ".github/workflows/a.yml:15:15 actions/checkout@v4");
    assert_eq!(
        place(&document, &checkout["interpolations"][0], &[]),
        ".github/workflows/a.yml:17:20 github.event.pull_request.head.sha"
    );
    let scan = &test["steps"][1];
    assert_eq!(place(&document, scan, &["continue-on-error"]), ".github/workflows/a.yml:20:28 true");
    assert_eq!(place(&document, scan, &["run"]), ".github/workflows/a.yml:21:9 run");
    let title = &scan["interpolations"][0];
    assert_eq!((title["trust"].as_str(), title["at"].as_str()), (Some("untrusted"), Some("run")));
    assert_eq!(title["tainted_by"], "github.event.issue.title");
    assert_eq!(place(&document, title, &[]), ".github/workflows/a.yml:23:21 env.TITLE");
    let role = &scan["roles"][0];
    assert_eq!((role["role"].as_str(), role["tool"].as_str()), (Some("scan"), Some("trivy")));
    // The matrix has Windows in it, so the default shell is not known to be bash: no pipe is blamed.
    assert_eq!(role["ignored"], Value::Null);
    assert_eq!(place(&document, role, &[]), ".github/workflows/a.yml:24:11 trivy fs .");
    assert_eq!(deploy["environment"]["names"], json!(["production", "staging"]));
    assert_eq!(deploy["environment"]["name"], Value::Null);
    assert_eq!((deploy["oidc"].as_bool(), deploy["approval"].as_str()), (Some(true), Some("external")));
    assert_eq!(deploy["ancestors"], json!(["test"]));
    assert_eq!(deploy["runner"]["kind"], "self_hosted");
    assert_eq!(deploy["secrets"][0]["name"], "KEY");
    assert_eq!(deploy["steps"][0]["roles"][0]["role"], "deploy");
    assert_eq!(test["permissions"]["inherited"], true);
}

#[test]
fn a_credential_written_out_is_never_in_the_document() {
    let document = workflow(
        "on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    env: {DB_PASSWORD: hunter2-hunter2}\n    steps:\n      - run: login --password hunter3-hunter3 && export TOKEN=hunter4-hunter4\n",
    );
    let text = document.value().to_string();
    for secret in ["hunter2", "hunter3", "hunter4"] {
        assert!(!text.contains(secret), "{secret}: {text}");
    }
    let job = &document.value()["jobs"][0];
    assert_eq!(job["env"]["DB_PASSWORD"], "***");
    assert_eq!(job["literals"][0]["at"], "env.DB_PASSWORD");
    assert_eq!(job["steps"][0]["literals"].as_array().unwrap().len(), 2);
    let hidden = document.locator.hidden(&document.path);
    assert!(hidden.len() >= 3, "{hidden:?}");
}

#[test]
fn what_github_refuses_or_gate_cannot_read_is_a_problem() {
    let job = "jobs:\n  a:\n    runs-on: x\n    steps:\n";
    let cases = [
        ("jobs: {a: {runs-on: x}}".to_owned(), "1:1 the workflow has no `on`; GitHub refuses the file"),
        ("on: push".to_owned(), "1:1 the workflow has no `jobs`; GitHub refuses the file"),
        (format!("on: push\n{job}      - run: echo ${{{{ a &&\n"), "6:19 `${{` is not closed; GitHub refuses the file"),
        (
            format!("on: push\n{job}      - run: echo ${{{{ nope(1) }}}}\n"),
            "6:23 unknown function: nope, so gate cannot say what stands here",
        ),
        (
            format!("on: push\n{job}      - name: x\n"),
            "6:9 a step has neither `uses` nor `run`; GitHub refuses the file",
        ),
        (
            "on: push\nx: &a {b: c}\njobs:\n  a: {<<: *a, runs-on: x}".to_owned(),
            "4:7 a merge key (`<<`), which gate does not follow in files of GitHub; write the keys out",
        ),
        (
            "on: push\non: push\njobs: {a: {runs-on: x}}".to_owned(),
            "2:1 the key `on` is already on line 1; tools disagree on which one counts",
        ),
        (
            "on: push\njobs: {a: {runs-on: x, needs: [b]}}".to_owned(),
            "2:31 the job needs `b`, which is not a job; GitHub refuses the file",
        ),
    ];
    for (text, expected) in cases {
        assert_eq!(problems(&workflow(&text)), [expected], "{text}");
    }
}

#[test]
fn anchors_are_allowed_and_a_shared_step_is_read_twice() {
    let document = workflow(
        "on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - &c\n        uses: a/b@v1\n  b:\n    runs-on: x\n    steps:\n      - *c\n",
    );
    assert_eq!(problems(&document), [""; 0]);
    assert_eq!(document.value()["refs"].as_array().unwrap().len(), 2);
    assert_eq!(document.value()["jobs"][1]["steps"][0]["uses"]["owner"], "a");
}

#[test]
fn an_expression_decides_what_only_a_run_can_know() {
    let document = workflow(
        "on:\n  workflow_dispatch:\n    inputs:\n      env: {type: choice, options: [dev, prod]}\n      free: {type: string}\njobs:\n  a:\n    runs-on: ubuntu-latest\n    environment: ${{ inputs.env }}\n    continue-on-error: ${{ matrix.x }}\n    steps:\n      - run: echo ${{ inputs.env }} ${{ inputs.free }}\n  b:\n    runs-on: ubuntu-latest\n    environment: {name: '${{ inputs.free }}'}\n",
    );
    let [a, b] = [&document.value()["jobs"][0], &document.value()["jobs"][1]];
    assert_eq!(a["environment"]["names"], json!(["dev", "prod"]));
    assert_eq!((&a["allow_failure"], &a["unknown"]), (&Value::Null, &json!({"continue-on-error": true})));
    assert_eq!(a["steps"][0]["interpolations"][0]["trust"], "trusted");
    assert_eq!(a["steps"][0]["interpolations"][1]["trust"], "input");
    assert_eq!(b["unknown"], json!({"environment": true}));
    assert_eq!(place(&document, &b["environment"], &[]), ".github/workflows/a.yml:15:25 '${{ inputs.free }}'");
}

#[test]
fn a_composite_action_is_one_job_whose_inputs_come_from_a_caller() {
    let text = "name: x\ninputs:\n  title: {required: true}\nruns:\n  using: composite\n  steps:\n    - shell: bash\n      run: echo ${{ inputs.title }}\n    - uses: ./other\n";
    let document = document(&github::Action, &[("tools/action.yml", text)]);
    let job = &document.value()["jobs"][0];
    assert_eq!(document.value()["kind"], "action");
    assert_eq!(job["steps"][0]["interpolations"][0]["trust"], "caller");
    assert_eq!(job["steps"][1]["uses"]["pin"], "local");
}
