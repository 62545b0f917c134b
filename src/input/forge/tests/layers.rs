//! What classic protection and rulesets come to together.

use serde_json::{Value, json};

use super::{
    Snapshot, classic, document, envelope, forbidden, main_branch, no_classic, ok, parse, reasons, repository, snapshot,
};

const CLASSIC: &str = "{}/branches/main/protection";
const RULES: &str = "{}/rules/branches/main";

/// A rule in force.
fn rule(id: u64, kind: &str, parameters: Option<Value>) -> Value {
    let mut rule =
        json!({"type": kind, "ruleset_source_type": "Repository", "ruleset_source": "acme/pay", "ruleset_id": id});
    if let Some(parameters) = parameters {
        rule["parameters"] = parameters;
    }
    rule
}

fn pull_request(id: u64, approvals: u64) -> Value {
    let parameters = json!({"required_approving_review_count": approvals, "dismiss_stale_reviews_on_push": true,
        "require_code_owner_review": false, "require_last_push_approval": false,
        "required_review_thread_resolution": false});
    rule(id, "pull_request", Some(parameters))
}

/// The details of a ruleset for the default branch.
fn details(id: u64, enforcement: &str, bypass: Option<Value>, rules: &Value) -> Value {
    let mut details = json!({"id": id, "name": "main", "target": "branch", "source_type": "Repository",
        "enforcement": enforcement, "conditions": {"ref_name": {"include": ["~DEFAULT_BRANCH"], "exclude": []}},
        "rules": rules});
    if let Some(bypass) = bypass {
        details["bypass_actors"] = bypass;
    }
    details
}

/// The keys of a view that differ from the weakest a branch can be, which is no protection at all.
fn strict(view: &Value) -> Vec<String> {
    let weak = main_branch(&[(CLASSIC, no_classic()), (RULES, ok(&json!([])))])["effective"].clone();
    let view = view.as_object().unwrap();
    view.iter()
        .filter(|(key, value)| weak[key.as_str()] != **value)
        .map(|(key, value)| format!("{key}={value}"))
        .collect()
}

#[test]
fn a_branch_without_any_protection_is_known_to_have_none() {
    let branch = main_branch(&[(CLASSIC, no_classic()), (RULES, ok(&json!([])))]);
    assert_eq!(branch["protected"], false);
    assert_eq!(branch["effective"]["pull_request_required"], false);
    assert_eq!(branch["effective"]["approvals_required"], 0);
    assert_eq!(branch["effective"]["force_push_allowed"], true);
    assert_eq!(branch["effective"]["author_can_approve"], false, "GitHub never lets authors approve");
    assert_eq!(branch["bypass_actors"], json!([]));
    assert_eq!(branch["unknowns"], json!([]));
}

#[test]
fn a_full_classic_protection_holds_for_everyone() {
    let branch = main_branch(&[(CLASSIC, ok(&classic())), (RULES, ok(&json!([])))]);
    assert_eq!(branch["effective"], branch["effective_for_everyone"]);
    assert_eq!(branch["effective"]["approvals_required"], 2);
    assert_eq!(branch["effective"]["status_checks_strict"], true);
    assert_eq!(branch["effective"]["direct_push_allowed"], false);
    assert_eq!(branch["required_checks"][0]["app_id"], 15368);
    assert_eq!(branch["required_checks"][0]["bound"], true);
}

/// ossf/scorecard#3480: classic protection with an exemption for administrators and a ruleset without bypass that only
/// forbids deletion must not add up to "pull request required for everyone".
#[test]
fn a_bypass_of_one_layer_is_not_cured_by_another_layer() {
    let mut exempt = classic();
    exempt["enforce_admins"]["enabled"] = json!(false);
    exempt["allow_deletions"]["enabled"] = json!(true);
    let rules = json!([rule(7, "deletion", None)]);
    let details = ok(&details(7, "active", Some(json!([])), &rules));
    let branch = main_branch(&[(CLASSIC, ok(&exempt)), (RULES, ok(&rules)), ("{}/rulesets/7", details)]);
    assert_eq!(branch["effective"]["pull_request_required"], true);
    assert_eq!(branch["effective"]["deletion_allowed"], false);
    // Administrators are bound by the ban on force pushes in any case ("rules applied to everyone").
    assert_eq!(strict(&branch["effective_for_everyone"]), ["force_push_allowed=false", "deletion_allowed=false"]);
    let actor = &branch["bypass_actors"][0];
    assert_eq!(
        (&actor["type"], &actor["name"], &actor["mode"]),
        (&json!("RepositoryRole"), &json!("admin"), &json!("always"))
    );
}

