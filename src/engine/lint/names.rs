//! What the names in a file stand for.

use super::Parsed;
use super::syntax::{File, Kind, Rule};

/// The files that are analysed together.
pub(in crate::engine) struct Names<'a> {
    files: Vec<&'a Parsed>,
}

/// What a reference stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::engine) enum Target {
    /// The rule of that name in one of the files, and how many components of the reference name it.
    Rule { file: usize, name: String, used: usize },
    /// A package, or a part of one that leads to packages.
    Package,
    /// The parameters of policies; the number of components before the slug.
    Parameters { used: usize },
    /// Something below `data` that does not exist.
    Nothing,
}

impl<'a> Names<'a> {
    /// Names of these files.
    pub(in crate::engine) const fn new(files: Vec<&'a Parsed>) -> Self {
        Self { files }
    }

    /// How many files there are.
    pub(in crate::engine) fn len(&self) -> usize {
        self.files.len()
    }

    /// The packages of all files.
    pub(in crate::engine) fn packages(&self) -> impl Iterator<Item = &'a [String]> {
        self.files.iter().map(|file| file.tree.package.as_slice())
    }

    /// One of the files.
    pub(in crate::engine) fn file(&self, index: usize) -> Option<&'a Parsed> {
        self.files.get(index).copied()
    }

    /// The rules of that name in one file.
    pub(in crate::engine) fn rules(&self, file: usize, name: &str) -> Vec<&'a Rule> {
        self.file(file).map_or_else(Vec::new, |file| {
            file.tree.rules.iter().filter(|rule| rule.name == name && rule.kind != Kind::Default).collect()
        })
    }

    /// What a path stands for in a file; `None` for a variable, a builtin or `input`.
    pub(in crate::engine) fn resolve(&self, from: &File, path: &[&str]) -> Option<Target> {
        let (first, rest) = path.split_first()?;
        if *first == "data" {
            return Some(self.absolute(rest).longer_by(1));
        }
        if from.rules.iter().any(|rule| rule.name == **first) {
            let own: Vec<&str> = from.package.iter().map(String::as_str).chain(path.iter().copied()).collect();
            return Some(self.absolute(&own).shorter_by(from.package.len()));
        }
        let import = from.imports.iter().find(|import| import.alias == **first)?;
        let (root, below) = import.path.split_first()?;
        if root != "data" {
            return None;
        }
        let full: Vec<&str> = below.iter().map(String::as_str).chain(rest.iter().copied()).collect();
        // One component, the alias, stands for those of the import.
        Some(self.absolute(&full).longer_by(1).shorter_by(below.len()))
    }

    /// What a path below `data` stands for.
    fn absolute(&self, path: &[&str]) -> Target {
        if path.starts_with(&["gate", "parameters"]) {
            return Target::Parameters { used: 2 };
        }
        let mut found = Target::Nothing;
        for (index, file) in self.files.iter().enumerate() {
            let package: Vec<&str> = file.tree.package.iter().map(String::as_str).collect();
            if package.starts_with(path) {
                found = Target::Package;
            }
            let Some(name) = path.strip_prefix(package.as_slice()).and_then(|below| below.first()) else { continue };
            if file.tree.rules.iter().any(|rule| rule.name == **name) {
                let used = package.len().saturating_add(1);
                return Target::Rule { file: index, name: (*name).to_owned(), used };
            }
        }
        found
    }
}

impl Target {
    fn map_used(self, map: impl Fn(usize) -> usize) -> Self {
        match self {
            Self::Rule { file, name, used } => Self::Rule { file, name, used: map(used) },
            Self::Parameters { used } => Self::Parameters { used: map(used) },
            other => other,
        }
    }

    fn longer_by(self, count: usize) -> Self {
        self.map_used(|used| used.saturating_add(count))
    }

    fn shorter_by(self, count: usize) -> Self {
        self.map_used(|used| used.saturating_sub(count))
    }
}
