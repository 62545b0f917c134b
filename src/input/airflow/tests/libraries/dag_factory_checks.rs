//! What dag-factory refuses.

use super::dag_factory::{ONE, one};
use super::{losses, tasks_of};

/// The settings of one DAG with one sound task, and more.
fn with(more: &str) -> String {
    format!("d:\n  tasks:\n    s: {{operator: airflow.operators.bash.BashOperator, bash_command: x}}\n{more}")
}

#[test]
fn a_dag_that_the_library_refuses_is_none() {
    for (more, why) in [
        ("    t: {bash_command: x}\n", "task `t` has neither `operator` nor `decorator`"),
        ("    t: {operator: null}\n", "task `t` has neither `operator` nor `decorator`"),
        ("    t: {operator: x.Y, dependencies: [gone]}\n", "`t` waits for `gone`, which it does not have"),
        ("  task_groups:\n    g: {dependencies: [gone]}\n", "`g` waits for `gone`, which it does not have"),
        (
            "    t: {operator: x.Y, task_group_name: h}\n  task_groups: {g: {tooltip: x}}\n",
            "`t` is in a group `h`, which it does not have",
        ),
        ("  task_groups: {g: {parent_group_name: h}}\n", "`g` is in a group `h`, which it does not have"),
        (
            "    t: {operator: x.Y, dependencies: [u]}\n    u: {operator: x.Y, dependencies: [t]}\n",
            "`t` waits for itself, or for what waits for itself",
        ),
        (
            "  task_groups: {g: {parent_group_name: h}, h: {parent_group_name: g}}\n",
            "`g` waits for itself, or for what waits for itself",
        ),
        (
            "    t: {operator: x.PythonOperator, python_callable_name: f, python_callable_file: jobs/work.py}\n",
            "of task `t`, `python_callable_file` is no absolute path",
        ),
        (
            "    t: {operator: x.PythonOperator, python_callable_name: f, python_callable_file: work/$STAGE.py}\n",
            "of task `t`, `python_callable_file` is no absolute path",
        ),
        (
            "    t: {operator: x.HttpSensor, response_check_name: f, response_check_file: work.py}\n",
            "of task `t`, `response_check_file` is no absolute path",
        ),
        (
            "    t: {operator: x.BranchPythonOperator, op_args: [1]}\n",
            "task `t` does not say which function of which file it runs",
        ),
        (
            "    t: {decorator: airflow.decorators.task, python_callable_name: f}\n",
            "task `t` does not say which function of which file it runs",
        ),
        (
            "  default_args: {on_failure_callback_name: f, on_failure_callback_file: work.py}\n",
            "`on_failure_callback_file` is no absolute path",
        ),
        ("  template_searchpath: sql\n", "its `template_searchpath` is no absolute path"),
        ("  doc_md_file_path: README.md\n", "its `doc_md_file_path` is no absolute path"),
        ("  task_groups: g\n", "its `task_groups` are no mapping and no list"),
    ] {
        let document = one("dagfactory.load_yaml_dags(globals())", "dags/d.yml", &with(more));
        let expected = format!("is to build DAG `d`, which dag-factory does not load: {why}");
        assert_eq!((losses(&document), tasks_of(document.value())), (vec![expected], vec![]), "{more}");
    }
}

#[test]
fn a_dag_that_the_library_takes_is_not_doubted() {
    for more in [
        "    t: {operator: airflow.operators.python.PythonOperator, python_callable_name: f, python_callable_file: $ROOT/work.py}\n",
        "    t: {operator: airflow.operators.python.PythonOperator, python_callable: work.f}\n",
        "    t: {operator: airflow.operators.bash.BashOperator, task_group_name: g}\n",
        "    t: {operator: airflow.operators.bash.BashOperator, dependencies: [g]}\n  task_groups: {g: {dependencies: [s]}}\n",
        "  on_failure_callback_file: work.py\n",
        "  template_searchpath: /opt/sql\n",
        "  schedule_interval: null\n",
        "  schedule: '@daily'\n",
    ] {
        let document = one("dagfactory.load_yaml_dags(globals())", "dags/d.yml", &with(more));
        assert_eq!(losses(&document), Vec::<String>::new(), "{more}");
        assert_eq!(document.value()["dags"].as_array().unwrap().len(), 1, "{more}");
    }
}

