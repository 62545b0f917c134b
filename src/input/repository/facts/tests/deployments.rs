//! Facts that follow from several documents, through their readers.

use std::sync::Arc;

use serde_json::{Value, json};

use crate::input::repository::compose;
use crate::input::{Context, Document, Format, Options, Parsed, forge, pipeline};
use crate::limits::LIMITS;
use crate::source::files::Memory;
use crate::source::{RepoPath, Source};

pub(super) fn document(format: &dyn Format, path: &str, text: &str) -> Arc<Document> {
    let (files, options) = (Memory::default(), Options::default());
    let context = Context { files: &files, limits: &LIMITS, options: &options };
    let source = Arc::new(Source::from_text(RepoPath::new(path).unwrap(), text));
    match format.parse(&source, &context) {
        Parsed::Document(document) => Arc::from(document),
        other => panic!("not read: {other:?}"),
    }
}

fn workflow(environment: &str) -> Arc<Document> {
    let text = format!(
        "on: push\njobs:\n  ship:\n    runs-on: ubuntu-latest\n    environment: {environment}\n    steps: [{{run: make}}]\n"
    );
    document(&pipeline::github::Workflow, ".github/workflows/ship.yml", &text)
}

/// A snapshot with this answer to the question for environments.
pub(super) fn snapshot(answer: &Value) -> Arc<Document> {
    snapshot_of(&json!({"repos/acme/pay/environments": answer}))
}

/// A snapshot with these answers besides that about the repository.
pub(super) fn snapshot_of(more: &Value) -> Arc<Document> {
    let repository = json!({"full_name": "acme/pay", "default_branch": "main"});
    let mut answers = json!({"repos/acme/pay": {"status": 200, "body": repository}});
    answers.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    let envelope = json!({"schema": "gate.snapshot/v1", "forge": "github", "host": "github.com", "repository": "acme/pay",
        "collected_at": "2026-11-21T01:40:00Z", "answers": answers});
    document(&forge::Snapshot, ".forge/snapshot.json", &envelope.to_string())
}

pub(super) fn environments(list: &Value) -> Value {
    json!({"status": 200, "body": {"total_count": list.as_array().unwrap().len(), "environments": list}})
}

/// Every deployment: the environment, whether it exists, whether it is approved, and the places on the way.
fn deployments(documents: &[Arc<Document>]) -> Value {
    let repository = compose(documents, &Memory::default(), &LIMITS);
    let found = repository.content.facts()["deployments"].as_array().unwrap().clone();
    found
        .iter()
        .map(|fact| {
            json!([fact["environment"], fact["exists"], fact["approved"], fact["via"].as_array().unwrap().len()])
        })
        .collect()
}

#[test]
fn a_deployment_is_a_fact_unless_somebody_has_to_approve_it() {
    let open = json!({"name": "Prod", "protection_rules": []});
    let reviewers = json!([{"type": "required_reviewers", "reviewers": [{"type": "User"}]}]);
    let approved = json!({"name": "prod", "protection_rules": reviewers});
    let hidden = json!({"status": 403, "body": {"message": "Forbidden"}});
    let cases = [
        ("prod", environments(&json!([open])), json!([["prod", true, false, 1]])),
        ("prod", environments(&json!([approved])), json!([])),
        ("prod", environments(&json!([])), json!([["prod", false, false, 0]])),
        ("prod", hidden, json!([["prod", null, null, 0]])),
        ("{name: PROD}", environments(&json!([open])), json!([["PROD", true, false, 1]])),
        ("'${{ inputs.x }}'", environments(&json!([])), json!([])),
    ];
    for (environment, answer, expected) in cases {
        let found = deployments(&[workflow(environment), snapshot(&answer)]);
        assert_eq!(found, expected, "{environment} {answer}");
    }
}

#[test]
fn without_the_forges_answers_nothing_is_said() {
    assert_eq!(deployments(&[workflow("prod")]), json!([]));
    let declared = json!({"name": "main", "target": "branch", "enforcement": "active",
        "conditions": {"ref_name": {"include": ["~DEFAULT_BRANCH"], "exclude": []}}, "rules": []});
    let ruleset = document(&forge::Ruleset, ".github/rulesets/main.json", &declared.to_string());
    assert_eq!(deployments(&[workflow("prod"), ruleset]), json!([]));
}

#[test]
fn a_pipeline_of_another_vendor_does_not_ask_this_forge() {
    let text = "ship:\n  script: [make]\n  environment: prod\n";
    let gitlab = document(&pipeline::gitlab::Gitlab, ".gitlab-ci.yml", text);
    assert_eq!(deployments(&[gitlab, snapshot(&environments(&json!([])))]), json!([]));
}
