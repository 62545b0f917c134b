//! Role assignments of Azure: who becomes an owner, and of what.

use super::names::Administrators;
use super::{Grant, Kind, given};
use crate::input::terraform::facts::argument::{Argument, LATER};
use crate::input::terraform::facts::inside::refers_only_to;
use crate::input::terraform::facts::kleene::{all, any};
use crate::input::terraform::model::Resource;
use crate::input::{Fact, Segment};

/// What an assignment gives, when it is or may be the role of an owner on a subscription or more.
pub(super) fn assignment(administrators: &Administrators, resource: &Resource) -> Option<Fact<Grant>> {
    let argument = |name: &str| vec![Segment::Key(name.to_owned())];
    let (name, id, scope) = (argument("role_definition_name"), argument("role_definition_id"), argument("scope"));
    let place = if resource.is_written(&name) { name.clone() } else { resource.place(&id) };
    let administrator = all([owner(administrators, resource, &name, &id), is_wide(resource, &scope)]);
    let why = [&name, &id, &scope].into_iter().find_map(|path| resource.argument(path).why());
    match administrator {
        Some(false) => None,
        Some(true) => Some(given(resource, &place, Kind::Role, "makes an owner of a whole subscription".to_owned())),
        None => {
            let words = format!("whether {} makes an owner of a subscription", resource.address);
            let open = super::unsure(resource, place, Kind::Role, words, why.unwrap_or(LATER));
            Some(open)
        }
    }
}

/// Whether the role is that of an owner, by its name or its id. A role that this plan makes has another one.
fn owner(administrators: &Administrators, resource: &Resource, name: &[Segment], id: &[Segment]) -> Option<bool> {
    let by_name = match resource.argument(name) {
        Argument::Known(value) => Some(value.as_str().is_some_and(|name| administrators.has("azure-name", name))),
        Argument::Absent => Some(false),
        Argument::Unknown(_) => None,
    };
    let last = |id: &str| id.rsplit('/').next().is_some_and(|id| administrators.has("azure-id", id));
    let by_id = match resource.argument(id) {
        Argument::Known(value) => Some(value.as_str().is_some_and(last)),
        Argument::Absent => Some(false),
        Argument::Unknown(LATER) if refers_only_to(resource, id, |kind| kind == "azurerm_role_definition") => {
            Some(false)
        }
        Argument::Unknown(_) => None,
    };
    any([by_name, by_id])
}

/// Whether the scope is a subscription, a management group or everything. What this plan makes is less, but for those.
fn is_wide(resource: &Resource, scope: &[Segment]) -> Option<bool> {
    let less = |kind: &str| {
        kind.starts_with("azurerm_") && !matches!(kind, "azurerm_subscription" | "azurerm_management_group")
    };
    match resource.argument(scope) {
        Argument::Known(value) => Some(value.as_str().is_some_and(names_much)),
        Argument::Absent => Some(false),
        Argument::Unknown(LATER) if refers_only_to(resource, scope, less) => Some(false),
        Argument::Unknown(_) => None,
    }
}

/// Whether an id is that of a subscription, of a management group, or of everything.
fn names_much(scope: &str) -> bool {
    let lower = scope.to_ascii_lowercase();
    let Some(path) = lower.strip_prefix('/') else { return false };
    let parts: Vec<&str> = path.strip_suffix('/').unwrap_or(path).split('/').collect();
    match parts.as_slice() {
        [""] => true,
        ["subscriptions", one] | ["providers", "microsoft.management", "managementgroups", one] => !one.is_empty(),
        _ => false,
    }
}
