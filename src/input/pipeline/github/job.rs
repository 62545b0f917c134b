//! A job of a workflow.

use std::collections::BTreeMap;

use super::call::Call;
use super::carried::{Carried, of_matrix};
use super::reader::Reader;
use super::step::{Surroundings, text};
use super::triggers::texts;
use super::trust::Sources;
use super::values::Values;
use super::workspace::Workspace;
use crate::input::pipeline::gitlab::condition::Presence;
use crate::input::pipeline::held::Held;
use crate::input::pipeline::image_name;
use crate::input::pipeline::model::{Ancestors, Approval, Environment, Image, Job, Paths, Permissions, Runner};
use crate::input::pipeline::places::value_place;
use crate::input::pipeline::taint::Kept;
use crate::input::tree::{Entry, Node};

/// Keys of a job that are read on their own, not as values with expressions.
const OWN: &[&str] = &["steps", "uses", "needs", "permissions", "env", "with", "if", "strategy", "outputs"];

impl Reader<'_> {
    /// Reads a job; `None` when it is not a mapping, which is then unread.
    #[expect(clippy::too_many_lines, reason = "a line for each field of a job")]
    pub(super) fn job(&mut self, entry: &Entry) -> Option<Job> {
        let id = entry.name().unwrap_or_default().to_owned();
        let node = &entry.value;
        if !node.is_mapping() {
            self.unread_key(entry, "job", &id);
            return None;
        }
        let loc = self.places.entity(self.source, entry.key.span);
        self.places.children(&loc, node, self.source, &["with", "env", "secrets", "environment"]);
        let (grows, mut values) = (self.unknown_keys_of_job(node, &id), Values::default());
        self.strategy(node, &mut values);
        let env = self.env(node.get("env"), &mut values);
        let with = node.get("with").map(|with| self.map("with", with, &mut values)).unwrap_or_default();
        let condition = node.get("if").map(|node| self.condition(node, &mut values)).unwrap_or_default();
        let artifacts = self.sources.artifacts;
        self.sources.artifacts = self.sources.brings_artifacts(&condition);
        self.other_values(node, &mut values);
        let (mut unknown, matrix) = (Paths::new(), matrix(node));
        let permissions = self.job_permissions(node, &loc);
        let runner = runner(node.get("runs-on"), &matrix, &self.sources, &mut unknown);
        let environment = self.environment(node, &mut unknown);
        let (uses, steps) = self.work(entry, &id, &runner, grows);
        let called = uses.as_ref().and_then(|uses| {
            self.call_workflow(&Call { node, uses, with: &with, written: &with, values: &values }, &id, &permissions)
        });
        self.outputs(node, &id, &mut values);
        let job = Job {
            name: Some(text(node, "name")).filter(|name| !name.is_empty()).unwrap_or_else(|| id.clone()),
            stage: String::new(),
            needs: node.get("needs").map(texts).unwrap_or_default(),
            optional_needs: Vec::new(),
            ancestors: Ancestors::default(),
            condition,
            rules: Vec::new(),
            when: "on_success".to_owned(),
            presence: Presence::default(),
            runner,
            image: node.get_entry("container").and_then(|entry| self.image(entry, "container", &id)),
            services: self.services(node, &id),
            approval: if environment.is_some() { Approval::External } else { Approval::None },
            environment,
            oidc: allows_oidc(&permissions),
            permissions,
            allow_failure: self.switch(node, "continue-on-error", &mut unknown),
            timeout_minutes: node.get("timeout-minutes").and_then(Node::as_str).and_then(|text| text.parse().ok()),
            matrix,
            concurrency: concurrency(node),
            uses,
            called,
            artifacts: None,
            template: None,
            inherits: None,
            with,
            env,
            steps,
            interpolations: values.interpolations,
            secrets: values.secrets,
            literals: values.literals,
            unknown,
            id,
            loc,
        };
        self.sources.scopes.pop();
        self.sources.artifacts = artifacts;
        Some(job)
    }

    /// Whether a job has keys that gate does not know. One that calls a workflow has others than one with steps.
    fn unknown_keys_of_job(&mut self, node: &Node, id: &str) -> bool {
        let of = if node.get("uses").is_some() { "calling job" } else { "job" };
        self.unknown_keys(node, of, id)
    }

    /// Reads `strategy`; the matrix carries what it holds into everything else of the job.
    fn strategy(&mut self, node: &Node, values: &mut Values) {
        self.sources.of_job = Carried::default();
        self.sources.matrix =
            matrix(node).into_iter().map(|(key, values)| (key.to_ascii_lowercase(), values)).collect();
        self.sources.kept = Kept::default();
        let Some(strategy) = node.get("strategy") else { return };
        self.walk("strategy", strategy, values);
        for interpolation in &values.interpolations {
            let Some(pattern) = of_matrix(&interpolation.at) else { continue };
            let mut held = Held::default();
            held.read(interpolation);
            held.passed(&interpolation.loc, "is a value of the matrix here");
            self.sources.of_job.put(&pattern, &held);
        }
        // What is written out beside the expressions.
        for (key, values) in &self.sources.matrix {
            let pulls = values.iter().map(|value| Held::text(value)).find(|held| !held.contexts.is_empty());
            if let Some(pulls) = pulls {
                self.sources.of_job.put(&format!("matrix.{key}"), &Held { texts: None, ..pulls });
            }
        }
    }

    /// Reads `outputs`, which jobs get that need this one.
    fn outputs(&mut self, node: &Node, job: &str, values: &mut Values) {
        for output in node.get("outputs").map(Node::entries).unwrap_or_default() {
            let name = output.name().unwrap_or_default();
            let from = values.interpolations.len();
            let mut held = self.output(&format!("outputs.{name}"), name, &output.value, values);
            held.came_through(values.interpolations.get(from), "is an output of the job here");
            self.sources.of_needs.put(&format!("needs.{job}.outputs.{name}"), &held);
        }
    }

    /// What an output holds; its expressions are added to the values.
    pub(super) fn output(&mut self, at: &str, name: &str, node: &Node, values: &mut Values) -> Held {
        let from = values.interpolations.len();
        self.walk(at, node, values);
        let shown = node.as_str().map(|text| self.places.shown(name, text)).unwrap_or_default();
        self.sources.value(&shown, values.interpolations.iter().skip(from))
    }

    /// The steps of a job, or the workflow that it calls.
    fn work(
        &mut self,
        entry: &Entry,
        id: &str,
        runner: &Runner,
        grows: bool,
    ) -> (Option<crate::input::pipeline::model::Ref>, Vec<crate::input::pipeline::model::Step>) {
        let node = &entry.value;
        if let Some(uses) = node.get_entry("uses") {
            return (self.reference(uses, "reusable_workflow", id), Vec::new());
        }
        if node.get("runs-on").is_none() && !grows {
            // `job-factory` of workflow-v1.0.json requires `runs-on`, `workflow-job` requires `uses`.
            self.problem(entry.key.span.start, "the job has neither `runs-on` nor `uses`; GitHub refuses the file");
        }
        let shell = node.get("defaults").and_then(|defaults| defaults.get("run"));
        let directory = shell.map(|run| text(run, "working-directory")).unwrap_or_default();
        let shell = shell.map(|run| text(run, "shell")).unwrap_or_default();
        let windows = runner.labels.iter().any(|label| label.to_ascii_lowercase().contains("windows"));
        let ignores_case = |label: &String| {
            let label = label.to_ascii_lowercase();
            label.contains("windows") || label.contains("macos")
        };
        self.any_case = !runner.labels.is_empty() && runner.labels.iter().all(ignores_case);
        self.workspace = Workspace::default();
        let open = runner.labels.iter().any(|label| label.contains("${{"));
        let around = Surroundings { job: id, shell: &shell, directory: &directory, windows, open, composite: false };
        let steps = node.get("steps").map(|steps| self.steps(steps, &around)).unwrap_or_default();
        (None, steps)
    }

    /// Reads the values of the keys that are not read on their own.
    fn other_values(&mut self, node: &Node, values: &mut Values) {
        for other in node.entries() {
            let name = other.name().unwrap_or_default();
            if !OWN.contains(&name) {
                self.walk(name, &other.value, values);
            }
        }
        self.inherited_secrets(node, values);
    }

    /// `secrets: inherit` hands every secret to the called workflow.
    fn inherited_secrets(&mut self, node: &Node, values: &mut Values) {
        if let Some(entry) = node.get_entry("secrets").filter(|entry| entry.value.as_str() == Some("inherit")) {
            let loc = self.places.entity(self.source, entry.value.span);
            let name = "*".to_owned();
            let at = "secrets".to_owned();
            values.secrets.push(crate::input::pipeline::model::SecretUse { loc, name, at, computed: false });
        }
    }

    fn job_permissions(&mut self, node: &Node, loc: &str) -> Permissions {
        if let Some(entry) = node.get_entry("permissions") {
            return self.read_permissions(entry);
        }
        let inherited = self.permissions.clone();
        let declared = inherited.default != "unspecified";
        let loc = if declared { inherited.loc.clone() } else { loc.to_owned() };
        Permissions { loc, inherited: true, ..inherited }
    }

    fn environment(&mut self, node: &Node, unknown: &mut Paths) -> Option<Environment> {
        let entry = node.get_entry("environment").filter(|entry| !entry.value.is_absent())?;
        let named = entry.value.get_entry("name");
        let raw = match (&named, entry.value.as_str()) {
            (Some(named), _) => named.value.as_str().unwrap_or_default().to_owned(),
            (None, Some(text)) => text.to_owned(),
            (None, None) => String::new(),
        };
        if raw.is_empty() {
            // `job-environment-mapping` of workflow-v1.0.json requires `name`.
            self.problem(entry.key.span.start, "the environment has no name; GitHub refuses the file");
        }
        let names = self.sources.possible(&raw);
        // A caller that hands over no name wants no environment.
        if self.sources.is_called && names.as_ref().is_some_and(|names| names.iter().all(String::is_empty)) {
            return None;
        }
        let names = names.filter(|names| !names.contains(""));
        if names.is_none() {
            unknown.insert("environment".to_owned(), true);
        }
        let names: Vec<String> = names.unwrap_or_default().into_iter().collect();
        let place = value_place(self.source, named.unwrap_or(entry));
        Some(Environment {
            loc: self.places.entity(self.source, place),
            name: if let [only] = names.as_slice() { Some(only.clone()) } else { None },
            names,
            raw,
            url: entry.value.get("url").and_then(Node::as_str).map(str::to_owned),
            action: "start".to_owned(),
        })
    }

    fn image(&mut self, entry: &Entry, at: &str, job: &str) -> Option<Image> {
        let named = if entry.value.is_mapping() { entry.value.get_entry("image")? } else { entry };
        let raw = named.value.as_str().filter(|raw| !raw.is_empty())?;
        let parts = image_name::least_pinned(&self.sources.written(raw))?;
        let loc = self.places.entity(self.source, value_place(self.source, named));
        let (reference, image) = parts.fetched(loc, raw, (at, job));
        self.refs.push(reference);
        Some(image)
    }

    fn services(&mut self, node: &Node, job: &str) -> Vec<Image> {
        let services = node.get("services").map(Node::entries).unwrap_or_default();
        services.iter().filter_map(|service| self.image(service, "services", job)).collect()
    }
}

