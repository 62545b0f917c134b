//! Child pipelines: `trigger: {include: …}`. Their jobs are judged with those of the pipeline that starts them, each
//! under the id `<trigger job>/<job>` and at its place in its own file.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::include::{self, Loaded};
use super::inputs;
use super::item::Item;
use super::reader::{Level, Reader};
use crate::input::pipeline::model::{Approval, Job, Order};
use crate::input::pipeline::needs::Waits;
use crate::source::RepoPath;

/// The most child pipelines that one pipeline starts, all levels together.
const MOST: usize = 150;

/// A job that starts a child pipeline.
pub(super) struct Start {
    /// The id of the job.
    job: String,
    /// What the child pipeline consists of.
    include: Item,
    /// What it is handed.
    inputs: Option<Item>,
    /// Whether the job takes as long as the child pipeline and ends like it.
    waits: bool,
}

impl Start {
    /// That of a job which is put together, if it starts one.
    pub(super) fn of(job: &str, item: &Item) -> Option<Self> {
        let trigger = item.get("trigger")?;
        let include = trigger.get("include")?.clone();
        let waits = matches!(trigger.text("strategy").as_str(), "depend" | "mirror");
        Some(Self { job: job.to_owned(), include, inputs: trigger.get("inputs").cloned(), waits })
    }
}

/// A pipeline whose jobs are among those that are judged.
pub(super) struct Expanded {
    /// What it consists of.
    content: Content,
    /// What must have happened before it starts: see [`Reader::guards`].
    guards: BTreeSet<String>,
    /// The triggers that lead to the pipeline which starts it.
    below: Vec<String>,
    /// The ids of its jobs, as the pipeline which starts it has them.
    jobs: Vec<String>,
}

/// What a pipeline consists of: files of this tree with their inputs, and what is included from elsewhere. Variables that
/// are handed to it are no part of that, because the reader leaves them open wherever they stand.
#[derive(PartialEq, Eq)]
pub(super) struct Content {
    files: BTreeSet<RepoPath>,
    external: Vec<String>,
    unknown: usize,
    inputs: String,
}

impl Content {
    /// That of a pipeline which is loaded.
    pub(super) fn of(loaded: &Loaded) -> Self {
        let external = loaded.external.iter().map(|external| external.parts.kind.to_owned() + " " + &external.raw);
        let inputs = String::new();
        Self { files: loaded.files.clone(), external: external.collect(), unknown: loaded.unknown, inputs }
    }

    /// The same with the file that it begins with.
    pub(super) fn with(mut self, file: &RepoPath) -> Self {
        self.files.insert(file.clone());
        self
    }
}

impl Expanded {
    /// The pipeline at the root, before which nothing must have happened.
    pub(super) const fn root(content: Content) -> Self {
        Self { content, guards: BTreeSet::new(), below: Vec::new(), jobs: Vec::new() }
    }
}

impl Start {
    /// All inputs that are handed over, as a text by which they can be told.
    fn inputs(&self) -> String {
        let mut shown = String::new();
        inputs::shown(self.inputs.as_ref(), &mut shown);
        for one in self.include.one_or_more() {
            shown.push(';');
            inputs::shown(one.get("inputs"), &mut shown);
        }
        if shown.chars().all(|character| character == ';') { String::new() } else { shown }
    }
}

