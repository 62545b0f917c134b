//! Compares what gate reads with what Airflow itself loads. One command:
//!
//! `GATE_AIRFLOW_TRUTH=FOLDER cargo test --test airflow_ground_truth -- --nocapture`
//!
//! The folder has the JSON files that `tests/airflow_truth/dagbag.py` writes in the environments that
//! `tests/airflow_truth/setup.sh` makes, each with the folder that it was made from. They are about code of other
//! people and no part of the project. The set `airflow-3.3.2` has Airflow's own example DAGs; of them gate must not find
//! less than it does.

#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    unreachable_pub,
    reason = "tests read files and the environment"
)]

#[path = "airflow_truth/found.rs"]
mod found;
#[path = "airflow_truth/pairs.rs"]
mod pairs;
#[path = "airflow_truth/score.rs"]
mod score;
#[path = "airflow_truth/truth.rs"]
mod truth;

use std::path::{Path, PathBuf};

use score::Score;
use truth::Set;

/// As gate's own: what is nested deeply is read on a thread of its own.
const STACK_BYTES: usize = 64 * 1024 * 1024;

#[test]
fn dags_are_read_as_airflow_reads_them() {
    let Some(folder) = std::env::var_os("GATE_AIRFLOW_TRUTH").map(PathBuf::from) else {
        println!("skipped: GATE_AIRFLOW_TRUTH does not name a folder with what Airflow loaded");
        return;
    };
    let (mut all, mut table) = (Score::default(), vec![score::HEAD.to_owned()]);
    for path in sets(&folder) {
        let set: Set = serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
        let name = format!("{} ({})", set.name, set.airflow);
        let score = std::thread::scope(|scope| {
            let builder = std::thread::Builder::new().stack_size(STACK_BYTES);
            builder.spawn_scoped(scope, || scored(&set)).unwrap().join().unwrap()
        });
        println!("== {name}");
        score.differences.iter().for_each(|line| println!("{line}"));
        table.push(score.row(&name));
        if set.name == "airflow-3.3.2" {
            floor(&score);
        }
        all.add(&score);
    }
    println!("\n{}\n{}", table.join("\n"), all.row("all"));
}

/// The JSON files of the folder in the order of their names.
fn sets(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
    paths.sort();
    paths
}

fn scored(set: &Set) -> Score {
    let (tree, mut score) = (found::tree(&set.root), Score::default());
    for (path, truth) in &set.files {
        score.file(path, &found::file(&tree, path), truth);
    }
    score
}

/// What was reached on Airflow's own examples.
fn floor(score: &Score) {
    let (hits, wrong, all) = score.edges;
    assert_eq!(score.dags.0, score.dags.1, "every DAG is found");
    assert!(score.dags.0 >= 105);
    assert!(score.tasks.0 >= 400);
    assert_eq!(score.operators.0, score.operators.1);
    assert!(hits * 100 >= all * 95);
    assert_eq!(wrong, 0, "every edge is a real one");
}
