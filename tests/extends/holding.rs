//! What a rule folder adds to a run.

use super::{CONFIG, MINIMUM, Place, WORKFLOW, refused};
use crate::support::{CLEAN_WORKFLOW, FORMATS, Repo, UNPINNED_WORKFLOW};

#[test]
fn a_policy_of_the_folder_finds_what_is_wrong_here() {
    let place = Place::new();
    assert_eq!(place.gate(&["check"]).code, 0, "without the rules nothing is wrong");
    place.pin(&["acme-rules"], "");
    assert_eq!(place.gate(&["check"]).code, 0, "the fixtures of the folder are not judged");
    place.write(&format!("pay/{WORKFLOW}"), CLEAN_WORKFLOW.replace("name: ci\n", ""));
    let run = place.gate(&["check", "-f", "json"]);
    assert_eq!(run.code, 1, "{}", run.text());
    let report = run.json();
    let finding = &report["findings"][0];
    assert_eq!((finding["policy"].as_str(), finding["path"].as_str()), (Some("ACME1"), Some(WORKFLOW)));
    assert_eq!(finding["start"]["line"], 1);
    let digest = place.digest("acme-rules");
    assert_eq!(report["provenance"]["extends"]["acme"], digest.as_str());
    let rules = report["provenance"]["rules"].as_object().unwrap();
    assert_eq!(rules["acme"], digest.as_str());
    for file in ["acme/minimum.yaml", "acme/policies/nameless/policy.rego", CONFIG] {
        assert_eq!(rules[file].as_str().map(str::len), Some(64), "{file}");
    }
    assert_eq!(
        run.stdout.replace(char::is_numeric, ""),
        place.gate(&["check", "-f", "json"]).stdout.replace(char::is_numeric, "")
    );
}

#[test]
fn every_report_says_whose_rules_hold() {
    let place = Place::new();
    place.pin(&["acme-rules"], "");
    let short: String = place.digest("acme-rules").chars().take(12).collect();
    for format in FORMATS {
        let run = place.gate(&["check", "-f", format]);
        let flat = run.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(flat.contains("acme") && flat.contains(&short), "{format}\n{}", run.stdout);
    }
}

#[test]
fn two_organisations_hold_together() {
    let place = Place::new();
    place.write(
        "bank/minimum.yaml",
        "name: bank\nfail-on: medium\npolicies: { parameters: { CI001: { trusted_owners: [] } } }\n",
    );
    place.pin(&["acme-rules", "bank"], "");
    let run = place.gate(&["check", "-f", "json"]);
    assert_eq!((run.code, run.json()["fail_on"].as_str()), (0, Some("medium")), "{}", run.text());
    place.pin(&["acme-rules", "bank"], "fail-on: high\n");
    refused(&place.gate(&["check"]), &[".gate/gate.yaml:4:10", "looser than bank allows", "bank/minimum.yaml:2"]);
    place.write(
        "acme-rules/minimum.yaml",
        format!("{MINIMUM}inputs: {{}}\n")
            .replace("[CI001] }", "[CI001], parameters: { CI001: { trusted_owners: [acme] } } }"),
    );
    place.pin(&["acme-rules", "bank"], "");
    refused(&place.gate(&["check"]), &["bank/minimum.yaml:3:", "another value in acme/minimum.yaml:6 of acme"]);
    // Two folders of one name would be told apart by nobody.
    place.write("bank/minimum.yaml", "name: acme\n");
    place.pin(&["acme-rules", "bank"], "");
    refused(&place.gate(&["check"]), &[".gate/gate.yaml:3:5", "acme is extended twice"]);
}

#[test]
fn a_minimum_that_is_wrong_is_framed_in_its_own_file() {
    let place = Place::new();
    place.pin(&["acme-rules"], "");
    for (text, parts) in [
        ("name: acme\nfail_on: high\n", ["acme/minimum.yaml:2:1", "unknown key `fail_on`", "did you mean `fail-on`?"]),
        (
            "name: acme\npolicies: { required: [CI999] }\n",
            ["acme/minimum.yaml:2:24", "there is no policy `CI999`", "did you"],
        ),
        (
            "name: acme\nextends: [{ folder: ../a }]\n",
            ["acme/minimum.yaml:2:1", "extend no others", "of the repository"],
        ),
        ("fail-on: high\n", ["acme-rules/minimum.yaml:1:1", "does not say whose it is", "write `name:`"]),
    ] {
        place.write("acme-rules/minimum.yaml", text);
        refused(&place.gate(&["extends", "../acme-rules"]), &parts);
        refused(&place.gate(&["check", "--extends", "../acme-rules"]), &["does not hold what is pinned"]);
        place.write(&format!("pay/{CONFIG}"), "version: 1\n");
        refused(&place.gate(&["check", "--extends", "../acme-rules"]), &parts);
        place.write("acme-rules/minimum.yaml", MINIMUM);
        place.pin(&["acme-rules"], "");
    }
}

#[test]
fn what_is_required_is_missed_and_a_policy_may_be_as_severe_as_it_was() {
    let place = Place::new();
    place.write(
        "acme-rules/minimum.yaml",
        "name: acme\ninputs: { terraform: { required: true } }\npolicies: { severity: { CI001: critical } }\n",
    );
    place.pin(&["acme-rules"], "");
    let run = place.gate(&["check"]);
    assert_eq!(run.code, 3, "{}", run.text());
    assert!(run.stdout.contains("requires an input of kind `terraform`"), "{}", run.stdout);
    place.write("acme-rules/minimum.yaml", "name: acme\npolicies: { severity: { CI001: critical } }\n");
    place.write(&format!("pay/{WORKFLOW}"), UNPINNED_WORKFLOW);
    place.pin(&["acme-rules"], "");
    let report = place.gate(&["check", "-f", "json"]).json();
    assert_eq!(report["findings"][0]["severity"], "critical");
    let without = Repo::new().with(WORKFLOW, UNPINNED_WORKFLOW).gate(&["check", "-f", "json"]).json();
    assert_eq!(without["findings"][0]["severity"], "high");
    assert_eq!(report["findings"][0]["fingerprint"], without["findings"][0]["fingerprint"]);
}
