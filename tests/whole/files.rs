//! Every file that a document needs is taken away in turn.

use std::collections::BTreeSet;

use gate::input::terraform::is_code;
use gate::limits::LIMITS;
use gate::source::{Files as _, RepoPath};

use crate::altered::{Altered, Change};
use crate::reading::{self, Reading, Said, Sort};
use crate::trees::{self, Tree};

/// What takes a file out of the tree.
const GONE: [Change; 3] = [Change::Removed, Change::LinkedOut, Change::Folder];

/// What changes the content of a file alone.
const READ: [Change; 5] = [Change::Empty, Change::OfAnotherKind, Change::NotText, Change::TooLarge, Change::Refused];

/// What puts another text into a file.
const TEXT: [Change; 2] = [Change::Empty, Change::OfAnotherKind];

/// What makes of a file one that names no target.
const UNMADE: [Change; 4] = [Change::Removed, Change::Folder, Change::Empty, Change::OfAnotherKind];

/// Changes after which nothing is lost, or nothing that gate ever reads: trees and files by the ends of their names, with
/// the reason.
const HARMLESS: [(&str, &str, &[Change], &str); 32] = [
    ("", ".sql", &TEXT, "any text may stand in the file of a statement"),
    ("", ".sh", &TEXT, "any text may stand in a script"),
    ("", ".sh", &[Change::Removed, Change::Folder], "a run may make a script that is not there"),
    ("", "Makefile", &UNMADE, "a run may make what is not there, and of other text make makes nothing"),
    ("", ".mk", &UNMADE, "a run may make what is not there, and of other text make makes nothing"),
    ("", "/package.json", &UNMADE, "a run may make what is not there, and no other file is the package of a name"),
    ("scripts", "package.json", &[Change::Removed, Change::Folder], "a run may make what is not there"),
    ("", "Dockerfile", &READ, "gate knows whether a program is there and reads none"),
    ("", ".js", &READ, "gate knows whether a program is there and reads none"),
    ("", "image/action.yml", &[Change::Removed, Change::Folder], "a Dockerfile makes the folder an action"),
    ("included", ".gitlab-ci.yml", &GONE, "what it included is judged alone then"),
    ("", "actions.lock", &[Change::Removed], "without the file, nothing is locked"),
    (
        "",
        "CODEOWNERS",
        &[Change::Removed, Change::Folder, Change::Empty, Change::OfAnotherKind],
        "any text names owners or none",
    ),
    (
        "stale/json",
        "versions.tf",
        &[Change::Empty, Change::Removed, Change::LinkedOut, Change::Folder],
        "what a plan has of a provider need not stand in the code",
    ),
    ("", ".tftpl", &TEXT, "any text may stand in a template, and of one with parts that come later nobody knows it"),
    ("retention-weakened/good/retired", "main.tf", &[Change::Empty], "what a plan deletes is in no code"),
    ("", "main.tf", &GONE, "a plan without any code is judged alone"),
    ("", "cdk.tf.json", &GONE, "a plan without any code is judged alone"),
    ("dags", "settings.py", &GONE, "a name that nothing uses may come from any package"),
    ("settings", "rates.sql", &GONE, "a folder of tasks has those that lie in it"),
    ("settings_in_the_tree", "s.yml", &GONE, "a folder of tasks has those that lie in it"),
    ("settings_in_the_tree", "balances.sql", &GONE, "a project of dbt has the models that lie in it"),
    ("settings_in_the_tree", "dbt_project.yml", &Change::ALL, "it is said of the DAG that is made of the project"),
    ("", "mcp.json", &GONE, "an agent needs no servers"),
    ("", ".gemini/settings.json", &GONE, "an agent needs no servers"),
    ("good/claude", ".cursor/mcp.json", &READ, "no Cursor runs there"),
    ("good/nobody", "mcp.json", &READ, "no agent runs there"),
    ("", "mcp.json", &[Change::NotText], "it is said of the agent that looks for it"),
    ("", ".gemini/settings.json", &[Change::NotText], "it is said of the agent that looks for it"),
    ("bad/gemini", ".gemini/settings.json", &TEXT, "it could not be read before"),
    ("", ".tfvars.json", &Change::ALL, "only what is hidden in reports comes from there"),
    ("", ".tfvars", &Change::ALL, "only what is hidden in reports comes from there"),
];

