//! Operators and arguments that a repository adds.

use super::{answers, support::Repo};

const CONFIGURATION: &str = "version: 1
policies:
  parameters:
    prohibited-data-source:
      prohibited: [acme-ledger-archive]
";

/// A DAG of one task.
fn repo(task: &str) -> Repo {
    let dag = format!(
        "from datetime import datetime\n\nfrom airflow.providers.amazon.aws.operators.s3 import S3ListOperator\n\
         from airflow.providers.standard.operators.bash import BashOperator\nfrom airflow.sdk import DAG\n\
         from acme.operators import AcmeExportOperator\n\n\nclass ListOperator(S3ListOperator):\n    pass\n\n\n\
         with DAG('d', schedule=None, start_date=datetime(2025, 1, 1)):\n    {task}\n"
    );
    Repo::clean().with("dags/d.py", dag).with(".gate/gate.yaml", CONFIGURATION)
}

#[test]
fn a_row_says_what_an_operator_reads_and_writes() {
    let row = "AcmeExportOperator\treads\tbucket\tvault\tshelf\n";
    for (task, expected) in [
        ("AcmeExportOperator(task_id='t', vault='acme-ledger-archive')", &["AF002 violation"][..]),
        ("AcmeExportOperator(task_id='t', vault='acme-payments')", &[]),
        ("AcmeExportOperator(task_id='t', label='acme-ledger-archive')", &[]),
    ] {
        let repo = repo(task);
        assert_eq!(answers(&repo), [""; 0], "{task}, without it");
        repo.write(".gate/knowledge/airflow/operators.tsv", row);
        assert_eq!(answers(&repo), expected, "{task}");
    }
}

#[test]
fn a_row_takes_nothing_away_from_what_is_found_without_it() {
    for (table, row, task) in [
        // One about a class, from those that it is made from.
        (
            "operators",
            "ListOperator\treads\tbucket\tother",
            "ListOperator(task_id='t', bucket='acme-ledger-archive', other='acme-payments')",
        ),
        (
            "operators",
            "BashOperator\twrites\turi\tnote",
            "BashOperator(task_id='t', bash_command='cat s3://acme-ledger-archive/x')",
        ),
        // One about an argument, from what is found in any argument.
        (
            "arguments",
            "acme_paths\tsql\tno",
            "AcmeExportOperator(task_id='t', acme_paths={'a': 's3://acme-ledger-archive/x'})",
        ),
        // And none answers for arguments that cannot be followed.
        ("arguments", "task_id\t-\tyes", "BashOperator(task_id='t', **load())"),
    ] {
        let repo = repo(task);
        let without = answers(&repo);
        assert!(!without.is_empty(), "{task}");
        repo.write(&format!(".gate/knowledge/airflow/{table}.tsv"), format!("{row}\n"));
        assert_eq!(answers(&repo), without, "{table} {row}");
    }
}

#[test]
fn a_row_says_that_the_text_of_an_argument_is_run() {
    let repo = repo("AcmeExportOperator(task_id='t', acme_script=\"echo {{ dag_run.conf['x'] }}\")");
    assert_eq!(answers(&repo), [""; 0]);
    repo.write(".gate/knowledge/airflow/arguments.tsv", "acme_script\tshell\tyes\n");
    assert_eq!(answers(&repo), ["AF003 violation"]);
}