#[test]
fn what_some_releases_refuse_makes_a_dag_partial() {
    let interval = "has `schedule_interval`, with which dag-factory 1 and later do not load it";
    let refused = "is to build DAG `d`, which dag-factory does not load: it has `schedule_interval`";
    let timetable = "has `timetable`, with which dag-factory does not load it in Airflow 3";
    let all = "dagfactory.load_yaml_dags(globals())";
    let new = "dagfactory.load_yaml_dags(globals(), defaults_config_path='/opt')";
    let old = "dagfactory.DagFactory('/x/dags/d.yml').generate_dags(globals())";
    for (code, more, expected) in [
        (all, "  schedule_interval: '@daily'\n", vec![interval]),
        (new, "  schedule_interval: '@daily'\n", vec![refused]),
        (old, "  schedule_interval: '@daily'\n", vec![]),
        (all, "  timetable: {callable: x}\n", vec![timetable]),
        (
            all,
            "    t: {decorator: x.y, python_callable: a.b, task_group_name: g, dependencies: [s]}\n  task_groups: {g: {tooltip: x}}\n",
            vec!["has a decorated task in a group that waits for another, which some releases do not load"],
        ),
    ] {
        let document = one(code, "dags/d.yml", &with(more));
        assert_eq!(losses(&document), expected, "{code} {more}");
        let dags = document.value()["dags"].as_array().unwrap().clone();
        let sure = dags.iter().filter(|dag| dag["confidence"] == "full").count();
        assert_eq!(
            (dags.len(), sure),
            (usize::from(expected != [refused]), usize::from(expected.is_empty())),
            "{code} {more}"
        );
    }
}

#[test]
fn a_refused_dag_makes_those_beside_it_doubtful() {
    let yaml = format!("{ONE}e:\n  tasks: {{t: {{bash_command: x}}}}\n");
    let refused =
        "is to build DAG `e`, which dag-factory does not load: task `t` has neither `operator` nor `decorator`";
    let beside = "stands in a file with DAG `e`: releases that do not load that one load none of it";
    let ended = "asks dag-factory for DAG `e`, which it does not load: that may be an error";
    let own = "\nfrom airflow import DAG\nDAG('own')";
    for (code, expected) in [
        ("dagfactory.load_yaml_dags(globals())", vec![refused, beside]),
        ("dagfactory.load_yaml_dags(globals(), config_filepath='/x/dags/d.yml')", vec![ended, refused, beside]),
    ] {
        let document = one(&format!("{code}{own}"), "dags/d.yml", &yaml);
        assert_eq!(losses(&document), expected, "{code}");
        let dags = document.value()["dags"].as_array().unwrap().clone();
        let sure: Vec<(&str, &str)> =
            dags.iter().map(|dag| (dag["dag_id"].as_str().unwrap(), dag["confidence"].as_str().unwrap())).collect();
        let of_own = if expected.contains(&ended) { "partial" } else { "full" };
        assert_eq!(sure, [("d", "partial"), ("own", of_own)], "{code}");
    }
}

#[test]
fn of_two_files_of_which_a_condition_decides_both_are_read() {
    let code = "try:\n    from acme import New\n    F = str(Path(__file__).parent / 'd.yml')\nexcept ImportError:\n    F = '/x/gone.yml'\ndagfactory.load_yaml_dags(globals(), config_filepath=F)";
    let document = one(code, "dags/d.yml", ONE);
    assert_eq!(tasks_of(document.value()), ["d?.t x"]);
    assert_eq!(losses(&document).len(), 1, "{:?}", losses(&document));
    assert_eq!(document.value()["dags"][0]["conditional"], true);
}
