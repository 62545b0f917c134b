//! A workflow: the root of the file.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::callers;
use super::left::OF_RUNS;
use super::lock::{self, Lock};
use super::reader::Reader;
use super::step::text;
use super::triggers::{held_by_inputs, key_place, texts};
use super::values::Values;
use crate::input::pipeline::facts::Facts;
use crate::input::pipeline::model::{Input, Job, Permissions, Pipeline, SCHEMA, TriggerClass};
use crate::input::pipeline::needs::{self, Waits};
use crate::input::pipeline::places::{Places, value_place};
use crate::input::pipeline::servers;
use crate::input::tree::{Entry, Node};
use crate::input::{Context, Problem};
use crate::source::{RepoPath, Source, Span};

/// Reads a workflow from the root of its file.
pub(super) fn read<'a>(source: &'a Arc<Source>, root: &Node, context: &Context<'a>) -> (Pipeline, Places) {
    let mut reader = Reader::new(source, context);
    reader.find_merge_keys(root);
    let grows = reader.unknown_keys(root, "workflow", "");
    reader.take_lock();
    let head = root.entries().first().map_or(Span::new(0, 0), |entry| entry.key.span);
    let loc = reader.places.entity(source, head);
    reader.places.children(&loc, root, source, &["env"]);
    let keys = ["on", "jobs"].into_iter().filter_map(|key| Some((key, key_place(root, key, &reader)?)));
    keys.collect::<Vec<_>>().into_iter().for_each(|(key, place)| reader.places.child(&loc, &[key], source, place));
    let on = root.get_entry("on");
    if on.is_none() && !grows {
        // `workflow-root-strict` of workflow-v1.0.json requires it.
        reader.problem(head.start, "the workflow has no `on`; GitHub refuses the file");
    }
    let triggers = on.map(|on| reader.triggers(on)).unwrap_or_default();
    let is_for_callers = triggers.iter().any(|trigger| trigger.class == TriggerClass::Call);
    let is_called = is_for_callers && callers::call_it(source.path(), context);
    reader.is_judged_by_callers = is_called && triggers.iter().all(|trigger| trigger.class == TriggerClass::Call);
    let inputs = on.map(|on| reader.workflow_inputs(&on.value)).unwrap_or_default();
    reader.take_inputs(&inputs);
    reader.sources.events = triggers.iter().map(|trigger| trigger.raw.clone()).collect();
    reader.sources.artifacts = reader.sources.events.iter().any(|event| event == OF_RUNS);
    let permissions = match root.get_entry("permissions") {
        Some(entry) => reader.read_permissions(entry),
        None => Permissions { loc: loc.clone(), ..reader.permissions.clone() },
    };
    reader.permissions = permissions.clone();
    let mut values = Values::default();
    let env = reader.env(root.get("env"), &mut values);
    for key in ["run-name", "concurrency", "defaults"] {
        if let Some(node) = root.get(key) {
            reader.walk(key, node, &mut values);
        }
    }
    reader.take_defaults(root);
    let jobs = reader.jobs(root, head, grows);
    reader.nothing_but_calls(root, &jobs);
    let pipeline = Pipeline {
        schema: SCHEMA,
        loc,
        file: source.path().as_str().to_owned(),
        vendor: "github",
        kind: "workflow",
        name: text(root, "name"),
        triggers,
        inputs,
        permissions,
        env,
        around: servers::beside(&jobs, context, &mut reader.places),
        jobs,
        interpolations: values.interpolations,
        secrets: values.secrets,
        literals: values.literals,
        refs: std::mem::take(&mut reader.refs),
        missing: std::mem::take(&mut reader.missing),
        unread: std::mem::take(&mut reader.unread),
        unknown: BTreeMap::new(),
        is_called,
        facts: Facts::default(),
    };
    (pipeline, reader.places)
}

