//! A DAG of dag-factory: its arguments, its groups, and what comes after what.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::super::super::arena::Id;
use super::super::super::graph::Dag;
use super::super::super::text::Text;
use super::super::super::value::{Args, Dict, Item, Value};
use super::super::Interpreter;
use crate::source::Span;

/// Keys of a DAG that are no arguments of it.
const NO_ARGUMENTS: &[&str] = &["tasks", "task_groups", "dag_id"];

/// Keys of a task or group that are no arguments of it.
pub(super) const OF_THE_LIBRARY: &[&str] = &["operator", "dependencies", "task_group_name", "parent_group_name"];

/// A task or group as it is written.
#[derive(Clone)]
pub(super) struct Member<'a> {
    pub(super) name: String,
    pub(super) says: Id<Dict<'a>>,
    pub(super) span: Span,
}

impl<'a> Interpreter<'a> {
    /// A DAG from its settings, with what holds for all of them.
    pub(super) fn dag_of_settings(&mut self, name: &str, params: Id<Dict<'a>>, at: Span) -> Value<'a> {
        let says = self.heap.dicts.get(params);
        let kept = says.entries.iter().filter(|(key, _)| !NO_ARGUMENTS.contains(&&**key));
        let mut named: Vec<(Rc<str>, Item<'a>)> = kept.cloned().collect();
        for (_, item) in named.iter_mut().filter(|(key, _)| matches!(&**key, "schedule" | "schedule_interval")) {
            if item.value.as_str().is_some_and(|text| text.trim().eq_ignore_ascii_case("none")) {
                item.value = Value::None;
            }
        }
        let id = Value::Text(Rc::new(Text::literal(name, at)));
        named.push(("dag_id".into(), Item { value: id, span: at }));
        let args = Args { positional: Vec::new(), named, open: says.open };
        let made = self.make_dag(&args, "DAG", at);
        let Value::Dag(dag) = made else { return made };
        self.within_dag(dag, |this| {
            this.members_of_settings(dag, params, at);
            Value::None
        });
        made
    }

    fn members_of_settings(&mut self, dag: Id<Dag<'a>>, params: Id<Dict<'a>>, at: Span) {
        let tasks = self.members_at(dag, params, "tasks", "task_id", at);
        let groups = self.members_at(dag, params, "task_groups", "group_name", at);
        let mut made: BTreeMap<String, Value<'a>> = self.groups_of_settings(dag, &groups);
        for (name, task) in self.tasks_of_settings(dag, &tasks, &made) {
            made.insert(name, task);
        }
        for member in tasks.iter().chain(&groups) {
            let Some(own) = made.get(&member.name).cloned() else { continue };
            for before in self.dependencies(member) {
                match before.as_ref().and_then(|name| made.get(name)).cloned() {
                    Some(before) => self.arrow(&before, &own, member.span),
                    None => self.loosen(&own),
                }
            }
        }
    }

    /// The tasks or groups of a DAG: a mapping by their names, or a list in which they say them.
    fn members_at(&mut self, dag: Id<Dag<'a>>, params: Id<Dict<'a>>, key: &str, id: &str, at: Span) -> Vec<Member<'a>> {
        let Some(item) = self.setting(params, key) else { return Vec::new() };
        let (found, open) = match item.value {
            Value::Dict(members) => {
                let members = self.heap.dicts.get(members);
                let named = |(name, item): &(Rc<str>, Item<'a>)| Some((name.to_string(), item.clone()));
                (members.entries.iter().map(named).collect::<Vec<_>>(), members.open)
            }
            Value::List(list) => {
                let list = self.heap.lists.get(list);
                let named = |item: &Item<'a>| match item.value {
                    Value::Dict(says) => Some((self.setting_text(says, id)?.as_known()?.to_owned(), item.clone())),
                    _ => None,
                };
                (list.items.iter().map(named).collect(), list.open)
            }
            _ => (Vec::new(), true),
        };
        let all = found.len();
        let member = |(name, item): (String, Item<'a>)| match item.value {
            Value::Dict(says) => Some(Member { name, says, span: item.span }),
            _ => None,
        };
        let members: Vec<Member<'a>> = found.into_iter().flatten().filter_map(member).collect();
        if open || members.len() < all || !self.step(all, at.start) {
            self.lose(dag, item.span, &format!("has {key} that cannot be known"));
        }
        members
    }

    /// The groups, each after the one that it is in.
    fn groups_of_settings(&mut self, dag: Id<Dag<'a>>, groups: &[Member<'a>]) -> BTreeMap<String, Value<'a>> {
        let mut made = BTreeMap::new();
        let mut waiting: Vec<&Member<'a>> = groups.iter().collect();
        loop {
            let before = waiting.len();
            let mut later = Vec::new();
            for member in waiting {
                let parent = self.setting_text(member.says, "parent_group_name");
                let parent = parent.map(|name| name.display());
                match parent.as_ref().map(|name| made.get(name).cloned()) {
                    Some(None) => later.push(member),
                    parent => {
                        let group = self.group_of_settings(member, parent.flatten());
                        made.insert(member.name.clone(), group);
                    }
                }
            }
            waiting = later;
            if waiting.is_empty() {
                return made;
            }
            if waiting.len() == before || !self.step(before, 0) {
                if let Some(member) = waiting.first() {
                    self.lose(dag, member.span, "has groups in groups that cannot be known");
                }
                return made;
            }
        }
    }

    fn group_of_settings(&mut self, member: &Member<'a>, parent: Option<Value<'a>>) -> Value<'a> {
        let says = self.heap.dicts.get(member.says);
        let kept = says.entries.iter().filter(|(key, _)| !OF_THE_LIBRARY.contains(&&**key));
        let mut named: Vec<(Rc<str>, Item<'a>)> = kept.cloned().collect();
        let id = Value::Text(Rc::new(Text::literal(&member.name, member.span)));
        named.push(("group_id".into(), Item { value: id, span: member.span }));
        if let Some(parent) = parent {
            named.push(("parent_group".into(), Item { value: parent, span: member.span }));
        }
        let args = Args { positional: Vec::new(), named, open: says.open };
        self.make_group(&args, member.span)
    }

    /// The names of what a task or group waits for; `None` for one that is not known.
    pub(super) fn dependencies(&self, member: &Member<'a>) -> Vec<Option<String>> {
        match self.setting(member.says, "dependencies").map(|item| item.value) {
            Some(Value::List(list)) => {
                let list = self.heap.lists.get(list);
                let name = |item: &Item<'a>| self.as_text(&item.value).as_known().map(str::to_owned);
                let open = list.open.then_some(None);
                list.items.iter().map(name).chain(open).collect()
            }
            Some(_) => vec![None],
            None => Vec::new(),
        }
    }

    /// Notes that what is before a task or group cannot be known.
    fn loosen(&mut self, value: &Value<'a>) {
        let tasks: BTreeSet<_> = match value {
            Value::Task(task) => BTreeSet::from([*task]),
            Value::Group(group) => self.heap.members(*group).into_iter().collect(),
            _ => BTreeSet::new(),
        };
        for task in tasks {
            self.heap.tasks.get_mut(task).loose_upstream = true;
        }
    }
}
