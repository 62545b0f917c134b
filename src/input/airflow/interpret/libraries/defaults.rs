//! What holds for the DAGs of dag-factory where they say nothing: the `default` of their file, and files of defaults.

use std::rc::Rc;

use super::super::super::arena::Id;
use super::super::super::value::{Dict, Item, Value};
use super::super::Interpreter;
use super::dag_factory::Request;
use crate::source::{RepoPath, Span};

/// Names of files of defaults; of two in one folder the first counts.
const NAMES: &[&str] = &["defaults.yml", "defaults.yaml"];

/// Nesting of mappings that are laid over each other.
pub(super) const DEPTH: usize = 40;

/// What holds for every DAG of a file.
pub(super) struct Defaults<'a> {
    /// For each key that it does not have, at every depth.
    pub(super) of_all: Id<Dict<'a>>,
    /// For each key that it does not have.
    pub(super) of_dags: Id<Dict<'a>>,
}

impl<'a> Interpreter<'a> {
    /// The defaults for the DAGs of a file, or of a mapping in the code.
    pub(super) fn defaults(
        &mut self,
        config: Id<Dict<'a>>,
        file: Option<&RepoPath>,
        request: &Request<'a>,
    ) -> Defaults<'a> {
        let mut given = Vec::new();
        match &request.defaults {
            Some(Value::Dict(dict)) => given.push(*dict),
            Some(Value::None) | None => given = self.default_files(file, request),
            Some(_) => given.push(self.heap.dicts.add(Dict::of(Vec::new(), true))),
        }
        let own = match self.heap.dicts.get(config).get("default").map(|item| item.value.clone()) {
            Some(Value::Dict(own)) => own,
            _ => self.heap.dicts.add(Dict::default()),
        };
        let (mut arguments, mut of_dags) = (Dict::default(), Dict::default());
        for dict in given.iter().chain([&own]) {
            self.add_default_args(*dict, &mut arguments);
        }
        for dict in given {
            let from = self.heap.dicts.get(dict);
            of_dags.open |= from.open;
            for (key, item) in from.entries.iter().filter(|(key, _)| &**key != "default_args") {
                of_dags.insert(key, item.clone());
            }
        }
        let arguments = self.heap.dicts.add(arguments);
        let from = self.heap.dicts.get(own);
        let mut of_all = Dict::of(from.entries.clone(), from.open);
        of_all.insert("default_args", Item { value: Value::Dict(arguments), span: request.at });
        let (of_all, of_dags) = (self.heap.dicts.add(of_all), self.heap.dicts.add(of_dags));
        Defaults { of_all, of_dags }
    }

    fn add_default_args(&self, from: Id<Dict<'a>>, to: &mut Dict<'a>) {
        match self.heap.dicts.get(from).get("default_args").map(|item| &item.value) {
            Some(Value::Dict(args)) => {
                let args = self.heap.dicts.get(*args);
                to.open |= args.open;
                for (key, item) in &args.entries {
                    to.insert(key, item.clone());
                }
            }
            Some(_) => to.open = true,
            None => {}
        }
    }

    /// The files of defaults around a file of DAGs, the one that counts most last: those of the folders from the folder of
    /// defaults down to that of the file.
    fn default_files(&mut self, file: Option<&RepoPath>, request: &Request<'a>) -> Vec<Id<Dict<'a>>> {
        let root = match &request.defaults_folder {
            Some(text) => self.folder_of(text).unwrap_or_else(|| self.dags_folder()),
            None => self.dags_folder(),
        };
        let own = file.map(RepoPath::parent);
        let up = std::iter::successors(own.clone(), |folder| folder.as_ref().map(RepoPath::parent));
        let around: Vec<Option<RepoPath>> = up.collect();
        let folders: Vec<Option<RepoPath>> = match around.iter().position(|folder| *folder == root) {
            Some(top) => around.into_iter().take(top.saturating_add(1)).collect(),
            None => own.into_iter().chain([root]).collect(),
        };
        let in_folder = |folder: &Option<RepoPath>| {
            let mut paths = NAMES.iter().filter_map(|name| RepoPath::join(folder.as_ref(), name));
            paths.find(|path| self.modules.files().contains(path))
        };
        let paths: Vec<RepoPath> = folders.iter().rev().filter_map(in_folder).collect();
        paths.iter().map(|path| self.default_file(path, request.at)).collect()
    }

    fn default_file(&mut self, path: &RepoPath, at: Span) -> Id<Dict<'a>> {
        self.definitions.insert(path.clone());
        let file = self.modules.text(path).ok();
        let settings = file.and_then(|file| self.settings_of(file, at));
        settings.map_or_else(|| self.heap.dicts.add(Dict::of(Vec::new(), true)), |settings| settings.dict)
    }

    /// A mapping with those keys of another one that it does not have.
    pub(super) fn with_defaults(&mut self, own: Id<Dict<'a>>, defaults: &Defaults<'a>) -> Id<Dict<'a>> {
        let level = self.over(own, defaults.of_dags, 0);
        self.over(level, defaults.of_all, DEPTH)
    }

    /// The value of a key, unless it is none.
    pub(super) fn setting(&self, dict: Id<Dict<'a>>, key: &str) -> Option<Item<'a>> {
        let item = self.heap.dicts.get(dict).get(key)?;
        (!matches!(item.value, Value::None)).then(|| item.clone())
    }

    /// The text of a key, as far as it is known.
    pub(super) fn setting_text(&self, dict: Id<Dict<'a>>, key: &str) -> Option<Rc<super::Text>> {
        let item = self.setting(dict, key)?;
        Some(Rc::new(self.as_text(&item.value)))
    }
}
