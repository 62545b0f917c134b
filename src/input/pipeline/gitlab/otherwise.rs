//! Includes with `rules`: nobody can say from the file whether they count, so that what they replace is judged too.

use std::collections::BTreeSet;

use serde_json::Value;

use super::include::Loaded;
use super::inputs::shown;
use super::item::Item;
use super::reader::{Level, Reader};
use crate::input::pipeline::model::Job;
use crate::input::pipeline::needs::Waits;

/// What a job is called that is replaced by an include with `rules`, behind its id.
const REPLACED: &str = " (without a conditional include)";

/// What is included, both ways.
#[derive(Clone)]
pub(super) struct Both {
    /// When every include counts.
    pub(super) item: Item,
    /// When those with `rules` give way to what they would replace; `None` when that is the same.
    pub(super) other: Option<Item>,
}

impl Both {
    /// What no condition changes.
    pub(super) const fn one(item: Item) -> Self {
        Self { item, other: None }
    }

    /// The configuration of a file laid over what it includes.
    pub(super) fn under(&self, item: &Item) -> Self {
        Self { item: item.over(&self.item), other: self.other.as_ref().map(|other| item.over(other)) }
    }

    /// Laid over what was included before; `conditional` where rules decide whether it is.
    pub(super) fn onto(&self, base: &Self, conditional: bool) -> Self {
        let item = self.item.over(&base.item);
        let replaces = conditional && conflict(&self.item, &base.item);
        if !replaces && self.other.is_none() && base.other.is_none() {
            return Self::one(item);
        }
        let (own, before) = (self.otherwise(), base.otherwise());
        let other = if conditional { before.over(own) } else { own.over(before) };
        Self { item, other: Some(other) }
    }

    /// Whether something would stand in neither way if `more`, which has `rules`, came on top.
    pub(super) fn loses_by(&self, more: &Self) -> bool {
        let Some(other) = &self.other else { return false };
        more.item.entries().iter().any(|(key, value)| {
            let (Some(first), Some(second)) = (self.item.get(&key.name), other.get(&key.name)) else { return false };
            conflict(value, first) && conflict(value, second) && conflict(first, second)
        })
    }

    fn otherwise(&self) -> &Item {
        self.other.as_ref().unwrap_or(&self.item)
    }
}

/// Whether one value replaces a part of the other.
fn conflict(over: &Item, base: &Item) -> bool {
    if over.is_map() && base.is_map() {
        let both = |(key, value)| conflict(value, base.get(key)?).then_some(());
        return over.entries().iter().any(|(key, value)| both((key.name.as_str(), value)).is_some());
    }
    let (mut own, mut theirs) = (String::new(), String::new());
    shown(Some(over), &mut own);
    shown(Some(base), &mut theirs);
    own != theirs
}

impl Reader<'_> {
    /// The jobs of a pipeline with its children, and those that an include with `rules` replaces.
    pub(super) fn all_jobs(&mut self, loaded: &Loaded, open_ended: bool) -> Level {
        let outer = std::mem::replace(&mut self.templates, loaded.templates.clone());
        let mut all = self.with_children(&loaded.root, open_ended);
        if let Some(other) = &loaded.other {
            let mut replaced = self.replaced(other, open_ended, &all.jobs);
            all.jobs.append(&mut replaced.jobs);
            all.waits.merge(replaced.waits);
        }
        self.templates = outer;
        all
    }

    fn replaced(&mut self, root: &Item, open_ended: bool, jobs: &[Job]) -> Level {
        let (refs, missing) = (self.refs.len(), self.missing.len());
        let env = std::mem::take(&mut self.env);
        self.env = self.variables(root.get("variables"), &mut Vec::new());
        let Level { jobs: mut others, waits } = self.with_children(root, open_ended);
        self.env = env;
        let known: BTreeSet<String> = jobs.iter().map(meaning).collect();
        others.retain(|job| !known.contains(&meaning(job)));
        let ids: BTreeSet<String> = others.iter().map(|job| job.id.clone()).collect();
        let rename = |id: &mut String| {
            if ids.contains(id) {
                id.push_str(REPLACED);
            }
        };
        for job in &mut others {
            let used = job.uses.as_mut().map(|it| &mut it.job);
            let names = [&mut job.id, &mut job.name].into_iter().chain(used);
            names.chain(&mut job.needs).for_each(rename);
        }
        // What the same jobs fetch is listed already.
        let refs = self.refs.split_off(refs).into_iter().filter(|it| ids.contains(&it.job));
        let missing = self.missing.split_off(missing).into_iter().filter(|it| ids.contains(&it.job));
        let (mut refs, mut missing): (Vec<_>, Vec<_>) = (refs.collect(), missing.collect());
        refs.iter_mut().map(|it| &mut it.job).chain(missing.iter_mut().map(|it| &mut it.job)).for_each(rename);
        self.refs.append(&mut refs);
        self.missing.append(&mut missing);
        let waits = waits.renamed(|id| if ids.contains(&id) || Waits::is_point(&id) { id + REPLACED } else { id });
        Level { jobs: others, waits }
    }
}

/// A job as a text without its places.
fn meaning(job: &Job) -> String {
    let mut value = serde_json::to_value(job).unwrap_or(Value::Null);
    forget_places(&mut value);
    value.to_string()
}

fn forget_places(value: &mut Value) {
    match value {
        Value::Array(elements) => elements.iter_mut().for_each(forget_places),
        Value::Object(entries) => {
            entries.remove("_loc");
            entries.values_mut().for_each(forget_places);
        }
        _ => {}
    }
}
