//! DAGs of the document.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use super::super::arena::Id;
use super::super::build::names;
use super::super::graph::{Dag, last_segment};
use super::super::model::{self, Schedule, ScheduleKind};
use super::super::value::{Item, Value};
use super::Builder;
use super::render::Rendering;
use crate::input::Segment;

/// Arguments that have a field of their own.
const FIELDS: &[&str] = &["dag_id", "default_args", "params"];

impl<'a> Builder<'_, 'a> {
    pub(super) fn dags(&mut self) -> Vec<model::Dag> {
        let interpreter = self.interpreter;
        let own = |builder: &Self, dag: &Dag<'a>| builder.is_own(dag.runs);
        let dags: Vec<_> = interpreter.heap.dags.iter().filter(|(_, dag)| own(self, dag)).map(|(id, _)| id).collect();
        dags.into_iter().map(|id| self.dag(id)).collect()
    }

    fn dag(&mut self, id: Id<Dag<'a>>) -> model::Dag {
        let interpreter = self.interpreter;
        let dag = interpreter.heap.dags.get(id);
        let dag_id = dag.id.display();
        let loc = self.add(dag.span, Some(dag_id.clone()), dag.site);
        self.add_child(&loc, vec![Segment::Key("dag_id".to_owned())], dag.id_span, None);
        let mut rendering = Rendering::at("args");
        let rest: Vec<(&str, &Item<'a>)> = dag
            .args
            .named
            .iter()
            .filter(|(name, _)| !FIELDS.contains(&&**name))
            .map(|(name, item)| (&**name, item))
            .collect();
        let args = self.named(&rest, "DAG", &mut rendering);
        self.record(&loc, &rendering);
        let mut unknown = rendering.unknown;
        let default_args = self.default_args(dag, &loc, &mut unknown);
        let params = self.params(dag, &mut unknown);
        let templates = self.templates_of(dag, &params);
        let tasks: Vec<model::Task> = dag.tasks.iter().map(|task| self.task(*task, dag, &templates)).collect();
        let flags = [("dag_id", dag.id.is_partial()), ("args", dag.args.open)];
        unknown.extend(flags.iter().filter(|(_, open)| *open).map(|(field, _)| ((*field).to_owned(), true)));
        let partial = self.is_partial(id, &unknown, &tasks);
        let confidence = if partial { model::Confidence::Partial } else { model::Confidence::Full };
        let default = |name: &str| default_args.get(name);
        model::Dag {
            id_known: !dag.id.is_partial(),
            form: match dag.form {
                "@dag" => model::Form::Decorator,
                "@asset" => model::Form::Asset,
                _ => model::Form::Call,
            },
            confidence,
            dynamic: dag.dynamic,
            conditional: dag.conditional,
            losses: self.losses(interpreter.losses.of_dag(id)),
            schedule: self.schedule(dag),
            start_date: dag.args.named("start_date").map(|item| self.date(&item.value)),
            catchup: args.get("catchup").and_then(Json::as_bool),
            max_active_runs: args.get("max_active_runs").and_then(Json::as_i64),
            tags: strings(args.get("tags")),
            owner: default("owner").and_then(Json::as_str).map(str::to_owned),
            retries: default("retries").and_then(Json::as_i64),
            callbacks: callbacks(&args, &default_args),
            default_args,
            params,
            args,
            unknown,
            tasks,
            dag_id,
            loc,
        }
    }

    /// Whether something of a DAG is not known, or the DAG itself may not be there.
    fn is_partial(&self, id: Id<Dag<'a>>, unknown: &model::Unknown, tasks: &[model::Task]) -> bool {
        let (interpreter, dag) = (self.interpreter, self.interpreter.heap.dags.get(id));
        interpreter.given_up.is_some()
            || dag.dynamic
            || dag.conditional
            || !interpreter.losses.of_dag(id).is_empty()
            || !interpreter.losses.of_file().is_empty()
            || dag.args.open
            || unknown.contains_key("default_args")
            || tasks.iter().any(|task| {
                let loose = task.unknown.contains_key("upstream") || task.unknown.contains_key("downstream");
                let hidden = task.unknown.contains_key("args") || !task.unread_files.is_empty();
                task.dynamic || task.conditional || !task.id_known || loose || hidden
            })
    }

    fn default_args(&mut self, dag: &Dag<'a>, loc: &str, unknown: &mut model::Unknown) -> Json {
        let empty = || Json::Object(serde_json::Map::new());
        let Some(item) = dag.args.named("default_args") else { return empty() };
        let Value::Dict(dict) = item.value else {
            unknown.insert("default_args".to_owned(), true);
            return empty();
        };
        let heap = &self.interpreter.heap;
        let entries: Vec<(&str, &Item<'a>)> =
            heap.dicts.get(dict).entries.iter().map(|(name, item)| (&**name, item)).collect();
        let mut rendering = Rendering::at("default_args");
        let json = self.named(&entries, "DAG", &mut rendering);
        self.record(loc, &rendering);
        unknown.extend(std::mem::take(&mut rendering.unknown));
        if heap.dicts.get(dict).open {
            unknown.insert("default_args".to_owned(), true);
        }
        json
    }

    fn params(&mut self, dag: &Dag<'a>, unknown: &mut model::Unknown) -> BTreeMap<String, model::Param> {
        dag.args.named("params").map(|item| self.params_in(item, unknown)).unwrap_or_default()
    }

    /// The parameters that an argument `params` sets.
    pub(super) fn params_in(
        &mut self,
        item: &Item<'a>,
        unknown: &mut model::Unknown,
    ) -> BTreeMap<String, model::Param> {
        let mut params = BTreeMap::new();
        let Value::Dict(dict) = &item.value else { return params };
        let interpreter = self.interpreter;
        for (name, item) in &interpreter.heap.dicts.get(*dict).entries {
            let mut rendering = Rendering::at("params");
            let json = self.item(name, item, "Param", &mut rendering);
            unknown.extend(rendering.unknown);
            let kwargs = json.get("kwargs").cloned().unwrap_or_default();
            let first = json.get("args").and_then(|args| args.get(0));
            let default = first
                .or_else(|| kwargs.get("default"))
                .or(Some(&json))
                .filter(|_| json.get("$call").is_none() || first.is_some() || kwargs.get("default").is_some());
            let param =
                model::Param { default: default.cloned().unwrap_or_default(), constrained: is_constrained(&kwargs) };
            params.insert(name.to_string(), param);
        }
        params
    }

    fn schedule(&self, dag: &Dag<'a>) -> Schedule {
        let given = ["schedule", "schedule_interval", "timetable"].iter().find_map(|name| dag.args.named(name));
        let Some(item) = given else { return Schedule { kind: ScheduleKind::Unspecified, value: None } };
        let heap = &self.interpreter.heap;
        let named = |kind, value: String| Schedule { kind, value: Some(value) };
        match &item.value {
            Value::None => Schedule { kind: ScheduleKind::None, value: None },
            Value::Text(text) if !text.is_partial() => named(ScheduleKind::Cron, text.display()),
            Value::Object(id) => {
                let callee = &heap.objects.get(*id).callee;
                match last_segment(callee) {
                    "timedelta" | "relativedelta" | "duration" => named(ScheduleKind::Interval, callee.to_string()),
                    "asset expression" => named(ScheduleKind::Asset, callee.to_string()),
                    _ if names::is_asset(callee) => named(ScheduleKind::Asset, callee.to_string()),
                    name if name.ends_with("Timetable") || name.ends_with("Schedule") => {
                        named(ScheduleKind::Timetable, callee.to_string())
                    }
                    _ => Schedule { kind: ScheduleKind::Unknown, value: None },
                }
            }
            Value::List(_) => Schedule { kind: ScheduleKind::Asset, value: None },
            _ => Schedule { kind: ScheduleKind::Unknown, value: None },
        }
    }

    /// A date as the code says it.
    fn date(&self, value: &Value<'a>) -> String {
        let Value::Object(id) = value else { return "unknown".to_owned() };
        let object = self.interpreter.heap.objects.get(*id);
        let numbers: Vec<i64> = object
            .args
            .positional
            .iter()
            .map_while(|item| if let Value::Int(number) = item.value { Some(number) } else { None })
            .collect();
        match (last_segment(&object.callee), numbers.as_slice()) {
            ("datetime" | "DateTime", [year, month, day, ..]) => format!("{year:04}-{month:02}-{day:02}"),
            _ => object.callee.to_string(),
        }
    }
}

/// Whether the schema of a parameter leaves no room for commands.
fn is_constrained(schema: &Json) -> bool {
    let kind = schema.get("type");
    let kinds = match kind {
        Some(Json::Array(kinds)) => kinds.iter().filter_map(Json::as_str).collect(),
        Some(Json::String(kind)) => vec![kind.as_str()],
        _ => Vec::new(),
    };
    let harmless = |kind: &&str| matches!(*kind, "integer" | "number" | "boolean" | "null");
    let by_type = !kinds.is_empty() && kinds.iter().all(harmless);
    let by_format = matches!(schema.get("format").and_then(Json::as_str), Some("date" | "date-time" | "time" | "uuid"));
    by_type
        || by_format
        || schema.get("enum").is_some()
        || schema.get("const").is_some()
        || schema.get("pattern").is_some()
}

fn callbacks(args: &Json, default_args: &Json) -> Vec<String> {
    let names = [args, default_args].into_iter().filter_map(Json::as_object).flat_map(serde_json::Map::iter);
    let set: std::collections::BTreeSet<String> = names
        .filter(|(name, value)| name.ends_with("_callback") && !value.is_null())
        .map(|(name, _)| name.clone())
        .collect();
    set.into_iter().collect()
}

fn strings(list: Option<&Json>) -> Vec<String> {
    let items = list.and_then(Json::as_array).map(Vec::as_slice).unwrap_or_default();
    items.iter().filter_map(Json::as_str).map(str::to_owned).collect()
}
