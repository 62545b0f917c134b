//! `minimum.yaml` as people write it.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::Value;

use crate::config::{MaxAge, ModeWord, PlanNeed};
use crate::finding::Severity;

/// The whole file. Every key but `name` is optional; an unknown key is an error.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub(super) struct Said {
    /// The version of this format; only `1` exists.
    pub(super) version: Option<u32>,
    /// What the organisation is called in messages and reports.
    pub(super) name: String,
    /// A repository blocks at this severity or at a lower one.
    pub(super) fail_on: Option<Severity>,
    /// The same for unknowns.
    pub(super) fail_on_unknown: Option<Severity>,
    /// Whether violations have to block.
    pub(super) mode: Option<ModeWord>,
    /// Whether a run that finds nothing to judge has to be blocked.
    pub(super) fail_on_empty: Option<bool>,
    /// The oldest edition of the rules that a repository may stay at.
    pub(super) edition: Option<String>,
    /// Whether `--changed` may be used.
    pub(super) changed: Option<bool>,
    /// What has to be there.
    pub(super) inputs: Inputs,
    /// What policies have to do.
    pub(super) policies: Policies,
    /// Who may approve exceptions.
    pub(super) approvers: Option<Vec<String>>,
    /// What may be excluded, and by whom.
    pub(super) exclude: Exclude,
    /// How long a waiver may last.
    pub(super) waivers: Waivers,
    /// How long debts of day one may stay.
    pub(super) baseline: Baseline,
    /// How long an emergency may last.
    pub(super) emergency: Emergency,
    /// Never: who reads one rule folder has to see all of what it asks for.
    pub(super) extends: Option<IgnoredAny>,
}

/// `inputs:`, by kind.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub(super) struct Inputs {
    pub(super) pipeline: Input,
    pub(super) terraform: Terraform,
    pub(super) airflow: Input,
    pub(super) forge: Forge,
}

/// `inputs.pipeline` and `inputs.airflow`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub(super) struct Input {
    /// Whether a run without any has to be incomplete.
    pub(super) required: bool,
}

/// `inputs.terraform`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub(super) struct Terraform {
    /// Whether a run without any plan has to be incomplete.
    pub(super) required: bool,
    /// Whether all code needs a plan.
    pub(super) plan: Option<PlanNeed>,
}

/// `inputs.forge`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub(super) struct Forge {
    /// Whether a run without settings has to be incomplete.
    pub(super) required: bool,
    /// How old a snapshot may be at the most.
    pub(super) max_age: Option<MaxAge>,
}

/// `policies:`; a policy is named by its id or by its name.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub(super) struct Policies {
    /// Policies that have to hold.
    pub(super) required: Vec<String>,
    /// The lowest severity that a policy may be given.
    pub(super) severity: BTreeMap<String, Severity>,
    /// Parameters and the only value of each.
    pub(super) parameters: BTreeMap<String, BTreeMap<String, Value>>,
}

/// `exclude:`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub(super) struct Exclude {
    /// Who may answer for an exclusion.
    pub(super) owners: Option<Vec<String>>,
    /// What no exclusion may cover.
    pub(super) never: Vec<String>,
    /// How many characters a reason has at least.
    pub(super) reasons_at_least: usize,
}

/// `waivers:`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub(super) struct Waivers {
    pub(super) max_days: Option<u16>,
}

/// `baseline:`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub(super) struct Baseline {
    pub(super) max_weeks: Option<u16>,
}

/// `emergency:`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub(super) struct Emergency {
    pub(super) max_hours: Option<u16>,
}
