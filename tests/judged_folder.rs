//! Which folder is judged, whose rules hold for it, and what a checkout leaves out of it.

#![cfg(unix)]

mod support;

use support::{CLEAN_WORKFLOW, Repo};

const CONFIG: &str = ".gate/gate.yaml";
const WORKFLOW: &str = ".github/workflows/ci.yml";
/// Rules that the folder does not keep: nobody passes settings of the forge.
const STRICT: &str = "inputs: { forge: { required: true } }\n";

/// A repository with two folders, of which one has rules; returns the commit.
fn two_folders() -> (Repo, String) {
    let repo = Repo::new()
        .with(&format!("deploy/{CONFIG}"), STRICT)
        .with(&format!("deploy/{WORKFLOW}"), CLEAN_WORKFLOW)
        .with(&format!("other/{WORKFLOW}"), CLEAN_WORKFLOW);
    let base = repo.commit();
    repo.name("refs/remotes/origin/main", &base);
    repo.write("notes.txt", "x");
    repo.commit();
    (repo, base)
}

#[test]
fn a_folder_that_the_change_turns_into_a_link_chooses_no_rules() {
    let (repo, _) = two_folders();
    let arguments = ["check", "--base", "origin/main", "deploy"];
    assert_eq!(repo.gate(&arguments).code, 3, "{}", repo.gate(&arguments).text());
    std::fs::remove_dir_all(repo.path().join("deploy")).unwrap();
    for target in ["other", "."] {
        std::os::unix::fs::symlink(target, repo.path().join("deploy")).unwrap();
        repo.commit();
        let run = repo.gate(&arguments);
        assert_eq!(run.code, 2, "{target}: {}", run.text());
        assert!(run.stderr.contains("deploy is a link or a submodule"), "{target}: {}", run.text());
        std::fs::remove_file(repo.path().join("deploy")).unwrap();
    }
}

#[test]
fn a_folder_that_the_change_turns_into_a_submodule_chooses_no_rules() {
    let (repo, _) = two_folders();
    std::fs::remove_dir_all(repo.path().join("deploy")).unwrap();
    let inner = Repo::new().with(WORKFLOW, CLEAN_WORKFLOW);
    let loose = inner.commit();
    inner.name("refs/remotes/origin/main", &loose);
    inner.write("notes.txt", "x");
    let tip = inner.commit();
    let outer = git2::Repository::open(repo.path()).unwrap();
    let mut index = outer.index().unwrap();
    index.remove_dir(std::path::Path::new("deploy"), 0).unwrap();
    let time = git2::IndexTime::new(0, 0);
    let (path, id) = (b"deploy".to_vec(), tip.parse().unwrap());
    let (ctime, mtime, dev, ino, mode) = (time, time, 0, 0, 0o160_000);
    let (uid, gid, file_size, flags, flags_extended) = (0, 0, 0, 0, 0);
    let link = git2::IndexEntry { ctime, mtime, dev, ino, mode, uid, gid, file_size, id, flags, flags_extended, path };
    index.add(&link).unwrap();
    index.write().unwrap();
    std::fs::rename(inner.path(), repo.path().join("deploy")).unwrap();
    let run = repo.gate(&["check", "--base", "origin/main", "deploy"]);
    assert_eq!(run.code, 2, "{}", run.text());
    assert!(run.stderr.contains("deploy is a link or a submodule"), "{}", run.text());
    // Whoever goes there means the submodule.
    let inside = support::run(&repo.path().join("deploy"), &["check", "--base", "origin/main"]);
    assert_eq!(inside.code, 2, "{}", inside.text());
    assert!(inside.stderr.contains("is a submodule of"), "{}", inside.text());
    let plain = repo.gate(&["check", "--base", "origin/main"]);
    assert!(!plain.text().contains("is a submodule of"), "{}", plain.text());
}

#[test]
fn what_a_sparse_checkout_leaves_out_is_no_edit_of_the_change() {
    let repo = Repo::clean().with(CONFIG, "gate: { job: .github/workflows/gate.yml#gate }\n");
    repo.write(".github/workflows/gate.yml", CLEAN_WORKFLOW.replace("  test:", "  gate:"));
    let base = repo.commit();
    repo.write("notes.txt", "x");
    repo.commit();
    let left_out = [CONFIG, ".github/workflows/gate.yml"];
    let git = git2::Repository::open(repo.path()).unwrap();
    let mut index = git.index().unwrap();
    for path in left_out {
        let mut entry = index.get_path(std::path::Path::new(path), 0).unwrap();
        entry.flags |= 0x4000;
        entry.flags_extended |= git2::IndexEntryExtendedFlag::SKIP_WORKTREE.bits();
        index.add(&entry).unwrap();
        repo.remove(path);
    }
    index.write().unwrap();
    let run = repo.gate(&["check", "-v", "--base", &base]);
    assert_eq!(run.code, 0, "{}", run.text());
    assert!(run.stdout.contains("left out by a sparse checkout"), "{}", run.text());
    // What is left out is still compared as it was committed.
    let blob = git.blob(b"mode: observe\n").unwrap();
    let mut entry = index.get_path(std::path::Path::new(CONFIG), 0).unwrap();
    entry.id = blob;
    index.add(&entry).unwrap();
    index.write().unwrap();
    let run = repo.gate(&["check", "--base", &base]);
    assert_eq!(run.code, 1, "{}", run.text());
    assert!(run.stdout.contains("META001"), "{}", run.text());
}

#[test]
fn a_base_is_refused_where_nobody_can_say_what_is_judged() {
    for head in ["", "no reference\n", "ref: refs/heads/loop\n"] {
        let repo = Repo::clean();
        let base = repo.base();
        repo.write(".git/refs/heads/loop", "ref: refs/heads/loop\n");
        repo.write(".git/HEAD", head);
        let run = repo.gate(&["check", "--base", &base]);
        assert_eq!(run.code, 2, "{head:?}: {}", run.text());
    }
}

#[test]
fn a_clone_that_does_not_reach_back_says_why_an_edit_may_be_none() {
    let repo = Repo::clean().with(CONFIG, "fail-on: medium\n");
    let base = repo.commit_on(&[]);
    repo.write(CONFIG, "fail-on: high\n");
    for (parents, said) in [(vec![], true), (vec![base.as_str()], false)] {
        let change = repo.commit_on(&parents);
        repo.checkout(&change);
        let run = repo.gate(&["check", "--base", &base]);
        assert_eq!(run.code, 1, "{}", run.text());
        assert!(run.text().contains("META001"), "{}", run.text());
        assert_eq!(run.text().contains("does not reach back"), said, "{}", run.text());
    }
}
