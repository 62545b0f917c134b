//! Environments and single settings.

use serde_json::{Value, json};

use super::{ok, reasons, repository, snapshot};

fn environments(list: &Value) -> Value {
    ok(&json!({"total_count": list.as_array().unwrap().len(), "environments": list}))
}

#[test]
fn an_environment_says_who_must_approve() {
    let reviewers =
        json!([{"type": "Team", "reviewer": {"slug": "release"}}, {"type": "User", "reviewer": {"login": "ann"}}]);
    let list = json!([
        {"name": "production", "can_admins_bypass": false,
         "protection_rules": [{"type": "required_reviewers", "prevent_self_review": true, "reviewers": reviewers},
                              {"type": "wait_timer", "wait_timer": 30}, {"type": "branch_policy"}],
         "deployment_branch_policy": {"protected_branches": true, "custom_branch_policies": false}},
        {"name": "staging", "protection_rules": [], "deployment_branch_policy": null}
    ]);
    let rules = ok(&json!({"total_count": 1, "custom_deployment_protection_rules": [{"id": 1, "enabled": true}]}));
    let document = snapshot(&[
        ("{}/environments", environments(&list)),
        ("{}/environments/production/deployment_protection_rules", rules),
    ]);
    let mut found = document.value()["environments"].as_array().unwrap().clone();
    for environment in &mut found {
        environment.as_object_mut().unwrap().remove("_loc");
    }
    assert_eq!(
        found,
        [
            json!({"name": "production", "reviewers": 2, "prevent_self_review": true, "wait_minutes": 30,
            "admins_bypass": false, "branch_policy": "protected", "custom_rules": 1}),
            json!({"name": "staging", "reviewers": 0, "prevent_self_review": false, "wait_minutes": 0,
            "admins_bypass": null, "branch_policy": "all", "custom_rules": null}),
        ]
    );
}

#[test]
fn a_single_answer_about_an_environment_is_enough_for_it() {
    let single = ok(
        &json!({"name": "production", "protection_rules": [{"type": "required_reviewers", "reviewers": [{"type": "User"}]}]}),
    );
    let document = snapshot(&[("{}/environments/production", single)]);
    assert_eq!(document.value()["environments"][0]["reviewers"], 1);
    assert_eq!(document.value()["environments"][0]["prevent_self_review"], Value::Null, "old servers do not tell");
    assert!(reasons(document.value()).contains(&("/environments".to_owned(), "not_collected".to_owned())));
}

#[test]
fn a_list_of_environments_that_is_cut_off_says_so() {
    let list = ok(&json!({"total_count": 40, "environments": [{"name": "a", "protection_rules": []}]}));
    let document = snapshot(&[("{}/environments", list)]);
    assert!(reasons(document.value()).contains(&("/environments".to_owned(), "unreadable".to_owned())));
}

#[test]
fn null_from_the_organization_means_not_told() {
    let document = snapshot(&[("orgs/acme", ok(&json!({"login": "acme", "two_factor_requirement_enabled": null})))]);
    assert_eq!(document.value()["organization"]["mfa_required"], Value::Null);
    assert!(reasons(document.value()).contains(&("/organization/mfa_required".to_owned(), "not_owner".to_owned())));
    let told = snapshot(&[("orgs/acme", ok(&json!({"two_factor_requirement_enabled": false})))]);
    assert_eq!(told.value()["organization"]["mfa_required"], false);
}

#[test]
fn settings_come_from_their_answers() {
    let mut described = repository();
    described["security_and_analysis"] = json!({"secret_scanning": {"status": "enabled"}});
    described["allow_squash_merge"] = json!(true);
    let document = snapshot(&[
        ("{}", ok(&described)),
        (
            "{}/actions/permissions",
            ok(&json!({"enabled": true, "allowed_actions": "selected", "sha_pinning_required": true})),
        ),
        (
            "{}/actions/permissions/workflow",
            ok(&json!({"default_workflow_permissions": "write", "can_approve_pull_request_reviews": true})),
        ),
        ("{}/vulnerability-alerts", json!({"status": 204})),
        (
            "{}/codeowners/errors",
            ok(
                &json!({"errors": [{"line": 3, "kind": "Unknown owner", "message": "x", "path": ".github/CODEOWNERS"}]}),
            ),
        ),
    ]);
    let value = &document.value();
    assert_eq!(value["security"]["secret_scanning"], true);
    assert_eq!(value["security"]["push_protection"], Value::Null, "only administrators are told");
    assert_eq!(value["security"]["vulnerability_alerts"], true);
    assert_eq!(value["merge"]["squash"], true);
    assert_eq!(value["ci"]["default_token_permission"], "write");
    assert_eq!(value["ci"]["sha_pinning_required"], true);
    assert_eq!(value["codeowners"]["errors"][0]["line"], 3);
    assert_eq!(value["codeowners"]["path"], ".github/CODEOWNERS");
}

#[test]
fn a_404_about_alerts_is_ambiguous_and_one_about_codeowners_is_not() {
    let missing = json!({"status": 404, "body": {"message": "Not Found"}});
    let document = snapshot(&[("{}/vulnerability-alerts", missing.clone()), ("{}/codeowners/errors", missing)]);
    assert_eq!(document.value()["security"]["vulnerability_alerts"], Value::Null);
    assert_eq!(document.value()["codeowners"]["present"], false);
}

/// Every `null` of the settings has an entry that explains it.
#[test]
fn every_null_is_explained() {
    let document =
        snapshot(&[("{}", json!({"status": 403, "body": {"message": "Resource not accessible by integration"}}))]);
    let explained: Vec<String> = reasons(document.value()).into_iter().map(|(path, _)| path).collect();
    for section in ["repository", "merge", "ci", "security", "organization"] {
        for (key, value) in document.value()[section].as_object().unwrap() {
            let path = format!("/{section}/{key}");
            assert_eq!(value.is_null(), explained.contains(&path), "{path}");
        }
    }
}
