//! Which account the public access block of an account is about.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::input::terraform::facts::argument::{Argument, path};
use crate::input::terraform::model::{Plan, Provider, Resource};

/// The arguments of the AWS provider that decide in which account it works.
const IDENTITY: &[&str] = &[
    "access_key",
    "allowed_account_ids",
    "assume_role",
    "assume_role_with_web_identity",
    "endpoints",
    "forbidden_account_ids",
    "profile",
    "secret_key",
    "shared_config_files",
    "shared_credentials_file",
    "shared_credentials_files",
    "token",
];

/// The type of the data source that knows whose credentials are used.
const CALLER: &str = "data.aws_caller_identity.";

/// The provider configurations of a plan.
pub(super) struct Accounts<'a> {
    providers: BTreeMap<&'a str, &'a Provider>,
}

impl<'a> Accounts<'a> {
    pub(super) fn of(plan: &'a Plan) -> Self {
        Self { providers: plan.providers.iter().map(|provider| (provider.key.as_str(), provider)).collect() }
    }

    /// Whether the block of an account is about the account of a resource; `None` when nobody can tell.
    pub(super) fn fits(&self, block: &Resource, resource: &Resource) -> Option<bool> {
        match (self.is_own(block), self.same(block, resource)) {
            (Some(false), _) | (_, Some(false)) => Some(false),
            (Some(true), same) => same,
            (None, _) => None,
        }
    }

    /// Whether a block is about the account of its own provider.
    fn is_own(&self, block: &Resource) -> Option<bool> {
        let at = path("account_id");
        if !block.is_written(&at) {
            return Some(true);
        }
        let mut references = block.references(&at).peekable();
        if references.peek().is_some() {
            let caller = references.all(|reference| reference.exact && reference.to.starts_with(CALLER));
            return caller.then_some(true);
        }
        let Argument::Known(account) = block.argument(&at) else { return None };
        let allowed = self.providers.get(block.provider_key.as_str())?.config.get("allowed_account_ids")?;
        allowed.as_array().map(|allowed| allowed.contains(account))
    }

    /// Whether two resources are in one account.
    fn same(&self, block: &Resource, resource: &Resource) -> Option<bool> {
        if block.provider_key == resource.provider_key {
            return Some(true);
        }
        let (one, other) = (self.identity(block)?, self.identity(resource)?);
        Some(one == other)
    }

    /// What decides in which account the provider of a resource works; `None` when a part of it is not known.
    fn identity(&self, resource: &Resource) -> Option<Map<String, Value>> {
        let provider = self.providers.get(resource.provider_key.as_str())?;
        let unknown = |name: &str| provider.unknown.keys().any(|path| first(path) == name);
        if IDENTITY.iter().any(|name| unknown(name)) {
            return None;
        }
        let config = provider.config.iter().filter(|(name, _)| IDENTITY.contains(&name.as_str()));
        let config: Map<String, Value> = config.map(|(name, value)| (name.clone(), value.clone())).collect();
        (!config.values().any(hides)).then_some(config)
    }
}

fn first(dotted: &str) -> &str {
    dotted.split('.').next().unwrap_or(dotted)
}

/// Whether a value holds a marker in place of one that is hidden.
fn hides(value: &Value) -> bool {
    match value {
        Value::Object(entries) => entries.contains_key("redacted") || entries.values().any(hides),
        Value::Array(items) => items.iter().any(hides),
        _ => false,
    }
}
