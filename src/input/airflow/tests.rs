//! Tests of the format as a whole: one file in, the document out.

use std::sync::Arc;

use serde_json::{Value, json};

use super::Airflow;
use crate::input::{Claim, Context, Document, Format, Options, Parsed, Segment};
use crate::limits::LIMITS;
use crate::source::files::Memory;
use crate::source::{RepoPath, Source};

mod calls;
mod constructs;
mod hostile;
mod imports;
mod knowledge;
mod libraries;
mod library;
mod loaders;
mod losses;
mod objects;
mod templates;
mod unknowns;
mod values;

const IMPORTS: &str = "import os\nfrom datetime import datetime\nfrom airflow.sdk import *\nfrom airflow.sdk import DAG, Asset, Label, Param, TaskGroup, Variable, chain, chain_linear, cross_downstream, dag, setup, task, task_group, teardown\nfrom airflow.providers.standard.operators.bash import BashOperator\nfrom airflow.providers.standard.operators.python import PythonOperator\nfrom airflow.providers.amazon.aws.hooks.s3 import S3Hook\nfrom airflow.providers.amazon.aws.operators.s3 import S3CopyObjectOperator\n";

fn parse_at(path: &str, text: &str, options: &Options) -> Parsed {
    let source = Arc::new(Source::from_text(RepoPath::new(path).unwrap(), text));
    let files = Memory::new([]);
    Airflow.parse(&source, &Context { files: &files, limits: &LIMITS, options })
}

fn document(text: &str) -> Document {
    match parse_at("dags/a.py", text, &Options::default()) {
        Parsed::Document(document) => *document,
        other => panic!("{other:?}"),
    }
}

/// The document of a file that begins with the usual imports.
pub(super) fn read(code: &str) -> Value {
    let document = document(&format!("{IMPORTS}{code}"));
    assert!(document.problems.is_empty(), "{:?}", document.problems);
    document.value().clone()
}

/// The document of the first of several files, which together are the tree.
fn read_tree(files: &[(&str, &str)]) -> Document {
    let sources = || files.iter().map(|(path, text)| Source::from_text(RepoPath::new(path).unwrap(), text));
    let tree = Memory::new(sources());
    let first = Arc::new(sources().next().unwrap());
    let context = Context { files: &tree, limits: &LIMITS, options: &Options::default() };
    match Airflow.parse(&first, &context) {
        Parsed::Document(document) => *document,
        other => panic!("{other:?}"),
    }
}

/// The tasks of the DAGs of a document: `dag.task command`, and `?` behind a DAG that is not known completely.
fn tasks_of(document: &Value) -> Vec<String> {
    let mut found = Vec::new();
    for dag in document["dags"].as_array().unwrap() {
        let sure = if dag["confidence"] == "full" { "" } else { "?" };
        for task in dag["tasks"].as_array().unwrap() {
            let command = task["args"]["bash_command"].as_str().unwrap_or("-");
            let id = |value: &Value| value.as_str().unwrap().to_owned();
            found.push(format!("{}{sure}.{} {command}", id(&dag["dag_id"]), id(&task["task_id"])));
        }
    }
    found
}

/// The edges of the first DAG: `a>b`.
fn edges(code: &str) -> Vec<String> {
    let value = read(code);
    let tasks = value["dags"][0]["tasks"].as_array().unwrap();
    let mut edges: Vec<String> = tasks
        .iter()
        .flat_map(|task| {
            let from = task["task_id"].as_str().unwrap();
            task["downstream"].as_array().unwrap().iter().map(move |to| format!("{from}>{}", to.as_str().unwrap()))
        })
        .collect();
    edges.sort();
    edges
}

/// The only task of the only DAG.
fn task(code: &str) -> Value {
    let value = read(code);
    assert_eq!(value["dags"][0]["tasks"].as_array().unwrap().len(), 1, "{value:#}");
    value["dags"][0]["tasks"][0].clone()
}

