//! The plan as `terraform show -json` writes it, as far as gate reads it.
//!
//! Sections that no policy needs are skipped without being built. Values of resources stay slices of the text until
//! their resource is normalised, so that memory holds each of them once. Everything is optional, because old versions
//! leave out most of it.

use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::Value;
use serde_json::value::RawValue;

use super::json::{Unique, UniqueMap};

/// The mode of what is there only while the tool runs. OpenTofu lists it among the changes, without values.
pub(super) const EPHEMERAL: &str = "ephemeral";

/// The whole file.
#[derive(Debug, Deserialize)]
pub(super) struct Plan<'a> {
    pub(super) format_version: Option<String>,
    pub(super) terraform_version: Option<String>,
    #[serde(default)]
    pub(super) variables: UniqueMap<Variable>,
    /// What will be there after apply; gate needs the addresses.
    #[serde(default, borrow)]
    pub(super) planned_values: Option<StateValues<'a>>,
    #[serde(borrow)]
    pub(super) resource_changes: Option<Vec<ResourceChange<'a>>>,
    #[serde(default, borrow)]
    pub(super) resource_drift: Vec<ResourceChange<'a>>,
    #[serde(default)]
    pub(super) output_changes: UniqueMap<OutputChange>,
    #[serde(default, borrow)]
    pub(super) prior_state: Option<State<'a>>,
    #[serde(default)]
    pub(super) configuration: Option<Configuration>,
    #[serde(default)]
    pub(super) checks: Vec<Check>,
    /// What is left to another plan; how many there are is enough here.
    #[serde(default)]
    pub(super) deferred_changes: Vec<IgnoredAny>,
    pub(super) complete: Option<bool>,
    pub(super) errored: Option<bool>,
    /// Present in a state, which is not a plan.
    #[serde(borrow)]
    pub(super) values: Option<&'a RawValue>,
}

/// The value of a root variable.
#[derive(Debug, Deserialize)]
pub(super) struct Variable {
    #[serde(default)]
    pub(super) value: Unique,
}

/// One entry of `resource_changes` or `resource_drift`.
#[derive(Debug, Deserialize)]
pub(super) struct ResourceChange<'a> {
    pub(super) address: String,
    /// Its address in the state, where it was moved.
    #[serde(default)]
    pub(super) previous_address: Option<String>,
    #[serde(default)]
    pub(super) module_address: String,
    #[serde(default)]
    pub(super) mode: String,
    #[serde(rename = "type", default)]
    pub(super) kind: String,
    #[serde(default)]
    pub(super) name: String,
    #[serde(default)]
    pub(super) index: Value,
    #[serde(default)]
    pub(super) provider_name: String,
    #[serde(default)]
    pub(super) deposed: Option<String>,
    #[serde(default)]
    pub(super) action_reason: String,
    #[serde(borrow)]
    pub(super) change: Change<'a>,
}

/// What changes, and what of it is unknown or sensitive.
#[derive(Debug, Deserialize)]
pub(super) struct Change<'a> {
    #[serde(default)]
    pub(super) actions: Vec<String>,
    #[serde(borrow)]
    pub(super) before: Option<&'a RawValue>,
    #[serde(borrow)]
    pub(super) after: Option<&'a RawValue>,
    #[serde(borrow)]
    pub(super) after_unknown: Option<&'a RawValue>,
    #[serde(borrow)]
    pub(super) before_sensitive: Option<&'a RawValue>,
    #[serde(borrow)]
    pub(super) after_sensitive: Option<&'a RawValue>,
    #[serde(borrow)]
    pub(super) importing: Option<&'a RawValue>,
    /// The arguments that cannot be changed in place.
    #[serde(borrow)]
    pub(super) replace_paths: Option<&'a RawValue>,
}

/// One entry of `output_changes`.
#[derive(Debug, Deserialize)]
pub(super) struct OutputChange {
    #[serde(default)]
    pub(super) after: Unique,
    #[serde(default)]
    pub(super) after_unknown: Unique,
    #[serde(default)]
    pub(super) after_sensitive: Unique,
}

/// The state before the plan; gate needs it for the data sources that were read while planning.
#[derive(Debug, Deserialize)]
pub(super) struct State<'a> {
    #[serde(default, borrow)]
    pub(super) values: Option<StateValues<'a>>,
}

/// The values of a state, or those that are planned.
#[derive(Debug, Deserialize)]
pub(super) struct StateValues<'a> {
    #[serde(default, borrow)]
    pub(super) root_module: StateModule<'a>,
}

