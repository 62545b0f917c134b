//! Astronomer Cosmos and dbt projects.

use super::{edges, losses, operators, read_tree};
use crate::input::Document;

const PROJECT: &[(&str, &str)] = &[
    ("dags/dbt/shop/dbt_project.yml", "name: shop\nmodel-paths: [models]\n"),
    ("dags/dbt/shop/models/a/orders.sql", "select * from {{ ref('raw') }} {# {{ ref('x') }} #}"),
    ("dags/dbt/shop/models/final.sql", "{{ config(materialized='table') }} select * from {{ ref('orders') }}"),
    ("dags/dbt/shop/models/off.sql", "{{ config(enabled=false) }} select 1"),
    ("dags/dbt/shop/models/p.py", "def model(dbt, session):\n    return dbt.ref('final')\n"),
    ("dags/dbt/shop/models/schema.yml", "models:\n- name: orders\n  columns:\n  - name: id\n    tests: [unique]\n"),
    ("dags/dbt/shop/seeds/raw.csv", "id\n1\n"),
    ("dags/dbt/shop/snapshots/s.sql", "{% snapshot kept %}select * from {{ ref('final') }}{% endsnapshot %}"),
];

fn with(code: &str, more: &[(&str, &str)]) -> Document {
    let head = "import os\nfrom pathlib import Path\nfrom airflow import DAG\nfrom airflow.operators.bash import BashOperator\nfrom cosmos import DbtDag, DbtTaskGroup, ExecutionConfig, ProfileConfig, ProjectConfig, RenderConfig\nfrom cosmos.constants import ExecutionMode, TestBehavior\n";
    let code = format!("{head}{code}\n");
    let files: Vec<(&str, &str)> = [("dags/a.py", code.as_str())].into_iter().chain(more.iter().copied()).collect();
    read_tree(&files)
}

fn dag(arguments: &str, more: &[(&str, &str)]) -> Document {
    with(&format!("DbtDag(dag_id='d', {arguments})"), more)
}

const TESTED: &[&str] = &[
    "d.final_run DbtRunLocalOperator",
    "d.kept_snapshot DbtSnapshotLocalOperator",
    "d.orders.run DbtRunLocalOperator",
    "d.orders.test DbtTestLocalOperator",
    "d.p_run DbtRunLocalOperator",
    "d.raw_seed DbtSeedLocalOperator",
];

#[test]
fn the_nodes_of_a_project_of_the_tree_are_tasks() {
    for path in [
        "project_config=ProjectConfig('/usr/local/airflow/dags/dbt/shop')",
        "project_config=ProjectConfig(dbt_project_path=Path(__file__).parent / 'dbt' / 'shop')",
        "project_config=ProjectConfig(os.path.join(os.environ['AIRFLOW_HOME'], 'dags/dbt/shop'))",
        "project_config=ProjectConfig(), render_config=RenderConfig(dbt_project_path='/opt/dbt/shop')",
    ] {
        let document = dag(path, PROJECT);
        assert_eq!(operators(&document), TESTED, "{path}");
        let expected = [
            "final_run>kept_snapshot",
            "final_run>p_run",
            "orders.run>orders.test",
            "orders.test>final_run",
            "raw_seed>orders.run",
        ];
        assert_eq!(edges(&document), expected, "{path}");
        assert_eq!(losses(&document), Vec::<String>::new(), "{path}");
    }
}

#[test]
fn tests_stand_where_the_settings_put_them() {
    let tasks = |behaviour: &str| {
        let settings =
            format!("project_config=ProjectConfig('/dbt/shop'), render_config=RenderConfig(test_behavior={behaviour})");
        operators(&dag(&settings, PROJECT))
    };
    assert_eq!(tasks("TestBehavior.AFTER_EACH"), TESTED);
    assert_eq!(tasks("TestBehavior.NONE").len(), 5);
    assert!(tasks("TestBehavior.AFTER_ALL").contains(&"d.shop_test DbtTestLocalOperator".to_owned()));
    assert!(tasks("TestBehavior.BUILD").contains(&"d.orders_model_build DbtBuildLocalOperator".to_owned()));
}

