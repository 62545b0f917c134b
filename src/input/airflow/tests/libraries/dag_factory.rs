//! dag-factory.

use super::{edges, losses, operators, place, read_tree, tasks_of};

pub(super) const ONE: &str = "d:\n  default_args: {start_date: 2024-01-01}\n  tasks:\n    t: {operator: airflow.operators.bash.BashOperator, bash_command: x}\n";

pub(super) fn one(code: &str, path: &str, yaml: &str) -> crate::input::Document {
    read_tree(&[
        ("dags/a.py", &format!("# airflow\nimport dagfactory, os, yaml\nfrom pathlib import Path\n{code}\n")),
        (path, yaml),
    ])
}

#[test]
fn every_way_to_call_the_library_makes_the_same_dags() {
    for code in [
        "dagfactory.load_yaml_dags(globals_dict=globals())",
        "dagfactory.load_yaml_dags(globals(), '/opt/airflow/dags')",
        "dagfactory.load_yaml_dags(globals(), suffix=['d.yml'])",
        "dagfactory.load_yaml_dags(globals_dict=globals(), config_filepath='/opt/airflow/dags/d.yml')",
        "dagfactory.load_yaml_dags(globals_dict=globals(), config_filepath=Path(__file__).parent / 'd.yml')",
        "f = dagfactory.DagFactory('/usr/local/airflow/dags/d.yml')\nf.clean_dags(globals())\nf.generate_dags(globals())",
        "dagfactory.DagFactory(config=yaml.safe_load(open('/x/dags/d.yml'))).generate_dags(globals())",
        "for p in Path(__file__).parent.glob('*.yml'):\n    dagfactory.DagFactory(str(p)).generate_dags(globals())",
        "from dagfactory import DagFactory as F\nF(os.path.join(os.path.dirname(__file__), 'd.yml')).generate_dags(globals())",
        "for dag in dagfactory.DagFactory('/x/dags/d.yml').build_dags().values():\n    globals()['x'] = dag",
        "dagfactory.load_yaml_dags(globals(), config_dict={'d': {'tasks': {'t': {'operator': 'airflow.operators.bash.BashOperator', 'bash_command': 'x'}}}})",
    ] {
        let document = one(code, "dags/d.yml", ONE);
        assert_eq!(tasks_of(document.value()), ["d.t x"], "{code}");
        assert_eq!(losses(&document), Vec::<String>::new(), "{code}");
    }
}

#[test]
fn the_dags_stand_in_the_namespace_of_the_file() {
    let code = "dagfactory.load_yaml_dags(globals())\nfrom airflow.operators.bash import BashOperator\nBashOperator(task_id='u', bash_command='y', dag=globals()['d'])";
    assert_eq!(tasks_of(one(code, "dags/d.yml", ONE).value()), ["d.t x", "d.u y"]);
}

#[test]
fn groups_and_dependencies_are_joined() {
    let task = |name: &str, more: &str| {
        format!("    {name}:\n      operator: airflow.operators.bash.BashOperator\n      bash_command: {name}\n{more}")
    };
    let yaml = format!(
        "d:\n  task_groups:\n    g1: {{tooltip: x}}\n    g2: {{parent_group_name: g1, dependencies: [a]}}\n  tasks:\n{}{}{}",
        task("c", "      dependencies: [g1, a]\n"),
        task("b", "      task_group_name: g2\n"),
        task("a", "")
    );
    let document = one("dagfactory.load_yaml_dags(globals())", "dags/d.yml", &yaml);
    assert_eq!(tasks_of(document.value()), ["d.g1.g2.b b", "d.a a", "d.c c"]);
    assert_eq!(edges(&document), ["a>c", "a>g1.g2.b", "g1.g2.b>c"]);
    let listed = "d:\n  tasks:\n  - {task_id: a, operator: airflow.operators.bash.BashOperator, bash_command: x}\n  - {task_id: b, operator: airflow.operators.bash.BashOperator, dependencies: [a]}\n";
    assert_eq!(edges(&one("dagfactory.load_yaml_dags(globals())", "dags/d.yml", listed)), ["a>b"]);
}

