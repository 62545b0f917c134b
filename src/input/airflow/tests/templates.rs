//! Templates of whole files: where their findings stand, and what a DAG and its tasks say about them.

use std::sync::Arc;

use serde_json::{Value, json};

use super::{IMPORTS, read};
use crate::input::airflow::Airflow;
use crate::input::{Context, Document, Format, Options, Parsed};
use crate::limits::LIMITS;
use crate::source::files::Memory;
use crate::source::{RepoPath, Source};

const COMMAND: &str = "printf %s {{ dag_run.conf.name }}";

/// The document of a DAG file among other files.
fn among(dag: &str, task: &str, others: &[(&str, &str)]) -> Document {
    let code = format!("{IMPORTS}with DAG('d', {dag}):\n    BashOperator(task_id='t', {task})\n");
    let path = |text: &str| RepoPath::new(text).unwrap();
    let source = Arc::new(Source::from_text(path("a/dags/d.py"), &code));
    let files = Memory::new(others.iter().map(|(name, text)| Source::from_text(path(name), text)));
    let parsed = Airflow.parse(&source, &Context { files: &files, limits: &LIMITS, options: &Options::default() });
    let Parsed::Document(document) = parsed else { panic!("{task}") };
    *document
}

fn facts(document: &Document, fields: [&str; 2]) -> Value {
    let facts = document.value()["facts"]["templates"].as_array().unwrap().clone();
    facts.iter().map(|fact| json!(fields.map(|field| fact[field].clone()))).collect()
}

#[test]
fn a_finding_stands_in_the_file_that_inserts_the_value() {
    for (task, others) in [
        ("bash_command='x.sh'", [("a/dags/x.sh", COMMAND)].as_slice()),
        ("bash_command='echo {% include \"x.sh\" %}'", &[("a/dags/x.sh", COMMAND)]),
        ("bash_command='y.sh'", &[("a/y.sh", "{% include 'x.sh' %}"), ("a/dags/x.sh", COMMAND)]),
    ] {
        let document = among("", task, others);
        let fact = &document.value()["facts"]["templates"][0];
        assert_eq!((&fact["untrusted"], &fact["path"]), (&json!(true), &json!([])), "{task}");
        let place = document.locator.locate(fact["_loc"].as_str().unwrap(), &[]).unwrap();
        assert_eq!(place.source.path().as_str(), "a/dags/x.sh", "{task}");
        assert_eq!(place.source.slice(place.span), "dag_run.conf.name", "{task}");
        let (asked, span) = place.asked.unwrap();
        assert_eq!(asked.path().as_str(), "a/dags/d.py");
        assert_eq!(format!("bash_command={}", asked.slice(span)), task);
        assert_eq!(place.through[0].what, "`bash_command` takes it");
        assert_eq!(place.logical.as_deref(), Some("d.t"));
    }
}

#[test]
fn files_are_looked_for_where_the_dag_searches() {
    for (dag, file, found) in [
        ("template_searchpath='/opt/airflow/include/sql'", "a/include/sql/x.sh", true),
        ("template_searchpath=['include', '/usr/share']", "include/x.sh", true),
        ("template_searchpath=f'{os.path.dirname(__file__)}/sql'", "a/dags/sql/x.sh", true),
        ("template_searchpath='other'", "a/include/x.sh", false),
        ("", "a/include/x.sh", false),
    ] {
        for task in ["bash_command='x.sh'", "bash_command='{% include \"x.sh\" %}'"] {
            let document = among(dag, task, &[(file, COMMAND)]);
            let violations = facts(&document, ["untrusted", "arg"]);
            assert_eq!(violations == json!([[true, "bash_command"]]), found, "{dag} {file} {task}: {violations}");
        }
    }
}

#[test]
fn what_a_template_takes_in_names_data_too() {
    let files = [("a/dags/x.sh", "aws s3 cp /tmp/x s3://raw/x")];
    let document = among("", "bash_command='{% include \"x.sh\" %}'", &files);
    let writes = document.value()["dags"][0]["tasks"][0]["writes"].as_array().unwrap();
    assert!(writes.iter().any(|data| data["name"] == "raw"), "{writes:?}");
}

#[test]
fn what_a_template_takes_in_and_is_not_there_is_unknown() {
    let document = among("", "bash_command='{% include \"gone.sh\" %}'", &[]);
    let why = "it takes in `gone.sh`, which is not in the tree";
    assert_eq!(facts(&document, ["untrusted", "why"]), json!([[null, why]]));
}

#[test]
fn the_parameters_of_a_task_take_the_place_of_those_of_its_dag() {
    let free = "params={'n': Param('a', type='string')}";
    let checked = "params={'n': Param(1, type='integer')}";
    let command = "bash_command='echo {{ params.n }}'";
    for (dag, task, expected) in [
        (free, String::from(command), true),
        (checked, String::from(command), false),
        (checked, format!("{command}, params={{'n': 'x'}}"), true),
        (free, format!("{command}, {checked}"), false),
    ] {
        let document = among(dag, &task, &[]);
        let template = &document.value()["dags"][0]["tasks"][0]["templated"][0];
        assert_eq!(template["untrusted"], json!(expected), "{dag} {task}");
    }
}

#[test]
fn one_of_several_texts_is_each_of_them() {
    let before = "X = os.getenv('X', 'eu')\nY = os.getenv('Y', '{{ params.y }}')\nZ = 'a' if X else load()\n";
    for (command, expected) in [
        ("f'run --in {X}'", json!([])),
        ("X", json!([null])),
        ("Y", json!([true, null])),
        ("f'run {Y}'", json!([null])),
        ("'run ' + Z", json!([null])),
        ("'{{ ' + X + ' }}'", json!([null])),
        ("'a' if X == 'eu' else '{{ params.z }}'", json!([true])),
    ] {
        let code = format!("{before}with DAG('d'):\n    BashOperator(task_id='t', bash_command={command})\n");
        let facts = read(&code)["facts"]["templates"].as_array().unwrap().clone();
        let found: Value = facts.iter().map(|fact| fact["untrusted"].clone()).collect();
        assert_eq!(found, expected, "{command}");
    }
}
