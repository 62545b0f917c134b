//! Edits of workflows.

use super::{Case, Remove, Rename, Replace, Write, all};

const CI: &str = ".github/workflows/ci.yml";
const OTHER: &str = ".github/workflows/other.yml";

/// Two unpinned actions, at lines 11 and 19.
const TWO: &str = "name: ci
on:
  push:
    branches: [main]
permissions:
  contents: read
jobs:
  build:
    runs-on: ubuntu-24.04
    steps:
      - uses: actions/checkout@v4
        with:
          persist-credentials: false
      - run: make build
  test:
    runs-on: ubuntu-24.04
    steps:
      - name: node
        uses: actions/setup-node@v4
      - run: make test
";

/// Everything that decides about a workflow of two unpinned actions is there already.
fn of(name: &'static str, change: Vec<super::Edit>, code: i32, open: &'static [&'static str]) -> Case {
    Case { name, base: vec![(CI, TWO.to_owned())], change, code, open }
}

fn head(name: &str) -> String {
    format!("name: {name}\non:\n  push:\n    branches: [main]\npermissions:\n  contents: read\njobs:\n")
}

const BUILD: &str = "  build:
    runs-on: ubuntu-24.04
    steps:
      - uses: actions/checkout@v4
        with:
          persist-credentials: false
      - run: make build
";

const TEST: &str = "  test:
    runs-on: ubuntu-24.04
    steps:
      - name: node
        uses: actions/setup-node@v4
      - run: make test
";

#[test]
fn what_only_moves_is_not_new() {
    all(&[
        of("nothing", vec![], 0, &[]),
        of("lines above", vec![Replace(CI, vec![("name: ci\n", "# a\n# b\nname: ci\n")])], 0, &[]),
        of("jobs change places", vec![Write(CI, format!("{}{TEST}{BUILD}", head("ci")))], 0, &[]),
        of(
            "a step moves down",
            vec![Replace(
                CI,
                vec![
                    ("      - name: node\n        uses: actions/setup-node@v4\n", ""),
                    ("make test\n", "make test\n      - name: node\n        uses: actions/setup-node@v4\n"),
                ],
            )],
            0,
            &[],
        ),
        of(
            "a step moves to another job",
            vec![Replace(
                CI,
                vec![
                    ("      - name: node\n        uses: actions/setup-node@v4\n", ""),
                    ("make build\n", "make build\n      - name: node\n        uses: actions/setup-node@v4\n"),
                ],
            )],
            0,
            &[],
        ),
        of("the file has another name", vec![Rename(CI, ".github/workflows/build.yml")], 0, &[]),
        of(
            "the file has another name and more lines",
            vec![Rename(CI, OTHER), Replace(OTHER, vec![("name: ci\n", "# x\nname: all\n")])],
            0,
            &[],
        ),
        of("a job has another name", vec![Replace(CI, vec![("  build:", "  compile:")])], 0, &[]),
        of("a step has another name", vec![Replace(CI, vec![("name: node", "name: set up node")])], 0, &[]),
        of(
            "a step has a name",
            vec![Replace(CI, vec![("- uses: actions/ch", "- name: x\n        uses: actions/ch")])],
            0,
            &[],
        ),
        of("a file is split", vec![Write(CI, head("ci") + BUILD), Write(OTHER, head("other") + TEST)], 0, &[]),
        Case {
            name: "two files become one",
            base: vec![(CI, head("ci") + BUILD), (OTHER, head("other") + TEST)],
            change: vec![Remove(OTHER), Write(CI, head("ci") + BUILD + TEST)],
            code: 0,
            open: &[],
        },
        Case {
            name: "a folder of an action has another name",
            base: vec![("tools/a/action.yml", action("actions/cache@v4"))],
            change: vec![Rename("tools/a/action.yml", "actions/b/action.yml")],
            code: 0,
            open: &[],
        },
    ]);
}

fn action(uses: &str) -> String {
    format!("name: a\ndescription: a\nruns:\n  using: composite\n  steps:\n    - uses: {uses}\n")
}

#[test]
fn what_is_only_written_otherwise_is_not_new() {
    all(&[
        of("a comment beside", vec![Replace(CI, vec![("checkout@v4", "checkout@v4 # here")])], 0, &[]),
        of("quotes", vec![Replace(CI, vec![("actions/checkout@v4", "\"actions/checkout@v4\"")])], 0, &[]),
        of("single quotes", vec![Replace(CI, vec![("actions/checkout@v4", "'actions/checkout@v4'")])], 0, &[]),
        of(
            "the value on a line of its own",
            vec![Replace(CI, vec![("uses: actions/ch", "uses:\n          actions/ch")])],
            0,
            &[],
        ),
        of(
            "a block",
            vec![Replace(CI, vec![("uses: actions/checkout@v4", "uses: >-\n          actions/checkout@v4")])],
            0,
            &[],
        ),
        of("indentation", vec![Write(CI, deeper(TWO))], 0, &[]),
        of("line ends", vec![Write(CI, TWO.replace('\n', "\r\n"))], 0, &[]),
        of("a byte order mark", vec![Write(CI, format!("\u{feff}{TWO}"))], 0, &[]),
        of("no line at the end", vec![Write(CI, TWO.trim_end().to_owned())], 0, &[]),
        of(
            "the steps in brackets",
            vec![Replace(
                CI,
                vec![(
                    "      - name: node\n        uses: actions/setup-node@v4\n",
                    "      - {name: node, uses: actions/setup-node@v4}\n",
                )],
            )],
            0,
            &[],
        ),
        of(
            "the keys in another order",
            vec![Replace(
                CI,
                vec![(
                    "      - name: node\n        uses: actions/setup-node@v4\n",
                    "      - uses: actions/setup-node@v4\n        name: node\n",
                )],
            )],
            0,
            &[],
        ),
        of(
            "an edit near by",
            vec![Replace(
                CI,
                vec![("persist-credentials: false", "persist-credentials: false\n          fetch-depth: 0")],
            )],
            0,
            &[],
        ),
        Case {
            name: "whole triggers",
            base: vec![(CI, "on: push\njobs:\n  a:\n    runs-on: x\n    steps: [{run: make}]\n".to_owned())],
            change: vec![Replace(CI, vec![("on: push\n", "\"on\":\n  - push\n  - workflow_dispatch\n")])],
            code: 0,
            open: &[],
        },
        Case {
            name: "permissions in another style",
            base: vec![(CI, head("ci").replace("contents: read", "contents: write") + TEST)],
            change: vec![Replace(CI, vec![("permissions:\n  contents: write", "permissions: {contents: write}")])],
            code: 0,
            open: &[],
        },
    ]);
}

/// The same jobs, two columns further to the right.
fn deeper(text: &str) -> String {
    let (head, jobs) = text.split_once("jobs:\n").unwrap();
    let jobs: String = jobs.lines().map(|line| format!("  {line}\n")).collect();
    format!("{head}jobs:\n{jobs}")
}

#[test]
fn what_is_added_or_touched_is_new() {
    all(&[
        of(
            "another version",
            vec![Replace(CI, vec![("checkout@v4", "checkout@v5")])],
            1,
            &["CI001 .github/workflows/ci.yml:11"],
        ),
        of(
            "a step twice",
            vec![Replace(
                CI,
                vec![("      - run: make build", "      - uses: actions/checkout@v4\n      - run: make build")],
            )],
            1,
            &["CI001 .github/workflows/ci.yml:14"],
        ),
        of(
            "a step twice, in front",
            vec![Replace(
                CI,
                vec![("      - name: node\n", "      - uses: actions/setup-node@v4\n      - name: node\n")],
            )],
            1,
            &["CI001 .github/workflows/ci.yml:18"],
        ),
        of(
            "a job twice",
            vec![Write(CI, format!("{TWO}{}", BUILD.replace("  build:", "  again:")))],
            1,
            &["CI001 .github/workflows/ci.yml:24"],
        ),
        of(
            "a file twice",
            vec![Write(OTHER, TWO.to_owned())],
            1,
            &["CI001 .github/workflows/other.yml:11", "CI001 .github/workflows/other.yml:19"],
        ),
        of(
            "a file twice, and the first moved",
            vec![Rename(CI, ".github/workflows/a.yml"), Write(OTHER, TWO.to_owned())],
            1,
            &["CI001 .github/workflows/other.yml:11", "CI001 .github/workflows/other.yml:19"],
        ),
        of(
            "one is mended, another one is made",
            vec![
                Replace(CI, vec![("actions/checkout@v4", "actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8")]),
                Write(OTHER, head("other") + &TEST.replace("setup-node", "setup-python")),
            ],
            1,
            &["CI001 .github/workflows/other.yml:12"],
        ),
        of(
            "one moves and another one is made",
            vec![Write(CI, head("ci") + TEST), Write(OTHER, head("other") + BUILD + &BUILD.replace("build:", "more:"))],
            1,
            &["CI001 .github/workflows/other.yml:18"],
        ),
        of(
            "a clean file becomes a bad one",
            vec![Write(OTHER, head("other") + BUILD)],
            1,
            &["CI001 .github/workflows/other.yml:11"],
        ),
        Case {
            name: "another secret in the place of one that is written out",
            base: vec![(CI, format!("{}    env:\n      API_TOKEN: hXq81ZpLm4Rt7vWc92Bd\n", head("ci") + TEST))],
            change: vec![Replace(CI, vec![("hXq81ZpLm4Rt7vWc92Bd", "kQ29xTn5VbRc83LmWp7Z")])],
            code: 1,
            open: &["CI008 .github/workflows/ci.yml:15"],
        },
        Case {
            name: "a trigger that makes an old step dangerous",
            base: vec![(CI, STRANGER.to_owned())],
            change: vec![Replace(CI, vec![("  pull_request:", "  pull_request_target:")])],
            code: 1,
            open: &["CI003 .github/workflows/ci.yml:10"],
        },
        Case {
            name: "an old danger and another expression in its script",
            base: vec![(CI, title_step("issues"))],
            change: vec![Replace(CI, vec![("issue.title", "issue.body")])],
            code: 1,
            open: &["CI002 .github/workflows/ci.yml:10"],
        },
        Case {
            name: "an old danger and an edit beside it",
            base: vec![(CI, title_step("issues"))],
            change: vec![Replace(CI, vec![("echo \"${{", "echo -n \"${{")])],
            code: 0,
            open: &[],
        },
    ]);
}

/// A workflow that checks out what a pull request brings.
const STRANGER: &str = "on:
  pull_request:
permissions:
  contents: read
jobs:
  a:
    runs-on: ubuntu-24.04
    steps:
      - uses: actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8
        with: {ref: \"${{ github.event.pull_request.head.sha }}\", persist-credentials: false}
      - run: make
";

fn title_step(event: &str) -> String {
    format!(
        "on:\n  {event}:\npermissions:\n  contents: read\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: make\n      - run: echo \"${{{{ github.event.issue.title }}}}\"\n"
    )
}

#[test]
fn what_another_file_does_is_seen_in_a_file_that_nobody_edits() {
    let caller = "on: push\npermissions: {contents: read}\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n      - uses: actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8\n        with: {persist-credentials: false}\n      - uses: ./tools/a\n";
    let pinned = "actions/cache@08c6903cd8c0fde910a37f88322edcfb5dd907a8";
    let calls = "on: push\npermissions: {contents: read}\njobs:\n  a:\n    uses: ./.github/workflows/other.yml\n";
    let called = "on: workflow_call\npermissions: {contents: read}\njobs:\n  b:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: make\n";
    let root = "include:\n  - local: ci/build.yml\ntest:\n  script: [make test]\n";
    let part = "build:\n  image: alpine@sha256:9b1d5ba6c1c8d3b7a2d0f3f2a9d4c1d5e6f7a8b9c0d1e2f3a4b5c6d7e8f9a0b1\n  script: [make]\n";
    let of = |name, base, change, code, open| Case { name, base, change, code, open };
    all(&[
        of(
            "an action of one's own is worse now",
            vec![(CI, caller.to_owned()), ("tools/a/action.yml", action(pinned))],
            vec![Write("tools/a/action.yml", action("actions/cache@v4"))],
            1,
            &["CI001 tools/a/action.yml:6"],
        ),
        of(
            "an action that is called is gone",
            vec![(CI, caller.to_owned()), ("tools/a/action.yml", action(pinned))],
            vec![Remove("tools/a/action.yml")],
            1,
            &["CI009 .github/workflows/ci.yml:9"],
        ),
        of(
            "an action that is called was gone before",
            vec![(CI, caller.to_owned())],
            vec![Replace(CI, vec![("on: push", "on: [push]")])],
            0,
            &[],
        ),
        of(
            "a workflow that is called is gone",
            vec![(CI, calls.to_owned()), (OTHER, called.to_owned())],
            vec![Remove(OTHER)],
            1,
            &["CI009 .github/workflows/ci.yml:5"],
        ),
        of(
            "a file that GitLab includes is gone",
            vec![(".gitlab-ci.yml", root.to_owned()), ("ci/build.yml", part.to_owned())],
            vec![Remove("ci/build.yml")],
            1,
            &["CI009 .gitlab-ci.yml:2"],
        ),
        of(
            "a file that GitLab includes holds a credential now",
            vec![(".gitlab-ci.yml", root.to_owned()), ("ci/build.yml", part.to_owned())],
            vec![Replace(
                "ci/build.yml",
                vec![("  script: [make]", "  variables: {API_TOKEN: hXq81ZpLm4Rt7vWc92Bd}\n  script: [make]")],
            )],
            1,
            &["CI008 ci/build.yml:3"],
        ),
        of(
            "a file that GitLab includes held one before",
            vec![
                (".gitlab-ci.yml", root.to_owned()),
                ("ci/build.yml", part.replace("  script", "  variables: {API_TOKEN: hXq81ZpLm4Rt7vWc92Bd}\n  script")),
            ],
            vec![Replace(".gitlab-ci.yml", vec![("make test", "make check")])],
            0,
            &[],
        ),
    ]);
}
