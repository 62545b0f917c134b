//! The files of a dbt project.

use std::collections::BTreeSet;

use super::calls::{self, Refs, Tag};
use super::{Kind, OPERATOR_KWARGS, PROJECT, Project, holds_key, properties};
use crate::input::tree::{self, Node as Yaml};
use crate::limits::Limits;
use crate::source::{Files, RepoPath, Source};

/// Files that one project may have.
const FILES: usize = 20_000;

/// Bytes of all of them.
const BYTES: usize = 64 << 20;

/// The files of a project while they are read.
struct Reader<'f> {
    files: &'f dyn Files,
    limits: &'f Limits,
    folder: Option<RepoPath>,
    bytes: usize,
    project: Project,
}

/// The project in a folder.
pub(in super::super) fn project(files: &dyn Files, folder: Option<RepoPath>, limits: &Limits) -> Project {
    let mut reader = Reader { files, limits, folder, bytes: 0, project: Project::default() };
    reader.read();
    reader.project
}

impl Reader<'_> {
    fn read(&mut self) {
        let Some(settings) = self.yaml_in_folder(PROJECT) else {
            self.project.unread(format!("has a {PROJECT} that cannot be read"));
            return;
        };
        if holds_key(&settings, &["enabled", "+enabled"]) {
            self.project.doubt("switches nodes on or off");
        }
        let hides = holds_key(&settings, &[OPERATOR_KWARGS]);
        for name in ["packages.yml", "dependencies.yml"] {
            let packages = self.yaml_in_folder(name);
            let listed = |key: &str| {
                packages.as_ref().and_then(|packages| packages.get(key)).is_some_and(|list| !list.elements().is_empty())
            };
            if listed("packages") || listed("projects") {
                self.project.doubt("has packages, whose models are not in the tree");
            }
        }
        let paths = |names: [&str; 2], default: &str| folders(&settings, names, default);
        let models = paths(["model-paths", "source-paths"], "models");
        let seeds = paths(["seed-paths", "data-paths"], "seeds");
        let snapshots = paths(["snapshot-paths", "snapshot-paths"], "snapshots");
        for path in self.below(&models, &["sql", "py"]) {
            self.model(&path);
        }
        for path in self.below(&seeds, &["csv"]) {
            self.project.add(stem(&path), Kind::Seed, BTreeSet::new());
        }
        for path in self.below(&snapshots, &["sql"]) {
            self.snapshots(&path);
        }
        let all: Vec<String> = models.iter().chain(&seeds).chain(&snapshots).cloned().collect();
        let mut written = Vec::new();
        for path in self.below(&all, &["yml", "yaml"]) {
            written.extend(self.yaml(&path));
        }
        properties::add(&written, &mut self.project);
        for path in self.below(&paths(["test-paths", "test-paths"], "tests"), &["sql"]) {
            self.singular_test(&path);
        }
        for path in self.below(&paths(["macro-paths", "macro-paths"], "macros"), &["sql"]) {
            self.macros(&path);
        }
        if hides {
            self.project.nodes.values_mut().for_each(|node| node.hidden = true);
        }
        let known: BTreeSet<String> = self.project.nodes.keys().cloned().collect();
        let elsewhere = self.project.nodes.values().any(|node| !node.before.is_subset(&known));
        if elsewhere {
            self.project.doubt("names models that are not in the tree");
        }
    }

    fn model(&mut self, path: &RepoPath) {
        let Some(text) = self.text(path) else { return };
        if path.extension() == Some("py") {
            let refs = calls::refs_of_python(text.text(), self.limits);
            let before = self.before(refs);
            self.project.add(stem(path), Kind::Model, before);
            return;
        }
        let Some(tags) = self.tags(&text) else { return };
        self.node(stem(path), Kind::Model, &tags);
    }

    /// A node with the tags of its text, unless these switch it off.
    fn node(&mut self, name: &str, kind: Kind, tags: &[Tag]) {
        match tags.iter().find_map(|tag| tag.config("enabled")).as_deref() {
            Some("false" | "False") => return,
            None | Some("true" | "True") => {}
            Some(_) => self.project.doubt("switches nodes on or off"),
        }
        let before = self.before(refs_of(tags));
        self.project.add(name, kind, before);
        if tags.iter().any(|tag| tag.says(OPERATOR_KWARGS)) {
            self.project.hide(name);
        }
    }

    fn before(&mut self, refs: Refs) -> BTreeSet<String> {
        if refs.open {
            self.project.doubt("computes the names of models");
        }
        refs.names.into_iter().collect()
    }

    /// The snapshots of a file, each between two statements.
    fn snapshots(&mut self, path: &RepoPath) {
        let Some(text) = self.text(path) else { return };
        let Some(tags) = self.tags(&text) else { return };
        let mut blocks: Vec<(String, Vec<Tag>)> = Vec::new();
        for tag in tags {
            if let Some(name) = tag.named("snapshot") {
                blocks.push((name.to_owned(), Vec::new()));
            } else if let Some((_, tags)) = blocks.last_mut() {
                tags.push(tag);
            }
        }
        for (name, tags) in blocks {
            self.node(&name, Kind::Snapshot, &tags);
        }
    }

    /// A test that is a file of its own is about all that it names. Those in `generic` are macros.
    fn singular_test(&mut self, path: &RepoPath) {
        let below = path.as_str().split('/').any(|segment| segment == "generic");
        let Some(text) = self.text(path).filter(|_| !below) else { return };
        let Some(tags) = self.tags(&text) else { return };
        match tags.iter().find_map(|tag| tag.config("enabled")).as_deref() {
            Some("false" | "False") => return,
            None | Some("true" | "True") => {}
            Some(_) => self.project.doubt("switches tests on or off"),
        }
        let about = self.before(refs_of(&tags));
        for name in &about {
            self.project.test(name);
        }
    }

    /// Macros that name nodes: whoever calls them is made from these too.
    fn macros(&mut self, path: &RepoPath) {
        let Some(text) = self.text(path) else { return };
        let Some(tags) = self.tags(&text) else { return };
        let refs = refs_of(&tags);
        if refs.open || !refs.names.is_empty() {
            self.project.doubt("has macros that name models");
        }
    }

    fn tags(&mut self, text: &Source) -> Option<Vec<Tag>> {
        let tags = calls::tags(text.text());
        if tags.is_none() {
            self.project.unread("has files whose Jinja cannot be read");
        }
        tags
    }

    /// The files below some folders of the project with one of these endings.
    fn below(&mut self, folders: &[String], endings: &[&str]) -> Vec<RepoPath> {
        let folders: Vec<RepoPath> =
            folders.iter().filter_map(|folder| RepoPath::join(self.folder.as_ref(), folder)).collect();
        let wanted = |path: &RepoPath| {
            path.extension().is_some_and(|end| endings.contains(&end))
                && folders.iter().any(|folder| path.is_below(Some(folder)))
        };
        let paths = self.files.paths_where(&wanted);
        if paths.len() > FILES {
            self.project.unread("has more files than are read");
        }
        paths.into_iter().take(FILES).cloned().collect()
    }

    fn text(&mut self, path: &RepoPath) -> Option<std::sync::Arc<Source>> {
        let text = self.files.read(path, self.limits.file_bytes).ok();
        self.bytes = self.bytes.saturating_add(text.as_ref().map_or(0, |text| text.text().len()));
        let text = text.filter(|_| self.bytes <= BYTES);
        if text.is_none() {
            self.project.unread("has files that cannot be read");
        }
        text
    }

    fn yaml(&mut self, path: &RepoPath) -> Option<Yaml> {
        let text = self.text(path)?;
        let tree = tree::parse(&text, self.limits).ok();
        if tree.is_none() {
            self.project.unread("has files that cannot be read");
        }
        tree?.root().cloned()
    }

    fn yaml_in_folder(&mut self, name: &str) -> Option<Yaml> {
        let path = RepoPath::join(self.folder.as_ref(), name)?;
        if self.files.contains(&path) { self.yaml(&path) } else { None }
    }
}

fn refs_of(tags: &[Tag]) -> Refs {
    let mut refs = Refs::default();
    for tag in tags {
        tag.add_refs(&mut refs);
    }
    refs
}

fn stem(path: &RepoPath) -> &str {
    let name = path.file_name();
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// The folders that a setting of the project names.
fn folders(settings: &Yaml, names: [&str; 2], default: &str) -> Vec<String> {
    match names.iter().find_map(|name| settings.get(name)) {
        Some(list) => list.elements().iter().filter_map(Yaml::as_str).map(str::to_owned).collect(),
        None => vec![default.to_owned()],
    }
}
