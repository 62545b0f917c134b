//! Files of the tree that code reads while Airflow reads it: settings, statements, lists of tables.

use std::collections::BTreeSet;
use std::rc::Rc;

use globset::GlobBuilder;

use super::super::arena::Id;
use super::super::modules::Number;
use super::super::text::{Part, Text};
use super::super::value::{Args, Item, Object, Value};
use super::Interpreter;
use super::imports::REPOSITORY;
use super::strings::is_path;
use crate::source::{Entry, RepoPath, Span};

/// Folders that Airflow itself knows by these names, or that images put beside them.
const FOLDERS: &[&str] = &["dags", "plugins", "include"];

/// Files of a folder that one call may list.
pub(super) const LISTED: usize = 5_000;

/// A folder of the tree; its top is `None`.
pub(super) type Folder = Option<RepoPath>;

impl<'a> Interpreter<'a> {
    /// A call of a function that reads, parses or lists files of the tree; `None` when it is none or cannot be followed.
    pub(super) fn call_file(&mut self, name: &str, args: &Args<'a>, at: Span) -> Option<Value<'a>> {
        if let Some(value) = self.call_toml(name, args, at) {
            return Some(value);
        }
        let first = args.items().next().map(|item| item.value.clone())?;
        match name {
            "json.load"
            | "json.loads"
            | "yaml.safe_load"
            | "yaml.load"
            | "yaml.full_load"
            | "yaml.unsafe_load"
            | "ruamel.yaml.safe_load"
            | "yaml.safe_load_all"
            | "yaml.load_all" => {
                let file = self.file_of(&first)?;
                Some(self.parsed_file(file, name.starts_with("json."), name.ends_with("_all"), at))
            }
            "glob.glob" | "glob.iglob" => {
                let pattern = self.as_text(&first);
                self.listed_files(&pattern, None, at)
            }
            "os.listdir" => {
                let folder = self.folder_of(&self.as_text(&first))?;
                let entries = self.entries_below(folder.as_ref(), "*");
                let names = entries.iter().map(|path| Value::text(path.file_name())).collect();
                (entries.len() < LISTED).then(|| self.heap.list_of(names, at))
            }
            "os.walk" => self.walk(&self.as_text(&first), false, at),
            "os.scandir" => self.scanned(&self.as_text(&first), at),
            "os.path.isfile" => self.is_file(&self.as_text(&first)).map(Value::Bool),
            "os.path.isdir" => self.is_file(&self.as_text(&first)).map(|is_file| Value::Bool(!is_file)),
            "os.path.exists" => self.is_there(&self.as_text(&first)).then_some(Value::Bool(true)),
            _ => None,
        }
    }

    /// A method of an open file or of a path; `None` when it is none of those that are followed.
    pub(super) fn file_method(
        &mut self,
        id: Id<Object<'a>>,
        name: &str,
        args: &Args<'a>,
        at: Span,
    ) -> Option<Value<'a>> {
        let callee = Rc::clone(&self.heap.objects.get(id).callee);
        let is_open = matches!(&*callee, "open" | "io.open" | "codecs.open");
        if !is_open && !is_path(&callee) {
            return None;
        }
        let path = Value::Object(id);
        match name {
            "read" | "read_text" | "read_bytes" => {
                let file = self.file_of(&path)?;
                Some(self.whole_text(file))
            }
            "readlines" | "splitlines" => {
                let file = self.file_of(&path)?;
                let Value::Text(text) = self.whole_text(file) else { return None };
                Some(self.text_method(&text, "splitlines", &Args::default(), at))
            }
            "open" if !is_open => {
                let text = self.as_text(&path);
                let item = Item { value: Value::Text(Rc::new(text)), span: at };
                Some(self.object("open", Args { positional: vec![item], ..Args::default() }))
            }
            "is_file" => self.is_file(&self.as_text(&path)).map(Value::Bool),
            "is_dir" => self.is_file(&self.as_text(&path)).map(|is_file| Value::Bool(!is_file)),
            "exists" => self.is_there(&self.as_text(&path)).then_some(Value::Bool(true)),
            "walk" => self.walk(&self.as_text(&path), true, at),
            "glob" | "rglob" | "iterdir" => {
                let pattern = args.positional.first().map(|item| self.as_text(&item.value));
                let pattern = if name == "iterdir" { Text::known("*") } else { pattern? };
                let deep = name == "rglob";
                let mut whole = self.as_text(&path);
                whole.push_str(if deep { "/**/" } else { "/" });
                whole.push(&pattern);
                self.listed_files(&whole, Some("pathlib.Path"), at)
            }
            _ => None,
        }
    }

    /// The file of the tree that a value is, or the text of.
    pub(super) fn file_of(&self, value: &Value<'a>) -> Option<Number> {
        let path = match value {
            Value::Object(id) => {
                let object = self.heap.objects.get(*id);
                match &*object.callee {
                    "open" | "io.open" | "codecs.open" => {
                        self.find_file(&self.as_text(&object.args.get("file", 0)?.value))?
                    }
                    callee if is_path(callee) => self.find_file(&self.as_text(value))?,
                    _ => return None,
                }
            }
            Value::Text(text) => {
                let (source, span) = self.modules.place(text.origin?);
                if span.start > 0 || span.end < source.text().len() || source.text().is_empty() {
                    return None;
                }
                source.path().clone()
            }
            _ => return None,
        };
        self.modules.text(&path).ok()
    }

