//! What becomes unknown never turns a violation into a pass: every leaf of the facts that may be null is made null in
//! turn, in every bad file, and what its policy found must stay found or be asked.

mod support;

use std::sync::Arc;

use gate::engine::{Judge, Settings};
use gate::finding::{Kind, State};
use gate::input::{Document, Locate, Place, Segment};
use gate::policy::{bundled, libraries, schema};
use gate::source::{RepoPath, Span};
use serde_json::Value;
use support::documents::{documents, with_content};

/// The elements of one list whose leaves are tried.
const ELEMENTS: usize = 40;

/// A locator that several documents share.
struct Shared(Arc<Document>);

impl Locate for Shared {
    fn locate(&self, loc: &str, path: &[Segment]) -> Option<Place> {
        self.0.locator.locate(loc, path)
    }

    fn hidden(&self, source: &RepoPath) -> Vec<Span> {
        self.0.locator.hidden(source)
    }
}

#[test]
fn no_violation_turns_into_a_pass_when_a_leaf_becomes_unknown() {
    let judge = Judge::new(bundled().unwrap(), libraries().unwrap(), Settings::default());
    let (mut tried, mut wrong) = (0, Vec::new());
    for document in documents().into_iter().map(Arc::new) {
        let before = judge.judge(&document);
        if before.findings.is_empty() {
            continue;
        }
        let root: Value = serde_json::from_str(schema(document.kind)).unwrap();
        let Some(facts) = root.pointer("/$defs/Facts").filter(|_| document.kind != Kind::Repository) else { continue };
        let mut leaves = Vec::new();
        nullable(document.content.facts(), facts, &root, "", &mut leaves);
        for leaf in leaves {
            tried += 1;
            let mut value = document.value().clone();
            if let Some(found) = value.get_mut("facts").and_then(|facts| facts.pointer_mut(&leaf)) {
                *found = Value::Null;
            }
            let after = judge.judge(&with_content(&document, value, Shared(Arc::clone(&document))));
            for (old, new) in before.cells.iter().zip(&after.cells) {
                let answered = new.violations + new.unknowns >= old.violations;
                if !answered && new.state == State::Judged {
                    wrong.push(format!("{} {}: {leaf}", old.policy, document.path));
                }
            }
        }
    }
    println!("{tried} leaves made unknown, {} wrong turns", wrong.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(tried > 300, "{tried}");
}

/// The paths of the values that are there and that the schema lets be null.
fn nullable(value: &Value, schema: &Value, root: &Value, at: &str, leaves: &mut Vec<String>) {
    let named = schema["$ref"].as_str().and_then(|name| root.pointer(name.strip_prefix('#')?));
    let schema = named.unwrap_or(schema);
    let either = schema["anyOf"].as_array();
    let is_null = |schema: &Value| schema["type"] == "null";
    let may_be_null = schema["type"].as_array().is_some_and(|types| types.contains(&Value::from("null")))
        || either.is_some_and(|either| either.iter().any(is_null));
    if may_be_null && !value.is_null() {
        leaves.push(at.to_owned());
    }
    for other in either.into_iter().flatten().filter(|schema| !is_null(schema)) {
        nullable(value, other, root, at, leaves);
    }
    match value {
        Value::Object(fields) => {
            for (key, item) in fields {
                let below = schema["properties"].get(key).unwrap_or(&Value::Null);
                nullable(item, below, root, &format!("{at}/{key}"), leaves);
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate().take(ELEMENTS) {
                nullable(item, &schema["items"], root, &format!("{at}/{index}"), leaves);
            }
        }
        _ => {}
    }
}
