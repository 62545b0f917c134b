//! What of the tree a script, an action or a pipeline runs.

use std::collections::BTreeSet;

use super::super::{shell, wrappers};
use crate::input::tree::{Node, NodeValue};
use crate::source::RepoPath;

/// A path of the tree that something runs.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Used {
    /// The file or folder.
    pub path: RepoPath,
    /// Whether every file below a folder counts; a word of a script such as `test` may be anything.
    pub folder: bool,
}

/// Programs that run what a file of a fixed name says.
const IMPLIED: &[(&str, &[&str])] = &[
    ("make", &["Makefile", "makefile", "GNUmakefile"]),
    ("gmake", &["Makefile", "makefile", "GNUmakefile"]),
    ("just", &["justfile", "Justfile"]),
    ("task", &["Taskfile.yml", "Taskfile.yaml"]),
    ("rake", &["Rakefile"]),
    ("tox", &["tox.ini"]),
    ("nox", &["noxfile.py"]),
    ("pre-commit", &[".pre-commit-config.yaml"]),
    ("npm", &["package.json", ".npmrc"]),
    ("npx", &["package.json", ".npmrc"]),
    ("yarn", &["package.json", ".yarnrc.yml"]),
    ("pnpm", &["package.json", ".npmrc"]),
    ("mvn", &["pom.xml"]),
    ("gradle", &["build.gradle", "build.gradle.kts"]),
    ("cargo", &["Cargo.toml", "build.rs", ".cargo/config.toml", "rust-toolchain.toml"]),
];

/// Commands that change the folder.
const CHANGES_FOLDER: &[&str] = &["cd", "pushd"];

/// The commands of a script, as far as it can be read.
pub(super) fn commands(script: &str) -> Vec<shell::Command> {
    let started = shell::Shell { errexit: true, pipefail: false };
    shell::commands(script, &shell::read(script), shell::Setting::of(started))
}

/// The paths that a script names, and those that its programs read by themselves. `folder` is where it is run; `None`
/// is the top. A script may change the folder in ways that are not followed, so the top counts always.
pub(super) fn by_script(script: &str, folder: Option<&RepoPath>) -> BTreeSet<Used> {
    let mut found = BTreeSet::new();
    let mut here = folder.cloned();
    for command in commands(script) {
        let program = command.argv.first().map(|word| wrappers::base_name(word)).unwrap_or_default();
        if CHANGES_FOLDER.contains(&program) {
            let to = command.argv.get(1).map(String::as_str).unwrap_or_default();
            here = RepoPath::join(here.as_ref(), to).or(here);
            continue;
        }
        let implied =
            IMPLIED.iter().filter(|(name, _)| command.argv.iter().any(|word| wrappers::base_name(word) == *name));
        let names = implied.flat_map(|(_, files)| files.iter().copied());
        for word in command.argv.iter().map(String::as_str).chain(names) {
            let places = [RepoPath::join(here.as_ref(), word), RepoPath::join(folder, word), RepoPath::new(word)];
            let is_folder = word.contains('/');
            found.extend(places.into_iter().flatten().map(|path| Used { path, folder: is_folder }));
        }
    }
    found
}

/// What a pipeline of a vendor whose jobs are not understood may run: the templates and the paths that its texts name.
/// Which job they belong to is not known, so a bare word and what a program reads by itself do not count.
pub(super) fn by_any(root: &Node) -> BTreeSet<Used> {
    let file = |path| Used { path, folder: false };
    match &root.value {
        NodeValue::Scalar(scalar) => {
            let commands = commands(&scalar.text);
            let words = commands.iter().flat_map(|command| &command.argv).filter(|word| word.contains('/'));
            words.filter_map(|word| RepoPath::new(word)).map(file).collect()
        }
        NodeValue::Sequence(elements) => elements.iter().flat_map(by_any).collect(),
        NodeValue::Mapping(entries) => {
            let template = root.get("template").and_then(Node::as_str);
            let template = template.and_then(|path| RepoPath::new(path.trim_start_matches('/')));
            entries.iter().flat_map(|entry| by_any(&entry.value)).chain(template.map(file)).collect()
        }
    }
}
