//! What comes after what in a gusty DAG: what files and folders say, what they wait for in other DAGs, and the tasks that
//! begin and end it.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::super::super::arena::Id;
use super::super::super::graph::Dag;
use super::super::super::value::{Args, Dict, Item, Operator, Role, Value};
use super::super::Interpreter;
use super::gusty::{Level, Spec};
use crate::source::Span;

/// The sensor that waits for a task of another DAG.
const SENSOR: &str = "airflow.providers.standard.sensors.external_task.ExternalTaskSensor";

/// The task that begins a DAG.
const LATEST: &str = "airflow.providers.standard.operators.latest_only.LatestOnlyOperator";

/// A DAG while its tasks are joined.
struct Joining<'a> {
    dag: Id<Dag<'a>>,
    levels: Vec<Level<'a>>,
    /// All tasks by name.
    tasks: BTreeMap<String, Value<'a>>,
    /// The sensors by name.
    sensors: BTreeMap<String, Value<'a>>,
    at: Span,
}

impl<'a> Interpreter<'a> {
    pub(super) fn join_levels(&mut self, dag: Id<Dag<'a>>, levels: Vec<Level<'a>>, at: Span) {
        let named = |level: &Level<'a>| level.tasks.clone().into_iter().map(|(name, spec)| (name, spec.task));
        let tasks = levels.iter().flat_map(named).collect();
        let mut joining = Joining { dag, levels, tasks, sensors: BTreeMap::new(), at };
        for number in 0..joining.levels.len() {
            self.join_level(&mut joining, number);
        }
        for number in 0..joining.levels.len() {
            self.join_tasks(&mut joining, number);
        }
        for number in 0..joining.levels.len() {
            self.join_sensors(&mut joining, number);
        }
        self.join_ends(&mut joining);
        self.join_begin(&mut joining);
    }

    /// A group comes after tasks and groups of the folder around it.
    fn join_level(&mut self, joining: &mut Joining<'a>, number: usize) {
        let Some((group, parent, says)) = parts(joining, number) else { return };
        for name in self.names_at(says, "dependencies") {
            let task =
                joining.levels.get(parent).and_then(|level| level.tasks.get(&name)).map(|spec| spec.task.clone());
            let sibling = joining.levels.iter().enumerate().find(|(other, level)| {
                *other != number && level.parent == Some(parent) && level.folder.file_name() == name
            });
            let sibling = sibling.and_then(|(_, level)| level.group.clone());
            let is_group = sibling.is_some();
            let Some(before) = sibling.or(task) else { continue };
            self.arrow(&before, &group, joining.at);
            if let Some(level) = joining.levels.get_mut(number) {
                level.after_groups |= is_group;
                level.after_tasks |= !is_group;
            }
        }
    }

    /// A task comes after any tasks, and after groups of its own folder.
    fn join_tasks(&mut self, joining: &mut Joining<'a>, number: usize) {
        let Some(level) = joining.levels.get(number) else { return };
        let folder = level.folder.file_name().to_owned();
        let is_group = level.group.is_some();
        let specs: Vec<Spec<'a>> = level.tasks.values().cloned().collect();
        let inner = joining.levels.iter().filter(|level| level.parent == Some(number));
        let groups: BTreeMap<String, Value<'a>> =
            inner.filter_map(|level| Some((level.folder.file_name().to_owned(), level.group.clone()?))).collect();
        let mut waited: BTreeSet<String> = BTreeSet::new();
        for spec in specs {
            for name in self.names_at(spec.says, "dependencies") {
                if groups.contains_key(&name) {
                    waited.insert(name.clone());
                }
                let both = [format!("{folder}_{name}"), format!("{name}_{folder}")];
                let renamed = both.iter().filter(|_| is_group).find_map(|name| joining.tasks.get(name));
                for before in [groups.get(&name).or_else(|| joining.tasks.get(&name)), renamed] {
                    if let Some(before) = before.cloned() {
                        self.arrow(&before, &spec.task, joining.at);
                    }
                }
            }
        }
        for level in joining.levels.iter_mut().filter(|level| level.parent == Some(number)) {
            level.before_tasks |= waited.contains(level.folder.file_name());
        }
    }

    fn join_sensors(&mut self, joining: &mut Joining<'a>, number: usize) {
        let specs: Vec<Spec<'a>> =
            joining.levels.get(number).map(|level| level.tasks.values().cloned().collect()).unwrap_or_default();
        for spec in specs {
            for sensor in self.sensors_at(joining, spec.says) {
                self.arrow(&sensor, &spec.task, joining.at);
            }
        }
        let Some((group, _, says)) = parts(joining, number) else { return };
        for sensor in self.sensors_at(joining, says) {
            self.arrow(&sensor, &group, joining.at);
            if let Some(level) = joining.levels.get_mut(number) {
                level.after_tasks = true;
            }
        }
    }

