//! Modules that a file with DAGs imports although the owner has excluded them: Airflow runs them all the same.

use std::collections::BTreeSet;

use ruff_python_ast::visitor::source_order::{SourceOrderVisitor, walk_stmt};
use ruff_python_ast::{ModModule, Stmt};

use crate::source::RepoPath;

/// Collects what is imported, wherever in the file.
struct Imports<'a> {
    /// The file.
    path: &'a RepoPath,
    excluded: &'a BTreeSet<RepoPath>,
    found: BTreeSet<RepoPath>,
}

/// The excluded files that a module imports, seen from each folder around it: any of them may be on Python's path.
pub(super) fn of_excluded(module: &ModModule, path: &RepoPath, excluded: &BTreeSet<RepoPath>) -> BTreeSet<RepoPath> {
    let mut imports = Imports { path, excluded, found: BTreeSet::new() };
    if !excluded.is_empty() {
        module.body.iter().for_each(|statement| imports.visit_stmt(statement));
    }
    imports.found
}

impl Imports<'_> {
    /// A dotted name, from the folder that is `level` dots away or from any folder around the file.
    fn import(&mut self, name: &str, level: usize) {
        let folders = std::iter::successors(Some(self.path.parent()), |folder| folder.as_ref().map(RepoPath::parent));
        let folders: Vec<Option<RepoPath>> = match level.checked_sub(1) {
            Some(up) => folders.skip(up).take(1).collect(),
            None => folders.collect(),
        };
        let below = name.replace('.', "/");
        for folder in folders {
            let folder = folder.map_or_else(String::new, |folder| format!("{folder}/"));
            for end in [".py", "/__init__.py"] {
                let path = RepoPath::new(format!("{folder}{below}{end}").trim_start_matches('/'));
                self.found.extend(path.filter(|path| self.excluded.contains(path)));
            }
        }
    }
}

impl<'a> SourceOrderVisitor<'a> for Imports<'_> {
    fn visit_stmt(&mut self, statement: &'a Stmt) {
        match statement {
            Stmt::Import(import) => import.names.iter().for_each(|alias| self.import(alias.name.as_str(), 0)),
            Stmt::ImportFrom(import) => {
                let level = usize::try_from(import.level).unwrap_or(0);
                let module = import.module.as_ref().map_or("", |module| module.as_str());
                self.import(module, level);
                for alias in &import.names {
                    self.import(format!("{module}.{}", alias.name.as_str()).trim_start_matches('.'), level);
                }
            }
            _ => walk_stmt(self, statement),
        }
    }
}
