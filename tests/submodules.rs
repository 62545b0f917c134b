//! Submodules are outside of the repository; those that DAGs are taken from keep a run from passing.

#![expect(clippy::unwrap_used, reason = "a test that cannot be set up fails")]

mod support;

use git2::{IndexEntry, IndexTime, Oid, Repository};
use support::Repo;

const COMMIT: &str = "0123456789012345678901234567890123456789";

/// A repository with a submodule at `path`, checked out with `files` or not at all.
fn with_submodule(repo: Repo, path: &str, files: Option<&[(&str, &str)]>) -> Repo {
    let modules =
        format!("[submodule \"m\"]\n\tpath = {path}\n\turl = https://bot:Gq7pLx2vRt9w@example.com/acme/m.git\n");
    let repo = repo.with(".gitmodules", modules);
    repo.commit();
    let mut index = Repository::open(repo.path()).unwrap().index().unwrap();
    let zero = IndexTime::new(0, 0);
    let (id, path_bytes) = (Oid::from_str(COMMIT).unwrap(), path.as_bytes().to_vec());
    let entry = IndexEntry {
        ctime: zero,
        mtime: zero,
        dev: 0,
        ino: 0,
        mode: 0o160_000,
        uid: 0,
        gid: 0,
        file_size: 0,
        id,
        flags: 0,
        flags_extended: 0,
        path: path_bytes,
    };
    index.add(&entry).unwrap();
    index.write().unwrap();
    std::fs::create_dir_all(repo.path().join(path)).unwrap();
    for (name, text) in files.unwrap_or_default() {
        repo.write(&format!("{path}/{name}"), text);
    }
    if files.is_some() {
        repo.write(&format!("{path}/.git"), "gitdir: ../.git/modules/m\n");
    }
    repo
}

const DAG: &str = "from airflow import DAG\n\nDAG('settle', schedule=None)\n";

#[test]
fn a_submodule_where_dags_are_taken_from_keeps_the_run_from_passing() {
    let beside = || Repo::clean().with("pipelines/daily.py", DAG);
    let cases = [
        (Repo::clean(), "dags", None, &[3, 3]),
        (Repo::clean(), "dags", Some(&[("readme.md", "x")][..]), &[3, 3]),
        (Repo::clean(), "airflow/dags/shared", None, &[3, 3]),
        (beside(), "pipelines/shared", None, &[3, 3]),
        // What is checked out is seen where the working tree is judged; the index holds the commit alone.
        (Repo::clean(), "lib/etl", Some(&[("etl/main.py", DAG)][..]), &[3, 0]),
        (Repo::clean(), ".github", Some(&[("workflows/ci2.yml", "on: push\n")][..]), &[3, 4]),
        (Repo::clean(), "docs/theme", Some(&[("theme.css", "a{}"), ("build.py", "import sass\n")][..]), &[0, 0]),
        (Repo::clean(), "docs/theme", None, &[0, 0]),
        (beside(), "docs/theme", None, &[0, 0]),
    ];
    for (repo, path, files, expected) in cases {
        let repo = with_submodule(repo, path, files);
        for (arguments, code) in [&["check", "."][..], &["check", ".", "--staged"]].iter().zip(expected) {
            let run = repo.gate(arguments);
            assert_eq!(run.code, *code, "{path} {files:?} {arguments:?}: {}", run.text());
            if *code == 3 {
                assert!(
                    run.stdout.contains("a submodule") && run.stdout.contains(&format!("┌ {path}")),
                    "{path}: {}",
                    run.text()
                );
            }
            assert!(!run.text().contains("Gq7pLx2vRt9w"), "{}", run.text());
        }
    }
}

#[test]
fn a_submodule_that_is_not_named_is_not_looked_at() {
    let repo = with_submodule(Repo::clean(), "dags", None);
    let run = repo.gate(&["check", ".github/workflows/ci.yml"]);
    assert_eq!(run.code, 0, "{}", run.text());
}
