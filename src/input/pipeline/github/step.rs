//! A step of a job or of a composite action.

use std::collections::BTreeMap;

use super::call::Call;
use super::carried::outputs_of;
use super::reader::Reader;
use super::values::Values;
use super::workspace::{Holds, without_workspace};
use crate::input::pipeline::held::Held;
use crate::input::pipeline::model::{Background, Paths, Role, Run, Step, Trust};
use crate::input::pipeline::places::value_place;
use crate::input::pipeline::script::{self, Around, Language, Part};
use crate::input::pipeline::{references, roles, shell::Shell};
use crate::input::tree::Node;

/// GitHub starts a script without `shell` as `bash -e`.
const DEFAULT: Language = Language::Shell(Shell { errexit: true, pipefail: false });

/// What a step inherits from its job.
pub(super) struct Surroundings<'a> {
    /// The id of the job.
    pub(super) job: &'a str,
    /// The shell of the job's `defaults.run`; empty when it names none.
    pub(super) shell: &'a str,
    /// Its folder; empty when it names none.
    pub(super) directory: &'a str,
    /// Whether the job runs on Windows.
    pub(super) windows: bool,
    /// Whether only a caller says where it runs.
    pub(super) open: bool,
    /// Whether they are the steps of an action.
    pub(super) composite: bool,
}

/// Where a step stands in its job.
pub(super) struct Standing {
    /// Its index.
    pub(super) index: usize,
    /// The first index of its parallel group, if it is of one.
    pub(super) group: Option<usize>,
}

