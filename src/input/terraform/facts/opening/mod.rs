//! What networks let in: which ports are open to everybody, or may be.

mod deny;
#[cfg(test)]
mod order_tests;
mod ports;
mod prefix_list;
mod rule;
#[cfg(test)]
mod tests;

use schemars::JsonSchema;
use serde::Serialize;

use self::deny::Denials;
use self::prefix_list::PrefixLists;
use self::rule::{Rule, Wording};
use super::argument::{Argument, LATER, Resources};
use super::inside::Expanded;
use crate::input::terraform::model::Resource;
use crate::input::{Fact, Segment};
use crate::knowledge::{Knowledge, Lookup, concepts};

pub use self::ports::Ports;

/// The rules of networks.
static RULES: Lookup<Vec<Wording>> =
    Lookup::new(&concepts::terraform::OPENINGS, |rows| rows.map(|row| Wording::of(&row)).collect());

/// A rule that lets everybody in, or may do so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Opening {
    /// What stands at the place.
    pub at: At,
    /// Whether it is for everybody on the internet. Null when that is not known; never false.
    pub everybody: Option<bool>,
    /// The ports that it opens, as far as they are known.
    pub ports: Vec<Ports>,
    /// Whether these are all.
    pub all_ports: bool,
}

/// What stands at the place of an opening.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum At {
    /// Who may connect.
    Source,
    /// To which ports, of a rule for everybody; they are not known.
    Ports,
    /// The rules as a whole, of which nothing is known.
    Rule,
}

/// The openings of a plan.
pub(super) fn openings(resources: &Resources<'_>, knowledge: &Knowledge) -> Vec<Fact<Opening>> {
    let lists = PrefixLists::of(resources);
    let rules = RULES.of(knowledge);
    let denials = Denials::of(resources, &rules);
    let mut found = Vec::new();
    for row in rules.iter() {
        for resource in resources.existing(&row.kind) {
            for place in resource.expand_blocks(&row.rule) {
                match place.and_then(|base| whole(resource, base)) {
                    Ok(base) => {
                        let rule = Rule { resource, base, wording: row };
                        of_rule(&rule, &lists, |ports| denials.left(resources, &rule, ports), &mut found);
                    }
                    Err((path, why)) => found.push(unread(resource, path, why)),
                }
            }
        }
    }
    found
}

/// The place of a rule of which something is known.
fn whole(resource: &Resource, base: Vec<Segment>) -> Expanded {
    match resource.in_block(&base) {
        Argument::Unknown(why)
            if !base.is_empty() && !resource.raw(&base).is_some_and(serde_json::Value::is_object) =>
        {
            Err((base, why))
        }
        _ => Ok(base),
    }
}

/// Rules of which nothing is known.
fn unread(resource: &Resource, path: Vec<Segment>, why: &str) -> Fact<Opening> {
    let says = Opening { at: At::Rule, everybody: None, ports: Vec::new(), all_ports: false };
    Fact::new(&resource.loc, path, &resource.address, says).because(why)
}

/// What one rule lets in; `left` says what others leave of its ports.
fn of_rule(
    rule: &Rule<'_>,
    lists: &PrefixLists<'_>,
    left: impl Fn(&[Ports]) -> Vec<Ports>,
    found: &mut Vec<Fact<Opening>>,
) {
    let (lets_in, unsure) = rule.lets_in();
    let mut ports = rule.ports();
    ports.known = left(&ports.known);
    if lets_in == Some(false) || ports.known.is_empty() && ports.open.is_empty() {
        return;
    }
    let sources = rule.sources(lists);
    let fact = |at, path: &[Segment], everybody: Option<bool>, why: &str| {
        let says = Opening { at, everybody, ports: ports.known.clone(), all_ports: ports.open.is_empty() };
        let why = if everybody == Some(true) && at == At::Source { "" } else { why };
        Fact::new(&rule.resource.loc, path.to_vec(), &rule.resource.address, says).because(why)
    };
    for path in &sources.everybody {
        found.push(fact(At::Source, path, lets_in, unsure.unwrap_or(LATER)));
    }
    if sources.everybody.is_empty() {
        found.extend(sources.open.iter().map(|(path, why)| fact(At::Source, path, None, why)));
    } else {
        found.extend(ports.open.iter().map(|(path, why)| fact(At::Ports, path, lets_in, why)));
    }
}
