//! What a job may do that another workflow calls: never more than the job that calls it
//! (docs.github.com/actions/reference/workflows-and-actions/reusing-workflow-configurations, "permissions can only be
//! maintained or reduced").

use std::collections::BTreeMap;

use crate::input::pipeline::model::Permissions;

/// Takes away what is not granted. Where nobody has written down what is granted, the settings of the repository count,
/// and what is asked for may be all of it.
pub(super) fn at_most(asked: &mut Permissions, granted: &Permissions) {
    match (asked.default, granted.default) {
        (_, "unspecified" | "write-all") => {}
        ("none", _) | (_, "none") => {
            asked.default = "none";
            asked.scopes.clear();
        }
        ("scopes", _) => {
            let limited =
                |(scope, access): (&String, &String)| (scope.clone(), least(access, access_of(granted, scope)));
            asked.scopes = asked.scopes.iter().map(limited).collect::<BTreeMap<_, _>>();
        }
        ("read-all", "scopes") => {
            asked.default = "scopes";
            asked.scopes =
                granted.scopes.iter().map(|(scope, access)| (scope.clone(), least(access, "read"))).collect();
        }
        ("read-all", _) => {}
        _ => {
            asked.default = granted.default;
            asked.scopes.clone_from(&granted.scopes);
        }
    }
}

/// What permissions say of one scope.
fn access_of<'p>(permissions: &'p Permissions, scope: &str) -> &'p str {
    match permissions.default {
        "read-all" => "read",
        "scopes" => permissions.scopes.get(scope).map_or("none", String::as_str),
        _ => "write",
    }
}

/// The lesser of two kinds of access.
fn least(one: &str, other: &str) -> String {
    let rank = |access: &str| match access {
        "none" => 0_u8,
        "read" => 1,
        _ => 2,
    };
    if rank(one) <= rank(other) { one } else { other }.to_owned()
}

#[cfg(test)]
mod tests {
    use super::{Permissions, at_most};

    fn permissions(text: &str) -> Permissions {
        let scopes = text.split_whitespace().filter_map(|scope| scope.split_once('='));
        let scopes = scopes.map(|(scope, access)| (scope.to_owned(), access.to_owned())).collect();
        let default = match text {
            "read-all" => "read-all",
            "write-all" => "write-all",
            "unspecified" => "unspecified",
            "none" => "none",
            _ => "scopes",
        };
        Permissions { loc: String::new(), default, scopes, inherited: false }
    }

    #[test]
    fn nobody_may_do_more_than_who_calls() {
        for (asked, granted, expected) in [
            ("a=write b=read", "a=read b=write", "a=read b=read"),
            ("a=write", "b=write", "a=none"),
            ("a=write", "write-all", "a=write"),
            ("a=write", "unspecified", "a=write"),
            ("a=write", "read-all", "a=read"),
            ("write-all", "a=write", "a=write"),
            ("write-all", "read-all", "read-all"),
            ("unspecified", "a=read", "a=read"),
            ("read-all", "a=write b=none", "a=read b=none"),
            ("read-all", "none", "none"),
            ("none", "write-all", "none"),
        ] {
            let mut found = permissions(asked);
            at_most(&mut found, &permissions(granted));
            let expected = permissions(expected);
            assert_eq!((found.default, found.scopes), (expected.default, expected.scopes), "{asked} under {granted}");
        }
    }
}
