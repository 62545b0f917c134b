//! DAGs and task groups.

use std::rc::Rc;

use super::super::arena::Id;
use super::super::graph::{Dag, Group, tasks_in};
use super::super::interpret::Interpreter;
use super::super::text::Text;
use super::super::value::{Args, Function, Value};
use crate::source::Span;

impl<'a> Interpreter<'a> {
    /// `DAG(…)`.
    pub(crate) fn make_dag(&mut self, args: &Args<'a>, form: &'static str, at: Span) -> Value<'a> {
        let id = args.get("dag_id", 0);
        let id_span = id.map_or(at, |item| item.span);
        let id = match id {
            Some(item) => self.as_text(&item.value),
            None => Text::hole("dag_id"),
        };
        Value::Dag(self.add_dag(id, form, args, (at, id_span)))
    }

    /// Adds a DAG that stands at the first place and has its id at the second.
    pub(crate) fn add_dag(&mut self, id: Text, form: &'static str, args: &Args<'a>, at: (Span, Span)) -> Id<Dag<'a>> {
        let (dynamic, conditional) = self.certainty();
        self.heap.dags.add(Dag {
            id,
            form,
            args: args.clone(),
            span: at.0,
            id_span: at.1,
            tasks: Vec::new(),
            dynamic,
            conditional,
            runs: self.runs(),
            site: self.site,
        })
    }

    /// A call of a function decorated with `@dag`: its body builds the DAG.
    pub(super) fn make_dag_from(
        &mut self,
        function: Id<Function<'a>>,
        settings: &Args<'a>,
        args: &Args<'a>,
        at: Span,
    ) -> Value<'a> {
        let name = self.heap.functions.get(function).name();
        let id = settings.get("dag_id", 0).map_or_else(|| Text::known(&*name), |item| self.as_text(&item.value));
        let id_span = settings.get("dag_id", 0).map_or(at, |item| item.span);
        let dag = self.add_dag(id, "@dag", settings, (at, id_span));
        self.within_dag(dag, |this| this.call_function(function, args));
        Value::Dag(dag)
    }

    /// `TaskGroup(…)`.
    pub(crate) fn make_group(&mut self, args: &Args<'a>, _at: Span) -> Value<'a> {
        let id = args.get("group_id", 0).map_or_else(|| Text::hole("group_id"), |item| self.as_text(&item.value));
        Value::Group(self.new_group(&id, args, false))
    }

    /// A call of a function decorated with `@task_group`. What it returns stands for the group; otherwise the group.
    pub(super) fn make_group_from(
        &mut self,
        function: Id<Function<'a>>,
        settings: &Args<'a>,
        args: &Args<'a>,
        mapped: bool,
        at: Span,
    ) -> Value<'a> {
        let name = self.heap.functions.get(function).name();
        let id = settings.get("group_id", 0).map_or_else(|| Text::known(&*name), |item| self.as_text(&item.value));
        let group = self.new_group(&id, settings, true);
        let result = self.within_group(group, mapped, |this| this.call_function(function, args));
        if mapped {
            let given: Vec<Value<'a>> = args.items().map(|item| item.value.clone()).collect();
            for value in given {
                for task in tasks_in(&self.heap, &value) {
                    self.arrow(&Value::Task(task), &Value::Group(group), at);
                }
            }
            return Value::Group(group);
        }
        match result {
            Value::None | Value::Unknown(_) => Value::Group(group),
            other => other,
        }
    }

    fn new_group(&mut self, id: &Text, args: &Args<'a>, suffix: bool) -> Id<Group<'a>> {
        let dag = match args.named("dag").map(|item| &item.value) {
            Some(Value::Dag(dag)) => Some(*dag),
            _ => self.current_dag(),
        };
        let parent = match args.named("parent_group").map(|item| &item.value) {
            Some(Value::Group(group)) => Some(*group),
            _ => self.current_group(),
        };
        let mut whole = self.heap.member_id(parent, id);
        let suffix =
            suffix || matches!(args.named("add_suffix_on_collision").map(|item| &item.value), Some(Value::Bool(true)));
        if suffix {
            whole = self.heap.unused_id(dag, whole);
        }
        let prefixes = !matches!(args.named("prefix_group_id").map(|item| &item.value), Some(Value::Bool(false)));
        let default_args = args.named("default_args").map(|item| item.value.clone());
        if let (Some(dag), Some(known)) = (dag, whole.as_known()) {
            self.heap.taken.entry((dag, known.to_owned())).or_insert(1);
        }
        let (tasks, groups, before) = (Vec::new(), Vec::new(), Vec::new());
        let group = Group { id: whole, dag, parent, prefixes, default_args, tasks, groups, before };
        let group = self.heap.groups.add(group);
        if let Some(parent) = parent {
            self.heap.groups.get_mut(parent).groups.push(group);
        }
        group
    }

    /// `@asset`: an asset of that name, and a DAG with one task that makes it.
    pub(super) fn make_asset(&mut self, function: Id<Function<'a>>, settings: &Args<'a>, at: Span) -> Value<'a> {
        let name = self.heap.functions.get(function).name();
        let id = settings
            .named("name")
            .or_else(|| settings.named("dag_id"))
            .map_or_else(|| Text::known(&*name), |item| self.as_text(&item.value));
        let dag = self.add_dag(id.clone(), "@asset", settings, (at, at));
        let name_value = Value::Text(Rc::new(id.clone()));
        let mut asset = settings.clone();
        asset.named.retain(|(key, _)| matches!(&**key, "uri" | "group" | "extra" | "outlets"));
        asset.named.push(("name".into(), super::super::value::Item { value: name_value, span: at }));
        let outlets = settings.named("outlets").map(|item| item.value.clone());
        let asset = self.object("airflow.sdk.Asset", asset);
        let outlet = outlets.unwrap_or_else(|| asset.clone());
        self.within_dag(dag, |this| {
            this.make_asset_task(id, function, outlet, at);
            Value::None
        });
        asset
    }
}
