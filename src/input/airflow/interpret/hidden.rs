//! Calls that may make tasks where nobody can look: code that is not in the file, given a DAG or run while one is built.

use super::super::arena::Id;
use super::super::graph::{Dag, last_segment};
use super::super::value::{Args, Value};
use super::Interpreter;
use crate::source::Span;

/// Packages that make no task but those that are followed: Airflow's own, and what comes with Python.
const PACKAGES: &[&str] = &[
    "airflow",
    "base64",
    "calendar",
    "collections",
    "configparser",
    "contextlib",
    "copy",
    "csv",
    "dataclasses",
    "datetime",
    "dateutil",
    "decimal",
    "enum",
    "functools",
    "glob",
    "hashlib",
    "inspect",
    "io",
    "itertools",
    "json",
    "logging",
    "math",
    "operator",
    "os",
    "pathlib",
    "pendulum",
    "posixpath",
    "pprint",
    "random",
    "re",
    "shlex",
    "shutil",
    "string",
    "subprocess",
    "sys",
    "tempfile",
    "textwrap",
    "time",
    "typing",
    "urllib",
    "uuid",
    "warnings",
    "yaml",
    "zoneinfo",
];

/// Functions that Python has built in.
const BUILT_IN: &[&str] = &[
    "abs",
    "all",
    "any",
    "bool",
    "bytes",
    "callable",
    "chr",
    "dict",
    "divmod",
    "enumerate",
    "filter",
    "float",
    "format",
    "frozenset",
    "getattr",
    "globals",
    "hasattr",
    "hash",
    "hex",
    "id",
    "int",
    "isinstance",
    "issubclass",
    "iter",
    "len",
    "list",
    "locals",
    "map",
    "max",
    "min",
    "next",
    "object",
    "open",
    "ord",
    "pow",
    "print",
    "range",
    "repr",
    "reversed",
    "round",
    "set",
    "slice",
    "sorted",
    "str",
    "sum",
    "super",
    "tuple",
    "type",
    "vars",
    "zip",
];

impl<'a> Interpreter<'a> {
    /// Notes that a call of code that is not in the file may make tasks of a DAG.
    pub(super) fn note_hidden(&mut self, callee: &str, args: &Args<'a>, at: Span) {
        if !self.importing() || is_harmless(callee) {
            return;
        }
        let given = args.items().filter_map(|item| if let Value::Dag(id) = item.value { Some(id) } else { None });
        let dags: Vec<Id<Dag<'a>>> = given.chain(self.current_dag()).collect();
        for dag in dags {
            self.lose(dag, at, &format!("calls `{callee}`, whose code is not in the tree"));
        }
    }
}

/// Whether a callee makes no task.
fn is_harmless(callee: &str) -> bool {
    match callee.split_once('.') {
        Some((package, _)) => PACKAGES.contains(&package) || is_exception(callee),
        None => BUILT_IN.contains(&callee) || is_exception(callee),
    }
}

/// Whether a module comes with Python.
pub(super) fn is_standard(module: &str) -> bool {
    PACKAGES.contains(&module) && !matches!(module, "airflow" | "dateutil" | "pendulum" | "yaml")
}

fn is_exception(callee: &str) -> bool {
    ["Error", "Exception", "Warning"].iter().any(|end| last_segment(callee).ends_with(end))
}
