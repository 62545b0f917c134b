//! What an argument says to what a row asks of it.

use serde_json::Value;

use super::answer::Answer;
use super::copy::{BY_REGION, COPIED};
use super::rule::Rule;
use super::{Given, Said, View};
use crate::input::Segment;
use crate::input::terraform::facts::argument::{Argument, LATER, SENSITIVE, dotted, path as split};
use crate::input::terraform::facts::inside::named;
use crate::input::terraform::facts::length::amount;
use crate::input::terraform::model::Resource;
use crate::knowledge::concepts::demand::{Absent, Good};

/// The longest value that a message shows.
const SHOWN: usize = 60;

/// Why nobody can tell what is decided elsewhere.
const ELSEWHERE: &str = "the code leaves it out, and no plan says what the cloud makes of that";

/// What a key is that is none of one's own, after the argument.
const KEPT: &str = "is one that the cloud keeps";

/// The types whose attributes are what somebody put into them.
const HANDS_ON: &[&str] = &["terraform_data", "null_resource", "null_data_source"];

/// What a number is that is none.
const NO_NUMBER: &str = "the plan has something else there than a number";

/// What the plan says about an argument. A block that is known only after apply may be one that `dynamic` makes, of which
/// a plan alone says nothing.
pub(super) fn said<'a>(resource: &'a Resource, path: &[Segment]) -> Argument<'a> {
    match resource.argument(path) {
        Argument::Absent if path.len() > 1 && resource.file.is_none() && resource.is_unknown(path) => {
            Argument::Unknown(LATER)
        }
        // An empty list that the code writes is an answer, and an empty text is none.
        Argument::Known(value) if is_empty(value) && (value.is_string() || !resource.is_written(path)) => {
            Argument::Absent
        }
        argument => argument,
    }
}

