//! Calls of what the file imports or Python has built in.

use std::rc::Rc;

use super::super::build::names;
use super::super::graph::last_segment;
use super::super::value::{Args, ENVIRONMENT, Item, Operator, Role, VARIABLE, Value};
use super::Interpreter;
use crate::source::Span;

impl<'a> Interpreter<'a> {
    pub(super) fn call_symbol(&mut self, name: &Rc<str>, args: Args<'a>, at: Span) -> Value<'a> {
        let args = self.plain_arguments(args);
        if let Some(value) = self.call_builtin(name, &args, at) {
            return value;
        }
        if let Some(value) = self.call_of_base(name, &args, at) {
            return value;
        }
        if let Some(value) = self.call_builder(name, &args, at) {
            return value;
        }
        if let Some(value) = self.call_airflow(name, &args, at) {
            return value;
        }
        if let Some(value) = self.call_file(name, &args, at) {
            return value;
        }
        if let Some(value) = self.call_loader(name, &args, at).or_else(|| self.call_literal(name, &args, at)) {
            return value;
        }
        self.note(name, &args, at);
        self.note_code(name, at);
        match &**name {
            "__import__" | "importlib.import_module" | "importlib.__import__" => {
                if let Some(module) = self.import_by_call(name, &args, at) {
                    return module;
                }
                self.note_import_by_call(name, &args, at);
            }
            "os.getenv" | "os.environ.get" => {
                let variable = args.positional.first().map(|item| self.as_text(&item.value).display());
                let unknown = Value::unknown(format!("{ENVIRONMENT}{}", variable.unwrap_or_default()));
                return Self::or_default(unknown, args.get("default", 1));
            }
            variable if names::is_variable_get(variable) => {
                let key = args.get("key", 0).map(|item| self.as_text(&item.value).display());
                let unknown = Value::unknown(format!("{VARIABLE}{}", key.unwrap_or_default()));
                return Self::or_default(unknown, args.get("default_var", 1).or_else(|| args.named("default")));
            }
            _ => {}
        }
        if let Some(value) = self.call_library(name, &args, at) {
            return value;
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

    /// `BashOperator.__init__(self, …)`: the `__init__` of a base by its name.
    fn call_of_base(&mut self, name: &str, args: &Args<'a>, at: Span) -> Option<Value<'a>> {
        let (base, method) = name.rsplit_once('.')?;
        let receiver = args.positional.first()?.value.clone();
        let object = self.object_of(&receiver)?;
        let class = self.heap.objects.get(object).class?;
        let mut rest = args.clone();
        rest.positional.remove(0);
        if method == "__init__" {
            self.initialise_elsewhere(object, &rest, at);
            return Some(Value::None);
        }
        (self.derives_from(class, base) && method == "__setattr__")
            .then(|| self.set_attribute_plainly(&receiver, &rest, at))
    }

    /// The module that `import_module` gives; `__import__` gives its first package unless it is told what is wanted.
    fn import_by_call(&mut self, name: &str, args: &Args<'a>, at: Span) -> Option<Value<'a>> {
        let module = args.get("name", 0)?.value.as_str()?.to_owned();
        let whole = name.ends_with("import_module") || args.get("fromlist", 3).is_some();
        let dotted = match module.strip_prefix('.') {
            // Seen from the package that is named, or from the one around.
            Some(rest) => {
                let package = args.get("package", 1)?.value.as_str()?;
                let up = rest.len().saturating_sub(rest.trim_start_matches('.').len());
                let kept: Vec<&str> = package.split('.').collect();
                let kept = kept.get(..kept.len().checked_sub(up)?)?.join(".");
                format!("{kept}.{}", rest.trim_start_matches('.'))
            }
            None => module,
        };
        let first = dotted.split('.').next().unwrap_or(&dotted).to_owned();
        let found = self.whole(&dotted, at);
        let wanted = if whole { dotted } else { first };
        Some(match found.and_then(|package| if whole { Some(package) } else { self.whole(&wanted, at) }) {
            Some(package) => Value::Package(package),
            None => Value::Symbol(Rc::from(wanted)),
        })
    }

    /// A module whose name is not known may be any of the tree.
    fn note_import_by_call(&mut self, name: &str, args: &Args<'a>, at: Span) {
        if self.importing() && args.get("name", 0).is_some() {
            self.lose_all(at, &format!("imports by `{name}` a module whose name is not known"));
        }
    }
}
