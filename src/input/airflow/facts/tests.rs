//! Facts of whole files, through the reader.

use serde_json::{Value, json};

use crate::input::airflow::tests::read;

/// The facts of one concept, without their places.
fn facts(concept: &str, code: &str) -> Vec<Value> {
    let mut facts = read(code)["facts"][concept].as_array().unwrap().clone();
    for fact in &mut facts {
        let fact = fact.as_object_mut().unwrap();
        assert!(fact.remove("_loc").unwrap().as_str().unwrap().starts_with("dags/a.py#"));
        assert_eq!(fact.remove("via"), Some(json!([])));
    }
    facts
}

/// One field of every fact of a concept.
fn column(concept: &str, field: &str, code: &str) -> Value {
    facts(concept, code).iter().map(|fact| fact[field].clone()).collect()
}

fn in_dag(lines: &str) -> String {
    format!("from acme import load, rest\nwith DAG('d'):\n    {}\n", lines.replace('\n', "\n    "))
}

#[test]
fn an_access_has_every_name_that_its_data_goes_by() {
    let cases = [
        ("'aws s3 rm s3://Raw/x'", json!([["raw", "s3://raw/x"], []])),
        (
            "f'cat s3://acme-{load()}-raw/x'",
            json!([
                ["acme-~~~-raw", "s3://acme-~~~-raw/x"],
                [
                    ["acme-", "-raw", "^acme\\-.*\\-raw$", true],
                    ["s3://acme-", "-raw/x", "^s3://acme\\-.*\\-raw/x$", true]
                ]
            ]),
        ),
        (
            "'cat s3://raw/{{ ds }}'",
            json!([["raw", "s3://raw/~~~"], [["s3://raw/", "", "^s3://raw/[-0-9t:.+_z/ ]*$", false]]]),
        ),
        (
            "f'cat s3://{load()}'",
            json!([["s3://~~~", "~~~"], [["s3://", "", "^s3://.*$", true], ["", "", "^.*$", true]]]),
        ),
        ("'cat bq://p.d.t'", json!([["bq://p.d.t", "d", "d.t", "p", "p.d", "p.d.t"], []])),
        ("'cat bq://t'", json!([["bq://t", "t"], []])),
    ];
    for (text, expected) in cases {
        let code = in_dag(&format!("BashOperator(task_id='t', bash_command={text}, env={{}})"));
        let found = &facts("accesses", &code)[0];
        let open: Value = found["open"]
            .as_array()
            .unwrap()
            .iter()
            .map(|open| json!([open["begins"], open["ends"], open["possible"], open["free"]]))
            .collect();
        assert_eq!(json!([found["names"], open]), expected, "{text}");
        assert_eq!((&found["about"], &found["path"]), (&json!("d.t"), &json!([])));
    }
}

#[test]
fn a_name_with_many_dots_has_few_datasets() {
    let long = "a.".repeat(5_000);
    let code = in_dag(&format!("BashOperator(task_id='t', bash_command='x', env={{'T': 'bq://{long}z'}})"));
    assert!(facts("accesses", &code)[0]["names"].as_array().unwrap().len() < 150);
}

#[test]
fn an_access_says_what_the_task_does() {
    let code = in_dag("BashOperator(task_id='t', bash_command='aws s3 cp s3://a/x s3://b/x')");
    assert_eq!(column("accesses", "does", &code), json!(["reads from", "writes to"]));
    assert_eq!(column("accesses", "shape", &code), json!(["a", "b"]));
}

#[test]
fn calls_at_import_that_go_out_are_facts_and_no_others() {
    let cases = [
        ("Variable.get('a')", json!([["variable", "Variable.get", "a"]])),
        ("import requests\nrequests.get(f'{x}')", json!([["network", "requests.get", null]])),
        ("@dag\ndef d():\n    Variable.get('a')\nd()", json!([["variable", "Variable.get", "a"]])),
        ("def uncalled():\n    Variable.get('a')", json!([])),
        ("os.getenv('a')", json!([])),
        ("import subprocess\nsubprocess.run(['x'])", json!([])),
    ];
    for (code, expected) in cases {
        let found: Value = facts("imports_io", &format!("{code}\n"))
            .iter()
            .map(|fact| json!([fact["kind"], fact["what"], fact["name"]]))
            .collect();
        assert_eq!(found, expected, "{code}");
    }
}

