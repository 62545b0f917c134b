//! An action of one's own: `action.yml`.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::callers;
use super::keys;
use super::reader::Reader;
use super::step::{Surroundings, text};
use super::values::Values;
use crate::input::Context;
use crate::input::pipeline::facts::Facts;
use crate::input::pipeline::gitlab::condition::Presence;
use crate::input::pipeline::model::{
    Ancestors, Approval, Job, Paths, Permissions, Pipeline, Ref, Runner, SCHEMA, Step,
};
use crate::input::pipeline::places::{Places, value_place};
use crate::input::pipeline::references;
use crate::input::pipeline::servers;
use crate::input::tree::{Entry, Node};
use crate::source::{Source, Span};

/// Reads an action from the root of its file.
pub(super) fn read<'a>(source: &'a Arc<Source>, root: &Node, context: &Context<'a>) -> (Pipeline, Places) {
    let mut reader = Reader::new(source, context);
    reader.is_action = true;
    reader.find_merge_keys(root);
    let grows = reader.unknown_keys(root, "action", "");
    let head = root.entries().first().map_or(Span::new(0, 0), |entry| entry.key.span);
    let loc = reader.places.entity(source, head);
    reader.places.children(&loc, root, source, &[]);
    let mut inputs = Vec::new();
    if let Some(declared) = root.get("inputs") {
        reader.inputs(declared, "action", &mut inputs);
    }
    reader.take_inputs(&inputs);
    let permissions = Permissions { loc: loc.clone(), ..reader.permissions.clone() };
    reader.permissions = permissions.clone();
    let mut values = Values::default();
    let jobs = if let Some(runs) = root.get_entry("runs") {
        vec![reader.runs(runs)]
    } else {
        if !grows {
            // `action-root-strict` of action-v1.0.json requires it.
            reader.problem(head.start, "the action has no `runs`; GitHub refuses the action");
        }
        Vec::new()
    };
    for output in root.get("outputs").map(Node::entries).unwrap_or_default() {
        if let Some(value) = output.value.get("value") {
            let name = output.name().unwrap_or_default();
            reader.walk(&format!("outputs.{name}.value"), value, &mut values);
        }
    }
    let is_called = callers::call_it(source.path(), context);
    let pipeline = Pipeline {
        schema: SCHEMA,
        loc,
        file: source.path().as_str().to_owned(),
        vendor: "github",
        kind: "action",
        name: text(root, "name"),
        triggers: Vec::new(),
        inputs,
        permissions,
        env: BTreeMap::new(),
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

/// What policies call the one job of an action, which has no name in its file.
pub(super) const THE_ACTION: &str = "the action";

impl Reader<'_> {
    /// Reads `runs` as one job.
    pub(super) fn runs(&mut self, runs: &Entry) -> Job {
        let node = &runs.value;
        let loc = self.places.entity(self.source, runs.key.span);
        self.places.children(&loc, node, self.source, &["env"]);
        let mut values = Values::default();
        let (uses, steps) = self.what_runs(runs);
        let env = self.env(node.get("env"), &mut values);
        Job {
            loc,
            id: THE_ACTION.to_owned(),
            name: THE_ACTION.to_owned(),
            stage: String::new(),
            needs: Vec::new(),
            optional_needs: Vec::new(),
            ancestors: Ancestors::default(),
            condition: String::new(),
            rules: Vec::new(),
            when: "on_success".to_owned(),
            presence: Presence::default(),
            runner: Runner { kind: "unknown", labels: Vec::new() },
            image: None,
            services: Vec::new(),
            environment: None,
            approval: Approval::None,
            permissions: self.permissions.clone(),
            oidc: false,
            allow_failure: Some(false),
            timeout_minutes: None,
            matrix: BTreeMap::new(),
            concurrency: String::new(),
            uses,
            called: None,
            artifacts: None,
            template: None,
            inherits: None,
            with: BTreeMap::new(),
            env,
            steps,
            interpolations: values.interpolations,
            secrets: values.secrets,
            literals: values.literals,
            unknown: Paths::new(),
        }
    }

    /// What an action runs, by its `using`, which counts in any case (`ActionManifestManager.cs` of actions/runner). The
    /// three messages are of the errors that the runner stops with there.
    fn what_runs(&mut self, runs: &Entry) -> (Option<Ref>, Vec<Step>) {
        let node = &runs.value;
        let using = text(node, "using").to_ascii_lowercase();
        match using.as_str() {
            "composite" => {
                self.unknown_keys(node, "composite action", THE_ACTION);
                let Some(list) = node.get("steps") else {
                    self.problem(runs.key.span.start, "a composite action without `steps`; GitHub refuses the action");
                    return (None, Vec::new());
                };
                let around = Surroundings {
                    job: THE_ACTION,
                    shell: "",
                    directory: "",
                    windows: false,
                    open: false,
                    composite: true,
                };
                return (None, self.steps(list, &around));
            }
            "docker" => {
                self.unknown_keys(node, "container action", THE_ACTION);
                return (self.docker(runs), Vec::new());
            }
            "" => self.problem(runs.key.span.start, "`runs` has no `using`; GitHub refuses the action"),
            // A program in JavaScript: nothing in this file to judge.
            _ if keys::is_known("action.runs.using", &using) => {
                self.unknown_keys(node, "JavaScript action", THE_ACTION);
                for key in ["main", "pre", "post"] {
                    self.program(node, key);
                }
            }
            _ => {
                if let Some(entry) = node.get_entry("using") {
                    self.unread_key(entry, "action.runs", THE_ACTION);
                }
            }
        }
        (None, Vec::new())
    }

    /// The image of a container action; one that is built from a Dockerfile of the repository is local.
    fn docker(&mut self, runs: &Entry) -> Option<Ref> {
        let node = &runs.value;
        let Some(entry) = node.get_entry("image") else {
            self.problem(runs.key.span.start, "a container action without `image`; GitHub refuses the action");
            return None;
        };
        let raw = entry.value.as_str()?;
        if references::docker(raw).is_some() {
            return self.reference(entry, "docker", THE_ACTION);
        }
        if !is_dockerfile(raw) {
            self.unread_key(entry, "container action", THE_ACTION);
            return None;
        }
        self.program(node, "image");
        for key in ["entrypoint", "pre-entrypoint", "post-entrypoint"] {
            self.entry_point(node, key);
        }
        let loc = self.places.entity(self.source, value_place(self.source, entry));
        let (owner, name) = (String::new(), String::new());
        let (raw, path) = (raw.to_owned(), raw.to_owned());
        Some(Ref {
            loc,
            raw,
            kind: "local",
            owner,
            name,
            path,
            reference: None,
            pin: "local",
            comment: String::new(),
            job: THE_ACTION.to_owned(),
        })
    }
}

/// Whether an `image` is built from a file (`DockerUtil.cs` of actions/runner).
fn is_dockerfile(image: &str) -> bool {
    let name = image.rsplit('/').next().unwrap_or_default().to_ascii_lowercase();
    name.starts_with("dockerfile.") || name.ends_with("dockerfile")
}
