//! Rules that a flag brings.

use super::{Place, WORKFLOW, refused};
use crate::support::CLEAN_WORKFLOW;

#[test]
fn a_flag_brings_rules_that_the_repository_cannot_drop() {
    let place = Place::new();
    place.write(&format!("pay/{WORKFLOW}"), CLEAN_WORKFLOW.replace("name: ci\n", ""));
    let digest = place.digest("acme-rules");
    let pinned = format!("../acme-rules@sha256:{digest}");
    for value in ["../acme-rules", pinned.as_str()] {
        let run = place.gate(&["check", "--extends", value]);
        assert_eq!(run.code, 1, "{}", run.text());
        assert!(run.stdout.contains("ACME1"), "{}", run.stdout);
    }
    let other = format!("../acme-rules@sha256:{}", "0".repeat(64));
    refused(&place.gate(&["check", "--extends", &other]), &["does not hold what is pinned", &digest]);
    refused(&place.gate(&["check", "--extends", "../acme-rules@sha256:12"]), &["`sha256:12` is no digest"]);
    refused(&place.gate(&["check", "--extends", "../gone"]), &["../gone: there is no such folder"]);
    // Named twice, by the repository and by the flag, the same rules are the same rules.
    place.pin(&["acme-rules"], "");
    assert_eq!(place.gate(&["check", "--extends", "../acme-rules"]).code, 1);
    place.write("new/minimum.yaml", "name: acme\nfail-on: low\n");
    refused(&place.gate(&["check", "--extends", "../new"]), &["acme is extended twice", &digest, ".gate/gate.yaml:2"]);
}

#[test]
fn with_a_base_a_flag_takes_no_rules_that_the_change_can_write() {
    let place = Place::new();
    let base = place.commit("pay");
    place.write("pay/rules/minimum.yaml", "name: acme\n");
    let run = place.gate(&["check", "--base", &base, "--extends", "rules"]);
    assert_eq!(run.code, 2, "{}", run.text());
    place.commit("pay");
    refused(
        &place.gate(&["check", "--base", &base, "--extends", "rules"]),
        &["rules is tracked by git", "write its own minimum"],
    );
    assert_eq!(place.gate(&["check", "--base", &base, "--extends", "../acme-rules"]).code, 0);
    let printed = place.gate(&["extends", "rules"]).stdout;
    let digest = printed.split("sha256:").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let pinned = format!("rules@sha256:{digest}");
    assert_eq!(place.gate(&["check", "--base", &base, "--extends", &pinned]).code, 0, "what is pinned is what it is");
}
