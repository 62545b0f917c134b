//! What holds on the day of a run: the configuration, what it schedules, and the edition that it names, taken together.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde_json::Value;

use super::{Config, Scheduled};
use crate::finding::{PolicyId, Severity};
use crate::policy::{Authority, Edition, EditionName, Policy, Stand};

/// What no edition has yet.
const NEXT: &str = "the next edition";

/// What holds on one day, and what is to come.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct InForce {
    /// Severities that replace those of the policies.
    pub severities: BTreeMap<PolicyId, Severity>,
    /// Parameters that replace the defaults, by slug and name.
    pub parameters: BTreeMap<String, BTreeMap<String, Value>>,
    /// What becomes of each policy: how it stands today, and then the days and editions to come in their order.
    stages: BTreeMap<PolicyId, Vec<Stage>>,
    /// What is scheduled and has not begun, a line for each thing, by day.
    pub coming: Vec<String>,
}

/// How a policy stands from some time on.
#[derive(Debug, Clone, PartialEq)]
struct Stage {
    /// `2027-01-15`, `edition 2027-02`; empty for what holds.
    from: String,
    decides: bool,
    severity: Severity,
}

impl InForce {
    /// What holds today. `editions` are those that there are, the oldest first.
    #[must_use]
    pub fn on(today: Date, config: &Config, policies: &[&Policy], editions: &[Edition]) -> Self {
        let rules = Rules { config, later: later(config.edition.as_ref(), editions), today };
        let current = config.edition.as_ref().and_then(|name| editions.iter().find(|edition| edition.name == *name));
        let mut in_force = Self { coming: rules.coming(), ..Self::default() };
        for policy in policies {
            let stages = rules.stages(policy, current);
            if let Some(now) = stages.first().filter(|now| now.severity != policy.meta.severity) {
                in_force.severities.insert(policy.meta.id.clone(), now.severity);
            }
            let parameters = rules.parameters(policy, current);
            if !parameters.is_empty() {
                in_force.parameters.insert(policy.meta.slug.clone(), parameters);
            }
            in_force.stages.insert(policy.meta.id.clone(), stages);
        }
        in_force
    }

    /// From when on a policy decides that does not today.
    #[must_use]
    pub fn decides_from(&self, policy: &PolicyId) -> Option<&str> {
        self.first(policy, |stage| stage.decides)
    }

    /// From when on a finding blocks that does not today; `None` where it blocks today, and where it never will.
    #[must_use]
    pub fn blocks_from(&self, policy: &PolicyId, threshold: Severity) -> Option<&str> {
        self.first(policy, |stage| stage.decides && stage.severity >= threshold)
    }

    /// When something begins to be so that is not so today.
    fn first(&self, policy: &PolicyId, is_so: impl Fn(&Stage) -> bool) -> Option<&str> {
        let stages = self.stages.get(policy)?;
        let begins = stages.iter().position(is_so)?;
        stages.get(begins).filter(|_| begins > 0).map(|stage| stage.from.as_str())
    }
}

/// The editions after one, and at last what the policies are now, which may be newer than all of them. Where the
/// configuration names none, everything decides and nothing comes.
fn later<'a>(named: Option<&EditionName>, editions: &'a [Edition]) -> Vec<(String, Option<&'a Edition>)> {
    let Some(named) = named else { return Vec::new() };
    let newer = editions.iter().filter(|edition| edition.name > *named);
    let newer = newer.map(|edition| (format!("edition {}", edition.name), Some(edition)));
    newer.chain([(NEXT.to_owned(), None)]).collect()
}

struct Rules<'a> {
    config: &'a Config,
    later: Vec<(String, Option<&'a Edition>)>,
    today: Date,
}