    /// The sensors for what settings wait for in other DAGs: `{dag: {tasks: [task]}}`, or a list of `{dag: task}`.
    fn sensors_at(&mut self, joining: &mut Joining<'a>, says: Id<Dict<'a>>) -> Vec<Value<'a>> {
        let Some(item) = self.setting(says, "external_dependencies") else { return Vec::new() };
        let mut wanted: Vec<(String, String, Item<'a>)> = Vec::new();
        match &item.value {
            Value::Dict(dags) => {
                for (dag, item) in self.heap.dicts.get(*dags).entries.clone() {
                    let Value::Dict(says) = item.value else { continue };
                    wanted.extend(
                        self.names_at(says, "tasks").into_iter().map(|task| (dag.to_string(), task, item.clone())),
                    );
                }
            }
            Value::List(list) => {
                for item in self.heap.lists.get(*list).items.clone() {
                    let Value::Dict(pairs) = item.value else { continue };
                    for (dag, task) in self.heap.dicts.get(pairs).entries.clone() {
                        wanted.push((dag.to_string(), self.as_text(&task.value).display(), task));
                    }
                }
            }
            _ => self.lose(joining.dag, item.span, "waits for tasks of other DAGs that nobody can know"),
        }
        wanted.into_iter().map(|(dag, task, item)| self.sensor(joining, (&dag, &task), &item)).collect()
    }

