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
