//! Classes, objects and functions of the tree are followed as Python does.

use std::sync::Arc;

use serde_json::Value;

use super::super::Airflow;
use super::IMPORTS;
use crate::input::{Context, Format as _, Options, Parsed};
use crate::limits::LIMITS;
use crate::source::files::Memory;
use crate::source::{RepoPath, Source};

/// Every task as `id=command`, with `?` behind a DAG of which something is not known.
fn told(document: &Value) -> String {
    let dags = document["dags"].as_array().unwrap();
    let dag = |dag: &Value| {
        let command = |task: &Value| {
            let command = &task["args"]["bash_command"];
            let shown = command.as_str().map_or_else(|| command.to_string(), str::to_owned);
            format!("{}={shown}", task["task_id"].as_str().unwrap())
        };
        let tasks: Vec<String> = dag["tasks"].as_array().unwrap().iter().map(command).collect();
        let certain = if dag["confidence"] == "full" { "" } else { "?" };
        format!("{}{certain}: {}", dag["dag_id"].as_str().unwrap(), tasks.join(" "))
    };
    dags.iter().map(dag).collect::<Vec<_>>().join("; ")
}

/// What is told of a file that begins with the usual imports.
pub(super) fn of(code: &str) -> String {
    beside(&[], code)
}

/// Compares all that is told with what is expected, so that one mistake hides no other.
pub(super) fn all_are_told(rows: impl IntoIterator<Item = (String, String, String)>) {
    let wrong = |(code, told, expected): &(String, String, String)| told != expected && !code.is_empty();
    let wrong: Vec<_> = rows.into_iter().filter(wrong).collect();
    let shown: Vec<String> = wrong
        .iter()
        .map(|(code, told, expected)| format!("{code}\n  told     {told}\n  expected {expected}\n"))
        .collect();
    assert!(shown.is_empty(), "{}", shown.concat());
}

/// The same of `dags/a.py` beside other files.
fn beside(files: &[(&str, &str)], code: &str) -> String {
    let source = |path: &str, text: &str| Source::from_text(RepoPath::new(path).unwrap(), text);
    let memory = Memory::new(files.iter().map(|(path, text)| source(path, text)));
    let own = Arc::new(source("dags/a.py", &format!("{IMPORTS}{code}")));
    let context = Context { files: &memory, limits: &LIMITS, options: &Options::default() };
    match Airflow.parse(&own, &context) {
        Parsed::Document(document) => told(document.value()),
        other => panic!("{other:?}"),
    }
}

/// What is told of code that stands in `with DAG('d') as dag:` after some definitions.
fn within(definitions: &str, code: &str) -> String {
    of(&format!("{definitions}\nwith DAG('d') as dag:\n    {}\n", code.replace('\n', "\n    ")))
}

