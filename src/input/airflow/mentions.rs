//! Which Python files are DAG files.

use ruff_python_ast::visitor::source_order::{SourceOrderVisitor, walk_stmt};
use ruff_python_ast::{ModModule, Stmt};

use super::knowledge::builders;
use super::python;
use crate::limits::LIMITS;

/// Whether a file is one by Airflow's own rule, that both words occur in any case, or names DAGs and imports a package that
/// builds them: such a file need not say where they go.
pub(super) fn dags(text: &str) -> bool {
    let contains =
        |word: &str| text.as_bytes().windows(word.len()).any(|window| window.eq_ignore_ascii_case(word.as_bytes()));
    contains("dag") && (contains("airflow") || imports_a_builder(text))
}

/// Whether the code imports a package that builds DAGs. Code that cannot be parsed may.
fn imports_a_builder(text: &str) -> bool {
    if !builders::packages().any(|package| text.contains(package)) {
        return false;
    }
    match python::parse_text(text, &LIMITS) {
        Ok(parsed) => imports(parsed.syntax()),
        Err(_) => true,
    }
}

fn imports(module: &ModModule) -> bool {
    let mut imports = Imports { found: false };
    module.body.iter().for_each(|statement| imports.visit_stmt(statement));
    imports.found
}

/// Looks for an import, wherever in the file.
struct Imports {
    found: bool,
}

impl<'a> SourceOrderVisitor<'a> for Imports {
    fn visit_stmt(&mut self, statement: &'a Stmt) {
        let is_builder = |name: &str| builders::is_package(name.split('.').next().unwrap_or(name));
        match statement {
            Stmt::Import(import) => self.found |= import.names.iter().any(|alias| is_builder(alias.name.as_str())),
            Stmt::ImportFrom(import) => {
                let module = import.module.as_ref().map_or("", |module| module.as_str());
                self.found |= import.level == 0 && is_builder(module);
            }
            _ => walk_stmt(self, statement),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::dags;

    #[test]
    fn a_file_that_imports_a_builder_of_dags_is_a_dag_file_without_a_word_of_airflow() {
        for (text, expected) in [
            ("from airflow import DAG", true),
            ("from cosmos import DbtDag", true),
            ("import gusty\nx = gusty.create_dag('x')", true),
            ("def f():\n    from dagfactory import load_yaml_dags", true),
            ("from cosmos import DbtTaskGroup", false),
            ("dag = 'cosmos'", false),
            ("from .cosmos import dag", false),
            ("from cosmosis import Dag", false),
            ("dag = 1", false),
        ] {
            assert_eq!(dags(text), expected, "{text}");
        }
    }
}
