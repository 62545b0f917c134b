//! DAGs, groups and tasks while they are being built, and the edges between tasks.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::arena::Id;
use super::modules::Number;
use super::text::Text;
use super::value::{Args, Function, Heap, Item, Operator, Role, Scope, Value};
use crate::source::Span;

/// A DAG.
#[derive(Debug)]
pub(crate) struct Dag<'a> {
    pub(crate) id: Text,
    /// How it was written: `DAG`, `@dag`, `@asset`.
    pub(crate) form: &'static str,
    pub(crate) args: Args<'a>,
    pub(crate) span: Span,
    pub(crate) id_span: Span,
    pub(crate) tasks: Vec<Id<Task<'a>>>,
    /// Made in a loop whose rounds are not known: there may be several, or none.
    pub(crate) dynamic: bool,
    /// Made under a condition that is not known.
    pub(crate) conditional: bool,
    /// The file whose code made it: an imported module that was being read, else the DAG file.
    pub(crate) runs: Number,
    /// The call or import of the DAG file that led to it.
    pub(crate) site: Span,
}

/// A task group.
#[derive(Debug)]
pub(crate) struct Group<'a> {
    /// Its id with those of its parents.
    pub(crate) id: Text,
    pub(crate) dag: Option<Id<Dag<'a>>>,
    pub(crate) parent: Option<Id<Group<'a>>>,
    /// Whether the ids of its members begin with its own.
    pub(crate) prefixes: bool,
    pub(crate) default_args: Option<Value<'a>>,
    /// Its own tasks, without those of the groups in it.
    pub(crate) tasks: Vec<Id<Task<'a>>>,
    /// The groups in it.
    pub(crate) groups: Vec<Id<Group<'a>>>,
    /// The tasks from which an arrow leads to it.
    pub(crate) before: Vec<Id<Task<'a>>>,
}

/// The ids that the tasks and groups of DAGs have, each with the number that the next one of this id gets.
pub(crate) type Taken<'a> = BTreeMap<(Id<Dag<'a>>, String), usize>;

/// A task.
#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub(crate) struct Task<'a> {
    /// Its id with those of its groups.
    pub(crate) id: Text,
    pub(crate) id_span: Span,
    pub(crate) dag: Option<Id<Dag<'a>>>,
    pub(crate) group: Option<Id<Group<'a>>>,
    pub(crate) operator: Operator,
    /// The decorated function of a TaskFlow task.
    pub(crate) function: Option<Id<Function<'a>>>,
    pub(crate) args: Args<'a>,
    /// What its own code makes of its arguments when it runs, which is after Airflow has filled in their templates.
    pub(crate) late: Vec<(Rc<str>, Item<'a>)>,
    /// What the function of a TaskFlow task is called with.
    pub(crate) call: Args<'a>,
    pub(crate) span: Span,
    pub(crate) upstream: BTreeSet<Id<Task<'a>>>,
    pub(crate) downstream: BTreeSet<Id<Task<'a>>>,
    pub(crate) role: Role,
    pub(crate) mapped: bool,
    /// What cannot be followed of its arguments is what a task of its DAG returns.
    pub(crate) of_results: bool,
    /// Made in a loop whose rounds are not known: there may be several, or none.
    pub(crate) dynamic: bool,
    /// Made under a condition that is not known.
    pub(crate) conditional: bool,
    /// Joined to something that is not known.
    pub(crate) loose_upstream: bool,
    /// Joined to something that is not known.
    pub(crate) loose_downstream: bool,
    /// The call of the DAG file that led to it.
    pub(crate) site: Span,
}

/// Which end of a group or list an arrow touches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    /// The tasks that an arrow into it reaches.
    Roots,
    /// The tasks that an arrow out of it leaves.
    Leaves,
}

impl<'a> Heap<'a> {
    /// Adds the edge `from → to`. A task without a DAG joins that of the other.
    pub(crate) fn join(&mut self, from: Id<Task<'a>>, to: Id<Task<'a>>) {
        if from == to {
            return;
        }
        let (before, after) = (self.tasks.get(from).dag, self.tasks.get(to).dag);
        match (before, after) {
            (Some(dag), None) => self.attach(to, dag),
            (None, Some(dag)) => self.attach(from, dag),
            _ => {}
        }
        self.edges = self.edges.saturating_add(1);
        self.tasks.get_mut(from).downstream.insert(to);
        self.tasks.get_mut(to).upstream.insert(from);
    }

    /// Puts a task into a DAG.
    pub(crate) fn attach(&mut self, task: Id<Task<'a>>, dag: Id<Dag<'a>>) {
        self.tasks.get_mut(task).dag = Some(dag);
        self.dags.get_mut(dag).tasks.push(task);
        if let Some(id) = self.tasks.get(task).id.as_known() {
            self.taken.entry((dag, id.to_owned())).or_insert(1);
        }
    }

