//! Where data that a DAG reads may go.
//!
//! Which sources matter and which tasks redact is told by names that people configure, so a flow holds the ways and not
//! an answer: from every read that leads anywhere, over every task on a way, to every end. It is found by two searches
//! of the graph, one forwards from all reads and one backwards from all ends, so that the work is linear in the tasks
//! and edges of the DAG and so is what comes out.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::Serialize;

use super::super::model::{Dag, Task};
use super::named::Named;
use crate::input::fact::path;
use crate::input::{Fact, Segment};

/// The ways that data may go in one DAG.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub(crate) struct Flow {
    /// The id of the DAG.
    pub(crate) dag: String,
    /// What is read at the beginning of a way, in the order of `_loc`.
    pub(crate) sources: Vec<Source>,
    /// What is written at the end of a way.
    pub(crate) sinks: Vec<Sink>,
    /// The tasks on a way after which it goes on unseen.
    pub(crate) loose_ends: Vec<LooseEnd>,
    /// Every task on a way, with those of the tasks right after it that are on a way too. A task that both reads and
    /// writes is a way by itself.
    pub(crate) ways: BTreeMap<String, Vec<String>>,
    /// The operator of every task on a way.
    pub(crate) operators: BTreeMap<String, String>,
}

/// Data that a task reads.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub(crate) struct Source {
    /// The place that names it.
    #[serde(rename = "_loc")]
    pub(crate) loc: String,
    /// The id of the task that reads it.
    pub(crate) task: String,
    /// What it goes by.
    #[serde(flatten)]
    pub(crate) data: Named,
}

/// Data that a task writes.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub(crate) struct Sink {
    /// The place that names it.
    #[serde(rename = "_loc")]
    pub(crate) loc: String,
    /// The id of the task that writes it.
    pub(crate) task: String,
    /// Whether the same task has named data of this shape before, such as by a call and by an asset.
    pub(crate) again: bool,
    /// What it goes by.
    #[serde(flatten)]
    pub(crate) data: Named,
}

/// A task after which the ways go on unseen: which tasks come after it is decided where gate cannot follow it.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub(crate) struct LooseEnd {
    /// The place of the task.
    #[serde(rename = "_loc")]
    pub(crate) loc: String,
    /// The path below it.
    pub(crate) path: Vec<Segment>,
    /// The id of the task.
    pub(crate) task: String,
}

/// The flow of a DAG, unless nothing that it reads can go anywhere.
pub(super) fn of(dag: &Dag) -> Option<Fact<Flow>> {
    let graph = Graph::of(dag);
    let between: BTreeSet<&str> = graph
        .reached(|task| !task.reads.is_empty(), |task| &task.downstream)
        .intersection(&graph.reached(|task| !task.writes.is_empty() || is_loose(task), |task| &task.upstream))
        .copied()
        .collect();
    let tasks: Vec<&Task> = dag.tasks.iter().filter(|task| between.contains(task.task_id.as_str())).collect();
    if tasks.is_empty() {
        return None;
    }
    let mut sources: Vec<Source> = tasks.iter().flat_map(|task| sources(task)).collect();
    sources.sort_by(|a, b| a.loc.cmp(&b.loc));
    let after = |task: &&Task| -> Vec<String> {
        task.downstream.iter().filter(|id| between.contains(id.as_str())).cloned().collect()
    };
    let says = Flow {
        dag: dag.dag_id.clone(),
        sources,
        sinks: tasks.iter().flat_map(|task| sinks(task)).collect(),
        loose_ends: tasks.iter().filter(|task| is_loose(task)).map(|task| loose_end(task)).collect(),
        ways: tasks.iter().map(|task| (task.task_id.clone(), after(task))).collect(),
        operators: tasks.iter().map(|task| (task.task_id.clone(), task.operator.clone())).collect(),
    };
    Some(Fact::new(&dag.loc, Vec::new(), &dag.dag_id, says))
}

/// Whether tasks after this one may be missing.
fn is_loose(task: &Task) -> bool {
    task.unknown.contains_key("downstream")
}

fn sources(task: &Task) -> impl Iterator<Item = Source> {
    task.reads.iter().map(|data| Source { loc: data.loc.clone(), task: task.task_id.clone(), data: Named::of(data) })
}

fn sinks(task: &Task) -> impl Iterator<Item = Sink> {
    let mut seen = BTreeSet::new();
    task.writes.iter().map(move |data| Sink {
        loc: data.loc.clone(),
        task: task.task_id.clone(),
        again: !seen.insert(&data.shape),
        data: Named::of(data),
    })
}

fn loose_end(task: &Task) -> LooseEnd {
    LooseEnd { loc: task.loc.clone(), path: path(["downstream"]), task: task.task_id.clone() }
}

/// The tasks of a DAG by their ids.
struct Graph<'a> {
    tasks: BTreeMap<&'a str, &'a Task>,
}

impl<'a> Graph<'a> {
    fn of(dag: &'a Dag) -> Self {
        Self { tasks: dag.tasks.iter().map(|task| (task.task_id.as_str(), task)).collect() }
    }

    /// The tasks that satisfy a condition, and those that edges lead to from there.
    fn reached(&self, begins: impl Fn(&Task) -> bool, edges: impl Fn(&'a Task) -> &'a [String]) -> BTreeSet<&'a str> {
        let mut waiting: Vec<&'a Task> = self.tasks.values().copied().filter(|task| begins(task)).collect();
        let mut reached = BTreeSet::new();
        while let Some(task) = waiting.pop() {
            if reached.insert(task.task_id.as_str()) {
                waiting.extend(edges(task).iter().filter_map(|id| self.tasks.get(id.as_str()).copied()));
            }
        }
        reached
    }
}