/// The values of a matrix that are written out, those of `include` too.
/// The values of a matrix that are mappings, by the path of each key that all of them have: `runtime.os`.
fn objects(name: Option<&str>, elements: &[Node], add: &mut dyn FnMut(Option<&str>, &Node)) {
    let (Some(name), Some(first)) = (name, elements.first()) else { return };
    for key in first.entries().iter().filter_map(Entry::name) {
        let values: Option<Vec<&Node>> = elements.iter().map(|element| element.get(key)).collect();
        for value in values.unwrap_or_default() {
            add(Some(&format!("{name}.{key}")), value);
        }
    }
}

fn matrix(node: &Node) -> BTreeMap<String, Vec<String>> {
    let mut matrix: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let Some(node) = node.get("strategy").and_then(|strategy| strategy.get("matrix")) else { return matrix };
    let mut more = Vec::new();
    let mut add = |name: Option<&str>, value: &Node| {
        if let (Some(name), Some(text)) = (name, value.as_str()) {
            matrix.entry(name.to_owned()).or_default().push(text.to_owned());
        }
    };
    for entry in node.entries() {
        match entry.name() {
            Some("include") => {
                for combination in entry.value.elements() {
                    combination.entries().iter().for_each(|entry| add(entry.name(), &entry.value));
                }
                more.extend(entry.value.as_str().filter(|text| text.contains("${{")));
            }
            Some("exclude") => {}
            name => {
                add(name, &entry.value);
                entry.value.elements().iter().for_each(|element| add(name, element));
                objects(name, entry.value.elements(), &mut add);
            }
        }
    }
    // An expression may add combinations with any value.
    for values in matrix.values_mut() {
        values.extend(more.iter().map(|text| (*text).to_owned()));
    }
    matrix
}

