//! Functions of the tree in all the ways in which Python calls them.

use super::objects::{all_are_told, of};
use super::read;

fn within(definitions: &str, code: &str) -> String {
    of(&format!("{definitions}\nwith DAG('d') as dag:\n    {}\n", code.replace('\n', "\n    ")))
}

/// Definitions, code, and the tasks that it makes.
const CALLS: &[(&str, &str, &str)] = &[
    ("", "mk('a')", "a=x"),
    ("", "globals()['mk']('a')", "a=x"),
    ("", "locals()['mk']('a')", "a=x"),
    ("import sys", "getattr(sys.modules[__name__], 'mk')('a')", "a=x"),
    ("from functools import partial", "partial(mk, cmd='y')('a')", "a=y"),
    ("", "list(map(mk, ['a', 'b']))", "a=x b=x"),
    ("", "list(map(mk, ['a', 'b'], ['y', 'z']))", "a=y b=z"),
    ("", "[f('a') for f in (mk,)]", "a=x"),
    ("", "(lambda n: mk(n))('a')", "a=x"),
    ("", "{'k': mk}['k']('a')", "a=x"),
    ("import functools", "functools.reduce(lambda done, name: done + [mk(name)], ['a', 'b'], [])", "a=x b=x"),
    ("", "sorted(['b', 'a'], key=lambda name: mk(name).task_id)", "b=x a=x"),
    ("", "max(['a', 'b'], key=lambda name: mk(name).task_id)", "a=x b=x"),
    ("", "list(filter(lambda name: mk(name), ['a']))", "a=x"),
    ("import itertools", "list(itertools.starmap(mk, [('a', 'y')]))", "a=y"),
    (
        "from concurrent.futures import ThreadPoolExecutor",
        "with ThreadPoolExecutor() as pool:\n    pool.submit(mk, 'a').result()\n    list(pool.map(mk, ['b', 'c']))",
        "a=x b=x c=x",
    ),
    ("import threading", "threading.Thread(target=mk, args=('a',), kwargs={'cmd': 'y'}).start()", "a=y"),
    ("from multiprocessing.pool import ThreadPool", "ThreadPool(2).starmap(mk, [('a', 'y')])", "a=y"),
    (
        "def deco(f):\n    def inner(*args, **kw):\n        kw['cmd'] = 'deco'\n        return f(*args, **kw)\n    return inner\nmk = deco(mk)",
        "mk('a')",
        "a=deco",
    ),
    (
        "from functools import wraps\ndef deco(cmd):\n    def outer(f):\n        @wraps(f)\n        def inner(*args, **kw):\n            return f(*args, cmd=cmd, **kw)\n        return inner\n    return outer\n@deco('y')\ndef other(name, cmd):\n    return mk(name, cmd)",
        "other(other.__name__)",
        "other=y",
    ),
    (
        "class deco:\n    def __init__(self, f):\n        self.f = f\n    def __call__(self, *args):\n        return self.f(*args, 'y')\nmk = deco(mk)",
        "mk('a')",
        "a=y",
    ),
    (
        "from functools import lru_cache\n@lru_cache(maxsize=None)\ndef names():\n    return ['a', 'b']",
        "for n in names():\n    mk(n)",
        "a=x b=x",
    ),
    (
        "def gen(names):\n    for n in names:\n        yield n\n    yield from ['z']",
        "for n in gen(['a', 'b']):\n    mk(n)\nmk(next(gen(['y'])))",
        "a=x b=x z=x y=x",
    ),
    (
        "def level(n):\n    if n == 20:\n        return mk('end')\n    mk(f't{n}')\n    return level(n + 1)",
        "level(18)",
        "t18=x t19=x end=x",
    ),
    (
        "def outer(cmd):\n    def inner(name):\n        nonlocal cmd\n        cmd = cmd + '!'\n        return mk(name, cmd)\n    return inner\nf = outer('x')",
        "f('a')\nf('b')",
        "a=x! b=x!!",
    ),
    (
        "def keep(name, kept=[]):\n    kept.append(name)\n    return kept",
        "keep('a')\nfor n in keep('b'):\n    mk(n)",
        "a=x b=x",
    ),
    ("fs = [lambda n, i=i: mk(n, f'x{i}') for i in range(2)]", "fs[0]('a')\nfs[1]('b')", "a=x0 b=x1"),
    ("import asyncio\nasync def go(n):\n    return mk(n)", "asyncio.run(go('a'))", "a=x"),
    ("import operator", "operator.methodcaller('upper')('a')\nmk(operator.itemgetter('k')({'k': 'a'}))", "a=x"),
];

#[test]
fn functions_are_called_in_every_way() {
    let make = "def mk(name, cmd='x'):\n    return BashOperator(task_id=name, bash_command=cmd)";
    all_are_told(CALLS.iter().copied().map(|(definitions, code, expected)| {
        let definitions = format!("{make}\n{definitions}");
        (format!("{definitions}\n{code}"), within(&definitions, code), format!("d: {expected}"))
    }));
}

