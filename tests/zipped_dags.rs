//! DAGs in zip archives, in a whole run: said to be unread, and nothing of their content shown.

mod support;
#[path = "support/zip.rs"]
mod zip;

use support::{FORMATS, Repo};
use zip::{archive, deflated, stored};

const DAG: &str = "from airflow import DAG\n\nDAG('settle', default_args={'password': 'Vx9!pq3Rk7zT'})\n";

fn bundle() -> Vec<u8> {
    archive(&[stored("team/__init__.py", b""), deflated("settlement_main.py", DAG.as_bytes())], b"")
}

#[test]
fn an_archive_with_a_dag_keeps_the_run_from_passing_whatever_it_is_called() {
    for name in ["dags/bundle.zip", "dags/bundle-1.4.pkg", "dags/bundle", "dags/notes.json", "release/out.bin", "x.PY"]
    {
        let repo = Repo::clean().with(name, bundle());
        repo.commit();
        for arguments in [&["check", "."][..], &["check", ".", "--staged"]] {
            let run = repo.gate(arguments);
            assert_eq!(run.code, 3, "{name} {arguments:?}: {}", run.text());
            assert!(run.stdout.contains(name), "{name} {arguments:?}: {}", run.text());
        }
    }
}

#[test]
fn nothing_of_an_archive_is_shown() {
    let repo = Repo::clean().with("dags/bundle.zip", bundle());
    for format in FORMATS {
        let run = repo.gate(&["check", ".", "-f", format, "-v"]);
        assert_eq!(run.code, 3, "{format}");
        for text in ["Vx9!pq3Rk7zT", "settlement_main"] {
            assert!(!run.text().contains(text), "{format}: {}", run.text());
        }
    }
}

#[test]
fn archives_without_a_dag_are_nothing() {
    let library =
        archive(&[deflated("acme/airflow_dags.py", DAG.as_bytes()), stored("acme-1.dist-info/RECORD", b"")], b"");
    let office = archive(&[stored("[Content_Types].xml", b"<x/>"), deflated("word/document.xml", b"airflow dag")], b"");
    let jar = archive(&[stored("META-INF/MANIFEST.MF", b""), stored("Main.class", b"airflow dag")], b"");
    let sealed = archive(&[zip::Member { flags: 1, ..stored("secret.py", b"x") }], b"");
    let repo = Repo::clean()
        .with("tests/data/orders.zip", archive(&[stored("orders.csv", b"1,2\n")], b""))
        .with("vendor/acme-1.0-py3-none-any.whl", library)
        .with("docs/handbook.docx", office)
        .with("lib/tool.jar", jar)
        .with("tests/data/sealed.zip", sealed)
        .with("dags/settle.py", "from airflow import DAG\n\nDAG('settle', schedule=None)\n");
    repo.commit();
    for arguments in [&["check", "."][..], &["check", ".", "--staged"]] {
        let run = repo.gate(arguments);
        assert_eq!(run.code, 0, "{arguments:?}: {}", run.text());
    }
}

#[test]
fn a_file_that_is_not_named_is_not_looked_at() {
    let repo = Repo::clean().with("dags/bundle.zip", bundle());
    let run = repo.gate(&["check", ".github/workflows/ci.yml"]);
    assert_eq!(run.code, 0, "{}", run.text());
}

#[test]
fn a_bomb_among_the_archives_costs_the_others_nothing() {
    let zeros = vec![0_u8; 9 * 1024 * 1024];
    let members: Vec<_> = (0..12).map(|at| deflated(&format!("m{at}.py"), &zeros)).collect();
    let repo = Repo::clean()
        .with("assets/bomb.zip", archive(&members, b""))
        .with(".github/workflows/open.yml", support::UNPINNED_WORKFLOW);
    let run = repo.gate(&["check", "."]);
    assert_eq!(run.code, 3, "{}", run.text());
    assert!(run.stdout.contains("assets/bomb.zip"), "{}", run.text());
    assert!(run.stdout.contains("open.yml:11:15"), "{}", run.text());
    assert!(!run.stdout.contains("policies over the whole repository"), "{}", run.text());
}