/// Definitions of operators, code that calls them, and what is told.
const OPERATORS: &[(&str, &str, &str)] = &[
    (
        "class My(BashOperator):\n    def __init__(self, x, **kw):\n        super().__init__(bash_command=f'rm {x}', **kw)",
        "My(task_id='a', x='y')",
        "d: a=rm y",
    ),
    (
        "class My(BashOperator):\n    def __init__(self, **kw):\n        super().__init__(bash_command='rm', **kw)",
        "My(task_id='a')",
        "d: a=rm",
    ),
    (
        "class My(BashOperator):\n    def __init__(self, *args, **kw):\n        super(My, self).__init__(*args, bash_command='rm', **kw)",
        "My(task_id='a')",
        "d: a=rm",
    ),
    (
        "class My(BashOperator):\n    def __init__(self, name, **kw):\n        BashOperator.__init__(self, task_id=name, bash_command='rm', **kw)",
        "My('a')",
        "d: a=rm",
    ),
    (
        "class My(BashOperator):\n    def __init__(self, **kw):\n        kw.setdefault('bash_command', 'rm')\n        kw.update(retries=2)\n        super().__init__(**kw)",
        "My(task_id='a')\nMy(task_id='b', bash_command='ls')",
        "d: a=rm b=ls",
    ),
    (
        "class My(BashOperator):\n    def __init__(self, **kw):\n        tool = kw.pop('tool', 'dbt')\n        super().__init__(bash_command=tool + ' run', **kw)",
        "My(task_id='a')\nMy(task_id='b', tool='sh')",
        "d: a=dbt run b=sh run",
    ),
    (
        "class My(BashOperator):\n    def __init__(self, **kw):\n        super().__init__(bash_command='ls', **kw)\n        self.bash_command = 'rm'",
        "My(task_id='a')",
        "d: a=rm",
    ),
    (
        "class My(BashOperator):\n    def __init__(self, **kw):\n        self.bash_command = 'ls'\n        super().__init__(bash_command='rm', **kw)",
        "My(task_id='a')",
        "d: a=rm",
    ),
    (
        "class My(BashOperator):\n    tool = 'dbt'\n    def __init__(self, **kw):\n        super().__init__(bash_command=self.command(), **kw)\n    def command(self):\n        return f'{self.tool} run'\nclass Other(My):\n    tool = 'sh'",
        "My(task_id='a')\nOther(task_id='b')",
        "d: a=dbt run b=sh run",
    ),
    (
        "class Mixin:\n    def __init__(self, *, region='eu', **kw):\n        super().__init__(**kw)\n        self.region = region\nclass My(Mixin, BashOperator):\n    def __init__(self, **kw):\n        super().__init__(bash_command='rm', **kw)",
        "t = My(task_id='a', region='us')\nBashOperator(task_id=t.region, bash_command='x')",
        "d: a=rm us=x",
    ),
    (
        "class My(BashOperator):\n    def __init__(self, **kw):\n        super().__init__(bash_command='rm', **kw)\n        self >> BashOperator(task_id='b', bash_command='x')",
        "My(task_id='a')",
        "d: a=rm b=x",
    ),
    (
        "class Base(BashOperator):\n    def __init__(self, cmd, **kw):\n        super().__init__(bash_command=cmd, **kw)\nclass My(Base):\n    def __init__(self, **kw):\n        super().__init__('rm', **kw)",
        "My(task_id='a')",
        "d: a=rm",
    ),
    ("class My(BashOperator):\n    pass", "My(task_id='a', bash_command='rm')", "d: a=rm"),
    (
        "class My(BashOperator):\n    def __init__(self, x, **kw):\n        super().__init__(bash_command=f'rm {x}', **kw)",
        "My.partial(task_id='a').expand(x=['y'])",
        "d: a={\"$partial\":\"rm {mapped argument}\"}",
    ),
    (
        "import functools\nclass My(BashOperator):\n    def __init__(self, x, **kw):\n        super().__init__(bash_command=f'rm {x}', **kw)\nmake = functools.partial(My, x='y')",
        "make(task_id='a')",
        "d: a=rm y",
    ),
    ("My = type('My', (BashOperator,), {'retries': 3})", "My(task_id='a', bash_command='rm')", "d: a=rm"),
    (
        "from acme import Unknown\nclass My(Unknown):\n    def __init__(self, name):\n        super().__init__(task_id=name, bash_command='rm')",
        "My('a')",
        "d?: a=rm",
    ),
];

#[test]
fn the_init_of_an_operator_of_the_tree_decides_its_arguments() {
    all_are_told(OPERATORS.iter().copied().map(|(definitions, code, expected)| {
        (format!("{definitions}\n{code}"), within(definitions, code), expected.to_owned())
    }));
}

#[test]
fn an_operator_of_another_file_is_followed_and_has_its_places_there() {
    let files = [
        ("dags/ops/__init__.py", "from .bash import LoadOperator\n"),
        (
            "dags/ops/base.py",
            "from airflow.operators.bash import BashOperator\nclass Base(BashOperator):\n    prefix = 'make '\n    def __init__(self, *, target, **kwargs):\n        super().__init__(bash_command=self.prefix + target, **kwargs)\n",
        ),
        ("dags/ops/bash.py", "from .base import Base\nclass LoadOperator(Base):\n    prefix = 'load '\n"),
    ];
    let code = "from ops import LoadOperator\nwith DAG('d'):\n    LoadOperator(task_id='a', target='x')\n";
    assert_eq!(beside(&files, code), "d: a=load x");
}

