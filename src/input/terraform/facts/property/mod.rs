//! Properties that resources must have: encrypted, private, logged, backed up …, as rows of a table for each of them say it.
//!
//! Only those that are not surely there are listed, and every length of which the days are known.

mod account;
mod answer;
mod argument;
mod condition;
mod copy;
mod labels;
#[cfg(test)]
mod rows_tests;
mod rule;
mod tables;
#[cfg(test)]
mod tables_tests;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Number;

use self::account::Account;
use self::answer::Answer;
pub(super) use self::labels::Labels;
use self::rule::{Group, Rule};
pub use self::tables::Name;
use self::tables::Table;
use super::argument::{Resources, dotted};
use crate::input::terraform::model::{Plan, Resource};
use crate::input::{Fact, Segment};
use crate::knowledge::Knowledge;

/// A property that a resource does not have, or may not have, or has for a length of time.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Property {
    /// Which one.
    pub property: Name,
    /// What the resource is for: `storage`, `database`, `ml` …
    pub service: String,
    /// False when it is not there, true for a length that is; null when that is not known.
    pub holds: Option<bool>,
    /// What the plan says instead, as a fragment that follows a colon; empty when it is not known.
    pub says: String,
    /// What has to be true for it to be there, as a fragment that follows "only if"; empty when it hangs on nothing else.
    pub only_if: String,
    /// Of a length, how many days; null when it is without end, is none, or is not known.
    pub days: Option<Number>,
    /// Its labels and tags; empty when they are not known.
    pub labels: BTreeMap<String, String>,
    /// Whether they are known.
    pub labels_known: bool,
}

/// The properties of a plan that are not surely there, and those that have a length.
pub(super) fn properties(
    plan: &Plan,
    resources: &Resources<'_>,
    labels: &Labels,
    knowledge: &Knowledge,
) -> Vec<Fact<Property>> {
    let tables: Vec<(Name, Arc<Table>)> = tables::of(knowledge).collect();
    let view = View { account: Account::of(plan, resources), resources, parts: parts(resources, &tables) };
    let mut found = Vec::new();
    for (name, table) in &tables {
        for (kind, groups) in table.iter() {
            for resource in resources.existing(kind) {
                for group in groups {
                    let answers = view.judge(resource, group);
                    found.extend(answers.into_iter().map(|answer| answer.fact(*name, resource, labels)));
                }
            }
        }
    }
    found
}

/// The arguments by which a resource is named in others.
const NAMES: &[&str] = &["name", "bucket", "cluster_identifier", "identifier", "function_name", "arn", "id"];

/// Separate resources by their type, the argument by which they name another one, and the name that they write there.
type Parts<'a> = BTreeMap<(String, String), BTreeMap<&'a str, Vec<&'a Resource>>>;

/// What is asked while a resource is judged.
struct View<'a> {
    account: Account<'a>,
    resources: &'a Resources<'a>,
    parts: Parts<'a>,
}

/// The separate resources of a plan that name others literally.
fn parts<'a>(resources: &'a Resources<'a>, tables: &[(Name, Arc<Table>)]) -> Parts<'a> {
    let mut parts = Parts::new();
    let groups = tables.iter().flat_map(|(_, table)| table.values().flatten());
    for (kind, link) in groups.flat_map(|group| &group.rules).filter_map(|rule| rule.part.as_ref()) {
        let key = (kind.clone(), dotted(link));
        if parts.contains_key(&key) {
            continue;
        }
        let mut named: BTreeMap<&str, Vec<&Resource>> = BTreeMap::new();
        // One that refers to its resource is found by that.
        let refers = |part: &&Resource| part.references(link).any(|reference| reference.exact);
        for part in resources.existing(kind).filter(|part| !refers(part)) {
            if let Some(name) = part.argument(link).text() {
                named.entry(name).or_default().push(part);
            }
        }
        parts.insert(key, named);
    }
    parts
}

/// How sure it is that somebody set an argument.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Given {
    /// Nobody says anything.
    No,
    /// The plan has a value for it: a default of the provider, or what is there already.
    Planned,
    /// The code writes it.
    Written,
}

/// What one row comes to.
struct Said<'a> {
    given: Given,
    /// Those that are not surely good, and lengths.
    answers: Vec<Answer<'a>>,
}

