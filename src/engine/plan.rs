//! Which policy judges which document.

use crate::finding::Kind;
use crate::input::Document;
use crate::policy::{Meta, Policy};

/// Why a policy of the document's kind is not about this document; `None` when it is.
///
/// The answer comes from the metadata, never from an empty result.
pub(super) fn not_applicable(policy: &Policy, document: &Document) -> Option<String> {
    let Meta { facets, needs, .. } = &policy.meta;
    if !policy.applies(document.kind, &document.facets) {
        let wanted = facets.iter().map(String::as_str).collect::<Vec<_>>().join(", ");
        return Some(match document.kind {
            Kind::Terraform => format!("the plan has no {wanted}"),
            _ => format!("is about {wanted} only"),
        });
    }
    let missing: Vec<&str> =
        needs.iter().map(|kind| kind.as_str()).filter(|kind| !document.facets.contains(*kind)).collect();
    (document.kind == Kind::Repository && !missing.is_empty())
        .then(|| format!("nothing of kind {} here", missing.join(", ")))
}
