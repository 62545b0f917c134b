//! What starts a GitLab pipeline.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::item::Item;
use crate::input::pipeline::model::{Trigger, TriggerClass};
use crate::input::pipeline::places::Places;
use crate::source::{Source, Span};

/// Words of conditions that name what starts a pipeline.
const WORDS: [(&str, TriggerClass); 7] = [
    ("merge_request", TriggerClass::Pr),
    ("schedule", TriggerClass::Schedule),
    ("CI_COMMIT_TAG", TriggerClass::Tag),
    ("tags", TriggerClass::Tag),
    ("web", TriggerClass::Manual),
    ("trigger", TriggerClass::Api),
    ("parent_pipeline", TriggerClass::Upstream),
];

/// What starts the pipeline, as far as its rules tell; without any, pushes do.
pub(super) fn read(places: &mut Places, source: &Arc<Source>, head: Span, root: &Item) -> Vec<Trigger> {
    let workflow = root.get_entry("workflow");
    let (source, span) = workflow.map_or((source, head), |(key, _)| (&key.source, key.span));
    let mut rules = String::new();
    for (_, item) in root.entries() {
        for key in ["rules", "only"] {
            if let Some(rule) = item.get(key) {
                conditions(rule, 0, &mut rules);
            }
        }
    }
    let mut classes: BTreeMap<TriggerClass, &str> = BTreeMap::from([(TriggerClass::Push, "push")]);
    for (word, class) in WORDS {
        if rules.contains(word) {
            classes.entry(class).or_insert(word);
        }
    }
    let make = |(class, raw): (TriggerClass, &str)| Trigger {
        loc: places.entity(source, span),
        raw: raw.to_owned(),
        class,
        branches: Vec::new(),
        tags: Vec::new(),
        types: Vec::new(),
        cron: None,
    };
    classes.into_iter().map(make).collect()
}

/// The texts of conditions, to look for words in.
fn conditions(item: &Item, depth: usize, into: &mut String) {
    if depth > 12 {
        return;
    }
    if let Some(text) = item.as_str() {
        into.push_str(text);
        into.push('\n');
    }
    for element in item.elements() {
        conditions(element, depth.saturating_add(1), into);
    }
    for (_, value) in item.entries() {
        conditions(value, depth.saturating_add(1), into);
    }
}
