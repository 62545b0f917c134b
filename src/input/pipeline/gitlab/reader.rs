//! A GitLab pipeline: the root of the configuration.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::child::Start;
use super::include::Loaded;
use super::item::Item;
use super::resolve::{Budget, GLOBAL, Jobs};
use crate::input::Context;
use crate::input::pipeline::model::{Input, Job, Literal, Permissions, Pipeline, Ref, SCHEMA, Trigger, TriggerClass};
use crate::input::pipeline::needs;
use crate::input::pipeline::places::Places;
use crate::source::{RepoPath, Source, Span};

/// The reader of one pipeline.
pub(super) struct Reader<'p> {
    /// Where everything stands.
    pub(super) places: &'p mut Places,
    /// What is fetched, in order.
    pub(super) refs: Vec<Ref>,
    /// Inputs that cannot hold free text, by name in lower case.
    pub(super) limited: BTreeSet<String>,
    /// Variables for every job.
    pub(super) env: BTreeMap<String, String>,
    /// Where the files of child pipelines are.
    pub(super) context: Context<'p>,
    /// Credentials written out outside of jobs.
    pub(super) literals: Vec<Literal>,
    /// The files of child pipelines.
    pub(super) files: BTreeSet<RepoPath>,
    /// The files of each pipeline from the root to the one that is being read.
    pub(super) open: Vec<BTreeSet<RepoPath>>,
    /// How many child pipelines were read.
    pub(super) children: usize,
    /// How many jobs were read, those of child pipelines included.
    count: usize,
    /// How much may still be put together.
    budget: Budget,
}

/// Reads a pipeline that is loaded, with the child pipelines that it starts. `kind` is `pipeline` or `fragment`.
/// Also returns the files of the child pipelines.
pub(super) fn read(
    source: &Arc<Source>,
    loaded: &Loaded,
    kind: &'static str,
    context: &Context<'_>,
    places: &mut Places,
) -> (Pipeline, BTreeSet<RepoPath>) {
    let mut files = loaded.files.clone();
    files.insert(source.path().clone());
    let mut reader = Reader {
        places,
        refs: Vec::new(),
        limited: BTreeSet::new(),
        env: BTreeMap::new(),
        context: *context,
        literals: Vec::new(),
        files: BTreeSet::new(),
        open: vec![files],
        children: 0,
        count: 0,
        budget: Budget::FULL,
    };
    let root = &loaded.root;
    let own = root.entries().iter().filter(|(key, _)| key.source.path() == source.path());
    let head = own.map(|(key, _)| key.span).min().unwrap_or_default();
    let loc = reader.places.entity(source, head);
    for (key, item) in root.entries() {
        let (source, span) = item.place(key);
        reader.places.child(&loc, &[&key.name], source, span);
    }
    let inputs = reader.inputs(loaded.spec.as_ref());
    let env = reader.globals(root);
    reader.external(loaded, "");
    let open_ended = kind == "fragment" || !loaded.external.is_empty() || loaded.unknown > 0;
    let jobs = reader.with_children(root, open_ended);
    let mut unknown = BTreeMap::new();
    if loaded.unknown > 0 {
        unknown.insert("include".to_owned(), true);
    }
    let pipeline = Pipeline {
        schema: SCHEMA,
        triggers: if kind == "pipeline" { reader.triggers(source, head, root) } else { Vec::new() },
        file: source.path().as_str().to_owned(),
        vendor: "gitlab",
        kind,
        name: root.get("workflow").map(|workflow| workflow.text("name")).unwrap_or_default(),
        inputs,
        permissions: Permissions {
            loc: loc.clone(),
            default: "unspecified",
            scopes: BTreeMap::new(),
            inherited: false,
        },
        loc,
        env,
        jobs,
        interpolations: Vec::new(),
        secrets: Vec::new(),
        literals: reader.literals,
        refs: reader.refs,
        missing: Vec::new(),
        unread: Vec::new(),
        unknown,
    };
    (pipeline, reader.files)
}