    /// All that stands in a file.
    pub(super) fn whole_text(&self, file: Number) -> Value<'a> {
        let file = self.modules.get(file);
        let length = file.source.text().len();
        Value::Text(Rc::new(Text::literal(file.source.text(), Span::new(0, length).shifted(file.base))))
    }

    /// Whether a path names a file, not a folder; `None` for what the tree does not have: a deployment may.
    fn is_file(&self, path: &Text) -> Option<bool> {
        self.find_file(path).map(|_| true).or_else(|| self.folder_of(path).map(|_| false))
    }

    /// Whether the tree has a file or folder that a path names.
    fn is_there(&self, path: &Text) -> bool {
        self.find_file(path).is_some() || self.folder_of(path).is_some()
    }

    /// The file of the tree that a path names where the code runs; `None` when there is none.
    pub(super) fn find_file(&self, path: &Text) -> Option<RepoPath> {
        self.find(path, &|this, path| this.modules.files().contains(path))
    }

    /// The folder of the tree that a path names where the code runs; `None` when there is none.
    pub(super) fn folder_of(&self, path: &Text) -> Option<Folder> {
        if let [Part::Hole(root)] = path.parts()
            && &**root == REPOSITORY
        {
            return Some(None);
        }
        self.find(path, &|this, path| this.modules.files().entry(path) == Entry::Folder).map(Some)
    }

    /// What a path means in the tree. Images put the tree somewhere: of an absolute path, or one below a folder that only the
    /// deployment knows, the end counts.
    fn find(&self, path: &Text, there: &dyn Fn(&Self, &RepoPath) -> bool) -> Option<RepoPath> {
        let (root, known) = match path.parts() {
            [Part::Known(known)] => (None, known.as_str()),
            [Part::Hole(root), Part::Known(known)] => (Some(&**root), known.as_str()),
            _ => return None,
        };
        if root == Some(REPOSITORY) {
            return RepoPath::new(known.trim_start_matches('/')).filter(|path| there(self, path));
        }
        let is_relative = root.is_none() && !known.starts_with('/');
        let own = self.modules.own().source.path().parent();
        let folders = std::iter::once(&own).chain(self.modules.folders());
        let segments: Vec<&str> = known.split('/').filter(|segment| !segment.is_empty() && *segment != ".").collect();
        let is_of_airflow = segments.last().is_some_and(|last| FOLDERS.contains(last));
        let least = match (is_relative, is_of_airflow) {
            (true, _) => segments.len(),
            (false, true) => 1,
            (false, false) => 2,
        };
        for begin in 0..segments.len() {
            let rest = segments.get(begin..).filter(|rest| rest.len() >= least)?;
            let rest = rest.join("/");
            let mut found = folders.clone().filter_map(|folder| RepoPath::join(folder.as_ref(), &rest));
            if let Some(path) = found.find(|path| there(self, path)) {
                return Some(path);
            }
        }
        None
    }

    /// The files of the tree that a pattern of a path fits, each as a path.
    fn listed_files(&mut self, pattern: &Text, class: Option<&str>, at: Span) -> Option<Value<'a>> {
        let (named, wanted) = split_pattern(pattern)?;
        let folder = self.folder_of(&named)?;
        let paths = self.entries_below(folder.as_ref(), &wanted);
        if paths.len() >= LISTED || !self.step(paths.len(), at.start) {
            return None;
        }
        // A path begins as the pattern does, so that code can take the beginning off again.
        let above = folder.as_ref().map_or(0, |folder| folder.as_str().len().saturating_add(1));
        let mut values = Vec::new();
        for path in paths {
            let mut text = named.clone();
            text.push_str(&format!("/{}", path.as_str().get(above..)?));
            values.push(match class {
                Some(_) => self.path(text, at),
                None => Value::Text(Rc::new(text)),
            });
        }
        Some(self.heap.list_of(values, at))
    }

    /// The files below a folder that a pattern fits: `*` within a name, `**` over folders.
    pub(super) fn files_below(&self, folder: Option<&RepoPath>, pattern: &str) -> Vec<RepoPath> {
        let files = self.modules.files();
        self.entries_below(folder, pattern).into_iter().filter(|path| files.contains(path)).collect()
    }

    /// The same with the folders that it fits.
    pub(super) fn entries_below(&self, folder: Option<&RepoPath>, pattern: &str) -> Vec<RepoPath> {
        let above = folder.map_or(0, |folder| folder.as_str().len().saturating_add(1));
        let built = GlobBuilder::new(pattern).literal_separator(true).build();
        let Ok(pattern) = built.map(|pattern| pattern.compile_matcher()) else { return Vec::new() };
        // A folder is there as far as something is in it.
        let fitting = |path: &RepoPath| {
            let whole = path.as_str();
            let ends = whole.match_indices('/').map(|(at, _)| at).filter(|at| *at > above).chain([whole.len()]);
            let fits = |end: &usize| whole.get(above..*end).is_some_and(|below| pattern.is_match(below));
            ends.filter(fits).filter_map(|end| RepoPath::new(whole.get(..end)?)).collect::<Vec<_>>()
        };
        let below = self.modules.files().paths_where(&|path| path.is_below(folder) && !fitting(path).is_empty());
        let found: BTreeSet<RepoPath> = below.into_iter().flat_map(fitting).collect();
        found.into_iter().take(LISTED).collect()
    }
}

/// The folder in front of the first segment with a wildcard, and the pattern behind it.
fn split_pattern(pattern: &Text) -> Option<(Text, String)> {
    let (front, known) = match pattern.parts() {
        [Part::Known(known)] => (None, known.as_str()),
        [Part::Hole(root), Part::Known(known)] => (Some(root), known.as_str()),
        _ => return None,
    };
    let wild = known.find(['*', '?', '['])?;
    let slash = known.get(..wild)?.rfind('/')?;
    let mut folder = front.map_or_else(Text::default, |root| Text::hole(root));
    folder.push_str(known.get(..slash)?);
    Some((folder, known.get(slash.saturating_add(1)..)?.to_owned()))
}
