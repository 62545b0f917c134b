//! Which policy judges which document.

use crate::finding::Kind;
use std::collections::BTreeSet;

use crate::policy::{Meta, Policy};

/// Why a policy of the document's kind is not about this document; `None` when it is.
///
/// The answer comes from the metadata, never from an empty result.
pub(super) fn not_applicable(policy: &Policy, kind: Kind, present: &BTreeSet<String>) -> Option<String> {
    let Meta { facets, needs, .. } = &policy.meta;
    if !policy.applies(kind, present) {
        let wanted = facets.iter().map(String::as_str).collect::<Vec<_>>().join(", ");
        return Some(match kind {
            Kind::Terraform => format!("the plan has no {wanted}"),
            _ => format!("is about {wanted} only"),
        });
    }
    let missing: Vec<&str> = needs.iter().map(|kind| kind.as_str()).filter(|kind| !present.contains(*kind)).collect();
    (kind == Kind::Repository && !missing.is_empty()).then(|| format!("nothing of kind {} here", missing.join(", ")))
}
