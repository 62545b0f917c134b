//! Rulesets as files.

use serde_json::{Value, json};

use super::super::Ruleset;
use super::{parse, reasons, ruleset};
use crate::input::{Claim, Format, Parsed};
use crate::source::RepoPath;

fn file(include: &[&str], rules: &Value) -> Value {
    json!({"name": "main protection", "target": "branch", "enforcement": "active",
        "conditions": {"ref_name": {"include": include, "exclude": []}}, "bypass_actors": [], "rules": rules})
}

#[test]
fn a_declared_ruleset_is_known_for_what_it_declares_only() {
    let rules = json!([
        {"type": "pull_request", "parameters": {"required_approving_review_count": 0, "require_code_owner_review": true}},
        {"type": "deletion"}
    ]);
    let document = ruleset(&file(&["~DEFAULT_BRANCH"], &rules));
    assert_eq!(document.value()["source"]["kind"], "declared");
    let branch = &document.value()["branches"][0];
    assert_eq!(branch["is_default"], true);
    let effective = &branch["effective"];
    assert_eq!(effective["pull_request_required"], true);
    assert_eq!(effective["approvals_required"], 0);
    assert_eq!(effective["code_owner_review_required"], true);
    assert_eq!(effective["deletion_allowed"], false);
    for undeclared in ["force_push_allowed", "dismiss_stale_approvals", "status_checks_required", "locked"] {
        assert_eq!(effective[undeclared], Value::Null, "{undeclared}");
    }
    assert_eq!(reasons(branch), [(String::new(), "not_declared".to_owned())]);
}

#[test]
fn a_declared_bypass_lifts_what_is_declared() {
    let mut body =
        file(&["~ALL"], &json!([{"type": "pull_request", "parameters": {"required_approving_review_count": 2}}]));
    body["bypass_actors"] = json!([{"actor_id": 5, "actor_type": "RepositoryRole", "bypass_mode": "always"}]);
    let branch = ruleset(&body).value()["branches"][0].clone();
    assert_eq!(branch["effective"]["approvals_required"], 2);
    assert_eq!(branch["effective_for_everyone"]["approvals_required"], 0);
    assert_eq!(branch["bypass_actors"][0]["name"], "admin");
    body.as_object_mut().unwrap().remove("bypass_actors");
    let branch = ruleset(&body).value()["branches"][0].clone();
    assert_eq!(branch["bypass_actors"], Value::Null, "a file may leave the list alone");
}

#[test]
fn the_condition_says_which_branches_are_meant() {
    for (include, exclude, expected) in [
        (json!(["~DEFAULT_BRANCH"]), json!([]), json!([["~DEFAULT_BRANCH", true]])),
        (json!(["~ALL"]), json!([]), json!([["~DEFAULT_BRANCH", true]])),
        (json!([]), json!([]), json!([])),
        (json!([]), json!(["refs/heads/tmp/*"]), json!([["~DEFAULT_BRANCH", true]])),
        (json!(["~ALL"]), json!(["~DEFAULT_BRANCH"]), json!([["~ALL", false]])),
        (json!(["refs/heads/main"]), json!([]), json!([["main", true]])),
        (json!(["refs/heads/main"]), json!(["refs/heads/main"]), json!([])),
        (json!(["refs/heads/release/*"]), json!([]), json!([["release/*", null]])),
    ] {
        let mut body = file(&[], &json!([{"type": "deletion"}]));
        body["conditions"]["ref_name"] = json!({"include": include, "exclude": exclude});
        let document = ruleset(&body);
        let branches = document.value()["branches"].as_array().unwrap();
        let got: Vec<Value> = branches.iter().map(|branch| json!([branch["name"], branch["is_default"]])).collect();
        assert_eq!(json!(got), expected, "{include} {exclude}");
    }
}

#[test]
fn an_idle_ruleset_declares_no_protection() {
    let mut body = file(
        &["~DEFAULT_BRANCH"],
        &json!([{"type": "pull_request", "parameters": {"required_approving_review_count": 0}}]),
    );
    body["enforcement"] = json!("evaluate");
    let branch = ruleset(&body).value()["branches"][0].clone();
    assert_eq!(branch["effective"]["approvals_required"], Value::Null);
    assert_eq!(branch["layers"][0]["enforcement"], "evaluate");
}

#[test]
fn a_ruleset_about_tags_has_no_branches() {
    let body = json!({"name": "releases", "target": "tag", "enforcement": "active", "bypass_actors": [],
        "conditions": {"ref_name": {"include": ["refs/tags/v*"], "exclude": []}},
        "rules": [{"type": "deletion"}, {"type": "update"}]});
    let document = ruleset(&body);
    assert_eq!(document.value()["branches"], json!([]));
    assert_eq!(document.value()["tags"][0]["rules"], json!(["deletion", "update"]));
    assert_eq!(document.value()["tags"][0]["include"], json!(["refs/tags/v*"]));
}

#[test]
fn a_file_that_is_no_ruleset_is_refused() {
    for (text, part) in [
        ("{", "not valid JSON"),
        ("[]", "one ruleset in each file"),
        ("{}", "no `target`"),
        (r#"{"target": "branch"}"#, "no `enforcement`"),
        (r#"{"target": "branch", "enforcement": "on", "rules": []}"#, "active, evaluate or disabled"),
        (r#"{"target": "branch", "enforcement": "active"}"#, "no list `rules`"),
    ] {
        match parse(&Ruleset, ".github/rulesets/main.json", text) {
            Parsed::Failed(problem) => {
                assert!(problem.message.raw().contains(part), "{text}: {:?}", problem.message.raw());
            }
            other => panic!("{text} was read: {other:?}"),
        }
    }
    assert_eq!(Ruleset.claims(&RepoPath::new(".github/rulesets/main.json").unwrap()), Claim::Yes);
    assert_eq!(Ruleset.claims(&RepoPath::new(".github/rulesets.json").unwrap()), Claim::No);
    assert!(Ruleset.confirms(&file(&[], &json!([])).to_string()));
    assert!(!Ruleset.confirms("{}"));
}