#[test]
fn what_is_lost_with_a_file_is_said_where_the_file_is_named() {
    let (mut tried, mut wrong, mut used) = (0, Vec::new(), BTreeSet::new());
    for tree in trees::all() {
        let before = reading::read(&Altered::not(&tree.files), &LIMITS);
        for needed in needed(&tree, &before) {
            for change in Change::ALL {
                tried += 1;
                let after = reading::read(&Altered::by(&tree.files, &needed, change), &LIMITS);
                let Some(why) = fault(&tree, &needed, &before, &after) else { continue };
                match harmless(&tree, &needed, change) {
                    Some(row) => {
                        used.insert(row);
                    }
                    None => wrong.push(format!("{} without {needed} ({change:?}): {why}", tree.name)),
                }
            }
        }
    }
    println!("{tried} changes of files, {} wrong", wrong.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(tried > 500, "{tried}");
    let idle: Vec<_> = HARMLESS.iter().enumerate().filter(|(row, _)| !used.contains(row)).collect();
    assert!(idle.is_empty(), "rows that nothing needs: {idle:?}");
}

/// The row that says that nothing is lost.
fn harmless(tree: &Tree, needed: &RepoPath, change: Change) -> Option<usize> {
    HARMLESS.iter().position(|(of, file, changes, _)| {
        tree.name.ends_with(of) && needed.as_str().ends_with(file) && changes.contains(&change)
    })
}

/// The files of a tree that some document asks for besides its own. One that may be called asks every workflow and action
/// whether it calls; that one is needed where it is called itself.
fn needed(tree: &Tree, reading: &Reading) -> BTreeSet<RepoPath> {
    let mut needed = BTreeSet::new();
    for (document, asked) in &reading.asked {
        let text = tree.files.read(document, u64::MAX).map(|source| source.text().to_owned()).unwrap_or_default();
        let is_called = |path: &RepoPath| match path.file_name() {
            "action.yml" | "action.yaml" => path.parent().is_some_and(|folder| text.contains(folder.as_str())),
            _ => text.contains(path.as_str()),
        };
        let may_call = |path: &RepoPath| {
            let is_yaml = matches!(path.file_name().rsplit('.').next(), Some("yml" | "yaml"));
            path.as_str().starts_with(".github/workflows/") && is_yaml
                || matches!(path.file_name(), "action.yml" | "action.yaml")
        };
        let is_needed = |path: &&RepoPath| tree.files.contains(path) && (!may_call(path) || is_called(path));
        needed.extend(asked.iter().filter(is_needed).cloned());
    }
    needed
}

/// What is wrong with a reading after a change: a violation is gone and nothing keeps the run from passing, or nobody
/// says what was lost where it is named.
fn fault(tree: &Tree, needed: &RepoPath, before: &Reading, after: &Reading) -> Option<String> {
    let new: Vec<&Said> = after.said.difference(&before.said).filter(|said| said.is_loss()).collect();
    let is_still_found = |gone: &Said| {
        let same_place = |said: &Said| said.path == gone.path && said.line == gone.line;
        after.said.iter().any(|said| said.what == gone.what && (said.message == gone.message || same_place(said)))
    };
    let gone = before.said.iter().find(|said| said.sort == Sort::Violation && !is_still_found(said));
    if let Some(gone) = gone.filter(|_| !new.iter().any(|said| said.decides())) {
        return Some(format!("nothing decides, and gone is {gone:?}"));
    }
    if new.iter().any(|said| is_at(tree, needed, said)) {
        return None;
    }
    let elsewhere = new.first().map(|said| format!("said elsewhere: {said:?}"));
    Some(elsewhere.unwrap_or_else(|| "nothing is said".to_owned()))
}

/// Whether something stands where a file is named, or in the file itself.
fn is_at(tree: &Tree, needed: &RepoPath, said: &Said) -> bool {
    let Some(path) = RepoPath::new(&said.path) else { return false };
    // Nothing names the files of a module of Terraform: they are all that lie in its folder.
    if path == *needed || (is_code(needed) && is_code(&path) && path.parent() == needed.parent()) {
        return true;
    }
    let Ok(source) = tree.files.read(&path, u64::MAX) else { return false };
    let Some(line) = said.line.checked_sub(1).and_then(|line| usize::try_from(line).ok()) else { return false };
    source.text().lines().nth(line).is_some_and(|line| names(line, needed))
}

/// Programs that read a file of a name by themselves.
const PROGRAMS: [(&str, &[&str]); 2] = [("Makefile", &["make"]), ("package.json", &["npm", "pnpm", "yarn"])];

/// Whether a line names a file: by its name, by its name without the ending, or by its folder.
fn names(line: &str, path: &RepoPath) -> bool {
    let name = path.file_name();
    let stem = name.split('.').next().filter(|stem| !stem.is_empty()).unwrap_or(name);
    let folder = path.parent().map(|folder| folder.file_name().to_owned());
    let program = PROGRAMS.iter().find(|(file, _)| *file == name).map(|(_, programs)| *programs);
    if program.is_some_and(|programs| programs.iter().any(|program| line.contains(program))) {
        return true;
    }
    line.contains(stem) || folder.map_or_else(|| line.contains("./"), |folder| line.contains(&folder))
}