impl<'a> Said<'a> {
    fn is_enough(&self) -> bool {
        self.answers.iter().all(Answer::is_enough)
    }

    /// The same of several places.
    fn all(places: impl IntoIterator<Item = Said<'a>>) -> Self {
        let mut whole = Self { given: Given::No, answers: Vec::new() };
        for place in places {
            whole.given = whole.given.max(place.given);
            whole.answers.extend(place.answers);
        }
        whole
    }
}

impl<'a> View<'a> {
    /// What one of several alternatives comes to. Those that the code writes decide, one that is surely good is enough of
    /// them; what was written under an old name is not made good by what nobody wrote under a new one. Where nothing is
    /// given at all, the first row says what that means.
    fn judge(&self, resource: &'a Resource, group: &'a Group) -> Vec<Answer<'a>> {
        let alternatives = group.rules.len() > 1;
        let mut all: Vec<Said<'_>> = Vec::new();
        for rule in &group.rules {
            let holds = condition::all(resource, &rule.when);
            if holds == Ok(false) {
                continue;
            }
            let mut said = self.places(resource, rule, alternatives);
            if let Err(why) = holds {
                said.answers = said.answers.into_iter().map(|answer| answer.only_maybe(why)).collect();
            }
            all.push(said);
        }
        let most = all.iter().map(|said| said.given).max().unwrap_or(Given::No);
        if most == Given::No {
            return all.into_iter().next().map(|said| said.answers).unwrap_or_default();
        }
        all.retain(|said| said.given == most);
        if let Some(good) = all.iter().position(Said::is_enough) {
            return all.swap_remove(good).answers;
        }
        // What nobody can tell may be the one that is enough.
        let open = all.iter().position(|said| said.answers.iter().any(|answer| answer.holds.is_none()));
        all.into_iter().nth(open.unwrap_or(0)).map(|said| said.answers).unwrap_or_default()
    }

    /// What a row says of a resource, wherever its argument stands.
    fn places(&self, resource: &'a Resource, rule: &'a Rule, alternative: bool) -> Said<'a> {
        let Some((kind, link)) = &rule.part else { return self.inside(resource, resource, rule, alternative) };
        let refers = |part: &&'a Resource| {
            part.references(link).any(|reference| reference.exact && reference.to == resource.address)
        };
        let linked = self.resources.linked(resource, kind).filter(refers);
        let parts = linked.chain(self.named(resource, kind, link));
        let mut judged: Vec<Said<'_>> = parts.map(|part| self.inside(resource, part, rule, alternative)).collect();
        if let Some(good) = judged.iter().position(Said::is_enough) {
            return judged.swap_remove(good);
        }
        match judged.into_iter().next() {
            Some(said) => said,
            None if resource.maybe_linked.contains_key(kind) => {
                let why = "which resource it is about is known only after apply";
                Said { given: Given::Written, answers: vec![Answer::open(resource, rule, why)] }
            }
            None => self.left_out(resource, resource, &[], rule),
        }
    }

    /// The separate resources that name one by its literal name.
    fn named(&self, resource: &Resource, kind: &str, link: &[Segment]) -> impl Iterator<Item = &'a Resource> {
        let names = NAMES.iter().filter_map(|name| resource.values.get(*name)).filter_map(|name| name.as_str());
        let parts = self.parts.get(&(kind.to_owned(), dotted(link)));
        let named = |name: &str| parts.and_then(|parts| parts.get(name)).into_iter().flatten().copied();
        names.filter(|name| !name.is_empty()).flat_map(named).collect::<Vec<_>>().into_iter()
    }

    /// Every place of an argument in the resource that holds it. Without a single block of a list there is nothing to ask,
    /// unless something else could be there instead.
    fn inside(&self, resource: &'a Resource, holder: &'a Resource, rule: &'a Rule, alternative: bool) -> Said<'a> {
        let places = holder.expand(&rule.path);
        if places.is_empty() && (alternative || rule.chooses()) {
            return self.left_out(resource, holder, &rule.list(), rule);
        }
        Said::all(places.into_iter().map(|place| match place {
            Ok(path) => self.at(resource, holder, path, rule),
            Err((path, why)) => Said { given: Given::Written, answers: vec![Answer::unknown(holder, path, rule, why)] },
        }))
    }
}
