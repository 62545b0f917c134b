//! gusty.

use super::{edges, losses, operators, place, read_tree};
use crate::input::Document;

const EMPTY: &str = "operator: airflow.operators.empty.EmptyOperator\n";

fn folder(call: &str, files: &[(&str, &str)]) -> Document {
    let code = format!("import os, gusty\nfrom pathlib import Path\n{call}\n");
    let all: Vec<(&str, &str)> = [("dags/a.py", code.as_str())].into_iter().chain(files.iter().copied()).collect();
    read_tree(&all)
}

#[test]
fn each_file_of_a_folder_is_a_task() {
    let files = [
        ("dags/jobs/METADATA.yml", "schedule: '@daily'\nlatest_only: false\n"),
        ("dags/jobs/One.yml", EMPTY),
        (
            "dags/jobs/two.sql",
            "---\noperator: a.SQLExecuteQueryOperator\ndependencies: [one, nowhere]\n---\n\nselect 1\n",
        ),
        ("dags/jobs/three.sql", "/*\noperator: a.SQLExecuteQueryOperator\ndependencies: [two]\n*/\nselect 2"),
        ("dags/jobs/four.py", "# ---\n# python_callable: run\n# dependencies: [three]\n# ---\ndef run():\n    pass\n"),
        (
            "dags/jobs/five.ipynb",
            "{\"cells\": [{\"cell_type\": \"markdown\", \"source\": [\"```yaml\\n\", \"operator: local.OwnOperator\\n\", \"```\"]}]}",
        ),
        ("dags/jobs/_no.yml", EMPTY),
        (
            "dags/operators/own_operator.py",
            "from airflow.operators.bash import BashOperator\nclass OwnOperator(BashOperator):\n    pass\n",
        ),
    ];
    for call in [
        "gusty.create_dag(os.path.join(os.path.dirname(__file__), 'jobs'))",
        "from gusty import create_dag\ndag = create_dag('/usr/local/airflow/dags/jobs', latest_only=True)",
        "gusty.create_dag(Path(__file__).parent / 'jobs')",
    ] {
        let document = folder(call, &files);
        let expected = [
            "jobs.five OwnOperator",
            "jobs.four PythonOperator",
            "jobs.one EmptyOperator",
            "jobs.three SQLExecuteQueryOperator",
            "jobs.two SQLExecuteQueryOperator",
        ];
        assert_eq!(operators(&document), expected, "{call}");
        assert_eq!(edges(&document), ["one>two", "three>four", "two>three"], "{call}");
        assert_eq!(losses(&document), Vec::<String>::new(), "{call}");
        let tasks = document.value()["dags"][0]["tasks"].as_array().unwrap().clone();
        let sql = |id: &str| tasks.iter().find(|task| task["task_id"] == id).unwrap()["args"]["sql"].clone();
        assert_eq!((sql("two"), sql("three")), ("select 1".into(), "select 2".into()), "{call}");
    }
}

#[test]
fn folders_are_groups_and_the_latest_run_comes_first() {
    let files = [
        ("dags/jobs/a.yml", EMPTY),
        ("dags/jobs/b.yml", "operator: airflow.operators.empty.EmptyOperator\ndependencies: [sub]\n"),
        ("dags/jobs/sub/METADATA.yml", "dependencies: [a]\nprefix_group_id: true\n"),
        ("dags/jobs/sub/c.yml", EMPTY),
        (
            "dags/jobs/sub/d.yml",
            "operator: airflow.operators.empty.EmptyOperator\ndependencies: [c]\nexternal_dependencies: [{other: all}, {other: t}]\n",
        ),
        ("dags/jobs/off/.gustyignore", ""),
        ("dags/jobs/off/e.yml", EMPTY),
    ];
    let document = folder("gusty.create_dag('/x/dags/jobs', schedule=None)", &files);
    let expected = [
        "a>sub.sub_c",
        "a>sub.sub_d",
        "latest_only>a",
        "latest_only>wait_for_DAG_other",
        "latest_only>wait_for_other_t",
        // The group is joined before the tasks in it are, so that both of them end it.
        "sub.sub_c>b",
        "sub.sub_c>sub.sub_d",
        "sub.sub_d>b",
        "wait_for_DAG_other>sub.sub_d",
        "wait_for_other_t>sub.sub_d",
    ];
    assert_eq!(edges(&document), expected);
    assert_eq!(document.value()["dags"][0]["confidence"], "full");
}

