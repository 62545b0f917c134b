//! Data that tasks read and write.

use schemars::JsonSchema;
use serde::Serialize;

use super::super::model::{Dag, Task};
use super::name_of;
use super::named::Named;
use crate::input::Fact;

/// Some data that a task reads or writes.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub(crate) struct Access {
    /// The id of the DAG.
    pub(crate) dag: String,
    /// The id of the task.
    pub(crate) task: String,
    /// What the task does with the data.
    pub(crate) does: Does,
    /// What the data goes by.
    #[serde(flatten)]
    pub(crate) data: Named,
}

/// What a task does with data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub(crate) enum Does {
    /// It reads from it.
    #[serde(rename = "reads from")]
    Reads,
    /// It writes to it.
    #[serde(rename = "writes to")]
    Writes,
}

/// Those of a task.
pub(super) fn of(dag: &Dag, task: &Task) -> impl Iterator<Item = Fact<Access>> {
    let reads = task.reads.iter().map(|data| (Does::Reads, data));
    let writes = task.writes.iter().map(|data| (Does::Writes, data));
    reads.chain(writes).map(|(does, data)| {
        let says = Access { dag: dag.dag_id.clone(), task: task.task_id.clone(), does, data: Named::of(data) };
        Fact::new(&data.loc, Vec::new(), &name_of(dag, task), says)
    })
}
