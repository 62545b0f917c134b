//! Whether two values of pipeline files mean the same, wherever and however they are written.

use crate::input::tree::{Node, NodeValue};

/// Same text, same elements in order, same keys in any order. Quotes, comments, anchors and places do not matter.
pub(super) fn same(before: Option<&Node>, after: Option<&Node>) -> bool {
    let (Some(before), Some(after)) = (before, after) else { return before.is_none() && after.is_none() };
    let tags = (&before.tag, &after.tag);
    if tags.0.as_ref().map(|tag| &tag.text) != tags.1.as_ref().map(|tag| &tag.text) {
        return false;
    }
    match (&before.value, &after.value) {
        (NodeValue::Scalar(before), NodeValue::Scalar(after)) => before.text == after.text,
        (NodeValue::Sequence(before), NodeValue::Sequence(after)) => {
            before.len() == after.len() && before.iter().zip(after.iter()).all(|pair| same(Some(pair.0), Some(pair.1)))
        }
        (NodeValue::Mapping(entries), NodeValue::Mapping(others)) => {
            let known = |entry: &crate::input::tree::Entry| match entry.name() {
                Some(name) => same(before.get(name), after.get(name)),
                None => false,
            };
            entries.len() == others.len() && entries.iter().all(known)
        }
        _ => false,
    }
}
