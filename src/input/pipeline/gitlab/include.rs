//! `include`: local files are read and merged, everything else is recorded.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::item::Item;
use crate::input::pipeline::places::Places;
use crate::input::pipeline::{named, references};
use crate::input::tree::{self, Node};
use crate::input::{Context, Problem};
use crate::source::wildmatch::{MAX_PATTERN, Steps, Wildmatch};
use crate::source::{RepoPath, Source, Span};

/// Steps that matching one pattern against every file may take.
const STEPS: u64 = 20_000_000;

/// The most files that GitLab includes in one pipeline.
const MOST: usize = 150;

/// Something that is included from elsewhere.
pub(super) struct External {
    pub(super) source: Arc<Source>,
    pub(super) span: Span,
    pub(super) raw: String,
    pub(super) parts: references::Parts,
}

/// A pipeline with its local includes merged.
pub(super) struct Loaded {
    /// The root mapping.
    pub(super) root: Item,
    /// The inputs that `spec` declares.
    pub(super) spec: Option<Item>,
    /// What is included from elsewhere, in order.
    pub(super) external: Vec<External>,
    /// The local files that became part of it.
    pub(super) files: BTreeSet<RepoPath>,
    /// How many includes have a path that only a run can know.
    pub(super) unknown: usize,
}

struct Loader<'a, 'c> {
    context: &'a Context<'c>,
    places: &'a mut Places,
    external: Vec<External>,
    files: BTreeSet<RepoPath>,
    unknown: usize,
    full: bool,
}

/// Reads a pipeline and what it includes.
///
/// # Errors
/// A [`Problem`] when the file itself cannot be read.
pub(super) fn load(source: &Arc<Source>, context: &Context<'_>, places: &mut Places) -> Result<Loaded, Problem> {
    let (item, spec) = read(source, context, places)?;
    let mut loader = Loader { context, places, external: Vec::new(), files: BTreeSet::new(), unknown: 0, full: false };
    loader.files.insert(source.path().clone());
    let root = loader.with_includes(&item);
    loader.files.remove(source.path());
    Ok(Loaded { root, spec, external: loader.external, files: loader.files, unknown: loader.unknown })
}

/// Reads what the `include` of a trigger names: a pipeline of its own, which inherits nothing from the one that starts it.
pub(super) fn child(include: &Item, context: &Context<'_>, places: &mut Places) -> Loaded {
    let mut loader = Loader { context, places, external: Vec::new(), files: BTreeSet::new(), unknown: 0, full: false };
    let root = loader.included(include);
    Loaded { root, spec: None, external: loader.external, files: loader.files, unknown: loader.unknown }
}

/// One file: its configuration and the inputs that it declares.
fn read(source: &Arc<Source>, context: &Context<'_>, places: &mut Places) -> Result<(Item, Option<Item>), Problem> {
    let mut tree = tree::parse(source, context.limits)?;
    places.problems.append(&mut tree.problems);
    tree.documents.iter().for_each(|document| named::hide(places, source, document));
    let first = tree.root().map(Node::merged);
    let header = first.as_ref().and_then(|node| node.get("spec")).filter(|_| tree.documents.len() > 1);
    let spec = header.map(|spec| Item::new(source, spec));
    let body = if spec.is_some() { tree.documents.get(1).map(Node::merged) } else { first };
    let Some(body) = body.filter(Node::is_mapping) else {
        return Err(Problem::at(source, 0, "not a pipeline: the file holds no mapping; GitLab refuses it"));
    };
    Ok((Item::new(source, &body), spec))
}

impl Loader<'_, '_> {
    /// The configuration of a file laid over what it includes.
    fn with_includes(&mut self, item: &Item) -> Item {
        let Some(include) = item.get("include") else { return item.clone() };
        item.over(&self.included(include))
    }

    /// Everything that an `include` names, the later over the earlier.
    fn included(&mut self, include: &Item) -> Item {
        let mut base = Item::empty(&include.source);
        for one in include.one_or_more() {
            for included in self.include(one) {
                base = included.over(&base);
            }
        }
        base
    }

    /// What one include adds.
    fn include(&mut self, include: &Item) -> Vec<Item> {
        if let Some(text) = include.as_str() {
            if text.starts_with("https://") || text.starts_with("http://") {
                self.remote(include, text, None);
                return Vec::new();
            }
            return self.local(include, text);
        }
        if let Some(path) = include.get("local") {
            return self.local(path, path.as_str().unwrap_or_default());
        }
        if let Some(url) = include.get("remote") {
            let integrity = include.get("integrity").and_then(Item::as_str);
            self.remote(url, url.as_str().unwrap_or_default(), integrity);
        } else if let Some(project) = include.get("project") {
            self.project(include, project);
        } else if let Some(template) = include.get("template") {
            let name = template.as_str().unwrap_or_default();
            self.add(template, name, "template", ("", name, ""), None, "none");
        } else if let Some(component) = include.get("component") {
            self.component(component);
        } else {
            let message = match (include.get("artifact"), include.is_map()) {
                (Some(artifact), _) => format!(
                    "`{}` is made while the pipeline runs, so what it holds cannot be judged",
                    artifact.as_str().unwrap_or_default()
                ),
                (None, true) => {
                    "the include names no `local`, `project`, `remote`, `template` or `component`, so what \
                                 it adds cannot be judged"
                        .to_owned()
                }
                (None, false) => "the include is no path and no mapping; GitLab refuses the pipeline".to_owned(),
            };
            self.unread(include, &message);
        }
        Vec::new()
    }