#[test]
fn a_folder_of_folders_is_a_dag_each() {
    let files =
        [("dags/many/one/x.yml", EMPTY), ("dags/many/two/y.yml", EMPTY), ("dags/many/__pycache__/z.yml", EMPTY)];
    let document = folder("gusty.create_dags('/x/dags/many', globals(), latest_only=False)", &files);
    assert_eq!(operators(&document), ["one.x EmptyOperator", "two.y EmptyOperator"]);
}

#[test]
fn one_file_may_be_several_tasks() {
    let yml = "operator: airflow.operators.bash.BashOperator\nbash_command: x\nmulti_task_spec:\n  m1: {bash_command: y}\n  m2: {dependencies: [m1]}\n";
    let document = folder("gusty.create_dag('/x/dags/jobs', latest_only=False)", &[("dags/jobs/m.yml", yml)]);
    assert_eq!(super::tasks_of(document.value()), ["jobs.m1 y", "jobs.m2 x"]);
    assert_eq!(edges(&document), ["m1>m2"]);
}

#[test]
fn what_stands_in_a_file_has_its_place_there() {
    let sql =
        "---\noperator: a.SQLExecuteQueryOperator\nparameters: {password: \"Gr8-horse-staple-77\"}\n---\nselect 1\n";
    let document = folder("gusty.create_dag('/x/dags/jobs')", &[("dags/jobs/t.sql", sql)]);
    assert_eq!(
        place(&document, &document.value()["credentials"][0]["_loc"]),
        "dags/jobs/t.sql: \"Gr8-horse-staple-77\""
    );
    assert!(!document.value().to_string().contains("Gr8-horse"));
}

#[test]
fn what_cannot_be_followed_is_said() {
    for (call, file, text, expected) in [
        (
            "gusty.create_dag('/x/gone')",
            "dags/jobs/t.yml",
            EMPTY,
            "makes tasks of the files in `/x/gone`, which is not in the tree",
        ),
        (
            "gusty.create_dags('/x/gone', globals())",
            "dags/jobs/t.yml",
            EMPTY,
            "makes DAGs of the folders in `/x/gone`, which is not in the tree",
        ),
        (
            "gusty.create_dag('/x/dags/jobs', parse_hooks={'.r': f})",
            "dags/jobs/t.yml",
            EMPTY,
            "makes tasks by its own `parse_hooks`",
        ),
        (
            "gusty.create_dag('/x/dags/jobs')",
            "dags/jobs/t.yml",
            "a: [",
            "makes a task of dags/jobs/t.yml, which cannot be read",
        ),
        (
            "gusty.create_dag('/x/dags/jobs')",
            "dags/jobs/t.sql",
            "select 1",
            "makes a task of dags/jobs/t.sql, which cannot be read",
        ),
        (
            "gusty.create_dag('/x/dags/jobs')",
            "dags/jobs/t.yml",
            "a: 1",
            "makes a task of dags/jobs/t.yml, which names no operator",
        ),
        (
            "gusty.create_dag('/x/dags/jobs')",
            "dags/jobs/t.py",
            "print(1)",
            "runs dags/jobs/t.py as the code of a task, which is not followed",
        ),
    ] {
        let document = folder(&format!("f = print\n{call}"), &[(file, text)]);
        assert_eq!(losses(&document).first().map(String::as_str), Some(expected), "{call} {text}");
    }
}
