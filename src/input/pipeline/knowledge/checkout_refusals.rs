//! Actions that refuse by themselves to check out the code of a fork.

use crate::input::pipeline::model::Ref;
use crate::knowledge::{Lookup, concepts};

struct Refusal {
    action: String,
    version: String,
    events: Vec<String>,
    unless: String,
}

static REFUSALS: Lookup<Vec<Refusal>> = Lookup::new(&concepts::pipeline::CHECKOUT_REFUSALS, |rows| {
    let refusal = |row: crate::knowledge::Row<'_>| Refusal {
        action: row.text("action").to_owned(),
        version: row.text("version").to_owned(),
        events: row.list("events").map(str::to_owned).collect(),
        unless: row.text("unless").to_owned(),
    };
    rows.map(refusal).collect()
});

/// The input that opens an action which refuses the code of forks in runs of this event, if it is such a version.
pub(in crate::input::pipeline) fn unless(action: &Ref, event: &str) -> Option<&'static str> {
    let name = format!("{}/{}", action.owner, action.name).to_ascii_lowercase();
    let version = action.reference.as_deref()?;
    let refusal = REFUSALS.built_in().iter().find(|refusal| {
        refusal.action == name && refusal.events.iter().any(|it| it == event) && is_of(version, &refusal.version)
    })?;
    Some(&refusal.unless)
}

/// Whether a tag or commit is of the versions that a row stands for.
fn is_of(given: &str, row: &str) -> bool {
    if given.eq_ignore_ascii_case(row) {
        return true;
    }
    let (Some(given), Some(row)) = (numbers(given), numbers(row)) else { return false };
    match row.as_slice() {
        [major] => given.first() == Some(major),
        // A tag that leaves numbers out moves.
        [major, ..] => given.len() == 3 && given.first() == Some(major) && given >= row,
        [] => false,
    }
}

/// The numbers of a tag such as `v4.4.0`.
fn numbers(tag: &str) -> Option<Vec<u32>> {
    let tag = tag.strip_prefix("refs/tags/").unwrap_or(tag);
    tag.strip_prefix('v')?.split('.').map(|number| number.parse().ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::unless;
    use crate::input::pipeline::references;

    #[test]
    fn a_version_refuses_from_the_one_on_that_began_to() {
        const COMMIT: &str = "Actions/Checkout@9c091bb21b7c1c1d1991bb908d89e4e9dddfe3e0";
        for (uses, event, expected) in [
            ("actions/checkout@v7", "pull_request_target", true),
            ("actions/checkout@v7.0.1", "workflow_run", true),
            ("actions/checkout@v7", "issue_comment", false),
            (COMMIT, "pull_request_target", true),
            ("actions/checkout@v6", "pull_request_target", false),
            ("actions/checkout@v6.0.3", "pull_request_target", false),
            ("actions/checkout@v6.1.0", "pull_request_target", true),
            ("actions/checkout@v6.1", "pull_request_target", false),
            ("actions/checkout@v8", "pull_request_target", false),
            ("actions/checkout@main", "pull_request_target", false),
            ("actions/checkout", "pull_request_target", false),
            ("actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8", "pull_request_target", false),
            ("acme/checkout@v7", "pull_request_target", false),
        ] {
            let action = references::github(uses, "action").unwrap().at(String::new(), uses, "");
            assert_eq!(unless(&action, event).is_some(), expected, "{uses} {event}");
        }
    }
}