    /// The tasks of a group and of the groups in it.
    pub(crate) fn members(&self, group: Id<Group<'a>>) -> Vec<Id<Task<'a>>> {
        let (mut members, mut waiting) = (Vec::new(), vec![group]);
        while let Some(id) = waiting.pop() {
            let group = self.groups.get(id);
            members.extend(&group.tasks);
            waiting.extend(&group.groups);
        }
        members
    }

    /// The tasks of a group that an arrow to or from it touches, by Airflow's rule: a teardown at the end stands
    /// aside for the tasks before it.
    pub(crate) fn edge_of_group(&self, group: Id<Group<'a>>, end: End) -> Vec<Id<Task<'a>>> {
        let members: BTreeSet<_> = self.members(group).into_iter().collect();
        let at_the_end = |id: &&Id<Task<'a>>| {
            let task = self.tasks.get(**id);
            match end {
                End::Roots => task.upstream.is_disjoint(&members),
                End::Leaves => task.downstream.is_disjoint(&members),
            }
        };
        let mut found = BTreeSet::new();
        for id in members.iter().filter(at_the_end) {
            if end == End::Leaves && self.tasks.get(*id).role == Role::Teardown {
                self.work_before(*id, &members, &mut found);
            } else {
                found.insert(*id);
            }
        }
        found.into_iter().collect()
    }

    /// The tasks before a teardown that are not themselves teardowns, nor the setups that it cleans up after.
    fn work_before(
        &self,
        teardown: Id<Task<'a>>,
        members: &BTreeSet<Id<Task<'a>>>,
        found: &mut BTreeSet<Id<Task<'a>>>,
    ) {
        let (mut waiting, mut seen) = (vec![teardown], BTreeSet::new());
        while let Some(id) = waiting.pop().filter(|_| seen.len() <= members.len()) {
            for before in self.tasks.get(id).upstream.intersection(members) {
                match self.tasks.get(*before).role {
                    Role::Teardown if seen.insert(*before) => waiting.push(*before),
                    Role::Teardown | Role::Setup => {}
                    Role::Work => {
                        found.insert(*before);
                    }
                }
            }
        }
    }

    /// The id of a member of a group.
    pub(crate) fn member_id(&self, group: Option<Id<Group<'a>>>, id: &Text) -> Text {
        match group.map(|group| self.groups.get(group)) {
            Some(group) if group.prefixes => {
                let mut whole = group.id.clone();
                whole.push_str(".");
                whole.push(id);
                whole
            }
            _ => id.clone(),
        }
    }

    /// `id`, or the first of `id__1`, `id__2` … that no task or group of the DAG has.
    pub(crate) fn unused_id(&mut self, dag: Option<Id<Dag<'a>>>, id: Text) -> Text {
        let (Some(dag), Some(known)) = (dag, id.as_known()) else { return id };
        let Some(first) = self.taken.get(&(dag, known.to_owned())).copied() else { return id };
        let mut number = first;
        let mut free = format!("{known}__{number}");
        while self.taken.contains_key(&(dag, free.clone())) {
            number = number.saturating_add(1);
            free = format!("{known}__{number}");
        }
        self.taken.insert((dag, known.to_owned()), number.saturating_add(1));
        Text::known(free)
    }
}

/// A name in a scope or one of those around it.
pub(crate) fn look_up<'a>(heap: &Heap<'a>, scope: Id<Scope<'a>>, name: &str) -> Option<Value<'a>> {
    let mut at = Some(scope);
    while let Some(id) = at {
        let scope = heap.scopes.get(id);
        if let Some(value) = scope.names.get(name) {
            return Some(value.clone());
        }
        at = scope.parent;
    }
    None
}

/// The tasks in a value, wherever in it they stand: what a task that is given the value depends on.
pub(crate) fn tasks_in<'a>(heap: &Heap<'a>, value: &Value<'a>) -> BTreeSet<Id<Task<'a>>> {
    let mut found = BTreeSet::new();
    let (mut lists, mut dicts, mut objects) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    let mut waiting: Vec<&Value<'a>> = vec![value];
    while let Some(value) = waiting.pop() {
        match value {
            Value::Task(id) => {
                found.insert(*id);
            }
            Value::List(id) if lists.insert(*id) => {
                waiting.extend(heap.lists.get(*id).items.iter().map(|item| &item.value));
            }
            Value::Dict(id) if dicts.insert(*id) => {
                waiting.extend(heap.dicts.get(*id).entries.iter().map(|(_, item)| &item.value));
            }
            Value::Object(id) if objects.insert(*id) => {
                waiting.extend(heap.objects.get(*id).args.items().map(|item| &item.value));
            }
            Value::Bound(id) => waiting.push(&heap.bounds.get(*id).receiver),
            Value::Either(values) => waiting.extend(values.iter()),
            _ => {}
        }
    }
    found
}

/// What a task's dotted operator name ends with.
pub(crate) fn last_segment(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or(name)
}

/// A shared copy of a name.
pub(crate) fn shared(name: &str) -> Rc<str> {
    Rc::from(name)
}