#[test]
fn a_credential_is_a_fact_without_its_value() {
    let found = facts("credentials", "DB_PASSWORD = 'tr0ub4dor-3'\n");
    let expected = json!({"key": "DB_PASSWORD", "kind": "password", "scope": "top_level", "about": "DB_PASSWORD", "path": [], "why": ""});
    assert_eq!(found, [expected]);
}

#[test]
fn a_template_is_a_fact_where_its_text_is_run_and_not_trusted() {
    let unknown = |arg: &str, why: &str| json!([[arg, null, null, why]]);
    let not_followed =
        |what: &str| unknown("bash_command", &format!("it is made where gate cannot follow it: `{what}`"));
    let partly = |arg: &str| unknown(arg, "a part of it is made where gate cannot follow it: `acme.load`");
    let deployment = |arg: &str, what: &str| unknown(arg, &format!("all of it is decided by the deployment{what}"));
    let cases = [
        ("bash_command='echo {{ dag_run.conf.x }}'", json!([["bash_command", "dag_run.conf", true, ""]])),
        ("bash_command=['a', 'echo {{ params.x }}']", json!([["bash_command.1", "params", true, ""]])),
        ("bash_command='echo {{ ds }}'", json!([])),
        ("bash_command='x', env={'A': '{{ dag_run.conf.x }}'}", json!([])),
        ("bash_command='a' if os.getenv('E') else 'b'", json!([])),
        ("bash_command='a' if os.getenv('E') else '{{ params.x }}'", json!([["bash_command", "params", true, ""]])),
        ("bash_command='a' if os.getenv('E') else load()", not_followed("acme.load")),
        ("bash_command=load()", not_followed("acme.load")),
        ("bash_command=load", not_followed("acme.load")),
        ("bash_command=lambda context, jinja_env: 'x'", not_followed("lambda")),
        ("bash_command='x-' + load()", partly("bash_command")),
        ("bash_command=f'x {load()}'", partly("bash_command")),
        ("bash_command=['x', load()]", partly("bash_command.1")),
        ("bash_command='x ' + os.environ['X']", json!([])),
        ("bash_command=['x', Variable.get('x')]", json!([])),
        ("bash_command=os.environ['X']", deployment("bash_command", ": environment variable X")),
        ("bash_command=f'{Variable.get(\"x\")}'", deployment("bash_command", "")),
        ("bash_command=[Variable.get('x')]", deployment("bash_command.0", ": Variable x")),
        (
            "configuration={'query': {'query': Variable.get('q')}, 'a': 'b'}",
            deployment("configuration.query.query", ": Variable q"),
        ),
        ("configuration={'query': {'query': 'x', 'project': Variable.get('p')}}", json!([])),
        ("bash_command=f'x {datetime.now()} {int(load())}'", json!([])),
        (
            "bash_command='{{ params. }}'",
            json!([["bash_command", null, null, "its template cannot be read: it is not written as Jinja reads it"]]),
        ),
        ("bash_command=None", json!([])),
        ("bash_command='x', env=load()", json!([])),
    ];
    for (arguments, expected) in cases {
        let code = in_dag(&format!("BashOperator(task_id='t', {arguments})"));
        let found: Value = facts("templates", &code)
            .iter()
            .map(|fact| json!([fact["arg"], fact["source"], fact["untrusted"], fact["why"]]))
            .collect();
        assert_eq!(found, expected, "{arguments}");
    }
}

#[test]
fn the_path_of_a_template_leads_into_lists_and_objects() {
    let code = in_dag("BashOperator(task_id='t', bash_command='x', arguments=['a', {'b': '{{ params.x }}'}])");
    assert_eq!(column("templates", "path", &code), json!([["args", "arguments", 1, "b"]]));
}

#[test]
fn arguments_from_something_unknown_are_hidden_unless_nothing_there_is_run() {
    let cases = [
        ("BashOperator(task_id='t', **load())", json!([null])),
        ("BashOperator(task_id='t', bash_command='x', **load())", json!([false])),
        ("BashOperator(task_id='t', bash_command=load(), **load())", json!([false])),
        ("BashOperator(task_id='t', bash_command='x')", json!([])),
        ("PythonOperator(task_id='t', **load())", json!([])),
        ("KubernetesPodOperator(task_id='t', cmds=['x'], **load())", json!([null])),
        ("KubernetesPodOperator(task_id='t', cmds=['x'], arguments=[], **load())", json!([false])),
    ];
    for (call, expected) in cases {
        assert_eq!(column("hidden_arguments", "executed", &in_dag(call)), expected, "{call}");
    }
}

