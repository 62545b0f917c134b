//! Links that lead nowhere matter where a reader would claim what they are called, and nowhere else.

#![cfg(unix)]

mod support;

use std::os::unix::fs::symlink;

use support::{Repo, Run, UNPINNED_WORKFLOW};

/// Links by name and target, and the exit code with them.
const CASES: &[(&[(&str, &str)], i32)] = &[
    // Nothing claims these by their names alone, and there is nothing behind them.
    (&[("x.py", "gone.py")], 0),
    (&[("dags/x.py", "gone.py"), ("tests/data/sample.py", "../gone")], 0),
    (&[("x.json", "gone"), ("action.yml", "gone"), ("a.gitlab-ci.yml", "gone"), ("plan.out", "gone")], 0),
    (&[("a.py", "b.py"), ("b.py", "a.py")], 0),
    (&[("a.json", "b.json"), ("b.json", "c.json"), ("c.json", "a.json"), ("action.yml", "action.yml")], 0),
    (&[("docs/a.md", "gone"), ("notes", "notes")], 0),
    // No reader claims a folder.
    (&[(".github/actions", "../gone")], 0),
    // A platform or a reader takes these by their names.
    (&[(".github/workflows/r.yml", "../../gone.yml")], 3),
    (&[(".github/workflows/r.yaml", "r.yaml")], 3),
    (&[(".github/workflows/a.yml", "b.yml"), (".github/workflows/b.yml", "a.yml")], 3),
    (&[(".gitlab-ci.yml", "ci/gone.yml")], 3),
    (&[("release.tfplan", "gone")], 3),
    // What lies out of the tree may be anything.
    (&[("x.py", "/etc/passwd")], 3),
    (&[(".github/workflows/p.yml", "/etc/passwd")], 3),
    // A file of the tree is read through its link.
    (&[(".github/workflows/r.yml", "../../ci/open.yml")], 1),
    (
        &[
            (".github/workflows/r.yml", "../../l1"),
            ("l1", "l2"),
            ("l2", "l3"),
            ("l3", "l4"),
            ("l4", "l5"),
            ("l5", "l6"),
            ("l6", "l7"),
            ("l7", "l8"),
            ("l8", "l9"),
            ("l9", "ci/open.yml"),
        ],
        1,
    ),
];

/// The folder and the index, judged by themselves.
fn both_ways(repo: &Repo) -> [(&'static str, Run); 2] {
    [("", repo.gate(&["check", "."])), ("--staged", repo.gate(&["check", ".", "--staged"]))]
}

#[test]
fn a_link_to_nothing_matters_by_its_name() {
    for (links, expected) in CASES {
        let repo = Repo::clean().with("ci/open.yml", UNPINNED_WORKFLOW);
        for (name, target) in *links {
            let link = repo.path().join(name);
            std::fs::create_dir_all(link.parent().unwrap()).unwrap();
            symlink(target, link).unwrap();
        }
        repo.commit();
        for (arguments, run) in both_ways(&repo) {
            assert_eq!(run.code, *expected, "{links:?} {arguments}: {}", run.text());
        }
    }
}

#[test]
fn airflow_follows_a_link_out_of_the_tree() {
    let outer = tempfile::tempdir().unwrap();
    let target = outer.path().to_str().unwrap();
    for (link, target, expected) in [
        ("dags/common", target, 3),
        ("dags", target, 3),
        ("dags/shared", "../lib", 0),
        ("docs/common", target, 0),
        ("dags/gone", "../gone", 0),
    ] {
        let repo = Repo::clean().with("lib/a.txt", "x");
        let place = repo.path().join(link);
        std::fs::create_dir_all(place.parent().unwrap()).unwrap();
        symlink(target, place).unwrap();
        repo.commit();
        for (arguments, run) in both_ways(&repo) {
            assert_eq!(run.code, expected, "{link} {arguments}: {}", run.text());
        }
    }
}

#[test]
fn a_folder_of_workflows_that_is_a_link_runs_nothing() {
    // actions/runner 3195: workflows do not run where `.github` is a link.
    for (link, target, file) in
        [(".github", "real", "real/workflows/open.yml"), (".github/workflows", "../ci", "ci/open.yml")]
    {
        let repo = Repo::new().with(file, UNPINNED_WORKFLOW).with(".gitlab-ci.yml", "test:\n  script: make test\n");
        let place = repo.path().join(link);
        std::fs::create_dir_all(place.parent().unwrap()).unwrap();
        symlink(target, place).unwrap();
        repo.commit();
        for (arguments, run) in both_ways(&repo) {
            assert!(!run.stdout.contains("open.yml"), "{link} {arguments}: {}", run.text());
        }
    }
}
