//! What cannot be followed is said, and what may be one of several is carried as such.

use serde_json::Value;

use super::{read, tasks_of};

fn tasks(code: &str) -> Vec<String> {
    tasks_of(&read(code))
}

/// What is told of the code that cannot be followed: `dag: what`, without a DAG for that of the file.
fn losses(code: &str) -> Vec<String> {
    let document = read(code);
    let said = |loss: &Value| {
        let dag = loss["dag"].as_str().map(|dag| format!("{dag}: ")).unwrap_or_default();
        format!("{dag}{}", loss["what"].as_str().unwrap())
    };
    document["facts"]["losses"].as_array().unwrap().iter().map(said).collect()
}

#[test]
fn code_that_is_not_in_the_tree_may_make_tasks_of_the_dags_in_reach() {
    let elsewhere = ", whose code is not in the tree";
    for (code, expected) in [
        ("with DAG('d') as dag:\n    acme.add()", format!("d: calls `acme.add`{elsewhere}")),
        ("dag = DAG('d')\nacme.add(dag)", format!("d: calls `acme.add`{elsewhere}")),
        ("dag = DAG('d')\nacme.add([{'dag': dag}])", String::new()),
        (
            "with DAG('d') as dag:\n    t = BashOperator(task_id='t')\nacme.add(after=[t])",
            format!("d: calls `acme.add`{elsewhere}"),
        ),
        ("with DAG('d') as dag:\n    acme.Factory('x').build()", format!("d: calls `acme.Factory`{elsewhere}")),
        ("with DAG('d'):\n    pass\nx = acme.make_dag('e')", format!("calls `acme.make_dag`{elsewhere}")),
        ("with DAG('d'):\n    pass\nx = acme.Thing(dag_id='e')", format!("calls `acme.Thing`{elsewhere}")),
        ("with DAG('d'):\n    pass\nx = acme.settings('e')", String::new()),
        ("x = acme.settings('e')", format!("calls `acme.settings`{elsewhere}")),
        ("acme.load(globals())", format!("calls `acme.load`{elsewhere}")),
        ("with DAG('d'):\n    pandas.DataFrame().head()", String::new()),
        ("with DAG('d'):\n    json.loads('{}')", String::new()),
        (
            "with acme.context() as dag:\n    BashOperator(task_id='t')",
            "{dag_id}: makes the DAG where gate cannot follow it".to_owned(),
        ),
    ] {
        let code = format!("import acme, json, pandas\n{code}\n");
        let told = losses(&code);
        assert_eq!(told.first().map_or("", String::as_str), expected, "{code}");
    }
}

#[test]
fn one_of_several_dags_has_the_tasks_of_any() {
    let make = "a = DAG('a')\nb = DAG('b')\n";
    let task = "BashOperator(task_id='t', bash_command='x'";
    for code in [
        format!("with (a if os.environ['E'] else b):\n    {task})"),
        format!("dag = a if os.environ['E'] else b\n{task}, dag=dag)"),
        format!("def add(dag):\n    {task}, dag=dag)\nadd(a if os.environ['E'] else b)"),
        format!(
            "match os.environ['E']:\n    case 'x':\n        dag = a\n    case _:\n        dag = b\nwith dag:\n    {task})"
        ),
        format!("try:\n    dag = a\n    os.stat('x')\nexcept OSError:\n    dag = b\nwith dag:\n    {task})"),
    ] {
        assert_eq!(tasks(&format!("{make}{code}\n")), ["a?.t x", "b?.t x"], "{code}");
    }
}

#[test]
fn what_a_release_calls_otherwise_is_the_same() {
    for import in [
        "if NEW:\n    from airflow.sdk import DAG\nelse:\n    from airflow import DAG",
        "try:\n    from airflow.sdk import DAG\nexcept ImportError:\n    from airflow.models import DAG",
        "try:\n    from airflow.operators.bash import BashOperator\nexcept ImportError:\n    from airflow.operators.bash_operator import BashOperator",
    ] {
        let code = format!(
            "from acme import NEW\n{import}\nwith DAG('d'):\n    BashOperator(task_id='t', bash_command='x')\n"
        );
        assert_eq!(tasks(&code), ["d.t x"], "{import}");
    }
}

/// The command of the only task; several parts of it for one of several.
fn command(code: &str) -> Value {
    let document = read(&format!("{code}\nwith DAG('d'):\n    BashOperator(task_id='t', bash_command=command())\n"));
    document["dags"][0]["tasks"][0]["args"]["bash_command"].clone()
}

