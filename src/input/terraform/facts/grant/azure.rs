//! Roles of Azure: who becomes an owner, and of what; and who administers its directory.

use serde_json::Value;

use super::scope::{Scope, Who};
use super::{Finder, Grant, Holder, Kind};
use crate::input::terraform::facts::argument::{Argument, LATER, path};
use crate::input::terraform::facts::inside::refers_only_to;
use crate::input::terraform::facts::kleene::{all, any};
use crate::input::terraform::facts::statement::Principal;
use crate::input::terraform::model::Resource;
use crate::input::{Fact, Segment};

/// What gives a role on a scope to somebody for good. Who is only eligible must ask for it first.
const ASSIGNMENTS: &[&str] = &["azurerm_pim_active_role_assignment", "azurerm_role_assignment"];

/// A role that a plan makes.
const DEFINITION: &str = "azurerm_role_definition";

/// What gives a role of the directory, and the argument that names it.
const DIRECTORY: &[(&str, &str)] =
    &[("azuread_directory_role_assignment", "role_id"), ("azuread_directory_role_member", "role_object_id")];

/// A role of the directory as a plan calls it.
const DIRECTORY_ROLE: &str = "azuread_directory_role";

/// The action by which whoever may do it makes an owner of himself.
const ASSIGNS_ROLES: &str = "microsoft.authorization/roleassignments/write";

impl Finder<'_, '_> {
    /// What roles of Azure give.
    pub(super) fn azure(&mut self) {
        for assignment in ASSIGNMENTS.iter().flat_map(|kind| self.resources.existing(kind)) {
            self.assignment(assignment);
        }
        for definition in self.resources.existing(DEFINITION) {
            self.definition(definition);
        }
        for (kind, argument) in DIRECTORY {
            for member in self.resources.existing(kind) {
                self.member(member, &path(argument));
            }
        }
    }

    /// A role on a scope.
    fn assignment(&mut self, resource: &Resource) {
        let argument = |name: &str| vec![Segment::Key(name.to_owned())];
        let (name, id, scope) = (argument("role_definition_name"), argument("role_definition_id"), argument("scope"));
        let place = if resource.is_written(&name) { name.clone() } else { resource.place(&id) };
        let administrator = all([self.owner(resource, &name, &id), is_wide(resource, &scope)]);
        let words = match administrator {
            Some(false) => String::new(),
            Some(true) => "makes an owner of a whole subscription".to_owned(),
            None => format!("whether {} makes an owner of a subscription", resource.address),
        };
        let role = resource.argument(&name).text().or_else(|| resource.argument(&id).text());
        let named = [&name, &id].into_iter().any(|path| matches!(resource.argument(path), Argument::Unknown(_)));
        let role = role.map(str::to_owned).or_else(|| (!named).then(String::new));
        let on = resource.argument(&scope).text().map(str::to_owned);
        let why = [&name, &id, &scope].into_iter().find_map(|path| resource.argument(path).why());
        let open = administrator.is_none() || role.is_none();
        let says = Grant {
            words,
            who: assigned(resource, "principal_id"),
            resources: Scope { whole: on.is_some(), listed: on.into_iter().collect(), ..Scope::named(administrator) },
            ..azure(administrator, role)
        };
        let why = if open { why.unwrap_or(LATER) } else { "" };
        self.found.push(Fact::new(&resource.loc, place, &resource.address, says).because(why));
    }

    /// Whether the role is that of an owner, by its name or its id. One that this plan makes is judged where it is written.
    fn owner(&self, resource: &Resource, name: &[Segment], id: &[Segment]) -> Option<bool> {
        let by_name = match resource.argument(name) {
            Argument::Known(value) => {
                Some(value.as_str().is_some_and(|name| self.administrators.has("azure-name", name)))
            }
            Argument::Absent => Some(false),
            Argument::Unknown(_) => None,
        };
        let last = |id: &str| id.rsplit('/').next().is_some_and(|id| self.administrators.has("azure-id", id));
        let by_id = match resource.argument(id) {
            Argument::Known(value) => Some(value.as_str().is_some_and(last)),
            Argument::Absent => Some(false),
            Argument::Unknown(LATER) if refers_only_to(resource, id, |kind| kind == DEFINITION) => Some(false),
            Argument::Unknown(_) => None,
        };
        any([by_name, by_id])
    }

