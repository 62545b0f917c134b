//! `include`: local files are read and merged, everything else is recorded.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::external::External;
use super::file::{self, Cache, File};
use super::include_rules;
use super::inputs::{self, Inputs};
use super::item::Item;
use super::keys::{self, Strange};
use super::otherwise::Both;
use super::template::Template;
use crate::input::pipeline::model::Missing;
use crate::input::pipeline::places::Places;
use crate::input::{Context, Problem};
use crate::source::wildmatch::{MAX_PATTERN, Steps, Wildmatch};
use crate::source::{RepoPath, Source, Unreadable};

/// Steps that matching one pattern against every file may take.
const STEPS: u64 = 20_000_000;

/// The most includes of one pipeline, repeated ones counted each time: GitLab's limit where no administrator has set
/// another (`max_includes` in `lib/gitlab/ci/config/external/context.rb`).
const MOST: usize = 150;

/// How this project is written where a variable is allowed.
const THIS_PROJECT: [&str; 2] = ["$CI_PROJECT_PATH", "${CI_PROJECT_PATH}"];

/// A pipeline with its local includes merged.
pub(super) struct Loaded {
    /// The root mapping.
    pub(super) root: Item,
    /// The root mapping when includes with `rules` give way, where that is another.
    pub(super) other: Option<Item>,
    /// The inputs that `spec` declares.
    pub(super) spec: Option<Item>,
    /// What is included from elsewhere, in order.
    pub(super) external: Vec<External>,
    /// Templates whose jobs are known.
    pub(super) templates: Vec<Template>,
    /// The local files that became part of it.
    pub(super) files: BTreeSet<RepoPath>,
    /// How many includes have a path that only a run can know.
    pub(super) unknown: usize,
    /// Local files that are included and not there.
    pub(super) missing: Vec<Missing>,
    /// Keys of includes that nobody knows.
    pub(super) strange: Vec<Strange>,
}

impl Loaded {
    /// Whether parts of it stand where gate cannot read, so that a missing one is unknown instead of wrong.
    pub(super) const fn is_open_ended(&self) -> bool {
        !self.external.is_empty() || self.unknown > 0 || !self.missing.is_empty()
    }
}

struct Loader<'a, 'c> {
    context: &'a Context<'c>,
    places: &'a mut Places,
    cache: &'a mut Cache,
    loaded: Loaded,
    /// What each file that was read adds with its inputs, and how many includes that takes; `None` while it is being read.
    read: BTreeMap<(RepoPath, String), Option<(Both, usize)>>,
    /// The inputs that a trigger hands to the files that it names.
    handed: Option<Item>,
    /// How many includes there were.
    count: usize,
}

/// Reads a pipeline and what it includes.
///
/// # Errors
/// A [`Problem`] when the file itself cannot be read.
pub(super) fn load(source: &Arc<Source>, context: &Context<'_>, places: &mut Places) -> Result<Loaded, Problem> {
    let file = file::read(source, context, places)?;
    let mut cache = Cache::default();
    let mut loader = Loader::new(&file.body, context, places, &mut cache);
    loader.read.insert((source.path().clone(), String::new()), None);
    let root = loader.with_includes(&file.body);
    let mut loaded = loader.loaded;
    loaded.files.remove(source.path());
    Ok(Loaded { root: root.item, other: root.other, spec: file.spec, ..loaded })
}

/// Reads what the `include` of a trigger names: a pipeline of its own, which inherits nothing from the one that starts it
/// but the inputs that are `handed` to it.
pub(super) fn child(
    include: &Item,
    handed: Option<&Item>,
    context: &Context<'_>,
    places: &mut Places,
    cache: &mut Cache,
) -> Loaded {
    let mut loader = Loader::new(include, context, places, cache);
    loader.handed = handed.cloned();
    let root = loader.included(include);
    Loaded { root: root.item, other: root.other, ..loader.loaded }
}

impl<'a, 'c> Loader<'a, 'c> {
    fn new(place: &Item, context: &'a Context<'c>, places: &'a mut Places, cache: &'a mut Cache) -> Self {
        let loaded = Loaded {
            root: Item::empty(&place.source),
            other: None,
            spec: None,
            external: Vec::new(),
            templates: Vec::new(),
            files: BTreeSet::new(),
            unknown: 0,
            missing: Vec::new(),
            strange: Vec::new(),
        };
        Self { context, places, cache, loaded, read: BTreeMap::new(), handed: None, count: 0 }
    }

    /// The configuration of a file laid over what it includes.
    fn with_includes(&mut self, item: &Item) -> Both {
        let Some(include) = item.get("include") else { return Both::one(item.clone()) };
        self.included(include).under(item)
    }

