//! Compares what gate reads from Airflow's own example DAGs with what Airflow loads from them.
//!
//! The expectation is third-party material and not part of the project: `../shared/data/airflow`. The files are in the
//! wheels `apache-airflow-core==3.3.2`, `apache-airflow-providers-standard==1.21.0` and
//! `apache-airflow-providers-common-sql==2.4.0`, unpacked into the folder `$GATE_AIRFLOW_EXAMPLES`. Then:
//! `cargo test --test airflow_ground_truth -- --nocapture`.

#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "tests read files and the environment"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use gate::input::airflow::Airflow;
use gate::input::{Context, Format, Options, Parsed};
use gate::limits::LIMITS;
use gate::source::files::Memory;
use gate::source::{RepoPath, Source};
use serde_json::Value;

/// What is found of what there is.
#[derive(Default)]
struct Score {
    dags: (usize, usize),
    extra_dags: usize,
    tasks: (usize, usize),
    extra_tasks: usize,
    operators: (usize, usize),
    edges: BTreeSet<String>,
    true_edges: BTreeSet<String>,
}

#[test]
fn airflows_own_examples_are_read_as_airflow_reads_them() {
    let expectation = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/airflow/dagbag-3.3.2.json");
    let Ok(expectation) = std::fs::read_to_string(expectation) else {
        println!("skipped: ../shared/data is not here");
        return;
    };
    let Some(examples) = std::env::var_os("GATE_AIRFLOW_EXAMPLES").map(PathBuf::from) else {
        println!("skipped: GATE_AIRFLOW_EXAMPLES does not name a folder with the unpacked wheels");
        return;
    };
    let expected: BTreeMap<String, Value> = serde_json::from_str(&expectation).unwrap();
    let mut score = Score::default();
    for (path, truth) in &expected {
        compare(path, &read(&examples, path), truth, &mut score);
    }
    let hits = score.edges.intersection(&score.true_edges).count();
    let recall = ratio(hits, score.true_edges.len());
    let precision = ratio(hits, score.edges.len());
    println!("files       {}", expected.len());
    println!("DAGs        {} of {} ({} extra)", score.dags.0, score.dags.1, score.extra_dags);
    println!("tasks       {} of {} ({} extra)", score.tasks.0, score.tasks.1, score.extra_tasks);
    println!("operators   {} of {}", score.operators.0, score.operators.1);
    println!("edges       {hits} of {}, recall {recall:.3}, precision {precision:.3}", score.true_edges.len());
    for edge in score.true_edges.difference(&score.edges) {
        println!("missing edge {edge}");
    }
    for edge in score.edges.difference(&score.true_edges) {
        println!("wrong edge   {edge}");
    }
    assert!(score.dags.0 >= 105);
    assert!(score.tasks.0 >= 400);
    assert_eq!(score.operators.0, score.operators.1);
    assert!(recall >= 0.95);
    assert_eq!(hits, score.edges.len(), "every edge is a real one");
}

#[expect(clippy::as_conversions, clippy::cast_precision_loss, reason = "a ratio of small counts")]
fn ratio(part: usize, whole: usize) -> f64 {
    part as f64 / whole as f64
}

/// The document of one example.
fn read(examples: &Path, path: &str) -> Value {
    let text = std::fs::read_to_string(examples.join(path)).unwrap();
    let source = Arc::new(Source::from_text(RepoPath::new(path).unwrap(), &text));
    let files = Memory::new([]);
    let options = Options::default();
    let context = Context { files: &files, limits: &LIMITS, options: &options };
    match Airflow.parse(&source, &context) {
        Parsed::Document(document) => {
            assert!(document.problems.is_empty(), "{path}: {:?}", document.problems);
            document.value().clone()
        }
        other => panic!("{path}: {other:?}"),
    }
}

fn list<'v>(value: &'v Value, key: &str) -> Vec<&'v Value> {
    value[key].as_array().map(|items| items.iter().collect()).unwrap_or_default()
}

fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value[key].as_str().unwrap_or_default()
}

fn compare(path: &str, found: &Value, truth: &Value, score: &mut Score) {
    let ours: BTreeMap<&str, &Value> = list(found, "dags").into_iter().map(|dag| (text(dag, "dag_id"), dag)).collect();
    let theirs: BTreeSet<&str> = list(truth, "dags").into_iter().map(|dag| text(dag, "dag_id")).collect();
    for extra in ours.keys().filter(|id| !theirs.contains(**id)) {
        println!("extra DAG   {path} {extra}");
        score.extra_dags += 1;
    }
    for dag in list(truth, "dags") {
        let id = text(dag, "dag_id");
        score.dags.1 += 1;
        score.tasks.1 += list(dag, "tasks").len();
        let edges = list(dag, "tasks").into_iter().flat_map(|task| {
            list(task, "down").into_iter().map(move |down| (text(task, "id"), down.as_str().unwrap_or_default()))
        });
        score.true_edges.extend(edges.map(|(from, to)| format!("{path} {id}: {from} -> {to}")));
        match ours.get(id) {
            Some(our) => {
                score.dags.0 += 1;
                compare_tasks(path, our, dag, score);
            }
            None => println!("missing DAG {path} {id}"),
        }
    }
}

fn compare_tasks(path: &str, ours: &Value, dag: &Value, score: &mut Score) {
    let id = text(dag, "dag_id");
    let truth: BTreeMap<&str, &Value> = list(dag, "tasks").into_iter().map(|task| (text(task, "id"), task)).collect();
    let found: BTreeMap<&str, &Value> =
        list(ours, "tasks").into_iter().map(|task| (text(task, "task_id"), task)).collect();
    for (task, value) in &truth {
        let Some(our) = found.get(task) else {
            println!("missing task {path} {id}.{task}");
            continue;
        };
        score.tasks.0 += 1;
        score.operators.1 += 1;
        if text(our, "operator") == text(value, "type") {
            score.operators.0 += 1;
        } else {
            println!("wrong operator {path} {id}.{task}: {} for {}", text(our, "operator"), text(value, "type"));
        }
    }
    for (task, value) in &found {
        if !truth.contains_key(task) {
            println!("extra task  {path} {id}.{task}");
            score.extra_tasks += 1;
        }
        for down in list(value, "downstream") {
            score.edges.insert(format!("{path} {id}: {task} -> {}", down.as_str().unwrap_or_default()));
        }
    }
}
