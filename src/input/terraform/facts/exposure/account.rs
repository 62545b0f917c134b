//! Which account the public access block of an account is about.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::input::terraform::facts::argument::{Argument, Resources, path};
use crate::input::terraform::facts::inside::{hides, named};
use crate::input::terraform::facts::kleene::all;
use crate::input::terraform::model::{Plan, Provider, Reference, Resource};

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
const CALLER: &str = "aws_caller_identity";

/// The provider configurations of a plan.
pub(super) struct Accounts<'a> {
    providers: BTreeMap<&'a str, &'a Provider>,
}

impl<'a> Accounts<'a> {
    pub(super) fn of(plan: &'a Plan) -> Self {
        Self { providers: plan.providers.iter().map(|provider| (provider.key.as_str(), provider)).collect() }
    }

    /// Whether the block of an account is about the account of a resource; `None` when nobody can tell.
    pub(super) fn fits(&self, resources: &Resources<'_>, block: &Resource, resource: &Resource) -> Option<bool> {
        let at = path("account_id");
        if !block.is_written(&at) {
            return self.same(block, resource);
        }
        let references: Vec<&Reference> = block.references(&at).collect();
        if !references.is_empty() {
            return all(references.into_iter().map(|reference| self.is_of_caller(resources, reference, resource)));
        }
        let Argument::Known(account) = block.argument(&at) else { return None };
        let allowed = self.providers.get(resource.provider_key.as_str())?.config.get("allowed_account_ids")?;
        match allowed.as_array()?.as_slice() {
            [only] => Some(only == account),
            several if several.contains(account) => None,
            _ => Some(false),
        }
    }

    /// Whether a reference is to the account of whoever makes a resource. Each data source asks by its own provider.
    fn is_of_caller(&self, resources: &Resources<'_>, reference: &Reference, resource: &Resource) -> Option<bool> {
        let caller = reference.exact && named(&reference.to) == Some((false, CALLER.to_owned()));
        if !caller {
            return None;
        }
        self.same(resources.at(&reference.to)?, resource)
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