/// Where a job runs.
fn runner(
    node: Option<&Node>,
    matrix: &BTreeMap<String, Vec<String>>,
    sources: &Sources,
    unknown: &mut Paths,
) -> Runner {
    let Some(node) = node else { return Runner { kind: "hosted", labels: Vec::new() } };
    let group = node.get("group").is_some();
    let labels = texts(node.get("labels").unwrap_or(node));
    // Whether an expression chooses one of several.
    let mut chooses = false;
    // A label from the matrix stands for all its values.
    let labels: Vec<String> = labels
        .into_iter()
        .flat_map(|label| {
            let inner = label.trim().strip_prefix("${{").and_then(|inner| inner.strip_suffix("}}")).map(str::trim);
            let values = inner.and_then(|inner| inner.strip_prefix("matrix.")).and_then(|key| matrix.get(key));
            values.cloned().unwrap_or_else(|| {
                let texts = sources.possible(&label).filter(|texts| !texts.contains(""));
                chooses |= texts.as_ref().is_some_and(|texts| texts.len() > 1);
                texts.map_or_else(|| vec![sources.as_called(label)], |texts| texts.into_iter().collect())
            })
        })
        .collect();
    let systems = ["ubuntu-", "windows-", "macos-"];
    let hosted = |label: &String| systems.iter().any(|system| label.to_ascii_lowercase().starts_with(system));
    let own = |label: &String| label.eq_ignore_ascii_case("self-hosted");
    let is_own = labels.iter().any(own) && (!chooses || labels.iter().all(own));
    let kind = if group || is_own {
        "self_hosted"
    } else if !labels.is_empty() && labels.iter().all(hosted) {
        "hosted"
    } else {
        "unknown"
    };
    if labels.iter().any(|label| label.contains("${{")) {
        unknown.insert("runs-on".to_owned(), true);
    }
    Runner { kind, labels }
}

fn concurrency(node: &Node) -> String {
    let Some(concurrency) = node.get("concurrency") else { return String::new() };
    concurrency.as_str().map_or_else(|| text(concurrency, "group"), str::to_owned)
}

pub(super) fn allows_oidc(permissions: &Permissions) -> bool {
    permissions.default == "write-all" || permissions.scopes.get("id-token").is_some_and(|access| access == "write")
}
