//! The occasion of a run: what starts it, whose code it is about, how it went so far.

use github_actions_expressions::call::Function;

use super::value::Value;
use crate::input::pipeline::knowledge::{contexts, events};
use crate::input::pipeline::model::{Trigger, TriggerClass};

/// What is known of a run when a condition is asked.
#[derive(Clone, Copy)]
pub(in crate::input::pipeline) struct Occasion<'a> {
    /// The event; `None` when it is not known.
    pub(in crate::input::pipeline) event: Option<&'a str>,
    /// What starts the workflow, which limits what an event can be about.
    pub(in crate::input::pipeline) triggers: &'a [Trigger],
    /// Whether it is about the code of a stranger; otherwise nobody knows whose it is.
    pub(in crate::input::pipeline) stranger: bool,
    /// How everything before went.
    pub(in crate::input::pipeline) so_far: SoFar,
    /// What the file itself says of a context: its inputs, variables, matrix, steps and needs.
    pub(in crate::input::pipeline) named: &'a dyn Fn(&str) -> Option<Value>,
}

/// How everything before went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::input::pipeline) struct SoFar {
    /// `success()`
    pub(in crate::input::pipeline) success: Option<bool>,
    /// `failure()`
    pub(in crate::input::pipeline) failure: Option<bool>,
    /// `cancelled()`
    pub(in crate::input::pipeline) cancelled: Option<bool>,
}

impl SoFar {
    /// Nobody knows.
    pub(in crate::input::pipeline) const ANY: Self = Self { success: None, failure: None, cancelled: None };
    /// Nothing has failed.
    pub(in crate::input::pipeline) const WELL: Self =
        Self { success: Some(true), failure: Some(false), cancelled: Some(false) };
}

/// Fields of a repository that no other has; its name and its default branch are none.
const IDENTITIES: &[&str] = &[
    "full_name",
    "id",
    "node_id",
    "url",
    "html_url",
    "git_url",
    "clone_url",
    "ssh_url",
    "owner.login",
    "owner.id",
    "owner.node_id",
];

/// How GitHub sees somebody who may not write to the repository (`CommentAuthorAssociation` of its GraphQL schema).
const STRANGERS: &[&str] = &["CONTRIBUTOR", "FIRST_TIMER", "FIRST_TIME_CONTRIBUTOR", "MANNEQUIN", "NONE"];

/// Parts of the payload that only some of the events have.
const PARTS: &[(&str, &[&str])] = &[
    ("pull_request", &["pull_request", "pull_request_target", "pull_request_review", "pull_request_review_comment"]),
    ("workflow_run", &["workflow_run"]),
    ("issue", &["issues", "issue_comment"]),
    ("comment", &["issue_comment", "commit_comment", "discussion_comment", "pull_request_review_comment"]),
    ("release", &["release"]),
    ("inputs", &["workflow_dispatch"]),
    ("client_payload", &["repository_dispatch"]),
    ("schedule", &["schedule"]),
];

/// The activities that start a workflow which names none (docs.github.com, events-that-trigger-workflows).
const ACTIVITIES: [&str; 3] = ["opened", "synchronize", "reopened"];