impl Reader<'_> {
    fn inputs(&mut self, spec: Option<&Item>) -> Vec<Input> {
        let declared = spec.and_then(|spec| spec.get("inputs")).map(Item::entries).unwrap_or_default();
        let mut inputs = Vec::new();
        for (key, item) in declared {
            let kind = item.text("type");
            let options = item.get("options").map(Item::texts).unwrap_or_default();
            if matches!(kind.as_str(), "boolean" | "number") || !options.is_empty() {
                self.limited.insert(key.name.to_ascii_lowercase());
            }
            let loc = self.places.entity(&key.source, key.span);
            inputs.push(Input { loc, name: key.name.clone(), of: "spec", kind, options });
        }
        inputs
    }

    /// The variables for every job; from here on they are the ones that scripts see.
    pub(super) fn globals(&mut self, root: &Item) -> BTreeMap<String, String> {
        let mut literals = Vec::new();
        let env = self.variables(root.get("variables"), &mut literals);
        self.literals.append(&mut literals);
        self.env.clone_from(&env);
        env
    }

    /// Includes from elsewhere are fetched like anything else.
    pub(super) fn external(&mut self, loaded: &Loaded, job: &str) {
        for external in &loaded.external {
            let loc = self.places.entity(&external.source, external.span);
            let parts = external.parts.clone();
            self.refs.push(Ref {
                loc,
                raw: external.raw.clone(),
                kind: parts.kind,
                owner: parts.owner,
                name: parts.name,
                path: parts.path,
                reference: parts.reference,
                pin: parts.pin,
                job: job.to_owned(),
            });
        }
    }

    /// The jobs of one pipeline in order, and the child pipelines that they start.
    pub(super) fn jobs(&mut self, root: &Item, open_ended: bool) -> (Vec<Job>, Vec<Start>) {
        let mut all = Jobs::new(root, open_ended, self.budget, self.places);
        let (mut jobs, mut starts) = (Vec::new(), Vec::new());
        for (key, item) in root.entries() {
            if key.name.starts_with('.') || GLOBAL.contains(&key.name.as_str()) {
                continue;
            }
            if !item.is_map() && !item.is_reference {
                let message = format!("`{}` is no job: it holds no mapping; GitLab refuses the pipeline", key.name);
                self.places.problem(&key.source, key.span.start, &message);
                continue;
            }
            if self.count >= needs::JOBS {
                self.places.problem(
                    &key.source,
                    key.span.start,
                    "too many jobs; this and those after it are not judged",
                );
                break;
            }
            self.count = self.count.saturating_add(1);
            all.unresolved = false;
            let Some(finished) = all.finished(&key.name, self.places) else { break };
            let mut job = self.job(key, &finished);
            if let Some(missing) = all.dangling.get(&key.name) {
                if open_ended {
                    job.unknown.insert("extends".to_owned(), true);
                } else {
                    let message =
                        format!("the job extends `{missing}`, which is not defined; GitLab refuses the pipeline");
                    let place = item.get("extends").unwrap_or(item);
                    self.places.problem(&place.source, place.span.start, &message);
                }
            }
            if all.unresolved {
                job.unknown.insert("reference".to_owned(), true);
            }
            starts.extend(Start::of(&job.id, &finished));
            jobs.push((finished.get("needs").is_some(), job));
        }
        self.budget = all.budget;
        (order(jobs, &stages(root)), starts)
    }

    /// What starts the pipeline, as far as its rules tell; without any, pushes do.
    fn triggers(&mut self, source: &Arc<Source>, head: Span, root: &Item) -> Vec<Trigger> {
        let workflow = root.get_entry("workflow");
        let (source, span) = workflow.map_or((source, head), |(key, _)| (&key.source, key.span));
        let mut rules = String::new();
        for (_, item) in root.entries() {
            for key in ["rules", "only"] {
                if let Some(rule) = item.get(key) {
                    conditions(rule, 0, &mut rules);
                }
            }
        }
        let named = [
            ("merge_request", TriggerClass::Pr),
            ("schedule", TriggerClass::Schedule),
            ("CI_COMMIT_TAG", TriggerClass::Tag),
            ("tags", TriggerClass::Tag),
            ("web", TriggerClass::Manual),
            ("trigger", TriggerClass::Api),
            ("parent_pipeline", TriggerClass::Upstream),
        ];
        let mut classes: BTreeMap<TriggerClass, &str> = BTreeMap::from([(TriggerClass::Push, "push")]);
        for (word, class) in named {
            if rules.contains(word) {
                classes.entry(class).or_insert(word);
            }
        }
        let make = |(class, raw): (TriggerClass, &str)| Trigger {
            loc: self.places.entity(source, span),
            raw: raw.to_owned(),
            class,
            branches: Vec::new(),
            tags: Vec::new(),
            types: Vec::new(),
            cron: None,
        };
        classes.into_iter().map(make).collect()
    }
}

/// The texts of conditions, to look for words in.
fn conditions(item: &Item, depth: usize, into: &mut String) {
    if depth > 12 {
        return;
    }
    if let Some(text) = item.as_str() {
        into.push_str(text);
        into.push('\n');
    }
    for element in item.elements() {
        conditions(element, depth.saturating_add(1), into);
    }
    for (_, value) in item.entries() {
        conditions(value, depth.saturating_add(1), into);
    }
}

/// The stages in order.
fn stages(root: &Item) -> Vec<String> {
    let named = root.get("stages").map(Item::texts);
    let mut stages = vec![".pre".to_owned()];
    stages.extend(named.unwrap_or_else(|| ["build", "test", "deploy"].map(str::to_owned).to_vec()));
    stages.push(".post".to_owned());
    stages
}

/// Fills in the ancestors: by needs, or by stages for a job without any.
fn order(jobs: Vec<(bool, Job)>, stages: &[String]) -> Vec<Job> {
    let position = |stage: &str| stages.iter().position(|known| known == stage);
    let positions: Vec<(String, Option<usize>)> =
        jobs.iter().map(|(_, job)| (job.id.clone(), position(&job.stage))).collect();
    let (waits, mut jobs): (Vec<Vec<String>>, Vec<Job>) = jobs
        .into_iter()
        .map(|(has_needs, job)| {
            let at = position(&job.stage);
            let earlier = positions.iter().filter(|(_, other)| at.is_some() && *other < at);
            let waits = if has_needs { job.needs.clone() } else { earlier.map(|(id, _)| id.clone()).collect() };
            (waits, job)
        })
        .unzip();
    needs::ancestors(&mut jobs, &waits);
    jobs
}
