//! Deployment environments of a snapshot.

use std::collections::BTreeMap;

use super::answers::Answers;
use crate::input::forge::model::{Environment, Reason, Unknown};
use crate::input::forge::reader::{Gap, Reader, given, text};
use crate::input::tree::Node;
use crate::source::Span;

/// What it takes to see environments.
const ACTIONS: &str = "Actions: read";

/// Reads the list and the single answers; of an environment in both, the single answer counts.
pub(super) fn read(reader: &mut Reader<'_>, answers: &Answers<'_>, unknowns: &mut Vec<Unknown>) -> Vec<Environment> {
    let mut found: BTreeMap<String, Environment> = BTreeMap::new();
    match answers.object(reader, "repo/environments", ACTIONS) {
        Ok(list) => {
            let nodes = given(list.body, "environments").and_then(|node| reader.list(node)).unwrap_or_default();
            let total = given(list.body, "total_count").and_then(|node| reader.count(node));
            if total.and_then(|total| usize::try_from(total).ok()) != Some(nodes.len()) {
                let message = "the list is not complete; collect all pages (gh api --paginate)".to_owned();
                let gap = Gap { at: list.at, reason: Reason::Unreadable, http_status: Some(200), message, needs: None };
                unknowns.push(reader.unknown("/environments", &gap));
            }
            for node in nodes {
                let at = node.get("name").map_or(node.span, |name| name.span);
                add(reader, answers, node, at, &mut found);
            }
        }
        Err(gap) => unknowns.push(reader.unknown("/environments", &gap)),
    }
    let singles = answers.paths().filter(|path| {
        path.strip_prefix("repo/environments/").is_some_and(|name| !name.ends_with("/deployment_protection_rules"))
    });
    for path in singles {
        // What stands below an environment (`deployment-branch-policies`) has no `protection_rules`.
        if let Ok(single) = answers.object(reader, path, ACTIONS)
            && single.body.get("protection_rules").is_some()
        {
            add(reader, answers, single.body, single.at, &mut found);
        }
    }
    found.into_values().collect()
}

fn add(
    reader: &mut Reader<'_>,
    answers: &Answers<'_>,
    node: &Node,
    at: Span,
    found: &mut BTreeMap<String, Environment>,
) {
    let Some(name) = node.get("name").and_then(text) else {
        reader.problem(node.span, "an environment needs its `name`");
        return;
    };
    let environment = environment(reader, answers, node, name, at);
    found.insert(name.to_owned(), environment);
}

fn environment(reader: &mut Reader<'_>, answers: &Answers<'_>, node: &Node, name: &str, at: Span) -> Environment {
    let loc = reader.place(at, Some(name));
    // Without protection rules the key is an empty list; without the key nobody knows.
    let rules = given(node, "protection_rules").and_then(|node| reader.list(node));
    let of_kind =
        |kind: &str| rules.unwrap_or_default().iter().find(|rule| rule.get("type").and_then(text) == Some(kind));
    let review = of_kind("required_reviewers");
    let reviewers = review.and_then(|rule| given(rule, "reviewers")).and_then(|list| reader.list(list));
    if let Some(list) = review.and_then(|rule| rule.get_entry("reviewers")) {
        reader.child(&loc, &["reviewers"], list.key.span);
    } else if let Some(rules) = node.get_entry("protection_rules") {
        reader.child(&loc, &["reviewers"], rules.key.span);
    }
    let self_review = review.and_then(|rule| given(rule, "prevent_self_review"));
    if let Some(node) = self_review {
        reader.child(&loc, &["prevent_self_review"], node.span);
    }
    let wait = of_kind("wait_timer").and_then(|rule| given(rule, "wait_timer"));
    let bypass = given(node, "can_admins_bypass");
    if let Some(node) = bypass {
        reader.child(&loc, &["admins_bypass"], node.span);
    }
    let unreviewed = rules.is_some() && review.is_none();
    Environment {
        loc,
        name: name.to_owned(),
        reviewers: if unreviewed { Some(0) } else { reviewers.and_then(|list| u32::try_from(list.len()).ok()) },
        prevent_self_review: if unreviewed { Some(false) } else { self_review.and_then(|node| reader.flag(node)) },
        wait_minutes: wait.map_or(rules.map(|_| 0), |node| reader.count(node)),
        admins_bypass: bypass.and_then(|node| reader.flag(node)),
        branch_policy: branch_policy(reader, node),
        custom_rules: custom_rules(reader, answers, name),
    }
}

/// `all`, `protected` or `selected`; `null` in the answer means that every branch may deploy.
fn branch_policy(reader: &mut Reader<'_>, node: &Node) -> Option<String> {
    node.get("deployment_branch_policy")?;
    let Some(policy) = given(node, "deployment_branch_policy") else { return Some("all".to_owned()) };
    let protected = given(policy, "protected_branches").and_then(|node| reader.flag(node))?;
    Some(if protected { "protected" } else { "selected" }.to_owned())
}

/// How many apps guard an environment, if that was collected.
fn custom_rules(reader: &mut Reader<'_>, answers: &Answers<'_>, name: &str) -> Option<u32> {
    let path = format!("repo/environments/{name}/deployment_protection_rules");
    let found = answers.object(reader, &path, ACTIONS).ok()?;
    let rules = given(found.body, "custom_deployment_protection_rules").and_then(|node| reader.list(node))?;
    let enabled = rules.iter().filter(|rule| given(rule, "enabled").and_then(|node| reader.flag(node)) == Some(true));
    u32::try_from(enabled.count()).ok()
}
