//! What an action or a deferred change says about itself. Its values are left out: nothing judges them.
//!
//! Action blocks came with Terraform 1.14; the shape is that of `action_invocations.go` of the package `jsonplan`.

use serde::Deserialize;
use serde_json::value::RawValue;

use super::keys::Then;

/// An action that runs, or a change that is left to another plan.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in super::super) struct Invocation {
    /// Its address: `action.aws_lambda_invoke.wipe` or that of a resource.
    pub(in super::super) address: String,
    /// The type of the action or resource.
    pub(in super::super) kind: String,
    /// The resource whose change runs the action; empty when somebody asked for it by itself.
    pub(in super::super) trigger: String,
    /// The event of that change, such as `AfterCreate`.
    pub(in super::super) event: String,
}

/// An invocation, and why it is left to another plan.
#[derive(Debug, Default)]
pub(super) struct Deferred {
    pub(super) what: Option<Invocation>,
    pub(super) reason: String,
}

#[derive(Deserialize)]
struct Action {
    #[serde(default)]
    address: String,
    #[serde(default, rename = "type")]
    kind: String,
    #[serde(default)]
    lifecycle_action_trigger: Option<Lifecycle>,
    #[serde(default)]
    invoke_action_trigger: Option<Invoke>,
}

#[derive(Deserialize)]
struct Lifecycle {
    #[serde(default)]
    triggering_resource_address: String,
    #[serde(default)]
    action_trigger_event: String,
}

#[derive(Deserialize)]
struct Invoke {
    #[serde(default)]
    calling_resource_address: String,
}

#[derive(Deserialize)]
struct DeferredAction {
    #[serde(default)]
    reason: String,
    action_invocation: Action,
}

#[derive(Deserialize)]
struct DeferredChange {
    #[serde(default)]
    reason: String,
    resource_change: Change,
}

#[derive(Deserialize)]
struct Change {
    #[serde(default)]
    address: String,
    #[serde(default, rename = "type")]
    kind: String,
}

impl Deferred {
    /// Reads an entry of a list; one of another form says nothing.
    pub(super) fn read(entry: &RawValue, list: Then) -> Self {
        let text = entry.get();
        let read = match list {
            Then::Actions => serde_json::from_str(text).map(|action| (Invocation::of(action), String::new())),
            Then::DeferredActions => serde_json::from_str(text)
                .map(|deferred: DeferredAction| (Invocation::of(deferred.action_invocation), deferred.reason)),
            _ => serde_json::from_str(text).map(|deferred: DeferredChange| {
                let Change { address, kind } = deferred.resource_change;
                (Invocation { address, kind, ..Invocation::default() }, deferred.reason)
            }),
        };
        read.map_or_else(|_| Self::default(), |(what, reason)| Self { what: Some(what), reason })
    }
}

impl Invocation {
    fn of(action: Action) -> Self {
        let Action { address, kind, lifecycle_action_trigger, invoke_action_trigger } = action;
        let (trigger, event) = match (lifecycle_action_trigger, invoke_action_trigger) {
            (Some(lifecycle), _) => (lifecycle.triggering_resource_address, lifecycle.action_trigger_event),
            (None, Some(invoke)) => (invoke.calling_resource_address, String::new()),
            (None, None) => (String::new(), String::new()),
        };
        Self { address, kind, trigger, event }
    }
}
