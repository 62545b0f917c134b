//! What DAG files import out of the tree, and the files that they read.

use serde_json::json;

use super::{read_tree, tasks_of};

const AIRFLOW: &str =
    "from airflow.sdk import DAG\nfrom airflow.providers.standard.operators.bash import BashOperator\n";

/// The tasks of a DAG file in a tree with others.
fn tasks(dag_file: &str, others: &[(&str, &str)]) -> Vec<String> {
    let own = format!("{AIRFLOW}{dag_file}");
    let mut files = vec![("dags/team/a.py", own.as_str())];
    files.extend(others);
    let document = read_tree(&files);
    assert!(document.problems.is_empty(), "{:?}", document.problems);
    tasks_of(document.value())
}

#[test]
fn modules_are_found_where_python_looks_for_them() {
    let code = "from common.text import COMMAND\nwith DAG('d'):\n    BashOperator(task_id='t', bash_command=COMMAND)\n";
    for place in [
        "dags/common/text.py",
        "plugins/common/text.py",
        "common/text.py",
        "src/common/text.py",
        "include/common/text.py",
    ] {
        assert_eq!(tasks(code, &[(place, "COMMAND = 'x'\n")]), ["d.t x"], "{place}");
    }
    let both = [("dags/common/text.py", "COMMAND = 'first'\n"), ("plugins/common/text.py", "COMMAND = 'second'\n")];
    assert_eq!(tasks(code, &both), ["d.t first"], "the DAGs folder comes before the plugins");
    let package = [
        ("dags/common/__init__.py", ""),
        ("dags/common/text/__init__.py", "from .words import COMMAND\n"),
        ("dags/common/text/words.py", "COMMAND = 'deep'\n"),
    ];
    assert_eq!(tasks(code, &package), ["d.t deep"]);
}

#[test]
fn the_folders_that_a_project_declares_hold_packages_too() {
    let code = "from acme.text import COMMAND\nwith DAG('d'):\n    BashOperator(task_id='t', bash_command=COMMAND)\n";
    let module = ("packages/core/acme/text.py", "COMMAND = 'x'\n");
    for (file, text) in [
        ("pyproject.toml", "[tool.setuptools.packages.find]\nwhere = ['packages/core']\n"),
        ("setup.cfg", "[options.packages.find]\nwhere = packages/core\n"),
    ] {
        assert_eq!(tasks(code, &[module, (file, text)]), ["d.t x"], "{file}");
    }
    assert_eq!(tasks(code, &[module]), ["d.t -"]);
}

#[test]
fn the_top_of_the_tree_may_be_a_package_of_any_name() {
    let code = "from acme_pipelines.utils.text import COMMAND\nwith DAG('d'):\n    BashOperator(task_id='t', bash_command=COMMAND)\n";
    assert_eq!(tasks(code, &[("utils/text.py", "COMMAND = 'x'\n")]), ["d.t x"]);
    assert_eq!(tasks(code, &[("utils/other.py", "COMMAND = 'x'\n")]), ["d.t -"]);
}

#[test]
fn every_form_of_import_gives_the_same() {
    let module = [("dags/common/text.py", "import os\nCOMMAND = 'x'\n_HIDDEN = 'y'\ndef command(): return COMMAND\n")];
    for (import, expression) in [
        ("import common.text", "common.text.COMMAND"),
        ("import common.text as words", "words.COMMAND"),
        ("from common import text", "text.command()"),
        ("from common.text import COMMAND as c", "c"),
        ("from common.text import *", "COMMAND"),
        ("from common.text import command", "command()"),
        ("import importlib\ntext = importlib.import_module('common.text')", "text.COMMAND"),
    ] {
        let code = format!("{import}\nwith DAG('d'):\n    BashOperator(task_id='t', bash_command={expression})\n");
        assert_eq!(tasks(&code, &module), ["d.t x"], "{import}");
    }
}

#[test]
fn a_factory_of_another_file_builds_tasks_and_dags() {
    let factory = "from airflow.sdk import DAG\nfrom airflow.providers.standard.operators.bash import BashOperator\n\
                   def build(name, command):\n    with DAG(name) as dag:\n        add(command)\n    return dag\n\
                   def add(command):\n    return BashOperator(task_id='t', bash_command=command)\n";
    let code = "from factory import build\nfor name in ['a', 'b']:\n    globals()[name] = build(name, name * 2)\n";
    assert_eq!(tasks(code, &[("dags/factory.py", factory)]), ["a.t aa", "b.t bb"]);
}