    fn sensor(&mut self, joining: &mut Joining<'a>, (dag, task): (&str, &str), item: &Item<'a>) -> Value<'a> {
        let whole = task == "all";
        let name = if whole { format!("wait_for_DAG_{dag}") } else { format!("wait_for_{dag}_{task}") };
        if let Some(known) = joining.sensors.get(&name) {
            return known.clone();
        }
        let span = item.span;
        let mut named: Vec<(Rc<str>, Item<'a>)> = vec![
            ("task_id".into(), super::text_item(&name, span)),
            ("dag".into(), Item { value: Value::Dag(joining.dag), span }),
            ("external_dag_id".into(), super::text_item(dag, span)),
        ];
        if !whole {
            named.push(("external_task_id".into(), super::text_item(task, span)));
        }
        if let Value::Dict(says) = item.value {
            named.extend(self.heap.dicts.get(says).entries.iter().filter(|(key, _)| &**key != "tasks").cloned());
        }
        let made = self.task_named(SENSOR, &Args { positional: Vec::new(), named, open: false }, span);
        joining.sensors.insert(name, made.clone());
        made
    }

    fn task_named(&mut self, class: &str, args: &Args<'a>, at: Span) -> Value<'a> {
        let name = super::last_segment(class);
        let operator = Operator { name: Rc::from(name), qualified: Rc::from(class), bases: Vec::new() };
        self.make_task(operator, args, Role::Work, at)
    }

    /// The tasks that end the DAG: they come after all in its folder after which nothing comes.
    fn join_ends(&mut self, joining: &mut Joining<'a>) {
        let Some(says) = joining.levels.first().map(|level| level.says) else { return };
        let (ends, begins) = (self.names_at(says, "leaf_tasks"), self.names_at(says, "root_tasks"));
        let last: Vec<(String, Value<'a>)> =
            outermost(joining, true).into_iter().filter(|(name, value)| self.is_last(joining, name, value)).collect();
        for (name, value) in last {
            for end in ends.iter().filter(|_| !ends.contains(&name) && !begins.contains(&name)) {
                if let Some(end) = top_task(joining, end) {
                    self.arrow(&value, &end, joining.at);
                }
            }
        }
    }

    /// What begins the DAG: its root tasks, then sensors of the DAG as a whole, then the task that lets only the latest run
    /// through, each before all before which nothing comes yet.
    fn join_begin(&mut self, joining: &mut Joining<'a>) {
        let Some(says) = joining.levels.first().map(|level| level.says) else { return };
        let at = joining.at;
        let roots = self.names_at(says, "root_tasks");
        let mut waiting: Vec<(String, Value<'a>, bool)> = outermost(joining, false)
            .into_iter()
            .map(|(name, value)| (name, value, false))
            .chain(joining.sensors.clone().into_iter().map(|(name, value)| (name, value, true)))
            .collect();
        let begin: Vec<Value<'a>> = roots.iter().filter_map(|name| top_task(joining, name)).collect();
        if !begin.is_empty() {
            for (name, value, _) in waiting.iter().filter(|(name, ..)| !roots.contains(name)) {
                if self.is_first(joining, name, value, true) {
                    for root in &begin {
                        self.arrow(root, value, at);
                    }
                    note_before(joining, name);
                }
            }
        }
        let sensors = self.sensors_at(joining, says);
        for (name, value, is_sensor) in &waiting {
            if !sensors.is_empty() && !is_sensor && self.is_first(joining, name, value, false) {
                for sensor in &sensors {
                    self.arrow(sensor, value, at);
                }
                note_before(joining, name);
            }
        }
        let more =
            joining.sensors.clone().into_iter().filter(|(name, _)| !waiting.iter().any(|(known, ..)| known == name));
        waiting.extend(more.map(|(name, value)| (name, value, true)).collect::<Vec<_>>());
        let latest = self.setting(says, "latest_only");
        if latest.is_some_and(|item| item.value.truth(&self.heap) == Some(false)) {
            return;
        }
        let named = vec![
            ("task_id".into(), super::text_item("latest_only", at)),
            ("dag".into(), Item { value: Value::Dag(joining.dag), span: at }),
        ];
        let first = self.task_named(LATEST, &Args { positional: Vec::new(), named, open: false }, at);
        for (name, value, _) in waiting {
            if self.is_first(joining, &name, &value, false) {
                self.arrow(&first, &value, at);
            }
        }
    }

    /// Whether no task comes before something of the outermost folder; sensors count as none where that is asked.
    fn is_first(&self, joining: &Joining<'a>, name: &str, value: &Value<'a>, but_sensors: bool) -> bool {
        match value {
            Value::Task(task) => {
                let mut before = self.heap.tasks.get(*task).upstream.iter();
                let is_sensor = |id: &str| but_sensors && id.starts_with("wait_for_");
                before.all(|task| self.heap.tasks.get(*task).id.as_known().is_some_and(is_sensor))
            }
            _ => group_named(joining, name).is_some_and(|level| !level.after_tasks),
        }
    }

    /// Whether no task waits for something of the outermost folder.
    fn is_last(&self, joining: &Joining<'a>, name: &str, value: &Value<'a>) -> bool {
        match value {
            Value::Task(task) => self.heap.tasks.get(*task).downstream.is_empty(),
            _ => group_named(joining, name).is_some_and(|level| !level.before_tasks),
        }
    }

    /// The names that a setting lists.
    fn names_at(&self, says: Id<Dict<'a>>, key: &str) -> Vec<String> {
        match self.setting(says, key).map(|item| item.value) {
            Some(Value::List(list)) => {
                self.heap.lists.get(list).items.iter().map(|item| self.as_text(&item.value).display()).collect()
            }
            _ => Vec::new(),
        }
    }
}

/// The group of a folder, the number of the folder that it is in, and its settings.
fn parts<'a>(joining: &Joining<'a>, number: usize) -> Option<(Value<'a>, usize, Id<Dict<'a>>)> {
    let level = joining.levels.get(number)?;
    Some((level.group.clone()?, level.parent?, level.says))
}

/// What stands directly in the DAG: its tasks, and its groups, or those of them that come after no group.
fn outermost<'a>(joining: &Joining<'a>, all: bool) -> Vec<(String, Value<'a>)> {
    let tasks = joining.levels.first().into_iter().flat_map(|level| level.tasks.iter());
    let tasks = tasks.map(|(name, spec)| (name.clone(), spec.task.clone()));
    let inner = joining.levels.iter().filter(|level| level.parent == Some(0) && (all || !level.after_groups));
    let groups = inner.filter_map(|level| Some((level.folder.file_name().to_owned(), level.group.clone()?)));
    tasks.chain(groups).collect()
}

fn top_task<'a>(joining: &Joining<'a>, name: &str) -> Option<Value<'a>> {
    joining.levels.first()?.tasks.get(name).map(|spec| spec.task.clone())
}

/// The folder of a group that stands directly in the DAG.
fn group_named<'j, 'a>(joining: &'j Joining<'a>, name: &str) -> Option<&'j Level<'a>> {
    joining.levels.iter().find(|level| level.parent == Some(0) && level.folder.file_name() == name)
}

/// Notes that a task comes before a group of the outermost folder.
fn note_before(joining: &mut Joining<'_>, name: &str) {
    for level in joining.levels.iter_mut().filter(|level| level.parent == Some(0) && level.folder.file_name() == name) {
        level.after_tasks = true;
    }
}
