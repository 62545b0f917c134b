//! Where a change left its base, in histories of every form, and what stands in a commit.

use std::os::unix::fs::{PermissionsExt, symlink};
use std::process::Command;

use git2::{IndexEntry, IndexTime, Oid, Repository, Signature};

use super::{before, changed};
use crate::support::{CLEAN_WORKFLOW, Repo, UNPINNED_WORKFLOW, run};

const CI: &str = ".github/workflows/ci.yml";
const OTHER: &str = ".github/workflows/other.yml";

#[test]
fn a_change_is_compared_with_where_it_left_the_base() {
    // The base has mended meanwhile what the change never touched, and has got something else.
    let repo = Repo::new().with(CI, UNPINNED_WORKFLOW);
    let fork = repo.commit_on(&[]);
    repo.write(CI, CLEAN_WORKFLOW);
    repo.write(OTHER, UNPINNED_WORKFLOW);
    let tip = repo.commit_on(&[&fork]);
    repo.remove(OTHER);
    repo.write(CI, UNPINNED_WORKFLOW);
    repo.write("notes.txt", "x");
    let change = repo.commit_on(&[&fork]);
    repo.name("refs/remotes/origin/main", &tip);
    repo.checkout(&change);
    let run = changed(&repo, "origin/main", &[]);
    assert_eq!((run.code, before(&run)), (0, 1), "{}", run.text());
    assert_eq!(run.json()["compared_with"], serde_json::json!([fork]));
    // What the change took from the base since is no work of its own.
    let merge = {
        repo.write(CI, CLEAN_WORKFLOW);
        repo.write(OTHER, UNPINNED_WORKFLOW);
        repo.commit_on(&[&change, &tip])
    };
    repo.checkout(&merge);
    let run = changed(&repo, "origin/main", &[]);
    assert_eq!((run.code, before(&run)), (0, 1), "{}", run.text());
    assert_eq!(run.json()["compared_with"], serde_json::json!([tip]));
    // To undo what the base has mended is.
    repo.write(CI, UNPINNED_WORKFLOW);
    let undone = repo.commit_on(&[&merge]);
    repo.checkout(&undone);
    let run = changed(&repo, "origin/main", &[]);
    assert_eq!(run.decides(), ["CI001 .github/workflows/ci.yml:11"], "{}", run.text());
}

#[test]
fn with_two_common_ancestors_a_finding_must_have_been_in_both() {
    let repo = Repo::new().with("a.txt", "a");
    let root = repo.commit_on(&[]);
    repo.write(CI, UNPINNED_WORKFLOW);
    let one = repo.commit_on(&[&root]);
    repo.remove(CI);
    repo.write(OTHER, UNPINNED_WORKFLOW);
    repo.write(".github/workflows/both.yml", UNPINNED_WORKFLOW.replace("checkout", "cache"));
    let other = repo.commit_on(&[&root]);
    repo.write(CI, UNPINNED_WORKFLOW);
    let base = repo.commit_on(&[&one, &other]);
    let change = repo.commit_on(&[&other, &one]);
    repo.checkout(&change);
    let run = changed(&repo, &base, &[]);
    let found = run.decides();
    // Each ancestor had one of the two checkouts, and none had both; only one had the cache.
    assert_eq!((run.code, found.len()), (1, 3), "{found:?}");
    assert_eq!(run.json()["compared_with"].as_array().unwrap().len(), 2);
}

#[test]
fn what_is_not_committed_is_compared_with_the_commit_under_it() {
    let repo = Repo::new().with(CI, UNPINNED_WORKFLOW);
    repo.commit();
    repo.write(OTHER, UNPINNED_WORKFLOW);
    repo.write(CI, UNPINNED_WORKFLOW.replace("name: ci", "name: all"));
    let run = changed(&repo, "HEAD", &[]);
    assert_eq!(run.decides(), ["CI001 .github/workflows/other.yml:11"], "{}", run.text());
}

#[test]
fn what_is_merged_already_is_no_change() {
    let repo = Repo::new().with(CI, UNPINNED_WORKFLOW);
    let commit = repo.commit();
    repo.name("refs/remotes/origin/main", &commit);
    let run = repo.gate(&["check", "--base", "origin/main", "--changed", "--allow-merged"]);
    assert_eq!(run.code, 2, "{}", run.text());
    assert!(run.stderr.contains("no change to compare"), "{}", run.stderr);
    repo.commit();
    let run = repo.gate(&["check", "--base", "origin/main", "--changed", "--allow-merged"]);
    assert_eq!(run.code, 0, "{}", run.text());
    assert_eq!(repo.gate(&["check", "--changed"]).code, 2, "without a base");
}

fn git(folder: &std::path::Path, arguments: &[&str]) -> bool {
    let git = Command::new("git").args(arguments).current_dir(folder).output();
    git.is_ok_and(|output| output.status.success())
}

