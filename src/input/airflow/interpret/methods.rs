//! Methods of tasks, DAGs and groups.

use std::rc::Rc;

use super::super::arena::Id;
use super::super::graph::{Dag, End, Task};
use super::super::value::{Args, Item, Role, Value};
use super::{Context, Interpreter};
use crate::source::Span;

impl<'a> Interpreter<'a> {
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

    /// A method that Airflow defines for DAGs, tasks and groups, or one that their class of the tree does.
    pub(super) fn call_made_method(&mut self, made: &Value<'a>, name: &str, args: &Args<'a>, at: Span) -> Value<'a> {
        if let Some(class) = self.class_of(made) {
            if let Some(method) = self.class_name(class, name) {
                let method = self.bind_to(method, made, class, at);
                return self.call(&method, args.clone(), at);
            }
            if name == "__setattr__" {
                return self.set_attribute_plainly(made, args, at);
            }
        }
        self.call_builtin_method(made, name, args, at)
    }

    /// A method that Airflow defines for DAGs, tasks and groups.
    pub(super) fn call_builtin_method(&mut self, made: &Value<'a>, name: &str, args: &Args<'a>, at: Span) -> Value<'a> {
        match (made, name) {
            (Value::Dag(_) | Value::Group(_), "__enter__") => self.open_for_the_rest(made, at),
            (Value::Dag(_) | Value::Group(_), "__exit__") => {
                self.leave_context(made, at);
                Value::None
            }
            (_, "__setattr__") => match args.positional.as_slice() {
                [name, value, ..] => {
                    self.set_by_name(made, &name.value, value.value.clone(), at);
                    Value::None
                }
                _ => Value::None,
            },
            (Value::Task(id), _) => self.task_method(*id, name, args, at),
            (Value::Dag(id), _) => self.dag_method(*id, name, args, at),
            _ => self.relate(made, name, args, at),
        }
    }

    /// `dag.__exit__()`: leaves what `__enter__` opened.
    fn leave_context(&mut self, made: &Value<'a>, at: Span) {
        let open = |context: &Context<'a>| match (context, made) {
            (Context::Dag(open), Value::Dag(id)) => open == id,
            (Context::Group(open), Value::Group(id)) => open == id,
            _ => false,
        };
        match self.context.iter().rposition(open) {
            Some(found) if self.regions.is_empty() => {
                self.context.remove(found);
            }
            Some(_) => {
                if let Some(dag) = self.current_dag() {
                    self.lose(dag, at, "leaves a context under a condition that is not known");
                }
            }
            None => {}
        }
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
                    for setup in self.ends(&setups, End::Leaves).0 {
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
                let item = args.items().next().cloned();
                let open = item.as_ref().is_none_or(|item| self.ends(&item.value, End::Roots).1);
                if open || args.open {
                    self.lose(id, at, "is given a task that cannot be followed");
                }
                if let Some(item) = item {
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
