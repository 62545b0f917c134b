//! What Airflow loaded, as `dagbag.py` wrote it.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde::Deserialize;

/// A set: the DAG files of one folder, loaded in one environment.
#[derive(Deserialize)]
pub struct Set {
    pub name: String,
    pub airflow: String,
    pub root: PathBuf,
    pub files: BTreeMap<String, File>,
}

/// A file; one that did not load has an error and says nothing about its DAGs.
#[derive(Deserialize)]
pub struct File {
    #[serde(default)]
    pub dags: Vec<Dag>,
    pub error: Option<String>,
    /// Whether the file has further DAGs when stand-ins answer otherwise.
    #[serde(default)]
    pub open: bool,
}

/// A DAG.
#[derive(Deserialize)]
pub struct Dag {
    pub dag_id: String,
    /// The id with `STUB` in the place of what the environment decides.
    pub pattern: Option<String>,
    #[serde(default)]
    pub tainted: bool,
    #[serde(default)]
    pub why: String,
    /// Where the code makes it: the call, and the outermost one that leads to it.
    #[serde(default)]
    pub made: Vec<String>,
    pub tasks: Vec<Task>,
}

/// A task.
#[derive(Deserialize)]
pub struct Task {
    pub id: String,
    #[serde(rename = "type")]
    pub operator: String,
    pub down: Vec<String>,
    #[serde(default)]
    pub made: Vec<String>,
}

impl Dag {
    pub fn edges(&self) -> usize {
        self.tasks.iter().map(|task| task.down.len()).sum()
    }
}