#[test]
fn what_a_module_makes_while_it_is_read_belongs_to_its_own_document() {
    let other = "from airflow.sdk import DAG\nfrom airflow.providers.standard.operators.bash import BashOperator\n\
                 with DAG('other') as dag:\n    BashOperator(task_id='o', bash_command='o')\nCOMMAND = 'x'\n";
    let code = "from other import COMMAND\nwith DAG('d'):\n    BashOperator(task_id='t', bash_command=COMMAND)\n";
    assert_eq!(tasks(code, &[("dags/other.py", other)]), ["d.t x"]);
}

#[test]
fn imports_in_a_circle_end() {
    let one = "from two import B\nA = 'a'\n";
    let two = "from one import A\nB = 'b'\n";
    let code =
        "from one import A\nfrom two import B\nwith DAG('d'):\n    BashOperator(task_id='t', bash_command=A + B)\n";
    assert_eq!(tasks(code, &[("dags/one.py", one), ("dags/two.py", two)]), ["d.t ab"]);
}

#[test]
fn a_module_that_cannot_be_read_is_a_loss() {
    let code = "import helper\nwith DAG('d'):\n    BashOperator(task_id='t', bash_command='x')\n";
    assert_eq!(tasks(code, &[("dags/helper.py", "print 'python 2'\n")]), ["d?.t x"]);
    assert_eq!(tasks(code, &[("dags/helper.py", "x = (1\n")]), ["d?.t x"]);
    assert_eq!(tasks(code, &[("dags/helper.py", "x = 1\n")]), ["d.t x"]);
}

#[test]
fn a_name_that_a_module_does_not_have_is_a_loss() {
    let make = "with DAG('d'):\n    BashOperator(task_id='t', bash_command='x')\n";
    let module = [("dags/helper.py", "HERE = 'x'\n"), ("dags/open.py", "globals().update(load())\n")];
    for (code, expected) in [
        ("import helper\nx = helper.GONE\n", "d?.t x"),
        ("from helper import GONE\n", "d?.t x"),
        ("import helper\nx = helper.HERE\n", "d.t x"),
        ("import helper\nx = helper.__version__\n", "d.t x"),
        ("import helper\nx = getattr(helper, 'GONE', 'y')\n", "d.t x"),
        ("import helper\nx = helper.GONE if hasattr(helper, 'GONE') else 'y'\n", "d.t x"),
        ("import helper\ntry:\n    x = helper.GONE\nexcept AttributeError:\n    x = 'y'\n", "d.t x"),
        ("import helper\ndef later():\n    return helper.GONE\n", "d.t x"),
    ] {
        assert_eq!(tasks(&format!("{code}{make}"), &module), [expected], "{code}");
    }
}

#[test]
fn values_of_other_files_have_their_places_there() {
    let code = format!(
        "{AIRFLOW}from words import COMMAND\nwith DAG('d'):\n    BashOperator(task_id='t', bash_command=COMMAND)\n"
    );
    let document =
        read_tree(&[("dags/a.py", &code), ("dags/words.py", "import os\nCOMMAND = 'rm {{ dag_run.conf.x }}'\n")]);
    let fact = &document.value()["facts"]["templates"][0];
    assert_eq!(fact["untrusted"], json!(true));
    let place = document.locator.locate(fact["_loc"].as_str().unwrap(), &[]).unwrap();
    assert_eq!(place.source.path().as_str(), "dags/a.py");
}

#[test]
fn settings_in_files_of_the_tree_are_read() {
    let yaml = "jobs:\n  load: &job {command: x, on: yes}\n  store:\n    <<: *job\n    command: y\n";
    let json = r#"{"jobs": {"load": {"command": "x"}, "store": {"command": "y"}}}"#;
    let toml = "[jobs.load]\ncommand = 'x'\non = true\n\n[jobs.store]\ncommand = 'y'\n";
    let make = "with DAG('d'):\n    for name, job in settings['jobs'].items():\n        BashOperator(task_id=name, bash_command=job['command'])\n";
    for read in [
        "import os, yaml\nwith open(os.path.join(os.path.dirname(__file__), 'jobs.yml')) as f:\n    settings = yaml.safe_load(f)\n",
        "import yaml\nfrom pathlib import Path\nsettings = yaml.safe_load((Path(__file__).parent / 'jobs.yml').read_text())\n",
        "import yaml\nsettings = yaml.safe_load(open('/opt/airflow/dags/team/jobs.yml'))\n",
        "import json\nfrom pathlib import Path\nsettings = json.loads(Path(__file__).with_name('jobs.json').read_text())\n",
        "import tomllib\nwith open('/opt/airflow/dags/team/jobs.toml', 'rb') as f:\n    settings = tomllib.load(f)\n",
        "import toml\nsettings = toml.load('/opt/airflow/dags/team/jobs.toml')\n",
        "import tomli\nfrom pathlib import Path\nsettings = tomli.loads(Path(__file__).with_name('jobs.toml').read_text())\n",
        "import json, os\nwith open(f\"{os.environ['AIRFLOW_HOME']}/dags/team/jobs.json\") as f:\n    settings = json.load(f)\n",
    ] {
        let files = [("dags/team/jobs.yml", yaml), ("dags/team/jobs.json", json), ("dags/team/jobs.toml", toml)];
        assert_eq!(tasks(&format!("{read}{make}"), &files), ["d.load x", "d.store y"], "{read}");
    }
}

