//! What a step leaves to those behind it: outputs, variables of the environment, files.

use std::collections::{BTreeMap, BTreeSet};

use super::condition::keeps_out;
use super::expression;
use super::reader::Reader;
use super::trust::Sources;
use crate::input::pipeline::facts::Sink;
use crate::input::pipeline::held::Held;
use crate::input::pipeline::knowledge::events;
use crate::input::pipeline::model::{Injection, Interpolation, Ref, Trust};
use crate::input::pipeline::persistent::Map;
use crate::input::pipeline::places::value_place;
use crate::input::pipeline::script::{Effects, injection};
use crate::input::pipeline::taint::{self, Kept, Left, Scope};
use crate::input::tree::{Entry, Node};

/// Variables that GitHub sets for every step are its contexts in capitals: `GITHUB_HEAD_REF`.
const OWN: &str = "GITHUB_";

/// The event of a run that another one has started, which may be a stranger's.
pub(super) const OF_RUNS: &str = "workflow_run";

/// How the files of another run are called.
const ARTIFACT: &str = "an artifact of the run that started this one";

impl Sources {
    /// What a variable of a step holds; those that GitHub sets only where somebody else decides it.
    pub(super) fn of_shell(&self, name: &str) -> Option<Held> {
        if let Some(held) = self.variable(name) {
            return Some(held.clone());
        }
        let context = format!("github.{}", name.strip_prefix(OWN)?.to_ascii_lowercase());
        Some(self.of_event(&context)).filter(|held| held.trust >= Trust::Perhaps)
    }

    /// What an expression gives.
    pub(super) fn of_expression(&self, text: &str) -> Held {
        let Ok(meaning) = expression::meaning(text, self) else { return Held::unknown() };
        Held {
            trust: meaning.trust,
            tainted_by: meaning.tainted_by,
            contexts: meaning.contexts.into_iter().collect(),
            texts: None,
            via: meaning.via,
            lines: meaning.lines,
            doubt: meaning.doubt,
        }
    }

    /// What a context of the forge holds.
    pub(super) fn of_event(&self, pattern: &str) -> Held {
        let contexts = BTreeSet::from([pattern.to_owned()]);
        Held { contexts, ..self.origin(pattern.to_owned()) }
    }

    /// Whether the run may be about what a stranger wrote.
    pub(super) fn has_strangers(&self) -> bool {
        self.events.iter().any(|event| events::of_strangers().contains(&event.as_str()))
    }

    /// Whether files of the run that started this one can come in where a condition is asked.
    pub(super) fn brings_artifacts(&self, condition: &str) -> bool {
        self.artifacts && !keeps_out(condition, OF_RUNS)
    }

    /// Takes in what a step leaves.
    fn take(&mut self, id: &str, outputs: Vec<Left>, environment: Vec<Left>) {
        for Left { name, mut held, open } in outputs {
            let any = name.is_empty();
            if id.is_empty() || any && held.trust < Trust::Perhaps {
                continue;
            }
            let pattern = if any { format!("steps.{id}.outputs") } else { format!("steps.{id}.outputs.{name}") };
            let pattern = pattern.to_ascii_lowercase();
            if open {
                // It is made of more than what is known of it.
                held.contexts.insert(pattern.clone());
            }
            self.of_job.put(&pattern, &held);
        }
        if self.scopes.is_empty() {
            self.scopes.push(BTreeMap::new());
        }
        let Some(scope) = self.scopes.last_mut() else { return };
        for Left { name, held, .. } in environment.into_iter().filter(|left| !left.name.is_empty()) {
            scope.insert(name.to_ascii_lowercase(), held);
        }
    }
}

/// The path of a file by the variables that a script has for the folders of the runner.
fn folder_of_runner(path: &str) -> String {
    let expressions = [("runner.temp", "$RUNNER_TEMP"), ("github.workspace", "$GITHUB_WORKSPACE")];
    let known = expressions.iter().find_map(|(context, variable)| {
        let inner = path.strip_prefix("${{")?.trim_start().strip_prefix(context)?.trim_start();
        Some(format!("{variable}{}", inner.strip_prefix("}}")?))
    });
    known.unwrap_or_else(|| path.strip_prefix("./").unwrap_or(path).to_owned())
}