#[test]
fn only_files_that_airflow_would_look_at_are_dag_files() {
    assert_eq!(Airflow.claims(&RepoPath::new("a/b.py").unwrap()), Claim::Maybe);
    assert_eq!(Airflow.claims(&RepoPath::new("a/b.yml").unwrap()), Claim::No);
    for text in ["import airflow", "dag = 1", "print('x')"] {
        assert!(matches!(parse_at("a.py", text, &Options::default()), Parsed::NotMine(_)), "{text}");
    }
    let late = format!("{}\nfrom AIRFLOW import x  # Dag", "x = 1\n".repeat(2_000));
    let none: Value = document(&late).value()["dags"].clone();
    assert_eq!(none, json!([]));
}

#[test]
fn a_file_that_defines_a_dag_says_so() {
    for (code, expected) in [("DAG('d')", true), ("dag = 1", false)] {
        assert_eq!(super::has_dags(&document(&format!("{IMPORTS}{code}\n"))), expected, "{code}");
    }
}

#[test]
fn a_declared_encoding_that_python_would_decode_otherwise_is_refused() {
    let hidden = "# coding: utf-7\n#+AAo-from airflow import DAG\n";
    for text in [hidden, "#!/bin/sh\n# coding: rot13\nsebz nvesybj vzcbeg QNT", "# coding: latin-1\n# airflow dag é\n"]
    {
        let Parsed::Failed(problem) = parse_at("dags/a.py", text, &Options::default()) else { panic!("{text}") };
        assert!(problem.message.raw().contains("encoding"), "{text}");
    }
    let plain = "# coding: latin-1\n# é\n";
    assert!(matches!(parse_at("dags/a.py", plain, &Options::default()), Parsed::NotMine(_)));
}

#[test]
fn an_ignore_file_hides_no_dag() {
    let path = |text: &str| RepoPath::new(text).unwrap();
    for (ignore, lines) in [(".airflowignore", "dags/"), ("dags/.airflowignore", "*.py"), ("dags/.airflowignore", "a")]
    {
        let files = Memory::new([Source::from_text(path(ignore), lines)]);
        let source = Arc::new(Source::from_text(path("dags/a.py"), "from airflow import DAG\nDAG('d')\n"));
        let parsed = Airflow.parse(&source, &Context { files: &files, limits: &LIMITS, options: &Options::default() });
        assert!(matches!(parsed, Parsed::Document(_)), "{ignore} {lines}");
    }
}

#[test]
fn a_file_that_airflow_renders_is_judged_in_place_of_its_name() {
    let path = |text: &str| RepoPath::new(text).unwrap();
    let code = format!("{IMPORTS}with DAG('d'):\n    BashOperator(task_id='t', bash_command='scripts/x.sh')\n");
    let source = Arc::new(Source::from_text(path("a/dags/d.py"), &code));
    let cases = [
        ("a/dags/scripts/x.sh", "echo {{ dag_run.conf.x }}", json!([true])),
        ("scripts/x.sh", "echo {{ params.x }}", json!([true])),
        ("a/dags/scripts/x.sh", "echo {{ ds }}", json!([false])),
        ("other/x.sh", "echo {{ dag_run.conf.x }}", json!([])),
    ];
    for (file, text, expected) in cases {
        let files = Memory::new([Source::from_text(path(file), text)]);
        let context = Context { files: &files, limits: &LIMITS, options: &Options::default() };
        let Parsed::Document(document) = Airflow.parse(&source, &context) else { panic!("{file}") };
        let templated = document.value()["dags"][0]["tasks"][0]["templated"].as_array().unwrap().clone();
        let untrusted: Vec<&Value> = templated.iter().map(|template| &template["untrusted"]).collect();
        assert_eq!(json!(untrusted), expected, "{file}: {text}");
    }
}

