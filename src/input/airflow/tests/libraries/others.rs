//! Libraries of which a row says what they make.

use super::{edges, losses, operators, read_tree};
use crate::input::Document;

fn read(code: &str) -> Document {
    let head = "from airflow import DAG\nfrom airflow.operators.bash import BashOperator\n";
    read_tree(&[("dags/a.py", &format!("{head}{code}\n"))])
}

#[test]
fn a_workflow_of_databricks_begins_with_a_task_of_its_own() {
    let document = read(
        "from airflow.providers.databricks.operators.databricks import DatabricksNotebookOperator\nfrom airflow.providers.databricks.operators.databricks_workflow import DatabricksWorkflowTaskGroup\nwith DAG('d'):\n    z = BashOperator(task_id='z')\n    with DatabricksWorkflowTaskGroup(group_id='g', databricks_conn_id='c') as g:\n        a = DatabricksNotebookOperator(task_id='a')\n        b = DatabricksNotebookOperator(task_id='b')\n        a >> b\n    z >> g",
    );
    assert_eq!(edges(&document), ["g.a>g.b", "g.launch>g.a", "z>g.launch"]);
    assert!(operators(&document).contains(&"d.g.launch _CreateDatabricksWorkflowOperator".to_owned()));
    assert_eq!(losses(&document), Vec::<String>::new());
}

#[test]
fn functions_and_decorators_of_the_astro_sdk_make_tasks() {
    let document = read(
        "from astro import sql as aql\nfrom astro.files import File\nfrom astro.table import Table\n@aql.transform\ndef clean(t):\n    return 'select 1'\n@aql.dataframe(task_id='frame')\ndef f(t):\n    return t\nwith DAG('d'):\n    t = aql.load_file(input_file=File('s3://x'), output_table=Table(name='t'))\n    aql.load_file(File('y'), task_id='own')\n    u = clean(t)\n    f(u)\n    aql.cleanup()",
    );
    let expected = [
        "d.clean @aql.transform",
        "d.cleanup CleanupOperator",
        "d.frame @aql.dataframe",
        "d.load_file LoadFileOperator",
        "d.own LoadFileOperator",
    ];
    assert_eq!(operators(&document), expected);
    assert_eq!(edges(&document), ["clean>frame", "load_file>clean"]);
    assert_eq!(losses(&document), Vec::<String>::new());
}

#[test]
fn a_library_of_which_no_more_is_known_hides_tasks() {
    for (code, expected) in [
        (
            "from dbt_airflow.core.task_group import DbtTaskGroup\nwith DAG('d'):\n    DbtTaskGroup(group_id='g')",
            "has tasks of a group made by `dbt_airflow.core.task_group.DbtTaskGroup`, whose code is not in the tree",
        ),
        (
            "import airflow_declarative\nairflow_declarative.from_path('/x')",
            "has DAGs made by `airflow_declarative.from_path`, whose code is not in the tree",
        ),
    ] {
        assert_eq!(losses(&read(code)).first().map(String::as_str), Some(expected), "{code}");
    }
}
