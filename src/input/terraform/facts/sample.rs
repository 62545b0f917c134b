//! Plans for tests of facts, put together as the tool would write them and read by the whole reader.

#![expect(clippy::needless_pass_by_value, reason = "a test writes a value where it hands it over")]

use std::sync::Arc;

use serde_json::{Map, Value, json};

use crate::input::terraform::TerraformPlan;
use crate::input::terraform::model::Plan;
use crate::input::{Context, Format as _, Options, Parsed};
use crate::limits::LIMITS;
use crate::source::files::Memory;
use crate::source::{RepoPath, Source};

/// A plan of resources of the root module.
#[derive(Default)]
pub(in crate::input::terraform::facts) struct Sample {
    changes: Vec<Value>,
    configured: Vec<Value>,
    code: Option<String>,
    variables: Map<String, Value>,
    outer: Map<String, Value>,
}

impl Sample {
    /// With a resource whose arguments the code writes out.
    pub(in crate::input::terraform::facts) fn with(self, address: &str, after: Value) -> Self {
        self.resource(address, json!({"after": after}))
    }

    /// With a resource of which `says` holds what the plan says besides its name: `after`, `after_unknown`,
    /// `after_sensitive`, `actions`, `before`, and `expressions` where they are not all constants.
    pub(in crate::input::terraform::facts) fn resource(mut self, address: &str, says: Value) -> Self {
        let (mode, rest) = address.strip_prefix("data.").map_or(("managed", address), |rest| ("data", rest));
        let (kind, name) = rest.split_once('.').unwrap();
        let after = says["after"].clone();
        let actions = if mode == "data" { json!(["read"]) } else { json!(["create"]) };
        let or = |key: &str, otherwise: Value| says.get(key).cloned().unwrap_or(otherwise);
        self.changes.push(json!({
            "address": address, "mode": mode, "type": kind, "name": name,
            "provider_name": "registry.terraform.io/hashicorp/aws",
            "change": {
                "actions": or("actions", actions), "before": or("before", Value::Null), "after": after,
                "after_unknown": or("after_unknown", json!({})), "before_sensitive": or("before_sensitive", json!({})),
                "after_sensitive": or("after_sensitive", json!({})),
            },
        }));
        // With `bare`, nothing says what sets them.
        let mut expressions = if says.get("bare").is_some() { json!({}) } else { constants(&after) };
        if let (Value::Object(all), Value::Object(more)) = (&mut expressions, or("expressions", json!({}))) {
            all.extend(more);
        }
        self.configured.push(json!({
            "address": address, "mode": mode, "type": kind, "name": name, "provider_config_key": "aws",
            "expressions": expressions,
        }));
        self
    }

    /// With a variable of the root that the configuration declares so.
    pub(in crate::input::terraform::facts) fn variable(mut self, name: &str, says: Value) -> Self {
        self.variables.insert(name.to_owned(), says);
        self
    }

    /// With this code beside the plan.
    pub(in crate::input::terraform::facts) fn code(self, text: &str) -> Self {
        Self { code: Some(text.to_owned()), ..self }
    }

    /// With another key of the plan.
    pub(in crate::input::terraform::facts) fn key(mut self, key: &str, value: Value) -> Self {
        self.outer.insert(key.to_owned(), value);
        self
    }

    /// The plan as policies see it.
    pub(in crate::input::terraform::facts) fn plan(self) -> Plan {
        let mut plan = json!({
            "format_version": "1.2", "terraform_version": "1.11.4", "resource_changes": self.changes,
            "configuration": {
                "provider_config": {"aws": {"name": "aws", "full_name": "registry.terraform.io/hashicorp/aws"}},
                "root_module": {"resources": self.configured, "variables": self.variables},
            },
        });
        if let Value::Object(plan) = &mut plan {
            plan.extend(self.outer);
        }
        let path = |name: &str| RepoPath::new(name).unwrap();
        let source = Arc::new(Source::from_text(path("infra/plan.json"), &plan.to_string()));
        let code = self.code.map(|text| Source::from_text(path("infra/main.tf"), &text));
        let files = Memory::new(code);
        let context = Context { files: &files, limits: &LIMITS, options: &Options::default() };
        match TerraformPlan.parse(&source, &context) {
            Parsed::Document(document) => document.content.model::<Plan>().unwrap().clone(),
            other => panic!("{other:?}"),
        }
    }
}

/// The expressions of arguments that are all written out.
fn constants(after: &Value) -> Value {
    match after {
        Value::Object(entries) => {
            let written = entries.iter().filter(|(_, value)| !value.is_null());
            Value::Object(written.map(|(key, value)| (key.clone(), expression(value))).collect())
        }
        _ => json!({}),
    }
}

fn expression(value: &Value) -> Value {
    match value.as_array() {
        Some(blocks) if blocks.iter().any(Value::is_object) => blocks.iter().map(constants).collect(),
        _ => json!({"constant_value": value}),
    }
}
