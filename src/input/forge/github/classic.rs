//! Classic branch protection: the answer of `branches/{branch}/protection`.

use super::answers::Found;
use crate::input::forge::layer::{Bypass, Draft};
use crate::input::forge::model::{BypassActor, BypassMode, BypassScope, Check, Enforcement, Level};
use crate::input::forge::reader::{Reader, given};
use crate::input::forge::strength::{Fact, Facts, Rule};
use crate::input::tree::Node;
use crate::source::Span;

/// The number of the repository role `admin` in GitHub's lists of bypass actors.
const ADMIN_ROLE: i64 = 5;

/// Settings that are an object with `enabled`, and the rule that holds when it is true.
const ENABLED: [(&str, Rule); 4] = [
    ("required_signatures", Rule::SignedCommits),
    ("required_linear_history", Rule::LinearHistory),
    ("required_conversation_resolution", Rule::ConversationResolution),
    ("lock_branch", Rule::Locked),
];

/// Settings that allow what the branch is otherwise protected from.
const ALLOWED: [(&str, Rule); 2] = [("allow_force_pushes", Rule::ForcePush), ("allow_deletions", Rule::Deletion)];

/// The flags of `required_pull_request_reviews`.
const REVIEWS: [(&str, Rule); 3] = [
    ("require_code_owner_reviews", Rule::CodeOwnerReview),
    ("dismiss_stale_reviews", Rule::DismissStale),
    ("require_last_push_approval", Rule::LastPushApproval),
];

/// The lists of those who may skip reviews, what they hold and what names it.
const ALLOWANCES: [(&str, &str, &str); 3] =
    [("users", "User", "login"), ("teams", "Team", "slug"), ("apps", "Integration", "slug")];

/// Reads a protection.
pub(super) fn layer(reader: &mut Reader<'_>, found: Found<'_>) -> Draft {
    let body = found.body;
    let mut facts = Facts::new();
    for (key, rule) in ENABLED {
        facts.insert(rule, enabled(reader, body, key).map_or(OFF, |fact| fact));
    }
    for (key, rule) in ALLOWED {
        // The answer always says it; where it does not, nobody can tell.
        let allowed = enabled(reader, body, key).unwrap_or(Fact { strength: None, at: None });
        facts.insert(rule, Fact { strength: allowed.strength.map(|on| 1_u32.saturating_sub(on)), at: allowed.at });
    }
    reviews(reader, body, &mut facts);
    let checks = checks(reader, body, &mut facts);
    if nobody_may_push(reader, body) {
        facts.insert(Rule::DirectPush, Fact { strength: Some(1), at: key_at(body, "restrictions") });
    }
    Draft {
        at: found.at,
        source: "classic".to_owned(),
        name: None,
        level: Level::Repository,
        enforcement: (Enforcement::Active, None),
        bypass: bypass(reader, body),
        checks,
        facts,
    }
}

const OFF: Fact = Fact { strength: Some(0), at: None };

/// The place of a key: the setting as one line.
fn key_at(body: &Node, key: &str) -> Option<Span> {
    body.get_entry(key).map(|entry| entry.key.span)
}

/// `{"enabled": true}` as strength; `None` when the setting is not there.
fn enabled(reader: &mut Reader<'_>, body: &Node, key: &str) -> Option<Fact> {
    let setting = given(body, key)?;
    let Some(value) = setting.get("enabled") else {
        reader.problem(setting.span, "`enabled` is missing here");
        return Some(Fact { strength: None, at: key_at(body, key) });
    };
    Some(Fact { strength: reader.flag(value).map(u32::from), at: Some(value.span) })
}

fn reviews(reader: &mut Reader<'_>, body: &Node, facts: &mut Facts) {
    let Some(reviews) = given(body, "required_pull_request_reviews") else {
        for rule in [Rule::PullRequest, Rule::DirectPush, Rule::Approvals, Rule::DismissalRestricted] {
            facts.insert(rule, OFF);
        }
        facts.extend(REVIEWS.map(|(_, rule)| (rule, OFF)));
        return;
    };
    let at = key_at(body, "required_pull_request_reviews");
    for rule in [Rule::PullRequest, Rule::DirectPush] {
        facts.insert(rule, Fact { strength: Some(1), at });
    }
    let count = reviews.get("required_approving_review_count");
    let strength = count.and_then(|node| reader.count(node));
    facts.insert(Rule::Approvals, Fact { strength, at: count.map_or(at, |node| Some(node.span)) });
    for (key, rule) in REVIEWS {
        let fact =
            given(reviews, key).map(|node| Fact { strength: reader.flag(node).map(u32::from), at: Some(node.span) });
        facts.insert(rule, fact.unwrap_or(OFF));
    }
    let restricted = given(reviews, "dismissal_restrictions").is_some();
    let at = key_at(reviews, "dismissal_restrictions").filter(|_| restricted);
    facts.insert(Rule::DismissalRestricted, Fact { strength: Some(u32::from(restricted)), at });
}

