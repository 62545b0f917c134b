//! Rows that a repository adds to what gate knows.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::allow_attributes,
    reason = "a report that cannot be read fails the test"
)]

mod airflow;
mod pipeline;
#[path = "../support/mod.rs"]
mod support;
mod terraform;

use support::{CLEAN_WORKFLOW, Repo};

const WORKFLOW: &str = ".github/workflows/ci.yml";
const TABLE: &str = ".gate/knowledge/pipeline/tools.tsv";

/// A scanner that nobody but its owner knows, and that lets everything pass unless it is told not to.
const ROWS: &str = "# Tools of acme.
scan\tsast\tacme-scan\tcommand\tacme-scan run\twithout --strict
scan\tsast\tacme-scan\taction\tacme/scan-action
-\t\tacme-scan\timage\tregistry.acme.test/tools/scan
";

/// The smallest test of the policy below.
const UNIT_TEST: &str = "package custom.scanned_test

import data.custom.scanned

test_nothing_runs if {
	count(scanned.deny) == 0 with input as {\"jobs\": []}
}
";

/// A workflow with a command as its last step, at line 14, column 14.
fn workflow(command: &str) -> String {
    CLEAN_WORKFLOW.replace("make test", command)
}

fn repo(command: &str) -> Repo {
    Repo::new().with(WORKFLOW, workflow(command))
}

/// What a run finds: policies and answers, sorted.
fn answers(repo: &Repo) -> Vec<String> {
    let report = repo.gate(&["check", "--format", "json"]).json();
    let said = |finding: &serde_json::Value, name: &str| finding[name].as_str().unwrap_or_default().to_owned();
    let findings = report["findings"].as_array().unwrap();
    let mut found: Vec<String> =
        findings.iter().map(|finding| format!("{} {}", said(finding, "policy"), said(finding, "answer"))).collect();
    found.sort();
    found
}

#[test]
fn a_row_makes_a_step_a_scan() {
    let cases = [
        ("acme-scan run", Some("14:14")),
        ("acme-scan run --strict", None),
        ("sudo docker run --rm registry.acme.test/tools/scan:2 run", Some("14:14")),
        ("acme-scan version", None),
        ("other-scan run", None),
    ];
    for (command, place) in cases {
        let without = repo(command).gate(&["check"]);
        assert_eq!(without.code, 0, "{command}\n{}", without.text());
        let with = repo(command).with(TABLE, ROWS).gate(&["check"]);
        assert_eq!(with.code, i32::from(place.is_some()), "{command}\n{}", with.text());
        let said = place.map(|place| format!("{WORKFLOW}:{place}")).unwrap_or_default();
        assert!(with.stdout.contains(&said) && with.stdout.contains("CI007") == place.is_some(), "{}", with.stdout);
    }
    let action = "steps:\n      - uses: acme/scan-action@08c6903cd8c0fde910a37f88322edcfb5dd907a8\n        continue-on-error: true\n";
    let action = CLEAN_WORKFLOW.replace("steps:\n", action);
    let found = |repo: Repo| repo.with(WORKFLOW, &action).gate(&["check"]).stdout.contains("CI007");
    assert!(!found(Repo::new()));
    assert!(found(Repo::new().with(TABLE, ROWS)));
}

#[test]
fn a_document_shows_what_a_row_says() {
    let shown = repo("acme-scan run").with(TABLE, ROWS).gate(&["parse", WORKFLOW]);
    let document: serde_json::Value = serde_json::from_str(&shown.stdout).unwrap();
    let role = &document["jobs"][0]["steps"][1]["roles"][0];
    assert_eq!((role["role"].as_str(), role["tool"].as_str()), (Some("scan"), Some("acme-scan")), "{}", shown.text());
}

#[test]
fn a_change_adds_no_rows_for_itself_and_takes_none_away() {
    // Where the base knows the tool, its row holds whatever the change does to the table.
    let bad = Repo::new().with(WORKFLOW, CLEAN_WORKFLOW).with(TABLE, ROWS);
    let base = bad.commit();
    bad.write(WORKFLOW, workflow("acme-scan run"));
    for change in [None, Some(""), Some("test\t\tacme-scan\tcommand\tacme-scan run\n"), Some("not a row\n")] {
        match change {
            Some(text) => bad.write(TABLE, text),
            None => bad.remove(TABLE),
        }
        bad.commit();
        let run = bad.gate(&["check", "--base", &base]);
        assert_eq!(run.code, 1, "{change:?}\n{}", run.text());
        for id in ["CI007", "META002", TABLE] {
            assert!(run.stdout.contains(id), "{change:?}: {id}\n{}", run.text());
        }
    }
    // Where it does not, a row of the change says nothing, and is seen.
    let new = repo("acme-scan run");
    let base = new.commit();
    new.write(TABLE, ROWS);
    new.commit();
    let run = new.gate(&["check", "--base", &base]);
    assert_eq!(run.code, 1, "{}", run.text());
    assert!(run.stdout.contains("META002") && !run.stdout.contains("CI007"), "{}", run.text());
    // Merged, it counts.
    let base = new.base();
    let run = new.gate(&["check", "--base", &base]);
    assert!(run.code == 1 && run.stdout.contains("CI007") && !run.stdout.contains("META002"), "{}", run.text());
}

#[test]
fn a_row_that_is_none_ends_with_its_place_and_what_is_allowed() {
    let many: String = (0..2_001).map(|n| format!("scan\tsast\tx\tcommand\tx{n}\n")).collect();
    let long = format!("# {}\n", "x".repeat(300 * 1024));
    let cases: &[(&str, &str, &[&str])] = &[
        (TABLE, "#\nscna\tsast\tx\tcommand\tx\n", &["tools.tsv:2:1", "`scna` is no `role`", "`scan`, `test`"]),
        (
            TABLE,
            "scan\tsast\tx\tcommand\ttrivy image\n",
            &["tools.tsv:1:21", "is there already: gate knows it", "cannot change"],
        ),
        (TABLE, "scan sast x command x\n", &["tools.tsv:1:1", "no tab in the row", "role, category?, tool, kind"]),
        (TABLE, "scan\tsast\tx\tcommand\n", &["tools.tsv:1:1", "the column `pattern` is missing"]),
        (TABLE, &many, &["tools.tsv:2001:1", "more than 2000 rows"]),
        (TABLE, &long, &["tools.tsv", "262144"]),
        (
            ".gate/knowledge/pipeline/tool.tsv",
            ROWS,
            &["pipeline/tool.tsv:1:1", "no table `pipeline/tool`", "pipeline/tools"],
        ),
        (".gate/knowledge/tools.tsv", ROWS, &["knowledge/tools.tsv:1:1", "no table `tools`"]),
        (
            ".gate/knowledge/credentials/names.tsv",
            "never\tpassword\tx\tpassword\n",
            &["names.tsv:1:1", "nobody adds rows to `credentials/names`"],
        ),
        (
            ".gate/knowledge/pipeline/tools.txt",
            ROWS,
            &["tools.txt", "gate would ignore it", "knowledge/<kind>/<concept>.tsv"],
        ),
    ];
    for (path, text, expected) in cases {
        let repo = Repo::clean().with(path, text);
        let base = repo.base();
        for arguments in [&["check"][..], &["check", "--base", &base]] {
            let run = repo.gate(arguments);
            assert_eq!(run.code, 2, "{path}\n{}", run.text());
            // Lines of a message may be folded.
            let said = run.stderr.split_whitespace().collect::<Vec<_>>().join(" ");
            for words in *expected {
                assert!(said.contains(words), "{path} {arguments:?}: {words}\n{}", run.text());
            }
        }
    }
}

#[test]
fn the_report_names_every_table_by_its_digest() {
    let report = |repo: &Repo| -> serde_json::Value {
        serde_json::from_str(&repo.gate(&["check", "--format", "json"]).stdout).unwrap()
    };
    let repo = Repo::clean();
    let before = report(&repo);
    repo.write(TABLE, ROWS);
    let after = report(&repo);
    let digest = |report: &serde_json::Value, side: &str, name: &str| {
        report["provenance"][side][name].as_str().map(str::to_owned).filter(|digest| digest.len() == 64)
    };
    let built_in = digest(&before, "knowledge", "policies/knowledge/pipeline/tools.tsv");
    assert!(built_in.is_some(), "{before:#}");
    assert_eq!(digest(&after, "knowledge", "policies/knowledge/pipeline/tools.tsv"), built_in);
    assert_eq!(digest(&before, "knowledge", TABLE), None);
    let added = digest(&after, "knowledge", TABLE);
    assert!(added.is_some(), "{after:#}");
    assert_eq!(digest(&after, "rules", TABLE), added);
}

#[test]
fn a_fixture_of_a_policy_may_bring_its_rows() {
    let policy = "# METADATA\n# title: x\n# description: x\n# custom:\n#   id: ACME1\n#   severity: high\n#   confidence: high\n#   input: pipeline\n#   remediation: x\npackage custom.scanned\n\nimport data.gate\n\ndeny contains finding if {\n\tsome job in input.jobs\n\tsome step in job.steps\n\tsome role in step.roles\n\trole.tool == \"acme-scan\"\n\tfinding := gate.finding(role, [], \"acme-scan is retired\")\n}\n";
    let below = |path: &str| format!(".gate/policies/scanned/{path}");
    let repo = Repo::new().with(&below("policy.rego"), policy).with(&below("policy_test.rego"), UNIT_TEST);
    for case in ["bad/one", "bad/two", "good/one", "good/two"] {
        let is_bad = case.starts_with("bad");
        repo.write(&below(&format!("{case}/{WORKFLOW}")), workflow(if is_bad { "acme-scan run" } else { "make" }));
        if is_bad {
            repo.write(&below(&format!("{case}/.expect")), format!("{WORKFLOW}:14:14\n"));
        }
    }
    let without = repo.gate(&["policy", "test", ".gate/policies"]);
    assert_eq!(without.code, 1, "{}", without.text());
    for case in ["bad/one", "bad/two"] {
        repo.write(&below(&format!("{case}/{TABLE}")), ROWS);
    }
    let with = repo.gate(&["policy", "test", ".gate/policies"]);
    assert_eq!(with.code, 0, "{}", with.text());
}

#[test]
fn explain_says_how_a_row_is_added() {
    let page = Repo::new().gate(&["explain", "pipeline/tools"]);
    assert_eq!(page.code, 0, "{}", page.text());
    for words in ["toothless", "`scan`, `test`", TABLE, "Like        scan\tsast\tacme-scan\tcommand\tacme-scan run\t"] {
        assert!(page.stdout.contains(words), "{words}\n{}", page.stdout);
    }
    let closed = Repo::new().gate(&["explain", "credentials/names"]);
    assert!(closed.stdout.contains("only in gate itself"), "{}", closed.text());
    let none = Repo::new().gate(&["explain", "pipeline/tool"]);
    assert!(none.code == 2 && none.stderr.contains("pipeline/tools"), "{}", none.text());
}