/// A value as a word of a table.
pub(super) fn word(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// Whether a value says nothing.
pub(super) fn is_empty(value: &Value) -> bool {
    match value {
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(entries) => entries.is_empty(),
        _ => false,
    }
}

impl<'a> View<'a> {
    /// What one place says.
    pub(super) fn at(
        &self,
        resource: &'a Resource,
        holder: &'a Resource,
        path: Vec<Segment>,
        rule: &'a Rule,
    ) -> Said<'a> {
        let argument = said(holder, &path);
        let given = if holder.is_written(&path) { Given::Written } else { Given::Planned };
        let answer = match argument {
            Argument::Absent => return self.left_out(resource, holder, &path, rule),
            Argument::Unknown(why) => self.not_known(holder, path, rule, why),
            Argument::Known(value) => self.known(holder, path, rule, value),
        };
        Said { given, answers: answer.into_iter().collect() }
    }

    /// What a value that is known comes to; `None` when it is surely good.
    fn known(&self, holder: &'a Resource, path: Vec<Segment>, rule: &'a Rule, value: &Value) -> Option<Answer<'a>> {
        let bad = |says: String| Some(Answer::bad(holder, &path, rule, says));
        let name = rule.argument();
        match &rule.good {
            Good::One(words) if words.contains(&word(value)) => None,
            Good::Other(words) if !words.contains(&word(value)) => None,
            Good::One(_) | Good::Other(_) => bad(format!("{name} is {}", shown(value))),
            Good::Given(_) if is_empty(value) => bad(format!("{name} is empty")),
            Good::Given(without) if self.contains(holder, &path, value, without) => bad(format!("{name} {KEPT}")),
            Good::Given(_) => match (rule.unit, amount(value)) {
                // Never is no length.
                (Some(_), Some(length)) => Self::of_length(holder, &path, rule, length, length.max(f64::MIN_POSITIVE)),
                _ => None,
            },
            Good::Nothing if is_empty(value) => None,
            Good::Nothing => {
                // Of blocks the first one is at fault. Where another resource is named, that is not its name's fault.
                let is_block = value.get(0).is_some_and(Value::is_object);
                let block: Vec<Segment> = path.iter().cloned().chain([Segment::Index(0)]).collect();
                let refers = holder.references(&path).next().is_some();
                let place = if is_block {
                    block.as_slice()
                } else if refers {
                    above(&path)
                } else {
                    path.as_slice()
                };
                Some(Answer::bad(holder, place, rule, format!("{name} is given")))
            }
            Good::AtLeast(least) => match amount(value) {
                Some(length) => Self::of_length(holder, &path, rule, length, *least),
                None => Some(Answer::unknown(holder, path, rule, NO_NUMBER)),
            },
            Good::Has(words) => {
                let missing: Vec<&str> = words.iter().filter(|word| !has(value, word)).map(String::as_str).collect();
                if missing.is_empty() { None } else { bad(format!("{name} has no {}", missing.join(", "))) }
            }
            Good::Lacks(words) => match words.iter().find(|word| has(value, word)) {
                Some(word) => bad(format!("{name} has {word}")),
                None => None,
            },
        }
    }

    /// What somebody wrote and nobody knows yet. A key that is made by the same plan is a key.
    fn not_known(
        &self,
        holder: &'a Resource,
        path: Vec<Segment>,
        rule: &'a Rule,
        why: &'static str,
    ) -> Option<Answer<'a>> {
        let unknown = |path| Some(Answer::unknown(holder, path, rule, why));
        match &rule.good {
            // What must not be shown is there.
            Good::Given(_) if why != SENSITIVE && !comes_to_something(holder, &path) => unknown(path),
            Good::Given(without) if self.contains(holder, &path, &Value::Null, without) => {
                Some(Answer::bad(holder, &path, rule, format!("{} {KEPT}", rule.argument())))
            }
            Good::Given(_) => None,
            Good::Nothing if comes_to_something(holder, &path) => {
                Some(Answer::bad(holder, above(&path), rule, format!("{} is given", rule.argument())))
            }
            Good::Lacks(words) => {
                let known = holder.raw(&path).and_then(|value| words.iter().find(|word| has(value, word)));
                match known {
                    Some(word) => Some(Answer::bad(holder, &path, rule, format!("{} has {word}", rule.argument()))),
                    None => unknown(path),
                }
            }
            _ => unknown(path),
        }
    }

    /// Whether a value, or the name of what it comes from, contains a text.
    fn contains(&self, holder: &'a Resource, path: &[Segment], value: &Value, text: &str) -> bool {
        let says = |value: &Value| value.as_str().is_some_and(|value| value.contains(text));
        let says_so =
            |source: &Resource| ["name", "key_id"].iter().filter_map(|name| source.values.get(*name)).any(says);
        !text.is_empty() && (says(value) || self.resources.sources(holder, path).any(says_so))
    }

    /// What it means that nobody says anything. `holder` is the judged resource itself where its part is not there.
    pub(super) fn left_out(
        &self,
        resource: &'a Resource,
        holder: &'a Resource,
        path: &[Segment],
        rule: &'a Rule,
    ) -> Said<'a> {
        let answer = self.by_default(resource, holder, path, rule);
        Said { given: Given::No, answers: answer.into_iter().collect() }
    }

    fn by_default(
        &self,
        resource: &'a Resource,
        holder: &'a Resource,
        path: &[Segment],
        rule: &'a Rule,
    ) -> Option<Answer<'a>> {
        let says = match &rule.part {
            Some((kind, _)) if holder.kind != *kind => format!("no {kind} refers to it"),
            _ => format!("{} is left out", rule.argument()),
        };
        let bad = || Answer::bad(holder, path, rule, says.clone());
        let copies = self.copies(holder, path, rule)?;
        match &rule.absent {
            Absent::Good | Absent::Forever => None,
            Absent::Account => match self.account.encrypts(resource) {
                Some(true) => None,
                Some(false) => Some(if copies { bad().only_if(COPIED) } else { bad() }),
                None => Some(bad().only_if(BY_REGION)),
            },
            _ if copies => Some(bad().only_if(COPIED)),
            Absent::Bad => Some(if rule.unit.is_some() { bad().lasting(0.0, false) } else { bad() }),
            Absent::Unknown => Some(Answer::open(holder, rule, ELSEWHERE)),
            Absent::If(argument, value) => match said(resource, &split(argument)) {
                Argument::Known(other) if word(other) == *value => None,
                Argument::Unknown(why) => Some(Answer::open(holder, rule, why)),
                Argument::Known(_) | Argument::Absent => Some(bad()),
            },
            Absent::Length(length) => match &rule.good {
                Good::AtLeast(least) => Self::of_length(holder, path, rule, *length, *least),
                Good::Given(_) => Self::of_length(holder, path, rule, *length, *length),
                _ => Some(bad()),
            },
        }
    }

    /// What a number comes to; of a length also how many days.
    fn of_length(
        holder: &'a Resource,
        path: &[Segment],
        rule: &'a Rule,
        length: f64,
        least: f64,
    ) -> Option<Answer<'a>> {
        let enough = length >= least;
        let says = format!("{} is {length}", rule.argument());
        let Some(unit) = rule.unit else {
            return (!enough).then(|| Answer::bad(holder, path, rule, says));
        };
        if unit.zero_is_forever && length <= 0.0 {
            return None;
        }
        Some(Answer::bad(holder, path, rule, says).lasting(length * unit.days, enough))
    }
}

/// Whether what is known only after apply is surely something: it is what another resource is called, or a list that has
/// elements. What a resource only hands on may be nothing.
pub(super) fn comes_to_something(holder: &Resource, path: &[Segment]) -> bool {
    let has_elements = holder.raw(path).is_some_and(|value| !is_empty(value));
    let wanted = dotted(path);
    // The types of resources have an underscore; variables and locals are none.
    let made = |kind: &str| kind.contains('_') && !HANDS_ON.contains(&kind);
    let mut own = holder.references(path).filter(|reference| reference.path == wanted && !reference.attr.is_empty());
    has_elements || own.any(|reference| named(&reference.to).is_some_and(|(_, kind)| made(&kind)))
}

/// The block that an argument stands in; nothing for the resource itself.
pub(super) fn above(path: &[Segment]) -> &[Segment] {
    path.split_last().map(|(_, above)| above).unwrap_or_default()
}

/// A value for a message.
fn shown(value: &Value) -> String {
    let word = word(value);
    let plain = word.len() <= SHOWN && !word.chars().any(char::is_control) && !value.is_object() && !value.is_array();
    if plain { word } else { "something else".to_owned() }
}

/// Whether a list, or a text with commas between its elements, has a word.
fn has(value: &Value, word: &str) -> bool {
    let is = |value: &Value| value.as_str().is_some_and(|text| text.split(',').any(|part| part.trim() == word));
    value.as_array().map_or_else(|| is(value), |items| items.iter().any(is))
}
