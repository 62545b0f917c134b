//! Who decides what a context of GitHub holds.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use super::asked::Asked;
use super::carried::Carried;
use crate::input::pipeline::held::Held;
use crate::input::pipeline::knowledge::{contexts, events};
use crate::input::pipeline::model::{TriggerClass, Trust};
use crate::input::pipeline::taint::Kept;

/// What a workflow or action says about its inputs and variables.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Sources {
    /// What the inputs hold, by name in lower case.
    pub(super) inputs: BTreeMap<String, Held>,
    /// What the inputs of the event hold that starts the run: those of whoever calls, if somebody does.
    pub(super) of_event: BTreeMap<String, Held>,
    /// Whether a caller that is known fills the inputs: then they are what it hands over, and no others are there.
    pub(super) is_called: bool,
    /// What is written where an input is filled, for what looks at the words of it; by name in lower case.
    pub(super) written: BTreeMap<String, String>,
    /// The secrets that come in through inputs, by the name of the input in lower case.
    pub(super) handed: BTreeMap<String, BTreeSet<String>>,
    /// The values of the matrix that are written out, by key in lower case.
    pub(super) matrix: BTreeMap<String, Vec<String>>,
    /// What the variables hold that the workflow, the job and the step set, by name in lower case. The innermost scope
    /// comes last.
    pub(super) scopes: Vec<BTreeMap<String, Held>>,
    /// What the matrix and the steps of the job hand on.
    pub(super) of_job: Carried,
    /// What jobs hand to those that need them.
    pub(super) of_needs: Carried,
    /// The events that start the run.
    pub(super) events: Vec<String>,
    /// What the scripts of the job so far left in its workspace.
    pub(super) kept: Kept,
    /// Whether files of the run that started this one can come into the workspace, where that can be a stranger's.
    pub(super) artifacts: bool,
    /// What somebody has asked of it so far.
    pub(super) asked: RefCell<Asked>,
}

impl Sources {
    /// What a variable holds that is set around, by its name in any case.
    pub(super) fn variable(&self, name: &str) -> Option<&Held> {
        let name = name.to_ascii_lowercase();
        self.asked.borrow_mut().variable(&name);
        self.around(&name)
    }

    /// The same for what only compares: nobody has asked for it then.
    pub(super) fn around(&self, name: &str) -> Option<&Held> {
        self.scopes.iter().rev().find_map(|scope| scope.get(name))
    }

    /// What a context holds that the file sets itself, by its pattern in lower case.
    fn held(&self, pattern: &str) -> Option<Held> {
        if let Some(name) = pattern.strip_prefix("env.").filter(|name| *name != "*") {
            return self.variable(name).cloned();
        }
        self.asked.borrow_mut().context(pattern);
        match pattern.split('.').next() {
            Some("env") => Some(all(self.scopes.iter().flat_map(BTreeMap::values))),
            Some("matrix" | "steps") => self.of_job.around(pattern),
            Some("needs") => self.of_needs.around(pattern),
            // What a called workflow hands back is said in these words.
            Some("jobs") => self.of_needs.around(&pattern.replacen("jobs", "needs", 1)),
            Some("inputs") if self.is_called => Some(match pattern.strip_prefix("inputs.") {
                None | Some("*") => all(self.inputs.values()),
                // An input that nobody fills is an empty text.
                Some(name) => self.inputs.get(name).cloned().unwrap_or_else(|| Held::text("")),
            }),
            _ => None,
        }
    }

