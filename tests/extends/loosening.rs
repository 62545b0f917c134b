//! Every way to be looser than an organisation allows.

use super::{CONFIG, POLICY, Place, WORKFLOW, refused};
use crate::support::{CLEAN_WORKFLOW, UNPINNED_WORKFLOW};

#[test]
fn every_kind_of_loosening_is_refused_and_named() {
    let cases = [
        ("fail-on: critical", "3:10", "acme/minimum.yaml:3"),
        ("fail-on-unknown: critical", "3:18", "acme/minimum.yaml:3"),
        ("mode: observe", "3:7", "acme/minimum.yaml:4"),
        ("policies: { disable: [{ id: CI001, reason: x, owner: y }] }", "3:29", "acme/minimum.yaml:6"),
        ("policies: { disable: [{ id: ACME1, reason: x, owner: y }] }", "3:29", "a policy of acme"),
        ("policies: { severity: { CI001: low } }", "3:32", "acme/minimum.yaml:6"),
        (
            "exclude: [{ paths: [infra/old], reason: nobody runs these, owner: \"@acme/security\" }]",
            "3:21",
            "acme/minimum.yaml:8",
        ),
        (
            "exclude: [{ paths: [docs], reason: nobody runs these, owner: \"@acme/dev\" }]",
            "3:62",
            "acme/minimum.yaml:8",
        ),
        ("exclude: [{ paths: [docs], reason: docs, owner: \"@acme/security\" }]", "3:36", "acme/minimum.yaml:8"),
    ];
    let place = Place::new();
    for (text, at, line) in cases {
        place.pin(&["acme-rules"], &format!("{text}\n"));
        refused(&place.gate(&["check"]), &[&format!(".gate/gate.yaml:{at}"), "acme", line]);
        // The flag brings the same minimum to a repository that extends nothing.
        place.write(&format!("pay/{CONFIG}"), format!("version: 1\n# 2\n{text}\n"));
        let code = place.gate(&["check"]).code;
        // Where the policy of the folder is not known, it cannot be disabled either.
        assert_eq!(code, if text.contains("ACME1") { 2 } else { 0 }, "{text}");
        refused(&place.gate(&["check", "--extends", "../acme-rules"]), &[&format!(".gate/gate.yaml:{at}"), line]);
    }
    for allowed in ["fail-on: low", "mode: block", "policies: { disable: [{ id: CI004, reason: x, owner: y }] }"] {
        place.pin(&["acme-rules"], &format!("{allowed}\n"));
        let run = place.gate(&["check"]);
        assert_eq!(run.code, 0, "{allowed}\n{}", run.text());
    }
}

#[test]
fn no_flag_loosens_what_an_organisation_asks_for() {
    let place = Place::new();
    place.pin(&["acme-rules"], "");
    let base = place.commit("pay");
    place.commit("pay");
    let cases: [(&[&str], &str); 3] = [
        (&["--fail-on", "critical"], "--fail-on is looser than acme allows"),
        (&["--mode", "observe"], "--mode observe is looser than acme allows"),
        (&["--base", &base, "--changed"], "--changed lets less decide than acme allows"),
    ];
    for (flags, message) in cases {
        let arguments: Vec<&str> = ["check"].iter().chain(flags).copied().collect();
        refused(&place.gate(&arguments), &[message, "acme asks that of every run"]);
    }
    for flags in [&["--fail-on", "low"], &["--fail-on", "high"], &["--mode", "block"]] {
        let run = place.gate(&["check", flags[0], flags[1]]);
        assert_eq!(run.code, 0, "{flags:?}\n{}", run.text());
    }
}

