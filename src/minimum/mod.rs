//! What an organisation asks of every repository: `minimum.yaml` of a rule folder. A repository may only be stricter.
//!
//! A minimum can add and never take away: what is looser in it than what holds without it changes nothing.

mod approval;
mod bounds;
mod exclusions;
mod inputs;
mod overlap;
mod policies;
mod read;
mod rule_folder;
mod schema;
#[cfg(test)]
mod tests;
mod tighten;

use std::collections::BTreeMap;

use serde_json::Value;

pub use approval::{Exception, Part, Refusal, baseline, emergencies, waivers};
pub use rule_folder::{RuleFolder, Stray};
pub use tighten::tighten;

use crate::config::{MaxAge, ModeWord, Places, PlanNeed, Way};
use crate::finding::{Kind, PolicyId, Severity};
use overlap::Reach;

/// The only values of parameters and where they are said, by slug and name.
type Fixed = BTreeMap<String, BTreeMap<String, (Value, Way)>>;

/// What one organisation asks for, each with the way to where its file says so.
pub struct Minimum {
    written: Places,
    name: String,
    fail_on: Option<Severity>,
    fail_on_unknown: Option<Severity>,
    mode: Option<ModeWord>,
    fail_on_empty: bool,
    edition: Option<String>,
    changed: bool,
    required: Vec<Kind>,
    plan: Option<PlanNeed>,
    max_age: Option<MaxAge>,
    policies: BTreeMap<PolicyId, Held>,
    parameters: Fixed,
    approvers: Option<Vec<String>>,
    owners: Option<Vec<String>>,
    never: Vec<(String, Reach)>,
    reasons_at_least: usize,
    max_days: Option<u16>,
    max_weeks: Option<u16>,
    max_hours: Option<u16>,
}

/// What holds of one policy.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Held {
    /// Whether it has to hold, and where that is said.
    required: Option<By>,
    /// Its lowest severity.
    severity: Severity,
    /// Where that is said.
    severity_by: By,
}

/// By what something holds.
#[derive(Debug, Clone, PartialEq, Eq)]
enum By {
    /// A line of the minimum.
    Said(Way),
    /// The policy itself is one of the rule folder.
    Own,
}

impl Minimum {
    /// What the organisation is called.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The severity at which a run has to block, or a lower one.
    #[must_use]
    pub const fn fail_on(&self) -> Option<Severity> {
        self.fail_on
    }

    /// The same for unknowns: what `fail-on` says where nothing is said of them.
    #[must_use]
    pub fn fail_on_unknown(&self) -> Option<Severity> {
        self.fail_on_unknown.or(self.fail_on)
    }

    /// Whether violations have to block.
    #[must_use]
    pub fn blocks(&self) -> bool {
        self.mode == Some(ModeWord::Block)
    }

    /// Whether a run may let only what a change introduces decide.
    #[must_use]
    pub const fn allows_changed(&self) -> bool {
        self.changed
    }

    /// By what a policy has to hold, if it has to: such a policy is neither disabled nor postponed.
    #[must_use]
    pub fn requires(&self, policy: &PolicyId) -> Option<String> {
        let by = self.policies.get(policy)?.required.as_ref()?;
        Some(self.by(by))
    }

    /// By what something holds, for the beginning of a sentence.
    fn by(&self, by: &By) -> String {
        match by {
            By::Said(way) => self.line(way),
            By::Own => format!("a policy of {}", self.name),
        }
    }

    /// File and line of something that it says.
    #[must_use]
    pub fn line(&self, way: &Way) -> String {
        self.written.line(way)
    }
}
