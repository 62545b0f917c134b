//! Knowing less never makes a setting look different: it becomes unknown, or stays what it was.

use serde_json::{Value, json};

use super::{classic, forbidden, no_classic, ok, repository, snapshot};

/// Snapshots with every answer that the branch hangs on: a sound one, a weak one, one of rulesets only.
fn complete() -> Vec<Vec<(&'static str, Value)>> {
    let rule = |kind: &str, parameters: Value| json!({"type": kind, "ruleset_id": 7, "parameters": parameters});
    let rules = json!([
        rule("pull_request", json!({"required_approving_review_count": 1})),
        rule("non_fast_forward", Value::Null),
    ]);
    let details = |bypass: Value| {
        ok(&json!({"id": 7, "name": "main", "target": "branch", "source_type": "Repository", "enforcement": "active",
            "conditions": {"ref_name": {"include": ["~DEFAULT_BRANCH"], "exclude": []}},
            "bypass_actors": bypass, "rules": rules}))
    };
    let list = ok(&json!([{"id": 7, "name": "main", "target": "branch", "enforcement": "active"}]));
    let mut weak = classic();
    weak["enforce_admins"]["enabled"] = json!(false);
    weak["allow_force_pushes"]["enabled"] = json!(true);
    let admin = json!([{"actor_id": 5, "actor_type": "RepositoryRole", "bypass_mode": "always"}]);
    let answers = |classic: Value, rules: &Value, bypass: Value, protected: bool| {
        vec![
            ("{}", ok(&repository())),
            ("{}/branches/main", ok(&json!({"name": "main", "protected": protected}))),
            ("{}/branches/main/protection", classic),
            ("{}/rules/branches/main", ok(rules)),
            ("{}/rulesets", list.clone()),
            ("{}/rulesets/7", details(bypass)),
        ]
    };
    vec![
        answers(ok(&classic()), &rules, json!([]), true),
        answers(ok(&weak), &rules, admin, true),
        answers(no_classic(), &rules, json!([]), true),
    ]
}

fn branch(answers: &[(&str, Value)]) -> Value {
    let document = snapshot(answers);
    document.value()["branches"].as_array().unwrap().iter().find(|branch| branch["name"] == "main").unwrap().clone()
}

/// Compares every rule of both views with what was known when nothing was missing.
fn says_no_more(less: &Value, full: &Value, what: &str) {
    for view in ["effective", "effective_for_everyone"] {
        for (key, value) in full[view].as_object().unwrap() {
            let now = &less[view][key];
            if key == "approvals_required_at_least" {
                assert!(now.as_u64() <= value.as_u64(), "{what}: {view}.{key} rose to {now}");
            } else {
                assert!(now.is_null() || now == value, "{what}: {view}.{key} was {value} and is {now}");
            }
        }
    }
    if !full["bypass_actors"].as_array().unwrap().is_empty() {
        assert_ne!(less["bypass_actors"], json!([]), "{what}: those who bypass are gone");
    }
}

#[test]
fn an_answer_less_never_changes_a_setting() {
    for (index, answers) in complete().iter().enumerate() {
        let full = branch(answers);
        for missing in 0..answers.len() {
            let request = answers[missing].0;
            let mut fewer = answers.clone();
            fewer.remove(missing);
            says_no_more(&branch(&fewer), &full, &format!("snapshot {index} without {request}"));
            let mut refused = answers.clone();
            refused[missing].1 = forbidden();
            says_no_more(&branch(&refused), &full, &format!("snapshot {index} with {request} refused"));
            for other in 0..fewer.len() {
                let mut fewest = fewer.clone();
                let second = fewest.remove(other).0;
                if fewest.iter().any(|(request, _)| request.contains("branches/main")) {
                    says_no_more(&branch(&fewest), &full, &format!("snapshot {index} without {request}, {second}"));
                }
            }
        }
    }
}

/// A key that is missing inside an answer is no reason to believe in less protection for administrators, or in more.
#[test]
fn a_key_less_in_a_protection_never_adds_protection() {
    let full = branch(&complete()[1]);
    let keys: Vec<String> = classic().as_object().unwrap().keys().cloned().collect();
    for key in keys {
        let mut answers = complete()[1].clone();
        answers[2].1["body"].as_object_mut().unwrap().remove(&key);
        let less = branch(&answers);
        for weak in ["force_push_allowed", "deletion_allowed", "direct_push_allowed"] {
            let (was, now) = (&full["effective_for_everyone"][weak], &less["effective_for_everyone"][weak]);
            assert!(now != false || was == false, "without {key}: {weak} was {was} and is {now}");
        }
        assert_ne!(less["bypass_actors"], json!([]), "without {key}");
    }
}
