//! The ways to write DAGs, tasks, groups and edges.

use serde_json::Value;

use super::{edges, read};

/// Two, three or four tasks `a`, `b`, `c`, `d` in a DAG.
fn four(code: &str) -> String {
    let tasks: String =
        ["a", "b", "c", "d"].map(|id| format!("    {id} = BashOperator(task_id='{id}', bash_command='x')\n")).concat();
    format!("with DAG('d') as g:\n{tasks}{code}")
}

#[test]
fn every_way_to_join_tasks_is_followed() {
    let cases: &[(&str, &[&str])] = &[
        ("    a >> b >> [c, d]", &["a>b", "b>c", "b>d"]),
        ("    d << c << [a, b]", &["a>c", "b>c", "c>d"]),
        ("    [a, b] >> c", &["a>c", "b>c"]),
        ("    a.set_downstream([b, c])\n    d.set_upstream(c)", &["a>b", "a>c", "c>d"]),
        ("    chain(a, [b, c], d)", &["a>b", "a>c", "b>d", "c>d"]),
        ("    chain([a, b], [c, d])", &["a>c", "b>d"]),
        ("    chain_linear([a, b], [c, d])", &["a>c", "a>d", "b>c", "b>d"]),
        ("    cross_downstream([a, b], [c, d])", &["a>c", "a>d", "b>c", "b>d"]),
        ("    a >> Label('yes') >> b", &["a>b"]),
        ("    b << Label('yes') << a", &["a>b"]),
        ("    for x in (b, c):\n        a >> x", &["a>b", "a>c"]),
        ("    [a >> t for t in [b, c, d]]", &["a>b", "a>c", "a>d"]),
        ("    first, *rest = [a, b, c]\n    first >> rest", &["a>b", "a>c"]),
        ("    g.get_task('a') >> g.get_task('d')", &["a>d"]),
        ("    tasks = {'x': a, 'y': b}\n    tasks['x'] >> tasks['y']", &["a>b"]),
        ("    if os.environ.get('X'):\n        a >> b\n    else:\n        a >> c", &["a>b", "a>c"]),
        ("    t = b if os.environ.get('X') else c\n    a >> t", &["a>b", "a>c"]),
    ];
    for (code, expected) in cases {
        assert_eq!(edges(&four(code)), *expected, "{code}");
    }
}

#[test]
fn results_of_tasks_are_edges() {
    let flow = "with DAG('d'):\n    @task\n    def a():\n        return 1\n    @task(task_id='bb')\n    def b(x, y=None):\n        return x\n";
    let cases: &[(&str, &[&str])] = &[
        ("    b(a())", &["a>bb"]),
        ("    b(1, y=[a()])", &["a>bb"]),
        ("    b({'k': a()['x']})", &["a>bb"]),
        ("    b.expand(x=a())", &["a>bb"]),
        ("    b.partial(y=1).expand(x=a())", &["a>bb"]),
        ("    b.override(task_id='c')(a())", &["a>c"]),
        ("    b(b(a()))", &["a>bb", "bb>bb__1"]),
        ("    x = BashOperator(task_id='x', bash_command='x')\n    b(x.output)", &["x>bb"]),
        ("    BashOperator(task_id='x', bash_command=a())", &["a>x"]),
        ("    PythonOperator.partial(task_id='x', python_callable=print).expand(op_args=a())", &["a>x"]),
    ];
    for (code, expected) in cases {
        assert_eq!(edges(&format!("{flow}{code}")), *expected, "{code}");
    }
}

#[test]
fn groups_prefix_ids_and_are_joined_at_their_ends() {
    let code = four(
        "    with TaskGroup('g') as g:\n        x = BashOperator(task_id='x', bash_command='x')\n        y = BashOperator(task_id='y', bash_command='x')\n        x >> y\n    a >> g >> b\n",
    );
    assert_eq!(edges(&code), ["a>g.x", "g.x>g.y", "g.y>b"]);
    let plain = "with DAG('d'):\n    with TaskGroup('g', prefix_group_id=False):\n        with TaskGroup('h'):\n            BashOperator(task_id='x', bash_command='x')\n";
    assert_eq!(read(plain)["dags"][0]["tasks"][0]["task_id"], "h.x");
    let decorated = "with DAG('d'):\n    @task\n    def t(n):\n        return n\n    @task_group\n    def g(n):\n        return t(t(n))\n    g(1) >> g(2)\n";
    assert_eq!(edges(decorated), ["g.t>g.t__1", "g.t__1>g__1.t__1", "g__1.t>g__1.t__1"]);
}

#[test]
fn setups_and_teardowns_go_around_the_work() {
    let code = "with DAG('d'):\n    @setup\n    def up():\n        pass\n    @teardown\n    def down(x):\n        pass\n    @task\n    def work():\n        pass\n    with down(up()):\n        work()\n";
    assert_eq!(edges(code), ["up>down", "up>work", "work>down"]);
    let classic = four("    d.as_teardown(setups=a)\n    a >> b >> d\n");
    assert_eq!(edges(&classic), ["a>b", "a>d", "b>d"]);
}

