//! The statements of policy documents.

use super::scope::{Limit, Scope, Who};
use super::{Finder, Grant, Holder, Holds, Kind, TOO_MANY};
use crate::input::terraform::facts::argument::LATER;
use crate::input::terraform::facts::kleene::all;
use crate::input::terraform::facts::statement::{Listed, Statement};
use crate::input::terraform::model::Resource;
use crate::input::{Fact, Segment, Via};

/// What stands where a policy takes a statement from a data source.
const TAKEN: &str = "takes it from there";

impl<'a> Finder<'a, '_> {
    /// What the document in an argument of a resource says, statement by statement.
    pub(super) fn document(&mut self, resource: &'a Resource, path: &[Segment], holder: Holder) {
        let document = self.documents.of(resource, path);
        let Some(left) = self.left.checked_sub(document.statements.len()) else {
            return self.open(resource, path, Holds::Document(holder), TOO_MANY);
        };
        self.left = left;
        let holders = if holder == Holder::Identity { self.holders(resource) } else { Who::default() };
        for statement in &document.statements {
            let says = said(resource, statement, holder, &holders);
            let place = match (holder, says.administrator, says.who.everybody) {
                (_, Some(true), _) => statement.every_action_at(),
                (Holder::Identity, ..) => statement.actions_at(),
                (_, _, Some(true)) => statement.who(),
                _ => statement.place.path.clone(),
            };
            let why = if is_open(&says) { statement.why().unwrap_or(LATER) } else { "" };
            let elsewhere = statement.place.loc != resource.loc;
            let taken = || Via { loc: resource.loc.clone(), path: path.to_vec(), what: TAKEN.to_owned() };
            let fact = Fact::new(&statement.place.loc, place, &resource.address, says).because(why);
            self.found.push(Fact { via: elsewhere.then(taken).into_iter().collect(), ..fact });
        }
        if let Some(why) = document.unreadable {
            self.open(resource, path, Holds::Document(holder), why);
        }
    }
}

/// What a statement says.
fn said(resource: &Resource, statement: &Statement, holder: Holder, holders: &Who) -> Grant {
    let (actions, resources) = (statement.every_action(), statement.every_resource());
    let administrator = match holder {
        Holder::Identity => all([statement.allows(), actions, resources]),
        _ => Some(false),
    };
    let words = match administrator {
        Some(false) => String::new(),
        Some(true) => format!("allows {}", everything(statement)),
        None => format!("whether {} allows everything", resource.address),
    };
    Grant {
        administrator,
        words,
        effect: statement.effect,
        who: if holder == Holder::Identity { holders.clone() } else { Who::of(&statement.principals) },
        actions: Scope::of(&statement.actions, &statement.not_actions, actions),
        resources: Scope::of(&statement.resources, &statement.not_resources, resources),
        conditions: statement.conditions.iter().map(Limit::of).collect(),
        restricted: statement.is_limited(),
        ..Grant::of(Kind::Statement, holder)
    }
}

/// Whether a field is null.
fn is_open(says: &Grant) -> bool {
    let answers = [says.administrator, says.actions.every, says.resources.every, says.restricted, says.who.everybody];
    says.effect.is_none() || answers.contains(&None)
}

/// What a statement for everything is about, with what it leaves out.
fn everything(statement: &Statement) -> String {
    let but = |everything: &str, listed: &Listed| {
        if listed.is_given() { format!("{everything} but {}", listed.words()) } else { everything.to_owned() }
    };
    let actions = but("every action", &statement.not_actions);
    format!("{actions} on {}", but("every resource", &statement.not_resources))
}
