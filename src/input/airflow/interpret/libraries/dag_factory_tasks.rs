//! Tasks of dag-factory: operators and decorated functions by their dotted names, with every other key as an argument.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::super::super::arena::Id;
use super::super::super::graph::{Dag, last_segment};
use super::super::super::text::Text;
use super::super::super::value::{Args, Code, Item, Operator, Role, VARIABLE, Value};
use super::super::Interpreter;
use super::dag_factory_dag::{Member, OF_THE_LIBRARY};
use crate::source::Span;

/// The tasks and groups of a DAG by their names.
type Made<'a> = BTreeMap<String, Value<'a>>;

impl<'a> Interpreter<'a> {
    /// The tasks of a DAG, each after those that it waits for.
    pub(super) fn tasks_of_settings(&mut self, dag: Id<Dag<'a>>, tasks: &[Member<'a>], groups: &Made<'a>) -> Made<'a> {
        let mut made = Made::new();
        for member in self.in_order(dag, tasks) {
            if !self.step(1, member.span.start) {
                break;
            }
            let task = self.task_of_settings(dag, &member, groups, &made);
            made.insert(member.name, task);
        }
        made
    }

    /// Tasks in an order in which each comes after those that it waits for.
    fn in_order(&mut self, dag: Id<Dag<'a>>, tasks: &[Member<'a>]) -> Vec<Member<'a>> {
        let waits = |task: &Member<'a>| (task.name.clone(), self.dependencies(task).into_iter().flatten().collect());
        let waits: Vec<Waits> = tasks.iter().map(waits).collect();
        let order = order(&waits);
        if order.len() < tasks.len() {
            if let Some(first) = tasks.first() {
                self.lose(dag, first.span, "has tasks that wait for each other");
            }
            return tasks.to_vec();
        }
        order.into_iter().filter_map(|at| tasks.get(at).cloned()).collect()
    }

    fn task_of_settings(
        &mut self,
        dag: Id<Dag<'a>>,
        member: &Member<'a>,
        groups: &Made<'a>,
        tasks: &Made<'a>,
    ) -> Value<'a> {
        let span = member.span;
        let says = self.heap.dicts.get(member.says);
        let kept = says.entries.iter().filter(|(key, _)| !OF_THE_LIBRARY.contains(&&**key));
        let mut args = Args { positional: Vec::new(), named: kept.cloned().collect(), open: says.open };
        let id = Value::Text(Rc::new(Text::literal(&member.name, span)));
        args.named.push(("task_id".into(), Item { value: id, span }));
        args.named.push(("dag".into(), Item { value: Value::Dag(dag), span }));
        if let Some(name) = self.setting_text(member.says, "task_group_name").map(|name| name.display()) {
            match groups.get(&name) {
                Some(group) => args.named.push(("task_group".into(), Item { value: group.clone(), span })),
                None if groups.is_empty() => {}
                None => self.lose(dag, span, "has a task in a group that cannot be known"),
            }
        }
        self.with_callable(&mut args, span);
        self.with_variables(&mut args);
        let (expand, partial) = (self.taken(&mut args, "expand", tasks), self.taken(&mut args, "partial", tasks));
        let decorator = self.setting_text(member.says, "decorator");
        match (self.setting_text(member.says, "operator"), decorator) {
            (Some(operator), _) => {
                args.named.extend(partial);
                self.task_of_operator(&operator, args, &expand, span)
            }
            (None, Some(decorator)) => {
                args.named.retain(|(key, _)| &**key != "decorator");
                self.task_of_decorator(&decorator, args, (partial, expand), tasks, span)
            }
            (None, None) => {
                self.lose(dag, span, "has a task without an operator");
                Value::None
            }
        }
    }

    fn task_of_operator(&mut self, operator: &Text, args: Args<'a>, expand: &[Named<'a>], at: Span) -> Value<'a> {
        let name = operator.display();
        let callee = match operator.as_known() {
            Some(known) => self.imported_string(known, at),
            None => Value::unknown(&name),
        };
        let made = if expand.is_empty() {
            self.call(&callee, args.clone(), at)
        } else {
            let partial = self.attribute(&callee, "partial", at);
            let blueprint = self.call(&partial, args.clone(), at);
            self.expanded(blueprint, expand, at)
        };
        if let Value::Task(_) = made {
            return made;
        }
        // A class of which it is not known that it is one of an operator: whatever it is, it becomes a task here.
        let operator = Operator { name: Rc::from(last_segment(&name)), qualified: Rc::from(&*name), bases: Vec::new() };
        let mut args = args;
        args.named.extend(expand.iter().cloned());
        self.task_mapped_if(!expand.is_empty(), operator, &args, at)
    }

    fn task_mapped_if(&mut self, mapped: bool, operator: Operator, args: &Args<'a>, at: Span) -> Value<'a> {
        let made = self.make_task(operator, args, Role::Work, at);
        if let Value::Task(task) = made {
            self.heap.tasks.get_mut(task).mapped |= mapped;
        }
        made
    }

    fn expanded(&mut self, blueprint: Value<'a>, expand: &[Named<'a>], at: Span) -> Value<'a> {
        let Value::Blueprint(id) = blueprint else { return blueprint };
        let args = Args { positional: Vec::new(), named: expand.to_vec(), open: false };
        self.blueprint_method(id, "expand", &args, at)
    }

    /// A decorated function, called: what is called as one of its parameters is given to it, all else to the decorator.
    fn task_of_decorator(
        &mut self,
        decorator: &Text,
        mut args: Args<'a>,
        mapped: (Vec<Named<'a>>, Vec<Named<'a>>),
        tasks: &Made<'a>,
        at: Span,
    ) -> Value<'a> {
        let function = args.named("python_callable").map(|item| item.value.clone());
        args.named.retain(|(key, _)| &**key != "python_callable");
        let (Some(function @ Value::Function(id)), Some(known)) = (function, decorator.as_known()) else {
            let name = format!("@{}", last_segment(&decorator.display()));
            let operator =
                Operator { name: Rc::from(name), qualified: Rc::from(decorator.display()), bases: Vec::new() };
            let is_mapped = !mapped.1.is_empty();
            args.named.extend(mapped.0.into_iter().chain(mapped.1));
            return self.task_mapped_if(is_mapped, operator, &args, at);
        };
        let parameters: Vec<&str> = match self.heap.functions.get(id).code {
            Code::Def(def) => def.parameters.args.iter().map(|parameter| parameter.parameter.name.as_str()).collect(),
            Code::Lambda(_) => Vec::new(),
        };
        let (given, settings): (Vec<_>, Vec<_>) =
            args.named.into_iter().partition(|(key, _)| parameters.contains(&&**key));
        let callee = self.imported_string(known, at);
        let first = Item { value: function, span: at };
        let made = self.call(&callee, Args { positional: vec![first], named: settings, open: args.open }, at);
        let (partial, expand) = mapped;
        match made {
            Value::Blueprint(id) if !expand.is_empty() => {
                let ahead = Args { named: partial, ..Args::default() };
                let made = self.blueprint_method(id, "partial", &ahead, at);
                self.expanded(made, &expand, at)
            }
            made => {
                let named = given.into_iter().map(|(key, item)| (key, with_results(item, tasks))).collect();
                self.call(&made, Args { named, ..Args::default() }, at)
            }
        }
    }

    /// Replaces what names a function by the function.
    fn with_callable(&mut self, args: &mut Args<'a>, at: Span) {
        let text = |this: &Self, args: &Args<'a>, key: &str| args.named(key).map(|item| this.as_text(&item.value));
        let name = text(self, args, "python_callable_name");
        let file = text(self, args, "python_callable_file");
        let function = match (args.named("python_callable").map(|item| item.value.clone()), name, file) {
            (Some(Value::Text(dotted)), ..) => match dotted.as_known() {
                Some(dotted) => self.imported_string(dotted, at),
                None => Value::unknown(dotted.display()),
            },
            (None | Some(Value::None), Some(name), Some(file)) => self.function_of_file(&name, &file, at),
            _ => return,
        };
        args.named.retain(|(key, _)| !key.starts_with("python_callable"));
        args.named.push(("python_callable".into(), Item { value: function, span: at }));
    }

    /// Arguments that Airflow Variables replace where they are set.
    fn with_variables(&mut self, args: &mut Args<'a>) {
        let Some(Value::List(list)) = args.named("variables_as_arguments").map(|item| item.value.clone()) else {
            return;
        };
        for item in self.heap.lists.get(list).items.clone() {
            let Value::Dict(says) = item.value else { continue };
            let (Some(variable), Some(attribute)) =
                (self.setting_text(says, "variable"), self.setting_text(says, "attribute"))
            else {
                args.open = true;
                continue;
            };
            let found = Value::unknown(format!("{VARIABLE}{}", variable.display()));
            let attribute = attribute.display();
            let value = match args.named(&attribute) {
                Some(own) => Self::either(vec![found, own.value.clone()]),
                None => found,
            };
            args.named.push((Rc::from(attribute), Item { value, span: item.span }));
        }
        args.named.retain(|(key, _)| &**key != "variables_as_arguments");
    }

    /// Takes the mapping of an argument out of the others; results of tasks that it names are those tasks.
    fn taken(&mut self, args: &mut Args<'a>, key: &str, tasks: &Made<'a>) -> Vec<Named<'a>> {
        let found = args.named(key).map(|item| item.value.clone());
        let entries = match found {
            Some(Value::Dict(dict)) => {
                args.open |= self.heap.dicts.get(dict).open;
                self.heap.dicts.get(dict).entries.clone()
            }
            Some(Value::None) | None => Vec::new(),
            Some(_) => {
                args.open = true;
                Vec::new()
            }
        };
        args.named.retain(|(name, _)| &**name != key);
        entries.into_iter().map(|(key, item): (Rc<str>, Item<'a>)| (key, with_results(item, tasks))).collect()
    }
}