impl Occasion<'_> {
    /// What a function says about how the run goes; `None` for other functions.
    pub(super) fn status(&self, function: Function) -> Option<Value> {
        Some(match function {
            Function::Always => Value::maybe(Some(true)),
            Function::Success => Value::maybe(self.so_far.success),
            Function::Failure => Value::maybe(self.so_far.failure),
            Function::Cancelled => Value::maybe(self.so_far.cancelled),
            _ => return None,
        })
    }

    /// What a context holds, by its pattern in small letters.
    pub(super) fn context(&self, pattern: &str) -> Value {
        (self.named)(pattern).or_else(|| self.of_event(pattern)).unwrap_or(Value::Unknown)
    }

    /// The event, unless it stands for that of whoever calls the workflow.
    fn known_event(&self) -> Option<&str> {
        self.event.filter(|event| *event != "workflow_call")
    }

    fn of_event(&self, pattern: &str) -> Option<Value> {
        let event = self.known_event()?;
        if pattern == "github.event_name" {
            return Some(Value::text(event));
        }
        if let Some(payload) = pattern.strip_prefix("github.event.") {
            return self.of_payload(event, payload, pattern);
        }
        let is_change = event.starts_with("pull_request");
        match pattern {
            "github.ref" => self.git_ref(event),
            "github.ref_name" => self.branches(event).map(|branches| Value::texts(branches.iter().map(String::as_str))),
            "github.ref_type" => self.ref_type(event).map(Value::text),
            "github.base_ref" if is_change => self.bases(event),
            "github.base_ref" | "github.head_ref" if !is_change => Some(Value::text("")),
            _ => self.identity(pattern),
        }
    }

    fn of_payload(&self, event: &str, payload: &str, pattern: &str) -> Option<Value> {
        let part = payload.split('.').next().unwrap_or_default();
        if PARTS.iter().any(|(of, events)| *of == part && !events.contains(&event)) {
            return Some(Value::null());
        }
        match payload {
            "action" => return self.activities(event),
            "pull_request.base.ref" => return self.bases(event),
            _ => {}
        }
        if !self.stranger {
            return None;
        }
        match payload {
            "pull_request.head.repo.fork" | "workflow_run.head_repository.fork" => Some(Value::maybe(Some(true))),
            "workflow_run.event" => Some(Value::texts(events::of_strangers().iter().copied())),
            // A comment on an issue that is no pull request has no code.
            "issue.pull_request" => Some(Value::Object),
            _ if payload.ends_with(".author_association") => Some(Value::texts(STRANGERS.iter().copied())),
            _ => self.identity(pattern),
        }
    }

    /// Whose repository or account it is, where that of the run and that of the code are two.
    fn identity(&self, pattern: &str) -> Option<Value> {
        let field = contexts::field(pattern).filter(|(_, field)| IDENTITIES.contains(&field.as_str()));
        field.filter(|_| self.stranger).map(|(side, field)| Value::Identity(side, field))
    }

    /// The triggers of an event.
    fn of<'s>(&'s self, event: &'s str) -> impl Iterator<Item = &'s Trigger> {
        self.triggers.iter().filter(move |trigger| trigger.raw == event)
    }

    fn activities(&self, event: &str) -> Option<Value> {
        let mut types = Vec::new();
        for trigger in self.of(event) {
            let is_change = matches!(event, "pull_request" | "pull_request_target");
            match trigger.types.as_slice() {
                [] if is_change => types.extend(ACTIVITIES),
                [] => return None,
                named => types.extend(named.iter().map(String::as_str)),
            }
        }
        Some(Value::texts(types))
    }

    /// The branches that a trigger names, if it names all of them.
    fn branches(&self, event: &str) -> Option<Vec<String>> {
        let mut all = Vec::new();
        for trigger in self.of(event) {
            let is_plain = |name: &String| !name.contains(['*', '?', '+', '[', ']', '!', '$']);
            let named = trigger.tags.is_empty() && !trigger.branches.is_empty() && event == "push";
            if !named || !trigger.branches.iter().all(is_plain) {
                return None;
            }
            all.extend(trigger.branches.iter().cloned());
        }
        (!all.is_empty()).then_some(all)
    }

    /// The branches that a change may be meant for.
    fn bases(&self, event: &str) -> Option<Value> {
        let mut all = Vec::new();
        for trigger in self.of(event) {
            let is_plain = |name: &String| !name.contains(['*', '?', '+', '[', ']', '!', '$']);
            if trigger.branches.is_empty() || !trigger.branches.iter().all(is_plain) {
                return None;
            }
            all.extend(trigger.branches.iter().map(String::as_str));
        }
        Some(Value::texts(all))
    }

    fn ref_type(&self, event: &str) -> Option<&'static str> {
        let is_all = |class| self.of(event).all(|trigger| trigger.class == class);
        match event {
            "push" if is_all(TriggerClass::Tag) => Some("tag"),
            "push" => {
                let branches = self.of(event).all(|it| it.tags.is_empty() && !it.branches.is_empty());
                branches.then_some("branch")
            }
            "schedule" | "issues" | "issue_comment" | "workflow_run" | "pull_request_target" | "merge_group" => {
                Some("branch")
            }
            _ => None,
        }
    }

    fn git_ref(&self, event: &str) -> Option<Value> {
        // A pull request that is closed has the ref of its base when it was merged.
        let is_open = || self.of(event).all(|trigger| !trigger.types.iter().any(|kind| kind == "closed"));
        if event == "pull_request" && is_open() {
            return Some(Value::Begins("refs/pull/".to_owned()));
        }
        if let Some(branches) = self.branches(event) {
            let refs: Vec<String> = branches.iter().map(|branch| format!("refs/heads/{branch}")).collect();
            return Some(Value::texts(refs.iter().map(String::as_str)));
        }
        let begins = match self.ref_type(event)? {
            "tag" => "refs/tags/",
            _ => "refs/heads/",
        };
        Some(Value::Begins(begins.to_owned()))
    }
}