    /// Everything that an `include` names, the later over the earlier.
    fn included(&mut self, include: &Item) -> Both {
        let mut base = Both::one(Item::empty(&include.source));
        let all = if include.is_reference { std::slice::from_ref(include) } else { include.one_or_more() };
        for one in all.iter().filter(|one| one.as_str() != Some("")) {
            keys::check("include", one, &mut self.loaded.strange);
            if !self.counts(one, 1) {
                break;
            }
            let counts = include_rules::counts(one, self.context);
            if counts == Some(false) {
                continue;
            }
            let conditional = counts.is_none();
            for included in self.include(one) {
                if conditional && base.loses_by(&included) {
                    self.unread(one, "of several includes with `rules` that replace the same, only the first and the last are judged");
                }
                base = included.onto(&base, conditional);
            }
        }
        base
    }

    /// Counts includes; `false` with a problem when there are too many of them.
    fn counts(&mut self, place: &Item, more: usize) -> bool {
        let before = self.count;
        self.count = before.saturating_add(more);
        if before <= MOST && self.count > MOST {
            let message = format!(
                "more than {MOST} includes, the most that GitLab takes by default; this one and those behind it are not judged"
            );
            self.unread(place, &message);
        }
        self.count <= MOST
    }

    /// What one include adds.
    fn include(&mut self, include: &Item) -> Vec<Both> {
        if include.is_reference {
            // GitLab includes before it puts references in.
            self.unread(include, "a reference decides what is included, so what it adds cannot be judged");
            return Vec::new();
        }
        if let Some(text) = include.as_str() {
            if text.starts_with("https://") || text.starts_with("http://") {
                self.loaded.external.push(External::remote(include, None));
                return Vec::new();
            }
            return self.local(include, text, None);
        }
        if let Some(path) = include.get("local") {
            return self.local(path, path.as_str().unwrap_or_default(), include.get("inputs"));
        }
        if let Some(url) = include.get("remote") {
            let integrity = include.get("integrity").and_then(Item::as_str);
            self.loaded.external.push(External::remote(url, integrity));
        } else if let Some(project) = include.get("project") {
            self.loaded.external.push(External::project(include, project));
            if project.as_str().is_some_and(|name| THIS_PROJECT.contains(&name)) {
                return self.of_this_project(include);
            }
        } else if let Some(template) = include.get("template") {
            self.loaded.external.push(External::template(template));
            return self.known_template(Template::named(template, include.get("inputs")));
        } else if let Some(component) = include.get("component") {
            self.loaded.external.push(External::component(component));
            return self.known_template(Template::component(component, include.get("inputs")));
        } else {
            self.unread(include, &without_kind(include));
        }
        Vec::new()
    }

    /// What a template adds whose jobs are known.
    fn known_template(&mut self, template: Option<Template>) -> Vec<Both> {
        let configuration = template.as_ref().map(Template::configuration);
        self.loaded.templates.extend(template);
        configuration.map(Both::one).into_iter().collect()
    }

    /// Files of the own project by its name: at another revision, but what stands there goes through this tree.
    fn of_this_project(&mut self, include: &Item) -> Vec<Both> {
        let files = include.get("file").map(Item::one_or_more).unwrap_or_default();
        let named = files.iter().filter_map(|file| Some((file, file.as_str()?)));
        named
            .filter(|(_, text)| !text.contains('$'))
            .filter_map(|(file, text)| self.one(file, text, include.get("inputs")))
            .collect()
    }

    /// Something that GitLab may include and gate cannot read.
    fn unread(&mut self, place: &Item, message: &str) {
        self.loaded.unknown = self.loaded.unknown.saturating_add(1);
        self.places.problem(&place.source, place.span.start, message);
    }

    fn local(&mut self, place: &Item, text: &str, inputs: Option<&Item>) -> Vec<Both> {
        if text.contains('$') {
            self.unread(place, &format!("a variable decides which file `{text}` is, so what it adds cannot be judged"));
            return Vec::new();
        }
        let wanted = text.trim_start_matches('/');
        if !wanted.contains('*') {
            return self.one(place, text, inputs).into_iter().collect();
        }
        // A pattern that no file fits adds nothing: GitLab goes on with the list of those that do
        // (`expand_wildcard_paths` in `lib/gitlab/ci/config/external/mapper/location_expander.rb`).
        let Some(paths) = matching(wanted, self.context.files.paths()) else {
            self.unread(place, "the pattern of this include is too long or takes too many steps to match");
            return Vec::new();
        };
        let mut added = Vec::new();
        for (index, path) in paths.iter().enumerate() {
            if index > 0 && !self.counts(place, 1) {
                break;
            }
            added.extend(self.file(place, path, inputs));
        }
        added
    }

