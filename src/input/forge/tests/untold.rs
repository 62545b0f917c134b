//! What an answer does not say is not known, and never "no": each setting is taken away, set to null and to another type.

use serde_json::{Value, json};

use super::super::Snapshot;
use super::{classic, document, envelope, no_classic, ok, parse, repository};

const CLASSIC: &str = "repos/acme/pay/branches/main/protection";
const RULES: &str = "repos/acme/pay/rules/branches/main";

/// Sets a value of an answer, or takes it away, and reads what is left.
fn read(answers: &[(&str, Value)], request: &str, pointer: &str, value: Option<Value>) -> Value {
    let mut snapshot = envelope(answers);
    let body = &mut snapshot["answers"][request]["body"];
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    match value {
        Some(value) => *body.pointer_mut(pointer).unwrap() = value,
        None => drop(body.pointer_mut(parent).unwrap().as_object_mut().unwrap().remove(key).unwrap()),
    }
    document(parse(&Snapshot, ".forge/snapshot.json", &snapshot.to_string())).value().clone()
}

/// The three ways of not saying it.
fn untold() -> [Option<Value>; 3] {
    [None, Some(Value::Null), Some(json!({"what": [1]}))]
}

fn of_branch<'a>(document: &'a Value, pointer: &str) -> &'a Value {
    document["branches"][0].pointer(pointer).unwrap()
}

#[test]
fn a_setting_of_classic_protection_that_is_not_told_is_not_known() {
    let answers = [
        ("{}", ok(&repository())),
        ("{}/branches/main/protection", ok(&classic())),
        ("{}/rules/branches/main", ok(&json!([]))),
    ];
    let reviews = "/required_pull_request_reviews";
    for (pointer, key) in [
        ("/required_signatures/enabled", "signed_commits_required"),
        ("/required_signatures", "signed_commits_required"),
        ("/required_linear_history", "linear_history_required"),
        ("/required_conversation_resolution/enabled", "conversation_resolution_required"),
        ("/lock_branch", "locked"),
        ("/allow_force_pushes", "force_push_allowed"),
        ("/allow_force_pushes/enabled", "force_push_allowed"),
        ("/allow_deletions", "deletion_allowed"),
        (&format!("{reviews}/required_approving_review_count"), "approvals_required"),
        (&format!("{reviews}/dismiss_stale_reviews"), "dismiss_stale_approvals"),
        (&format!("{reviews}/require_code_owner_reviews"), "code_owner_review_required"),
        (&format!("{reviews}/require_last_push_approval"), "last_push_approval_required"),
        ("/required_status_checks/strict", "status_checks_strict"),
    ] {
        for value in untold() {
            let read = read(&answers, CLASSIC, pointer, value.clone());
            assert_eq!(*of_branch(&read, &format!("/effective/{key}")), Value::Null, "{pointer} {value:?}");
        }
    }
    // The forge leaves these out when they are off; anything else that is no object says nothing.
    for (pointer, key) in [
        (reviews, "pull_request_required"),
        (reviews, "direct_push_allowed"),
        (reviews, "approvals_required"),
        ("/required_status_checks", "status_checks_required"),
    ] {
        for value in [json!(null), json!("yes"), json!(true), json!([])] {
            let read = read(&answers, CLASSIC, pointer, Some(value.clone()));
            assert_eq!(*of_branch(&read, &format!("/effective/{key}")), Value::Null, "{pointer} {value}");
        }
        let off = self::read(&answers, CLASSIC, pointer, None);
        assert_ne!(*of_branch(&off, &format!("/effective/{key}")), Value::Null, "{pointer}");
    }
}

