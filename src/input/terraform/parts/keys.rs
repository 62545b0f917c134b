//! The keys of a plan, as the tools write them.
//!
//! Read on 2026-11-27 in the packages `jsonplan`, `jsonconfig`, `jsonstate` and `jsonchecks` below `internal/command` of
//! Terraform (commit 883c7221, 2026-08-21) and of OpenTofu (commit f831fa1a, 2026-08-22). What only one of them or only
//! old versions write stands here too, such as `condition_results`.

/// The objects of a plan whose keys are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    Plan,
    Variable,
    Values,
    StateModule,
    StateResource,
    StateOutput,
    State,
    ResourceChange,
    Change,
    Importing,
    Attribute,
    Configuration,
    Provider,
    Module,
    Resource,
    Provisioner,
    Action,
    Call,
    ModuleVariable,
    ModuleOutput,
    Check,
    CheckAddress,
    CheckInstance,
    CheckProblem,
    Condition,
}

/// What stands behind a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Then {
    /// Something that gate reads whole, or that says nothing about what will happen.
    Known,
    /// An object.
    One(Shape),
    /// A list of objects.
    List(Shape),
    /// Objects by names that people give.
    Map(Shape),
    /// Actions that run beside the changes of resources; no policy judges them.
    Actions,
    /// Actions that may run after another plan.
    DeferredActions,
    /// Changes that are left to another plan.
    DeferredChanges,
}

use Then::{Actions, DeferredActions, DeferredChanges, Known, List, Map, One};

const PLAN: &[(&str, Then)] = &[
    ("format_version", Known),
    ("terraform_version", Known),
    ("variables", Map(Shape::Variable)),
    ("planned_values", One(Shape::Values)),
    ("resource_drift", List(Shape::ResourceChange)),
    ("resource_changes", List(Shape::ResourceChange)),
    ("deferred_changes", DeferredChanges),
    ("deferred_action_invocations", DeferredActions),
    ("output_changes", Map(Shape::Change)),
    ("action_invocations", Actions),
    ("prior_state", One(Shape::State)),
    ("configuration", One(Shape::Configuration)),
    ("relevant_attributes", List(Shape::Attribute)),
    ("checks", List(Shape::Check)),
    ("condition_results", List(Shape::Condition)),
    ("timestamp", Known),
    ("applyable", Known),
    ("complete", Known),
    ("errored", Known),
];

const VALUES: &[(&str, Then)] = &[("outputs", Map(Shape::StateOutput)), ("root_module", One(Shape::StateModule))];

const STATE_MODULE: &[(&str, Then)] =
    &[("resources", List(Shape::StateResource)), ("address", Known), ("child_modules", List(Shape::StateModule))];

const STATE_RESOURCE: &[(&str, Then)] = &[
    ("address", Known),
    ("mode", Known),
    ("type", Known),
    ("name", Known),
    ("index", Known),
    ("provider_name", Known),
    ("schema_version", Known),
    ("values", Known),
    ("sensitive_values", Known),
    ("depends_on", Known),
    ("tainted", Known),
    ("deposed_key", Known),
    ("identity_schema_version", Known),
    ("identity", Known),
];

const STATE_OUTPUT: &[(&str, Then)] = &[("sensitive", Known), ("deprecated", Known), ("value", Known), ("type", Known)];

const STATE: &[(&str, Then)] = &[
    ("format_version", Known),
    ("terraform_version", Known),
    ("values", One(Shape::Values)),
    ("checks", List(Shape::Check)),
];

const RESOURCE_CHANGE: &[(&str, Then)] = &[
    ("address", Known),
    ("previous_address", Known),
    ("module_address", Known),
    ("mode", Known),
    ("type", Known),
    ("name", Known),
    ("index", Known),
    ("provider_name", Known),
    ("deposed", Known),
    ("change", One(Shape::Change)),
    ("action_reason", Known),
];

const CHANGE: &[(&str, Then)] = &[
    ("actions", Known),
    ("before", Known),
    ("after", Known),
    ("after_unknown", Known),
    ("before_sensitive", Known),
    ("after_sensitive", Known),
    ("replace_paths", Known),
    ("importing", One(Shape::Importing)),
    // The values of the text stand in `after` too.
    ("generated_config", Known),
    ("before_identity", Known),
    ("after_identity", Known),
];

const CONFIGURATION: &[(&str, Then)] =
    &[("provider_config", Map(Shape::Provider)), ("root_module", One(Shape::Module))];

const PROVIDER: &[(&str, Then)] = &[
    ("name", Known),
    ("full_name", Known),
    ("alias", Known),
    ("version_constraint", Known),
    ("module_address", Known),
    ("expressions", Known),
];

const MODULE: &[(&str, Then)] = &[
    ("outputs", Map(Shape::ModuleOutput)),
    ("resources", List(Shape::Resource)),
    ("module_calls", Map(Shape::Call)),
    ("variables", Map(Shape::ModuleVariable)),
    // Those that run are among `action_invocations`.
    ("actions", List(Shape::Action)),
];

