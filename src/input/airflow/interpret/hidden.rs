//! Calls that may make DAGs or tasks where nobody can look: code that is not in the tree.

use super::super::arena::Id;
use super::super::build::names;
use super::super::graph::{Dag, last_segment, tasks_in};
use super::super::knowledge::packages;
use super::super::text::Text;
use super::super::value::{Args, ENVIRONMENT, VARIABLE, Value};
use super::Interpreter;
use super::branches::same;
use crate::source::Span;

/// Functions that Python has built in and that make nothing by themselves.
const BUILT_IN: &[&str] = &[
    "abs",
    "all",
    "any",
    "bool",
    "bytes",
    "bytearray",
    "callable",
    "chr",
    "complex",
    "dict",
    "dir",
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
    "memoryview",
    "min",
    "next",
    "object",
    "oct",
    "open",
    "ord",
    "pow",
    "print",
    "property",
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
    "staticmethod",
    "classmethod",
    "tuple",
    "type",
    "vars",
    "zip",
];

/// Functions and constants that Python has built in besides.
const OTHER_BUILT_IN: &[&str] = &[
    "Ellipsis",
    "NotImplemented",
    "aiter",
    "anext",
    "ascii",
    "breakpoint",
    "compile",
    "delattr",
    "eval",
    "exec",
    "exit",
    "help",
    "input",
    "quit",
    "setattr",
];

/// Methods that texts have and nothing else that one would meet.
const OF_TEXTS: &[&str] = &[
    "capitalize",
    "casefold",
    "decode",
    "encode",
    "endswith",
    "format",
    "isalnum",
    "isalpha",
    "isdigit",
    "isnumeric",
    "isspace",
    "lower",
    "lstrip",
    "partition",
    "removeprefix",
    "removesuffix",
    "replace",
    "rpartition",
    "rsplit",
    "rstrip",
    "split",
    "splitlines",
    "startswith",
    "strip",
    "swapcase",
    "title",
    "upper",
    "zfill",
];

/// Methods of dicts, lists and sets that look at them or change them.
const OF_CONTAINERS: &[&str] = &[
    "add",
    "append",
    "clear",
    "copy",
    "count",
    "discard",
    "extend",
    "get",
    "index",
    "insert",
    "items",
    "keys",
    "pop",
    "popitem",
    "remove",
    "setdefault",
    "sort",
    "update",
    "values",
];

/// Words in the names of arguments that only DAGs have.
const OF_DAGS: &[&str] =
    &["dag_id", "schedule", "schedule_interval", "default_args", "catchup", "globals_dict", "dag_args"];

impl<'a> Interpreter<'a> {
    /// Notes that a call of code that is not in the tree may make DAGs, or tasks of a DAG that it is given or runs in.
    pub(super) fn note_hidden(&mut self, callee: &str, args: &Args<'a>, at: Span) {
        // What a deployment sets is a value, and no code.
        let is_set = [ENVIRONMENT, VARIABLE].iter().any(|set| callee.starts_with(set));
        if !self.importing() || is_set || is_harmless(callee) {
            return;
        }
        let why = format!("calls `{callee}`, whose code is not in the tree");
        let mut dags: Vec<Id<Dag<'a>>> = self.current_dag().into_iter().collect();
        let mut all = false;
        for item in args.items() {
            match &item.value {
                Value::Dag(id) => dags.push(*id),
                Value::Package(_) => all = true,
                Value::Either(values) => {
                    dags.extend(
                        values.iter().filter_map(|value| if let Value::Dag(id) = value { Some(*id) } else { None }),
                    );
                }
                value => {
                    let tasks = tasks_in(&self.heap, value);
                    dags.extend(tasks.iter().filter_map(|task| self.heap.tasks.get(*task).dag));
                }
            }
        }
        for dag in dags {
            self.lose(dag, at, &why);
        }
        if all {
            self.lose_all(at, &why);
        }
        self.hide_dags(at, &why, makes_dags(callee, args));
    }

    /// Whether a value that a run of Python would have may be a DAG or group that gate cannot follow.
    pub(crate) fn may_be_a_dag(&self, value: &Value<'a>) -> bool {
        match value {
            Value::Unknown(what) => !is_harmless(what) && !what.starts_with(ENVIRONMENT),
            Value::Symbol(name) => !is_harmless(name),
            Value::Object(id) => {
                let object = self.heap.objects.get(*id);
                object.class.is_none() && !is_harmless(&object.callee)
            }
            Value::Either(values) => {
                values.iter().any(|value| matches!(value, Value::Dag(_)) || self.may_be_a_dag(value))
            }
            _ => false,
        }
    }

    /// The DAG that stands for a value that is made where gate cannot follow it.
    pub(crate) fn dag_of_unknown(&mut self, value: &Value<'a>, at: Span) -> Id<Dag<'a>> {
        if let Some((_, known)) = self.unknown_dags.iter().find(|(other, _)| same(other, value)) {
            return *known;
        }
        let mut args = match value {
            Value::Object(id) => self.heap.objects.get(*id).args.clone(),
            _ => Args::default(),
        };
        args.open = true;
        let named = args.get("dag_id", 0).filter(|item| matches!(item.value, Value::Text(_)));
        let id = named.map_or_else(|| Text::hole("dag_id"), |item| self.as_text(&item.value));
        let id_span = named.map_or(at, |item| item.span);
        let dag = self.add_dag(id, "DAG", &args, (at, id_span));
        self.unknown_dags.push((value.clone(), dag));
        self.lose(dag, at, "makes the DAG where gate cannot follow it");
        dag
    }
}

/// Whether a call of code that is not in the tree is one that makes DAGs, by what it is called and given.
fn makes_dags(callee: &str, args: &Args<'_>) -> bool {
    last_segment(callee).to_ascii_lowercase().contains("dag")
        || args.named.iter().any(|(name, _)| OF_DAGS.contains(&&**name))
}

/// Whether a callee makes no DAG and no task.
pub(super) fn is_harmless(callee: &str) -> bool {
    let name = callee.trim_start_matches("one of ").trim_start_matches("result of ");
    let package = name.split(['.', '(', '[']).next().unwrap_or(name);
    packages::is_harmless(package) || BUILT_IN.contains(&package) || names::is_airflow(name) || is_exception(name)
}

/// Whether a name is one that Python has built in.
pub(super) fn is_built_in(name: &str) -> bool {
    let is_one = BUILT_IN.contains(&name) || OTHER_BUILT_IN.contains(&name);
    is_one || is_exception(name) || name.starts_with("__")
}

/// Whether a callee is a method that texts have.
pub(super) fn is_of_texts(callee: &str) -> bool {
    callee.rsplit_once('.').is_some_and(|(_, method)| OF_TEXTS.contains(&method))
}

/// Whether a callee is a method that dicts and lists have.
pub(super) fn is_of_containers(callee: &str) -> bool {
    callee.rsplit_once('.').is_some_and(|(_, method)| OF_CONTAINERS.contains(&method))
}

fn is_exception(callee: &str) -> bool {
    ["Error", "Exception", "Warning"].iter().any(|end| last_segment(callee).ends_with(end))
}
