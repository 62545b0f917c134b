//! Methods of lists, dicts, tasks, DAGs and groups.

use std::rc::Rc;

use super::super::arena::Id;
use super::super::graph::{Dag, Task};
use super::super::value::{Args, Dict, Item, List, Role, Value};
use super::Interpreter;
use super::regions::Holder;
use crate::source::Span;

impl<'a> Interpreter<'a> {
    pub(super) fn list_method(&mut self, id: Id<List<'a>>, name: &str, args: &Args<'a>, at: Span) -> Value<'a> {
        let uncertain = self.may_stay(Holder::List(id));
        let argument = args.positional.last().cloned();
        match (name, argument) {
            ("append" | "add" | "insert" | "appendleft", Some(item)) => {
                let list = self.heap.lists.get_mut(id);
                if list.items.len() < 20_000 {
                    list.items.push(item);
                } else {
                    list.open = true;
                }
                list.open |= uncertain;
                Value::None
            }
            ("extend" | "update", Some(item)) => {
                self.extend(id, &item.value, at);
                Value::None
            }
            ("copy", None) => {
                let (items, open) = (self.heap.lists.get(id).items.clone(), self.heap.lists.get(id).open);
                self.step(items.len() / 16, at.start);
                self.heap.list(items, open)
            }
            ("pop", None) => {
                let list = self.heap.lists.get_mut(id);
                list.open |= uncertain;
                list.items.pop().map_or(Value::unknown("item"), |item| item.value)
            }
            ("sort" | "reverse" | "remove" | "clear" | "discard" | "pop", _) => {
                self.heap.lists.get_mut(id).open = true;
                Value::unknown("item")
            }
            _ => Value::unknown(format!("list.{name}()")),
        }
    }

    pub(super) fn dict_method(&mut self, id: Id<Dict<'a>>, name: &str, args: &Args<'a>, at: Span) -> Value<'a> {
        let first = args.positional.first().map(|item| item.value.clone());
        match (name, first) {
            ("get" | "pop" | "setdefault", Some(key)) => {
                let known = self.as_text(&key).as_known().map(str::to_owned);
                let dict = self.heap.dicts.get(id);
                match known {
                    Some(known) if dict.get(&known).is_none() && !dict.open => {
                        args.positional.get(1).map_or(Value::None, |item| item.value.clone())
                    }
                    _ => self.dict_item(id, &key),
                }
            }
            ("keys", None) => {
                let keys = self.items_of(&Value::Dict(id), at);
                let (keys, open) = keys.unwrap_or((Vec::new(), true));
                self.heap.list(keys, open)
            }
            ("values", None) => {
                let dict = self.heap.dicts.get(id);
                let (values, open) = (dict.entries.iter().map(|(_, item)| item.clone()).collect(), dict.open);
                self.heap.list(values, open)
            }
            ("items", None) => {
                let dict = self.heap.dicts.get(id);
                let (entries, open) = (dict.entries.clone(), dict.open);
                self.step(entries.len(), at.start);
                let mut pairs = Vec::new();
                for (key, item) in entries {
                    let pair = vec![Item { value: Value::text(&*key), span: item.span }, item];
                    pairs.push(Item { value: self.heap.list(pair, false), span: at });
                }
                self.heap.list(pairs, open)
            }
            ("copy", None) => {
                let copy = self.heap.dicts.add(Dict::default());
                self.update(copy, &Value::Dict(id));
                Value::Dict(copy)
            }
            ("update", first) => {
                if let Some(other) = first {
                    self.update(id, &other);
                }
                for (key, item) in &args.named {
                    self.set_key(id, key, item.clone());
                }
                Value::None
            }
            _ => Value::unknown(format!("dict.{name}()")),
        }
    }

    /// Methods that join tasks: the same for tasks and groups.
    pub(super) fn relate(&mut self, receiver: &Value<'a>, name: &str, args: &Args<'a>, at: Span) -> Value<'a> {
        let Some(other) = args.items().next().map(|item| item.value.clone()) else { return Value::None };
        match name {
            "set_downstream" => self.arrow(receiver, &other, at),
            "set_upstream" => self.arrow(&other, receiver, at),
            "add" => {}
            _ => return Value::unknown(format!("{name}()")),
        }
        Value::None
    }

    pub(super) fn task_method(&mut self, id: Id<Task<'a>>, name: &str, args: &Args<'a>, at: Span) -> Value<'a> {
        let task = Value::Task(id);
        match name {
            "set_upstream" | "set_downstream" => self.relate(&task, name, args, at),
            "as_setup" => {
                self.heap.tasks.get_mut(id).role = Role::Setup;
                task
            }
            "as_teardown" => {
                self.heap.tasks.get_mut(id).role = Role::Teardown;
                if let Some(setups) = args.get("setups", usize::MAX).map(|item| item.value.clone()) {
                    for setup in self.ends(&setups, super::super::graph::End::Leaves).0 {
                        self.heap.tasks.get_mut(setup).role = Role::Setup;
                        self.heap.join(setup, id);
                    }
                }
                task
            }
            // What a task returns can be filtered, mapped and zipped; what comes out still depends on the task.
            "zip" | "concat" => {
                let mut items: Vec<Item<'a>> = args.items().cloned().collect();
                items.push(Item { value: task, span: at });
                self.heap.list(items, false)
            }
            "get_closest_trigger" | "execute" | "get_dag" => Value::unknown(format!("{name}()")),
            _ => task,
        }
    }

    pub(super) fn dag_method(&mut self, id: Id<Dag<'a>>, name: &str, args: &Args<'a>, at: Span) -> Value<'a> {
        match name {
            "add_task" | "add_tasks" => {
                if let Some(item) = args.items().next().cloned() {
                    self.arrow(&Value::Dag(id), &item.value, at);
                }
                Value::None
            }
            "get_task" => {
                let wanted = args.get("task_id", 0).and_then(|item| item.value.as_str().map(str::to_owned));
                let tasks = &self.heap.dags.get(id).tasks;
                let found = tasks.iter().find(|task| self.heap.tasks.get(**task).id.as_known() == wanted.as_deref());
                found.filter(|_| wanted.is_some()).map_or(Value::unknown("task"), |task| Value::Task(*task))
            }
            // `@dag.task` decorates like `@task`.
            "task" => {
                let symbol: Rc<str> = Rc::from("airflow.sdk.task");
                self.call_symbol(&symbol, args.clone(), at)
            }
            _ => Value::unknown(format!("dag.{name}()")),
        }
    }

    /// `with teardown:`: the setups run before the first task within, the teardown after the last one.
    pub(super) fn surround(&mut self, around: &[Id<Task<'a>>], within: &[Id<Task<'a>>]) {
        let work: Vec<_> = within.iter().copied().filter(|id| self.heap.tasks.get(*id).role == Role::Work).collect();
        for id in around {
            let task = self.heap.tasks.get(*id);
            let (setups, teardown) = match task.role {
                Role::Teardown => (task.upstream.iter().copied().collect::<Vec<_>>(), Some(*id)),
                Role::Setup | Role::Work => (vec![*id], None),
            };
            let setups = setups
                .into_iter()
                .filter(|setup| teardown.is_none() || self.heap.tasks.get(*setup).role == Role::Setup);
            let setups: Vec<_> = setups.collect();
            let roots: Vec<_> =
                work.iter().copied().filter(|id| self.heap.tasks.get(*id).upstream.is_empty()).collect();
            let leaves: Vec<_> =
                work.iter().copied().filter(|id| self.heap.tasks.get(*id).downstream.is_empty()).collect();
            for root in if roots.is_empty() { work.iter().take(1).copied().collect() } else { roots } {
                for setup in &setups {
                    self.heap.join(*setup, root);
                }
            }
            let Some(teardown) = teardown else { continue };
            for leaf in if leaves.is_empty() { work.last().copied().into_iter().collect() } else { leaves } {
                self.heap.join(leaf, teardown);
            }
        }
    }
}
