//! Which parts of a document a policy looks at.

use std::collections::{BTreeMap, BTreeSet};

use super::ALL;
use crate::engine::lint::names::{Names, Target};
use crate::engine::lint::syntax::{Expr, File, Node};
use crate::engine::lint::visit::{self, Visit};

/// The parts that a file reads by itself or through the rules of others that it uses.
pub(super) fn reads(names: &Names<'_>, own: usize) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut done: BTreeSet<(usize, String)> = BTreeSet::new();
    let Some(file) = names.file(own) else { return BTreeSet::from([ALL.to_owned()]) };
    let mut open: Vec<(usize, String)> = file.tree.rules.iter().map(|rule| (own, rule.name.clone())).collect();
    while let Some((at, name)) = open.pop() {
        if !done.insert((at, name.clone())) {
            continue;
        }
        let Some(file) = names.file(at) else { continue };
        // A default is a rule too, and what it reads counts.
        for rule in file.tree.rules.iter().filter(|rule| rule.name == name) {
            let mut reader =
                Reader { names, file: &file.tree, parts: BTreeMap::new(), used: Vec::new(), named: BTreeSet::new() };
            visit::rule(rule, &mut reader);
            found.extend(reader.parts.into_values().map(|path| part(&path)));
            open.extend(reader.used);
        }
    }
    if found.contains(ALL) { BTreeSet::from([ALL.to_owned()]) } else { found }
}

/// The part of the document that a path below `input` lies in.
fn part(path: &[String]) -> String {
    match path {
        [facts, list, ..] if facts == "facts" => format!("{facts}.{list}"),
        [key, ..] => key.clone(),
        [] => ALL.to_owned(),
    }
}

struct Reader<'a, 'n> {
    names: &'n Names<'a>,
    file: &'a File,
    /// The longest path below `input` that begins at an offset.
    parts: BTreeMap<usize, Vec<String>>,
    /// Rules that are used.
    used: Vec<(usize, String)>,
    /// Where a rule or a parameter is named; the shorter paths that begin there are a part of its name.
    named: BTreeSet<usize>,
}

impl<'a> Visit<'a> for Reader<'a, '_> {
    fn expr(&mut self, expr: &'a Expr) {
        // The name of a function is no expression of its own.
        let named = if let Node::Call { function, .. } = &expr.node { function } else { expr };
        let Some(path) = named.path().filter(|_| !self.named.contains(&named.at)) else { return };
        if let Some(below) = below_input(self.file, &path) {
            let longest = self.parts.entry(named.at).or_default();
            if below.len() > longest.len() {
                *longest = below;
            }
            return;
        }
        match self.names.resolve(self.file, &path) {
            Some(Target::Rule { file, name, .. }) => {
                self.used.push((file, name));
                self.named.insert(named.at);
            }
            Some(Target::Parameters { .. }) => drop(self.named.insert(named.at)),
            // A whole package as a value: whatever its rules read.
            Some(Target::Package) => drop(self.parts.insert(named.at, Vec::new())),
            Some(Target::Nothing) | None => {}
        }
    }
}

/// The keys below `input` that a path names, through an import if it is one. Whether a variable hides that import is for
/// the caller to know: a variable of one body says nothing about the next.
pub(super) fn below_input(file: &File, path: &[&str]) -> Option<Vec<String>> {
    let (first, rest) = path.split_first()?;
    let rest = rest.iter().map(|step| (*step).to_owned());
    if *first == "input" {
        return Some(rest.collect());
    }
    let import = file.imports.iter().find(|import| import.alias == **first)?;
    let (root, below) = import.path.split_first()?;
    (root == "input").then(|| below.iter().cloned().chain(rest).collect())
}
