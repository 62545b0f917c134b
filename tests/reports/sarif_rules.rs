//! GitHub would take the SARIF, and the validator that says so would notice if not.

use serde_json::{Value, json};

use super::code_scanning::faults;
use super::outcomes::{blocked, canonical, incomplete, many, nothing, observed, passed, waived};
use super::support::{Repo, project, run};
use gate::outcome::Outcome;
use gate::report::{Style, by_name};

fn sarif(outcome: &Outcome) -> Value {
    let style = Style { color: false, links: None, width: 80, verbose: false, quiet: false };
    serde_json::from_str(&by_name("sarif").unwrap().render(outcome, &style)).unwrap()
}

#[test]
fn the_canonical_outcomes_satisfy_code_scanning() {
    let named = canonical().into_iter().chain([("nothing", nothing()), ("observed", observed(blocked()))]);
    for (name, outcome) in named {
        assert_eq!(faults(&sarif(&outcome)), Vec::<String>::new(), "{name}");
    }
}

#[test]
fn more_results_than_are_shown_are_left_out_and_counted() {
    let report = sarif(&many(5_100));
    assert_eq!(faults(&report), Vec::<String>::new());
    let run = &report["runs"][0];
    assert_eq!(run["results"].as_array().map(Vec::len), Some(5_000));
    let note = &run["invocations"][0]["toolExecutionNotifications"][0];
    assert_eq!(note["descriptor"]["id"], "results-left-out");
    assert!(note["message"]["text"].as_str().unwrap().starts_with("100 more findings"));
}

#[test]
fn a_waived_finding_does_not_take_the_place_of_an_open_one() {
    let mut outcome = many(10_000);
    for finding in outcome.findings.iter_mut().take(5_000) {
        *finding = waived(finding.clone());
    }
    let report = sarif(&outcome);
    let results = report["runs"][0]["results"].as_array().unwrap();
    assert!(results.iter().all(|result| result.get("suppressions").is_none()));
}

#[test]
fn long_texts_of_a_policy_are_cut_to_what_is_taken() {
    let mut outcome = blocked();
    for policy in outcome.policies.values_mut() {
        policy.meta.slug = "😀".repeat(200);
        policy.meta.title = "x".repeat(2_000);
        policy.meta.description = "😀".repeat(2_000);
    }
    assert_eq!(faults(&sarif(&outcome)), Vec::<String>::new());
}

#[test]
fn a_waived_finding_is_suppressed_and_no_other() {
    let report = sarif(&passed());
    for result in report["runs"][0]["results"].as_array().unwrap() {
        assert_eq!(result.get("suppressions").is_some(), result["ruleId"] == "CI001", "{result}");
    }
}

#[test]
fn execution_fails_when_something_is_not_judged() {
    let successful = |outcome| sarif(&outcome)["runs"][0]["invocations"][0]["executionSuccessful"].clone();
    assert_eq!([passed(), blocked(), incomplete()].map(successful), [json!(true), json!(true), json!(false)]);
}

#[test]
fn the_sarif_of_the_example_satisfies_code_scanning() {
    let said = run(&project().join("examples/payments"), &["check", "--format", "sarif"]);
    let report: Value = serde_json::from_str(&said.stdout).unwrap();
    assert_eq!(faults(&report), Vec::<String>::new());
    assert!(report["runs"][0]["results"].as_array().unwrap().len() > 5, "the example is full of faults");
    assert_eq!(report["runs"][0]["invocations"][0]["exitCode"], said.code);
}

#[test]
fn the_sarif_of_a_file_that_cannot_be_read_says_so() {
    let said = Repo::clean().with(".github/workflows/broken.yml", "on: [push\n").gate(&["check", "--format", "sarif"]);
    let report: Value = serde_json::from_str(&said.stdout).unwrap();
    assert_eq!(faults(&report), Vec::<String>::new());
    let invocation = &report["runs"][0]["invocations"][0];
    assert_eq!((said.code, &invocation["executionSuccessful"]), (3, &json!(false)));
}

