//! What is known is exact; what is not is said and never guessed.

use serde_json::{Value, json};

use super::{read, task};

/// The value of `bash_command` in a task that is made after some code.
fn command(before: &str, expression: &str) -> Value {
    let found = task(&format!("{before}\nwith DAG('d'):\n    BashOperator(task_id='t', bash_command={expression})\n"));
    let known = found["unknown"].get("args.bash_command").is_none();
    let value = found["args"]["bash_command"].clone();
    assert_eq!(known, value.is_string() || value.is_array() || value.is_number(), "{expression}: {value}");
    value
}

#[test]
fn strings_are_followed_exactly() {
    let cases = [
        ("X = 'b'", "f'a-{X}'", "a-b"),
        ("X = 'b'", "'a-' + X", "a-b"),
        ("X = 'b'", "'a-%s' % X", "a-b"),
        ("X = 'b'", "'a-%s-%d' % (X, 3)", "a-b-3"),
        ("X = {'k': 'b'}", "'a-%(k)s' % X", "a-b"),
        ("X = 'b'", "'{}-{x}'.format('a', x=X)", "a-b"),
        ("X = ['a', 'b']", "'-'.join(X)", "a-b"),
        ("X = ['a', 'b']", "'-'.join([x.upper() for x in X])", "A-B"),
        ("X = {'a': {'b': 'c'}}", "X['a']['b']", "c"),
        ("X = {'a': 1}", "X.get('z', 'none')", "none"),
        ("class C:\n    X = 'a-b'", "C.X", "a-b"),
        ("def f(x, y='b'):\n    return f'{x}-{y}'", "f('a')", "a-b"),
        ("X = 'a'\nX += '-b'", "X", "a-b"),
        ("import os", "os.path.join('a', 'b')", "a/b"),
        ("X = 'raw'", "f'{X!s}'", "raw"),
        ("X = 'a-b-c'", "X.split('-')[1]", "b"),
        ("X = 'a-b-c'", "X[2:]", "b-c"),
        ("X = [x for x in range(3) if x != 1]", "str(len(X))", "2"),
        ("X = 'a' if 1 > 2 else 'b'", "X", "b"),
        ("X = 'a'\ndef f():\n    global X\n    X = 'b'\nf()", "X", "b"),
        ("X = 'a'\nglobals()['X'] = 'b'", "X", "b"),
        ("def f():\n    x = 'a'\n    def g():\n        nonlocal x\n        x = 'b'\n    g()\n    return x", "f()", "b"),
    ];
    for (before, expression, expected) in cases {
        assert_eq!(command(before, expression), expected, "{before}; {expression}");
    }
}

#[test]
fn what_only_a_run_knows_is_a_hole() {
    let cases = [
        ("", "os.environ['X']", json!({"$env": "X"})),
        ("", "os.getenv('X', 'default')", Value::Null),
        ("", "Variable.get('x')", json!({"$variable": "x"})),
        ("X = os.environ['X']", "f's3://{X}/a'", json!({"$partial": "s3://{environment variable X}/a"})),
        ("from acme import f", "f() + '-x'", json!({"$partial": "{acme.f}-x"})),
        ("X = 'a' if os.getenv('E') else 'b'", "X", Value::Null),
        ("X = 'a'\nif os.getenv('E'):\n    X = 'b'", "X", Value::Null),
        ("X = 'a'\nfor i in os.listdir('.'):\n    X = X + i", "X", Value::Null),
        ("def f(n):\n    return f(n - 1)", "f(1)", Value::Null),
    ];
    for (before, expression, expected) in cases {
        assert_eq!(command(before, expression), expected, "{before}; {expression}");
    }
}

#[test]
fn arguments_from_something_unknown_leave_a_trace() {
    for call in [
        "BashOperator(task_id='t', **mod.load())",
        "BashOperator(**mod.load())",
        "BashOperator(task_id='t', **{'env': {}, **mod.load()})",
        "BashOperator.partial(task_id='t').expand_kwargs(mod.load())",
        "BashOperator.partial(task_id='t', **mod.load()).expand(env=[1])",
    ] {
        let found = task(&format!("import mod\nwith DAG('d'):\n    {call}\n"));
        assert_eq!(found["unknown"]["args"], true, "{call}");
    }
}

