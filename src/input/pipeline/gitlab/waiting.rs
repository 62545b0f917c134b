//! What a job of GitLab waits for, as its keys say it: its stage and its needs.

use super::item::Item;

/// The stage of a job; `type` is what `stage` was called.
pub(super) fn stage(item: &Item) -> String {
    let named = ["stage", "type"].map(|key| item.text(key)).into_iter().find(|stage| !stage.is_empty());
    named.unwrap_or_else(|| "test".to_owned())
}

/// The jobs that a job needs, of this pipeline. What it only takes files from, by `dependencies`, it does not wait for.
pub(super) fn needs(item: &Item) -> Vec<String> {
    item.get("needs").map(needed).unwrap_or_default()
}

/// The jobs of this pipeline that a list of needs names.
pub(super) fn needed(needs: &Item) -> Vec<String> {
    let name = |need: &Item| match need.as_str() {
        Some(name) => Some(name.to_owned()),
        None if need.get("project").is_some() || need.get("pipeline").is_some() => None,
        None => need.get("job").and_then(Item::as_str).map(str::to_owned),
    };
    needs.elements().iter().filter_map(name).collect()
}

/// Those of them that a pipeline may lack.
pub(super) fn optional_needs(item: &Item) -> Vec<String> {
    let needs = item.get("needs").map(Item::elements).unwrap_or_default();
    let optional = needs.iter().filter(|need| need.get("optional").and_then(Item::truth) == Some(true));
    optional.filter_map(|need| need.get("job").and_then(Item::as_str).map(str::to_owned)).collect()
}
