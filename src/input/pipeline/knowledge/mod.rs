//! What gate knows about pipelines beside their formats: tables of `policies/knowledge/pipeline`, one thing a row.

pub(super) mod action_inputs;
pub(super) mod action_tools;
pub(super) mod agent_files;
pub(super) mod agents;
pub(super) mod checkout_refusals;
pub(super) mod cloud_keys;
pub(super) mod clusters;
pub(super) mod compromised_actions;
pub(super) mod contexts;
pub(super) mod downloads;
pub(super) mod events;
pub(super) mod gitlab_templates;
pub(super) mod gitlab_variables;
pub(super) mod image_arguments;
pub(super) mod known_actions;
pub(super) mod no_keys;
pub(super) mod packages;
pub(super) mod permission_checks;
mod phrase;
pub(super) mod retired_actions;
pub(super) mod scan_covers;
pub(super) mod shipped;
pub(super) mod tunnels;
pub(super) mod unchecked;
pub(super) mod wrappers;

use std::sync::Arc;

use self::action_inputs::{ACTION_INPUTS, ActionInputs};
use self::action_tools::{ACTION_TOOLS, ActionTools};
use self::agent_files::{AGENT_FILES, AgentFiles};
use self::agents::{AGENTS, Agents};
use self::cloud_keys::{CLOUD_KEYS, CloudKeys};
use self::compromised_actions::{COMPROMISED, Compromised};
use self::gitlab_variables::{GITLAB_VARIABLES, GitlabVariables};
use self::image_arguments::{IMAGE_ARGUMENTS, ImageArguments};
use self::packages::{PACKAGES, Packages};
use self::retired_actions::{RETIRED, Retired};
use self::tunnels::{TUNNELS, Tunnels};
use self::unchecked::{UNCHECKED, Unchecked};
use crate::knowledge::Knowledge;

/// The tables that facts are made with and to which a repository may add rows, as they are in a run.
#[derive(Debug)]
pub(super) struct Tables {
    pub(super) agent_files: Arc<AgentFiles>,
    pub(super) agents: Arc<Agents>,
    pub(super) compromised: Arc<Compromised>,
    pub(super) images: Arc<ImageArguments>,
    pub(super) inputs: Arc<ActionInputs>,
    pub(super) keys: Arc<CloudKeys>,
    pub(super) packages: Arc<Packages>,
    pub(super) tunnels: Arc<Tunnels>,
    pub(super) retired: Arc<Retired>,
    pub(super) tools: Arc<ActionTools>,
    pub(super) unchecked: Arc<Unchecked>,
    pub(super) variables: Arc<GitlabVariables>,
}

impl Tables {
    /// Those of a run.
    pub(super) fn of(knowledge: &Knowledge) -> Self {
        Self {
            agent_files: AGENT_FILES.of(knowledge),
            agents: AGENTS.of(knowledge),
            compromised: COMPROMISED.of(knowledge),
            images: IMAGE_ARGUMENTS.of(knowledge),
            inputs: ACTION_INPUTS.of(knowledge),
            keys: CLOUD_KEYS.of(knowledge),
            packages: PACKAGES.of(knowledge),
            tunnels: TUNNELS.of(knowledge),
            retired: RETIRED.of(knowledge),
            tools: ACTION_TOOLS.of(knowledge),
            unchecked: UNCHECKED.of(knowledge),
            variables: GITLAB_VARIABLES.of(knowledge),
        }
    }
}