#[test]
fn folders_are_listed_as_files_are() {
    for list in [
        "glob.glob('/opt/airflow/dags/sql/*')",
        "Path(__file__).parents[1].joinpath('sql').glob('*')",
        "os.listdir('/opt/airflow/dags/sql')",
    ] {
        let code = format!(
            "import glob, os\nfrom pathlib import Path\nwith DAG('d'):\n    for path in sorted({list}):\n        name = str(path).split('/')[-1]\n        BashOperator(task_id=name, bash_command='x')\n"
        );
        let files =
            [("dags/sql/a/x.sql", ""), ("dags/sql/b/y/z.sql", ""), ("dags/sql/c.sql", ""), ("dags/other/d.sql", "")];
        assert_eq!(tasks(&code, &files), ["d.a x", "d.b x", "d.c.sql x"], "{list}");
    }
}

#[test]
fn folders_are_walked_as_python_walks_them() {
    let base = "BASE = '/opt/airflow/dags/sql'\n";
    let make = "BashOperator(task_id=str(path).replace(BASE, '').strip('/').replace('/', '.'), bash_command='x')";
    let all = vec!["d.a.x.sql x", "d.b.y.z.sql x", "d.c.sql x"];
    let walk = |inside: &str, walked: &str| {
        format!(
            "    for root, folders, files in {walked}:\n{inside}        for name in files:\n            path = os.path.join(root, name)\n            {make}\n"
        )
    };
    for (code, expected) in [
        (walk("", "os.walk(BASE)"), all.clone()),
        (walk("", "os.walk(top=BASE)"), all.clone()),
        (walk("        folders[:] = [name for name in folders if name != 'b']\n", "os.walk(BASE)"), vec!["d.a.x.sql x", "d.c.sql x"]),
        (walk("        if 'a' in folders:\n            folders.remove('a')\n", "os.walk(BASE)"), vec!["d.b.y.z.sql x", "d.c.sql x"]),
        (walk("        folders.sort()\n", "os.walk(BASE)"), all.clone()),
        ("    for root, folders, files in Path(BASE).walk():\n        for name in files:\n            path = root / name\n            ".to_owned() + make + "\n", all.clone()),
        ("    for entry in os.scandir(BASE):\n        if entry.is_file() and entry.name.endswith('.sql'):\n            path = entry.path\n            ".to_owned() + make + "\n", vec!["d.c.sql x"]),
        ("    with os.scandir(BASE) as found:\n        for path in found:\n            if path.is_dir():\n                ".to_owned() + make + "\n", vec!["d.a x", "d.b x"]),
        ("    for name in os.listdir(BASE):\n        path = os.path.join(BASE, name)\n        if os.path.isfile(path):\n            ".to_owned() + make + "\n", vec!["d.c.sql x"]),
        ("    for path in Path(BASE).iterdir():\n        if not path.is_file():\n            ".to_owned() + make + "\n", vec!["d.a x", "d.b x"]),
    ] {
        let code = format!("import os\nfrom pathlib import Path\n{base}with DAG('d'):\n{code}");
        let files = [("dags/sql/a/x.sql", ""), ("dags/sql/b/y/z.sql", ""), ("dags/sql/c.sql", ""), ("dags/other/d.sql", "")];
        let mut found = tasks(&code, &files);
        found.sort();
        assert_eq!(found, expected, "{code}");
    }
}

#[test]
fn a_folder_of_settings_makes_a_dag_for_each() {
    let code = "import glob, os, yaml\nfor path in sorted(glob.glob(os.path.dirname(__file__) + '/jobs/*.yml')):\n    \
                with open(path) as f:\n        job = yaml.safe_load(f)\n    \
                with DAG(job['name']) as dag:\n        BashOperator(task_id='t', bash_command=job['command'])\n    \
                globals()[job['name']] = dag\n";
    let files = [
        ("dags/team/jobs/a.yml", "name: a\ncommand: x\n"),
        ("dags/team/jobs/b.yml", "name: b\ncommand: y\n"),
        ("dags/team/jobs/c.txt", ""),
    ];
    assert_eq!(tasks(code, &files), ["a.t x", "b.t y"]);
}
