//! Calls of what the file imports or Python has built in.

use std::rc::Rc;

use super::super::build::names;
use super::super::graph::last_segment;
use super::super::value::{Args, Dict, ENVIRONMENT, Item, Operator, Role, VARIABLE, Value};
use super::Interpreter;
use super::strings::is_path;
use crate::source::Span;

impl<'a> Interpreter<'a> {
    pub(super) fn call_symbol(&mut self, name: &Rc<str>, args: Args<'a>, at: Span) -> Value<'a> {
        if let Some(value) = self.call_builtin(name, &args, at) {
            return value;
        }
        if let Some(value) = self.call_airflow(name, &args, at) {
            return value;
        }
        if let Some(value) = self.call_file(name, &args, at) {
            return value;
        }
        self.note(name, &args, at);
        self.note_code(name, at);
        match &**name {
            "__import__" | "importlib.import_module" | "importlib.__import__" => {
                if let Some(module) = imported(name, &args) {
                    return module;
                }
            }
            "os.path.join" | "posixpath.join" => return self.join_paths(&args),
            "os.path.basename" => {
                let text = args.positional.first().map(|item| self.as_text(&item.value));
                return text.map_or(Value::unknown("path"), |text| Value::Text(Rc::new(text.after_last("/"))));
            }
            "os.getenv" | "os.environ.get" => {
                let variable = args.positional.first().map(|item| self.as_text(&item.value).display());
                let unknown = Value::unknown(format!("{ENVIRONMENT}{}", variable.unwrap_or_default()));
                return Self::or_default(unknown, args.get("default", 1));
            }
            path if is_path(path) => {
                let text = args.positional.first().map(|item| self.as_text(&item.value)).unwrap_or_default();
                return self.path(text, at);
            }
            "copy.copy" | "copy.deepcopy" => {
                if let Some(item) = args.positional.first() {
                    return match &item.value {
                        Value::Dict(id) => self.dict_method(*id, "copy", &Args::default(), at),
                        Value::List(id) => self.list_method(*id, "copy", &Args::default(), at),
                        other => other.clone(),
                    };
                }
            }
            "functools.partial" => {
                if let Some(item) = args.positional.first() {
                    return item.value.clone();
                }
            }
            variable if names::is_variable_get(variable) => {
                let key = args.get("key", 0).map(|item| self.as_text(&item.value).display());
                let unknown = Value::unknown(format!("{VARIABLE}{}", key.unwrap_or_default()));
                return Self::or_default(unknown, args.get("default_var", 1).or_else(|| args.named("default")));
            }
            _ => {}
        }
        self.note_hidden(name, &args, at);
        self.outcome_of_unknown(name, args, at)
    }

    /// What a look-up gives: what is set, or what holds otherwise.
    fn or_default(found: Value<'a>, default: Option<&Item<'a>>) -> Value<'a> {
        match default {
            Some(item) if !matches!(item.value, Value::None) => Self::either(vec![found, item.value.clone()]),
            _ => found,
        }
    }

