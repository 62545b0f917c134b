//! Files whose text is run and that cannot be read.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::super::knowledge::arguments::Arguments;
use super::super::model::Dag;
use super::templates::is_run;
use super::{argument_path, name_of};
use crate::input::Fact;
use crate::input::fact::path;

/// A file whose text Airflow runs in place of an argument and that cannot be read: it may hold anything. Files that cannot
/// be read because nobody knows in which folder their DAG looks for them are one fact, about the DAG.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub(crate) struct UnreadFile {
    /// The id of the DAG.
    pub(crate) dag: String,
    /// The id of the task; of several, the first.
    pub(crate) task: String,
    /// The path of the argument below `args`: `sql`, `sql.1`.
    pub(crate) arg: String,
    /// The name of the file; null when it is not known.
    pub(crate) file: Option<String>,
    /// Whether a shell, a database or a container runs the text; if not, it only names data.
    pub(crate) executed: bool,
    /// How many other tasks of the DAG name a file that cannot be read for the same reason.
    pub(crate) others: usize,
}

/// Those of a DAG.
pub(super) fn of(arguments: &Arguments, dag: &Dag) -> Vec<Fact<UnreadFile>> {
    let mut facts = Vec::new();
    let mut shared: BTreeMap<bool, (UnreadFile, &str)> = BTreeMap::new();
    for task in &dag.tasks {
        for named in &task.unread_files {
            let executed = is_run(arguments, &named.arg);
            if !executed && named.arg.rsplit('.').find_map(|step| arguments.language(step)).is_none() {
                continue;
            }
            let says = UnreadFile {
                dag: dag.dag_id.clone(),
                task: task.task_id.clone(),
                arg: named.arg.clone(),
                file: named.file.clone(),
                executed,
                others: 0,
            };
            match shared.get_mut(&executed).filter(|_| named.by_dag) {
                Some((first, _)) if first.task == says.task => {}
                Some((first, _)) => first.others = first.others.saturating_add(1),
                None if named.by_dag => drop(shared.insert(executed, (says, named.why.as_str()))),
                None => {
                    let about = name_of(dag, task);
                    facts.push(Fact::new(&task.loc, argument_path(&named.arg), &about, says).because(&*named.why));
                }
            }
        }
    }
    let folders = || path(["args", "template_searchpath"]);
    facts
        .extend(shared.into_values().map(|(says, why)| Fact::new(&dag.loc, folders(), &dag.dag_id, says).because(why)));
    facts
}
