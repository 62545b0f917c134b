//! Files of settings that define DAGs, in a whole run: judged with the DAG file that reads them, unread without one.

mod support;

use support::{FORMATS, Repo};

const LOADER: &str = "# airflow\nfrom dagfactory import load_yaml_dags\n\nload_yaml_dags(globals_dict=globals())\n";

fn settings(env: &str) -> String {
    format!(
        "settle:\n  default_args: {{start_date: 2025-01-01}}\n  tasks:\n    run:\n      operator: airflow.operators.bash.BashOperator\n      bash_command: settle\n      env: {{{env}}}\n"
    )
}

#[test]
fn what_a_dag_file_reads_is_judged_with_it_and_nothing_else_is() {
    let plain = settings("MODE: fast");
    for (loader, code) in [(Some(LOADER), 0), (None, 3)] {
        let mut repo = Repo::clean().with("dags/settle.yml", plain.as_str());
        if let Some(loader) = loader {
            repo = repo.with("dags/load.py", loader);
        }
        let run = repo.gate(&["check", "."]);
        assert_eq!(run.code, code, "{loader:?}: {}", run.text());
        assert_eq!(run.text().contains("dag-factory DAG"), code == 3, "{}", run.text());
    }
    let elsewhere = Repo::clean().with("dags/load.py", LOADER).with("jobs/settle.yml", plain.as_str());
    assert_eq!(elsewhere.gate(&["check", "."]).code, 3, "nothing reads that file");
}

#[test]
fn a_credential_in_such_a_file_is_found_and_shown_nowhere() {
    let repo =
        Repo::clean().with("dags/load.py", LOADER).with("dags/settle.yml", settings("PASSWORD: Vx9!pq3Rk7zT").as_str());
    for format in FORMATS {
        let run = repo.gate(&["check", ".", "-f", format, "-v"]);
        assert_eq!(run.code, 1, "{format}: {}", run.text());
        assert!(run.text().contains("settle.yml"), "{format}");
        assert!(!run.text().contains("Vx9!pq3Rk7zT"), "{format}: {}", run.text());
    }
    let parsed = repo.gate(&["parse", "dags/load.py"]);
    assert!(!parsed.text().contains("Vx9!pq3Rk7zT"), "{}", parsed.text());
}
