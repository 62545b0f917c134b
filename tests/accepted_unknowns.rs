//! An unknown that its owner accepts: this policy, this entity, this expression, and no other.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a report that is not as it should be fails the test"
)]

mod support;

use serde_json::Value;
use support::{Repo, day};

const WAIVERS: &str = ".gate/waivers.yaml";
const CALLED: &str = ".github/workflows/called.yml";

/// A called workflow whose callers decide whether its scans can fail.
const WORKFLOW: &str = "name: called
on:
  workflow_call:
    inputs:
      lint: { type: boolean, required: true }
      test: { type: boolean, required: true }
permissions:
  contents: read
jobs:
  lint:
    runs-on: ubuntu-24.04
    steps:
      - run: trivy fs --exit-code 1 .
        continue-on-error: ${{ inputs.lint }}
  test:
    runs-on: ubuntu-24.04
    steps:
      - run: make
      - run: trivy fs --exit-code 1 .
        continue-on-error: ${{ inputs.test }}
";

/// Policy, acceptance and line of every unknown that is open.
fn open(report: &Value) -> Vec<(String, String, u64)> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let findings = report["findings"].as_array().unwrap().iter();
    findings
        .filter(|it| it["answer"] == "unknown" && it["disposition"]["state"] == "open")
        .map(|it| (text(&it["policy"]), text(&it["acceptance"]), it["start"]["line"].as_u64().unwrap()))
        .collect()
}

fn waiver(id: &str, (policy, acceptance, _): &(String, String, u64)) -> String {
    format!(
        "- id: {id}\n  answer: unknown\n  policy: {policy}\n  where: {CALLED}\n  finding: {acceptance}\n  reason: callers are ours\n  owner: \"@acme/a\"\n  approver: \"@acme/b\"\n  expires: {}\n",
        day(30)
    )
}

/// A repository in which every unknown is accepted, and the unknowns.
fn accepted() -> (Repo, Vec<(String, String, u64)>) {
    let repo = Repo::new().with(CALLED, WORKFLOW);
    let run = repo.gate(&["check", "-f", "json"]);
    let unknowns = open(&run.json());
    assert_eq!((run.code, unknowns.len()), (3, 2), "{}", run.text());
    let entries: Vec<String> = unknowns.iter().enumerate().map(|(at, it)| waiver(&format!("W-{at}"), it)).collect();
    repo.write(WAIVERS, entries.concat());
    (repo, unknowns)
}

#[test]
fn what_is_accepted_passes_and_is_shown() {
    let (repo, unknowns) = accepted();
    assert_ne!(unknowns[0].1, unknowns[1].1);
    let run = repo.gate(&["check", "-f", "json"]);
    assert_eq!(run.code, 0, "{}", run.text());
    let states: Vec<Value> =
        run.json()["findings"].as_array().unwrap().iter().map(|it| it["disposition"]["state"].clone()).collect();
    assert_eq!(states, ["waived", "waived"]);
    let terminal = repo.gate(&["check", "-v"]);
    assert!(terminal.stdout.contains("W-0") && terminal.stdout.contains("2 waived"), "{}", terminal.stdout);
}

#[test]
fn the_bytes_around_do_not_matter_and_the_expression_does() {
    let (repo, unknowns) = accepted();
    let moved = WORKFLOW
        .replace("name: called\n", "name: called by others\n# one line more\n\n")
        .replace("      - run: make\n", "      - run: make test # as before\n")
        .replace(
            "  lint:\n    runs-on",
            "  first:\n    runs-on: ubuntu-24.04\n    steps: [{ run: make }]\n  lint:\n    runs-on",
        );
    repo.write(CALLED, &moved);
    let run = repo.gate(&["check"]);
    assert_eq!(run.code, 0, "{}", run.text());
    for (from, to, left) in [
        // Another expression, another entity, another policy's question: none of it was accepted.
        ("error: ${{ inputs.test }}", "error: ${{ inputs.lint }}", 1),
        ("  test:\n    runs-on", "  deploy:\n    runs-on", 1),
        ("      - run: make\n", "", 1),
    ] {
        repo.write(CALLED, WORKFLOW.replace(from, to));
        let run = repo.gate(&["check", "-f", "json"]);
        let report = run.json();
        assert_eq!((run.code, open(&report).len()), (3, left), "{to}: {}", run.text());
        let unused = report["findings"].as_array().unwrap().iter().filter(|it| it["policy"] == "WV002").count();
        assert_eq!(unused, 1, "{to}: {}", run.text());
    }
    // An acceptance is no waiver of what is known to be wrong.
    repo.write(CALLED, WORKFLOW.replace("${{ inputs.test }}", "true"));
    let report = repo.gate(&["check", "-f", "json"]).json();
    let policies: Vec<&str> =
        report["findings"].as_array().unwrap().iter().filter_map(|it| it["policy"].as_str()).collect();
    assert!(policies.contains(&"WV005"), "{policies:?}");
    assert!(unknowns.iter().all(|(policy, ..)| policy == "CI007"), "{unknowns:?}");
}