#[test]
fn a_hidden_bypass_list_is_not_an_empty_one() {
    let rules = json!([pull_request(7, 2), rule(7, "non_fast_forward", None)]);
    let details = ok(&details(7, "active", None, &rules));
    let branch = main_branch(&[(CLASSIC, no_classic()), (RULES, ok(&rules)), ("{}/rulesets/7", details)]);
    assert_eq!(branch["effective"]["approvals_required"], 2);
    assert_eq!(branch["effective_for_everyone"]["approvals_required"], Value::Null);
    assert_eq!(branch["effective_for_everyone"]["approvals_required_at_least"], 0);
    assert_eq!(branch["effective_for_everyone"]["force_push_allowed"], Value::Null);
    assert_eq!(branch["effective_for_everyone"]["signed_commits_required"], false, "no layer has it at all");
    assert_eq!(branch["bypass_actors"], Value::Null);
    assert_eq!(branch["layers"][0]["bypass_actors"], Value::Null);
    assert_eq!(reasons(&branch), [("/layers/ruleset:7/bypass_actors".to_owned(), "forbidden".to_owned())]);
}

#[test]
fn whoever_may_bypass_only_in_a_pull_request_still_cannot_push_or_rewrite() {
    let rules = json!([pull_request(7, 2), rule(7, "non_fast_forward", None), rule(7, "deletion", None)]);
    for (mode, expected) in [
        ("pull_request", json!([true, 0, false, false])),
        ("always", json!([false, 0, true, true])),
        ("exempt", json!([false, 0, true, true])),
    ] {
        let bypass = json!([{"actor_id": 5, "actor_type": "RepositoryRole", "bypass_mode": mode}]);
        let details = ok(&details(7, "active", Some(bypass), &rules));
        let branch = main_branch(&[(CLASSIC, no_classic()), (RULES, ok(&rules)), ("{}/rulesets/7", details)]);
        let everyone = &branch["effective_for_everyone"];
        let keys = ["pull_request_required", "approvals_required", "force_push_allowed", "deletion_allowed"];
        let got: Vec<&Value> = keys.iter().map(|key| &everyone[key]).collect();
        assert_eq!(json!(got), expected, "{mode}");
    }
}

#[test]
fn people_who_may_skip_reviews_are_still_bound_by_the_rest() {
    let mut protection = classic();
    protection["required_pull_request_reviews"]["bypass_pull_request_allowances"] =
        json!({"users": [{"login": "release-bot", "id": 9}], "teams": [], "apps": []});
    let branch = main_branch(&[(CLASSIC, ok(&protection)), (RULES, ok(&json!([])))]);
    let everyone = &branch["effective_for_everyone"];
    assert_eq!(everyone["approvals_required"], 0);
    assert_eq!(everyone["pull_request_required"], false);
    assert_eq!(everyone["status_checks_required"], true);
    assert_eq!(branch["bypass_actors"][0]["name"], "release-bot");
}

#[test]
fn a_ruleset_that_is_not_enforced_protects_nothing() {
    for enforcement in ["evaluate", "disabled"] {
        let rules = json!([pull_request(7, 2)]);
        let details = ok(&details(7, enforcement, Some(json!([])), &rules));
        let branch = main_branch(&[(CLASSIC, no_classic()), (RULES, ok(&json!([]))), ("{}/rulesets/7", details)]);
        assert_eq!(branch["effective"]["approvals_required"], 0, "{enforcement}");
        assert_eq!(branch["protected"], false);
        assert_eq!(branch["layers"][0]["enforcement"], enforcement, "it is shown all the same");
        assert_eq!(branch["layers"][0]["rules"]["approvals_required"], 2);
    }
}

#[test]
fn the_message_and_not_the_status_says_what_a_refusal_means() {
    let message = |status: u16, message: &str| json!({"status": status, "body": {"message": message}});
    let upgrade = "Upgrade to GitHub Pro or make this repository public to enable this feature.";
    for (answer, expected, reason) in [
        (message(404, "Branch not protected"), json!(0), None),
        (message(403, upgrade), json!(0), None),
        (message(404, "Not Found"), Value::Null, Some("forbidden")),
        (forbidden(), Value::Null, Some("forbidden")),
        (message(403, "API rate limit exceeded for installation ID 1"), Value::Null, Some("rate_limited")),
        (message(429, "Too many requests"), Value::Null, Some("rate_limited")),
        (message(502, "Server Error"), Value::Null, Some("unreadable")),
    ] {
        let branch = main_branch(&[(CLASSIC, answer.clone()), (RULES, ok(&json!([])))]);
        assert_eq!(branch["effective"]["approvals_required"], expected, "{answer}");
        let reasons = reasons(&branch);
        assert_eq!(reasons.first().map(|(_, reason)| reason.as_str()), reason, "{answer}");
        if expected.is_null() {
            assert_eq!(branch["protected"], Value::Null);
            assert_eq!(branch["bypass_actors"], Value::Null);
        }
    }
}