#[test]
fn dags_and_groups_are_made_by_classes_of_the_tree() {
    let task = "BashOperator(task_id='a', bash_command='x')";
    let cases = [
        (
            format!(
                "class My(DAG):\n    def __init__(self, name, **kw):\n        super().__init__(dag_id=f'team_{{name}}', **kw)\nwith My('d'):\n    {task}"
            ),
            "team_d: a=x",
        ),
        (
            format!(
                "class My(DAG):\n    def __init__(self, name):\n        super().__init__(name)\n        with self:\n            {task}\nMy('d')"
            ),
            "d: a=x",
        ),
        (
            format!(
                "class My(DAG):\n    def __enter__(self):\n        dag = super().__enter__()\n        {task}\n        return dag\nwith My('d'):\n    BashOperator(task_id='b', bash_command='y')"
            ),
            "d: a=x b=y",
        ),
        (
            "class My(DAG):\n    def add(self, name):\n        return BashOperator(task_id=name, bash_command='x', dag=self)\ndag = My('d')\ndag.add('a')".to_owned(),
            "d: a=x",
        ),
        (format!("My = type('My', (DAG,), {{}})\nwith My('d'):\n    {task}"), "d: a=x"),
        (
            format!(
                "class Steps(TaskGroup):\n    def __init__(self, **kw):\n        super().__init__(group_id='g', **kw)\n        with self:\n            {task}\nwith DAG('d'):\n    Steps()"
            ),
            "d: g.a=x",
        ),
        (
            format!(
                "class Builder:\n    def __init__(self, name):\n        self.dag = DAG(name)\n    def __enter__(self):\n        self.dag.__enter__()\n        return self\n    def __exit__(self, *args):\n        self.dag.__exit__(*args)\nwith Builder('d') as b:\n    {task}\nwith DAG('e'):\n    pass"
            ),
            "d: a=x; e: ",
        ),
        (format!("from functools import partial\nD = partial(DAG, schedule=None)\nwith D('d'):\n    {task}"), "d: a=x"),
        (
            format!(
                "from contextlib import contextmanager\n@contextmanager\ndef team(name):\n    with DAG(f'team_{{name}}') as dag:\n        yield dag\n        BashOperator(task_id='end', bash_command='y')\nwith team('d') as dag:\n    {task}\nwith DAG('e'):\n    pass"
            ),
            "team_d: a=x end=y; e: ",
        ),
        (
            format!(
                "from contextlib import ExitStack\nwith ExitStack() as s:\n    dag = s.enter_context(DAG('d'))\n    {task}\nwith DAG('e'):\n    pass"
            ),
            "d: a=x; e: ",
        ),
        (
            format!(
                "from contextlib import nullcontext\nwith DAG('d'):\n    with nullcontext(1) as n:\n        {task}"
            ),
            "d: a=x",
        ),
    ];
    all_are_told(cases.map(|(code, expected)| (code.clone(), of(&code), expected.to_owned())));
}

