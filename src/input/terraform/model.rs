//! The normalised plan: what Terraform policies see.
//!
//! `policies/schemas/terraform.json` is derived from these types. Collections are always present (empty, never null),
//! so that a rule may iterate over each of them.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value};

use super::facts::Facts;
pub use crate::input::Segment as Step;
use crate::input::content::{Model, json};

/// A set of dotted paths below `values`, such as `versioning.0.status`; every value is `true`.
pub type Paths = BTreeMap<String, bool>;

/// The version of this shape.
pub const SCHEMA: &str = "gate.terraform/v1";

/// One Terraform or OpenTofu plan.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Plan {
    /// Always `gate.terraform/v1`.
    pub schema: &'static str,
    /// The place of the plan itself.
    #[serde(rename = "_loc")]
    pub loc: String,
    /// The path of the plan file.
    pub file: String,
    /// How the document came about; always `plan`.
    pub mode: &'static str,
    /// `terraform` or `opentofu`.
    pub tool: &'static str,
    /// The version of the plan format, such as `1.2`.
    pub format_version: String,
    /// The version of the tool that made the plan; empty when the plan does not say.
    pub version: String,
    /// Whether applying this plan leaves nothing to do. `false` for a plan made with `-target` or with deferred changes.
    pub complete: bool,
    /// Whether planning failed half-way.
    pub errored: bool,
    /// The variables of the root module, by name.
    pub variables: BTreeMap<String, Variable>,
    /// The provider configurations.
    pub providers: Vec<Provider>,
    /// The module calls, outermost first.
    pub modules: Vec<Module>,
    /// Every resource and data source, in the order of the plan.
    pub resources: Vec<Resource>,
    /// The same resources by type, so that a rule never loops over all of them.
    pub by_type: BTreeMap<String, Vec<Resource>>,
    /// The index into `resources` by address.
    pub by_address: BTreeMap<String, usize>,
    /// The outputs of the root module.
    pub outputs: Vec<Output>,
    /// Results of `check` blocks, conditions and validations.
    pub checks: Vec<Check>,
    /// Resources that were changed outside the tool.
    pub drift: Vec<Drift>,
    /// Values that are credentials written out; the values themselves are masked everywhere.
    pub secrets: Vec<Secret>,
    /// What stands in the plan and no policy judges: actions, changes that are left to another plan, and keys that gate
    /// does not know and that hold something.
    pub unread: Vec<Unread>,
    /// What the reader computed for policies, by concept.
    pub facts: Facts,
}

impl Model for Plan {
    /// Each resource stands there twice: in the order of the plan and by type.
    fn whole(&self) -> Value {
        let Value::Object(mut plan) = json(self) else { return Value::Null };
        let mut by_type: BTreeMap<String, Vec<Value>> = BTreeMap::new();
        for resource in plan.get("resources").and_then(Value::as_array).into_iter().flatten() {
            let kind = resource.get("type").and_then(Value::as_str).unwrap_or_default();
            by_type.entry(kind.to_owned()).or_default().push(resource.clone());
        }
        let by_type = by_type.into_iter().map(|(kind, list)| (kind, Value::Array(list)));
        plan.insert("by_type".to_owned(), by_type.collect());
        Value::Object(plan)
    }

    fn facts(&self) -> Value {
        json(&self.facts)
    }
}

/// A variable of the root module.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Variable {
    /// Its place: the `variable` block.
    #[serde(rename = "_loc")]
    pub loc: String,
    /// Its value in this plan; a redaction marker when it is sensitive or a credential.
    pub value: Value,
    /// Whether it is declared `sensitive`.
    pub sensitive: bool,
    /// Whether the configuration writes a default that is not null.
    pub hardcoded_default: bool,
}

/// A provider configuration.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Provider {
    /// Its place: the `provider` block.
    #[serde(rename = "_loc")]
    pub loc: String,
    /// Its key, such as `aws`, `aws.us` or `module.x:aws.us`.
    pub key: String,
    /// Its local name, such as `aws`.
    pub name: String,
    /// Its alias, empty for the default configuration.
    pub alias: String,
    /// Its source address, such as `registry.terraform.io/hashicorp/aws`; empty when the plan does not say.
    pub source: String,
    /// The version constraint, empty when there is none.
    pub constraint: String,
    /// The arguments that are written out; nested blocks are lists; credentials are redaction markers.
    pub config: Map<String, Value>,
    /// Arguments that are computed from something else, by dotted path.
    pub unknown: Paths,
}

