//! Macros and filters that the DAG defines in Python, through the reader.

use serde_json::{Value, json};

use crate::input::airflow::tests::read;

/// What is said of the templates of a command, in a DAG with these arguments and this code before it.
fn untrusted(before: &str, dag: &str, command: &str) -> Value {
    let code = format!(
        "import json\nfrom airflow.models import Variable\n{before}\nwith DAG('d', {dag}):\n    BashOperator(task_id='t', bash_command={command})\n"
    );
    let found = read(&code)["dags"][0]["tasks"][0]["templated"].as_array().unwrap().clone();
    found.iter().map(|template| template["untrusted"].clone()).collect()
}

#[test]
fn macros_of_the_dag_hand_on_what_they_are_given() {
    for (before, given, expected) in [
        ("", "{'f': lambda x: x[:4]}", json!([true])),
        ("def f(x):\n    y = x.strip()\n    return str(y)", "{'f': f}", json!([true])),
        ("def g(x):\n    return x\ndef f(x):\n    return g(x)", "{'f': f}", json!([true])),
        ("", "{'f': json.dumps}", json!([true])),
        ("", "{'f': 'constant'}", json!([true])),
        ("", "load()", json!([true])),
    ] {
        let dag = format!("user_defined_macros={given}");
        assert_eq!(untrusted(before, &dag, "'{{ f(params.x) }}'"), expected, "{before} {given}");
    }
    for (before, given, expected) in [
        ("", "{'f': lambda x: x[:4]}", json!([false])),
        ("P = 'a'\ndef f(x):\n    return P + x + Variable.get('v')", "{'f': f}", json!([false])),
        ("", "{'f': json.dumps, 'g': 'constant', 'n': 1}", json!([false])),
        ("def f(x):\n    return get_current_context()['params']['x']", "{'f': f}", json!([null])),
        ("from airflow.sdk import get_current_context\nf = lambda x: get_current_context()", "{'f': f}", json!([null])),
        ("from acme import f", "{'f': f}", json!([null])),
        ("from acme import f\ndef g(x):\n    return f(x)", "{'f': g}", json!([null])),
        ("def f(x):\n    from acme import y\n    return y(x)", "{'f': f}", json!([null])),
        ("from jinja2 import pass_context\n@pass_context\ndef f(context, x):\n    return x", "{'f': f}", json!([null])),
        ("def f(x, y=load()):\n    return y", "{'f': f}", json!([null])),
        ("", "load()", json!([null])),
        ("", "{'f': load(), **more}", json!([null])),
        ("", "None", json!([false])),
    ] {
        let dag = format!("user_defined_macros={given}");
        assert_eq!(untrusted(before, &dag, "'{{ f(ds) }}'"), expected, "{before} {given}");
    }
    assert_eq!(
        untrusted("", "user_defined_macros=load()", "'{{ ds }} {{ macros.ds_add(ds, 1) }}'"),
        json!([false, false])
    );
    assert_eq!(
        untrusted("", "user_defined_macros={'run': lambda run: run.conf}", "'{{ run(dag_run) }}'"),
        json!([true])
    );
}

#[test]
fn filters_of_the_dag_are_followed_too() {
    for (given, command, expected) in [
        ("{'year': lambda day: day[:4]}", "'{{ ds | year }}'", json!([false])),
        ("{'year': lambda day: day[:4]}", "'{{ params.x | year }}'", json!([true])),
        ("{'int': lambda x: x}", "'{{ params.x | int }}'", json!([true])),
        ("{'year': load()}", "'{{ ds | year }}'", json!([null])),
        ("load()", "'{{ ds | int }}'", json!([null])),
        ("load()", "'{{ ds }}'", json!([false])),
        ("{'a': lambda x: x}", "'{{ params.x | int }}'", json!([false])),
    ] {
        assert_eq!(untrusted("", &format!("user_defined_filters={given}"), command), expected, "{given} {command}");
    }
}

#[test]
fn a_dag_may_set_up_jinja_otherwise() {
    for (settings, command, expected) in [
        ("{'variable_start_string': '[[', 'variable_end_string': ']]'}", "'[[ dag_run.conf.x ]]'", json!([true])),
        ("{'variable_start_string': '[[', 'variable_end_string': ']]'}", "'{{ dag_run.conf.x }}'", json!([])),
        ("{'trim_blocks': True, 'extensions': ['jinja2.ext.loopcontrols']}", "'{{ ds }}'", json!([false])),
        ("{'extensions': ['acme.Extension']}", "'{{ ds }}'", json!([null])),
        ("{'variable_start_string': os.getenv('X')}", "'[[ ds ]]'", json!([null])),
        ("load()", "'x'", json!([null])),
        ("None", "'{{ ds }}'", json!([false])),
    ] {
        assert_eq!(
            untrusted("", &format!("jinja_environment_kwargs={settings}"), command),
            expected,
            "{settings} {command}"
        );
    }
}
