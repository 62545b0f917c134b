//! The rules of an include, as far as the tree decides them.

use std::collections::BTreeSet;

use super::item::Item;
use super::job::flatten;
use crate::input::Context;
use crate::source::RepoPath;

/// Whether an include counts; `None` when that is decided when a pipeline is made.
pub(super) fn counts(include: &Item, context: &Context<'_>) -> Option<bool> {
    let Some(rules) = include.get("rules") else { return Some(true) };
    let mut flat = Vec::new();
    flatten(rules, &mut flat);
    let mut possible = BTreeSet::new();
    for rule in flat {
        let holds = holds(rule, context);
        if holds != Some(false) {
            possible.insert(rule.text("when") != "never");
        }
        if holds == Some(true) {
            return only(&possible);
        }
    }
    // What no rule takes does not count.
    possible.insert(false);
    only(&possible)
}

fn only(possible: &BTreeSet<bool>) -> Option<bool> {
    possible.first().copied().filter(|_| possible.len() == 1)
}

/// Whether a rule holds: one that asks nothing does, one for files of which none is there does not.
fn holds(rule: &Item, context: &Context<'_>) -> Option<bool> {
    if rule.is_reference || ["if", "changes"].iter().any(|key| rule.get(key).is_some()) {
        return None;
    }
    let Some(exists) = rule.get("exists") else { return Some(true) };
    let is_plain = |path: &String| !path.contains(['*', '?', '[', '{', '$']);
    let paths = exists.get("paths").unwrap_or(exists).texts();
    if exists.get("project").is_some() || paths.is_empty() || !paths.iter().all(is_plain) {
        return None;
    }
    let is_there =
        |path: &String| RepoPath::new(path.trim_start_matches('/')).is_some_and(|path| context.files.contains(&path));
    Some(paths.iter().any(is_there))
}
