//! Modules that are loaded by the path of their file, and what is found by a dotted name.

use super::{read_tree, tasks_of};

const MODULE: &str = "from airflow.operators.bash import BashOperator\nfrom airflow import DAG as D\nTEXT = 'x'\ndef make(name):\n    with D(name) as dag:\n        BashOperator(task_id='t', bash_command=TEXT)\n    return dag\n";

fn read(code: &str) -> crate::input::Document {
    let file = format!(
        "import airflow, importlib, importlib.util, importlib.machinery, os\nfrom pathlib import Path\nfrom airflow import DAG\n{code}\n"
    );
    read_tree(&[("dags/a.py", &file), ("dags/lib/m.py", MODULE)])
}

fn losses(document: &crate::input::Document) -> Vec<String> {
    let losses = document.value()["facts"]["losses"].as_array().unwrap().clone();
    losses.iter().map(|loss| loss["what"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_module_that_is_loaded_by_its_path_is_followed() {
    let spec = "m = importlib.util.module_from_spec(spec)\nspec.loader.exec_module(m)\ndag = m.make('d')";
    for code in [
        format!("spec = importlib.util.spec_from_file_location('m', os.path.join(os.path.dirname(__file__), 'lib', 'm.py'))\n{spec}"),
        format!("spec = importlib.util.spec_from_file_location('m', Path(__file__).parent / 'lib/m.py')\nif spec and spec.loader:\n    {}", spec.replace('\n', "\n    ")),
        format!("spec = importlib.util.spec_from_file_location(name='m', location='/opt/airflow/dags/lib/m.py')\nassert spec\n{spec}"),
        format!("loader = importlib.machinery.SourceFileLoader('m', '/opt/airflow/dags/lib/m.py')\nspec = importlib.util.spec_from_loader('m', loader)\n{spec}"),
        "m = importlib.machinery.SourceFileLoader('m', '/opt/airflow/dags/lib/m.py').load_module()\ndag = m.make('d')".to_owned(),
        "import imp\ndag = imp.load_source('m', '/opt/airflow/dags/lib/m.py').make('d')".to_owned(),
        "for path in Path(__file__).parent.glob('lib/*.py'):\n    spec = importlib.util.spec_from_file_location(path.stem, path)\n    m = importlib.util.module_from_spec(spec)\n    spec.loader.exec_module(m)\n    globals()[path.stem] = m.make('d')".to_owned(),
        "def load(path):\n    spec = importlib.util.spec_from_file_location('x', path)\n    m = importlib.util.module_from_spec(spec)\n    spec.loader.exec_module(m)\n    return m\ndag = load('/x/dags/lib/m.py').make('d')".to_owned(),
        "from airflow.utils.module_loading import import_string\ndag = import_string('lib.m.make')('d')".to_owned(),
        "import pkgutil\ndag = pkgutil.resolve_name('lib.m:make')('d')".to_owned(),
        "from pydoc import locate\ndag = locate('lib.m.make')('d')".to_owned(),
    ] {
        let document = read(&code);
        assert_eq!((tasks_of(document.value()), losses(&document)), (vec!["d.t x".to_owned()], vec![]), "{code}");
    }
}

#[test]
fn a_module_that_cannot_be_followed_is_said() {
    let load = |path: &str| {
        format!(
            "spec = importlib.util.spec_from_file_location('m', {path})\nm = importlib.util.module_from_spec(spec)\nspec.loader.exec_module(m)"
        )
    };
    let of_util = "importlib.util.module_from_spec";
    for (code, expected) in [
        (load("'/data/gone.py'"), format!("`{of_util}` loads `/data/gone.py`, which cannot be followed")),
        (load("os.environ['M']"), format!("`{of_util}` loads code of which it is not known where it stands")),
        (load("'/opt/airflow/dags/lib/m.so'"), format!("`{of_util}` loads `/opt/airflow/dags/lib/m.so`, which cannot be followed")),
        (
            "m = importlib.machinery.SourceFileLoader('m', '/data/gone.py').load_module()".to_owned(),
            "`load_module` loads `/data/gone.py`, which cannot be followed".to_owned(),
        ),
        (
            "import types\nm = types.ModuleType('m')\nimportlib.machinery.SourceFileLoader('m', '/x/dags/lib/m.py').exec_module(m)".to_owned(),
            "`exec_module` loads `/x/dags/lib/m.py`, which cannot be followed".to_owned(),
        ),
        (
            "from airflow.utils.module_loading import import_string\nimport_string(os.environ['F'])()".to_owned(),
            "`airflow.utils.module_loading.import_string` loads code of which it is not known where it stands".to_owned(),
        ),
    ] {
        let document = read(&format!("with DAG('d'):\n    airflow.operators.bash.BashOperator(task_id='t', bash_command='x')\n{code}"));
        assert_eq!(tasks_of(document.value()), ["d?.t x"], "{code}");
        assert_eq!(losses(&document), [expected], "{code}");
    }
}

#[test]
fn what_is_read_of_bytes_may_be_anything() {
    for (code, call) in [
        ("import pickle\ndag = pickle.load(open('dag.pkl', 'rb'))", "pickle.load"),
        ("import cloudpickle\ncloudpickle.loads(os.environ['D'].encode())()", "cloudpickle.loads"),
        ("import joblib as j\nmodel = j.load('model')", "joblib.load"),
        ("from dill import load_session\nload_session('x')", "dill.load_session"),
        ("import shelve\ndag = shelve.open('x')['dag']", "shelve.open"),
    ] {
        let document = read(&format!(
            "with DAG('d'):\n    airflow.operators.bash.BashOperator(task_id='t', bash_command='x')\n{code}"
        ));
        assert_eq!(tasks_of(document.value()), ["d?.t x"], "{code}");
        assert_eq!(losses(&document), [format!("`{call}` gives what nobody can know, and may run code")], "{code}");
    }
    let of_task = "import pickle\nfrom airflow.decorators import task\nwith DAG('d'):\n    @task\n    def t():\n        pickle.load(open('x', 'rb'))\n    t()";
    assert_eq!(losses(&read(of_task)), Vec::<String>::new());
}

#[test]
fn a_text_that_writes_a_value_is_that_value() {
    for (text, expected) in [
        ("\"['a', 'b']\"", vec!["d.a x", "d.b x"]),
        ("'(\"a\", \"b\", )'", vec!["d.a x", "d.b x"]),
        ("str({'a': {'n': [1, -2, 0.5, None, True]}, 'b': 1})", vec!["d.a x", "d.b x"]),
        ("repr([k for k in ('a', 'b')])", vec!["d.a x", "d.b x"]),
        ("f\"['a', '{T}']\"", vec!["d.a x", "d.b x"]),
        ("'\\t {\"b\": 2, \"a\": 3}'", vec!["d.b x", "d.a x"]),
        ("'[]'", vec![]),
        ("os.environ['L']", vec!["d?.{one of ast.literal_eval} x"]),
        ("'[open(1)]'", vec!["d?.{one of ast.literal_eval} x"]),
        ("'[1'", vec!["d?.{one of ast.literal_eval} x"]),
    ] {
        let code = format!(
            "import ast\nT = 'b'\nwith DAG('d'):\n    for name in ast.literal_eval({text}):\n        airflow.operators.bash.BashOperator(task_id=str(name), bash_command='x')"
        );
        assert_eq!(tasks_of(read(&code).value()), expected, "{text}");
    }
}

#[test]
fn dags_of_other_folders_and_tasks_from_elsewhere_are_said() {
    for (code, expected) in [
        (
            "from airflow.models import DagBag\nfor name, dag in DagBag('/opt/more').dags.items():\n    globals()[name] = dag",
            "has DAGs made by `airflow.models.DagBag`, whose code is not in the tree",
        ),
        (
            "from airflow.models.dagbag import DagBag\nglobals().update(DagBag('/opt/more').dags)",
            "has DAGs made by `airflow.models.dagbag.DagBag`, whose code is not in the tree",
        ),
        (
            "from airflow.serialization.serialized_objects import SerializedDAG\ndag = SerializedDAG.from_json('{}')",
            "has DAGs made by `airflow.serialization.serialized_objects.SerializedDAG.from_json`, whose code is not in the tree",
        ),
        ("own = DAG('own')\nown.add_task(airflow.macros.mine.make())", "is given a task that cannot be followed"),
        ("own = DAG('own')\nown.add_tasks([os.environ['T']])", "is given a task that cannot be followed"),
    ] {
        assert!(losses(&read(code)).iter().any(|what| what == expected), "{code}: {:?}", losses(&read(code)));
    }
    let known = "from airflow.operators.bash import BashOperator\nown = DAG('own')\nown.add_task(BashOperator(task_id='t', bash_command='x'))";
    let document = read(known);
    assert_eq!((tasks_of(document.value()), losses(&document)), (vec!["own.t x".to_owned()], vec![]));
}
