//! Astronomer Cosmos: a DAG or group whose tasks are the nodes of a dbt project.
//!
//! Every task has the class that follows from the kind of its node and the arguments of the call. Where the project is not
//! in the tree, or more may be in it than is seen, one task that may exist any number of times stands for the others.

use std::collections::BTreeSet;
use std::rc::Rc;

use super::super::super::arena::Id;
use super::super::super::graph::{Dag, last_segment};
use super::super::super::knowledge::builders::Builder;
use super::super::super::text::Text;
use super::super::super::value::{Args, Item, Value};
use super::super::Interpreter;
use super::dbt::{self, PROJECT, Project};
use super::unseen::with_id;
use crate::source::{RepoPath, Span};

/// Ways of running dbt that add tasks of their own.
const MORE_TASKS: &[&str] = &["watcher", "watcher_kubernetes", "watcher_gcp_gke", "airflow_async"];

/// Which tests have tasks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tests {
    AfterEach,
    AfterAll,
    Never,
    Build,
}

/// How the tasks are made.
pub(super) struct Rendering<'a> {
    /// Where dbt runs: `local`, `kubernetes`; `None` when that is not known.
    pub(super) mode: Option<String>,
    pub(super) tests: Tests,
    /// Whether only some nodes have tasks.
    pub(super) selects: bool,
    /// Whether a function of the user names the tasks.
    pub(super) named_otherwise: bool,
    /// The last part of the project's path, or what it is called instead.
    pub(super) project_name: Text,
    /// Arguments of every task.
    pub(super) args: Args<'a>,
    /// Why there may be other tasks of dbt.
    pub(super) doubts: BTreeSet<String>,
    pub(super) at: Span,
}

/// Settings that a call is given.
enum Config<'a> {
    Absent,
    Known(Args<'a>),
    Unknown,
}