/// The name of a task or group, and the names of those that come before it.
pub(super) type Waits = (String, Vec<String>);

/// The places of all in an order in which each comes after those that it waits for; those that wait for each other are left out.
pub(super) fn order(all: &[Waits]) -> Vec<usize> {
    let numbers: BTreeMap<&str, usize> = all.iter().enumerate().map(|(at, (name, _))| (name.as_str(), at)).collect();
    let mut waits: Vec<usize> = vec![0; all.len()];
    let mut after: Vec<Vec<usize>> = vec![Vec::new(); all.len()];
    for (own, (_, before)) in all.iter().enumerate() {
        for before in before.iter().filter_map(|name| numbers.get(name.as_str())) {
            if let (Some(after), Some(waits)) = (after.get_mut(*before), waits.get_mut(own)) {
                after.push(own);
                *waits = waits.saturating_add(1);
            }
        }
    }
    let ready = |(at, waits): (usize, &usize)| (*waits == 0).then_some(at);
    let mut order: Vec<usize> = waits.iter().enumerate().filter_map(ready).collect();
    let mut next = 0;
    while let Some(at) = order.get(next).copied() {
        next = next.saturating_add(1);
        for later in after.get(at).into_iter().flatten() {
            let Some(waits) = waits.get_mut(*later) else { continue };
            *waits = waits.saturating_sub(1);
            if *waits == 0 {
                order.push(*later);
            }
        }
    }
    order
}

/// A named argument.
type Named<'a> = (Rc<str>, Item<'a>);

/// The task whose result an argument names, in any of the ways of the library: `t.output`, `XcomArg(t)`, `+t`.
fn with_results<'a>(item: Item<'a>, tasks: &Made<'a>) -> Item<'a> {
    let named = item.value.as_str().and_then(|text| {
        let by_call = || text.strip_suffix(')')?.split_once('(').filter(|(name, _)| name.contains("XcomArg"));
        let by_sign = || text.strip_prefix('+').map(|rest| rest.split('[').next().unwrap_or(rest));
        let task = text.split_once(".output").map(|(task, _)| task);
        tasks.get(task.or_else(|| by_call().map(|(_, task)| task)).or_else(by_sign)?)
    });
    match named {
        Some(task) => Item { value: task.clone(), span: item.span },
        None => item,
    }
}