#[test]
fn a_strict_value_in_one_layer_is_certain_though_another_is_hidden() {
    let rules = json!([pull_request(7, 2), rule(7, "non_fast_forward", None)]);
    let details = ok(&details(7, "active", Some(json!([])), &rules));
    let branch = main_branch(&[(CLASSIC, forbidden()), (RULES, ok(&rules)), ("{}/rulesets/7", details)]);
    for view in ["effective", "effective_for_everyone"] {
        assert_eq!(branch[view]["pull_request_required"], true);
        assert_eq!(branch[view]["force_push_allowed"], false);
        assert_eq!(branch[view]["approvals_required"], Value::Null, "the hidden layer may ask for more");
        assert_eq!(branch[view]["approvals_required_at_least"], 2);
        assert_eq!(branch[view]["signed_commits_required"], Value::Null);
    }
    assert_eq!(branch["protected"], true);
}

#[test]
fn an_answer_that_is_missing_is_unknown_and_says_what_to_run() {
    let branch = main_branch(&[(RULES, ok(&json!([])))]);
    assert_eq!(branch["effective"]["force_push_allowed"], Value::Null);
    assert_eq!(reasons(&branch), [("/layers/classic".to_owned(), "not_collected".to_owned())]);
    let message = branch["unknowns"][0]["message"].as_str().unwrap();
    assert!(message.ends_with("gh api repos/acme/pay/branches/main/protection"), "{message}");
    let nothing = main_branch(&[]);
    assert_eq!(reasons(&nothing).len(), 2);
}

#[test]
fn a_branch_that_the_forge_calls_unprotected_needs_no_administrator_to_be_judged() {
    let plain = ok(&json!({"name": "main", "protected": false}));
    let branch = main_branch(&[(CLASSIC, forbidden()), ("{}/branches/main", plain)]);
    assert_eq!(branch["effective"]["pull_request_required"], false);
    assert_eq!(branch["unknowns"], json!([]));
    // `protected: true` proves nothing: a ruleset that only asks for a review by a machine sets it.
    let protected = ok(&json!({"name": "main", "protected": true}));
    let branch = main_branch(&[(CLASSIC, forbidden()), (RULES, ok(&json!([]))), ("{}/branches/main", protected)]);
    assert_eq!(branch["effective"]["pull_request_required"], Value::Null);
}

#[test]
fn without_the_rules_in_force_conditions_decide() {
    let rules = json!([{"type": "pull_request", "parameters": {"required_approving_review_count": 1,
        "dismiss_stale_reviews_on_push": false, "require_code_owner_review": false,
        "require_last_push_approval": false, "required_review_thread_resolution": false}}]);
    let list = ok(&json!([{"id": 7, "name": "main", "target": "branch", "enforcement": "active"},
        {"id": 8, "name": "tags", "target": "tag", "enforcement": "active"}]));
    let seven = ok(&details(7, "active", Some(json!([])), &rules));
    let branch = main_branch(&[(CLASSIC, no_classic()), ("{}/rulesets", list.clone()), ("{}/rulesets/7", seven)]);
    assert_eq!(branch["effective_for_everyone"]["approvals_required"], 1);
    assert_eq!(branch["unknowns"], json!([]));
    let branch = main_branch(&[(CLASSIC, no_classic()), ("{}/rulesets", list)]);
    assert_eq!(branch["effective"]["approvals_required"], Value::Null, "the ruleset was not collected");
    let message = branch["unknowns"][0]["message"].as_str().unwrap();
    assert!(message.ends_with("gh api repos/acme/pay/rulesets/7"), "{message}");
}

#[test]
fn a_full_first_page_of_rules_may_hide_more() {
    let rules: Vec<Value> = (0..30).map(|id| rule(id, "creation", None)).collect();
    let branch = main_branch(&[(CLASSIC, no_classic()), (RULES, ok(&json!(rules)))]);
    assert_eq!(branch["effective"]["force_push_allowed"], Value::Null);
    assert!(reasons(&branch).contains(&("/layers/rulesets".to_owned(), "unreadable".to_owned())));
}

