//! What opens object storage to everybody, as far as nothing keeps it shut.

mod account;
mod block;
mod grant;
mod shelter;
#[cfg(test)]
mod tests;

use schemars::JsonSchema;
use serde::Serialize;

pub use self::block::AccessBlock;
pub(super) use self::block::blocks;
use self::grant::{EXPOSURES, Grant, Opener};
use self::shelter::Shelters;
use super::argument::Resources;
use super::statement::Documents;
use crate::input::terraform::model::{Plan, Resource};
use crate::input::{Fact, Via};
use crate::knowledge::Knowledge;

/// Access to object storage that everybody has, or may have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Exposure {
    /// What grants it.
    pub by: By,
    /// To whom: `everybody`, `everybody with an AWS account`, `allUsers`; null when nobody can tell whether it is granted.
    pub to: Option<String>,
    /// The address of the bucket, container or account; empty when the plan does not have it, or nobody can tell which.
    pub store: String,
    /// Whether it is in effect: true, or null when that cannot be known. One that is surely kept shut is not listed.
    pub public: Option<bool>,
}

/// What grants access.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum By {
    /// An access list.
    AccessList,
    /// A policy of the bucket.
    Policy,
    /// A setting of the store.
    Setting,
    /// A member of a role, or an entity of an access list, of Google Cloud.
    Member,
}

/// What stands where a policy takes a statement from a data source.
const TAKEN: &str = "takes it from there";

/// Every exposure of a plan.
pub(super) fn exposures<'a>(
    plan: &'a Plan,
    resources: &'a Resources<'a>,
    documents: &Documents<'a>,
    knowledge: &Knowledge,
) -> Vec<Fact<Exposure>> {
    let shelters = Shelters::of(plan, resources);
    let mut found = Vec::new();
    for row in EXPOSURES.of(knowledge).iter() {
        for resource in resources.existing(&row.of) {
            let grants = row.grants(resources, documents, resource);
            if grants.is_empty() {
                continue;
            }
            let shut = row.shelter.as_deref().map_or(Ok(false), |switch| shelters.shut(resource, switch));
            if shut != Ok(true) {
                let store = store(row, resources, resource);
                found.extend(grants.into_iter().map(|grant| exposure(row, resource, &store, shut.err(), grant)));
            }
        }
    }
    found
}

/// The address of what a grant opens.
fn store(row: &Opener, resources: &Resources<'_>, resource: &Resource) -> String {
    let store = match &row.store {
        None => Some(resource),
        Some(argument) => resources.targets(resource, argument).find(|target| target.exists()),
    };
    store.map(|store| store.address.clone()).unwrap_or_default()
}

/// `open`: why nobody can tell whether something keeps it shut.
fn exposure(
    row: &Opener,
    resource: &Resource,
    store: &str,
    open: Option<&'static str>,
    grant: Grant,
) -> Fact<Exposure> {
    let Grant { path, from, to } = grant;
    let why = to.as_ref().err().copied().or(open);
    let says = Exposure { by: row.by, to: to.ok(), store: store.to_owned(), public: why.is_none().then_some(true) };
    let loc = from.as_ref().map_or(&resource.loc, |(loc, _)| loc);
    let fact = Fact::new(loc, path, &resource.address, says).because(why.unwrap_or_default());
    let via = from.map(|(_, argument)| Via { loc: resource.loc.clone(), path: argument, what: TAKEN.to_owned() });
    Fact { via: via.into_iter().collect(), ..fact }
}
