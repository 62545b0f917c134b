//! Folders of the tree that code goes through: `os.walk`, `os.scandir`, `Path.walk`.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::super::arena::Id;
use super::super::text::Text;
use super::super::value::{Item, Kind, List, Value};
use super::Interpreter;
use super::files::LISTED;
use crate::source::{RepoPath, Span};

/// What is in a folder: its folders and its files.
#[derive(Default)]
struct Content {
    folders: BTreeSet<String>,
    files: Vec<String>,
}

/// The list of folders that one round of a walk is given, with what is in it at first: code may take folders out of it.
pub(super) type Walks<'a> = BTreeMap<Id<List<'a>>, Vec<String>>;

impl<'a> Interpreter<'a> {
    /// The triples that a walk over a folder gives, from the top down; `None` when the folder is not in the tree.
    pub(super) fn walk(&mut self, top: &Text, as_paths: bool, at: Span) -> Option<Value<'a>> {
        let folder = self.folder_of(top)?;
        let files = self.files_below(folder.as_ref(), "**/*");
        if files.len() >= LISTED || !self.step(files.len(), at.start) {
            return None;
        }
        let mut rounds = Vec::new();
        for (below, content) in contents(folder.as_ref(), &files) {
            let mut path = top.clone();
            for name in &below {
                path.push_str(&format!("/{name}"));
            }
            let folder = if as_paths { self.path(path, at) } else { Value::Text(Rc::new(path)) };
            let names = |names: &mut dyn Iterator<Item = &String>| names.map(Value::text).collect::<Vec<_>>();
            let (folders, files) = (names(&mut content.folders.iter()), names(&mut content.files.iter()));
            let (folders, files) = (self.heap.list_of(folders, at), self.heap.list_of(files, at));
            if let Value::List(id) = folders {
                self.walks.insert(id, content.folders.into_iter().collect());
            }
            let items = [folder, folders, files].map(|value| Item { value, span: at }).to_vec();
            let triple = List { items, open: false, kind: Kind::Tuple };
            rounds.push(Value::List(self.heap.lists.add(triple)));
        }
        Some(self.heap.list_of(rounds, at))
    }

    /// What `os.scandir` gives of a folder of the tree: objects that are like paths.
    pub(super) fn scanned(&mut self, top: &Text, at: Span) -> Option<Value<'a>> {
        let folder = self.folder_of(top)?;
        let entries = self.entries_below(folder.as_ref(), "*");
        if entries.len() >= LISTED || !self.step(entries.len(), at.start) {
            return None;
        }
        let entry = |entry: RepoPath| {
            let mut path = top.clone();
            path.push_str(&format!("/{}", entry.file_name()));
            let text = Value::Text(Rc::new(path.clone()));
            let made = self.path(path, at);
            if let Value::Object(id) = made {
                self.heap.objects.get_mut(id).attributes.insert(Rc::from("path"), text);
            }
            made
        };
        let values = entries.into_iter().map(entry).collect();
        Some(self.heap.list_of(values, at))
    }

    /// The folders that a round of a loop took out of a walk, as the texts that their paths begin with. What it does to them
    /// that cannot be followed is a loss.
    pub(super) fn pruned(&mut self, round: &Value<'a>, at: Span) -> Vec<String> {
        let Value::List(round) = round else { return Vec::new() };
        let [folder, folders, _] = self.heap.lists.get(*round).items.as_slice() else { return Vec::new() };
        let (folder, Value::List(folders)) = (self.as_text(&folder.value), &folders.value) else { return Vec::new() };
        let Some(first) = self.walks.get(folders) else { return Vec::new() };
        let now = self.heap.lists.get(*folders);
        let left: Option<BTreeSet<&str>> = now.items.iter().map(|item| item.value.as_str()).collect();
        let Some(left) = left.filter(|_| !now.open) else {
            self.lose_all(at, "leaves folders out of a walk where it cannot be followed which");
            return Vec::new();
        };
        let gone = first.iter().filter(|name| !left.contains(name.as_str()));
        gone.map(|name| format!("{}/{name}", folder.display())).collect()
    }

    /// Whether a round of a walk is about a folder that an earlier one took out.
    pub(super) fn is_pruned(&self, round: &Value<'a>, gone: &[String]) -> bool {
        let Value::List(round) = round else { return false };
        let Some(folder) = self.heap.lists.get(*round).items.first().filter(|_| !gone.is_empty()) else { return false };
        let folder = self.as_text(&folder.value).display();
        let is_below = |gone: &String| {
            folder.strip_prefix(gone.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        gone.iter().any(is_below)
    }
}

/// What every folder below one holds, by the names that lead to it.
fn contents(top: Option<&RepoPath>, files: &[RepoPath]) -> BTreeMap<Vec<String>, Content> {
    let above = top.map_or(0, |top| top.as_str().len().saturating_add(1));
    let mut found: BTreeMap<Vec<String>, Content> = BTreeMap::from([(Vec::new(), Content::default())]);
    for file in files {
        let below = file.as_str().get(above..).unwrap_or_default();
        let mut folder: Vec<String> = Vec::new();
        let (before, name) = below.rsplit_once('/').map_or((None, below), |(before, name)| (Some(before), name));
        for inner in before.into_iter().flat_map(|before| before.split('/')) {
            found.entry(folder.clone()).or_default().folders.insert(inner.to_owned());
            folder.push(inner.to_owned());
        }
        found.entry(folder).or_default().files.push(name.to_owned());
    }
    found
}
