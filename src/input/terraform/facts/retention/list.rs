//! Lists of what is recorded, which must not lose any, and of what is not, which must not gain any.

use std::collections::BTreeSet;

use serde_json::Value;

use super::change::{Change, is_deleted};
use super::condition::is_set;
use super::{Protection, Weakening, fact};
use crate::input::terraform::facts::argument::{Argument, LATER, Resources, SENSITIVE, path};
use crate::input::terraform::facts::inside::hides;
use crate::input::terraform::model::Action;
use crate::input::{Fact, Segment};
use crate::knowledge::{Lookup, Row, concepts};

/// Those of a run.
pub(super) static LISTS: Lookup<Vec<Listing>> =
    Lookup::new(&concepts::retention::LISTS, |rows| rows.map(|row| Listing::of(&row)).collect());

/// Texts that stand for everything that a list can hold.
const EVERYTHING: &[&str] = &["*", "allLogs", "allServices"];

/// How a type lists what is recorded.
#[derive(Debug)]
pub(super) struct Listing {
    /// The type of the resource.
    pub(super) of: String,
    /// The argument that all of it stands in.
    argument: Vec<Segment>,
    /// The steps below it: a name, or each element of a list.
    steps: Vec<Option<Segment>>,
    included: bool,
    loss: String,
    unless: Option<Vec<Segment>>,
}

/// What a list holds, and why it may hold more.
type Held = (BTreeSet<String>, Option<&'static str>);

impl Listing {
    fn of(row: &Row<'_>) -> Self {
        let steps = row.text("argument").split('.').flat_map(|step| match step.strip_suffix("[]") {
            Some(name) => [path(name).into_iter().next(), None].to_vec(),
            None => [path(step).into_iter().next()].to_vec(),
        });
        let mut steps: Vec<Option<Segment>> = steps.collect();
        let below = steps.iter().position(Option::is_none).unwrap_or(steps.len());
        let argument = steps.drain(..below).flatten().collect();
        Self {
            of: row.text("type").to_owned(),
            argument,
            steps,
            included: row.word("lists") == "included",
            loss: row.text("loss").to_owned(),
            unless: row.given("unless").map(path),
        }
    }

    /// What a change leaves out that was recorded, or may leave out. What the plan deletes (`gone`) is no loss.
    pub(super) fn judge(&self, change: Change<'_>, gone: &BTreeSet<&str>) -> Option<Fact<Weakening>> {
        let told =
            |unless: &Vec<Segment>| change.after(unless).known().is_some_and(|value| is_set(value) && value != false);
        if change.leaves(&self.argument) || self.unless.as_ref().is_some_and(told) {
            return None;
        }
        let (before, hidden) = self.before(change);
        let (after, open) = self.after(change);
        let worse = if self.included {
            before.iter().any(|text| !gone.contains(text.as_str()) && !after.iter().any(|other| reaches(other, text)))
        } else {
            after.iter().any(|text| !before.iter().any(|other| reaches(other, text)))
        };
        // What cannot be read may be what is missing, or what is too much.
        let (excuse, doubt) = if self.included { (open, hidden) } else { (hidden, open) };
        let (weaker, why) = match (worse, excuse, doubt) {
            (true, None, _) => (Some(true), ""),
            (true, Some(why), _) | (false, _, Some(why)) if why == LATER || change.may_differ(&self.argument) => {
                (None, why)
            }
            _ => return None,
        };
        let says = Weakening { loss: self.loss.clone(), ..Weakening::new(Protection::Guard, weaker) };
        Some(fact(change.after, &self.argument, says, why))
    }

    fn before(&self, change: Change<'_>) -> Held {
        match change.before.before(&self.argument) {
            Argument::Unknown(why) => (BTreeSet::new(), Some(why)),
            Argument::Absent => Held::default(),
            Argument::Known(value) => (self.texts(value), hides(value).then_some(SENSITIVE)),
        }
    }

    fn after(&self, change: Change<'_>) -> Held {
        let known = change.after.raw(&self.argument).map(|value| self.texts(value)).unwrap_or_default();
        (known, change.after.in_part(&self.argument))
    }

    fn texts(&self, value: &Value) -> BTreeSet<String> {
        let mut values = vec![value];
        for step in &self.steps {
            let below = values.into_iter().flat_map(|value| match step {
                None => value.as_array().into_iter().flatten().collect::<Vec<_>>(),
                Some(Segment::Key(name)) => value.get(name).into_iter().collect(),
                Some(Segment::Index(index)) => value.get(index).into_iter().collect(),
            });
            values = below.collect();
        }
        values.into_iter().filter_map(Value::as_str).filter(|text| !text.is_empty()).map(str::to_owned).collect()
    }
}

/// Whether an entry of a list stands for another one too: an ARN for those that begin with it.
fn reaches(wide: &str, text: &str) -> bool {
    let begins = || text.starts_with(wide.trim_end_matches('*'));
    wide == text || EVERYTHING.contains(&wide) || (wide.starts_with("arn:") && begins())
}

/// What a plan deletes, be it to create it anew, by the names that lists give it.
pub(super) fn gone<'a>(resources: &Resources<'a>) -> BTreeSet<&'a str> {
    let names = ["arn", "id"].map(path);
    let deleted = resources.all().filter(|resource| is_deleted(resource) || resource.action == Action::Replace);
    deleted
        .flat_map(|resource| names.iter().filter_map(|name| resource.before(name).text()).collect::<Vec<_>>())
        .collect()
}