/// The ways of the only flow: `sources > ways > sinks`.
fn flow(tasks: &str) -> Option<String> {
    let found = facts("flows", &in_dag(tasks));
    assert!(found.len() < 2, "a DAG has one flow");
    let flow = found.first()?;
    let column = |list: &str, field: &str| -> Vec<String> {
        let items = flow[list].as_array().unwrap();
        items.iter().map(|item| format!("{}:{}", item["task"], item[field]).replace('"', "")).collect()
    };
    let ways: Vec<String> =
        flow["ways"].as_object().unwrap().iter().map(|(task, next)| format!("{task}{next}").replace('"', "")).collect();
    let operators: Vec<&String> = flow["operators"].as_object().unwrap().keys().collect();
    assert!(flow["ways"].as_object().unwrap().keys().eq(operators), "an operator for every task on a way");
    let ends: String = column("loose_ends", "task")
        .iter()
        .map(|end| format!("; {}", end.chars().take(end.chars().count() / 2).collect::<String>()))
        .collect();
    let [sources, sinks] = ["sources", "sinks"].map(|list| column(list, "shape").join(" "));
    Some(format!("{sources} > {} > {sinks}{ends}", ways.join(" ")))
}

#[test]
fn a_flow_holds_the_tasks_between_what_is_read_and_where_it_may_go() {
    let read = "r = BashOperator(task_id='r', bash_command='cat s3://a/x')\n";
    let write = "w = BashOperator(task_id='w', bash_command='y > s3://b/x')\n";
    let plain = "p = BashOperator(task_id='p', bash_command='x')\nq = BashOperator(task_id='q', bash_command='x')\n";
    let all = format!("{read}{write}{plain}");
    let cases = [
        ("r >> w", Some("r:a > r[w] w[] > w:b")),
        ("r >> p >> w", Some("r:a > p[w] r[p] w[] > w:b")),
        ("r >> [p, q] >> w", Some("r:a > p[w] q[w] r[p,q] w[] > w:b")),
        ("r >> p >> w\nr >> q", Some("r:a > p[w] r[p] w[] > w:b")),
        ("q >> r >> w >> p", Some("r:a > r[w] w[] > w:b")),
        ("w >> r", None),
        ("r >> p", None),
        ("r >> p >> rest()", Some("r:a > p[] r[p] > ; p")),
        ("w >> p >> rest()", None),
    ];
    for (edges, expected) in cases {
        assert_eq!(flow(&format!("{all}{edges}")).as_deref(), expected, "{edges}");
    }
    let both = "BashOperator(task_id='c', bash_command='aws s3 cp s3://a/x s3://b/x')";
    assert_eq!(flow(both).as_deref(), Some("c:a > c[] > c:b"));
}

#[test]
fn a_destination_that_is_named_twice_says_so() {
    let code =
        in_dag("BashOperator(task_id='c', bash_command='aws s3 cp s3://a/x s3://b/x', outlets=[Asset('s3://b/y')])");
    let sinks = &facts("flows", &code)[0]["sinks"];
    assert_eq!(
        json!([[sinks[0]["shape"], sinks[0]["again"]], [sinks[1]["shape"], sinks[1]["again"]]]),
        json!([["b", false], ["b", true]])
    );
}

#[test]
fn facts_grow_with_the_file_and_not_with_its_square() {
    let size = |tasks: usize| {
        let lines: Vec<String> = (0..tasks)
            .map(|n| format!("t{n} = BashOperator(task_id='t{n}', bash_command='aws s3 cp s3://a{n}/x s3://b{n}/x')"))
            .chain((1..tasks).map(|n| format!("t{} >> t{n}", n - 1)))
            .collect();
        read(&in_dag(&lines.join("\n")))["facts"].to_string().len()
    };
    let (small, large) = (size(50), size(200));
    assert!(large < small * 5, "{small} {large}");
}