#[test]
fn who_may_bypass_is_not_known_where_the_answer_does_not_say_it() {
    let mut classic = classic();
    classic["required_pull_request_reviews"]["bypass_pull_request_allowances"] =
        json!({"users": [], "teams": [], "apps": []});
    let answers = [
        ("{}", ok(&repository())),
        ("{}/branches/main/protection", ok(&classic)),
        ("{}/rules/branches/main", ok(&json!([]))),
    ];
    let allowances = "/required_pull_request_reviews/bypass_pull_request_allowances";
    let lists = ["users", "teams", "apps"].map(|list| format!("{allowances}/{list}"));
    let always_told =
        ["/enforce_admins", "/enforce_admins/enabled"].into_iter().chain(lists.iter().map(String::as_str));
    for pointer in always_told {
        for value in untold() {
            let read = read(&answers, CLASSIC, pointer, value.clone());
            assert_eq!(*of_branch(&read, "/bypass_actors"), Value::Null, "{pointer} {value:?}");
            let unknowns = of_branch(&read, "/unknowns").as_array().unwrap();
            assert!(unknowns.iter().any(|gap| gap["path"] == "/layers/classic/bypass_actors"), "{pointer} {value:?}");
        }
    }
    for value in [json!(null), json!([]), json!("none")] {
        let read = read(&answers, CLASSIC, allowances, Some(value.clone()));
        assert_eq!(*of_branch(&read, "/bypass_actors"), Value::Null, "{value}");
    }
}

#[test]
fn the_source_of_a_required_check_is_not_known_where_the_answer_does_not_say_it() {
    let answers = [
        ("{}", ok(&repository())),
        ("{}/branches/main/protection", ok(&classic())),
        ("{}/rules/branches/main", ok(&json!([]))),
    ];
    let app = "/required_status_checks/checks/0/app_id";
    for (value, bound) in [
        (None, json!(null)),
        (Some(json!("x")), json!(null)),
        (Some(json!(null)), json!(false)),
        (Some(json!(-1)), json!(false)),
        (Some(json!(7)), json!(true)),
    ] {
        let read = read(&answers, CLASSIC, app, value.clone());
        assert_eq!(*of_branch(&read, "/required_checks/0/bound"), bound, "{value:?}");
    }
    for pointer in ["/required_status_checks/checks", "/required_status_checks/contexts"] {
        let read = read(&answers, CLASSIC, pointer, Some(json!("x")));
        assert_eq!(*of_branch(&read, "/effective/status_checks_required"), true, "the other list still names it");
    }
}

fn rule(kind: &str, parameters: &Value) -> Value {
    json!({"type": kind, "ruleset_id": 7, "ruleset_source_type": "Repository", "parameters": parameters})
}

fn rulesets() -> Vec<(&'static str, Value)> {
    let rules = json!([
        rule(
            "pull_request",
            &json!({"required_approving_review_count": 1, "dismiss_stale_reviews_on_push": true,
            "require_code_owner_review": true, "require_last_push_approval": true, "required_review_thread_resolution": true})
        ),
        rule(
            "required_status_checks",
            &json!({"strict_required_status_checks_policy": true,
            "required_status_checks": [{"context": "gate", "integration_id": 1}]})
        ),
    ]);
    let details = json!({"id": 7, "name": "main", "target": "branch", "source_type": "Repository", "enforcement": "active",
        "conditions": {"ref_name": {"include": ["~DEFAULT_BRANCH"], "exclude": []}}, "rules": rules,
        "bypass_actors": [], "current_user_can_bypass": "never"});
    vec![
        ("{}", ok(&repository())),
        ("{}/branches/main/protection", no_classic()),
        ("{}/rules/branches/main", ok(&rules)),
        ("{}/rulesets", ok(&json!([{"id": 7, "name": "main", "target": "branch", "enforcement": "active"}]))),
        ("{}/rulesets/7", ok(&details)),
    ]
}

