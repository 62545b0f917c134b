//! A GitLab pipeline: the root of the configuration.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::child::{Content, Expanded, Start};
use super::condition::Workflow;
use super::file::Cache;
use super::include::Loaded;
use super::item::{Item, Key};
use super::keys::{self, Strange};
use super::resolve::{Budget, Jobs, is_open};
use super::template::{self, Template};
use super::triggers;
use crate::input::Locate as _;
use crate::input::pipeline::facts::Facts;
use crate::input::pipeline::held::Held;
use crate::input::pipeline::model::{Input, Job, Literal, Missing, Permissions, Pipeline, Ref, SCHEMA, Unread};
use crate::input::pipeline::needs::{self, Waits};
use crate::input::pipeline::places::{Places, says};
use crate::input::pipeline::references;
use crate::input::pipeline::servers;
use crate::input::pipeline::taint::Kept;
use crate::input::{Context, Problem};
use crate::source::{RepoPath, Source};

/// The kinds of references that stand for jobs of a pipeline elsewhere.
const ELSEWHERE: [&str; 5] = ["project", "remote", "template", "component", "downstream"];

/// The most keys that nobody knows which one pipeline lists.
const UNREAD: usize = 500;

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
    /// The pipelines that the file may become that is being read.
    pub(super) workflow: Workflow,
    /// Where the files of child pipelines are.
    pub(super) context: Context<'p>,
    /// Credentials written out outside of jobs.
    pub(super) literals: Vec<Literal>,
    /// The files of child pipelines.
    pub(super) files: BTreeSet<RepoPath>,
    /// The pipelines that are judged already.
    pub(super) expanded: Vec<Expanded>,
    /// The triggers from the root to the pipeline that is being read.
    pub(super) below: Vec<String>,
    /// What must have happened before it starts; `None` for the root.
    pub(super) guards: Option<BTreeSet<String>>,
    /// How many child pipelines there are.
    pub(super) children: usize,
    /// What was read for child pipelines, by what their triggers name.
    pub(super) loads: BTreeMap<(Vec<String>, String), Arc<Loaded>>,
    /// The files that were read for them.
    pub(super) cache: Cache,
    /// How often files were put together for child pipelines.
    pub(super) reads: usize,
    /// Code of the tree that is not there.
    pub(super) missing: Vec<Missing>,
    /// Keys that nobody knows.
    pub(super) unread: Vec<Unread>,
    /// The templates that the pipeline includes which is being read.
    pub(super) templates: Vec<Template>,
    /// The places of those keys: jobs that are made of the same template have them once.
    strange: BTreeSet<(RepoPath, usize)>,
    /// What was said of scans of templates: several jobs are made of the same. By place, what it is, and the scan.
    pub(super) weak: BTreeSet<(RepoPath, usize, String)>,
    /// Whether there is a job with steps that the project itself has written.
    judged: bool,
    /// How many jobs were read, those of child pipelines included.
    count: usize,
    /// How much may still be put together.
    budget: Budget,
    /// What the scripts of the job so far left.
    pub(super) kept: Kept,
    /// Variables of jobs out of their reports, by job.
    pub(super) reported: BTreeMap<String, BTreeMap<String, Held>>,
    /// The variables that a job gets out of the reports of others.
    pub(super) received: BTreeMap<String, Held>,
    /// The variables that anybody can write which the trigger hands to the pipeline that is being read.
    pub(super) handed: BTreeMap<String, Held>,
    /// The variables that the rules of `workflow` and of the job set, and those of its matrix, with every value.
    pub(super) of_workflow: BTreeMap<String, Vec<String>>,
    pub(super) of_rules: BTreeMap<String, Vec<String>>,
    pub(super) matrix: BTreeMap<String, Vec<String>>,
    /// The variables of the pipeline that the job gets; `None` for all.
    pub(super) inherited: Option<Vec<String>>,
    /// Where the variables of a job and of the pipeline stand that hold what anybody can write.
    pub(super) places_of: BTreeMap<String, String>,
}