#[test]
fn a_constant_that_reaches_the_name_of_a_credential_is_one() {
    let code = "P = 'q8Zr1VnX0pLk3TtYw5'\n";
    for call in ["psycopg2.connect(password=P)", "def f():\n    psycopg2.connect(host='h', password=P)"] {
        let document = document(&format!("{IMPORTS}import psycopg2\n{code}{call}\n"));
        let found = document.value()["credentials"].as_array().unwrap().clone();
        assert_eq!(found.len(), 1, "{call}");
        let place = document.locator.locate(found[0]["_loc"].as_str().unwrap(), &[]).unwrap();
        assert_eq!((&found[0]["key"], place.source.slice(place.span)), (&json!("password"), "'q8Zr1VnX0pLk3TtYw5'"));
    }
}

#[test]
fn a_place_leads_to_the_value_of_an_argument() {
    let code =
        format!("{IMPORTS}with DAG('d'):\n    BashOperator(task_id='t', bash_command='echo', env={{'A': 'x'}})\n");
    let document = document(&code);
    let loc = document.value()["dags"][0]["tasks"][0]["_loc"].as_str().unwrap();
    let text = |path: &[&str]| {
        let path: Vec<Segment> = path.iter().map(|step| Segment::Key((*step).to_owned())).collect();
        let place = document.locator.locate(loc, &path).unwrap();
        assert_eq!(place.logical.as_deref(), Some("d.t"));
        place.source.slice(place.span).to_owned()
    };
    assert_eq!(text(&["args", "bash_command"]), "'echo'");
    assert_eq!(text(&["args", "env", "A"]), "'x'");
    assert_eq!(text(&["task_id"]), "'t'");
    assert!(text(&["downstream"]).starts_with("BashOperator("));
}

#[test]
fn a_credential_is_nowhere_in_the_document_and_hidden_in_the_source() {
    let code = "with DAG('d', default_args={'password': 'tr0ub4dor'}):\n    WORD = 'correcthorse7'\n    BashOperator(task_id='t', bash_command='x', env={'DB_PASSWORD': WORD})\n";
    let document = document(&format!("{IMPORTS}{code}"));
    let shown = document.value().to_string();
    assert!(!shown.contains("tr0ub4dor") && !shown.contains("correcthorse7"), "{shown}");
    let env = &document.value()["dags"][0]["tasks"][0]["args"]["env"]["DB_PASSWORD"];
    assert_eq!(*env, json!({"redacted": true, "kind": "password", "length": 13}));
    let keys: Vec<&str> =
        document.value()["credentials"].as_array().unwrap().iter().map(|c| c["key"].as_str().unwrap()).collect();
    assert_eq!(keys, ["password", "DB_PASSWORD"]);
    let source = Source::from_text(document.path.clone(), &format!("{IMPORTS}{code}"));
    let hidden: Vec<&str> = document.locator.hidden(&document.path).iter().map(|span| source.slice(*span)).collect();
    assert!(hidden.contains(&"'tr0ub4dor'") && hidden.contains(&"'correcthorse7'"), "{hidden:?}");
}

#[test]
fn syntax_errors_are_problems_and_the_rest_is_judged() {
    let document =
        document(&format!("{IMPORTS}with DAG('d'):\n    BashOperator(task_id='t', bash_command='x')\n    x = (1,\n"));
    assert_eq!(document.value()["dags"][0]["tasks"][0]["task_id"], "t");
    assert!(document.problems[0].position.is_some());
}

#[test]
fn a_constructor_of_the_users_own_makes_dags() {
    let text = "from acme.dags import TeamDag\nfrom airflow.operators.bash import BashOperator\nwith TeamDag('d'):\n    BashOperator(task_id='t', bash_command='x')\n";
    let options =
        Options { dag_constructors: vec!["acme.*.TeamDag".into(), "acme.dags.*".into()], ..Options::default() };
    let Parsed::Document(with) = parse_at("a.py", text, &options) else { panic!() };
    let Parsed::Document(without) = parse_at("a.py", text, &Options::default()) else { panic!() };
    for (document, confidence) in [(with, "full"), (without, "partial")] {
        let dag = &document.value()["dags"][0];
        assert_eq!(
            json!([dag["dag_id"], dag["tasks"][0]["task_id"], dag["confidence"]]),
            json!(["d", "t", confidence])
        );
    }
}
