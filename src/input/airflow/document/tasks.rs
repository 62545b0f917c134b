//! Tasks of the document.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::super::arena::Id;
use super::super::evidence::stores::{self, Touch};
use super::super::graph::{Dag, Task, last_segment};
use super::super::model;
use super::super::value::{Args, Item, Role, Value};
use super::Builder;
use super::render::Rendering;
use super::templates::DagTemplates;
use crate::input::Segment;
use crate::source::Span;

/// Arguments that are said elsewhere in the document, or that no policy can use.
const ELSEWHERE: &[&str] = &["task_id", "dag", "task_group"];

/// Classes of Airflow that operators are derived from.
const BASES: &[&str] = &["BaseOperator", "BaseSensorOperator"];

/// The arguments of a task, with what its code sets later and what its function is called with.
fn given_in_all<'g, 'a>(task: &Task<'a>, args: &'g Args<'a>) -> Cow<'g, Args<'a>> {
    let mut given = Cow::Borrowed(args);
    if !task.late.is_empty() {
        given.to_mut().named.extend(task.late.iter().cloned());
    }
    if task.function.is_some() {
        given.to_mut().named.extend(task.call.named.iter().cloned());
    }
    given
}

impl<'a> Builder<'_, 'a> {
    pub(super) fn task(&mut self, id: Id<Task<'a>>, dag: &Dag<'a>, templates: &DagTemplates) -> model::Task {
        let interpreter = self.interpreter;
        let task = interpreter.heap.tasks.get(id);
        let task_id = self.ids.get(&id).cloned().unwrap_or_default();
        let loc = self.add(task.span, Some(format!("{}.{task_id}", dag.id.display())), task.site);
        self.add_child(&loc, vec![Segment::Key("task_id".to_owned())], task.id_span, None);
        let (args, inherited) = self.effective_args(task, dag);
        let mut rendering = Rendering::at("args");
        let kept: Vec<(&str, &Item<'a>)> = last_of_each(&args);
        let json = self.named(&kept, &task.operator.name, &mut rendering);
        self.record(&loc, &rendering);
        let mut files = self.rendered(&rendering.texts, templates);
        let templated = self.templated(templates, &args, &rendering, &mut files, &loc);
        let mut unknown = rendering.unknown;
        unknown.extend(files.unread.iter().map(|file| (format!("args.{}", file.arg), true)));
        let flags = [
            ("task_id", task.id.is_partial()),
            ("args", task.args.open),
            ("upstream", task.loose_upstream),
            ("downstream", task.loose_downstream),
        ];
        unknown.extend(flags.iter().filter(|(_, open)| *open).map(|(field, _)| ((*field).to_owned(), true)));
        let events = self.events.get(&id).cloned().unwrap_or_default();
        let given = given_in_all(task, &args);
        let mut touches = stores::of_task(self.tables, &interpreter.heap, id, &given, &events);
        stores::of_files(self.tables, &interpreter.heap, &given, &files.texts, &mut touches);
        let site = self.site_of(task);
        let text = |name: &str| args.named(name).and_then(|item| item.value.as_str()).map(str::to_owned);
        let executed = self.executed(templates, &events, &loc, site, &templated);
        model::Task {
            id_known: !task.id.is_partial(),
            group: task.group.map(|group| interpreter.heap.groups.get(group).id.display()),
            operator: task.operator.name.to_string(),
            qualified: task.operator.qualified.to_string(),
            bases: task.operator.bases.iter().map(ToString::to_string).collect(),
            provider: provider(&task.operator.qualified),
            taskflow: task.function.is_some(),
            mapped: task.mapped,
            dynamic: task.dynamic,
            conditional: task.conditional,
            role: role(task.role),
            args: json,
            inherited: inherited.into_iter().map(|name| (name, true)).collect(),
            unknown,
            templated,
            upstream: self.names(&task.upstream),
            downstream: self.names(&task.downstream),
            conn_ids: connection_ids(&args, &events),
            executed,
            hides: task.args.open && !task.of_results && !self.hands_on_to_base(id, task),
            reads: self.touches(touches.reads, &loc, site),
            writes: self.touches(touches.writes, &loc, site),
            image: text("image"),
            unread_files: files.unread,
            task_id,
            loc,
        }
    }

    /// Whether all that cannot be followed of the arguments goes from the code of the tree to a class of Airflow that runs
    /// nothing of it: what the class of the tree itself is given is known, and so is what it runs.
    fn hands_on_to_base(&self, id: Id<Task<'a>>, task: &Task<'a>) -> bool {
        let bases = &task.operator.bases;
        let runs_nothing = |base: &str| {
            let name = last_segment(base);
            base.starts_with("airflow.") && (BASES.contains(&name) || self.tables.operators.is_inert(name))
        };
        let object = self.interpreter.object_of(&Value::Task(id));
        let is_known = object.is_some_and(|object| !self.interpreter.heap.objects.get(object).args.open);
        is_known && !bases.is_empty() && bases.iter().all(|base| runs_nothing(base))
    }

    /// Where the DAG file asks for a task.
    fn site_of(&self, task: &Task<'a>) -> Span {
        let modules = self.interpreter.modules;
        let is_own = modules.place(task.span).0.path() == modules.own().source.path();
        if is_own { task.span } else { task.site }
    }

    fn names(&self, tasks: &BTreeSet<Id<Task<'a>>>) -> Vec<String> {
        let names: BTreeSet<String> = tasks.iter().filter_map(|task| self.ids.get(task).cloned()).collect();
        names.into_iter().collect()
    }

    /// The arguments of a task with the defaults of its DAG and groups, and the names of those.
    fn effective_args(&self, task: &Task<'a>, dag: &Dag<'a>) -> (Args<'a>, BTreeSet<String>) {
        let heap = &self.interpreter.heap;
        let mut args = Args { positional: task.args.positional.clone(), open: task.args.open, ..Args::default() };
        let mut inherited = BTreeSet::new();
        let mut defaults = vec![dag.args.named("default_args").map(|item| item.value.clone())];
        let (mut groups, mut at) = (Vec::new(), task.group);
        while let Some(id) = at {
            let group = heap.groups.get(id);
            groups.push(group.default_args.clone());
            at = group.parent;
        }
        defaults.extend(groups.into_iter().rev());
        defaults.push(task.args.named("default_args").map(|item| item.value.clone()));
        for entry in defaults.into_iter().flatten() {
            let Value::Dict(dict) = entry else { continue };
            for (name, item) in &heap.dicts.get(dict).entries {
                inherited.insert(name.to_string());
                args.named.push((name.clone(), item.clone()));
            }
        }
        let own = task.args.named.iter().filter(|(name, _)| !ELSEWHERE.contains(&&**name));
        for (name, item) in own {
            inherited.remove(&**name);
            args.named.push((name.clone(), item.clone()));
        }
        (args, inherited)
    }

    fn touches(&mut self, touches: Vec<Touch>, task: &str, site: Span) -> Vec<model::DataRef> {
        let mut refs = Vec::new();
        for touch in touches {
            let logical = self.table_name(task);
            let loc = self.add(touch.span, logical, site);
            let named = touch.named;
            refs.push(model::DataRef {
                loc,
                kind: named.kind,
                does: touch.does,
                name: named.name.as_known().map(str::to_owned),
                shape: named.name.display(),
                known: !named.name.is_partial(),
                known_prefix: named.name.prefix().to_owned(),
                key: named.key.map(|key| key.display()),
                uri: named.uri.map(|uri| uri.display()),
                arg: touch.arg,
            });
        }
        refs
    }

    /// The name under which a report shows an entity.
    pub(super) fn table_name(&self, loc: &str) -> Option<String> {
        use crate::input::Locate as _;
        self.table.locate(loc, &[]).and_then(|place| place.logical)
    }
}