    /// A role that this plan makes: one that may do everything on a subscription, giving roles included, is that of an
    /// owner.
    fn definition(&mut self, resource: &Resource) {
        let wide = is_wide(resource, &path("scope"));
        for place in resource.expand("permissions[]") {
            let (base, why) = match place {
                Ok(base) => (base, None),
                Err((base, why)) => (base, Some(why)),
            };
            let below = |name: &str| [base.as_slice(), &[Segment::Key(name.to_owned())]].concat();
            let (actions, except) = (below("actions"), below("not_actions"));
            let (listed, left_out) = (texts(resource, &actions), texts(resource, &except));
            let unsure = why.or_else(|| resource.in_part(&actions)).or_else(|| resource.in_part(&except));
            let every = match listed.iter().any(|action| action == "*") {
                _ if left_out.iter().any(|action| leaves_out(action)) => Some(false),
                true if unsure.is_none() => Some(true),
                false if unsure.is_none() => Some(false),
                _ => None,
            };
            let administrator = all([every, wide]);
            let words = match administrator {
                Some(false) => String::new(),
                Some(true) => "is a role of an owner of a whole subscription".to_owned(),
                None => format!("whether {} is a role of an owner of a subscription", resource.address),
            };
            let why = unsure.or_else(|| resource.argument(&path("scope")).why()).unwrap_or(LATER);
            let open = administrator.is_none() || every.is_none();
            let says = Grant {
                words,
                actions: Scope { listed, except: left_out, every, whole: unsure.is_none() },
                ..azure(administrator, Some(String::new()))
            };
            let place = if administrator.is_none() { base } else { actions };
            let fact = Fact::new(&resource.loc, place, &resource.address, says);
            self.found.push(fact.because(if open { why } else { "" }));
        }
    }

    /// A role of the directory, named by its id or by what calls it in this plan.
    fn member(&mut self, resource: &Resource, role: &[Segment]) {
        let called = self.resources.targets(resource, role).find(|target| target.kind == DIRECTORY_ROLE);
        let name = match (resource.argument(role), called) {
            (Argument::Known(value), _) => value.as_str().map(str::to_owned).ok_or(LATER),
            (_, Some(called)) => {
                let named = ["display_name", "template_id"].map(path);
                let text = named.iter().find_map(|argument| called.argument(argument).text());
                text.map(str::to_owned).ok_or(LATER)
            }
            (argument, None) => Err(argument.why().unwrap_or(LATER)),
        };
        let is = |name: &String| self.administrators.has("azure-directory", name);
        let administrator = name.as_ref().ok().map(is);
        let words = match administrator {
            Some(false) => String::new(),
            Some(true) => "makes an administrator of the whole directory".to_owned(),
            None => format!("whether {} makes an administrator of the directory", resource.address),
        };
        let who = ["principal_object_id", "member_object_id"].into_iter().find(|name| resource.is_written(&path(name)));
        let why = name.as_ref().err().copied().unwrap_or_default();
        let who = who.map_or_else(|| Who::some(Vec::new(), false), |argument| assigned(resource, argument));
        let says = Grant { words, who, ..azure(administrator, name.ok()) };
        self.found.push(Fact::new(&resource.loc, role.to_vec(), &resource.address, says).because(why));
    }
}

/// A grant of a role of Azure.
fn azure(administrator: Option<bool>, name: Option<String>) -> Grant {
    let scope = || Scope::named(administrator);
    Grant { administrator, actions: scope(), resources: scope(), name, ..Grant::of(Kind::Role, Holder::Azure) }
}

/// Who is named by the argument of an assignment.
fn assigned(resource: &Resource, argument: &str) -> Who {
    let at = path(argument);
    let known = resource.argument(&at).text();
    let principal = |name: &str| Principal::new("principal", name);
    if let Some(id) = known {
        return Who::some(vec![principal(id)], true);
    }
    let made = resource.references(&at).find(|reference| reference.exact).map(|reference| principal(&reference.to));
    let whole = made.is_some();
    Who::some(made.into_iter().collect(), whole)
}

/// The texts of a list, as far as they are known.
fn texts(resource: &Resource, path: &[Segment]) -> Vec<String> {
    let items = resource.raw(path).and_then(Value::as_array).into_iter().flatten();
    items.filter_map(Value::as_str).map(str::to_owned).collect()
}

/// Whether a pattern that is left out covers giving roles to oneself.
fn leaves_out(pattern: &str) -> bool {
    let pattern = pattern.to_ascii_lowercase();
    match pattern.split_once('*') {
        Some((before, after)) => {
            let rest = ASSIGNS_ROLES.strip_prefix(before);
            !after.contains('*') && rest.is_some_and(|rest| rest.ends_with(after))
        }
        None => pattern == ASSIGNS_ROLES,
    }
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