    /// Something that GitLab may include and gate cannot read.
    fn unread(&mut self, place: &Item, message: &str) {
        self.unknown = self.unknown.saturating_add(1);
        self.places.problem(&place.source, place.span.start, message);
    }

    fn local(&mut self, place: &Item, text: &str) -> Vec<Item> {
        if text.contains('$') {
            self.unread(place, &format!("a variable decides which file `{text}` is, so what it adds cannot be judged"));
            return Vec::new();
        }
        let wanted = text.trim_start_matches('/');
        let paths: Vec<RepoPath> = if wanted.contains('*') {
            let Some(paths) = matching(wanted, self.context.files.paths()) else {
                self.unread(place, "the pattern of this include is too long or takes too many steps to match");
                return Vec::new();
            };
            paths
        } else {
            RepoPath::new(wanted).into_iter().collect()
        };
        if paths.is_empty() {
            let message = format!("no file matches the include `{text}`; GitLab refuses the pipeline");
            self.places.problem(&place.source, place.span.start, &message);
        }
        paths.iter().filter_map(|path| self.file(place, path)).collect()
    }

    /// A local file with its own includes; a file that is already part of the pipeline adds nothing.
    fn file(&mut self, place: &Item, path: &RepoPath) -> Option<Item> {
        if self.files.len() > MOST {
            if !self.full {
                self.full = true;
                let message = format!("more than {MOST} included files, which GitLab refuses");
                self.places.problem(&place.source, place.span.start, &message);
            }
            return None;
        }
        if !self.files.insert(path.clone()) {
            return None;
        }
        let source = match self.context.files.read(path, self.context.limits.file_bytes) {
            Ok(source) => source,
            Err(error) => {
                let message = format!("the included file `{}` cannot be read: {error}", path.as_str());
                self.places.problem(&place.source, place.span.start, &message);
                return None;
            }
        };
        match read(&source, self.context, self.places) {
            Ok((item, _)) => Some(self.with_includes(&item)),
            Err(problem) => {
                self.places.problems.push(problem);
                None
            }
        }
    }

    fn remote(&mut self, place: &Item, url: &str, integrity: Option<&str>) {
        let by_commit = url.split(['/', '=', '?', '&']).any(|segment| references::pin(segment) == "sha");
        let pin = match integrity {
            Some(_) => "digest",
            None if by_commit => "sha",
            None if url.contains('$') => "unknown",
            None => "none",
        };
        let host = url.split('/').nth(2).unwrap_or_default();
        self.add(place, url, "remote", (host, url, ""), None, pin);
    }

    fn project(&mut self, include: &Item, project: &Item) {
        let name = project.as_str().unwrap_or_default();
        let reference = include.get("ref").and_then(Item::as_str);
        let files = include.get("file").map(Item::texts).unwrap_or_default().join(", ");
        let (owner, short) = name.rsplit_once('/').unwrap_or(("", name));
        let pin = reference.map_or("none", references::pin);
        let raw = reference.map_or_else(|| name.to_owned(), |reference| format!("{name}@{reference}"));
        let place = include.get("ref").unwrap_or(project);
        self.add(place, &raw, "project", (owner, short, &files), reference, pin);
    }

    fn component(&mut self, component: &Item) {
        let raw = component.as_str().unwrap_or_default();
        let (address, reference) = raw.rsplit_once('@').map_or((raw, None), |(address, it)| (address, Some(it)));
        // Without the host: group/project/component.
        let inside = address.split_once('/').map_or(address, |(_, rest)| rest);
        let (project, path) = inside.rsplit_once('/').unwrap_or((inside, ""));
        let (owner, name) = project.rsplit_once('/').unwrap_or(("", project));
        let pin = reference.map_or("none", references::pin);
        self.add(component, raw, "component", (owner, name, path), reference, pin);
    }

    fn add(
        &mut self,
        place: &Item,
        raw: &str,
        kind: &'static str,
        (owner, name, path): (&str, &str, &str),
        reference: Option<&str>,
        pin: &'static str,
    ) {
        let parts = references::Parts {
            kind,
            owner: owner.to_owned(),
            name: name.to_owned(),
            path: path.to_owned(),
            reference: reference.map(str::to_owned),
            pin,
        };
        self.external.push(External {
            source: Arc::clone(&place.source),
            span: place.span,
            raw: raw.to_owned(),
            parts,
        });
    }
}

/// The files that a pattern names; `None` when nobody can say.
pub(in crate::input::pipeline) fn matching(pattern: &str, paths: &[RepoPath]) -> Option<Vec<RepoPath>> {
    if pattern.len() > MAX_PATTERN {
        return None;
    }
    let Some(pattern) = Wildmatch::new(pattern.as_bytes()) else { return Some(Vec::new()) };
    let steps = Steps::new(STEPS);
    let mut found = Vec::new();
    for path in paths {
        if pattern.matches(path.as_str().as_bytes(), &steps)? {
            found.push(path.clone());
        }
    }
    Some(found)
}
