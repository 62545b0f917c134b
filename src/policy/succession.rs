//! What an edition changes of the one before it.

use std::collections::BTreeMap;
use std::fmt;

use serde_json::Value;

use super::{Edition, Stand};
use crate::finding::{PolicyId, Severity};

/// One change of one policy between two editions.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// It is new.
    Added(Severity),
    /// It is gone.
    Removed,
    /// It is worse or less bad than it was.
    Severity(Severity, Severity),
    /// A parameter has another default, or none before or after.
    Default(String, Option<Value>, Option<Value>),
}

impl Edition {
    /// What this edition changes of an older one, by policy; a policy that is the same is not there.
    #[must_use]
    pub fn since(&self, older: &Self) -> BTreeMap<PolicyId, Vec<Change>> {
        let mut changes: BTreeMap<PolicyId, Vec<Change>> = BTreeMap::new();
        for (id, now) in &self.policies {
            let of = match older.policies.get(id) {
                None => vec![Change::Added(now.severity)],
                Some(then) => differences(then, now),
            };
            if !of.is_empty() {
                changes.insert(id.clone(), of);
            }
        }
        let gone = older.policies.keys().filter(|id| !self.policies.contains_key(id));
        changes.extend(gone.map(|id| (id.clone(), vec![Change::Removed])));
        changes
    }
}

fn differences(then: &Stand, now: &Stand) -> Vec<Change> {
    let severity = (then.severity != now.severity).then_some(Change::Severity(then.severity, now.severity));
    let names = then.parameters.keys().chain(now.parameters.keys().filter(|name| !then.parameters.contains_key(*name)));
    let defaults = names.filter_map(|name| {
        let [then, now] = [then, now].map(|stand| stand.parameters.get(name).cloned());
        (then != now).then(|| Change::Default(name.clone(), then, now))
    });
    severity.into_iter().chain(defaults).collect()
}

impl fmt::Display for Change {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Added(severity) => write!(out, "is new, {severity}"),
            Self::Removed => out.write_str("is gone"),
            Self::Severity(then, now) if then < now => write!(out, "is raised from {then} to {now}"),
            Self::Severity(then, now) => write!(out, "is lowered from {then} to {now}"),
            Self::Default(name, then, now) => match (then, now) {
                (Some(then), Some(now)) => write!(out, "has another default of {name}: {now}, and no more {then}"),
                (None, Some(now)) => write!(out, "has a new parameter {name}, by default {now}"),
                (_, None) => write!(out, "has no parameter {name} any more"),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::{Edition, EditionName};
    use crate::finding::PolicyId;

    fn edition(policies: &serde_json::Value) -> Edition {
        Edition {
            name: EditionName::new("2026-11").unwrap(),
            policies: serde_json::from_value(policies.clone()).unwrap(),
        }
    }

    #[test]
    fn every_change_is_said_and_nothing_else() {
        let older = edition(&json!({
            "A1": { "severity": "high", "parameters": { "a": 1, "b": [1], "c": true } },
            "A2": { "severity": "medium" }, "A3": { "severity": "critical" }, "A4": { "severity": "low" },
        }));
        let newer = edition(&json!({
            "A1": { "severity": "high", "parameters": { "a": 2, "b": [1], "d": "x" } },
            "A2": { "severity": "high" }, "A3": { "severity": "low" }, "A5": { "severity": "medium" },
        }));
        let said = |newer: &Edition, older: &Edition| -> Vec<String> {
            let of = |(id, changes): (PolicyId, Vec<_>)| {
                changes.iter().map(|change| format!("{id} {change}")).collect::<Vec<_>>()
            };
            newer.since(older).into_iter().flat_map(of).collect()
        };
        assert_eq!(
            said(&newer, &older),
            [
                "A1 has another default of a: 2, and no more 1",
                "A1 has no parameter c any more",
                "A1 has a new parameter d, by default \"x\"",
                "A2 is raised from medium to high",
                "A3 is lowered from critical to low",
                "A4 is gone",
                "A5 is new, medium",
            ]
        );
        assert!(said(&older, &older).is_empty());
    }
}