/// A module call.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Module {
    /// Its place: the `module` block.
    #[serde(rename = "_loc")]
    pub loc: String,
    /// Its address without instance keys: `module.network.module.subnets`.
    pub address: String,
    /// Its source as written.
    pub source: String,
    /// Its version constraint; null when there is none.
    pub version: Option<String>,
    /// Where it comes from: `local`, `registry`, `git` or `archive`.
    pub kind: &'static str,
    /// The git revision asked for with `?ref=`; null when there is none.
    #[serde(rename = "ref")]
    pub reference: Option<String>,
}

/// A resource or data source instance.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Resource {
    /// Its place: the `resource` or `data` block. Paths below it are paths below `values`: `["versioning", 0, "status"]`.
    #[serde(rename = "_loc")]
    pub loc: String,
    /// Its full address, such as `module.m["us"].aws_s3_bucket.logs[0]`.
    pub address: String,
    /// The address of its module instance; empty in the root module.
    pub module: String,
    /// `managed` or `data`.
    pub mode: String,
    /// Its type, such as `aws_s3_bucket`.
    #[serde(rename = "type")]
    pub kind: String,
    /// Its name inside the module.
    pub name: String,
    /// Its instance key: a number with `count`, a string with `for_each`, else null.
    pub index: Value,
    /// The local name of its provider, such as `aws`.
    pub provider: String,
    /// The key of its provider configuration, as in `providers`; empty when the configuration does not say.
    #[serde(skip)]
    #[schemars(skip)]
    pub provider_key: String,
    /// What will happen to it.
    pub action: Action,
    /// The actions as the plan lists them: a replacement is `delete` and `create` in either order.
    pub actions: Vec<String>,
    /// Why, in the words of the plan: `replace_because_cannot_update`; `deposed` for what is left of an
    /// earlier replacement; empty when it does not say.
    pub reason: String,
    /// The arguments for which it is replaced, as dotted paths.
    #[serde(skip)]
    #[schemars(skip)]
    pub replaced_for: Vec<String>,
    /// Whether it is being imported.
    pub importing: bool,
    /// Its arguments and attributes after the change. Sensitive values are redaction markers
    /// `{"redacted": true, "kind": "string", "length": 12}`, with `"literal": true` for a credential that the
    /// configuration writes out. What is known only after apply is absent here and listed in `unknown`
    /// (an unknown element of a list is null, so that the others keep their index). Empty when it will be deleted.
    pub values: Map<String, Value>,
    /// The same before the change; empty when it will be created.
    pub before: Map<String, Value>,
    /// Paths that are known only after apply; a path stands for everything below it.
    pub unknown: Paths,
    /// Those of them that the plan does not even mark: the configuration sets them, and the values do not have them.
    #[serde(skip)]
    #[schemars(skip)]
    pub unsaid: Paths,
    /// What `jsonencode(…)` of the `.tf` file writes out for an argument that is known only after apply, by the dotted path
    /// of the argument: a policy that names the ARN of a new bucket. A part that is not written out is
    /// `{"$unknown": true}`; one that is, or begins with, the ARN of a resource is
    /// `{"$reference": "aws_s3_bucket.logs.arn"}`; a text that begins with `arn:aws` is `{"$arn": true}`. Credentials
    /// are redaction markers. `{"$bits": 32}` stands for ranges of addresses that have so many bits at least;
    /// `{"$parts": ["acme-"], "made": true}` for the known parts of any other text, and whether a machine makes the rest.
    pub written: BTreeMap<String, Value>,
    /// Paths that are sensitive; a path stands for everything below it.
    pub sensitive: Paths,
    /// Paths that an update or a replacement changes.
    pub changed: Paths,
    /// What its arguments refer to, through variables, locals, module inputs and outputs.
    pub refs: Vec<Reference>,
    /// The resources whose arguments refer to this one for sure, by type: addresses, sorted. Deleted ones are not listed.
    pub linked: BTreeMap<String, Vec<String>>,
    /// Those that may refer to this one or to another instance, because the index is not known: not an answer, but a
    /// reason to be unknown.
    pub maybe_linked: BTreeMap<String, Vec<String>>,
    /// Its `lifecycle` block; null when the `.tf` file is not at hand.
    pub lifecycle: Option<Lifecycle>,
    /// Arguments that the configuration writes out as a constant, by dotted path; a path stands for everything below it.
    pub constants: Paths,
    /// Arguments that the configuration or the code computes of something, whatever that is.
    #[serde(skip)]
    #[schemars(skip)]
    pub computed: Paths,
    /// What the arguments that are known only after apply come from, by dotted path, where the code says it.
    #[serde(skip)]
    #[schemars(skip)]
    pub(super) sources: BTreeMap<String, Vec<Reference>>,
    /// The `.tf` file of its block; null when it is not at hand.
    pub file: Option<String>,
}

