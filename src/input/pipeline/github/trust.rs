//! Who decides what a context of GitHub holds.

use std::collections::BTreeMap;

use super::carried::Carried;
use crate::input::pipeline::held::Held;
use crate::input::pipeline::knowledge::contexts;
use crate::input::pipeline::model::Trust;
use crate::input::pipeline::taint::Kept;

/// What a workflow or action says about its inputs and variables.
#[derive(Debug, Clone, Default)]
pub(super) struct Sources {
    /// Who fills an input of free text, by name in lower case. Others hold a switch, a number or a choice.
    pub(super) inputs: BTreeMap<String, Trust>,
    /// The worst of `inputs`.
    pub(super) all_inputs: Trust,
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
}

impl Sources {
    /// What a variable holds that is set around, by its name in any case.
    pub(super) fn variable(&self, name: &str) -> Option<&Held> {
        let name = name.to_ascii_lowercase();
        self.scopes.iter().rev().find_map(|scope| scope.get(&name))
    }

    /// What a context holds that the file sets itself, by its pattern in lower case.
    fn held(&self, pattern: &str) -> Option<Held> {
        if let Some(name) = pattern.strip_prefix("env.").filter(|name| *name != "*") {
            return self.variable(name).cloned();
        }
        match pattern.split('.').next() {
            Some("env") => {
                let mut all = Held::default();
                self.scopes.iter().flat_map(BTreeMap::values).for_each(|held| all.join(held));
                Some(all)
            }
            Some("matrix" | "steps") => self.of_job.around(pattern),
            Some("needs") => self.of_needs.around(pattern),
            _ => None,
        }
    }

    /// What a context is made of: itself, or what the file puts into it.
    pub(super) fn made_of(&self, pattern: String, into: &mut Vec<String>) {
        let Some(held) = self.held(&pattern) else { return into.push(pattern) };
        into.extend(held.contexts);
        let is_known = pattern.starts_with("env.")
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
        if let Some(name) = pattern.strip_prefix("inputs.").or_else(|| pattern.strip_prefix("github.event.inputs.")) {
            return self.inputs.get(name).copied().unwrap_or(Trust::Trusted);
        }
        if pattern == "inputs" || pattern == "github.event.inputs" {
            return self.all_inputs;
        }
        if pattern == "github.event.client_payload" || pattern.starts_with("github.event.client_payload.") {
            return Trust::Input;
        }
        if contexts::is_free_text(pattern) { Trust::Untrusted } else { Trust::Trusted }
    }
}