/// The required checks. A list that is there and empty requires nothing, and then `strict` means nothing either.
fn checks(reader: &mut Reader<'_>, body: &Node, facts: &mut Facts) -> Vec<Check> {
    facts.insert(Rule::StatusChecks, OFF);
    facts.insert(Rule::StrictChecks, OFF);
    let Some(required) = given(body, "required_status_checks") else { return Vec::new() };
    let mut checks = Vec::new();
    if let Some(list) = given(required, "checks").and_then(|node| reader.list(node)) {
        for check in list {
            // GitHub writes -1 where any app may report.
            let app_id = given(check, "app_id").and_then(|node| reader.id(node)).filter(|id| *id >= 0);
            let context = check.get("context").and_then(|node| reader.text(node));
            checks.extend(context.map(|context| one_check(reader, check, context, app_id)));
        }
    }
    // Both lists name the same checks; one that only this list names is required too, from whatever source.
    if let Some(list) = given(required, "contexts").and_then(|node| reader.list(node)) {
        for context in list {
            let named = reader.text(context).filter(|text| checks.iter().all(|check| check.context != *text));
            checks.extend(named.map(|text| one_check(reader, context, text, None)));
        }
    }
    let strength = u32::from(!checks.is_empty());
    facts.insert(Rule::StatusChecks, Fact { strength: Some(strength), at: key_at(body, "required_status_checks") });
    if let Some(strict) = given(required, "strict") {
        let strength = reader.flag(strict).map(|strict| strength.min(u32::from(strict)));
        facts.insert(Rule::StrictChecks, Fact { strength, at: Some(strict.span) });
    }
    checks
}

fn one_check(reader: &mut Reader<'_>, node: &Node, context: String, app_id: Option<i64>) -> Check {
    let at = node.get("context").map_or(node.span, |context| context.span);
    let loc = reader.place(at, Some(&context));
    for (key, value) in node.entries().iter().filter_map(|entry| Some((entry.name()?, entry.value.span))) {
        reader.child(&loc, &[key], value);
    }
    Check { loc, context, app_id, bound: app_id.is_some() }
}

/// Push restrictions that name nobody.
fn nobody_may_push(reader: &mut Reader<'_>, body: &Node) -> bool {
    given(body, "restrictions").is_some_and(|restrictions| {
        ["users", "teams", "apps"].iter().all(|key| match given(restrictions, key) {
            Some(list) => reader.list(list).is_some_and(<[Node]>::is_empty),
            None => *key == "apps",
        })
    })
}

/// Whether an object holds nothing but the lists of those who may skip reviews, and their addresses.
fn only_known_lists(allowances: &Node) -> bool {
    let known = |key: &str| key.ends_with("url") || ALLOWANCES.iter().any(|(list, ..)| *list == key);
    allowances.is_mapping() && allowances.entries().iter().all(|entry| entry.name().is_some_and(known))
}

/// Who is free of the rules; `None` when the answer does not say whether administrators are.
fn bypass(reader: &mut Reader<'_>, body: &Node) -> Option<Vec<Bypass>> {
    let enforced = given(body, "enforce_admins")?.get("enabled")?;
    let mut actors = Vec::new();
    if !reader.flag(enforced)? {
        let loc = reader.place(enforced.span, None);
        let actor = BypassActor {
            loc,
            kind: "RepositoryRole".to_owned(),
            id: Some(ADMIN_ROLE),
            name: Some("admin".to_owned()),
            mode: BypassMode::Always,
            scope: BypassScope::AllButRewriting,
        };
        actors.push(Bypass { actor, at: enforced.span });
    }
    let allowances = given(body, "required_pull_request_reviews")
        .and_then(|reviews| given(reviews, "bypass_pull_request_allowances"));
    if let Some(allowances) = allowances.filter(|allowances| !only_known_lists(allowances)) {
        reader.problem(allowances.span, "an object of `users`, `teams` and `apps` is expected here");
        return None;
    }
    for (list, kind, name) in ALLOWANCES {
        let Some(list) = allowances.and_then(|allowances| given(allowances, list)) else { continue };
        // A list that cannot be read may hold anybody.
        for who in reader.list(list)? {
            let at = who.get(name).map_or(who.span, |node| node.span);
            let name = given(who, name).and_then(|node| reader.text(node));
            let actor = BypassActor {
                loc: reader.place(at, None),
                kind: kind.to_owned(),
                id: given(who, "id").and_then(|node| reader.id(node)),
                name,
                mode: BypassMode::Always,
                scope: BypassScope::Reviews,
            };
            actors.push(Bypass { actor, at });
        }
    }
    Some(actors)
}