impl Reader<'_> {
    /// Lets expressions below know who fills the inputs and what they may be.
    pub(super) fn take_inputs(&mut self, inputs: &[Input]) {
        self.sources.inputs = held_by_inputs(inputs);
        self.sources.of_event.clone_from(&self.sources.inputs);
    }

    /// The shell and the folder that the workflow names for all its jobs.
    pub(super) fn take_defaults(&mut self, root: &Node) {
        let run = root.get("defaults").and_then(|defaults| defaults.get("run"));
        self.shell = run.map(|run| text(run, "shell")).unwrap_or_default();
        self.directory = run.map(|run| text(run, "working-directory")).unwrap_or_default();
    }

    /// The commits of the lock file, and that it runs with the workflow.
    fn take_lock(&mut self) {
        match Lock::of(self.source.path(), &self.context) {
            Ok(lock) => self.lock = lock,
            Err(problem) => self.places.problems.push(problem),
        }
        let path = RepoPath::new(lock::PATH).filter(|path| self.context.files.contains(path));
        self.places.runs.extend(path);
    }

    /// A workflow in which nothing can be judged, because each of its jobs is a workflow of another repository.
    fn nothing_but_calls(&mut self, root: &Node, jobs: &[Job]) {
        let all = root.get("jobs").map(Node::entries).unwrap_or_default();
        let is_call =
            |job: &Job| job.called.is_none() && job.uses.as_ref().is_some_and(|uses| uses.kind == "reusable_workflow");
        if let Some(first) = all.first()
            && jobs.len() == all.len()
            && jobs.iter().all(is_call)
        {
            let message =
                "the workflow consists of nothing but workflows of other repositories, which gate cannot read";
            let problem = Problem::at(self.source, first.key.span.start, message).without_reader();
            self.places.problems.push(problem);
        }
    }

    pub(super) fn jobs(&mut self, root: &Node, head: Span, grows: bool) -> Vec<Job> {
        let Some(entry) = root.get_entry("jobs") else {
            if !grows {
                // `workflow-root-strict` of workflow-v1.0.json requires it.
                self.problem(head.start, "the workflow has no `jobs`; GitHub refuses the file");
            }
            return Vec::new();
        };
        if entry.value.entries().is_empty() {
            // "The workflow must contain at least one job" (`jobs.ts` of actions/languageservices).
            self.problem(entry.key.span.start, "`jobs` names no job; GitHub refuses the file");
        }
        let all = entry.value.entries();
        if let Some(entry) = all.get(needs::JOBS) {
            self.problem(entry.key.span.start, "too many jobs; this and those after it are not judged");
        }
        let judged: Vec<&Entry> = all.iter().take(needs::JOBS).collect();
        let mut read: Vec<(usize, Job)> = Vec::new();
        for (index, entry) in in_order_of_needs(&judged) {
            read.extend(self.job(entry).map(|job| (index, job)));
        }
        read.sort_by_key(|(index, _)| *index);
        let mut jobs: Vec<Job> = read.into_iter().map(|(_, job)| job).collect();
        let ids: BTreeSet<String> = jobs.iter().map(|job| job.id.clone()).collect();
        let entries: BTreeMap<&str, &Entry> = judged.iter().filter_map(|entry| Some((entry.name()?, *entry))).collect();
        for job in &jobs {
            let Some(entry) = entries.get(job.id.as_str()) else { continue };
            if let Some(missing) = job.needs.iter().find(|need| !ids.contains(*need)) {
                // "depends on unknown job" (`jobs.ts` of actions/languageservices).
                let place = entry.value.get_entry("needs").map_or(entry.key.span, |e| value_place(self.source, e));
                let message = format!("the job needs `{missing}`, which is not a job; GitHub refuses the file");
                self.problem(place.start, &message);
            }
        }
        let waits = Waits::of_needs(&jobs);
        needs::fill(&mut jobs, &waits);
        jobs
    }
}

/// Jobs with their index in the file, those first that others need: what a job hands on is read before it is used. Jobs
/// that wait for each other, which GitHub refuses, come in the order of the file.
fn in_order_of_needs<'a>(jobs: &[&'a Entry]) -> Vec<(usize, &'a Entry)> {
    let needs = |entry: &Entry| entry.value.get("needs").map(texts).unwrap_or_default();
    let numbers: BTreeMap<&str, usize> =
        jobs.iter().enumerate().filter_map(|(index, entry)| Some((entry.name()?, index))).collect();
    let before: Vec<Vec<usize>> = jobs
        .iter()
        .map(|entry| needs(entry).iter().filter_map(|need| numbers.get(need.as_str()).copied()).collect())
        .collect();
    needs::sorted(&before).into_iter().filter_map(|index| Some((index, *jobs.get(index)?))).collect()
}
