//! Libraries of which gate knows what they make, and no more: DAGs and groups of tasks that nobody has seen, tasks,
//! decorators.

use std::rc::Rc;

use super::super::super::arena::Id;
use super::super::super::graph::{End, Group, last_segment};
use super::super::super::knowledge::builders::Builder;
use super::super::super::value::{Args, Item, Makes, Operator, Role, Value};
use super::super::Interpreter;
use super::{class_of, text_item};
use crate::source::Span;

/// Arguments of groups that are none of the task that a group begins with.
const OF_GROUPS: &[&str] =
    &["group_id", "prefix_group_id", "parent_group", "dag", "default_args", "tooltip", "ui_color", "ui_fgcolor"];

/// The task that a group gets when it is left.
#[derive(Debug)]
pub(in super::super) struct Launch<'a> {
    operator: Operator,
    args: Args<'a>,
    at: Span,
}

impl<'a> Interpreter<'a> {
    pub(super) fn unseen_dag(&mut self, name: &str, args: &Args<'a>, at: Span) -> Value<'a> {
        let dag = self.make_dag(args, "DAG", at);
        if let Value::Dag(id) = dag {
            self.lose(id, at, &format!("has its tasks made by `{name}`, whose code is not in the tree"));
        }
        dag
    }

    pub(super) fn unseen_dags(&mut self, name: &str, args: &Args<'a>, at: Span) -> Value<'a> {
        self.hide_dags(at, &format!("has DAGs made by `{name}`, whose code is not in the tree"), true);
        self.object(name, args.clone())
    }

    pub(super) fn unseen_group(&mut self, name: &str, args: &Args<'a>, builder: &Builder, at: Span) -> Value<'a> {
        let group = self.make_group(&with_id(args, "group_id", builder, at), at);
        self.lose_group(&group, at, &format!("has tasks of a group made by `{name}`, whose code is not in the tree"));
        group
    }

    /// Notes that a group may miss tasks.
    pub(super) fn lose_group(&mut self, group: &Value<'a>, at: Span, why: &str) {
        let dag = if let Value::Group(id) = group { self.heap.groups.get(*id).dag } else { None };
        match dag {
            Some(dag) => self.lose(dag, at, why),
            None => self.lose_all(at, why),
        }
    }

    /// A task of a class of a library, made by a function that need not be told its id.
    pub(super) fn library_task(&mut self, args: &Args<'a>, builder: &Builder, at: Span) -> Value<'a> {
        let class = class_of(builder);
        let operator = Operator { name: Rc::from(last_segment(class)), qualified: Rc::from(class), bases: Vec::new() };
        let mut args = args.clone();
        let own_id = args.named("task_id").is_some_and(|item| !matches!(item.value, Value::None));
        if !own_id {
            args.named.retain(|(name, _)| &**name != "task_id");
        }
        let id = builder.id.as_deref().filter(|_| !own_id);
        self.make_numbered_task(operator, &args, id, Role::Work, at)
    }

    /// A decorator of a library, whose functions are tasks.
    pub(super) fn library_decorator(&mut self, args: &Args<'a>, builder: &Builder, at: Span) -> Value<'a> {
        let decorator = Rc::from(format!("@{}", class_of(builder)));
        self.decorator_call(Makes::Flow { decorator, function: None }, Role::Work, args, at)
    }

    /// A group that gets a task of its own when it is left, before which nothing of it runs.
    pub(super) fn launched_group(&mut self, args: &Args<'a>, builder: &Builder, at: Span) -> Value<'a> {
        let group = self.make_group(args, at);
        let Value::Group(id) = group else { return group };
        let class = class_of(builder);
        let operator = Operator { name: Rc::from(last_segment(class)), qualified: Rc::from(class), bases: Vec::new() };
        let mut args = args.clone();
        args.named.retain(|(name, _)| !OF_GROUPS.contains(&&**name));
        args.positional.clear();
        args.named.push(("task_id".into(), text_item(builder.id.as_deref().unwrap_or("launch"), at)));
        args.named.push(("task_group".into(), Item { value: group.clone(), span: at }));
        self.launches.insert(id, Launch { operator, args, at });
        group
    }

    /// Makes the task of a group that has one of its own, when the group is left: what begins the group comes after it.
    pub(in super::super) fn launch(&mut self, group: Id<Group<'a>>) {
        let Some(Launch { operator, args, at }) = self.launches.remove(&group) else { return };
        let begin = self.heap.edge_of_group(group, End::Roots);
        let Value::Task(first) = self.make_task(operator, &args, Role::Work, at) else { return };
        for task in begin {
            self.heap.join(first, task);
        }
    }
}

/// The arguments with the id that holds where they name none.
pub(super) fn with_id<'a>(args: &Args<'a>, name: &str, builder: &Builder, at: Span) -> Args<'a> {
    let mut args = args.clone();
    if let (None, Some(id)) = (args.get(name, 0), &builder.id) {
        args.named.push((Rc::from(name), text_item(id, at)));
    }
    args
}
