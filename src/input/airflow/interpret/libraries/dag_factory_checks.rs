//! What dag-factory refuses. A DAG of which a part is not as the library wants it is not built, and no DAG at all.

use std::collections::BTreeSet;

use super::super::super::arena::Id;
use super::super::super::graph::last_segment;
use super::super::super::value::{Dict, Value};
use super::super::Interpreter;
use super::dag_factory::Releases;
use super::dag_factory_tasks::{Waits, order};
use crate::source::Span;

/// A task or group: its name, what it says, and where.
type Said<'a> = (String, Id<Dict<'a>>, Span);

/// Why a DAG is refused, and where.
type Refusal = Option<(Span, String)>;

/// The end of the names of arguments that name a file whose function is imported.
const CODE_FILE: &[&str] = &["_callable_file", "_callback_file", "_check_file", "execution_date_fn_file"];

/// Operators that cannot be without a function.
const OF_FUNCTIONS: &[&str] = &["PythonOperator", "BranchPythonOperator", "PythonSensor"];

impl<'a> Interpreter<'a> {
    /// Why the library refuses a DAG, with its defaults; `None` when nothing is known that it refuses.
    pub(super) fn refusal(&self, params: Id<Dict<'a>>, releases: Releases) -> Refusal {
        let interval = self.setting(params, "schedule_interval").filter(|_| releases == Releases::New);
        if let Some(item) = interval {
            return Some((item.span, "it has `schedule_interval`".to_owned()));
        }
        let whole = |key: &str| {
            let item = self.setting(params, key)?;
            let refused = matches!(item.value, Value::Text(_) | Value::Int(_) | Value::Bool(_));
            refused.then(|| (item.span, format!("its `{key}` are no mapping and no list")))
        };
        let paths = ["template_searchpath", "doc_md_file_path"].into_iter().filter_map(|key| {
            let path = self.setting(params, key)?;
            is_relative(&path.value).then(|| (path.span, format!("its `{key}` is no absolute path")))
        });
        let defaults = self.setting(params, "default_args").map(|item| item.value);
        let defaults = defaults.and_then(|value| if let Value::Dict(dict) = value { Some(dict) } else { None });
        whole("tasks")
            .or_else(|| whole("task_groups"))
            .or_else(|| paths.into_iter().next())
            .or_else(|| self.relative_code(params))
            .or_else(|| self.relative_code(defaults?))
            .or_else(|| self.refused_member(params))
    }