#[test]
fn functions_and_operators_of_the_tree_are_followed() {
    let yaml = "d:\n  tasks:\n    p: {operator: airflow.operators.python.PythonOperator, python_callable_name: run, python_callable_file: /x/dags/jobs/work.py}\n    n: {decorator: airflow.decorators.task, python_callable: jobs.work.numbers}\n    m: {decorator: airflow.decorators.task, python_callable: jobs.work.one, expand: {a: +n}}\n    o: {operator: ops.Own, expand: {bash_command: n.output}, partial: {retries: 1}}\n";
    let work = "import requests\ndef run():\n    requests.get('http://x')\ndef numbers():\n    return [1]\ndef one(a):\n    return a\n";
    let own = "from airflow.operators.bash import BashOperator\nclass Own(BashOperator):\n    pass\n";
    let document = read_tree(&[
        ("dags/a.py", "# airflow\nfrom dagfactory import load_yaml_dags\nload_yaml_dags(globals())\n"),
        ("dags/d.yml", yaml),
        ("dags/jobs/work.py", work),
        ("dags/ops.py", own),
    ]);
    assert_eq!(operators(&document), ["d.m @task", "d.n @task", "d.o Own", "d.p PythonOperator"]);
    assert_eq!(edges(&document), ["n>m", "n>o"]);
    let mapped: Vec<bool> = document.value()["dags"][0]["tasks"]
        .as_array()
        .unwrap()
        .iter()
        .map(|task| task["mapped"].as_bool().unwrap())
        .collect();
    assert_eq!(mapped.iter().filter(|mapped| **mapped).count(), 2);
    let uses = document.value()["uses"].as_array().unwrap().clone();
    assert_eq!((uses.len(), uses[0]["task"].as_str()), (1, Some("p")));
}

#[test]
fn defaults_hold_where_a_dag_says_nothing() {
    let yaml = "default:\n  schedule: '@daily'\n  default_args: {retries: 2, owner: file}\nd:\n  default_args: {owner: own}\n  tasks:\n    t: {operator: airflow.operators.bash.BashOperator}\n";
    let document = read_tree(&[
        ("dags/a.py", "# airflow\nfrom dagfactory import load_yaml_dags\nload_yaml_dags(globals())\n"),
        ("dags/team/d.yml", yaml),
        ("dags/team/defaults.yml", "default_args: {pool: near}\n"),
        ("dags/defaults.yml", "default_args: {pool: far, retries: 1, email: x}\ncatchup: true\n"),
    ]);
    let dag = &document.value()["dags"][0];
    let expected = serde_json::json!({"pool": "near", "retries": 2, "email": "x", "owner": "own"});
    assert_eq!(dag["default_args"], expected);
    assert_eq!((&dag["catchup"], &dag["schedule"]["value"]), (&true.into(), &"@daily".into()));
    assert_eq!(document.value()["dags"].as_array().unwrap().len(), 1);
}

#[test]
fn a_variable_of_the_environment_is_not_known_and_neither_is_a_tag() {
    let yaml = "d:\n  tasks:\n    t:\n      operator: airflow.operators.bash.BashOperator\n      bash_command: echo ${STAGE}\n      env: !join [a, b]\n      pool: {__join__: [a, '-', b]}\n      retry_delay: {__type__: datetime.timedelta, minutes: 5}\n";
    let document = one("dagfactory.load_yaml_dags(globals())", "dags/d.yml", yaml);
    let args = &document.value()["dags"][0]["tasks"][0]["args"];
    assert_eq!(args["bash_command"]["$partial"], "echo {environment variable STAGE}");
    assert_eq!((&args["env"], &args["pool"]), (&serde_json::Value::Null, &"a-b".into()));
    assert_eq!(args["retry_delay"]["$call"], "datetime.timedelta");
}

#[test]
fn what_stands_in_the_file_of_settings_has_its_place_there() {
    let yaml = "d:\n  tasks:\n    t:\n      operator: airflow.operators.bash.BashOperator\n      bash_command: x\n      env: {PASSWORD: \"Gr8-horse-staple-77\"}\n";
    let document = one("dagfactory.load_yaml_dags(globals(), config_filepath='/x/dags/d.yml')", "dags/d.yml", yaml);
    assert_eq!(place(&document, &document.value()["dags"][0]["_loc"]), "dags/d.yml: d");
    let credential = &document.value()["credentials"][0];
    assert_eq!(place(&document, &credential["_loc"]), "dags/d.yml: \"Gr8-horse-staple-77\"");
    assert!(!document.value().to_string().contains("Gr8-horse"), "{}", document.value());
}

