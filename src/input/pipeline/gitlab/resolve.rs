//! `extends`, `!reference` and `default`: a job as GitLab runs it.

use std::collections::{BTreeMap, BTreeSet};

use super::item::{Item, Key, Value};
use super::keys;
use crate::input::pipeline::places::Places;

/// How long a chain of `extends` may be; GitLab allows 11 levels.
const EXTENDS: usize = 11;
/// How deep references may nest; GitLab allows 10.
const REFERENCES: usize = 10;
/// How much all jobs together may hold after everything is put in; a pipeline of 300 jobs with 80 values each has an eighth of it.
const MOST: usize = 200_000;

/// Keys of the root that hold for jobs which do not have their own, besides those of `default`.
const INHERITED: &[&str] = &["image", "services", "cache", "before_script", "after_script"];

/// The jobs and templates of a pipeline, put together.
pub(super) struct Jobs {
    /// Each job and hidden job after `extends`, with the names that it extends and nobody defines.
    extended: BTreeMap<String, Item>,
    /// What jobs inherit that do not have it: keys of `default`, then those of the root.
    inherited: Vec<(Key, Item)>,
    /// Jobs with an `extends` that leads nowhere.
    pub(super) dangling: BTreeMap<String, String>,
    /// Whether a reference led nowhere since this was last reset, in a pipeline that includes what cannot be seen.
    pub(super) unresolved: bool,
    /// Whether parts of the pipeline stand elsewhere, so that a missing one is unknown instead of wrong.
    open_ended: bool,
    /// What may still be put in; child pipelines share it.
    pub(super) budget: Budget,
}

/// How much work a pipeline may still cause, its child pipelines included.
#[derive(Clone, Copy)]
pub(super) struct Budget {
    /// What may still be put in.
    left: usize,
    /// How many entries may still be copied for `extends`.
    copies: usize,
}

impl Budget {
    /// That of a whole pipeline.
    pub(super) const FULL: Self = Self { left: MOST, copies: MOST };
}

impl Jobs {
    /// Applies `extends` everywhere.
    pub(super) fn new(root: &Item, open_ended: bool, budget: Budget, places: &mut Places) -> Self {
        let (extended, dangling) = (BTreeMap::new(), BTreeMap::new());
        let defaults = root.get("default").filter(|default| !keys::is_job("default", default));
        let defaults = defaults.map(Item::entries).unwrap_or_default().iter();
        let defaults = defaults.filter(|(key, _)| keys::is_keyword("default", &key.name));
        let globals = root.entries().iter().filter(|(key, _)| INHERITED.contains(&key.name.as_str()));
        let inherited = defaults.chain(globals).cloned().collect();
        let mut jobs = Self { extended, inherited, dangling, unresolved: false, open_ended, budget };
        let all: BTreeMap<&str, &Item> = root.entries().iter().map(|(key, item)| (key.name.as_str(), item)).collect();
        for (key, item) in root.entries() {
            jobs.extend(&all, &key.name, item, &mut BTreeSet::new(), places);
        }
        jobs
    }

    fn extend(
        &mut self,
        all: &BTreeMap<&str, &Item>,
        name: &str,
        item: &Item,
        open: &mut BTreeSet<String>,
        places: &mut Places,
    ) -> Item {
        if let Some(known) = self.extended.get(name) {
            return known.clone();
        }
        let mut job = item.clone();
        if let Some(extends) = item.get("extends") {
            if open.len() >= EXTENDS || !open.insert(name.to_owned()) {
                places.problem(&extends.source, extends.span.start, "`extends` goes round in a circle or too deep");
                return job;
            }
            let mut base = Item::empty(&item.source);
            for parent in extends.texts() {
                let Some(found) = all.get(parent.as_str()) else {
                    self.dangling.insert(name.to_owned(), parent);
                    continue;
                };
                let found = self.extend(all, &parent, found, open, places);
                if let Some(missing) = self.dangling.get(&parent).cloned() {
                    self.dangling.insert(name.to_owned(), missing);
                }
                let copied = found.entries().len().saturating_add(base.entries().len());
                if self.budget.copies < copied {
                    places.problem(&extends.source, extends.span.start, "too much is copied by `extends`");
                    break;
                }
                self.budget.copies = self.budget.copies.saturating_sub(copied);
                base = found.over(&base);
            }
            open.remove(name);
            job = job.over(&base);
        }
        self.extended.insert(name.to_owned(), job.clone());
        job
    }

