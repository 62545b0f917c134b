//! The frameworks whose requirements policies support, as SARIF taxonomies.

use std::collections::{BTreeMap, BTreeSet};

use super::model::{ComponentReference, Message, Relationship, Taxon, TaxonReference, Taxonomy};
use crate::outcome::Outcome;
use crate::policy::Control;

/// Frameworks by name, each with the requirements that a loaded policy names.
pub(super) struct Taxonomies(BTreeMap<String, Vec<String>>);

impl Taxonomies {
    /// The frameworks of the policies of a run.
    pub(super) fn of(outcome: &Outcome) -> Self {
        let mut frameworks: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for control in outcome.policies.values().flat_map(|policy| &policy.meta.controls) {
            frameworks.entry(control.framework.clone()).or_default().insert(control.id.clone());
        }
        Self(frameworks.into_iter().map(|(name, ids)| (name, ids.into_iter().collect())).collect())
    }

    /// References to all of them.
    pub(super) fn references(&self) -> Vec<ComponentReference> {
        self.0.keys().enumerate().map(|(index, name)| ComponentReference { name: name.clone(), index }).collect()
    }

    /// The relationship of a policy to a requirement.
    pub(super) fn relationship(&self, control: &Control) -> Option<Relationship> {
        let (index, (name, ids)) = self.0.iter().enumerate().find(|(_, (name, _))| **name == control.framework)?;
        let tool_component = ComponentReference { name: name.clone(), index };
        let index = ids.binary_search(&control.id).ok()?;
        Some(Relationship {
            target: TaxonReference { id: control.id.clone(), index, tool_component },
            kinds: ["relevant"],
        })
    }

    /// The taxonomies of the run.
    pub(super) fn into_components(self) -> Vec<Taxonomy> {
        self.0
            .into_iter()
            .map(|(name, ids)| Taxonomy {
                short_description: Message::new(&format!(
                    "requirements of {name} that policies of gate give evidence for"
                )),
                name,
                contents: ["localizedData"],
                is_comprehensive: false,
                taxa: ids.into_iter().map(|id| Taxon { id }).collect(),
            })
            .collect()
    }
}
