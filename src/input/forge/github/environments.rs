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
            let listed = given(list.body, "environments").and_then(|node| reader.list(node));
            let nodes = listed.unwrap_or_default();
            let total = given(list.body, "total_count").and_then(|node| reader.count(node));
            if listed.is_none() || total.and_then(|total| usize::try_from(total).ok()) != Some(nodes.len()) {
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
    let timer = of_kind("wait_timer");
    let wait = timer.and_then(|rule| given(rule, "wait_timer"));
    let bypass = given(node, "can_admins_bypass");
    if let Some(node) = bypass {
        reader.child(&loc, &["admins_bypass"], node.span);
    }
    // A rule that does not say what it is may ask for anything.
    let conclusive = rules.is_some_and(|rules| rules.iter().all(|rule| rule.get("type").and_then(text).is_some()));
    let (custom_rules, custom_doubt) = custom_rules(reader, answers, name, rules.unwrap_or_default());
    let unreviewed = conclusive && review.is_none() && !custom_doubt;
    Environment {
        loc,
        name: name.to_owned(),
        reviewers: if unreviewed { Some(0) } else { reviewers.and_then(|list| u32::try_from(list.len()).ok()) },
        prevent_self_review: if unreviewed { Some(false) } else { self_review.and_then(|node| reader.flag(node)) },
        wait_minutes: wait.map_or((conclusive && timer.is_none()).then_some(0), |node| reader.count(node)),
        admins_bypass: bypass.and_then(|node| reader.flag(node)),
        branch_policy: branch_policy(reader, node),
        custom_rules,
    }
}

/// `all`, `protected` or `selected`; `null` in the answer means that every branch may deploy.
fn branch_policy(reader: &mut Reader<'_>, node: &Node) -> Option<String> {
    node.get("deployment_branch_policy")?;
    let Some(policy) = given(node, "deployment_branch_policy") else { return Some("all".to_owned()) };
    let protected = given(policy, "protected_branches").and_then(|node| reader.flag(node))?;
    Some(if protected { "protected" } else { "selected" }.to_owned())
}

/// How many apps guard an environment, if that was collected, and whether some app may guard it that does not say so.
/// The answer of its own knows best; a list of environments names those apps too.
fn custom_rules(reader: &mut Reader<'_>, answers: &Answers<'_>, name: &str, rules: &[Node]) -> (Option<u32>, bool) {
    let path = format!("repo/environments/{name}/deployment_protection_rules");
    let own = answers.object(reader, &path, ACTIONS).ok();
    let own =
        own.map(|found| given(found.body, "custom_deployment_protection_rules").and_then(|node| reader.list(node)));
    let apps: Vec<&Node> = match own {
        Some(Some(list)) => list.iter().collect(),
        Some(None) => return (None, true),
        None => {
            let custom = rules.iter().filter(|rule| rule.get("type").and_then(text) == Some("custom"));
            let custom: Vec<&Node> = custom.collect();
            if custom.is_empty() {
                return (None, false);
            }
            custom
        }
    };
    let told: Vec<Option<bool>> =
        apps.into_iter().map(|app| given(app, "enabled").and_then(|node| reader.flag(node))).collect();
    let on = told.iter().filter(|enabled| **enabled == Some(true)).count();
    let doubt = on == 0 && told.contains(&None);
    (u32::try_from(on).ok().filter(|_| !doubt), doubt)
}