    /// A job or keyword of the root after `extends`.
    pub(super) fn extended(&self, name: &str) -> Option<&Item> {
        self.extended.get(name)
    }

    /// A job with its references and the defaults of the root put in. `None` with a problem when all jobs together
    /// hold too much.
    pub(super) fn finished(&mut self, name: &str, places: &mut Places) -> Option<Item> {
        let job = self.extended.get(name)?.clone();
        let inherit = job.get("inherit").and_then(|inherit| inherit.get("default"));
        let inherits = |key: &str| match inherit {
            None => true,
            Some(list) if list.is_list() => list.texts().iter().any(|name| name == key),
            Some(switch) => switch.truth() != Some(false),
        };
        let mut entries = job.entries().to_vec();
        for (key, value) in &self.inherited {
            let known = entries.iter().any(|(own, _)| own.name == key.name);
            if !known && inherits(&key.name) {
                entries.push((key.clone(), value.clone()));
            }
        }
        let job = self.referenced(&job.of_entries(entries), 0, places);
        let weight = job.weight();
        if self.budget.left < weight {
            let message = "the jobs hold too much once `extends` and references are put in";
            places.problem(&job.source, job.span.start, message);
            return None;
        }
        self.budget.left = self.budget.left.saturating_sub(weight);
        Some(job)
    }

    /// A value with its references replaced.
    fn referenced(&mut self, item: &Item, depth: usize, places: &mut Places) -> Item {
        if item.is_reference {
            return self.reference(item, depth, places);
        }
        let value = match &item.value {
            Value::Scalar(_) => return item.clone(),
            Value::List(elements) if !elements.iter().any(holds_reference) => return item.clone(),
            Value::List(elements) => Value::List(
                elements.iter().map(|element| self.referenced(element, depth, places)).collect::<Vec<_>>().into(),
            ),
            Value::Map(entries) => Value::Map(
                entries
                    .iter()
                    .map(|(key, value)| (key.clone(), self.referenced(value, depth, places)))
                    .collect::<Vec<_>>()
                    .into(),
            ),
        };
        Item { value, ..item.clone() }
    }

    fn reference(&mut self, item: &Item, depth: usize, places: &mut Places) -> Item {
        let path = item.texts();
        let mut steps = path.iter();
        let start = steps.next().and_then(|name| self.extended.get(name));
        let found = steps.try_fold(start, |item, key| item.map(|item| item.get(key))).flatten().cloned();
        // Each step costs, so that references to references cannot multiply without end.
        self.budget.left = self.budget.left.saturating_sub(1);
        match found {
            Some(found) if depth < REFERENCES && self.budget.left > 0 => {
                self.referenced(&found, depth.saturating_add(1), places)
            }
            None if self.open_ended => {
                self.unresolved = true;
                Item { is_reference: false, value: Value::List(Vec::new().into()), ..item.clone() }
            }
            _ => {
                let message = format!("`!reference [{}]` leads nowhere or too deep", path.join(", "));
                places.problem(&item.source, item.span.start, &message);
                Item { is_reference: false, value: Value::List(Vec::new().into()), ..item.clone() }
            }
        }
    }
}

/// Whether an input decides what a name is.
pub(super) fn is_open(name: &str) -> bool {
    name.contains("$[[")
}

/// Whether a list must be rebuilt.
fn holds_reference(item: &Item) -> bool {
    item.is_reference
        || item.elements().iter().any(holds_reference)
        || item.entries().iter().any(|(_, value)| holds_reference(value))
}