impl Reader<'_> {
    /// Takes in what the script of a step leaves. What it sets counts from the next step on.
    pub(super) fn leaves(&mut self, id: &str, effects: Effects) {
        self.sources.kept = Kept { variables: Map::default(), ..effects.kept };
        self.sources.take(id, effects.outputs, effects.environment);
    }

    /// Takes in what an action leaves, if it is one that gate knows. `node` is the step.
    pub(super) fn action_leaves(&mut self, node: &Node, uses: &Ref, read: &[Interpolation]) -> Vec<Injection> {
        let name = format!("{}/{}", uses.owner, uses.name).to_ascii_lowercase();
        let with = |input: &str| {
            let given = node.get("with").map(Node::entries).unwrap_or_default();
            given.iter().find(|entry| entry.name().is_some_and(|name| name.eq_ignore_ascii_case(input)))
        };
        match name.as_str() {
            "actions/github-script" => {
                let Some(entry) = with("script") else { return Vec::new() };
                self.javascript(&entry.value, node)
            }
            "actions/download-artifact" | "dawidd6/action-download-artifact" => {
                let of_other = ["run-id", "run_id"].iter().any(|input| with(input).is_some());
                let is_head = |it: &Interpolation| {
                    it.contexts.iter().any(|context| context.starts_with("github.event.workflow_run"))
                };
                if of_other && read.iter().any(is_head) {
                    let folder = with("path").and_then(|entry| entry.value.as_str()).unwrap_or_default();
                    let folder = folder.replace("${{ github.workspace }}", "$GITHUB_WORKSPACE");
                    self.filled(&folder, node);
                }
                Vec::new()
            }
            _ => self.prompted(&name, &with),
        }
    }

    /// What an agent is told by a file that a script has filled.
    fn prompted<'n>(&mut self, action: &str, with: &dyn Fn(&str) -> Option<&'n Entry>) -> Vec<Injection> {
        let agents = self.places.tables.agents.clone();
        let Some(row) = agents.action(action) else { return Vec::new() };
        let files = row.prompts.iter().filter(|input| input.contains("file")).filter_map(|input| with(input));
        let mut injections = Vec::new();
        for entry in files {
            let file = entry.value.as_str().map(|path| folder_of_runner(path.trim())).unwrap_or_default();
            let Some(held) = self.sources.kept.files.get(&file).map(taint::Value::held) else { continue };
            if held.trust >= Trust::Perhaps {
                let loc = self.places.entity(self.source, value_place(self.source, entry));
                let hit = taint::Hit {
                    span: entry.value.span,
                    sink: Sink::Prompt,
                    taker: action.to_owned(),
                    variable: String::new(),
                    held,
                };
                injections.push(injection(hit, loc));
            }
        }
        injections
    }

    /// What an artifact of the run holds that started this one, if that can be a stranger's where a step runs.
    pub(super) fn artifact(&self, step: &Node) -> Option<Held> {
        let own = step.get("if").and_then(Node::as_str).unwrap_or_default();
        self.sources.brings_artifacts(own).then(|| Held {
            trust: Trust::Untrusted,
            tainted_by: ARTIFACT.to_owned(),
            lines: true,
            ..Held::unknown()
        })
    }

    /// A folder of the workspace is filled with what the run of a stranger has made.
    fn filled(&mut self, folder: &str, step: &Node) {
        let Some(mut held) = self.artifact(step) else { return };
        let loc = self.places.entity(self.source, self.source.first_line(step.span));
        held.passed(&loc, taint::DOWNLOADED);
        self.sources.kept.filled.insert(taint::folder_of(folder), held);
    }

    /// The script of `actions/github-script`.
    fn javascript(&mut self, node: &Node, step: &Node) -> Vec<Injection> {
        let Some(scalar) = node.as_scalar() else { return Vec::new() };
        let offsets = scalar.offsets(self.source);
        let sources = &self.sources;
        let scope = Scope {
            variable: &|name| sources.of_shell(name),
            expression: &|text| sources.of_expression(text),
            context: &|pattern| sources.of_event(pattern),
            strangers: sources.has_strangers(),
            in_tree: &|_| true,
            folder: "",
            is_agent: &|_, _| false,
        };
        let (source, places) = (self.source, &mut self.places);
        let mut place = |span: crate::source::Span| {
            let last = offsets.at(span.end.saturating_sub(1).max(span.start)).saturating_add(1);
            let span = crate::source::Span::new(offsets.at(span.start), last);
            places.entity(source, source.first_line(span))
        };
        let artifact = sources.kept.filled.values().next();
        let outcome = taint::javascript(&scalar.text, &scope, artifact, &mut place);
        let hits = outcome.hits.into_iter();
        let injections = hits.map(|hit| {
            let loc = place(hit.span);
            injection(hit, loc)
        });
        let injections = injections.collect();
        if outcome.is_cut {
            self.problem(node.span.start, taint::CUT);
        }
        if outcome.downloads {
            self.filled("", step);
        }
        let kept = self.sources.kept.clone();
        self.effects = Some(Effects::of(kept, outcome.outputs, outcome.environment));
        injections
    }
}
