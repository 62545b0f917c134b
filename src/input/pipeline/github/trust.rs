//! Who decides what a context of GitHub holds.

use std::collections::BTreeMap;

use super::carried::{Carried, Held};
use crate::input::pipeline::model::Trust;

/// Contexts that anybody can fill, as GitHub's guide to script injection lists them and the payloads of its events
/// document them; `*` stands for one segment.
const UNTRUSTED: &[&str] = &[
    "github.head_ref",
    "github.event.issue.title",
    "github.event.issue.body",
    "github.event.pull_request.title",
    "github.event.pull_request.body",
    "github.event.pull_request.head.ref",
    "github.event.pull_request.head.label",
    "github.event.pull_request.head.repo.default_branch",
    "github.event.pull_request.head.repo.description",
    "github.event.pull_request.head.repo.homepage",
    "github.event.changes.*.from",
    "github.event.comment.body",
    "github.event.review.body",
    "github.event.review_comment.body",
    "github.event.discussion.title",
    "github.event.discussion.body",
    "github.event.answer.body",
    "github.event.pages.*.page_name",
    "github.event.pages.*.title",
    "github.event.pages.*.summary",
    "github.event.commits.*.message",
    "github.event.commits.*.author.name",
    "github.event.commits.*.author.email",
    "github.event.commits.*.committer.name",
    "github.event.commits.*.committer.email",
    "github.event.head_commit.message",
    "github.event.head_commit.author.name",
    "github.event.head_commit.author.email",
    "github.event.head_commit.committer.name",
    "github.event.head_commit.committer.email",
    "github.event.merge_group.head_commit.message",
    "github.event.merge_group.head_commit.author.name",
    "github.event.merge_group.head_commit.author.email",
    "github.event.workflow_run.head_branch",
    "github.event.workflow_run.display_title",
    "github.event.workflow_run.head_repository.description",
    "github.event.workflow_run.head_commit.message",
    "github.event.workflow_run.head_commit.author.name",
    "github.event.workflow_run.head_commit.author.email",
    "github.event.workflow_run.pull_requests.*.head.ref",
    "github.event.check_suite.head_branch",
    "github.event.check_run.check_suite.head_branch",
    "github.event.forkee.description",
    "github.event.forkee.default_branch",
];

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

    /// Who decides what a context holds, and the context at the root of it.
    pub(super) fn origin(&self, pattern: String) -> (Trust, String) {
        match self.held(&pattern) {
            Some(held) => (held.trust, held.tainted_by),
            None => (self.trust(&pattern), pattern),
        }
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
        if pattern.starts_with("github") && UNTRUSTED.iter().any(|untrusted| overlaps(pattern, untrusted)) {
            return Trust::Untrusted;
        }
        Trust::Trusted
    }
}

/// Whether a context is an untrusted one, lies below it or holds it.
fn overlaps(pattern: &str, untrusted: &str) -> bool {
    let mut pattern = pattern.split('.');
    let mut untrusted = untrusted.split('.');
    loop {
        match (pattern.next(), untrusted.next()) {
            (Some(one), Some(other)) if one == other || one == "*" || other == "*" => {}
            (Some(_), Some(_)) => return false,
            (None, _) | (_, None) => return true,
        }
    }
}