/// A place in the SARIF of `blocked`, and what breaks a rule there; `null` removes it.
fn broken() -> Vec<(&'static str, Value)> {
    vec![
        ("/$schema", json!(null)),
        ("/version", json!("2.0.0")),
        ("/runs", json!([])),
        ("/runs/0/tool/driver/name", json!(" ")),
        ("/runs/0/automationDetails/id", json!("gate")),
        ("/runs/0/originalUriBaseIds", json!({})),
        ("/runs/0/tool/driver/rules/1/id", json!("AF003")),
        ("/runs/0/tool/driver/rules/1/shortDescription/text", json!("")),
        ("/runs/0/tool/driver/rules/1/fullDescription/text", json!("x".repeat(1_025))),
        ("/runs/0/tool/driver/rules/1/help/text", json!(null)),
        ("/runs/0/tool/driver/rules/1/properties/security-severity", json!("11.0")),
        ("/runs/0/tool/driver/rules/1/properties/security-severity", json!(8.0)),
        ("/runs/0/tool/driver/rules/1/properties/precision", json!("certain")),
        ("/runs/0/tool/driver/rules/1/properties/tags", json!(vec!["security"; 21])),
        ("/runs/0/tool/driver/rules/1/properties/tags", json!(["pipeline"])),
        ("/runs/0/tool/driver/rules/1/relationships/0/target/index", json!(9)),
        ("/runs/0/tool/driver/rules/1/relationships/0/target/toolComponent/name", json!("hipaa")),
        ("/runs/0/tool/driver/notifications/0/help/text", json!("")),
        ("/runs/0/tool/driver/supportedTaxonomies/0/name", json!("hipaa")),
        ("/runs/0/taxonomies", json!([])),
        ("/runs/0/results", json!(null)),
        ("/runs/0/results/0/ruleIndex", json!(0)),
        ("/runs/0/results/0/ruleIndex", json!(99)),
        ("/runs/0/results/0/level", json!("high")),
        ("/runs/0/results/0/message/text", json!("")),
        ("/runs/0/results/0/locations", json!([])),
        ("/runs/0/results/0/locations/0/physicalLocation/artifactLocation/uri", json!("file:///a")),
        ("/runs/0/results/0/locations/0/physicalLocation/artifactLocation/uri", json!("/a")),
        ("/runs/0/results/0/locations/0/physicalLocation/artifactLocation/uri", json!("a/../b")),
        ("/runs/0/results/0/locations/0/physicalLocation/artifactLocation/uri", json!("a b")),
        ("/runs/0/results/0/locations/0/physicalLocation/artifactLocation/uri", json!("a%zz")),
        ("/runs/0/results/0/locations/0/physicalLocation/region", json!(null)),
        ("/runs/0/results/0/locations/0/physicalLocation/region/startLine", json!(0)),
        ("/runs/0/results/0/locations/0/physicalLocation/region/endColumn", json!(616)),
        ("/runs/0/results/0/partialFingerprints/primaryLocationLineHash", json!(null)),
        ("/runs/0/results/0/partialFingerprints/primaryLocationLineHash", json!("c0ee3e92a93abffc")),
        ("/runs/0/results/0/relatedLocations/0/message/text", json!("")),
        ("/runs/0/invocations", json!([])),
        ("/runs/0/invocations/0/executionSuccessful", json!(false)),
        ("/runs/0/invocations/0/executionSuccessful", json!(null)),
    ]
}

#[test]
fn the_validator_notices_every_broken_rule() {
    let sound = sarif(&blocked());
    for (place, value) in broken() {
        let mut report = sound.clone();
        *report.pointer_mut(place).unwrap_or_else(|| panic!("nothing at {place}")) = value.clone();
        assert!(!faults(&report).is_empty(), "{place} = {value}");
    }
}

#[test]
fn the_validator_notices_success_of_a_run_that_was_not_complete_and_waivers_without_a_reason() {
    let mut report = sarif(&incomplete());
    report["runs"][0]["invocations"][0]["executionSuccessful"] = json!(true);
    assert_eq!(faults(&report), ["executionSuccessful, and something was not judged"]);
    let mut report = sarif(&passed());
    let results = report["runs"][0]["results"].as_array_mut().unwrap();
    let waived = results.iter_mut().find(|result| result["ruleId"] == "CI001").unwrap();
    waived["suppressions"][0]["justification"] = json!("");
    assert_eq!(faults(&report).len(), 1);
}

#[test]
fn the_validator_notices_too_many_results() {
    let mut report = sarif(&blocked());
    let one = report["runs"][0]["results"][1].clone();
    report["runs"][0]["results"] = Value::Array(vec![one; 5_001]);
    assert_eq!(faults(&report), ["results: none, or too many"]);
}
