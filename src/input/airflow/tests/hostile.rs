//! Files that try to exhaust the machine are given up, and say so.

use super::{IMPORTS, parse_at};
use crate::input::{Options, Parsed};

/// Whether a file is read to the end, read in part, or refused; on the 8 MiB stack that small machines give.
fn outcome(code: &str) -> &'static str {
    let text = format!("{IMPORTS}{code}");
    let read = move || match parse_at("dags/a.py", &text, &Options::default()) {
        Parsed::Document(document) if document.problems.is_empty() => "read",
        Parsed::Document(_) => "partly",
        Parsed::Failed(_) => "refused",
        Parsed::NotMine(_) => "not mine",
    };
    std::thread::Builder::new().stack_size(8 << 20).spawn(read).unwrap().join().unwrap()
}

#[test]
fn bombs_are_defused() {
    let round = |depth| format!("{}for x{depth} in range(500):\n", " ".repeat(depth));
    let loops = (0..6).map(round).collect::<Vec<_>>().concat();
    let cases: Vec<(String, &str)> = vec![
        (format!("{loops}      y = 1\n"), "partly"),
        ("x = list(range(1000000000))\n".into(), "partly"),
        ("def f(n):\n    return f(n) + f(n)\nf(1)\n".into(), "partly"),
        ("x = 'a'\nfor i in range(100):\n    x = x + x\n".into(), "read"),
        ("x = [1]\nfor i in range(100):\n    x = x + x\n".into(), "read"),
        ("x = [1] * 10**12\n".into(), "read"),
        ("x = []\nx.append(x)\nwith DAG('d'):\n    BashOperator(task_id='t', bash_command=x)\n".into(), "read"),
        ("x = []\nfor i in range(100):\n    x = [x, x]\nwith DAG('d'):\n    BashOperator(task_id='t', bash_command=x)\n".into(), "read"),
        ("x = []\nfor i in range(15000):\n    x = [x]\nDAG('d', tags=x)\n".into(), "read"),
        ("x = 1\nfor i in range(15000):\n    x = x.a\n".into(), "read"),
        ("import q\nx = q\nfor i in range(15000):\n    x = x.a().b\n".into(), "read"),
        (format!("x = {}1\n", "1+".repeat(4_500)), "read"),
        (format!("x = a{}\n", ".b()".repeat(2_000)), "read"),
        (format!("x = {}1\n", "-".repeat(2_000)), "partly"),
        (format!("x = {}1{}\n", "f(".repeat(190), ")".repeat(190)), "read"),
        (format!("x = {}\n", "1+".repeat(6_000) + "1"), "refused"),
        (format!("x = {}\n", "(".repeat(300)), "refused"),
    ];
    for (code, expected) in cases {
        let shown: String = code.chars().take(60).collect();
        assert_eq!(outcome(&code), expected, "{shown}");
    }
}

#[test]
fn a_thousand_tasks_are_read_and_joined() {
    let code = "with DAG('d'):\n    tasks = [BashOperator(task_id=f't{i}', bash_command='x') for i in range(1000)]\n    chain(*tasks)\n";
    assert_eq!(outcome(code), "read");
}

#[test]
fn code_that_calls_itself_through_objects_ends() {
    let codes = [
        "class N:\n    def __add__(self, other):\n        return [x for x in [(N() + other)]]\nN() + 1\n",
        "class N:\n    @property\n    def x(self):\n        return (1, {'k': [self.x]})\nN().x\n",
        "class N:\n    def __str__(self):\n        return f'{self:>{len([str(self)])}}'\nstr(N())\n",
        "class N:\n    def __init__(self, n):\n        with DAG('d'):\n            if n:\n                for i in range(1):\n                    self.n = N(n + i)\nN(1)\n",
        "class N:\n    def __getattr__(self, name):\n        return getattr(self, name + name[:1])\nN().x\n",
        "class N:\n    def __setattr__(self, name, value):\n        self.y = value\nN().x = 1\n",
        "class N:\n    def __eq__(self, other):\n        return other == self\nN() == N()\n",
        "class N:\n    def __iter__(self):\n        return iter([x for x in self])\nlist(N())\n",
        "class M(type):\n    def __call__(cls, *args):\n        return cls(*args)\nclass N(metaclass=M):\n    pass\nN()\n",
        "class N(N0 := type('N0', (), {})):\n    pass\nfor i in range(300):\n    class N(N):\n        pass\nN()\n",
        "f = lambda n: list(map(lambda x: sorted([x], key=lambda y: f(y)), [n]))\nf(1)\n",
        "from functools import partial\nf = partial(print)\nfor i in range(5000):\n    f = partial(f, i)\nf()\n",
        "from contextlib import contextmanager\n@contextmanager\ndef f(n):\n    with f(n + 1) as x:\n        yield x\nwith f(1):\n    pass\n",
        "x = []\nx.append(x)\nstr(x)\nimport copy, json\ny = copy.deepcopy(x)\njson.dumps(x)\nd = {}\nd['d'] = d\nf'{d}'\ncopy.deepcopy(d)\n",
        "from dataclasses import dataclass, asdict\n@dataclass\nclass J:\n    x: object = None\nj = J()\nj.x = j\nasdict(j)\nj == j\nJ(j) == J(j)\n",
        "'{:9999999999}'.format(1)\n'%999999999d' % 1\n'x'.zfill(10**9)\n'x' * 10**9\n2 ** 10**9\n",
        "import itertools\nlist(itertools.product(range(1000), repeat=9))\nlist(itertools.permutations(range(40)))\nlist(itertools.repeat(1, 10**12))\n",
        "def g():\n    while True:\n        yield 1\nlist(g())\n",
    ];
    for code in codes {
        assert!(matches!(outcome(code), "read" | "partly"), "{code}");
    }
}
