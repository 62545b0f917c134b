//! The names of Airflow's own classes and functions, in every place that releases 2 and 3 export them from.

use std::rc::Rc;

use super::super::graph::last_segment;
use super::super::value::{Args, Makes, Role};

/// Whether a dotted name is of Airflow or of a provider.
pub(crate) fn is_airflow(name: &str) -> bool {
    name.starts_with("airflow.") || name.starts_with("airflow_sdk.")
}

/// Whether a name is Airflow's `DAG`.
pub(crate) fn is_dag(name: &str) -> bool {
    is_airflow(name) && matches!(last_segment(name), "DAG" | "Dag") || name == "DAG"
}

/// Whether a name is Airflow's `TaskGroup`.
pub(crate) fn is_group(name: &str) -> bool {
    last_segment(name) == "TaskGroup"
}

/// Whether a name is one of the classes of data assets: `Asset`, in Airflow 2 `Dataset`.
pub(crate) fn is_asset(name: &str) -> bool {
    is_airflow(name) && matches!(last_segment(name), "Asset" | "Dataset" | "AssetAlias" | "DatasetAlias" | "Model")
}

/// Whether a name reads an Airflow Variable.
pub(crate) fn is_variable_get(name: &str) -> bool {
    is_airflow(name) && (name.ends_with(".Variable.get") || name.ends_with(".Variable.setdefault"))
}

/// What a decorator of Airflow makes; `None` when the name is not one.
pub(crate) fn decorator<'a>(name: &str) -> Option<Makes<'a>> {
    let (before, last) = name.rsplit_once('.').unwrap_or(("", name));
    let flow = |decorator: String| Makes::Flow { decorator: Rc::from(decorator), function: None };
    match last {
        "task" | "setup" | "teardown" => Some(flow("@task".to_owned())),
        "dag" => Some(Makes::Dag(None)),
        "task_group" => Some(Makes::Group(None)),
        "asset" => Some(Makes::Asset),
        "multi" if last_segment(before) == "asset" => Some(Makes::Asset),
        // They only say when a task is skipped that another decorator makes.
        "run_if" | "skip_if" if last_segment(before) == "task" => None,
        "python" if last_segment(before) == "task" => Some(flow("@task".to_owned())),
        kind if last_segment(before) == "task" => Some(flow(format!("@task.{kind}"))),
        _ => None,
    }
}

/// Whether a decorator marks a setup or teardown task.
pub(crate) fn role(name: &str) -> Role {
    match last_segment(name) {
        "setup" => Role::Setup,
        "teardown" => Role::Teardown,
        _ => Role::Work,
    }
}

/// Whether a call makes a task: the name is that of an operator class, or of some class that is given a `task_id`.
pub(crate) fn is_operator(name: &str, args: &Args<'_>) -> bool {
    let last = last_segment(name);
    if !last.starts_with(|c: char| c.is_ascii_uppercase()) {
        return false;
    }
    let by_name = ["Operator", "Sensor", "SensorAsync", "OperatorAsync", "ExternalTaskMarker"];
    let suffix = by_name.iter().any(|suffix| last.ends_with(suffix));
    let module = [".operators.", ".sensors.", ".transfers."].iter().any(|folder| name.contains(folder));
    let not_a_task = last.ends_with("Hook") || last.ends_with("Trigger") || last.ends_with("Link");
    !not_a_task
        && (suffix
            || args.named("task_id").is_some()
            || (module
                && is_airflow(name)
                && args.positional.is_empty()
                && !args.named.is_empty()
                && !is_airflow_helper(last)))
}

/// Classes in provider modules of operators that are not operators.
fn is_airflow_helper(last: &str) -> bool {
    ["Config", "Error", "Exception", "Mixin", "Parameters", "Param", "Notifier", "Result", "Item", "Mode", "Type"]
        .iter()
        .any(|suffix| last.ends_with(suffix))
}

#[cfg(test)]
mod tests {
    use super::{is_dag, is_operator};
    use crate::input::airflow::value::{Args, Item, Value};
    use crate::source::Span;

    #[test]
    fn dags_and_operators_are_known_by_name() {
        for name in ["airflow.DAG", "airflow.sdk.DAG", "airflow.models.dag.DAG", "airflow.models.DAG"] {
            assert!(is_dag(name), "{name}");
        }
        let none = Args::default();
        for name in ["airflow.providers.standard.operators.bash.BashOperator", "acme.ops.LoadOperator", "FileSensor"] {
            assert!(is_operator(name, &none), "{name}");
        }
        for name in ["airflow.providers.amazon.aws.hooks.s3.S3Hook", "requests.get", "acme.Config"] {
            assert!(!is_operator(name, &none), "{name}");
        }
        let item = Item { value: Value::text("x"), span: Span::default() };
        let with_id = Args { named: vec![("task_id".into(), item)], ..Args::default() };
        assert!(is_operator("acme.tasks.Load", &with_id));
    }
}
