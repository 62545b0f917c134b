use std::sync::Arc;

use super::{Edit, GateJob, Named, Used};
use crate::limits::LIMITS;
use crate::source::{RepoPath, Source};

const WORKFLOW: &str = "\
name: gate
on:
  pull_request:
permissions:
  contents: read
jobs:
  build:
    runs-on: ubuntu-24.04
    steps:
      - run: make
  gate:
    needs: build
    if: always()
    runs-on: ubuntu-24.04
    timeout-minutes: 5
    steps:
      - uses: actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8
        with: { fetch-depth: 0 }
      - name: judge
        uses: acme/gate@1111111111111111111111111111111111111111
        with: { plan: plan.json }
      - uses: github/codeql-action/upload-sarif@2222222222222222222222222222222222222222
";

const PIPELINE: &str = "\
include: [{ local: /ci/lint.yml }]
variables: { GIT_DEPTH: \"0\", BASE: main, COLOR: blue }
.judge:
  image: registry.acme.example/gate@sha256:11
  before_script: [./ci/prepare.sh]
test:
  script: make test
gate:
  extends: .judge
  stage: test
  rules: [{ if: $CI_MERGE_REQUEST_IID }]
  script:
    - git fetch origin \"$BASE\"
    - gate check --base \"refs/remotes/origin/$BASE\"
";

fn source(path: &str, text: &str) -> Arc<Source> {
    Arc::new(Source::from_text(RepoPath::new(path).unwrap(), text))
}

fn edits(name: &str, before: &Arc<Source>, after: Option<&Arc<Source>>) -> Vec<Edit> {
    GateJob::new(name, before.path(), &LIMITS).edits(before, after)
}

/// The files that the job `gate` runs.
fn runs(source: &Arc<Source>) -> Vec<String> {
    let used = GateJob::new("gate", source.path(), &LIMITS).runs(source);
    used.into_iter().map(|Used { path, .. }| path.as_str().to_owned()).collect()
}

/// What an edit (`FROM` to `TO`) is said to do, with the line that it is shown at.
fn said(path: &str, text: &str, from: &str, to: &str) -> Vec<String> {
    assert!(text.contains(from), "{from}");
    let after = source(path, &text.replacen(from, to, 1));
    let line = |span: Option<crate::source::Span>| span.map_or(0, |span| after.position(span.start).line);
    let found = edits("gate", &source(path, text), Some(&after));
    found.into_iter().map(|edit| format!("{}: {}", line(edit.span), edit.what)).collect()
}

#[test]
fn a_step_that_cancels_gate_is_an_edit_of_its_job() {
    let path = ".github/workflows/gate.yml";
    let before = "on: push\njobs:\n  gate:\n    runs-on: x\n    steps:\n      - {id: gate, run: gate check, background: true}\n      - wait: gate\n";
    let found = said(path, before, "      - wait: gate\n", "      - cancel: gate\n      - wait-all:\n");
    assert!(found.len() == 1 && found[0].contains("the job `gate`, which runs gate, is edited"), "{found:?}");
}

#[test]
fn what_runs_in_a_parallel_group_before_gate_runs_with_it() {
    let text = "on: push\njobs:\n  gate:\n    runs-on: x\n    steps:\n      - parallel: [{run: sh ci/prepare.sh}, {uses: ./tools/x}]\n      - run: gate check\n";
    let runs = runs(&source(".github/workflows/gate.yml", text));
    for path in ["ci/prepare.sh", "tools/x"] {
        assert!(runs.iter().any(|run| run == path), "{path}: {runs:?}");
    }
}

#[test]
fn the_lock_of_actions_runs_with_a_gate_that_is_named_by_a_version() {
    const LOCK: &str = ".github/workflows/actions.lock";
    let path = ".github/workflows/gate.yml";
    assert!(!runs(&source(path, WORKFLOW)).iter().any(|path| path == LOCK));
    let by_version = WORKFLOW.replacen("acme/gate@1111111111111111111111111111111111111111", "acme/gate@v1", 1);
    assert!(runs(&source(path, &by_version)).iter().any(|path| path == LOCK));
}

#[test]
fn an_edit_of_a_workflow_that_loosens_its_gate_is_seen_at_its_place() {
    let cases = [
        ("  gate:\n    needs", "  other:\n    needs", "7: the job `gate`, which runs gate, is not there"),
        (
            "  pull_request:\n",
            "  pull_request: { paths: [src/**] }\n",
            "3: the workflow that runs gate is edited: when it runs",
        ),
        ("contents: read", "contents: write", "5: the workflow that runs gate is edited: its token"),
        (
            "permissions:",
            "env: { BASH_ENV: ./x }\npermissions:",
            "4: the workflow that runs gate is edited: its environment",
        ),
        ("    if: always()", "    if: false", "13: the job `gate`, which runs gate, is edited: it can be skipped"),
        ("    if: always()\n", "", "12: the job `gate`, which runs gate, is edited: it can be skipped"),
        (
            "    if: always()",
            "    if: always()\n    continue-on-error: true",
            "14: the job `gate`, which runs gate, is edited: its failure",
        ),
        (
            "    if: always()",
            "    if: always()\n    name: judged",
            "14: the job `gate`, which runs gate, is edited: its check",
        ),
        (
            "    runs-on: ubuntu-24.04\n    timeout",
            "    runs-on: mine\n    timeout",
            "14: the job `gate`, which runs gate, is edited: it runs in another",
        ),
        (
            "    steps:\n      - uses",
            "    steps:\n      - run: ./x.sh\n      - uses",
            "17: the job `gate`, which runs gate, is edited: something runs before",
        ),
        ("fetch-depth: 0", "ref: main", "17: the job `gate`, which runs gate, is edited: what runs before gate"),
        ("plan: plan.json", "base: HEAD", "19: the job `gate`, which runs gate, is edited: gate gets another"),
        ("gate@1111", "gate@3333", "19: the job `gate`, which runs gate, is edited: gate gets another"),
        (
            "        with: { plan",
            "        if: false\n        with: { plan",
            "19: the job `gate`, which runs gate, is edited: gate gets another",
        ),
        ("      - run: make\n", "      - run: exit 1\n", "8: the job `build` is edited"),
    ];
    for (from, to, expected) in cases {
        let said = said(".github/workflows/gate.yml", WORKFLOW, from, to);
        assert!(said.len() == 1 && said[0].starts_with(expected), "{from} -> {to}\n{said:?}\n{expected}");
    }
}

#[test]
fn an_edit_that_loosens_nothing_is_none() {
    let cases = [
        ("name: gate\n", "name: checks # of all\n"),
        ("  contents: read", "  'contents': \"read\""),
        ("timeout-minutes: 5", "timeout-minutes: 9"),
        ("- name: judge", "- name: judge all"),
        ("upload-sarif@2222", "upload-sarif@3333"),
        ("  build:\n", "  lint:\n    runs-on: x\n    steps: [{ run: make lint }]\n  build:\n"),
        ("with: { fetch-depth: 0 }", "with:\n          fetch-depth: 0"),
    ];
    for (from, to) in cases {
        assert_eq!(said(".github/workflows/gate.yml", WORKFLOW, from, to), Vec::<String>::new(), "{from} -> {to}");
    }
}

#[test]
fn an_edit_of_a_pipeline_that_loosens_its_gate_is_seen_at_its_place() {
    let cases = [
        ("gate:\n", "judge:\n", "1: the job `gate`, which runs gate, is removed"),
        (
            "rules: [{ if: $CI_MERGE_REQUEST_IID }]",
            "rules: [{ when: never }]",
            "11: the job `gate`, which runs gate, is edited: it can be skipped",
        ),
        (
            "  stage: test",
            "  stage: test\n  allow_failure: true",
            "11: the job `gate`, which runs gate, is edited: its failure",
        ),
        (
            "origin/$BASE\"",
            "origin/$BASE\" --mode observe",
            "13: the job `gate`, which runs gate, is edited: it runs something else",
        ),
        ("gate@sha256:11", "gate@sha256:22", "4: `.judge` is edited"),
        ("BASE: main", "BASE: mine", "2: the variable `BASE` is changed"),
        ("COLOR: blue", "COLOR: blue, GIT_STRATEGY: none", "2: the variable `GIT_STRATEGY` is changed"),
        (
            "lint.yml }]",
            "lint.yml }, { remote: \"https://evil.example/x.yml\" }]",
            "1: the pipeline that runs gate is edited: `include`",
        ),
        (
            "test:\n",
            "workflow: { rules: [{ when: never }] }\ntest:\n",
            "6: the pipeline that runs gate is edited: `workflow`",
        ),
    ];
    for (from, to, expected) in cases {
        let said = said(".gitlab-ci.yml", PIPELINE, from, to);
        assert!(said.len() == 1 && said[0].starts_with(expected), "{from} -> {to}\n{said:?}\n{expected}");
    }
    for (from, to) in
        [("COLOR: blue", "COLOR: red"), ("make test", "make check"), ("test:\n", "lint: { script: x }\ntest:\n")]
    {
        assert_eq!(said(".gitlab-ci.yml", PIPELINE, from, to), Vec::<String>::new(), "{from} -> {to}");
    }
}

#[test]
fn a_job_that_an_included_file_brings_is_not_overridden_in_silence() {
    let base = source(".gitlab-ci.yml", "include: [{ project: acme/ci, file: gate.yml }]\n");
    let after = source(".gitlab-ci.yml", "include: [{ project: acme/ci, file: gate.yml }]\ngate: { when: manual }\n");
    let found = edits("gate", &base, Some(&after));
    assert!(found.len() == 1 && found[0].what.contains("is overridden"), "{found:?}");
}

#[test]
fn a_file_of_another_vendor_is_compared_as_a_whole() {
    let pipeline = |text: &str| source("azure-pipelines.yml", text);
    let before = pipeline("steps: [{ script: gate check }] # one\n");
    assert!(edits("gate", &before, Some(&pipeline("steps:\n- script: gate check\n"))).is_empty());
    assert_eq!(edits("gate", &before, Some(&pipeline("steps: []\n"))).len(), 1);
    assert_eq!(edits("gate", &before, None).len(), 1);
    assert_eq!(edits("gate", &before, Some(&pipeline("a: ["))).len(), 1);
}

#[test]
fn what_the_job_runs_of_the_tree() {
    let workflow = WORKFLOW.replace(
        "      - name: judge",
        "      - uses: ./ci/setup\n      - run: bash ci/plan.sh --out \"$X\"\n      - name: judge",
    );
    let named = runs(&source(".github/workflows/gate.yml", &workflow));
    for path in ["ci/setup", "ci/plan.sh"] {
        assert!(named.iter().any(|it| it == path), "{path}: {named:?}");
    }
    assert!(runs(&source(".gitlab-ci.yml", PIPELINE)).iter().any(|it| it == "ci/prepare.sh"));
    let build = source("azure-pipelines.yml", "steps:\n- script: npm ci && make test\n");
    assert_eq!(runs(&build), Vec::<String>::new());
    let azure = source("azure-pipelines.yml", "steps:\n- template: ci/judge.yml\n- script: bash ci/plan.sh\n");
    for path in ["ci/judge.yml", "ci/plan.sh"] {
        assert!(runs(&azure).iter().any(|it| it == path), "{path}");
    }
}

#[test]
fn what_a_script_runs_is_found_from_the_folder_that_it_runs_in() {
    for (step, path) in [
        ("run: ./x.sh, working-directory: ci", "ci/x.sh"),
        ("run: \"cd ci && ./x.sh\"", "ci/x.sh"),
        ("run: ../x.sh, working-directory: ci/deep", "ci/x.sh"),
        ("run: make plan", "Makefile"),
        ("run: make plan, working-directory: ci", "ci/Makefile"),
        ("run: npm ci", "package.json"),
        ("uses: ./", "action.yml"),
        ("uses: ./ci/", "ci"),
    ] {
        let workflow = WORKFLOW.replace("      - name: judge", &format!("      - {{ {step} }}\n      - name: judge"));
        let named = runs(&source(".github/workflows/gate.yml", &workflow));
        assert!(named.iter().any(|it| it == path), "{step}: {named:?}");
    }
}

#[test]
fn jobs_that_take_the_name_of_the_job() {
    let path = ".github/workflows/gate.yml";
    let gate = source(path, WORKFLOW);
    let taken = |job: &GateJob<'_>, other: &Arc<Source>| job.namesakes(&gate, other).len();
    let job = GateJob::new("gate", gate.path(), &LIMITS);
    for (jobs, expected) in [
        ("gate: { runs-on: x }", 1),
        ("a: { name: gate }", 1),
        ("a: { name: b }, gates: {}", 0),
        ("a: { name: \"${{ 'gate' }}\" }", 1),
        ("a: { name: \"ga${{ inputs.rest }}\" }", 1),
        ("a: { name: \"test ${{ inputs.rest }}\" }", 0),
        ("a: { name: \"${{ matrix.n }}\", strategy: { matrix: { n: [gate] } } }", 1),
        ("a: { name: \"${{ matrix.n }}\", strategy: { matrix: { include: [{ n: gate }] } } }", 1),
        ("a: { name: \"${{ matrix.n }}\", strategy: { matrix: { n: [linux, macos] } } }", 0),
        ("a: { name: \"${{ matrix.n }}\", strategy: { matrix: { n: \"${{ fromJSON(inputs.n) }}\" } } }", 1),
        ("a: { name: \"${{ matrix.n }} of ${{ matrix.m }}\", strategy: { matrix: { n: [gate] } } }", 0),
    ] {
        let other = source(".github/workflows/x.yml", &format!("jobs: {{ {jobs} }}\n"));
        assert_eq!(taken(&job, &other), expected, "{jobs}");
    }
    for (on, expected) in [("workflow_call", 0), ("[workflow_call]", 0), ("{ workflow_call: , push: }", 1), ("push", 1)]
    {
        let text = format!("on: {on}\njobs: {{ a: {{ name: \"${{{{ inputs.n }}}}\" }} }}\n");
        assert_eq!(taken(&job, &source(".github/workflows/x.yml", &text)), expected, "{on}");
    }
    assert_eq!(taken(&job, &gate), 0);
    assert_eq!(taken(&job, &source(path, &format!("{WORKFLOW}  other:\n    name: gate\n"))), 1);
}

#[test]
fn a_name_of_a_job_may_hold_what_separates_it_from_its_file() {
    let file = |file, job| Named { file: Some(file), job };
    assert_eq!(Named::read("gate"), [Named { file: None, job: "gate" }]);
    assert_eq!(Named::read("a.yml#gate").first(), Some(&file("a.yml", "gate")));
    assert_eq!(Named::read("a.yml#gate #1")[..2], [file("a.yml", "gate #1"), file("a.yml#gate ", "1")]);
}

#[test]
fn a_part_of_a_pipeline_that_another_file_holds_is_a_part_of_the_job() {
    let main = source(".gitlab-ci.yml", "include: [{ local: /ci/judge.yml }]\ngate:\n  extends: .judge\n");
    let text = "spec:\n  inputs: { stage: { default: test } }\n---\n.judge:\n  script: [gate check]\n.other: { script: [x] }\n";
    let part = source("ci/judge.yml", text);
    let job = GateJob::new("gate", main.path(), &LIMITS).made_of(&[Arc::clone(&main), Arc::clone(&part)]);
    assert_eq!(job.includes(&main).into_iter().collect::<Vec<_>>(), ["ci/judge.yml"]);
    for (from, to, edits) in [
        ("gate check", "\"true\"", 1),
        ("default: test", "default: never", 1),
        (".other:", "default: { before_script: [x] }\n.other:", 1),
        (".other:", "workflow: { rules: [{ when: never }] }\n.other:", 1),
        (".other:", "variables: { GIT_STRATEGY: none }\n.other:", 1),
        (".other:", "gate: { when: never }\n.other:", 1),
        ("script: [x]", "script: [y]", 0),
    ] {
        let after = source("ci/judge.yml", &text.replacen(from, to, 1));
        assert_eq!(job.edits_of_part(&part, &after).len(), edits, "{from} -> {to}");
    }
    let nothing = source("ci/judge.yml", "");
    assert_eq!(job.edits_of_part(&nothing, &nothing).len(), 0);
    assert_eq!(job.edits_of_part(&part, &nothing).len(), 2);
}

#[test]
fn a_variable_that_decides_whether_the_pipeline_runs_or_makes_another_is_no_matter_of_taste() {
    let text = "variables: { RUN: \"1\", BASE: $BRANCH, BRANCH: main, COLOR: blue }\nworkflow: { rules: [{ if: $RUN }] }\ngate:\n  script: [gate check --base \"refs/remotes/origin/$BASE\"]\n";
    for (from, to, edits) in [("RUN: \"1\"", "RUN: \"0\"", 1), ("BRANCH: main", "BRANCH: mine", 1), ("blue", "red", 0)]
    {
        assert_eq!(said(".gitlab-ci.yml", text, from, to).len(), edits, "{from} -> {to}");
    }
}

#[test]
fn events_are_compared_however_they_are_written() {
    for (to, edits) in [
        ("on: pull_request\n", 0),
        ("on: [pull_request]\n", 0),
        ("on: { pull_request: }\n", 0),
        ("on: [pull_request, push]\n", 1),
        ("on: push\n", 1),
        ("on: { pull_request: { types: [closed] } }\n", 1),
    ] {
        assert_eq!(said(".github/workflows/gate.yml", WORKFLOW, "on:\n  pull_request:\n", to).len(), edits, "{to}");
    }
}

#[test]
fn what_a_job_waits_for_may_wait_for_others() {
    let workflow = WORKFLOW
        .replace("  build:\n", "  setup:\n    runs-on: x\n    steps: [{ run: make }]\n  build:\n    needs: [setup]\n");
    let found = said(".github/workflows/gate.yml", &workflow, "steps: [{ run: make }]", "steps: [{ run: exit 1 }]");
    assert!(found.len() == 1 && found[0].contains("the job `setup` is edited"), "{found:?}");
}
