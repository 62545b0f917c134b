//! The statements of AWS policy documents: whom they let do what, on what, and what their conditions really limit.
//!
//! A document is JSON text, what `jsonencode` writes out though the text is known only after apply, or an
//! `aws_iam_policy_document` with what it takes over from others. All of them become the same statements.

mod block;
mod condition;
mod document;
mod form;
mod pattern;
mod principal;
mod raw;
#[cfg(test)]
mod tests;

use schemars::JsonSchema;
use serde::Serialize;

use super::kleene::{all, any};
use crate::input::Segment;

pub(super) use self::condition::{Condition, Value};
pub(super) use self::document::{Document, Documents};
pub use self::principal::Principal;
pub(super) use self::principal::Principals;

/// The block of a data source that is one statement.
const BLOCK: &str = "statement";

/// Where a statement stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    /// The resource or data source that writes it.
    pub(super) loc: String,
    /// The path below it.
    pub(super) path: Vec<Segment>,
}

/// Whether a statement gives rights or takes them away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Effect {
    /// It gives them.
    Allow,
    /// It takes them away.
    Deny,
}

/// One element of a statement: the actions or resources that it lists.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Listed {
    /// Those that are known, as written.
    pub(super) texts: Vec<String>,
    /// The ARNs of which only the beginning is known, in the words of the code: never a wildcard for everything.
    pub(super) arns: Vec<String>,
    /// Where each text stands in its list; nothing where one text is all.
    indexes: Vec<usize>,
    /// Why there may be others.
    pub(super) why: Option<&'static str>,
}

impl Listed {
    /// Where the first text stands in its list that `fits`.
    fn position(&self, fits: fn(&str) -> bool) -> Option<Segment> {
        let mut texts = self.texts.iter().zip(&self.indexes);
        texts.find(|(text, _)| fits(text)).map(|(_, index)| Segment::Index(*index))
    }

    /// Takes over where the same texts stand in another list.
    fn stand_at(&mut self, other: &Self) {
        let of = |text: &String| other.texts.iter().zip(&other.indexes).find(|(other, _)| *other == text);
        self.indexes = self.texts.iter().filter_map(of).map(|(_, index)| *index).collect();
    }

    /// Whether it lists something, known or not.
    pub(super) fn is_given(&self) -> bool {
        !self.texts.is_empty() || !self.arns.is_empty()
    }

    /// All that is listed, in the words of the code.
    pub(super) fn words(&self) -> String {
        self.all().collect::<Vec<_>>().join(", ")
    }

    /// All that is listed, each in the words of the code.
    pub(super) fn all(&self) -> impl Iterator<Item = String> {
        self.texts.iter().chain(&self.arns).cloned()
    }
}

/// One statement.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Statement {
    pub(super) place: Place,
    /// Its name inside the document; empty when it has none.
    pub(super) sid: String,
    /// `None` when it is not known, or neither of the two.
    pub(super) effect: Option<Effect>,
    pub(super) actions: Listed,
    pub(super) not_actions: Listed,
    pub(super) resources: Listed,
    pub(super) not_resources: Listed,
    pub(super) principals: Principals,
    pub(super) conditions: Vec<Condition>,
    /// Why its effect or a condition is not known.
    pub(super) why: Option<&'static str>,
}

impl Statement {
    /// Whether it gives rights.
    pub(super) fn allows(&self) -> Option<bool> {
        self.effect.map(|effect| effect == Effect::Allow)
    }

    /// Whether it is about every action, or every one but some.
    pub(super) fn every_action(&self) -> Option<bool> {
        covers(&self.actions, &self.not_actions, pattern::is_every_action)
    }

    /// Whether it is about every resource, or every one but some.
    pub(super) fn every_resource(&self) -> Option<bool> {
        covers(&self.resources, &self.not_resources, pattern::is_every_resource)
    }

    /// Whether a condition limits it to known callers or networks.
    pub(super) fn is_limited(&self) -> Option<bool> {
        any(self.conditions.iter().map(|condition| condition.restricts))
    }

    /// Whether it gives rights to everybody on the internet. As S3 sees it, statements that deny do not count, and every
    /// account of a provider such as Facebook is everybody.
    /// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status>
    pub(super) fn opens_to_everybody(&self) -> Option<bool> {
        let everybody = any([self.principals.everybody, Some(self.principals.are_of_the_web())]);
        all([self.allows(), everybody, self.is_limited().map(|limited| !limited)])
    }

    /// Whether it stands in a block of a data source, and not in JSON.
    pub(super) fn is_block(&self) -> bool {
        matches!(self.place.path.as_slice(), [Segment::Key(name), Segment::Index(_)] if name == BLOCK)
    }

    /// The path of an element of it, by its name in JSON and in blocks.
    pub(super) fn element(&self, in_json: &str, in_block: &str) -> Vec<Segment> {
        let name = if self.is_block() { in_block } else { in_json };
        self.place.path.iter().cloned().chain([Segment::Key(name.to_owned())]).collect()
    }

    /// The path of the actions that make it about every one.
    pub(super) fn every_action_at(&self) -> Vec<Segment> {
        if self.not_actions.is_given() {
            return self.element("NotAction", "not_actions");
        }
        let mut path = self.element("Action", "actions");
        path.extend(self.actions.position(pattern::is_every_action));
        path
    }

    /// The path of the actions that it is about.
    pub(super) fn actions_at(&self) -> Vec<Segment> {
        if self.not_actions.is_given() || self.not_actions.why.is_some() {
            return self.element("NotAction", "not_actions");
        }
        self.element("Action", "actions")
    }

    /// The path of what names everybody.
    pub(super) fn who(&self) -> Vec<Segment> {
        if self.principals.is_but() {
            return self.element("NotPrincipal", "not_principals");
        }
        self.place.path.iter().chain(&self.principals.at).cloned().collect()
    }

    /// Why something about it is not known.
    pub(super) fn why(&self) -> Option<&'static str> {
        let listed = [&self.actions, &self.not_actions, &self.resources, &self.not_resources];
        let of_lists = listed.into_iter().find_map(|listed| listed.why);
        self.why.or(self.principals.why).or(of_lists)
    }
}

/// Whether an element lists everything, or its opposite leaves out only some.
fn covers(listed: &Listed, but: &Listed, is_everything: fn(&str) -> bool) -> Option<bool> {
    let everything = |listed: &Listed| listed.texts.iter().any(|text| is_everything(text));
    if everything(listed) {
        return Some(true);
    }
    match (listed.why.or(but.why), but.is_given()) {
        _ if everything(but) => Some(false),
        (None, given) => Some(given),
        (Some(_), _) => None,
    }
}
