//! The trees: the good and bad files of the policies, the examples, the plans of other tests, and those that are written
//! for this one.

use std::collections::BTreeMap;
use std::path::Path;

use gate::source::files::Memory;
use gate::source::{RepoPath, Source};

use crate::support::project;

/// A tree with a name.
pub(crate) struct Tree {
    pub(crate) name: String,
    pub(crate) files: Memory,
}

/// Where the only file of a fixture lies in the repository that it stands for.
const MOUNTS: [(&str, &str, &str); 6] = [
    ("pipeline", ".gitlab-ci.yml", ".gitlab-ci.yml"),
    ("pipeline", ".action.yml", "action.yml"),
    ("pipeline", ".yml", ".github/workflows/x.yml"),
    ("airflow", ".py", "dags/x.py"),
    ("forge", ".ruleset.json", ".github/rulesets/x.json"),
    ("forge", ".json", ".forge/snapshot.json"),
];

/// All of them.
pub(crate) fn all() -> Vec<Tree> {
    let mut trees = fixtures();
    for folder in ["examples/payments", "examples/payments-fixed"] {
        trees.push(of_folder(folder, &project().join(folder)));
    }
    for group in ["tests/fixtures/terraform", "tests/fixtures/stale"] {
        for entry in sorted(&project().join(group)).into_iter().filter(|path| path.is_dir()) {
            let name = format!("{group}/{}", entry.file_name().unwrap().to_string_lossy());
            trees.push(of_folder(&name, &entry));
        }
    }
    trees.extend(written());
    trees
}

/// Those that are written for this test: one text file each, in which `-- path --` begins a file.
pub(crate) fn written() -> Vec<Tree> {
    let folder = project().join("tests/whole/trees");
    sorted(&folder)
        .iter()
        .map(|path| {
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            Tree { name, files: unpack(&std::fs::read_to_string(path).unwrap()) }
        })
        .collect()
}

/// The files of one text.
pub(crate) fn unpack(text: &str) -> Memory {
    let mut files: Vec<(String, String)> = Vec::new();
    for line in text.lines() {
        let begins = line.strip_prefix("-- ").and_then(|rest| rest.strip_suffix(" --"));
        match (begins, files.last_mut()) {
            (Some(path), _) => files.push((path.to_owned(), String::new())),
            (None, Some((_, file))) => *file = format!("{file}{line}\n"),
            // What stands before the first file says what the tree is about.
            (None, None) => {}
        }
    }
    memory(files)
}

fn memory(files: impl IntoIterator<Item = (String, String)>) -> Memory {
    Memory::new(files.into_iter().map(|(path, text)| Source::from_text(RepoPath::new(&path).unwrap(), &text)))
}

fn of_folder(name: &str, folder: &Path) -> Tree {
    let files = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().map(Result::unwrap);
    let files = files.filter(|entry| entry.file_type().is_file() && !ends(entry.path(), ".expect"));
    let files = files.map(|entry| {
        let path = entry.path().strip_prefix(folder).unwrap().to_string_lossy().into_owned();
        (path, std::fs::read_to_string(entry.path()).unwrap())
    });
    Tree { name: name.to_owned(), files: memory(files) }
}

/// The good and bad files of the policies.
fn fixtures() -> Vec<Tree> {
    let mut trees = Vec::new();
    let policies = walkdir::WalkDir::new(project().join("policies")).min_depth(3).max_depth(3).sort_by_file_name();
    for side in policies.into_iter().map(Result::unwrap) {
        if !matches!(side.file_name().to_str(), Some("good" | "bad")) {
            continue;
        }
        let kind = side.path().ancestors().nth(2).unwrap().file_name().unwrap().to_string_lossy().into_owned();
        for entry in sorted(side.path()).into_iter().filter(|path| !ends(path, ".expect")) {
            let name = entry.strip_prefix(project()).unwrap().to_string_lossy().into_owned();
            if entry.is_dir() {
                trees.push(of_folder(&name, &entry));
                continue;
            }
            let (.., path) = MOUNTS.iter().find(|(of, end, _)| *of == kind && ends(&entry, end)).unwrap();
            let files = BTreeMap::from([((*path).to_owned(), std::fs::read_to_string(&entry).unwrap())]);
            trees.push(Tree { name, files: memory(files) });
        }
    }
    trees
}

fn sorted(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut entries: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    entries
}

fn ends(path: &Path, end: &str) -> bool {
    path.to_string_lossy().ends_with(end)
}