#[test]
fn an_empty_list_of_checks_requires_nothing() {
    let mut protection = classic();
    protection["required_status_checks"] = json!({"strict": true, "contexts": [], "checks": []});
    let branch = main_branch(&[(CLASSIC, ok(&protection)), (RULES, ok(&json!([])))]);
    assert_eq!(branch["effective"]["status_checks_required"], false);
    assert_eq!(branch["effective"]["status_checks_strict"], false);
    assert_eq!(branch["required_checks"], json!([]));
}

#[test]
fn a_required_workflow_is_a_check_that_nobody_else_can_report() {
    let workflows = json!({"workflows": [{"path": ".github/workflows/gate.yml", "repository_id": 3}]});
    let checks = json!({"required_status_checks": [{"context": "lint"}, {"context": "test", "integration_id": 15368}],
        "strict_required_status_checks_policy": false});
    let rules = json!([rule(7, "workflows", Some(workflows)), rule(7, "required_status_checks", Some(checks))]);
    let branch = main_branch(&[(CLASSIC, no_classic()), (RULES, ok(&rules))]);
    let found = branch["required_checks"].as_array().unwrap();
    let found: Vec<String> =
        found.iter().map(|check| format!("{}:{}", check["context"].as_str().unwrap(), check["bound"])).collect();
    assert_eq!(found, [".github/workflows/gate.yml:true", "lint:false", "test:true"]);
}

#[test]
fn a_branch_name_with_a_slash_is_one_branch() {
    let document = snapshot(&[
        ("{}", ok(&repository())),
        ("{}/branches/release%2F1/protection", ok(&classic())),
        ("{}/rules/branches/release%2F1", ok(&json!([]))),
    ]);
    let branches = document.value()["branches"].as_array().unwrap();
    let names: Vec<&str> = branches.iter().map(|branch| branch["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["main", "release/1"]);
    assert_eq!(branches[1]["is_default"], false);
    assert_eq!(branches[1]["effective"]["approvals_required"], 2);
}

#[test]
fn an_unknown_default_branch_stays_unknown() {
    let document = snapshot(&[(CLASSIC, ok(&classic()))]);
    assert_eq!(document.value()["branches"][0]["is_default"], Value::Null);
    let reasons = reasons(document.value());
    assert!(reasons.contains(&("/repository/default_branch".to_owned(), "not_collected".to_owned())));
}

#[test]
fn allowances_of_an_unknown_shape_are_a_problem_and_hide_the_bypass() {
    for allowances in [json!("x"), json!([]), json!({"roles": [{"id": 5}]}), json!({"users": "x"})] {
        let mut protection = classic();
        protection["required_pull_request_reviews"]["bypass_pull_request_allowances"] = allowances.clone();
        let text =
            serde_json::to_string_pretty(&envelope(&[("{}", ok(&repository())), (CLASSIC, ok(&protection))])).unwrap();
        let document = document(parse(&Snapshot, ".forge/snapshot.json", &text));
        assert_eq!(document.problems.len(), 1, "{allowances}");
        assert_eq!(document.value()["branches"][0]["bypass_actors"], Value::Null, "{allowances}");
    }
}

#[test]
fn a_check_that_only_one_of_both_lists_names_is_required_too() {
    let mut protection = classic();
    protection["required_status_checks"]["contexts"] = json!(["gate", "x"]);
    let branch = main_branch(&[(CLASSIC, ok(&protection)), (RULES, ok(&json!([])))]);
    let checks = branch["required_checks"].as_array().unwrap();
    let found: Vec<_> = checks.iter().map(|check| (check["context"].as_str().unwrap(), &check["bound"])).collect();
    assert_eq!(found, [("gate", &json!(true)), ("x", &json!(false))]);
}

#[test]
fn details_that_deny_the_rules_in_force_are_a_contradiction() {
    let rules = json!([rule(7, "deletion", None)]);
    let sound = details(7, "active", Some(json!([])), &rules);
    for (pointer, value, problems) in [
        ("/name", json!("x"), 0),
        ("/enforcement", json!("evaluate"), 1),
        ("/enforcement", json!("disabled"), 1),
        ("/target", json!("tag"), 1),
        ("/conditions/ref_name/exclude", json!(["refs/heads/main"]), 1),
        ("/conditions", json!({}), 0),
    ] {
        let mut details = sound.clone();
        *details.pointer_mut(pointer).unwrap() = value.clone();
        let answers = [("{}", ok(&repository())), (RULES, ok(&rules)), ("{}/rulesets/7", ok(&details))];
        let text = serde_json::to_string_pretty(&envelope(&answers)).unwrap();
        let document = document(parse(&Snapshot, ".forge/snapshot.json", &text));
        assert_eq!(document.problems.len(), problems, "{pointer}: {value}");
    }
}
