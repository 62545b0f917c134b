//! The identities that have a policy.

use super::Finder;
use super::scope::Who;
use crate::input::terraform::facts::argument::{Argument, path};
use crate::input::terraform::facts::statement::Principal;
use crate::input::terraform::model::Resource;

/// The arguments that name identities, and what these are.
const ARGUMENTS: &[(&str, &str)] = &[
    ("role", "role"),
    ("role_name", "role"),
    ("roles", "role"),
    ("user", "user"),
    ("user_name", "user"),
    ("users", "user"),
    ("group", "group"),
    ("group_name", "group"),
    ("groups", "group"),
    ("permission_set_arn", "permission-set"),
];

/// What an identity of this plan is by its type.
const IDENTITIES: &[(&str, &str)] = &[("aws_iam_role", "role"), ("aws_iam_user", "user"), ("aws_iam_group", "group")];

/// A policy that others attach, and what attaches it.
const POLICY: &str = "aws_iam_policy";
const ATTACHMENTS: &[&str] = &[
    "aws_iam_group_policy_attachment",
    "aws_iam_policy_attachment",
    "aws_iam_role_policy_attachment",
    "aws_iam_user_policy_attachment",
];

impl Finder<'_, '_> {
    /// The identities that have what a resource says.
    pub(super) fn holders(&self, resource: &Resource) -> Who {
        if let Some((_, kind)) = IDENTITIES.iter().find(|(of, _)| *of == resource.kind) {
            return Who::some(vec![Principal::new(kind, &resource.address)], true);
        }
        if resource.kind == POLICY {
            let attachments = ATTACHMENTS.iter().flat_map(|kind| resource.linked.get(*kind).into_iter().flatten());
            let attached = attachments.filter_map(|address| self.resources.at(address));
            return Who::some(attached.flat_map(|attachment| self.named(attachment).listed).collect(), false);
        }
        self.named(resource)
    }

    /// Those that the arguments of a resource name: by their address when this plan makes them.
    fn named(&self, resource: &Resource) -> Who {
        let (mut listed, mut whole) = (Vec::new(), true);
        for (argument, kind) in ARGUMENTS {
            let at = path(argument);
            let before = listed.len();
            let made = self.resources.at_end_of(resource, &at);
            listed.extend(made.map(|address| Principal::new(kind, address)));
            match resource.argument(&at) {
                _ if listed.len() > before => {}
                Argument::Absent => {}
                Argument::Known(value) => {
                    let names = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
                    listed.extend(names.iter().filter_map(|name| Some(Principal::new(kind, name.as_str()?))));
                }
                Argument::Unknown(_) => whole = false,
            }
        }
        Who::some(listed, whole)
    }
}