/// Definitions, an expression, and its value.
const OBJECTS: &[(&str, &str, &str)] = &[
    (
        "class J:\n    cmd = 'ls'\n    def __init__(self, cmd=None):\n        self.cmd = cmd or J.cmd\nj = J('rm')",
        "j.cmd",
        "rm",
    ),
    (
        "class J:\n    def __init__(self, x):\n        self._x = x\n    @property\n    def cmd(self):\n        return f'rm {self._x}'\n    @cmd.setter\n    def cmd(self, x):\n        self._x = x\nj = J('a')\nj.cmd = 'b'",
        "j.cmd",
        "rm b",
    ),
    (
        "class J:\n    @classmethod\n    def of(cls, x):\n        j = cls()\n        j.x = cls.name + x\n        return j\n    @staticmethod\n    def plain(x):\n        return x\n    name = 'n'\nclass K(J):\n    name = 'k'",
        "K.of(J.plain('x')).x",
        "kx",
    ),
    ("class J:\n    def __call__(self, x):\n        return 'rm ' + x", "J()('y')", "rm y"),
    ("class J:\n    def __getitem__(self, key):\n        return 'rm ' + key", "J()['y']", "rm y"),
    ("class J:\n    def __getattr__(self, name):\n        return 'rm ' + name", "J().y", "rm y"),
    (
        "class J:\n    def __iter__(self):\n        yield 'a'\n        yield 'b'\n    def __len__(self):\n        return 2\n    def __contains__(self, x):\n        return x == 'a'\nj = J()",
        "''.join(j) + str(len(j)) + str('a' in j) + str('c' in j)",
        "ab2TrueFalse",
    ),
    (
        "class J:\n    def __add__(self, other):\n        return 'plus ' + other\n    def __ror__(self, other):\n        return 'or ' + other\n    def __str__(self):\n        return 'me'",
        "(J() + 'x') + ('y' | J()) + f' {J()}' + str(J())",
        "plus xor y meme",
    ),
    (
        "class J:\n    def __setattr__(self, name, value):\n        object.__setattr__(self, name, 'set ' + value)\nj = J()\nj.x = 'y'",
        "j.x",
        "set y",
    ),
    (
        "class A:\n    def who(self):\n        return 'a'\nclass B(A):\n    def who(self):\n        return 'b' + super().who()\nclass C(A):\n    def who(self):\n        return 'c' + super().who()\nclass D(B, C):\n    def who(self):\n        return 'd' + super().who()",
        "D().who()",
        "dbca",
    ),
    (
        "class J:\n    names = [n.upper() for n in ['a', 'b']]\n    for n in ['x', 'y']:\n        names.append(n)",
        "''.join(J.names)",
        "ABxy",
    ),
    ("name = 'global'\nclass J:\n    name = 'class'\n    def get(self):\n        return name", "J().get()", "global"),
    (
        "class J:\n    made = []\n    def __init_subclass__(cls, **kw):\n        J.made.append(cls.__name__)\nclass K(J):\n    pass",
        "J.made[0]",
        "K",
    ),
    (
        "class J:\n    def __new__(cls, x):\n        self = super().__new__(cls)\n        self.x = x\n        return self",
        "J('y').x",
        "y",
    ),
    (
        "class Field:\n    def __get__(self, obj, owner):\n        return 'got'\nclass J:\n    f = Field()",
        "J().f",
        "got",
    ),
    ("class J:\n    pass\nj = J()\nsetattr(j, 'c' + 'md', 'rm')", "getattr(j, 'cmd') + getattr(j, 'no', 'ne')", "rmne"),
    (
        "class J:\n    pass\nj = J()\nj.__dict__['a'] = 'x'\nvars(j).update(b='y')",
        "j.a + j.__dict__['b'] + str(hasattr(j, 'c'))",
        "xyFalse",
    ),
    (
        "class A:\n    pass\nclass B(A):\n    pass",
        "str(isinstance(B(), A)) + str(isinstance('x', (int, str))) + str(issubclass(B, A)) + str(isinstance([], dict)) + str(callable(A))",
        "TrueTrueTrueFalseTrue",
    ),
    (
        "class J:\n    def f(self):\n        return self.__class__.__name__",
        "J().f() + J.f.__name__ + type(J()).__name__",
        "JfJ",
    ),
    (
        "from functools import partialmethod\nclass J:\n    def run(self, a, b):\n        return a + b\n    run_x = partialmethod(run, b='x')",
        "J().run_x('a')",
        "ax",
    ),
];

#[test]
fn objects_hold_what_their_classes_say() {
    all_are_told(OBJECTS.iter().copied().map(|(definitions, expression, expected)| {
        let code = format!("BashOperator(task_id='a', bash_command={expression})");
        (format!("{definitions}\n{expression}"), within(definitions, &code), format!("d: a={expected}"))
    }));
}