#[test]
fn a_clone_that_ends_before_the_fork_is_refused() {
    let repo = Repo::new().with(CI, UNPINNED_WORKFLOW);
    let fork = repo.commit_on(&[]);
    repo.write("a.txt", "1");
    let tip = repo.commit_on(&[&fork]);
    repo.write("a.txt", "2");
    let tip = repo.commit_on(&[&tip]);
    repo.remove("a.txt");
    repo.write("b.txt", "1");
    let change = repo.commit_on(&[&fork]);
    repo.write("b.txt", "2");
    let change = repo.commit_on(&[&change]);
    repo.name("refs/heads/main", &tip);
    repo.name("refs/heads/change", &change);
    let clone = tempfile::tempdir().unwrap();
    if !git(clone.path(), &["--version"]) {
        return println!("skipped: there is no git");
    }
    let url = format!("file://{}", repo.path().to_str().unwrap());
    let cloned = |depth: &str| {
        let folder = clone.path().join(depth);
        let name = folder.to_str().unwrap().to_owned();
        let arguments = ["clone", "-q", "--no-single-branch", "-b", "change", "--depth", depth, &url, &name];
        assert!(git(clone.path(), &arguments), "git clone --depth {depth}");
        folder
    };
    let (shallow, deep) = (cloned("2"), cloned("3"));
    let arguments = ["check", "--base", "origin/main", "--changed", "--trust-checkout"];
    let refused = run(&shallow, &arguments);
    assert_eq!(refused.code, 2, "{}", refused.text());
    assert!(refused.stderr.contains("fetch-depth: 0"), "{}", refused.stderr);
    let judged = run(&deep, &arguments);
    assert_eq!(judged.code, 0, "{}", judged.text());
}

#[test]
fn the_mode_of_a_file_without_a_reader_counts() {
    let repo = Repo::clean().with("Jenkinsfile", "pipeline { agent any }\n");
    let base = repo.commit();
    std::fs::set_permissions(repo.path().join("Jenkinsfile"), std::fs::Permissions::from_mode(0o755)).unwrap();
    repo.commit();
    let run = changed(&repo, &base, &[]);
    assert_eq!((run.code, run.decides()), (3, vec!["? Jenkinsfile".to_owned()]), "{}", run.text());
}

#[test]
fn a_submodule_is_as_it_was_at_the_same_commit() {
    for (later, code) in [(1, 0), (2, 3)] {
        let repo = Repo::clean().with(".gitmodules", "[submodule \"m\"]\n\tpath = dags\n\turl = ../m.git\n");
        repo.commit();
        let base = with_submodule(&repo, 1);
        repo.write("notes.txt", "x");
        with_submodule(&repo, later);
        std::fs::create_dir_all(repo.path().join("dags")).unwrap();
        let run = changed(&repo, &base, &[]);
        assert_eq!(run.code, code, "{}", run.text());
        assert_eq!(before(&run), usize::from(code == 0), "{}", run.text());
    }
}

/// Commits a submodule at `dags` without checking it out.
fn with_submodule(repo: &Repo, commit: u8) -> String {
    let repository = Repository::open(repo.path()).unwrap();
    let mut index = repository.index().unwrap();
    let (zero, id) = (IndexTime::new(0, 0), Oid::from_bytes(&[commit; 20]).unwrap());
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
        path: b"dags".to_vec(),
    };
    index.add(&entry).unwrap();
    index.write().unwrap();
    let tree = repository.find_tree(index.write_tree().unwrap()).unwrap();
    let parent = repository.head().unwrap().peel_to_commit().unwrap();
    let author = Signature::new("A", "a@example.com", &git2::Time::new(1_700_000_000, 0)).unwrap();
    repository.commit(Some("HEAD"), &author, &author, "x", &tree, &[&parent]).unwrap().to_string()
}

#[test]
fn links_lead_to_the_same_in_a_commit_and_in_a_folder() {
    let build = |target: &str| {
        let repo = Repo::new().with("ci/a.yml", UNPINNED_WORKFLOW).with("ci/b.yml", UNPINNED_WORKFLOW);
        std::fs::create_dir_all(repo.path().join(".github/workflows")).unwrap();
        symlink(target, repo.path().join(CI)).unwrap();
        symlink("../ci", repo.path().join(".github/more")).unwrap();
        repo
    };
    let repo = build("../../ci/a.yml");
    let base = repo.commit();
    repo.write("ci/a.yml", UNPINNED_WORKFLOW.replace("checkout@v4", "checkout@v5"));
    repo.commit();
    let run = changed(&repo, &base, &[]);
    assert_eq!(run.decides(), ["CI001 .github/workflows/ci.yml:11"], "the target is edited: {}", run.text());
    let repo = build("../more/a.yml");
    let base = repo.commit();
    repo.write("ci/b.yml", "x: 1\n");
    repo.commit();
    let run = changed(&repo, &base, &[]);
    assert_eq!((run.code, before(&run)), (0, 1), "through a link of a folder: {}", run.text());
}

#[test]
fn a_folder_below_the_top_is_compared_with_itself() {
    let repo = Repo::new().with("a/.github/workflows/ci.yml", UNPINNED_WORKFLOW).with("b/x.txt", "x");
    repo.write("a/.gate/gate.yaml", "fail-on: high\n");
    let base = repo.commit();
    repo.write("b/x.txt", "y");
    repo.commit();
    let judged = || repo.gate(&["check", "a", "--base", &base, "--changed", "--format", "json"]);
    let run = judged();
    assert_eq!((run.code, before(&run)), (0, 1), "{}", run.text());
    repo.write("a/.github/workflows/more.yml", UNPINNED_WORKFLOW);
    repo.commit();
    assert_eq!(judged().decides(), ["CI001 .github/workflows/more.yml:11"]);
}
