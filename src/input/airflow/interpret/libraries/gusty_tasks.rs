//! The tasks of a gusty DAG: what each file says of itself.

use std::rc::Rc;

use super::super::super::arena::Id;
use super::super::super::graph::{Dag, last_segment};
use super::super::super::modules::Found;
use super::super::super::value::{Args, Dict, Item, Operator, Role, Value};
use super::super::Interpreter;
use super::defaults::DEPTH;
use super::gusty::{Level, METADATA, Spec};
use crate::source::{RepoPath, Span};

/// Endings of the files that are tasks.
const ENDINGS: &[&str] = &["yml", "yaml", "Rmd", "py", "ipynb", "sql"];

/// What a file says that is no argument of its task.
const OF_THE_LIBRARY: &[&str] = &[
    "operator",
    "dependencies",
    "external_dependencies",
    "multi_task_spec",
    "python_callable_partials",
    "extra_callables",
    "task_id",
];

/// The operator of a file of Python that names none.
const PYTHON: &str = "airflow.providers.standard.operators.python.PythonOperator";

impl<'a> Interpreter<'a> {
    /// Makes the tasks of every folder.
    pub(super) fn tasks_of_levels(&mut self, dag: Id<Dag<'a>>, mut levels: Vec<Level<'a>>, at: Span) {
        for level in &mut levels {
            for path in self.files_of_level(&level.folder) {
                self.tasks_of_file(dag, level, &path, at);
            }
        }
        self.join_levels(dag, levels, at);
    }

    fn files_of_level(&self, folder: &RepoPath) -> Vec<RepoPath> {
        let is_task = |path: &RepoPath| {
            let name = path.file_name();
            path.extension().is_some_and(|end| ENDINGS.contains(&end))
                && name != METADATA
                && !name.starts_with(['_', '.'])
        };
        self.files_below(Some(folder), "*").into_iter().filter(is_task).collect()
    }

    /// The task of a file, or the tasks that it says it is.
    fn tasks_of_file(&mut self, dag: Id<Dag<'a>>, level: &mut Level<'a>, path: &RepoPath, at: Span) {
        let says = self.headed(path, at).map(|file| (file.settings.map(|item| (item.value, item.span)), file.rest));
        let (says, span, rest) = match says {
            Some((Some((Value::Dict(says), span)), rest)) => {
                self.definitions.insert(path.clone());
                (says, span, rest)
            }
            Some((None, rest)) => (self.heap.dicts.add(Dict::default()), at, rest),
            _ => {
                self.lose(dag, at, &format!("makes a task of {path}, which cannot be read"));
                return;
            }
        };
        let name = path.file_name();
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_lowercase().trim().to_owned();
        let mut wanted: Vec<(String, Id<Dict<'a>>)> = Vec::new();
        if let Some(Value::Dict(several)) = self.setting(says, "multi_task_spec").map(|item| item.value) {
            for (name, item) in self.heap.dicts.get(several).entries.clone() {
                let over = match item.value {
                    Value::Dict(own) => self.over(own, says, DEPTH),
                    _ => says,
                };
                wanted.push((name.to_string(), over));
            }
        }
        if let Some(Value::Dict(several)) = self.setting(says, "python_callable_partials").map(|item| item.value) {
            for (name, _) in self.heap.dicts.get(several).entries.clone() {
                if !wanted.iter().any(|(known, _)| *known == *name) {
                    wanted.push((name.to_string(), says));
                }
            }
        }
        if wanted.is_empty() {
            wanted.push((stem, says));
        }
        for (name, says) in wanted {
            let name = self.name_in_level(level, name);
            let task = self.task_of_file(dag, level, (path, rest), (&name, says), span);
            level.tasks.insert(name, Spec { says, task });
        }
    }

    /// The name of a task in its folder, which may stand in front of it or behind.
    fn name_in_level(&self, level: &Level<'a>, name: String) -> String {
        let is =
            |key: &str| self.setting(level.says, key).is_some_and(|item| item.value.truth(&self.heap) == Some(true));
        let folder = level.folder.file_name();
        match level.group {
            Some(_) if is("suffix_group_id") => format!("{name}_{folder}"),
            Some(_) if is("prefix_group_id") => format!("{folder}_{name}"),
            _ => name,
        }
    }

    fn task_of_file(
        &mut self,
        dag: Id<Dag<'a>>,
        level: &Level<'a>,
        (path, rest): (&RepoPath, usize),
        (name, dict): (&str, Id<Dict<'a>>),
        span: Span,
    ) -> Value<'a> {
        let says = self.heap.dicts.get(dict);
        let kept = says.entries.iter().filter(|(key, _)| !OF_THE_LIBRARY.contains(&&**key));
        let mut args = Args { positional: Vec::new(), named: kept.cloned().collect(), open: says.open };
        args.named.push(("task_id".into(), super::text_item(name, span)));
        args.named.push(("dag".into(), Item { value: Value::Dag(dag), span }));
        if let Some(group) = &level.group {
            args.named.push(("task_group".into(), Item { value: group.clone(), span }));
        }
        match path.extension() {
            Some("sql") => {
                let statement = self.rest_of_file(path, rest);
                args.named.extend(statement.map(|item| (Rc::from("sql"), item)));
            }
            Some("py") => self.with_code_of_file(dag, path, &mut args, span),
            _ => {}
        }
        let operator = self.setting_text(dict, "operator").map(|text| text.display());
        let operator = operator.or_else(|| (path.extension() == Some("py")).then(|| PYTHON.to_owned()));
        let Some(operator) = operator else {
            self.lose(dag, span, &format!("makes a task of {path}, which names no operator"));
            return Value::None;
        };
        let callee = self.gusty_operator(&operator, span);
        let made = self.call(&callee, args.clone(), span);
        if let Value::Task(_) = made {
            return made;
        }
        let class =
            Operator { name: Rc::from(last_segment(&operator)), qualified: Rc::from(&*operator), bases: Vec::new() };
        self.make_task(class, &args, Role::Work, span)
    }

    /// The class of an operator; `local.` is for one of the folder `operators`, in a file of its name.
    fn gusty_operator(&mut self, name: &str, at: Span) -> Value<'a> {
        let Some(class) = name.strip_prefix("local.") else { return self.imported_string(name, at) };
        let mut module = String::new();
        for (index, c) in class.char_indices() {
            if c.is_uppercase() && index > 0 {
                module.push('_');
            }
            module.extend(c.to_lowercase());
        }
        let found = [format!("operators.{module}"), module].into_iter().find_map(|module| self.whole(&module, at));
        match found {
            Some(package) => self.package_attribute(package, class, at),
            None => Value::Symbol(Rc::from(name)),
        }
    }

    /// The function of a file that is its task. Without one, the task runs the whole file.
    fn with_code_of_file(&mut self, dag: Id<Dag<'a>>, path: &RepoPath, args: &mut Args<'a>, at: Span) {
        let name = args.named("python_callable").and_then(|item| item.value.as_str().map(str::to_owned));
        args.named.retain(|(key, _)| &**key != "python_callable");
        let (Some(name), Some(stem)) = (name, path.file_name().strip_suffix(".py")) else {
            self.lose(dag, at, &format!("runs {path} as the code of a task, which is not followed"));
            return;
        };
        let package = self.package(&Found::File(path.clone()), stem, at);
        let function = self.package_attribute(package, &name, at);
        args.named.push(("python_callable".into(), Item { value: function, span: at }));
    }
}