impl<'a> Rules<'a> {
    fn schedule(&self) -> &'a [Scheduled] {
        &self.config.policies.schedule
    }

    /// The days that are to come, in their order.
    fn days(&self) -> BTreeSet<Date> {
        self.schedule().iter().map(|entry| entry.from.0).filter(|day| *day > self.today).collect()
    }

    fn stages(&self, policy: &Policy, current: Option<&Edition>) -> Vec<Stage> {
        let days = self.days();
        let stage = |from: &str, day: Date, edition: Option<&Edition>| Stage {
            from: from.to_owned(),
            decides: self.decides(policy, day, edition),
            severity: self.severity(policy, day, edition),
        };
        let mut stages = vec![stage("", self.today, current)];
        stages.extend(days.iter().map(|day| stage(&day.to_string(), *day, current)));
        // An edition may begin on any day: what blocks with it on some day blocks from it on, as far as anybody can say.
        for (from, edition) in &self.later {
            stages.extend([self.today].iter().chain(&days).map(|day| stage(from, *day, *edition)));
        }
        stages
    }

    /// Whether a policy decides on a day. What the configuration says of it comes before the edition; of several days
    /// the first: nobody postpones what has begun.
    fn decides(&self, policy: &Policy, day: Date, edition: Option<&Edition>) -> bool {
        let id = &policy.meta.id;
        let named = self.schedule().iter().filter(|entry| entry.decide().any(|it| it == id));
        match named.map(|entry| entry.from.0).min() {
            Some(from) => from <= day,
            None => policy.authority == Authority::User || edition.is_none_or(|it| it.policies.contains_key(id)),
        }
    }

    /// The severity of a policy on a day: the last that has begun, or what always holds, or that of the edition; never a
    /// lower one than organisations allow.
    fn severity(&self, policy: &Policy, day: Date, edition: Option<&Edition>) -> Severity {
        let id = &policy.meta.id;
        let begun = self.schedule().iter().filter(|entry| entry.from.0 <= day);
        let begun = begun.filter_map(|entry| {
            let (_, severity) = entry.severity().find(|(it, _)| *it == id)?;
            Some((entry.from, *severity))
        });
        let scheduled = begun.max_by_key(|(from, _)| *from).map(|(_, severity)| severity);
        let set = || self.config.policies.severity.get(id).copied();
        let stood = || stand(policy, edition).map(|stand| stand.severity);
        let severity = scheduled.or_else(set).or_else(stood).unwrap_or(policy.meta.severity);
        self.config.policies.at_least.get(id).map_or(severity, |least| severity.max(*least))
    }

    /// The parameters of a policy today, as far as they are not the defaults that it has now.
    fn parameters(&self, policy: &Policy, edition: Option<&Edition>) -> BTreeMap<String, Value> {
        let stood = stand(policy, edition).map(|stand| stand.parameters.clone()).unwrap_or_default();
        // A parameter that is gone means nothing any more.
        let differs = |name: &String, value: &Value| {
            policy.meta.parameters.get(name).is_some_and(|parameter| parameter.default != *value)
        };
        let mut parameters: BTreeMap<_, _> = stood.into_iter().filter(|(name, value)| differs(name, value)).collect();
        parameters.extend(self.config.policies.parameters.get(&policy.meta.slug).cloned().unwrap_or_default());
        let mut begun: Vec<&Scheduled> = self.schedule().iter().filter(|entry| entry.from.0 <= self.today).collect();
        begun.sort_by_key(|entry| entry.from);
        for (slug, name, value) in begun.into_iter().flat_map(Scheduled::parameters) {
            if *slug == policy.meta.slug {
                parameters.insert(name.to_owned(), value.clone());
            }
        }
        parameters
    }

    /// A line for each thing that is scheduled and has not begun.
    fn coming(&self) -> Vec<String> {
        let mut entries: Vec<&Scheduled> = self.schedule().iter().filter(|entry| entry.from.0 > self.today).collect();
        entries.sort_by_key(|entry| entry.from);
        entries.into_iter().flat_map(|entry| self.said(entry)).collect()
    }

    fn said(&self, entry: &Scheduled) -> Vec<String> {
        let whose = match (&entry.owner, &entry.reason) {
            (Some(owner), Some(reason)) => format!(" ({owner}: {reason})"),
            (Some(said), None) | (None, Some(said)) => format!(" ({said})"),
            (None, None) => String::new(),
        };
        let begun = |id: &PolicyId| {
            self.schedule().iter().any(|other| other.from < entry.from && other.decide().any(|it| it == id))
        };
        let decide = entry.decide().map(|id| {
            let before = if begun(id) { " before that, by an earlier entry" } else { "" };
            format!("{id} decides{before}")
        });
        let severity = entry.severity().map(|(id, severity)| format!("{id} is {severity}"));
        let parameters = entry.parameters().map(|(slug, name, _)| format!("{slug}.{name} has another value"));
        let all = decide.chain(severity).chain(parameters);
        all.map(|what| format!("from {}: {what}{whose}", entry.from)).collect()
    }
}

/// How a bundled policy stands in an edition, if it is in it.
fn stand<'a>(policy: &Policy, edition: Option<&'a Edition>) -> Option<&'a Stand> {
    let edition = edition.filter(|_| policy.authority == Authority::Bundled)?;
    edition.policies.get(&policy.meta.id)
}