#[test]
fn tasks_in_unknown_loops_and_conditions_say_so() {
    let code = "with DAG('d') as g:\n    for x in os.listdir('.'):\n        BashOperator(task_id=f'load_{x}', bash_command='x')\n";
    let value = read(code);
    let found = &value["dags"][0]["tasks"][0];
    assert_eq!((&found["dynamic"], &found["id_known"]), (&true.into(), &false.into()));
    assert_eq!(found["task_id"], "load_{one of os.listdir}");
    assert_eq!(value["dags"][0]["confidence"], "partial");
    let found = task("with DAG('d'):\n    if os.getenv('X'):\n        BashOperator(task_id='t', bash_command='x')\n");
    assert_eq!((&found["conditional"], &found["dynamic"]), (&true.into(), &false.into()));
    let loose =
        task("from acme import rest\nwith DAG('d'):\n    BashOperator(task_id='t', bash_command='x') >> rest()\n");
    assert_eq!(loose["unknown"], json!({"downstream": true}));
}

#[test]
fn templates_say_where_their_values_come_from() {
    let params = "params={'free': 'x', 'checked': Param(1, type='integer'), 'listed': Param('a', enum=['a'])}";
    let code = |command: &str| {
        format!("with DAG('d', {params}):\n    BashOperator(task_id='t', bash_command=\"{command}\")\n")
    };
    let cases = [
        ("{{ dag_run.conf['x'] }}", true),
        ("{{ params.free }}", true),
        ("{{ params.other }}", true),
        ("{{ params.checked }}", false),
        ("{{ params['listed'] }}", false),
        ("{{ ds }}", false),
    ];
    for (command, untrusted) in cases {
        assert_eq!(task(&code(command))["templated"][0]["untrusted"], untrusted, "{command}");
    }
}

