//! Arguments whose text is run, and that whoever starts a run decides.

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::super::knowledge::arguments::Arguments;
use super::super::model::{Dag, Task, TemplateSource, Templated};
use super::{argument_path, name_of};
use crate::input::Fact;

/// Why nothing is known of an argument.
pub(super) const NOT_FOLLOWED: &str = "it is made where gate cannot follow it";

/// A Jinja expression in a text that is run, which whoever starts a run decides; or a text that is run and of which
/// nothing is known, so that it may hold any expression.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub(crate) struct Template {
    /// The id of the DAG.
    pub(crate) dag: String,
    /// The id of the task.
    pub(crate) task: String,
    /// The path of the argument below `args`: `bash_command`, `arguments.1`.
    pub(crate) arg: String,
    /// The expression without its braces; null when nothing is known of the argument.
    pub(crate) expr: Option<String>,
    /// What it takes from whoever starts the run; null when nothing is known of the argument.
    pub(crate) source: Option<TemplateSource>,
    /// True: whoever starts the run decides the value. Null: nothing is known of the argument. What nobody decides is
    /// not here.
    pub(crate) untrusted: Option<bool>,
}

/// Those of a task.
pub(super) fn of(arguments: &Arguments, dag: &Dag, task: &Task) -> impl Iterator<Item = Fact<Template>> {
    let decided = task.templated.iter().filter(|template| template.untrusted && is_run(arguments, &template.arg));
    let decided = decided.map(|template| fact(dag, task, &template.arg, Some(template)));
    let hidden = arguments.executed().filter(|name| is_hidden(task, name));
    decided.chain(hidden.map(|name| fact(dag, task, name, None).because(NOT_FOLLOWED)))
}

fn fact(dag: &Dag, task: &Task, arg: &str, template: Option<&Templated>) -> Fact<Template> {
    let says = Template {
        dag: dag.dag_id.clone(),
        task: task.task_id.clone(),
        arg: arg.to_owned(),
        expr: template.map(|template| template.expr.clone()),
        source: template.map(|template| template.source),
        untrusted: template.map(|template| template.untrusted),
    };
    Fact::new(&task.loc, argument_path(arg), &name_of(dag, task), says)
}

/// Whether the text of an argument is run.
pub(super) fn is_run(arguments: &Arguments, arg: &str) -> bool {
    arguments.is_executed(arg.split('.').next().unwrap_or(arg))
}

/// Whether an argument is given and nothing is known of it: it is unknown, a name that the file does not define, or what
/// a call gives whose code is not in the file.
fn is_hidden(task: &Task, name: &str) -> bool {
    task.args.get(name).is_some_and(|value| match value {
        Value::Null => task.unknown.contains_key(&format!("args.{name}")),
        Value::Object(fields) => fields.contains_key("$ref") || fields.contains_key("$call"),
        _ => false,
    })
}
