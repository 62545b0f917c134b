//! dag-factory: DAGs out of files of YAML or mappings in the code. In releases before 1 by an object `DagFactory`, in all
//! of them by `load_yaml_dags`.

use std::rc::Rc;

use super::super::super::arena::Id;
use super::super::super::graph::last_segment;
use super::super::super::text::Text;
use super::super::super::value::{Args, Dict, Item, Object, Value};
use super::super::Interpreter;
use super::super::files::LISTED;
use super::configured::Settings;
use crate::source::{RepoPath, Span};

/// Endings of the files in a folder of DAGs.
const ENDINGS: &[&str] = &[".yaml", ".yml"];

/// Keys of a file that name no DAG.
const NO_DAGS: &[&str] = &["default", "task_groups"];

/// What a call asks for besides the files.
pub(super) struct Request<'a> {
    /// The namespace that the DAGs go to.
    globals: Option<Value<'a>>,
    /// The defaults that are given as a mapping.
    pub(super) defaults: Option<Value<'a>>,
    /// The topmost folder of files of defaults.
    pub(super) defaults_folder: Option<Text>,
    /// Which releases have this way to call them.
    pub(super) releases: Releases,
    /// Whether one file or mapping is asked for, so that what cannot be built ends the whole DAG file.
    single: bool,
    pub(super) at: Span,
}

/// Releases of the library.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Releases {
    /// Those before 1.
    Old,
    /// Those from 1 on.
    New,
    /// All of them.
    All,
}

