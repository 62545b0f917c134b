//! What must be in a document for a policy to say anything about it, as its own text shows.
//!
//! Most policies have nothing to say about most documents. From the syntax tree of a policy follows which lists need an
//! element, and with which constant values of its fields, for a rule to yield at all. Where a document has none, the
//! answer is known without the engine: nothing is converted for it, and the engine is not even built.
//!
//! A guard is a *necessary* condition: what is not understood weakens it, so that it may let a policy run for nothing,
//! and never keeps one from running that would find something. It is derived, never declared.

mod assume;
mod condition;
mod derive;
mod reads;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use serde_json::Value;

pub(super) use condition::Condition;
use condition::Need;

use super::lint::names::Names;
use crate::input::Document;

/// Stands in [`Guard::reads`] for a policy that may look at anything.
pub(super) const ALL: &str = "*";

/// What a policy reads, and what each of its answers takes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Guard {
    /// The parts of the document that it reads: `facts.grants`, `jobs`, or [`ALL`].
    pub(super) reads: BTreeSet<String>,
    /// What must hold for `deny` to yield.
    pub(super) deny: Condition,
    /// What must hold for `unknown` to yield.
    pub(super) unknown: Condition,
    /// The facts of which `deny` asks constants, whatever else would let it yield; none when the policy has an `unknown`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    asked: Vec<Need>,
}

impl Guard {
    /// Derives the guard of the policy that is file `own` of these.
    pub(super) fn of(names: &Names<'_>, own: usize) -> Self {
        // A guard may be weakened by what is not understood; what is asked of a null may not be lost by that.
        let deny = derive::condition(names, own, "deny", "unknown");
        let leaves_unknowns = names.rules(own, "unknown").is_empty();
        Self {
            reads: reads::reads(names, own),
            asked: if leaves_unknowns { assume::asked_of(&deny) } else { Vec::new() },
            deny: deny.simplified(),
            unknown: derive::condition(names, own, "unknown", "deny").simplified(),
        }
    }

    /// Whether the policy may say anything about a document: `deny`, and `unknown`.
    pub(super) fn may_yield(&self, document: &Document) -> (bool, bool) {
        (self.deny.holds(document), self.unknown.holds(document))
    }

    /// The facts of a document as bad as they can be for this policy; `None` when it asks for nothing that is unknown.
    pub(super) fn worst(&self, document: &Document) -> Option<Value> {
        assume::worst(&self.asked, document.content.facts())
    }

    /// The lists of facts that the policy reads, by concept.
    #[must_use]
    pub fn facts(&self) -> Vec<String> {
        self.reads.iter().filter_map(|part| part.strip_prefix("facts.")).map(str::to_owned).collect()
    }
}
