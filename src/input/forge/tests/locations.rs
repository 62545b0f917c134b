//! Findings point at the value in the file.

use serde_json::{Value, json};

use super::{classic, no_classic, ok, repository, snapshot};
use crate::input::{Document, Segment};

fn shown(document: &Document, entity: &Value, path: &[&str]) -> String {
    let path: Vec<Segment> = path.iter().map(|&key| Segment::Key(key.to_owned())).collect();
    let place = document.locator.locate(entity["_loc"].as_str().unwrap(), &path).unwrap();
    place.source.slice(place.span).to_owned()
}

/// The line of the file at a place, for values such as `false` that say nothing alone.
fn line(document: &Document, entity: &Value, path: &[&str]) -> String {
    let path: Vec<Segment> = path.iter().map(|&key| Segment::Key(key.to_owned())).collect();
    let place = document.locator.locate(entity["_loc"].as_str().unwrap(), &path).unwrap();
    let line = place.source.position(place.span.start).line;
    place.source.slice(place.source.line_span(line).unwrap()).trim().to_owned()
}

#[test]
fn a_weak_value_is_shown_where_it_is_written() {
    let mut protection = classic();
    protection["required_pull_request_reviews"]["required_approving_review_count"] = json!(0);
    protection["allow_force_pushes"]["enabled"] = json!(true);
    protection["enforce_admins"]["enabled"] = json!(false);
    protection.as_object_mut().unwrap().remove("required_status_checks");
    let document = snapshot(&[
        ("{}", ok(&repository())),
        ("{}/branches/main/protection", ok(&protection)),
        ("{}/rules/branches/main", ok(&json!([]))),
    ]);
    let branch = &document.value()["branches"][0];
    let request = "\"repos/acme/pay/branches/main/protection\"";
    for (path, expected) in [
        (&["effective", "approvals_required"][..], "0"),
        (&["effective", "force_push_allowed"], "true"),
        (&["effective", "status_checks_required"], request),
        (&["bypass_actors"], request),
        (&[], request),
    ] {
        assert_eq!(shown(&document, branch, path), expected, "{path:?}");
    }
    assert_eq!(shown(&document, &branch["layers"][0], &["rules", "approvals_required"]), "0");
    assert_eq!(shown(&document, &branch["bypass_actors"][0], &[]), "false");
}

#[test]
fn a_rule_that_somebody_bypasses_is_shown_at_the_bypass() {
    let mut protection = classic();
    protection["enforce_admins"] = json!({"enabled": false});
    let document = snapshot(&[
        ("{}", ok(&repository())),
        ("{}/branches/main/protection", ok(&protection)),
        ("{}/rules/branches/main", ok(&json!([]))),
    ]);
    let branch = &document.value()["branches"][0];
    assert_eq!(shown(&document, branch, &["effective_for_everyone", "approvals_required"]), "false");
    assert_eq!(shown(&document, branch, &["effective", "approvals_required"]), "2");
}

#[test]
fn the_strictest_layer_is_shown() {
    let rules =
        json!([{"type": "pull_request", "ruleset_id": 7, "parameters": {"required_approving_review_count": 3}}]);
    let document = snapshot(&[
        ("{}", ok(&repository())),
        ("{}/branches/main/protection", ok(&classic())),
        ("{}/rules/branches/main", ok(&rules)),
    ]);
    let branch = &document.value()["branches"][0];
    assert_eq!(shown(&document, branch, &["effective", "approvals_required"]), "3");
}

#[test]
fn an_unknown_is_shown_at_the_refusal_or_at_the_list_that_lacks_it() {
    let document = snapshot(&[("{}", ok(&repository())), ("{}/branches/main/protection", no_classic())]);
    let branch = &document.value()["branches"][0];
    assert_eq!(shown(&document, &branch["unknowns"][0], &[]), "\"answers\"");
    assert_eq!(shown(&document, branch, &[]), "\"repos/acme/pay/branches/main/protection\"");
}

#[test]
fn an_environment_is_shown_at_its_name_and_its_settings() {
    let list = json!({"total_count": 1, "environments": [{"name": "production", "can_admins_bypass": true,
        "protection_rules": [{"type": "required_reviewers", "prevent_self_review": false, "reviewers": [{"type": "User"}]}]}]});
    let document = snapshot(&[("{}/environments", ok(&list))]);
    let environment = &document.value()["environments"][0];
    assert_eq!(shown(&document, environment, &[]), "\"production\"");
    assert_eq!(line(&document, environment, &["prevent_self_review"]), "\"prevent_self_review\": false,");
    assert_eq!(line(&document, environment, &["admins_bypass"]), "\"can_admins_bypass\": true,");
    assert_eq!(shown(&document, environment, &["reviewers"]), "\"reviewers\"");
}

#[test]
fn a_check_is_shown_at_its_name() {
    let document = snapshot(&[("{}", ok(&repository())), ("{}/branches/main/protection", ok(&classic()))]);
    let check = &document.value()["branches"][0]["required_checks"][0];
    assert_eq!(shown(&document, check, &[]), "\"gate\"");
    assert_eq!(shown(&document, check, &["app_id"]), "15368");
}
