//! Who has to approve deployments.

use schemars::JsonSchema;
use serde::Serialize;

use super::super::model::{Environment, Forge};
use super::gap::reason;
use crate::input::Fact;
use crate::input::fact::path;

/// Something that is wrong with the approval of deployments to an environment, or not known about it. An environment
/// that somebody else than the person who deploys has to approve, whoever that is, is not here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Approval {
    /// The name of the environment.
    pub environment: String,
    /// What it is about.
    pub weakness: Weakness,
    /// Whether it is so: true, or null when the forge does not say.
    pub certain: Option<bool>,
}

/// What may be wrong with the approval of deployments.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Weakness {
    /// Nobody has to approve: neither a person nor an app that guards the environment.
    Nobody,
    /// Whoever starts the deployment may approve it.
    SelfReview,
    /// Administrators may deploy without the approval.
    Administrators,
}

/// The list of environments, where it may be short.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct EnvironmentList {
    /// Whether it is complete; always null, because a list that is complete is not here.
    pub complete: Option<bool>,
}

/// Those of a forge.
pub(super) fn of(forge: &Forge) -> Vec<Fact<Approval>> {
    forge.environments.iter().flat_map(weaknesses).collect()
}

/// Why environments may be missing.
pub(super) fn lists(forge: &Forge, observed: bool) -> Vec<Fact<EnvironmentList>> {
    let gaps = forge.unknowns.iter().filter(|unknown| observed && unknown.path == "/environments");
    gaps.map(|unknown| {
        let says = EnvironmentList { complete: None };
        Fact::new(&unknown.loc, Vec::new(), "environments", says).because(reason(unknown))
    })
    .collect()
}

fn weaknesses(environment: &Environment) -> Vec<Fact<Approval>> {
    match environment.reviewers {
        None => vec![fact(environment, Weakness::Nobody, None)],
        Some(0) if is_unguarded(environment) => vec![fact(environment, Weakness::Nobody, Some(true))],
        Some(0) => Vec::new(),
        Some(_) => {
            let may_approve_own = environment.prevent_self_review.map(|prevented| !prevented);
            let all = [(Weakness::SelfReview, may_approve_own), (Weakness::Administrators, environment.admins_bypass)];
            let weak = all.into_iter().filter(|(_, certain)| *certain != Some(false));
            weak.map(|(weakness, certain)| fact(environment, weakness, certain)).collect()
        }
    }
}

/// Whether nobody has to approve a deployment for sure: neither a person nor an app that guards the environment.
pub(crate) fn is_unguarded(environment: &Environment) -> bool {
    environment.reviewers == Some(0) && matches!(environment.custom_rules, None | Some(0))
}

fn fact(environment: &Environment, weakness: Weakness, certain: Option<bool>) -> Fact<Approval> {
    let key = match weakness {
        Weakness::Nobody => "reviewers",
        Weakness::SelfReview => "prevent_self_review",
        Weakness::Administrators => "admins_bypass",
    };
    let says = Approval { environment: environment.name.clone(), weakness, certain };
    let fact = Fact::new(&environment.loc, path([key]), &environment.name, says);
    if certain.is_some() { fact } else { fact.because("the forge does not say") }
}
