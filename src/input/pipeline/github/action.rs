//! An action of one's own: `action.yml`.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::reader::Reader;
use super::step::{Surroundings, text};
use super::values::Values;
use crate::input::pipeline::model::{Approval, Job, Paths, Permissions, Pipeline, Ref, Runner, SCHEMA, Step};
use crate::input::pipeline::places::{Places, value_place};
use crate::input::tree::{Entry, Node};
use crate::source::{Source, Span};

/// Reads an action from the root of its file.
pub(super) fn read(source: &Arc<Source>, root: &Node) -> (Pipeline, Places) {
    let mut reader = Reader::new(source);
    reader.refuse_merge_keys(root);
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
    for output in root.get("outputs").map(Node::entries).unwrap_or_default() {
        if let Some(value) = output.value.get("value") {
            let name = output.name().unwrap_or_default();
            reader.walk(&format!("outputs.{name}.value"), value, &mut values);
        }
    }
    let jobs = if let Some(runs) = root.get_entry("runs") {
        vec![reader.runs(runs)]
    } else {
        reader.problem(head.start, "the action has no `runs`; GitHub refuses the file");
        Vec::new()
    };
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
        jobs,
        interpolations: values.interpolations,
        secrets: values.secrets,
        literals: values.literals,
        refs: std::mem::take(&mut reader.refs),
        missing: Vec::new(),
        unread: Vec::new(),
        unknown: BTreeMap::new(),
    };
    (pipeline, reader.places)
}

impl Reader<'_> {
    /// Reads `runs` as one job.
    fn runs(&mut self, runs: &Entry) -> Job {
        let node = &runs.value;
        let loc = self.places.entity(self.source, runs.key.span);
        self.places.children(&loc, node, self.source, &["env"]);
        let mut values = Values::default();
        let using = text(node, "using");
        let mut steps = Vec::new();
        let mut uses = None;
        match using.as_str() {
            "composite" => match node.get("steps") {
                Some(list) => steps = self.composite(list),
                None => {
                    self.problem(runs.key.span.start, "a composite action without `steps`; GitHub refuses the file");
                }
            },
            "docker" => uses = self.docker(node),
            "" => self.problem(runs.key.span.start, "`runs` has no `using`; GitHub refuses the file"),
            // A program in JavaScript: nothing in this file to judge.
            _ => {}
        }
        let env = self.env(node.get("env"), &mut values);
        Job {
            loc,
            id: "runs".to_owned(),
            name: "runs".to_owned(),
            stage: String::new(),
            needs: Vec::new(),
            ancestors: Vec::new(),
            condition: String::new(),
            rules: Vec::new(),
            when: "on_success".to_owned(),
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
            with: BTreeMap::new(),
            env,
            steps,
            interpolations: values.interpolations,
            secrets: values.secrets,
            literals: values.literals,
            unknown: Paths::new(),
        }
    }

    fn composite(&mut self, list: &Node) -> Vec<Step> {
        self.steps(list, &Surroundings { job: "runs", shell: "", windows: false })
    }

    /// The image of a container action; one that is built from a Dockerfile of the repository is local.
    fn docker(&mut self, node: &Node) -> Option<Ref> {
        let entry = node.get_entry("image")?;
        let raw = entry.value.as_str()?;
        if raw.starts_with("docker://") {
            return self.reference(entry, "docker", "runs");
        }
        let loc = self.places.entity(self.source, value_place(self.source, entry));
        let (owner, name) = (String::new(), String::new());
        let (raw, path) = (raw.to_owned(), raw.to_owned());
        Some(Ref { loc, raw, kind: "local", owner, name, path, reference: None, pin: "local", job: "runs".to_owned() })
    }
}