/// One module instance of a state.
#[derive(Debug, Default, Deserialize)]
pub(super) struct StateModule<'a> {
    #[serde(default)]
    pub(super) address: String,
    #[serde(default, borrow)]
    pub(super) resources: Vec<StateResource<'a>>,
    #[serde(default, borrow)]
    pub(super) child_modules: Vec<StateModule<'a>>,
}

/// One resource of a state.
#[derive(Debug, Deserialize)]
pub(super) struct StateResource<'a> {
    pub(super) address: String,
    #[serde(default)]
    pub(super) mode: String,
    #[serde(rename = "type", default)]
    pub(super) kind: String,
    #[serde(default)]
    pub(super) name: String,
    #[serde(default)]
    pub(super) index: Value,
    #[serde(default)]
    pub(super) provider_name: String,
    #[serde(borrow)]
    pub(super) values: Option<&'a RawValue>,
    #[serde(borrow)]
    pub(super) sensitive_values: Option<&'a RawValue>,
}

/// The configuration that the plan was made from.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Configuration {
    #[serde(default)]
    pub(super) provider_config: UniqueMap<ProviderConfig>,
    #[serde(default)]
    pub(super) root_module: Module,
}

/// A provider configuration.
#[derive(Debug, Deserialize)]
pub(super) struct ProviderConfig {
    #[serde(default)]
    pub(super) name: String,
    #[serde(default)]
    pub(super) full_name: String,
    #[serde(default)]
    pub(super) alias: String,
    #[serde(default)]
    pub(super) module_address: String,
    #[serde(default)]
    pub(super) version_constraint: String,
    #[serde(default)]
    pub(super) expressions: Unique,
}

/// A module of the configuration.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Module {
    #[serde(default)]
    pub(super) resources: Vec<Resource>,
    #[serde(default, rename = "module_calls")]
    pub(super) calls: UniqueMap<ModuleCall>,
    #[serde(default)]
    pub(super) variables: UniqueMap<VariableConfig>,
    #[serde(default)]
    pub(super) outputs: UniqueMap<OutputConfig>,
}

/// A resource of the configuration.
#[derive(Debug, Deserialize)]
pub(super) struct Resource {
    #[serde(default)]
    pub(super) mode: String,
    #[serde(rename = "type", default)]
    pub(super) kind: String,
    #[serde(default)]
    pub(super) name: String,
    #[serde(default)]
    pub(super) expressions: Unique,
    #[serde(default)]
    pub(super) count_expression: Unique,
    #[serde(default)]
    pub(super) for_each_expression: Unique,
    #[serde(default)]
    pub(super) provisioners: Vec<Provisioner>,
    #[serde(default)]
    pub(super) provider_config_key: String,
}

/// A provisioner of a resource.
#[derive(Debug, Deserialize)]
pub(super) struct Provisioner {
    #[serde(default)]
    pub(super) expressions: Unique,
}

/// A module call of the configuration.
#[derive(Debug, Deserialize)]
pub(super) struct ModuleCall {
    #[serde(default)]
    pub(super) source: String,
    #[serde(default)]
    pub(super) version_constraint: Option<String>,
    #[serde(default)]
    pub(super) expressions: Unique,
    #[serde(default)]
    pub(super) count_expression: Unique,
    #[serde(default)]
    pub(super) for_each_expression: Unique,
    /// Missing when the module has no resources.
    #[serde(default)]
    pub(super) module: Module,
}

/// A variable of a module.
#[derive(Debug, Deserialize)]
pub(super) struct VariableConfig {
    #[serde(default)]
    pub(super) default: Unique,
    #[serde(default)]
    pub(super) sensitive: bool,
}

/// An output of a module.
#[derive(Debug, Deserialize)]
pub(super) struct OutputConfig {
    #[serde(default)]
    pub(super) expression: Unique,
    #[serde(default)]
    pub(super) sensitive: bool,
}

/// The result of a check.
#[derive(Debug, Deserialize)]
pub(super) struct Check {
    #[serde(default)]
    pub(super) address: CheckAddress,
    #[serde(default)]
    pub(super) status: String,
    #[serde(default)]
    pub(super) instances: Vec<CheckInstance>,
}

/// What was checked.
#[derive(Debug, Default, Deserialize)]
pub(super) struct CheckAddress {
    #[serde(default)]
    pub(super) kind: String,
    #[serde(default)]
    pub(super) to_display: String,
}

/// One instance of what was checked.
#[derive(Debug, Deserialize)]
pub(super) struct CheckInstance {
    #[serde(default)]
    pub(super) problems: Vec<CheckProblem>,
}

/// What a failed check says.
#[derive(Debug, Deserialize)]
pub(super) struct CheckProblem {
    #[serde(default)]
    pub(super) message: String,
}
