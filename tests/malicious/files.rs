//! Changes that hide a file, or make it read as something else than its platform reads.

use super::base::{CI_TEXT, DAG};
use super::{Attack, attack};

/// A workflow that breaks a rule.
fn bad() -> String {
    CI_TEXT.replace("checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8", "checkout@v4")
}

const NEW: &str = ".github/workflows/new.yml";

fn utf16(text: &str) -> Vec<u8> {
    std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect()
}

pub(crate) const ATTACKS: &[Attack] = &[
    attack("an unpinned action", "CI001", |it| it.write(NEW, bad())),
    attack("the same with .yaml", "CI001", |it| it.write(".github/workflows/new.yaml", bad())),
    attack("behind a byte order mark", "CI001", |it| it.write(NEW, format!("\u{feff}{}", bad()))),
    attack("in UTF-16", "new.yml", |it| it.write(NEW, utf16(&bad()))),
    attack("with bytes that are no text", "new.yml", |it| it.write(NEW, [bad().as_bytes(), b"# \xff\n"].concat())),
    attack("with a NUL", "new.yml", |it| it.write(NEW, format!("{}# \0\n", bad()))),
    attack("with a key twice", "new.yml", |it| it.write(NEW, format!("{}jobs: {{}}\n", bad()))),
    attack("as a second document", "new.yml", |it| it.write(NEW, format!("{CI_TEXT}---\n{}", bad()))),
    attack("with Windows lines", "CI001", |it| it.write(NEW, bad().replace('\n', "\r\n"))),
    attack("through an anchor", "CI001", |it| {
        it.write(NEW, bad().replace("uses: actions/checkout@v4", "uses: &a actions/checkout@v4"));
    }),
    attack("as a pointer of Git LFS", "new.yml", |it| {
        it.write(NEW, "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n");
    }),
    attack("with a tab", "new.yml", |it| it.write(NEW, bad().replace("    steps:", "\tsteps:"))),
    attack("deeper than gate follows", "new.yml", |it| {
        it.write(NEW, format!("{}env: {}1{}\n", bad(), "[".repeat(300), "]".repeat(300)));
    }),
    attack("a bomb of aliases", "new.yml", |it| {
        let mut text = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned();
        for level in 1..9 {
            let items = vec![format!("*a{}", level - 1); 9].join(", ");
            text = format!("{text}a{level}: &a{level} [{items}]\n");
        }
        it.write(NEW, format!("{text}{}", bad()));
    }),
    attack("as a link to a file beside", "new.yml", |it| {
        it.write("ci/new.yml", bad());
        it.link("../../ci/new.yml", NEW);
    }),
    attack("as a link out of the tree", "new.yml", |it| it.link("/etc/hostname", NEW)),
    attack("as a link to nothing", "new.yml", |it| it.link("gone.yml", NEW)),
    attack("an ignore file that names it", "CI001", |it| {
        it.write(".gitignore", ".github/\n*.yml\n");
        it.write(NEW, bad());
    }),
    attack("an attribute that keeps it out of archives and reads it in another way", "CI001", |it| {
        it.write(".gitattributes", "*.yml export-ignore binary -diff working-tree-encoding=UTF-16 filter=evil\n");
        it.write(NEW, bad());
    }),
    attack("a name with a line in it", "new", |it| it.write(".github/workflows/new\n::set-output name=x::.yml", bad())),
    attack("a folder called venv with a DAG", "AF", |it| it.write("venv/secret.py", dag())),
    attack("a folder called target with a DAG", "AF", |it| it.write("target/dags/secret.py", dag())),
    attack("a pyvenv.cfg beside the DAGs", "AF", |it| {
        it.write("dags/pyvenv.cfg", "home = /usr/bin\n");
        it.write("dags/secret.py", dag());
    }),
    attack("a pyvenv.cfg beside the workflows", "CI001", |it| {
        it.write(".github/pyvenv.cfg", "home = /usr/bin\n");
        it.write(NEW, bad());
    }),
    attack("a folder node_modules with an action", "CI001", |it| {
        it.write(
            "node_modules/a/action.yml",
            "name: a\nruns:\n  using: composite\n  steps:\n    - uses: acme/tool@v1\n",
        );
    }),
    attack("a local action in one flow mapping", "CI001", |it| {
        it.write("tools/a/action.yml", "{name: a, runs: {using: composite, steps: [{uses: acme/tool@v1}]}}\n");
    }),
    attack("a local action with a complex key", "tools/a/action.yml", |it| {
        it.write("tools/a/action.yml", "name: a\n? runs\n: using: composite\n  steps:\n    - uses: acme/tool@v1\n");
    }),
    attack("a local action that is indented", "CI001", |it| {
        it.write("tools/a/action.yml", " name: a\n runs:\n   using: composite\n   steps:\n     - uses: acme/tool@v1\n");
    }),
    attack("a local action behind a long comment", "CI001", |it| {
        let text = "runs:\n  using: composite\n  steps:\n    - uses: acme/tool@v1\n";
        it.write("tools/a/action.yaml", format!("# {}\nname: a\n{text}", "x".repeat(5000)));
    }),
    attack("a local action in quoted keys", "CI001", |it| {
        it.write("tools/a/action.yml", "\"runs\":\n  'using': composite\n  steps:\n    - uses: acme/tool@v1\n");
    }),
    attack("a local action whose lines end with a carriage return", "tools/a/action.yml", |it| {
        it.write("tools/a/action.yml", "name: a\rruns:\r  using: composite\r  steps:\r    - uses: acme/tool@v1\r");
    }),
    attack("a comment that asks to be ignored", "CI001", |it| {
        it.write(NEW, bad().replace("uses:", "# gate:ignore CI001 noqa nosec\n      uses:"));
    }),
    attack("a DAG that is not UTF-8", "report.py", |it| {
        it.write(DAG, b"# caf\xe9\nfrom airflow import DAG\nwith DAG('d'):\n    pass\n");
    }),
    attack("a DAG that does not parse", "report.py", |it| it.write(DAG, "from airflow import DAG\nwith DAG(\n")),
    attack("brackets deeper than Python takes", "report.py", |it| {
        it.write(DAG, format!("from airflow import DAG\nx = {}{}\n", "[".repeat(5000), "]".repeat(5000)));
    }),
];

/// A DAG with a password in it.
fn dag() -> String {
    "from airflow import DAG\nfrom airflow.models import Connection\n\nwith DAG(\"d\", schedule=None):\n    Connection(conn_id=\"db\", conn_type=\"postgres\", password=\"Qz7mP2xWv9\")\n".to_owned()
}
