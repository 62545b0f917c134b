//! What gate knows about pipelines beside their formats: tables of `policies/knowledge/pipeline`, one thing a row.

pub(super) mod action_inputs;
pub(super) mod agents;
pub(super) mod checkout_refusals;
pub(super) mod cloud_keys;
pub(super) mod clusters;
pub(super) mod contexts;
pub(super) mod downloads;
pub(super) mod events;
pub(super) mod gitlab_templates;
pub(super) mod gitlab_variables;
pub(super) mod no_keys;
pub(super) mod packages;
mod phrase;
pub(super) mod scan_covers;
pub(super) mod shipped;
pub(super) mod unchecked;
pub(super) mod wrappers;

use std::sync::Arc;

use self::action_inputs::{ACTION_INPUTS, ActionInputs};
use self::agents::{AGENTS, Agents};
use self::cloud_keys::{CLOUD_KEYS, CloudKeys};
use self::gitlab_variables::{GITLAB_VARIABLES, GitlabVariables};
use self::packages::{PACKAGES, Packages};
use self::unchecked::{UNCHECKED, Unchecked};
use crate::knowledge::Knowledge;

/// The tables that facts are made with and to which a repository may add rows, as they are in a run.
#[derive(Debug)]
pub(super) struct Tables {
    pub(super) agents: Arc<Agents>,
    pub(super) inputs: Arc<ActionInputs>,
    pub(super) keys: Arc<CloudKeys>,
    pub(super) packages: Arc<Packages>,
    pub(super) unchecked: Arc<Unchecked>,
    pub(super) variables: Arc<GitlabVariables>,
}

impl Tables {
    /// Those of a run.
    pub(super) fn of(knowledge: &Knowledge) -> Self {
        Self {
            agents: AGENTS.of(knowledge),
            inputs: ACTION_INPUTS.of(knowledge),
            keys: CLOUD_KEYS.of(knowledge),
            packages: PACKAGES.of(knowledge),
            unchecked: UNCHECKED.of(knowledge),
            variables: GITLAB_VARIABLES.of(knowledge),
        }
    }
}
