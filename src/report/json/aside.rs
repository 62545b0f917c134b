//! What does not decide although it is not right, as the format has it.

use schemars::JsonSchema;
use serde::Serialize;

use super::model;
use crate::outcome::{self, Outcome};

/// Something that could not be judged and does not decide.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct SetAside {
    /// The file, if it is about one.
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<String>,
    /// Why it could not be judged.
    reason: String,
    /// Why that does not decide.
    disposition: model::SetAside,
}

/// Findings of one policy that do not decide, by one word.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Unlisted {
    /// The id of the policy.
    policy: String,
    /// `violation`: the policy is broken. `unknown`: it could not be decided.
    #[schemars(extend("enum" = ["violation", "unknown"]))]
    answer: String,
    /// How many there are.
    number: usize,
    /// Why they do not decide.
    disposition: model::SetAside,
}

/// An emergency acceptance that holds.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Emergency {
    /// Its id.
    id: String,
    /// The incident that it is for.
    incident: String,
    /// Who answers for it.
    owner: String,
    /// Who granted it.
    approver: String,
    /// Why.
    reason: String,
    /// Until when it holds, RFC 3339 in UTC.
    until: String,
    /// How many findings and things that could not be judged it covers.
    covers: usize,
}

pub(super) fn set_aside(outcome: &Outcome) -> Vec<SetAside> {
    let entry = |aside: &outcome::Aside| SetAside {
        path: aside.unjudged.path.as_ref().map(|path| path.as_str().to_owned()),
        reason: aside.unjudged.reason.raw().to_owned(),
        disposition: super::disposition(&aside.disposition),
    };
    outcome.aside.iter().map(entry).collect()
}

pub(super) fn emergencies(outcome: &Outcome) -> Vec<Emergency> {
    let entry = |emergency: &outcome::Emergency| Emergency {
        id: emergency.id.raw().to_owned(),
        incident: emergency.incident.raw().to_owned(),
        owner: emergency.owner.raw().to_owned(),
        approver: emergency.approver.raw().to_owned(),
        reason: emergency.reason.raw().to_owned(),
        until: emergency.until.clone(),
        covers: emergency.covers,
    };
    outcome.emergencies.iter().map(entry).collect()
}

pub(super) fn unlisted(outcome: &Outcome) -> Option<Vec<Unlisted>> {
    let entry = |unlisted: &outcome::Unlisted| Unlisted {
        policy: unlisted.policy.to_string(),
        answer: super::answer(unlisted.answer),
        number: unlisted.number,
        disposition: super::disposition(&unlisted.disposition),
    };
    (!outcome.unlisted.is_empty()).then(|| outcome.unlisted.iter().map(entry).collect())
}