/// The jobs of a pipeline with those of its children, and what they wait for.
#[derive(Default)]
pub(super) struct Level {
    pub(super) jobs: Vec<Job>,
    pub(super) waits: Waits,
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
    let mut reader = Reader::new(context, places);
    reader.expanded.push(Expanded::root(Content::of(loaded).with(source.path())));
    let root = &loaded.root;
    let own = root.entries().iter().filter(|(key, _)| key.source.path() == source.path());
    let head = own.map(|(key, _)| key.span).min().unwrap_or_default();
    let loc = reader.places.entity(source, head);
    for (key, item) in root.entries() {
        let (source, span) = item.place(key);
        reader.places.child(&loc, &[&key.name], source, span);
        for (below, value) in item.entries().iter().filter(|_| key.name == "variables") {
            let (source, span) = value.place(below);
            reader.places.child(&loc, &[&key.name, &below.name], source, span);
        }
    }
    let inputs = reader.inputs(loaded.spec.as_ref());
    let env = reader.globals(root);
    reader.beside(loaded, "");
    let open_ended = kind == "fragment" || loaded.is_open_ended();
    let Level { mut jobs, waits } = reader.all_jobs(loaded, open_ended);
    needs::fill(&mut jobs, &waits);
    let mut unknown = BTreeMap::new();
    if loaded.unknown > 0 {
        unknown.insert("include".to_owned(), true);
    }
    if kind == "pipeline" && !reader.judged {
        reader.nothing_but_others();
    }
    let pipeline = Pipeline {
        schema: SCHEMA,
        triggers: if kind == "pipeline" { triggers::read(reader.places, source, head, root) } else { Vec::new() },
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
        around: servers::beside(&jobs, context, reader.places),
        jobs,
        interpolations: Vec::new(),
        secrets: Vec::new(),
        literals: reader.literals,
        refs: reader.refs,
        missing: reader.missing,
        unread: reader.unread,
        unknown,
        is_called: false,
        facts: Facts::default(),
    };
    (pipeline, reader.files)
}

impl<'p> Reader<'p> {
    fn new(context: &Context<'p>, places: &'p mut Places) -> Self {
        Self {
            places,
            refs: Vec::new(),
            limited: BTreeSet::new(),
            env: BTreeMap::new(),
            workflow: Workflow::default(),
            context: *context,
            literals: Vec::new(),
            files: BTreeSet::new(),
            expanded: Vec::new(),
            below: Vec::new(),
            guards: None,
            children: 0,
            loads: BTreeMap::new(),
            cache: Cache::default(),
            reads: 0,
            missing: Vec::new(),
            unread: Vec::new(),
            templates: Vec::new(),
            strange: BTreeSet::new(),
            weak: BTreeSet::new(),
            judged: false,
            count: 0,
            budget: Budget::FULL,
            kept: Kept::default(),
            reported: BTreeMap::new(),
            received: BTreeMap::new(),
            handed: BTreeMap::new(),
            of_workflow: BTreeMap::new(),
            of_rules: BTreeMap::new(),
            matrix: BTreeMap::new(),
            inherited: None,
            places_of: BTreeMap::new(),
        }
    }
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

    /// Says that a pipeline in which nothing is judged consists of what stands elsewhere.
    fn nothing_but_others(&mut self) {
        let is_read = |it: &&Ref| !ELSEWHERE.contains(&it.kind) || template::is_known(&it.raw);
        let elsewhere = self.refs.iter().find(|it| !is_read(it));
        let Some(place) = elsewhere.and_then(|it| self.places.table.locate(&it.loc, &[])) else { return };
        let message = "the pipeline consists of nothing but files of other projects, which gate cannot read";
        self.places.problems.push(Problem::at(&place.source, place.span.start, message).without_reader());
    }

    /// Keeps the keys that nobody knows.
    fn strange(&mut self, found: Vec<Strange>, job: &str) {
        for Strange { key, of, value } in found {
            let place = (key.source.path().clone(), key.span.start);
            if self.strange.contains(&place) {
                continue;
            }
            if self.unread.len() >= UNREAD {
                self.places.problem(&key.source, key.span.start, "too many keys that gate does not know");
                return;
            }
            self.strange.insert(place);
            let loc = self.places.entity(&key.source, key.span);
            self.unread.push(Unread { loc, key: key.name, of, job: job.to_owned(), says: says(&value.written()) });
        }
    }

    /// What stands beside the jobs of a pipeline that is loaded: what is not there, what nobody knows, and includes from
    /// elsewhere, which are fetched like anything else.
    pub(super) fn beside(&mut self, loaded: &Loaded, job: &str) {
        self.missing.extend(loaded.missing.iter().cloned().map(|it| Missing { job: job.to_owned(), ..it }));
        self.strange(loaded.strange.clone(), job);
        for external in &loaded.external {
            let loc = self.places.entity(&external.source, external.span);
            let comment = references::comment(&external.source, external.span);
            self.refs.push(Ref { comment, ..external.parts.clone().at(loc, &external.raw, job) });
        }
    }