#[test]
fn a_parameter_of_a_rule_in_force_that_is_not_told_is_not_known() {
    for (pointer, key) in [
        ("/0/parameters/required_approving_review_count", "approvals_required"),
        ("/0/parameters", "approvals_required"),
        ("/0/parameters/dismiss_stale_reviews_on_push", "dismiss_stale_approvals"),
        ("/0/parameters/require_code_owner_review", "code_owner_review_required"),
        ("/0/parameters/require_last_push_approval", "last_push_approval_required"),
        ("/0/parameters/required_review_thread_resolution", "conversation_resolution_required"),
        ("/1/parameters/strict_required_status_checks_policy", "status_checks_strict"),
        ("/1/parameters/required_status_checks", "status_checks_required"),
        ("/1/parameters", "status_checks_required"),
    ] {
        for value in untold() {
            let read = read(&rulesets(), RULES, pointer, value.clone());
            assert_eq!(*of_branch(&read, &format!("/effective/{key}")), Value::Null, "{pointer} {value:?}");
        }
    }
}

#[test]
fn a_ruleset_that_does_not_say_what_it_binds_leaves_the_branch_unknown() {
    let mut answers = rulesets();
    answers.retain(|(request, _)| *request != "{}/rules/branches/main");
    let details = [
        "/enforcement",
        "/conditions",
        "/conditions/ref_name",
        "/conditions/ref_name/include",
        "/conditions/ref_name/exclude",
        "/rules",
    ];
    let list = ["/0/enforcement", "/0/target"];
    let details = details.map(|pointer| ("repos/acme/pay/rulesets/7", pointer));
    for (request, pointer) in details.into_iter().chain(list.map(|pointer| ("repos/acme/pay/rulesets", pointer))) {
        for value in untold() {
            let read = read(&answers, request, pointer, value.clone());
            assert_eq!(*of_branch(&read, "/effective/pull_request_required"), Value::Null, "{pointer} {value:?}");
        }
    }
    for value in untold() {
        let read = read(&rulesets(), "repos/acme/pay/rulesets/7", "/bypass_actors", value.clone());
        assert_eq!(*of_branch(&read, "/bypass_actors"), Value::Null, "{value:?}");
        assert_eq!(*of_branch(&read, "/effective_for_everyone/pull_request_required"), Value::Null, "{value:?}");
    }
}

#[test]
fn a_guard_of_an_environment_that_is_not_told_is_not_known() {
    let list = json!({"total_count": 1, "environments": [{"name": "production", "can_admins_bypass": false,
        "protection_rules": [
            {"type": "required_reviewers", "prevent_self_review": true, "reviewers": [{"type": "Team"}]},
            {"type": "wait_timer", "wait_timer": 30}],
        "deployment_branch_policy": {"protected_branches": true, "custom_branch_policies": false}}]});
    let answers = [("{}", ok(&repository())), ("{}/environments", ok(&list))];
    let request = "repos/acme/pay/environments";
    let at = "/environments/0";
    for (pointer, key) in [
        ("can_admins_bypass", "admins_bypass"),
        ("protection_rules", "reviewers"),
        ("protection_rules", "prevent_self_review"),
        ("protection_rules/0/reviewers", "reviewers"),
        ("protection_rules/0/prevent_self_review", "prevent_self_review"),
        ("protection_rules/0/type", "reviewers"),
        ("protection_rules/1/wait_timer", "wait_minutes"),
        ("protection_rules/1/type", "wait_minutes"),
        ("deployment_branch_policy/protected_branches", "branch_policy"),
    ] {
        for value in untold() {
            let read = read(&answers, request, &format!("{at}/{pointer}"), value.clone());
            assert_eq!(read["environments"][0][key], Value::Null, "{pointer} {value:?}");
        }
    }
    for pointer in ["/environments", "/total_count"] {
        for value in untold() {
            let read = read(&answers, request, pointer, value.clone());
            let unknowns = read["unknowns"].as_array().unwrap();
            assert!(unknowns.iter().any(|gap| gap["path"] == "/environments"), "{pointer} {value:?}");
        }
    }
}