    /// Airflow's own names that make DAGs, groups, tasks and edges.
    fn call_airflow(&mut self, name: &str, args: &Args<'a>, at: Span) -> Option<Value<'a>> {
        if !self.importing() {
            return None;
        }
        if names::is_dag(name) || self.is_dag_constructor(name) {
            return Some(self.make_dag(args, "DAG", at));
        }
        if names::is_airflow(name) {
            match last_segment(name) {
                "TaskGroup" => return Some(self.make_group(args, at)),
                "Label" => return Some(Value::Label(self.heap.labels.add(super::super::value::Label::default()))),
                "XComArg" | "PlainXComArg" => {
                    return args.get("operator", 0).map(|item| item.value.clone());
                }
                "chain" => return Some(self.chain(args, at)),
                "chain_linear" => return Some(self.chain_linear(args, at)),
                "cross_downstream" => {
                    let from = args.get("from_tasks", 0)?.value.clone();
                    let to = args.get("to_tasks", 1)?.value.clone();
                    self.arrow_from_each(&from, &to, at);
                    return Some(Value::None);
                }
                _ => {}
            }
            if let Some(makes) = names::decorator(name) {
                return Some(self.decorator_call(makes, names::role(name), args, at));
            }
        }
        let (class, partial) = match name.strip_suffix(".partial") {
            Some(class) => (class, true),
            None => (name, false),
        };
        if !names::is_operator(class, args) {
            return None;
        }
        let operator = Operator { name: Rc::from(last_segment(class)), qualified: Rc::from(class), bases: Vec::new() };
        Some(if partial { self.partial(operator, args, at) } else { self.make_task(operator, args, Role::Work, at) })
    }

    /// Whether the configuration says that a callable builds DAGs.
    fn is_dag_constructor(&self, name: &str) -> bool {
        self.options.dag_constructors.iter().any(|pattern| match pattern.split_once('*') {
            Some((before, after)) => {
                name.len() >= before.len().saturating_add(after.len())
                    && name.starts_with(before)
                    && name.ends_with(after)
            }
            None => name == pattern,
        })
    }

    /// Python's builtins, as far as DAG files need them.
    fn call_builtin(&mut self, name: &str, args: &Args<'a>, at: Span) -> Option<Value<'a>> {
        let first = args.positional.first().map(|item| item.value.clone());
        let value = match (name, first) {
            ("range", Some(_)) => self.range(&args.positional, at),
            ("zip", Some(_)) => self.zip(&args.positional, at),
            ("enumerate", Some(_)) => {
                let start = match args.get("start", 1).map(|item| &item.value) {
                    Some(Value::Int(start)) => *start,
                    _ => 0,
                };
                self.enumerate(&args.positional, start, at)
            }
            ("list" | "tuple" | "set" | "frozenset" | "sorted" | "iter", _) => {
                self.collected(&args.positional, at, false)
            }
            ("reversed", Some(_)) => self.collected(&args.positional, at, true),
            ("dict", first) => {
                let dict = self.heap.dicts.add(Dict { entries: Vec::new(), open: args.open });
                match first {
                    Some(Value::List(pairs)) => self.dict_from_pairs(dict, pairs),
                    Some(other) => self.update(dict, &other),
                    None => {}
                }
                for (key, item) in &args.named {
                    self.heap.dicts.get_mut(dict).insert(key, item.clone());
                }
                Value::Dict(dict)
            }
            ("str", Some(value)) => Value::Text(Rc::new(self.as_text(&value))),
            ("int", Some(Value::Int(number))) => Value::Int(number),
            ("len", Some(value)) => match self.items_of(&value, at) {
                Some((items, false)) => i64::try_from(items.len()).map_or(Value::unknown("length"), Value::Int),
                _ => Value::unknown("length"),
            },
            ("bool", Some(value)) => value.truth(&self.heap).map_or(Value::unknown("condition"), Value::Bool),
            ("print" | "isinstance" | "issubclass" | "callable" | "hasattr", _) => Value::unknown(name),
            ("getattr", Some(holder)) => match args.positional.get(1).and_then(|item| item.value.as_str()) {
                Some(attribute) => self.attribute(&holder, attribute, at),
                None => Value::unknown("attribute"),
            },
            ("super", _) => Value::unknown("super"),
            ("map", Some(function)) => self.mapped(&function, args, at),
            ("globals", _) => Value::Package(self.standing.package),
            ("locals" | "vars", None) if self.calls.is_empty() => Value::Package(self.standing.package),
            ("locals" | "vars", _) => Value::Dict(self.heap.dicts.add(Dict { entries: Vec::new(), open: true })),
            _ => return None,
        };
        Some(value)
    }

    fn dict_from_pairs(&mut self, dict: super::Id<Dict<'a>>, pairs: super::Id<super::super::value::List<'a>>) {
        let items = self.heap.lists.get(pairs).items.clone();
        let open = self.heap.lists.get(pairs).open;
        self.heap.dicts.get_mut(dict).open |= open;
        for item in items {
            let pair =
                if let Value::List(pair) = item.value { self.heap.lists.get(pair).items.clone() } else { Vec::new() };
            match pair.as_slice() {
                [key, value] => self.insert(dict, &key.value, value.clone()),
                _ => self.heap.dicts.get_mut(dict).open = true,
            }
        }
    }

    /// `map(function, items)`.
    fn mapped(&mut self, function: &Value<'a>, args: &Args<'a>, at: Span) -> Value<'a> {
        let Some((items, open)) = args.positional.get(1).and_then(|item| self.items_of(&item.value, at)) else {
            return Value::unknown("map");
        };
        let mut results = Vec::new();
        for item in items {
            if !self.step(1, at.start) {
                break;
            }
            let args = Args { positional: vec![item], ..Args::default() };
            results.push(Item { value: self.call(function, args, at), span: at });
        }
        self.heap.list(results, open)
    }

    fn join_paths(&mut self, args: &Args<'a>) -> Value<'a> {
        let mut text = super::Text::default();
        for (index, item) in args.positional.iter().enumerate() {
            let part = self.as_text(&item.value);
            if index > 0 && !text.display().ends_with('/') {
                text.push_str("/");
            }
            text.push(&part);
        }
        Value::Text(Rc::new(text))
    }
}

/// The module that `import_module` gives; `__import__` gives its first package unless it is told what is wanted.
fn imported<'a>(name: &str, args: &Args<'a>) -> Option<Value<'a>> {
    let module = args.get("name", 0)?.value.as_str()?;
    let whole = name.ends_with("import_module") || args.get("fromlist", 3).is_some();
    let first = module.split('.').next().unwrap_or(module);
    Some(Value::Symbol(Rc::from(if whole { module } else { first })))
}