impl Reader<'_> {
    /// Reads one step that runs a script or an action.
    pub(super) fn step(&mut self, node: &Node, at: &Standing, around: &Surroundings<'_>) -> Step {
        let loc = self.places.entity(self.source, self.source.first_line(node.span));
        self.places.children(&loc, node, self.source, &["with", "env"]);
        let mut values = Values::of_step(node);
        let env = self.env(node.get("env"), &mut values);
        let given = node.get("with").map(|with| self.map("with", with, &mut values)).unwrap_or_default();
        let with: BTreeMap<_, _> =
            given.iter().map(|(name, text)| (name.clone(), self.sources.as_written(text))).collect();
        let condition = node.get("if").map(|node| self.condition(node, &mut values)).unwrap_or_default();
        for key in ["name", "run", "shell", "working-directory", "continue-on-error", "timeout-minutes"] {
            if let Some(node) = node.get(key) {
                self.walk(key, node, &mut values);
            }
        }
        let mut unknown = Paths::new();
        let continue_on_error = self.switch(node, "continue-on-error", &mut unknown);
        let background = self.background(node, at, &mut unknown);
        let (kind, uses, run, roles) = self.body(node, &with, around, &mut values);
        let ends_first = background.is_none() && continue_on_error == Some(false);
        let called = uses.as_ref().and_then(|uses| {
            let call = Call { node, uses, with: &given, written: &with, values: &values };
            self.call_action(&call, ends_first && condition.is_empty())
        });
        if let Some(parts) = node.get("uses").and_then(Node::as_str).and_then(|uses| references::github(uses, "action"))
        {
            self.workspace.after(&parts, &with, ends_first && condition.is_empty());
        }
        let id = text(node, "id");
        let injections = uses.as_ref().filter(|uses| uses.kind == "action");
        let injections =
            injections.map(|uses| self.action_leaves(node, uses, &values.interpolations)).unwrap_or_default();
        let is_followed = self.effects.as_ref().is_some_and(|effects| !effects.gave_up);
        if let Some(run) = run.as_ref().filter(|_| !is_followed) {
            self.step_outputs(&id, run, &env, &values);
        }
        let step = Step {
            loc,
            index: at.index,
            id,
            name: text(node, "name"),
            kind,
            uses,
            with,
            run,
            called,
            env,
            condition,
            continue_on_error,
            background,
            interpolations: values.interpolations,
            secrets: values.secrets,
            literals: values.literals,
            roles,
            injections,
            unknown,
        };
        self.sources.scopes.pop();
        if let Some(effects) = self.effects.take() {
            self.leaves(&step.id, effects);
        }
        step
    }

    /// Whether a step runs beside others; how it ends is said when all steps are known.
    fn background(&mut self, node: &Node, at: &Standing, unknown: &mut Paths) -> Option<Background> {
        if let Some(from) = at.group {
            return Some(Background { ends: "group", from, until: None });
        }
        let from = at.index.saturating_add(1);
        match self.switch(node, "background", unknown) {
            Some(false) => None,
            Some(true) => Some(Background { ends: "job_end", from, until: None }),
            None => Some(Background { ends: "unknown", from, until: None }),
        }
    }

    /// What a step hands on that writes outputs: as hostile as what its script reads, except for what it spells out.
    /// What exactly is in them only the run knows, so they are made of themselves.
    fn step_outputs(&mut self, id: &str, run: &Run, env: &BTreeMap<String, String>, values: &Values) {
        let Some(outputs) = outputs_of(run).filter(|_| !id.is_empty()) else { return };
        let mut held = Held::default();
        values.interpolations.iter().filter(|it| it.at == "run").for_each(|it| held.read(it));
        // In a language that is not read, a script may use all it is given.
        let given = env.keys().filter(|_| run.commands.is_empty());
        for name in run.commands.iter().flat_map(|command| &command.variables).chain(given) {
            if let Some(variable) = self.sources.variable(name) {
                held.join(variable);
            }
        }
        if held.trust == Trust::Trusted {
            return;
        }
        held.contexts.clear();
        self.sources.of_job.put(&format!("steps.{id}.outputs"), &held);
        for (name, _) in outputs.iter().filter(|(_, spelled_out)| **spelled_out) {
            let pattern = format!("steps.{id}.outputs.{name}");
            self.sources.of_job.put(&pattern, &Held::unknown());
        }
    }

    /// Reads `uses` or `run`.
    fn body(
        &mut self,
        node: &Node,
        with: &BTreeMap<String, String>,
        around: &Surroundings<'_>,
        values: &mut Values,
    ) -> (&'static str, Option<crate::input::pipeline::model::Ref>, Option<Run>, Vec<Role>) {
        match (node.get_entry("uses"), node.get_entry("run")) {
            (Some(entry), None) => {
                let uses = self.reference(entry, "action", around.job);
                let is_set = |name: &str| self.sources.variable(name).is_some();
                let mut found = Vec::new();
                if let Some(uses) = uses.as_ref().filter(|uses| uses.kind == "action") {
                    let action = format!("{}/{}/{}", uses.owner, uses.name, uses.path);
                    let purpose = self.places.tools.action(action.trim_end_matches('/'), with, &is_set);
                    found.extend(purpose.map(|purpose| role_of_action(purpose, uses.loc.clone(), with)));
                }
                ("uses", uses, None, found)
            }
            (None, Some(entry)) => {
                let (run, roles) = self.run(node, &entry.value, around, values);
                ("run", None, Some(run), roles)
            }
            (None, None) => ("wait", None, None, Vec::new()),
            _ => {
                // `steps-item` of workflow-v1.0.json is one of them.
                self.problem(node.span.start, "a step has both `uses` and `run`; GitHub refuses the file");
                ("run", None, None, Vec::new())
            }
        }
    }

    fn run(&mut self, step: &Node, script: &Node, around: &Surroundings<'_>, values: &mut Values) -> (Run, Vec<Role>) {
        self.sources.kept.artifact = self.artifact(step);
        let own = self.sources.as_called(text(step, "shell"));
        let named = [own, around.shell.to_owned(), self.shell.clone()];
        let shell = named.into_iter().find(|shell| !shell.is_empty()).unwrap_or_default();
        let language = Language::of(&shell, if around.windows { Language::PowerShell } else { DEFAULT });
        let Some(scalar) = script.as_scalar() else {
            // `run-step` of workflow-v1.0.json: a string.
            self.problem(script.span.start, "`run` is not text; GitHub refuses the file");
            return (script::Found::default().into_run(shell, String::new()).0, Vec::new());
        };
        let sources = &self.sources;
        let variable = |name: &str| sources.of_shell(name);
        let expression = |text: &str| sources.of_expression(text);
        let of_event = |pattern: &str| sources.of_event(pattern);
        let directory = self.sources.as_called(text(step, "working-directory"));
        let named = [directory.as_str(), around.directory, self.directory.as_str()];
        let folder = named.into_iter().find(|folder| !folder.is_empty()).unwrap_or_default();
        let folder = Some(without_workspace(folder)).filter(|folder| !folder.contains("${{"));
        let own = super::folder_of(self.source.path());
        let workspace = &self.workspace;
        let place = |path: &str| match workspace.holds(path) {
            Holds::Own(paths, _) => paths,
            Holds::Foreign(_) => Vec::new(),
        };
        let choices = |inner: &str| {
            let texts = sources.possible(&format!("${{{{ {inner} }}}}"))?;
            Some(texts.into_iter().collect())
        };
        // What cannot be read as a script of a shell may be none: whoever calls the file says where it runs.
        let problems = self.places.problems.len();
        let unsure = around.open && shell.is_empty();
        let around = Around {
            context: self.context,
            language,
            unsaid: false,
            variable: &variable,
            presumed: false,
            folder,
            action: Some(own.as_str()).filter(|_| self.is_action),
            place: &place,
            values: &choices,
            expression: &expression,
            of_event: &of_event,
            strangers: sources.has_strangers(),
            kept: &sources.kept,
        };
        let mut found = script::read(&mut self.places, &[Part { source: self.source, scalar }], &around);
        if unsure && self.is_judged_by_callers {
            self.places.problems.truncate(problems);
        }
        let mut effects = std::mem::take(&mut found.effects);
        effects.gave_up |= !matches!(language, Language::Shell(_));
        self.effects = Some(effects);
        let (run, mut roles, literals) = found.into_run(shell, directory);
        for role in &mut roles {
            role.subject = self.sources.filled(&role.subject);
        }
        values.literals.extend(literals);
        (run, roles)
    }

    /// Reads `continue-on-error`: `None` when an expression decides.
    pub(super) fn switch(&mut self, node: &Node, key: &str, unknown: &mut Paths) -> Option<bool> {
        let Some(entry) = node.get_entry(key) else { return Some(false) };
        match entry.value.as_str().map(str::trim) {
            Some("true" | "True" | "TRUE") => Some(true),
            Some("false" | "False" | "FALSE" | "") => Some(false),
            Some(text) if text.contains("${{") => {
                let known = constant(&self.sources.filled(text));
                if known.is_none() {
                    unknown.insert(key.to_owned(), true);
                }
                known
            }
            _ => {
                let place = value_place(self.source, entry);
                self.problem(place.start, &format!("`{key}` is neither true, false nor an expression"));
                unknown.insert(key.to_owned(), true);
                None
            }
        }
    }
}

/// The value of `${{ true }}` and the like, or of what a caller has put in.
fn constant(text: &str) -> Option<bool> {
    let Some(inner) = text.strip_prefix("${{").and_then(|rest| rest.strip_suffix("}}")) else {
        return text.parse().ok();
    };
    match super::expression::parse(inner).ok()?.consteval()? {
        github_actions_expressions::Evaluation::Boolean(value) => Some(value),
        _ => None,
    }
}

fn role_of_action(purpose: roles::Purpose, loc: String, with: &BTreeMap<String, String>) -> Role {
    let subject = with.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join(" ");
    Role {
        loc,
        role: purpose.role,
        category: purpose.category,
        tool: purpose.tool,
        subject,
        toothless: purpose.toothless,
        ignored: None,
        signs: Vec::new(),
        unsure: None,
        via: Vec::new(),
    }
}

/// The text of a key; empty when there is none.
pub(super) fn text(node: &Node, key: &str) -> String {
    node.get(key).and_then(Node::as_str).unwrap_or_default().to_owned()
}