#[test]
fn a_waiver_needs_one_of_the_approvers_and_a_near_end() {
    let place = Place::new();
    place.write(&format!("pay/{WORKFLOW}"), UNPINNED_WORKFLOW);
    place.pin(&["acme-rules"], "");
    let waiver = |approver: &str, ahead: i64| {
        let text = format!(
            "- id: W-1\n  policy: CI001\n  where: {WORKFLOW}\n  reason: vendor\n  owner: \"@acme/dev\"\n  approver: \"{approver}\"\n  expires: {}\n",
            crate::support::day(ahead)
        );
        place.write("pay/.gate/waivers.yaml", text);
        place.gate(&["check"])
    };
    assert_eq!(waiver("@acme/security", 29).code, 0);
    refused(
        &waiver("@acme/ops", 29),
        &[".gate/waivers.yaml:6:13", "`@acme/ops` may not approve a waiver", "acme/minimum.yaml:7"],
    );
    refused(
        &waiver("@acme/security", 40),
        &[".gate/waivers.yaml:7:12", "lasts longer than acme allows", "acme/minimum.yaml:9"],
    );
}

#[test]
fn a_change_cannot_drop_or_change_what_the_base_extends() {
    let place = Place::new();
    place.pin(&["acme-rules"], "");
    let base = place.commit("pay");
    place.write(&format!("pay/{WORKFLOW}"), CLEAN_WORKFLOW.replace("name: ci\n", ""));
    place.write(&format!("pay/{CONFIG}"), "version: 1\n");
    place.commit("pay");
    let run = place.gate(&["check", "--base", &base, "-f", "json"]);
    assert_eq!(run.code, 1, "{}", run.text());
    let report = run.json();
    let policies: Vec<&str> =
        report["findings"].as_array().unwrap().iter().filter_map(|it| it["policy"].as_str()).collect();
    assert!(policies.contains(&"META001") && policies.contains(&"ACME1"), "{policies:?}");
    assert_eq!(place.gate(&["check"]).code, 0, "without --base its own rules hold");
    // The pin of the base holds: looser rules that the change pins do not count, and are not there either.
    place.write("acme-rules/minimum.yaml", "name: acme\n");
    place.pin(&["acme-rules"], "");
    place.commit("pay");
    refused(&place.gate(&["check", "--base", &base]), &["does not hold what is pinned"]);
}

#[test]
fn a_repository_cannot_replace_what_the_folder_brings() {
    let tools = "scan\tsast\tacme-scan\tcommand\tacme-scan run\twithout --strict\n";
    let place = Place::new();
    place.write("acme-rules/knowledge/pipeline/tools.tsv", tools);
    place.write(&format!("pay/{WORKFLOW}"), CLEAN_WORKFLOW.replace("make test", "acme-scan run"));
    place.pin(&["acme-rules"], "");
    let run = place.gate(&["check", "-f", "json"]);
    assert_eq!((run.code, run.json()["findings"][0]["policy"].as_str()), (1, Some("CI007")), "{}", run.text());
    assert!(run.json()["provenance"]["knowledge"].get("acme/knowledge/pipeline/tools.tsv").is_some());
    // Rows of its own are added.
    let table = "pay/.gate/knowledge/pipeline/tools.tsv";
    place.write(table, "# mine\nscan\tsast\tpay-scan\tcommand\tpay-scan run\twithout --strict\n");
    assert_eq!(place.gate(&["check"]).code, 1);
    place.write(table, format!("# mine\n{tools}"));
    refused(
        &place.gate(&["check"]),
        &[".gate/knowledge/pipeline/tools.tsv:2:", "is there already", "acme/knowledge/pipeline/tools.tsv"],
    );
    std::fs::remove_file(place.path(table)).unwrap();
    for (id, folder, package) in [
        ("ACME1", "other", "custom.other"),
        ("MINE1", "nameless", "custom.other"),
        ("MINE1", "other", "custom.nameless"),
    ] {
        let text = POLICY.replace("ACME1", id).replace("custom.nameless", package);
        let path = format!("pay/.gate/policies/{folder}/policy.rego");
        place.write(&path, text);
        refused(&place.gate(&["check"]), &["is that of acme/policies/nameless/policy.rego already"]);
        std::fs::remove_dir_all(place.path("pay/.gate/policies")).unwrap();
    }
    assert_eq!(place.gate(&["check"]).code, 1);
}
