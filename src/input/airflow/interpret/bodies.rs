//! The code of tasks: followed after the module, with no power to make tasks.

use std::rc::Rc;

use ruff_python_ast::{AnyNodeRef, ModModule, StmtFunctionDef};
use ruff_text_size::Ranged;

use super::super::arena::Id;
use super::super::evidence::templates;
use super::super::graph::Task;
use super::super::python::children;
use super::super::value::{Args, Code, Function, Item, Value};
use super::{Interpreter, Where};

/// Names of the arguments of operators that hold the code of a task or a callback.
const CALLABLES: [&str; 2] = ["python_callable", "pipeline_callable"];

/// Methods of operators that Airflow calls when the task runs.
const METHODS: [&str; 9] = [
    "pre_execute",
    "execute",
    "poke",
    "execute_complete",
    "execute_callable",
    "choose_branch",
    "post_execute",
    "on_kill",
    "render_template_fields",
];

impl<'a> Interpreter<'a> {
    /// Follows the function of every task once, with the arguments that the task gives it.
    pub(super) fn follow_task_code(&mut self) {
        let tasks: Vec<Id<Task<'a>>> = self.heap.tasks.iter().map(|(id, _)| id).collect();
        for id in tasks {
            self.follow_methods(id);
            let task = self.heap.tasks.get(id);
            let callable = CALLABLES.iter().find_map(|name| task.args.named(name)).map(|item| item.value.clone());
            let function = task.function;
            let Some(function) = function.or_else(|| self.as_function(&callable?)) else { continue };
            let args = self.arguments_of_code(id);
            self.place = Where::Task(id);
            let result = self.follow(function, args);
            self.place = Where::Import;
            if &*self.heap.tasks.get(id).operator.name == "@task.bash" {
                self.set_command(id, &result);
            }
        }
    }

    /// Follows the methods of an operator of the tree that a run calls. What they get from Airflow is not known.
    fn follow_methods(&mut self, id: Id<Task<'a>>) {
        let task = Value::Task(id);
        for name in METHODS {
            let Some(method) = self.method(&task, name) else { continue };
            let at = self.heap.tasks.get(id).span;
            let Value::Function(method) = self.method_of(method, &task, at) else { continue };
            self.place = Where::Task(id);
            let mut args = Args::default();
            if let Some(parameters) = self.heap.functions.get(method).code.parameters() {
                args = self.unknown_arguments(parameters);
                // The first one is the task itself.
                args.named.drain(..args.named.len().min(1));
            }
            self.call_function(method, &args);
            self.place = Where::Import;
        }
    }

    /// What the function of a `@task.bash` returns is its command. What it takes from the trigger stands in the command
    /// as a template would.
    fn set_command(&mut self, id: Id<Task<'a>>, result: &Value<'a>) {
        let command = match result {
            Value::Text(_) | Value::Unknown(_) | Value::Object(_) => {
                Value::Text(Rc::new(templates::from_code(&self.as_text(result))))
            }
            Value::None => return,
            // One command or another: each counts.
            Value::Either(values) => {
                let texts = values.iter().filter(|value| !is_raised(value)).map(|value| match value {
                    Value::None => Value::None,
                    _ => Value::Text(Rc::new(templates::from_code(&self.as_text(value)))),
                });
                Value::Either(texts.collect())
            }
            other => other.clone(),
        };
        let task = self.heap.tasks.get_mut(id);
        let span = task.span;
        task.args.named.push(("bash_command".into(), Item { value: command, span }));
    }

    /// What the function of a task is called with, as far as it is known.
    fn arguments_of_code(&self, id: Id<Task<'a>>) -> Args<'a> {
        let task = self.heap.tasks.get(id);
        let unmapped = |item: &Item<'a>| {
            let value = if task.mapped { Value::unknown("mapped argument") } else { self.at_run_time(&item.value) };
            Item { value, span: item.span }
        };
        let mut args = Args {
            positional: task.call.positional.iter().map(unmapped).collect(),
            named: task.call.named.iter().map(|(name, item)| (name.clone(), unmapped(item))).collect(),
            open: true,
        };
        if let Some(Value::Dict(kwargs)) = task.args.named("op_kwargs").map(|item| &item.value) {
            let entries = &self.heap.dicts.get(*kwargs).entries;
            args.named.extend(entries.iter().map(|(name, item)| (name.clone(), unmapped(item))));
        }
        if let Some(Value::List(list)) = task.args.named("op_args").map(|item| &item.value) {
            args.positional.extend(self.heap.lists.get(*list).items.iter().map(unmapped));
        }
        args
    }

    /// A value as the code of a task sees it: tasks have become their results.
    fn at_run_time(&self, value: &Value<'a>) -> Value<'a> {
        match value {
            Value::Task(id) => Value::unknown(format!("result of {}", self.heap.tasks.get(*id).id.display())),
            other => other.clone(),
        }
    }

    fn follow(&mut self, id: Id<Function<'a>>, mut args: Args<'a>) -> Value<'a> {
        if let Code::Def(def) = self.heap.functions.get(id).code {
            let unknown = self.unknown_arguments(&def.parameters);
            let positional: Vec<&str> =
                def.parameters.args.iter().take(args.positional.len()).map(|p| p.parameter.name.as_str()).collect();
            for (name, item) in unknown.named {
                if args.named(&name).is_none() && !positional.contains(&&*name) {
                    args.named.push((name, item));
                }
            }
        }
        // Defaults hold unless the context or a parameter replaces them.
        args.open = false;
        self.call_function(id, &args)
    }

    /// Follows every function that nothing in the file called, so that what it does is still seen.
    pub(super) fn follow_uncalled(&mut self, module: &'a ModModule) {
        let scope = self.standing.module;
        let mut waiting: Vec<AnyNodeRef<'a>> = vec![AnyNodeRef::from(module)];
        let mut functions: Vec<&'a StmtFunctionDef> = Vec::new();
        while let Some(node) = waiting.pop() {
            if let AnyNodeRef::StmtFunctionDef(def) = node {
                functions.push(def);
            }
            waiting.extend(children(node).into_iter().rev());
        }
        functions.sort_by_key(|def| def.range().start());
        self.place = Where::Uncalled;
        for def in functions {
            if self.entered.contains(&self.at(def).start) {
                continue;
            }
            let function = self.uncalled_function(Code::Def(def), scope);
            self.follow(function, Args::default());
        }
    }
}

/// Whether a value only says that the code raises an error instead.
fn is_raised(value: &Value<'_>) -> bool {
    matches!(value, Value::Unknown(what) if &**what == "raised")
}