#[test]
fn only_the_trusted_side_accepts() {
    let repo = Repo::new().with(CALLED, WORKFLOW);
    let before = repo.commit();
    let unknowns = open(&repo.gate(&["check", "-f", "json"]).json());
    let entries: Vec<String> = unknowns.iter().enumerate().map(|(at, it)| waiver(&format!("W-{at}"), it)).collect();
    repo.write(WAIVERS, entries.concat());
    repo.commit();
    let run = repo.gate(&["check", "--base", &before]);
    assert_eq!(run.code, 3, "{}", run.text());
    let base = repo.base();
    let run = repo.gate(&["check", "--base", &base]);
    assert_eq!(run.code, 0, "{}", run.text());
}

/// Accepts every unknown of a workflow, changes it, and returns how many are open then.
fn open_after(path: &str, before: &str, after: &str) -> usize {
    let repo = Repo::new().with(path, before);
    let unknowns = open(&repo.gate(&["check", "-f", "json"]).json());
    assert!(!unknowns.is_empty(), "{before}");
    let entries = unknowns.iter().enumerate().map(|(at, it)| waiver(&format!("W-{at}"), it).replace(CALLED, path));
    repo.write(WAIVERS, entries.collect::<String>());
    assert_eq!(repo.gate(&["check"]).code, 0, "{}", repo.gate(&["check"]).text());
    repo.write(path, after);
    open(&repo.gate(&["check", "-f", "json"]).json()).len()
}

#[test]
fn what_gate_has_no_word_for_is_accepted_with_what_stands_there() {
    let github = |steps: &str| {
        format!("on: push\npermissions: {{}}\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n{steps}")
    };
    let [action, other, key] = [
        "      - uses: ./${{ inputs.a }}\n",
        "      - uses: ./x/${{ inputs.b }}\n",
        "      - run: make\n        novel: ",
    ];
    let gitlab = |image: &str| {
        format!(
            ".z: {{ y: one, w: two }}\na:\n  image: {image}\n  novel: {{ a: [1, x], b: !reference [.z, y] }}\n  script: [make]\n"
        )
    };
    let pinned = format!("a@sha256:{}", "0".repeat(64));
    let cases = [
        (".github/workflows/a.yml", github(action), github(&format!("      - run: make\n{action}")), 0),
        (".github/workflows/a.yml", github(action), github(other), 1),
        (".github/workflows/a.yml", github(action), github(&format!("{action}{other}")), 1),
        (".github/workflows/a.yml", github(action), github(&format!("{action}{action}")), 1),
        (".github/workflows/a.yml", github(&format!("{key}{{ a: 1 }}\n")), github(&format!("{key}{{ a: 2 }}\n")), 1),
        (".github/workflows/a.yml", github(&format!("{key}{{ a: 1 }}\n")), github(&format!("{key}{{a: 1}} # x\n")), 0),
        (".gitlab-ci.yml", gitlab(&pinned), gitlab(&pinned).replace("script:", "stage: test\n  script:"), 0),
        (".gitlab-ci.yml", gitlab(&pinned), gitlab(&pinned).replace("[1, x]", "[1, y]"), 1),
        (".gitlab-ci.yml", gitlab(&pinned), gitlab(&pinned).replace("[.z, y]", "[.z, w]"), 1),
    ];
    for (path, before, after, left) in cases {
        assert_eq!(open_after(path, &before, &after), left, "{before}\n{after}");
    }
}
