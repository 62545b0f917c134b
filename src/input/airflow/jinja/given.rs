//! Macros and filters that a DAG gives to its templates.

use std::collections::BTreeMap;
use std::rc::Rc;

use ruff_python_ast::AnyNodeRef;

use super::super::graph::look_up;
use super::super::python::children;
use super::super::value::{Code, Function, Heap, Value as Python};
use super::holes::{self, Hole};
use super::objects::Thing;
use super::value::{Origin, Origins, Value};

/// Functions that call each other; deeper ones are not followed.
const DEPTH: usize = 6;

/// Names within one function that are looked at.
const NAMES: usize = 2_000;

/// Why nothing is known of a macro or filter.
const NOT_FOLLOWED: &str = "a macro or filter of the DAG cannot be followed";

/// Why nothing is known of one that takes what it wants.
const READS_CONTEXT: &str = "a macro or filter of the DAG reads the context of the run itself";

/// Packages whose functions work on what they are given and on nothing of the run.
const PACKAGES: &[&str] = &[
    "base64",
    "calendar",
    "collections",
    "copy",
    "dateutil",
    "datetime",
    "decimal",
    "enum",
    "functools",
    "hashlib",
    "hmac",
    "html",
    "itertools",
    "json",
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
    "statistics",
    "string",
    "textwrap",
    "time",
    "typing",
    "unicodedata",
    "urllib",
    "uuid",
    "zoneinfo",
];

/// Modules of Airflow that are so, too.
const OF_AIRFLOW: &[&str] =
    &["airflow.macros", "airflow.utils.dates", "airflow.utils.timezone", "airflow.sdk.timezone"];

/// Functions that Python has built in and that reach nothing but what they are given.
const BUILT_IN: &[&str] = &[
    "abs",
    "all",
    "any",
    "bool",
    "bytes",
    "chr",
    "dict",
    "divmod",
    "enumerate",
    "filter",
    "float",
    "format",
    "frozenset",
    "getattr",
    "hasattr",
    "hex",
    "int",
    "isinstance",
    "iter",
    "len",
    "list",
    "map",
    "max",
    "min",
    "next",
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
    "tuple",
    "type",
    "zip",
    "Exception",
    "IndexError",
    "KeyError",
    "TypeError",
    "ValueError",
];

/// Classes of Airflow of which the deployment decides what they give.
const OF_DEPLOYMENT: &[&str] = &["BaseHook", "Connection", "Variable"];

/// What a DAG gives under names of its own.
#[derive(Debug, Default)]
pub(crate) struct Globals {
    names: BTreeMap<Rc<str>, Value>,
    /// Whether there may be others.
    is_open: bool,
    /// Whether others may take the place of Jinja's own.
    may_replace: bool,
}

impl Globals {
    /// The entries of `user_defined_macros` or `user_defined_filters`; `others` when the DAG has arguments that are not
    /// known, among which those may be.
    pub(crate) fn of<'a>(heap: &Heap<'a>, given: Option<&Python<'a>>, others: bool) -> Self {
        match given {
            None | Some(Python::None) => Self { is_open: others, ..Self::default() },
            Some(Python::Dict(id)) => {
                let dict = heap.dicts.get(*id);
                let names = dict.entries.iter().map(|(name, item)| (Rc::clone(name), value(heap, &item.value, DEPTH)));
                Self { names: names.collect(), is_open: dict.open, may_replace: dict.open }
            }
            Some(_) => Self { names: BTreeMap::new(), is_open: true, may_replace: true },
        }
    }

    /// Whether a name is among them.
    pub(super) fn has(&self, name: &str) -> bool {
        self.names.contains_key(name)
    }

    /// What stands under a name.
    pub(super) fn value(&self, name: &str) -> Value {
        self.names.get(name).cloned().unwrap_or_else(|| Value::from(self.why_open()))
    }

    /// What follows for a name of Jinja's own.
    pub(super) fn of_own(&self) -> Origins {
        if self.may_replace { self.why_open() } else { Origins::new() }
    }

    /// What follows for a name that is not among them.
    fn why_open(&self) -> Origins {
        if self.is_open { [Origin::Unknown(Rc::from(NOT_FOLLOWED))].into() } else { Origins::new() }
    }
}