#[test]
fn the_class_of_a_task_follows_from_where_dbt_runs() {
    for (mode, expected) in [
        ("ExecutionMode.VIRTUALENV", "d.final_run DbtRunVirtualenvOperator"),
        ("ExecutionMode.AZURE_CONTAINER_INSTANCE", "d.final_run DbtRunAzureContainerInstanceOperator"),
        ("os.environ['MODE']", "d?.final_run DbtRunOperator"),
    ] {
        let settings = format!(
            "project_config=ProjectConfig('/dbt/shop'), execution_config=ExecutionConfig(execution_mode={mode})"
        );
        let found = operators(&dag(&settings, PROJECT));
        assert!(found.contains(&expected.to_owned()), "{mode}: {found:?}");
    }
}

#[test]
fn a_group_of_a_project_is_joined_as_a_whole() {
    let document = with(
        "with DAG('d'):\n    a = BashOperator(task_id='a')\n    g = DbtTaskGroup(project_config=ProjectConfig('/dbt/shop'), operator_args={'retries': 2})\n    a >> g",
        PROJECT,
    );
    assert!(edges(&document).contains(&"a>dbt_task_group.raw_seed".to_owned()));
    assert!(edges(&document).contains(&"dbt_task_group.orders.test>dbt_task_group.final_run".to_owned()));
    assert_eq!(document.value()["dags"][0]["confidence"], "full");
}

#[test]
fn where_more_may_be_than_is_seen_one_task_stands_for_the_others() {
    let path = "project_config=ProjectConfig('/dbt/shop')";
    for (settings, more) in [
        ("project_config=ProjectConfig('/elsewhere/shop')", vec![]),
        ("project_config=ProjectConfig(os.environ['DBT'])", vec![]),
        (path, vec![("dags/dbt/shop/packages.yml", "packages:\n- {package: dbt-labs/dbt_utils, version: 1.0.0}\n")]),
        (path, vec![("dags/dbt/shop/models/x.sql", "{{ ref(var('x')) }}")]),
        (path, vec![("dags/dbt/shop/models/x.sql", "{{ config(enabled=var('x')) }}")]),
        (path, vec![("dags/dbt/shop/models/x.sql", "{{ ref('gone') }}")]),
        (path, vec![("dags/dbt/shop/macros/m.sql", "{% macro m() %}{{ ref('orders') }}{% endmacro %}")]),
        (path, vec![("dags/dbt/shop/models/v.yml", "models:\n- {name: final, versions: [{v: 1}]}\n")]),
        ("project_config=ProjectConfig('/dbt/shop'), render_config=RenderConfig(select=['tag:x'])", vec![]),
        (
            "project_config=ProjectConfig('/dbt/shop'), render_config=RenderConfig(test_behavior=os.environ['T'])",
            vec![],
        ),
        (
            "project_config=ProjectConfig('/dbt/shop'), execution_config=ExecutionConfig(execution_mode=ExecutionMode.WATCHER)",
            vec![],
        ),
    ] {
        let files: Vec<(&str, &str)> = PROJECT.iter().copied().chain(more.iter().copied()).collect();
        let document = dag(settings, &files);
        let found = operators(&document);
        assert!(found.iter().any(|task| task.starts_with("d?.{model}_run ")), "{settings} {more:?}: {found:?}");
        assert_eq!(losses(&document), Vec::<String>::new(), "{settings}");
        let [said] = document.notices.as_slice() else { panic!("{settings}: {:?}", document.notices) };
        assert!(said.raw().starts_with("DAG `d` is made of a dbt project that "), "{settings}: {}", said.raw());
    }
    assert!(dag(path, PROJECT).notices.is_empty());
}