const RESOURCE: &[(&str, Then)] = &[
    ("address", Known),
    ("mode", Known),
    ("type", Known),
    ("name", Known),
    ("provider_config_key", Known),
    ("provisioners", List(Shape::Provisioner)),
    ("expressions", Known),
    ("schema_version", Known),
    ("count_expression", Known),
    ("for_each_expression", Known),
    ("depends_on", Known),
];

const ACTION: &[(&str, Then)] = &[
    ("address", Known),
    ("type", Known),
    ("name", Known),
    ("provider_config_key", Known),
    ("expressions", Known),
    ("count_expression", Known),
    ("for_each_expression", Known),
];

const CALL: &[(&str, Then)] = &[
    ("source", Known),
    ("expressions", Known),
    ("count_expression", Known),
    ("for_each_expression", Known),
    ("module", One(Shape::Module)),
    ("version_constraint", Known),
    ("depends_on", Known),
];

const MODULE_VARIABLE: &[(&str, Then)] = &[
    ("type", Known),
    ("default", Known),
    ("description", Known),
    ("required", Known),
    ("sensitive", Known),
    ("ephemeral", Known),
    ("deprecated", Known),
];

const MODULE_OUTPUT: &[(&str, Then)] = &[
    ("sensitive", Known),
    ("ephemeral", Known),
    ("deprecated", Known),
    ("expression", Known),
    ("depends_on", Known),
    ("description", Known),
];

const CHECK: &[(&str, Then)] = &[
    ("address", One(Shape::CheckAddress)),
    ("status", Known),
    ("instances", List(Shape::CheckInstance)),
    ("//", Known),
];

const CHECK_ADDRESS: &[(&str, Then)] = &[
    ("kind", Known),
    ("to_display", Known),
    ("mode", Known),
    ("type", Known),
    ("name", Known),
    ("module", Known),
    ("instance_key", Known),
];

const CHECK_INSTANCE: &[(&str, Then)] =
    &[("address", One(Shape::CheckAddress)), ("status", Known), ("problems", List(Shape::CheckProblem))];

const CONDITION: &[(&str, Then)] = &[
    ("address", Known),
    ("condition_type", Known),
    ("result", Known),
    ("unknown", Known),
    ("error_message", Known),
    ("//", Known),
];

impl Shape {
    /// The keys that objects of this shape may have.
    pub(super) const fn keys(self) -> &'static [(&'static str, Then)] {
        match self {
            Self::Plan => PLAN,
            Self::Variable => &[("value", Known)],
            Self::Values => VALUES,
            Self::StateModule => STATE_MODULE,
            Self::StateResource => STATE_RESOURCE,
            Self::StateOutput => STATE_OUTPUT,
            Self::State => STATE,
            Self::ResourceChange => RESOURCE_CHANGE,
            Self::Change => CHANGE,
            Self::Importing => &[("id", Known), ("unknown", Known), ("identity", Known)],
            Self::Attribute => &[("resource", Known), ("attribute", Known)],
            Self::Configuration => CONFIGURATION,
            Self::Provider => PROVIDER,
            Self::Module => MODULE,
            Self::Resource => RESOURCE,
            Self::Provisioner => &[("type", Known), ("expressions", Known)],
            Self::Action => ACTION,
            Self::Call => CALL,
            Self::ModuleVariable => MODULE_VARIABLE,
            Self::ModuleOutput => MODULE_OUTPUT,
            Self::Check => CHECK,
            Self::CheckAddress => CHECK_ADDRESS,
            Self::CheckInstance => CHECK_INSTANCE,
            Self::CheckProblem => &[("message", Known)],
            Self::Condition => CONDITION,
        }
    }

    /// The object in words, behind "of".
    pub(super) const fn described(self) -> &'static str {
        match self {
            Self::Plan => "the plan",
            Self::Variable => "a variable of the plan",
            Self::Values | Self::State => "a state",
            Self::StateModule => "a module of a state",
            Self::StateResource => "a resource of a state",
            Self::StateOutput => "an output of a state",
            Self::ResourceChange => "the change of a resource",
            Self::Change => "what a change does",
            Self::Importing => "an import",
            Self::Attribute => "an attribute that changed outside",
            Self::Configuration => "the configuration",
            Self::Provider => "a provider of the configuration",
            Self::Module => "a module of the configuration",
            Self::Resource => "a resource of the configuration",
            Self::Provisioner => "a provisioner",
            Self::Action => "an action of the configuration",
            Self::Call => "a module call",
            Self::ModuleVariable => "a variable of the configuration",
            Self::ModuleOutput => "an output of the configuration",
            Self::Check | Self::CheckAddress | Self::CheckInstance | Self::CheckProblem | Self::Condition => "a check",
        }
    }
}
