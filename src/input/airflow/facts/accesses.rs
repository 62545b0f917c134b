//! Data that tasks read and write.

use schemars::JsonSchema;
use serde::Serialize;

use super::super::model::{Dag, Does, Task};
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

/// Those of a task.
pub(super) fn of(dag: &Dag, task: &Task) -> impl Iterator<Item = Fact<Access>> {
    // What a task only uses stands in both lists.
    let writes = task.writes.iter().filter(|data| data.does != Does::Uses);
    task.reads.iter().chain(writes).map(|data| {
        let says =
            Access { dag: dag.dag_id.clone(), task: task.task_id.clone(), does: data.does, data: Named::of(data) };
        Fact::new(&data.loc, Vec::new(), &name_of(dag, task), says)
    })
}
