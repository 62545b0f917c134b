//! What is unknown is said once, with what it is called, and only where a run could make something of it. Every harmless
//! line here has a dangerous twin.

use serde_json::Value;

use super::{read, read_tree};

/// What is said of the texts that the tasks of a document run: `path: true`, or `path: why` where that cannot be told.
fn said(document: &Value) -> Vec<String> {
    let templates = document["facts"]["templates"].as_array().unwrap();
    let said = |fact: &Value| match fact["untrusted"].as_bool() {
        Some(untrusted) => format!("{}: {untrusted}", fact["arg"].as_str().unwrap()),
        None => format!("{}: {}", fact["arg"].as_str().unwrap(), fact["why"].as_str().unwrap()),
    };
    templates.iter().map(said).collect()
}

fn losses(document: &Value) -> Vec<String> {
    let losses = document["facts"]["losses"].as_array().unwrap();
    losses.iter().map(|loss| loss["what"].as_str().unwrap().to_owned()).collect()
}

fn command(before: &str, command: &str) -> Vec<String> {
    let code = format!("{before}\nwith DAG('d'):\n    BashOperator(task_id='t', bash_command={command})\n");
    said(&read(&code))
}

const PARTLY: &str = "a part of it is made where gate cannot follow it";

#[test]
fn what_a_deployment_sets_is_no_text_of_a_run_whichever_package_reads_it() {
    for (before, text, expected) in [
        ("from environs import Env\nenv = Env()", "f'psql {env(\"DB\")}'", None),
        ("from acme import Env\nenv = Env()", "f'psql {env(\"DB\")}'", Some("acme.Env()")),
        ("from decouple import config", "f'psql {config(\"DB\")}'", None),
        ("from acme import config", "f'psql {config(\"DB\")}'", Some("acme.config")),
        ("from pathlib import Path\nhere = Path.cwd()", "f'ls {here}'", None),
        ("today = datetime.now()", "(f'put {today.year}/' + '{}').format('x')", None),
        ("from acme import today", "(f'put {today.year}/' + '{}').format('x')", Some("")),
        ("from urllib.parse import urlparse\nc = urlparse(os.environ['C'])", "f'psql -h {c.hostname}'", None),
        ("from urllib.parse import urlparse\nimport acme\nc = urlparse(acme.c())", "f'psql -h {c.hostname}'", Some("")),
        ("from airflow.hooks.base import BaseHook\nc = BaseHook.get_connection('x')", "f'psql -U {c.login}'", None),
        ("from acme import hook\nc = hook.get_connection('x')", "f'psql -U {c.login}'", Some("")),
    ] {
        let found = command(before, text);
        match expected {
            None => assert_eq!(found, [""; 0], "{before} {text}"),
            Some(name) => {
                let begin = format!("bash_command: {PARTLY}");
                assert!(found.len() == 1 && found[0].starts_with(&begin), "{text} {found:?}");
                assert!(found[0].contains(name), "{text} {found:?}");
            }
        }
    }
}

#[test]
fn one_of_the_things_that_a_deployment_sets_is_set_by_it() {
    for (tables, expected) in [
        ("Variable.get('t', deserialize_json=True)['x'].keys()", vec![]),
        ("acme.tables()", vec![format!("bash_command: {PARTLY}: `acme.tables`")]),
    ] {
        let code = format!(
            "import acme\nwith DAG('d'):\n    for name in {tables}:\n        BashOperator(task_id=name, bash_command=f'drop {{name}}')\n"
        );
        assert_eq!(said(&read(&code)), expected, "{tables}");
    }
}

#[test]
fn what_is_computed_of_plain_texts_is_plain() {
    let import = "import json, hashlib\nfrom slugify import slugify\nfrom acme import load, shorten\n";
    for (text, expected) in [
        ("f'x {slugify(os.environ[\"A\"])}'", true),
        ("f'x {shorten(os.environ[\"A\"])}'", false),
        ("f'x {json.dumps({\"a\": os.environ[\"A\"]})}'", true),
        ("f'x {json.dumps({\"a\": load()})}'", false),
        ("f'x {json.dumps([\"{{ params.x }}\", os.environ[\"A\"]])}'", false),
        ("f'x {hashlib.sha256(json.dumps(os.environ[\"A\"]))}'", true),
        ("f'x {hashlib.sha256(json.dumps(load()))}'", false),
        ("f'x {json.dumps(*load())}'", false),
    ] {
        assert_eq!(command(import, text).is_empty(), expected, "{text}");
    }
}

