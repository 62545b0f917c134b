//! Roles of Google: who gets which.

use serde_json::Value;

use super::scope::{Scope, Who};
use super::{Finder, Grant, Holder, Holds, Kind};
use crate::input::terraform::facts::argument::{Argument, LATER, path};
use crate::input::terraform::facts::binding::{Binding, Bindings};
use crate::input::terraform::facts::inside::refers_only_to;
use crate::input::terraform::facts::statement::Principal;
use crate::input::terraform::model::Resource;
use crate::input::{Fact, Segment, Via};

/// Members who are everybody, or everybody with an account.
const EVERYBODY: &[&str] = &["allUsers", "allAuthenticatedUsers"];

/// Attributes of accounts and services that are always one of them.
const OF_ACCOUNTS: &[&str] = &["email", "id", "member"];

/// What stands where a policy takes a binding from a data source.
const TAKEN: &str = "takes it from there";

impl Finder<'_, '_> {
    /// A role that members get. One that this plan makes is a custom one, and never one of the basic roles.
    pub(super) fn role(&mut self, resource: &Resource, path: &[Segment]) {
        let custom =
            |kind: &str| matches!(kind, "google_project_iam_custom_role" | "google_organization_iam_custom_role");
        let name = match resource.in_block(path) {
            Argument::Known(Value::String(role)) => role.clone(),
            Argument::Unknown(LATER) if refers_only_to(resource, path, custom) => {
                resource.references_inside(path).first().map(|reference| reference.to.clone()).unwrap_or_default()
            }
            Argument::Unknown(why) => return self.open(resource, path, Holds::Role, why),
            Argument::Absent | Argument::Known(_) => return,
        };
        let (who, why) = members_of(resource);
        let says = self.gives(&name, who);
        self.found.push(Fact::new(&resource.loc, path.to_vec(), &resource.address, says).because(why));
    }

    /// The roles of a policy.
    pub(super) fn bindings(&mut self, resource: &Resource, path: &[Segment]) {
        let bindings = Bindings::of(self.resources, resource, path);
        for binding in &bindings.listed {
            let (who, unsure) = who(&binding.members, binding.why, &binding.from);
            let elsewhere = binding.loc != resource.loc;
            let taken = || Via { loc: resource.loc.clone(), path: path.to_vec(), what: TAKEN.to_owned() };
            let (at, says, why) = match &binding.role {
                Ok(role) => (role_of(binding), self.gives(role, who), unsure),
                Err(why) => {
                    let words = format!("which role {} grants", resource.address);
                    let says = Grant { who, name: None, ..Grant::of(Kind::Role, Holder::Google) };
                    (binding.path.clone(), Grant { administrator: None, words, ..says }, *why)
                }
            };
            let fact = Fact::new(&binding.loc, at, &resource.address, says).because(why);
            self.found.push(Fact { via: elsewhere.then(taken).into_iter().collect(), ..fact });
        }
        if let Some(why) = bindings.unreadable {
            self.open(resource, path, Holds::Bindings, why);
        }
    }

    /// What a role of a name gives to somebody.
    fn gives(&self, role: &str, who: Who) -> Grant {
        let administrator = Some(self.administrators.has("role", role));
        let words = if administrator == Some(true) { format!("grants {role}") } else { String::new() };
        Grant {
            administrator,
            words,
            who,
            actions: Scope::named(administrator),
            resources: Scope::named(administrator),
            name: Some(role.to_owned()),
            ..Grant::of(Kind::Role, Holder::Google)
        }
    }
}

/// The role of a binding.
fn role_of(binding: &Binding) -> Vec<Segment> {
    binding.path.iter().cloned().chain([Segment::Key("role".to_owned())]).collect()
}

/// The members that the arguments of a resource name, and why that cannot be told.
fn members_of(resource: &Resource) -> (Who, &'static str) {
    let (mut names, mut why, mut from) = (Vec::new(), None, Vec::new());
    for argument in ["member", "members"].map(path) {
        why = why.or_else(|| resource.in_part(&argument).filter(|_| resource.is_written(&argument)));
        from.extend(resource.references(&argument).map(|reference| reference.attr.clone()));
        match resource.raw(&argument) {
            Some(Value::String(member)) => names.push(member.clone()),
            Some(Value::Array(members)) => names.extend(members.iter().filter_map(Value::as_str).map(str::to_owned)),
            _ => {}
        }
    }
    who(&names, why, &from)
}

/// Members as principals: `user:b@acme.example`, `allUsers`. What comes from nothing but accounts is nobody else.
fn who(members: &[String], why: Option<&'static str>, from: &[String]) -> (Who, &'static str) {
    let principal = |member: &String| {
        let (kind, name) = member.split_once(':').unwrap_or((member, member));
        Principal::new(kind, name)
    };
    let open = members.iter().any(|member| EVERYBODY.contains(&member.as_str()));
    let accounts = !from.is_empty() && from.iter().all(|attribute| OF_ACCOUNTS.contains(&attribute.as_str()));
    let everybody = if open || why.is_none() || accounts { Some(open) } else { None };
    let who = Who { everybody, ..Who::some(members.iter().map(principal).collect(), why.is_none()) };
    (who, why.filter(|_| everybody.is_none()).unwrap_or_default())
}
