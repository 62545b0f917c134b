//! Environments of deployments and who may approve, through both readers.

use serde_json::{Value, json};

use super::deployments::{document, environments, snapshot};
use crate::input::pipeline::github;
use crate::input::repository::compose;
use crate::limits::LIMITS;
use crate::source::files::Memory;

fn own_reviews(job: &str, environment: &Value) -> Vec<String> {
    let text = format!("on: push\njobs: {{ship: {{runs-on: x, {job}}}, again: {{runs-on: x, {job}}}}}");
    let documents = [
        document(&github::Workflow, ".github/workflows/ship.yml", &text),
        snapshot(&environments(&json!([environment]))),
    ];
    let repository = compose(&documents, &Memory::default(), &LIMITS);
    let found: Vec<Value> = repository.content.facts()["own_reviews"].as_array().unwrap().clone();
    let told = |fact: &Value| {
        assert_eq!(fact["certain"].is_null(), fact["why"] != "", "{fact}");
        format!("{} {} {} {}", fact["job"], fact["environment"], fact["weakness"], fact["certain"]).replace('"', "")
    };
    found.iter().map(told).collect()
}

#[test]
fn an_environment_is_a_fact_where_one_account_is_enough() {
    let rule = |more: Value| {
        let mut rule = json!({"type": "required_reviewers", "reviewers": [{"type": "User"}]});
        rule.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        rule
    };
    let named =
        |rule: Value, admins: bool| json!({"name": "PyPI", "can_admins_bypass": admins, "protection_rules": [rule]});
    let job = "environment: pypi, steps: [{run: twine upload dist/*}]";
    let strict = rule(json!({"prevent_self_review": true}));
    let loose = rule(json!({"prevent_self_review": false}));
    for (job, environment, expected) in [
        (job, named(strict.clone(), false), &[][..]),
        (job, named(loose.clone(), false), &["ship pypi self_review true"]),
        (job, named(strict, true), &["ship pypi administrators true"]),
        (job, named(rule(json!({})), false), &["ship pypi self_review null"]),
        (job, json!({"name": "pypi", "protection_rules": []}), &[]),
        ("environment: pypi, steps: [{run: make lint}]", named(loose.clone(), false), &[]),
        ("environment: other, steps: [{run: twine upload dist/*}]", named(loose, false), &[]),
    ] {
        assert_eq!(own_reviews(job, &environment), expected, "{job} {environment}");
    }
}
