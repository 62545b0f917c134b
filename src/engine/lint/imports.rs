//! Imports and references of things that are not there. Without this they would be undefined, and the rule that asks for
//! them could never find anything.

use std::collections::BTreeSet;

use super::names::{Names, Target};
use super::syntax::{Expr, Import};
use super::visit::{self, Visit};
use super::{Lint, Parsed, nearest};

/// What to do where data is asked for that nobody loads.
const INSTEAD: &str =
    "files of data beside a policy are not loaded: write it as a rule, or declare it under `parameters`";

/// Checks what a file imports, and what it names below `data`.
pub(super) fn imports(names: &Names<'_>, file: &Parsed, lints: &mut Vec<Lint>) {
    for import in &file.tree.imports {
        if let Some((what, instead)) = fault(names, file, import) {
            lints.push(file.report(import.at, &what, &instead));
        }
    }
    let mut references = References { names, file, seen: BTreeSet::new(), lints };
    file.tree.rules.iter().for_each(|rule| visit::rule(rule, &mut references));
}

fn fault(names: &Names<'_>, file: &Parsed, import: &Import) -> Option<(String, String)> {
    let path: Vec<&str> = import.path.iter().map(String::as_str).collect();
    match path.split_first()? {
        (&"data", []) => Some(("this imports all data".to_owned(), "import what is needed of it".to_owned())),
        (&"data", _) => missing(names, file, &path),
        // What it names below the input is checked with the schema, in `Flow`.
        (&"input", _) | (&"rego", ["v1"]) | (&"future", ["keywords", ..]) => None,
        _ => Some((
            format!("there is nothing to import as `{}`", path.join(".")),
            "import below `data` or `input`".to_owned(),
        )),
    }
}

/// Why a path below `data` stands for nothing.
fn missing(names: &Names<'_>, file: &Parsed, path: &[&str]) -> Option<(String, String)> {
    if names.resolve(&file.tree, path)? != Target::Nothing {
        return None;
    }
    let wanted = path.join(".");
    let packages: Vec<String> = names.packages().map(|package| format!("data.{}", package.join("."))).collect();
    let near = (2..=path.len()).find_map(|length| {
        let start = path.get(..length)?.join(".");
        nearest(&start, packages.iter().map(String::as_str)).filter(|near| *near != start)
    });
    let instead = near.map_or_else(|| INSTEAD.to_owned(), |near| format!("did you mean `{near}`?"));
    Some((format!("there is no `{wanted}`"), instead))
}

/// References of a file to what is below `data`.
struct References<'a, 'l> {
    names: &'a Names<'a>,
    file: &'a Parsed,
    /// Places that were looked at: a reference holds shorter ones.
    seen: BTreeSet<usize>,
    lints: &'l mut Vec<Lint>,
}

impl<'a> Visit<'a> for References<'a, '_> {
    fn expr(&mut self, expr: &'a Expr) {
        let Some(path) = expr.path().filter(|path| path.len() > 1) else { return };
        let is_data = path.first().is_some_and(|root| {
            *root == "data"
                || self
                    .file
                    .tree
                    .imports
                    .iter()
                    .any(|import| import.alias == *root && import.path.first().is_some_and(|first| first == "data"))
        });
        if is_data
            && self.seen.insert(expr.at)
            && let Some((what, instead)) = missing(self.names, self.file, &path)
        {
            self.lints.push(self.file.report(expr.at, &what, &instead));
        }
    }
}