/// The same of records and enumerations.
const RECORDS: &[(&str, &str, &str)] = &[
    (
        "from dataclasses import dataclass, field\n@dataclass\nclass J:\n    name: str\n    cmd: str = 'ls'\n    tags: list = field(default_factory=list)",
        "J('a', 'rm').cmd + J('a').cmd + str(len(J('a').tags))",
        "rmls0",
    ),
    (
        "from dataclasses import dataclass\n@dataclass(frozen=True)\nclass A:\n    x: str = 'a'\n@dataclass\nclass B(A):\n    y: str = 'b'",
        "B('1', '2').x + B(y='3').y + B().x",
        "13a",
    ),
    (
        "import dataclasses\n@dataclasses.dataclass\nclass J:\n    x: str\n    y: str = dataclasses.field(init=False)\n    def __post_init__(self):\n        self.y = 'post ' + self.x",
        "J('a').y",
        "post a",
    ),
    (
        "from dataclasses import asdict, dataclass, replace\n@dataclass\nclass J:\n    x: str\n    y: str = 'b'\nj = replace(J('a'), y='c')",
        "asdict(j)['x'] + j.y + str(J('a') == J('a')) + str(J('a') == j)",
        "acTrueFalse",
    ),
    (
        "from typing import NamedTuple\nclass J(NamedTuple):\n    x: str\n    y: str = 'b'\nx, y = J('a')",
        "x + y + J('c')[0] + J('a')._replace(x='z').x",
        "abcz",
    ),
    ("from collections import namedtuple\nJ = namedtuple('J', 'x y', defaults=['b'])", "J('a').x + J('a').y", "ab"),
    (
        "from enum import Enum, auto\nclass E(Enum):\n    A = 'a'\n    B = 'b'\nclass F(Enum):\n    X = auto()\n    Y = auto()",
        "E.A.value + E['B'].name + E('b').value + ''.join(e.value for e in E) + str(F.Y.value) + str(E.A == E.A) + str(E.A is E.B)",
        "aBbab2TrueFalse",
    ),
    (
        "from enum import Enum\nclass E(str, Enum):\n    A = 'rm'\n    def shout(self):\n        return self.value.upper()",
        "E.A",
        "rm",
    ),
    (
        "from enum import Enum\nclass E(Enum):\n    A = ('x', 'y')\n    def __init__(self, one, two):\n        self.both = one + two",
        "E.A.both",
        "xy",
    ),
    (
        "from pydantic import BaseModel, Field\nclass Step(BaseModel):\n    cmd: str = 'ls'\nclass P(BaseModel):\n    name: str = Field('n', description='d')\n    steps: list[Step] = []\np = P(**{'steps': [{'cmd': 'rm'}, {}]})",
        "p.name + ''.join(s.cmd for s in p.steps) + P.model_validate({'name': 'x'}).name",
        "nrmlsx",
    ),
    (
        "from pydantic import BaseModel, field_validator\nclass P(BaseModel):\n    cmd: str\n    @field_validator('cmd')\n    @classmethod\n    def longer(cls, v):\n        return v + ' /'",
        "P(cmd='rm').cmd",
        "null",
    ),
    (
        "from functools import singledispatch\n@singledispatch\ndef cmd(x):\n    return 'ls'\n@cmd.register\ndef _(x: str):\n    return 'rm'",
        "cmd('a')",
        "null",
    ),
    ("import attr\n@attr.s\nclass J:\n    x = attr.ib()\n    y = attr.ib(default='b')", "J('a').x + J('a').y", "ab"),
    ("from typing import TypedDict\nclass J(TypedDict):\n    x: str\nj = J(x='a')", "j['x']", "a"),
    (
        "from dataclasses import dataclass\n@dataclass\nclass J:\n    x: str\n    def with_x(self, x):\n        return J(x)\nj = J('a').with_x('b')",
        "f'{j.x!r:>5}'",
        "  'b'",
    ),
];

#[test]
fn records_and_enumerations_are_what_their_bodies_say() {
    all_are_told(RECORDS.iter().copied().map(|(definitions, expression, expected)| {
        let code = format!("BashOperator(task_id='a', bash_command={expression})");
        (format!("{definitions}\n{expression}"), within(definitions, &code), format!("d: a={expected}"))
    }));
}