#[test]
fn decorated_functions_become_tasks_under_their_own_names() {
    let cases = [
        (
            "from functools import wraps\ndef deco(f):\n    @wraps(f)\n    def inner(*a, **k):\n        return f(*a, **k)\n    return inner\n@task\n@deco\ndef load():\n    pass",
            "load()",
            "d: load=null",
        ),
        (
            "class J:\n    def __init__(self, x):\n        self.x = x\n    def run(self):\n        pass\nj = J('y')",
            "task(j.run)()",
            "d: run=null",
        ),
        (
            "from functools import partial\ndef load(x):\n    pass",
            "task(partial(load, x=1), task_id='p')()",
            "d: p=null",
        ),
        (
            "def mine(f):\n    return task(task_id='t_' + f.__name__)(f)\n@mine\ndef load():\n    pass",
            "load()",
            "d: t_load=null",
        ),
        (
            "def make(name):\n    def f():\n        pass\n    f.__name__ = name\n    return task(f)",
            "make('a')()\nmake('b')()",
            "d: a=null b=null",
        ),
    ];
    all_are_told(cases.map(|(definitions, code, expected)| {
        (format!("{definitions}\n{code}"), within(definitions, code), expected.to_owned())
    }));
}

/// What is looked up, as `scope what`.
fn uses(code: &str) -> Vec<String> {
    let document = read(code);
    let uses = document["uses"].as_array().unwrap();
    uses.iter().map(|it| format!("{} {}", it["scope"].as_str().unwrap(), it["what"].as_str().unwrap())).collect()
}

#[test]
fn defaults_are_made_with_the_function_and_bodies_with_the_task() {
    for (code, expected) in [
        (
            "with DAG('d'):\n    @task\n    def a(url=Variable.get('url')):\n        return url\n    a()",
            vec!["dag Variable.get"],
        ),
        ("def a(*, url=Variable.get('url')):\n    return url", vec!["top_level Variable.get"]),
        ("def a(url=None):\n    return url or Variable.get('url')", vec!["task_body Variable.get"]),
        (
            "class My(BashOperator):\n    def execute(self, context):\n        S3Hook(self.conn).read_key('k')\n    conn = 'c'\nwith DAG('d'):\n    My(task_id='a')",
            vec!["task_body S3Hook.read_key"],
        ),
        (
            "class Job:\n    def run(self):\n        S3Hook('c').read_key('k')\nwith DAG('d'):\n    PythonOperator(task_id='a', python_callable=Job().run)",
            vec!["task_body S3Hook.read_key"],
        ),
    ] {
        assert_eq!(uses(code), expected, "{code}");
    }
}

#[test]
fn what_cannot_be_followed_is_a_loss_of_the_dags_in_reach() {
    let task = "t = BashOperator(task_id='t', bash_command='x')";
    let cases = [
        format!("with DAG('d'):\n    {task}\nsetattr(t, os.environ['N'], 'y')"),
        format!("with DAG('d'):\n    {task}\nvars(t).update(os.environ)"),
        format!("with DAG('d'):\n    {task}\nt.__dict__.update(json.load(x))"),
        "import code\nwith DAG('d'):\n    code.InteractiveInterpreter(globals()).runsource('x')".to_owned(),
        "import importlib\nwith DAG('d'):\n    importlib.import_module(os.environ['N'])".to_owned(),
        "from acme import Meta\nwith DAG('d'):\n    class C(metaclass=Meta):\n        pass".to_owned(),
        "from acme import Base\nwith DAG('d'):\n    class C(Base):\n        pass\n    C()".to_owned(),
        "from acme import Base\nclass C(Base):\n    pass\nwith DAG('d'):\n    C().build()".to_owned(),
        "from acme import deco\nwith DAG('d'):\n    @deco\n    class C:\n        pass".to_owned(),
        format!("def f(n):\n    {task}\n    if n in os.environ:\n        f(n)\nwith DAG('d'):\n    f('x')"),
        format!("def f(n):\n    f(n + 1)\nwith DAG('d'):\n    {task}\n    f(1)"),
    ];
    all_are_told(cases.map(|code| {
        let told = of(&format!("import json\n{code}\n"));
        let begin: String = told.chars().take(3).collect();
        (code, begin, "d?:".to_owned())
    }));
}

#[test]
fn what_makes_no_task_is_no_loss() {
    let cases = [
        "import time\nclass Timer:\n    def __enter__(self):\n        self.start = time.monotonic()\n    def __exit__(self, *args):\n        print(self.start)\nwith DAG('d'):\n    with Timer():\n        BashOperator(task_id='t', bash_command='x')",
        "from abc import ABC, abstractmethod\nclass Base(ABC):\n    @abstractmethod\n    def build(self): ...\nclass Job(Base):\n    def build(self):\n        BashOperator(task_id='t', bash_command='x')\nwith DAG('d'):\n    Job().build()",
        "from typing import Generic, TypeVar\nT = TypeVar('T')\nclass Base(Generic[T]):\n    def build(self):\n        BashOperator(task_id='t', bash_command='x')\nwith DAG('d'):\n    Base().build()",
        "def merge(a, b):\n    for k, v in b.items():\n        a[k] = merge(a.get(k, {}), v) if isinstance(v, dict) else v\n    return a\nwith DAG('d'):\n    merge({}, {'x': {'y': 1}})\n    BashOperator(task_id='t', bash_command='x')",
        "class MyError(Exception):\n    pass\nwith DAG('d'):\n    e = MyError('x')\n    BashOperator(task_id='t', bash_command='x')",
        "import logging\nclass Log(logging.Handler):\n    pass\nwith DAG('d'):\n    Log()\n    BashOperator(task_id='t', bash_command='x')",
    ];
    all_are_told(cases.map(|code| (code.to_owned(), of(code), "d: t=x".to_owned())));
}
