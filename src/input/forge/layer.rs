//! One layer of rules while it is read, and the branch that several layers make.

use std::collections::BTreeMap;

use super::model::{Branch, BypassActor, Check, Enforcement, Layer, Level, Reason, Rules, Unknown};
use super::reader::{Gap, Reader};
use super::strength::{Facts, Range, Rule};
use crate::source::Span;

/// An actor who may bypass a layer, and where that is granted.
#[derive(Debug, Clone)]
pub(super) struct Bypass {
    /// Who, when and what.
    pub(super) actor: BypassActor,
    /// The value that grants it.
    pub(super) at: Span,
}

/// One source of rules.
#[derive(Debug, Clone)]
pub(super) struct Draft {
    /// Where it stands, as one line.
    pub(super) at: Span,
    /// `classic`, or `ruleset:` and its id.
    pub(super) source: String,
    /// Its name.
    pub(super) name: Option<String>,
    /// Who set it.
    pub(super) level: Level,
    /// Whether it binds anybody, and where that is written.
    pub(super) enforcement: (Enforcement, Option<Span>),
    /// Who may bypass it; `None` = hidden.
    pub(super) bypass: Option<Vec<Bypass>>,
    /// The checks that it requires.
    pub(super) checks: Vec<Check>,
    /// What it says.
    pub(super) facts: Facts,
}

/// What a rule means that no layer mentions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unmentioned {
    /// All layers are here: it does not hold.
    Off,
    /// Some layer is hidden: it may hold.
    Hidden,
    /// The file declares a part of the settings only.
    Undeclared,
}

impl Draft {
    fn is_active(&self) -> bool {
        self.enforcement.0 == Enforcement::Active
    }

    /// What the layer contributes for people who cannot bypass it.
    fn range(&self, rule: Rule) -> Option<Range> {
        self.facts.get(&rule).map(|fact| Range::of(*fact))
    }

    /// What it contributes for everyone.
    fn range_for_everyone(&self, rule: Rule) -> Option<Range> {
        let range = self.range(rule)?;
        let Some(actors) = &self.bypass else { return Some(range.doubtful()) };
        let lifted = actors.iter().find(|bypass| rule.is_lifted_by(bypass.actor.mode, bypass.actor.scope));
        Some(lifted.map_or(range, |bypass| range.bypassed(Some(bypass.at))))
    }

    /// Facts that are there but cannot be read, each with why.
    fn unreadable(&self, reader: &mut Reader<'_>) -> Vec<Unknown> {
        let unreadable = Rule::ALL.iter().filter_map(|(rule, key)| {
            self.facts.get(rule).filter(|fact| fact.strength.is_none()).map(|fact| (*key, fact.at.unwrap_or(self.at)))
        });
        unreadable
            .map(|(key, at)| {
                let message = "the forge's answer does not say it in a form that gate knows".to_owned();
                let gap = Gap { at, reason: Reason::Unreadable, http_status: None, message, needs: None };
                reader.unknown(&format!("/layers/{}/rules/{key}", self.source), &gap)
            })
            .collect()
    }

    /// The layer as policies see it.
    fn finish(self, reader: &mut Reader<'_>) -> Layer {
        let loc = reader.place(self.at, self.name.as_deref());
        if let Some(at) = self.enforcement.1 {
            reader.child(&loc, &["enforcement"], at);
        }
        for (rule, key) in Rule::ALL {
            if let Some(at) = self.facts.get(&rule).and_then(|fact| fact.at) {
                reader.child(&loc, &["rules", key], at);
            }
        }
        let ranges = self.facts.iter().map(|(rule, fact)| (*rule, Range::of(*fact))).collect();
        Layer {
            loc,
            source: self.source,
            name: self.name,
            level: self.level,
            enforcement: self.enforcement.0,
            bypass_actors: self.bypass.map(|actors| actors.into_iter().map(|bypass| bypass.actor).collect()),
            required_checks: self.checks,
            rules: Rules::new(&ranges),
        }
    }
}

/// A branch while it is read.
pub(super) struct BranchDraft {
    /// Its name.
    pub(super) name: String,
    /// Whether it is the default branch.
    pub(super) is_default: Option<bool>,
    /// The answer that describes it, as one line.
    pub(super) at: Span,
    /// Its layers.
    pub(super) layers: Vec<Draft>,
    /// What a rule means that no layer mentions.
    pub(super) unmentioned: Unmentioned,
    /// What could not be seen.
    pub(super) unknowns: Vec<Unknown>,
}

impl BranchDraft {
    /// The branch as policies see it.
    pub(super) fn finish(mut self, reader: &mut Reader<'_>) -> Branch {
        let loc = reader.place(self.at, Some(&self.name));
        let effective = self.rules(reader, &loc, "effective", Draft::range);
        let effective_for_everyone = self.rules(reader, &loc, "effective_for_everyone", Draft::range_for_everyone);
        for layer in &self.layers {
            self.unknowns.extend(layer.unreadable(reader));
        }
        let active = || self.layers.iter().filter(|layer| layer.is_active());
        let protected = match self.unmentioned {
            _ if active().next().is_some() => Some(true),
            Unmentioned::Off => Some(false),
            Unmentioned::Hidden | Unmentioned::Undeclared => None,
        };
        let bypass: Option<Vec<Vec<Bypass>>> = active().map(|layer| layer.bypass.clone()).collect();
        let hidden = self.unmentioned == Unmentioned::Hidden;
        Branch {
            loc,
            name: self.name,
            is_default: self.is_default,
            protected,
            effective,
            effective_for_everyone,
            required_checks: active().flat_map(|layer| layer.checks.iter().cloned()).collect(),
            bypass_actors: bypass
                .filter(|_| !hidden)
                .map(|layers| layers.into_iter().flatten().map(|bypass| bypass.actor).collect()),
            layers: self.layers.into_iter().map(|layer| layer.finish(reader)).collect(),
            unknowns: self.unknowns,
        }
    }

    /// All rules together, with the place of the value that decides each.
    fn rules(
        &self,
        reader: &mut Reader<'_>,
        loc: &str,
        view: &str,
        contribution: fn(&Draft, Rule) -> Option<Range>,
    ) -> Rules {
        let mut ranges = BTreeMap::new();
        for (rule, key) in Rule::ALL {
            let hidden = (self.unmentioned == Unmentioned::Hidden).then_some(Range::HIDDEN);
            let mut all: Vec<Range> = self
                .layers
                .iter()
                .filter(|layer| layer.is_active())
                .filter_map(|layer| contribution(layer, rule))
                .chain(hidden)
                .collect();
            // A rule that somebody bypasses is shown at that bypass, not at a layer that never had the rule.
            all.sort_by_key(|range| !range.bypassed);
            let range = match all.into_iter().reduce(Range::and) {
                // GitHub lets nobody approve their own pull request; no layer and no bypass changes that.
                _ if rule == Rule::AuthorApproval => Range::ALWAYS,
                Some(range) => range,
                None if self.unmentioned == Unmentioned::Off => Range::OFF,
                None => continue,
            };
            if let Some(at) = range.at {
                reader.child(loc, &[view, key], at);
            }
            ranges.insert(rule, range);
        }
        Rules::new(&ranges)
    }
}
