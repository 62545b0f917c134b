//! Calls of actions and workflows of this repository: the called file is read once more in the place of the call.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::calls::{Environment, Opened, Outcome, is_action};
use super::job::allows_oidc;
use super::permissions::at_most;
use super::reader::Reader;
use super::step::text;
use super::trust::Sources;
use super::values::Values;
use super::workspace::Workspace;
use crate::input::pipeline::held::Held;
use crate::input::pipeline::model::{Called, Interpolation, Job, Permissions, Ref};
use crate::input::pipeline::places::value_place;
use crate::input::pipeline::script::Effects;
use crate::input::pipeline::taint::Left;
use crate::input::tree::{Entry, Node};
use crate::source::{RepoPath, Source, Span};

/// A call: who calls, and with what.
pub(super) struct Call<'c> {
    /// The step or job.
    pub(super) node: &'c Node,
    /// What it calls.
    pub(super) uses: &'c Ref,
    /// What it hands over, credentials masked.
    pub(super) with: &'c BTreeMap<String, String>,
    /// The same, with what is handed to the caller put in.
    pub(super) written: &'c BTreeMap<String, String>,
    /// The expressions and secrets in it.
    pub(super) values: &'c Values,
}

impl Call<'_> {
    /// Where its `uses` stands.
    pub(super) fn place(&self, source: &Source) -> Span {
        self.node.get_entry("uses").map_or(self.node.span, |entry| value_place(source, entry))
    }
}

