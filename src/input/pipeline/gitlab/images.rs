//! The images that jobs run in, or beside: `image`, `services`.

use std::collections::{BTreeMap, BTreeSet};

use super::item::Item;
use super::reader::Reader;
use super::variables::variable;
use crate::input::pipeline::image_name;
use crate::input::pipeline::model::Image;

/// How deep variables are followed into each other.
const DEPTH: usize = 50;

/// The most names that are put together of a text whose variables hold several, and the most bytes of one.
const NAMES: usize = 50;
const BYTES: usize = 1000;

impl Reader<'_> {
    /// The image and the services of a job that has begun, also added to what is fetched. A variable that files set is what
    /// they say: whoever sets it elsewhere can set any other as well.
    pub(super) fn images(
        &mut self,
        item: &Item,
        job: &str,
        env: &BTreeMap<String, String>,
    ) -> (Option<Image>, Vec<Image>) {
        let image = item.get("image").and_then(|image| self.image(image, ("image", job), env));
        let services = item.get("services").map(Item::elements).unwrap_or_default();
        (image, services.iter().filter_map(|service| self.image(service, ("services", job), env)).collect())
    }

    fn image(&mut self, item: &Item, of: (&str, &str), env: &BTreeMap<String, String>) -> Option<Image> {
        let named = item.get("name").unwrap_or(item);
        let raw = named.as_str().filter(|raw| !raw.is_empty())?;
        let names = if raw.contains('$') {
            Names { reader: self, env, known: BTreeMap::new() }.of(raw, DEPTH)
        } else {
            BTreeSet::from([raw.to_owned()])
        };
        let parts = image_name::least_pinned(&names).unwrap_or_else(|| image_name::image(raw));
        let loc = self.places.entity(&named.source, named.span);
        let (reference, image) = parts.fetched(loc, raw, of);
        self.refs.push(reference);
        Some(image)
    }
}

/// Finds out which names a text can be. Nothing is copied but what it asks for: a pipeline may have many jobs and variables.
struct Names<'r, 'p> {
    reader: &'r Reader<'p>,
    /// The variables of the job.
    env: &'r BTreeMap<String, String>,
    /// What variables hold, as far as it was found out.
    known: BTreeMap<String, BTreeSet<String>>,
}

impl Names<'_, '_> {
    /// Every name that a text can be, with the variables left in it of which no file says what they hold. A text that can be
    /// too much is left as it is.
    fn of(&mut self, text: &str, depth: usize) -> BTreeSet<String> {
        let as_written = || BTreeSet::from([text.to_owned()]);
        let mut names = BTreeSet::from([String::new()]);
        let mut rest = text;
        while let Some((before, behind)) = rest.split_once('$') {
            let (name, after) = variable(behind);
            rest = after;
            let sign = if name.is_empty() { "$".to_owned() } else { format!("${{{name}}}") };
            let depth = depth.checked_sub(1).filter(|_| !name.is_empty());
            let held = depth.and_then(|depth| self.held(name, depth)).unwrap_or_else(|| BTreeSet::from([sign]));
            let Some(longer) = joined(&names, before, &held) else { return as_written() };
            names = longer;
        }
        joined(&names, rest, &BTreeSet::from([String::new()])).unwrap_or_else(as_written)
    }

    /// What files set a variable to; `None` where none does. One that stands in itself is not known there.
    fn held(&mut self, name: &str, depth: usize) -> Option<BTreeSet<String>> {
        if let Some(known) = self.known.get(name) {
            return Some(known.clone());
        }
        let itself = format!("${{{name}}}");
        let (texts, may_be_unset) = self.set(name)?;
        self.known.insert(name.to_owned(), BTreeSet::from([itself.clone()]));
        let mut held: BTreeSet<String> = BTreeSet::new();
        for text in texts {
            held.extend(self.of(&text, depth));
        }
        if may_be_unset {
            held.insert(itself);
        }
        self.known.insert(name.to_owned(), held.clone());
        Some(held)
    }

    /// The texts that files set a variable to, as they are written, and whether none of them may count.
    fn set(&self, name: &str) -> Option<(Vec<String>, bool)> {
        let Reader { env, matrix, of_rules, of_workflow, inherited, received, .. } = self.reader;
        if received.contains_key(name) {
            return None;
        }
        if let Some(texts) = matrix.get(name) {
            return Some((texts.clone(), false));
        }
        let own = self.env.get(name);
        // What jobs do not inherit is gone from those of the pipeline, but not from what its rules set.
        let is_inherited = own.is_none() && inherited.as_ref().is_none_or(|names| names.iter().any(|it| it == name));
        let by_workflow = of_workflow.get(name).filter(|_| is_inherited);
        let set = own.or_else(|| env.get(name));
        let instead = [by_workflow, of_rules.get(name)].into_iter().flatten().flatten();
        let texts: Vec<String> = set.into_iter().chain(instead).cloned().collect();
        (!texts.is_empty()).then_some((texts, set.is_none()))
    }
}

/// Each of some names with a text and each of others behind it; `None` where that is too much.
fn joined(names: &BTreeSet<String>, text: &str, others: &BTreeSet<String>) -> Option<BTreeSet<String>> {
    let longest = |names: &BTreeSet<String>| names.iter().map(String::len).max().unwrap_or(0);
    let bytes = longest(names).saturating_add(text.len()).saturating_add(longest(others));
    if bytes > BYTES || names.len().saturating_mul(others.len()) > NAMES {
        return None;
    }
    Some(names.iter().flat_map(|name| others.iter().map(move |other| format!("{name}{text}{other}"))).collect())
}