impl<'a> Interpreter<'a> {
    pub(super) fn cosmos_dag(&mut self, args: &Args<'a>, at: Span) -> Value<'a> {
        let made = self.make_dag(args, "DAG", at);
        if let Value::Dag(dag) = made {
            self.within_dag(dag, |this| {
                this.cosmos(dag, args, at);
                Value::None
            });
        }
        made
    }

    pub(super) fn cosmos_group(&mut self, args: &Args<'a>, builder: &Builder, at: Span) -> Value<'a> {
        let made = self.make_group(&with_id(args, "group_id", builder, at), at);
        let Value::Group(group) = made else { return made };
        match self.heap.groups.get(group).dag {
            Some(dag) => {
                self.within_group(group, false, |this| {
                    this.cosmos(dag, args, at);
                    Value::None
                });
            }
            None => self.lose_group(&made, at, "has tasks of a group whose DAG is not known"),
        }
        made
    }

    /// The tasks of a call.
    fn cosmos(&mut self, dag: Id<Dag<'a>>, args: &Args<'a>, at: Span) {
        let configs = ["project_config", "render_config", "execution_config"].map(|key| self.config(args, key));
        if args.open || configs.iter().any(|config| matches!(config, Config::Unknown)) {
            self.lose(dag, at, "makes tasks of a dbt project by settings that nobody can know");
        }
        let [project, render, execution] = configs.map(|config| match config {
            Config::Known(args) => args,
            Config::Absent => Args::default(),
            Config::Unknown => Args { open: true, ..Args::default() },
        });
        let mut rendering = self.rendering(args, [&project, &render, &execution], at);
        let converters = render.named("node_converters").filter(|item| !matches!(item.value, Value::None));
        if let Some(item) = converters {
            self.lose(dag, item.span, "makes tasks of dbt's nodes by functions of its own");
        }
        let path = project.get("dbt_project_path", 0);
        let path = path.or_else(|| render.named("dbt_project_path")).or_else(|| execution.named("dbt_project_path"));
        let path = path.map(|item| self.as_text(&item.value));
        rendering.project_name = match (project.named("project_name"), &path) {
            (Some(name), _) => self.as_text(&name.value),
            (None, Some(path)) => path.after_last("/"),
            (None, None) => Text::hole("project"),
        };
        let found = self.project_of(&project, &render, path.as_ref(), &mut rendering.doubts);
        for why in &found.unread {
            self.lose(dag, at, &format!("makes tasks of a dbt project that {why}"));
        }
        self.remark_of_dbt(dag, &rendering.doubts, &found);
        self.cosmos_tasks(&found, &rendering);
    }

    /// Says that a project may have other nodes than those that are seen.
    fn remark_of_dbt(&mut self, dag: Id<Dag<'a>>, doubts: &BTreeSet<String>, project: &Project) {
        let why: Vec<&str> = doubts.union(&project.doubts).map(String::as_str).collect();
        if !why.is_empty() {
            let id = self.heap.dags.get(dag).id.display();
            let why = why.join(", ");
            self.remarks.insert(format!(
                "DAG `{id}` is made of a dbt project that {why}: one task stands for all that gate does not see"
            ));
        }
    }

    /// The project: what its manifest says, else what its files say.
    fn project_of(
        &self,
        project: &Args<'a>,
        render: &Args<'a>,
        path: Option<&Text>,
        doubts: &mut BTreeSet<String>,
    ) -> Project {
        let files = self.modules.files();
        let loads = word(render, "load_method", "automatic");
        let by_manifest = matches!(loads.as_deref(), Some("automatic" | "dbt_manifest"));
        let mut unread = BTreeSet::new();
        let manifest = project.named("manifest_path").filter(|item| by_manifest && !matches!(item.value, Value::None));
        if let Some(item) = manifest {
            let limits = self.modules.limits();
            match self.find_file(&self.as_text(&item.value)) {
                Some(file) => {
                    let source = files.read(&file, limits.file_bytes).ok();
                    if let Some(found) = source.and_then(|source| dbt::of_manifest(&source, limits)) {
                        return found;
                    }
                    unread.insert(format!("is described by {file}, which cannot be read"));
                }
                None => {
                    doubts.insert("is described by a manifest that is not in the tree".to_owned());
                }
            }
        }
        let folder: Option<Option<RepoPath>> = path.and_then(|path| {
            let mut file = path.clone();
            file.push_str("/");
            file.push_str(PROJECT);
            self.find_file(&file).map(|file| file.parent())
        });
        let Some(folder) = folder else {
            doubts.insert("is not in the tree".to_owned());
            return Project { unread, ..Project::default() };
        };
        let mut found = dbt::project(files, folder, self.modules.limits());
        found.unread.append(&mut unread);
        found
    }

    fn config(&self, args: &Args<'a>, key: &str) -> Config<'a> {
        match args.named(key).map(|item| &item.value) {
            None | Some(Value::None) => Config::Absent,
            Some(Value::Object(id)) => {
                let object = self.heap.objects.get(*id);
                let mut args = object.args.clone();
                for (name, value) in &object.attributes {
                    args.named.push((Rc::clone(name), Item { value: value.clone(), span: Span::default() }));
                }
                let is_known = object.class.is_none() && last_segment(&object.callee).ends_with("Config") && !args.open;
                if is_known { Config::Known(args) } else { Config::Unknown }
            }
            Some(_) => Config::Unknown,
        }
    }

    fn rendering(&self, args: &Args<'a>, [project, render, execution]: [&Args<'a>; 3], at: Span) -> Rendering<'a> {
        let mut doubts = BTreeSet::new();
        let mode = word(execution, "execution_mode", "local");
        if mode.as_deref().is_none_or(|mode| MORE_TASKS.contains(&mode)) {
            doubts.insert("has tasks besides those of its nodes".to_owned());
        }
        let tests = match word(render, "test_behavior", "after_each").as_deref() {
            Some("after_each") => Tests::AfterEach,
            Some("after_all") => Tests::AfterAll,
            Some("none") => Tests::Never,
            Some("build") => Tests::Build,
            _ => {
                doubts.insert("has tests that cannot be known".to_owned());
                Tests::AfterEach
            }
        };
        let is_set = |key: &str| render.named(key).is_some_and(|item| self.may_be_set(&item.value));
        for (key, why) in [
            ("should_detach_multiple_parents_tests", "has tests that stand apart"),
            ("group_nodes_by_folder", "has its nodes in groups by folder"),
        ] {
            if is_set(key) {
                doubts.insert(why.to_owned());
            }
        }
        for (key, usual) in [("source_rendering_behavior", "none"), ("seed_rendering_behavior", "always")] {
            if word(render, key, usual).as_deref() != Some(usual) {
                doubts.insert("has its sources or seeds rendered otherwise".to_owned());
            }
        }
        let selects = ["select", "exclude", "selector"].into_iter().any(is_set);
        if selects {
            doubts.insert("is selected from".to_owned());
        }
        Rendering {
            mode,
            tests,
            selects,
            named_otherwise: is_set("normalize_task_id") || is_set("group_nodes_by_folder"),
            project_name: Text::default(),
            args: self.arguments_of_dbt(args, project),
            doubts,
            at,
        }
    }

    /// Whether a setting may be other than nothing.
    fn may_be_set(&self, value: &Value<'a>) -> bool {
        value.truth(&self.heap) != Some(false)
    }

    /// What every task is given.
    fn arguments_of_dbt(&self, args: &Args<'a>, project: &Args<'a>) -> Args<'a> {
        let mut given = Args { open: args.open, ..Args::default() };
        match args.named("operator_args").map(|item| &item.value) {
            Some(Value::Dict(dict)) => {
                let dict = self.heap.dicts.get(*dict);
                given.named.clone_from(&dict.entries);
                given.open |= dict.open;
            }
            None | Some(Value::None) => {}
            Some(_) => given.open = true,
        }
        let set = |given: &Args<'a>, key: &str| given.named(key).is_some();
        for (from, key, to) in
            [(args, "profile_config", "profile_config"), (project, "env_vars", "env"), (project, "dbt_vars", "vars")]
        {
            if let Some(item) = from.named(key).filter(|_| !set(&given, to)) {
                given.named.push((Rc::from(to), item.clone()));
            }
        }
        given
    }
}

/// The member of an enumeration that a setting is, in small letters; `None` when it is not known.
fn word(args: &Args<'_>, key: &str, otherwise: &str) -> Option<String> {
    match args.named(key).map(|item| &item.value) {
        None if args.open => None,
        None => Some(otherwise.to_owned()),
        Some(Value::Symbol(name)) => Some(last_segment(name).to_ascii_lowercase()),
        Some(value) => value.as_str().map(str::to_ascii_lowercase),
    }
}