#[test]
fn a_credential_inside_a_text_of_the_file_is_one() {
    let yaml = "d:\n  tasks:\n    t:\n      operator: airflow.operators.bash.BashOperator\n      bash_command: mysqldump -u a -pGr8-horse-staple-77 x\n";
    let document = one("dagfactory.load_yaml_dags(globals())", "dags/d.yml", yaml);
    assert_eq!(place(&document, &document.value()["credentials"][0]["_loc"]), "dags/d.yml: Gr8-horse-staple-77");
}

#[test]
fn files_that_define_dags_are_judged_with_the_file_that_reads_them() {
    let other = "services: {web: {image: x}}\n";
    let document = super::read_tree(&[
        ("dags/a.py", "# airflow\nfrom dagfactory import load_yaml_dags\nload_yaml_dags(globals())\n"),
        ("dags/d.yml", ONE),
        ("dags/compose.yml", other),
        ("dags/defaults.yml", "default_args: {owner: x}\n"),
    ]);
    let runs: Vec<&str> = document.runs.iter().map(crate::source::RepoPath::as_str).collect();
    assert_eq!(runs, ["dags/d.yml", "dags/defaults.yml"]);
}

#[test]
fn files_that_cannot_be_followed_are_said() {
    for (code, yaml, expected) in [
        (
            "dagfactory.load_yaml_dags(globals(), config_filepath='/x/gone.yml')",
            ONE,
            "builds DAGs from `/x/gone.yml`, which is not in the tree",
        ),
        (
            "dagfactory.DagFactory(os.environ['F']).generate_dags(globals())",
            ONE,
            "builds DAGs from settings that nobody can know",
        ),
        (
            "import acme\ndagfactory.load_yaml_dags(globals(), config_dict=acme.all())",
            ONE,
            "builds DAGs from settings that nobody can know",
        ),
        ("dagfactory.load_yaml_dags(globals())", "d: [\n", "builds DAGs from dags/d.yml, which cannot be read"),
        (
            "dagfactory.load_yaml_dags(globals(), config_filepath='/x/dags/d.yml')",
            "- a\n",
            "builds DAGs from dags/d.yml, which cannot be read as their settings",
        ),
        (
            "dagfactory.load_yaml_dags(globals(), config_filepath='/x/dags/d.yml')",
            "d: !include x\n",
            "is to build DAG `d` from what cannot be known",
        ),
        (
            "dagfactory.load_yaml_dags(globals(), '/data/jobs')",
            ONE,
            "builds DAGs from the files in `/data/jobs`, which is not in the tree",
        ),
        ("dagfactory.load_yaml_dags(globals())", "d:\n  tasks: !all x\n", "has tasks that cannot be known"),
    ] {
        let told = losses(&one(code, "dags/d.yml", yaml));
        assert!(told.iter().any(|what| what == expected), "{code} {yaml}: {told:?}");
    }
}

#[test]
fn a_file_in_the_folder_that_holds_anything_else_is_passed_over() {
    for yaml in ["version: 3\nservices: {}\n", "- a\n", "", "services: {web: {}}\n"] {
        let document = one("dagfactory.load_yaml_dags(globals())", "dags/compose.yml", yaml);
        assert_eq!((losses(&document), tasks_of(document.value())), (vec![], vec![]), "{yaml}");
    }
}

#[test]
fn what_a_mapping_says_itself_wins_over_what_it_merges() {
    let yaml = "base: &base\n  tasks: {t: {operator: airflow.operators.bash.BashOperator, bash_command: x}}\n  description: base\nd:\n  description: own\n  <<: *base\n";
    let document = one("dagfactory.load_yaml_dags(globals())", "dags/d.yml", yaml);
    let dags = document.value()["dags"].as_array().unwrap().clone();
    let said: Vec<&str> = dags.iter().map(|dag| dag["args"]["description"].as_str().unwrap()).collect();
    assert_eq!((said, dags[1]["tasks"].as_array().unwrap().len()), (vec!["base", "own"], 1));
}
