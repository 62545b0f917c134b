//! gusty: a folder of files is a DAG, each file a task, each folder in it a group.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::super::super::arena::Id;
use super::super::super::graph::Dag;
use super::super::super::value::{Args, Dict, Item, Value};
use super::super::Interpreter;
use crate::source::{RepoPath, Span};

/// Settings of a call that are no arguments of the DAG.
const OF_THE_LIBRARY: &[&str] = &[
    "dag_dir",
    "task_group_defaults",
    "wait_for_defaults",
    "wait_for_class",
    "latest_only",
    "parse_hooks",
    "dag_constructors",
    "extra_tags",
    "render_on_create",
    "leaf_tasks_from_dict",
    "ignore_subfolders",
    "root_tasks",
    "leaf_tasks",
    "dependencies",
    "external_dependencies",
    "suffix_group_id",
];

/// The file of a folder's own settings.
pub(super) const METADATA: &str = "METADATA.yml";

/// Arguments of a group.
const OF_GROUPS: &[&str] =
    &["group_id", "prefix_group_id", "default_args", "tooltip", "ui_color", "ui_fgcolor", "add_suffix_on_collision"];

/// A folder: the DAG itself, or a group.
pub(super) struct Level<'a> {
    pub(super) folder: RepoPath,
    /// The level that it is in; `None` for the DAG.
    pub(super) parent: Option<usize>,
    /// Its own settings over those that hold for it.
    pub(super) says: Id<Dict<'a>>,
    /// The group; the DAG has none.
    pub(super) group: Option<Value<'a>>,
    /// Its tasks by name, with what each of them says.
    pub(super) tasks: BTreeMap<String, Spec<'a>>,
    /// Whether it comes after tasks, and after groups.
    pub(super) after_tasks: bool,
    pub(super) after_groups: bool,
    /// Whether a task waits for it.
    pub(super) before_tasks: bool,
}

/// A task and what its file says.
#[derive(Clone)]
pub(super) struct Spec<'a> {
    pub(super) says: Id<Dict<'a>>,
    pub(super) task: Value<'a>,
}

