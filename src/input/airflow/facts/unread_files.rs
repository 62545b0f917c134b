//! Files whose text is run and that cannot be read.

use schemars::JsonSchema;
use serde::Serialize;

use super::super::knowledge::arguments::Arguments;
use super::super::model::{Dag, Task};
use super::templates::is_run;
use super::{argument_path, name_of};
use crate::input::Fact;

/// A file whose text Airflow runs in place of an argument and that cannot be read: it may hold anything.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub(crate) struct UnreadFile {
    /// The id of the DAG.
    pub(crate) dag: String,
    /// The id of the task.
    pub(crate) task: String,
    /// The path of the argument below `args`: `sql`, `sql.1`.
    pub(crate) arg: String,
    /// The name of the file; null when it is not known.
    pub(crate) file: Option<String>,
    /// Whether a shell, a database or a container runs the text; if not, it only names data.
    pub(crate) executed: bool,
}

/// Those of a task.
pub(super) fn of(arguments: &Arguments, dag: &Dag, task: &Task) -> impl Iterator<Item = Fact<UnreadFile>> {
    task.unread_files.iter().filter_map(|named| {
        let executed = is_run(arguments, &named.arg);
        let language = named.arg.rsplit('.').find_map(|step| arguments.language(step));
        if !executed && language.is_none() {
            return None;
        }
        let says = UnreadFile {
            dag: dag.dag_id.clone(),
            task: task.task_id.clone(),
            arg: named.arg.clone(),
            file: named.file.clone(),
            executed,
        };
        Some(Fact::new(&task.loc, argument_path(&named.arg), &name_of(dag, task), says).because(&*named.why))
    })
}