    /// The file at a path that is written out.
    fn one(&mut self, place: &Item, text: &str, inputs: Option<&Item>) -> Option<Both> {
        let path = RepoPath::new(text.trim_start_matches('/'));
        match path.filter(|_| !text.is_empty()) {
            Some(path) => self.file(place, &path, inputs),
            None => self.missing(place, text, text),
        }
    }

    /// A local file with its own includes. One that was read already with these inputs is merged once more, as GitLab
    /// does; one that includes itself adds nothing.
    fn file(&mut self, place: &Item, path: &RepoPath, inputs: Option<&Item>) -> Option<Both> {
        // What is handed to a child pipeline is for the files that its trigger names, not for those that they include.
        let handed = self.handed.take();
        let given: Vec<&Item> = handed.as_ref().into_iter().chain(inputs).collect();
        let item = self.known(place, path, &given);
        self.handed = handed;
        item
    }

    fn known(&mut self, place: &Item, path: &RepoPath, given: &[&Item]) -> Option<Both> {
        let mut shown = String::new();
        for given in given {
            inputs::shown(Some(given), &mut shown);
        }
        let key = (path.clone(), shown);
        match self.read.get(&key) {
            Some(None) => return None,
            Some(Some((item, includes))) => {
                let (item, includes) = (item.clone(), *includes);
                return self.counts(place, includes).then_some(item);
            }
            None => {}
        }
        let file = match self.cache.file(path, self.context, self.places) {
            Ok(file) => file,
            Err(Unreadable::Missing) => {
                let written = place.as_str().unwrap_or_default();
                return self.missing(place, written, path.as_str());
            }
            Err(error) => {
                let message = format!("the included file `{}` cannot be read: {error}", path.as_str());
                self.unread(place, &message);
                return None;
            }
        };
        self.loaded.files.insert(path.clone());
        self.places.runs.insert(path.clone());
        self.read.insert(key.clone(), None);
        let before = self.count;
        let body = file.map_or_else(|| Item::empty(&place.source), |file| self.body(place, &file, given));
        let item = self.with_includes(&body);
        self.read.insert(key, Some((item.clone(), self.count.saturating_sub(before))));
        Some(item)
    }

    /// The configuration of a local file with its inputs put in.
    fn body(&mut self, place: &Item, file: &File, given: &[&Item]) -> Item {
        let Some(spec) = &file.spec else { return file.body.clone() };
        let mut inputs = Inputs::new(spec, given, &mut self.cache.left);
        let body = inputs.fill(&file.body);
        if inputs.exhausted {
            self.unread(
                place,
                "the inputs of this include hold too much to be put in, so what it adds cannot be judged",
            );
        }
        body
    }

    /// A file that should be in the tree and is not.
    fn missing(&mut self, place: &Item, written: &str, path: &str) -> Option<Both> {
        let missing = Missing {
            loc: self.places.entity(&place.source, place.span),
            name: written.to_owned(),
            kind: "include",
            path: path.trim_start_matches('/').to_owned(),
            job: String::new(),
        };
        self.loaded.missing.push(missing);
        None
    }
}

/// What to say of an include of which nobody can tell what it includes.
fn without_kind(include: &Item) -> String {
    match (include.get("artifact"), include.is_map()) {
        (Some(artifact), _) => format!(
            "`{}` is made while the pipeline runs, so what it holds cannot be judged",
            artifact.as_str().unwrap_or_default()
        ),
        (None, true) => "the include names no `local`, `project`, `remote`, `template` or `component`, so what \
                         it adds cannot be judged"
            .to_owned(),
        // `InvalidTypeError` in `lib/gitlab/ci/config/external/mapper/normalizer.rb`.
        (None, false) => "the include is no path and no mapping; GitLab refuses the pipeline".to_owned(),
    }
}

/// The files that a pattern names; `None` when nobody can say.
pub(in crate::input::pipeline) fn matching(pattern: &str, paths: &[RepoPath]) -> Option<Vec<RepoPath>> {
    if pattern.len() > MAX_PATTERN {
        return None;
    }
    let Some(pattern) = Wildmatch::of_gitlab(pattern.as_bytes()) else { return Some(Vec::new()) };
    let steps = Steps::new(STEPS);
    let mut found = Vec::new();
    for path in paths {
        if pattern.matches(path.as_str().as_bytes(), &steps)? {
            found.push(path.clone());
        }
    }
    Some(found)
}
