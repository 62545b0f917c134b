//! The statements of AWS policy documents: whom they let do what, on what, and what their conditions really limit.
//!
//! A document is JSON text, what `jsonencode` writes out though the text is known only after apply, or an
//! `aws_iam_policy_document` with what it takes over from others. All of them become the same statements.

mod block;
mod condition;
mod document;
mod form;
mod pattern;
mod raw;
#[cfg(test)]
mod tests;

use super::kleene::{all, any};
use crate::input::Segment;

pub(super) use self::document::{Document, Documents};

/// Where a statement stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    /// The resource or data source that writes it.
    pub(super) loc: String,
    /// The path below it.
    pub(super) path: Vec<Segment>,
}

/// Whether a statement gives rights or takes them away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Effect {
    Allow,
    Deny,
}

/// One element of a statement: the actions or resources that it lists.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Listed {
    /// Those that are known, as written.
    pub(super) texts: Vec<String>,
    /// The ARNs of which only the beginning is known, in the words of the code: never a wildcard for everything.
    pub(super) arns: Vec<String>,
    /// Why there may be others.
    pub(super) why: Option<&'static str>,
}

impl Listed {
    /// Whether it lists something, known or not.
    pub(super) fn is_given(&self) -> bool {
        !self.texts.is_empty() || !self.arns.is_empty()
    }

    /// All that is listed, in the words of the code.
    pub(super) fn words(&self) -> String {
        self.texts.iter().chain(&self.arns).map(String::as_str).collect::<Vec<_>>().join(", ")
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
    /// Whether it is about everybody, signed in or not.
    pub(super) everybody: Option<bool>,
    /// Of each key of its conditions, whether it limits the statement; `None` when that is not known.
    pub(super) conditions: Vec<Option<bool>>,
    /// Why its effect, its principals or a condition are not known.
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
        any(self.conditions.iter().copied())
    }

    /// Whether it gives rights to everybody on the internet.
    pub(super) fn opens_to_everybody(&self) -> Option<bool> {
        all([self.allows(), self.everybody, self.is_limited().map(|limited| !limited)])
    }

    /// Why something about it is not known.
    pub(super) fn why(&self) -> Option<&'static str> {
        let listed = [&self.actions, &self.not_actions, &self.resources, &self.not_resources];
        self.why.or_else(|| listed.into_iter().find_map(|listed| listed.why))
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
