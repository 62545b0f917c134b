//! Airflow's objects in a template, as far as they lead to what whoever starts a run decides.

use super::value::{Origin, Origins, Value};

/// An object of the context that a template is rendered with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Thing {
    /// The whole context.
    Context,
    DagRun,
    /// `dag_run.conf`.
    Conf,
    Params,
    /// A task instance.
    Instance,
    Task,
    Dag,
    /// `xcom_pull` of a task instance.
    Pull,
    /// The id of the DAG that the template is in.
    OwnId,
    /// A module or function that works on what it is given, such as `macros`.
    Module,
}

/// Variables of the context that are such an object.
const VARIABLES: &[(&str, Thing)] = &[
    ("context", Thing::Context),
    ("dag", Thing::Dag),
    ("dag_run", Thing::DagRun),
    ("macros", Thing::Module),
    ("params", Thing::Params),
    ("task", Thing::Task),
    ("task_instance", Thing::Instance),
    ("ti", Thing::Instance),
];

/// Other variables of the context: Airflow itself or the deployment decides what they say.
const OTHERS: &[&str] = &[
    "conf",
    "conn",
    "data_interval_end",
    "data_interval_start",
    "ds",
    "ds_nodash",
    "exception",
    "execution_date",
    "expanded_ti_count",
    "inlet_events",
    "inlets",
    "latest_date",
    "logical_date",
    "map_index_template",
    "next_ds",
    "next_ds_nodash",
    "next_execution_date",
    "outlet_events",
    "outlets",
    "prev_data_interval_end_success",
    "prev_data_interval_start_success",
    "prev_ds",
    "prev_ds_nodash",
    "prev_end_date_success",
    "prev_execution_date",
    "prev_execution_date_success",
    "prev_start_date_success",
    "reason",
    "run_id",
    "start_date",
    "end_date",
    "task_instance_key_str",
    "task_reschedule_count",
    "templates_dict",
    "test_mode",
    "tomorrow_ds",
    "tomorrow_ds_nodash",
    "triggering_asset_events",
    "triggering_dataset_events",
    "try_number",
    "ts",
    "ts_nodash",
    "ts_nodash_with_tz",
    "var",
    "yesterday_ds",
    "yesterday_ds_nodash",
];

/// Attributes and methods that lead from one object to another.
const MEMBERS: &[(Thing, &[&str], Thing)] = &[
    (Thing::Dag, &["dag_id"], Thing::OwnId),
    (Thing::DagRun, &["dag_id"], Thing::OwnId),
    (Thing::Instance, &["dag_id"], Thing::OwnId),
    (Thing::Task, &["dag_id"], Thing::OwnId),
    (Thing::DagRun, &["conf"], Thing::Conf),
    (Thing::DagRun, &["dag", "get_dag"], Thing::Dag),
    (
        Thing::DagRun,
        &["get_previous_dagrun", "get_previous_scheduled_dagrun", "find", "get_latest_runs"],
        Thing::DagRun,
    ),
    (
        Thing::DagRun,
        &["get_task_instance", "get_task_instances", "task_instances", "fetch_task_instances"],
        Thing::Instance,
    ),
    (Thing::Instance, &["dag_run", "get_dagrun", "get_previous_dagrun", "dagrun"], Thing::DagRun),
    (Thing::Instance, &["get_template_context"], Thing::Context),
    (Thing::Instance, &["get_previous_ti", "previous_ti", "previous_ti_success"], Thing::Instance),
    (Thing::Instance, &["task"], Thing::Task),
    (Thing::Instance, &["dag", "get_dag"], Thing::Dag),
    (Thing::Instance, &["params"], Thing::Params),
    (Thing::Instance, &["xcom_pull"], Thing::Pull),
    (Thing::Task, &["dag", "get_dag"], Thing::Dag),
    (Thing::Task, &["params"], Thing::Params),
    (Thing::Task, &["downstream_list", "get_direct_relatives", "get_flat_relatives", "upstream_list"], Thing::Task),
    (Thing::Dag, &["params"], Thing::Params),
    (Thing::Dag, &["get_active_runs", "get_dagrun", "get_last_dagrun"], Thing::DagRun),
    (
        Thing::Dag,
        &["get_task", "leaves", "roots", "task", "task_dict", "task_group", "tasks", "topological_sort"],
        Thing::Task,
    ),
];

/// A variable of the context; `None` when Airflow has none of this name.
pub(super) fn variable(name: &str) -> Option<Value> {
    let thing = VARIABLES.iter().find(|(known, _)| *known == name).map(|(_, thing)| Value::thing(*thing));
    thing.or_else(|| OTHERS.contains(&name).then(Value::default))
}

/// What an attribute, item or method of an object gives; without its name, whatever the object leads to. A method is
/// the object that it returns.
pub(super) fn member(thing: Thing, name: Option<&str>) -> Value {
    // What an object keeps for itself may be anything that it holds.
    let Some(name) = name.filter(|name| !name.starts_with('_')) else { return Value::from(held(thing)).loose() };
    match thing {
        Thing::Context => match name {
            "get" | "items" | "values" | "pop" | "copy" => Value::thing(thing),
            _ => variable(name).unwrap_or_default(),
        },
        Thing::Params => match name {
            "get" | "items" | "values" | "keys" | "copy" | "dump" | "pop" => Value::thing(thing),
            _ => Value::from([Origin::Params(Some(name.into()))].into()),
        },
        Thing::Conf => Value::from(held(thing)),
        Thing::Module => Value::thing(thing),
        _ => {
            let found = MEMBERS.iter().find(|(of, names, _)| *of == thing && names.contains(&name));
            found.map(|(_, _, thing)| Value::thing(*thing)).unwrap_or_default()
        }
    }
}

/// What a loop over an object gives: a list of such objects is the object.
pub(super) fn element(thing: Thing) -> Value {
    match thing {
        Thing::Params | Thing::Conf => Value::from(held(thing)),
        Thing::Context => Value::from(held(thing)).loose(),
        _ => Value::thing(thing),
    }
}

/// Where the text comes from that an object is printed as. A task, its instance and its DAG print their ids.
pub(super) fn printed(thing: Thing) -> Origins {
    match thing {
        Thing::DagRun | Thing::Conf | Thing::Params | Thing::Context => held(thing),
        _ => Origins::new(),
    }
}

/// Where anything comes from that an object leads to.
pub(super) fn held(thing: Thing) -> Origins {
    match thing {
        Thing::DagRun | Thing::Conf => [Origin::Conf].into(),
        Thing::Params | Thing::Task | Thing::Dag => [Origin::Params(None)].into(),
        Thing::Context | Thing::Instance => [Origin::Conf, Origin::Params(None)].into(),
        Thing::Pull => [Origin::Xcom].into(),
        Thing::Module | Thing::OwnId => Origins::new(),
    }
}