#[test]
fn sql_that_is_composed_of_names_is_no_template() {
    let code = |sql: &str| {
        format!(
            "from psycopg2 import sql\nfrom acme import compose, load\nwith DAG('d'):\n    SQLExecuteQueryOperator(task_id='t', sql={sql})\n"
        )
    };
    for (text, expected) in [
        ("[sql.SQL('DROP TABLE {t}').format(t=sql.Identifier('x'))]", true),
        ("[compose.SQL('DROP TABLE {t}').format(t=sql.Identifier('x'))]", false),
        ("[sql.SQL('DROP TABLE {t}').format(t=load())]", false),
    ] {
        assert_eq!(said(&read(&code(text))).is_empty(), expected, "{text}");
    }
}

#[test]
fn an_item_that_is_not_known_is_said_once_whatever_is_in_it() {
    for (text, expected) in [
        ("[acme.a(acme.b(), c=acme.d())]", vec!["bash_command.0"]),
        ("[acme.a(), 'x', acme.b()]", vec!["bash_command.0", "bash_command.2"]),
        ("f'{acme.a()} x {acme.b()}'", vec!["bash_command"]),
    ] {
        let found = command("import acme", text);
        let arguments: Vec<&str> = found.iter().filter_map(|said| said.split(':').next()).collect();
        assert_eq!(arguments, expected, "{text}");
        assert!(found[0].ends_with("`acme.a`"), "{found:?}");
    }
}

/// A task of an operator of the file whose code is `execute`.
fn operator(execute: &str, argument: &str) -> Vec<String> {
    let code = format!(
        "import acme\nfrom airflow.models import BaseOperator\nfrom airflow.providers.postgres.hooks.postgres import PostgresHook\nclass Run(BaseOperator):\n    template_fields = ('sql',)\n    def __init__(self, sql, **kwargs):\n        super().__init__(**kwargs)\n        self.sql = sql\n    def execute(self, context):\n        {}\n        PostgresHook('c').run(self.sql)\nwith DAG('d'):\n    Run(task_id='t', sql={argument})\n",
        execute.replace('\n', "\n        ")
    );
    said(&read(&code))
}

#[test]
fn what_the_code_of_a_task_makes_of_an_argument_is_judged_as_what_it_runs() {
    for (execute, argument, expected) in [
        ("self.sql = [acme.sql(row) for row in acme.rows()]", "'select 1'", vec![]),
        ("pass", "acme.sql()", vec!["sql: it is made where gate cannot follow it: `acme.sql`"]),
        (
            "self.sql = f'drop {context[\"params\"][\"t\"]}'",
            "'select 1'",
            vec!["PostgresHook.run: true", "Run.sql: true"],
        ),
        ("self.sql = 'drop ' + context['dag_run'].conf['t']", "''", vec!["PostgresHook.run: true", "Run.sql: true"]),
        ("self.sql = self.sql + ' limit 1'", "'select {{ params.x }}'", vec!["sql: true"]),
        ("pass", "'select {{ params.x }}'", vec!["sql: true"]),
        (
            "self.sql = self.sql + context['dag_run'].conf['t']",
            "'select {{ params.x }}'",
            vec!["PostgresHook.run: true", "Run.sql: true", "sql: true"],
        ),
    ] {
        let mut found = operator(execute, argument);
        found.sort();
        found.dedup();
        assert_eq!(found, expected, "{execute} {argument}");
    }
}

#[test]
fn arguments_that_only_a_base_class_gets_hide_no_command() {
    let class = |given: &str, handed: &str, call: &str| {
        format!(
            "from airflow.models import BaseOperator\nimport acme\nclass Log({given}):\n    def __init__(self, channel='x', **kwargs):\n        self.channel = channel\n        super().__init__({handed})\nwith DAG('d'):\n    Log({call})\n"
        )
    };
    let some = "**{k: kwargs[k] for k in acme.names()}";
    for (given, handed, call, hidden) in [
        ("BaseOperator", some, "task_id='t'", 0),
        ("BaseOperator", some, "task_id='t', **acme.load()", 1),
        ("BashOperator", some, "task_id='t'", 1),
        ("acme.Operator", some, "task_id='t'", 1),
    ] {
        let document = read(&class(given, handed, call));
        let found = document["facts"]["hidden_arguments"].as_array().unwrap().len();
        assert_eq!(found, hidden, "{given} {call}");
    }
}