/// What will happen to a resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Action {
    /// It is created.
    Create,
    /// It is changed in place.
    Update,
    /// It is deleted.
    Delete,
    /// It is deleted and created again, in either order.
    Replace,
    /// Nothing.
    NoOp,
    /// A data source is read during apply.
    Read,
    /// It leaves the state and goes on to exist.
    Forget,
}

/// A reference from an argument to a resource.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
pub struct Reference {
    /// The argument, dotted: `bucket`, `rule.0.apply.0.kms_key_id`.
    pub path: String,
    /// The address that it refers to. Where the trail ends before a resource: `var.name` for a variable of the root
    /// module, `module.m.local.name` for a local that cannot be looked up, or an address without an instance key. Empty when the
    /// argument is computed from nothing that has a name, such as `timestamp()`, and is known only after apply.
    pub to: String,
    /// The attribute of it, dotted; empty when the whole is meant or the attribute is not known.
    pub attr: String,
    /// Whether this instance is meant for sure. `false`: one of several, or the end of a trail.
    pub exact: bool,
}

/// A `lifecycle` block.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Lifecycle {
    /// Whether `prevent_destroy` is `true`.
    pub prevent_destroy: bool,
    /// The arguments of `ignore_changes`, as written; `["all"]` for all.
    pub ignore_changes: Vec<String>,
}

/// An output of the root module.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Output {
    /// Its place: the `output` block.
    #[serde(rename = "_loc")]
    pub loc: String,
    /// Its name.
    pub name: String,
    /// Whether it is declared `sensitive`.
    pub sensitive: bool,
    /// Its value after the change; masked like the values of a resource; null when it is not known.
    pub value: Value,
    /// Whether (a part of) it is known only after apply.
    pub unknown: bool,
}

/// The result of a `check` block, a condition or a validation.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Check {
    /// Its place.
    #[serde(rename = "_loc")]
    pub loc: String,
    /// What was checked, such as `check.health` or a resource address.
    pub address: String,
    /// `resource`, `output_value`, `check` or `var`.
    pub kind: String,
    /// `pass`, `fail`, `error` or `unknown`.
    pub status: String,
    /// What the failed ones say.
    pub problems: Vec<String>,
}

/// A resource that was changed outside the tool.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Drift {
    /// Its place: the `resource` block.
    #[serde(rename = "_loc")]
    pub loc: String,
    /// Its address.
    pub address: String,
    /// Its type.
    #[serde(rename = "type")]
    pub kind: String,
    /// `update` or `delete`.
    pub action: Action,
    /// The paths that differ.
    pub changed: Paths,
}

/// A credential that is written out.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Secret {
    /// The entity that sets it: a resource, module call, variable or provider.
    #[serde(rename = "_loc")]
    pub loc: String,
    /// The address of what uses it: a resource address, `var.name`, `provider.aws`.
    pub resource: String,
    /// The argument of it, dotted, for messages.
    pub path: String,
    /// The keys and indexes below `_loc`, for `gate.finding`.
    pub at: Vec<Step>,
    /// What it looks like: `aws-access-key`, `password` …
    pub kind: String,
    /// Whether the configuration writes it out. `false`: it comes from outside, such as a `.tfvars` file or an attribute.
    pub constant: bool,
    /// Why nobody can tell whether it is a credential that the code writes out; empty where that is known.
    #[serde(skip)]
    #[schemars(skip)]
    pub doubt: &'static str,
}

/// A part of the plan that nobody judges.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Unread {
    /// Its place: the key in the plan, or the entry of a list of actions or deferred changes.
    #[serde(rename = "_loc")]
    pub loc: String,
    /// The path of its key, without indexes and with `*` for names that people give: `action_invocations`,
    /// `resource_changes[].change.reboots`.
    pub key: String,
    /// What it stands in, in words.
    pub of: &'static str,
    /// How many places have such a key, or how many entries this one stands for.
    pub count: usize,
    /// The address of the action or the resource; empty for any other part.
    pub address: String,
    /// The type of the action or the resource; empty for any other part.
    #[serde(rename = "type")]
    pub kind: String,
    /// The address of the resource whose change runs the action; empty for any other part.
    pub trigger: String,
    /// The event of that change in the words of the plan, such as `AfterCreate`; empty for any other part.
    pub event: String,
    /// Why it is left to another plan, in the words of the plan; empty for what is not.
    pub reason: String,
}

/// The JSON Schema of [`Plan`] (draft 2020-12), as `policies/schemas/terraform.json` holds it.
#[must_use]
pub fn schema() -> Value {
    let mut schema = schemars::schema_for!(Plan);
    schema.insert("title".to_owned(), "gate.terraform/v1".into());
    schema.to_value()
}
