//! Trees of pipelines that are made to pass what should not: each is told for what it is, or said not to be known; the
//! honest ones beside them pass, so that nobody mends an attack by refusing everything.
//!
//! A file of `trees` is a family. `== name | policy answer` begins a tree, and `-- path --` a file of it; what stands
//! before is `.github/workflows/a.yml`. The answers: `violation`, `unknown`, `pass`, or `caught` where either of the first
//! two, or a gap that keeps the run from passing, is right.
//!
//! `cargo test --test attacks -- --nocapture` prints the table.

#![cfg(unix)]
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "a test that cannot be set up fails"
)]

#[path = "../support/mod.rs"]
mod support;

use std::collections::BTreeSet;
use std::fmt::Write as _;

use serde_json::Value;
use support::{Repo, project};

/// Where a tree begins.
const MAIN: &str = ".github/workflows/a.yml";

/// The fewest trees; one that is lost is not noticed otherwise.
const TREES: usize = 208;

/// One tree, and what one policy says of it.
struct Tree {
    name: String,
    policy: String,
    answer: String,
    files: Vec<(String, String)>,
}

/// The trees of one family.
fn trees(family: &str, text: &str) -> Vec<Tree> {
    let mut trees: Vec<Tree> = Vec::new();
    for line in text.lines() {
        if let Some((name, expected)) = line.strip_prefix("== ").and_then(|rest| rest.rsplit_once(" | ")) {
            let (policy, answer) = expected.split_once(' ').unwrap();
            let [name, policy, answer] = [&format!("{family}: {name}"), policy, answer].map(str::to_owned);
            trees.push(Tree { name, policy, answer, files: vec![(MAIN.to_owned(), String::new())] });
            continue;
        }
        // What stands before the first tree says what the family is about.
        let Some(tree) = trees.last_mut() else { continue };
        match line.strip_prefix("-- ").and_then(|rest| rest.strip_suffix(" --")) {
            Some(path) => tree.files.push((path.to_owned(), String::new())),
            None => writeln!(tree.files.last_mut().unwrap().1, "{line}").unwrap(),
        }
    }
    trees
}

/// What a policy says of a tree, and the places of that.
fn judged(tree: &Tree) -> (&'static str, String) {
    let repo = Repo::new();
    for (path, text) in tree.files.iter().filter(|(_, text)| !text.trim().is_empty()) {
        repo.write(path, text);
    }
    let run = repo.gate(&["check", "--format", "json"]);
    let report: Value = serde_json::from_str(&run.stdout).unwrap_or_else(|_| panic!("{}: {}", tree.name, run.text()));
    let findings = report["findings"].as_array().unwrap();
    let found = findings.iter().filter(|finding| finding["policy"] == tree.policy.as_str());
    let answers: BTreeSet<&str> = found.clone().filter_map(|finding| finding["answer"].as_str()).collect();
    let said: Vec<String> =
        found.map(|it| format!("{}:{} {}", it["path"], it["start"]["line"], it["message"])).collect();
    let gaps = report["unjudged"].as_array().unwrap();
    let answer = match () {
        () if answers.contains("violation") => "violation",
        () if answers.contains("unknown") => "unknown",
        () if !gaps.is_empty() => "gap",
        () => "pass",
    };
    assert!(answer == "pass" || run.code != 0, "{}: {answer}, and the run passes", tree.name);
    (answer, said.join("; "))
}

#[test]
fn no_attack_passes_and_every_honest_tree_does() {
    let mut all = Vec::new();
    let families = std::fs::read_dir(project().join("tests/attacks/trees")).unwrap();
    let families: BTreeSet<_> = families.map(|entry| entry.unwrap().path()).collect();
    for path in &families {
        let family = path.file_stem().unwrap().to_string_lossy();
        all.extend(trees(&family, &std::fs::read_to_string(path).unwrap()));
    }
    let mut wrong = Vec::new();
    for tree in &all {
        let (answer, said) = judged(tree);
        println!("{:84} {} {answer}", tree.name, tree.policy);
        let right = if tree.answer == "caught" { answer != "pass" } else { answer == tree.answer };
        if !right {
            wrong.push(format!("{}: {} {}, not {answer} {said}", tree.name, tree.policy, tree.answer));
        }
    }
    let honest = all.iter().filter(|tree| tree.answer == "pass").count();
    println!("{} trees, {honest} of them honest; {} wrong", all.len(), wrong.len());
    assert!(all.len() >= TREES, "only {} trees", all.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
