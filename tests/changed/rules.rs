//! The rules of the base judge both trees, and gate's own findings always decide.

use super::{before, changed};
use crate::support::{CLEAN_WORKFLOW, Repo, UNPINNED_WORKFLOW, day};

const CI: &str = ".github/workflows/ci.yml";
const OTHER: &str = ".github/workflows/other.yml";

#[test]
fn an_edit_of_the_rules_decides_and_changes_no_answer() {
    let repo = Repo::new().with(CI, UNPINNED_WORKFLOW).with(".gate/gate.yaml", "fail-on: high\n");
    let base = repo.commit();
    repo.write(".gate/gate.yaml", "policies:\n  severity: { CI001: critical }\n");
    repo.commit();
    let run = changed(&repo, &base, &[]);
    assert_eq!(run.decides(), ["META001 .gate/gate.yaml:1"], "{}", run.text());
    assert_eq!((run.code, before(&run)), (1, 1));
}

#[test]
fn what_gate_finds_about_its_own_rules_was_never_there_before() {
    let waiver = format!(
        "- id: W-1\n  policy: CI001\n  where: {CI}\n  reason: x\n  owner: \"@a\"\n  approver: \"@b\"\n  expires: {}\n",
        day(-2)
    );
    let repo = Repo::new()
        .with(CI, UNPINNED_WORKFLOW)
        .with(".gate/waivers.yaml", waiver)
        .with(".gate/gate.yaml", "exclude:\n  - { paths: [\"gone/**\"], reason: x, owner: \"@a\" }\n");
    let base = repo.base();
    let run = changed(&repo, &base, &["--fail-on", "low"]);
    assert_eq!(run.decides(), ["EX001 .gate/gate.yaml:2", "WV001 .gate/waivers.yaml:1"], "{}", run.text());
    assert_eq!((run.code, before(&run)), (1, 1));
}

#[test]
fn a_copy_of_what_is_waived_is_new() {
    let waiver = format!(
        "- id: W-1\n  policy: CI001\n  where: {CI}\n  reason: x\n  owner: \"@a\"\n  approver: \"@b\"\n  expires: {}\n",
        day(9)
    );
    let repo = Repo::new().with(CI, UNPINNED_WORKFLOW).with(".gate/waivers.yaml", waiver);
    let base = repo.commit();
    repo.write(OTHER, UNPINNED_WORKFLOW);
    repo.commit();
    let run = changed(&repo, &base, &[]);
    assert_eq!(run.decides(), ["CI001 .github/workflows/other.yml:11"], "{}", run.text());
    assert_eq!((run.code, before(&run)), (1, 0));
}

#[test]
fn what_is_required_and_what_is_evidence_is_of_this_run() {
    let config = "inputs:\n  forge: { required: true }\n";
    let repo = Repo::clean().with(".gate/gate.yaml", config);
    let base = repo.base();
    let run = changed(&repo, &base, &[]);
    assert_eq!(run.code, 3, "{}", run.text());
    let snapshots = Repo::new().with("old.json", "{\"schema\": \"gate.snapshot/v1\"}");
    let file = snapshots.path().join("old.json");
    let run = changed(&repo, &base, &["--forge", file.to_str().unwrap()]);
    assert_eq!(run.code, 3, "{}", run.text());
    assert!(run.decides().iter().any(|it| it.contains("old.json")), "{}", run.text());
    let config = "inputs:\n  terraform: { plans: [{ plan: out.json, root: infra }] }\n";
    let repo = Repo::clean().with(".gate/gate.yaml", config).with("infra/main.tf", "# x\n");
    let base = repo.base();
    let run = changed(&repo, &base, &[]);
    assert_eq!((run.code, run.decides()), (3, vec!["? out.json".to_owned()]), "{}", run.text());
}

#[test]
fn files_that_are_named_are_compared_with_themselves() {
    let repo = Repo::new().with(CI, UNPINNED_WORKFLOW).with(OTHER, CLEAN_WORKFLOW);
    let base = repo.commit();
    repo.write(OTHER, UNPINNED_WORKFLOW);
    repo.write(".github/workflows/new.yml", UNPINNED_WORKFLOW);
    repo.commit();
    for (file, code) in [(CI, 0), (OTHER, 1), (".github/workflows/new.yml", 1)] {
        let run = changed(&repo, &base, &[file]);
        assert_eq!(run.code, code, "{file}\n{}", run.text());
    }
    let run = changed(&repo, &base, &[".github"]);
    assert_eq!(run.code, 1, "{}", run.text());
    let outside = Repo::new().with(CI, UNPINNED_WORKFLOW);
    let file = outside.path().join(CI);
    let run = changed(&repo, &base, &[file.to_str().unwrap()]);
    assert_eq!(run.code, 1, "a file of no commit: {}", run.text());
}

#[test]
fn a_check_that_failed_before_is_counted_and_listed() {
    let broken = "# METADATA\n# title: t\n# description: d\n# custom:\n#   id: ACME001\n#   severity: high\n#   confidence: high\n#   input: pipeline\n#   remediation: r\npackage custom.broken\n\npermit contains 1\n";
    let repo = Repo::new().with(CI, CLEAN_WORKFLOW).with(".gate/policies/broken/policy.rego", broken);
    let base = repo.base();
    repo.write("notes.txt", "x");
    repo.commit();
    let run = changed(&repo, &base, &[]);
    let report = run.json();
    let aside = report["set_aside"].as_array().unwrap();
    let first = aside.first().unwrap_or_else(|| panic!("{}", run.text()));
    assert_eq!((aside.len(), first["path"].as_str(), &first["disposition"]["state"]), (1, Some(CI), &"before".into()));
    assert_eq!((run.code, report["coverage"]["total"]["incomplete"].as_u64()), (0, Some(1)), "{}", run.text());
}
