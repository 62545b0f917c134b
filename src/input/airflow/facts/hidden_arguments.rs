//! Arguments that come from something that cannot be followed: `**load()`.

use schemars::JsonSchema;
use serde::Serialize;

use super::super::document::NOT_FOLLOWED;
use super::super::knowledge::Tables;
use super::super::model::{Dag, Task};
use super::name_of;
use crate::input::Fact;
use crate::input::fact::path;

/// A task of which any argument may be among those that cannot be followed. Operators that neither run a text nor name
/// data are not among them.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub(crate) struct HiddenArguments {
    /// The id of the DAG.
    pub(crate) dag: String,
    /// The id of the task.
    pub(crate) task: String,
    /// Whether an argument whose text is run is among them. False when one is written out, which cannot be given a
    /// second time; otherwise null.
    pub(crate) executed: Option<bool>,
}

/// That of a task, if it has any.
pub(super) fn of(tables: &Tables, dag: &Dag, task: &Task) -> Option<Fact<HiddenArguments>> {
    if !task.hides || tables.operators.is_inert(&task.operator) {
        return None;
    }
    // A row that somebody added answers for its own argument, and not for that of any operator.
    let mut executed = tables.arguments.executed().filter(|name| !tables.arguments.is_added(name));
    let is_written = |name: &str| task.args.get(name).is_some();
    // A pod runs its command with its arguments: one of the two does not answer for the other.
    let one_of_two = is_written("cmds") != is_written("arguments");
    let written = executed.any(is_written) && !one_of_two;
    let executed = if written { Some(false) } else { None };
    let says = HiddenArguments { dag: dag.dag_id.clone(), task: task.task_id.clone(), executed };
    let fact = Fact::new(&task.loc, path(["args"]), &name_of(dag, task), says);
    Some(if written { fact } else { fact.because(NOT_FOLLOWED) })
}
