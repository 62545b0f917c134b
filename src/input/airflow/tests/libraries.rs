//! Libraries that build DAGs out of files and settings.

use serde_json::Value;

use super::{read_tree, tasks_of};
use crate::input::Document;

mod cosmos;
mod dag_factory;
mod dag_factory_checks;
mod gusty;
mod others;

/// What is told of what cannot be followed.
fn losses(document: &Document) -> Vec<String> {
    let losses = document.value()["facts"]["losses"].as_array().unwrap().clone();
    losses.iter().map(|loss| loss["what"].as_str().unwrap().to_owned()).collect()
}

/// The edges of all DAGs: `a>b`, sorted.
fn edges(document: &Document) -> Vec<String> {
    let mut edges = Vec::new();
    for dag in document.value()["dags"].as_array().unwrap() {
        for task in dag["tasks"].as_array().unwrap() {
            let from = task["task_id"].as_str().unwrap();
            edges.extend(
                task["downstream"].as_array().unwrap().iter().map(|to| format!("{from}>{}", to.as_str().unwrap())),
            );
        }
    }
    edges.sort();
    edges
}

/// The tasks of all DAGs with their operators: `dag.task operator`, and `?` behind a DAG that is not known completely.
fn operators(document: &Document) -> Vec<String> {
    let mut found = Vec::new();
    for dag in document.value()["dags"].as_array().unwrap() {
        let sure = if dag["confidence"] == "full" { "" } else { "?" };
        for task in dag["tasks"].as_array().unwrap() {
            let text = |value: &Value| value.as_str().unwrap().to_owned();
            found.push(format!(
                "{}{sure}.{} {}",
                text(&dag["dag_id"]),
                text(&task["task_id"]),
                text(&task["operator"])
            ));
        }
    }
    found.sort();
    found
}

/// Where something stands: `path: text`.
fn place(document: &Document, loc: &Value) -> String {
    let place = document.locator.locate(loc.as_str().unwrap(), &[]).unwrap();
    format!("{}: {}", place.source.path(), place.source.slice(place.span))
}