    /// What only some releases refuse, or releases for Airflow 3.
    pub(super) fn doubts(&self, params: Id<Dict<'a>>, releases: Releases, at: Span) -> Vec<(Span, &'static str)> {
        let mut doubts = Vec::new();
        if let Some(item) = self.setting(params, "schedule_interval").filter(|_| releases == Releases::All) {
            doubts.push((item.span, "has `schedule_interval`, with which dag-factory 1 and later do not load it"));
        }
        if let Some(item) = self.setting(params, "timetable") {
            doubts.push((item.span, "has `timetable`, with which dag-factory does not load it in Airflow 3"));
        }
        let (tasks, _) = self.says_of(params, "tasks", "task_id");
        let is_odd = |says: &Id<Dict<'a>>| {
            let has = |key: &str| self.setting(*says, key).is_some();
            has("decorator") && has("task_group_name") && has("dependencies")
        };
        if releases != Releases::Old && tasks.iter().any(|(_, says, _)| is_odd(says)) {
            doubts
                .push((at, "has a decorated task in a group that waits for another, which some releases do not load"));
        }
        doubts
    }

    /// The mappings of the tasks or groups of a DAG under their names, and whether there may be others.
    fn says_of(&self, params: Id<Dict<'a>>, key: &str, id: &str) -> (Vec<Said<'a>>, bool) {
        match self.setting(params, key).map(|item| item.value) {
            Some(Value::Dict(dict)) => {
                let dict = self.heap.dicts.get(dict);
                let own = dict.entries.iter().filter_map(|(name, item)| match item.value {
                    Value::Dict(says) => Some((name.to_string(), says, item.span)),
                    _ => None,
                });
                let own: Vec<_> = own.collect();
                let open = dict.open || own.len() < dict.entries.len();
                (own, open)
            }
            Some(Value::List(list)) => {
                let list = self.heap.lists.get(list);
                let own = list.items.iter().filter_map(|item| match item.value {
                    Value::Dict(says) => {
                        let name = self.setting_text(says, id)?.as_known()?.to_owned();
                        Some((name, says, item.span))
                    }
                    _ => None,
                });
                let own: Vec<_> = own.collect();
                let open = list.open || own.len() < list.items.len();
                (own, open)
            }
            Some(_) => (Vec::new(), true),
            None => (Vec::new(), self.heap.dicts.get(params).open),
        }
    }

    /// The first task or group that the library refuses.
    fn refused_member(&self, params: Id<Dict<'a>>) -> Refusal {
        let (tasks, more_tasks) = self.says_of(params, "tasks", "task_id");
        let (groups, more_groups) = self.says_of(params, "task_groups", "group_name");
        let open = more_tasks || more_groups;
        let names: BTreeSet<&str> = tasks.iter().chain(&groups).map(|(name, ..)| name.as_str()).collect();
        let group_names: BTreeSet<&str> = groups.iter().map(|(name, ..)| name.as_str()).collect();
        for (name, says, span) in tasks.iter().chain(&groups) {
            let gone = self.names_in(*says, "dependencies").into_iter().find(|name| !names.contains(name.as_str()));
            if let Some(gone) = gone.filter(|_| !open) {
                return Some((*span, format!("`{name}` waits for `{gone}`, which it does not have")));
            }
            let known = |key: &str| self.setting_text(*says, key).and_then(|name| Some(name.as_known()?.to_owned()));
            let parent = known("parent_group_name").or_else(|| known("task_group_name").filter(|_| !groups.is_empty()));
            if let Some(parent) = parent.filter(|parent| !more_groups && !group_names.contains(parent.as_str())) {
                return Some((*span, format!("`{name}` is in a group `{parent}`, which it does not have")));
            }
        }
        let refused = tasks.iter().find_map(|(name, says, span)| self.refused_task(name, *says, *span));
        refused.or_else(|| self.circle(&tasks, "dependencies")).or_else(|| self.circle(&groups, "parent_group_name"))
    }

    fn refused_task(&self, name: &str, says: Id<Dict<'a>>, span: Span) -> Refusal {
        if let Some((span, why)) = self.relative_code(says) {
            return Some((span, format!("of task `{name}`, {why}")));
        }
        if self.heap.dicts.get(says).open {
            return None;
        }
        let has = |key: &str| self.setting(says, key).is_some();
        let operator = self.setting_text(says, "operator");
        if operator.is_none() && !has("decorator") {
            return Some((span, format!("task `{name}` has neither `operator` nor `decorator`")));
        }
        let needs = match operator.as_ref().map(|name| name.as_known().map(last_segment)) {
            Some(Some(class)) => OF_FUNCTIONS.contains(&class),
            Some(None) => false,
            None => true,
        };
        let has_one = has("python_callable") || (has("python_callable_name") && has("python_callable_file"));
        let has_one = has_one || has("variables_as_arguments") || has("partial");
        (needs && !has_one).then(|| (span, format!("task `{name}` does not say which function of which file it runs")))
    }

    /// A file of code that is named by a path from somewhere: the library takes absolute ones alone.
    fn relative_code(&self, says: Id<Dict<'a>>) -> Refusal {
        let is_used = |key: &str| {
            let named = key.strip_suffix("_file").map(|own| format!("{own}_name"));
            let other = key == "python_callable_file" && self.setting(says, "python_callable").is_some();
            !other && named.is_some_and(|named| self.setting(says, &named).is_some())
        };
        let entries = self.heap.dicts.get(says).entries.iter();
        let mut code = entries.filter(|(key, _)| CODE_FILE.iter().any(|end| key.ends_with(end)) && is_used(key));
        let (key, item) = code.find(|(_, item)| is_relative(&item.value))?;
        Some((item.span, format!("`{key}` is no absolute path")))
    }

    /// The known names in a list.
    fn names_in(&self, says: Id<Dict<'a>>, key: &str) -> Vec<String> {
        match self.setting(says, key).map(|item| item.value) {
            Some(Value::List(list)) => {
                let items = self.heap.lists.get(list).items.iter();
                items.filter_map(|item| self.as_text(&item.value).as_known().map(str::to_owned)).collect()
            }
            Some(Value::Text(name)) if key != "dependencies" => {
                name.as_known().map(str::to_owned).into_iter().collect()
            }
            _ => Vec::new(),
        }
    }

    /// Tasks or groups that wait for each other, or are in each other.
    fn circle(&self, members: &[Said<'a>], key: &str) -> Refusal {
        let waits = |(name, says, _): &Said<'a>| (name.clone(), self.names_in(*says, key));
        let waits: Vec<Waits> = members.iter().map(waits).collect();
        let first: BTreeSet<usize> = order(&waits).into_iter().collect();
        let (name, _, span) = members.iter().enumerate().find(|(at, _)| !first.contains(at)).map(|(_, own)| own)?;
        Some((*span, format!("`{name}` waits for itself, or for what waits for itself")))
    }
}

/// Whether a value is the text of a path that does not begin at the root. What begins with a part that only the deployment
/// knows may.
fn is_relative(value: &Value<'_>) -> bool {
    let Value::Text(text) = value else { return false };
    let known = text.prefix();
    !known.is_empty() && !known.starts_with('/')
}
