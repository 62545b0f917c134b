//! Where data that a DAG reads may go.
//!
//! Which sources matter and which tasks redact is told by names that people configure, so a flow holds the ways and not
//! an answer: from every read that leads anywhere, over every task on a way, to every end. It is found by two searches
//! of the graph, one forwards from all reads and one backwards from all ends, so that the work is linear in the tasks
//! and edges of the DAG and so is what comes out.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::Serialize;

use super::super::graph::last_segment;
use super::super::knowledge::operators::Operators;
use super::super::model::{Dag, Does, Task, TaskRole};
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
    /// Tasks on a way that do no work on data, whatever they are called, sorted.
    pub(crate) idle: Vec<String>,
    /// Where a way goes on past a task that failed or was skipped: under `not` and its id the tasks right after it that
    /// run all the same, `not` and the id of those that do not, and `maybe` and the id of those that may run.
    pub(crate) around: BTreeMap<String, Vec<String>>,
    /// Tasks on a way that may run past one that failed or was skipped, depending on others or on what is not known.
    pub(crate) maybe_around: Vec<MaybeAround>,
}

/// A task that may run although one right before it failed or was skipped.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub(crate) struct MaybeAround {
    /// The id of the task.
    pub(crate) task: String,
    /// The ids of the tasks right before it, sorted.
    pub(crate) before: Vec<String>,
    /// Whether one of the others has to have succeeded.
    pub(crate) needs_one: bool,
}

/// Data that a task reads.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub(crate) struct Source {
    /// The place that names it.
    #[serde(rename = "_loc")]
    pub(crate) loc: String,
    /// The id of the task that reads it.
    pub(crate) task: String,
    /// Whether it is known that the task reads it, and does not only get its name.
    pub(crate) sure: bool,
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
    /// Whether it is known that the task writes it, and does not only get its name.
    pub(crate) sure: bool,
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
pub(super) fn of(operators: &Operators, dag: &Dag) -> Option<Fact<Flow>> {
    let graph = Graph::of(dag);
    let between: BTreeSet<&str> = graph
        .reached(|task| !task.reads.is_empty(), |task| &task.downstream)
        .intersection(&graph.reached(|task| sinks(task).next().is_some() || is_loose(task), |task| &task.upstream))
        .copied()
        .collect();
    let tasks: Vec<&Task> = dag.tasks.iter().filter(|task| between.contains(task.task_id.as_str())).collect();
    if tasks.is_empty() {
        return None;
    }
    let mut sources: Vec<Source> = tasks.iter().flat_map(|task| sources(task)).collect();
    sources.sort_by(|a, b| a.loc.cmp(&b.loc));
    let after = |task: &Task| -> Vec<String> {
        task.downstream.iter().filter(|id| between.contains(id.as_str())).cloned().collect()
    };
    let is_idle = |task: &Task| {
        std::iter::once(&task.qualified).chain(&task.bases).any(|name| operators.is_idle(last_segment(name)))
            || operators.is_idle(&task.operator)
    };
    let says = Flow {
        dag: dag.dag_id.clone(),
        sources,
        sinks: tasks.iter().flat_map(|task| sinks(task)).collect(),
        loose_ends: tasks.iter().filter(|task| is_loose(task)).map(|task| loose_end(task)).collect(),
        ways: tasks.iter().map(|task| (task.task_id.clone(), after(task))).collect(),
        idle: tasks.iter().filter(|task| is_idle(task)).map(|task| task.task_id.clone()).collect(),
        around: around(&graph, &tasks, &after),
        maybe_around: tasks.iter().filter_map(|task| maybe_around(task)).collect(),
        operators: tasks.iter().map(|task| (task.task_id.clone(), task.operator.clone())).collect(),
    };
    Some(Fact::new(&dag.loc, Vec::new(), &dag.dag_id, says))
}

/// When a task runs by what became of those right before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Runs {
    /// Only if all succeeded.
    AllSucceeded,
    /// Also if one failed or was skipped.
    Anyhow,
    /// Also if one was skipped.
    Skipped,
    /// If one succeeded, whatever became of the others.
    One,
    /// Nobody knows.
    Unknown,
}

/// What the rule of a task says, by Airflow's names of all its releases.
fn runs(task: &Task) -> Runs {
    if matches!(task.role, TaskRole::Teardown) {
        return Runs::Anyhow;
    }
    match task.args.get("trigger_rule") {
        None => Runs::AllSucceeded,
        Some(rule) => match rule.as_str() {
            Some("all_success") => Runs::AllSucceeded,
            Some("none_failed") => Runs::Skipped,
            Some("none_failed_min_one_success" | "none_failed_or_skipped" | "one_success") => Runs::One,
            Some(_) => Runs::Anyhow,
            None => Runs::Unknown,
        },
    }
}

fn not(task: &str) -> String {
    format!("not {task}")
}

/// See [`Flow::around`].
fn around(graph: &Graph<'_>, tasks: &[&Task], after: &dyn Fn(&Task) -> Vec<String>) -> BTreeMap<String, Vec<String>> {
    if tasks.iter().all(|task| runs(task) == Runs::AllSucceeded) {
        return BTreeMap::new();
    }
    let next = |id: String| match graph.tasks.get(id.as_str()).map(|task| runs(task)) {
        Some(Runs::Anyhow) => id,
        Some(Runs::AllSucceeded) | None => not(&id),
        Some(Runs::Skipped | Runs::One | Runs::Unknown) => format!("maybe {id}"),
    };
    let maybe = tasks.iter().filter(|task| maybe_around(task).is_some());
    let maybe = maybe.map(|task| (format!("maybe {}", task.task_id), vec![not(&task.task_id)]));
    let on = tasks.iter().map(|task| (not(&task.task_id), after(task).into_iter().map(next).collect()));
    maybe.chain(on).collect()
}

fn maybe_around(task: &Task) -> Option<MaybeAround> {
    let needs_one = match runs(task) {
        Runs::Skipped | Runs::Unknown => false,
        Runs::One => true,
        Runs::AllSucceeded | Runs::Anyhow => return None,
    };
    Some(MaybeAround { task: task.task_id.clone(), before: task.upstream.clone(), needs_one })
}

/// Whether tasks after this one may be missing.
fn is_loose(task: &Task) -> bool {
    task.unknown.contains_key("downstream")
}

fn sources(task: &Task) -> impl Iterator<Item = Source> {
    task.reads.iter().map(|data| Source {
        loc: data.loc.clone(),
        task: task.task_id.clone(),
        sure: data.does == Does::Reads,
        data: Named::of(data),
    })
}

fn sinks(task: &Task) -> impl Iterator<Item = Sink> + '_ {
    let mut seen = BTreeSet::new();
    // What is deleted, created or altered goes nowhere.
    task.writes.iter().filter(|data| data.does != Does::Changes).map(move |data| Sink {
        loc: data.loc.clone(),
        task: task.task_id.clone(),
        again: !seen.insert(&data.shape),
        sure: data.does == Does::Writes,
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
