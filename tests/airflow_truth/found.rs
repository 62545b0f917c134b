//! What gate reads in a file, cut down to what Airflow can be asked about.

use std::path::Path;

use gate::input::airflow::Airflow;
use gate::input::{Context, Document, Options, Parsed, read};
use gate::limits::LIMITS;
use gate::source::{Owner, RepoPath, WorkTree};
use serde_json::Value;

/// A file as gate reads it.
#[derive(Default)]
pub struct Found {
    pub dags: Vec<Dag>,
    /// Whether gate says that it did not read all of the file.
    pub says_incomplete: bool,
}

/// A DAG as gate reads it.
pub struct Dag {
    pub id: String,
    pub full: bool,
    /// Whether gate says that it may not be there: made under a condition, or in a loop, that is not known.
    pub maybe: bool,
    pub line: String,
    pub tasks: Vec<Task>,
}

/// A task as gate reads it.
pub struct Task {
    /// Its id. Of tasks that have one id, because only one of them can be there, gate numbers the others.
    pub id: String,
    pub operator: String,
    /// Whether gate says that it may not be there.
    pub maybe: bool,
    pub line: String,
    pub down: Vec<String>,
}

/// The tree that the files of a set stand in, so that what they import can be followed.
pub fn tree(root: &Path) -> WorkTree {
    WorkTree::open(root, Owner::Anybody, &LIMITS).unwrap()
}

/// Reads one file of a tree.
pub fn file(tree: &WorkTree, path: &str) -> Found {
    let (knowledge, _) = gate::config::added(tree).unwrap_or_default();
    let options = Options { knowledge, ..Options::default() };
    let context = Context { files: tree, limits: &LIMITS, options: &options };
    match read(&Airflow, &RepoPath::new(path).unwrap(), &context) {
        Parsed::Document(document) => Found {
            dags: list(document.value(), "dags").iter().map(|value| dag(&document, value)).collect(),
            says_incomplete: !document.problems.is_empty() || !list(document.value(), "losses").is_empty(),
        },
        Parsed::Failed(_) => Found { dags: Vec::new(), says_incomplete: true },
        Parsed::NotMine(_) => Found::default(),
    }
}

fn list<'v>(value: &'v Value, key: &str) -> &'v [Value] {
    value[key].as_array().map_or(&[], Vec::as_slice)
}

fn text(value: &Value, key: &str) -> String {
    value[key].as_str().unwrap_or_default().to_owned()
}

fn may_not_be(value: &Value) -> bool {
    value["conditional"] == true || value["dynamic"] == true
}

/// Where an entity stands.
fn line(document: &Document, value: &Value) -> String {
    let place = document.locator.locate(&text(value, "_loc"), &[]).unwrap();
    format!("{}:{}", place.source.path(), place.source.position(place.span.start))
}

fn dag(document: &Document, value: &Value) -> Dag {
    Dag {
        id: text(value, "dag_id"),
        full: value["confidence"] == "full",
        maybe: may_not_be(value),
        line: line(document, value),
        tasks: list(value, "tasks").iter().map(|value| task(document, value)).collect(),
    }
}

fn task(document: &Document, value: &Value) -> Task {
    Task {
        id: text(value, "task_id"),
        operator: text(value, "operator"),
        maybe: may_not_be(value),
        line: line(document, value),
        down: list(value, "downstream").iter().filter_map(|id| id.as_str().map(str::to_owned)).collect(),
    }
}