#[test]
fn what_tasks_of_the_dag_return_are_no_hidden_commands() {
    for (call, hidden) in [
        ("partial(task_id='t').expand_kwargs(first.output)", 0),
        ("partial(task_id='t').expand_kwargs(acme.load())", 1),
        ("partial(task_id='t', **acme.load()).expand_kwargs(first.output)", 1),
    ] {
        let code = format!(
            "import acme\nwith DAG('d'):\n    first = PythonOperator(task_id='f', python_callable=print)\n    BashOperator.{call}\n"
        );
        assert_eq!(read(&code)["facts"]["hidden_arguments"].as_array().unwrap().len(), hidden, "{call}");
    }
}

#[test]
fn files_in_a_folder_that_the_deployment_chooses_are_one_unknown_of_the_dag() {
    let code = |folder: &str| {
        format!(
            "with DAG('d', template_searchpath={folder}):\n    BashOperator(task_id='a', bash_command='a.sh')\n    BashOperator(task_id='b', bash_command='b.sh')\n    BashOperator(task_id='c', bash_command='echo')\n"
        )
    };
    let about = |folder: &str| -> Vec<(String, u64)> {
        let document = read(&code(folder));
        let facts = document["facts"]["unread_files"].as_array().unwrap();
        facts
            .iter()
            .map(|fact| (fact["about"].as_str().unwrap().to_owned(), fact["others"].as_u64().unwrap()))
            .collect()
    };
    assert_eq!(about("Variable.get('sql_path')"), [("d".to_owned(), 1)]);
    assert_eq!(about("'/opt/airflow/sql'"), [("d.a".to_owned(), 0), ("d.b".to_owned(), 0)]);
}

#[test]
fn published_packages_make_no_dags_and_others_may() {
    for (code, expected) in [
        ("from environs import Env\nenv = Env()", None),
        ("from acme import Env\nenv = Env()", Some("calls `acme.Env`, whose code is not in the tree")),
        ("from pyspark.sql.types import *\nx = StructField('a')", None),
        ("from pyspark.sql.types import *\nfrom tenacity import *\nx = wait_fixed(1)", None),
        (
            "from acme.types import *\nx = StructField('a')",
            Some("calls `acme.types.StructField`, whose code is not in the tree"),
        ),
        (
            "from pyspark.sql.types import *\nfrom acme import *\nx = field('a')",
            Some("calls `field`, whose code is not in the tree"),
        ),
        ("from cosmos.operators.local import DbtRunLocalOperator\nclass Run(DbtRunLocalOperator):\n    pass", None),
        ("from acme import Base\nclass Run(Base):\n    pass", Some("calls `acme.Base`, whose code is not in the tree")),
    ] {
        let document = super::document(&format!("# airflow dag\nimport os\n{code}\n"));
        assert_eq!(losses(document.value()), expected.into_iter().collect::<Vec<_>>(), "{code}");
    }
}

#[test]
fn a_name_is_looked_for_in_every_folder_before_it_is_missing() {
    let dag = ("dags/a.py", "# airflow dag\nfrom common import make\nmake()\n");
    let make = "from airflow import DAG\ndef make():\n    return DAG('d')\n";
    let missing =
        ["imports `make`, which `common` does not have", "calls `common.make`, whose code is not in the tree"];
    let deep = ("dags/a.py", "# airflow dag\nfrom common.dags import make\nmake()\n");
    let elsewhere = ["calls `common.dags.make`, whose code is not in the tree"];
    for (files, expected) in [
        (vec![deep, ("dags/common/__init__.py", ""), ("plugins/common/dags.py", make)], &[][..]),
        (vec![deep, ("dags/common/__init__.py", ""), ("plugins/common/other.py", make)], &elsewhere[..]),
        (vec![dag, ("dags/common/__init__.py", ""), ("plugins/common.py", make)], &[][..]),
        (vec![dag, ("dags/common/__init__.py", ""), ("plugins/common.py", "x = 1\n")], &missing[..]),
        (vec![dag, ("dags/common/__init__.py", make), ("plugins/common.py", "raise 1\n")], &[][..]),
    ] {
        let document = read_tree(&files);
        assert_eq!(losses(document.value()), expected, "{files:?}");
    }
}

#[test]
fn a_module_that_imports_the_dag_file_back_misses_nothing_yet() {
    let dag = |last: &str| format!("# airflow dag\nimport helper\nclass Source:\n    pass\n{last}");
    for (helper, expected) in [
        ("from a import Source\n", vec![]),
        ("from a import build\nbuild(globals())\n", vec!["calls `a.build`, whose code is not in the tree"]),
    ] {
        let code = dag("");
        let document = read_tree(&[("dags/a.py", &code), ("dags/helper.py", helper)]);
        assert_eq!(losses(document.value()), expected, "{helper}");
    }
}