impl<'a> Interpreter<'a> {
    /// `create_dag(folder, …)`.
    pub(super) fn gusty_dag(&mut self, args: &Args<'a>, at: Span) -> Value<'a> {
        let folder = args.get("dag_dir", 0).map(|item| self.as_text(&item.value));
        if let Some(folder) = folder.as_ref().and_then(|folder| self.folder_of(folder)).flatten() {
            return self.dag_of_folder(folder, args, at);
        }
        let shown = folder.map(|folder| folder.display()).unwrap_or_default();
        let args = Args { named: args.named.clone(), positional: Vec::new(), open: true };
        let made = self.make_dag(&args, "DAG", at);
        if let Value::Dag(dag) = made {
            self.lose(dag, at, &format!("makes tasks of the files in `{shown}`, which is not in the tree"));
        }
        made
    }

    /// `create_dags(folder, globals(), …)`: a DAG for every folder in it.
    pub(super) fn gusty_dags(&mut self, args: &Args<'a>, at: Span) -> Value<'a> {
        let text = args.get("dags_dir", 0).map(|item| self.as_text(&item.value)).unwrap_or_default();
        let globals = args.get("caller_env", 1).map(|item| item.value.clone());
        let Some(folder) = self.folder_of(&text) else {
            let shown = text.display();
            self.hide_dags(at, &format!("makes DAGs of the folders in `{shown}`, which is not in the tree"), true);
            return Value::None;
        };
        let mut settings = args.clone();
        settings.positional.clear();
        settings.named.retain(|(key, _)| {
            !matches!(&**key, "dags_dir" | "caller_env" | "current_dag_id") && !key.contains("concurren")
        });
        for folder in self.folders_in(folder.as_ref()).into_iter().filter(|folder| !folder.file_name().ends_with("__"))
        {
            let name = folder.file_name().to_owned();
            let dag = self.dag_of_folder(folder, &settings, at);
            if let Some(globals) = &globals {
                self.set_attribute(globals, &name, dag);
            }
        }
        Value::None
    }

    /// The folders directly in a folder.
    fn folders_in(&self, folder: Option<&RepoPath>) -> Vec<RepoPath> {
        let above = folder.map_or(0, |folder| folder.as_str().len().saturating_add(1));
        let mut found: Vec<RepoPath> = Vec::new();
        for path in self.files_below(folder, "*/**") {
            let name = path.as_str().get(above..).and_then(|below| below.split('/').next());
            let Some(inner) = name.and_then(|name| RepoPath::join(folder, name)) else { continue };
            if found.last() != Some(&inner) {
                found.push(inner);
            }
        }
        found.dedup();
        found
    }

    fn dag_of_folder(&mut self, folder: RepoPath, args: &Args<'a>, at: Span) -> Value<'a> {
        let settings = self.heap.dicts.add(Dict::of(args.named.clone(), args.open));
        let says = self.metadata(&folder, settings, true, at);
        let name = folder.file_name().to_owned();
        let kept = self.heap.dicts.get(says);
        let mut named: Vec<(Rc<str>, Item<'a>)> =
            kept.entries.iter().filter(|(key, _)| !OF_THE_LIBRARY.contains(&&**key)).cloned().collect();
        named.push(("dag_id".into(), super::text_item(&name, at)));
        let args = Args { positional: Vec::new(), named, open: kept.open };
        let made = self.make_dag(&args, "DAG", at);
        let Value::Dag(dag) = made else { return made };
        for key in ["parse_hooks", "leaf_tasks_from_dict", "dag_constructors"] {
            let set = self.setting(says, key).filter(|item| item.value.truth(&self.heap) != Some(false));
            if let Some(item) = set {
                self.lose(dag, item.span, &format!("makes tasks by its own `{key}`"));
            }
        }
        let defaults = match self.setting(settings, "task_group_defaults").map(|item| item.value) {
            Some(Value::Dict(defaults)) => defaults,
            _ => self.heap.dicts.add(Dict::default()),
        };
        let top = Level {
            folder,
            parent: None,
            says,
            group: None,
            tasks: BTreeMap::new(),
            after_tasks: false,
            after_groups: false,
            before_tasks: false,
        };
        self.within_dag(dag, |this| {
            let levels = this.levels(dag, top, defaults, at);
            this.tasks_of_levels(dag, levels, at);
            Value::None
        });
        made
    }

    /// What holds for a folder: its own file of settings over what the call says.
    fn metadata(&mut self, folder: &RepoPath, settings: Id<Dict<'a>>, is_dag: bool, at: Span) -> Id<Dict<'a>> {
        let Some(path) = RepoPath::join(Some(folder), METADATA).filter(|path| self.modules.files().contains(path))
        else {
            return settings;
        };
        match self.headed(&path, at).and_then(|file| file.settings).map(|item| item.value) {
            // Default arguments of the DAG are laid over each other, all else is replaced.
            Some(Value::Dict(own)) => {
                let over = self.over(own, settings, usize::from(is_dag));
                self.only_default_args(over, own)
            }
            Some(Value::None) => settings,
            _ => self.heap.dicts.add(Dict::of(self.heap.dicts.get(settings).entries.clone(), true)),
        }
    }

    /// Laid over each other in `over`, and taken back to `own` but for the default arguments.
    fn only_default_args(&mut self, over: Id<Dict<'a>>, own: Id<Dict<'a>>) -> Id<Dict<'a>> {
        let own = self.heap.dicts.get(own).entries.clone();
        for (key, item) in own.into_iter().filter(|(key, _)| &**key != "default_args") {
            self.heap.dicts.get_mut(over).insert(&key, item);
        }
        over
    }

    /// The folders of a DAG, each after the one that it is in, with a group for each but the first.
    fn levels(&mut self, dag: Id<Dag<'a>>, top: Level<'a>, defaults: Id<Dict<'a>>, at: Span) -> Vec<Level<'a>> {
        let alone =
            self.setting(top.says, "ignore_subfolders").is_some_and(|item| item.value.truth(&self.heap) != Some(false));
        let mut levels = vec![top];
        let mut next = 0;
        while let Some(folder) = levels.get(next).filter(|_| !alone).map(|level| level.folder.clone()) {
            for inner in self.folders_in(Some(&folder)) {
                let ignored = RepoPath::join(Some(&inner), ".gustyignore")
                    .is_some_and(|ignore| self.modules.files().contains(&ignore));
                if ignored || inner.file_name().starts_with(['_', '.']) || !self.step(16, at.start) {
                    continue;
                }
                let says = self.metadata(&inner, defaults, false, at);
                let parent = levels.get(next).and_then(|level| level.group.clone());
                let group = self.group_of_folder(dag, &inner, says, parent, at);
                levels.push(Level {
                    folder: inner,
                    parent: Some(next),
                    says,
                    group: Some(group),
                    tasks: BTreeMap::new(),
                    after_tasks: false,
                    after_groups: false,
                    before_tasks: false,
                });
            }
            next = next.saturating_add(1);
        }
        levels
    }

    fn group_of_folder(
        &mut self,
        dag: Id<Dag<'a>>,
        folder: &RepoPath,
        says: Id<Dict<'a>>,
        parent: Option<Value<'a>>,
        at: Span,
    ) -> Value<'a> {
        let mut named: Vec<(Rc<str>, Item<'a>)> = vec![
            ("group_id".into(), super::text_item(folder.file_name(), at)),
            ("prefix_group_id".into(), Item { value: Value::Bool(false), span: at }),
        ];
        let says = self.heap.dicts.get(says);
        named.extend(says.entries.iter().filter(|(key, _)| OF_GROUPS.contains(&&**key)).cloned());
        named.push(("dag".into(), Item { value: Value::Dag(dag), span: at }));
        if let Some(parent) = parent {
            named.push(("parent_group".into(), Item { value: parent, span: at }));
        }
        self.make_group(&Args { positional: Vec::new(), named, open: says.open }, at)
    }
}