fn names(found: &Value, side: &str) -> Vec<String> {
    found[side].as_array().unwrap().iter().map(|data| data["shape"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn data_is_found_in_arguments_assets_statements_and_code() {
    let cases: &[(&str, &str, &str)] = &[
        (
            "    S3CopyObjectOperator(task_id='t', source_bucket_name='a', source_bucket_key='k', dest_bucket_name='b', dest_bucket_key='k')",
            "a",
            "b",
        ),
        ("    S3CopyObjectOperator(task_id='t', source_bucket_key='s3://a/k', dest_bucket_key='s3://b/k')", "a", "b"),
        ("    BashOperator(task_id='t', bash_command='aws s3 cp s3://a/x s3://b/y')", "a", "b"),
        (
            "    BashOperator(task_id='t', bash_command='x', inlets=[Asset('s3://a/x')], outlets=Asset(uri='s3://b/x'))",
            "a",
            "b",
        ),
        (
            "    from acme import SqlOperator\n    SqlOperator(task_id='t', sql='INSERT INTO b SELECT * FROM a')",
            "a",
            "b",
        ),
        (
            "    @task\n    def t():\n        hook = S3Hook()\n        x = hook.read_key('k', 'a')\n        hook.load_string(x, key='k', bucket_name='b')\n    t()",
            "a",
            "b",
        ),
        (
            "    @task\n    def t(source, target='b'):\n        import pandas as pd\n        pd.read_csv(f's3://{source}/x').to_parquet(f's3://{target}/y')\n    t('a')",
            "a",
            "b",
        ),
        (
            "    def f(target):\n        import boto3\n        boto3.client('s3').put_object(Bucket=target, Key='k')\n    PythonOperator(task_id='t', python_callable=f, op_kwargs={'target': 'b'})",
            "",
            "b",
        ),
        (
            "    from acme import ExportOperator\n    ExportOperator(task_id='t', source_uri='gs://a/x', target_uri='gs://b/x')",
            "a",
            "b",
        ),
    ];
    for (code, reads, writes) in cases {
        let found = task(&format!("with DAG('d'):\n{code}\n"));
        assert_eq!(
            (names(&found, "reads").join(" "), names(&found, "writes").join(" ")),
            ((*reads).into(), (*writes).into()),
            "{code}"
        );
    }
}

#[test]
fn uses_say_when_they_run() {
    let code = "import requests\nVariable.get('top')\n@dag\ndef d():\n    Variable.get('building')\n    @task\n    def t():\n        requests.get('https://x')\n        helper()\n    t()\nd()\ndef helper():\n    Variable.get('helper')\ndef uncalled():\n    Variable.get('uncalled')\n";
    let value = read(code);
    let uses: Vec<String> = value["uses"]
        .as_array()
        .unwrap()
        .iter()
        .map(|found| format!("{} {} {}", found["what"], found["name"], found["scope"]).replace('"', ""))
        .collect();
    assert_eq!(
        uses,
        [
            "Variable.get top top_level",
            "Variable.get building dag",
            "requests.get null task_body",
            "Variable.get helper task_body",
            "Variable.get uncalled task_body",
        ]
    );
}

#[test]
fn schedules_and_dates_are_read() {
    let cases = [
        ("", json!({"kind": "unspecified", "value": null})),
        ("schedule=None", json!({"kind": "none", "value": null})),
        ("schedule='@daily'", json!({"kind": "cron", "value": "@daily"})),
        ("schedule_interval='0 1 * * *'", json!({"kind": "cron", "value": "0 1 * * *"})),
        ("schedule=os.environ['S']", json!({"kind": "unknown", "value": null})),
        ("schedule=[Asset('s3://a/x')]", json!({"kind": "asset", "value": null})),
    ];
    for (argument, expected) in cases {
        let value = read(&format!("DAG('d', start_date=datetime(2025, 2, 3), catchup=False, {argument})\n"));
        assert_eq!(value["dags"][0]["schedule"], expected, "{argument}");
        assert_eq!(value["dags"][0]["start_date"], "2025-02-03");
        assert_eq!(value["dags"][0]["catchup"], false);
    }
}

#[test]
fn the_command_of_a_bash_function_is_what_it_returns() {
    let cases = [
        ("dag_run", "f\"echo {dag_run.conf['x']}\"", json!([true])),
        ("dag_run", "'echo ' + dag_run.conf.get('x')", json!([true])),
        ("**context", "f\"echo {context['dag_run'].conf['x']}\"", json!([true])),
        ("params", "f\"echo {params['x']}\"", json!([true])),
        ("params", "f\"echo {params['n']}\"", json!([false])),
        ("**context", "f\"echo {context['params']['x']}\"", json!([true])),
        ("", "'echo {{ dag_run.conf.x }}'", json!([true])),
        ("", "'{% set c = dag_run %}{{ c.conf.x }}'", json!([true])),
        ("ds", "f'echo {ds}'", json!([false])),
        ("ti", "f\"echo {ti.dag_run.conf['x']}\"", json!([true])),
        // What a call returns is not described any more.
        ("ti", "f\"echo {ti.get_dagrun().conf['x']}\"", json!([null])),
        ("ti", "f\"echo {ti.xcom_pull('a')}\"", json!([null])),
        ("x", "f'echo {x}'", json!([null])),
        ("", "'echo ' + os.environ['X']", json!([])),
        ("", "load()", json!([null])),
        ("x, dag_run", "'date' if x else f\"echo {dag_run.conf['x']}\"", json!([true])),
    ];
    for (parameters, command, expected) in cases {
        let found = task(&format!(
            "with DAG('d', params={{'n': Param(1, type='integer')}}):\n    @task.bash\n    def t({parameters}):\n        return {command}\n    t()\n"
        ));
        let untrusted: Vec<&Value> =
            found["templated"].as_array().unwrap().iter().map(|template| &template["untrusted"]).collect();
        assert_eq!(json!(untrusted), expected, "{command}: {found:#}");
    }
}