#[test]
fn what_code_changes_that_may_not_run_keeps_its_old_value_besides() {
    let change = "if os.environ['E']:\n    {}\n";
    for (before, after, read) in [
        ("d = {'c': 'bad'}", "d['c'] = 'good'", "d['c']"),
        ("d = {'c': 'bad'}", "d.update(c='good')", "d['c']"),
        ("class X: pass\nx = X()\nx.c = 'bad'", "x.c = 'good'", "x.c"),
        ("l = ['bad']", "l[0] = 'good'", "l[0]"),
        ("class X:\n    c = 'bad'", "X.c = 'good'", "X.c"),
        ("class X:\n    c = 'bad'\nx = X()", "x.c = 'good'", "x.c"),
    ] {
        let changed = change.replace("{}", after);
        let both = command(&format!("{before}\n{changed}def command(): return {read}\n"));
        assert_eq!(both, Value::Null, "{after}");
        let sure = command(&format!("{before}\n{after}\ndef command(): return {read}\n"));
        assert_eq!(sure, "good", "{after}");
    }
}

#[test]
fn what_is_only_set_under_a_condition_may_not_be_there() {
    let set = "d = {}\nclass X: pass\nx = X()\nif os.environ['E']:\n    d['c'] = 'good'\n    x.c = 'good'\n";
    for (read, expected) in [
        ("d['c']", Value::from("good")),
        ("x.c", Value::from("good")),
        ("d.get('c', 'bad')", Value::Null),
        ("getattr(x, 'c', 'bad')", Value::Null),
        ("d['c'] if 'c' in d else 'bad'", Value::Null),
    ] {
        assert_eq!(command(&format!("{set}def command(): return {read}\n")), expected, "{read}");
    }
}

#[test]
fn what_is_changed_by_something_unknown_is_unknown() {
    for change in ["d.update(acme.load())", "d[acme.key()] = 'x'", "d |= acme.load()"] {
        let code = format!("import acme\nd = {{'c': 'x'}}\n{change}\ndef command(): return d['c']\n");
        if change.contains("'x'") {
            assert_eq!(command(&code), "x", "{change}");
        } else {
            assert_eq!(command(&code), Value::Null, "{change}");
        }
    }
}

#[test]
fn a_handler_begins_where_the_body_may_have_ended() {
    for (code, expected) in [
        ("try:\n    raise ValueError()\nexcept ValueError:\n    c = 'x'", Value::from("x")),
        (
            "def f():\n    raise ValueError()\ntry:\n    f()\n    c = 'y'\nexcept ValueError:\n    c = 'x'",
            Value::from("x"),
        ),
        ("c = 'x'\ntry:\n    os.stat('x')\nexcept OSError:\n    c = 'y'", Value::Null),
        ("c = 'x'\nwith contextlib.suppress(OSError):\n    os.stat('x')\n    c = 'y'", Value::Null),
        ("try:\n    c = 'x'\nfinally:\n    pass", Value::from("x")),
    ] {
        assert_eq!(command(&format!("import contextlib\n{code}\ndef command(): return c\n")), expected, "{code}");
    }
}

#[test]
fn edges_that_may_not_be_are_loose() {
    let document = read(
        "with DAG('d'):\n    a = BashOperator(task_id='a')\n    b = BashOperator(task_id='b')\n    if os.environ['E']:\n        a >> b\n",
    );
    assert_eq!(document["dags"][0]["confidence"], "partial");
    assert_eq!(document["dags"][0]["tasks"][0]["unknown"]["downstream"], true);
}

#[test]
fn a_loop_over_something_unknown_may_join_its_rounds() {
    let document = read(
        "import acme\nwith DAG('d'):\n    before = None\n    for name in acme.names():\n        t = BashOperator(task_id=name)\n        if before:\n            before >> t\n        before = t\n",
    );
    assert_eq!(document["dags"][0]["tasks"][0]["unknown"]["upstream"], true);
}

#[test]
fn a_loop_with_a_known_condition_is_followed_round_by_round() {
    let code = "n = 0\nwith DAG('d'):\n    while n < 3:\n        BashOperator(task_id=f't{n}', bash_command='x')\n        n += 1\n";
    assert_eq!(tasks(code), ["d.t0 x", "d.t1 x", "d.t2 x"]);
}

#[test]
fn what_a_run_makes_of_texts_and_lists_makes_no_tasks() {
    let within = |code: &str| losses(&format!("import acme\nwith DAG('d') as d:\n    {code}\n"));
    let variable = "from airflow.models import Variable\nv = Variable.get('v', deserialize_json=True)\n";
    for code in ["v.items()", "v['a'].strip().lower()", "[i.strip() for i in v]", "v['a'].get('x').append('y')"] {
        let code = format!("{variable}with DAG('d') as d:\n    {code}\n");
        assert!(losses(&code).is_empty(), "{code}: {:?}", losses(&code));
    }
    for code in ["acme.split(d)", "acme.get('x')", "acme.Registry().items()", "acme.steps().build()"] {
        assert!(!within(code).is_empty(), "{code}");
    }
    assert!(losses("import abc, sqlalchemy.orm\nclass A(metaclass=abc.ABCMeta): pass\nclass B(sqlalchemy.orm.declarative_base()): pass\nDAG('d')\n").is_empty());
}