impl<'a> Interpreter<'a> {
    /// A method of `DagFactory`.
    pub(super) fn dag_factory_method(
        &mut self,
        id: Id<Object<'a>>,
        name: &str,
        args: &Args<'a>,
        at: Span,
    ) -> Option<Value<'a>> {
        let given = self.heap.objects.get(id).args.clone();
        let releases = match last_segment(&self.heap.objects.get(id).callee) {
            "_DagFactory" => Releases::New,
            _ => Releases::Old,
        };
        match name {
            "generate_dags" | "_generate_dags" | "build_dags" => {
                let globals = args.get("globals", 0).map(|item| item.value.clone());
                let request = Request { releases, single: true, ..self.request(&given, globals, at) };
                let dags = self.dags_of(given.get("config_filepath", 0), config_of(&given, Some(1)), &request);
                let mut made = Dict::default();
                for (name, dag) in dags {
                    made.insert(&name, Item { value: dag, span: at });
                }
                Some(if name == "build_dags" { Value::Dict(self.heap.dicts.add(made)) } else { Value::None })
            }
            // What is left of DAGs that no file has any more.
            "clean_dags" | "register_dags" => Some(Value::None),
            _ => None,
        }
    }

    /// `load_yaml_dags(…)`: of one file, of a mapping, or of every file in a folder.
    pub(super) fn load_yaml_dags(&mut self, args: &Args<'a>, at: Span) -> Value<'a> {
        let globals = args.get("globals_dict", 0).map(|item| item.value.clone());
        let request = self.request(args, globals, at);
        let is_file = |item: &&Item<'a>| {
            let shown = self.as_text(&item.value).display();
            ENDINGS.iter().any(|end| shown.ends_with(end))
        };
        // The third argument of releases before 1 is the folder of defaults.
        let file = args.named("config_filepath").or_else(|| args.positional.get(2).filter(is_file));
        let file = file.filter(|item| !matches!(item.value, Value::None));
        let config = config_of(args, Some(4));
        if file.is_some() || config.is_some() {
            let request = Request { releases: Releases::New, single: true, ..request };
            self.dags_of(file, config, &request);
        } else if args.open {
            self.hide_dags(at, "builds DAGs from files that nobody can know", true);
        } else {
            self.dags_of_folder(args, &request);
        }
        Value::None
    }

    fn request(&self, args: &Args<'a>, globals: Option<Value<'a>>, at: Span) -> Request<'a> {
        let named = |names: [&str; 2]| names.iter().find_map(|name| args.named(name));
        let folder = named(["defaults_config_path", "default_args_config_path"]);
        Request {
            globals,
            defaults: named(["defaults_config_dict", "default_args_config_dict"]).map(|item| item.value.clone()),
            defaults_folder: folder.map(|item| self.as_text(&item.value)),
            releases: if args.named("defaults_config_path").is_some() { Releases::New } else { Releases::All },
            single: false,
            at,
        }
    }

    /// The DAGs of a file or of a mapping.
    fn dags_of(
        &mut self,
        file: Option<&Item<'a>>,
        config: Option<&Item<'a>>,
        request: &Request<'a>,
    ) -> Vec<(String, Value<'a>)> {
        let at = request.at;
        if let Some(Value::Dict(dict)) = config.map(|item| &item.value) {
            let settings = Settings { dict: *dict, keys: std::collections::BTreeMap::new() };
            return self.dags_of_settings(&settings, None, request);
        }
        if let Some(Item { value: Value::Either(files), span }) = file {
            let read = |file: &Value<'a>| {
                let item = Item { value: file.clone(), span: *span };
                self.undecided(|this| this.dags_of(Some(&item), config, request))
            };
            return files.iter().flat_map(read).collect();
        }
        let file = file.map(|item| self.as_text(&item.value));
        let Some(path) = file.as_ref().and_then(|file| self.find_file(file)) else {
            let shown = file.filter(|file| config.is_none() && !file.prefix().is_empty());
            let why = match shown {
                Some(file) => format!("builds DAGs from `{}`, which is not in the tree", file.display()),
                None => "builds DAGs from settings that nobody can know".to_owned(),
            };
            self.hide_dags(at, &why, true);
            return Vec::new();
        };
        let Some(settings) = self.settings_of_dags(&path, at) else {
            self.hide_dags(at, &format!("builds DAGs from {path}, which cannot be read as their settings"), true);
            return Vec::new();
        };
        self.dags_of_settings(&settings, Some(&path), request)
    }

    fn settings_of_dags(&mut self, path: &RepoPath, at: Span) -> Option<Settings<'a>> {
        let file = self.modules.text(path).ok()?;
        self.settings_of(file, at)
    }

    /// The DAGs of every file in a folder and below. A file that holds anything else is passed over, as the library does.
    fn dags_of_folder(&mut self, args: &Args<'a>, request: &Request<'a>) {
        let at = request.at;
        let folder = match args.get("dags_folder", 1) {
            Some(item) => self.folder_of(&self.as_text(&item.value)),
            None => Some(self.dags_folder()),
        };
        let Some(folder) = folder else {
            let shown = args.get("dags_folder", 1).map(|item| self.as_text(&item.value).display()).unwrap_or_default();
            self.hide_dags(at, &format!("builds DAGs from the files in `{shown}`, which is not in the tree"), true);
            return;
        };
        let endings = self.endings(args);
        let files = self.files_below(folder.as_ref(), "**/*");
        if files.len() >= LISTED || !self.step(files.len(), at.start) {
            self.lose_all(at, "builds DAGs from more files than are followed");
        }
        for path in files.iter().filter(|path| endings.iter().any(|end| path.as_str().ends_with(end.as_str()))) {
            let file = self.modules.text(path);
            let value =
                file.map(|file| self.settings_of(file, at).ok_or_else(|| self.parsed_file(file, false, false, at)));
            match value {
                Ok(Ok(settings)) if self.is_of_dags(&settings) => {
                    self.dags_of_settings(&settings, Some(path), request);
                }
                Ok(Ok(_)) => {}
                Ok(Err(value)) if !matches!(value, Value::Unknown(_)) => {}
                Ok(Err(_)) | Err(_) => {
                    self.hide_dags(at, &format!("builds DAGs from {path}, which cannot be read"), true);
                }
            }
        }
    }

    fn endings(&self, args: &Args<'a>) -> Vec<String> {
        let Some(Value::List(list)) = args.named("suffix").map(|item| &item.value) else {
            return ENDINGS.iter().map(|end| (*end).to_owned()).collect();
        };
        self.heap.lists.get(*list).items.iter().map(|item| self.as_text(&item.value).display()).collect()
    }

    /// Whether every entry of a file may be a DAG, and one has tasks.
    fn is_of_dags(&self, settings: &Settings<'a>) -> bool {
        let dict = self.heap.dicts.get(settings.dict);
        let mut entries = dict.entries.iter().filter(|(name, _)| !NO_DAGS.contains(&&**name));
        entries.clone().all(|(_, item)| matches!(item.value, Value::Dict(_) | Value::Unknown(_)))
            && entries.any(|(_, item)| match &item.value {
                Value::Dict(id) => self.heap.dicts.get(*id).get("tasks").is_some(),
                _ => true,
            })
    }

    /// The DAGs that settings define, each under its name.
    fn dags_of_settings(
        &mut self,
        settings: &Settings<'a>,
        file: Option<&RepoPath>,
        request: &Request<'a>,
    ) -> Vec<(String, Value<'a>)> {
        let at = request.at;
        self.definitions.extend(file.cloned());
        let defaults = self.defaults(settings.dict, file, request);
        let dict = self.heap.dicts.get(settings.dict);
        if dict.open {
            self.hide_dags(at, "builds DAGs from settings of which a part cannot be known", true);
        }
        let dict = self.heap.dicts.get(settings.dict);
        let entries: Vec<_> = dict.entries.iter().filter(|(name, _)| !NO_DAGS.contains(&&**name)).cloned().collect();
        let (mut sound, mut refused) = (Vec::new(), None);
        for (name, item) in entries {
            let Value::Dict(own) = item.value else {
                self.hide_dags(item.span, &format!("is to build DAG `{name}` from what cannot be known"), true);
                continue;
            };
            let place = settings.keys.get(&*name).copied().unwrap_or(item.span);
            let params = self.with_defaults(own, &defaults);
            match self.refusal(params, request.releases) {
                Some((span, why)) => {
                    self.hide_dags(
                        span,
                        &format!("is to build DAG `{name}`, which dag-factory does not load: {why}"),
                        true,
                    );
                    refused = Some(name);
                }
                None => sound.push((name, params, place)),
            }
        }
        let made: Vec<_> = sound.into_iter().map(|dag| self.sound_dag(dag, refused.as_deref(), request)).collect();
        if let Some(name) = refused.filter(|_| request.single) {
            self.lose_all(
                at,
                &format!("asks dag-factory for DAG `{name}`, which it does not load: that may be an error"),
            );
        }
        made
    }

    /// A DAG of which nothing is known that the library refuses. It is not there for certain if another one of its file is refused.
    fn sound_dag(
        &mut self,
        (name, params, place): (Rc<str>, Id<Dict<'a>>, Span),
        refused: Option<&str>,
        request: &Request<'a>,
    ) -> (String, Value<'a>) {
        let dag = self.dag_of_settings(&name, params, place);
        if let Value::Dag(id) = dag {
            if let Some(other) = refused {
                let why =
                    format!("stands in a file with DAG `{other}`: releases that do not load that one load none of it");
                self.lose(id, place, &why);
            }
            for (span, why) in self.doubts(params, request.releases, place) {
                self.lose(id, span, why);
            }
        }
        if let Some(globals) = &request.globals {
            self.set_attribute(globals, &name, dag.clone());
        }
        (name.to_string(), dag)
    }
}

/// The mapping that a call is given in place of a file.
fn config_of<'i, 'a>(args: &'i Args<'a>, position: Option<usize>) -> Option<&'i Item<'a>> {
    let by_name = ["config", "config_dict"].iter().find_map(|name| args.named(name));
    let item = by_name.or_else(|| position.and_then(|position| args.positional.get(position)));
    item.filter(|item| !matches!(item.value, Value::None))
}