#[test]
fn dags_are_found_in_every_form() {
    let cases = [
        "with DAG('x'):\n    pass",
        "g = DAG(dag_id='x')\nBashOperator(task_id='t', dag=g, bash_command='x')",
        "@dag(dag_id='x')\ndef f():\n    pass\nf()",
        "@dag\ndef x():\n    pass\nx()",
        "def make(name):\n    with DAG(name) as g:\n        pass\n    return g\nmake('x')",
        "class My(DAG):\n    pass\nwith My('x'):\n    pass",
        "from airflow import models\nmodels.DAG('x')",
        "@asset(schedule=None)\ndef x():\n    pass",
        "with DAG(''.join(['x'])):\n    pass",
        "import pathlib\nDAG(pathlib.Path('dags/x.py').stem)",
        "for n in ['x']:\n    globals()[n] = DAG(n)",
        "try:\n    import missing\nexcept ImportError:\n    missing = None\nDAG('x')",
    ];
    for code in cases {
        let value = read(&format!("from airflow.sdk import asset\n{code}\n"));
        assert_eq!(value["dags"].as_array().unwrap().len(), 1, "{code}");
        assert_eq!(value["dags"][0]["dag_id"], "x", "{code}");
    }
    assert_eq!(read("@dag\ndef x():\n    pass\n")["dags"], Value::Array(Vec::new()), "never called");
    let skipped = "from typing import TYPE_CHECKING\nif TYPE_CHECKING or __name__ == '__main__':\n    DAG('x')\n";
    assert_eq!(read(skipped)["dags"], Value::Array(Vec::new()));
}

#[test]
fn tasks_are_found_in_every_form() {
    let cases = [
        ("    BashOperator(task_id='t', bash_command='x')", "BashOperator"),
        ("    BashOperator(**{'task_id': 't', 'bash_command': 'x'})", "BashOperator"),
        ("    BashOperator.partial(task_id='t').expand(bash_command=['x'])", "BashOperator"),
        ("    @task.branch(task_id='t')\n    def f():\n        pass\n    f()", "@task.branch"),
        ("    @task()\n    def t():\n        pass\n    t()", "@task"),
        ("    task(task_id='t')(print_it := lambda: 1)()", "@task"),
        ("    from acme import Load\n    Load(task_id='t')", "Load"),
        ("    class My(BashOperator):\n        pass\n    My(task_id='t', bash_command='x')", "My"),
        ("    ops = {'b': BashOperator}\n    ops['b'](task_id='t', bash_command='x')", "BashOperator"),
        ("    def make(i):\n        return BashOperator(task_id=i, bash_command='x')\n    make('t')", "BashOperator"),
    ];
    for (code, operator) in cases {
        let value = read(&format!("with DAG('d'):\n{code}\n"));
        let tasks = value["dags"][0]["tasks"].as_array().unwrap();
        assert_eq!(tasks.len(), 1, "{code}");
        assert_eq!((&tasks[0]["task_id"], &tasks[0]["operator"]), (&"t".into(), &operator.into()), "{code}");
    }
}

#[test]
fn whatever_is_given_the_id_of_a_task_makes_one() {
    let cases = [
        ("B = getattr(__import__('airflow.operators.bash'), 'BashOperator')", "BashOperator"),
        ("import importlib\nB = importlib.import_module('airflow.operators.bash').BashOperator", "BashOperator"),
        ("import acme\nB = getattr(acme, os.environ['CLASS'])", "unknown"),
        ("import acme\nB = acme.registry()['bash']", "unknown"),
        ("import acme\nB = acme.registry().bash", "unknown"),
        ("from acme import make_task as B", "unknown"),
        ("import acme\nclass B(acme.Base):\n    pass", "unknown"),
    ];
    for (code, operator) in cases {
        for call in
            ["with DAG('d'):\n    B(task_id='t', bash_command='x')", "B(task_id='t', bash_command='x', dag=DAG('d'))"]
        {
            let tasks = read(&format!("{code}\n{call}\n"))["dags"][0]["tasks"].clone();
            assert_eq!(tasks.as_array().unwrap().len(), 1, "{code}");
            assert_eq!((&tasks[0]["task_id"], &tasks[0]["operator"]), (&"t".into(), &operator.into()), "{code}");
            assert_eq!(tasks[0]["args"]["bash_command"], "x", "{code}");
        }
    }
}

#[test]
fn text_that_is_run_as_code_is_a_problem() {
    let problems = |code: &str| {
        let document = super::document(&format!("import builtins, re\nfrom airflow.sdk import DAG, task\n{code}\n"));
        document.problems.iter().map(|problem| problem.message.raw().to_owned()).collect::<Vec<_>>()
    };
    for code in [
        "exec('x = 1')",
        "with DAG('d'):\n    eval(text)",
        "run = builtins.exec\nrun(text)",
        "__builtins__['exec'](text)",
    ] {
        assert!(problems(code).concat().contains("runs text as code"), "{code}");
    }
    for code in ["re.compile('x')", "with DAG('d'):\n    @task\n    def t():\n        eval('1')\n    t()"] {
        assert_eq!(problems(code), Vec::<String>::new(), "{code}");
    }
}

#[test]
fn default_arguments_are_inherited_and_overridden() {
    let code = "with DAG('d', default_args={'owner': 'me', 'retries': 1}):\n    with TaskGroup('g', default_args={'retries': 2}):\n        BashOperator(task_id='t', bash_command='x', queue='q')\n        BashOperator(task_id='u', bash_command='x', retries=3)\n";
    let value = read(code);
    let [t, u] = [&value["dags"][0]["tasks"][0], &value["dags"][0]["tasks"][1]];
    assert_eq!((&t["args"]["owner"], &t["args"]["retries"]), (&"me".into(), &2.into()));
    assert_eq!(t["inherited"], serde_json::json!({"owner": true, "retries": true}));
    assert_eq!((&u["args"]["retries"], &u["inherited"]), (&3.into(), &serde_json::json!({"owner": true})));
    assert_eq!((&value["dags"][0]["owner"], &value["dags"][0]["retries"]), (&"me".into(), &1.into()));
}