/// What a value of Python is to a template.
fn value<'a>(heap: &Heap<'a>, given: &Python<'a>, depth: usize) -> Value {
    let Some(depth) = depth.checked_sub(1) else { return Value::unknown(NOT_FOLLOWED) };
    match given {
        Python::None | Python::Bool(_) | Python::Int(_) | Python::Float(_) | Python::Dag(_) | Python::Group(_) => {
            Value::default()
        }
        Python::Text(text) => match text.as_known() {
            Some(known) => Value::constant(known),
            None => Value::from(
                super::flat::Flat::of(text)
                    .holes(0, usize::MAX)
                    .iter()
                    .filter_map(|hole| holes::origin(hole))
                    .collect(),
            ),
        },
        Python::List(id) if !heap.lists.get(*id).open => {
            Value::list(heap.lists.get(*id).items.iter().map(|item| value(heap, &item.value, depth)))
        }
        Python::Dict(id) if !heap.dicts.get(*id).open => {
            let entries = heap.dicts.get(*id).entries.iter();
            let fields = entries.map(|(name, item)| (Rc::clone(name), value(heap, &item.value, depth))).collect();
            Value::dict(fields, None, Origins::new())
        }
        Python::Symbol(name) => of_symbol(name),
        Python::Function(id) => of_function(heap, heap.functions.get(*id), depth),
        Python::Object(id) => match holes::of(&heap.objects.get(*id).callee) {
            Hole::Anything => Value::unknown(NOT_FOLLOWED),
            _ => Value::default(),
        },
        Python::Either(values) => Value::one_of(values.iter().map(|one| value(heap, one, depth))),
        Python::Unknown(what) => match holes::of(what) {
            Hole::Anything => Value::unknown(NOT_FOLLOWED),
            _ => Value::default(),
        },
        _ => Value::unknown(NOT_FOLLOWED),
    }
}

/// Something that is imported or built in.
fn of_symbol(name: &str) -> Value {
    let package = name.split('.').next().unwrap_or(name);
    let is_of_airflow = OF_AIRFLOW.iter().any(|module| name.starts_with(module));
    if name.ends_with("get_current_context") {
        return Value::unknown(READS_CONTEXT);
    }
    let is_of_deployment = package == "airflow" && name.split('.').any(|part| OF_DEPLOYMENT.contains(&part));
    if is_of_deployment || holes::of(name) == Hole::Deployment {
        return Value::default();
    }
    if is_of_airflow || PACKAGES.contains(&package) || BUILT_IN.contains(&name) {
        return Value::thing(Thing::Module);
    }
    Value::unknown(NOT_FOLLOWED)
}

/// A function of the file: it hands on what it is given when its code uses nothing else that could bring in more.
fn of_function<'a>(heap: &Heap<'a>, function: &Function<'a>, depth: usize) -> Value {
    let (body, decorated): (Vec<AnyNodeRef<'a>>, bool) = match function.code {
        Code::Lambda(lambda) => (vec![AnyNodeRef::from(&*lambda.body)], false),
        Code::Def(def) => (def.body.iter().map(AnyNodeRef::from).collect(), !def.decorator_list.is_empty()),
    };
    // A decorator such as `pass_context` hands in the context of the template.
    if decorated {
        return Value::unknown(READS_CONTEXT);
    }
    let mut own = parameters(function.code);
    let mut used: Vec<&'a str> = Vec::new();
    let (mut waiting, mut seen) = (body, 0);
    waiting.extend(defaults(function.code));
    while let Some(node) = waiting.pop() {
        seen += 1;
        if seen > NAMES {
            return Value::unknown(NOT_FOLLOWED);
        }
        match node {
            AnyNodeRef::ExprName(name) if name.ctx.is_load() => used.push(name.id.as_str()),
            AnyNodeRef::ExprName(name) => own.push(name.id.as_str()),
            AnyNodeRef::Parameter(parameter) => own.push(parameter.name.as_str()),
            // What these bring in is looked at nowhere else.
            AnyNodeRef::StmtImport(_)
            | AnyNodeRef::StmtImportFrom(_)
            | AnyNodeRef::StmtFunctionDef(_)
            | AnyNodeRef::StmtClassDef(_)
            | AnyNodeRef::StmtGlobal(_)
            | AnyNodeRef::StmtNonlocal(_) => return Value::unknown(NOT_FOLLOWED),
            _ => {}
        }
        waiting.extend(children(node));
    }
    let brought =
        used.into_iter().filter(|name| !own.contains(name)).map(|name| match look_up(heap, function.scope, name) {
            Some(found) => value(heap, &found, depth),
            None => of_symbol(name),
        });
    let ahead = function.ahead.iter().flat_map(|args| args.items()).map(|item| value(heap, &item.value, depth));
    let brought = Value::one_of(brought.chain(ahead));
    Value::thing(Thing::Module).or(Value::from(brought.held()))
}

/// The expressions that parameters of a function are by default.
fn defaults(code: Code<'_>) -> impl Iterator<Item = AnyNodeRef<'_>> {
    let all = code.parameters().into_iter().flat_map(ruff_python_ast::Parameters::iter_non_variadic_params);
    all.filter_map(|one| one.default.as_deref().map(AnyNodeRef::from))
}

/// The names of the parameters of a function.
fn parameters(code: Code<'_>) -> Vec<&str> {
    let all = code.parameters().into_iter().flat_map(|parameters| parameters.iter().map(|one| one.name().as_str()));
    all.collect()
}