    /// Every text that a context can be, where the file and whoever calls it say so; by its pattern in lower case.
    pub(super) fn texts(&self, pattern: &str) -> Option<BTreeSet<String>> {
        self.asked.borrow_mut().context(pattern);
        if let Some(values) = pattern.strip_prefix("matrix.").and_then(|key| self.matrix.get(key)) {
            let all_known = values.iter().all(|value| !value.contains("${{"));
            return all_known.then(|| values.iter().cloned().collect());
        }
        let held = match pattern.split_once('.')? {
            ("inputs", _) if self.is_called => return self.held(pattern)?.texts,
            ("inputs", name) => self.inputs.get(name),
            ("github", "event_name") => {
                return Some(self.events.iter().cloned().collect())
                    .filter(|events: &BTreeSet<String>| !events.is_empty());
            }
            ("github", name) => self.of_event.get(name.strip_prefix("event.inputs.")?),
            ("env", name) => self.variable(name),
            ("needs", _) => self.of_needs.exactly(pattern),
            ("steps", _) => self.of_job.exactly(pattern),
            ("jobs", name) => self.of_needs.exactly(&format!("needs.{name}")),
            _ => None,
        };
        held?.texts.clone().filter(|texts| !texts.is_empty())
    }

    /// The secrets that a context brings along, by its pattern in lower case.
    pub(super) fn secrets(&self, pattern: &str) -> impl Iterator<Item = &String> {
        let name = pattern.strip_prefix("inputs.").unwrap_or_default();
        let every = matches!(pattern, "inputs" | "inputs.*");
        self.handed.iter().filter(move |(input, _)| every || *input == name).flat_map(|(_, secrets)| secrets)
    }

    /// What a context is made of: itself, or what the file puts into it.
    pub(super) fn made_of(&self, pattern: String, into: &mut Vec<String>) {
        let Some(held) = self.held(&pattern) else { return into.push(pattern) };
        into.extend(held.contexts);
        let is_known = pattern.starts_with("env.")
            || (self.is_called && pattern.starts_with("inputs"))
            || self.of_job.exactly(&pattern).is_some()
            || self.of_needs.exactly(&pattern).is_some();
        if !is_known {
            into.push(pattern);
        }
    }

    /// What a context holds; nothing that the file does not set is known but who decides it.
    pub(super) fn origin(&self, pattern: String) -> Held {
        let given = |pattern: String| {
            let (trust, lines) = (self.trust(&pattern), contexts::has_lines(&pattern));
            Held { trust, lines, tainted_by: pattern, ..Held::unknown() }
        };
        self.held(&pattern).unwrap_or_else(|| given(pattern))
    }

    /// Who decides what a context of the forge holds, by its pattern in lower case: `github.event.issue.title`.
    fn trust(&self, pattern: &str) -> Trust {
        let worst = |inputs: &BTreeMap<String, Held>| inputs.values().map(|held| held.trust).max().unwrap_or_default();
        let of =
            |inputs: &BTreeMap<String, Held>, name: &str| inputs.get(name).map_or(Trust::Trusted, |held| held.trust);
        if let Some(name) = pattern.strip_prefix("inputs.") {
            return of(&self.inputs, name);
        }
        if let Some(name) = pattern.strip_prefix("github.event.inputs.") {
            return of(&self.of_event, name);
        }
        if pattern == "inputs" {
            return worst(&self.inputs);
        }
        if pattern == "github.event.inputs" {
            return worst(&self.of_event);
        }
        if pattern == "github.event.client_payload" || pattern.starts_with("github.event.client_payload.") {
            return Trust::Input;
        }
        if self.brings_text() && contexts::is_free_text(pattern) { Trust::Untrusted } else { Trust::Trusted }
    }

    /// Whether the run may have a text of somebody's: one that is started by hand or by the clock has no issue and no
    /// pull request, so that what they would say is empty.
    fn brings_text(&self) -> bool {
        let is_bare = |event: &String| matches!(events::class(event), TriggerClass::Manual | TriggerClass::Schedule);
        self.events.is_empty() || !self.events.iter().all(is_bare)
    }
}

/// What several values hold together.
fn all<'h>(values: impl Iterator<Item = &'h Held>) -> Held {
    let mut all = Held::default();
    values.for_each(|held| all.join(held));
    all
}
