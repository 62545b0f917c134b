//! Snapshots that are half there.

use serde_json::{Value, json};

use super::super::Snapshot;
use super::{classic, document, envelope, forbidden, ok, parse, repository};
use crate::input::{Claim, Format, Parsed};
use crate::source::RepoPath;

fn refused(text: &str) -> String {
    match parse(&Snapshot, ".forge/snapshot.json", text) {
        Parsed::Failed(problem) => problem.message.raw().to_owned(),
        other => panic!("read: {other:?}"),
    }
}

fn sound() -> Value {
    envelope(&[("{}", ok(&repository())), ("{}/branches/main/protection", ok(&classic()))])
}

#[test]
fn a_file_that_is_no_whole_snapshot_is_refused_with_the_reason() {
    let without = |key: &str| {
        let mut value = sound();
        value.as_object_mut().unwrap().remove(key);
        value.to_string()
    };
    let with = |key: &str, new: Value| {
        let mut value = sound();
        value[key] = new;
        value.to_string()
    };
    let whole = sound().to_string();
    for (text, part) in [
        (whole.chars().take(whole.len() / 2).collect(), "not valid JSON"),
        (String::new(), "not valid JSON"),
        ("[]".to_owned(), "no settings snapshot"),
        (classic().to_string(), "bare answer of repos/acme/pay/branches/main/protection; wrap"),
        (forbidden()["body"].to_string(), "bare refusal"),
        (with("schema", json!("gate.snapshot/v2")), "reads gate.snapshot/v1 only"),
        (with("forge", json!("gitlab")), "`github` only"),
        (without("forge"), "no `forge`"),
        (without("repository"), "no `repository`"),
        (with("repository", json!("pay")), "owner/name"),
        (with("repository", json!("acme/../etc")), "owner/name"),
        (without("answers"), "no `answers`"),
        (with("answers", json!([])), "must be an object"),
    ] {
        let message = refused(&text);
        assert!(message.contains(part), "{message:?} should say {part:?}");
    }
}

#[test]
fn what_is_wrong_inside_a_snapshot_keeps_it_from_being_complete() {
    let change = |edit: &dyn Fn(&mut Value)| {
        let mut value = sound();
        edit(&mut value);
        value
    };
    let protection = "repos/acme/pay/branches/main/protection";
    for (value, part) in [
        (change(&|v| v["answers"] = json!({})), "no answer at all"),
        (change(&|v| v["collected_at"] = json!("yesterday")), "`collected_at`"),
        (change(&|v| v["collected_at"] = Value::Null), "`collected_at`"),
        (change(&|v| v["host"] = Value::Null), "`host`"),
        (change(&|v| v["answers"]["repos/acme/pay"]["body"]["full_name"] = json!("acme/other")), "another repository"),
        (change(&|v| v["answers"]["repos/acme/other"] = ok(&json!({}))), "another repository"),
        (change(&|v| v["answers"][protection]["body"] = json!("x")), "not an object"),
        (change(&|v| v["answers"][protection] = classic()), "needs `status`"),
        (change(&|v| v["answers"]["/repos/Acme/pay/branches/main/protection"] = ok(&classic())), "answered twice"),
        (
            change(&|v| {
                v["answers"][protection]["body"]["required_pull_request_reviews"]["required_approving_review_count"] =
                    json!("2");
            }),
            "a whole number is expected here",
        ),
        (change(&|v| v["answers"][protection]["body"]["enforce_admins"]["enabled"] = json!(1)), "true or false"),
    ] {
        let document = document(parse(&Snapshot, ".forge/snapshot.json", &value.to_string()));
        let said = document.problems.iter().any(|problem| problem.message.raw().contains(part));
        assert!(said, "{part:?}: {:?}", document.problems.iter().map(|p| p.message.raw()).collect::<Vec<_>>());
    }
}

#[test]
fn a_value_of_the_wrong_type_is_not_known() {
    let mut value = sound();
    let body = &mut value["answers"]["repos/acme/pay/branches/main/protection"]["body"];
    body["required_pull_request_reviews"]["required_approving_review_count"] = json!("2");
    body["allow_force_pushes"] = json!({"enabled": "no"});
    body.as_object_mut().unwrap().remove("allow_deletions");
    value["answers"]["repos/acme/pay/rules/branches/main"] = ok(&json!([]));
    let document = document(parse(&Snapshot, ".forge/snapshot.json", &value.to_string()));
    let branch = &document.value()["branches"][0];
    for key in ["approvals_required", "force_push_allowed", "deletion_allowed"] {
        assert_eq!(branch["effective"][key], Value::Null, "{key}");
        let path = format!("/layers/classic/rules/{key}");
        assert!(branch["unknowns"].as_array().unwrap().iter().any(|unknown| unknown["path"] == *path), "{path}");
    }
    assert_eq!(branch["effective"]["pull_request_required"], true);
}

#[test]
fn duplicate_keys_are_a_problem() {
    let text = sound().to_string().replacen("\"host\":", "\"host\":\"evil.example\",\"host\":", 1);
    assert!(!document(parse(&Snapshot, ".forge/snapshot.json", &text)).problems.is_empty());
}

#[test]
fn the_folder_of_snapshots_is_claimed() {
    let claim = |path: &str| Snapshot.claims(&RepoPath::new(path).unwrap());
    assert_eq!(claim(".forge/snapshot.json"), Claim::Yes);
    assert_eq!(claim(".forge/other.json"), Claim::Maybe);
    assert_eq!(claim(".forge/notes.md"), Claim::No);
    assert_eq!(claim("a/.forge/snapshot.json"), Claim::No);
    assert!(Snapshot.confirms("{\"schema\": \"gate.snapshot/v9\""), "an unknown version is refused, not passed over");
    assert!(Snapshot.confirms(&classic().to_string()), "a bare answer is refused, not passed over");
    assert!(!Snapshot.confirms("{}"));
}