const fn role(role: Role) -> model::TaskRole {
    match role {
        Role::Work => model::TaskRole::Work,
        Role::Setup => model::TaskRole::Setup,
        Role::Teardown => model::TaskRole::Teardown,
    }
}

/// Every argument once, as it counts in the end, in the order of first mention.
fn last_of_each<'i, 'a>(args: &'i Args<'a>) -> Vec<(&'i str, &'i Item<'a>)> {
    let mut kept: Vec<(&str, &Item<'a>)> = Vec::new();
    for (name, item) in &args.named {
        match kept.iter_mut().find(|(other, _)| **other == **name) {
            Some((_, old)) => *old = item,
            None => kept.push((name, item)),
        }
    }
    kept
}

/// The provider package of an operator: `amazon`, `common.sql`.
fn provider(qualified: &str) -> Option<String> {
    let rest = qualified.strip_prefix("airflow.providers.")?;
    let ends = [".operators.", ".sensors.", ".transfers.", ".decorators.", ".hooks."];
    let name = ends.iter().find_map(|end| rest.split_once(end)).map_or(rest, |(name, _)| name);
    Some(name.to_owned())
}

fn connection_ids(args: &Args<'_>, events: &[&super::Event<'_>]) -> Vec<String> {
    let in_code = events.iter().flat_map(|event| {
        let hook = last_segment(&event.callee).ends_with("Hook");
        let first = event.args.positional.first().filter(|_| hook || event.callee.ends_with("get_connection"));
        first.into_iter().chain(connections(&event.args))
    });
    let ids: BTreeSet<String> =
        connections(args).chain(in_code).filter_map(|item| item.value.as_str().map(str::to_owned)).collect();
    ids.into_iter().collect()
}

fn connections<'i, 'a>(args: &'i Args<'a>) -> impl Iterator<Item = &'i Item<'a>> {
    args.named.iter().filter(|(name, _)| name.ends_with("conn_id")).map(|(_, item)| item)
}