impl Reader<'_> {
    /// The jobs of a pipeline, followed by those of the child pipelines that it starts.
    pub(super) fn with_children(&mut self, root: &Item, open_ended: bool) -> Level {
        let (Level { mut jobs, mut waits }, starts) = self.jobs(root, open_ended);
        if starts.is_empty() {
            return Level { jobs, waits };
        }
        let order = Order::of(&jobs, &waits);
        let numbers: BTreeMap<&str, usize> =
            jobs.iter().enumerate().map(|(number, job)| (job.id.as_str(), number)).collect();
        let (mut below, mut ends) = (Level::default(), BTreeMap::new());
        for start in &starts {
            let Some(number) = numbers.get(start.job.as_str()).copied() else { continue };
            let Some(trigger) = jobs.get(number) else { continue };
            let guards = self.guards(&jobs, &order, number);
            let (mut children, ids) = self.child(start, trigger, guards);
            if start.waits {
                ends.insert(start.job.clone(), ids);
            }
            below.jobs.append(&mut children.jobs);
            below.waits.merge(children.waits);
        }
        wait_for_children(&mut waits, ends);
        waits.merge(below.waits);
        jobs.append(&mut below.jobs);
        Level { jobs, waits }
    }

    /// The jobs that end before a child pipeline starts and that do something or ask somebody, on every level. With fewer
    /// of them, the same child pipeline may be judged otherwise.
    fn guards(&self, jobs: &[Job], order: &Order, trigger: usize) -> BTreeSet<String> {
        let acts = |job: &&Job| !job.steps.is_empty() || job.approval != Approval::None || job.when == "manual";
        let before = order.ancestors(trigger).into_iter().chain([trigger]).filter_map(|number| jobs.get(number));
        let level = self.below.join("/");
        let own = before.filter(acts).map(|job| format!("{level}/{}", job.id));
        self.guards.iter().flatten().cloned().chain(own).collect()
    }

    /// The jobs of a child pipeline, and their ids. One that is judged already, with no more before it, adds no jobs:
    /// so a pipeline that starts itself, or many that start one another, come to an end. GitLab itself ends on the
    /// second level (`MAX_NESTED_CHILDREN` in `app/services/ci/create_downstream_pipeline_service.rb`).
    fn child(&mut self, start: &Start, trigger: &Job, guards: BTreeSet<String>) -> (Level, Vec<String>) {
        let Some(loaded) = self.loaded(start) else { return self.too_many(start) };
        let handed = self.handed_by(&trigger.env);
        let tainted: String = handed.iter().map(|(name, held)| format!("{name}={};", held.tainted_by)).collect();
        let content = Content { inputs: start.inputs() + &tainted, ..Content::of(&loaded) };
        let same = |known: &&Expanded| known.content == content && known.guards.is_subset(&guards);
        if let Some(known) = self.expanded.iter().find(same) {
            let ids = if known.below == self.below { known.jobs.clone() } else { Vec::new() };
            self.beside(&loaded, &start.job);
            return (Level::default(), ids);
        }
        if self.children >= MOST {
            return self.too_many(start);
        }
        self.children = self.children.saturating_add(1);
        // A pipeline that never starts does not stand for one that does.
        let entry = (trigger.when != "never").then_some(self.expanded.len());
        if entry.is_some() {
            let below = self.below.clone();
            self.expanded.push(Expanded { content, guards: guards.clone(), below, jobs: Vec::new() });
        }
        let handed = std::mem::replace(&mut self.handed, handed);
        let level = self.of_child(start, trigger, &loaded, guards);
        self.handed = handed;
        let ids: Vec<String> = level.jobs.iter().map(|job| job.id.clone()).collect();
        if let Some(entry) = entry.and_then(|index| self.expanded.get_mut(index)) {
            entry.jobs.clone_from(&ids);
        }
        (level, ids)
    }

    /// What the `include` of a trigger names; a file that is named once more is not read once more. `None` when too much
    /// was read for child pipelines.
    fn loaded(&mut self, start: &Start) -> Option<Arc<Loaded>> {
        let names = local_names(&start.include).map(|names| (names, start.inputs()));
        if let Some(known) = names.as_ref().and_then(|names| self.loads.get(names)) {
            return Some(Arc::clone(known));
        }
        if self.reads >= MOST {
            return None;
        }
        let context = self.context;
        let loaded =
            Arc::new(include::child(&start.include, start.inputs.as_ref(), &context, self.places, &mut self.cache));
        if !loaded.files.is_empty() {
            self.reads = self.reads.saturating_add(1);
        }
        if let Some(names) = names.filter(|_| loaded.missing.is_empty()) {
            self.loads.insert(names, Arc::clone(&loaded));
        }
        Some(loaded)
    }

    fn too_many(&mut self, start: &Start) -> (Level, Vec<String>) {
        let message = format!("more than {MOST} child pipelines; this one is not judged");
        self.places.problem(&start.include.source, start.include.span.start, &message);
        (Level::default(), Vec::new())
    }

    /// The jobs of a child pipeline that is loaded.
    fn of_child(&mut self, start: &Start, trigger: &Job, loaded: &Loaded, guards: BTreeSet<String>) -> Level {
        self.files.extend(loaded.files.iter().cloned());
        let outer = self.guards.replace(guards);
        self.below.push(start.job.clone());
        // It has variables, inputs and refs of its own.
        let (env, limited) = (std::mem::take(&mut self.env), std::mem::take(&mut self.limited));
        let (refs, missing, unread) = (self.refs.len(), self.missing.len(), self.unread.len());
        let globals = self.globals(&loaded.root);
        let Level { mut jobs, waits } = self.all_jobs(loaded, loaded.is_open_ended());
        let mut waits = waits.renamed(|id| format!("{}/{id}", start.job));
        let names = self.refs.iter_mut().skip(refs).map(|it| &mut it.job);
        let names = names.chain(self.missing.iter_mut().skip(missing).map(|it| &mut it.job));
        for name in names.chain(self.unread.iter_mut().skip(unread).map(|it| &mut it.job)) {
            *name = format!("{}/{name}", start.job);
        }
        self.beside(loaded, &start.job);
        for job in &mut jobs {
            let own = std::mem::replace(&mut job.env, globals.clone());
            job.env.extend(own);
            place_below(job, trigger);
            waits.add(job.id.clone(), [trigger.id.clone()]);
        }
        self.below.pop();
        self.guards = outer;
        (self.env, self.limited) = (env, limited);
        Level { jobs, waits }
    }
}

/// The files of this tree that an include names, when it names nothing else.
fn local_names(include: &Item) -> Option<Vec<String>> {
    let name = |one: &Item| one.as_str().or_else(|| one.get("local")?.as_str()).map(str::to_owned);
    include.one_or_more().iter().map(name).collect()
}

/// Makes what waits for a job that takes as long as its child pipeline wait for the jobs of that pipeline too.
fn wait_for_children(waits: &mut Waits, ends: BTreeMap<String, Vec<String>>) {
    let end = |job: &str| Waits::point(&format!("end of {job}"));
    for (_, waits) in waits.iter_mut() {
        for wait in waits.iter_mut().filter(|wait| ends.contains_key(*wait)) {
            *wait = end(wait);
        }
    }
    for (job, ids) in ends {
        waits.add(end(&job), ids.into_iter().chain([job]));
    }
}

/// Makes a job of a child pipeline one that waits for the job that starts it, and for what that one needs.
fn place_below(job: &mut Job, trigger: &Job) {
    let below = |id: &String| format!("{}/{id}", trigger.id);
    job.id = below(&job.id);
    job.name = below(&job.name);
    job.needs = job.needs.iter().map(below).collect();
    if let Some(reference) = &mut job.uses {
        reference.job.clone_from(&job.id);
    }
    job.needs.push(trigger.id.clone());
    job.needs.extend(trigger.needs.iter().cloned());
    if trigger.when == "never" {
        job.when.clone_from(&trigger.when);
    }
}
