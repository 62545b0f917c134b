//! What lies where in a tree, and in the folder of git.

use super::{Input, input, link, pipe};
use crate::support::Repo;

const CHECK: &[&str] = &["check"];
const BASE: &[&str] = &["check", "--base", "HEAD"];
const PASS: &[i32] = &[0];
const ANSWERED: &[i32] = &[0, 3];
const REFUSED: &[i32] = &[2];

/// Trees and repositories.
pub(crate) const INPUTS: &[Input] = &[
    input("ignore file: ten times **/a/, sixty folders deep", |repo| ignored(repo, &"**/a/".repeat(10)), CHECK, PASS),
    input("ignore file: 200 times a star and a letter", |repo| ignored(repo, &"*a".repeat(200)), CHECK, PASS),
    input("ignore file: 100 000 lines of stars", |repo| ignored(repo, &"*a*b*c*d\n".repeat(100_000)), CHECK, PASS),
    input("ignore file: a pattern of 200 000 characters", |repo| ignored(repo, &"?".repeat(200_000)), CHECK, PASS),
    input("ignore file: 100 MB", |repo| ignored(repo, &"a\n".repeat(50 << 20)), CHECK, PASS),
    input("ignore file: a pipe", |repo| committed(repo, |repo| pipe(repo, ".gitignore")), CHECK, PASS),
    input("ignore file: a link to a pipe", |repo| committed(repo, linked_pipe), CHECK, PASS),
    input("ignore file: a link to a device", |repo| committed(repo, device), CHECK, PASS),
    input("ignore file: a folder", |repo| committed(repo, |repo| repo.write(".gitignore/a", "")), CHECK, PASS),
    input("exclude file of git: a pipe", |repo| in_git(repo, "info/exclude"), CHECK, PASS),
    input("50 000 files", many, CHECK, PASS),
    input("1 500 folders in one another", nested, CHECK, ANSWERED),
    input("links that lead in a circle", loops, CHECK, ANSWERED),
    input("names with line ends", names, CHECK, PASS),
    input("100 000 references", references, BASE, REFUSED_OR_PASS),
    input("git: .git is a pipe", |repo| pipe(repo, ".git"), CHECK, PASS),
    input("git: .git is a pipe, and a base is wanted", |repo| pipe(repo, ".git"), BASE, REFUSED),
    input("git: HEAD is a pipe", |repo| in_git(repo, "HEAD"), CHECK, PASS),
    input("git: the configuration is a pipe", |repo| in_git(repo, "config"), BASE, REFUSED),
    input("git: the index is a pipe", |repo| in_git(repo, "index"), CHECK, PASS),
    input("git: the index is garbage", garbage, CHECK, PASS),
    input("git: the index is garbage, and is judged", garbage, &["check", "--staged"], REFUSED),
    input("git: alternates are a pipe", |repo| in_git(repo, "objects/info/alternates"), BASE, REFUSED),
    input("git: alternates lead to a pipe", borrowed, BASE, REFUSED_OR_PASS),
    input("git: the checked out branch is a pipe", |repo| in_git(repo, &branch(repo)), BASE, REFUSED),
    input(
        "git: the base is a pipe",
        |repo| in_git(repo, "refs/remotes/origin/main"),
        &["check", "--base", "origin/main"],
        REFUSED,
    ),
    input("git: a branch that leads to a pipe", led, BASE, REFUSED),
    input("git: grafts are a pipe", |repo| in_git(repo, "info/grafts"), BASE, REFUSED),
    input("git: the index of packs is a pipe", |repo| in_git(repo, "objects/pack/multi-pack-index"), BASE, REFUSED),
    input(
        "git: the configuration includes a pipe",
        |repo| included(repo, "[include]\n\tpath = ../pipe\n"),
        BASE,
        REFUSED,
    ),
    input(
        "git: the same in one line",
        |repo| included(repo, "[includeIf \"gitdir:/\"] PATH=\"../pipe\"\n"),
        BASE,
        REFUSED,
    ),
    input("git: an included configuration includes a device", further, BASE, REFUSED),
    input(
        "git: the configuration includes itself",
        |repo| included(repo, "[include]\n\tpath = config\n"),
        BASE,
        REFUSED,
    ),
];

const REFUSED_OR_PASS: &[i32] = &[0, 2];

/// What cannot be committed, made beside what is.
fn committed(repo: &Repo, make: fn(&Repo)) {
    repo.commit();
    make(repo);
}

fn ignored(repo: &Repo, rules: &str) {
    repo.commit();
    repo.write(".gitignore", rules);
    repo.write(&format!("{}notes.txt", "a/".repeat(60)), "x");
}

fn linked_pipe(repo: &Repo) {
    pipe(repo, "pipe");
    link(repo, "pipe", ".gitignore");
}

fn device(repo: &Repo) {
    link(repo, "/dev/zero", ".gitignore");
}

/// A pipe in the place of a file of git's.
fn in_git(repo: &Repo, name: &str) {
    repo.commit();
    let file = repo.path().join(".git").join(name);
    if file.exists() {
        std::fs::remove_file(&file).unwrap();
    }
    pipe(repo, &format!(".git/{name}"));
}

/// The file of the branch that is checked out.
fn branch(repo: &Repo) -> String {
    repo.commit();
    let head = std::fs::read_to_string(repo.path().join(".git/HEAD")).unwrap();
    head.trim().strip_prefix("ref: ").unwrap().to_owned()
}

fn led(repo: &Repo) {
    let branch = branch(repo);
    repo.write(&format!(".git/{branch}"), "ref: refs/heads/pipe\n");
    pipe(repo, ".git/refs/heads/pipe");
}

/// A configuration of git with something at its end, and a pipe beside it.
fn included(repo: &Repo, more: &str) {
    repo.commit();
    pipe(repo, "pipe");
    let config = std::fs::read_to_string(repo.path().join(".git/config")).unwrap();
    repo.write(".git/config", config + more);
}

fn further(repo: &Repo) {
    included(repo, "[include]\n\tpath = more\n");
    repo.write(".git/more", "[include]\n\tpath = /dev/zero\n");
}

fn many(repo: &Repo) {
    for folder in 0..100 {
        std::fs::create_dir_all(repo.path().join(format!("d{folder}"))).unwrap();
        for file in 0..500 {
            std::fs::write(repo.path().join(format!("d{folder}/f{file}.txt")), "").unwrap();
        }
    }
    repo.commit();
}

fn nested(repo: &Repo) {
    repo.commit();
    repo.write(&format!("{}a.yml", "d/".repeat(1_500)), "a: 1\n");
}

fn loops(repo: &Repo) {
    link(repo, "..", "a/up");
    link(repo, "c", "b");
    link(repo, "b", "c");
    link(repo, "x.py", "x.py");
    link(repo, "../..", "dags/d/e");
}

fn names(repo: &Repo) {
    for number in 0..1_000 {
        repo.write(&format!("a\n::error::{number}\n/b\r.txt"), "x");
    }
}

fn references(repo: &Repo) {
    let commit = repo.commit();
    let packed: String = (0..100_000).map(|number| format!("{commit} refs/heads/b{number}\n")).collect();
    repo.write(".git/packed-refs", packed);
}

fn garbage(repo: &Repo) {
    repo.commit();
    repo.write(".git/index", "DIRC\0\0\0\u{2}".to_owned() + &"\u{7f}".repeat(1 << 20));
}

fn borrowed(repo: &Repo) {
    repo.commit();
    pipe(repo, "pipe");
    repo.write(".git/objects/info/alternates", format!("{}\n", repo.path().join("pipe").display()));
}
