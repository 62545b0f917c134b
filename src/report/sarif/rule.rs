//! Policies as SARIF rules.

use std::collections::BTreeMap;

use super::super::words::{Level, controls};
use super::model::{Configuration, Message, Rule, RuleProperties, RuleReference, capped};
use super::taxonomy::Taxonomies;
use crate::finding::{Confidence, PolicyId, Severity};
use crate::outcome::Outcome;
use crate::policy::Policy;

/// Tags of a rule that GitHub takes.
const TAGS: usize = 20;
/// Characters of a name that GitHub takes.
const NAME: usize = 255;

/// The rules of a run: every loaded policy, and every id that a finding names beside them.
pub(super) struct Rules {
    descriptors: Vec<Rule>,
    indexes: BTreeMap<PolicyId, usize>,
}

impl Rules {
    /// The rules of an outcome.
    pub(super) fn of(outcome: &Outcome, taxonomies: &Taxonomies) -> Self {
        let mut rules: BTreeMap<PolicyId, Rule> =
            outcome.policies.iter().map(|(id, policy)| (id.clone(), described(policy, taxonomies))).collect();
        for finding in &outcome.findings {
            rules
                .entry(finding.policy.clone())
                .or_insert_with(|| nameless(&finding.policy, finding.severity, finding.confidence));
        }
        let indexes = rules.keys().enumerate().map(|(index, id)| (id.clone(), index)).collect();
        Self { descriptors: rules.into_values().collect(), indexes }
    }

    /// The index of a policy.
    pub(super) fn reference(&self, id: &PolicyId) -> Option<RuleReference> {
        self.indexes.get(id).map(|index| RuleReference { id: id.to_string(), index: *index })
    }

    /// The rules in the order of their indexes.
    pub(super) fn into_descriptors(self) -> Vec<Rule> {
        self.descriptors
    }
}

fn described(policy: &Policy, taxonomies: &Taxonomies) -> Rule {
    let meta = &policy.meta;
    let or = |text: &str, other: &str| if text.trim().is_empty() { other.to_owned() } else { text.to_owned() };
    let title = or(&meta.title, meta.id.as_str());
    let description = or(&meta.description, &title);
    let fix = or(&meta.remediation, &format!("see gate explain {}", meta.id));
    let supports = controls(policy).join(", ");
    let controls = if supports.is_empty() { String::new() } else { format!("\n\nControls: {supports}") };
    let answers = meta.answers.as_deref().filter(|text| !text.trim().is_empty());
    let unknown = |mark: &str| answers.map(|text| format!("\n\n{mark}If unknown:{mark} {text}")).unwrap_or_default();
    let tags = ["security".to_owned(), meta.input.to_string()]
        .into_iter()
        .chain(meta.controls.iter().map(|control| format!("{}/{}", control.framework, control.id)));
    Rule {
        id: meta.id.to_string(),
        name: capped(&or(&meta.slug, meta.id.as_str()), NAME),
        short_description: Message::new(&title),
        full_description: Message::new(&description),
        help: Message::both(
            &format!("Fix: {fix}{}\n\n{description}{controls}", unknown("")),
            &format!("**Fix:** {fix}{}\n\n{description}{controls}", unknown("**")),
        ),
        default_configuration: Configuration { level: Level::of(meta.severity).as_str() },
        relationships: meta.controls.iter().filter_map(|control| taxonomies.relationship(control)).collect(),
        properties: properties(meta.severity, meta.confidence, tags.take(TAGS).collect()),
    }
}

/// A rule for an id that no loaded policy has.
fn nameless(id: &PolicyId, severity: Severity, confidence: Confidence) -> Rule {
    let text = format!("policy {id}");
    Rule {
        id: id.to_string(),
        name: id.to_string(),
        short_description: Message::new(&text),
        full_description: Message::new(&text),
        help: Message::both(&text, &text),
        default_configuration: Configuration { level: Level::of(severity).as_str() },
        relationships: Vec::new(),
        properties: properties(severity, confidence, vec!["security".to_owned()]),
    }
}

fn properties(severity: Severity, confidence: Confidence, tags: Vec<String>) -> RuleProperties {
    RuleProperties {
        precision: match confidence {
            Confidence::High => "very-high",
            Confidence::Medium => "high",
            Confidence::Low => "medium",
        },
        // GitHub: above 9.0 critical, 7.0 to 8.9 high, 4.0 to 6.9 medium, below low.
        security_severity: match severity {
            Severity::Critical => "9.5",
            Severity::High => "8.0",
            Severity::Medium => "5.5",
            Severity::Low => "2.5",
        },
        tags,
    }
}