    /// The keys of a job that nobody knows.
    fn strange_of(&mut self, key: &Key, job: &Item) {
        let mut found = Vec::new();
        keys::check("job", job, &mut found);
        self.strange(found, &key.name);
    }

    /// The jobs of one pipeline in order, and the child pipelines that they start.
    pub(super) fn jobs(&mut self, root: &Item, open_ended: bool) -> (Level, Vec<Start>) {
        self.workflow = Workflow::of(root, &self.env, !self.below.is_empty());
        self.of_workflow = self.set_by_rules(root.get("workflow"));
        let mut all = Jobs::new(root, open_ended, self.budget, self.places);
        let (mut jobs, mut starts) = (Vec::new(), Vec::new());
        let variables = root.get("variables");
        for (key, item) in root.entries() {
            let extended = all.extended(&key.name).unwrap_or(item);
            if !keys::is_job(&key.name, extended) {
                let mut found = Vec::new();
                keys::check_keyword(&key.name, extended, &mut found);
                self.strange(found, "");
                continue;
            }
            if !item.is_map() && !item.is_reference {
                // `each_unmatched_job` in `lib/gitlab/ci/config/entry/jobs.rb`.
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
            let Some(mut finished) = all.finished(&key.name, self.places) else { break };
            let mut job = self.job_of(&all, variables, key, &mut finished);
            self.judged |= !job.steps.is_empty() && !self.is_of_template(key);
            self.strange_of(key, &finished);
            if let Some(missing) = all.dangling.get(&key.name) {
                if open_ended {
                    job.unknown.insert("extends".to_owned(), true);
                } else {
                    // `InvalidExtensionError` in `lib/gitlab/ci/config/extendable/entry.rb`.
                    let message = if is_open(missing) {
                        format!("an input decides that the job extends `{missing}`, so what it runs cannot be judged")
                    } else {
                        format!("the job extends `{missing}`, which is not defined; GitLab refuses the pipeline")
                    };
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
        let waits = waits(&jobs, &stages(root));
        (Level { jobs: jobs.into_iter().map(|(_, job)| job).collect(), waits }, starts)
    }
}

/// The stages in order.
fn stages(root: &Item) -> Vec<String> {
    // `types` is what `stages` was called.
    let named =
        ["stages", "types"].into_iter().find_map(|key| root.get(key)).filter(|named| named.is_list()).map(Item::texts);
    let mut stages = vec![".pre".to_owned()];
    stages.extend(named.unwrap_or_else(|| ["build", "test", "deploy"].map(str::to_owned).to_vec()));
    stages.push(".post".to_owned());
    stages
}

/// What each job waits for: what it needs, or everything of earlier stages for a job without needs.
fn waits(jobs: &[(bool, Job)], stages: &[String]) -> Waits {
    let positions: BTreeMap<&str, usize> =
        stages.iter().enumerate().rev().map(|(at, stage)| (stage.as_str(), at)).collect();
    // A point before each stage, behind the one before it and the jobs of that stage.
    let point = |at: usize| Waits::point(&at.to_string());
    let mut waits = Waits::default();
    for at in 1..stages.len() {
        waits.add(point(at), [point(at.saturating_sub(1))]);
    }
    for (has_needs, job) in jobs {
        let at = positions.get(job.stage.as_str()).copied();
        match at {
            _ if *has_needs => waits.add(job.id.clone(), always_needed(job)),
            // With the needs of a rule its stage does not count.
            _ if job.rules.iter().any(|rule| rule.needs.is_some()) => waits.add(job.id.clone(), []),
            Some(at) => waits.add(job.id.clone(), [point(at)]),
            None => waits.add(job.id.clone(), []),
        }
        // A stage that is listed nowhere may be listed in a file of another project, and come first.
        waits.add(point(at.map_or(0, |at| at.saturating_add(1))), [job.id.clone()]);
    }
    waits
}

/// What a job needs by whatever rule it is added.
fn always_needed(job: &Job) -> impl Iterator<Item = String> {
    let rules = job.rules.iter().filter(|rule| rule.when != "never").filter_map(|rule| rule.needs.as_ref());
    let others: Vec<&Vec<String>> = rules.collect();
    job.needs.iter().filter(move |need| others.iter().all(|needs| needs.contains(need))).cloned()
}