#[test]
fn what_is_there_and_cannot_be_read_is_lost() {
    let path = "project_config=ProjectConfig('/dbt/shop')";
    let manifest = "project_config=ProjectConfig('/dbt/shop', manifest_path='/x/dags/dbt/shop/manifest.json')";
    for (settings, file, text, expected) in [
        (path, "models/x.sql", "{{ ref('x'", "has files whose Jinja cannot be read"),
        (path, "models/x.yml", "models: [", "has files that cannot be read"),
        (manifest, "manifest.json", "{", "is described by dags/dbt/shop/manifest.json, which cannot be read"),
    ] {
        let file = format!("dags/dbt/shop/{file}");
        let files: Vec<(&str, &str)> = PROJECT.iter().copied().chain([(file.as_str(), text)]).collect();
        let document = dag(settings, &files);
        assert!(operators(&document).iter().any(|task| task.starts_with("d?.{model}_run ")), "{file}");
        assert_eq!(losses(&document), [format!("makes tasks of a dbt project that {expected}")], "{file}");
    }
}

#[test]
fn what_makes_tasks_by_functions_of_its_own_is_said() {
    let path = "project_config=ProjectConfig('/dbt/shop')";
    for (settings, expected) in [
        (
            format!("{path}, render_config=RenderConfig(node_converters={{'source': f}})"),
            "makes tasks of dbt's nodes by functions of its own",
        ),
        (
            format!("{path}, render_config=acme.render()"),
            "makes tasks of a dbt project by settings that nobody can know",
        ),
        (format!("{path}, **acme.settings()"), "makes tasks of a dbt project by settings that nobody can know"),
    ] {
        let document = with(&format!("import acme\ndef f(**k): pass\nDbtDag(dag_id='d', {settings})"), PROJECT);
        assert_eq!(losses(&document).last().map(String::as_str), Some(expected), "{settings}");
    }
}

#[test]
fn a_class_derived_from_the_dag_of_a_project_is_one() {
    let document =
        with("class Own(DbtDag):\n    pass\nOwn(dag_id='d', project_config=ProjectConfig('/dbt/shop'))", PROJECT);
    assert_eq!(operators(&document), TESTED);
}

#[test]
fn what_a_node_says_of_its_task_is_not_known() {
    let yml = "models:\n- {name: final, config: {meta: {cosmos: {operator_kwargs: {retries: 2}}}}}\n";
    let files: Vec<(&str, &str)> = PROJECT.iter().copied().chain([("dags/dbt/shop/models/k.yml", yml)]).collect();
    let document = dag("project_config=ProjectConfig('/dbt/shop')", &files);
    let tasks = document.value()["dags"][0]["tasks"].as_array().unwrap().clone();
    let open: Vec<&str> = tasks
        .iter()
        .filter(|task| task["unknown"]["args"] == true)
        .map(|task| task["task_id"].as_str().unwrap())
        .collect();
    assert_eq!(open, ["final_run"]);
}

#[test]
fn a_manifest_of_the_tree_says_what_the_nodes_are() {
    let manifest = r#"{"nodes": {
        "model.shop.a": {"resource_type": "model", "depends_on": {"nodes": []}},
        "model.shop.b.v2": {"resource_type": "model", "depends_on": {"nodes": ["model.shop.a", "source.shop.x.y"]}},
        "test.shop.t": {"resource_type": "test", "depends_on": {"nodes": ["model.shop.a"]}}}}"#;
    let files = [("dags/target/manifest.json", manifest)];
    let document =
        dag("project_config=ProjectConfig(manifest_path='/x/dags/target/manifest.json', project_name='shop')", &files);
    assert_eq!(edges(&document), ["a.run>a.test", "a.test>b_v2_run"]);
}

#[test]
fn a_credential_in_the_settings_is_one_wherever_the_project_is() {
    let document = read_tree(&[(
        "dags/a.py",
        "from cosmos import DbtDag, ProjectConfig\nDbtDag(dag_id='d', project_config=ProjectConfig('/x/y'), operator_args={'env': {'DB_PASSWORD': 'Gr8-horse-staple-77'}})\n",
    )]);
    assert_eq!(document.value()["credentials"].as_array().unwrap().len(), 1);
    assert!(!document.value().to_string().contains("Gr8-horse"));
}
