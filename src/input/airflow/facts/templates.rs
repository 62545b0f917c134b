//! Arguments whose text is run, and that whoever starts a run decides.

use schemars::JsonSchema;
use serde::Serialize;

use super::super::knowledge::arguments::Arguments;
use super::super::model::{Dag, Task, TemplateSource, Templated};
use super::{argument_path, name_of};
use crate::input::Fact;

/// A Jinja expression in a text that is run, which whoever starts a run decides; or a text that is run and may hold any
/// expression, because it or a part of it is not known.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub(crate) struct Template {
    /// The id of the DAG.
    pub(crate) dag: String,
    /// The id of the task.
    pub(crate) task: String,
    /// The path of the argument below `args`: `bash_command`, `arguments.1`; or the call in its code: `os.system`.
    pub(crate) arg: String,
    /// The expression without its braces; null where there is none that could be read.
    pub(crate) expr: Option<String>,
    /// What it takes from whoever starts the run; null when that cannot be told.
    pub(crate) source: Option<TemplateSource>,
    /// True: whoever starts the run decides the value. Null: that cannot be told. What nobody decides is not here.
    pub(crate) untrusted: Option<bool>,
}

/// Those of a task.
pub(super) fn of(arguments: &Arguments, dag: &Dag, task: &Task) -> impl Iterator<Item = Fact<Template>> {
    let run = task.templated.iter().filter(|template| is_run(arguments, &template.arg));
    let run = run.filter(|template| template.untrusted != Some(false));
    run.chain(&task.executed).map(|template| fact(dag, task, template))
}

fn fact(dag: &Dag, task: &Task, template: &Templated) -> Fact<Template> {
    let says = Template {
        dag: dag.dag_id.clone(),
        task: task.task_id.clone(),
        arg: template.arg.clone(),
        expr: template.expr.clone(),
        source: template.source,
        untrusted: template.untrusted,
    };
    let about = name_of(dag, task);
    let fact = match &template.loc {
        Some(loc) => Fact::new(loc, Vec::new(), &about, says),
        None => Fact::new(&task.loc, argument_path(&template.arg), &about, says),
    };
    fact.because(&*template.why)
}

/// Whether the text of an argument is run.
pub(crate) fn is_run(arguments: &Arguments, arg: &str) -> bool {
    arguments.is_executed(arg.split('.').next().unwrap_or(arg))
}
