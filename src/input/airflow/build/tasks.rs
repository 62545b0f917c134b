//! Tasks.

use std::collections::BTreeSet;
use std::rc::Rc;

use super::super::arena::Id;
use super::super::graph::{Task, tasks_in};
use super::super::interpret::Interpreter;
use super::super::text::Text;
use super::super::value::{Args, Blueprint, Function, Item, Makes, Operator, Role, Value};
use crate::source::Span;

/// What a new task is made of.
#[derive(Clone)]
pub(super) struct Draft<'a> {
    pub(super) operator: Operator,
    pub(super) function: Option<Id<Function<'a>>>,
    /// Its id without those of its groups, when `args` has none.
    pub(super) default_id: Option<Text>,
    pub(super) args: Args<'a>,
    pub(super) call: Args<'a>,
    pub(super) role: Role,
    pub(super) mapped: bool,
    /// Whether a second task of the same id gets a number.
    pub(super) numbered: bool,
    pub(super) span: Span,
}

impl<'a> Interpreter<'a> {
    /// A task from a call of an operator class.
    pub(crate) fn make_task(&mut self, operator: Operator, args: &Args<'a>, role: Role, at: Span) -> Value<'a> {
        self.add_task(Draft {
            operator,
            function: None,
            default_id: None,
            args: args.clone(),
            call: Args::default(),
            role,
            mapped: false,
            numbered: false,
            span: at,
        })
    }

    /// The same of a function that names its task itself where it is not told an id, with a number from the second one on.
    pub(crate) fn make_numbered_task(
        &mut self,
        operator: Operator,
        args: &Args<'a>,
        id: Option<&str>,
        role: Role,
        at: Span,
    ) -> Value<'a> {
        self.add_task(Draft {
            operator,
            function: None,
            default_id: id.map(Text::known),
            args: args.clone(),
            call: Args::default(),
            role,
            mapped: false,
            numbered: id.is_some(),
            span: at,
        })
    }

    /// `Operator.partial(…)`: waits for `expand`.
    pub(crate) fn partial(&mut self, operator: Operator, args: &Args<'a>, at: Span) -> Value<'a> {
        let blueprint = Blueprint {
            makes: Makes::Operator(operator),
            settings: args.clone(),
            ahead: Args::default(),
            role: Role::Work,
            span: at,
        };
        Value::Blueprint(self.heap.blueprints.add(blueprint))
    }

    /// The task of an `@asset`.
    pub(super) fn make_asset_task(&mut self, id: Text, function: Id<Function<'a>>, outlet: Value<'a>, at: Span) {
        let outlets = ("outlets".into(), Item { value: outlet, span: at });
        self.add_task(Draft {
            operator: Operator {
                name: "_AssetMainOperator".into(),
                qualified: "airflow.sdk.definitions.asset.decorators._AssetMainOperator".into(),
                bases: Vec::new(),
            },
            function: Some(function),
            default_id: Some(id),
            args: Args { named: vec![outlets], ..Args::default() },
            call: Args::default(),
            role: Role::Work,
            mapped: false,
            numbered: false,
            span: at,
        });
    }

    /// Adds a task: in each of the DAGs that it may be given.
    pub(super) fn add_task(&mut self, draft: Draft<'a>) -> Value<'a> {
        let dags: Vec<Value<'a>> = match draft.args.named("dag").map(|item| &item.value) {
            Some(Value::Either(values)) => {
                values.iter().filter(|value| !matches!(value, Value::None)).cloned().collect()
            }
            _ => return self.add_task_once(draft),
        };
        let span = draft.span;
        let add = |dag: Value<'a>| {
            let mut draft = draft.clone();
            draft.args.named.push(("dag".into(), Item { value: dag, span }));
            self.undecided(|this| this.add_task_once(draft))
        };
        Self::either(dags.into_iter().map(add).collect())
    }

    /// Adds a task to the current DAG and group, with an edge from every task whose result it is given.
    fn add_task_once(&mut self, draft: Draft<'a>) -> Value<'a> {
        let given = draft.args.named("task_id");
        let id_span = given.map_or(draft.span, |item| item.span);
        let own_id = match given {
            Some(item) => self.as_text(&item.value),
            None => draft.default_id.clone().unwrap_or_else(|| Text::hole("task_id")),
        };
        let group = match draft.args.named("task_group").map(|item| &item.value) {
            Some(Value::Group(group)) => Some(*group),
            _ => self.current_group(),
        };
        let dag = match draft.args.named("dag").map(|item| &item.value) {
            Some(Value::Dag(dag)) => Some(*dag),
            Some(other) if self.may_be_a_dag(&other.clone()) => Some(self.dag_of_unknown(&other.clone(), draft.span)),
            _ => group.and_then(|group| self.heap.groups.get(group).dag).or_else(|| self.current_dag()),
        };
        let mut id = self.heap.member_id(group, &own_id);
        if draft.numbered {
            id = self.heap.unused_id(dag, id);
        }
        let results: Vec<Value<'a>> =
            draft.args.items().chain(draft.call.items()).map(|item| item.value.clone()).collect();
        let (dynamic, conditional) = self.certainty();
        let task = self.heap.tasks.add(Task {
            id,
            id_span,
            dag: None,
            group,
            operator: draft.operator,
            function: draft.function,
            args: draft.args,
            late: Vec::new(),
            of_results: false,
            call: draft.call,
            span: draft.span,
            upstream: BTreeSet::new(),
            downstream: BTreeSet::new(),
            role: draft.role,
            mapped: draft.mapped || self.in_mapped_group(),
            dynamic,
            conditional,
            loose_upstream: false,
            loose_downstream: false,
            site: self.site,
        });
        if let Some(group) = group {
            self.heap.groups.get_mut(group).tasks.push(task);
        }
        if let Some(dag) = dag {
            self.heap.attach(task, dag);
        }
        let before: BTreeSet<_> = results.iter().flat_map(|value| tasks_in(&self.heap, value)).collect();
        for upstream in before {
            self.heap.join(upstream, task);
        }
        self.surrounded(task);
        Value::Task(task)
    }

    /// The name of a `TaskFlow` operator.
    pub(super) fn flow_operator(decorator: &Rc<str>) -> Operator {
        let qualified = match decorator.strip_prefix("@task") {
            Some("") => "airflow.sdk.task".to_owned(),
            Some(kind) => format!("airflow.sdk.task.{}", kind.trim_start_matches('.')),
            None => decorator.trim_start_matches('@').to_owned(),
        };
        Operator { name: Rc::clone(decorator), qualified: Rc::from(qualified), bases: Vec::new() }
    }
}
