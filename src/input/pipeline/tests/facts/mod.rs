//! The facts of pipelines, read from files.

mod agents;
mod along;
mod carried;
mod checkouts;
mod conditions;
mod credentials;
mod decisions;
mod deployments;
mod downloads;
mod flows;
mod images;
mod kept;
mod lists;
mod models;
mod of_elsewhere;
mod outlets;
mod published;
mod reachable;
mod rights;
mod scans;
mod shown_secrets;
mod skips;
mod templates;
mod twice;
mod verdicts;

use serde_json::Value;

use super::super::gitlab;
use super::*;

/// The facts of a concept in a workflow.
fn of_github(concept: &str, text: &str) -> Vec<Value> {
    list(&workflow(text), concept)
}

/// The facts of a concept in a pipeline of GitLab.
fn of_gitlab(concept: &str, text: &str) -> Vec<Value> {
    list(&document(&gitlab::Gitlab, &[(".gitlab-ci.yml", text)]), concept)
}

fn list(document: &Document, concept: &str) -> Vec<Value> {
    document.content.facts()[concept].as_array().unwrap().clone()
}

/// The fields of facts in one text each, `null` for what is not known.
fn shown(facts: &[Value], fields: &[&str]) -> Vec<String> {
    let field = |fact: &Value, name: &str| match &fact[name] {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let all = |fact: &Value| {
        // A field that is null has its reason, and no other fact has one.
        let nulls = fact.as_object().unwrap().values().filter(|value| value.is_null()).count();
        assert_eq!(nulls == 0, fact["why"] == "", "{fact}");
        fields.iter().map(|name| field(fact, name)).collect::<Vec<_>>().join(" | ")
    };
    facts.iter().map(all).collect()
}

/// A job of a workflow with these steps, under `on: push`.
fn job(steps: &str) -> String {
    format!("on: push\npermissions: {{}}\njobs:\n  build:\n    runs-on: ubuntu-24.04\n    steps:\n{}", indented(steps))
}

fn indented(steps: &str) -> String {
    steps.lines().map(|line| format!("      {line}\n")).collect()
}