impl Reader<'_> {
    /// What a step comes to that runs an action of this repository; `sure` says that it runs in any case and has ended
    /// before the next one begins. Only a composite action has steps: what a program does, gate does not read.
    pub(super) fn call_action(&mut self, call: &Call<'_>, sure: bool) -> Option<Arc<Called>> {
        let (file, opened) = self.action_of(call)?;
        let root = opened.root()?;
        self.action_fits(call, root);
        let Some(runs) = root.get_entry("runs").filter(|runs| is_composite(&runs.value)) else {
            self.is_program(call, &opened);
            return None;
        };
        let mut handed = self.handed(call);
        handed.default_of_action(root);
        let sources = Sources {
            // What its steps set for the job comes into a scope of its own.
            scopes: self.sources.scopes.iter().cloned().chain([BTreeMap::new()]).collect(),
            kept: self.sources.kept.clone(),
            artifacts: self.sources.brings_artifacts(&text(call.node, "if")),
            matrix: self.sources.matrix.clone(),
            of_job: self.sources.of_job.only("matrix"),
            ..handed.into_sources(&self.sources)
        };
        let (workspace, any_case) = (self.workspace.clone(), self.any_case);
        let environment = Environment { sources, workspace, permissions: None, any_case, place: None };
        let steps = runs.value.get("steps").map_or(0, |steps| steps.elements().len());
        let outcome = self.follow(call, &file, &opened, environment, steps, |reader| {
            let job = reader.runs(runs);
            let outputs = root.get("outputs").map(Node::entries).unwrap_or_default();
            let outputs = reader.handed_back(outputs);
            (Called { jobs: vec![job], ..called(&file) }, outputs)
        })?;
        self.workspace.take(outcome.workspace, sure);
        let (kept, set) = outcome.left;
        let set = set.into_iter().map(|(name, held)| Left { name, held, open: false }).collect();
        self.effects = Some(Effects::of(kept, Vec::new(), set));
        let id = text(call.node, "id");
        if !id.is_empty() {
            for (name, held) in outcome.outputs {
                self.sources.of_job.put(&format!("steps.{id}.outputs.{name}"), &held);
            }
        }
        Some(outcome.called)
    }

    /// What a job comes to that calls a workflow of this repository.
    pub(super) fn call_workflow(&mut self, call: &Call<'_>, job: &str, granted: &Permissions) -> Option<Arc<Called>> {
        let (file, opened) = self.workflow_of(call)?;
        let root = opened.root()?;
        if !may_be_called(root) {
            // "workflow_call key is not defined in the referenced workflow" (`referencedWorkflow.ts` of
            // actions/languageservices).
            let message = "the workflow that is called has no `workflow_call`; GitHub refuses the file";
            self.problem(call.place(self.source).start, message);
            return None;
        }
        let declared = root.get("on").and_then(|on| on.get("workflow_call"));
        self.workflow_fits(call, declared);
        let mut handed = self.handed(call);
        handed.default_of_workflow(declared);
        let sources = Sources { artifacts: self.sources.artifacts, ..handed.into_sources(&self.sources) };
        let permissions = Some((granted.default, granted.scopes.clone()));
        let workspace = Workspace::default();
        let environment = Environment { sources, workspace, permissions, any_case: false, place: None };
        let jobs = root.get("jobs").map(Node::entries).unwrap_or_default();
        let count = |job: &Entry| job.value.get("steps").map_or(1, |steps| steps.elements().len().saturating_add(1));
        let steps = jobs.iter().map(count).fold(0, usize::saturating_add);
        let outcome = self.follow(call, &file, &opened, environment, steps, |reader| {
            let (jobs, env, interpolations) = reader.called_jobs(root, granted);
            let outputs = declared.and_then(|declared| declared.get("outputs"));
            let outputs = outputs.map(Node::entries).unwrap_or_default();
            let outputs = reader.handed_back(outputs);
            (Called { env, interpolations, jobs, ..called(&file) }, outputs)
        })?;
        for (name, held) in outcome.outputs {
            self.sources.of_needs.put(&format!("needs.{job}.outputs.{name}"), &held);
        }
        Some(outcome.called)
    }

    /// The jobs of a called workflow. They have at most the permissions of the job that calls them.
    fn called_jobs(
        &mut self,
        root: &Node,
        granted: &Permissions,
    ) -> (Vec<Job>, BTreeMap<String, String>, Vec<Interpolation>) {
        self.permissions = match root.get_entry("permissions") {
            Some(entry) => self.read_permissions(entry),
            None => granted.clone(),
        };
        let mut values = Values::default();
        let env = self.env(root.get("env"), &mut values);
        if let Some(node) = root.get("defaults") {
            self.walk("defaults", node, &mut values);
        }
        self.take_defaults(root);
        let head = root.entries().first().map_or(Span::new(0, 0), |entry| entry.key.span);
        // What a file of this repository lacks, it says itself.
        let mut jobs = self.jobs(root, head, self.elsewhere.is_none());
        for job in &mut jobs {
            at_most(&mut job.permissions, granted);
            job.oidc = allows_oidc(&job.permissions);
        }
        (jobs, env, values.interpolations)
    }

    /// What a called file hands back.
    fn handed_back(&mut self, outputs: &[Entry]) -> BTreeMap<String, Held> {
        let mut back = BTreeMap::new();
        for output in outputs {
            let (Some(name), Some(value)) = (output.name(), output.value.get("value")) else { continue };
            let mut values = Values::default();
            let mut held = self.output(&format!("outputs.{name}.value"), name, value, &mut values);
            // What a step or job of the called file hands on has no name for whoever calls it but that of the output.
            held.contexts.retain(|context| !INSIDE.contains(&context.split('.').next().unwrap_or_default()));
            held.came_through(values.interpolations.first(), "is handed back here");
            back.insert(name.to_owned(), held);
        }
        back
    }

    /// Reads a called file in the place of the call, unless the same call was read before.
    fn follow(
        &mut self,
        call: &Call<'_>,
        file: &RepoPath,
        opened: &Opened,
        mut environment: Environment,
        steps: usize,
        read: impl FnOnce(&mut Reader<'_>) -> (Called, BTreeMap<String, Held>),
    ) -> Option<Outcome> {
        let place = call.place(self.source);
        let outer = self.places.elsewhere.clone();
        let elsewhere = outer.clone().or_else(|| opened.at.as_ref().map(|_| (Arc::clone(self.source), place)));
        environment.place = elsewhere.as_ref().map(|(source, place)| (source.path().clone(), *place));
        if let Some(again) = self.calls.again(file, &environment) {
            let again = again.map_err(|why| self.problem(place.start, &why)).ok()?;
            self.sources.asked.borrow_mut().also(&again.asked);
            return Some(again);
        }
        if let Err(why) = self.calls.begin(file, opened) {
            self.problem(place.start, &why);
            return None;
        }
        let left_before = self.calls.left();
        if let Err(why) = self.calls.count(steps) {
            self.calls.give_up();
            self.problem(place.start, &why);
            return None;
        }
        let mut inner = Reader::new(&opened.source, &self.context);
        std::mem::swap(&mut inner.places, &mut self.places);
        std::mem::swap(&mut inner.calls, &mut self.calls);
        inner.is_action = is_action(file);
        inner.elsewhere.clone_from(&opened.at);
        inner.places.elsewhere = elsewhere;
        inner.sources = environment.sources.clone();
        inner.workspace = environment.workspace.clone();
        inner.any_case = environment.any_case;
        let own = environment.sources.scopes.len().saturating_sub(1);
        if opened.at.is_some() {
            inner.unread_elsewhere(opened);
        }
        let (mut called, outputs) = read(&mut inner);
        let workspace = std::mem::take(&mut inner.workspace);
        let set = inner.sources.scopes.get_mut(own).map(std::mem::take).unwrap_or_default();
        let left = (std::mem::take(&mut inner.sources.kept), set);
        let asked = inner.sources.asked.take();
        self.sources.asked.borrow_mut().also(&asked);
        if opened.at.is_some() {
            self.unread.append(&mut inner.unread);
        }
        let Reader { places, calls, .. } = inner;
        (self.places, self.calls) = (places, calls);
        self.places.elsewhere = outer;
        let texts = |held: &Held| held.texts.as_ref().map(|texts| texts.iter().cloned().collect());
        called.inputs = environment.sources.inputs.iter().map(|(name, held)| (name.clone(), texts(held))).collect();
        Some(self.calls.end(environment, asked, (called, outputs, workspace), left, left_before))
    }
}

impl Reader<'_> {
    /// Says what gate does not read of a file of another repository. One of this repository says that itself.
    fn unread_elsewhere(&mut self, opened: &Opened) {
        let Some(root) = opened.root() else { return };
        self.find_merge_keys(root);
        self.unknown_keys(root, if self.is_action { "action" } else { "workflow" }, "");
    }
}

/// Whether an action consists of steps.
fn is_composite(runs: &Node) -> bool {
    text(runs, "using").eq_ignore_ascii_case("composite")
}

/// A called file of which nothing was read.
fn called(file: &RepoPath) -> Called {
    let (file, inputs, env) = (file.as_str().to_owned(), BTreeMap::new(), BTreeMap::new());
    Called { file, inputs, env, interpolations: Vec::new(), jobs: Vec::new() }
}

/// Contexts that mean something in their own file only.
const INSIDE: &[&str] = &["steps", "needs", "jobs", "inputs"];

/// Whether others may call a workflow.
fn may_be_called(root: &Node) -> bool {
    let is_call = |node: &Node| node.as_str() == Some("workflow_call");
    let on = root.get("on");
    on.is_some_and(|on| is_call(on) || on.elements().iter().any(is_call) || on.get("workflow_call").is_some())
}
